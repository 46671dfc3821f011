//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    hall_screens (session_id) {
        session_id -> Uid,
        view -> Text,
        countdown_ends_at -> Nullable<Instant>,
        reveal_began_at -> Nullable<Instant>,
    }
}
