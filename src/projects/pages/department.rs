//! A department's own page: what is due, and many reports at once.

use std::cmp::Reverse;

use actix_web::{HttpResponse, http::header::CONTENT_DISPOSITION};
use jiff::civil::Date;
use serde::Serialize;

use super::{
    samples,
    views::{ItemView, LightView},
};
use crate::{
    accounts::{self, As, Department, Person},
    candidates::SubItem,
    db::Conn,
    projects::{
        self,
        adjustments::{AdjustmentState, AdjustmentView},
        lights::{Owed, due_day, misses, owed},
        plans::{PlanState, PlanVersion},
        reports::{self, bulk},
        tracked::Tracked,
        units::{self, Unit, has_part, may_report},
    },
    web::{Ctx, Handled, Message, Nothing, Page, PageError, Upload, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct ReportLine {
    pub item: ItemView,
    pub may_report: bool,
    pub is_due: bool,
    /// Months about which nobody reported, as 2024-03.
    pub unmade: Vec<String>,
    pub has_draft: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct DepartmentProject {
    pub id: String,
    pub title: String,
    pub light: LightView,
    pub leads: bool,
    /// `none`, `draft`, `submitted`, `published`.
    pub plan: &'static str,
    pub returned_with: Option<String>,
    pub proposed: Option<AdjustmentView>,
    /// The last wish, if it was not agreed to.
    pub refused: Option<AdjustmentView>,
    pub lines: Vec<ReportLine>,
}

/// A month of a project that the unit owes a report about.
#[derive(Clone, Debug, Serialize)]
pub struct OwedView {
    pub title: String,
    /// As 2024-03.
    pub month: String,
    pub due_on: String,
    /// Days since, nothing while it is not over.
    pub overdue: Option<i32>,
    /// Id and name.
    pub items: Vec<(String, String)>,
}

impl OwedView {
    fn of(owed: &Owed, today: Date) -> Self {
        let since = owed.due_on.until(today).map_or(0, |span| span.get_days());
        Self {
            title: owed.tracked.project.title.clone(),
            month: owed.month.strftime("%Y-%m").to_string(),
            due_on: owed.due_on.to_string(),
            overdue: (since > 0).then_some(since),
            items: owed.items.iter().map(|item| (item.id.to_string(), item.name.clone())).collect(),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct DepartmentPage {
    pub unit: Option<String>,
    pub today: String,
    pub due: usize,
    /// By which day of this month its reports are due.
    pub due_on: String,
    /// What the unit did not report in time this year: not at all, and late.
    pub unmade: usize,
    pub late: usize,
    /// Of what the unit answers for, oldest first.
    pub arrears: Vec<OwedView>,
    pub projects: Vec<DepartmentProject>,
}

/// As 2024-03.
pub fn months_of(firsts: &[Date]) -> Vec<String> {
    firsts.iter().map(|first| first.strftime("%Y-%m").to_string()).collect()
}

/// The projects in which a person's unit has a part.
pub fn own(conn: &mut Conn, person: &Person) -> Result<Option<(Unit, Vec<Tracked>)>, PageError> {
    let Some(unit) = units::store::unit_of(conn, person.id)? else { return Ok(None) };
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let projects = projects::store::projects_of_congress(conn, congress)?;
    let mut tracked = projects::store::tracked(conn, projects)?;
    tracked.retain(|t| has_part(&unit, t.lead.as_ref(), t.published().map(|version| &version.plan)));
    Ok(Some((unit, tracked)))
}

impl DepartmentPage {
    fn of(conn: &mut Conn, person: &Person, today: Date) -> Result<Self, PageError> {
        let Some((unit, tracked)) = own(conn, person)? else {
            return Ok(Self::new(None, today, (0, 0), Vec::new()));
        };
        let ids: Vec<_> = tracked.iter().map(|t| t.project.id).collect();
        let drafts = reports::store::drafts_of(conn, &ids)?;
        let projects: Vec<_> = tracked.iter().map(|t| DepartmentProject::of(t, &unit, &drafts, today)).collect();
        let own = misses(&tracked, today.first_of_year(), today).into_iter().find(|one| one.unit == unit.name);
        let missed = own.map_or((0, 0), |own| (own.unmade, own.late));
        let arrears = owed(&tracked, today);
        let arrears = arrears.iter().filter(|one| one.unit == unit.name).map(|one| OwedView::of(one, today)).collect();
        Ok(Self { arrears, ..Self::new(Some(unit.name), today, missed, projects) })
    }

    /// What is owed longest comes first.
    fn new(
        unit: Option<String>,
        today: Date,
        (unmade, late): (usize, usize),
        mut projects: Vec<DepartmentProject>,
    ) -> Self {
        let owed = |project: &DepartmentProject| project.lines.iter().map(ReportLine::owed).max().unwrap_or_default();
        for project in &mut projects {
            project.lines.sort_by_key(|line| Reverse(line.owed()));
        }
        projects.sort_by_key(|project| Reverse(owed(project)));
        let due = projects.iter().flat_map(|project| &project.lines).filter(|line| line.is_due).count();
        let due_on = due_day(today.first_of_month()).to_string();
        Self { unit, today: today.to_string(), due, due_on, unmade, late, arrears: Vec::new(), projects }
    }
}

impl ReportLine {
    /// Months that are missing, then whether this month's is.
    fn owed(&self) -> (usize, bool) {
        (self.unmade.len(), self.is_due)
    }
}

impl DepartmentProject {
    fn of(tracked: &Tracked, unit: &Unit, drafts: &[crate::ids::SubItemId], today: Date) -> Self {
        let published = tracked.published();
        let line = |item: &SubItem| {
            let may = published.is_some_and(|p| may_report(unit, tracked.lead.as_ref(), Some(&p.plan), item.id));
            ReportLine {
                item: ItemView::of(tracked, item),
                may_report: may,
                is_due: may && tracked.awaits_report(item, today),
                unmade: if may { months_of(&tracked.unmade(item, today)) } else { Vec::new() },
                has_draft: drafts.contains(&item.id),
            }
        };
        let pending = tracked.pending();
        Self {
            id: tracked.project.id.to_string(),
            title: tracked.project.title.clone(),
            light: LightView::of_project(tracked),
            leads: tracked.lead.as_ref() == Some(unit),
            plan: match (published, pending) {
                (Some(_), _) => "published",
                (None, Some(pending)) if pending.state == PlanState::Submitted => "submitted",
                (None, Some(_)) => "draft",
                (None, None) => "none",
            },
            returned_with: pending.and_then(|pending| pending.returned_with.clone()),
            proposed: tracked
                .adjustments
                .iter()
                .find(|adjustment| adjustment.state == AdjustmentState::Proposed)
                .map(|adjustment| AdjustmentView::of(tracked, adjustment)),
            refused: tracked
                .adjustments
                .last()
                .filter(|adjustment| adjustment.state == AdjustmentState::Refused)
                .map(|adjustment| AdjustmentView::of(tracked, adjustment)),
            lines: tracked.project.sub_items.iter().map(line).collect(),
        }
    }
}

impl Page for DepartmentPage {
    const TEMPLATE: &'static str = "projects/department.html";

    fn samples() -> Vec<Self> {
        let unit = samples::unit();
        let today = jiff::civil::date(2024, 7, 2);
        let [mut bare, full] = samples::tracked();
        bare.lead = Some(unit.clone());
        let mut waiting = full.clone();
        waiting.adjustments = vec![samples::adjustment(
            &waiting.project,
            crate::projects::AdjustmentKind::Suspension,
            AdjustmentState::Proposed,
        )];
        let mut refused = full.clone();
        let kind = crate::projects::AdjustmentKind::Suspension;
        refused.adjustments = vec![samples::adjustment(&refused.project, kind, AdjustmentState::Refused)];
        let mut returned = bare.clone();
        returned.plans = vec![samples::version(&returned.project, 1, PlanState::Draft)];
        let mut submitted = bare.clone();
        submitted.plans = vec![samples::version(&submitted.project, 1, PlanState::Submitted)];
        let of = |t: &Tracked| DepartmentProject::of(t, t.lead.as_ref().unwrap_or(&unit), &[], today);
        let projects = [&bare, &returned, &submitted, &full, &waiting, &refused].map(of).to_vec();
        let page = |unit: Option<&str>, projects| Self::new(unit.map(ToOwned::to_owned), today, (3, 1), projects);
        let owes = |month: &str, overdue| OwedView {
            title: full.project.title.clone(),
            month: month.to_owned(),
            due_on: format!("{month}-25"),
            overdue,
            items: vec![("x".to_owned(), "加装电梯<b>".to_owned()), ("y".to_owned(), "绿道".to_owned())],
        };
        vec![
            page(None, Vec::new()),
            page(Some("区教育局<b>"), Vec::new()),
            Self {
                arrears: vec![owes("2024-06", Some(7)), owes("2024-07", None)],
                ..page(Some("区教育局<b>"), projects)
            },
        ]
    }
}

pub async fn show_department(ctx: Ctx, who: As<Department>) -> Handled {
    let (today, outbox) = (ctx.today(), accounts::outbox_of(&ctx.services, who.person.id));
    let mut answer = ctx.show(&ctx.read(move |conn| DepartmentPage::of(conn, &who.person, today)).await?)?;
    answer.add_cookie(&outbox).map_err(PageError::internal)?;
    Ok(answer)
}

/// The workbook with this unit's sub-items.
pub async fn bulk_template(ctx: Ctx, who: As<Department>) -> Handled {
    let (services, person, today) = (ctx.services.clone(), who.person, ctx.services.clock.now().day());
    let book = blocking(move || {
        let own = services.db.read(|conn| own(conn, &person))?;
        let (unit, tracked) =
            own.unwrap_or_else(|| (Unit { id: crate::ids::UnitId::new(), name: String::new() }, Vec::new()));
        let items: Vec<(&Tracked, &SubItem)> = tracked
            .iter()
            .flat_map(|t| t.project.sub_items.iter().map(move |item| (t, item)))
            .filter(|(t, item)| {
                let may = |p: &PlanVersion| may_report(&unit, t.lead.as_ref(), Some(&p.plan), item.id);
                t.closed_through.is_none() && t.published().is_some_and(may)
            })
            .collect();
        bulk::template(&items, &today.to_string()).map_err(PageError::internal)
    })
    .await?;
    Ok(HttpResponse::Ok()
        .content_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"progress.xlsx\""))
        .body(book))
}

/// What is said once the lines are filed, and of what else was in the workbook.
fn filed(pictures: bool, skipped: bool) -> &'static str {
    match (pictures, skipped) {
        (false, false) => "reports-filed",
        (true, false) => "reports-filed-no-pictures",
        (false, true) => "reports-filed-no-sums",
        (true, true) => "reports-filed-no-pictures-no-sums",
    }
}

pub async fn take_bulk(ctx: Ctx, who: As<Department>, upload: Upload<Nothing, { bulk::LARGEST_BOOK }>) -> Handled {
    let (form, book) = upload.into_one();
    let (rows, done, fault) =
        match ctx.services.files.run(move || Ok::<_, PageError>(bulk::read(&book.content))).await? {
            Ok(book) => (book.rows, filed(book.pictures > 0, book.skipped), None),
            Err(fault) => (Vec::new(), filed(false, false), Some(Message::from(fault).at("file"))),
        };
    let (today, lang) = (ctx.today(), ctx.lang);
    let fresh = form.key().is_some();
    ctx.act(who, form, move |tx, who, at, Nothing {}| reports::actions::file_bulk(tx, &who.person, at, &rows, lang))
        .unless(fault.into_iter().collect())
        .then("/department", done)
        .or(async |who, again| {
            let page = ctx.read(move |conn| DepartmentPage::of(conn, &who.person, today)).await?;
            ctx.again_with(&page, &again.wrong, fresh.then_some(&"bulk-refused".into()))
        })
        .await
}
