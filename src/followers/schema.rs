//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    followers (id) {
        id -> Uid,
        congress_id -> Uid,
        email -> Text,
        lang -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    followed (id) {
        id -> Uid,
        follower_id -> Uid,
        kind -> Text,
        name -> Nullable<Text>,
        project_id -> Nullable<Uid>,
        state -> Text,
        asked_at -> Instant,
        told_until -> Instant,
    }
}

diesel::joinable!(followed -> followers (follower_id));
diesel::allow_tables_to_appear_in_same_query!(followed, followers);
