//! 来件: what came, by where it stands.

use serde::{Deserialize, Serialize};

use super::{
    super::views::{Names, WordsView},
    congress_of,
};
use crate::{
    accounts::{As, Person, Secretariat},
    db::{Conn, DbError},
    guests::find_personal,
    ids::ProposalId,
    proposals::{
        proposal::{Proposal, ProposalState},
        store::{self, Wanted},
    },
    web::{Ctx, Handled, Page, PageError, Path, Query},
};

/// One of those that came, on a line.
#[derive(Clone, Debug, Serialize)]
pub struct QueueRow {
    pub id: String,
    pub words: WordsView,
    pub personal: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Tab {
    pub show: &'static str,
    pub count: usize,
    /// There are more than were counted.
    pub more: bool,
    pub href: String,
}

impl Tab {
    fn of(show: &'static str, found: usize) -> Self {
        let href = format!("/secretariat/proposals/in/{show}");
        Self { show, count: found.min(COUNTED), more: found > COUNTED, href }
    }
}

/// 来件: what came, by where it stands.
#[derive(Clone, Debug, Serialize)]
pub struct QueuePage {
    pub show: &'static str,
    pub tabs: Vec<Tab>,
    pub rows: Vec<QueueRow>,
    /// Where the list goes on.
    pub next: Option<String>,
    pub typed: SortForm,
    pub typed_for: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SortForm {
    #[serde(default)]
    pub reason: String,
    #[serde(default, rename = "do")]
    pub act: String,
}

const IN_THE_QUEUE: i64 = 30;
/// Nobody who works through them needs to know more exactly how many wait.
const COUNTED: usize = 999;
const SHOWN: [(&str, ProposalState, Option<bool>); 6] = [
    ("received", ProposalState::Received, Some(false)),
    ("held", ProposalState::Received, Some(true)),
    ("listed", ProposalState::Listed, None),
    ("aside", ProposalState::Aside, None),
    ("hidden", ProposalState::Hidden, None),
    ("withdrawn", ProposalState::Withdrawn, None),
];
const OBJECTIONS: &str = "objections";

impl QueuePage {
    pub fn of(conn: &mut Conn, person: &Person, show: &str, after: Option<ProposalId>) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let names = Names::of(conn, congress)?;
        let objections = store::open_objections(conn, congress)?;
        let mut tabs = Vec::new();
        for &(show, state, held) in &SHOWN {
            let count = store::count_in_queue(conn, congress, Wanted { state, held }, COUNTED + 1)?;
            tabs.push(Tab::of(show, count));
        }
        tabs.push(Tab::of(OBJECTIONS, objections.len()));
        let show = tabs.iter().map(|tab| tab.show).find(|known| *known == show).ok_or(PageError::NotFound)?;
        let mut proposals = Vec::new();
        if let Some((_, state, held)) = SHOWN.iter().find(|(known, ..)| *known == show) {
            let wanted = Wanted { state: *state, held: *held };
            proposals = store::queue(conn, congress, wanted, after, IN_THE_QUEUE + 1)?;
        } else {
            for objection in objections {
                proposals.extend(store::proposal_by_id(conn, objection.proposal)?);
            }
        }
        let most = usize::try_from(IN_THE_QUEUE).map_err(DbError::corrupt)?;
        let more = proposals.len() > most && show != OBJECTIONS;
        if show != OBJECTIONS {
            proposals.truncate(most);
        }
        let last = proposals.last().map(|last| last.id);
        let row = |proposal: &Proposal| QueueRow {
            id: proposal.id.to_string(),
            words: WordsView::of(proposal, &names),
            personal: !find_personal(&proposal.wording.text()).is_empty(),
        };
        Ok(Self {
            show,
            tabs,
            rows: proposals.iter().map(row).collect(),
            next: last.filter(|_| more).map(|last| format!("/secretariat/proposals/in/{show}?after={last}")),
            typed: SortForm::default(),
            typed_for: String::new(),
        })
    }
}

impl Page for QueuePage {
    const TEMPLATE: &'static str = "proposals/queue.html";

    fn samples() -> Vec<Self> {
        let shows = SHOWN.iter().map(|(show, ..)| *show).chain([OBJECTIONS]);
        let tabs: Vec<Tab> = (0..).zip(shows.clone()).map(|(at, show)| Tab::of(show, at * 400)).collect();
        let row = |words: WordsView| QueueRow { id: words.id.clone(), personal: words.late, words };
        let rows: Vec<QueueRow> = WordsView::samples().into_iter().map(row).collect();
        let rows: Vec<QueueRow> = (1_u128..)
            .zip(rows)
            .map(|(at, row)| QueueRow { id: uuid::Uuid::from_u128(at).to_string(), ..row })
            .collect();
        let typed = SortForm { reason: "<b>".to_owned(), act: "aside".to_owned() };
        let page = |show| Self {
            show,
            tabs: tabs.clone(),
            rows: rows.clone(),
            next: Some("/secretariat/proposals/in/received?after=1".to_owned()),
            typed: typed.clone(),
            typed_for: rows.first().map_or_else(String::new, |row| row.id.clone()),
        };
        let mut all: Vec<Self> = shows.map(page).collect();
        all.push(Self { rows: Vec::new(), next: None, ..page("received") });
        all
    }
}

#[derive(Debug, Default, Deserialize)]
pub struct After {
    after: Option<ProposalId>,
}

pub async fn show_queue(ctx: Ctx, who: As<Secretariat>, asked: Query<After>) -> Handled {
    ctx.show(&ctx.read(move |conn| QueuePage::of(conn, &who.person, "received", asked.after)).await?)
}

pub async fn show_queue_of(ctx: Ctx, who: As<Secretariat>, show: Path<String>, asked: Query<After>) -> Handled {
    let show = show.into_inner();
    ctx.show(&ctx.read(move |conn| QueuePage::of(conn, &who.person, &show, asked.after)).await?)
}
