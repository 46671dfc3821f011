//! Rows of `corrigenda` and `corrigendum_signatures`.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};

use crate::{
    accounts::schema::accounts,
    db::{Conn, DbError, Ts, Tx},
    ids::{CertificateId, CorrigendumId, ScrutineerId},
    scrutineers::schema::scrutineers,
    tally::schema::{corrigenda as table, corrigendum_signatures as signatures},
    tally::{certification::Signature, corrigendum::CorrigendumStatus},
};

type Row = (CorrigendumId, CertificateId, i32, String, String, Ts, Option<Ts>, Option<String>, Option<String>);

macro_rules! columns {
    () => {
        (
            table::id,
            table::certificate_id,
            table::number,
            table::document,
            table::hash,
            table::drafted_at,
            table::certified_at,
            table::seal,
            table::confirmed_by,
        )
    };
}

fn status(row: Row) -> CorrigendumStatus {
    let (id, certificate, number, document, hash, drafted_at, certified_at, seal, confirmed_by) = row;
    CorrigendumStatus { id, certificate, number, document, hash, drafted_at, certified_at, seal, confirmed_by }
}

pub fn corrigendum_by_id(conn: &mut Conn, id: CorrigendumId) -> Result<CorrigendumStatus, DbError> {
    Ok(status(table::table.select(columns!()).find(id).first(conn)?))
}

/// In the order of their numbers.
pub fn corrigenda_of(conn: &mut Conn, certificate: CertificateId) -> Result<Vec<CorrigendumStatus>, DbError> {
    let rows: Vec<Row> = table::table
        .select(columns!())
        .filter(table::certificate_id.eq(certificate))
        .order(table::number)
        .load(conn)?;
    Ok(rows.into_iter().map(status).collect())
}

pub fn insert_corrigendum(tx: &mut Tx, new: &CorrigendumStatus) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::certificate_id.eq(new.certificate),
            table::number.eq(new.number),
            table::document.eq(&new.document),
            table::hash.eq(&new.hash),
            table::drafted_at.eq(new.drafted_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Writes how far the corrigendum has come; its document stays.
pub fn save_corrigendum(tx: &mut Tx, corrigendum: &CorrigendumStatus) -> Result<(), DbError> {
    diesel::update(table::table.find(corrigendum.id))
        .set((
            table::certified_at.eq(corrigendum.certified_at),
            table::seal.eq(&corrigendum.seal),
            table::confirmed_by.eq(&corrigendum.confirmed_by),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn insert_corrigendum_signature(
    tx: &mut Tx,
    corrigendum: CorrigendumId,
    scrutineer: ScrutineerId,
    signature: &str,
    at: Ts,
) -> Result<(), DbError> {
    diesel::insert_into(signatures::table)
        .values((
            signatures::corrigendum_id.eq(corrigendum),
            signatures::scrutineer_id.eq(scrutineer),
            signatures::signature.eq(signature),
            signatures::signed_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// In the order of the scrutineers' places.
pub fn corrigendum_signatures(conn: &mut Conn, corrigendum: CorrigendumId) -> Result<Vec<Signature>, DbError> {
    let rows: Vec<(ScrutineerId, String, bool, Option<String>, String, Ts)> = signatures::table
        .inner_join(scrutineers::table.inner_join(accounts::table))
        .select((
            scrutineers::id,
            accounts::name,
            scrutineers::chief,
            scrutineers::verification_key,
            signatures::signature,
            signatures::signed_at,
        ))
        .filter(signatures::corrigendum_id.eq(corrigendum))
        .order(scrutineers::position)
        .load(conn)?;
    Ok(rows.into_iter().map(signature).collect())
}

fn signature(row: (ScrutineerId, String, bool, Option<String>, String, Ts)) -> Signature {
    let (scrutineer, name, chief, key, signature, signed_at) = row;
    Signature { scrutineer, name, chief, verification_key: key.unwrap_or_default(), signature, signed_at }
}
