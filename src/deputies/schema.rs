//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::congress::schema::sessions;

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    delegations (id) {
        id -> Uid,
        session_id -> Uid,
        name -> Text,
        position -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    deputies (id) {
        id -> Uid,
        session_id -> Uid,
        delegation_id -> Uid,
        account_id -> Nullable<Uid>,
        certificate_no -> Text,
        name -> Text,
        phone -> Nullable<Text>,
        seat -> Nullable<Text>,
        note -> Nullable<Text>,
        attendance -> Text,
        leave_reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    roll_uploads (id) {
        id -> Uid,
        session_id -> Uid,
        file_name -> Text,
        content -> Binary,
        choices -> Text,
        uploaded_at -> Instant,
    }
}

diesel::joinable!(deputies -> delegations (delegation_id));
diesel::joinable!(deputies -> sessions (session_id));
diesel::allow_tables_to_appear_in_same_query!(deputies, delegations, sessions);
