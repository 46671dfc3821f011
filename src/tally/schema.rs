//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::{accounts::schema::accounts, scrutineers::schema::scrutineers};

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

    round_decisions (round_id) {
        round_id -> Uid,
        decision -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    certificates (id) {
        id -> Uid,
        session_id -> Uid,
        round_id -> Uid,
        number -> Text,
        document -> Text,
        hash -> Text,
        state -> Text,
        drafted_at -> Instant,
        certified_at -> Nullable<Instant>,
        seal -> Nullable<Text>,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<Instant>,
        withdrawn_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    certificate_signatures (certificate_id, scrutineer_id) {
        certificate_id -> Uid,
        scrutineer_id -> Uid,
        signature -> Text,
        signed_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    objections (certificate_id, scrutineer_id) {
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

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    corrigenda (id) {
        id -> Uid,
        certificate_id -> Uid,
        number -> Integer,
        document -> Text,
        hash -> Text,
        drafted_at -> Instant,
        certified_at -> Nullable<Instant>,
        seal -> Nullable<Text>,
        confirmed_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    corrigendum_signatures (corrigendum_id, scrutineer_id) {
        corrigendum_id -> Uid,
        scrutineer_id -> Uid,
        signature -> Text,
        signed_at -> Instant,
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
        announced_at -> Instant,
    }
}

diesel::joinable!(certificate_signatures -> scrutineers (scrutineer_id));
diesel::joinable!(corrigendum_signatures -> scrutineers (scrutineer_id));
diesel::joinable!(objections -> scrutineers (scrutineer_id));
diesel::allow_tables_to_appear_in_same_query!(certificate_signatures, scrutineers);
diesel::allow_tables_to_appear_in_same_query!(certificate_signatures, accounts);
diesel::allow_tables_to_appear_in_same_query!(corrigendum_signatures, scrutineers);
diesel::allow_tables_to_appear_in_same_query!(corrigendum_signatures, accounts);
diesel::allow_tables_to_appear_in_same_query!(objections, scrutineers);
diesel::allow_tables_to_appear_in_same_query!(objections, accounts);
