//! Rows of `units`, `unit_members` and `project_units`: the first two lie with the accounts, where earlier slices find them.

use diesel::{ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl};

use super::unit::{Member, Unit};
use crate::{
    accounts::schema::{accounts, unit_members, units},
    db::{Conn, DbError, Tx},
    ids::{AccountId, CongressId, ProjectId, UnitId},
    projects::schema::project_units,
};

pub fn units_of(conn: &mut Conn, congress: CongressId) -> Result<Vec<Unit>, DbError> {
    let rows: Vec<(UnitId, String)> = units::table
        .select((units::id, units::name))
        .filter(units::congress_id.eq(congress))
        .order(units::name)
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name)| Unit { id, name }).collect())
}

pub fn insert_unit(tx: &mut Tx, congress: CongressId, unit: &Unit) -> Result<(), DbError> {
    diesel::insert_into(units::table)
        .values((units::id.eq(unit.id), units::congress_id.eq(congress), units::name.eq(&unit.name)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn insert_member(tx: &mut Tx, account: AccountId, unit: UnitId) -> Result<(), DbError> {
    diesel::insert_into(unit_members::table)
        .values((unit_members::account_id.eq(account), unit_members::unit_id.eq(unit)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The unit that an account works for.
pub fn unit_of(conn: &mut Conn, account: AccountId) -> Result<Option<Unit>, DbError> {
    let row: Option<(UnitId, String)> = unit_members::table
        .inner_join(units::table)
        .filter(unit_members::account_id.eq(account))
        .select((units::id, units::name))
        .first(conn)
        .optional()?;
    Ok(row.map(|(id, name)| Unit { id, name }))
}

/// Who works for the units of a congress, by unit.
pub fn members(conn: &mut Conn, congress: CongressId) -> Result<Vec<Member>, DbError> {
    let rows: Vec<(String, String, String)> = unit_members::table
        .inner_join(units::table)
        .inner_join(accounts::table.on(accounts::id.eq(unit_members::account_id)))
        .filter(units::congress_id.eq(congress))
        .select((units::name, accounts::name, accounts::login))
        .order((units::name, accounts::login))
        .load(conn)?;
    Ok(rows.into_iter().map(|(unit, name, login)| Member { unit, name, login }).collect())
}

/// Which unit leads which of these projects.
pub fn lead_units(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<(ProjectId, Unit)>, DbError> {
    let rows: Vec<(ProjectId, UnitId, String)> = project_units::table
        .inner_join(units::table)
        .filter(project_units::project_id.eq_any(projects.to_vec()))
        .select((project_units::project_id, units::id, units::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(project, id, name)| (project, Unit { id, name })).collect())
}

pub fn set_lead_unit(tx: &mut Tx, project: ProjectId, unit: UnitId) -> Result<(), DbError> {
    diesel::delete(project_units::table.find(project)).execute(&mut **tx)?;
    diesel::insert_into(project_units::table)
        .values((project_units::project_id.eq(project), project_units::unit_id.eq(unit)))
        .execute(&mut **tx)?;
    Ok(())
}
