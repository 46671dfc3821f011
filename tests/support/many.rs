//! A database with a great many tracked projects, for measures: rows without the vote that they would come from.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use diesel::{Connection, ExpressionMethods, RunQueryDsl, connection::SimpleConnection};
use jiff::civil::{Date, date};
use piaojue::{
    accounts::schema::units,
    db::{Conn, Ts},
    documents::schema::documents,
    ids::{
        AccountId, CandidateId, CongressId, DocumentId, PlanId, ProjectId, ReportId, RoundId, SessionId, SubItemId,
        UnitId,
    },
    projects::{
        ItemPlan, Milestone, Plan, Source,
        schema::{plans, progress_reports, project_sub_items, project_units, projects},
    },
};

const UNIT: &str = "区住房和城市建设局";

/// Noon in Shanghai.
fn noon(day: Date) -> Ts {
    format!("{day}T04:00:00Z").parse::<jiff::Timestamp>().unwrap().into()
}

/// `reports` of every sub-item, two a month from January on, of a plan that runs to November.
pub fn fill(conn: &mut Conn, congress: CongressId, number: i32, items: i32, reports: i32) -> Vec<ProjectId> {
    match conn {
        Conn::Sqlite(conn) => conn.batch_execute("PRAGMA foreign_keys=OFF").unwrap(),
        Conn::Pg(conn) => conn.batch_execute("SET session_replication_role = replica").unwrap(),
    }
    conn.transaction(|conn| {
        let (unit, certificate) = (UnitId::new(), DocumentId::new());
        diesel::insert_into(units::table)
            .values((units::id.eq(unit), units::congress_id.eq(congress), units::name.eq(UNIT)))
            .execute(conn)?;
        let announced = noon(date(2024, 2, 3));
        diesel::insert_into(documents::table)
            .values((
                documents::id.eq(certificate),
                documents::kind.eq("certificate"),
                documents::session_id.eq(SessionId::new()),
                documents::round_id.eq(RoundId::new()),
                documents::number.eq("示例第1号"),
                documents::text.eq("{}"),
                documents::hash.eq(certificate.uuid().simple().to_string().repeat(2)),
                documents::drafted_at.eq(announced),
                documents::state.eq("announced"),
                documents::confirmed_by.eq("周敏"),
                documents::confirmed_at.eq(announced),
                documents::seal.eq("0".repeat(64)),
                documents::announced_at.eq(announced),
            ))
            .execute(conn)?;
        let session = SessionId::new();
        (1..=number)
            .map(|number| project(conn, congress, session, (unit, certificate), number, items, reports))
            .collect()
    })
    .unwrap()
}

fn project(
    conn: &mut Conn,
    congress: CongressId,
    session: SessionId,
    (unit, certificate): (UnitId, DocumentId),
    number: i32,
    items: i32,
    reports: i32,
) -> Result<ProjectId, diesel::result::Error> {
    let id = ProjectId::new();
    diesel::insert_into(projects::table)
        .values((
            projects::id.eq(id),
            projects::congress_id.eq(congress),
            projects::session_id.eq(session),
            projects::candidate_id.eq(CandidateId::new()),
            projects::certificate_id.eq(certificate),
            projects::certificate_hash.eq("0".repeat(64)),
            projects::year.eq(2024),
            projects::number.eq(number),
            projects::title.eq(format!("第 {number} 方面民生实事")),
            projects::summary.eq("推进老旧小区改造、既有住宅加装电梯和二次供水设施改造。"),
            projects::service_field
                .eq(Some(["住有宜居", "学有优教", "病有良医"][usize::try_from(number % 3).unwrap()])),
            projects::approvals.eq(300),
            projects::rank.eq(number),
            projects::public.eq(true),
            projects::promoted_at.eq(noon(date(2024, 2, 3))),
        ))
        .execute(conn)?;
    diesel::insert_into(project_units::table)
        .values((project_units::project_id.eq(id), project_units::unit_id.eq(unit)))
        .execute(conn)?;
    let sub_items: Vec<SubItemId> = (1..=items).map(|_| SubItemId::new()).collect();
    for (position, sub_item) in (1..).zip(&sub_items) {
        diesel::insert_into(project_sub_items::table)
            .values((
                project_sub_items::id.eq(*sub_item),
                project_sub_items::project_id.eq(id),
                project_sub_items::position.eq(position),
                project_sub_items::code.eq(format!("C{number:02}-{position:02}")),
                project_sub_items::name.eq(format!("第 {position} 项既有住宅加装电梯")),
                project_sub_items::kind.eq("count"),
                project_sub_items::operator.eq(Some("ge")),
                project_sub_items::target.eq(Some("240")),
                project_sub_items::unit.eq(Some("台")),
                project_sub_items::source_text.eq("完成既有住宅加装电梯240台"),
            ))
            .execute(conn)?;
        for report in 0..reports {
            let month = i8::try_from(report / 2 % 12 + 1).unwrap();
            let day = date(2024, month, if report % 2 == 0 { 10 } else { 20 });
            diesel::insert_into(progress_reports::table)
                .values((
                    progress_reports::id.eq(ReportId::new()),
                    progress_reports::project_id.eq(id),
                    progress_reports::sub_item_id.eq(*sub_item),
                    progress_reports::as_of.eq(day.to_string()),
                    progress_reports::quantity.eq(((report + 1) * 10).to_string()),
                    progress_reports::paid.eq(""),
                    progress_reports::words.eq("本月新开工十台，现场按施工组织设计推进，管线迁改已完成。"),
                    progress_reports::problems.eq(""),
                    progress_reports::next_step.eq("下月继续推进。"),
                    progress_reports::shrink_reason.eq(""),
                    progress_reports::state.eq("filed"),
                    progress_reports::unit_name.eq(UNIT),
                    progress_reports::made_by_account.eq(AccountId::new()),
                    progress_reports::made_by.eq("王工"),
                    progress_reports::saved_at.eq(noon(day)),
                    progress_reports::filed_at.eq(Some(noon(day))),
                ))
                .execute(conn)?;
        }
    }
    let plan = Plan {
        leader: "张副区长".to_owned(),
        supporting_units: "各街道".to_owned(),
        sources: vec![Source { name: "区级财政".to_owned(), amount: "3500.5".parse().unwrap() }],
        paid: "1200".parse().unwrap(),
        safeguards: "每周调度".to_owned(),
        items: sub_items.iter().map(|item| item_plan(*item)).collect(),
    };
    diesel::insert_into(plans::table)
        .values((
            plans::id.eq(PlanId::new()),
            plans::project_id.eq(id),
            plans::version.eq(1),
            plans::state.eq("published"),
            plans::document.eq(serde_json::to_string(&plan).unwrap()),
            plans::made_by_account.eq(AccountId::new()),
            plans::made_by.eq("王工"),
            plans::made_at.eq(noon(date(2024, 2, 4))),
            plans::published_by.eq(Some("周敏")),
            plans::published_at.eq(Some(noon(date(2024, 2, 5)))),
        ))
        .execute(conn)?;
    Ok(id)
}

fn item_plan(sub_item: SubItemId) -> ItemPlan {
    let milestone = |month, day, quantity: &str| Milestone {
        on: date(2024, month, day),
        quantity: quantity.parse().unwrap(),
        words: "按批次完成".to_owned(),
    };
    ItemPlan {
        sub_item,
        unit: UNIT.to_owned(),
        target: "240".parse().unwrap(),
        last_year: Some("200".parse().unwrap()),
        milestones: vec![
            milestone(3, 31, "40"),
            milestone(6, 30, "120"),
            milestone(9, 30, "180"),
            milestone(11, 30, "240"),
        ],
        address: "凯旋街道景芳二区 12 幢".to_owned(),
        coordinates: Some(("30.2592".to_owned(), "120.2103".to_owned())),
    }
}
