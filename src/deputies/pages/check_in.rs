//! The deputy's own check-in.

use std::num::NonZeroU32;

use actix_web::web::{Data, Query};
use governor::{DefaultKeyedRateLimiter, Quota};
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Deputy},
    congress,
    deputies::actions::{self, CheckInError},
    ids::AccountId,
    web::{Ctx, Form, Handled, Message, MixedRefusal as Refusal, Page, PageError, blocking},
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
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (key, fields),
        Form::Expired(fields) => return again(&ctx, who.person.id, fields.code, "form-expired".into()).await,
    };
    if !tries.may_try(who.person.id) {
        return again(&ctx, who.person.id, fields.code, "check-in-too-often".into()).await;
    }
    let (services, now) = (ctx.services.clone(), ctx.services.clock.now());
    let (person, code) = (who.person.clone(), fields.code.clone());
    let outcome = blocking(move || {
        Ok::<_, PageError>(services.db.submit(key, now, |tx| {
            actions::check_in_with_code(tx, &services.secret, &person.actor(), now, person.id, &code)
        }))
    })
    .await?;
    match outcome {
        Ok(_) => Ok(ctx.see("/deputy", "checked-in")),
        Err(CheckInError::Db(e)) => Err(e.into()),
        Err(CheckInError::NotOnRoll) => Err(PageError::NotFound),
        Err(refused) => again(&ctx, who.person.id, fields.code, refused.refused()?).await,
    }
}

async fn again(ctx: &Ctx, account: AccountId, code: String, problem: Message) -> Handled {
    match page(ctx, account, code).await? {
        Some(page) => ctx.again(&page, &[problem]),
        None => Ok(ctx.see_page("/deputy")),
    }
}

/// `None` for a deputy who is present, or on no roll: the first page says what is to be done.
async fn page(ctx: &Ctx, account: AccountId, code: String) -> Result<Option<CheckInPage>, PageError> {
    let services = ctx.services.clone();
    let found = blocking(move || {
        services.db.read(|conn| {
            let Some(deputy) = actions::deputy_of_account(conn, account)? else { return Ok(None) };
            let session = congress::session_by_id(conn, deputy.session)?;
            Ok::<_, PageError>(Some((deputy, session)))
        })
    })
    .await?;
    let Some((deputy, session)) = found else { return Ok(None) };
    Ok((!deputy.is_present()).then(|| CheckInPage {
        session: session.name,
        name: deputy.name,
        delegation: deputy.delegation.name,
        code: code.chars().take(20).collect(),
    }))
}
