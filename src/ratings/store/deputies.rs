//! Rows of `rating_rounds`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::{
    db::{Conn, DbError, Tx},
    ids::{CongressId, RoundId},
    ratings::schema::rating_rounds as rounds,
};

pub fn insert_round(tx: &mut Tx, round: RoundId, congress: CongressId, year: i32) -> Result<(), DbError> {
    diesel::insert_into(rounds::table)
        .values((rounds::round_id.eq(round), rounds::congress_id.eq(congress), rounds::year.eq(year)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The year whose projects are rated in a round.
pub fn year_of_round(conn: &mut Conn, round: RoundId) -> Result<Option<i32>, DbError> {
    Ok(rounds::table.find(round).select(rounds::year).first(conn).optional()?)
}

/// The rounds in which the projects of a year were, or are, rated.
pub fn rounds_of_year(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Vec<RoundId>, DbError> {
    Ok(rounds::table
        .select(rounds::round_id)
        .filter(rounds::congress_id.eq(congress))
        .filter(rounds::year.eq(year))
        .load(conn)?)
}
