//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    letters (id) {
        id -> Uid,
        congress_id -> Uid,
        about -> Uid,
        email -> Text,
        state -> Text,
        subject -> Text,
        body -> Text,
        stop -> Nullable<Text>,
        due_at -> Instant,
        attempts -> Integer,
        made_at -> Instant,
    }
}
