//! Rows of `inspections`, `inspection_sub_items` and `inspection_findings`.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper, dsl::max,
};

use super::inspection::{Finding, Inspection, InspectionState};
use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{AccountId, FindingId, FollowUpId, InspectionId, ProjectId, SubItemId},
    supervision::{
        groups::Body,
        schema::{inspection_findings as findings, inspection_sub_items as seen, inspections as table},
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: InspectionId,
    project_id: ProjectId,
    number: i32,
    held_on: Day,
    place: String,
    bodies: String,
    words: String,
    state: InspectionState,
    made_by_account: AccountId,
    made_by: String,
    made_at: Ts,
    returned_with: Option<String>,
    published_by: Option<String>,
    published_at: Option<Ts>,
}

fn inspection(row: Row) -> Result<Inspection, DbError> {
    let Row {
        id,
        project_id: project,
        number,
        held_on,
        place,
        bodies,
        words,
        state,
        made_by_account,
        made_by,
        made_at,
        returned_with,
        published_by,
        published_at,
    } = row;
    let bodies: Result<Vec<Body>, String> = bodies.split(' ').map(str::parse).collect();
    Ok(Inspection {
        id,
        project,
        number,
        held_on: held_on.0,
        place,
        bodies: bodies.map_err(DbError::corrupt)?,
        sub_items: Vec::new(),
        words,
        findings: Vec::new(),
        state,
        made_by_account,
        made_by,
        made_at,
        returned_with,
        published_by,
        published_at,
    })
}

fn whole(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Inspection>, DbError> {
    let mut found = rows.into_iter().map(inspection).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<InspectionId> = found.iter().map(|inspection| inspection.id).collect();
    let items: Vec<(InspectionId, SubItemId)> = seen::table
        .select((seen::inspection_id, seen::sub_item_id))
        .filter(seen::inspection_id.eq_any(ids.clone()))
        .load(conn)?;
    let said: Vec<(InspectionId, FindingId, String, Option<FollowUpId>)> = findings::table
        .select((findings::inspection_id, findings::id, findings::words, findings::follow_up_id))
        .filter(findings::inspection_id.eq_any(ids))
        .order(findings::position)
        .load(conn)?;
    for inspection in &mut found {
        let own = |(of, item): &(InspectionId, SubItemId)| (*of == inspection.id).then_some(*item);
        inspection.sub_items = items.iter().filter_map(own).collect();
        let of = said.iter().filter(|(of, ..)| *of == inspection.id);
        inspection.findings = of
            .map(|(_, id, words, follow_up)| Finding { id: *id, words: words.clone(), follow_up: *follow_up })
            .collect();
    }
    Ok(found)
}

/// Of these projects, newest first.
pub fn inspections(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<Inspection>, DbError> {
    let rows = table::table
        .select(Row::as_select())
        .filter(table::project_id.eq_any(projects.to_vec()))
        .order((table::held_on.desc(), table::made_at.desc()))
        .load(conn)?;
    whole(conn, rows)
}

pub fn inspection_by_id(conn: &mut Conn, id: InspectionId) -> Result<Option<Inspection>, DbError> {
    let row: Option<Row> = table::table.select(Row::as_select()).find(id).first(conn).optional()?;
    Ok(whole(conn, row.into_iter().collect())?.pop())
}

pub fn inspection_of_finding(conn: &mut Conn, id: FindingId) -> Result<Option<Inspection>, DbError> {
    let of: Option<InspectionId> = findings::table.find(id).select(findings::inspection_id).first(conn).optional()?;
    of.map_or(Ok(None), |of| inspection_by_id(conn, of))
}

pub fn highest_inspection_number(tx: &mut Tx, project: ProjectId) -> Result<i32, DbError> {
    let highest: Option<i32> =
        table::table.filter(table::project_id.eq(project)).select(max(table::number)).first(&mut **tx)?;
    Ok(highest.unwrap_or(0))
}

fn joined(bodies: &[Body]) -> String {
    bodies.iter().map(|body| body.word()).collect::<Vec<_>>().join(" ")
}

pub fn insert_inspection(tx: &mut Tx, new: &Inspection) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::project_id.eq(new.project),
            table::number.eq(new.number),
            table::held_on.eq(Day(new.held_on)),
            table::place.eq(&new.place),
            table::bodies.eq(joined(&new.bodies)),
            table::words.eq(&new.words),
            table::state.eq(new.state),
            table::made_by_account.eq(new.made_by_account),
            table::made_by.eq(&new.made_by),
            table::made_at.eq(new.made_at),
        ))
        .execute(&mut **tx)?;
    insert_parts(tx, new)
}

/// Sub-items and findings as they are now.
fn insert_parts(tx: &mut Tx, of: &Inspection) -> Result<(), DbError> {
    for item in &of.sub_items {
        diesel::insert_into(seen::table)
            .values((seen::inspection_id.eq(of.id), seen::sub_item_id.eq(*item)))
            .execute(&mut **tx)?;
    }
    for (position, finding) in (1_i32..).zip(&of.findings) {
        diesel::insert_into(findings::table)
            .values((
                findings::id.eq(finding.id),
                findings::inspection_id.eq(of.id),
                findings::position.eq(position),
                findings::words.eq(&finding.words),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// A record that was given back, written anew.
pub fn rewrite_inspection(tx: &mut Tx, changed: &Inspection) -> Result<(), DbError> {
    diesel::update(table::table.find(changed.id))
        .set((
            table::held_on.eq(Day(changed.held_on)),
            table::place.eq(&changed.place),
            table::bodies.eq(joined(&changed.bodies)),
            table::words.eq(&changed.words),
            table::state.eq(changed.state),
        ))
        .execute(&mut **tx)?;
    diesel::delete(seen::table.filter(seen::inspection_id.eq(changed.id))).execute(&mut **tx)?;
    diesel::delete(findings::table.filter(findings::inspection_id.eq(changed.id))).execute(&mut **tx)?;
    insert_parts(tx, changed)
}

pub fn settle_inspection(tx: &mut Tx, changed: &Inspection) -> Result<(), DbError> {
    diesel::update(table::table.find(changed.id))
        .set((
            table::state.eq(changed.state),
            table::returned_with.eq(&changed.returned_with),
            table::published_by.eq(&changed.published_by),
            table::published_at.eq(changed.published_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn link_finding(tx: &mut Tx, finding: FindingId, follow_up: FollowUpId) -> Result<(), DbError> {
    diesel::update(findings::table.find(finding)).set(findings::follow_up_id.eq(Some(follow_up))).execute(&mut **tx)?;
    Ok(())
}
