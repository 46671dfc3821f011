//! The secretariat's side: calls, what came, and what wants the same.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    propose::FormView,
    views::{AnswerView, CallView, Names, NeedRow, WordsView, clocks},
};
use crate::{
    accounts::{As, Person, Secretariat},
    db::{Conn, DbError},
    ids::{CongressId, NeedId, ProposalId},
    proposals::{
        actions::{self, Alike, AnswerForm, ListsForm, ProposalForm},
        answer::ClockCount,
        call::{CallForm, Phase},
        code::TrackingCode,
        lists::places_text,
        need::OriginCount,
        personal,
        proposal::{Channel, Origin, Proposal, ProposalState, Sorting},
        store::{self, Ruled, Wanted},
    },
    web::{Ctx, Form, Handled, Message, Outcome, Page, PageError, Path, Qr, Refusal, Refused, Secret},
};

fn congress_of(person: &Person) -> Result<CongressId, PageError> {
    person.congress().ok_or(PageError::NotFound)
}

/// 征集: all calls, a new one, and the lists that forms choose from.
#[derive(Clone, Debug, Serialize)]
pub struct CallsDeskPage {
    pub calls: Vec<CallView>,
    pub typed: CallForm,
    pub lists: ListsForm,
    pub clock: ClockCount,
}

impl CallsDeskPage {
    fn of(conn: &mut Conn, person: &Person, today: Date) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let calls = store::calls(conn, congress)?;
        let names = Names::of(conn, congress)?;
        let fields = names.fields.iter().filter(|field| field.offered).map(|field| field.name.as_str());
        let mut synonyms: Vec<(String, Vec<String>)> = Vec::new();
        for (word, means) in store::synonym_pairs(conn, congress)? {
            match synonyms.last_mut().filter(|(last, _)| *last == means) {
                Some((_, words)) => words.push(word),
                None => synonyms.push((means, vec![word])),
            }
        }
        let synonyms: Vec<String> =
            synonyms.into_iter().map(|(means, words)| format!("{}={means}", words.join("、"))).collect();
        Ok(Self {
            clock: clocks(conn, congress, &calls, None, today)?,
            calls: calls.iter().map(|call| CallView::of(call, today)).collect(),
            typed: CallForm { answer_days: "15".to_owned(), retention_days: "365".to_owned(), ..CallForm::default() },
            lists: ListsForm {
                fields: fields.collect::<Vec<_>>().join("\n"),
                places: places_text(&names.places),
                synonyms: synonyms.join("\n"),
            },
        })
    }
}

impl Page for CallsDeskPage {
    const TEMPLATE: &'static str = "proposals/desk_calls.html";

    fn samples() -> Vec<Self> {
        let typed = CallForm { title: "<b>".to_owned(), words: "</textarea>".to_owned(), ..CallForm::default() };
        let lists = ListsForm { fields: "住有宜居<b>".to_owned(), ..ListsForm::default() };
        let clock = ClockCount { received: 3, answered: 1, open: 2, open_late: 1, answered_late: 0 };
        vec![
            Self {
                calls: Vec::new(),
                typed: CallForm::default(),
                lists: ListsForm::default(),
                clock: ClockCount::default(),
            },
            Self { calls: CallView::samples(), typed, lists, clock },
        ]
    }
}

pub async fn show_calls_desk(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| CallsDeskPage::of(conn, &who.person, today)).await?)
}

pub async fn draw_up_call_page(ctx: Ctx, who: As<Secretariat>, form: Form<CallForm>) -> Handled {
    let today = ctx.today();
    ctx.act(who, form, |tx, who, at, typed| actions::draw_up_call(tx, &who.person, at, typed))
        .then("/secretariat/calls", "call-drawn-up")
        .or_again(move |conn, who, typed| Ok(CallsDeskPage { typed, ..CallsDeskPage::of(conn, &who.person, today)? }))
        .await
}

pub async fn save_lists_page(ctx: Ctx, who: As<Secretariat>, form: Form<ListsForm>) -> Handled {
    let today = ctx.today();
    ctx.act(who, form, |tx, who, at, typed| actions::save_lists(tx, &who.person, at, typed))
        .then("/secretariat/calls", "lists-saved")
        .or_again(move |conn, who, lists| Ok(CallsDeskPage { lists, ..CallsDeskPage::of(conn, &who.person, today)? }))
        .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MoveCallForm {
    #[serde(default)]
    pub until: String,
    #[serde(default)]
    pub reason: String,
    /// `publish`, `extend` or `report`.
    #[serde(default, rename = "do")]
    pub act: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct CallDeskPage {
    pub call: CallView,
    pub clock: ClockCount,
    pub without_answer: i64,
    pub typed: MoveCallForm,
}

impl CallDeskPage {
    fn of(conn: &mut Conn, person: &Person, number: i32, today: Date) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let call = store::call_by_number(conn, congress, number)?.ok_or(PageError::NotFound)?;
        Ok(Self {
            clock: clocks(conn, congress, std::slice::from_ref(&call), Some(&call), today)?,
            without_answer: store::without_answer(conn, call.id)?,
            call: CallView::of(&call, today),
            typed: MoveCallForm::default(),
        })
    }
}

impl Page for CallDeskPage {
    const TEMPLATE: &'static str = "proposals/desk_call.html";

    fn samples() -> Vec<Self> {
        let clock = ClockCount { received: 3, answered: 1, open: 2, open_late: 1, answered_late: 0 };
        let typed = MoveCallForm { reason: "<b>".to_owned(), ..MoveCallForm::default() };
        let page = |call: CallView| {
            [0, 2].map(|without_answer| Self { call: call.clone(), clock, without_answer, typed: typed.clone() })
        };
        CallView::samples().into_iter().flat_map(page).collect()
    }
}

pub async fn show_call_desk(ctx: Ctx, who: As<Secretariat>, number: Path<i32>) -> Handled {
    let (today, number) = (ctx.today(), *number);
    ctx.show(&ctx.read(move |conn| CallDeskPage::of(conn, &who.person, number, today)).await?)
}

pub async fn move_call_page(ctx: Ctx, who: As<Secretariat>, number: Path<i32>, form: Form<MoveCallForm>) -> Handled {
    let (services, today, number) = (ctx.services.clone(), ctx.today(), *number);
    let notice = match form.typed().act.as_str() {
        "publish" => "call-published",
        "extend" => "call-extended",
        _ => "call-reported",
    };
    ctx.act(who, form, move |tx, who, at, typed| match typed.act.as_str() {
        "publish" => actions::publish_call(tx, &services.secret, &who.person, at, number),
        "extend" => actions::extend_call(tx, &who.person, at, number, &typed.until, &typed.reason),
        "report" => actions::report_call(tx, &who.person, at, number),
        _ => Err(Refused::Missing),
    })
    .then(format!("/secretariat/calls/{number}"), notice)
    .or_again(move |conn, who, typed| Ok(CallDeskPage { typed, ..CallDeskPage::of(conn, &who.person, number, today)? }))
    .await
}

/// What somebody says at a desk, written down for them.
#[derive(Clone, Debug, Serialize)]
pub struct WriteDownPage {
    pub call: CallView,
    pub form: FormView,
    pub origins: Vec<&'static str>,
    pub channels: Vec<&'static str>,
}

impl WriteDownPage {
    fn of(conn: &mut Conn, person: &Person, number: i32, typed: ProposalForm, today: Date) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let call = store::call_by_number(conn, congress, number)?
            .filter(|call| matches!(call.phase(today), Phase::Open | Phase::Closed))
            .ok_or(PageError::NotFound)?;
        Ok(Self {
            call: CallView::of(&call, today),
            form: FormView::of(conn, congress, typed)?,
            origins: Origin::ALL.iter().map(|origin| origin.word()).collect(),
            channels: [Channel::Station, Channel::Desk].map(Channel::word).to_vec(),
        })
    }
}

impl Page for WriteDownPage {
    const TEMPLATE: &'static str = "proposals/write_down.html";

    fn samples() -> Vec<Self> {
        let calls = [Phase::Open, Phase::Closed].into_iter().filter_map(CallView::sample);
        let page = |call: CallView| {
            FormView::samples().into_iter().map(move |form| Self {
                call: call.clone(),
                form,
                origins: Origin::ALL.iter().map(|origin| origin.word()).collect(),
                channels: [Channel::Station, Channel::Desk].map(Channel::word).to_vec(),
            })
        };
        calls.flat_map(page).collect()
    }
}

pub async fn show_write_down(ctx: Ctx, who: As<Secretariat>, number: Path<i32>) -> Handled {
    let (today, number) = (ctx.today(), *number);
    let typed =
        ProposalForm { origin: "resident".to_owned(), channel: "station".to_owned(), ..ProposalForm::default() };
    ctx.show(&ctx.read(move |conn| WriteDownPage::of(conn, &who.person, number, typed, today)).await?)
}

/// 回执: to be printed and taken home.
#[derive(Clone, Debug, Serialize)]
pub struct SlipPage {
    pub call: CallView,
    pub title: String,
    pub groups: Vec<String>,
    pub address: String,
    pub qr: Qr,
    pub on: String,
    /// Where the next one is written down.
    pub next: String,
}

impl Page for SlipPage {
    const TEMPLATE: &'static str = "proposals/slip.html";

    fn samples() -> Vec<Self> {
        let page = CallView::sample(Phase::Open).zip(Qr::of("https://example.org/p/A").ok());
        let slip = |(call, qr)| Self {
            call,
            title: "加装电梯<b>".to_owned(),
            groups: vec!["ABCD".to_owned(), "EFGH".to_owned(), "JKLM".to_owned()],
            address: "https://example.org/p/ABCDEFGHJKLM".to_owned(),
            qr,
            on: "2024-10-03".to_owned(),
            next: "/secretariat/calls/1/write".to_owned(),
        };
        page.map(slip).into_iter().collect()
    }
}

pub async fn write_down_page(ctx: Ctx, who: As<Secretariat>, number: Path<i32>, form: Form<ProposalForm>) -> Handled {
    let (services, today, number) = (ctx.services.clone(), ctx.today(), *number);
    let code = form.key().map(|key| TrackingCode::of_form(&services.secret, key));
    let title = form.typed().title.clone();
    let acting = (services.clone(), code.clone());
    let (who, outcome) = ctx
        .act(who, form, move |tx, who, at, typed| {
            let (services, code) = &acting;
            let code = code.as_ref().ok_or(Refused::<actions::SendError>::Missing)?;
            actions::write_down(tx, &services.secret, &who.person, number, typed, code, at)
        })
        .outcome()
        .await?;
    match (outcome, code) {
        (Outcome::Done(_) | Outcome::Before, Some(code)) => {
            let address = format!("{}/p/{}", ctx.origin(), code.as_str());
            let call = ctx.read(move |conn| {
                let call = store::call_by_number(conn, congress_of(&who.person)?, number)?;
                call.map(|call| CallView::of(&call, today)).ok_or(PageError::NotFound)
            });
            let (call, qr) = (call.await?, Qr::of(&address)?);
            let next = format!("/secretariat/calls/{number}/write");
            ctx.show(&SlipPage { call, title, groups: code.groups(), address, qr, on: today.to_string(), next })
        }
        (Outcome::Done(_) | Outcome::Before, None) => Err(PageError::NotFound),
        (Outcome::Again(again), _) => {
            let typed = again.typed;
            let page = ctx.read(move |conn| WriteDownPage::of(conn, &who.person, number, typed, today)).await?;
            ctx.again(&page, &again.wrong)
        }
    }
}

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
    pub count: i64,
    pub href: String,
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
    fn of(conn: &mut Conn, person: &Person, show: &str, after: Option<ProposalId>) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let names = Names::of(conn, congress)?;
        let counts = store::queue_counts(conn, congress)?;
        let objections = store::open_objections(conn, congress)?;
        let count_of = |state: ProposalState, held: Option<bool>| {
            let same = counts.iter().filter(|(s, h, _)| *s == state && held.is_none_or(|held| held == *h));
            same.map(|(_, _, count)| count).sum()
        };
        let mut tabs: Vec<Tab> = SHOWN
            .iter()
            .map(|&(show, state, held)| Tab {
                show,
                count: count_of(state, held),
                href: format!("/secretariat/proposals/in/{show}"),
            })
            .collect();
        let raised = i64::try_from(objections.len()).map_err(DbError::corrupt)?;
        tabs.push(Tab { show: OBJECTIONS, count: raised, href: format!("/secretariat/proposals/in/{OBJECTIONS}") });
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
            personal: !personal::find(&proposal.wording.text()).is_empty(),
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
        let tabs: Vec<Tab> = shows
            .clone()
            .map(|show| Tab { show, count: 2, href: format!("/secretariat/proposals/in/{show}") })
            .collect();
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

pub async fn show_queue(ctx: Ctx, who: As<Secretariat>, asked: actix_web::web::Query<After>) -> Handled {
    ctx.show(&ctx.read(move |conn| QueuePage::of(conn, &who.person, "received", asked.after)).await?)
}

pub async fn show_queue_of(
    ctx: Ctx,
    who: As<Secretariat>,
    show: Path<String>,
    asked: actix_web::web::Query<After>,
) -> Handled {
    let show = show.into_inner();
    ctx.show(&ctx.read(move |conn| QueuePage::of(conn, &who.person, &show, asked.after)).await?)
}

/// One proposal with all that the secretariat may know of it.
#[derive(Clone, Debug, Serialize)]
pub struct ProposalPage {
    pub id: String,
    pub words: WordsView,
    pub state: &'static str,
    pub reason: Vec<String>,
    pub held: bool,
    pub personal: Vec<(&'static str, String)>,
    pub contact: Option<String>,
    pub need: Option<NeedRow>,
    pub may_split: bool,
    pub objection: Option<Vec<String>>,
    pub answers: Vec<AnswerView>,
    pub here: Vec<NeedRow>,
    pub elsewhere: Vec<NeedRow>,
    pub acts: Vec<&'static str>,
    pub typed: SortForm,
}

impl ProposalPage {
    fn of(conn: &mut Conn, secret: &Secret, person: &Person, id: ProposalId) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let proposal = store::proposal_by_id(conn, id)?.ok_or(PageError::NotFound)?;
        let call = store::call_by_id(conn, proposal.call)?;
        if call.is_none_or(|call| call.congress != congress) {
            return Err(PageError::NotFound);
        }
        let names = Names::of(conn, congress)?;
        let need = match proposal.need {
            Some(need) => store::need_by_id(conn, need)?,
            None => None,
        };
        let wording = &proposal.wording;
        let Alike { here, elsewhere } =
            actions::alike(conn, congress, &wording.title, proposal.place, proposal.field, proposal.need)?;
        let objection = store::objection_of(conn, id)?.filter(|objection| objection.ruled.is_none());
        let answers = store::answers_to(conn, id)?;
        let acts = Sorting::ALL.iter().filter(|sorting| proposal.state.after(**sorting).is_some());
        Ok(Self {
            id: id.to_string(),
            words: WordsView::all(conn, std::slice::from_ref(&proposal), &names)?.pop().ok_or(PageError::NotFound)?,
            state: proposal.state.word(),
            reason: proposal.reason.lines().map(ToOwned::to_owned).collect(),
            held: proposal.held,
            personal: personal::find(&wording.text())
                .into_iter()
                .map(|found| (found.kind.word(), found.text))
                .collect(),
            contact: actions::contact_of(conn, secret, &proposal)?,
            may_split: need.as_ref().is_some_and(|need| need.founded_by != id && !need.state.is_decided()),
            need: NeedRow::all(conn, &names, need.as_slice())?.pop(),
            objection: objection.map(|objection| objection.words.lines().map(ToOwned::to_owned).collect()),
            answers: answers.iter().map(|(answer, at)| AnswerView::of(answer, at.to_date())).collect(),
            here: NeedRow::all(conn, &names, &here)?,
            elsewhere: NeedRow::all(conn, &names, &elsewhere)?,
            acts: acts.map(|sorting| sorting.word()).collect(),
            typed: SortForm::default(),
        })
    }
}

impl Page for ProposalPage {
    const TEMPLATE: &'static str = "proposals/proposal.html";

    fn samples() -> Vec<Self> {
        let page = |(at, words): (usize, WordsView)| {
            let state = ProposalState::ALL.get(at).copied().unwrap_or(ProposalState::Received);
            let acts = Sorting::ALL.iter().filter(|sorting| state.after(**sorting).is_some());
            Self {
                id: words.id.clone(),
                words,
                state: state.word(),
                reason: vec!["个案<b>".to_owned()],
                held: at == 0,
                personal: vec![("phone", "13857112345<b>".to_owned())],
                contact: (at == 1).then(|| "13857112345<b>".to_owned()),
                need: (at == 1).then(NeedRow::samples).and_then(|mut rows| rows.pop()),
                may_split: at == 1,
                objection: (at == 1).then(|| vec!["不是一回事<b>".to_owned()]),
                answers: AnswerView::samples(),
                here: NeedRow::samples(),
                elsewhere: if at == 0 { Vec::new() } else { NeedRow::samples() },
                acts: acts.map(|sorting| sorting.word()).collect(),
                typed: SortForm { reason: "<b>".to_owned(), ..SortForm::default() },
            }
        };
        WordsView::samples().into_iter().enumerate().map(page).collect()
    }
}

pub async fn show_proposal_desk(ctx: Ctx, who: As<Secretariat>, id: Path<ProposalId>) -> Handled {
    let (services, id) = (ctx.services.clone(), *id);
    ctx.show(&ctx.read(move |conn| ProposalPage::of(conn, &services.secret, &who.person, id)).await?)
}

/// Sorting and splitting refuse in their own ways.
#[derive(Debug, thiserror::Error)]
enum DeskError {
    #[error(transparent)]
    Sort(#[from] actions::SortError),
    #[error(transparent)]
    Merge(#[from] actions::MergeError),
}

impl Refusal for DeskError {
    fn message(&self) -> Message {
        match self {
            Self::Sort(refused) => Refusal::message(refused),
            Self::Merge(refused) => Refusal::message(refused),
        }
    }
}

pub async fn sort_proposal(ctx: Ctx, who: As<Secretariat>, id: Path<ProposalId>, form: Form<SortForm>) -> Handled {
    let (services, id) = (ctx.services.clone(), *id);
    let act = form.typed().act.clone();
    // Whoever sorts goes on to the next; whoever takes apart sees what came of it.
    let (to, notice) = match act.as_str() {
        "split" => (format!("/secretariat/proposals/{id}"), "proposal-split"),
        "objection-split" | "objection-kept" => ("/secretariat/proposals".to_owned(), "merge-objection-settled"),
        "list" => ("/secretariat/proposals".to_owned(), "proposal-listed"),
        "aside" => ("/secretariat/proposals".to_owned(), "proposal-aside"),
        "hide" => ("/secretariat/proposals".to_owned(), "proposal-hidden"),
        _ => (format!("/secretariat/proposals/{id}"), "proposal-undone"),
    };
    ctx.act(who, form, move |tx, who, at, typed| -> Result<(), Refused<DeskError>> {
        let person = &who.person;
        match typed.act.as_str() {
            "split" => actions::split(tx, person, at, id).map(|_| ()).map_err(Refused::on_the_way),
            "objection-split" => {
                actions::settle_objection(tx, person, at, id, Ruled::Split, &typed.reason).map_err(Refused::on_the_way)
            }
            "objection-kept" => {
                actions::settle_objection(tx, person, at, id, Ruled::Kept, &typed.reason).map_err(Refused::on_the_way)
            }
            word => {
                let sorting: Sorting = word.parse().map_err(|_| Refused::Missing)?;
                actions::sort(tx, person, at, id, sorting, &typed.reason).map(|_| ()).map_err(Refused::on_the_way)
            }
        }
    })
    .then(to, notice)
    .or_again(move |conn, who, typed| {
        Ok(ProposalPage { typed, ..ProposalPage::of(conn, &services.secret, &who.person, id)? })
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NeedForm {
    #[serde(default)]
    pub into: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub unit: String,
    /// `merge`, `name` or `answer`.
    #[serde(default, rename = "do")]
    pub act: String,
}

/// 需求: who stands with it, what is like it, and what becomes of it.
#[derive(Clone, Debug, Serialize)]
pub struct NeedDeskPage {
    pub id: String,
    pub need: NeedRow,
    pub words: String,
    pub origins: OriginCount,
    pub members: Vec<WordsView>,
    pub here: Vec<NeedRow>,
    pub elsewhere: Vec<NeedRow>,
    pub answers: Vec<AnswerView>,
    pub open: bool,
    pub typed: NeedForm,
}

impl NeedDeskPage {
    fn of(conn: &mut Conn, person: &Person, id: NeedId) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let need = store::need_by_id(conn, id)?.filter(|need| need.congress == congress).ok_or(PageError::NotFound)?;
        let names = Names::of(conn, congress)?;
        let Alike { here, elsewhere } = actions::alike(conn, congress, &need.title, need.place, need.field, Some(id))?;
        let row = NeedRow::all(conn, &names, std::slice::from_ref(&need))?.pop().ok_or(PageError::NotFound)?;
        let answers = store::answers_of_need(conn, id)?;
        Ok(Self {
            id: id.to_string(),
            need: row,
            words: need.words.clone(),
            origins: store::origins_of(conn, id)?,
            members: store::members_of(conn, id)?.iter().map(|member| WordsView::of(member, &names)).collect(),
            here: NeedRow::all(conn, &names, &here)?,
            elsewhere: NeedRow::all(conn, &names, &elsewhere)?,
            answers: answers.iter().map(|answer| AnswerView::of(answer, answer.at.to_date())).collect(),
            open: need.state == crate::proposals::NeedState::Open,
            typed: NeedForm { title: need.title, text: need.words, ..NeedForm::default() },
        })
    }
}

impl Page for NeedDeskPage {
    const TEMPLATE: &'static str = "proposals/desk_need.html";

    fn samples() -> Vec<Self> {
        let page = |need: NeedRow| Self {
            id: need.id.clone(),
            words: "三幢、四幢<b>".to_owned(),
            origins: OriginCount { all: 4, resident: 1, deputy: 1, cppcc: 1, department: 1, streets: 2 },
            members: WordsView::samples(),
            here: NeedRow::samples().into_iter().take(2).collect(),
            elsewhere: Vec::new(),
            answers: if need.state == "open" { Vec::new() } else { AnswerView::samples() },
            open: need.state == "open",
            typed: NeedForm { title: "<b>".to_owned(), ..NeedForm::default() },
            need,
        };
        NeedRow::samples().into_iter().map(page).collect()
    }
}

pub async fn show_need_desk(ctx: Ctx, who: As<Secretariat>, id: Path<NeedId>) -> Handled {
    let id = *id;
    ctx.show(&ctx.read(move |conn| NeedDeskPage::of(conn, &who.person, id)).await?)
}

/// Merging, naming and answering refuse in their own ways.
#[derive(Debug, thiserror::Error)]
enum NeedError {
    #[error(transparent)]
    Merge(#[from] actions::MergeError),
    #[error(transparent)]
    Answer(#[from] actions::AnswerError),
}

impl Refusal for NeedError {
    fn message(&self) -> Message {
        match self {
            Self::Merge(refused) => Refusal::message(refused),
            Self::Answer(refused) => Refusal::message(refused),
        }
    }
}

pub async fn move_need(ctx: Ctx, who: As<Secretariat>, id: Path<NeedId>, form: Form<NeedForm>) -> Handled {
    let id = *id;
    let into: Option<NeedId> = form.typed().into.parse().ok();
    let (to, notice) = match (form.typed().act.as_str(), into) {
        ("merge", Some(into)) => (into, "needs-merged"),
        ("answer", _) => (id, "need-answered"),
        _ => (id, "need-named"),
    };
    ctx.act(who, form, move |tx, who, at, typed| -> Result<(), Refused<NeedError>> {
        let person = &who.person;
        match typed.act.as_str() {
            "merge" => {
                let into = into.ok_or(Refused::Missing)?;
                actions::merge(tx, person, at, id, into).map(|_| ()).map_err(Refused::on_the_way)
            }
            "name" => actions::name_need(tx, person, at, id, &typed.title, &typed.text).map_err(Refused::on_the_way),
            "answer" => {
                let NeedForm { kind, words, unit, .. } = typed.clone();
                let form = AnswerForm { kind, words, unit };
                actions::answer_need(tx, person, at, id, &form).map(|_| ()).map_err(Refused::on_the_way)
            }
            _ => Err(Refused::Missing),
        }
    })
    .then(format!("/secretariat/needs/{to}"), notice)
    .or_again(move |conn, who, typed| Ok(NeedDeskPage { typed, ..NeedDeskPage::of(conn, &who.person, id)? }))
    .await
}
