//! What each of them thought, once it is decided: for everybody.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    of_congress,
    views::{AppraisalView, DecisionView, TogetherView},
};
use crate::{
    accounts::Site,
    db::{Conn, DbError},
    ids::{CongressId, NeedId},
    screening::{
        appraisal::together,
        store::{self, DecisionState},
    },
    web::{Ctx, Handled, Page, PageError, Path, blocking},
};

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
