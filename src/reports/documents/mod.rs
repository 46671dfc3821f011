//! What the API answers: the figures of the pages, under names that stay. Decimals are texts, so that they stay exact.

pub mod asked;
pub mod voices;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::reports::{
    annual::{Annual, Line, MoneyLine},
    archive::YearFigures,
    version::Version,
};
use crate::{
    candidates::{Operator, SubItem},
    projects::{
        Adjustment, AdjustmentState, ItemPlan, PlanState, PlanVersion, Quantity, Report, Source, Tracked, UnitMisses,
        target_of,
    },
};

/// The years there is something about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct YearsDocument {
    /// Newest first.
    pub years: Vec<YearLink>,
}

/// One year, with its permanent addresses.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct YearLink {
    pub year: i32,
    /// 方面: projects as the deputies chose them.
    pub projects: usize,
    /// The report as a page.
    #[schema(example = "/reports/2024")]
    pub report: String,
    /// The figures as JSON.
    #[schema(example = "/api/years/2024")]
    pub data: String,
    /// The figures as CSV.
    #[schema(example = "/reports/2024/files/projects.csv")]
    pub csv: String,
}

impl YearLink {
    pub fn new(year: i32, projects: usize) -> Self {
        Self {
            year,
            projects,
            report: format!("/reports/{year}"),
            data: format!("/api/years/{year}"),
            csv: format!("/reports/{year}/files/projects.csv"),
        }
    }
}

/// All years beside one another.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArchiveDocument {
    /// Newest first.
    pub years: Vec<ArchiveYear>,
}

/// One year as it ended, or as it stands while it runs.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArchiveYear {
    pub year: i32,
    pub running: bool,
    /// The year's page, which stays where it is.
    #[schema(example = "/years/2024")]
    pub page: String,
    pub projects: Counts,
    pub sub_items: ItemCounts,
    /// Sub-items that were red on the last day.
    pub behind: usize,
    /// Monthly reports that came late or not at all.
    pub late_reports: usize,
    /// Projects that go on into the year after.
    pub carried_on: usize,
    /// Projects of years before that went on in this one.
    pub carried_in: usize,
    pub adjustments: usize,
    /// In 万元.
    #[schema(example = "3500.5")]
    pub budget: String,
    pub paid: String,
    /// Of the deputies' secret ballot: how many projects they found satisfactory, basically so, not so.
    pub by_deputies: DeputiesCounts,
    /// The public's marks on the sites; never added to the deputies'.
    pub by_public: PublicCounts,
    /// Of the frozen report, 64 hex digits.
    pub report_sha256: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ItemCounts {
    pub count: usize,
    pub done: usize,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeputiesCounts {
    pub satisfied: usize,
    pub basically: usize,
    pub dissatisfied: usize,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicCounts {
    pub satisfied: u64,
    pub all: u64,
}

impl From<&YearFigures> for ArchiveYear {
    fn from(one: &YearFigures) -> Self {
        let [satisfied, basically, dissatisfied] = one.ratings.by_deputies;
        Self {
            year: one.year,
            running: one.running,
            page: format!("/years/{}", one.year),
            projects: Counts { count: one.projects, done: one.done, over_target: one.over_target },
            sub_items: ItemCounts { count: one.items, done: one.items_done },
            behind: one.behind,
            late_reports: one.late_reports,
            carried_on: one.carried_on,
            carried_in: one.carried_in,
            adjustments: one.adjustments,
            budget: one.budget.to_string(),
            paid: one.paid.to_string(),
            by_deputies: DeputiesCounts { satisfied, basically, dissatisfied },
            by_public: PublicCounts { satisfied: one.ratings.public_satisfied, all: one.ratings.public_all },
            report_sha256: one.sha256.clone(),
        }
    }
}

/// What a year has come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct YearDocument {
    pub year: i32,
    /// ISO 8601; the end of the year once it is over.
    #[schema(format = Date, example = "2024-08-03")]
    pub as_of: String,
    /// The report's first sentence, in Chinese.
    pub sentence: String,
    pub projects: Counts,
    pub sub_items: Counts,
    /// Red sub-items.
    pub behind: usize,
    /// Yellow sub-items.
    pub slightly_behind: usize,
    /// Adjustments in force that took back what was due already.
    pub eased: usize,
    /// Units that did not report in time, the most misses first.
    pub misses: Vec<MissesDocument>,
    /// Budget against what was paid, of every project with a plan.
    pub money: Vec<MoneyDocument>,
    /// Once the report is frozen: which version this is. Not part of what was frozen.
    pub frozen: Option<FrozenDocument>,
    pub lines: Vec<LineDocument>,
}

/// In 万元.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MoneyDocument {
    pub project: String,
    /// The sum of its sources.
    #[schema(example = "3500.5")]
    pub budget: String,
    pub sources: Vec<SourceDocument>,
    /// To date.
    pub paid: String,
    #[schema(format = Date)]
    pub as_of: String,
    /// Of the work, to a tenth; each sub-item counted to 100 at most.
    #[schema(example = "62.5")]
    pub done_percent: String,
    /// Whether money and work go together, by the points of the congress's rules.
    #[schema(pattern = "^(even|money-ahead|work-ahead)$")]
    pub course: String,
}

/// Where a part of a budget comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SourceDocument {
    pub source: String,
    /// In 万元.
    #[schema(example = "2000")]
    pub amount: String,
}

impl From<&Source> for SourceDocument {
    fn from(source: &Source) -> Self {
        Self { source: source.name.clone(), amount: source.amount.to_string() }
    }
}

/// The report of a year as it was frozen; each later version is a corrigendum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FrozenDocument {
    pub version: i32,
    /// Of the file's bytes, 64 hex digits.
    pub sha256: String,
    #[schema(example = "/reports/2024/files/report-1.json")]
    pub file: String,
    /// What was filed and accepted up to that day is counted.
    #[schema(format = Date)]
    pub known_until: String,
    #[schema(format = Date)]
    pub made_on: String,
    /// Of a corrigendum.
    pub reason: Option<String>,
}

/// Monthly reports of its sub-items that a unit did not file in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MissesDocument {
    pub unit: String,
    /// Not filed until now.
    pub unmade: usize,
    /// Filed after the month was over.
    pub late: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counts {
    pub count: usize,
    /// Reached and accepted by a second person.
    pub done: usize,
    /// Done, and more than was promised.
    pub over_target: usize,
}

/// One sub-item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LineDocument {
    /// Of `/api/projects/{id}`.
    #[schema(pattern = "^[0-9a-f-]{36}$")]
    pub project_id: String,
    pub project: String,
    pub field: Option<String>,
    /// Unique within the year.
    #[schema(example = "C05-01")]
    pub code: String,
    pub sub_item: String,
    /// Who answers for it.
    pub unit: Option<String>,
    /// How it is counted: an amount, a rate, 清零 (`zero_target`), a title won, or by evidence (`qualitative`).
    #[schema(pattern = "^(count|rate|area|length|zero_target|title|qualitative)$")]
    pub kind: String,
    /// How the target is meant: `eq` or `ge`.
    pub operator: Option<String>,
    #[schema(example = "100")]
    pub target: String,
    /// What was promised, where an adjustment in force changed it.
    pub first_target: Option<String>,
    pub target_unit: String,
    /// To date; nothing before the first report.
    pub actual: Option<String>,
    #[schema(format = Date)]
    pub as_of: Option<String>,
    /// Of the target, to a tenth.
    #[schema(example = "62.5")]
    pub share_percent: String,
    pub last_year: Option<String>,
    /// In 万元, to date; nothing where nobody said.
    pub paid: Option<String>,
    #[schema(pattern = "^(red|yellow|green|done|none)$")]
    pub light: String,
    pub done: bool,
    pub over_target: bool,
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl MissesDocument {
    pub fn misses(&self) -> UnitMisses {
        UnitMisses { unit: self.unit.clone(), unmade: self.unmade, late: self.late }
    }
}

impl MoneyDocument {
    /// Nothing where the text is no amount.
    pub fn line(&self) -> Option<MoneyLine> {
        let source = |one: &SourceDocument| Some(Source { name: one.source.clone(), amount: one.amount.parse().ok()? });
        Some(MoneyLine {
            project: self.project.clone(),
            sources: self.sources.iter().map(source).collect::<Option<_>>()?,
            paid: self.paid.parse().ok()?,
            by: self.as_of.parse().ok()?,
            done: self.done_percent.clone(),
            course: self.course.parse().ok()?,
        })
    }
}

impl LineDocument {
    /// Nothing where a word is none of ours, or the sub-item is none of those that are tracked.
    pub fn line(&self, tracked: &[Line]) -> Option<Line> {
        let known = |word: &str, all: &[&'static str]| all.iter().copied().find(|known| *known == word);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let project_id = self.project_id.parse().ok()?;
        let same = tracked.iter().find(|line| line.project_id == project_id && line.code == self.code)?;
        Some(Line {
            project_id,
            sub_item: same.sub_item,
            // Of then nothing is known but the light.
            why: None,
            project: self.project.clone(),
            field: text(&self.field),
            code: self.code.clone(),
            name: self.sub_item.clone(),
            unit: text(&self.unit),
            kind: known(&self.kind, &["count", "rate", "area", "length", "zero_target", "title", "qualitative"])?,
            operator: match &self.operator {
                Some(word) => known(word, &["eq", "ge"])?,
                None => "",
            },
            target: self.target.clone(),
            first_target: text(&self.first_target),
            target_unit: self.target_unit.clone(),
            actual: text(&self.actual),
            as_of: text(&self.as_of),
            share: self.share_percent.clone(),
            last_year: text(&self.last_year),
            paid: text(&self.paid),
            light: self.light.parse().ok()?,
            done: self.done,
            over_target: self.over_target,
        })
    }
}

impl From<&Line> for LineDocument {
    fn from(line: &Line) -> Self {
        Self {
            project_id: line.project_id.to_string(),
            project: line.project.clone(),
            field: some(&line.field),
            code: line.code.clone(),
            sub_item: line.name.clone(),
            unit: some(&line.unit),
            kind: line.kind.to_owned(),
            operator: some(line.operator),
            target: line.target.clone(),
            first_target: some(&line.first_target),
            target_unit: line.target_unit.clone(),
            actual: some(&line.actual),
            as_of: some(&line.as_of),
            share_percent: line.share.clone(),
            last_year: some(&line.last_year),
            paid: some(&line.paid),
            light: line.light.word().to_owned(),
            done: line.done,
            over_target: line.over_target,
        }
    }
}

impl From<&Annual> for YearDocument {
    fn from(annual: &Annual) -> Self {
        Self {
            year: annual.year,
            as_of: annual.on.to_string(),
            sentence: annual.sentence(),
            projects: Counts { count: annual.projects, done: annual.projects_done, over_target: annual.projects_over },
            sub_items: Counts { count: annual.items, done: annual.items_done, over_target: annual.items_over },
            behind: annual.behind,
            slightly_behind: annual.slightly_behind,
            eased: annual.eased,
            misses: annual
                .misses
                .iter()
                .map(|one| MissesDocument { unit: one.unit.clone(), unmade: one.unmade, late: one.late })
                .collect(),
            money: annual
                .money
                .iter()
                .map(|one| MoneyDocument {
                    project: one.project.clone(),
                    budget: one.budget().to_string(),
                    sources: one.sources.iter().map(SourceDocument::from).collect(),
                    paid: one.paid.to_string(),
                    as_of: one.by.to_string(),
                    done_percent: one.done.clone(),
                    course: one.course.word().to_owned(),
                })
                .collect(),
            frozen: None,
            lines: annual.lines.iter().map(LineDocument::from).collect(),
        }
    }
}

impl From<&Version> for FrozenDocument {
    fn from(version: &Version) -> Self {
        Self {
            version: version.version,
            sha256: version.sha256.clone(),
            file: format!("/reports/{}/files/report-{}.json", version.year, version.version),
            known_until: version.known_until.to_string(),
            made_on: version.made_at.to_date(),
            reason: some(&version.reason),
        }
    }
}

/// One project with its plan, its progress and what became of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProjectDocument {
    #[schema(pattern = "^[0-9a-f-]{36}$")]
    pub id: String,
    pub year: i32,
    pub title: String,
    pub summary: String,
    pub field: Option<String>,
    /// Lead first.
    pub lead_unit: Option<String>,
    pub certificate_number: String,
    /// SHA-256, 64 hex digits.
    pub certificate_hash: String,
    #[schema(format = Date)]
    pub promoted_on: String,
    #[schema(pattern = "^(running|suspended|terminated)$")]
    pub standing: &'static str,
    #[schema(pattern = "^(red|yellow|green|done|none)$")]
    pub light: &'static str,
    pub sub_items: Vec<SubItemDocument>,
    /// The plan in force.
    pub plan: Option<PlanDocument>,
    /// Those that held before it, oldest first.
    pub former_plans: Vec<PlanDocument>,
    /// In 万元, to date: the newest of each sub-item together, or what the plan said.
    pub paid: Option<String>,
    /// The year into which it was carried over.
    pub carried_to: Option<i32>,
    /// Those in force, in the order of their proposal.
    pub adjustments: Vec<AdjustmentDocument>,
    /// Newest first.
    pub reports: Vec<ReportDocument>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SubItemDocument {
    #[schema(pattern = "^[0-9a-f-]{36}$")]
    pub id: String,
    pub code: String,
    pub name: String,
    #[schema(pattern = "^(count|rate|area|length|zero_target|title|qualitative)$")]
    pub kind: &'static str,
    /// How the target is meant: `eq` or `ge`.
    pub operator: Option<&'static str>,
    pub target: String,
    /// What was promised, where an adjustment in force changed it.
    pub first_target: Option<String>,
    pub target_unit: String,
    pub unit: Option<String>,
    pub actual: Option<String>,
    #[schema(format = Date)]
    pub as_of: Option<String>,
    pub share_percent: String,
    /// Of the target, by `compared_on`; nothing where no plan says so.
    pub planned_percent: Option<String>,
    /// The day by which planned and actual are compared.
    #[schema(format = Date)]
    pub compared_on: Option<String>,
    #[schema(pattern = "^(red|yellow|green|done|none)$")]
    pub light: &'static str,
    #[schema(format = Date)]
    pub accepted_on: Option<String>,
    /// Word for word from the source.
    pub source_text: String,
    pub address: Option<String>,
    /// Degrees north and east.
    pub coordinates: Option<Vec<String>>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanDocument {
    pub version: i32,
    #[schema(format = Date)]
    pub published_on: Option<String>,
    pub leader: String,
    pub supporting_units: String,
    /// All sources in one line.
    pub money_source: String,
    pub sources: Vec<SourceDocument>,
    /// In 万元: the sum of its sources.
    pub budget: String,
    pub paid: String,
    pub safeguards: String,
    pub milestones: Vec<MilestoneDocument>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MilestoneDocument {
    #[schema(pattern = "^[0-9a-f-]{36}$")]
    pub sub_item: String,
    #[schema(format = Date)]
    pub on: String,
    /// To date.
    pub quantity: String,
    pub words: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AdjustmentDocument {
    pub number: i32,
    #[schema(pattern = "^(minor|major|suspension|termination|resumption)$")]
    pub kind: &'static str,
    pub reason: String,
    /// Body, number and day of the standing committee's decision, where one is needed.
    pub decision: Option<DecisionDocument>,
    #[schema(format = Date)]
    pub settled_on: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DecisionDocument {
    pub body: String,
    pub number: String,
    #[schema(format = Date)]
    pub decided_on: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportDocument {
    #[schema(pattern = "^[0-9a-f-]{36}$")]
    pub id: String,
    #[schema(pattern = "^[0-9a-f-]{36}$")]
    pub sub_item: String,
    #[schema(format = Date)]
    pub as_of: String,
    #[schema(format = Date)]
    pub filed_on: Option<String>,
    /// To date, not since the last report.
    pub quantity: String,
    /// In 万元, for the sub-item, to date; nothing where nobody said.
    pub paid: Option<String>,
    pub unit: String,
    pub words: String,
    pub problems: String,
    pub next_step: String,
    /// Why the quantity is smaller than before; empty where it is not.
    pub shrink_reason: String,
}

impl ProjectDocument {
    pub fn new(tracked: &Tracked, certificate_number: String, reports: &[Report]) -> Self {
        let project = &tracked.project;
        Self {
            id: project.id.to_string(),
            year: project.year,
            title: project.title.clone(),
            summary: project.summary.clone(),
            field: project.service_field.clone(),
            lead_unit: tracked.lead.as_ref().map(|unit| unit.name.clone()),
            certificate_number,
            certificate_hash: project.certificate_hash.clone(),
            promoted_on: project.promoted_at.to_date(),
            standing: tracked.standing().word(),
            light: tracked.light().word(),
            sub_items: project.sub_items.iter().map(|item| sub_item(tracked, item)).collect(),
            plan: tracked.published().map(plan),
            former_plans: tracked.plans.iter().filter(|one| one.state == PlanState::Replaced).map(plan).collect(),
            paid: tracked.paid().map(|(paid, _)| paid.to_string()),
            carried_to: tracked.carried.as_ref().map(|carried| carried.to_year),
            adjustments: tracked
                .adjustments
                .iter()
                .filter(|adjustment| adjustment.state == AdjustmentState::Effective)
                .map(adjustment)
                .collect(),
            reports: reports.iter().map(report).collect(),
        }
    }
}

fn sub_item(tracked: &Tracked, item: &SubItem) -> SubItemDocument {
    let actual = tracked.actual(item.id);
    let record = tracked.recorded_light(item.id);
    let planned = tracked.item_plan(item.id);
    let accepted = tracked.acceptance(item.id).filter(|a| actual.is_some_and(|filed| filed.quantity == a.quantity));
    SubItemDocument {
        id: item.id.to_string(),
        code: item.code.clone(),
        name: item.name.clone(),
        kind: item.goal.kind().word(),
        operator: item.goal.operator().map(Operator::word),
        target: tracked.target(item).to_string(),
        first_target: Some(target_of(&item.goal).0)
            .filter(|first| *first != tracked.target(item))
            .map(|q| q.to_string()),
        target_unit: target_of(&item.goal).1.to_owned(),
        unit: tracked.unit_for(item).map(ToOwned::to_owned),
        actual: actual.map(|filed| filed.quantity.to_string()),
        as_of: actual.map(|filed| filed.as_of.to_string()),
        share_percent: actual.map_or_else(|| "0".to_owned(), |filed| share(tracked, item, filed.quantity)),
        planned_percent: record.and_then(|record| record.planned.clone()),
        compared_on: record.filter(|record| record.planned.is_some()).map(|record| record.by.to_string()),
        light: record.map_or("none", |record| record.light.word()),
        accepted_on: accepted.map(|acceptance| acceptance.accepted_at.to_date()),
        source_text: item.source_text.clone(),
        address: planned.and_then(|plan| some(&plan.address)),
        coordinates: planned.and_then(|plan| plan.coordinates.clone()).map(|(north, east)| vec![north, east]),
    }
}

fn share(tracked: &Tracked, item: &SubItem, quantity: Quantity) -> String {
    tracked.share(item, quantity).to_string()
}

fn plan(version: &PlanVersion) -> PlanDocument {
    let plan = &version.plan;
    let of = |item: &ItemPlan| {
        let sub_item = item.sub_item.to_string();
        item.milestones
            .iter()
            .map(|milestone| MilestoneDocument {
                sub_item: sub_item.clone(),
                on: milestone.on.to_string(),
                quantity: milestone.quantity.to_string(),
                words: milestone.words.clone(),
            })
            .collect::<Vec<_>>()
    };
    PlanDocument {
        version: version.version,
        published_on: version.published_at.map(|at| at.to_date()),
        leader: plan.leader.clone(),
        supporting_units: plan.supporting_units.clone(),
        money_source: plan.sources_said(),
        sources: plan.sources.iter().map(SourceDocument::from).collect(),
        budget: plan.budget().to_string(),
        paid: plan.paid.to_string(),
        safeguards: plan.safeguards.clone(),
        milestones: plan.items.iter().flat_map(of).collect(),
    }
}

fn adjustment(adjustment: &Adjustment) -> AdjustmentDocument {
    AdjustmentDocument {
        number: adjustment.number,
        kind: adjustment.kind.word(),
        reason: adjustment.reason.clone(),
        decision: adjustment.decision.as_ref().map(|decision| DecisionDocument {
            body: decision.body.clone(),
            number: decision.number.clone(),
            decided_on: decision.decided_on.to_string(),
        }),
        settled_on: adjustment.settled_at.map(|at| at.to_date()),
    }
}

fn report(report: &Report) -> ReportDocument {
    ReportDocument {
        id: report.id.to_string(),
        sub_item: report.sub_item.to_string(),
        as_of: report.as_of.to_string(),
        filed_on: report.filed_at.map(|at| at.to_date()),
        quantity: report.quantity.to_string(),
        paid: report.paid.map(|paid| paid.to_string()),
        unit: report.unit.clone(),
        words: report.narrative.words.clone(),
        problems: report.narrative.problems.clone(),
        next_step: report.narrative.next_step.clone(),
        shrink_reason: report.narrative.shrink_reason.clone(),
    }
}
