//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::{accounts::schema::units, projects::schema::projects};

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    unit_contacts (id) {
        id -> Uid,
        unit_id -> Uid,
        role -> Text,
        name -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        unreachable_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    warnings (id) {
        id -> Uid,
        congress_id -> Uid,
        unit_id -> Uid,
        project_id -> Uid,
        month -> Day,
        level -> Integer,
        due_on -> Day,
        sub_items -> Text,
        written_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    warning_receivers (warning_id, position) {
        warning_id -> Uid,
        position -> Integer,
        role -> Text,
        name -> Text,
        channel -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    repeated_reds (unit_id, year, step) {
        unit_id -> Uid,
        year -> Integer,
        step -> Integer,
        reds -> Integer,
        reported_at -> Instant,
    }
}

diesel::joinable!(warnings -> units (unit_id));
diesel::joinable!(warnings -> projects (project_id));
diesel::joinable!(repeated_reds -> units (unit_id));
diesel::joinable!(unit_contacts -> units (unit_id));
diesel::allow_tables_to_appear_in_same_query!(warnings, units, projects);
diesel::allow_tables_to_appear_in_same_query!(repeated_reds, units);
diesel::allow_tables_to_appear_in_same_query!(unit_contacts, units);
