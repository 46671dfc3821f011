//! `/secretariat/rehearsal`: what a rehearsal is, whether there is one, and the buttons that fit.

use actix_web::web::Data;
use serde::{Deserialize, Serialize};

use super::actions::{self, RehearsalError};
use crate::{
    accounts::{As, Secretariat, Site},
    ballots,
    congress::{self, Rehearsal, Session},
    db::Conn,
    deputies,
    ids::CongressId,
    scrutineers::{self, CeremonyError},
    web::{Ctx, Form, Handled, Message, MixedRefusal as Refusal, Nothing, Page, PageError, Services, blocking},
};

const HERE: &str = "/secretariat/rehearsal";

#[derive(Serialize)]
pub struct RehearsalPage {
    pub session: String,
    pub deputies: i64,
    /// Whether a round of the real session has begun: from then on nothing is rehearsed.
    pub real_vote_began: bool,
    pub rehearsal: Option<RehearsalLine>,
}

#[derive(Serialize)]
pub struct RehearsalLine {
    /// Whether the back rooms work on it now.
    pub current: bool,
    pub started_by: String,
    pub started_at: String,
    pub scrutineers: usize,
    pub has_key: bool,
    /// Whether practice keys can be made: at least two scrutineers, and no key yet.
    pub can_make_keys: bool,
    /// Name and seed, where the server made them.
    pub seeds: Vec<(String, String)>,
}

impl Page for RehearsalPage {
    const TEMPLATE: &'static str = "rehearsals/rehearsal.html";

    fn samples() -> Vec<Self> {
        let page = |deputies, real_vote_began, rehearsal| Self {
            session: "第三次会议".into(),
            deputies,
            real_vote_began,
            rehearsal,
        };
        let line = |current, scrutineers, has_key, seeds: Vec<(String, String)>| RehearsalLine {
            current,
            started_by: "<script>周敏".into(),
            started_at: "2024-02-02 15:00".into(),
            scrutineers,
            has_key,
            can_make_keys: scrutineers > 1 && !has_key,
            seeds,
        };
        let seeds = || vec![("<b>陈志强".to_owned(), "hCZtSyx0X3jMBBqRRUNfnT".to_owned())];
        vec![
            page(0, false, None),
            page(340, false, None),
            page(340, true, None),
            page(340, false, Some(line(true, 1, false, Vec::new()))),
            page(340, false, Some(line(true, 3, false, Vec::new()))),
            page(340, false, Some(line(true, 3, true, seeds()))),
            page(340, false, Some(line(false, 3, true, Vec::new()))),
            page(340, true, Some(line(false, 3, true, seeds()))),
        ]
    }
}

fn real_session(conn: &mut Conn, congress: CongressId) -> Result<Session, PageError> {
    congress::public_session(conn, congress)?.ok_or(PageError::NotFound)
}

fn page(conn: &mut Conn, congress: CongressId) -> Result<RehearsalPage, PageError> {
    let real = real_session(conn, congress)?;
    let rehearsal = match congress::rehearsal_of(conn, congress)? {
        Some(rehearsal) => Some(line(conn, rehearsal)?),
        None => None,
    };
    Ok(RehearsalPage {
        deputies: deputies::roll_count(conn, real.id)?.in_office,
        real_vote_began: ballots::latest_round(conn, real.id)?.is_some(),
        rehearsal,
        session: real.name,
    })
}

fn line(conn: &mut Conn, rehearsal: Rehearsal) -> Result<RehearsalLine, PageError> {
    let scrutineers = scrutineers::scrutineers(conn, rehearsal.session)?.len();
    let has_key = scrutineers::session_key(conn, rehearsal.session)?.is_some();
    Ok(RehearsalLine {
        current: rehearsal.current,
        started_by: rehearsal.started_by,
        started_at: rehearsal.started_at.to_page(),
        scrutineers,
        has_key,
        can_make_keys: !has_key && scrutineers > 1,
        seeds: rehearsal.practice_seeds,
    })
}

pub async fn show_rehearsal(ctx: Ctx, _by: As<Secretariat>, site: Site) -> Handled {
    let services = ctx.services.clone();
    let page = blocking(move || services.db.read(|conn| page(conn, site.congress))).await?;
    ctx.show(&page)
}

/// Back to a page with a notice, or here with the rule that stood in the way.
async fn outcome_of(ctx: &Ctx, site: &Site, done: Result<(), RehearsalError>, to: &str, notice: &str) -> Handled {
    match done {
        Ok(()) => Ok(ctx.see(to, notice)),
        Err(RehearsalError::Db(e)) => Err(e.into()),
        Err(refused) => again(ctx, site, refused.refused()?).await,
    }
}

async fn again(ctx: &Ctx, site: &Site, problem: Message) -> Handled {
    let (services, congress) = (ctx.services.clone(), site.congress);
    let page = blocking(move || services.db.read(|conn| page(conn, congress))).await?;
    ctx.again(&page, &[problem])
}

/// Every instance must know at once which session its pages are about.
fn hear_of_it(services: &Data<Services>) -> Result<(), PageError> {
    services.public.is_now(services.db.read(congress::public_version)?);
    Ok(())
}

pub async fn start_rehearsal(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<Nothing>) -> Handled {
    let (key, Nothing {}) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let done = blocking(move || {
        let real = services.db.read(|conn| real_session(conn, congress))?;
        let done = services.db.submit(key, now, |tx| actions::start(tx, &actor, now, &real).map(drop)).map(drop);
        hear_of_it(&services)?;
        Ok::<_, PageError>(done)
    })
    .await?;
    outcome_of(&ctx, &site, done, HERE, "rehearsal-started").await
}

#[derive(Deserialize)]
pub struct SwitchForm {
    #[serde(default)]
    to: String,
}

pub async fn switch_rehearsal(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<SwitchForm>) -> Handled {
    let (key, fields) = form.fresh()?;
    let to_rehearsal = fields.to == "rehearsal";
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let done = blocking(move || {
        let real = services.db.read(|conn| real_session(conn, congress))?;
        let done = services.db.submit(key, now, |tx| actions::switch(tx, &actor, now, &real, to_rehearsal)).map(drop);
        hear_of_it(&services)?;
        Ok::<_, PageError>(done)
    })
    .await?;
    let notice = if to_rehearsal { "rehearsal-back" } else { "rehearsal-aside" };
    outcome_of(&ctx, &site, done, HERE, notice).await
}

/// Keys made here, so that a rehearsal needs no ceremony.
pub async fn make_practice_keys(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<Nothing>) -> Handled {
    let (key, Nothing {}) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let done = blocking(move || {
        if services.db.was_submitted(key)? {
            return Ok(Ok(()));
        }
        let Some(rehearsal) = services.db.read(|conn| congress::rehearsal_of(conn, congress))? else {
            return Ok(Err(RehearsalError::None));
        };
        let made = match scrutineers::hold_ceremony(&services.db, &actor, now, rehearsal.session, THRESHOLD) {
            Ok(made) => made,
            Err(CeremonyError::Db(e)) => return Err(e.into()),
            Err(_) => return Ok(Err(RehearsalError::NoPracticeKeys)),
        };
        let kept = services.db.submit(key, now, |tx| actions::keep_practice_keys(tx, &actor, now, congress, &made));
        Ok::<_, PageError>(kept.map(drop))
    })
    .await?;
    outcome_of(&ctx, &site, done, HERE, "practice-keys-made").await
}

/// As many scrutineers as the usual threshold asks for.
const THRESHOLD: u32 = 2;

pub async fn delete_rehearsal(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<Nothing>) -> Handled {
    let (key, Nothing {}) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let done = blocking(move || {
        let real = services.db.read(|conn| real_session(conn, congress))?;
        let done = services.db.submit(key, now, |tx| actions::delete(tx, &actor, now, &real)).map(drop);
        hear_of_it(&services)?;
        Ok::<_, PageError>(done)
    })
    .await?;
    outcome_of(&ctx, &site, done, HERE, "rehearsal-deleted").await
}
