//! The tables below all slices, as diesel sees them.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    form_submissions (form_key) {
        form_key -> Uid,
        submitted_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    duties (name) {
        name -> Text,
        due_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    public_versions (congress_id) {
        congress_id -> Uid,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    secret_fingerprint (id) {
        id -> Integer,
        fingerprint -> Text,
    }
}
