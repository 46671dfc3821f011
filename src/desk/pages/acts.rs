//! The acts that move a round on. Where two persons are needed the first press asks, and the second person's confirmation
//! carries the act out.

use serde::Deserialize;

use super::{Typed, desk_with, needs_a_second_person, session_of_round};
use crate::{
    accounts::{As, OnceMore, Person, Scrutineer, Secretariat, Site, ask_once_more},
    ballots::{self, Request, RoundAct, RoundPurpose},
    congress::{self, ChangeForm, Session},
    db::{Conn, DbError, Ts, Tx},
    ids::{CongressId, RoundId, RoundRequestId},
    ratings, scrutineers, tally,
    web::{Again, Ctx, Form, Handled, Message, Nothing, Outcome, PageError, Path, Refusal, Refused, blocking},
};

#[derive(Deserialize)]
pub struct StartForm {
    #[serde(default)]
    session: String,
}

/// 发票, of the session that the page in front was about: a page left open over the switch to or from a rehearsal
/// starts nothing.
pub async fn start_issuing(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<StartForm>) -> Handled {
    let services = ctx.services.clone();
    ctx.act((by, site), form, move |tx, (by, site), at, typed| {
        let session = congress::current_session(tx, site.congress)?.ok_or_else(DbError::missing)?;
        if session.id.to_string() != typed.session {
            return Err(Refused::Rules(ActError::OtherSession));
        }
        ballots::start_issuing(tx, &services.secret, &by.person.actor(), at, &session).map_err(Refused::on_the_way)
    })
    .then("/secretariat", "issuing-started")
    .or(async |(by, site), again| desk_with(&ctx, &site, &by.person, Typed::default(), &again.wrong).await)
    .await
}

/// 开始投票, or asking for it.
pub async fn open_round(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<OnceMore>,
) -> Handled {
    act_or_ask(ctx, by, site, *round, form, RoundAct::Open).await
}

/// 封箱, or asking for it: the count begins in the same request, as soon as the box is shut for good.
pub async fn close_round(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<OnceMore>,
) -> Handled {
    act_or_ask(ctx, by, site, *round, form, RoundAct::Close).await
}

fn done_notice(act: RoundAct) -> &'static str {
    match act {
        RoundAct::Open => "round-opened",
        RoundAct::Close => "round-closed",
        RoundAct::Annul => "round-annulled",
        RoundAct::Recall => "issuing-recalled",
        RoundAct::RenewKey => "key-retired",
        RoundAct::Change => "change-decided",
        RoundAct::Overrule => "objection-overruled",
    }
}

async fn act_or_ask(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: RoundId,
    form: Form<OnceMore>,
    act: RoundAct,
) -> Handled {
    let congress = site.congress;
    let (found, two) = ctx
        .read(move |conn| {
            let found = Found::of(conn, congress, round)?;
            let standing = ballots::round_by_id(conn, round)?;
            let two = needs_a_second_person(conn, &standing)?;
            Ok::<_, PageError>((found, two))
        })
        .await?;
    if two {
        let wrong = ask_once_more(&ctx, &by.person, form.key(), form.typed()).await?;
        return ctx
            .act((by, site), form, move |tx, (by, _), at, _| ballots::ask(tx, &by.person, at, round, act, ""))
            .unless(wrong)
            .then(found.desk(), "round-act-requested")
            .or(async |who, again| found.again(&ctx, who, Typed::default(), &again.wrong).await)
            .await;
    }
    let deed = Deed { act, round, row_locked: found.is_row_locked(act), session: found.session.clone(), second: None };
    let person = by.person.clone();
    let (who, done) = carry_out(&ctx, (by, site), person, form, deed).await?;
    answered(&ctx, who, done, &found, done_notice(act)).await
}

/// A round of this congress, as far as an act depends on it.
struct Found {
    session: Session,
    /// A rating has a desk and a certificate of its own.
    is_rating: bool,
    has_box: bool,
}

impl Found {
    fn of(conn: &mut Conn, congress: CongressId, round: RoundId) -> Result<Self, DbError> {
        let session = session_of_round(conn, congress, round)?;
        let found = ballots::round_by_id(conn, round)?;
        Ok(Self { session, is_rating: found.purpose == RoundPurpose::Rating, has_box: found.has_box() })
    }

    async fn by_id(ctx: &Ctx, site: &Site, round: RoundId) -> Result<Self, PageError> {
        let congress = site.congress;
        ctx.read(move |conn| Self::of(conn, congress, round)).await
    }

    /// Every ballot moves the head of the box: whoever would close or annul from a snapshot of it, loses against each of them.
    /// Without a box there is no row to lock, and only a snapshot tells of a ballot that is taken at the same moment.
    fn is_row_locked(&self, act: RoundAct) -> bool {
        self.has_box && matches!(act, RoundAct::Close | RoundAct::Annul)
    }

    /// From which the round is worked.
    fn desk(&self) -> &'static str {
        if self.is_rating { ratings::DESK } else { "/secretariat" }
    }

    /// That desk with what stood in the way, and what was typed.
    async fn again(&self, ctx: &Ctx, (by, site): (As<Secretariat>, Site), typed: Typed, wrong: &[Message]) -> Handled {
        match self.is_rating {
            true => ratings::rating_desk_again(ctx, &site, &by.person, String::new(), wrong).await,
            false => desk_with(ctx, &site, &by.person, typed, wrong).await,
        }
    }
}

async fn answered(
    ctx: &Ctx,
    who: (As<Secretariat>, Site),
    came: Outcome<OnceMore, ()>,
    found: &Found,
    notice: &str,
) -> Handled {
    match came {
        Outcome::Again(again) => found.again(ctx, who, Typed::default(), &again.wrong).await,
        Outcome::Done(()) | Outcome::Before => Ok(ctx.see(found.desk(), notice)),
    }
}

/// What is done to a round: by one person, or by the second on what the first has asked for.
struct Deed {
    act: RoundAct,
    round: RoundId,
    /// Whether it begins by locking the head of the box.
    row_locked: bool,
    session: Session,
    second: Option<Second>,
}

struct Second {
    request: RoundRequestId,
    is_chief: bool,
}

#[derive(Debug, thiserror::Error)]
enum ActError {
    #[error("the page was about another session")]
    OtherSession,
    #[error(transparent)]
    Prepare(#[from] ballots::PrepareError),
    #[error(transparent)]
    Confirm(#[from] ballots::ConfirmError),
    #[error(transparent)]
    Open(#[from] ballots::OpenError),
    #[error(transparent)]
    Close(#[from] ballots::CloseError),
    #[error(transparent)]
    Annul(#[from] tally::AnnulError),
    #[error(transparent)]
    Recall(#[from] ballots::RecallError),
    #[error(transparent)]
    Renew(#[from] tally::RenewError),
    #[error(transparent)]
    Change(#[from] tally::ChangeError),
    #[error(transparent)]
    Ruling(#[from] tally::RulingError),
}

impl Refusal for ActError {
    fn message(&self) -> Message {
        match self {
            Self::OtherSession => "desk-other-session".into(),
            Self::Prepare(refused) => refused.message(),
            Self::Confirm(refused) => refused.message(),
            Self::Open(refused) => refused.message(),
            Self::Close(refused) => refused.message(),
            Self::Annul(refused) => refused.message(),
            Self::Recall(refused) => refused.message(),
            Self::Renew(refused) => refused.message(),
            Self::Change(refused) => refused.message(),
            Self::Ruling(refused) => refused.message(),
        }
    }
}

/// The act and the confirmation it rests on, in one transaction.
fn done(tx: &mut Tx, person: &Person, at: Ts, deed: &Deed) -> Result<(), Refused<ActError>> {
    let Deed { act, round, row_locked, session, second } = deed;
    if *row_locked {
        ballots::lock_head(tx, *round)?;
    }
    let request = match second {
        Some(second) => {
            Some(ballots::confirm(tx, person, second.is_chief, at, second.request).map_err(Refused::on_the_way)?)
        }
        None => None,
    };
    let actor = person.actor();
    match (act, request) {
        (RoundAct::Open, _) => ballots::open_round(tx, &actor, at, session, *round).map_err(Refused::on_the_way),
        (RoundAct::Close, _) => ballots::close_round(tx, &actor, at, session, *round).map_err(Refused::on_the_way),
        (RoundAct::Annul, Some(Request { requested_name, reason, .. })) => {
            tally::annul_round(tx, &actor, &requested_name, at, session, *round, &reason).map_err(Refused::on_the_way)
        }
        (RoundAct::Recall, Some(Request { requested_name, reason, .. })) => {
            ballots::recall_issuing(tx, &actor, &requested_name, at, session, *round, &reason)
                .map_err(Refused::on_the_way)
        }
        (RoundAct::RenewKey, Some(request)) => {
            tally::renew_key(tx, &actor, at, session, &request).map_err(Refused::on_the_way)
        }
        (RoundAct::Change, Some(request)) => {
            tally::change(tx, &actor, at, session, &request).map_err(Refused::on_the_way)
        }
        (RoundAct::Overrule, Some(request)) => tally::overrule(tx, &actor, at, &request).map_err(Refused::on_the_way),
        (RoundAct::Annul | RoundAct::Recall | RoundAct::RenewKey | RoundAct::Change | RoundAct::Overrule, None) => {
            Err(DbError::corrupt("an act that takes two was carried out by one").into())
        }
    }
}

/// With the person's password, and code where they have one, asked again.
async fn carry_out<W: Send + 'static>(
    ctx: &Ctx,
    who: W,
    person: Person,
    form: Form<OnceMore>,
    deed: Deed,
) -> Result<(W, Outcome<OnceMore, ()>), PageError> {
    let (act, round, session, actor) = (deed.act, deed.round, deed.session.clone(), person.actor());
    let row_locked = deed.row_locked;
    let wrong = ask_once_more(ctx, &person, form.key(), form.typed()).await?;
    let deed = ctx.act(who, form, move |tx, _, at, _| done(tx, &person, at, &deed)).unless(wrong);
    let (who, came) = match row_locked {
        false => deed.outcome().await?,
        true => deed.row_locked().outcome().await?,
    };
    if act == RoundAct::Open && matches!(came, Outcome::Done(())) {
        let services = ctx.services.clone();
        // What the log still says of the time of issuing goes with it; a reader at work lets the next look do it.
        let folded = blocking(move || Ok::<_, PageError>(services.db.checkpoint())).await?;
        if let Err(error) = folded {
            tracing::warn!(%error, "the log was not folded after the opening");
        }
    }
    if act == RoundAct::Close && matches!(came, Outcome::Done(())) {
        let services = ctx.services.clone();
        let begun = blocking(move || {
            let now = services.clock.now();
            Ok::<_, PageError>(tally::begin_count(&services.db, &services.secret, &actor, now, &session, round))
        });
        // If this fails the box is closed all the same, and the desk offers to begin the count.
        if let Err(error) = begun.await? {
            tracing::error!(%error, "the count did not begin");
        }
    }
    Ok((who, came))
}

#[derive(Clone, Deserialize)]
pub struct ReasonForm {
    #[serde(default)]
    reason: String,
}

#[derive(Clone, Deserialize)]
pub struct AnnulForm {
    #[serde(default)]
    reason: String,
    #[serde(flatten)]
    once_more: OnceMore,
}

/// 作废: asking for it. The second person's confirmation annuls.
pub async fn ask_to_annul(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<AnnulForm>,
) -> Handled {
    let found = Found::by_id(&ctx, &site, *round).await?;
    let wrong = ask_once_more(&ctx, &by.person, form.key(), &form.typed().once_more).await?;
    ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        tally::ask_to_annul(tx, &by.person, at, *round, &typed.reason)
    })
    .unless(wrong)
    .then(found.desk(), "round-act-requested")
    .or(async |who, Again { typed, wrong }| {
        found.again(&ctx, who, Typed { annul_reason: typed.reason, ..Typed::default() }, &wrong).await
    })
    .await
}

/// 撤回发票: asking for it.
pub async fn ask_to_recall(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<ReasonForm>,
) -> Handled {
    let found = Found::by_id(&ctx, &site, *round).await?;
    ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        ballots::ask(tx, &by.person, at, *round, RoundAct::Recall, &typed.reason)
    })
    .then(found.desk(), "round-act-requested")
    .or(async |who, Again { typed, wrong }| {
        found.again(&ctx, who, Typed { recall_reason: typed.reason, ..Typed::default() }, &wrong).await
    })
    .await
}

/// 重新制作密钥: asking for it, with the presidium's decision.
pub async fn ask_to_renew_key(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<ReasonForm>,
) -> Handled {
    let found = Found::by_id(&ctx, &site, *round).await?;
    let session = found.session.clone();
    ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        tally::ask_to_renew_key(tx, &by.person, at, &session, *round, &typed.reason)
    })
    .then(found.desk(), "round-act-requested")
    .or(async |who, Again { typed, wrong }| {
        found.again(&ctx, who, Typed { renew_reason: typed.reason, ..Typed::default() }, &wrong).await
    })
    .await
}

/// 更改名单、名册或票决办法: asking for it, with the decision it rests on.
pub async fn ask_to_change(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<ChangeForm>,
) -> Handled {
    let found = Found::by_id(&ctx, &site, *round).await?;
    let session = found.session.clone();
    ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        tally::ask_to_change(tx, &by.person, at, &session, *round, typed)
    })
    .then(found.desk(), "round-act-requested")
    .or(async |who, Again { typed, wrong }| {
        found.again(&ctx, who, Typed { change: typed, ..Typed::default() }, &wrong).await
    })
    .await
}

/// The presidium accepts that few vote on paper.
pub async fn accept_few_on_paper(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<ReasonForm>,
) -> Handled {
    let found = Found::by_id(&ctx, &site, *round).await?;
    ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        ballots::accept_few_on_paper(tx, &by.person.actor(), at, *round, &typed.reason)
    })
    .then(found.desk(), "few-paper-accepted")
    .or(async |who, Again { typed, wrong }| {
        found.again(&ctx, who, Typed { few_paper: typed.reason, ..Typed::default() }, &wrong).await
    })
    .await
}

/// The request, if it is of this congress, and its round.
async fn request_of(ctx: &Ctx, congress: CongressId, id: RoundRequestId) -> Result<(Request, Found), PageError> {
    ctx.read(move |conn| {
        let request = ballots::request_by_id(conn, id)?;
        let found = Found::of(conn, congress, request.round)?;
        Ok::<_, DbError>((request, found))
    })
    .await
}

/// The second person's yes, by another of the secretariat.
pub async fn confirm_request(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    request: Path<RoundRequestId>,
    form: Form<OnceMore>,
) -> Handled {
    let (Request { id, act, round, .. }, found) = request_of(&ctx, site.congress, *request).await?;
    let second = Some(Second { request: id, is_chief: false });
    let deed = Deed { act, round, row_locked: found.is_row_locked(act), session: found.session.clone(), second };
    let person = by.person.clone();
    let (who, done) = carry_out(&ctx, (by, site), person, form, deed).await?;
    answered(&ctx, who, done, &found, done_notice(act)).await
}

/// The second person's yes, by the chief scrutineer.
pub async fn confirm_as_chief(
    ctx: Ctx,
    by: As<Scrutineer>,
    site: Site,
    request: Path<RoundRequestId>,
    form: Form<OnceMore>,
) -> Handled {
    let (Request { id, act, round, .. }, found) = request_of(&ctx, site.congress, *request).await?;
    let account = by.person.id;
    let me = ctx.read(move |conn| scrutineers::scrutineer_of_account(conn, account)).await?;
    let is_chief = me.is_some_and(|me| me.chief && me.session == found.session.id);
    let second = Some(Second { request: id, is_chief });
    let deed = Deed { act, round, row_locked: found.is_row_locked(act), session: found.session, second };
    let person = by.person.clone();
    match carry_out(&ctx, by, person, form, deed).await? {
        (by, Outcome::Again(Again { wrong, .. })) => {
            tally::scrutineer_home_again(&ctx, &by.person, Message::first_of(&wrong)).await
        }
        _ => Ok(ctx.see("/scrutineer", done_notice(act))),
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
    let (request, found) = request_of(&ctx, site.congress, *request).await?;
    ctx.act((by, site), form, move |tx, (by, _), at, Nothing {}| {
        ballots::withdraw(tx, &by.person, false, at, request.id)
    })
    .then(found.desk(), "round-act-withdrawn")
    .or(async |who, again| found.again(&ctx, who, Typed::default(), &again.wrong).await)
    .await
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
    let found = Found::by_id(&ctx, &site, *round).await?;
    let (session, services) = (found.session.clone(), ctx.services.clone());
    ctx.act((by, site), form, move |tx, (by, site), at, typed| {
        let actor = by.person.actor();
        tally::order_round(tx, &services.secret, &actor, at, &session, &site.name, *round, &typed.record)
    })
    .then(found.desk(), "round-ordered")
    .or(async |who, Again { typed, wrong }| {
        found.again(&ctx, who, Typed { record: typed.record, ..Typed::default() }, &wrong).await
    })
    .await
}

/// Begins the count of a box that was closed without it. Its product is made before the box is locked, so the form's
/// mark is all that is left to write.
pub async fn begin_count(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    let found = Found::by_id(&ctx, &site, *round).await?;
    let (services, actor, session) = (ctx.services.clone(), by.person.actor(), found.session.clone());
    let begun = ctx.beforehand(form.key(), move || {
        tally::begin_count(&services.db, &services.secret, &actor, services.clock.now(), &session, *round)
    });
    let wrong = begun.await?;
    ctx.act((by, site), form, |_, _, _, Nothing {}| Ok::<_, DbError>(()))
        .unless(wrong)
        .then(found.desk(), "count-begun")
        .or(async |who, again| found.again(&ctx, who, Typed::default(), &again.wrong).await)
        .await
}
