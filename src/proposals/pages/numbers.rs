//! How many, and what became of them: by field and by street, each number with the rows behind it; as files; and the
//! report of a call in the form in which such reports are published.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::{
    public::WHOLE,
    views::{CallView, Names},
};
use crate::{
    accounts::{As, Secretariat, Site},
    db::{Conn, DbError},
    ids::CongressId,
    proposals::{
        answer::{ClockCount, Referral},
        call::{Call, CallState, Phase},
        need::{NeedState, OriginCount},
        proposal::{Origin, ProposalState},
        store::{self, NeedFact},
    },
    web::{Cell, Ctx, Handled, Page, PageError, Path, Table, TableFormat, address, blocking, download},
};

/// Needs of one field or one street, by what became of them; each number leads to its rows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FunnelRow {
    /// Empty for the sum of all, and for the whole district.
    pub name: String,
    pub whole: bool,
    pub proposals: i64,
    pub needs: Linked,
    pub states: Vec<Linked>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Linked {
    pub count: usize,
    pub href: String,
}

/// In the order in which a need comes to them.
const STATES: [NeedState; 8] = [
    NeedState::Open,
    NeedState::Appraising,
    NeedState::Referred,
    NeedState::Refused,
    NeedState::Pool,
    NeedState::Candidate,
    NeedState::Chosen,
    NeedState::Done,
];

fn row(name: &str, by: (&str, &str), facts: &[&NeedFact]) -> FunnelRow {
    let href = |state: &str| address("/proposals", &[by, ("state", state)]);
    let of_state = |state: NeedState| Linked {
        count: facts.iter().filter(|fact| fact.state == state).count(),
        href: href(state.word()),
    };
    FunnelRow {
        name: name.to_owned(),
        whole: by.1 == WHOLE,
        proposals: facts.iter().map(|fact| fact.proposals).sum(),
        needs: Linked { count: facts.len(), href: href("") },
        states: STATES.map(of_state).to_vec(),
    }
}

/// One bar of the picture, in hundredths of the first.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    pub key: &'static str,
    pub count: usize,
    pub width: usize,
}

fn bars(received: usize, all: &FunnelRow) -> Vec<Bar> {
    let listed = usize::try_from(all.proposals).unwrap_or(0);
    let from = |first: usize| all.states.iter().skip(first).map(|state| state.count).sum::<usize>();
    let answered = from(2);
    let steps = [
        ("received", received),
        ("listed", listed),
        ("needs", all.needs.count),
        ("answered", answered),
        ("pool", from(4)),
        ("candidate", from(5)),
        ("chosen", from(6)),
        ("done", from(7)),
    ];
    let most = steps.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    steps.into_iter().map(|(key, count)| Bar { key, count, width: count * 100 / most }).collect()
}

#[derive(Clone, Debug, Serialize)]
pub struct FunnelPage {
    pub states: Vec<&'static str>,
    pub bars: Vec<Bar>,
    pub all: FunnelRow,
    pub fields: Vec<FunnelRow>,
    pub streets: Vec<FunnelRow>,
    /// The newest first.
    pub years: Vec<FunnelRow>,
    pub clock: ClockCount,
}

impl FunnelPage {
    pub fn of(conn: &mut Conn, congress: CongressId, today: Date) -> Result<Self, DbError> {
        let names = Names::of(conn, congress)?;
        let facts = store::need_facts(conn, congress)?;
        let clock = store::clock_count(conn, congress, None, today)?;
        let streets: BTreeMap<_, _> = names.places.iter().map(|place| (place.id, place.street.as_str())).collect();
        let of_field = names.fields.iter().map(|field| {
            let own: Vec<&NeedFact> = facts.iter().filter(|fact| fact.field == field.id).collect();
            row(&field.name, ("field", &field.name), &own)
        });
        let street_of = |fact: &NeedFact| fact.place.and_then(|place| streets.get(&place).copied());
        let of_street = names.streets().into_iter().map(|street| {
            let own: Vec<&NeedFact> = facts.iter().filter(|fact| street_of(fact) == Some(street.as_str())).collect();
            row(&street, ("street", &street), &own)
        });
        let of_all: Vec<&NeedFact> = facts.iter().filter(|fact| fact.place.is_none()).collect();
        let whole = row("", ("street", WHOLE), &of_all);
        let years: BTreeSet<i32> = facts.iter().map(|fact| fact.year).collect();
        let of_year = years.into_iter().rev().map(|year| {
            let own: Vec<&NeedFact> = facts.iter().filter(|fact| fact.year == year).collect();
            let name = year.to_string();
            row(&name, ("year", &name), &own)
        });
        let all = row("", ("", ""), &facts.iter().collect::<Vec<_>>());
        Ok(Self {
            states: STATES.map(NeedState::word).to_vec(),
            bars: bars(clock.received, &all),
            fields: of_field.collect(),
            streets: of_street.chain([whole]).collect(),
            years: of_year.collect(),
            all,
            clock,
        })
    }
}

impl Page for FunnelPage {
    const TEMPLATE: &'static str = "proposals/funnel.html";

    fn samples() -> Vec<Self> {
        let states = || STATES.map(|_| Linked { count: 2, href: "/proposals?state=open".to_owned() }).to_vec();
        let row = |name: &str, whole| FunnelRow {
            name: name.to_owned(),
            whole,
            proposals: 20,
            needs: Linked { count: 14, href: "/proposals".to_owned() },
            states: states(),
        };
        let all = row("", false);
        let full = Self {
            states: STATES.map(NeedState::word).to_vec(),
            bars: bars(30, &all),
            all,
            fields: vec![row("住有宜居<b>", false)],
            streets: vec![row("望江街道<i>", false), row("", true)],
            years: vec![row("2025", false), row("2024", false)],
            clock: ClockCount { received: 30, answered: 20, open: 10, open_late: 2, answered_late: 1 },
        };
        let none = FunnelRow { states: STATES.map(|_| Linked::default()).to_vec(), ..FunnelRow::default() };
        let empty = Self {
            bars: bars(0, &none),
            all: none,
            fields: Vec::new(),
            streets: Vec::new(),
            years: Vec::new(),
            clock: ClockCount::default(),
            ..full.clone()
        };
        vec![full, empty]
    }
}

pub async fn show_funnel(ctx: Ctx, site: Site) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| FunnelPage::of(conn, site.congress, today)).await?)
}

/// A share in hundredths with one decimal place.
fn share(part: usize, all: usize) -> String {
    let tenths = (part * 1000).checked_div(all).unwrap_or(0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[derive(Clone, Debug, Serialize)]
pub struct ShareRow {
    pub name: String,
    pub count: usize,
    pub share: String,
}

/// 征集情况通报.
#[derive(Clone, Debug, Serialize)]
pub struct CallReportPage {
    pub call: CallView,
    /// Not out yet: for the secretariat only.
    pub draft: bool,
    pub received: usize,
    pub valid: usize,
    pub withdrawn: usize,
    pub merged: usize,
    pub origins: OriginCount,
    pub fields: Vec<ShareRow>,
    pub outcomes: Vec<(&'static str, usize)>,
    /// To whom needs were referred.
    pub referrals: Vec<(&'static str, i64)>,
    pub clock: ClockCount,
}

impl CallReportPage {
    fn of(conn: &mut Conn, call: &Call, today: Date) -> Result<Self, DbError> {
        let names = Names::of(conn, call.congress)?;
        let all = store::proposals_of_call(conn, call.id)?;
        let valid: Vec<_> = all.iter().filter(|proposal| proposal.state == ProposalState::Listed).collect();
        let mut needs: Vec<_> = valid.iter().filter_map(|proposal| proposal.need).collect();
        needs.sort_unstable();
        needs.dedup();
        let mut outcomes: BTreeMap<usize, usize> = BTreeMap::new();
        let mut referrals: BTreeMap<Referral, i64> = BTreeMap::new();
        for some in needs.chunks(200) {
            for (target, count) in store::referrals(conn, some)? {
                *referrals.entry(target).or_default() += count;
            }
            for need in store::needs_by_id(conn, some)? {
                if let Some(at) = STATES.iter().position(|state| *state == need.state) {
                    *outcomes.entry(at).or_default() += 1;
                }
            }
        }
        let streets: BTreeMap<_, _> = names.places.iter().map(|place| (place.id, place.street.as_str())).collect();
        let origin = |proposal: &&crate::proposals::Proposal| {
            (proposal.origin, proposal.place.and_then(|place| streets.get(&place).copied()))
        };
        let of_field = names.fields.iter().map(|field| {
            let count = valid.iter().filter(|proposal| proposal.field == field.id).count();
            ShareRow { name: field.name.clone(), count, share: share(count, valid.len()) }
        });
        let outcome = |(at, count): (usize, usize)| Some((STATES.get(at)?.word(), count));
        Ok(Self {
            call: CallView::of(call, today),
            draft: call.state != CallState::Reported,
            received: all.len(),
            withdrawn: all.iter().filter(|proposal| proposal.state == ProposalState::Withdrawn).count(),
            valid: valid.len(),
            merged: needs.len(),
            origins: OriginCount::of(valid.iter().map(origin)),
            fields: of_field.filter(|row| row.count > 0).collect(),
            outcomes: outcomes.into_iter().filter_map(outcome).collect(),
            referrals: referrals.into_iter().map(|(target, count)| (target.word(), count)).collect(),
            clock: store::clock_count(conn, call.congress, Some(call.id), today)?,
        })
    }
}

impl Page for CallReportPage {
    const TEMPLATE: &'static str = "proposals/report.html";

    fn samples() -> Vec<Self> {
        let full = |call| Self {
            call,
            draft: false,
            received: 40,
            valid: 33,
            withdrawn: 1,
            merged: 21,
            origins: OriginCount { all: 33, resident: 20, deputy: 10, cppcc: 2, department: 1, streets: 5 },
            fields: vec![ShareRow { name: "住有宜居<b>".to_owned(), count: 33, share: share(33, 33) }],
            outcomes: STATES.map(|state| (state.word(), 3)).to_vec(),
            referrals: Referral::ALL.iter().map(|target| (target.word(), 1)).collect(),
            clock: ClockCount { received: 39, answered: 39, open: 0, open_late: 0, answered_late: 2 },
        };
        let reported = CallView::sample(Phase::Reported).map(full);
        let draft = CallView::sample(Phase::Open).map(|call| Self {
            draft: true,
            fields: Vec::new(),
            outcomes: Vec::new(),
            referrals: Vec::new(),
            origins: OriginCount::default(),
            call: CallView { closes_on: None, ..call.clone() },
            ..full(call)
        });
        reported.into_iter().chain(draft).collect()
    }
}

/// For everybody, once it is out.
pub async fn show_call_report(ctx: Ctx, site: Site, number: Path<i32>) -> Handled {
    let (services, number, today) = (ctx.services.clone(), *number, ctx.today());
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let call = store::call_by_number(conn, site.congress, number)?
                    .filter(|call| call.state == CallState::Reported)
                    .ok_or(PageError::NotFound)?;
                Ok::<_, PageError>(CallReportPage::of(conn, &call, today)?)
            })
        })
        .await
    })
    .await
}

pub async fn show_call_report_draft(ctx: Ctx, who: As<Secretariat>, number: Path<i32>) -> Handled {
    let (number, today) = (*number, ctx.today());
    let page = ctx.read(move |conn| {
        let congress = who.person.congress().ok_or(PageError::NotFound)?;
        let call = store::call_by_number(conn, congress, number)?.ok_or(PageError::NotFound)?;
        Ok::<_, PageError>(CallReportPage::of(conn, &call, today)?)
    });
    ctx.show(&page.await?)
}

/// Every public proposal on a line, as the pages show it.
fn lines(conn: &mut Conn, congress: CongressId) -> Result<Vec<Line>, DbError> {
    let names = Names::of(conn, congress)?;
    let mut all = Vec::new();
    for call in store::calls(conn, congress)? {
        for proposal in store::listed_of_call(conn, call.id)? {
            all.push(Line {
                call: call.number,
                number: proposal.number,
                on: proposal.at.to_date(),
                origin: proposal.origin,
                field: names.field(proposal.field),
                place: names.place(proposal.place),
                title: proposal.wording.title,
                why: proposal.wording.why,
                gain: proposal.wording.gain,
                need: proposal.need.map(|need| need.to_string()).unwrap_or_default(),
                state: String::new(),
            });
        }
    }
    let states: BTreeMap<String, NeedState> =
        store::need_facts(conn, congress)?.into_iter().map(|fact| (fact.id.to_string(), fact.state)).collect();
    for line in &mut all {
        line.state = states.get(&line.need).map_or_else(String::new, |state| state.word().to_owned());
    }
    Ok(all)
}

#[derive(Debug, Serialize)]
struct Line {
    call: i32,
    number: i32,
    on: String,
    origin: Origin,
    field: String,
    place: String,
    title: String,
    why: String,
    gain: String,
    need: String,
    state: String,
}

const HEAD: [&str; 11] = ["call", "number", "on", "origin", "field", "place", "title", "why", "gain", "need", "state"];

fn table(lines: Vec<Line>) -> Table {
    let number = |number: i32| Cell::Decimal(number.to_string());
    let row = |line: Line| {
        vec![
            number(line.call),
            number(line.number),
            Cell::from(line.on),
            Cell::from(line.origin.word()),
            Cell::from(line.field),
            Cell::from(line.place),
            Cell::from(line.title),
            Cell::from(line.why),
            Cell::from(line.gain),
            Cell::from(line.need),
            Cell::from(line.state),
        ]
    };
    Table { sheet: "proposals", head: HEAD.to_vec(), rows: lines.into_iter().map(row).collect() }
}

/// `/proposals/files/proposals.csv`, `.xlsx` and `.json`.
pub async fn proposals_file(ctx: Ctx, site: Site, name: Path<String>) -> Handled {
    let services = ctx.services.clone();
    let congress = site.congress;
    let read = move || services.db.read(|conn| Ok::<_, PageError>(lines(conn, congress)?));
    if *name == "proposals.json" {
        let bytes = blocking(move || serde_json::to_vec(&read()?).map_err(PageError::internal)).await?;
        return Ok(download(&name, "application/json", bytes));
    }
    let Some(("proposals", format)) = TableFormat::of_name(&name) else { return Err(PageError::NotFound) };
    let bytes = blocking(move || table(read()?).bytes(format)).await?;
    Ok(download(&name, format.content_type(), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_cut_and_never_over_a_hundred() {
        assert_eq!([share(1, 3), share(2, 3), share(3, 3), share(0, 0)], ["33.3", "66.6", "100.0", "0.0"]);
    }
}
