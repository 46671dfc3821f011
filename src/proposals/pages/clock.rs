//! 答复时限: who waits for how long, for everybody; a page at a time, the longest first.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::views::{CallView, Offer};
use crate::{
    accounts::Site,
    db::{Conn, DbError},
    ids::CongressId,
    proposals::{
        answer::{Clock, ClockCount},
        call::CallState,
        proposal::{Proposal, ProposalState},
        store::{self, Clocks},
    },
    web::{Ctx, Handled, Page, PageError, Pager, Query, address},
};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AskedClock {
    #[serde(default)]
    pub show: String,
    /// A call's number; empty for all.
    #[serde(default)]
    pub call: String,
    #[serde(default)]
    pub p: String,
}

/// One that waits or waited; its words only while they are public.
#[derive(Clone, Debug, Serialize)]
pub struct ClockRow {
    pub call: i32,
    pub number: i32,
    pub title: String,
    pub need: String,
    pub received: String,
    pub due: String,
    pub answered: Option<String>,
    pub days_late: i32,
}

impl ClockRow {
    fn of(proposal: &Proposal, call: i32, today: Date) -> Self {
        let clock = Clock { received: proposal.at.day(), due: proposal.due, answered: proposal.answered };
        let public = proposal.state == ProposalState::Listed;
        Self {
            call,
            number: proposal.number,
            title: if public { proposal.wording.title.clone() } else { String::new() },
            need: proposal.need.filter(|_| public).map(|need| need.to_string()).unwrap_or_default(),
            received: clock.received.to_string(),
            due: clock.due.to_string(),
            answered: clock.answered.map(|day| day.to_string()),
            days_late: clock.days_late(today),
        }
    }
}

/// `/proposals/clock`
#[derive(Clone, Debug, Serialize)]
pub struct ClockPage {
    pub show: &'static str,
    pub shows: Vec<(&'static str, usize, String)>,
    pub calls: Vec<Offer>,
    /// The newest ones, each with its own clocks.
    pub by_call: Vec<(CallView, ClockCount)>,
    pub rows: Vec<ClockRow>,
    pub pager: Pager,
    pub clock: ClockCount,
}

const ON_A_PAGE: usize = 30;
/// Calls that are counted apart.
const MOST_CALLS: usize = 12;

impl ClockPage {
    pub fn of(conn: &mut Conn, congress: CongressId, asked: &AskedClock, today: Date) -> Result<Self, PageError> {
        let mut calls = store::calls(conn, congress)?;
        calls.retain(|call| call.state != CallState::Draft);
        let only = calls.iter().find(|call| call.number.to_string() == asked.call);
        let which: Clocks = asked.show.parse().unwrap_or(Clocks::Open);
        let only_id = only.map(|call| call.id);
        let href = |show: &str, page: usize| {
            let page = if page == 1 { String::new() } else { page.to_string() };
            address("/proposals/clock", &[("show", show), ("call", &asked.call), ("p", &page)])
        };
        let mut shows = Vec::new();
        for kind in Clocks::ALL {
            let count = store::count_clocks(conn, congress, only_id, *kind, today)?;
            shows.push((kind.word(), count, href(kind.word(), 1)));
        }
        let count = store::count_clocks(conn, congress, only_id, which, today)?;
        let wanted = asked.p.parse().unwrap_or(1);
        let (_, pager) =
            Pager::cut((0..count).collect::<Vec<usize>>(), wanted, ON_A_PAGE, |page| href(which.word(), page));
        let long = |n: usize| i64::try_from(n).map_err(DbError::corrupt);
        let piece = (long((pager.page - 1) * ON_A_PAGE)?, long(ON_A_PAGE)?);
        let waiting = store::clock_rows(conn, congress, only_id, which, today, piece)?;
        let number =
            |proposal: &Proposal| calls.iter().find(|call| call.id == proposal.call).map_or(0, |call| call.number);
        let mut by_call = Vec::new();
        for call in calls.iter().take(MOST_CALLS) {
            by_call.push((CallView::of(call, today), store::clock_count(conn, congress, Some(call.id), today)?));
        }
        Ok(Self {
            show: which.word(),
            shows,
            rows: waiting.iter().map(|proposal| ClockRow::of(proposal, number(proposal), today)).collect(),
            calls: calls
                .iter()
                .map(|call| Offer {
                    value: call.number.to_string(),
                    name: call.title.clone(),
                    chosen: only_id == Some(call.id),
                })
                .collect(),
            by_call,
            pager,
            clock: store::clock_count(conn, congress, only_id, today)?,
        })
    }
}

impl Page for ClockPage {
    const TEMPLATE: &'static str = "proposals/clock.html";

    fn samples() -> Vec<Self> {
        let row = |title: &str, answered: bool, days_late| ClockRow {
            call: 1,
            number: 7,
            title: title.to_owned(),
            need: if title.is_empty() { String::new() } else { uuid::Uuid::nil().to_string() },
            received: "2024-10-03".to_owned(),
            due: "2024-10-18".to_owned(),
            answered: answered.then(|| "2024-10-20".to_owned()),
            days_late,
        };
        let clock = ClockCount { received: 80, answered: 60, open: 20, open_late: 3, answered_late: 7 };
        let (_, pager) =
            Pager::cut((0..70).collect::<Vec<usize>>(), 2, ON_A_PAGE, |p| format!("/proposals/clock?p={p}"));
        let page = |show: Clocks| Self {
            show: show.word(),
            shows: Clocks::ALL.iter().map(|kind| (kind.word(), 3, "/proposals/clock".to_owned())).collect(),
            calls: vec![Offer { value: "1".to_owned(), name: "征集<b>".to_owned(), chosen: true }],
            by_call: CallView::samples().into_iter().take(2).map(|call| (call, clock)).collect(),
            rows: vec![row("加装电梯<b>", false, 2), row("", false, 0), row("加装电梯", true, 2), row("", true, 0)],
            pager: pager.clone(),
            clock,
        };
        let mut all: Vec<Self> = Clocks::ALL.iter().copied().map(page).collect();
        all.push(Self {
            rows: Vec::new(),
            calls: Vec::new(),
            by_call: Vec::new(),
            pager: Pager::default(),
            clock: ClockCount::default(),
            ..page(Clocks::Open)
        });
        all
    }
}

pub async fn show_clock(ctx: Ctx, site: Site, asked: Query<AskedClock>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| ClockPage::of(conn, site.congress, &asked, today)).await?)
}
