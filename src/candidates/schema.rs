//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    candidate_lists (session_id) {
        session_id -> Uid,
        notice -> Text,
        source -> Nullable<Text>,
        inferred -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    candidate_uploads (id) {
        id -> Uid,
        session_id -> Uid,
        file_name -> Text,
        content -> Binary,
        choices -> Text,
        uploaded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    candidates (id) {
        id -> Uid,
        session_id -> Uid,
        number -> Integer,
        title -> Text,
        short_title -> Text,
        summary -> Text,
        service_field -> Nullable<Text>,
        investment -> Nullable<Text>,
        place -> Nullable<Text>,
        deadline -> Nullable<Text>,
        lead_unit -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    candidate_sub_items (id) {
        id -> Uid,
        candidate_id -> Uid,
        position -> Integer,
        code -> Text,
        name -> Text,
        kind -> Text,
        operator -> Nullable<Text>,
        target -> Nullable<Text>,
        unit -> Nullable<Text>,
        lead_unit -> Nullable<Text>,
        source_text -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    candidate_origins (candidate_id) {
        candidate_id -> Uid,
        need_id -> Uid,
        origins -> Text,
        by_name -> Text,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    candidate_pictures (id) {
        id -> Uid,
        candidate_id -> Uid,
        sha256 -> Text,
        content -> Binary,
        added_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    list_notices (session_id) {
        session_id -> Uid,
        from_day -> Day,
        until -> Day,
        words -> Text,
        sha256 -> Text,
        by_name -> Text,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    list_seals (session_id, number) {
        session_id -> Uid,
        number -> Integer,
        document -> Text,
        sha256 -> Text,
        method_version -> Integer,
        by_name -> Text,
        at -> Instant,
        opened_by -> Nullable<Text>,
        opened_at -> Nullable<Instant>,
        reason -> Text,
    }
}

diesel::joinable!(candidate_pictures -> candidates (candidate_id));
diesel::joinable!(candidate_origins -> candidates (candidate_id));
diesel::joinable!(candidate_sub_items -> candidates (candidate_id));
diesel::allow_tables_to_appear_in_same_query!(candidates, candidate_sub_items, candidate_origins, candidate_pictures,);
