//! Rows of `supervisors` and `group_members`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::group::{Body, GroupMember, SupervisingAccount};
use crate::{
    accounts::schema::accounts,
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, CongressId, GroupMemberId, ProjectId},
    supervision::schema::{group_members, supervisors},
};

pub fn supervisors_of(conn: &mut Conn, congress: CongressId) -> Result<Vec<SupervisingAccount>, DbError> {
    let rows: Vec<(AccountId, String, String, Body)> = supervisors::table
        .inner_join(accounts::table)
        .select((accounts::id, accounts::name, accounts::login, supervisors::body))
        .filter(accounts::congress_id.eq(Some(congress)))
        .filter(accounts::active.eq(true))
        .order((supervisors::body, accounts::login))
        .load(conn)?;
    Ok(rows.into_iter().map(|(account, name, login, body)| SupervisingAccount { account, name, login, body }).collect())
}

pub fn insert_supervisor(tx: &mut Tx, account: AccountId, body: Body) -> Result<(), DbError> {
    diesel::insert_into(supervisors::table)
        .values((supervisors::account_id.eq(account), supervisors::body.eq(body)))
        .execute(&mut **tx)?;
    Ok(())
}

type Row = (GroupMemberId, ProjectId, AccountId, String, Body, bool);

macro_rules! columns {
    () => {
        (
            group_members::id,
            group_members::project_id,
            group_members::account_id,
            accounts::name,
            group_members::body,
            group_members::leads,
        )
    };
}

fn member((id, project, account, name, body, leads): Row) -> GroupMember {
    GroupMember { id, project, account, name, body, leads }
}

/// The groups of these projects, leaders first.
pub fn groups_of(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<GroupMember>, DbError> {
    let rows: Vec<Row> = group_members::table
        .inner_join(accounts::table)
        .select(columns!())
        .filter(group_members::project_id.eq_any(projects.to_vec()))
        .order((group_members::leads.desc(), group_members::added_at))
        .load(conn)?;
    Ok(rows.into_iter().map(member).collect())
}

pub fn group_member(conn: &mut Conn, id: GroupMemberId) -> Result<Option<GroupMember>, DbError> {
    let row: Option<Row> = group_members::table
        .inner_join(accounts::table)
        .select(columns!())
        .filter(group_members::id.eq(id))
        .first(conn)
        .optional()?;
    Ok(row.map(member))
}

/// The projects that somebody supervises.
pub fn projects_of_member(conn: &mut Conn, account: AccountId) -> Result<Vec<ProjectId>, DbError> {
    Ok(group_members::table
        .select(group_members::project_id)
        .filter(group_members::account_id.eq(account))
        .load(conn)?)
}

pub fn insert_member(tx: &mut Tx, new: &GroupMember, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(group_members::table)
        .values((
            group_members::id.eq(new.id),
            group_members::project_id.eq(new.project),
            group_members::account_id.eq(new.account),
            group_members::body.eq(new.body),
            group_members::leads.eq(new.leads),
            group_members::added_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// One leader a project.
pub fn set_leader(tx: &mut Tx, leader: &GroupMember) -> Result<(), DbError> {
    diesel::update(group_members::table.filter(group_members::project_id.eq(leader.project)))
        .set(group_members::leads.eq(false))
        .execute(&mut **tx)?;
    diesel::update(group_members::table.find(leader.id)).set(group_members::leads.eq(true)).execute(&mut **tx)?;
    Ok(())
}

pub fn delete_member(tx: &mut Tx, id: GroupMemberId) -> Result<(), DbError> {
    diesel::delete(group_members::table.find(id)).execute(&mut **tx)?;
    Ok(())
}
