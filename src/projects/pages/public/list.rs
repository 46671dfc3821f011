//! All projects, or those of one field, unit or light.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    accounts::Site,
    candidates::SubItem,
    db::Conn,
    ids::CongressId,
    projects::{
        self,
        lights::Light,
        money::MoneyStand,
        pages::{
            public::filters::{Filter, Filters},
            samples,
            views::{ItemView, LightView, MoneyView, ProjectCard, units},
        },
        reports::{self, Report},
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
    /// Where those that are shown can be followed.
    pub follow: String,
    /// Where one unit is asked about: what it answers for itself.
    pub unit: Option<UnitShare>,
    /// Of the projects that are shown, or of those that the unit leads: the years, newest first, and their money.
    pub money: Vec<(i32, MoneyView)>,
}

/// What one unit answers for, whoever else has a part in the same projects.
#[derive(Clone, Debug, Serialize)]
pub struct UnitShare {
    pub name: String,
    /// Of its own sub-items, how many stand how.
    pub counts: Vec<(LightView, usize)>,
    /// Its sub-items whose report of this month is still to come.
    pub awaited: usize,
    /// Project, its title, sub-item.
    pub items: Vec<(String, String, ItemView)>,
}

impl UnitShare {
    fn of(all: &[Tracked], unit: &str, today: Date) -> Self {
        let own =
            |tracked: &&Tracked| tracked.project.sub_items.iter().any(|item| tracked.unit_for(item) == Some(unit));
        let parts = || {
            all.iter().filter(own).flat_map(|tracked| {
                let items = tracked.project.sub_items.iter();
                items.filter(|item| tracked.unit_for(item) == Some(unit)).map(move |item| (tracked, item))
            })
        };
        let light = |tracked: &Tracked, item: &SubItem| {
            tracked.recorded_light(item.id).map_or(Light::None, |record| record.light)
        };
        let count = |of: Light| parts().filter(|(tracked, item)| light(tracked, item) == of).count();
        Self {
            name: unit.to_owned(),
            counts: Light::ALL
                .iter()
                .map(|&of| (LightView::bare(of), count(of)))
                .filter(|(_, count)| *count > 0)
                .collect(),
            awaited: parts().filter(|(tracked, item)| tracked.awaits_report(item, today)).count(),
            items: parts()
                .map(|(tracked, item)| {
                    (tracked.project.id.to_string(), tracked.project.title.clone(), ItemView::of(tracked, item))
                })
                .collect(),
        }
    }
}

impl ProjectsPage {
    fn new(all: &[Tracked], month: &[Report], filter: &Filter, today: Date) -> Self {
        let cards: Vec<_> = all
            .iter()
            .filter(|tracked| filter.holds(tracked))
            .map(|tracked| ProjectCard::of(tracked, month.iter().find(|r| r.project == tracked.project.id), today))
            .collect();
        Self {
            year: only_year(&cards),
            count: all.len(),
            done: all.iter().filter(|tracked| tracked.light() == Light::Done).count(),
            filters: Filters::of(all, filter),
            follow: filter.subject().map_or_else(|| "/projects/follow".to_owned(), |subject| subject.follow_path()),
            cards,
            unit: match filter {
                Filter::Unit(unit) => Some(UnitShare::of(all, unit, today)),
                _ => None,
            },
            money: money(all, filter),
        }
    }

    pub fn of(conn: &mut Conn, congress: Option<CongressId>, filter: &Filter, today: Date) -> Result<Self, PageError> {
        let projects = match congress {
            Some(congress) => projects::store::public_projects(conn, congress)?,
            None => Vec::new(),
        };
        let ids: Vec<_> = projects.iter().map(|project| project.id).collect();
        let all = match filter {
            // what a unit has done of each sub-item stands in the courses of the reports
            Filter::Unit(_) => projects::store::tracked(conn, projects)?,
            _ => projects::store::overview(conn, projects)?,
        };
        let month = reports::store::reports_since(conn, &ids, today.first_of_month())?;
        let page = Self::new(&all, &month, filter, today);
        if page.cards.is_empty() && *filter != Filter::All {
            return Err(PageError::NotFound);
        }
        Ok(page)
    }
}

/// A budget is of a whole project: a unit has those that it leads.
fn money(all: &[Tracked], filter: &Filter) -> Vec<(i32, MoneyView)> {
    let shown = |one: &&Tracked| match filter {
        Filter::Unit(unit) => one.lead.as_ref().is_some_and(|lead| lead.name == *unit),
        _ => filter.holds(one),
    };
    let shown: Vec<&Tracked> = all.iter().filter(shown).collect();
    let mut years: Vec<i32> = shown.iter().map(|one| one.project.year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let of_year = |year: i32| {
        let stands = shown.iter().filter(|one| one.project.year == year).filter_map(|one| MoneyStand::of(one));
        Some((year, MoneyView::from(&MoneyStand::together(stands)?)))
    };
    years.into_iter().filter_map(of_year).collect()
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
        let unit = units(&full).pop().unwrap_or_default();
        let all = [full, bare.clone(), resting, calm];
        let page = |all: &[Tracked], filter: Filter| Self::new(all, &[], &filter, jiff::civil::date(2024, 5, 10));
        vec![
            page(&[], Filter::All),
            page(&all, Filter::All),
            page(&all, Filter::WithoutField),
            page(&all, Filter::Field("住有宜居<i>".to_owned())),
            page(&all, Filter::Unit(unit)),
            page(&all, Filter::Light(Light::Red)),
            page(&[bare], Filter::All),
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
