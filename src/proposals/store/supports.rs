//! Rows of `need_supports` and `proposal_helps`: who else needs it, and whether it helped.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, dsl::count_star};

use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{NeedId, PlaceId, ProposalId},
    proposals::{
        answer::Help,
        need::{Need, SupportCount},
        schema::{need_members as members, need_supports as supports, needs, places, proposal_helps as helps},
    },
};

/// The need itself and all that was put to it.
fn group_of(conn: &mut Conn, head: NeedId) -> Result<Vec<NeedId>, DbError> {
    let mut group = vec![head];
    let mut at = 0;
    while at < group.len() {
        let into: Vec<Option<NeedId>> = group.iter().skip(at).map(|need| Some(*need)).collect();
        at = group.len();
        let more: Vec<NeedId> =
            needs::table.filter(needs::merged_into.eq_any(into)).select(needs::id).order(needs::id).load(conn)?;
        group.extend(more);
    }
    Ok(group)
}

/// Everybody once, whichever of the needs that were put together they stood with.
pub fn supports_of(conn: &mut Conn, need: &Need) -> Result<SupportCount, DbError> {
    let group = group_of(conn, need.id)?;
    let rows: Vec<(String, Option<PlaceId>, Ts)> = supports::table
        .filter(supports::need_id.eq_any(group))
        .select((supports::mark, supports::place_id, supports::at))
        .order((supports::mark, supports::at))
        .load(conn)?;
    let mut people: BTreeMap<String, (Option<PlaceId>, Ts)> = BTreeMap::new();
    for (mark, place, at) in rows {
        people.entry(mark).or_insert((place, at));
    }
    let named: BTreeSet<PlaceId> = people.values().filter_map(|(place, _)| *place).collect();
    let streets: Vec<(PlaceId, String, i32)> = places::table
        .filter(places::id.eq_any(named.into_iter().collect::<Vec<_>>()))
        .select((places::id, places::street, places::position))
        .load(conn)?;
    let mut counted: BTreeMap<(i32, String), usize> = BTreeMap::new();
    for (place, _) in people.values() {
        let street = streets.iter().find(|(id, ..)| Some(*id) == *place);
        let key = street.map_or((i32::MAX, String::new()), |(_, street, position)| (*position, street.clone()));
        *counted.entry(key).or_default() += 1;
    }
    Ok(SupportCount {
        all: people.len(),
        before_named: need.named_at.map_or(0, |named| people.values().filter(|(_, at)| *at < named).count()),
        streets: counted.into_iter().map(|((_, street), count)| (street, count)).collect(),
    })
}

/// How many people stand beside each of these.
pub fn support_counts(conn: &mut Conn, of: &[NeedId]) -> Result<BTreeMap<NeedId, i64>, DbError> {
    let mut counts = BTreeMap::new();
    for need in of {
        let group = group_of(conn, *need)?;
        let own = supports::table.filter(supports::need_id.eq_any(group));
        let people: Vec<String> = own.select(supports::mark).distinct().load(conn)?;
        counts.insert(*need, i64::try_from(people.len()).map_err(DbError::corrupt)?);
    }
    Ok(counts)
}

pub fn has_supported(conn: &mut Conn, need: NeedId, mark: &str) -> Result<bool, DbError> {
    let group = group_of(conn, need)?;
    let count: i64 = supports::table
        .filter(supports::need_id.eq_any(group))
        .filter(supports::mark.eq(mark))
        .count()
        .get_result(conn)?;
    Ok(count > 0)
}

pub fn insert_support(tx: &mut Tx, need: NeedId, mark: &str, place: Option<PlaceId>, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(supports::table)
        .values((
            supports::need_id.eq(need),
            supports::mark.eq(mark),
            supports::place_id.eq(place),
            supports::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_support(tx: &mut Tx, need: NeedId, mark: &str) -> Result<usize, DbError> {
    let group = group_of(tx, need)?;
    let own = supports::table.filter(supports::need_id.eq_any(group)).filter(supports::mark.eq(mark));
    Ok(diesel::delete(own).execute(&mut **tx)?)
}

/// What its author said once it was done; a later word stands.
pub fn set_help(tx: &mut Tx, proposal: ProposalId, verdict: Help, at: Ts) -> Result<(), DbError> {
    diesel::delete(helps::table.find(proposal)).execute(&mut **tx)?;
    diesel::insert_into(helps::table)
        .values((helps::proposal_id.eq(proposal), helps::verdict.eq(verdict), helps::at.eq(at)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn help_of(conn: &mut Conn, proposal: ProposalId) -> Result<Option<Help>, DbError> {
    Ok(helps::table.find(proposal).select(helps::verdict).first(conn).optional()?)
}

/// What those say who stand with a need.
pub fn helps_of_need(conn: &mut Conn, need: NeedId) -> Result<BTreeMap<Help, i64>, DbError> {
    let stands =
        members::table.filter(members::need_id.eq(need)).filter(members::until.is_null()).select(members::proposal_id);
    let rows: Vec<(Help, i64)> = helps::table
        .filter(helps::proposal_id.eq_any(stands))
        .group_by(helps::verdict)
        .select((helps::verdict, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
