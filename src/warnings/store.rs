//! Rows of `unit_contacts`, `warnings`, `warning_receivers` and `repeated_reds`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};
use jiff::civil::Date;

use super::{
    contact::Contact,
    warning::{RepeatedRed, Warning, WarningReceiver, Way},
};
use crate::{
    accounts::schema::units,
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{CongressId, ProjectId, UnitContactId, UnitId, WarningId},
    post::Address,
    projects::{Receiver, schema::projects},
    warnings::schema::{
        repeated_reds as reds, unit_contacts as contacts, warning_receivers as receivers, warnings as table,
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = contacts)]
struct ContactRow {
    id: UnitContactId,
    unit_id: UnitId,
    role: Receiver,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    unreachable_at: Option<Ts>,
}

impl From<ContactRow> for Contact {
    fn from(row: ContactRow) -> Self {
        let ContactRow { id, unit_id: unit, role, name, email, phone, unreachable_at } = row;
        let is_unreachable = unreachable_at.is_some();
        Self { id, unit, role, name, email: email.map(Address::stored), phone, is_unreachable }
    }
}

/// Of these units, by unit and by how high they stand.
pub fn contacts_of(conn: &mut Conn, units: &[UnitId]) -> Result<Vec<Contact>, DbError> {
    let rows: Vec<ContactRow> = contacts::table
        .select(ContactRow::as_select())
        .filter(contacts::unit_id.eq_any(units.to_vec()))
        .order(contacts::id)
        .load(conn)?;
    let mut found: Vec<Contact> = rows.into_iter().map(Contact::from).collect();
    found.sort_by_key(|contact| (contact.unit, contact.role));
    Ok(found)
}

pub fn contact_by_id(conn: &mut Conn, id: UnitContactId) -> Result<Option<Contact>, DbError> {
    let row: Option<ContactRow> = contacts::table.select(ContactRow::as_select()).find(id).first(conn).optional()?;
    Ok(row.map(Contact::from))
}

pub fn insert_contact(tx: &mut Tx, new: &Contact) -> Result<(), DbError> {
    diesel::insert_into(contacts::table)
        .values((
            contacts::id.eq(new.id),
            contacts::unit_id.eq(new.unit),
            contacts::role.eq(new.role),
            contacts::name.eq(&new.name),
            contacts::email.eq(new.email.as_ref().map(Address::as_str)),
            contacts::phone.eq(&new.phone),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_contact(tx: &mut Tx, id: UnitContactId) -> Result<(), DbError> {
    diesel::delete(contacts::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

pub fn set_unreachable(tx: &mut Tx, id: UnitContactId, at: Ts) -> Result<usize, DbError> {
    let of_it = contacts::table.find(id);
    Ok(diesel::update(of_it).set(contacts::unreachable_at.eq(Some(at))).execute(&mut **tx)?)
}

/// Unit, project, month, level.
pub type Written = (UnitId, ProjectId, Date, i32);

/// What was written about these projects.
pub fn written(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<Written>, DbError> {
    let rows: Vec<(UnitId, ProjectId, Day, i32)> = table::table
        .select((table::unit_id, table::project_id, table::month, table::level))
        .filter(table::project_id.eq_any(projects.to_vec()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(unit, project, month, level)| (unit, project, month.0, level)).collect())
}

pub fn insert(tx: &mut Tx, new: &Warning) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::congress_id.eq(new.congress),
            table::unit_id.eq(new.unit),
            table::project_id.eq(new.project),
            table::month.eq(Day(new.month)),
            table::level.eq(new.level),
            table::due_on.eq(Day(new.due_on)),
            table::sub_items.eq(serde_json::to_string(&new.sub_items).map_err(DbError::corrupt)?),
            table::written_at.eq(new.written_at),
        ))
        .execute(&mut **tx)?;
    for (position, receiver) in (1_i32..).zip(&new.receivers) {
        diesel::insert_into(receivers::table)
            .values((
                receivers::warning_id.eq(new.id),
                receivers::position.eq(position),
                receivers::role.eq(receiver.role),
                receivers::name.eq(&receiver.name),
                receivers::channel.eq(receiver.way),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: WarningId,
    congress_id: CongressId,
    unit_id: UnitId,
    project_id: ProjectId,
    month: Day,
    level: i32,
    due_on: Day,
    sub_items: String,
    written_at: Ts,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = receivers)]
struct ReceiverRow {
    warning_id: WarningId,
    role: Receiver,
    name: String,
    channel: Way,
}

/// Warnings about the reports of a year, newest first.
pub fn warnings_of(conn: &mut Conn, congress: CongressId, year: i16) -> Result<Vec<Warning>, DbError> {
    let of_year = |month, day| Date::new(year, month, day).map(Day).map_err(DbError::corrupt);
    let rows: Vec<(Row, String, String)> = table::table
        .inner_join(units::table)
        .inner_join(projects::table)
        .select((Row::as_select(), units::name, projects::title))
        .filter(table::congress_id.eq(congress))
        .filter(table::month.ge(of_year(1, 1)?))
        .filter(table::month.le(of_year(12, 31)?))
        .order((table::written_at.desc(), table::id.desc()))
        .load(conn)?;
    let ids: Vec<WarningId> = rows.iter().map(|(row, ..)| row.id).collect();
    let mut told: Vec<ReceiverRow> = Vec::new();
    for some in ids.chunks(500) {
        let of_some: Vec<ReceiverRow> = receivers::table
            .select(ReceiverRow::as_select())
            .filter(receivers::warning_id.eq_any(some.to_vec()))
            .order((receivers::warning_id, receivers::position))
            .load(conn)?;
        told.extend(of_some);
    }
    let mut by_warning = std::collections::HashMap::<WarningId, Vec<WarningReceiver>>::new();
    for row in told {
        let receiver = WarningReceiver { role: row.role, name: row.name, way: row.channel };
        by_warning.entry(row.warning_id).or_default().push(receiver);
    }
    let warning = |(row, unit_name, project_title): (Row, String, String)| {
        Ok(Warning {
            id: row.id,
            congress: row.congress_id,
            unit: row.unit_id,
            unit_name,
            project: row.project_id,
            project_title,
            month: row.month.0,
            level: row.level,
            due_on: row.due_on.0,
            sub_items: serde_json::from_str(&row.sub_items).map_err(DbError::corrupt)?,
            written_at: row.written_at,
            receivers: by_warning.remove(&row.id).unwrap_or_default(),
        })
    };
    rows.into_iter().map(warning).collect()
}

/// Newest first.
pub fn repeated_reds_of(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Vec<RepeatedRed>, DbError> {
    let rows: Vec<(UnitId, String, i32, i32, i32, Ts)> = reds::table
        .inner_join(units::table)
        .select((reds::unit_id, units::name, reds::year, reds::step, reds::reds, reds::reported_at))
        .filter(units::congress_id.eq(congress))
        .filter(reds::year.eq(year))
        .order((reds::reported_at.desc(), units::name))
        .load(conn)?;
    let report = |(unit, unit_name, year, step, reds, reported_at)| RepeatedRed {
        unit,
        unit_name,
        year,
        step,
        reds,
        reported_at,
    };
    Ok(rows.into_iter().map(report).collect())
}

pub fn insert_repeated_red(tx: &mut Tx, new: &RepeatedRed) -> Result<(), DbError> {
    diesel::insert_into(reds::table)
        .values((
            reds::unit_id.eq(new.unit),
            reds::year.eq(new.year),
            reds::step.eq(new.step),
            reds::reds.eq(new.reds),
            reds::reported_at.eq(new.reported_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
