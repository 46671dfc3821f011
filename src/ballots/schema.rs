//! The slice's tables as diesel sees them; `migrations/` says what they keep to.

use crate::congress::schema::sessions;

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rounds (id) {
        id -> Uid,
        session_id -> Uid,
        number -> Integer,
        state -> Text,
        voting_method_id -> Uid,
        method_hash -> Text,
        seats -> Integer,
        ballot_form -> Text,
        cap -> Nullable<Integer>,
        election_uuid -> Text,
        election -> Nullable<Text>,
        trustees -> Nullable<Text>,
        server_key_salt -> Text,
        in_office -> Nullable<Integer>,
        excused -> Nullable<Integer>,
        present -> Nullable<Integer>,
        opened_at -> Nullable<Instant>,
        closed_at -> Nullable<Instant>,
        kind -> Text,
        roll_fingerprint -> Nullable<Text>,
        ordered -> Nullable<Text>,
        purpose -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    round_candidates (round_id, position) {
        round_id -> Uid,
        position -> Integer,
        candidate_id -> Uid,
        number -> Integer,
        title -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    round_requests (id) {
        id -> Uid,
        round_id -> Uid,
        act -> Text,
        reason -> Text,
        terms -> Nullable<Text>,
        about_id -> Nullable<Uid>,
        requested_by -> Uid,
        requested_name -> Text,
        requested_at -> Instant,
        answer -> Nullable<Text>,
        answered_name -> Nullable<Text>,
        answered_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    round_annulments (round_id) {
        round_id -> Uid,
        reason -> Text,
        in_office -> Integer,
        excused -> Integer,
        present -> Integer,
        issued -> Integer,
        returned -> Integer,
        annulled_by -> Text,
        confirmed_by -> Text,
        annulled_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    few_paper_acceptances (round_id) {
        round_id -> Uid,
        decision -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    issue_marks (round_id, deputy_id) {
        round_id -> Uid,
        deputy_id -> Uid,
        kind -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    issuing_links (round_id, deputy_id) {
        round_id -> Uid,
        deputy_id -> Uid,
        sealed_key -> Text,
        key_mark -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    cancel_requests (round_id, deputy_id) {
        round_id -> Uid,
        deputy_id -> Uid,
        requested_by -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    cancelled_keys (round_id, public_key) {
        round_id -> Uid,
        public_key -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    box_credentials (round_id, public_key) {
        round_id -> Uid,
        public_key -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    box_heads (round_id) {
        round_id -> Uid,
        last_event -> Text,
        stage -> Text,
        height -> BigInt,
        records -> BigInt,
        ballots -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    box_records (round_id, seq) {
        round_id -> Uid,
        seq -> BigInt,
        kind -> Text,
        hash -> Text,
        content -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    box_ballots (round_id, credential) {
        round_id -> Uid,
        seq -> BigInt,
        credential -> Text,
        tracker -> Text,
        cap -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    opened_ballots (round_id, tracker) {
        round_id -> Uid,
        tracker -> Text,
        code -> Text,
        ciphertexts -> Text,
        credential -> Text,
        opening -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    checked_ballots (round_id, tracker) {
        round_id -> Uid,
        tracker -> Text,
        after_publication -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    election_signatures (round_id, owner) {
        round_id -> Uid,
        owner -> Integer,
        verification_key -> Text,
        signature -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    slip_prints (id) {
        id -> Uid,
        session_id -> Uid,
        printed -> Integer,
        fingerprint -> Text,
        printed_by -> Text,
        lost -> Integer,
        unreadable -> Integer,
        withdrawn_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    slip_confirmations (print_id, account_id) {
        print_id -> Uid,
        account_id -> Uid,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    slip_rounds (print_id, place) {
        print_id -> Uid,
        place -> Integer,
        election_uuid -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    slip_keys (print_id, place, public_key) {
        print_id -> Uid,
        place -> Integer,
        public_key -> Text,
        struck -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    round_slips (round_id) {
        round_id -> Uid,
        printed -> Integer,
        leftover -> Integer,
        sample -> Integer,
        lost -> Integer,
        unreadable -> Integer,
        listed -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    tablets (id) {
        id -> Uid,
        congress_id -> Uid,
        name -> Text,
        seen_at -> Nullable<Instant>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(round_requests, rounds, sessions);
diesel::allow_tables_to_appear_in_same_query!(box_ballots, box_records);
