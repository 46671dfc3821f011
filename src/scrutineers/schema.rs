//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::{accounts::schema::accounts, congress::schema::sessions};

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    threshold_keys (id) {
        id -> Uid,
        session_id -> Uid,
        threshold -> Integer,
        document -> Text,
        made_at -> Instant,
        retired_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    scrutineers (id) {
        id -> Uid,
        session_id -> Uid,
        account_id -> Uid,
        position -> Integer,
        chief -> Bool,
        verification_key -> Nullable<Text>,
        encrypted_decryption_key -> Nullable<Text>,
        copy_confirmed_at -> Nullable<Instant>,
        retired_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    key_ceremonies (id) {
        id -> Uid,
        session_id -> Uid,
        number -> Integer,
        state -> Text,
        size -> Integer,
        threshold -> Integer,
        started_at -> Instant,
        ended_at -> Nullable<Instant>,
        void_reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    key_messages (ceremony_id, step, position) {
        ceremony_id -> Uid,
        step -> Text,
        position -> Integer,
        account_id -> Uid,
        message -> Text,
        received_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    key_refusals (ceremony_id, position) {
        ceremony_id -> Uid,
        position -> Integer,
        finding -> Text,
        about -> Nullable<Integer>,
        account_id -> Uid,
        received_at -> Instant,
    }
}

diesel::joinable!(scrutineers -> accounts (account_id));
diesel::joinable!(scrutineers -> sessions (session_id));
diesel::allow_tables_to_appear_in_same_query!(scrutineers, accounts, sessions);
