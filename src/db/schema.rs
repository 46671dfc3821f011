//! The tables as diesel sees them: the same names as in `migrations/`.

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

    public_versions (congress_id) {
        congress_id -> Uid,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    audit_entries (seq) {
        seq -> BigInt,
        congress_id -> Nullable<Uid>,
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

    congresses (id) {
        id -> Uid,
        name -> Text,
        host -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    accounts (id) {
        id -> Uid,
        congress_id -> Nullable<Uid>,
        login -> Text,
        name -> Text,
        role -> Text,
        password_hash -> Text,
        one_time_code_secret -> Nullable<Text>,
        last_code_step -> Nullable<BigInt>,
        failed_attempts -> Integer,
        locked_until -> Nullable<Instant>,
        active -> Bool,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    sign_ins (token_hash) {
        token_hash -> Text,
        account_id -> Nullable<Uid>,
        state -> Text,
        expires_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    sessions (id) {
        id -> Uid,
        congress_id -> Uid,
        name -> Text,
        ordinal -> Integer,
        year -> Integer,
        date -> Text,
        plenary -> Text,
        item -> Text,
        check_in_code -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    voting_methods (id) {
        id -> Uid,
        session_id -> Uid,
        version -> Integer,
        document -> Text,
        hash -> Text,
        adopted_at -> Nullable<Instant>,
        adopted_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    prior_reviews (session_id) {
        session_id -> Uid,
        body -> Text,
        meeting -> Text,
        reviewed_on -> Text,
        document_number -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    delegations (id) {
        id -> Uid,
        session_id -> Uid,
        name -> Text,
        position -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    deputies (id) {
        id -> Uid,
        session_id -> Uid,
        delegation_id -> Uid,
        account_id -> Nullable<Uid>,
        certificate_no -> Text,
        name -> Text,
        phone -> Nullable<Text>,
        note -> Nullable<Text>,
        attendance -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    roll_uploads (id) {
        id -> Uid,
        session_id -> Uid,
        file_name -> Text,
        content -> Binary,
        uploaded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    candidate_lists (session_id) {
        session_id -> Uid,
        notice -> Text,
        source -> Nullable<Text>,
        inferred -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    candidates (id) {
        id -> Uid,
        session_id -> Uid,
        number -> Integer,
        title -> Text,
        short_title -> Text,
        summary -> Text,
        service_field -> Nullable<Text>,
        lead_unit -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    candidate_sub_items (id) {
        id -> Uid,
        candidate_id -> Uid,
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

    threshold_keys (id) {
        id -> Uid,
        session_id -> Uid,
        threshold -> Integer,
        document -> Text,
        made_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    scrutineers (id) {
        id -> Uid,
        session_id -> Uid,
        account_id -> Uid,
        position -> Integer,
        chief -> Bool,
        verification_key -> Nullable<Text>,
        encrypted_decryption_key -> Nullable<Text>,
        copy_confirmed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    key_ceremonies (id) {
        id -> Uid,
        session_id -> Uid,
        number -> Integer,
        state -> Text,
        size -> Integer,
        threshold -> Integer,
        started_at -> Instant,
        ended_at -> Nullable<Instant>,
        void_reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    key_messages (ceremony_id, step, position) {
        ceremony_id -> Uid,
        step -> Text,
        position -> Integer,
        account_id -> Uid,
        message -> Text,
        received_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    key_refusals (ceremony_id, position) {
        ceremony_id -> Uid,
        position -> Integer,
        finding -> Text,
        about -> Nullable<Integer>,
        account_id -> Uid,
        received_at -> Instant,
    }
}

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
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    round_candidates (round_id, position) {
        round_id -> Uid,
        position -> Integer,
        candidate_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    issue_marks (round_id, deputy_id) {
        round_id -> Uid,
        deputy_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    issuing_links (round_id, deputy_id) {
        round_id -> Uid,
        deputy_id -> Uid,
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

    cancelled_keys (round_id, public_key) {
        round_id -> Uid,
        public_key -> Text,
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

    tallies (round_id) {
        round_id -> Uid,
        result -> Text,
        counted_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    certificates (id) {
        id -> Uid,
        session_id -> Uid,
        round_id -> Uid,
        number -> Text,
        document -> Text,
        hash -> Text,
        state -> Text,
        drafted_at -> Instant,
        certified_at -> Nullable<Instant>,
        seal -> Nullable<Text>,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    certificate_signatures (certificate_id, scrutineer_id) {
        certificate_id -> Uid,
        scrutineer_id -> Uid,
        signature -> Text,
        signed_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    notices (id) {
        id -> Uid,
        session_id -> Uid,
        certificate_id -> Uid,
        number -> Text,
        announced_by -> Text,
        announced_at -> Instant,
    }
}

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

diesel::allow_tables_to_appear_in_same_query!(
    form_submissions,
    public_versions,
    audit_entries,
    congresses,
    accounts,
    sign_ins,
    sessions,
    voting_methods,
    prior_reviews,
    delegations,
    deputies,
    roll_uploads,
    candidate_lists,
    candidates,
    candidate_sub_items,
    threshold_keys,
    scrutineers,
    key_ceremonies,
    key_messages,
    key_refusals,
    rounds,
    round_candidates,
    issue_marks,
    issuing_links,
    box_credentials,
    box_heads,
    box_records,
    box_ballots,
    opened_ballots,
    checked_ballots,
    cancelled_keys,
    cancel_requests,
    tallies,
    certificates,
    certificate_signatures,
    notices,
    projects,
    project_sub_items,
);
diesel::joinable!(accounts -> congresses (congress_id));
diesel::joinable!(sign_ins -> accounts (account_id));
diesel::joinable!(sessions -> congresses (congress_id));
diesel::joinable!(voting_methods -> sessions (session_id));
diesel::joinable!(prior_reviews -> sessions (session_id));
diesel::joinable!(delegations -> sessions (session_id));
diesel::joinable!(deputies -> sessions (session_id));
diesel::joinable!(deputies -> delegations (delegation_id));
diesel::joinable!(deputies -> accounts (account_id));
diesel::joinable!(roll_uploads -> sessions (session_id));
diesel::joinable!(candidate_lists -> sessions (session_id));
diesel::joinable!(candidates -> sessions (session_id));
diesel::joinable!(candidate_sub_items -> candidates (candidate_id));
diesel::joinable!(threshold_keys -> sessions (session_id));
diesel::joinable!(scrutineers -> sessions (session_id));
diesel::joinable!(scrutineers -> accounts (account_id));
diesel::joinable!(key_ceremonies -> sessions (session_id));
diesel::joinable!(key_messages -> key_ceremonies (ceremony_id));
diesel::joinable!(key_messages -> accounts (account_id));
diesel::joinable!(key_refusals -> key_ceremonies (ceremony_id));
diesel::joinable!(key_refusals -> accounts (account_id));
diesel::joinable!(rounds -> sessions (session_id));
diesel::joinable!(rounds -> voting_methods (voting_method_id));
diesel::joinable!(round_candidates -> rounds (round_id));
diesel::joinable!(round_candidates -> candidates (candidate_id));
diesel::joinable!(issue_marks -> rounds (round_id));
diesel::joinable!(issue_marks -> deputies (deputy_id));
diesel::joinable!(issuing_links -> rounds (round_id));
diesel::joinable!(box_credentials -> rounds (round_id));
diesel::joinable!(box_heads -> rounds (round_id));
diesel::joinable!(box_records -> rounds (round_id));
diesel::joinable!(box_ballots -> rounds (round_id));
diesel::joinable!(opened_ballots -> rounds (round_id));
diesel::joinable!(checked_ballots -> rounds (round_id));
diesel::joinable!(cancelled_keys -> rounds (round_id));
diesel::joinable!(cancel_requests -> rounds (round_id));
diesel::joinable!(cancel_requests -> deputies (deputy_id));
diesel::joinable!(tallies -> rounds (round_id));
diesel::joinable!(certificates -> sessions (session_id));
diesel::joinable!(certificates -> rounds (round_id));
diesel::joinable!(certificate_signatures -> certificates (certificate_id));
diesel::joinable!(certificate_signatures -> scrutineers (scrutineer_id));
diesel::joinable!(notices -> sessions (session_id));
diesel::joinable!(notices -> certificates (certificate_id));
diesel::joinable!(projects -> congresses (congress_id));
diesel::joinable!(projects -> sessions (session_id));
diesel::joinable!(projects -> candidates (candidate_id));
diesel::joinable!(projects -> certificates (certificate_id));
diesel::joinable!(project_sub_items -> projects (project_id));
