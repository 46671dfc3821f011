//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    letters (id) {
        id -> Uid,
        congress_id -> Uid,
        channel -> Text,
        about -> Uid,
        email -> Text,
        state -> Text,
        subject -> Text,
        body -> Text,
        stop -> Nullable<Text>,
        due_at -> Instant,
        attempts -> Integer,
        made_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    webhooks (id) {
        id -> Uid,
        congress_id -> Uid,
        name -> Text,
        url -> Text,
        sealed_secret -> Text,
        made_by -> Text,
        made_at -> Instant,
        stopped_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    webhook_deliveries (id) {
        id -> Uid,
        webhook_id -> Uid,
        message_id -> Uid,
        event -> Text,
        attempt -> Integer,
        outcome -> Text,
        status -> Nullable<Integer>,
        given_up -> Bool,
        at -> Instant,
    }
}
