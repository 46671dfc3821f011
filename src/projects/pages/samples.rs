//! One project in full, for the pages' samples and the tests of rules.

use crate::{
    candidates::{Decimal, Goal, Measure, Operator, SubItem, Target},
    db::Ts,
    ids::{
        AccountId, CandidateId, CongressId, DocumentId, PlaceId, PlanId, ProjectId, ProjectPlaceId, SessionId,
        SubItemId, UnitId,
    },
    projects::{
        acceptances::NotAccepted,
        adjustments::{Adjustment, AdjustmentKind, AdjustmentState, Decision},
        lights::{Filed, Light, LightRecord, Why},
        places::{Area, Coordinates, Details, Ground, Listed, Outline, Place, PlaceState, Removed},
        plans::{ItemPlan, Milestone, Plan, PlanState, PlanVersion, Source},
        project::Project,
        quantity::{Money, Quantity, target_of},
        reports::Narrative,
        tracked::Tracked,
        units::Unit,
        years::CarryOver,
    },
    proposals,
};

fn item(name: &str, goal: Goal) -> SubItem {
    SubItem {
        id: SubItemId::new(),
        code: "C05-01".to_owned(),
        name: name.to_owned(),
        goal,
        lead_unit: None,
        source_text: "完成既有住宅加装电梯100台".to_owned(),
    }
}

pub fn project() -> Project {
    let measured = |measure, value: &str, unit: &str| {
        let value = value.parse::<Decimal>().ok()?;
        Some(Goal::Measured(Target { measure, operator: Operator::Ge, value, unit: unit.to_owned() }))
    };
    let goals = [
        ("既有住宅加装电梯<script>alert(1)</script>", measured(Measure::Count, "100", "台")),
        ("新建改建绿道", measured(Measure::Length, "12.5", "公里")),
        ("老旧高层楼宇重大消防隐患", Some(Goal::Zero)),
        ("创建省级残疾人康养先行区", Some(Goal::Title)),
    ];
    Project {
        id: ProjectId::new(),
        congress: CongressId::new(),
        session: SessionId::new(),
        candidate: CandidateId::new(),
        certificate: DocumentId::new(),
        certificate_hash: "0123456789abcdef".repeat(4),
        year: 2024,
        number: 1,
        title: "“幸福安居”在上城<script>alert(1)</script>".to_owned(),
        summary: "报告提出推进老旧小区改造、既有住宅加装电梯和二次供水设施改造<b>".to_owned(),
        service_field: Some("住有宜居<i>".to_owned()),
        lead_unit: None,
        approvals: 331,
        rank: 1,
        public: true,
        promoted_at: Ts::from(jiff::Timestamp::UNIX_EPOCH),
        sub_items: goals.into_iter().filter_map(|(name, goal)| Some(item(name, goal?))).collect(),
    }
}

pub fn unit() -> Unit {
    Unit { id: UnitId::new(), name: "区住房和城市建设局<i>".to_owned() }
}

fn date(month: i8, day: i8) -> jiff::civil::Date {
    jiff::civil::date(2024, month, day)
}

pub fn plan(project: &Project) -> Plan {
    let of = |item: &SubItem| {
        let target = target_of(&item.goal).0;
        let words = "全部完成<b>".to_owned();
        ItemPlan {
            sub_item: item.id,
            unit: unit().name,
            target,
            last_year: Some(Quantity::HUNDRED),
            milestones: vec![Milestone { on: date(11, 30), quantity: target, words }],
            address: "凯旋街道景芳二区 12 幢<i>".to_owned(),
            coordinates: Some(("30.2592".to_owned(), "120.2103".to_owned())),
        }
    };
    Plan {
        leader: "分管副区长<b>".to_owned(),
        supporting_units: "各街道<b>".to_owned(),
        sources: [("区级财政<b>", "2000"), ("上级补助", "1500.5")]
            .map(|(name, amount)| Source { name: name.to_owned(), amount: amount.parse().unwrap_or_default() })
            .to_vec(),
        paid: "1200".parse().unwrap_or(Money::default()),
        safeguards: "每周调度一次<b>".to_owned(),
        items: project.sub_items.iter().map(of).collect(),
    }
}

pub fn version(project: &Project, number: i32, state: PlanState) -> PlanVersion {
    PlanVersion {
        id: PlanId::new(),
        project: project.id,
        version: number,
        state,
        plan: plan(project),
        made_by_account: AccountId::new(),
        made_by: "王工<b>".to_owned(),
        made_at: Ts::default(),
        returned_with: (state == PlanState::Draft).then(|| "请补充里程碑<b>".to_owned()),
        published_by: (state == PlanState::Published).then(|| "周敏".to_owned()),
        published_at: (state == PlanState::Published).then(Ts::default),
    }
}

pub fn adjustment(project: &Project, kind: AdjustmentKind, state: AdjustmentState) -> Adjustment {
    let settled = state == AdjustmentState::Effective;
    Adjustment {
        id: crate::ids::AdjustmentId::new(),
        project: project.id,
        number: 1,
        kind,
        reason: "地块移交推迟<b>".to_owned(),
        plan: None,
        state,
        proposed_by_account: AccountId::new(),
        proposed_by: "王工<b>".to_owned(),
        proposed_at: Ts::default(),
        decision: (settled && kind.needs_decision()).then(|| Decision {
            body: "区人大常委会<b>".to_owned(),
            number: "〔2024〕12 号".to_owned(),
            decided_on: date(8, 20),
        }),
        refused_because: (state == AdjustmentState::Refused).then(|| "理由不充分<b>".to_owned()),
        settled_by: settled.then(|| "周敏".to_owned()),
        settled_at: settled.then(Ts::default),
    }
}

pub fn carry_over(project: &Project) -> CarryOver {
    CarryOver {
        project: project.id,
        to_year: project.year + 1,
        reason: "冬季停工，跨年实施<b>".to_owned(),
        decided_by_account: AccountId::new(),
        decided_by: "周敏<b>".to_owned(),
        decided_at: Ts::default(),
    }
}

pub fn refusal(project: &Project) -> NotAccepted {
    NotAccepted {
        sub_item: project.sub_items[0].id,
        project: project.id,
        report: crate::ids::ReportId::new(),
        words: "少两台<b>".to_owned(),
        refused_by: "周敏<b>".to_owned(),
        refused_at: Ts::default(),
        answered: false,
    }
}

/// Newly promoted; then with a plan, reports, lights of every colour.
pub fn tracked() -> [Tracked; 2] {
    let project = project();
    let bare = Tracked {
        lead: None,
        plans: Vec::new(),
        adjustments: Vec::new(),
        acceptances: Vec::new(),
        refusals: Vec::new(),
        lights: Vec::new(),
        filed: Vec::new(),
        payments: Vec::new(),
        carried: None,
        closed_through: None,
        listed_streets: Vec::new(),
        money_gap: 20,
        project: project.clone(),
    };
    let colours = [
        (Light::Red, Why::MilestoneMissed { on: date(6, 30), due: "60".to_owned(), actual: "40".to_owned() }),
        (Light::Yellow, Why::Behind { points: "3.2".to_owned(), planned: "60".to_owned(), actual: "56.8".to_owned() }),
        (Light::Green, Why::OnPlan { planned: "60".to_owned(), actual: "61".to_owned() }),
        (Light::Done, Why::Accepted),
    ];
    let lights = project.sub_items.iter().zip(colours).map(|(item, (light, why))| LightRecord {
        project: project.id,
        sub_item: item.id,
        day: date(7, 1),
        light,
        why,
        planned: Some("60".to_owned()),
        actual: Some("40".to_owned()),
        by: date(6, 20),
    });
    let filed = project
        .sub_items
        .iter()
        .map(|item| (item.id, Filed { as_of: date(6, 20), filed_on: date(6, 21), quantity: Quantity::ZERO }));
    let full = Tracked {
        lead: Some(unit()),
        plans: vec![version(&project, 1, PlanState::Replaced), version(&project, 2, PlanState::Published)],
        adjustments: vec![adjustment(&project, AdjustmentKind::Major, AdjustmentState::Effective)],
        acceptances: Vec::new(),
        refusals: vec![refusal(&project)],
        lights: lights.collect(),
        filed: filed.collect(),
        payments: Vec::new(),
        carried: None,
        closed_through: None,
        listed_streets: Vec::new(),
        money_gap: 20,
        project,
    };
    [bare, full]
}

/// What a report may say, in every one of its texts.
pub fn narrative() -> Narrative {
    Narrative {
        words: "第三批已开工<b>".to_owned(),
        problems: "管线迁改<b>".to_owned(),
        next_step: "七月底前完成<b>".to_owned(),
        shrink_reason: "上月重复<b>".to_owned(),
    }
}

/// What a list of places offers.
pub fn areas() -> Vec<proposals::Place> {
    let area = |community: &str| proposals::Place {
        id: PlaceId::new(),
        street: "凯旋街道<i>".to_owned(),
        community: community.to_owned(),
        offered: true,
    };
    vec![area(""), area("景芳社区<b>")]
}

/// Of the first sub-item: one in each state, one that is late, one that was taken off the list.
pub fn places(project: &Project) -> Vec<Place> {
    let Some(item) = project.sub_items.first() else { return Vec::new() };
    let (areas, states) = (areas(), [PlaceState::NotBegun, PlaceState::UnderWay, PlaceState::Done]);
    let place = |(number, (area, state)): (i32, (&proposals::Place, PlaceState))| Place {
        id: ProjectPlaceId::new(),
        project: project.id,
        sub_item: item.id,
        number,
        street: area.street.clone(),
        community: area.community.clone(),
        details: Details {
            name: format!("景芳二区 {number} 幢<b>"),
            area: area.id,
            address: "景昙路 7 号<script>alert(1)</script>".to_owned(),
            state,
            planned_on: Some(date(5, 31)),
            done_on: (state == PlaceState::Done).then(|| date(5, 20)),
            coordinates: Coordinates::parse("120.2103", "30.2592").ok().flatten().filter(|_| number != 1),
        },
        added_at: Ts::default(),
        removed: (number == 4).then(|| Removed { on: date(6, 1), because: "与 2 幢重复<b>".to_owned() }),
    };
    (1..=4).zip(areas.iter().cycle().zip(states.into_iter().cycle())).map(place).collect()
}

/// Of lists and of a plan; some with a street, and one without.
pub fn listed() -> Vec<Listed> {
    let project = project();
    let Some(item) = project.sub_items.first() else { return Vec::new() };
    let of = |place: &Place| Listed {
        id: Some(place.id),
        project: project.id,
        title: project.title.clone(),
        year: project.year,
        sub_item: item.id,
        item_code: item.code.clone(),
        item: item.name.clone(),
        number: place.number,
        name: place.details.name.clone(),
        street: Some(place.street.clone()),
        community: place.community.clone(),
        address: place.details.address.clone(),
        state: Some(place.details.state),
        planned_on: place.details.planned_on,
        done_on: place.details.done_on,
        coordinates: place.details.coordinates,
    };
    let mut all: Vec<Listed> = places(&project).iter().map(of).collect();
    let planned = all.first().cloned().map(|first| Listed {
        id: None,
        number: 0,
        street: None,
        state: None,
        planned_on: None,
        ..first
    });
    all.extend(planned);
    all
}

pub fn outline() -> Outline {
    let ring = vec![(120_200_000, 30_250_000), (120_220_000, 30_250_000), (120_220_000, 30_270_000)];
    let area = Area { street: "凯旋街道<i>".to_owned(), polygons: vec![vec![ring]] };
    Outline {
        ground: Ground { areas: vec![area] },
        source: "浙杭S（2024）示例号<b>".to_owned(),
        schematic: false,
        uploaded_by: "周秘书<b>".to_owned(),
        uploaded_at: Ts::default(),
    }
}
