//! The secretariat closes a year: the day, the frozen report, its corrigenda, and what goes on over the year.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::report::FrozenView;
use crate::{
    accounts::{As, Person, Secretariat},
    db::Conn,
    projects::{self, LightView, Standing, Tracked, samples},
    reports::{actions, store},
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path},
};

/// A project that is not done.
#[derive(Clone, Debug, Serialize)]
pub struct UnfinishedView {
    pub id: String,
    pub title: String,
    pub light: LightView,
    /// Into which year it was carried over.
    pub carried_to: Option<i32>,
}

impl From<&Tracked> for UnfinishedView {
    fn from(tracked: &Tracked) -> Self {
        Self {
            id: tracked.project.id.to_string(),
            title: tracked.project.title.clone(),
            light: LightView::of_project(tracked),
            carried_to: tracked.carried.as_ref().map(|carried| carried.to_year),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ClosingPage {
    pub year: i32,
    pub closes_on: Option<String>,
    pub set_by: String,
    /// The day is over, and the report may be frozen.
    pub may_freeze: bool,
    /// Oldest first.
    pub versions: Vec<FrozenView>,
    pub unfinished: Vec<UnfinishedView>,
    pub typed: TypedClosing,
}

/// What was typed into one of the page's forms, to stand there again.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TypedClosing {
    pub closes_on: String,
    pub why: String,
    pub project: String,
    pub reason: String,
}

impl ClosingPage {
    fn of(conn: &mut Conn, person: &Person, year: i32, today: Date, typed: TypedClosing) -> Result<Self, PageError> {
        let congress = person.congress().ok_or(PageError::NotFound)?;
        let mut found = projects::public_projects(conn, congress)?;
        found.retain(|project| project.year == year);
        if found.is_empty() {
            return Err(PageError::NotFound);
        }
        let tracked = projects::tracked(conn, found)?;
        let goes_on =
            |one: &&Tracked| one.published().is_some() && one.standing() != Standing::Terminated && !one.verdict().done;
        let closing = projects::closing_of(conn, congress, year)?;
        let versions = store::versions(conn, congress, year)?;
        Ok(Self {
            year,
            may_freeze: versions.is_empty() && closing.as_ref().is_some_and(|closing| closing.closes_on < today),
            set_by: closing.as_ref().map(|closing| closing.set_by.clone()).unwrap_or_default(),
            closes_on: closing.map(|closing| closing.closes_on.to_string()),
            versions: versions.iter().map(FrozenView::from).collect(),
            unfinished: tracked.iter().filter(goes_on).map(UnfinishedView::from).collect(),
            typed,
        })
    }
}

impl Page for ClosingPage {
    const TEMPLATE: &'static str = "reports/closing.html";

    fn samples() -> Vec<Self> {
        let [mut bare, mut full] = samples::tracked();
        bare.project.id = crate::ids::ProjectId::new();
        let unfinished = vec![UnfinishedView::from(&bare), UnfinishedView::from(&full)];
        full.carried = Some(samples::carry_over(&full.project));
        let page = |closes_on: Option<&str>, may_freeze| Self {
            year: 2024,
            closes_on: closes_on.map(ToOwned::to_owned),
            set_by: "周敏<b>".to_owned(),
            may_freeze,
            versions: Vec::new(),
            unfinished: unfinished.clone(),
            typed: TypedClosing::default(),
        };
        let version = |version, reason: &str| FrozenView {
            version,
            made_on: "2025-01-21".to_owned(),
            known_until: "2025-01-20".to_owned(),
            sha256: "0123456789abcdef".repeat(4),
            reason: reason.to_owned(),
        };
        let typed = TypedClosing {
            closes_on: "2024-12-30".to_owned(),
            why: "验收日期有误<b>".to_owned(),
            project: unfinished.last().map(|one| one.id.clone()).unwrap_or_default(),
            reason: "跨年<b>".to_owned(),
        };
        let frozen = Self {
            versions: vec![version(1, ""), version(2, "验收日期更正<b>")],
            unfinished: vec![UnfinishedView::from(&full)],
            ..page(Some("2025-01-20"), false)
        };
        vec![
            page(None, false),
            page(Some("2025-01-20"), false),
            page(Some("2025-01-20"), true),
            Self { typed: typed.clone(), ..page(None, false) },
            Self { typed, ..frozen.clone() },
            frozen,
        ]
    }
}

pub async fn show_closing(ctx: Ctx, who: As<Secretariat>, year: Path<i32>) -> Handled {
    let (year, today) = (*year, ctx.today());
    let page = ctx.read(move |conn| ClosingPage::of(conn, &who.person, year, today, TypedClosing::default())).await?;
    ctx.show(&page)
}

#[derive(Debug, Deserialize)]
pub struct DayForm {
    #[serde(default)]
    closes_on: String,
}

pub async fn set_closing_day_page(ctx: Ctx, who: As<Secretariat>, year: Path<i32>, form: Form<DayForm>) -> Handled {
    let (year, today) = (*year, ctx.today());
    ctx.act(who, form, move |tx, who, at, typed| projects::set_closing_day(tx, &who.person, at, year, &typed.closes_on))
        .then(format!("/secretariat/years/{year}"), "closing-day-set")
        .or_again(move |conn, who, DayForm { closes_on }| {
            ClosingPage::of(conn, &who.person, year, today, TypedClosing { closes_on, ..TypedClosing::default() })
        })
        .await
}

pub async fn freeze_year_page(ctx: Ctx, who: As<Secretariat>, year: Path<i32>, form: Form<Nothing>) -> Handled {
    let (year, today) = (*year, ctx.today());
    ctx.act(who, form, move |tx, who, at, Nothing {}| actions::freeze(tx, &who.person, at, year))
        .then(format!("/secretariat/years/{year}"), "year-frozen")
        .or_again(move |conn, who, Nothing {}| ClosingPage::of(conn, &who.person, year, today, TypedClosing::default()))
        .await
}

#[derive(Debug, Deserialize)]
pub struct CorrectionForm {
    #[serde(default)]
    why: String,
}

pub async fn correct_year_page(ctx: Ctx, who: As<Secretariat>, year: Path<i32>, form: Form<CorrectionForm>) -> Handled {
    let (year, today) = (*year, ctx.today());
    ctx.act(who, form, move |tx, who, at, typed| actions::correct(tx, &who.person, at, year, &typed.why))
        .then(format!("/secretariat/years/{year}"), "year-corrected")
        .or_again(move |conn, who, CorrectionForm { why }| {
            ClosingPage::of(conn, &who.person, year, today, TypedClosing { why, ..TypedClosing::default() })
        })
        .await
}

#[derive(Debug, Deserialize)]
pub struct CarryOverForm {
    #[serde(default)]
    project: String,
    #[serde(default)]
    reason: String,
}

pub async fn carry_over_page(ctx: Ctx, who: As<Secretariat>, year: Path<i32>, form: Form<CarryOverForm>) -> Handled {
    let (year, today) = (*year, ctx.today());
    ctx.act(who, form, move |tx, who, at, typed| {
        let project = typed.project.parse().map_err(|_| crate::web::Refused::Missing)?;
        projects::carry_over(tx, &who.person, at, project, &typed.reason)
    })
    .then(format!("/secretariat/years/{year}"), "project-carried-over")
    .or_again(move |conn, who, CarryOverForm { project, reason }| {
        let typed = TypedClosing { project, reason, ..TypedClosing::default() };
        ClosingPage::of(conn, &who.person, year, today, typed)
    })
    .await
}
