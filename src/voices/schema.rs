//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::guests::schema::guest_contacts;

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    voice_rules (congress_id) {
        congress_id -> Uid,
        answer_days -> Integer,
        retention_days -> Integer,
        received -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    voice_keys (congress_id, month) {
        congress_id -> Uid,
        month -> Day,
        sealed_key -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    voices (id) {
        id -> Uid,
        congress_id -> Uid,
        project_id -> Uid,
        sub_item_id -> Nullable<Uid>,
        number -> Integer,
        code_hash -> Text,
        kind -> Text,
        words -> Text,
        sight -> Text,
        course -> Text,
        reason -> Text,
        held -> Bool,
        objection -> Nullable<Text>,
        made_at -> Instant,
        due_on -> Day,
        follow_up_id -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    voice_words (id) {
        id -> Uid,
        voice_id -> Uid,
        kind -> Text,
        state -> Text,
        account_id -> Nullable<Uid>,
        by_name -> Text,
        words -> Text,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    voice_answers (id) {
        id -> Uid,
        voice_id -> Uid,
        turn -> Integer,
        words -> Text,
        unit -> Text,
        by_name -> Text,
        at -> Instant,
        due_on -> Day,
        letter -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    voice_helps (voice_id, turn) {
        voice_id -> Uid,
        turn -> Integer,
        verdict -> Text,
        remark -> Text,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    voice_pictures (id) {
        id -> Uid,
        voice_id -> Uid,
        content -> Binary,
        added_at -> Instant,
    }
}

diesel::joinable!(voice_answers -> voices (voice_id));
diesel::joinable!(voice_helps -> voices (voice_id));
diesel::joinable!(voice_words -> voices (voice_id));
diesel::joinable!(voice_pictures -> voices (voice_id));
diesel::allow_tables_to_appear_in_same_query!(
    voices,
    voice_answers,
    voice_helps,
    voice_words,
    voice_pictures,
    guest_contacts,
);
