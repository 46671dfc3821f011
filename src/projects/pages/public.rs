//! The projects and each one, for everybody, once they are announced.

use actix_web::web::{Data, Path};
use jiff::civil::Date;
use serde::Serialize;

use super::{
    samples,
    supervised::{ShownInspection, SupervisionQuery, SupervisionShown},
    views::{AdjustmentView, ItemView, LightView, PlanView, ProjectCard, ReportView, units},
};
use crate::{
    accounts::Site,
    candidates::{self, ListView},
    congress::{self, voting_method::PublishCounts},
    db::{Conn, DbError},
    ids::{CongressId, ProjectId, SessionId, SubItemId},
    projects::{light::LightRecord, plan::PlanState, progress::Report, schedule::Light, store, tracked::Tracked},
    web::{Ctx, Handled, Page, PageError, blocking},
};

/// Which projects are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    All,
    Field(String),
    WithoutField,
    Unit(String),
    Light(Light),
}

impl Filter {
    fn holds(&self, tracked: &Tracked) -> bool {
        match self {
            Self::All => true,
            Self::Field(field) => tracked.project.service_field.as_deref() == Some(field),
            Self::WithoutField => tracked.project.service_field.is_none(),
            Self::Unit(unit) => units(tracked).iter().any(|known| known == unit),
            Self::Light(light) => tracked.light() == *light,
        }
    }

    fn href(&self) -> String {
        match self {
            Self::All => "/projects".to_owned(),
            Self::Field(field) => format!("/projects/fields/{}", path_segment(field)),
            Self::WithoutField => "/projects/without-field".to_owned(),
            Self::Unit(unit) => format!("/projects/units/{}", path_segment(unit)),
            Self::Light(light) => format!("/projects/lights/{light}"),
        }
    }
}

/// A link that narrows the list. `name` is a field or a unit, as it is called; `light` the word of a light.
#[derive(Clone, Debug, Serialize)]
pub struct FilterLink {
    pub href: String,
    pub name: Option<String>,
    pub light: Option<LightView>,
    pub is_all: bool,
    pub count: usize,
    pub chosen: bool,
}

/// By light, by field, by unit: each only where it narrows anything.
#[derive(Clone, Debug, Serialize)]
pub struct Filters {
    pub lights: Vec<FilterLink>,
    pub fields: Vec<FilterLink>,
    pub units: Vec<FilterLink>,
}

impl Filters {
    fn of(all: &[Tracked], chosen: &Filter) -> Self {
        let link = |filter: Filter| FilterLink {
            href: filter.href(),
            count: all.iter().filter(|tracked| filter.holds(tracked)).count(),
            is_all: filter == Filter::All,
            chosen: filter == *chosen,
            light: match &filter {
                Filter::Light(light) => Some(LightView::bare(*light)),
                _ => None,
            },
            name: match filter {
                Filter::Field(name) | Filter::Unit(name) => Some(name),
                _ => None,
            },
        };
        let mut fields: Vec<Filter> = Vec::new();
        let mut by_unit: Vec<Filter> = Vec::new();
        for tracked in all {
            let field = tracked.project.service_field.clone().map_or(Filter::WithoutField, Filter::Field);
            if !fields.contains(&field) {
                fields.push(field);
            }
            for unit in units(tracked).into_iter().map(Filter::Unit) {
                if !by_unit.contains(&unit) {
                    by_unit.push(unit);
                }
            }
        }
        let lights = Light::ALL.iter().copied().map(Filter::Light).filter(|f| all.iter().any(|t| f.holds(t)));
        let mut lights: Vec<Filter> = lights.collect();
        let more_than = |most: usize, filters: Vec<Filter>| if filters.len() > most { filters } else { Vec::new() };
        lights.insert(0, Filter::All);
        Self {
            lights: more_than(1, lights).into_iter().map(link).collect(),
            fields: more_than(1, fields).into_iter().map(link).collect(),
            units: more_than(1, by_unit).into_iter().map(link).collect(),
        }
    }
}

/// A text as one segment of a path (RFC 3986): everything but letters and digits is escaped.
fn path_segment(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

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

pub async fn show_projects_of_light(ctx: Ctx, site: Option<Site>, light: Path<String>) -> Handled {
    let light = light.parse().map_err(|_| PageError::NotFound)?;
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

/// One place where something is done.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub address: String,
    pub coordinates: Option<String>,
    pub project: String,
    pub title: String,
    pub item: String,
    pub light: LightView,
}

/// What happens where: a list by place, since no map is asked of anybody outside.
#[derive(Clone, Debug, Serialize)]
pub struct PlacesPage {
    pub places: Vec<Place>,
}

impl PlacesPage {
    fn new(all: &[Tracked]) -> Self {
        let of = |tracked: &Tracked| {
            ItemView::all(tracked)
                .into_iter()
                .filter(|item| !item.address.is_empty())
                .map(|item| Place {
                    address: item.address,
                    coordinates: item.coordinates,
                    project: tracked.project.id.to_string(),
                    title: tracked.project.title.clone(),
                    item: item.name,
                    light: item.light,
                })
                .collect::<Vec<_>>()
        };
        let mut places: Vec<_> = all.iter().flat_map(of).collect();
        places.sort_by(|a, b| a.address.cmp(&b.address));
        Self { places }
    }
}

impl Page for PlacesPage {
    const TEMPLATE: &'static str = "projects/places.html";

    fn samples() -> Vec<Self> {
        vec![Self::new(&[]), Self::new(&samples::tracked())]
    }
}

pub async fn show_places(ctx: Ctx, site: Site) -> Handled {
    let services = ctx.services.clone();
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let projects = store::public_projects(conn, site.congress)?;
                Ok::<_, PageError>(PlacesPage::new(&store::overview(conn, projects)?))
            })
        })
        .await
    })
    .await
}

/// How many approved, and the place that gave; only where the method publishes counts.
#[derive(Clone, Debug, Serialize)]
pub struct Votes {
    pub approvals: i32,
    pub rank: i32,
}

#[derive(Clone, Debug, Serialize)]
pub struct ProjectPage {
    pub project: ProjectCard,
    pub summary: String,
    pub certificate_number: String,
    pub certificate_hash: String,
    pub votes: Option<Votes>,
    pub promoted_on: String,
    pub items: Vec<ItemView>,
    pub plan: Option<PlanView>,
    /// Plans that no longer hold, newest first: a change never hides what was promised before.
    pub old_plans: Vec<PlanView>,
    pub adjustments: Vec<AdjustmentView>,
    pub reports: Vec<ReportView>,
    /// Day, sub-item, light.
    pub history: Vec<(String, String, LightView)>,
    pub list: Option<ListView>,
    pub supervision: SupervisionShown,
}

impl ProjectPage {
    pub fn of(conn: &mut Conn, congress: CongressId, id: ProjectId, today: Date) -> Result<Self, PageError> {
        let tracked = store::tracked_project(conn, id)?
            .filter(|tracked| tracked.project.public && tracked.project.congress == congress)
            .ok_or(PageError::NotFound)?;
        let list = candidates::candidate_list(conn, tracked.project.session)?.map(ListView::from);
        let number = store::certificate_number(conn, tracked.project.certificate)?;
        let counts = counts_are_public(conn, tracked.project.session)?;
        let reports = store::filed_reports(conn, &[id])?;
        let evidence = store::evidence_of(conn, &[id])?;
        let history = store::light_history(conn, id)?;
        let month = reports.iter().find(|report| report.as_of >= today.first_of_month());
        let mut page = Self::new(&tracked, month, number, counts, &history, list);
        page.reports = reports.iter().map(|report| ReportView::of(&tracked, report, &evidence)).collect();
        Ok(page)
    }

    fn new(
        tracked: &Tracked,
        month: Option<&Report>,
        certificate_number: String,
        counts: bool,
        history: &[LightRecord],
        list: Option<ListView>,
    ) -> Self {
        let project = &tracked.project;
        let name = |id: SubItemId| tracked.sub_item(id).map(|item| item.name.clone()).unwrap_or_default();
        Self {
            project: ProjectCard::of(tracked, month),
            summary: project.summary.clone(),
            certificate_number,
            certificate_hash: project.certificate_hash.clone(),
            votes: counts.then_some(Votes { approvals: project.approvals, rank: project.rank }),
            promoted_on: project.promoted_at.to_date(),
            items: ItemView::all(tracked),
            plan: tracked.published().map(|version| PlanView::of(tracked, version)),
            old_plans: tracked
                .plans
                .iter()
                .rev()
                .filter(|version| version.state == PlanState::Replaced)
                .map(|version| PlanView::of(tracked, version))
                .collect(),
            adjustments: tracked
                .adjustments
                .iter()
                .filter(|adjustment| adjustment.state == crate::projects::AdjustmentState::Effective)
                .map(|adjustment| AdjustmentView::of(tracked, adjustment))
                .collect(),
            reports: Vec::new(),
            history: history
                .iter()
                .map(|record| (record.day.to_string(), name(record.sub_item), LightView::of(Some(record))))
                .collect(),
            list,
            supervision: SupervisionShown::default(),
        }
    }
}

fn counts_are_public(conn: &mut Conn, session: SessionId) -> Result<bool, DbError> {
    let adopted = congress::adopted_method(conn, session)?;
    Ok(adopted.is_some_and(|adopted| adopted.method.publish_counts() == PublishCounts::Counts))
}

impl Page for ProjectPage {
    const TEMPLATE: &'static str = "projects/project.html";

    fn samples() -> Vec<Self> {
        let number = || "上人大票〔2024〕1 号<script>".to_owned();
        let [inferred, stated] = ListView::samples();
        let [mut bare, full] = samples::tracked();
        let page = Self::new(&full, None, number(), true, &full.lights, Some(inferred));
        let report = ReportView {
            as_of: "2024-06-20".to_owned(),
            filed_on: "2024-06-21".to_owned(),
            sub_item: "加装电梯<b>".to_owned(),
            quantity: "40".to_owned(),
            quantity_unit: "台".to_owned(),
            unit: "区住建局<b>".to_owned(),
            words: "第三批已开工<b>".to_owned(),
            problems: "管线迁改<b>".to_owned(),
            next_step: "七月底前完成<b>".to_owned(),
            shrink_reason: "上月重复<b>".to_owned(),
            evidence: vec![
                super::EvidenceView {
                    id: uuid::Uuid::nil().to_string(),
                    file_name: "现场<b>.jpg".to_owned(),
                    is_picture: true,
                    width: 1_600,
                    height: 1_200,
                },
                super::EvidenceView {
                    id: uuid::Uuid::nil().to_string(),
                    file_name: "验收单<b>.pdf".to_owned(),
                    is_picture: false,
                    width: 0,
                    height: 0,
                },
            ],
        };
        bare.project.sub_items.clear();
        bare.project.service_field = None;
        let supervision = SupervisionShown {
            bodies: vec![("audit", 1), ("congress", 2)],
            inspections: vec![ShownInspection {
                id: uuid::Uuid::nil().to_string(),
                held_on: "2024-07-20".to_owned(),
                place: "望江街道<b>".to_owned(),
            }],
            open: 1,
            closed: 2,
        };
        vec![
            Self { reports: vec![report], supervision, ..page },
            Self::new(&bare, None, number(), false, &[], Some(stated)),
            Self::new(&full, None, number(), true, &[], None),
        ]
    }
}

pub async fn show_project(ctx: Ctx, site: Site, query: Data<SupervisionQuery>, id: Path<String>) -> Handled {
    let id: ProjectId = id.parse().map_err(|_| PageError::NotFound)?;
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let supervision = (query.0)(conn, id)?;
                Ok::<_, PageError>(ProjectPage { supervision, ..ProjectPage::of(conn, site.congress, id, today)? })
            })
        })
        .await
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_one_segment_whatever_is_in_it() {
        assert_eq!(path_segment("a/b?c%"), "a%2Fb%3Fc%25");
        assert_eq!(path_segment("老"), "%E8%80%81");
    }

    #[test]
    fn every_project_is_under_one_filter_besides_all() {
        let [bare, full] = samples::tracked();
        let mut other = bare.clone();
        other.project.service_field = None;
        let filters = Filters::of(&[full, bare, other], &Filter::All);
        let counts = |links: &[FilterLink]| links.iter().map(|link| link.count).collect::<Vec<_>>();
        assert_eq!(counts(&filters.fields), [2, 1]);
        assert_eq!(counts(&filters.lights), [3, 1, 2]);
        assert!(filters.lights[0].chosen && !filters.lights[1].chosen);
    }

    #[test]
    fn projects_that_are_all_alike_are_not_narrowed() {
        let [bare, _] = samples::tracked();
        let filters = Filters::of(&[bare], &Filter::All);
        assert!(filters.fields.is_empty() && filters.units.is_empty());
    }
}
