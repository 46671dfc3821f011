//! Rows of `proposal_grams`: what is public, by every two characters of it.

use std::collections::BTreeSet;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, dsl::count_star};

use crate::{
    db::{Conn, DbError, Tx},
    ids::{CongressId, NeedId, ProposalId},
    on_db,
    proposals::{
        grams::{Query, fold, grams},
        proposal::ProposalState,
        schema::{calls, need_members as members, proposal_grams as table, proposal_wordings as wordings, proposals},
    },
};

/// Rows written at a time: SQLite takes no more than so many values.
const AT_A_TIME: usize = 200;

/// From now on it is found by its words.
pub fn index(tx: &mut Tx, proposal: ProposalId, text: &str) -> Result<(), DbError> {
    let all: Vec<String> = grams(&fold(text)).into_iter().collect();
    for some in all.chunks(AT_A_TIME) {
        let rows: Vec<_> = some.iter().map(|gram| (table::gram.eq(gram), table::proposal_id.eq(proposal))).collect();
        on_db!(&mut **tx, c => diesel::insert_into(table::table).values(&rows).execute(c))?;
    }
    Ok(())
}

pub fn forget_index(tx: &mut Tx, proposal: ProposalId) -> Result<(), DbError> {
    diesel::delete(table::table.filter(table::proposal_id.eq(proposal))).execute(&mut **tx)?;
    Ok(())
}

/// Every public proposal that says all the words, with the need it stands with.
pub fn search(conn: &mut Conn, congress: CongressId, query: &Query) -> Result<Vec<(ProposalId, NeedId)>, DbError> {
    let mut grams: Vec<String> = query.grams().into_iter().collect();
    let Some(rarest) = rarest(conn, &grams)? else { return Ok(Vec::new()) };
    let rarest = grams.swap_remove(rarest);
    let mut having_all: Vec<ProposalId> =
        table::table.select(table::proposal_id).filter(table::gram.eq(rarest)).load(conn)?;
    if !grams.is_empty() {
        having_all = having(conn, &having_all, &grams)?;
    }
    let mut found = Vec::new();
    for some in having_all.chunks(AT_A_TIME) {
        let rows: Vec<(ProposalId, NeedId)> = members::table
            .inner_join(proposals::table.inner_join(calls::table))
            .select((members::proposal_id, members::need_id))
            .filter(members::proposal_id.eq_any(some.to_vec()))
            .filter(members::until.is_null())
            .filter(proposals::state.eq(ProposalState::Listed))
            .filter(calls::congress_id.eq(congress))
            .load(conn)?;
        found.extend(rows);
    }
    if !query.is_of_pairs() {
        let says_all = saying_all(conn, &found, query)?;
        found.retain(|(proposal, _)| says_all.contains(proposal));
    }
    found.sort_unstable();
    Ok(found)
}

/// Which of the pairs the fewest have, as far as a short look tells: whatever has all pairs is among these.
fn rarest(conn: &mut Conn, grams: &[String]) -> Result<Option<usize>, DbError> {
    const LOOKS: [usize; 2] = [64, 2_048];
    let mut least = None;
    for most in LOOKS {
        for (at, gram) in grams.iter().enumerate() {
            // A row that says no more than that it is there is not looked up.
            let there: Vec<bool> = table::table
                .select(table::gram.is_not_null())
                .filter(table::gram.eq(gram))
                .limit(i64::try_from(most).map_err(DbError::corrupt)?)
                .load(conn)?;
            if least.is_none_or(|(fewest, _)| there.len() < fewest) {
                least = Some((there.len(), at));
            }
        }
        if least.is_some_and(|(fewest, _)| fewest < most) {
            break;
        }
    }
    Ok(least.map(|(_, at)| at))
}

/// Those of `proposals` that have each of `grams`.
fn having(conn: &mut Conn, proposals: &[ProposalId], grams: &[String]) -> Result<Vec<ProposalId>, DbError> {
    let wanted = i64::try_from(grams.len()).map_err(DbError::corrupt)?;
    let mut having = Vec::new();
    for some in proposals.chunks(AT_A_TIME) {
        let rows: Vec<ProposalId> = table::table
            .filter(table::gram.eq_any(grams.to_vec()))
            .filter(table::proposal_id.eq_any(some.to_vec()))
            .group_by(table::proposal_id)
            .having(count_star().eq(wanted))
            .select(table::proposal_id)
            .load(conn)?;
        having.extend(rows);
    }
    Ok(having)
}

/// Those whose latest wording, which is the one that is shown, says all the words.
fn saying_all(conn: &mut Conn, found: &[(ProposalId, NeedId)], query: &Query) -> Result<BTreeSet<ProposalId>, DbError> {
    let mut saying = BTreeSet::new();
    for some in found.chunks(AT_A_TIME) {
        let some: Vec<ProposalId> = some.iter().map(|(proposal, _)| *proposal).collect();
        let rows: Vec<(ProposalId, i32, String, String, String)> = wordings::table
            .select((wordings::proposal_id, wordings::version, wordings::title, wordings::why, wordings::gain))
            .filter(wordings::proposal_id.eq_any(some))
            .order((wordings::proposal_id, wordings::version.desc()))
            .load(conn)?;
        let mut before = None;
        for (id, _, title, why, gain) in rows {
            if before.replace(id) != Some(id) && query.is_in(&format!("{title}\n{why}\n{gain}")) {
                saying.insert(id);
            }
        }
    }
    Ok(saying)
}
