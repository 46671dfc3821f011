//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    guest_contacts (owner_id) {
        owner_id -> Uid,
        left_with -> Text,
        sealed -> Text,
        consent_version -> Integer,
        keep_until -> Day,
        letters -> Text,
        letter_id -> Uid,
        mark -> Text,
        lang -> Text,
        asked_at -> Nullable<Instant>,
        told_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    held_pictures (id) {
        id -> Uid,
        hold -> Uid,
        sha256 -> Text,
        content -> Binary,
        held_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    spent_challenges (nonce) {
        nonce -> Text,
        over_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    guest_knocks (mark, what) {
        mark -> Text,
        what -> Text,
        since -> Instant,
        knocks -> Integer,
    }
}
