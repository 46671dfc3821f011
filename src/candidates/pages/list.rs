//! The list and each candidate, for everybody.

use jiff::civil::Date;
use serde::Serialize;

use super::sealing::{ListNoticeView, ListSealView, public_way, sealed_list};
use crate::{
    accounts::Site,
    candidates::{
        candidate::{Candidate, CandidateList},
        list_file,
        session_file::{Decimal, Goal, Measure, Operator, Target},
        store,
        sub_item::SubItem,
    },
    congress::{self, OpinionView, PriorReview, VoteChange, VotePart},
    db::{Conn, DbError},
    ids::{CandidateId, CongressId, SessionId, SubItemId},
    proposals::OriginCount,
    web::{Ctx, Handled, Page, PageError, Path, TableFormat, blocking, download},
};

/// One row of the table of sub-items; an empty text is something the source does not give.
#[derive(Clone, Debug, Serialize)]
pub struct SubItemView {
    pub name: String,
    pub kind: &'static str,
    pub operator: &'static str,
    pub target: String,
    pub unit: String,
    pub lead_unit: String,
    pub source_text: String,
}

impl From<&SubItem> for SubItemView {
    fn from(item: &SubItem) -> Self {
        Self {
            name: item.name.clone(),
            kind: item.goal.kind().word(),
            operator: item.goal.operator().map_or("", Operator::word),
            target: item.goal.target().unwrap_or_default(),
            unit: item.goal.unit().unwrap_or_default().to_owned(),
            lead_unit: item.lead_unit.clone().unwrap_or_default(),
            source_text: item.source_text.clone(),
        }
    }
}

impl SubItemView {
    /// One of every kind, with the longest texts and a hostile one.
    pub fn samples() -> Vec<Self> {
        let measured = |measure, value: &str, operator, unit: &str| {
            let value = value.parse::<Decimal>().ok()?;
            Some(Goal::Measured(Target { measure, operator, value, unit: unit.to_owned() }))
        };
        let goals = [
            measured(Measure::Count, "2600", Operator::Ge, "个"),
            measured(Measure::Rate, "98", Operator::Ge, "%"),
            measured(Measure::Area, "3.5", Operator::Eq, "万平方米"),
            measured(Measure::Length, "12", Operator::Eq, "公里"),
            Some(Goal::Zero),
            Some(Goal::Title),
            Some(Goal::Qualitative),
        ];
        let item = |goal| SubItem {
            id: SubItemId::new(),
            code: "C01-01".to_owned(),
            name: "“育共体·阳光行”青少年健康成长行动<script>alert(1)</script>".to_owned(),
            goal,
            lead_unit: Some("区妇女儿童工作委员会办公室<script>".to_owned()),
            source_text: "深化“校外培训清朗环境”“父母茶座”“橄榄绿进校园”等试点工作".to_owned(),
        };
        let mut views: Vec<Self> = goals.into_iter().flatten().map(|goal| Self::from(&item(goal))).collect();
        views.push(Self::from(&SubItem { lead_unit: None, ..item(Goal::Qualitative) }));
        views
    }
}

/// What is said once of a list as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct ListView {
    pub notice: String,
    pub source: Option<String>,
    pub inferred: bool,
}

impl From<CandidateList> for ListView {
    fn from(list: CandidateList) -> Self {
        Self { notice: list.notice, source: list.source, inferred: list.inferred }
    }
}

impl ListView {
    pub fn samples() -> [Self; 2] {
        let notice = "候选项目名称和次序取自原文；摘要为编者归纳。<script>alert(1)</script>".to_owned();
        [
            Self { notice: notice.clone(), source: Some("<b>政府工作报告</b>".to_owned()), inferred: true },
            Self { notice, source: None, inferred: false },
        ]
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct CandidateRow {
    pub number: i32,
    pub title: String,
    pub summary: String,
    pub units: Vec<String>,
    pub sub_items: usize,
}

impl From<&Candidate> for CandidateRow {
    fn from(candidate: &Candidate) -> Self {
        Self {
            number: candidate.number,
            title: candidate.title.clone(),
            summary: candidate.summary.clone(),
            units: candidate.units().into_iter().map(ToOwned::to_owned).collect(),
            sub_items: candidate.sub_items.len(),
        }
    }
}

/// A decision by which the list was changed after a void round.
#[derive(Clone, Debug, Serialize)]
pub struct ListChangeView {
    pub after_round: i32,
    pub body: String,
    pub decided_on: String,
    pub reason: String,
}

impl ListChangeView {
    fn all_of(conn: &mut Conn, session: SessionId) -> Result<Vec<Self>, DbError> {
        let of_the_list = |change: &VoteChange| change.terms.parts.contains(&VotePart::List);
        let view = |change: VoteChange| Self {
            after_round: change.after_round,
            body: change.terms.body,
            decided_on: change.terms.decided_on.to_string(),
            reason: change.reason,
        };
        Ok(congress::changes(conn, session)?.into_iter().filter(of_the_list).map(view).collect())
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            after_round: 1,
            body: "<script>主席团第三次会议".into(),
            decided_on: "2024-02-03".into(),
            reason: "<b>第3号项目重复".into(),
        }]
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct CandidatesPage {
    /// `None` before a session was opened.
    pub year: Option<i32>,
    /// How many are to be chosen, once the method was adopted.
    pub seats: Option<u32>,
    pub rows: Vec<CandidateRow>,
    pub list: Option<ListView>,
    pub review: Option<ReviewView>,
    pub opinions: Vec<OpinionView>,
    /// Decisions by which the list was changed between two rounds.
    pub changes: Vec<ListChangeView>,
    pub notice: Option<ListNoticeView>,
    pub seal: Option<ListSealView>,
}

impl CandidatesPage {
    fn empty() -> Self {
        Self {
            year: None,
            seats: None,
            rows: Vec::new(),
            list: None,
            review: None,
            opinions: Vec::new(),
            changes: Vec::new(),
            notice: None,
            seal: None,
        }
    }

    fn of(conn: &mut Conn, congress: Option<CongressId>, today: Date) -> Result<Self, DbError> {
        let Some(congress) = congress else { return Ok(Self::empty()) };
        let Some(session) = congress::public_session(conn, congress)? else { return Ok(Self::empty()) };
        let (notice, seal) = public_way(conn, &session, today)?;
        // What nothing was done with yet is still under way.
        let settled = congress::opinions(conn, session.id)?.into_iter().filter(|opinion| opinion.done.is_some());
        Ok(Self {
            review: congress::prior_review(conn, session.id)?.map(ReviewView::from),
            opinions: settled.map(OpinionView::from).collect(),
            changes: ListChangeView::all_of(conn, session.id)?,
            notice,
            seal,
            year: Some(session.year),
            seats: congress::adopted_method(conn, session.id)?.map(|adopted| adopted.method.seats()),
            rows: store::candidates(conn, session.id)?.iter().map(CandidateRow::from).collect(),
            list: store::candidate_list(conn, session.id)?.map(ListView::from),
        })
    }
}

impl Page for CandidatesPage {
    const TEMPLATE: &'static str = "candidates/list.html";

    fn samples() -> Vec<Self> {
        let row = |number, sub_items, units: &[&str]| CandidateRow {
            number,
            title: "“幸福安居”在上城<script>alert(1)</script>".to_owned(),
            summary: "报告提出推进老旧小区改造、既有住宅加装电梯和二次供水设施改造<b>".to_owned(),
            units: units.iter().map(|unit| (*unit).to_owned()).collect(),
            sub_items,
        };
        let rows = vec![row(1, 0, &[]), row(2, 1, &["区教育局"]), row(28, 10, &["区教育局", "<i>区卫生健康局"])];
        let [inferred, stated] = ListView::samples();
        vec![
            Self::empty(),
            Self { year: Some(2024), ..Self::empty() },
            Self { year: Some(2024), rows: rows.clone(), list: Some(inferred), ..Self::empty() },
            Self {
                year: Some(2024),
                seats: Some(10),
                rows,
                list: Some(stated),
                review: Some(ReviewView::sample()),
                opinions: OpinionView::samples().into_iter().filter(|opinion| !opinion.outcome.is_empty()).collect(),
                changes: ListChangeView::samples(),
                notice: ListNoticeView::samples().pop(),
                seal: Some(ListSealView::sample()),
            },
        ]
    }
}

pub async fn show_candidates(ctx: Ctx, site: Option<Site>) -> Handled {
    let services = ctx.services.clone();
    let (congress, today) = (site.map(|site| site.congress), ctx.today());
    ctx.public(async move || {
        blocking(move || Ok::<_, PageError>(services.db.read(|conn| CandidatesPage::of(conn, congress, today))?)).await
    })
    .await
}

/// A candidate before or after this one.
#[derive(Clone, Debug, Serialize)]
pub struct Neighbour {
    pub number: i32,
    pub title: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReviewView {
    pub body: String,
    pub meeting: String,
    pub reviewed_on: String,
}

impl ReviewView {
    fn sample() -> Self {
        Self {
            body: "区一届人大常委会<b>".to_owned(),
            meeting: "第十六次会议<b>".to_owned(),
            reviewed_on: "2024-01-18".to_owned(),
        }
    }
}

impl From<PriorReview> for ReviewView {
    fn from(review: PriorReview) -> Self {
        Self { body: review.body, meeting: review.meeting, reviewed_on: review.reviewed_on.to_string() }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct CandidatePage {
    pub candidate: CandidateRow,
    pub service_field: Option<String>,
    pub investment: Option<String>,
    pub place: Option<String>,
    pub deadline: Option<String>,
    pub review: Option<ReviewView>,
    /// The need it came from, and from how many proposals.
    pub need: Option<String>,
    pub origins: Option<OriginCount>,
    pub pictures: Vec<String>,
    pub sub_items: Vec<SubItemView>,
    pub list: Option<ListView>,
    pub before: Option<Neighbour>,
    pub after: Option<Neighbour>,
}

impl CandidatePage {
    fn of(conn: &mut Conn, congress: CongressId, number: i32) -> Result<Self, PageError> {
        let session = congress::public_session(conn, congress)?.ok_or(PageError::NotFound)?;
        let candidates = store::candidates(conn, session.id)?;
        let at = candidates.iter().position(|candidate| candidate.number == number).ok_or(PageError::NotFound)?;
        let neighbour = |at: Option<usize>| {
            let candidate = candidates.get(at?)?;
            Some(Neighbour { number: candidate.number, title: candidate.title.clone() })
        };
        let candidate = candidates.get(at).ok_or(PageError::NotFound)?;
        let pictures = store::pictures_of(conn, session.id)?.into_iter();
        let origin = store::origins(conn, session.id)?.into_iter().find(|origin| origin.candidate == candidate.id);
        Ok(Self {
            need: origin.as_ref().map(|origin| origin.need.to_string()),
            origins: origin.map(|origin| origin.counted),
            pictures: pictures
                .filter(|picture| picture.candidate == candidate.id)
                .map(|picture| picture.id.to_string())
                .collect(),
            candidate: CandidateRow::from(candidate),
            service_field: candidate.service_field.clone(),
            investment: candidate.investment.clone(),
            place: candidate.place.clone(),
            deadline: candidate.deadline.clone(),
            review: congress::prior_review(conn, session.id)?.map(ReviewView::from),
            sub_items: candidate.sub_items.iter().map(SubItemView::from).collect(),
            list: store::candidate_list(conn, session.id)?.map(ListView::from),
            before: neighbour(at.checked_sub(1)),
            after: neighbour(at.checked_add(1)),
        })
    }
}

impl Page for CandidatePage {
    const TEMPLATE: &'static str = "candidates/candidate.html";

    fn samples() -> Vec<Self> {
        let candidate = Candidate {
            id: CandidateId::new(),
            number: 5,
            title: "“幸福安居”在上城<script>alert(1)</script>".to_owned(),
            short_title: "幸福安居".to_owned(),
            summary: "报告提出推进老旧小区改造、既有住宅加装电梯和二次供水设施改造<b>".to_owned(),
            service_field: None,
            investment: None,
            place: None,
            deadline: None,
            lead_unit: Some("区住房和城市建设局<i>".to_owned()),
            sub_items: Vec::new(),
        };
        let neighbour = |number| Some(Neighbour { number, title: "“青年有为”在上城<script>".to_owned() });
        let [inferred, stated] = ListView::samples();
        let bare = Self {
            candidate: CandidateRow::from(&candidate),
            service_field: None,
            investment: None,
            place: None,
            deadline: None,
            review: None,
            need: None,
            origins: None,
            pictures: Vec::new(),
            sub_items: Vec::new(),
            list: Some(stated),
            before: None,
            after: None,
        };
        let full = Self {
            service_field: Some("住有宜居<script>".to_owned()),
            investment: Some("1200万元，区级财政<script>".to_owned()),
            place: Some("湖滨街道<script>".to_owned()),
            deadline: Some("2024年11月底<script>".to_owned()),
            review: Some(ReviewView::sample()),
            need: Some(uuid::Uuid::nil().to_string()),
            origins: Some(OriginCount { all: 37, resident: 29, deputy: 6, cppcc: 1, department: 1, streets: 4 }),
            pictures: vec![uuid::Uuid::nil().to_string()],
            sub_items: SubItemView::samples(),
            list: Some(inferred),
            before: neighbour(4),
            after: neighbour(6),
            ..bare.clone()
        };
        vec![bare, full]
    }
}

pub async fn show_candidate(ctx: Ctx, site: Site, number: Path<i32>) -> Handled {
    let services = ctx.services.clone();
    let number = number.into_inner();
    ctx.public(async move || {
        blocking(move || services.db.read(|conn| CandidatePage::of(conn, site.congress, number))).await
    })
    .await
}

/// `/candidates/files/candidates.csv` and `candidates.xlsx`: the list as the pages show it, and as it is read back; `list.json`: as it was
/// sealed.
pub async fn candidates_file(ctx: Ctx, site: Site, name: Path<String>) -> Handled {
    if *name == "list.json" {
        return sealed_list(&ctx, site.congress).await;
    }
    let Some(("candidates", format)) = TableFormat::of_name(&name) else { return Err(PageError::NotFound) };
    let services = ctx.services.clone();
    let bytes = blocking(move || {
        let candidates = services.db.read(|conn| {
            let session = congress::public_session(conn, site.congress)?.ok_or(PageError::NotFound)?;
            Ok::<_, PageError>(store::candidates(conn, session.id)?)
        })?;
        list_file::table(&candidates).bytes(format)
    })
    .await?;
    Ok(download(&name, format.content_type(), bytes))
}
