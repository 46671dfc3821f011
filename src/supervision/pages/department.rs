//! What a unit has to answer: its own board, and one follow-up with the form for the answer.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    photos::{Photos, file_with},
    views::Supervised,
};
use crate::{
    accounts::{As, Department, Person},
    attachments::{May, Place},
    db::Conn,
    ids::FollowUpId,
    projects::{self, has_part},
    supervision::follow_ups::{
        self, ColumnView, FollowUpView, State, columns,
        pages::{FollowUpPage, StepForm},
    },
    web::{Ctx, Handled, Page, PageError, Path},
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
    let today = ctx.today();
    let page = ctx.read(move |conn| {
        let views = own(conn, &who.person)?.follow_up_views(today);
        Ok::<_, PageError>(DepartmentBoardPage { columns: columns(&views), count: views.len() })
    });
    ctx.show(&page.await?)
}

fn address(id: FollowUpId) -> String {
    format!("/department/follow-ups/{id}")
}

fn page_of(
    conn: &mut Conn,
    person: &Person,
    id: FollowUpId,
    today: Date,
    typed: StepForm,
) -> Result<FollowUpPage, PageError> {
    let follow_up = own(conn, person)?.follow_up(id, today).ok_or(PageError::NotFound)?;
    let held = Place::new(person.id, address(id)).held(conn)?;
    Ok(FollowUpPage { base: "/department", follow_up, in_group: false, checked_here: false, typed, held })
}

pub async fn show_department_follow_up(ctx: Ctx, who: As<Department>, id: Path<FollowUpId>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| page_of(conn, &who.person, *id, today, StepForm::default())).await?)
}

pub async fn answer_follow_up(
    ctx: Ctx,
    who: As<Department>,
    id: Path<FollowUpId>,
    photos: Photos<StepForm>,
) -> Handled {
    let (id, today) = (*id, ctx.today());
    let may = move |conn: &mut Conn, who: &As<Department>, _: &StepForm| {
        let follow_up = own(conn, &who.person)?.follow_up(id, today).ok_or(PageError::NotFound)?;
        Ok(May::send_if(follow_up.state == State::Opened.word()))
    };
    file_with(&ctx, who, address(id), photos, may, move |tx, who, at, typed, files| {
        follow_ups::actions::answer(tx, &who.person, at, id, &typed.words, files)
    })
    .await?
    .then_or_again(address(id), "follow-up-answered", move |conn, who, typed| {
        page_of(conn, &who.person, id, today, typed)
    })
    .await
}
