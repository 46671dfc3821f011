//! The method and the board of the secretariat, the appraiser's one need a screen, and what is public afterwards.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, AppraisalForm, AskError, DecideError, DecisionForm},
    appraisal::{Appraisal, AppraisalState, Together, Verdict, are_open, together},
    method::{MethodForm, SCALE, ScreeningMethod},
    store::{self, Decision, DecisionState},
};
use crate::{
    accounts::{self, As, Department, Person, Role, Secretariat, Site},
    db::{Conn, DbError},
    ids::{AccountId, CongressId, NeedId},
    proposals::{self, Need, NeedState, OriginCount, WordsView, words_of_need},
    web::{Ctx, Form, Handled, Page, PageError, Path, Refused, blocking},
};

fn congress_of(person: &Person) -> Result<CongressId, PageError> {
    person.congress().ok_or(PageError::NotFound)
}

/// One appraiser's view, as far as it may be seen.
#[derive(Clone, Debug, Serialize)]
pub struct AppraisalView {
    pub name: String,
    pub state: &'static str,
    pub due_on: String,
    pub late: bool,
    pub scores: Vec<u32>,
    /// The checks that are not met.
    pub unmet: Vec<String>,
    pub verdict: Option<&'static str>,
    pub cost: String,
    pub words: Vec<String>,
}

impl AppraisalView {
    /// `open`: whether the marks may be seen.
    fn of(one: &Appraisal, method: &ScreeningMethod, open: bool, today: Date) -> Self {
        let shown = open && one.state == AppraisalState::Given;
        let unmet = method.checks.iter().zip(&one.checks).filter(|(_, met)| shown && !**met);
        let lines = || one.words.lines().map(ToOwned::to_owned).collect();
        Self {
            name: one.name.clone(),
            state: one.state.word(),
            due_on: one.due_on.to_string(),
            late: one.state == AppraisalState::Asked && one.due_on < today,
            scores: if shown { one.scores.clone() } else { Vec::new() },
            unmet: unmet.map(|(check, _)| check.clone()).collect(),
            verdict: one.verdict.filter(|_| shown).map(Verdict::word),
            cost: if shown { one.cost.clone() } else { String::new() },
            words: if shown || (open && one.state == AppraisalState::Recused) { lines() } else { Vec::new() },
        }
    }

    fn samples() -> Vec<Self> {
        let one = |state, scores: &[u32], verdict| Self {
            name: "李工<b>".to_owned(),
            state,
            due_on: "2024-03-01".to_owned(),
            late: state == "asked",
            scores: scores.to_vec(),
            unmet: if scores.is_empty() { Vec::new() } else { vec!["可量化<b>".to_owned()] },
            verdict,
            cost: "约30万元<b>".to_owned(),
            words: vec!["可以做<b>".to_owned()],
        };
        vec![
            one("given", &[5, 4, 4, 5], Some("feasible")),
            one("given", &[2, 4, 4, 5], Some("unfeasible")),
            one("given", &[3, 3, 3, 3], Some("unclear")),
            one("asked", &[], None),
            one("recused", &[], None),
        ]
    }
}

/// What the marks come to.
#[derive(Clone, Debug, Serialize)]
pub struct TogetherView {
    pub score: String,
    pub criteria: Vec<(String, u32, u32, u32)>,
    pub disagree: bool,
}

impl TogetherView {
    fn of(method: &ScreeningMethod, together: &Together) -> Option<Self> {
        let score = together.score?;
        let line = |(criterion, (low, high)): (&super::method::Criterion, &(u32, u32))| {
            (criterion.name.clone(), criterion.weight, *low, *high)
        };
        Some(Self {
            score: format!("{}.{}", score / 10, score % 10),
            criteria: method.criteria.iter().zip(&together.spreads).map(line).collect(),
            disagree: together.disagree,
        })
    }

    fn sample(disagree: bool) -> Self {
        let line = |name: &str| (name.to_owned(), 25, 2, 5);
        Self { score: "86.0".to_owned(), criteria: vec![line("必要性<b>"), line("可行性")], disagree }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct BoardRow {
    pub id: String,
    pub title: String,
    pub given: usize,
    pub asked: usize,
    pub late: usize,
    pub open: bool,
    pub decided: bool,
}

/// `/secretariat/screening`
#[derive(Clone, Debug, Serialize)]
pub struct ScreeningPage {
    pub version: Option<i32>,
    pub typed: MethodForm,
    pub rows: Vec<BoardRow>,
}

impl ScreeningPage {
    fn of(conn: &mut Conn, person: &Person, today: Date) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let latest = store::versions(conn, congress)?.into_iter().next();
        let mut rows = Vec::new();
        for need in proposals::appraised_needs(conn, congress)? {
            let all = store::appraisals_of(conn, need.id)?;
            let count = |state: AppraisalState| all.iter().filter(|one| one.state == state).count();
            let late = all.iter().filter(|one| one.state == AppraisalState::Asked && one.due_on < today);
            rows.push(BoardRow {
                given: count(AppraisalState::Given),
                asked: all.len() - count(AppraisalState::Recused),
                late: late.count(),
                open: are_open(&all, today),
                decided: store::decision_of(conn, need.id)?.is_some(),
                id: need.id.to_string(),
                title: need.title,
            });
        }
        let method = latest.as_ref().map_or_else(ScreeningMethod::default, |latest| latest.method.clone());
        Ok(Self { version: latest.map(|latest| latest.version), typed: method.to_form(), rows })
    }
}

impl Page for ScreeningPage {
    const TEMPLATE: &'static str = "screening/board.html";

    fn samples() -> Vec<Self> {
        let row = |open, decided, late| BoardRow {
            id: uuid::Uuid::nil().to_string(),
            title: "给老楼加装电梯<b>".to_owned(),
            given: 1,
            asked: 2,
            late,
            open,
            decided,
        };
        let rows = vec![row(false, false, 0), row(true, false, 1), row(true, true, 0)];
        let typed = MethodForm { checks: "<b>".to_owned(), ..ScreeningMethod::default().to_form() };
        vec![
            Self { version: None, typed: ScreeningMethod::default().to_form(), rows: Vec::new() },
            Self { version: Some(2), typed, rows },
        ]
    }
}

pub async fn show_screening(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| ScreeningPage::of(conn, &who.person, today)).await?)
}

pub async fn save_method_page(ctx: Ctx, who: As<Secretariat>, form: Form<MethodForm>) -> Handled {
    let today = ctx.today();
    ctx.act(who, form, |tx, who, at, typed| actions::save_method(tx, &who.person, at, typed))
        .then("/secretariat/screening", "screening-method-saved")
        .or_again(move |conn, who, typed| Ok(ScreeningPage { typed, ..ScreeningPage::of(conn, &who.person, today)? }))
        .await
}

/// Somebody who may be asked.
#[derive(Clone, Debug, Serialize)]
pub struct Candidate {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct DecisionView {
    pub outcome: &'static str,
    pub words: String,
    pub to_change: String,
    pub note: String,
    pub meeting: String,
    pub by: String,
    pub on: String,
    pub waits: bool,
    /// Whether whoever looks asked for it.
    pub mine: bool,
    pub confirmed_by: String,
}

impl DecisionView {
    fn of(decision: &Decision, looks: Option<AccountId>) -> Self {
        Self {
            outcome: decision.outcome.word(),
            words: decision.words.clone(),
            to_change: decision.to_change.clone(),
            note: decision.note.clone(),
            meeting: decision.meeting.clone(),
            by: decision.asked_name.clone(),
            on: decision.settled_on.map_or_else(|| decision.asked_at.to_date(), |day| day.to_string()),
            waits: decision.state == DecisionState::Asked,
            mine: looks == Some(decision.asked_by),
            confirmed_by: decision.settled_name.clone().unwrap_or_default(),
        }
    }

    fn sample(waits: bool, mine: bool) -> Self {
        Self {
            outcome: if mine { "refused" } else { "pool" },
            words: "先做试点<b>".to_owned(),
            to_change: if mine { "落实用地<b>".to_owned() } else { String::new() },
            note: "两家意见不同，已会商<b>".to_owned(),
            meeting: "遴选会<b>".to_owned(),
            by: "周敏".to_owned(),
            on: "2024-03-02".to_owned(),
            waits,
            mine,
            confirmed_by: if waits { String::new() } else { "方志明".to_owned() },
        }
    }
}

/// `/secretariat/screening/{need}`
#[derive(Clone, Debug, Serialize)]
pub struct NeedScreeningPage {
    pub id: String,
    pub title: String,
    pub state: &'static str,
    pub origins: OriginCount,
    pub least: usize,
    pub candidates: Vec<Candidate>,
    pub appraisals: Vec<AppraisalView>,
    /// Whether the marks may be seen.
    pub open: bool,
    pub together: Option<TogetherView>,
    pub decision: Option<DecisionView>,
    pub typed: DecisionForm,
    pub due_on: String,
}

impl NeedScreeningPage {
    fn of(conn: &mut Conn, person: &Person, id: NeedId, today: Date) -> Result<Self, PageError> {
        let congress = congress_of(person)?;
        let need = of_congress(conn, congress, id)?;
        let all = store::appraisals_of(conn, id)?;
        let method = match all.first() {
            Some(first) => store::method_by_id(conn, first.method)?.method,
            None => store::versions(conn, congress)?
                .into_iter()
                .next()
                .map_or_else(ScreeningMethod::default, |latest| latest.method),
        };
        let open = are_open(&all, today);
        let known = accounts::accounts_of_role(conn, congress, Role::Department)?;
        let free = known.into_iter().filter(|account| !all.iter().any(|one| one.account == account.id));
        let may_ask = matches!(need.state, NeedState::Open | NeedState::Appraising);
        Ok(Self {
            id: id.to_string(),
            title: need.title,
            state: need.state.word(),
            origins: proposals::origins_of(conn, id)?,
            least: method.appraisers,
            candidates: free
                .filter(|_| may_ask)
                .map(|account| Candidate { id: account.id.to_string(), name: account.name })
                .collect(),
            appraisals: all.iter().map(|one| AppraisalView::of(one, &method, open, today)).collect(),
            together: if open { TogetherView::of(&method, &together(&method, &all)) } else { None },
            open,
            decision: store::decision_of(conn, id)?.map(|decision| DecisionView::of(&decision, Some(person.id))),
            typed: DecisionForm::default(),
            due_on: String::new(),
        })
    }
}

fn of_congress(conn: &mut Conn, congress: CongressId, id: NeedId) -> Result<Need, PageError> {
    proposals::need_by_id(conn, id)?.filter(|need| need.congress == congress).ok_or(PageError::NotFound)
}

impl Page for NeedScreeningPage {
    const TEMPLATE: &'static str = "screening/need.html";

    fn samples() -> Vec<Self> {
        let bare = Self {
            id: uuid::Uuid::nil().to_string(),
            title: "给老楼加装电梯<b>".to_owned(),
            state: "open",
            origins: OriginCount { all: 37, resident: 29, deputy: 6, cppcc: 1, department: 1, streets: 4 },
            least: 2,
            candidates: vec![Candidate { id: uuid::Uuid::nil().to_string(), name: "李工<b>".to_owned() }],
            appraisals: Vec::new(),
            open: false,
            together: None,
            decision: None,
            typed: DecisionForm { words: "<b>".to_owned(), ..DecisionForm::default() },
            due_on: String::new(),
        };
        let asked = Self { state: "appraising", appraisals: AppraisalView::samples(), ..bare.clone() };
        let open = |disagree, decision| Self {
            open: true,
            together: Some(TogetherView::sample(disagree)),
            decision,
            candidates: Vec::new(),
            ..asked.clone()
        };
        vec![
            bare.clone(),
            asked.clone(),
            open(true, None),
            open(false, Some(DecisionView::sample(true, true))),
            open(false, Some(DecisionView::sample(true, false))),
            Self { state: "pool", ..open(true, Some(DecisionView::sample(false, false))) },
            Self { candidates: Vec::new(), ..bare },
        ]
    }
}

pub async fn show_need_screening(ctx: Ctx, who: As<Secretariat>, id: Path<NeedId>) -> Handled {
    let (id, today) = (*id, ctx.today());
    ctx.show(&ctx.read(move |conn| NeedScreeningPage::of(conn, &who.person, id, today)).await?)
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct AskForm {
    #[serde(default)]
    pub whom: Vec<AccountId>,
    #[serde(default)]
    pub due_on: String,
}

pub async fn ask_appraisers_page(ctx: Ctx, who: As<Secretariat>, id: Path<NeedId>, form: Form<AskForm>) -> Handled {
    let (id, today) = (*id, ctx.today());
    ctx.act(who, form, move |tx, who, at, typed| -> Result<(), Refused<AskError>> {
        actions::ask_appraisers(tx, &who.person, at, id, &typed.whom, &typed.due_on)
    })
    .then(format!("/secretariat/screening/{id}"), "appraisers-asked")
    .or_again(move |conn, who, typed| {
        Ok(NeedScreeningPage { due_on: typed.due_on, ..NeedScreeningPage::of(conn, &who.person, id, today)? })
    })
    .await
}

pub async fn decide_page(ctx: Ctx, who: As<Secretariat>, id: Path<NeedId>, form: Form<DecisionForm>) -> Handled {
    let (id, today) = (*id, ctx.today());
    let notice = match form.typed().act.as_str() {
        "confirm" => "screening-decided",
        "withdraw" => "screening-withdrawn",
        _ => "screening-asked",
    };
    ctx.act(who, form, move |tx, who, at, typed| -> Result<(), Refused<DecideError>> {
        match typed.act.as_str() {
            "ask" => actions::propose_decision(tx, &who.person, at, id, typed),
            "confirm" => actions::confirm_decision(tx, &who.person, at, id),
            "withdraw" => actions::withdraw_decision(tx, &who.person, at, id),
            _ => Err(Refused::Missing),
        }
    })
    .then(format!("/secretariat/screening/{id}"), notice)
    .or_again(move |conn, who, typed| {
        Ok(NeedScreeningPage { typed, ..NeedScreeningPage::of(conn, &who.person, id, today)? })
    })
    .await
}

/// What somebody was asked to appraise.
#[derive(Clone, Debug, Serialize)]
pub struct AskedRow {
    pub id: String,
    pub title: String,
    pub due_on: String,
    pub state: &'static str,
    pub late: bool,
}

/// `/department/appraisals`
#[derive(Clone, Debug, Serialize)]
pub struct AppraisalsPage {
    pub rows: Vec<AskedRow>,
}

impl AppraisalsPage {
    fn of(conn: &mut Conn, person: &Person, today: Date) -> Result<Self, PageError> {
        let mut rows = Vec::new();
        for one in store::appraisals_by(conn, person.id)? {
            if let Some(need) = proposals::need_by_id(conn, one.need)? {
                rows.push(AskedRow {
                    id: need.id.to_string(),
                    title: need.title,
                    due_on: one.due_on.to_string(),
                    state: one.state.word(),
                    late: one.state == AppraisalState::Asked && one.due_on < today,
                });
            }
        }
        Ok(Self { rows })
    }
}

impl Page for AppraisalsPage {
    const TEMPLATE: &'static str = "screening/appraisals.html";

    fn samples() -> Vec<Self> {
        let row = |state, late| AskedRow {
            id: uuid::Uuid::nil().to_string(),
            title: "给老楼加装电梯<b>".to_owned(),
            due_on: "2024-03-01".to_owned(),
            state,
            late,
        };
        let rows = vec![row("asked", true), row("asked", false), row("given", false), row("recused", false)];
        vec![Self { rows: Vec::new() }, Self { rows }]
    }
}

pub async fn show_appraisals(ctx: Ctx, who: As<Department>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| AppraisalsPage::of(conn, &who.person, today)).await?)
}

/// A criterion with the mark that was chosen.
#[derive(Clone, Debug, Serialize)]
pub struct CriterionView {
    pub name: String,
    pub weight: u32,
    pub mark: u32,
}

/// One need a screen; nothing of what others think.
#[derive(Clone, Debug, Serialize)]
pub struct AppraisePage {
    pub id: String,
    pub title: String,
    pub state: &'static str,
    pub due_on: String,
    pub proposals: Vec<WordsView>,
    pub criteria: Vec<CriterionView>,
    pub marks: Vec<u32>,
    pub checks: Vec<(String, bool)>,
    pub verdicts: Vec<&'static str>,
    pub typed: AppraisalForm,
}

impl AppraisePage {
    fn of(conn: &mut Conn, person: &Person, id: NeedId, typed: Option<AppraisalForm>) -> Result<Self, PageError> {
        let need = of_congress(conn, congress_of(person)?, id)?;
        let own = store::appraisal_by(conn, id, person.id)?.ok_or(PageError::NotFound)?;
        let method = store::method_by_id(conn, own.method)?.method;
        let met = |at: usize| own.checks.get(at).copied().unwrap_or(false);
        let typed = typed.unwrap_or_else(|| AppraisalForm {
            scores: own.scores.iter().map(ToString::to_string).collect(),
            checks: (0..method.checks.len()).filter(|at| met(*at)).map(|at| at.to_string()).collect(),
            verdict: own.verdict.map(|verdict| verdict.word().to_owned()).unwrap_or_default(),
            cost: own.cost.clone(),
            words: own.words.clone(),
            act: String::new(),
        });
        let mark = |at: usize| typed.scores.get(at).and_then(|mark| mark.parse().ok()).unwrap_or(0);
        let criteria = method.criteria.iter().enumerate();
        let checks = method.checks.iter().enumerate();
        Ok(Self {
            id: id.to_string(),
            title: need.title,
            state: own.state.word(),
            due_on: own.due_on.to_string(),
            proposals: words_of_need(conn, need.congress, id)?,
            criteria: criteria
                .map(|(at, one)| CriterionView { name: one.name.clone(), weight: one.weight, mark: mark(at) })
                .collect(),
            marks: (1..=SCALE).collect(),
            checks: checks.map(|(at, one)| (one.clone(), typed.checks.contains(&at.to_string()))).collect(),
            verdicts: Verdict::ALL.iter().map(|verdict| verdict.word()).collect(),
            typed,
        })
    }
}

impl Page for AppraisePage {
    const TEMPLATE: &'static str = "screening/appraise.html";

    fn samples() -> Vec<Self> {
        let criterion = |name: &str, mark| CriterionView { name: name.to_owned(), weight: 50, mark };
        let page = |state| Self {
            id: uuid::Uuid::nil().to_string(),
            title: "给老楼加装电梯<b>".to_owned(),
            state,
            due_on: "2024-03-01".to_owned(),
            proposals: WordsView::samples(),
            criteria: vec![criterion("必要性<b>", 4), criterion("可行性", 0)],
            marks: (1..=SCALE).collect(),
            checks: vec![("一事一提<b>".to_owned(), true), ("可量化".to_owned(), false)],
            verdicts: Verdict::ALL.iter().map(|verdict| verdict.word()).collect(),
            typed: AppraisalForm { words: "<b>".to_owned(), verdict: "unclear".to_owned(), ..AppraisalForm::default() },
        };
        ["asked", "given", "recused"].map(page).to_vec()
    }
}

pub async fn show_appraise(ctx: Ctx, who: As<Department>, id: Path<NeedId>) -> Handled {
    let id = *id;
    ctx.show(&ctx.read(move |conn| AppraisePage::of(conn, &who.person, id, None)).await?)
}

pub async fn appraise_page(ctx: Ctx, who: As<Department>, id: Path<NeedId>, form: Form<AppraisalForm>) -> Handled {
    let id = *id;
    let (to, notice) = match form.typed().act.as_str() {
        "give" => ("/department/appraisals".to_owned(), "appraisal-given"),
        "recuse" => ("/department/appraisals".to_owned(), "appraisal-recused"),
        _ => (format!("/department/appraisals/{id}"), "appraisal-kept"),
    };
    ctx.act(who, form, move |tx, who, at, typed| match typed.act.as_str() {
        "recuse" => actions::recuse(tx, &who.person, at, id, &typed.words),
        act => actions::appraise(tx, &who.person, at, id, typed, act == "give"),
    })
    .then(to, notice)
    .or_again(move |conn, who, typed| AppraisePage::of(conn, &who.person, id, Some(typed)))
    .await
}

/// `/needs/{id}/appraisal`: what each of them thought, once it is decided.
#[derive(Clone, Debug, Serialize)]
pub struct AppraisedPage {
    pub id: String,
    pub title: String,
    pub appraisals: Vec<AppraisalView>,
    pub together: Option<TogetherView>,
    pub decision: DecisionView,
}

impl AppraisedPage {
    fn of(conn: &mut Conn, congress: CongressId, id: NeedId, today: Date) -> Result<Self, PageError> {
        let need = of_congress(conn, congress, id)?;
        let decision = store::decision_of(conn, id)?
            .filter(|decision| decision.state == DecisionState::Confirmed)
            .ok_or(PageError::NotFound)?;
        let all = store::appraisals_of(conn, id)?;
        let first = all.first().ok_or_else(|| DbError::corrupt("decided and never appraised"))?;
        let method = store::method_by_id(conn, first.method)?.method;
        Ok(Self {
            id: id.to_string(),
            title: need.title,
            together: TogetherView::of(&method, &together(&method, &all)),
            appraisals: all.iter().map(|one| AppraisalView::of(one, &method, true, today)).collect(),
            decision: DecisionView::of(&decision, None),
        })
    }
}

impl Page for AppraisedPage {
    const TEMPLATE: &'static str = "screening/appraised.html";

    fn samples() -> Vec<Self> {
        let page = |together, decision| Self {
            id: uuid::Uuid::nil().to_string(),
            title: "给老楼加装电梯<b>".to_owned(),
            appraisals: AppraisalView::samples(),
            together,
            decision,
        };
        vec![
            page(Some(TogetherView::sample(true)), DecisionView::sample(false, true)),
            page(None, DecisionView::sample(false, false)),
        ]
    }
}

pub async fn show_appraised(ctx: Ctx, site: Site, id: Path<NeedId>) -> Handled {
    let (services, id, today) = (ctx.services.clone(), *id, ctx.today());
    ctx.public(async move || {
        blocking(move || services.db.read(|conn| AppraisedPage::of(conn, site.congress, id, today))).await
    })
    .await
}
