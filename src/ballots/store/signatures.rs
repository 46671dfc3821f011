//! Rows of `election_signatures`.

use diesel::{ExpressionMethods, Insertable, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use crate::{
    ballots::{election_signature::ElectionSignature, schema::election_signatures},
    db::{Conn, DbError, Tx},
    ids::RoundId,
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = election_signatures)]
struct Row {
    round_id: RoundId,
    owner: i32,
    verification_key: String,
    signature: String,
}

pub fn insert_election_signature(
    tx: &mut Tx,
    round: RoundId,
    owner: u32,
    line: &ElectionSignature,
) -> Result<(), DbError> {
    let row = Row {
        round_id: round,
        owner: i32::try_from(owner).map_err(DbError::corrupt)?,
        verification_key: line.verification_key.to_string(),
        signature: serde_json::to_string(&line.signature).map_err(DbError::corrupt)?,
    };
    diesel::insert_into(election_signatures::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Who has signed, by number in `trustees.json`.
pub fn election_signers(conn: &mut Conn, round: RoundId) -> Result<Vec<u32>, DbError> {
    let owners: Vec<i32> = election_signatures::table
        .select(election_signatures::owner)
        .filter(election_signatures::round_id.eq(round))
        .order(election_signatures::owner)
        .load(conn)?;
    owners.into_iter().map(|owner| u32::try_from(owner).map_err(DbError::corrupt)).collect()
}

/// What they signed, in the order of their numbers.
pub fn signatures_of_election(conn: &mut Conn, round: RoundId) -> Result<Vec<ElectionSignature>, DbError> {
    let rows: Vec<Row> = election_signatures::table
        .select(Row::as_select())
        .filter(election_signatures::round_id.eq(round))
        .order(election_signatures::owner)
        .load(conn)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let election = super::election_of(conn, round)?.fingerprint().to_owned();
    let line = |row: Row| {
        Ok(ElectionSignature {
            election: election.clone(),
            verification_key: row.verification_key.parse().map_err(DbError::corrupt)?,
            signature: serde_json::from_str(&row.signature).map_err(DbError::corrupt)?,
        })
    };
    rows.into_iter().map(line).collect()
}
