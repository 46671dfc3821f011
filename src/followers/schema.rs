//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    followers (id) {
        id -> Uid,
        project_id -> Uid,
        email -> Text,
        lang -> Text,
        state -> Text,
        asked_at -> Instant,
        told_until -> Instant,
    }
}
