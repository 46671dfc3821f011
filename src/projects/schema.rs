//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::{accounts::schema::units, proposals::schema::places};

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    projects (id) {
        id -> Uid,
        congress_id -> Uid,
        session_id -> Uid,
        candidate_id -> Uid,
        certificate_id -> Uid,
        certificate_hash -> Text,
        year -> Integer,
        number -> Integer,
        title -> Text,
        summary -> Text,
        service_field -> Nullable<Text>,
        lead_unit -> Nullable<Text>,
        approvals -> Integer,
        rank -> Integer,
        public -> Bool,
        promoted_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    project_sub_items (id) {
        id -> Uid,
        project_id -> Uid,
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

    project_places (id) {
        id -> Uid,
        project_id -> Uid,
        sub_item_id -> Uid,
        number -> Integer,
        area_id -> Uid,
        name -> Text,
        address -> Text,
        state -> Text,
        planned_on -> Nullable<Day>,
        done_on -> Nullable<Day>,
        lon -> Nullable<Integer>,
        lat -> Nullable<Integer>,
        searched -> Text,
        added_at -> Instant,
        removed_on -> Nullable<Day>,
        removed_because -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    map_outlines (congress_id) {
        congress_id -> Uid,
        areas -> Text,
        source -> Text,
        schematic -> Bool,
        uploaded_by -> Text,
        uploaded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    project_units (project_id) {
        project_id -> Uid,
        unit_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    plans (id) {
        id -> Uid,
        project_id -> Uid,
        version -> Integer,
        state -> Text,
        document -> Text,
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

    adjustments (id) {
        id -> Uid,
        project_id -> Uid,
        number -> Integer,
        kind -> Text,
        reason -> Text,
        plan_id -> Nullable<Uid>,
        state -> Text,
        proposed_by_account -> Uid,
        proposed_by -> Text,
        proposed_at -> Instant,
        decision_body -> Nullable<Text>,
        decision_number -> Nullable<Text>,
        decided_on -> Nullable<Day>,
        refused_because -> Nullable<Text>,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    progress_reports (id) {
        id -> Uid,
        project_id -> Uid,
        sub_item_id -> Uid,
        as_of -> Text,
        quantity -> Text,
        paid -> Text,
        words -> Text,
        problems -> Text,
        next_step -> Text,
        shrink_reason -> Text,
        state -> Text,
        unit_name -> Text,
        made_by_account -> Uid,
        made_by -> Text,
        saved_at -> Instant,
        filed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    report_places (report_id, place_id) {
        report_id -> Uid,
        place_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    acceptances (sub_item_id, accepted_at) {
        sub_item_id -> Uid,
        project_id -> Uid,
        quantity -> Text,
        words -> Text,
        accepted_by_account -> Uid,
        accepted_by -> Text,
        accepted_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    acceptance_refusals (report_id) {
        report_id -> Uid,
        sub_item_id -> Uid,
        project_id -> Uid,
        words -> Text,
        refused_by_account -> Uid,
        refused_by -> Text,
        refused_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    lights (id) {
        id -> Uid,
        project_id -> Uid,
        sub_item_id -> Uid,
        day -> Day,
        light -> Text,
        reason -> Text,
        reason_then -> Text,
        planned -> Nullable<Text>,
        actual -> Nullable<Text>,
        compared_on -> Day,
        current -> Bool,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    year_closings (congress_id, year) {
        congress_id -> Uid,
        year -> Integer,
        closes_on -> Day,
        set_by_account -> Uid,
        set_by -> Text,
        set_at -> Instant,
        frozen_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    carry_overs (project_id, to_year) {
        project_id -> Uid,
        to_year -> Integer,
        reason -> Text,
        decided_by_account -> Uid,
        decided_by -> Text,
        decided_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    tracking_rules (congress_id, version) {
        congress_id -> Uid,
        version -> Integer,
        document -> Text,
        made_by_account -> Uid,
        made_by -> Text,
        made_at -> Instant,
    }
}

diesel::joinable!(report_places -> project_places (place_id));
diesel::joinable!(report_places -> progress_reports (report_id));
diesel::allow_tables_to_appear_in_same_query!(report_places, project_places, progress_reports);
diesel::joinable!(project_places -> projects (project_id));
diesel::joinable!(project_places -> project_sub_items (sub_item_id));
diesel::joinable!(project_places -> places (area_id));
diesel::allow_tables_to_appear_in_same_query!(project_places, project_sub_items, projects, places);
diesel::joinable!(project_units -> units (unit_id));
diesel::allow_tables_to_appear_in_same_query!(project_units, units);
