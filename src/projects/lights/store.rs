//! Rows of `lights`: one a change, the newest marked as current.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use jiff::civil::Date;

use super::{light::LightRecord, schedule::Light};
use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{LightId, ProjectId, SubItemId},
    projects::{news::LightChange, schema::lights},
};

type Row = (ProjectId, SubItemId, Day, Light, String, Option<String>, Option<String>, Day);

/// With the reason of today, or as it was when the light changed.
macro_rules! columns {
    ($reason:ident) => {
        (
            lights::project_id,
            lights::sub_item_id,
            lights::day,
            lights::light,
            lights::$reason,
            lights::planned,
            lights::actual,
            lights::compared_on,
        )
    };
}

fn record(row: Row) -> Result<LightRecord, DbError> {
    let (project, sub_item, day, light, why, planned, actual, by) = row;
    Ok(LightRecord {
        project,
        sub_item,
        day: day.0,
        light,
        why: serde_json::from_str(&why).map_err(DbError::corrupt)?,
        planned,
        actual,
        by: by.0,
    })
}

pub fn current_lights(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<LightRecord>, DbError> {
    let rows: Vec<Row> = lights::table
        .select(columns!(reason))
        .filter(lights::project_id.eq_any(projects.to_vec()))
        .filter(lights::current.eq(true))
        .load(conn)?;
    rows.into_iter().map(record).collect()
}

/// Every change of a project's lights, newest first.
pub fn light_history(conn: &mut Conn, project: ProjectId) -> Result<Vec<LightRecord>, DbError> {
    let rows: Vec<Row> = lights::table
        .select(columns!(reason_then))
        .filter(lights::project_id.eq(project))
        .order((lights::day.desc(), lights::id.desc()))
        .load(conn)?;
    rows.into_iter().map(record).collect()
}

/// Changes of these projects' lights since `since`, newest first, `most` of them.
pub fn light_changes(
    conn: &mut Conn,
    projects: &[ProjectId],
    since: Ts,
    most: i64,
) -> Result<Vec<LightChange>, DbError> {
    let rows: Vec<(Ts, Row)> = lights::table
        .select((lights::at, columns!(reason_then)))
        .filter(lights::project_id.eq_any(projects.to_vec()))
        .filter(lights::at.gt(since))
        .order(lights::at.desc())
        .limit(most)
        .load(conn)?;
    let changed: Vec<SubItemId> = rows.iter().map(|(_, row)| row.1).collect();
    let colours: Vec<(SubItemId, Ts, Light)> = lights::table
        .select((lights::sub_item_id, lights::at, lights::light))
        .filter(lights::sub_item_id.eq_any(changed))
        .load(conn)?;
    let before = |sub_item: SubItemId, at: Ts| {
        let earlier = colours.iter().filter(|(of, then, _)| *of == sub_item && *then < at);
        earlier.max_by_key(|(_, then, _)| *then).map(|(_, _, light)| *light)
    };
    let change = |(at, row): (Ts, Row)| Ok(LightChange { before: before(row.1, at), at, record: record(row)? });
    rows.into_iter().map(change).collect()
}

pub fn insert_light(tx: &mut Tx, new: &LightRecord, at: Ts) -> Result<(), DbError> {
    diesel::update(lights::table.filter(lights::sub_item_id.eq(new.sub_item)).filter(lights::current.eq(true)))
        .set(lights::current.eq(false))
        .execute(&mut **tx)?;
    let why = serde_json::to_string(&new.why).map_err(DbError::corrupt)?;
    diesel::insert_into(lights::table)
        .values((
            lights::id.eq(LightId::new()),
            lights::project_id.eq(new.project),
            lights::sub_item_id.eq(new.sub_item),
            lights::day.eq(Day(new.day)),
            lights::light.eq(new.light),
            lights::reason.eq(&why),
            lights::reason_then.eq(&why),
            lights::planned.eq(&new.planned),
            lights::actual.eq(&new.actual),
            lights::compared_on.eq(Day(new.by)),
            lights::current.eq(true),
            lights::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The same colour for the same reason on a later day changes its figures only.
pub fn refresh_light(tx: &mut Tx, record: &LightRecord) -> Result<(), DbError> {
    let why = serde_json::to_string(&record.why).map_err(DbError::corrupt)?;
    diesel::update(lights::table.filter(lights::sub_item_id.eq(record.sub_item)).filter(lights::current.eq(true)))
        .set((
            lights::reason.eq(why),
            lights::planned.eq(&record.planned),
            lights::actual.eq(&record.actual),
            lights::compared_on.eq(Day(record.by)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Every time in `year` that a sub-item turned red, with the day.
pub fn turned_red(conn: &mut Conn, projects: &[ProjectId], year: i16) -> Result<Vec<(SubItemId, Date)>, DbError> {
    let rows: Vec<(SubItemId, Day, Light)> = lights::table
        .select((lights::sub_item_id, lights::day, lights::light))
        .filter(lights::project_id.eq_any(projects.to_vec()))
        .order((lights::sub_item_id, lights::day, lights::id))
        .load(conn)?;
    let mut before = None;
    let mut found = Vec::new();
    for (sub_item, day, light) in rows {
        let was_red = before == Some((sub_item, Light::Red));
        if light == Light::Red && !was_red && day.0.year() == year {
            found.push((sub_item, day.0));
        }
        before = Some((sub_item, light));
    }
    Ok(found)
}

/// The light that stood at the end of `day`, for every sub-item that had one.
pub fn lights_on(conn: &mut Conn, projects: &[ProjectId], day: Date) -> Result<Vec<LightRecord>, DbError> {
    let rows: Vec<Row> = lights::table
        .select(columns!(reason))
        .filter(lights::project_id.eq_any(projects.to_vec()))
        .filter(lights::day.le(Day(day)))
        // Of one day the last one made; its identifier sorts by its making.
        .order((lights::day, lights::id))
        .load(conn)?;
    let mut newest: Vec<LightRecord> = Vec::new();
    for row in rows {
        let record = record(row)?;
        match newest.iter_mut().find(|known| known.sub_item == record.sub_item) {
            Some(known) => *known = record,
            None => newest.push(record),
        }
    }
    Ok(newest)
}
