//! Rows of `voice_words`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, CongressId, VoiceId, VoiceWordsId},
    voices::{
        beside::{Beside, BesideKind, BesideState},
        schema::{voice_words as table, voices},
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: VoiceWordsId,
    voice_id: VoiceId,
    kind: BesideKind,
    state: BesideState,
    account_id: Option<AccountId>,
    by_name: String,
    words: String,
    at: Ts,
}

impl From<Row> for Beside {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            voice: row.voice_id,
            kind: row.kind,
            state: row.state,
            account: row.account_id,
            name: row.by_name,
            words: row.words,
            at: row.at,
        }
    }
}

/// Of these messages, in their order.
pub fn besides_of(conn: &mut Conn, of: &[VoiceId]) -> Result<Vec<Beside>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::voice_id.eq_any(of.to_vec()))
        .order((table::at, table::id))
        .load(conn)?;
    Ok(rows.into_iter().map(Beside::from).collect())
}

pub fn beside_by_id(conn: &mut Conn, id: VoiceWordsId) -> Result<Option<Beside>, DbError> {
    let row: Option<Row> = table::table.select(Row::as_select()).find(id).first(conn).optional()?;
    Ok(row.map(Beside::from))
}

/// Those that nobody has looked at, oldest first.
pub fn besides_waiting(conn: &mut Conn, congress: CongressId) -> Result<Vec<Beside>, DbError> {
    let rows: Vec<Row> = table::table
        .inner_join(voices::table)
        .select(Row::as_select())
        .filter(voices::congress_id.eq(congress))
        .filter(table::state.eq(BesideState::Waiting))
        .order((table::at, table::id))
        .load(conn)?;
    Ok(rows.into_iter().map(Beside::from).collect())
}

pub fn insert_beside(tx: &mut Tx, new: &Beside) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::voice_id.eq(new.voice),
            table::kind.eq(new.kind),
            table::state.eq(new.state),
            table::account_id.eq(new.account),
            table::by_name.eq(&new.name),
            table::words.eq(&new.words),
            table::at.eq(new.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_beside(tx: &mut Tx, id: VoiceWordsId, state: BesideState, words: &str) -> Result<(), DbError> {
    diesel::update(table::table.find(id)).set((table::state.eq(state), table::words.eq(words))).execute(&mut **tx)?;
    Ok(())
}
