//! The method, and everything that is being appraised.

use jiff::civil::Date;
use serde::Serialize;

use super::congress_of;
use crate::{
    accounts::{As, Person, Secretariat},
    db::Conn,
    proposals,
    screening::{
        actions,
        appraisal::{AppraisalState, are_open},
        method::{MethodForm, ScreeningMethod},
        store,
    },
    web::{Ctx, Form, Handled, Page, PageError},
};

/// A need that is being appraised.
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
            let open = match all.first() {
                Some(first) => are_open(&store::method_by_id(conn, first.method)?.method, &all, today),
                None => false,
            };
            let late = all.iter().filter(|one| one.state == AppraisalState::Asked && one.due_on < today);
            rows.push(BoardRow {
                given: count(AppraisalState::Given),
                asked: all.len() - count(AppraisalState::Recused),
                late: late.count(),
                open,
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
