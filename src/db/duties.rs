//! What comes again from time to time and is done by whichever instance is first: the next due time and the work are one
//! transaction, so a duty is done once however many try, and again if it failed.

use std::error::Error as StdError;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::{Db, DbError, Ts, Tx, schema::duties};

/// When a duty comes again.
#[derive(Clone, Copy, Debug)]
pub enum Cadence {
    /// With the next day, as people count days.
    Daily,
    Minutes(i64),
}

impl Cadence {
    fn after(self, now: Ts) -> Ts {
        match self {
            Self::Daily => now.next_day(),
            Self::Minutes(minutes) => now.plus_minutes(minutes),
        }
    }
}

impl Db {
    /// Carries out `f` if the duty of that name is due at `now`; `None` where it is not, as by a clock that went back.
    pub fn if_due<T, E>(
        &self,
        name: &str,
        cadence: Cadence,
        now: Ts,
        mut f: impl FnMut(&mut Tx) -> Result<T, E>,
    ) -> Result<Option<T>, E>
    where
        E: From<DbError> + StdError + 'static,
    {
        self.write(|tx| {
            let due: Option<Ts> =
                duties::table.find(name).select(duties::due_at).first(&mut **tx).optional().map_err(DbError::from)?;
            if due.is_some_and(|due| due > now) {
                return Ok(None);
            }
            let result = f(tx)?;
            diesel::delete(duties::table.find(name)).execute(&mut **tx).map_err(DbError::from)?;
            diesel::insert_into(duties::table)
                .values((duties::name.eq(name), duties::due_at.eq(cadence.after(now))))
                .execute(&mut **tx)
                .map_err(DbError::from)?;
            Ok(Some(result))
        })
    }
}
