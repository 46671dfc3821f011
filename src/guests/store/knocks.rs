//! Rows of `spent_challenges` and `guest_knocks`: what is to be known of people without an account, and for how long.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::{
    db::{Conn, DbError, Ts, Tx},
    guests::{
        challenge::Challenge,
        schema::{guest_knocks as knocks, spent_challenges as spent},
    },
    word_enum,
};

word_enum! {
    /// What is counted.
    Knock {
        /// What is sent from one address.
        Send = "send",
        /// From its neighbourhood.
        Near = "near",
        /// By the way without scripts.
        Slow = "slow",
        /// Wrong codes.
        Code = "code",
        /// From everybody.
        All = "all",
        /// 我也需要 from one address, in all and with one need.
        Support = "support",
        Need = "need",
        /// Photos that wait in forms.
        Photo = "photo",
    }
}

pub fn is_spent(conn: &mut Conn, challenge: &Challenge) -> Result<bool, DbError> {
    let known: Option<String> = spent::table.find(&challenge.nonce).select(spent::nonce).first(conn).optional()?;
    Ok(known.is_some())
}

pub fn spend(tx: &mut Tx, challenge: &Challenge) -> Result<(), DbError> {
    diesel::insert_into(spent::table)
        .values((spent::nonce.eq(&challenge.nonce), spent::over_at.eq(challenge.over_at())))
        .execute(&mut **tx)?;
    Ok(())
}

/// How often it knocked since `from`.
pub fn knocks_since(conn: &mut Conn, mark: &str, what: Knock, from: Ts) -> Result<i32, DbError> {
    let known: Option<(Ts, i32)> =
        knocks::table.find((mark, what)).select((knocks::since, knocks::knocks)).first(conn).optional()?;
    Ok(known.filter(|(since, _)| *since > from).map_or(0, |(_, count)| count))
}

/// One more, counted from `at` on where the last count began before `from`.
pub fn knock(tx: &mut Tx, mark: &str, what: Knock, from: Ts, at: Ts) -> Result<(), DbError> {
    let known: Option<(Ts, i32)> =
        knocks::table.find((mark, what)).select((knocks::since, knocks::knocks)).first(&mut **tx).optional()?;
    match known {
        Some((since, count)) => {
            let (since, count) = if since > from { (since, count.saturating_add(1)) } else { (at, 1) };
            diesel::update(knocks::table.find((mark, what)))
                .set((knocks::since.eq(since), knocks::knocks.eq(count)))
                .execute(&mut **tx)?;
        }
        None => {
            diesel::insert_into(knocks::table)
                .values((knocks::mark.eq(mark), knocks::what.eq(what), knocks::since.eq(at), knocks::knocks.eq(1)))
                .execute(&mut **tx)?;
        }
    }
    Ok(())
}

/// Forgets challenges that are over and whoever has not knocked for a day.
pub fn forget_guests(tx: &mut Tx, now: Ts) -> Result<(), DbError> {
    diesel::delete(spent::table.filter(spent::over_at.lt(now))).execute(&mut **tx)?;
    diesel::delete(knocks::table.filter(knocks::since.lt(now.plus_hours(-24)))).execute(&mut **tx)?;
    Ok(())
}
