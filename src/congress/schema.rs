//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    congresses (id) {
        id -> Uid,
        name -> Text,
        host -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    sessions (id) {
        id -> Uid,
        congress_id -> Uid,
        kind -> Text,
        name -> Text,
        ordinal -> Integer,
        year -> Integer,
        date -> Day,
        plenary -> Text,
        item -> Text,
        place -> Nullable<Text>,
        check_in_seed -> Nullable<Text>,
        frozen_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    vote_changes (id) {
        id -> Uid,
        session_id -> Uid,
        after_round -> Integer,
        body -> Text,
        decided_on -> Day,
        reason -> Text,
        parts -> Text,
        held_under -> Text,
        recorded_by -> Text,
        confirmed_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    reopened_parts (session_id, part) {
        session_id -> Uid,
        part -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    sessions_at_hand (congress_id) {
        congress_id -> Uid,
        session_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    forgetting (session_id) {
        session_id -> Uid,
        kind -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rehearsals (congress_id) {
        congress_id -> Uid,
        session_id -> Uid,
        current -> Bool,
        practice_seeds -> Nullable<Text>,
        started_by -> Text,
        started_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    voting_methods (id) {
        id -> Uid,
        session_id -> Uid,
        version -> Integer,
        document -> Text,
        hash -> Text,
        adopted_at -> Nullable<Instant>,
        adopted_by -> Nullable<Text>,
        adopted_on -> Nullable<Day>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    prior_reviews (session_id) {
        session_id -> Uid,
        body -> Text,
        meeting -> Text,
        reviewed_on -> Day,
        document_number -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    review_opinions (session_id, position) {
        session_id -> Uid,
        position -> Integer,
        words -> Text,
        outcome -> Nullable<Text>,
        done -> Text,
    }
}
