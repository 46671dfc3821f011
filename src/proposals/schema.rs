//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::guests::schema::guest_contacts;

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    service_fields (id) {
        id -> Uid,
        congress_id -> Uid,
        name -> Text,
        position -> Integer,
        offered -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    places (id) {
        id -> Uid,
        congress_id -> Uid,
        street -> Text,
        community -> Text,
        position -> Integer,
        offered -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    synonyms (congress_id, word) {
        congress_id -> Uid,
        word -> Text,
        means -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    calls (id) {
        id -> Uid,
        congress_id -> Uid,
        number -> Integer,
        title -> Text,
        words -> Text,
        opens_on -> Day,
        closes_on -> Nullable<Day>,
        answer_days -> Integer,
        retention_days -> Integer,
        state -> Text,
        received -> Integer,
        sealed_key -> Nullable<Text>,
        made_at -> Instant,
        reported_on -> Nullable<Day>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    call_extensions (call_id, number) {
        call_id -> Uid,
        number -> Integer,
        was -> Day,
        until -> Day,
        reason -> Text,
        by_name -> Text,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    proposals (id) {
        id -> Uid,
        call_id -> Uid,
        number -> Integer,
        code_hash -> Text,
        origin -> Text,
        channel -> Text,
        state -> Text,
        reason -> Text,
        held -> Bool,
        late -> Bool,
        field_id -> Uid,
        place_id -> Nullable<Uid>,
        account_id -> Nullable<Uid>,
        unit_id -> Nullable<Uid>,
        made_at -> Instant,
        due_on -> Day,
        answered_on -> Nullable<Day>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    proposal_wordings (proposal_id, version) {
        proposal_id -> Uid,
        version -> Integer,
        title -> Text,
        why -> Text,
        gain -> Text,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    proposal_grams (congress_id, gram, proposal_id) {
        congress_id -> Uid,
        gram -> Text,
        proposal_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    needs (id) {
        id -> Uid,
        congress_id -> Uid,
        founded_by -> Uid,
        title -> Text,
        words -> Text,
        field_id -> Uid,
        place_id -> Nullable<Uid>,
        state -> Text,
        year -> Integer,
        merged_into -> Nullable<Uid>,
        named_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    need_members (proposal_id, step) {
        proposal_id -> Uid,
        step -> Integer,
        need_id -> Uid,
        since -> Instant,
        until -> Nullable<Instant>,
        by_name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    merge_objections (proposal_id) {
        proposal_id -> Uid,
        need_id -> Uid,
        words -> Text,
        at -> Instant,
        outcome -> Nullable<Text>,
        ruling -> Text,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    proposal_answers (id) {
        id -> Uid,
        need_id -> Nullable<Uid>,
        kind -> Text,
        words -> Text,
        target -> Nullable<Text>,
        unit -> Text,
        by_name -> Text,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    proposals_answered (answer_id, proposal_id) {
        answer_id -> Uid,
        proposal_id -> Uid,
        at -> Instant,
        letter -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    need_supports (need_id, mark) {
        need_id -> Uid,
        mark -> Text,
        place_id -> Nullable<Uid>,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    proposal_helps (proposal_id) {
        proposal_id -> Uid,
        verdict -> Text,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    proposal_pictures (id) {
        id -> Uid,
        proposal_id -> Uid,
        content -> Binary,
        added_at -> Instant,
    }
}

diesel::joinable!(proposals -> calls (call_id));
diesel::joinable!(proposal_wordings -> proposals (proposal_id));
diesel::joinable!(need_members -> proposals (proposal_id));
diesel::joinable!(need_members -> needs (need_id));
diesel::joinable!(proposals_answered -> proposal_answers (answer_id));
diesel::joinable!(proposals_answered -> proposals (proposal_id));
diesel::joinable!(proposal_answers -> needs (need_id));
diesel::joinable!(need_supports -> needs (need_id));
diesel::joinable!(proposal_helps -> proposals (proposal_id));
diesel::joinable!(proposal_grams -> proposals (proposal_id));
diesel::allow_tables_to_appear_in_same_query!(
    calls,
    proposals,
    proposal_wordings,
    guest_contacts,
    proposal_grams,
    needs,
    need_members,
    merge_objections,
    proposal_answers,
    proposals_answered,
    need_supports,
    proposal_helps,
);
