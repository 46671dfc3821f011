//! One project: what was voted, planned, changed, reported, inspected and rated.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    accounts::Site,
    attachments::{self, AttachmentView},
    candidates::{self, ListView},
    congress::{self, voting_method::PublishCounts},
    db::{Conn, DbError},
    ids::{CongressId, ProjectId, SessionId, SubItemId},
    projects::{
        self, AdjustmentState, AdjustmentView, ItemCount, ItemView, LightRecord, LightView, MoneyStand, MoneyView,
        PlanState, PlanView, ProjectCard, Report, ReportView, TimelineView, Tracked, samples,
    },
    proposals::{self, OriginCount},
    ratings::{self, RatedLine},
    supervision::{self, ShownInspection, SupervisionShown},
    voices::{self, VoicesShown},
    web::{Ctx, Handled, Page, PageError, Path},
};

/// Reports that are shown at once.
const UNFOLDED: usize = 8;

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
    /// Where something of it is done, each place once.
    pub places: Vec<String>,
    /// Of sub-items with a list of places, how many are done.
    pub place_counts: Vec<ItemCount>,
    pub plan: Option<PlanView>,
    /// The last year in which it goes on, where that is not its own.
    pub carried_to: Option<i32>,
    /// Whether that year has projects of its own, and a page.
    pub has_begun: bool,
    /// Once a plan is published.
    pub timeline: Option<TimelineView>,
    pub money: Option<MoneyView>,
    /// Plans that no longer hold, newest first: a change never hides what was promised before.
    pub old_plans: Vec<PlanView>,
    pub adjustments: Vec<AdjustmentView>,
    /// Newest first; those of months gone by are folded.
    pub reports: Vec<ReportView>,
    pub earlier_reports: Vec<ReportView>,
    /// Day, sub-item, light.
    pub history: Vec<(String, String, LightView)>,
    pub list: Option<ListView>,
    pub supervision: SupervisionShown,
    pub rated: Vec<RatedLine>,
    pub voices: VoicesShown,
    /// What it came from, where it came from proposals.
    pub origin: Option<OriginShown>,
}

/// The way back: from how many proposals, and what the first one said.
#[derive(Clone, Debug, Serialize)]
pub struct OriginShown {
    pub need: String,
    pub counted: OriginCount,
    pub first_on: String,
    pub first_title: String,
    pub first_words: Vec<String>,
    /// What those say who proposed it.
    pub helps: Vec<(&'static str, i64)>,
}

impl OriginShown {
    fn of(conn: &mut Conn, tracked: &Tracked) -> Result<Option<Self>, DbError> {
        let origins = candidates::origins(conn, tracked.project.session)?;
        let own = origins.into_iter().find(|origin| origin.candidate == tracked.project.candidate);
        let Some(origin) = own else { return Ok(None) };
        let members = proposals::members_of(conn, origin.need)?;
        let Some(first) = members.into_iter().min_by_key(|member| member.at) else { return Ok(None) };
        let helps = proposals::helps_of_need(conn, origin.need)?;
        Ok(Some(Self {
            need: origin.need.to_string(),
            counted: origin.counted,
            first_on: first.at.to_date(),
            first_title: first.wording.title,
            first_words: first.wording.why.lines().map(ToOwned::to_owned).collect(),
            helps: helps.into_iter().map(|(verdict, count)| (verdict.word(), count)).collect(),
        }))
    }

    fn sample() -> Self {
        Self {
            need: uuid::Uuid::nil().to_string(),
            counted: OriginCount { all: 37, resident: 29, deputy: 6, cppcc: 1, department: 1, streets: 4 },
            first_on: "2023-10-03".to_owned(),
            first_title: "给三幢加装电梯<b>".to_owned(),
            first_words: vec!["老人多，六层楼没有电梯<b>".to_owned()],
            helps: vec![("yes", 8), ("no", 1)],
        }
    }
}

impl ProjectPage {
    pub fn of(conn: &mut Conn, congress: CongressId, id: ProjectId, today: Date) -> Result<Self, PageError> {
        let tracked = projects::tracked_project(conn, id)?
            .filter(|tracked| tracked.project.public && tracked.project.congress == congress)
            .ok_or(PageError::NotFound)?;
        let list = candidates::candidate_list(conn, tracked.project.session)?.map(ListView::from);
        let number = projects::certificate_number(conn, tracked.project.certificate)?;
        let counts = counts_are_public(conn, tracked.project.session)?;
        let reports = projects::filed_reports(conn, &[id])?;
        let finished = projects::finished_places(conn, &[id])?;
        let files = attachments::attachments_of_projects(conn, &[id])?;
        let history = projects::light_history(conn, id)?;
        let month = reports.iter().find(|report| report.as_of >= today.first_of_month());
        let mut page = Self::new(&tracked, month, number, counts, &history, list, today);
        page.reports = ReportView::folded(&tracked, &reports, &finished, &files);
        page.earlier_reports = page.reports.split_off(page.reports.len().min(UNFOLDED));
        page.rated = ratings::rated_lines(conn, &tracked.project, today)?;
        page.supervision = supervision::shown_with_project(conn, id)?;
        page.origin = OriginShown::of(conn, &tracked)?;
        page.place_counts = ItemCount::all(conn, &tracked)?;
        page.voices = voices::voices_of_project(conn, congress, id, today)?;
        if let Some(year) = page.carried_to {
            page.has_begun = projects::public_projects(conn, congress)?.iter().any(|project| project.year == year);
        }
        Ok(page)
    }

    fn new(
        tracked: &Tracked,
        month: Option<&Report>,
        certificate_number: String,
        counts: bool,
        history: &[LightRecord],
        list: Option<ListView>,
        today: Date,
    ) -> Self {
        let project = &tracked.project;
        let name = |id: SubItemId| tracked.sub_item(id).map(|item| item.name.clone()).unwrap_or_default();
        Self {
            project: ProjectCard::of(tracked, month, today),
            summary: project.summary.clone(),
            certificate_number,
            certificate_hash: project.certificate_hash.clone(),
            votes: counts.then_some(Votes { approvals: project.approvals, rank: project.rank }),
            promoted_on: project.promoted_at.to_date(),
            places: places(&ItemView::all(tracked)),
            place_counts: Vec::new(),
            items: ItemView::all(tracked),
            plan: tracked.published().map(|version| PlanView::of(tracked, version)),
            carried_to: (tracked.ends_in() > project.year).then(|| tracked.ends_in()),
            has_begun: false,
            timeline: TimelineView::of(tracked, today),
            money: MoneyStand::of(tracked).as_ref().map(MoneyView::from),
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
                .filter(|adjustment| adjustment.state == AdjustmentState::Effective)
                .map(|adjustment| AdjustmentView::of(tracked, adjustment))
                .collect(),
            reports: Vec::new(),
            earlier_reports: Vec::new(),
            history: history
                .iter()
                .map(|record| (record.day.to_string(), name(record.sub_item), LightView::of(Some(record))))
                .collect(),
            list,
            supervision: SupervisionShown::default(),
            rated: Vec::new(),
            voices: VoicesShown::default(),
            origin: None,
        }
    }
}

fn places(items: &[ItemView]) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    for item in items.iter().filter(|item| !item.address.is_empty()) {
        if !places.contains(&item.address) {
            places.push(item.address.clone());
        }
    }
    places
}

fn counts_are_public(conn: &mut Conn, session: SessionId) -> Result<bool, DbError> {
    let adopted = congress::adopted_method(conn, session)?;
    Ok(adopted.is_some_and(|adopted| adopted.method.publish_counts() == PublishCounts::Counts))
}

impl Page for ProjectPage {
    const TEMPLATE: &'static str = "site/project.html";

    fn samples() -> Vec<Self> {
        let number = || "上人大票〔2024〕1 号<script>".to_owned();
        let [inferred, stated] = ListView::samples();
        let [mut bare, full] = samples::tracked();
        let today = jiff::civil::date(2024, 5, 10);
        let page = Self::new(&full, None, number(), true, &full.lights, Some(inferred), today);
        let report = ReportView {
            places: vec![("/places/1".to_owned(), "近江家园三园<b>".to_owned())],
            as_of: "2024-06-20".to_owned(),
            filed_on: "2024-06-21".to_owned(),
            sub_item: "加装电梯<b>".to_owned(),
            quantity: "40".to_owned(),
            quantity_unit: "台".to_owned(),
            paid: Some("1,200".to_owned()),
            unit: "区住建局<b>".to_owned(),
            narrative: samples::narrative(),
            not_accepted: Some(("2024-06-28".to_owned(), "少两台<b>".to_owned())),
            replaced: Vec::new(),
            files: AttachmentView::samples(),
        };
        let mut carried = full.clone();
        carried.carried = Some(samples::carry_over(&carried.project));
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
        let rated = RatedLine {
            who: "public",
            verdict: Some("basically"),
            satisfied: 50,
            basically: 30,
            dissatisfied: 20,
            abstained: None,
            all: 100,
        };
        let corrected = ReportView { replaced: vec![report.clone()], ..report.clone() };
        vec![
            Self {
                reports: vec![corrected],
                earlier_reports: vec![report],
                supervision,
                rated: vec![rated],
                ..page.clone()
            },
            Self {
                origin: Some(OriginShown::sample()),
                place_counts: ItemCount::samples(),
                voices: VoicesShown::sample(),
                ..page
            },
            Self::new(&bare, None, number(), false, &[], Some(stated), today),
            Self::new(&full, None, number(), true, &[], None, today),
            Self::new(&carried, None, number(), true, &[], None, today),
        ]
    }
}

pub async fn show_project(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    let (id, today) = (*id, ctx.today());
    ctx.public(async || ctx.read(move |conn| ProjectPage::of(conn, site.congress, id, today)).await).await
}
