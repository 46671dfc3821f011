//! What is public: calls, needs, each with all that was proposed, and what became of them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::views::{AnswerView, CallView, Names, NeedRow, Offer, WordsView};
use crate::{
    accounts::Site,
    db::{Conn, DbError},
    ids::{CongressId, NeedId},
    proposals::{
        answer::{ClockCount, Help},
        call::{CallState, Phase},
        grams::Query,
        need::{Need, NeedState, OriginCount, SupportCount},
        store::{self, Narrowed},
    },
    web::{Ctx, Handled, Page, PageError, Pager, Path, address, blocking},
};

/// What the list is asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub field: String,
    #[serde(default)]
    pub street: String,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub year: String,
    #[serde(default)]
    pub p: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ProposalsPage {
    /// Of what anybody may see, newest first.
    pub calls: Vec<CallView>,
    /// Whether one of them is open.
    pub open: Option<i32>,
    pub asked: Asked,
    pub too_short: Vec<String>,
    pub fields: Vec<Offer>,
    pub streets: Vec<Offer>,
    pub states: Vec<Offer>,
    pub years: Vec<Offer>,
    pub needs: Vec<NeedRow>,
    pub found: usize,
    pub pager: Pager,
    pub clock: ClockCount,
}

/// In the place of a street: what concerns the whole district.
pub const WHOLE: &str = "whole";
const ON_A_PAGE: usize = 20;
const LISTED_STATES: [NeedState; 8] = [
    NeedState::Open,
    NeedState::Appraising,
    NeedState::Pool,
    NeedState::Referred,
    NeedState::Refused,
    NeedState::Candidate,
    NeedState::Chosen,
    NeedState::Done,
];

/// Where the list begins that day: everything is in front once, whoever came early or late.
fn rotation(today: Date, count: usize) -> usize {
    let day = usize::try_from(today.day_of_year()).unwrap_or(0);
    if count == 0 { 0 } else { day.wrapping_mul(7919) % count }
}

/// The needs of one page of the rotated list, and how many there are.
fn narrowed(
    conn: &mut Conn,
    congress: CongressId,
    by: &Narrowed,
    page: usize,
    today: Date,
) -> Result<(Vec<Need>, usize), DbError> {
    let count = usize::try_from(store::count_needs(conn, congress, by)?).map_err(DbError::corrupt)?;
    let page = page.clamp(1, count.div_ceil(ON_A_PAGE).max(1));
    let begin = (page - 1) * ON_A_PAGE;
    let size = ON_A_PAGE.min(count.saturating_sub(begin));
    if size == 0 {
        return Ok((Vec::new(), count));
    }
    let start = (begin + rotation(today, count)) % count;
    let first = size.min(count - start);
    let long = |n: usize| i64::try_from(n).map_err(DbError::corrupt);
    let mut needs = store::needs_from(conn, congress, by, long(start)?, long(first)?)?;
    if first < size {
        needs.extend(store::needs_from(conn, congress, by, 0, long(size - first)?)?);
    }
    Ok((needs, count))
}

/// Needs of which some proposal says all the words.
fn found(conn: &mut Conn, congress: CongressId, by: &Narrowed, query: &Query) -> Result<Vec<NeedId>, DbError> {
    let mut ids: Vec<NeedId> = store::search(conn, congress, query)?.into_iter().map(|(_, need)| need).collect();
    ids.sort_unstable();
    ids.dedup();
    store::asked_for(conn, by, &ids)
}

impl ProposalsPage {
    pub fn of(conn: &mut Conn, congress: Option<CongressId>, asked: Asked, today: Date) -> Result<Self, DbError> {
        let Some(congress) = congress else { return Ok(Self::empty(asked)) };
        let mut calls = store::calls(conn, congress)?;
        calls.retain(|call| call.state != CallState::Draft);
        let names = Names::of(conn, congress)?;
        let offer = |value: String, name: String, chosen: &str| Offer { chosen: value == chosen, value, name };
        let streets = names.streets();
        let by = Narrowed {
            field: names.fields.iter().find(|field| field.name == asked.field).map(|field| field.id),
            places: streets.contains(&asked.street).then(|| names.of_street(&asked.street)),
            whole: asked.street == WHOLE,
            state: asked.state.parse().ok().filter(|state| LISTED_STATES.contains(state)),
            year: asked.year.parse().ok(),
        };
        let query = Query::parse(&asked.q);
        let page = asked.p.parse().unwrap_or(1);
        let href = |page: usize| {
            let page = page.to_string();
            let given = [
                ("q", asked.q.as_str()),
                ("field", &asked.field),
                ("street", &asked.street),
                ("state", &asked.state),
                ("year", &asked.year),
                ("p", &page),
            ];
            address("/proposals", &given)
        };
        let (needs, found, pager) = if query.is_empty() {
            let (needs, count) = narrowed(conn, congress, &by, page, today)?;
            let (_, pager) = Pager::cut((0..count).collect::<Vec<usize>>(), page, ON_A_PAGE, href);
            (needs, count, pager)
        } else {
            let mut ids = found(conn, congress, &by, &query)?;
            let count = ids.len();
            ids.rotate_left(rotation(today, count));
            let (ids, pager) = Pager::cut(ids, page, ON_A_PAGE, href);
            (store::needs_by_id(conn, &ids)?, count, pager)
        };
        let field_offers = names.fields.iter().map(|field| offer(field.name.clone(), field.name.clone(), &asked.field));
        let clock = store::clock_count(conn, congress, None, today)?;
        Ok(Self {
            fields: field_offers.collect(),
            streets: streets.into_iter().map(|street| offer(street.clone(), street, &asked.street)).collect(),
            states: LISTED_STATES
                .iter()
                .map(|state| offer(state.word().to_owned(), state.word().to_owned(), &asked.state))
                .collect(),
            years: store::years_of_needs(conn, congress)?
                .into_iter()
                .map(|year| offer(year.to_string(), year.to_string(), &asked.year))
                .collect(),
            needs: NeedRow::all(conn, &names, &needs)?,
            found,
            pager,
            clock,
            open: calls.iter().find(|call| call.phase(today) == Phase::Open).map(|call| call.number),
            calls: calls.iter().map(|call| CallView::of(call, today)).collect(),
            too_short: query.too_short,
            asked,
        })
    }

    fn empty(asked: Asked) -> Self {
        Self {
            calls: Vec::new(),
            open: None,
            asked,
            too_short: Vec::new(),
            fields: Vec::new(),
            streets: Vec::new(),
            states: Vec::new(),
            years: Vec::new(),
            needs: Vec::new(),
            found: 0,
            pager: Pager::default(),
            clock: ClockCount::default(),
        }
    }
}

impl Page for ProposalsPage {
    const TEMPLATE: &'static str = "proposals/all.html";

    fn samples() -> Vec<Self> {
        let offer = |name: &str, chosen| Offer { value: name.to_owned(), name: name.to_owned(), chosen };
        let asked = Asked { q: "电梯<b>".to_owned(), field: "住有宜居".to_owned(), ..Asked::default() };
        let (_, pager) = Pager::cut((0..70).collect::<Vec<usize>>(), 2, ON_A_PAGE, |p| format!("/proposals?p={p}"));
        let full = Self {
            calls: CallView::samples(),
            open: Some(1),
            asked: asked.clone(),
            too_short: vec!["装<b>".to_owned()],
            fields: vec![offer("住有宜居", true), offer("学有优教<b>", false)],
            streets: vec![offer("望江街道", false)],
            states: LISTED_STATES.map(|state| offer(state.word(), false)).to_vec(),
            years: vec![offer("2024", true)],
            needs: NeedRow::samples(),
            found: 70,
            pager,
            clock: ClockCount { received: 80, answered: 60, open: 20, open_late: 3, answered_late: 7 },
        };
        let nothing = Self { needs: Vec::new(), found: 0, open: None, pager: Pager::default(), ..full.clone() };
        vec![Self::empty(Asked::default()), full, nothing]
    }
}

pub async fn show_proposals(ctx: Ctx, site: Option<Site>, asked: crate::web::Query<Asked>) -> Handled {
    let (congress, today, asked) = (site.map(|site| site.congress), ctx.today(), asked.into_inner());
    ctx.show(&ctx.read(move |conn| ProposalsPage::of(conn, congress, asked, today)).await?)
}

#[derive(Clone, Debug, Serialize)]
pub struct ExtensionView {
    pub was: String,
    pub until: String,
    pub reason: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CallPage {
    pub call: CallView,
    pub extensions: Vec<ExtensionView>,
    pub clock: ClockCount,
}

impl CallPage {
    fn of(conn: &mut Conn, congress: CongressId, number: i32, today: Date) -> Result<Self, PageError> {
        let call = store::call_by_number(conn, congress, number)?
            .filter(|call| call.state != CallState::Draft)
            .ok_or(PageError::NotFound)?;
        let extensions = store::extensions(conn, call.id)?;
        let clock = store::clock_count(conn, congress, Some(call.id), today)?;
        let extension = |extension: crate::proposals::call::Extension| ExtensionView {
            was: extension.was.to_string(),
            until: extension.until.to_string(),
            reason: extension.reason.lines().map(ToOwned::to_owned).collect(),
        };
        Ok(Self {
            call: CallView::of(&call, today),
            extensions: extensions.into_iter().map(extension).collect(),
            clock,
        })
    }
}

impl Page for CallPage {
    const TEMPLATE: &'static str = "proposals/call.html";

    fn samples() -> Vec<Self> {
        let extension = ExtensionView {
            was: "2024-10-20".to_owned(),
            until: "2024-10-31".to_owned(),
            reason: vec!["假期<b>".to_owned()],
        };
        let clock = ClockCount { received: 3, answered: 1, open: 2, open_late: 1, answered_late: 0 };
        let page = |call| Self { call, extensions: vec![extension.clone()], clock };
        let mut all: Vec<Self> = CallView::samples().into_iter().map(page).collect();
        all.extend(CallView::sample(Phase::Upcoming).map(|call| Self {
            call,
            extensions: Vec::new(),
            clock: ClockCount::default(),
        }));
        all
    }
}

/// Never from the cache: what comes in moves its numbers, and nothing else.
pub async fn show_call(ctx: Ctx, site: Site, number: Path<i32>) -> Handled {
    let (today, number) = (ctx.today(), *number);
    ctx.show(&ctx.read(move |conn| CallPage::of(conn, site.congress, number, today)).await?)
}

#[derive(Clone, Debug, Serialize)]
pub struct NeedPage {
    pub id: String,
    pub title: String,
    pub words: Vec<String>,
    pub field: String,
    pub place: String,
    pub state: &'static str,
    pub origins: OriginCount,
    pub proposals: Vec<WordsView>,
    pub answers: Vec<AnswerView>,
    pub supports: SupportCount,
    /// Whether more may stand beside it.
    pub may_support: bool,
    /// What those say who proposed it, once it is done.
    pub helps: Vec<(&'static str, i64)>,
}

impl NeedPage {
    fn of(conn: &mut Conn, congress: CongressId, id: NeedId) -> Result<Self, PageError> {
        let need = store::need_by_id(conn, id)?
            .filter(|need| need.congress == congress && LISTED_STATES.contains(&need.state))
            .ok_or(PageError::NotFound)?;
        let names = Names::of(conn, congress)?;
        let answers = store::answers_of_need(conn, id)?;
        let members = store::members_of(conn, id)?;
        let helps = store::helps_of_need(conn, id)?;
        Ok(Self {
            supports: store::supports_of(conn, &need)?,
            may_support: matches!(need.state, NeedState::Open | NeedState::Appraising | NeedState::Pool),
            helps: helps.into_iter().map(|(verdict, count)| (verdict.word(), count)).collect(),
            proposals: WordsView::all(conn, &members, &names)?,
            id: id.to_string(),
            title: need.title.clone(),
            words: need.words.lines().map(ToOwned::to_owned).collect(),
            field: names.field(need.field),
            place: names.place(need.place),
            state: need.state.word(),
            origins: store::origins_of(conn, id)?,
            answers: answers.iter().map(|answer| AnswerView::of(answer, answer.at.to_date())).collect(),
        })
    }
}

impl Page for NeedPage {
    const TEMPLATE: &'static str = "proposals/need.html";

    fn samples() -> Vec<Self> {
        let page = |row: NeedRow| Self {
            id: row.id,
            title: row.title,
            words: vec!["三幢、四幢都想要<b>".to_owned()],
            field: row.field,
            place: row.place,
            state: row.state,
            origins: OriginCount { all: 4, resident: 1, deputy: 1, cppcc: 1, department: 1, streets: 2 },
            proposals: WordsView::samples(),
            answers: AnswerView::samples(),
            supports: SupportCount {
                all: 12,
                streets: vec![("望江街道<b>".to_owned(), 8), (String::new(), 4)],
                before_named: 3,
            },
            may_support: row.state == "open",
            helps: Help::ALL.iter().map(|verdict| (verdict.word(), 2)).collect(),
        };
        let mut all: Vec<Self> = NeedRow::samples().into_iter().map(page).collect();
        if let Some(first) = all.first().cloned() {
            let alone = OriginCount { all: 1, resident: 1, ..OriginCount::default() };
            let supports = SupportCount::default();
            let helps = Vec::new();
            all.push(Self { words: Vec::new(), answers: Vec::new(), origins: alone, supports, helps, ..first });
        }
        all
    }
}

/// What was put to another leads there: a printed address goes on to be good.
pub async fn show_need(ctx: Ctx, site: Site, id: Path<NeedId>) -> Handled {
    let (services, id, congress) = (ctx.services.clone(), *id, site.congress);
    let head = ctx.read(move |conn| store::head_of(conn, id)).await?;
    if let Some(head) = head.filter(|head| head.id != id && head.congress == congress) {
        return Ok(ctx.see_page(&format!("/needs/{}", head.id)));
    }
    ctx.public(async move || blocking(move || services.db.read(|conn| NeedPage::of(conn, congress, id))).await).await
}
