//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::{accounts::schema::accounts, congress::schema::sessions, scrutineers::schema::scrutineers};

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    documents (id) {
        id -> Uid,
        kind -> Text,
        session_id -> Uid,
        round_id -> Uid,
        about_id -> Nullable<Uid>,
        number -> Text,
        text -> Text,
        hash -> Text,
        drafted_at -> Instant,
        state -> Text,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<Instant>,
        seal -> Nullable<Text>,
        announced_at -> Nullable<Instant>,
        withdrawn_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    document_signatures (document_id, scrutineer_id) {
        document_id -> Uid,
        scrutineer_id -> Uid,
        signature -> Text,
        signed_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    document_objections (document_id, scrutineer_id) {
        document_id -> Uid,
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

    document_inabilities (document_id, scrutineer_id) {
        document_id -> Uid,
        scrutineer_id -> Uid,
        reason -> Text,
        declared_by -> Text,
        declared_at -> Instant,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<Instant>,
    }
}

diesel::joinable!(documents -> sessions (session_id));
diesel::joinable!(document_signatures -> scrutineers (scrutineer_id));
diesel::joinable!(document_objections -> scrutineers (scrutineer_id));
diesel::allow_tables_to_appear_in_same_query!(documents, sessions);
diesel::allow_tables_to_appear_in_same_query!(document_signatures, scrutineers);
diesel::allow_tables_to_appear_in_same_query!(document_signatures, accounts);
diesel::allow_tables_to_appear_in_same_query!(document_objections, scrutineers);
diesel::allow_tables_to_appear_in_same_query!(document_objections, accounts);
diesel::joinable!(document_inabilities -> scrutineers (scrutineer_id));
diesel::allow_tables_to_appear_in_same_query!(document_inabilities, scrutineers);
diesel::allow_tables_to_appear_in_same_query!(document_inabilities, accounts);
