//! Rows of `rating_rounds`, `rating_certificates` and `rating_signatures`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::{
    accounts::schema::accounts,
    db::{Conn, DbError, Ts, Tx},
    ids::{CongressId, RatingCertificateId, RoundId, ScrutineerId},
    ratings::rated::{State, Status},
    ratings::schema::{rating_certificates as table, rating_rounds as rounds, rating_signatures},
    scrutineers::schema::scrutineers,
    tally::Signature,
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

type Row = (
    (RatingCertificateId, RoundId, CongressId, i32, String, String),
    (State, Ts, Option<String>, Option<String>, Option<Ts>, Option<Ts>),
);

macro_rules! columns {
    () => {
        (
            (table::id, table::round_id, table::congress_id, table::year, table::document, table::hash),
            (
                table::state,
                table::drafted_at,
                table::seal,
                table::confirmed_by,
                table::confirmed_at,
                table::announced_at,
            ),
        )
    };
}

fn status(row: Row) -> Status {
    let ((id, round, congress, year, document, hash), (state, drafted_at, seal, by, at, announced_at)) = row;
    Status { id, round, congress, year, document, hash, state, drafted_at, seal, confirmed: by.zip(at), announced_at }
}

pub fn certificate_by_id(conn: &mut Conn, id: RatingCertificateId) -> Result<Status, DbError> {
    Ok(status(table::table.select(columns!()).find(id).first(conn)?))
}

pub fn certificate_of_round(conn: &mut Conn, round: RoundId) -> Result<Option<Status>, DbError> {
    let row: Option<Row> = table::table.select(columns!()).filter(table::round_id.eq(round)).first(conn).optional()?;
    Ok(row.map(status))
}

/// What the public sees of a congress, by year.
pub fn announced_certificates(conn: &mut Conn, congress: CongressId) -> Result<Vec<Status>, DbError> {
    let rows: Vec<Row> = table::table
        .select(columns!())
        .filter(table::congress_id.eq(congress))
        .filter(table::state.eq(State::Announced))
        .order(table::year)
        .load(conn)?;
    Ok(rows.into_iter().map(status).collect())
}

pub fn insert_certificate(tx: &mut Tx, new: &Status) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::round_id.eq(new.round),
            table::congress_id.eq(new.congress),
            table::year.eq(new.year),
            table::document.eq(&new.document),
            table::hash.eq(&new.hash),
            table::state.eq(new.state),
            table::drafted_at.eq(new.drafted_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// How far it has come; its document stays.
pub fn save_certificate(tx: &mut Tx, changed: &Status) -> Result<(), DbError> {
    let (by, at) = changed.confirmed.clone().unzip();
    diesel::update(table::table.find(changed.id))
        .set((
            table::state.eq(changed.state),
            table::seal.eq(&changed.seal),
            table::confirmed_by.eq(by),
            table::confirmed_at.eq(at),
            table::announced_at.eq(changed.announced_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn insert_signature(
    tx: &mut Tx,
    certificate: RatingCertificateId,
    scrutineer: ScrutineerId,
    signature: &str,
    at: Ts,
) -> Result<(), DbError> {
    diesel::insert_into(rating_signatures::table)
        .values((
            rating_signatures::certificate_id.eq(certificate),
            rating_signatures::scrutineer_id.eq(scrutineer),
            rating_signatures::signature.eq(signature),
            rating_signatures::signed_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// In the order of the scrutineers' places.
pub fn signatures(conn: &mut Conn, certificate: RatingCertificateId) -> Result<Vec<Signature>, DbError> {
    let rows: Vec<(ScrutineerId, String, bool, Option<String>, String, Ts)> = rating_signatures::table
        .inner_join(scrutineers::table.inner_join(accounts::table))
        .select((
            scrutineers::id,
            accounts::name,
            scrutineers::chief,
            scrutineers::verification_key,
            rating_signatures::signature,
            rating_signatures::signed_at,
        ))
        .filter(rating_signatures::certificate_id.eq(certificate))
        .order(scrutineers::position)
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(scrutineer, name, chief, key, signature, signed_at)| Signature {
            scrutineer,
            name,
            chief,
            verification_key: key.unwrap_or_default(),
            signature,
            signed_at,
        })
        .collect())
}
