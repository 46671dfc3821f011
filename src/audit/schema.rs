//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    audit_entries (chain, seq) {
        chain -> Uid,
        seq -> BigInt,
        at -> Instant,
        actor_role -> Text,
        actor_name -> Text,
        action -> Text,
        subject -> Text,
        detail -> Text,
        previous_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    audit_forwarded (chain) {
        chain -> Uid,
        seq -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    audit_heads (chain) {
        chain -> Uid,
        seq -> BigInt,
        hash -> Text,
        rehearsing -> Bool,
        sealed_after -> BigInt,
    }
}
