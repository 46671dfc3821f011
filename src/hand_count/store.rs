//! Rows of `paper_entries` and `paper_counts`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use super::{
    bundle::Figures,
    count::{Bundle, Called, CountState, Entry},
};
use crate::{
    db::{Conn, DbError, Ts, Tx},
    hand_count::schema::{paper_counts as counts, paper_entries as entries},
    ids::{AccountId, RoundId},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = entries)]
struct EntryRow {
    bundle: i32,
    seq: i32,
    account_id: AccountId,
    teller: String,
    figures: String,
    entered_at: Ts,
}

/// By number, each with its entries in their order.
pub fn bundles(conn: &mut Conn, round: RoundId) -> Result<Vec<Bundle>, DbError> {
    let rows: Vec<EntryRow> = entries::table
        .select(EntryRow::as_select())
        .filter(entries::round_id.eq(round))
        .order((entries::bundle, entries::seq))
        .load(conn)?;
    let mut bundles = Vec::<Bundle>::new();
    for row in rows {
        let EntryRow { bundle: number, seq, account_id: account, teller, figures, entered_at: at } = row;
        let figures: Figures = serde_json::from_str(&figures).map_err(DbError::corrupt)?;
        let entry = Entry { seq, account, teller, figures, at };
        match bundles.last_mut().filter(|bundle| bundle.number == number) {
            Some(bundle) => bundle.entries.push(entry),
            None => bundles.push(Bundle { number, entries: vec![entry] }),
        }
    }
    Ok(bundles)
}

pub fn insert_entry(tx: &mut Tx, round: RoundId, bundle: i32, entry: &Entry) -> Result<(), DbError> {
    diesel::insert_into(entries::table)
        .values((
            entries::round_id.eq(round),
            entries::bundle.eq(bundle),
            entries::seq.eq(entry.seq),
            entries::account_id.eq(entry.account),
            entries::teller.eq(&entry.teller),
            entries::figures.eq(serde_json::to_string(&entry.figures).map_err(DbError::corrupt)?),
            entries::entered_at.eq(entry.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = counts)]
struct CalledRow {
    state: CountState,
    called_by: AccountId,
    called_name: String,
    called_at: Ts,
    confirmed_name: Option<String>,
    confirmed_at: Option<Ts>,
}

pub fn called(conn: &mut Conn, round: RoundId) -> Result<Option<Called>, DbError> {
    let row: Option<CalledRow> = counts::table.select(CalledRow::as_select()).find(round).first(conn).optional()?;
    Ok(row.map(|CalledRow { state, called_by: by, called_name: name, called_at: at, confirmed_name, confirmed_at }| {
        Called { state, by, name, at, confirmed: confirmed_name.zip(confirmed_at) }
    }))
}

pub fn insert_called(tx: &mut Tx, round: RoundId, called: &Called) -> Result<(), DbError> {
    diesel::insert_into(counts::table)
        .values((
            counts::round_id.eq(round),
            counts::state.eq(called.state),
            counts::called_by.eq(called.by),
            counts::called_name.eq(&called.name),
            counts::called_at.eq(called.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn confirm(tx: &mut Tx, round: RoundId, name: &str, at: Ts) -> Result<(), DbError> {
    diesel::update(counts::table.find(round))
        .set((
            counts::state.eq(CountState::Confirmed),
            counts::confirmed_name.eq(Some(name)),
            counts::confirmed_at.eq(Some(at)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn mark_certified(tx: &mut Tx, round: RoundId) -> Result<(), DbError> {
    diesel::update(counts::table.find(round)).set(counts::state.eq(CountState::Certified)).execute(&mut **tx)?;
    Ok(())
}

pub fn forget_called(tx: &mut Tx, round: RoundId) -> Result<(), DbError> {
    diesel::delete(counts::table.find(round)).execute(&mut **tx)?;
    Ok(())
}
