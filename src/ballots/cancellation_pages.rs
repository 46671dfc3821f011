//! Cancellations that wait for a scrutineer's second pair of eyes.

use serde::Serialize;

use super::{
    cancelling::{self, CancelError},
    store,
};
use crate::{
    accounts::{As, Person, Scrutineer as ScrutineerRole},
    audit::Actor,
    db::{Conn, Ts, Tx},
    deputies,
    ids::{DeputyId, RoundId},
    scrutineers::{self, Scrutineer},
    web::{Ctx, Form, Handled, MixedRefusal as Refusal, Nothing, Page, PageError, Path, blocking},
};

#[derive(Clone, Serialize)]
pub struct CancellationRow {
    pub deputy: String,
    pub name: String,
    pub certificate_no: String,
    pub delegation: String,
    pub requested_by: String,
}

/// `/scrutineer/cancellations`
#[derive(Serialize)]
pub struct CancellationsPage {
    pub number: i32,
    pub rows: Vec<CancellationRow>,
}

impl Page for CancellationsPage {
    const TEMPLATE: &'static str = "ballots/cancellations.html";

    fn samples() -> Vec<Self> {
        let row = |deputy: &str| CancellationRow {
            deputy: deputy.into(),
            name: "<script>沙拉买提·艾合买提江</script>".into(),
            certificate_no: "SC0001".into(),
            delegation: "第一代表团".into(),
            requested_by: "方志明".into(),
        };
        vec![Self { number: 1, rows: Vec::new() }, Self { number: 1, rows: vec![row("d"), row("e")] }]
    }
}

fn of_account(conn: &mut Conn, person: &Person) -> Result<(Scrutineer, Option<RoundId>), PageError> {
    let me = scrutineers::scrutineer_of_account(conn, person.id)?.ok_or(PageError::NotFound)?;
    let round = store::round_at_hand(conn, me.session)?.map(|round| round.id);
    Ok((me, round))
}

fn cancellations(conn: &mut Conn, person: &Person) -> Result<CancellationsPage, PageError> {
    let (_, round) = of_account(conn, person)?;
    let Some(round) = round else { return Ok(CancellationsPage { number: 1, rows: Vec::new() }) };
    let mut rows = Vec::new();
    for (deputy, requested_by) in store::cancel_requests_of(conn, round)? {
        let found = deputies::deputy(conn, deputy)?.ok_or(PageError::NotFound)?;
        rows.push(CancellationRow {
            deputy: deputy.to_string(),
            name: found.name,
            certificate_no: found.certificate_no,
            delegation: found.delegation.name,
            requested_by,
        });
    }
    Ok(CancellationsPage { number: store::round_by_id(conn, round)?.number, rows })
}

pub async fn show_cancellations(ctx: Ctx, by: As<ScrutineerRole>) -> Handled {
    let services = ctx.services.clone();
    let page = blocking(move || services.db.read(|conn| cancellations(conn, &by.person))).await?;
    ctx.show(&page)
}

pub async fn confirm_cancellation(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    deputy: Path<DeputyId>,
    form: Form<Nothing>,
) -> Handled {
    decide(ctx, by, deputy.into_inner(), form, "issue-cancelled", cancelling::confirm_cancel).await
}

pub async fn decline_cancellation(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    deputy: Path<DeputyId>,
    form: Form<Nothing>,
) -> Handled {
    let decline = |tx: &mut Tx, actor: &Actor, _: &Scrutineer, at: Ts, round: RoundId, deputy: DeputyId| {
        cancelling::drop_cancel_request(tx, actor, at, round, deputy)
    };
    decide(ctx, by, deputy.into_inner(), form, "cancel-declined", decline).await
}

type Decision = fn(&mut Tx, &Actor, &Scrutineer, Ts, RoundId, DeputyId) -> Result<(), CancelError>;

async fn decide(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    deputy: DeputyId,
    form: Form<Nothing>,
    notice: &str,
    act: Decision,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, person) = (ctx.services.clone(), ctx.services.clock.now(), by.person.clone());
    let refused = blocking(move || {
        let (me, round) = services.db.read(|conn| of_account(conn, &person))?;
        let actor = person.actor();
        let round = round.ok_or(PageError::NotFound)?;
        match services.db.submit(key, now, |tx| act(tx, &actor, &me, now, round, deputy)) {
            Ok(_) => Ok(None),
            Err(CancelError::Db(e)) => Err(PageError::from(e)),
            Err(refused) => refused.refused().map(Some),
        }
    })
    .await?;
    match refused {
        None => Ok(ctx.see("/scrutineer/cancellations", notice)),
        Some(problem) => {
            let services = ctx.services.clone();
            let page = blocking(move || services.db.read(|conn| cancellations(conn, &by.person))).await?;
            ctx.again(&page, &[problem])
        }
    }
}
