//! `/secretariat/rehearsal`: what a rehearsal is, whether there is one, and the buttons that fit.

use actix_web::web::Data;
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, RehearsalError},
    stand_in::{self as standing_in, StandIn},
};
use crate::{
    accounts::{As, Secretariat, Site},
    audit::Actor,
    ballots::{self, OpenBoxes},
    congress::{self, Rehearsal, Session},
    db::{Conn, Ts, Tx},
    deputies,
    ids::CongressId,
    scrutineers,
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Refused, Secret, ruled},
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
    /// What the system can do for deputies who are not there, while it is the current one.
    pub stand_in: StandIn,
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
            stand_in: StandIn {
                absent: 3 * usize::from(current),
                without_ballot: 2 * usize::from(current),
                to_cast: usize::from(current),
            },
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

fn page(conn: &mut Conn, secret: &Secret, congress: CongressId) -> Result<RehearsalPage, PageError> {
    let real = congress::public_session(conn, congress)?.ok_or(PageError::NotFound)?;
    let rehearsal = match congress::rehearsal_of(conn, congress)? {
        Some(rehearsal) => Some(line(conn, secret, congress, rehearsal)?),
        None => None,
    };
    Ok(RehearsalPage {
        deputies: deputies::roll_count(conn, real.id)?.in_office,
        real_vote_began: ballots::latest_round(conn, real.id)?.is_some(),
        rehearsal,
        session: real.name,
    })
}

fn line(
    conn: &mut Conn,
    secret: &Secret,
    congress: CongressId,
    rehearsal: Rehearsal,
) -> Result<RehearsalLine, PageError> {
    let stand_in = match rehearsal.current {
        true => ruled(standing_in::look(conn, secret, congress))?.map_err(PageError::internal)?,
        false => StandIn::default(),
    };
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
        stand_in,
    })
}

pub async fn show_rehearsal(ctx: Ctx, _by: As<Secretariat>, site: Site) -> Handled {
    let services = ctx.services.clone();
    ctx.show(&ctx.read(move |conn| page(conn, &services.secret, site.congress)).await?)
}

/// Carries an act on the real session and its rehearsal out, and comes back here.
async fn act<T: Send + 'static>(
    ctx: &Ctx,
    (by, site): (As<Secretariat>, Site),
    form: Form<T>,
    notice: &'static str,
    act: impl Fn(&mut Tx, &Actor, Ts, &Session, &T) -> Result<(), Refused<RehearsalError>> + Send + 'static,
) -> Handled {
    let services = ctx.services.clone();
    ctx.act((by, site), form, move |tx, (by, site), at, typed| {
        let real = congress::public_session(tx, site.congress)?.ok_or(Refused::Missing)?;
        act(tx, &by.person.actor(), at, &real, typed)
    })
    .then(HERE, notice)
    .or_again(move |conn, (_, site), _| page(conn, &services.secret, site.congress))
    .await
}

pub async fn start_rehearsal(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<Nothing>) -> Handled {
    act(&ctx, (by, site), form, "rehearsal-started", |tx, actor, at, real, Nothing {}| {
        actions::start(tx, actor, at, real).map(drop)
    })
    .await
}

#[derive(Deserialize)]
pub struct SwitchForm {
    #[serde(default)]
    to: String,
}

pub async fn switch_rehearsal(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<SwitchForm>) -> Handled {
    let to_rehearsal = form.typed().to == "rehearsal";
    let notice = if to_rehearsal { "rehearsal-back" } else { "rehearsal-aside" };
    act(&ctx, (by, site), form, notice, move |tx, actor, at, real, _| {
        actions::switch(tx, actor, at, real, to_rehearsal)
    })
    .await
}

/// Keys made here, so that a rehearsal needs no ceremony.
pub async fn make_practice_keys(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<Nothing>) -> Handled {
    act(&ctx, (by, site), form, "practice-keys-made", |tx, actor, at, real, Nothing {}| {
        actions::practice_keys(tx, actor, at, real.congress)
    })
    .await
}

pub async fn delete_rehearsal(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<Nothing>) -> Handled {
    act(&ctx, (by, site), form, "rehearsal-deleted", |tx, actor, at, real, Nothing {}| {
        actions::delete(tx, actor, at, real)
    })
    .await
}

#[derive(Deserialize)]
pub struct StandInForm {
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    CheckIn,
    Take,
    Cast,
}

/// 代为签到、领票、投票: what deputies do, done by the system, in a rehearsal only.
pub async fn stand_in(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    boxes: Data<OpenBoxes>,
    form: Form<StandInForm>,
) -> Handled {
    let (what, congress) = (form.typed().what, site.congress);
    let services = ctx.services.clone();
    // Each ballot is cast in a transaction of its own, so the form's mark is all that is left to write.
    let wrong = match what {
        What::Cast => {
            let cast = move || standing_in::cast_for_everybody(&services.db, &boxes, &services.secret, congress);
            ctx.beforehand(form.key(), cast).await?
        }
        What::CheckIn | What::Take => Vec::new(),
    };
    let services = ctx.services.clone();
    let act = ctx.act((by, site), form, move |tx, (by, site), at, typed| match typed.what {
        What::CheckIn => standing_in::check_everybody_in(tx, &by.person.actor(), at, site.congress).map(drop),
        What::Take => standing_in::take_for_everybody(tx, &services.secret, site.congress).map(drop),
        What::Cast => Ok(()),
    });
    let services = ctx.services.clone();
    act.unless(wrong)
        .then(
            HERE,
            match what {
                What::CheckIn => "stand-in-checked-in",
                What::Take => "stand-in-taken",
                What::Cast => "stand-in-cast",
            },
        )
        .or_again(move |conn, (_, site), _| page(conn, &services.secret, site.congress))
        .await
}
