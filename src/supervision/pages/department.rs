//! What a unit has to answer: its own board, and one follow-up with the form for the answer.

use serde::Serialize;

use super::{
    follow_ups::{FollowUpPage, StepForm},
    submitting::{Photos, carry_out},
    views::{ColumnView, FollowUpView, Supervised, columns},
};
use crate::{
    accounts::{As, Department, Person},
    db::Conn,
    ids::FollowUpId,
    projects::{self, has_part},
    supervision::actions,
    web::{Ctx, Handled, Page, PageError, Path, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct DepartmentBoardPage {
    pub columns: Vec<ColumnView>,
    pub count: usize,
}

impl Page for DepartmentBoardPage {
    const TEMPLATE: &'static str = "supervision/department.html";

    fn samples() -> Vec<Self> {
        let views = FollowUpView::samples();
        vec![Self { columns: columns(&[]), count: 0 }, Self { columns: columns(&views), count: views.len() }]
    }
}

/// The projects in which the person's unit has a part.
fn own(conn: &mut Conn, person: &Person) -> Result<Supervised, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let unit = projects::unit_of(conn, person.id)?;
    let found = projects::public_projects(conn, congress)?;
    let mut tracked = projects::overview(conn, found)?;
    tracked.retain(|one| {
        let plan = one.published().map(|version| &version.plan);
        unit.as_ref().is_some_and(|unit| has_part(unit, one.lead.as_ref(), plan))
    });
    Supervised::of(conn, tracked)
}

pub async fn show_department_follow_ups(ctx: Ctx, who: As<Department>) -> Handled {
    let (services, person, today) = (ctx.services.clone(), who.person, ctx.services.clock.now().day());
    let page = blocking(move || {
        services.db.read(|conn| {
            let views = own(conn, &person)?.follow_up_views(today);
            Ok::<_, PageError>(DepartmentBoardPage { columns: columns(&views), count: views.len() })
        })
    })
    .await?;
    ctx.show(&page)
}

async fn page_of(ctx: &Ctx, person: &Person, id: FollowUpId, words: String) -> Result<FollowUpPage, PageError> {
    let (services, person, today) = (ctx.services.clone(), person.clone(), ctx.services.clock.now().day());
    blocking(move || {
        services.db.read(|conn| {
            let follow_up = own(conn, &person)?.follow_up(id, today).ok_or(PageError::NotFound)?;
            let typed = StepForm { words: words.clone(), ..StepForm::default() };
            Ok(FollowUpPage { base: "/department", follow_up, in_group: false, checked_here: false, typed })
        })
    })
    .await
}

pub async fn show_department_follow_up(ctx: Ctx, who: As<Department>, id: Path<FollowUpId>) -> Handled {
    ctx.show(&page_of(&ctx, &who.person, *id, String::new()).await?)
}

pub async fn answer_follow_up(ctx: Ctx, who: As<Department>, id: Path<FollowUpId>, upload: Photos) -> Handled {
    let id = id.into_inner();
    let (key, words) = (upload.key(&ctx).ok(), upload.field("words").to_owned());
    let (person, said) = (who.person.clone(), words.clone());
    let wrong = carry_out(&ctx, key, upload.into_files(), move |tx, now, files| {
        actions::answer(tx, &person, now, id, &said, files)
    })
    .await?;
    if wrong.is_empty() {
        Ok(ctx.see(&format!("/department/follow-ups/{id}"), "follow-up-answered"))
    } else {
        ctx.again(&page_of(&ctx, &who.person, id, words).await?, &wrong)
    }
}
