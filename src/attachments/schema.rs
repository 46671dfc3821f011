//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::accounts::schema::accounts;

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    attachments (id) {
        id -> Uid,
        congress_id -> Uid,
        project_id -> Uid,
        owner -> Text,
        owner_id -> Uid,
        position -> Integer,
        file_name -> Text,
        media_type -> Text,
        width -> Nullable<Integer>,
        height -> Nullable<Integer>,
        sha256 -> Text,
        content -> Nullable<Binary>,
        added_by -> Text,
        added_at -> Instant,
        withdrawn_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    held_files (id) {
        id -> Uid,
        account_id -> Uid,
        form -> Text,
        position -> Integer,
        file_name -> Text,
        media_type -> Text,
        width -> Nullable<Integer>,
        height -> Nullable<Integer>,
        sha256 -> Text,
        content -> Binary,
        bytes -> BigInt,
        held_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    attachment_withdrawals (file_id) {
        file_id -> Uid,
        reason -> Text,
        asked_by_account -> Uid,
        asked_by -> Text,
        asked_at -> Instant,
        confirmed_by_account -> Nullable<Uid>,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<Instant>,
    }
}

diesel::joinable!(attachment_withdrawals -> attachments (file_id));
diesel::allow_tables_to_appear_in_same_query!(attachment_withdrawals, attachments);
diesel::allow_tables_to_appear_in_same_query!(held_files, accounts);
