//! One need before the secretariat: who is asked, what they think once all have said it, and the decision of two persons.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    congress_of, of_congress,
    views::{AppraisalView, DecisionView, TogetherView},
};
use crate::{
    accounts::{self, As, Person, Role, Secretariat},
    db::Conn,
    ids::{AccountId, NeedId},
    proposals::{self, NeedState, OriginCount},
    screening::{
        actions::{self, AskError, DecideError, DecisionForm},
        appraisal::{are_open, is_another_needed, together},
        store,
    },
    web::{Ctx, Form, Handled, Page, PageError, Path, Refused},
};

/// Somebody who may be asked.
#[derive(Clone, Debug, Serialize)]
pub struct Candidate {
    pub id: String,
    pub name: String,
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
    /// Whether another is to be asked.
    pub few: bool,
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
            None => store::method_at_present(conn, congress)?,
        };
        let open = are_open(&method, &all, today);
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
            few: need.state == NeedState::Appraising && is_another_needed(&method, &all),
            decision: store::decision_of(conn, id)?.map(|decision| DecisionView::of(&decision, Some(person.id))),
            typed: DecisionForm::default(),
            due_on: String::new(),
        })
    }
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
            few: false,
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
            Self { few: true, ..asked.clone() },
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
