//! Each form carries a key; a second submit of the same form finds the first one's mark and does nothing.

use std::error::Error as StdError;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, connection::SimpleConnection};

use super::{Conn, Db, DbError, Ts, Tx, Uid, schema::form_submissions};

/// The key that a rendered form carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormKey(pub uuid::Uuid);

/// Whether a form was carried out now, or had been before.
#[derive(Debug, PartialEq, Eq)]
pub enum Submitted<T> {
    Now(T),
    Before,
}

impl Db {
    /// Carries out `f` once for `key`, in one transaction with the mark that it was carried out. An act ends with its
    /// entry in the audit list, whose head one at a time may move: acts queue from the start, or they would all lose
    /// against each other.
    pub fn submit<T, E>(
        &self,
        key: FormKey,
        at: Ts,
        mut f: impl FnMut(&mut Tx) -> Result<T, E>,
    ) -> Result<Submitted<T>, E>
    where
        E: From<DbError> + StdError + 'static,
    {
        let done = self.write(|tx| {
            queue(tx)?;
            once(tx, key, at, &mut f)
        });
        self.or_before(key, done)
    }

    /// Like [`Db::submit`], for what is done without an entry in the audit list: nobody queues behind it.
    pub fn submit_unaudited<T, E>(
        &self,
        key: FormKey,
        at: Ts,
        mut f: impl FnMut(&mut Tx) -> Result<T, E>,
    ) -> Result<Submitted<T>, E>
    where
        E: From<DbError> + StdError + 'static,
    {
        let done = self.write(|tx| once(tx, key, at, &mut f));
        self.or_before(key, done)
    }

    /// Like [`Db::submit`], for an act that begins by locking one row; see [`Db::write_row_locked`].
    pub fn submit_row_locked<T, E>(
        &self,
        key: FormKey,
        at: Ts,
        mut f: impl FnMut(&mut Tx) -> Result<T, E>,
    ) -> Result<Submitted<T>, E>
    where
        E: From<DbError> + StdError + 'static,
    {
        let done = self.write_row_locked(|tx| once(tx, key, at, &mut f));
        self.or_before(key, done)
    }

    /// A second press that waited for the first (behind a row's lock it looked for the mark before there was one) is
    /// refused, since all is done already: it is answered like the first.
    fn or_before<T, E: From<DbError>>(&self, key: FormKey, done: Result<Submitted<T>, E>) -> Result<Submitted<T>, E> {
        match done {
            Err(refused) => match self.was_submitted(key) {
                Ok(true) => Ok(Submitted::Before),
                Ok(false) | Err(_) => Err(refused),
            },
            done => done,
        }
    }

    /// Whether a form with this key was carried out, for acts that ask something that holds only once (a one-time
    /// code) before they come to their transaction.
    pub fn was_submitted(&self, key: FormKey) -> Result<bool, DbError> {
        self.read(|conn| was_submitted(conn, key))
    }
}

/// Forgets marks older than `before`; forms live as long as a sign-in.
pub fn forget_submissions(tx: &mut Tx, before: Ts) -> Result<usize, DbError> {
    let old = form_submissions::table.filter(form_submissions::submitted_at.lt(before));
    Ok(diesel::delete(old).execute(&mut **tx)?)
}

/// On PostgreSQL the first statement of the transaction, and one that takes no snapshot: one taken while waiting would
/// be stale. It stops nobody who does not queue. SQLite has one writer anyway.
fn queue(tx: &mut Tx) -> Result<(), DbError> {
    if let Conn::Pg(c) = &mut **tx {
        c.batch_execute("LOCK TABLE form_submissions IN SHARE UPDATE EXCLUSIVE MODE")?;
    }
    Ok(())
}

fn once<T, E: From<DbError>>(
    tx: &mut Tx,
    key: FormKey,
    at: Ts,
    f: &mut impl FnMut(&mut Tx) -> Result<T, E>,
) -> Result<Submitted<T>, E> {
    if was_submitted(tx, key)? {
        return Ok(Submitted::Before);
    }
    let done = f(tx)?;
    mark_submitted(tx, key, at)?;
    Ok(Submitted::Now(done))
}

fn was_submitted(conn: &mut Conn, key: FormKey) -> Result<bool, DbError> {
    let found =
        form_submissions::table.find(Uid(key.0)).select(form_submissions::form_key).first::<Uid>(conn).optional()?;
    Ok(found.is_some())
}

fn end_of_the_day(at: Ts) -> Ts {
    at.down_to_minutes(24 * 60).plus_hours(24)
}

fn mark_submitted(tx: &mut Tx, key: FormKey, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(form_submissions::table)
        .values((form_submissions::form_key.eq(Uid(key.0)), form_submissions::submitted_at.eq(end_of_the_day(at))))
        .execute(&mut **tx)?;
    Ok(())
}
