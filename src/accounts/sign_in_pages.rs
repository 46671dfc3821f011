//! `/sign-ins`: where somebody is signed in, and ending it elsewhere.

use actix_session::Session;
use actix_web::HttpRequest;
use serde::{Deserialize, Serialize};

use super::{
    account::Person,
    actions,
    guard_pages::somebody,
    sign_ins::{self, Begun, Going},
};
use crate::web::{Ctx, Form, Handled, Page, PageError};

const HERE: &str = "/sign-ins";

#[derive(Serialize)]
pub struct SignInLine {
    pub id: String,
    pub browser: String,
    pub at: String,
    pub seen_at: String,
    /// The one that the page is asked for by.
    pub here: bool,
}

#[derive(Serialize)]
pub struct SignInsPage {
    pub lines: Vec<SignInLine>,
    pub is_staff: bool,
    pub home: &'static str,
}

impl Page for SignInsPage {
    const TEMPLATE: &'static str = "accounts/sign_ins.html";

    fn samples() -> Vec<Self> {
        let line = |browser: &str, here| SignInLine {
            id: browser.to_owned(),
            browser: browser.to_owned(),
            at: "2024-02-03 09:30".into(),
            seen_at: "2024-02-03 11:00".into(),
            here,
        };
        let page = |lines, is_staff| Self { lines, is_staff, home: "/secretariat" };
        vec![page(vec![line("Edge · Windows", true)], false), page(vec![line("<b>", false), line("", true)], true)]
    }
}

async fn page(ctx: &Ctx, person: &Person, session: &Session) -> Result<SignInsPage, PageError> {
    let (account, now, role) = (person.id, ctx.services.clock.now(), person.role);
    let own = Begun::of_session(session).map(|begun| begun.id);
    let going = ctx.read(move |conn| sign_ins::going(conn, account, now)).await?;
    let lines = going
        .into_iter()
        .map(|Going { begun, seen_at, .. }| SignInLine {
            here: Some(begun.id) == own,
            id: begun.id.to_string(),
            browser: begun.browser,
            at: begun.at.to_page(),
            seen_at: seen_at.to_page(),
        })
        .collect();
    Ok(SignInsPage { lines, is_staff: role.is_staff(), home: role.home() })
}

pub async fn show_sign_ins(ctx: Ctx, request: HttpRequest, session: Session) -> Handled {
    match somebody(&request) {
        Some(person) => ctx.show(&page(&ctx, &person, &session).await?),
        None => Ok(ctx.see_page("/sign-in")),
    }
}

#[derive(Deserialize)]
pub struct EndForm {
    /// The number of a sign-in, or nothing for all but this one.
    #[serde(default)]
    end: String,
}

pub async fn end_sign_ins(ctx: Ctx, request: HttpRequest, session: Session, form: Form<EndForm>) -> Handled {
    let Some(person) = somebody(&request) else { return Ok(ctx.see_page("/sign-in")) };
    let own = Begun::of_session(&session).map(|begun| begun.id);
    ctx.act(person, form, move |tx, person, at, typed| {
        actions::end_sign_ins(tx, person, at, |one| {
            Some(one.begun.id) != own && (typed.end.is_empty() || typed.end == one.begun.id.to_string())
        })
    })
    .unaudited()
    .then(HERE, "sign-ins-ended")
    .or(async |person, again| ctx.again(&page(&ctx, &person, &session).await?, &again.wrong))
    .await
}
