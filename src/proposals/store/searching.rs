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
    let grams: Vec<String> = query.grams().into_iter().collect();
    if grams.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = i64::try_from(grams.len()).map_err(DbError::corrupt)?;
    let having_all: Vec<ProposalId> = table::table
        .inner_join(proposals::table.inner_join(calls::table))
        .filter(table::gram.eq_any(grams))
        .filter(proposals::state.eq(ProposalState::Listed))
        .filter(calls::congress_id.eq(congress))
        .group_by(table::proposal_id)
        .having(count_star().eq(wanted))
        .select(table::proposal_id)
        .load(conn)?;
    let mut found = BTreeSet::new();
    for some in having_all.chunks(AT_A_TIME) {
        let rows: Vec<(ProposalId, i32, String, String, String)> = wordings::table
            .select((wordings::proposal_id, wordings::version, wordings::title, wordings::why, wordings::gain))
            .filter(wordings::proposal_id.eq_any(some.to_vec()))
            .order((wordings::proposal_id, wordings::version.desc()))
            .load(conn)?;
        let mut before = None;
        for (id, _, title, why, gain) in rows {
            // The latest wording is the one that is shown.
            if before.replace(id) != Some(id) && query.is_in(&format!("{title}\n{why}\n{gain}")) {
                found.insert(id);
            }
        }
    }
    let found: Vec<ProposalId> = found.into_iter().collect();
    let mut with_needs = Vec::new();
    for some in found.chunks(AT_A_TIME) {
        let rows: Vec<(ProposalId, NeedId)> = members::table
            .select((members::proposal_id, members::need_id))
            .filter(members::proposal_id.eq_any(some.to_vec()))
            .filter(members::until.is_null())
            .order(members::proposal_id)
            .load(conn)?;
        with_needs.extend(rows);
    }
    Ok(with_needs)
}
