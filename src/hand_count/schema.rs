//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    paper_entries (round_id, bundle, seq) {
        round_id -> Uid,
        bundle -> Integer,
        seq -> Integer,
        account_id -> Uid,
        teller -> Text,
        figures -> Text,
        entered_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    paper_counts (round_id) {
        round_id -> Uid,
        state -> Text,
        called_by -> Uid,
        called_name -> Text,
        called_at -> Instant,
        confirmed_name -> Nullable<Text>,
        confirmed_at -> Nullable<Instant>,
    }
}
