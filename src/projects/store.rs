//! Rows of `projects` and `project_sub_items`; what hangs on them has stores of its own.

use std::collections::HashMap;

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper, dsl::max,
};

use super::{
    acceptances, adjustments, lights,
    news::{News, news},
    places, plans,
    project::Project,
    reports, rules,
    schema::{project_sub_items, projects as projects_table},
    subject::Subjects,
    tracked::Tracked,
    units,
    years::{self, Closing, asked_until},
};
use crate::{
    candidates::{Operator, SubItem, goal_of},
    db::{Conn, DbError, Ts, Tx},
    documents,
    ids::{CandidateId, CongressId, DocumentId, ProjectId, SessionId, SubItemId},
    proposals,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = projects_table)]
struct Row {
    id: ProjectId,
    congress_id: CongressId,
    session_id: SessionId,
    candidate_id: CandidateId,
    certificate_id: DocumentId,
    certificate_hash: String,
    year: i32,
    number: i32,
    title: String,
    summary: String,
    service_field: Option<String>,
    lead_unit: Option<String>,
    approvals: i32,
    rank: i32,
    public: bool,
    promoted_at: Ts,
}

fn project(row: Row) -> Project {
    let Row {
        id,
        congress_id: congress,
        session_id: session,
        candidate_id: candidate,
        certificate_id: certificate,
        certificate_hash,
        year,
        number,
        title,
        summary,
        service_field,
        lead_unit,
        approvals,
        rank,
        public,
        promoted_at,
    } = row;
    Project {
        id,
        congress,
        session,
        candidate,
        certificate,
        certificate_hash,
        year,
        number,
        title,
        summary,
        service_field,
        lead_unit,
        approvals,
        rank,
        public,
        promoted_at,
        sub_items: Vec::new(),
    }
}

/// Every project of a session, announced or not.
pub fn projects(conn: &mut Conn, session: SessionId) -> Result<Vec<Project>, DbError> {
    let rows: Vec<Row> = projects_table::table
        .select(Row::as_select())
        .filter(projects_table::session_id.eq(session))
        .order(projects_table::number)
        .load(conn)?;
    with_sub_items(conn, rows.into_iter().map(project).collect())
}

/// What the public may see, newest year first.
pub fn public_projects(conn: &mut Conn, congress: CongressId) -> Result<Vec<Project>, DbError> {
    let rows: Vec<Row> = projects_table::table
        .select(Row::as_select())
        .filter(projects_table::congress_id.eq(congress))
        .filter(projects_table::public.eq(true))
        .order((projects_table::year.desc(), projects_table::number))
        .load(conn)?;
    with_sub_items(conn, rows.into_iter().map(project).collect())
}

/// Of every congress, public or not; what the daily duty walks over.
pub fn all_projects(conn: &mut Conn) -> Result<Vec<Project>, DbError> {
    let rows: Vec<Row> = projects_table::table
        .select(Row::as_select())
        .order((projects_table::year.desc(), projects_table::number))
        .load(conn)?;
    with_sub_items(conn, rows.into_iter().map(project).collect())
}

/// Every project of a congress, announced or not, newest year first.
pub fn projects_of_congress(conn: &mut Conn, congress: CongressId) -> Result<Vec<Project>, DbError> {
    let rows: Vec<Row> = projects_table::table
        .select(Row::as_select())
        .filter(projects_table::congress_id.eq(congress))
        .order((projects_table::year.desc(), projects_table::number))
        .load(conn)?;
    with_sub_items(conn, rows.into_iter().map(project).collect())
}

/// The project that a sub-item belongs to.
pub fn project_of_sub_item(conn: &mut Conn, sub_item: SubItemId) -> Result<Option<Project>, DbError> {
    let owner: Option<ProjectId> =
        project_sub_items::table.find(sub_item).select(project_sub_items::project_id).first(conn).optional()?;
    owner.map_or(Ok(None), |owner| project_by_id(conn, owner))
}

pub fn project_by_id(conn: &mut Conn, id: ProjectId) -> Result<Option<Project>, DbError> {
    let row: Option<Row> = projects_table::table.select(Row::as_select()).find(id).first(conn).optional()?;
    let found = row.map(project).into_iter().collect();
    Ok(with_sub_items(conn, found)?.pop())
}

/// The number printed on a certificate.
pub fn certificate_number(conn: &mut Conn, certificate: DocumentId) -> Result<String, DbError> {
    Ok(documents::by_id(conn, certificate)?.number)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = project_sub_items)]
struct SubItemRow {
    id: SubItemId,
    project_id: ProjectId,
    code: String,
    name: String,
    kind: String,
    operator: Option<String>,
    target: Option<String>,
    unit: Option<String>,
    lead_unit: Option<String>,
    source_text: String,
}

fn with_sub_items(conn: &mut Conn, mut found: Vec<Project>) -> Result<Vec<Project>, DbError> {
    let ids: Vec<ProjectId> = found.iter().map(|project| project.id).collect();
    let rows: Vec<SubItemRow> = project_sub_items::table
        .select(SubItemRow::as_select())
        .filter(project_sub_items::project_id.eq_any(ids))
        .order(project_sub_items::position)
        .load(conn)?;
    for row in rows {
        let SubItemRow { id, project_id: owner, code, name, kind, operator, target, unit, lead_unit, source_text } =
            row;
        let goal = goal_of(&kind, operator.as_deref(), target.as_deref(), unit.as_deref()).map_err(DbError::corrupt)?;
        if let Some(project) = found.iter_mut().find(|project| project.id == owner) {
            project.sub_items.push(SubItem { id, code, name, goal, lead_unit, source_text });
        }
    }
    Ok(found)
}

pub fn ids_by_certificate(tx: &mut Tx, certificate: DocumentId) -> Result<Vec<ProjectId>, DbError> {
    Ok(projects_table::table
        .select(projects_table::id)
        .filter(projects_table::certificate_id.eq(certificate))
        .order(projects_table::number)
        .load(&mut **tx)?)
}

/// 0 where the session has no project.
pub fn highest_number(tx: &mut Tx, session: SessionId) -> Result<i32, DbError> {
    let highest: Option<i32> = projects_table::table
        .filter(projects_table::session_id.eq(session))
        .select(max(projects_table::number))
        .first(&mut **tx)?;
    Ok(highest.unwrap_or(0))
}

pub fn insert(tx: &mut Tx, project: &Project) -> Result<(), DbError> {
    diesel::insert_into(projects_table::table)
        .values((
            projects_table::id.eq(project.id),
            projects_table::congress_id.eq(project.congress),
            projects_table::session_id.eq(project.session),
            projects_table::candidate_id.eq(project.candidate),
            projects_table::certificate_id.eq(project.certificate),
            projects_table::certificate_hash.eq(&project.certificate_hash),
            projects_table::year.eq(project.year),
            projects_table::number.eq(project.number),
            projects_table::title.eq(&project.title),
            projects_table::summary.eq(&project.summary),
            projects_table::service_field.eq(&project.service_field),
            projects_table::lead_unit.eq(&project.lead_unit),
            projects_table::approvals.eq(project.approvals),
            projects_table::rank.eq(project.rank),
            projects_table::public.eq(project.public),
            projects_table::promoted_at.eq(project.promoted_at),
        ))
        .execute(&mut **tx)?;
    for (position, item) in (1_i32..).zip(&project.sub_items) {
        diesel::insert_into(project_sub_items::table)
            .values((
                project_sub_items::id.eq(item.id),
                project_sub_items::project_id.eq(project.id),
                project_sub_items::position.eq(position),
                project_sub_items::code.eq(&item.code),
                project_sub_items::name.eq(&item.name),
                project_sub_items::kind.eq(item.goal.kind().word()),
                project_sub_items::operator.eq(item.goal.operator().map(Operator::word)),
                project_sub_items::target.eq(item.goal.target()),
                project_sub_items::unit.eq(item.goal.unit()),
                project_sub_items::lead_unit.eq(&item.lead_unit),
                project_sub_items::source_text.eq(&item.source_text),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Whose projects these were.
pub fn publish(tx: &mut Tx, certificate: DocumentId) -> Result<Vec<CongressId>, DbError> {
    diesel::update(projects_table::table.filter(projects_table::certificate_id.eq(certificate)))
        .set(projects_table::public.eq(true))
        .execute(&mut **tx)?;
    Ok(projects_table::table
        .select(projects_table::congress_id)
        .distinct()
        .filter(projects_table::certificate_id.eq(certificate))
        .load(&mut **tx)?)
}

/// These projects with all that hangs on them, but for the courses of their reports: the same number of queries however
/// many they are.
pub fn overview(conn: &mut Conn, found: Vec<Project>) -> Result<Vec<Tracked>, DbError> {
    let ids: Vec<ProjectId> = found.iter().map(|project| project.id).collect();
    let mut leads = units::store::lead_units(conn, &ids)?;
    let plans = plans::store::plans_of(conn, &ids)?;
    let adjustments = adjustments::store::adjustments_of(conn, &ids)?;
    let acceptances = acceptances::store::acceptances_of(conn, &ids)?;
    let refusals = acceptances::store::refusals_of(conn, &ids)?;
    let lights = lights::store::current_lights(conn, &ids)?;
    let payments = reports::store::payments(conn, &ids)?;
    let streets = places::store::streets_of_lists(conn, &ids)?;
    let carried = years::store::carry_overs_of(conn, &ids)?;
    let mut congresses: Vec<CongressId> = found.iter().map(|project| project.congress).collect();
    congresses.dedup();
    let closings = years::store::closings_of(conn, &congresses)?;
    let mut gaps: HashMap<CongressId, u32> = HashMap::new();
    for congress in congresses {
        gaps.insert(congress, rules::store::rules_of(conn, congress)?.money_gap);
    }
    let tracked = |project: Project| {
        let id = project.id;
        let lead = leads.iter().position(|(of, _)| *of == id).map(|at| leads.swap_remove(at).1);
        let carried = carried.iter().find(|carried| carried.project == id).cloned();
        let of_its_own: Vec<Closing> = closings.iter().filter(|c| c.congress == project.congress).cloned().collect();
        Tracked {
            lead,
            closed_through: asked_until(project.year, carried.as_ref(), &of_its_own),
            carried,
            plans: plans.iter().filter(|plan| plan.project == id).cloned().collect(),
            adjustments: adjustments.iter().filter(|a| a.project == id).cloned().collect(),
            acceptances: acceptances.iter().filter(|a| a.project == id).cloned().collect(),
            refusals: refusals.iter().filter(|r| r.project == id).cloned().collect(),
            lights: lights.iter().filter(|light| light.project == id).cloned().collect(),
            filed: Vec::new(),
            listed_streets: streets
                .iter()
                .filter(|(of, ..)| *of == id)
                .map(|(_, item, street)| (*item, street.clone()))
                .collect(),
            money_gap: gaps.get(&project.congress).copied().unwrap_or_default(),
            payments: payments.iter().filter(|(of, _)| *of == id).map(|(_, payment)| *payment).collect(),
            project,
        }
    };
    Ok(found.into_iter().map(tracked).collect())
}

/// Like [`overview`], with the courses.
pub fn tracked(conn: &mut Conn, found: Vec<Project>) -> Result<Vec<Tracked>, DbError> {
    let ids: Vec<ProjectId> = found.iter().map(|project| project.id).collect();
    let mut tracked = overview(conn, found)?;
    let owners: HashMap<SubItemId, usize> = tracked
        .iter()
        .enumerate()
        .flat_map(|(at, one)| one.project.sub_items.iter().map(move |item| (item.id, at)))
        .collect();
    for (sub_item, filed) in reports::store::courses(conn, &ids)? {
        if let Some(one) = owners.get(&sub_item).and_then(|at| tracked.get_mut(*at)) {
            one.filed.push((sub_item, filed));
        }
    }
    Ok(tracked)
}

/// What is newest of these projects since `since`: at most `most` reports and as many changes of lights.
pub fn news_since(conn: &mut Conn, found: Vec<Project>, since: Ts, most: i64) -> Result<Vec<News>, DbError> {
    let ids: Vec<ProjectId> = found.iter().map(|project| project.id).collect();
    let reports = reports::store::reports_filed_since(conn, &ids, since, most)?;
    let lights = lights::store::light_changes(conn, &ids, since, most)?;
    let mut found = news(&tracked(conn, found)?, &reports, &lights);
    found.retain(|piece| piece.at > since);
    Ok(found)
}

pub fn tracked_project(conn: &mut Conn, id: ProjectId) -> Result<Option<Tracked>, DbError> {
    let found = project_by_id(conn, id)?.into_iter().collect();
    Ok(tracked(conn, found)?.pop())
}

/// What everybody may follow in a congress.
pub fn subjects(conn: &mut Conn, congress: CongressId) -> Result<Subjects, DbError> {
    let found = public_projects(conn, congress)?;
    let all = overview(conn, found)?;
    let fields = proposals::fields(conn, congress)?.into_iter().filter(|field| field.offered).map(|field| field.name);
    let mut streets: Vec<String> = Vec::new();
    for place in proposals::places(conn, congress)?.into_iter().filter(|place| place.offered) {
        if !streets.contains(&place.street) {
            streets.push(place.street);
        }
    }
    Ok(Subjects::among(&all, fields.collect(), streets))
}
