//! Rows of `scrutineers`, `threshold_keys`, `key_ceremonies`, `key_messages` and `key_refusals`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use super::{
    ceremony::{Ceremony, CeremonyState, Finding, Messages, RefusedPart, Step},
    scrutineer::{KeyShare, Scrutineer, SessionKey},
};
use crate::{
    accounts::schema::accounts,
    congress,
    congress::schema::sessions,
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, KeyCeremonyId, ScrutineerId, SessionId, ThresholdKeyId},
    scrutineers::schema::{
        key_ceremonies, key_messages, key_refusals, scrutineers as scrutineers_table, threshold_keys,
    },
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
        .filter(scrutineers_table::retired_at.is_null())
        .order(scrutineers_table::position)
        .load(conn)?;
    Ok(rows.into_iter().map(scrutineer).collect())
}

/// In the rehearsal that is worked on, else in the session at hand, else in the newest that appointed them.
pub fn scrutineer_of_account(conn: &mut Conn, account: AccountId) -> Result<Option<Scrutineer>, DbError> {
    let rows: Vec<Row> = scrutineers_table::table
        .inner_join(accounts::table)
        .inner_join(sessions::table)
        .select(columns!())
        .filter(scrutineers_table::account_id.eq(account))
        .filter(scrutineers_table::retired_at.is_null())
        .order(sessions::year.desc())
        .load(conn)?;
    let mut known: Vec<Scrutineer> = rows.into_iter().map(scrutineer).collect();
    let at_work = congress::at_work(conn, known.iter().map(|scrutineer| scrutineer.session))?;
    Ok(at_work.map(|at| known.swap_remove(at)))
}

/// Those whose key stands, or, while a new one is being made, who held the last one.
pub fn key_holders(conn: &mut Conn, session: SessionId) -> Result<Vec<Scrutineer>, DbError> {
    if session_key(conn, session)?.is_some() {
        return scrutineers(conn, session);
    }
    let last: Option<Option<Ts>> = threshold_keys::table
        .select(threshold_keys::retired_at)
        .filter(threshold_keys::session_id.eq(session))
        .order(threshold_keys::retired_at.desc())
        .first(conn)
        .optional()?;
    let Some(Some(last)) = last else { return Ok(Vec::new()) };
    let rows: Vec<Row> = scrutineers_table::table
        .inner_join(accounts::table)
        .select(columns!())
        .filter(scrutineers_table::session_id.eq(session))
        .filter(scrutineers_table::retired_at.eq(Some(last)))
        .order(scrutineers_table::position)
        .load(conn)?;
    Ok(rows.into_iter().map(scrutineer).collect())
}

/// The scrutineer of that session who signs in with the account, as long as its key stands.
pub fn scrutineer_in(conn: &mut Conn, session: SessionId, account: AccountId) -> Result<Option<Scrutineer>, DbError> {
    Ok(scrutineers(conn, session)?.into_iter().find(|scrutineer| scrutineer.account == account))
}

/// The key, and the places in it, belong to the rounds before.
pub fn retire_key(tx: &mut Tx, session: SessionId, at: Ts) -> Result<(), DbError> {
    let keys = threshold_keys::table.filter(threshold_keys::session_id.eq(session));
    diesel::update(keys.filter(threshold_keys::retired_at.is_null()))
        .set(threshold_keys::retired_at.eq(Some(at)))
        .execute(&mut **tx)?;
    let places = scrutineers_table::table.filter(scrutineers_table::session_id.eq(session));
    diesel::update(places.filter(scrutineers_table::retired_at.is_null()))
        .set(scrutineers_table::retired_at.eq(Some(at)))
        .execute(&mut **tx)?;
    Ok(())
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

pub fn delete(tx: &mut Tx, id: ScrutineerId) -> Result<(), DbError> {
    diesel::delete(scrutineers_table::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

pub fn set_position(tx: &mut Tx, id: ScrutineerId, position: i32) -> Result<(), DbError> {
    diesel::update(scrutineers_table::table.find(id))
        .set(scrutineers_table::position.eq(position))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_chief(tx: &mut Tx, id: ScrutineerId, chief: bool) -> Result<(), DbError> {
    diesel::update(scrutineers_table::table.find(id)).set(scrutineers_table::chief.eq(chief)).execute(&mut **tx)?;
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
        .filter(threshold_keys::retired_at.is_null())
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

#[derive(Queryable, Selectable)]
#[diesel(table_name = key_ceremonies)]
struct CeremonyRow {
    id: KeyCeremonyId,
    session_id: SessionId,
    number: i32,
    state: CeremonyState,
    size: i32,
    threshold: i32,
    started_at: Ts,
    ended_at: Option<Ts>,
    void_reason: Option<String>,
}

impl From<CeremonyRow> for Ceremony {
    fn from(row: CeremonyRow) -> Self {
        Self {
            id: row.id,
            session: row.session_id,
            number: row.number,
            state: row.state,
            size: row.size,
            threshold: row.threshold,
            started_at: row.started_at,
            ended_at: row.ended_at,
            void_reason: row.void_reason,
        }
    }
}

/// Every ceremony of a session, void ones too, in their order.
pub fn ceremonies(conn: &mut Conn, session: SessionId) -> Result<Vec<Ceremony>, DbError> {
    let rows: Vec<CeremonyRow> = key_ceremonies::table
        .select(CeremonyRow::as_select())
        .filter(key_ceremonies::session_id.eq(session))
        .order(key_ceremonies::number)
        .load(conn)?;
    Ok(rows.into_iter().map(Ceremony::from).collect())
}

/// What a scrutineer's browser sent, as it was sent.
#[derive(Clone, Debug, Queryable, Selectable, serde::Serialize)]
#[diesel(table_name = key_messages)]
pub struct MessageOnRecord {
    pub step: Step,
    pub position: i32,
    pub message: String,
}

pub fn messages_on_record(conn: &mut Conn, ceremony: KeyCeremonyId) -> Result<Vec<MessageOnRecord>, DbError> {
    Ok(key_messages::table
        .select(MessageOnRecord::as_select())
        .filter(key_messages::ceremony_id.eq(ceremony))
        .order((key_messages::step, key_messages::position))
        .load(conn)?)
}

/// The ceremony under way, else the last one.
pub fn latest_ceremony(conn: &mut Conn, session: SessionId) -> Result<Option<Ceremony>, DbError> {
    let row: Option<CeremonyRow> = key_ceremonies::table
        .select(CeremonyRow::as_select())
        .filter(key_ceremonies::session_id.eq(session))
        .order(key_ceremonies::number.desc())
        .first(conn)
        .optional()?;
    Ok(row.map(Ceremony::from))
}

/// The same, unless the key that came of it is retired: then nothing of it matters any more.
pub fn ceremony_at_hand(conn: &mut Conn, session: SessionId) -> Result<Option<Ceremony>, DbError> {
    let has_key = session_key(conn, session)?.is_some();
    let latest = latest_ceremony(conn, session)?;
    Ok(latest.filter(|ceremony| has_key || ceremony.state != CeremonyState::Finished))
}

pub fn insert_ceremony(tx: &mut Tx, ceremony: &Ceremony) -> Result<(), DbError> {
    diesel::insert_into(key_ceremonies::table)
        .values((
            key_ceremonies::id.eq(ceremony.id),
            key_ceremonies::session_id.eq(ceremony.session),
            key_ceremonies::number.eq(ceremony.number),
            key_ceremonies::state.eq(ceremony.state),
            key_ceremonies::size.eq(ceremony.size),
            key_ceremonies::threshold.eq(ceremony.threshold),
            key_ceremonies::started_at.eq(ceremony.started_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn save_ceremony(tx: &mut Tx, ceremony: &Ceremony) -> Result<(), DbError> {
    diesel::update(key_ceremonies::table.find(ceremony.id))
        .set((
            key_ceremonies::state.eq(ceremony.state),
            key_ceremonies::ended_at.eq(ceremony.ended_at),
            key_ceremonies::void_reason.eq(&ceremony.void_reason),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn messages(conn: &mut Conn, ceremony: KeyCeremonyId) -> Result<Messages, DbError> {
    let rows: Vec<(Step, i32, String)> = key_messages::table
        .select((key_messages::step, key_messages::position, key_messages::message))
        .filter(key_messages::ceremony_id.eq(ceremony))
        .load(conn)?;
    let refused: Vec<(i32, Finding, Option<i32>)> = key_refusals::table
        .select((key_refusals::position, key_refusals::finding, key_refusals::about))
        .filter(key_refusals::ceremony_id.eq(ceremony))
        .load(conn)?;
    let refused = refused.into_iter().map(|(place, finding, about)| (place, RefusedPart { finding, about }));
    Messages::read(rows.iter().map(|(step, place, text)| (*step, *place, text.as_str())))
        .map(|messages| messages.with_refusals(refused))
        .map_err(DbError::corrupt)
}

pub fn insert_refusal(
    tx: &mut Tx,
    ceremony: KeyCeremonyId,
    by: &Scrutineer,
    refused: &RefusedPart,
    at: Ts,
) -> Result<(), DbError> {
    diesel::insert_into(key_refusals::table)
        .values((
            key_refusals::ceremony_id.eq(ceremony),
            key_refusals::position.eq(by.position),
            key_refusals::finding.eq(refused.finding),
            key_refusals::about.eq(refused.about),
            key_refusals::account_id.eq(by.account),
            key_refusals::received_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// A message as it was taken from a scrutineer.
pub struct NewMessage<'a> {
    pub ceremony: KeyCeremonyId,
    pub step: Step,
    pub place: i32,
    pub account: AccountId,
    pub text: &'a str,
}

pub fn insert_message(tx: &mut Tx, new: &NewMessage, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(key_messages::table)
        .values((
            key_messages::ceremony_id.eq(new.ceremony),
            key_messages::step.eq(new.step),
            key_messages::position.eq(new.place),
            key_messages::account_id.eq(new.account),
            key_messages::message.eq(new.text),
            key_messages::received_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
