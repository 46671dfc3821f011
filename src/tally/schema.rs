//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    tallies (round_id) {
        round_id -> Uid,
        result -> Text,
        counted_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    round_decisions (round_id, recorded_at) {
        round_id -> Uid,
        decision -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    notices (id) {
        id -> Uid,
        session_id -> Uid,
        certificate_id -> Uid,
        number -> Text,
        announced_by -> Text,
        day -> Day,
        announced_at -> Instant,
    }
}
