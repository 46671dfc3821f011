//! Units, and the accounts that report for them.

use serde::{Deserialize, Serialize};

use super::department::opened;
use crate::{
    accounts::{As, Login, NewAccount, Password, Person, Role, Secretariat, readable_password},
    db::Submitted,
    ids::AccountId,
    projects::{
        actions::{self, PeopleError},
        store,
    },
    web::{Ctx, Form, Handled, HashingMemory, Message, MixedRefusal as Refusal, Page, PageError, blocking},
};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AccountForm {
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub login: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PeoplePage {
    pub units: Vec<String>,
    /// Unit, name, sign-in name.
    pub members: Vec<(String, String, String)>,
    pub typed: AccountForm,
    /// The new unit's name, when it was refused.
    pub new_unit: String,
    /// Name, sign-in name and password of the account just made; the password is shown this once.
    pub made: Option<(String, String, String)>,
}

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "projects/people.html";

    fn samples() -> Vec<Self> {
        let typed = AccountForm { unit: "区教育局<b>".into(), name: "王工<b>".into(), login: "JYJ<b>".into() };
        vec![
            Self {
                units: Vec::new(),
                members: Vec::new(),
                typed: AccountForm::default(),
                new_unit: "区<b>".into(),
                made: None,
            },
            Self {
                units: vec!["区教育局<b>".into()],
                members: vec![("区教育局<b>".into(), "王工<b>".into(), "JYJ".into())],
                typed,
                new_unit: String::new(),
                made: Some(("王工<b>".into(), "JYJ".into(), "abcd-efgh".into())),
            },
        ]
    }
}

async fn page_of(ctx: &Ctx, person: &Person, typed: AccountForm) -> Result<PeoplePage, PageError> {
    let (services, congress) = (ctx.services.clone(), person.congress().ok_or(PageError::NotFound)?);
    blocking(move || {
        services.db.read(|conn| {
            let units = store::units_of(conn, congress)?.into_iter().map(|unit| unit.name).collect();
            let members = store::members(conn, congress)?;
            let members = members.into_iter().map(|member| (member.unit, member.name, member.login)).collect();
            Ok(PeoplePage { units, members, typed: typed.clone(), new_unit: String::new(), made: None })
        })
    })
    .await
}

pub async fn show_people(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&page_of(&ctx, &who.person, AccountForm::default()).await?)
}

#[derive(Debug, Deserialize)]
pub struct UnitForm {
    #[serde(default)]
    name: String,
}

pub async fn found_unit_page(ctx: Ctx, who: As<Secretariat>, form: Form<UnitForm>) -> Handled {
    let congress = who.person.congress().ok_or(PageError::NotFound)?;
    let (key, UnitForm { name }) = opened(form);
    let again = async |name: String, problem: Message| {
        let page = page_of(&ctx, &who.person, AccountForm::default()).await?;
        ctx.again(&PeoplePage { new_unit: name, ..page }, &[problem])
    };
    let Some(key) = key else { return again(name, "form-expired".into()).await };
    let (services, actor, now, typed) =
        (ctx.services.clone(), who.person.actor(), ctx.services.clock.now(), name.clone());
    let founded = blocking(move || {
        Ok::<_, PageError>(
            services.db.submit(key, now, |tx| actions::found_unit(tx, &actor, now, congress, &typed).map(|_| ())),
        )
    })
    .await?;
    match founded {
        Ok(_) => Ok(ctx.see("/secretariat/units", "unit-founded")),
        Err(PeopleError::Db(error)) => Err(error.into()),
        Err(refused) => again(name, refused.refused()?).await,
    }
}

/// A name, a sign-in name and a fresh password, of which only the hash is kept.
pub fn new_account(
    memory: &mut HashingMemory,
    person: &Person,
    role: Role,
    login: &str,
    name: &str,
) -> Result<Result<(NewAccount, String), Message>, PageError> {
    let Some(login) = Login::parse(login) else { return Ok(Err("account-login-wrong".into())) };
    let name = name.trim();
    if !(2..=40).contains(&name.chars().count()) {
        return Ok(Err("account-name-missing".into()));
    }
    let password = readable_password(&mut rand::rng());
    let hash = Password::typed(&password).hash(memory).map_err(PageError::internal)?;
    let account = NewAccount {
        id: AccountId::new(),
        congress: person.congress(),
        login,
        name: name.to_owned(),
        role,
        password_hash: hash,
        one_time_code_secret: None,
    };
    Ok(Ok((account, password)))
}

pub async fn make_department_account_page(ctx: Ctx, who: As<Secretariat>, form: Form<AccountForm>) -> Handled {
    let congress = who.person.congress().ok_or(PageError::NotFound)?;
    let (key, typed) = opened(form);
    let again =
        async |typed: AccountForm, problem: Message| ctx.again(&page_of(&ctx, &who.person, typed).await?, &[problem]);
    let Some(key) = key else { return again(typed, "form-expired".into()).await };
    let (services, person, now, fields) =
        (ctx.services.clone(), who.person.clone(), ctx.services.clock.now(), typed.clone());
    let made = ctx
        .services
        .hashing
        .run(move |memory| {
            let (account, password) = match new_account(memory, &person, Role::Department, &fields.login, &fields.name)?
            {
                Ok(made) => made,
                Err(problem) => return Ok(Err(problem)),
            };
            let actor = person.actor();
            let make = services.db.submit(key, now, |tx| {
                actions::make_department_account(tx, &actor, now, congress, &account, &fields.unit)
            });
            match make {
                Ok(Submitted::Now(())) => {
                    Ok::<_, PageError>(Ok(Some((account.name.clone(), account.login.as_str().to_owned(), password))))
                }
                Ok(Submitted::Before) => Ok(Ok(None)),
                Err(PeopleError::Db(error)) => Err(error.into()),
                Err(refused) => refused.refused().map(Err),
            }
        })
        .await?;
    match made {
        Ok(Some(made)) => {
            let page = page_of(&ctx, &who.person, AccountForm::default()).await?;
            ctx.show(&PeoplePage { made: Some(made), ..page })
        }
        // The password was shown by the first answer and is nowhere else.
        Ok(None) => Ok(ctx.see("/secretariat/units", "account-made-before")),
        Err(problem) => again(typed, problem).await,
    }
}
