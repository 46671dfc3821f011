//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    screening_methods (id) {
        id -> Uid,
        congress_id -> Uid,
        version -> Integer,
        document -> Text,
        by_name -> Text,
        made_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    appraisals (need_id, account_id) {
        need_id -> Uid,
        account_id -> Uid,
        account_name -> Text,
        method_id -> Uid,
        due_on -> Day,
        state -> Text,
        scores -> Text,
        checks -> Text,
        verdict -> Nullable<Text>,
        cost -> Text,
        words -> Text,
        given_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    screening_decisions (id) {
        id -> Uid,
        need_id -> Uid,
        outcome -> Text,
        words -> Text,
        to_change -> Text,
        note -> Text,
        meeting -> Text,
        state -> Text,
        asked_by -> Uid,
        asked_name -> Text,
        asked_at -> Instant,
        settled_name -> Nullable<Text>,
        settled_at -> Nullable<Instant>,
    }
}
