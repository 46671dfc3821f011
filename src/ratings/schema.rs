//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::{accounts::schema::accounts, scrutineers::schema::scrutineers};

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

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rating_certificates (id) {
        id -> Uid,
        round_id -> Uid,
        congress_id -> Uid,
        year -> Integer,
        document -> Text,
        hash -> Text,
        state -> Text,
        drafted_at -> Instant,
        seal -> Nullable<Text>,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<Instant>,
        announced_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rating_signatures (certificate_id, scrutineer_id) {
        certificate_id -> Uid,
        scrutineer_id -> Uid,
        signature -> Text,
        signed_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rating_objections (certificate_id, scrutineer_id) {
        certificate_id -> Uid,
        scrutineer_id -> Uid,
        reason -> Text,
        raised_at -> Instant,
        ruling -> Nullable<Text>,
        ruling_reason -> Nullable<Text>,
        ruled_by -> Nullable<Text>,
        ruled_at -> Nullable<Instant>,
    }
}

diesel::joinable!(rating_signatures -> scrutineers (scrutineer_id));
diesel::joinable!(rating_objections -> scrutineers (scrutineer_id));
diesel::allow_tables_to_appear_in_same_query!(rating_signatures, scrutineers);
diesel::allow_tables_to_appear_in_same_query!(rating_signatures, accounts);
diesel::allow_tables_to_appear_in_same_query!(rating_objections, scrutineers);
diesel::allow_tables_to_appear_in_same_query!(rating_objections, accounts);
