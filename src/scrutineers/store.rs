//! Rows of `scrutineers` and `threshold_keys`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::scrutineer::{KeyShare, Scrutineer, SessionKey};
use crate::{
    db::{
        Conn, DbError, Ts, Tx,
        schema::{accounts, scrutineers as scrutineers_table, threshold_keys},
    },
    ids::{AccountId, ScrutineerId, SessionId, ThresholdKeyId},
};

type Row = (ScrutineerId, SessionId, AccountId, String, i32, bool, Option<String>, Option<String>, Option<Ts>);

fn scrutineer(row: Row) -> Scrutineer {
    let (id, session, account, name, position, chief, verification_key, encrypted, copy_confirmed) = row;
    let share = verification_key
        .zip(encrypted)
        .map(|(verification_key, encrypted_decryption_key)| KeyShare { verification_key, encrypted_decryption_key });
    Scrutineer { id, session, account, name, position, chief, share, copy_confirmed }
}

macro_rules! columns {
    () => {
        (
            scrutineers_table::id,
            scrutineers_table::session_id,
            scrutineers_table::account_id,
            accounts::name,
            scrutineers_table::position,
            scrutineers_table::chief,
            scrutineers_table::verification_key,
            scrutineers_table::encrypted_decryption_key,
            scrutineers_table::copy_confirmed_at,
        )
    };
}

/// In the order of their places.
pub fn scrutineers(conn: &mut Conn, session: SessionId) -> Result<Vec<Scrutineer>, DbError> {
    let rows: Vec<Row> = scrutineers_table::table
        .inner_join(accounts::table)
        .select(columns!())
        .filter(scrutineers_table::session_id.eq(session))
        .order(scrutineers_table::position)
        .load(conn)?;
    Ok(rows.into_iter().map(scrutineer).collect())
}

pub fn scrutineer_of_account(conn: &mut Conn, account: AccountId) -> Result<Option<Scrutineer>, DbError> {
    let row: Option<Row> = scrutineers_table::table
        .inner_join(accounts::table)
        .select(columns!())
        .filter(scrutineers_table::account_id.eq(account))
        .first(conn)
        .optional()?;
    Ok(row.map(scrutineer))
}

pub fn insert(
    tx: &mut Tx,
    id: ScrutineerId,
    session: SessionId,
    account: AccountId,
    position: i32,
    chief: bool,
) -> Result<(), DbError> {
    diesel::insert_into(scrutineers_table::table)
        .values((
            scrutineers_table::id.eq(id),
            scrutineers_table::session_id.eq(session),
            scrutineers_table::account_id.eq(account),
            scrutineers_table::position.eq(position),
            scrutineers_table::chief.eq(chief),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_share(tx: &mut Tx, id: ScrutineerId, share: &KeyShare) -> Result<(), DbError> {
    diesel::update(scrutineers_table::table.find(id))
        .set((
            scrutineers_table::verification_key.eq(Some(&share.verification_key)),
            scrutineers_table::encrypted_decryption_key.eq(Some(&share.encrypted_decryption_key)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_copy_confirmed(tx: &mut Tx, id: ScrutineerId, at: Ts) -> Result<(), DbError> {
    diesel::update(scrutineers_table::table.find(id))
        .set(scrutineers_table::copy_confirmed_at.eq(Some(at)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn session_key(conn: &mut Conn, session: SessionId) -> Result<Option<SessionKey>, DbError> {
    let row: Option<(ThresholdKeyId, i32, String, Ts)> = threshold_keys::table
        .select((threshold_keys::id, threshold_keys::threshold, threshold_keys::document, threshold_keys::made_at))
        .filter(threshold_keys::session_id.eq(session))
        .first(conn)
        .optional()?;
    Ok(row.map(|(id, threshold, document, made_at)| SessionKey { id, threshold, document, made_at }))
}

pub fn insert_session_key(tx: &mut Tx, session: SessionId, key: &SessionKey) -> Result<(), DbError> {
    diesel::insert_into(threshold_keys::table)
        .values((
            threshold_keys::id.eq(key.id),
            threshold_keys::session_id.eq(session),
            threshold_keys::threshold.eq(key.threshold),
            threshold_keys::document.eq(&key.document),
            threshold_keys::made_at.eq(key.made_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
