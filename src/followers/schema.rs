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

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    follower_letters (id) {
        id -> Uid,
        follower_id -> Uid,
        state -> Text,
        subject -> Text,
        body -> Text,
        due_at -> Instant,
        attempts -> Integer,
        made_at -> Instant,
    }
}
