//! What is done once a day by whichever instance comes first: the mark and the work are one transaction.

use std::error::Error as StdError;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use jiff::civil::Date;

use super::{Day, Db, DbError, Tx, schema::duties};

impl Db {
    /// Carries out `f` unless the duty of that name was done today or, by a clock that went back, for a later day;
    /// `None` where it was.
    pub fn once_a_day<T, E>(
        &self,
        name: &str,
        today: Date,
        mut f: impl FnMut(&mut Tx) -> Result<T, E>,
    ) -> Result<Option<T>, E>
    where
        E: From<DbError> + StdError + 'static,
    {
        self.write(|tx| {
            let done: Option<Day> =
                duties::table.find(name).select(duties::done_on).first(&mut **tx).optional().map_err(DbError::from)?;
            if done.is_some_and(|done| done.0 >= today) {
                return Ok(None);
            }
            let result = f(tx)?;
            diesel::delete(duties::table.find(name)).execute(&mut **tx).map_err(DbError::from)?;
            diesel::insert_into(duties::table)
                .values((duties::name.eq(name), duties::done_on.eq(Day(today))))
                .execute(&mut **tx)
                .map_err(DbError::from)?;
            Ok(Some(result))
        })
    }
}
