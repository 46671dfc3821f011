//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    year_reports (congress_id, year, version) {
        congress_id -> Uid,
        year -> Integer,
        version -> Integer,
        document -> Text,
        sha256 -> Text,
        reason -> Text,
        known_until -> Day,
        made_by_account -> Uid,
        made_by -> Text,
        made_at -> Instant,
    }
}
