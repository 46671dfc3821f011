//! The acts that move a round on. Where two persons are needed the first press asks, and the second person's confirmation
//! carries the act out.

use serde::Deserialize;

use super::{Typed, desk_again, here, needs_a_second_person, outcome_of, session_of_round};
use crate::{
    accounts::{As, Person, Scrutineer, Secretariat, Site},
    audit::Actor,
    ballots::{self, Request, RoundAct, RoundPurpose},
    congress::{self, Session},
    db::{Conn, DbError, FormKey, Submitted, Ts},
    ids::{CongressId, RoundId, RoundRequestId},
    ratings, scrutineers, tally,
    web::{Ctx, Form, Handled, Message, MixedRefusal as Refusal, Nothing, PageError, Path, Services, blocking, ruled},
};

#[derive(Deserialize)]
pub struct StartForm {
    #[serde(default)]
    session: String,
}

/// 发票, of the session that the page in front was about: a page left open over the switch to or from a rehearsal
/// starts nothing.
pub async fn start_issuing(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<StartForm>) -> Handled {
    let (key, fields) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let outcome = blocking(move || {
        let session = services.db.read(|conn| here(conn, congress))?.session;
        if session.id.to_string() != fields.session {
            return Ok(None);
        }
        Ok::<_, PageError>(Some(
            services.db.submit(key, now, |tx| ballots::start_issuing(tx, &services.secret, &actor, now, &session)),
        ))
    })
    .await?;
    let Some(outcome) = outcome else {
        return desk_again(&ctx, &site, &by.person, Typed::default(), "desk-other-session".into()).await;
    };
    outcome_of(&ctx, &site, &by.person, outcome, "issuing-started").await
}

/// 启封投票, or asking for it.
pub async fn open_round(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    act_or_ask(ctx, by, site, *round, form, RoundAct::Open).await
}

/// 封箱, or asking for it: the count begins in the same request, as soon as the box is shut for good.
pub async fn close_round(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    act_or_ask(ctx, by, site, *round, form, RoundAct::Close).await
}

fn done_notice(act: RoundAct) -> &'static str {
    match act {
        RoundAct::Open => "round-opened",
        RoundAct::Close => "round-closed",
        RoundAct::Annul => "round-annulled",
    }
}

async fn act_or_ask(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: RoundId,
    form: Form<Nothing>,
    act: RoundAct,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, person, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.clone(), site.congress);
    let done = blocking(move || {
        let session = session_of_round(&services, congress, round)?;
        let two = services.db.read(|conn| {
            let round = ballots::round_by_id(conn, round)?;
            needs_a_second_person(conn, &round)
        })?;
        if two {
            let asked = services.db.submit(key, now, |tx| ballots::ask(tx, &person, now, round, act, ""));
            return Ok(ruled(asked)?.map(|_| "round-act-requested"));
        }
        let done = carry_out(&services, key, now, &session, &person, By::Alone(act, round))?;
        Ok::<_, PageError>(done.map(|()| done_notice(act)))
    })
    .await?;
    answered(&ctx, &site, &by.person, round, Typed::default(), done).await
}

/// Either the desk with a notice of what was done, or the desk with what stood in the way and what was typed.
async fn answered(
    ctx: &Ctx,
    site: &Site,
    person: &Person,
    round: RoundId,
    typed: Typed,
    done: Result<&'static str, Message>,
) -> Handled {
    let services = ctx.services.clone();
    if blocking(move || Ok::<_, PageError>(services.db.read(|conn| is_rating(conn, round))?)).await? {
        return ratings::rating_answered(ctx, site, person, done).await;
    }
    match done {
        Ok(notice) => Ok(ctx.see("/secretariat", notice)),
        Err(problem) => desk_again(ctx, site, person, typed, problem).await,
    }
}

/// A rating has a desk and a certificate of its own.
fn is_rating(conn: &mut Conn, round: RoundId) -> Result<bool, DbError> {
    Ok(ballots::round_by_id(conn, round)?.purpose == RoundPurpose::Rating)
}

/// By whom an act on a round is carried out.
enum By {
    Alone(RoundAct, RoundId),
    /// The second person, on what the first has asked for.
    Second {
        request: Request,
        is_chief: bool,
    },
}

#[derive(Debug, thiserror::Error)]
enum ActError {
    #[error(transparent)]
    Confirm(#[from] ballots::ConfirmError),
    #[error(transparent)]
    Open(#[from] ballots::OpenError),
    #[error(transparent)]
    Close(#[from] ballots::CloseError),
    #[error(transparent)]
    Annul(#[from] tally::AnnulError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for ActError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::Confirm(refused) => refused.message(),
            Self::Open(refused) => refused.message(),
            Self::Close(refused) => refused.message(),
            Self::Annul(refused) => refused.message(),
            Self::Db(_) => None,
        }
    }
}

/// The act and the confirmation it rests on, in one transaction.
fn carry_out(
    services: &Services,
    key: FormKey,
    now: Ts,
    session: &Session,
    person: &Person,
    by: By,
) -> Result<Result<(), Message>, PageError> {
    let (act, round) = match &by {
        By::Alone(act, round) => (*act, *round),
        By::Second { request, .. } => (request.act, request.round),
    };
    let actor = person.actor();
    let confirm = |tx: &mut crate::db::Tx| match &by {
        By::Alone(..) => Ok(None),
        By::Second { request, is_chief } => {
            ballots::confirm(tx, person, *is_chief, now, request.id).map(Some).map_err(ActError::from)
        }
    };
    let done = match act {
        RoundAct::Open => services.db.submit(key, now, |tx| {
            confirm(tx)?;
            Ok::<_, ActError>(ballots::open_round(tx, &actor, now, session, round)?)
        }),
        RoundAct::Close => services.db.submit_row_locked(key, now, |tx| {
            ballots::lock_head(tx, round)?;
            confirm(tx)?;
            Ok::<_, ActError>(ballots::close_round(tx, &actor, now, session, round)?)
        }),
        // Every ballot moves the head of the box: whoever would annul from a snapshot of it, loses against each of them.
        RoundAct::Annul => services.db.submit_row_locked(key, now, |tx| {
            ballots::lock_head(tx, round)?;
            let request = confirm(tx)?;
            let (asked_by, reason) =
                request.map_or_else(Default::default, |asked| (asked.requested_name, asked.reason));
            let annul = if is_rating(tx, round)? { ratings::annul_round } else { tally::annul_round };
            Ok::<_, ActError>(annul(tx, &actor, &asked_by, now, session, round, &reason)?)
        }),
    };
    let done = ruled(done)?;
    if act == RoundAct::Close && matches!(done, Ok(Submitted::Now(()))) {
        // If this fails the box is closed all the same, and the desk offers to begin the count.
        if let Err(error) = tally::begin_count(&services.db, &services.secret, &actor, now, session, round) {
            tracing::error!(%error, "the count did not begin");
        }
    }
    Ok(done.map(|_| ()))
}

#[derive(Clone, Deserialize)]
pub struct ReasonForm {
    #[serde(default)]
    reason: String,
}

/// 作废: asking for it. The second person's confirmation annuls.
pub async fn ask_to_annul(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<ReasonForm>,
) -> Handled {
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let round = round.into_inner();
    let (services, now, person, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.clone(), site.congress);
    let typed = Typed { annul_reason: fields.reason.clone(), ..Typed::default() };
    let done = blocking(move || {
        session_of_round(&services, congress, round)?;
        let Some(key) = key else { return Ok(Err("form-expired".into())) };
        let is_rating = services.db.read(|conn| is_rating(conn, round))?;
        let ask_to_annul = if is_rating { ratings::ask_to_annul } else { tally::ask_to_annul };
        let asked = services.db.submit(key, now, |tx| ask_to_annul(tx, &person, now, round, &fields.reason));
        Ok::<_, PageError>(ruled(asked)?.map(|_| "round-act-requested"))
    })
    .await?;
    answered(&ctx, &site, &by.person, round, typed, done).await
}

/// The request, if it is of this congress.
fn request_of(
    services: &Services,
    congress: CongressId,
    request: RoundRequestId,
) -> Result<(Request, Session), PageError> {
    let request = services.db.read(|conn| ballots::request_by_id(conn, request))?;
    let session = session_of_round(services, congress, request.round)?;
    Ok((request, session))
}

/// The second person's yes, by another of the secretariat.
pub async fn confirm_request(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    request: Path<RoundRequestId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, person, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.clone(), site.congress);
    let (round, done) = blocking(move || {
        let (request, session) = request_of(&services, congress, *request)?;
        let (act, round) = (request.act, request.round);
        let by = By::Second { request, is_chief: false };
        let done = carry_out(&services, key, now, &session, &person, by)?.map(|()| done_notice(act));
        Ok::<_, PageError>((round, done))
    })
    .await?;
    answered(&ctx, &site, &by.person, round, Typed::default(), done).await
}

/// The second person's yes, by the chief scrutineer.
pub async fn confirm_as_chief(
    ctx: Ctx,
    by: As<Scrutineer>,
    site: Site,
    request: Path<RoundRequestId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, person, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.clone(), site.congress);
    let done = blocking(move || {
        let (request, session) = request_of(&services, congress, *request)?;
        let me = services.db.read(|conn| scrutineers::scrutineer_of_account(conn, person.id))?;
        let is_chief = me.is_some_and(|me| me.chief && me.session == session.id);
        let act = request.act;
        let by = By::Second { request, is_chief };
        Ok::<_, PageError>(carry_out(&services, key, now, &session, &person, by)?.map(|()| done_notice(act)))
    })
    .await?;
    match done {
        Ok(notice) => Ok(ctx.see("/scrutineer", notice)),
        Err(problem) => tally::scrutineer_home_again(&ctx, &by.person, problem).await,
    }
}

/// Takes a request off the desk.
pub async fn withdraw_request(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    request: Path<RoundRequestId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, person, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.clone(), site.congress);
    let (round, done) = blocking(move || {
        let round = request_of(&services, congress, *request)?.0.round;
        let done = services.db.submit(key, now, |tx| ballots::withdraw(tx, &person, false, now, *request));
        Ok::<_, PageError>((round, ruled(done)?.map(|_| "round-act-withdrawn")))
    })
    .await?;
    answered(&ctx, &site, &by.person, round, Typed::default(), done).await
}

#[derive(Clone, Deserialize)]
pub struct OrderForm {
    #[serde(default)]
    record: String,
}

/// 再次投票: the presidium's word opens the next round.
pub async fn order_round(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<OrderForm>,
) -> Handled {
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let round = round.into_inner();
    let (services, now, actor): (_, _, Actor) = (ctx.services.clone(), ctx.services.clock.now(), by.person.actor());
    let (congress, name) = (site.congress, site.name.clone());
    let typed = Typed { record: fields.record.clone(), ..Typed::default() };
    let done = blocking(move || {
        let session = session_of_round(&services, congress, round)?;
        let Some(key) = key else { return Ok(Err("form-expired".into())) };
        let ordered = services.db.submit(key, now, |tx| {
            tally::order_round(tx, &services.secret, &actor, now, &session, &name, round, &fields.record)
        });
        services.public.is_now(services.db.read(congress::public_version)?);
        Ok::<_, PageError>(ruled(ordered)?.map(|_| "round-ordered"))
    })
    .await?;
    answered(&ctx, &site, &by.person, round, typed, done).await
}

/// Begins the count of a box that was closed without it.
pub async fn begin_count(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    let round = round.into_inner();
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let outcome = blocking(move || {
        let session = session_of_round(&services, congress, round)?;
        if services.db.was_submitted(key)? {
            return Ok(Ok(()));
        }
        let begun = tally::begin_count(&services.db, &services.secret, &actor, now, &session, round);
        if begun.is_ok() {
            services.db.submit(key, now, |_| Ok::<_, PageError>(()))?;
        }
        Ok::<_, PageError>(begun)
    })
    .await?;
    let done = ruled(outcome)?.map(|()| "count-begun");
    answered(&ctx, &site, &by.person, round, Typed::default(), done).await
}
