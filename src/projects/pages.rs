//! The projects and each one, for everybody, once they are announced.

use actix_web::web::Path;
use serde::Serialize;

use super::{project::Project, store};
use crate::{
    accounts::Site,
    candidates::{self, ListView, SubItemView},
    congress::{self, voting_method::PublishCounts},
    db::{Conn, DbError, Ts},
    ids::{CandidateId, CertificateId, CongressId, ProjectId, SessionId},
    web::{Ctx, Handled, Page, PageError, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct ProjectCard {
    pub id: String,
    pub title: String,
    pub year: i32,
    pub units: Vec<String>,
    pub service_field: Option<String>,
    pub sub_items: usize,
}

impl From<&Project> for ProjectCard {
    fn from(project: &Project) -> Self {
        Self {
            id: project.id.to_string(),
            title: project.title.clone(),
            year: project.year,
            units: project.units().into_iter().map(ToOwned::to_owned).collect(),
            service_field: project.service_field.clone(),
            sub_items: project.sub_items.len(),
        }
    }
}

/// Which projects are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Filter {
    All,
    Field(String),
    WithoutField,
}

impl Filter {
    fn holds(&self, project: &Project) -> bool {
        match self {
            Self::All => true,
            Self::Field(field) => project.service_field.as_deref() == Some(field),
            Self::WithoutField => project.service_field.is_none(),
        }
    }

    fn href(&self) -> String {
        match self {
            Self::All => "/projects".to_owned(),
            Self::Field(field) => format!("/projects/fields/{}", path_segment(field)),
            Self::WithoutField => "/projects/without-field".to_owned(),
        }
    }
}

/// A link that narrows the list; `field` is `None` for all and for those without one.
#[derive(Clone, Debug, Serialize)]
pub struct FilterLink {
    pub href: String,
    pub field: Option<String>,
    pub is_all: bool,
    pub count: usize,
    pub chosen: bool,
}

/// All, every field in the order of the projects, those without one.
fn filter_links(projects: &[Project], chosen: &Filter) -> Vec<FilterLink> {
    let mut filters = vec![Filter::All];
    for field in projects.iter().filter_map(|project| project.service_field.clone()) {
        let filter = Filter::Field(field);
        if !filters.contains(&filter) {
            filters.push(filter);
        }
    }
    if filters.len() > 1 && projects.iter().any(|project| project.service_field.is_none()) {
        filters.push(Filter::WithoutField);
    }
    let link = |filter: Filter| FilterLink {
        href: filter.href(),
        count: projects.iter().filter(|project| filter.holds(project)).count(),
        is_all: filter == Filter::All,
        chosen: filter == *chosen,
        field: match filter {
            Filter::Field(field) => Some(field),
            Filter::All | Filter::WithoutField => None,
        },
    };
    filters.into_iter().map(link).collect()
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
    pub filters: Vec<FilterLink>,
    pub cards: Vec<ProjectCard>,
}

impl ProjectsPage {
    fn of(conn: &mut Conn, congress: Option<CongressId>, filter: &Filter) -> Result<Self, PageError> {
        let projects = match congress {
            Some(congress) => store::public_projects(conn, congress)?,
            None => Vec::new(),
        };
        let cards: Vec<_> = projects.iter().filter(|p| filter.holds(p)).map(ProjectCard::from).collect();
        if cards.is_empty() && *filter != Filter::All {
            return Err(PageError::NotFound);
        }
        let filters = filter_links(&projects, filter);
        Ok(Self { year: only_year(&cards), filters, cards })
    }
}

fn only_year(cards: &[ProjectCard]) -> Option<i32> {
    let year = cards.first()?.year;
    cards.iter().all(|card| card.year == year).then_some(year)
}

fn sample() -> Project {
    Project {
        id: ProjectId::new(),
        congress: CongressId::new(),
        session: SessionId::new(),
        candidate: CandidateId::new(),
        certificate: CertificateId::new(),
        certificate_hash: "0123456789abcdef".repeat(4),
        year: 2024,
        number: 1,
        title: "“幸福安居”在上城<script>alert(1)</script>".to_owned(),
        summary: "报告提出推进老旧小区改造、既有住宅加装电梯和二次供水设施改造<b>".to_owned(),
        service_field: Some("住有宜居<i>".to_owned()),
        lead_unit: Some("区住房和城市建设局<i>".to_owned()),
        approvals: 331,
        rank: 1,
        public: true,
        promoted_at: Ts::from(jiff::Timestamp::UNIX_EPOCH),
        sub_items: Vec::new(),
    }
}

impl Page for ProjectsPage {
    const TEMPLATE: &'static str = "projects/list.html";

    fn samples() -> Vec<Self> {
        let bare = Project { service_field: None, lead_unit: None, year: 2023, ..sample() };
        let projects = [sample(), bare.clone()];
        let page = |projects: &[Project], filter: &Filter| {
            let cards: Vec<_> = projects.iter().filter(|p| filter.holds(p)).map(ProjectCard::from).collect();
            Self { year: only_year(&cards), filters: filter_links(projects, filter), cards }
        };
        vec![
            page(&[], &Filter::All),
            page(&projects, &Filter::All),
            page(&projects, &Filter::WithoutField),
            page(&projects, &Filter::Field("住有宜居<i>".to_owned())),
            page(&[bare], &Filter::All),
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

async fn narrowed(ctx: Ctx, site: Option<Site>, filter: Filter) -> Handled {
    let services = ctx.services.clone();
    let congress = site.map(|site| site.congress);
    ctx.public(async move || blocking(move || services.db.read(|conn| ProjectsPage::of(conn, congress, &filter))).await)
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
    pub sub_items: Vec<SubItemView>,
    pub list: Option<ListView>,
}

impl ProjectPage {
    fn of(conn: &mut Conn, congress: CongressId, id: ProjectId) -> Result<Self, PageError> {
        let project = store::project_by_id(conn, id)?
            .filter(|project| project.public && project.congress == congress)
            .ok_or(PageError::NotFound)?;
        let list = candidates::candidate_list(conn, project.session)?.map(ListView::from);
        let number = store::certificate_number(conn, project.certificate)?;
        Ok(Self::new(&project, number, counts_are_public(conn, project.session)?, list))
    }

    fn new(project: &Project, certificate_number: String, counts: bool, list: Option<ListView>) -> Self {
        Self {
            project: ProjectCard::from(project),
            summary: project.summary.clone(),
            certificate_number,
            certificate_hash: project.certificate_hash.clone(),
            votes: counts.then_some(Votes { approvals: project.approvals, rank: project.rank }),
            promoted_on: project.promoted_at.to_date(),
            sub_items: project.sub_items.iter().map(SubItemView::from).collect(),
            list,
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
        let bare = Project { service_field: None, lead_unit: None, ..sample() };
        let mut full = Self::new(&sample(), number(), true, Some(inferred));
        full.sub_items = SubItemView::samples();
        vec![full, Self::new(&bare, number(), false, Some(stated)), Self::new(&sample(), number(), true, None)]
    }
}

pub async fn show_project(ctx: Ctx, site: Site, id: Path<String>) -> Handled {
    let id: ProjectId = id.parse().map_err(|_| PageError::NotFound)?;
    let services = ctx.services.clone();
    ctx.public(async move || blocking(move || services.db.read(|conn| ProjectPage::of(conn, site.congress, id))).await)
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
        let projects = [sample(), Project { service_field: None, ..sample() }, sample()];
        let links = filter_links(&projects, &Filter::All);
        let counts: Vec<_> = links.iter().map(|link| link.count).collect();
        assert_eq!(counts, [3, 2, 1]);
        assert!(links[0].chosen && !links[1].chosen);
    }

    #[test]
    fn projects_without_any_field_are_not_narrowed() {
        let projects = [Project { service_field: None, ..sample() }];
        assert_eq!(filter_links(&projects, &Filter::All).len(), 1);
    }
}
