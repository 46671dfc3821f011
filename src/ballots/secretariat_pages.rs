//! 发票 at the desk: who has a ballot, and asking that one be cancelled.

use serde::{Deserialize, Serialize};

use super::{
    actions::{self, IssueError},
    cancelling::{self, CancelError},
    on_paper,
    round::{Round, RoundPurpose, RoundState},
    slips::SlipCount,
    store,
};
use crate::{
    accounts::{As, Secretariat, Site},
    congress,
    db::{Conn, DbError, Tx},
    deputies::{self, Attendance, Deputy},
    ids::{CongressId, DeputyId},
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path, Query, Refused, address, blocking},
};

#[derive(Clone, Serialize)]
pub struct IssuingRow {
    pub deputy: String,
    pub name: String,
    pub certificate_no: String,
    pub delegation: String,
    pub attendance: Attendance,
    pub issued: bool,
    pub on_paper: bool,
    pub by_slip: bool,
    /// Whether the secretariat has asked a scrutineer to cancel it.
    pub cancel_requested: bool,
}

/// `/secretariat/issuing`
#[derive(Serialize)]
pub struct IssuingPage {
    pub round: Option<String>,
    pub number: i32,
    /// Whether a ballot can still be cancelled.
    pub open: bool,
    pub present: usize,
    pub issued: usize,
    pub on_paper: usize,
    /// A rating takes ballots of the screen only.
    pub takes_paper: bool,
    /// Where the slips are, if deputies draw them.
    pub slips: Option<SlipCount>,
    pub in_the_tray: i64,
    pub search: String,
    /// Only those who are present and have no ballot.
    pub only_missing: bool,
    /// Of one delegation, if it is chosen.
    pub delegation: String,
    /// Present without a ballot: all, and by delegation.
    pub missing: usize,
    pub missing_by: Vec<MissingLine>,
    pub rows: Vec<IssuingRow>,
}

/// 到会未领票 of a delegation.
#[derive(Clone, Serialize)]
pub struct MissingLine {
    pub delegation: String,
    pub count: usize,
    pub href: String,
}

const MISSING: &str = "missing";

impl Page for IssuingPage {
    const TEMPLATE: &'static str = "ballots/issuing.html";

    fn samples() -> Vec<Self> {
        let row = |deputy: &str, issued, on_paper, cancel_requested| IssuingRow {
            deputy: deputy.into(),
            name: "<script>沙拉买提·艾合买提江</script>".into(),
            certificate_no: "SC0001".into(),
            delegation: "第一代表团".into(),
            attendance: Attendance::Present,
            issued,
            on_paper,
            by_slip: issued && !on_paper && cancel_requested,
            cancel_requested,
        };
        let page = |round: Option<&str>, open, rows| Self {
            round: round.map(ToOwned::to_owned),
            number: 1,
            open,
            present: 2,
            issued: 1,
            on_paper: 1,
            takes_paper: true,
            slips: None,
            in_the_tray: 0,
            search: String::new(),
            only_missing: open,
            delegation: "第一代表团<b>".into(),
            missing: usize::from(open),
            missing_by: vec![MissingLine {
                delegation: "第一代表团<b>".into(),
                count: 1,
                href: address(HERE, &[("s", MISSING), ("d", "第一代表团<b>")]),
            }],
            rows,
        };
        vec![
            page(None, false, Vec::new()),
            page(
                Some("r"),
                true,
                vec![
                    row("d", true, false, false),
                    row("e", true, true, true),
                    row("f", false, false, false),
                    row("g", true, true, false),
                ],
            ),
            page(Some("r"), false, vec![row("d", true, false, false), row("e", true, true, false)]),
            Self {
                slips: Some(SlipCount { printed: 65, issued: 3, ..SlipCount::default() }),
                in_the_tray: 62,
                ..page(
                    Some("r"),
                    true,
                    vec![
                        IssuingRow { by_slip: true, ..row("d", true, false, false) },
                        row("e", true, false, true),
                        row("f", false, false, false),
                    ],
                )
            },
        ]
    }
}

fn issuing_page(conn: &mut Conn, congress: CongressId, search: &Search) -> Result<IssuingPage, PageError> {
    let (only_missing, delegation) = (search.s == MISSING, search.d.trim());
    let session = congress::current_session(conn, congress)?.ok_or(PageError::NotFound)?;
    let round = store::round_at_hand(conn, session.id)?;
    let issued_to = round.as_ref().map_or(Ok(Vec::new()), |round| store::issued_to(conn, round.id))?;
    let on_paper = round.as_ref().map_or(Ok(Vec::new()), |round| store::issued_on_paper(conn, round.id))?;
    let holders = round.as_ref().map_or(Ok(Vec::new()), |round| store::slip_holders(conn, round.id))?;
    let slips = round.as_ref().map_or(Ok(None), |round| actions::slip_count_of_round(conn, round))?;
    let waiting = round.as_ref().map_or(Ok(Vec::new()), |round| store::cancel_requests_of(conn, round.id))?;
    let all = deputies::deputies(conn, session.id)?;
    let present = all.iter().filter(|deputy| deputy.is_present()).count();
    let is_missing = |deputy: &deputies::Deputy| deputy.is_present() && !issued_to.contains(&deputy.id);
    let mut missing_by: Vec<MissingLine> = Vec::new();
    for deputy in all.iter().filter(|deputy| is_missing(deputy)) {
        let name = &deputy.delegation.name;
        match missing_by.iter_mut().find(|line| line.delegation == *name) {
            Some(line) => line.count += 1,
            None => missing_by.push(MissingLine {
                delegation: name.clone(),
                count: 1,
                href: address(HERE, &[("s", MISSING), ("d", name)]),
            }),
        }
    }
    let rows = all
        .into_iter()
        .filter(|deputy| deputy.is_meant_by(search.q.trim()))
        .filter(|deputy| !only_missing || is_missing(deputy))
        .filter(|deputy| delegation.is_empty() || deputy.delegation.name == delegation)
        .map(|deputy| IssuingRow {
            deputy: deputy.id.to_string(),
            issued: issued_to.contains(&deputy.id),
            on_paper: on_paper.contains(&deputy.id),
            by_slip: holders.contains(&deputy.id),
            cancel_requested: waiting.iter().any(|(id, _)| *id == deputy.id),
            name: deputy.name,
            certificate_no: deputy.certificate_no,
            delegation: deputy.delegation.name,
            attendance: deputy.attendance,
        })
        .collect();
    Ok(IssuingPage {
        number: round.as_ref().map_or(1, |round| round.number),
        open: round.as_ref().is_some_and(|round| round.state == RoundState::Issuing),
        takes_paper: round.as_ref().is_some_and(|round| round.purpose == RoundPurpose::Choice),
        round: round.map(|round| round.id.to_string()),
        in_the_tray: slips.map_or(0, |slips| slips.in_the_tray()),
        slips,
        present,
        issued: issued_to.len(),
        on_paper: on_paper.len(),
        search: search.q.trim().to_owned(),
        only_missing,
        delegation: delegation.to_owned(),
        missing: missing_by.iter().map(|line| line.count).sum(),
        missing_by,
        rows,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
    s: String,
    d: String,
}

pub async fn show_issuing(ctx: Ctx, _by: As<Secretariat>, site: Site, query: Query<Search>) -> Handled {
    let services = ctx.services.clone();
    let page = blocking(move || services.db.read(|conn| issuing_page(conn, site.congress, &query))).await?;
    ctx.show(&page)
}

/// 作废: the secretariat asks; a scrutineer confirms at their own page.
pub async fn ask_to_cancel(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    deputy: Path<DeputyId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act((by, site), form, move |tx, (by, site), at, Nothing {}| {
        let round = round_at_hand(tx, site)?.ok_or(CancelError::NotIssued)?;
        cancelling::request_cancel(tx, &by.person.actor(), &by.person.name, at, round.id, *deputy)
    })
    .then(HERE, "cancel-requested")
    .or_again(|conn, (_, site), Nothing {}| issuing_page(conn, site.congress, &Search::default()))
    .await
}

/// The lost ballot was found again.
pub async fn withdraw_cancel(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    deputy: Path<DeputyId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act((by, site), form, move |tx, (by, site), at, Nothing {}| {
        let round = round_at_hand(tx, site)?.ok_or(CancelError::NotIssued)?;
        cancelling::drop_cancel_request(tx, &by.person.actor(), at, round.id, *deputy)
    })
    .then(HERE, "cancel-withdrawn")
    .or_again(|conn, (_, site), Nothing {}| issuing_page(conn, site.congress, &Search::default()))
    .await
}

/// 发纸质票, to a deputy who is at the desk.
pub async fn give_paper(
    ctx: Ctx,
    _by: As<Secretariat>,
    site: Site,
    deputy: Path<DeputyId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act(site, form, move |tx, site, _, Nothing {}| {
        let (deputy, round) = at_desk(tx, site, *deputy)?;
        on_paper::issue_on_paper(tx, &deputy, round.id)
    })
    .then(HERE, "paper-issued")
    .or_again(|conn, site, Nothing {}| issuing_page(conn, site.congress, &Search::default()))
    .await
}

/// 已领: the deputy has drawn a slip before the desk's eyes.
pub async fn give_slip_at_desk(
    ctx: Ctx,
    _by: As<Secretariat>,
    site: Site,
    deputy: Path<DeputyId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act(site, form, move |tx, site, _, Nothing {}| {
        let (deputy, round) = at_desk(tx, site, *deputy)?;
        actions::give_slip(tx, &deputy, round.id)
    })
    .unaudited()
    .then(HERE, "slip-given")
    .or_again(|conn, site, Nothing {}| issuing_page(conn, site.congress, &Search::default()))
    .await
}

/// 交回: the slip is in the tray again.
pub async fn take_slip_back_at_desk(
    ctx: Ctx,
    _by: As<Secretariat>,
    site: Site,
    deputy: Path<DeputyId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act(site, form, move |tx, site, _, Nothing {}| {
        let (deputy, round) = at_desk(tx, site, *deputy)?;
        actions::take_slip_back(tx, &deputy, round.id)
    })
    .unaudited()
    .then(HERE, "slip-taken-back")
    .or_again(|conn, site, Nothing {}| issuing_page(conn, site.congress, &Search::default()))
    .await
}

/// A deputy who stands at the desk, and the round of the vote.
fn at_desk(tx: &mut Tx, site: &Site, deputy: DeputyId) -> Result<(Deputy, Round), Refused<IssueError>> {
    let session = congress::current_session(tx, site.congress)?.ok_or(IssueError::NotIssuing)?;
    let round = store::latest_round(tx, session.id)?.ok_or(IssueError::NotIssuing)?;
    let deputy = deputies::deputy(tx, deputy)?.ok_or(IssueError::NotIssuing)?;
    Ok((deputy, round))
}

const HERE: &str = "/secretariat/issuing";

fn round_at_hand(tx: &mut Tx, site: &Site) -> Result<Option<Round>, DbError> {
    match congress::current_session(tx, site.congress)? {
        Some(session) => store::round_at_hand(tx, session.id),
        None => Ok(None),
    }
}
