//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    accounts (id) {
        id -> Uid,
        congress_id -> Nullable<Uid>,
        login -> Text,
        name -> Text,
        role -> Text,
        password_hash -> Text,
        one_time_code_secret -> Nullable<Text>,
        last_code_step -> Nullable<BigInt>,
        active -> Bool,
        created_at -> Instant,
        initial_password -> Bool,
        drawn_password -> Bool,
        sets_up_codes -> Bool,
        shown_elsewhere_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    sign_in_providers (congress_id) {
        congress_id -> Uid,
        label -> Text,
        issuer -> Text,
        client -> Text,
        client_secret -> Text,
        claim -> Text,
        roles -> Text,
        only_there -> Text,
        second_factor -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    recovery_codes (account_id, mark) {
        account_id -> Uid,
        mark -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    account_requests (id) {
        id -> Uid,
        congress_id -> Uid,
        act -> Text,
        account_id -> Nullable<Uid>,
        login -> Text,
        name -> Text,
        role -> Text,
        requested_by -> Uid,
        requested_name -> Text,
        requested_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    sign_in_tries (account_key, caller) {
        account_key -> Text,
        caller -> Text,
        tries -> Integer,
        last_at -> Instant,
        free_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    sign_ins (token_hash) {
        token_hash -> Text,
        account_id -> Nullable<Uid>,
        state -> Text,
        seen_at -> Instant,
        expires_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    units (id) {
        id -> Uid,
        congress_id -> Uid,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    unit_members (account_id) {
        account_id -> Uid,
        unit_id -> Uid,
    }
}

diesel::joinable!(unit_members -> units (unit_id));
diesel::allow_tables_to_appear_in_same_query!(unit_members, units, accounts);
