//! Rows of `year_closings` and `carry_overs`.

use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};

use super::year::{CarryOver, Closing};
use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{AccountId, CongressId, ProjectId},
    projects::schema::{carry_overs, year_closings},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = year_closings)]
struct ClosingRow {
    congress_id: CongressId,
    year: i32,
    closes_on: Day,
    set_by_account: AccountId,
    set_by: String,
    set_at: Ts,
    frozen_at: Option<Ts>,
}

impl From<ClosingRow> for Closing {
    fn from(row: ClosingRow) -> Self {
        let ClosingRow { congress_id: congress, year, closes_on, set_by_account, set_by, set_at, frozen_at } = row;
        Self { congress, year, closes_on: closes_on.0, set_by_account, set_by, set_at, frozen_at }
    }
}

pub fn closings_of(conn: &mut Conn, congresses: &[CongressId]) -> Result<Vec<Closing>, DbError> {
    let rows: Vec<ClosingRow> = year_closings::table
        .select(ClosingRow::as_select())
        .filter(year_closings::congress_id.eq_any(congresses.to_vec()))
        .load(conn)?;
    Ok(rows.into_iter().map(Closing::from).collect())
}

pub fn closing_of(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Option<Closing>, DbError> {
    let row: Option<ClosingRow> =
        year_closings::table.select(ClosingRow::as_select()).find((congress, year)).first(conn).optional()?;
    Ok(row.map(Closing::from))
}

/// In the place of one that was set before.
pub fn set_closing(tx: &mut Tx, closing: &Closing) -> Result<(), DbError> {
    diesel::delete(year_closings::table.find((closing.congress, closing.year))).execute(&mut **tx)?;
    diesel::insert_into(year_closings::table)
        .values((
            year_closings::congress_id.eq(closing.congress),
            year_closings::year.eq(closing.year),
            year_closings::closes_on.eq(Day(closing.closes_on)),
            year_closings::set_by_account.eq(closing.set_by_account),
            year_closings::set_by.eq(&closing.set_by),
            year_closings::set_at.eq(closing.set_at),
            year_closings::frozen_at.eq(closing.frozen_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_frozen(tx: &mut Tx, congress: CongressId, year: i32, at: Ts) -> Result<(), DbError> {
    diesel::update(year_closings::table.find((congress, year)))
        .set(year_closings::frozen_at.eq(Some(at)))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = carry_overs)]
struct CarryOverRow {
    project_id: ProjectId,
    to_year: i32,
    reason: String,
    decided_by_account: AccountId,
    decided_by: String,
    decided_at: Ts,
}

impl From<CarryOverRow> for CarryOver {
    fn from(row: CarryOverRow) -> Self {
        let CarryOverRow { project_id: project, to_year, reason, decided_by_account, decided_by, decided_at } = row;
        Self { project, to_year, reason, decided_by_account, decided_by, decided_at }
    }
}

/// The newest of each project.
pub fn carry_overs_of(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<CarryOver>, DbError> {
    let rows: Vec<CarryOverRow> = carry_overs::table
        .select(CarryOverRow::as_select())
        .filter(carry_overs::project_id.eq_any(projects.to_vec()))
        .order(carry_overs::to_year.desc())
        .load(conn)?;
    Ok(rows.into_iter().map(CarryOver::from).collect())
}

pub fn insert_carry_over(tx: &mut Tx, new: &CarryOver) -> Result<(), DbError> {
    let row = CarryOverRow {
        project_id: new.project,
        to_year: new.to_year,
        reason: new.reason.clone(),
        decided_by_account: new.decided_by_account,
        decided_by: new.decided_by.clone(),
        decided_at: new.decided_at,
    };
    diesel::insert_into(carry_overs::table).values(row).execute(&mut **tx)?;
    Ok(())
}
