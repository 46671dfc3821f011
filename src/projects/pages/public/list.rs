//! All projects, or those of one field, unit or light.

use jiff::civil::Date;
use serde::Serialize;

use super::filters::{Filter, Filters};
use crate::{
    accounts::Site,
    db::Conn,
    ids::CongressId,
    projects::{
        pages::{samples, views::ProjectCard},
        progress::Report,
        schedule::Light,
        store,
        tracked::Tracked,
    },
    web::{Ctx, Handled, Page, PageError, Path, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct ProjectsPage {
    /// Where all are of one year.
    pub year: Option<i32>,
    pub count: usize,
    pub done: usize,
    pub filters: Filters,
    pub cards: Vec<ProjectCard>,
}

impl ProjectsPage {
    fn new(all: &[Tracked], month: &[Report], filter: &Filter) -> Self {
        let cards: Vec<_> = all
            .iter()
            .filter(|tracked| filter.holds(tracked))
            .map(|tracked| ProjectCard::of(tracked, month.iter().find(|r| r.project == tracked.project.id)))
            .collect();
        Self {
            year: only_year(&cards),
            count: all.len(),
            done: all.iter().filter(|tracked| tracked.light() == Light::Done).count(),
            filters: Filters::of(all, filter),
            cards,
        }
    }

    pub fn of(conn: &mut Conn, congress: Option<CongressId>, filter: &Filter, today: Date) -> Result<Self, PageError> {
        let projects = match congress {
            Some(congress) => store::public_projects(conn, congress)?,
            None => Vec::new(),
        };
        let ids: Vec<_> = projects.iter().map(|project| project.id).collect();
        let all = store::overview(conn, projects)?;
        let month = store::reports_since(conn, &ids, today.first_of_month())?;
        let page = Self::new(&all, &month, filter);
        if page.cards.is_empty() && *filter != Filter::All {
            return Err(PageError::NotFound);
        }
        Ok(page)
    }
}

fn only_year(cards: &[ProjectCard]) -> Option<i32> {
    let year = cards.first()?.year;
    cards.iter().all(|card| card.year == year).then_some(year)
}

impl Page for ProjectsPage {
    const TEMPLATE: &'static str = "projects/list.html";

    fn samples() -> Vec<Self> {
        let [mut bare, full] = samples::tracked();
        bare.project.service_field = None;
        bare.project.year = 2023;
        let mut resting = full.clone();
        resting.adjustments = vec![samples::adjustment(
            &resting.project,
            crate::projects::AdjustmentKind::Suspension,
            crate::projects::AdjustmentState::Effective,
        )];
        let mut calm = full.clone();
        for light in &mut calm.lights {
            light.light = Light::Done;
        }
        let all = [full, bare.clone(), resting, calm];
        vec![
            Self::new(&[], &[], &Filter::All),
            Self::new(&all, &[], &Filter::All),
            Self::new(&all, &[], &Filter::WithoutField),
            Self::new(&all, &[], &Filter::Field("住有宜居<i>".to_owned())),
            Self::new(&all, &[], &Filter::Light(Light::Red)),
            Self::new(&[bare], &[], &Filter::All),
        ]
    }
}

pub async fn show_projects(ctx: Ctx, site: Option<Site>) -> Handled {
    narrowed(ctx, site, Filter::All).await
}

pub async fn show_projects_of_field(ctx: Ctx, site: Option<Site>, field: Path<String>) -> Handled {
    narrowed(ctx, site, Filter::Field(field.into_inner())).await
}

pub async fn show_projects_without_field(ctx: Ctx, site: Option<Site>) -> Handled {
    narrowed(ctx, site, Filter::WithoutField).await
}

pub async fn show_projects_of_unit(ctx: Ctx, site: Option<Site>, unit: Path<String>) -> Handled {
    narrowed(ctx, site, Filter::Unit(unit.into_inner())).await
}

pub async fn show_projects_of_light(ctx: Ctx, site: Option<Site>, light: Path<Light>) -> Handled {
    let light = light.into_inner();
    narrowed(ctx, site, Filter::Light(light)).await
}

async fn narrowed(ctx: Ctx, site: Option<Site>, filter: Filter) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    let congress = site.map(|site| site.congress);
    ctx.public(async move || {
        blocking(move || services.db.read(|conn| ProjectsPage::of(conn, congress, &filter, today))).await
    })
    .await
}
