//! Each form carries a key; a second submit of the same form finds the first one's mark and does nothing.

use std::error::Error as StdError;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

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
    /// Carries out `f` once for `key`, in one transaction with the mark that it was carried out.
    pub fn submit<T, E>(
        &self,
        key: FormKey,
        at: Ts,
        mut f: impl FnMut(&mut Tx) -> Result<T, E>,
    ) -> Result<Submitted<T>, E>
    where
        E: From<DbError> + StdError + 'static,
    {
        self.write(|tx| once(tx, key, at, &mut f))
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
        self.write_row_locked(|tx| once(tx, key, at, &mut f))
    }

    /// Whether a form with this key was carried out, for acts that ask something that holds only once (a one-time
    /// code) before they come to their transaction.
    pub fn was_submitted(&self, key: FormKey) -> Result<bool, DbError> {
        self.read(|conn| was_submitted(conn, key))
    }

    /// Forgets marks older than `before`; forms live as long as a sign-in.
    pub fn forget_submissions(&self, before: Ts) -> Result<usize, DbError> {
        self.write(|tx| {
            diesel::delete(form_submissions::table.filter(form_submissions::submitted_at.lt(before)))
                .execute(&mut **tx)
                .map_err(DbError::from)
        })
    }
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

fn mark_submitted(tx: &mut Tx, key: FormKey, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(form_submissions::table)
        .values((form_submissions::form_key.eq(Uid(key.0)), form_submissions::submitted_at.eq(at)))
        .execute(&mut **tx)?;
    Ok(())
}
