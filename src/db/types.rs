//! Column types that mean the same on both databases: UUID, moment, day.

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
    sqlite::Sqlite,
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Native types on PostgreSQL, fixed storage classes on SQLite.
pub mod sql {
    use diesel::{query_builder::QueryId, sql_types::SqlType};

    #[derive(SqlType, QueryId, Clone, Copy, Debug, Default)]
    #[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Binary"))]
    pub struct Uid;

    #[derive(SqlType, QueryId, Clone, Copy, Debug, Default)]
    #[diesel(postgres_type(oid = 1184, array_oid = 1185), sqlite_type(name = "Text"))]
    pub struct Instant;

    #[derive(SqlType, QueryId, Clone, Copy, Debug, Default)]
    #[diesel(postgres_type(oid = 1082, array_oid = 1182), sqlite_type(name = "Text"))]
    pub struct Day;
}

/// Says to the combined backend what both concrete backends already know of a type.
#[macro_export]
macro_rules! multi_type {
    ($sql:ty, $rust:ty) => {
        impl diesel::serialize::ToSql<$sql, $crate::db::MultiTypeGlue> for $rust {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, $crate::db::MultiTypeGlue>,
            ) -> diesel::serialize::Result {
                out.set_value((<$sql>::default(), self));
                Ok(diesel::serialize::IsNull::No)
            }
        }
        impl diesel::deserialize::FromSql<$sql, $crate::db::MultiTypeGlue> for $rust {
            fn from_sql(
                value: <$crate::db::MultiTypeGlue as diesel::backend::Backend>::RawValue<'_>,
            ) -> diesel::deserialize::Result<Self> {
                value.from_sql::<$rust, $sql>()
            }
        }
    };
}

/// The combined backend that `#[derive(MultiConnection)]` makes of [`super::Conn`].
pub type MultiTypeGlue = super::MultiBackend;

macro_rules! has_sql_type {
    ($($sql:ty),*) => { $(
        impl diesel::sql_types::HasSqlType<$sql> for super::MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                super::MultiBackend::lookup_sql_type::<$sql>(lookup)
            }
        }
    )* };
}
has_sql_type!(sql::Uid, sql::Instant, sql::Day);

/// A UUID column.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow, Serialize, Deserialize,
)]
#[diesel(sql_type = sql::Uid)]
#[serde(transparent)]
pub struct Uid(pub uuid::Uuid);

impl ToSql<sql::Uid, Pg> for Uid {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<diesel::sql_types::Uuid, Pg>::to_sql(&self.0, out)
    }
}
impl FromSql<sql::Uid, Pg> for Uid {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <uuid::Uuid as FromSql<diesel::sql_types::Uuid, Pg>>::from_sql(value).map(Uid)
    }
}
impl ToSql<sql::Uid, Sqlite> for Uid {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(&self.0.as_bytes()[..]);
        Ok(IsNull::No)
    }
}
impl FromSql<sql::Uid, Sqlite> for Uid {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<diesel::sql_types::Binary, Sqlite>>::from_sql(value)?;
        Ok(Uid(uuid::Uuid::from_slice(&bytes)?))
    }
}
multi_type!(sql::Uid, Uid);

/// A moment to the microsecond, UTC in the database, Asia/Shanghai on pages.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow, Serialize, Deserialize,
)]
#[diesel(sql_type = sql::Instant)]
#[derive(Default)]
#[serde(transparent)]
pub struct Ts(Timestamp);

const PG_EPOCH_MICROS: i64 = 946_684_800_000_000;

impl From<Timestamp> for Ts {
    fn from(moment: Timestamp) -> Self {
        Self(Timestamp::from_microsecond(moment.as_microsecond()).unwrap_or(moment))
    }
}

impl Ts {
    pub fn timestamp(self) -> Timestamp {
        self.0
    }

    /// `2024-02-03 09:30`, as a page shows it.
    pub fn to_page(self) -> String {
        self.in_shanghai("%Y-%m-%d %H:%M")
    }

    /// `2024-02-03`, the day in Shanghai.
    pub fn to_date(self) -> String {
        self.in_shanghai("%Y-%m-%d")
    }

    /// The day in Shanghai.
    pub fn day(self) -> jiff::civil::Date {
        self.0.to_zoned(TimeZone::fixed(jiff::tz::offset(8))).date()
    }

    /// The first moment of a day in Shanghai.
    pub fn beginning_of(day: Date) -> Self {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        day.to_zoned(zone).map_or_else(|_| Self::default(), |midnight| midnight.timestamp().into())
    }

    /// The first moment of the next day in Shanghai.
    pub fn next_day(self) -> Self {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let next = self.day().tomorrow().and_then(|day| day.to_zoned(zone));
        next.map_or(self, |midnight| midnight.timestamp().into())
    }

    fn in_shanghai(self, format: &str) -> String {
        // UTC+8 without daylight saving since 1992: no time-zone database is needed.
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        self.0.to_zoned(zone).strftime(format).to_string()
    }

    pub fn plus_hours(self, hours: i64) -> Self {
        self.0.checked_add(hours.hours()).map_or(self, Self)
    }

    pub fn plus_minutes(self, minutes: i64) -> Self {
        self.0.checked_add(minutes.minutes()).map_or(self, Self)
    }

    /// The last moment before, or at, this one that is a whole number of so many minutes after the epoch.
    pub fn down_to_minutes(self, minutes: i64) -> Self {
        let whole = minutes.saturating_mul(60).max(1);
        let second = self.0.as_second();
        Timestamp::from_second(second - second.rem_euclid(whole)).map_or(self, Self)
    }
}

impl ToSql<sql::Instant, Pg> for Ts {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        use std::io::Write;
        out.write_all(&(self.0.as_microsecond() - PG_EPOCH_MICROS).to_be_bytes())?;
        Ok(IsNull::No)
    }
}
impl FromSql<sql::Instant, Pg> for Ts {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let micros = i64::from_be_bytes(value.as_bytes().try_into()?);
        Ok(Ts(Timestamp::from_microsecond(micros + PG_EPOCH_MICROS)?))
    }
}
impl ToSql<sql::Instant, Sqlite> for Ts {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(format!("{:.6}", self.0));
        Ok(IsNull::No)
    }
}
impl FromSql<sql::Instant, Sqlite> for Ts {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<diesel::sql_types::Text, Sqlite>>::from_sql(value)?;
        Ok(Ts(text.parse()?))
    }
}
multi_type!(sql::Instant, Ts);

/// A day of the calendar; on SQLite its ISO text, whose order is the order of the days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Day)]
pub struct Day(pub Date);

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        day.0
    }
}

const PG_EPOCH: Date = jiff::civil::date(2000, 1, 1);

impl ToSql<sql::Day, Pg> for Day {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        use std::io::Write;
        out.write_all(&PG_EPOCH.until(self.0)?.get_days().to_be_bytes())?;
        Ok(IsNull::No)
    }
}
impl FromSql<sql::Day, Pg> for Day {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let days = i32::from_be_bytes(value.as_bytes().try_into()?);
        Ok(Day(PG_EPOCH.checked_add(days.days())?))
    }
}
impl ToSql<sql::Day, Sqlite> for Day {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}
impl FromSql<sql::Day, Sqlite> for Day {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<diesel::sql_types::Text, Sqlite>>::from_sql(value)?;
        Ok(Day(text.parse()?))
    }
}
multi_type!(sql::Day, Day);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_day_is_that_of_shanghai() {
        let at = |moment: &str| Ts::from(moment.parse::<Timestamp>().unwrap());
        for (moment, day, page) in [
            ("2024-02-02T15:59:59Z", "2024-02-02", "2024-02-02 23:59"),
            ("2024-02-02T16:00:00Z", "2024-02-03", "2024-02-03 00:00"),
            // When other places change their clocks.
            ("2024-03-31T01:00:00Z", "2024-03-31", "2024-03-31 09:00"),
            ("2024-12-31T16:00:00Z", "2025-01-01", "2025-01-01 00:00"),
        ] {
            let ts = at(moment);
            assert_eq!((ts.to_date(), ts.day().to_string(), ts.to_page()), (day.into(), day.into(), page.into()));
            assert_eq!(Ts::beginning_of(ts.day()).day(), ts.day());
            assert_eq!(ts.next_day().day(), ts.day().tomorrow().unwrap());
        }
    }
}
