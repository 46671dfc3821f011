//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rating_periods (id) {
        id -> Uid,
        congress_id -> Uid,
        year -> Integer,
        opens_on -> Day,
        closes_on -> Day,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rating_signs (project_id) {
        project_id -> Uid,
        edition -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    public_ratings (id) {
        id -> Uid,
        project_id -> Uid,
        rater -> Nullable<Text>,
        day -> Day,
        mark -> Text,
        remark -> Text,
        remark_state -> Text,
        answer -> Text,
        answered_by -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rating_day_keys (day) {
        day -> Day,
        key -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rating_addresses (address) {
        address -> Text,
        day -> Day,
        ratings -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rating_rounds (round_id) {
        round_id -> Uid,
        congress_id -> Uid,
        year -> Integer,
    }
}
