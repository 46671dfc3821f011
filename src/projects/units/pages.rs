//! Units, and the accounts that report for them.

use serde::{Deserialize, Serialize};

use super::{
    actions::{self, PeopleError},
    store,
};
use crate::{
    accounts::{As, Login, NewAccount, Password, Person, Role, SecondFactor, Secretariat, readable_password},
    db::Conn,
    ids::AccountId,
    web::{Ctx, Form, Handled, HashingMemory, Message, Outcome, Page, PageError, Refused},
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

impl PeoplePage {
    fn of(conn: &mut Conn, person: &Person, typed: AccountForm) -> Result<Self, PageError> {
        let congress = person.congress().ok_or(PageError::NotFound)?;
        let units = store::units_of(conn, congress)?.into_iter().map(|unit| unit.name).collect();
        let members = store::members(conn, congress)?;
        let members = members.into_iter().map(|member| (member.unit, member.name, member.login)).collect();
        Ok(Self { units, members, typed, new_unit: String::new(), made: None })
    }
}

pub async fn show_people(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&ctx.read(move |conn| PeoplePage::of(conn, &who.person, AccountForm::default())).await?)
}

#[derive(Debug, Deserialize)]
pub struct UnitForm {
    #[serde(default)]
    name: String,
}

pub async fn found_unit_page(ctx: Ctx, who: As<Secretariat>, form: Form<UnitForm>) -> Handled {
    ctx.act(who, form, |tx, who, at, typed| {
        let congress = who.person.congress().ok_or(Refused::Missing)?;
        actions::found_unit(tx, &who.person.actor(), at, congress, &typed.name)
    })
    .then("/secretariat/units", "unit-founded")
    .or_again(|conn, who, typed| {
        let page = PeoplePage::of(conn, &who.person, AccountForm::default())?;
        Ok(PeoplePage { new_unit: typed.name, ..page })
    })
    .await
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
        second_factor: SecondFactor::of_new(role),
    };
    Ok(Ok((account, password)))
}

pub async fn make_department_account_page(ctx: Ctx, who: As<Secretariat>, form: Form<AccountForm>) -> Handled {
    let (person, fields) = (who.person.clone(), form.typed().clone());
    let drawn = ctx
        .services
        .hashing
        .run(move |memory| new_account(memory, &person, Role::Department, &fields.login, &fields.name))
        .await?;
    let make = ctx.act(who, form, move |tx, who, at, typed| {
        let congress = who.person.congress().ok_or(Refused::Missing)?;
        let (account, password) = drawn.as_ref().map_err(|problem| PeopleError::BadAccount(problem.clone()))?;
        actions::make_department_account(tx, &who.person.actor(), at, congress, account, &typed.unit)?;
        Ok::<_, Refused<PeopleError>>((account.name.clone(), account.login.as_str().to_owned(), password.clone()))
    });
    let (who, made) = make.outcome().await?;
    let page = |typed| ctx.read(move |conn| PeoplePage::of(conn, &who.person, typed));
    match made {
        Outcome::Done(made) => ctx.show(&PeoplePage { made: Some(made), ..page(AccountForm::default()).await? }),
        // The password was shown by the first answer and is nowhere else.
        Outcome::Before => Ok(ctx.see("/secretariat/units", "account-made-before")),
        Outcome::Again(again) => ctx.again(&page(again.typed).await?, &again.wrong),
    }
}
