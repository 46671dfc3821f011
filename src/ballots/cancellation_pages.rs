//! Cancellations that wait for a scrutineer's second pair of eyes.

use serde::Serialize;

use super::{cancelling, on_paper::IssueKind, store};
use crate::{
    accounts::{As, Person, Scrutineer as ScrutineerRole},
    db::{Conn, DbError, Tx},
    deputies,
    ids::{DeputyId, RoundId},
    scrutineers::{self, Scrutineer},
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path},
};

#[derive(Clone, Serialize)]
pub struct CancellationRow {
    pub deputy: String,
    pub name: String,
    pub certificate_no: String,
    pub delegation: String,
    pub requested_by: String,
    /// A slip is not cancelled but counted as lost.
    pub by_slip: bool,
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
            by_slip: deputy == "e",
        };
        vec![Self { number: 1, rows: Vec::new() }, Self { number: 1, rows: vec![row("d"), row("e")] }]
    }
}

fn of_account(conn: &mut Conn, person: &Person) -> Result<(Scrutineer, Option<RoundId>), DbError> {
    let me = scrutineers::scrutineer_of_account(conn, person.id)?.ok_or_else(DbError::missing)?;
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
            by_slip: store::issue_kind(conn, round, deputy)? == Some(IssueKind::Slip),
        });
    }
    Ok(CancellationsPage { number: store::round_by_id(conn, round)?.number, rows })
}

pub async fn show_cancellations(ctx: Ctx, by: As<ScrutineerRole>) -> Handled {
    ctx.show(&ctx.read(move |conn| cancellations(conn, &by.person)).await?)
}

/// The scrutineer and the round at hand, for an act.
fn at_hand(tx: &mut Tx, by: &As<ScrutineerRole>) -> Result<(Scrutineer, RoundId), DbError> {
    let (me, round) = of_account(tx, &by.person)?;
    Ok((me, round.ok_or_else(DbError::missing)?))
}

pub async fn confirm_cancellation(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    deputy: Path<DeputyId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act(by, form, move |tx, by, at, Nothing {}| {
        let (me, round) = at_hand(tx, by)?;
        cancelling::confirm_cancel(tx, &by.person.actor(), &me, at, round, *deputy)
    })
    .then("/scrutineer/cancellations", "issue-cancelled")
    .or_again(|conn, by, Nothing {}| cancellations(conn, &by.person))
    .await
}

pub async fn decline_cancellation(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    deputy: Path<DeputyId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act(by, form, move |tx, by, at, Nothing {}| {
        let (_, round) = at_hand(tx, by)?;
        cancelling::drop_cancel_request(tx, &by.person.actor(), at, round, *deputy)
    })
    .then("/scrutineer/cancellations", "cancel-declined")
    .or_again(|conn, by, Nothing {}| cancellations(conn, &by.person))
    .await
}
