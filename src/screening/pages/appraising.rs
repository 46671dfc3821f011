//! What somebody was asked to appraise: one need a screen, and nothing of what others think.

use jiff::civil::Date;
use serde::Serialize;

use super::{congress_of, of_congress};
use crate::{
    accounts::{As, Department, Person},
    db::Conn,
    ids::NeedId,
    proposals::{self, WordsView, words_of_need},
    screening::{
        actions::{self, AppraisalForm},
        appraisal::{AppraisalState, Verdict},
        method::SCALE,
        store,
    },
    web::{Ctx, Form, Handled, Page, PageError, Path},
};

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
