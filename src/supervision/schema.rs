//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::accounts::schema::accounts;

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    supervisors (account_id) {
        account_id -> Uid,
        body -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    group_members (id) {
        id -> Uid,
        project_id -> Uid,
        account_id -> Uid,
        body -> Text,
        leads -> Bool,
        added_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    follow_ups (id) {
        id -> Uid,
        project_id -> Uid,
        number -> Integer,
        finding -> Text,
        deadline -> Day,
        state -> Text,
        escalation -> Integer,
        opened_by_account -> Uid,
        opened_by -> Text,
        opened_at -> Instant,
        answered_by_account -> Nullable<Uid>,
        checked_by_account -> Nullable<Uid>,
        closed_at -> Nullable<Instant>,
        came_from -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    follow_up_steps (id) {
        id -> Uid,
        follow_up_id -> Uid,
        seq -> Integer,
        act -> Text,
        actor_role -> Text,
        actor_name -> Text,
        words -> Text,
        at -> Instant,
        deadline -> Nullable<Day>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    inspections (id) {
        id -> Uid,
        project_id -> Uid,
        number -> Integer,
        held_on -> Day,
        place -> Text,
        bodies -> Text,
        words -> Text,
        state -> Text,
        made_by_account -> Uid,
        made_by -> Text,
        made_at -> Instant,
        returned_with -> Nullable<Text>,
        published_by -> Nullable<Text>,
        published_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    inspection_sub_items (inspection_id, sub_item_id) {
        inspection_id -> Uid,
        sub_item_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    inspection_findings (id) {
        id -> Uid,
        inspection_id -> Uid,
        position -> Integer,
        words -> Text,
        follow_up_id -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    deputy_notes (id) {
        id -> Uid,
        project_id -> Uid,
        author_account -> Uid,
        author -> Text,
        words -> Text,
        written_at -> Instant,
        state -> Text,
        follow_up_id -> Nullable<Uid>,
        answer -> Nullable<Text>,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<Instant>,
    }
}

diesel::joinable!(supervisors -> accounts (account_id));
diesel::joinable!(group_members -> accounts (account_id));
diesel::allow_tables_to_appear_in_same_query!(supervisors, accounts);
diesel::allow_tables_to_appear_in_same_query!(group_members, accounts);
