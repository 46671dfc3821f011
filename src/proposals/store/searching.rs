//! Rows of `proposal_grams`: what is public, by every two characters of it.

use std::collections::BTreeSet;

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};

use super::rows::AT_A_TIME;
use crate::{
    db::{Conn, DbError, Tx},
    ids::{CongressId, NeedId, ProposalId},
    on_db,
    proposals::{
        grams::{Query, fold, grams},
        proposal::ProposalState,
        schema::{need_members as members, proposal_grams as table, proposal_wordings as wordings, proposals},
    },
};

/// From now on it is found by its words.
pub fn index(tx: &mut Tx, congress: CongressId, proposal: ProposalId, text: &str) -> Result<(), DbError> {
    let all: Vec<String> = grams(&fold(text)).into_iter().collect();
    for some in all.chunks(AT_A_TIME) {
        let row = |gram| (table::congress_id.eq(congress), table::gram.eq(gram), table::proposal_id.eq(proposal));
        let rows: Vec<_> = some.iter().map(row).collect();
        on_db!(&mut **tx, c => diesel::insert_into(table::table).values(&rows).execute(c))?;
    }
    Ok(())
}

pub fn forget_index(tx: &mut Tx, proposal: ProposalId) -> Result<(), DbError> {
    diesel::delete(table::table.filter(table::proposal_id.eq(proposal))).execute(&mut **tx)?;
    Ok(())
}

/// Every public proposal that says all the words, with the need it stands with. Rows are looked up by their own keys alone: a join
/// would leave to the database where to begin, and without figures about its tables it may begin at all that is public.
pub fn search(conn: &mut Conn, congress: CongressId, query: &Query) -> Result<Vec<(ProposalId, NeedId)>, DbError> {
    let (candidates, have_all_pairs) = candidates(conn, congress, query.grams())?;
    let mut found = Vec::new();
    for some in candidates.chunks(AT_A_TIME) {
        let rows: Vec<(ProposalId, ProposalState)> = proposals::table
            .select((proposals::id, proposals::state))
            .filter(proposals::id.eq_any(some.to_vec()))
            .load(conn)?;
        let listed = rows.into_iter().filter(|(_, state)| *state == ProposalState::Listed);
        let listed: Vec<ProposalId> = listed.map(|(id, _)| id).collect();
        let rows: Vec<(ProposalId, NeedId)> = members::table
            .select((members::proposal_id, members::need_id))
            .filter(members::proposal_id.eq_any(listed))
            .filter(members::until.is_null())
            .load(conn)?;
        found.extend(rows);
    }
    if !(have_all_pairs && query.is_of_pairs()) {
        let says_all = saying_all(conn, &found, query)?;
        found.retain(|(proposal, _)| says_all.contains(proposal));
    }
    found.sort_unstable();
    Ok(found)
}

/// What may say all of it, and whether each of these has all the pairs: a pair that few have is enough, and of one that a great many
/// have no more is read, since each candidate is then looked at itself.
fn candidates(
    conn: &mut Conn,
    congress: CongressId,
    grams: BTreeSet<String>,
) -> Result<(Vec<ProposalId>, bool), DbError> {
    const FEW: usize = 64;
    const MANY: usize = 2_048;
    let is_one = grams.len() == 1;
    for gram in &grams {
        let having = having(conn, congress, gram, FEW)?;
        if having.len() < FEW {
            return Ok((having, is_one));
        }
    }
    let (mut lists, mut have_all_pairs) = (Vec::new(), true);
    for gram in &grams {
        let list = having(conn, congress, gram, MANY)?;
        if list.len() < MANY {
            lists.push(list);
        } else {
            have_all_pairs = false;
        }
    }
    lists.sort_by_key(Vec::len);
    let mut lists = lists.into_iter();
    let Some(mut candidates) = lists.next() else {
        let Some(gram) = grams.first() else { return Ok((Vec::new(), true)) };
        return Ok((having(conn, congress, gram, usize::MAX)?, is_one));
    };
    for mut list in lists {
        list.sort_unstable();
        candidates.retain(|candidate| list.binary_search(candidate).is_ok());
    }
    Ok((candidates, have_all_pairs))
}

fn having(conn: &mut Conn, congress: CongressId, gram: &str, most: usize) -> Result<Vec<ProposalId>, DbError> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    Ok(table::table
        .select(table::proposal_id)
        .filter(table::congress_id.eq(congress))
        .filter(table::gram.eq(gram))
        .limit(most)
        .load(conn)?)
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
