//! Rows of `followers`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use super::follower::{Follower, FollowerState, Known};
use crate::{
    db::{Conn, DbError, Ts, Tx},
    followers::schema::followers,
    ids::{FollowerId, ProjectId},
    post::Address,
    web::Lang,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = followers)]
struct Row {
    id: FollowerId,
    project_id: ProjectId,
    email: String,
    lang: String,
    state: FollowerState,
    asked_at: Ts,
    told_until: Ts,
}

fn follower(row: Row) -> Result<Follower, DbError> {
    let Row { id, project_id: project, email, lang, state, asked_at, told_until } = row;
    let lang = Lang::from_tag(&lang).ok_or_else(|| DbError::corrupt(format!("a follower's language {lang:?}")))?;
    Ok(Follower { id, project, address: Address::stored(email), lang, state, asked_at, told_until })
}

pub fn by_id(conn: &mut Conn, id: FollowerId) -> Result<Option<Follower>, DbError> {
    let row: Option<Row> = followers::table.select(Row::as_select()).find(id).first(conn).optional()?;
    row.map(follower).transpose()
}

pub fn by_address(conn: &mut Conn, project: ProjectId, address: &Address) -> Result<Option<Follower>, DbError> {
    let row: Option<Row> = followers::table
        .select(Row::as_select())
        .filter(followers::project_id.eq(project))
        .filter(followers::email.eq(address.as_str()))
        .first(conn)
        .optional()?;
    row.map(follower).transpose()
}

pub fn known(conn: &mut Conn, address: &Address, before: Option<&Follower>, an_hour_ago: Ts) -> Result<Known, DbError> {
    let pending: i64 = followers::table
        .filter(followers::email.eq(address.as_str()))
        .filter(followers::state.eq(FollowerState::Pending))
        .count()
        .get_result(conn)?;
    let within_the_hour: i64 = followers::table
        .filter(followers::state.eq(FollowerState::Pending))
        .filter(followers::asked_at.gt(an_hour_ago))
        .count()
        .get_result(conn)?;
    Ok(Known {
        follows: before.map(|follower| (follower.state, follower.asked_at)),
        pending: usize::try_from(pending).map_err(DbError::corrupt)?,
        within_the_hour: usize::try_from(within_the_hour).map_err(DbError::corrupt)?,
    })
}

pub fn confirmed_count(conn: &mut Conn, project: ProjectId) -> Result<i64, DbError> {
    Ok(followers::table
        .filter(followers::project_id.eq(project))
        .filter(followers::state.eq(FollowerState::Confirmed))
        .count()
        .get_result(conn)?)
}

/// Everybody who is to be told, by project.
pub fn confirmed(conn: &mut Conn) -> Result<Vec<Follower>, DbError> {
    let rows: Vec<Row> = followers::table
        .select(Row::as_select())
        .filter(followers::state.eq(FollowerState::Confirmed))
        .order((followers::project_id, followers::id))
        .load(conn)?;
    rows.into_iter().map(follower).collect()
}

pub fn insert(tx: &mut Tx, new: &Follower) -> Result<(), DbError> {
    diesel::insert_into(followers::table)
        .values((
            followers::id.eq(new.id),
            followers::project_id.eq(new.project),
            followers::email.eq(new.address.as_str()),
            followers::lang.eq(new.lang.tag()),
            followers::state.eq(new.state),
            followers::asked_at.eq(new.asked_at),
            followers::told_until.eq(new.told_until),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_asked(tx: &mut Tx, id: FollowerId, at: Ts) -> Result<(), DbError> {
    diesel::update(followers::table.find(id)).set(followers::asked_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

pub fn set_confirmed(tx: &mut Tx, id: FollowerId, at: Ts) -> Result<(), DbError> {
    diesel::update(followers::table.find(id))
        .set((followers::state.eq(FollowerState::Confirmed), followers::told_until.eq(at)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_told(tx: &mut Tx, id: FollowerId, until: Ts) -> Result<(), DbError> {
    diesel::update(followers::table.find(id)).set(followers::told_until.eq(until)).execute(&mut **tx)?;
    Ok(())
}

pub fn delete(tx: &mut Tx, id: FollowerId) -> Result<usize, DbError> {
    Ok(diesel::delete(followers::table.find(id)).execute(&mut **tx)?)
}

/// Asked for before that moment and never confirmed.
pub fn pending(tx: &mut Tx, asked_before: Ts) -> Result<Vec<FollowerId>, DbError> {
    Ok(followers::table
        .select(followers::id)
        .filter(followers::state.eq(FollowerState::Pending))
        .filter(followers::asked_at.lt(asked_before))
        .load(&mut **tx)?)
}
