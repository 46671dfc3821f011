//! Rows of `objections`.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};

use crate::{
    accounts::schema::accounts,
    db::{Conn, DbError, Ts, Tx},
    ids::{CertificateId, ScrutineerId},
    scrutineers::schema::scrutineers,
    tally::objection::{Objection, Ruling, RulingKind},
    tally::schema::objections as table,
};

pub fn insert_objection(
    tx: &mut Tx,
    certificate: CertificateId,
    scrutineer: ScrutineerId,
    reason: &str,
    at: Ts,
) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::certificate_id.eq(certificate),
            table::scrutineer_id.eq(scrutineer),
            table::reason.eq(reason),
            table::raised_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

type Row = (
    (ScrutineerId, String, bool, Option<String>, String, Ts),
    (Option<RulingKind>, Option<String>, Option<String>, Option<Ts>),
);

fn objection((raised, ruling): Row) -> Result<Objection, DbError> {
    let (scrutineer, name, chief, key, reason, raised_at) = raised;
    let ruling = Ruling::of_parts(ruling).map_err(DbError::corrupt)?;
    let verification_key = key.unwrap_or_default();
    Ok(Objection { scrutineer, name, chief, verification_key, reason, raised_at, ruling })
}

/// In the order of the scrutineers' places.
pub fn objections(conn: &mut Conn, certificate: CertificateId) -> Result<Vec<Objection>, DbError> {
    let rows: Vec<Row> = table::table
        .inner_join(scrutineers::table.inner_join(accounts::table))
        .select((
            (
                scrutineers::id,
                accounts::name,
                scrutineers::chief,
                scrutineers::verification_key,
                table::reason,
                table::raised_at,
            ),
            (table::ruling, table::ruling_reason, table::ruled_by, table::ruled_at),
        ))
        .filter(table::certificate_id.eq(certificate))
        .order(scrutineers::position)
        .load(conn)?;
    rows.into_iter().map(objection).collect()
}

/// The presidium's ruling on what these scrutineers raised; what is ruled on stays ruled.
pub fn rule_on_objections(
    tx: &mut Tx,
    certificate: CertificateId,
    raised_by: &[ScrutineerId],
    ruling: &Ruling,
) -> Result<(), DbError> {
    let pending = table::table
        .filter(table::certificate_id.eq(certificate))
        .filter(table::scrutineer_id.eq_any(raised_by))
        .filter(table::ruling.is_null());
    diesel::update(pending)
        .set((
            table::ruling.eq(Some(ruling.kind)),
            table::ruling_reason.eq(Some(&ruling.reason)),
            table::ruled_by.eq(Some(&ruling.by)),
            table::ruled_at.eq(Some(ruling.at)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
