//! `/second-factor`: setting one-time codes up, and the recovery codes for when the telephone is lost.

use actix_web::HttpRequest;
use serde::{Deserialize, Serialize};

use super::{
    account::{Account, Person},
    actions,
    guard_pages::somebody,
    pages::{OnceMore, ask_once_more},
    second_factor::{RecoveryCode, authenticator_address, codes_to_set_up},
    store,
};
use crate::{
    db::Conn,
    web::{Ctx, Form, Handled, Message, Outcome, Page, PageError, Qr, Secret},
};

const HERE: &str = "/second-factor";

/// What is to be set up, or whether it is.
#[derive(Serialize)]
pub struct SecondFactorPage {
    pub is_set_up: bool,
    /// Recovery codes that are left.
    pub left: i64,
    /// Of the secret below, as an authenticator takes it.
    pub qr: Qr,
    /// For whoever types it in.
    pub secret: String,
    /// New recovery codes, shown this once.
    pub recovery: Vec<String>,
    pub home: &'static str,
}

impl SecondFactorPage {
    fn of(conn: &mut Conn, secret: &Secret, person: &Person, congress: &str) -> Result<Self, PageError> {
        let account = store::by_id(conn, person.id)?.ok_or(PageError::NotFound)?;
        let login = store::login_of(conn, person.id)?.unwrap_or_default();
        let base32 = codes_to_set_up(&account, secret);
        Ok(Self {
            is_set_up: has_codes(&account),
            left: store::recovery_codes_left(conn, person.id)?,
            qr: Qr::of(&authenticator_address(&login, congress, &base32))?,
            secret: base32,
            recovery: Vec::new(),
            home: person.role.home(),
        })
    }
}

fn has_codes(account: &Account) -> bool {
    account.second_factor.codes().is_some()
}

impl Page for SecondFactorPage {
    const TEMPLATE: &'static str = "accounts/second_factor.html";

    fn samples() -> Vec<Self> {
        let page = |is_set_up, left, recovery: &[&str]| Self {
            is_set_up,
            left,
            qr: Qr { size: 45, path: "M4 4.5h7".into() },
            secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".into(),
            recovery: recovery.iter().map(|&code| code.to_owned()).collect(),
            home: "/secretariat",
        };
        vec![
            page(false, 0, &[]),
            page(true, 3, &[]),
            page(true, 0, &[]),
            page(true, 10, &["1234-5678-9012", "2345-6789-0123"]),
        ]
    }
}

/// Whoever is signed in and has more than a card; or where else somebody belongs.
fn staff(request: &HttpRequest) -> Result<Person, &'static str> {
    let person = somebody(request).ok_or("/sign-in")?;
    if person.role.is_staff() { Ok(person) } else { Err(person.role.home()) }
}

async fn page(ctx: &Ctx, person: &Person) -> Result<SecondFactorPage, PageError> {
    let (services, person, site) = (ctx.services.clone(), person.clone(), ctx.site().to_owned());
    ctx.read(move |conn| SecondFactorPage::of(conn, &services.secret, &person, &site)).await
}

pub async fn show_second_factor(ctx: Ctx, request: HttpRequest) -> Handled {
    match staff(&request) {
        Ok(person) => ctx.show(&page(&ctx, &person).await?),
        Err(elsewhere) => Ok(ctx.see_page(elsewhere)),
    }
}

#[derive(Deserialize)]
pub struct SetUpForm {
    #[serde(default)]
    new_code: String,
    #[serde(flatten)]
    once_more: OnceMore,
}

/// Whoever finds a browser signed in sets up no codes of their own: where there are some, they are asked for.
async fn asked(
    ctx: &Ctx,
    person: &Person,
    key: Option<crate::db::FormKey>,
    typed: &OnceMore,
) -> Result<Vec<Message>, PageError> {
    let id = person.id;
    let account = ctx.read(move |conn| store::by_id(conn, id)).await?;
    if account.is_some_and(|account| has_codes(&account)) {
        return ask_once_more(ctx, person, key, typed).await;
    }
    Ok(Vec::new())
}

pub async fn set_up_codes(ctx: Ctx, request: HttpRequest, form: Form<SetUpForm>) -> Handled {
    let person = match staff(&request) {
        Ok(person) => person,
        Err(elsewhere) => return Ok(ctx.see_page(elsewhere)),
    };
    let wrong = asked(&ctx, &person, form.key(), &form.typed().once_more).await?;
    let services = ctx.services.clone();
    let set_up = ctx.act(person, form, move |tx, person, at, typed| {
        actions::set_up_codes(tx, &services.secret, person, at, &typed.new_code)
    });
    let (person, came) = set_up.unless(wrong).outcome().await?;
    answered(&ctx, &person, came).await
}

pub async fn renew_recovery_codes(ctx: Ctx, request: HttpRequest, form: Form<OnceMore>) -> Handled {
    let person = match staff(&request) {
        Ok(person) => person,
        Err(elsewhere) => return Ok(ctx.see_page(elsewhere)),
    };
    let wrong = ask_once_more(&ctx, &person, form.key(), form.typed()).await?;
    let services = ctx.services.clone();
    let renew =
        ctx.act(person, form, move |tx, person, at, _| actions::renew_recovery_codes(tx, &services.secret, person, at));
    let (person, came) = renew.unless(wrong).outcome().await?;
    answered(&ctx, &person, came).await
}

/// The codes that were made are in this one answer and nowhere else.
async fn answered<T>(ctx: &Ctx, person: &Person, came: Outcome<T, Vec<RecoveryCode>>) -> Handled {
    let page = page(ctx, person).await?;
    match came {
        Outcome::Done(codes) => {
            let recovery = codes.iter().map(RecoveryCode::shown).collect();
            ctx.show(&SecondFactorPage { recovery, ..page })
        }
        Outcome::Before => Ok(ctx.see(HERE, "codes-set-up-before")),
        Outcome::Again(again) => ctx.again(&page, &again.wrong),
    }
}
