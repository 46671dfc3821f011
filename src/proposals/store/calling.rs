//! Rows of `calls` and `call_extensions`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};
use jiff::civil::Date;

use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{CallId, CongressId},
    proposals::{
        call::{Call, CallState, Extension},
        schema::{call_extensions as extensions, calls as table},
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: CallId,
    congress_id: CongressId,
    number: i32,
    title: String,
    words: String,
    opens_on: Day,
    closes_on: Option<Day>,
    answer_days: i32,
    retention_days: i32,
    state: CallState,
    received: i32,
    reported_on: Option<Day>,
}

impl From<Row> for Call {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            congress: row.congress_id,
            number: row.number,
            title: row.title,
            words: row.words,
            opens_on: row.opens_on.0,
            closes_on: row.closes_on.map(Date::from),
            answer_days: row.answer_days,
            retention_days: row.retention_days,
            state: row.state,
            received: row.received,
            reported_on: row.reported_on.map(Date::from),
        }
    }
}

/// Newest first.
pub fn calls(conn: &mut Conn, congress: CongressId) -> Result<Vec<Call>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::congress_id.eq(congress))
        .order(table::number.desc())
        .load(conn)?;
    Ok(rows.into_iter().map(Call::from).collect())
}

pub fn call_by_number(conn: &mut Conn, congress: CongressId, number: i32) -> Result<Option<Call>, DbError> {
    let row: Option<Row> = table::table
        .select(Row::as_select())
        .filter(table::congress_id.eq(congress))
        .filter(table::number.eq(number))
        .first(conn)
        .optional()?;
    Ok(row.map(Call::from))
}

pub fn call_by_id(conn: &mut Conn, id: CallId) -> Result<Option<Call>, DbError> {
    let row: Option<Row> = table::table.select(Row::as_select()).find(id).first(conn).optional()?;
    Ok(row.map(Call::from))
}

pub fn insert_call(tx: &mut Tx, call: &Call, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(call.id),
            table::congress_id.eq(call.congress),
            table::number.eq(call.number),
            table::title.eq(&call.title),
            table::words.eq(&call.words),
            table::opens_on.eq(Day(call.opens_on)),
            table::closes_on.eq(call.closes_on.map(Day)),
            table::answer_days.eq(call.answer_days),
            table::retention_days.eq(call.retention_days),
            table::state.eq(call.state),
            table::received.eq(call.received),
            table::made_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_call_state(tx: &mut Tx, id: CallId, state: CallState, reported: Option<Date>) -> Result<(), DbError> {
    diesel::update(table::table.find(id))
        .set((table::state.eq(state), table::reported_on.eq(reported.map(Day))))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_last_day(tx: &mut Tx, id: CallId, until: Date) -> Result<(), DbError> {
    diesel::update(table::table.find(id)).set(table::closes_on.eq(Day(until))).execute(&mut **tx)?;
    Ok(())
}

/// The next number of a call; whoever takes one makes all others of this call wait.
pub fn take_number(tx: &mut Tx, id: CallId) -> Result<i32, DbError> {
    diesel::update(table::table.find(id)).set(table::received.eq(table::received + 1)).execute(&mut **tx)?;
    Ok(table::table.find(id).select(table::received).first(&mut **tx)?)
}

pub fn sealed_key(conn: &mut Conn, id: CallId) -> Result<Option<String>, DbError> {
    Ok(table::table.find(id).select(table::sealed_key).first::<Option<String>>(conn).optional()?.flatten())
}

pub fn set_sealed_key(tx: &mut Tx, id: CallId, key: Option<&str>) -> Result<(), DbError> {
    diesel::update(table::table.find(id)).set(table::sealed_key.eq(key)).execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = extensions)]
struct ExtensionRow {
    number: i32,
    was: Day,
    until: Day,
    reason: String,
    by_name: String,
}

pub fn extensions(conn: &mut Conn, call: CallId) -> Result<Vec<Extension>, DbError> {
    let rows: Vec<ExtensionRow> = extensions::table
        .select(ExtensionRow::as_select())
        .filter(extensions::call_id.eq(call))
        .order(extensions::number)
        .load(conn)?;
    let extension = |row: ExtensionRow| Extension {
        number: row.number,
        was: row.was.0,
        until: row.until.0,
        reason: row.reason,
        by: row.by_name,
    };
    Ok(rows.into_iter().map(extension).collect())
}

pub fn insert_extension(tx: &mut Tx, call: CallId, extension: &Extension, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(extensions::table)
        .values((
            extensions::call_id.eq(call),
            extensions::number.eq(extension.number),
            extensions::was.eq(Day(extension.was)),
            extensions::until.eq(Day(extension.until)),
            extensions::reason.eq(&extension.reason),
            extensions::by_name.eq(&extension.by),
            extensions::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
