//! The deputy's own check-in.

use std::num::NonZeroU32;

use actix_web::web::Data;
use governor::{DefaultKeyedRateLimiter, Quota};
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Deputy},
    congress,
    deputies::actions,
    ids::AccountId,
    web::{Ctx, Form, Handled, Page, PageError, Query},
};

/// How often one deputy may try a code: a few times at once, then now and again, so that nobody guesses six digits.
pub struct CheckInTries(DefaultKeyedRateLimiter<AccountId>);

impl Default for CheckInTries {
    fn default() -> Self {
        const AT_ONCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(5);
        const A_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(1);
        Self(DefaultKeyedRateLimiter::keyed(Quota::per_minute(A_MINUTE).allow_burst(AT_ONCE)))
    }
}

impl CheckInTries {
    fn may_try(&self, account: AccountId) -> bool {
        self.0.check_key(&account).is_ok()
    }
}

#[derive(Serialize)]
pub struct CheckInPage {
    pub session: String,
    pub name: String,
    pub delegation: String,
    /// What was typed, or what the QR code of the hall brought along.
    pub code: String,
}

impl Page for CheckInPage {
    const TEMPLATE: &'static str = "deputies/check_in.html";

    fn samples() -> Vec<Self> {
        vec![
            Self {
                session: "第三次会议".to_owned(),
                name: "甲".to_owned(),
                delegation: "第一代表团".to_owned(),
                code: String::new(),
            },
            Self {
                session: "会".repeat(80),
                name: "<script>alert(1)</script>".to_owned(),
                delegation: "团".repeat(64),
                code: "\"><script>".to_owned(),
            },
        ]
    }
}

#[derive(Deserialize)]
pub struct CheckInQuery {
    #[serde(default)]
    code: String,
}

/// The form alone; a deputy who is checked in has no use for it.
pub async fn show_check_in(ctx: Ctx, who: As<Deputy>, query: Query<CheckInQuery>) -> Handled {
    match page(&ctx, who.person.id, query.into_inner().code).await? {
        Some(page) => ctx.show(&page),
        None => Ok(ctx.see_page("/deputy")),
    }
}

#[derive(Deserialize)]
pub struct CheckInForm {
    #[serde(default)]
    code: String,
}

pub async fn check_in(ctx: Ctx, who: As<Deputy>, tries: Data<CheckInTries>, form: Form<CheckInForm>) -> Handled {
    let too_often = form.key().is_some() && !tries.may_try(who.person.id);
    let services = ctx.services.clone();
    ctx.act(who, form, move |tx, who, at, typed| {
        let person = &who.person;
        actions::check_in_with_code(tx, &services.secret, &person.actor(), at, person.id, &typed.code)
    })
    .unless(too_often.then(|| "check-in-too-often".into()).into_iter().collect())
    .then("/deputy", "checked-in")
    .or(async |who, again| match page(&ctx, who.person.id, again.typed.code).await? {
        Some(page) => ctx.again(&page, &again.wrong),
        None => Ok(ctx.see_page("/deputy")),
    })
    .await
}

/// `None` for a deputy who is present, or on no roll: the first page says what is to be done.
async fn page(ctx: &Ctx, account: AccountId, code: String) -> Result<Option<CheckInPage>, PageError> {
    let found = ctx.read(move |conn| {
        let Some(deputy) = actions::deputy_of_account(conn, account)? else { return Ok(None) };
        let session = congress::session_by_id(conn, deputy.session)?;
        Ok::<_, PageError>(Some((deputy, session)))
    });
    let found = found.await?;
    let Some((deputy, session)) = found else { return Ok(None) };
    Ok((!deputy.is_present()).then(|| CheckInPage {
        session: session.name,
        name: deputy.name,
        delegation: deputy.delegation.name,
        code: code.chars().take(20).collect(),
    }))
}
