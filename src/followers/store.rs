//! Rows of `followers` and `followed`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use super::follower::{Followed, Follower, FollowerState, Known};
use crate::{
    db::{Conn, DbError, Ts, Tx},
    followers::schema::{followed as table, followers},
    ids::{CongressId, FollowedId, FollowerId, ProjectId},
    post::Address,
    projects::{Subject, SubjectKind},
    web::Lang,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = followers)]
struct Row {
    id: FollowerId,
    congress_id: CongressId,
    email: String,
    lang: String,
}

fn follower(row: Row) -> Result<Follower, DbError> {
    let Row { id, congress_id: congress, email, lang } = row;
    let lang = Lang::from_tag(&lang).ok_or_else(|| DbError::corrupt(format!("a follower's language {lang:?}")))?;
    Ok(Follower { id, congress, address: Address::stored(email), lang })
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct FollowedRow {
    id: FollowedId,
    follower_id: FollowerId,
    kind: SubjectKind,
    name: Option<String>,
    project_id: Option<ProjectId>,
    state: FollowerState,
    asked_at: Ts,
    told_until: Ts,
}

fn followed(row: FollowedRow) -> Result<Followed, DbError> {
    let FollowedRow { id, follower_id: follower, kind, name, project_id, state, asked_at, told_until } = row;
    let subject = Subject::of(kind, name, project_id).ok_or_else(|| DbError::corrupt("what a follower follows"))?;
    Ok(Followed { id, follower, subject, state, asked_at, told_until })
}

pub fn by_id(conn: &mut Conn, id: FollowerId) -> Result<Option<Follower>, DbError> {
    let row: Option<Row> = followers::table.select(Row::as_select()).find(id).first(conn).optional()?;
    row.map(follower).transpose()
}

pub fn by_address(conn: &mut Conn, congress: CongressId, address: &Address) -> Result<Option<Follower>, DbError> {
    let row: Option<Row> = followers::table
        .select(Row::as_select())
        .filter(followers::congress_id.eq(congress))
        .filter(followers::email.eq(address.as_str()))
        .first(conn)
        .optional()?;
    row.map(follower).transpose()
}

/// In the order in which it was asked for.
pub fn followed_by(conn: &mut Conn, id: FollowerId) -> Result<Vec<Followed>, DbError> {
    let rows: Vec<FollowedRow> = table::table
        .select(FollowedRow::as_select())
        .filter(table::follower_id.eq(id))
        .order((table::asked_at, table::id))
        .load(conn)?;
    rows.into_iter().map(followed).collect()
}

pub fn known(conn: &mut Conn, address: &Address, before: Option<&Followed>, an_hour_ago: Ts) -> Result<Known, DbError> {
    let pending: i64 = table::table
        .inner_join(followers::table)
        .filter(followers::email.eq(address.as_str()))
        .filter(table::state.eq(FollowerState::Pending))
        .count()
        .get_result(conn)?;
    let within_the_hour: i64 = table::table
        .filter(table::state.eq(FollowerState::Pending))
        .filter(table::asked_at.gt(an_hour_ago))
        .count()
        .get_result(conn)?;
    Ok(Known {
        follows: before.map(|followed| (followed.state, followed.asked_at)),
        pending: usize::try_from(pending).map_err(DbError::corrupt)?,
        within_the_hour: usize::try_from(within_the_hour).map_err(DbError::corrupt)?,
    })
}

/// How many addresses of a congress follow that.
pub fn confirmed_count(conn: &mut Conn, congress: CongressId, subject: &Subject) -> Result<i64, DbError> {
    let all = table::table
        .inner_join(followers::table)
        .filter(followers::congress_id.eq(congress))
        .filter(table::kind.eq(subject.kind()))
        .filter(table::state.eq(FollowerState::Confirmed));
    Ok(match subject {
        Subject::Project(id) => all.filter(table::project_id.eq(*id)).count().get_result(conn)?,
        named => all.filter(table::name.eq(named.name().unwrap_or_default())).count().get_result(conn)?,
    })
}

/// Everybody who is to be told, with what they follow; those of one congress together.
pub fn confirmed(conn: &mut Conn) -> Result<Vec<(Follower, Vec<Followed>)>, DbError> {
    let rows: Vec<(Row, FollowedRow)> = table::table
        .inner_join(followers::table)
        .select((Row::as_select(), FollowedRow::as_select()))
        .filter(table::state.eq(FollowerState::Confirmed))
        .order((followers::congress_id, followers::id, table::asked_at, table::id))
        .load(conn)?;
    let mut found: Vec<(Follower, Vec<Followed>)> = Vec::new();
    for (row, one) in rows {
        let one = followed(one)?;
        match found.last_mut() {
            Some((last, follows)) if last.id == row.id => follows.push(one),
            _ => found.push((follower(row)?, vec![one])),
        }
    }
    Ok(found)
}

pub fn insert(tx: &mut Tx, new: &Follower) -> Result<(), DbError> {
    diesel::insert_into(followers::table)
        .values((
            followers::id.eq(new.id),
            followers::congress_id.eq(new.congress),
            followers::email.eq(new.address.as_str()),
            followers::lang.eq(new.lang.tag()),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn insert_followed(tx: &mut Tx, new: &Followed) -> Result<(), DbError> {
    let (name, project) = match &new.subject {
        Subject::Project(id) => (None, Some(*id)),
        named => (Some(named.name().unwrap_or_default()), None),
    };
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::follower_id.eq(new.follower),
            table::kind.eq(new.subject.kind()),
            table::name.eq(name),
            table::project_id.eq(project),
            table::state.eq(new.state),
            table::asked_at.eq(new.asked_at),
            table::told_until.eq(new.told_until),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_asked(tx: &mut Tx, id: FollowedId, at: Ts) -> Result<(), DbError> {
    diesel::update(table::table.find(id)).set(table::asked_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

/// All that waits of one follower.
pub fn set_confirmed(tx: &mut Tx, follower: FollowerId, at: Ts) -> Result<(), DbError> {
    let waiting = table::table.filter(table::follower_id.eq(follower)).filter(table::state.eq(FollowerState::Pending));
    diesel::update(waiting)
        .set((table::state.eq(FollowerState::Confirmed), table::told_until.eq(at)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Nobody is told anything older than that any more.
pub fn set_told(tx: &mut Tx, until: Ts) -> Result<(), DbError> {
    diesel::update(table::table.filter(table::state.eq(FollowerState::Confirmed)))
        .set(table::told_until.eq(until))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_followed(tx: &mut Tx, follower: FollowerId, id: FollowedId) -> Result<usize, DbError> {
    let one = table::table.find(id).filter(table::follower_id.eq(follower));
    Ok(diesel::delete(one).execute(&mut **tx)?)
}

pub fn delete(tx: &mut Tx, id: FollowerId) -> Result<usize, DbError> {
    diesel::delete(table::table.filter(table::follower_id.eq(id))).execute(&mut **tx)?;
    Ok(diesel::delete(followers::table.find(id)).execute(&mut **tx)?)
}

/// Takes away what was asked for before that moment and never confirmed: whose it was.
pub fn delete_pending(tx: &mut Tx, asked_before: Ts) -> Result<Vec<FollowerId>, DbError> {
    let old = || table::table.filter(table::state.eq(FollowerState::Pending)).filter(table::asked_at.lt(asked_before));
    let of: Vec<FollowerId> = old().select(table::follower_id).distinct().load(&mut **tx)?;
    diesel::delete(old()).execute(&mut **tx)?;
    Ok(of)
}
