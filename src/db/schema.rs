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
        active -> Bool,
        created_at -> Instant,
        initial_password -> Bool,
        drawn_password -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    sign_in_tries (account_key, caller) {
        account_key -> Text,
        caller -> Text,
        tries -> Integer,
        last_at -> Instant,
        free_at -> Nullable<Instant>,
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
        check_in_seed -> Nullable<Text>,
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
        adopted_on -> Nullable<Text>,
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
        leave_reason -> Nullable<Text>,
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

    candidate_uploads (id) {
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

    rehearsals (congress_id) {
        congress_id -> Uid,
        session_id -> Uid,
        current -> Bool,
        practice_seeds -> Nullable<Text>,
        started_by -> Text,
        started_at -> Instant,
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

    paper_entries (round_id, bundle, seq) {
        round_id -> Uid,
        bundle -> Integer,
        seq -> Integer,
        account_id -> Uid,
        teller -> Text,
        figures -> Text,
        entered_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    paper_counts (round_id) {
        round_id -> Uid,
        state -> Text,
        called_by -> Uid,
        called_name -> Text,
        called_at -> Instant,
        confirmed_name -> Nullable<Text>,
        confirmed_at -> Nullable<Instant>,
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

    documents (id) {
        id -> Uid,
        kind -> Text,
        session_id -> Uid,
        round_id -> Uid,
        about_id -> Nullable<Uid>,
        number -> Text,
        text -> Text,
        hash -> Text,
        drafted_at -> Instant,
        state -> Text,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<Instant>,
        seal -> Nullable<Text>,
        announced_at -> Nullable<Instant>,
        withdrawn_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    document_signatures (document_id, scrutineer_id) {
        document_id -> Uid,
        scrutineer_id -> Uid,
        signature -> Text,
        signed_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    document_objections (document_id, scrutineer_id) {
        document_id -> Uid,
        scrutineer_id -> Uid,
        reason -> Text,
        raised_at -> Instant,
        ruling -> Nullable<Text>,
        ruling_reason -> Nullable<Text>,
        ruled_by -> Nullable<Text>,
        ruled_at -> Nullable<Instant>,
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

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    round_decisions (round_id) {
        round_id -> Uid,
        decision -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
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

    round_requests (id) {
        id -> Uid,
        round_id -> Uid,
        act -> Text,
        reason -> Text,
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

    hall_screens (session_id) {
        session_id -> Uid,
        view -> Text,
        countdown_ends_at -> Nullable<Instant>,
        reveal_began_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    units (id) {
        id -> Uid,
        congress_id -> Uid,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    unit_members (account_id) {
        account_id -> Uid,
        unit_id -> Uid,
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
        decided_on -> Nullable<Text>,
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

    evidence (id) {
        id -> Uid,
        project_id -> Uid,
        report_id -> Uid,
        file_name -> Text,
        media_type -> Text,
        width -> Nullable<Integer>,
        height -> Nullable<Integer>,
        sha256 -> Text,
        content -> Binary,
        added_by -> Text,
        added_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    acceptances (sub_item_id) {
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
        day -> Text,
        light -> Text,
        reason -> Text,
        reason_then -> Text,
        planned -> Nullable<Text>,
        actual -> Nullable<Text>,
        current -> Bool,
        at -> Instant,
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
        deadline -> Text,
        state -> Text,
        escalation -> Integer,
        opened_by_account -> Uid,
        opened_by -> Text,
        opened_at -> Instant,
        answered_by_account -> Nullable<Uid>,
        checked_by_account -> Nullable<Uid>,
        closed_at -> Nullable<Instant>,
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
        deadline -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    duties (name) {
        name -> Text,
        done_on -> Text,
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

    inspections (id) {
        id -> Uid,
        project_id -> Uid,
        number -> Integer,
        held_on -> Text,
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

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    supervision_files (id) {
        id -> Uid,
        project_id -> Uid,
        owner -> Text,
        owner_id -> Uid,
        file_name -> Text,
        media_type -> Text,
        width -> Nullable<Integer>,
        height -> Nullable<Integer>,
        sha256 -> Text,
        content -> Binary,
        added_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    followers (id) {
        id -> Uid,
        project_id -> Uid,
        email -> Text,
        lang -> Text,
        state -> Text,
        asked_at -> Instant,
        told_until -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    follower_letters (id) {
        id -> Uid,
        follower_id -> Uid,
        state -> Text,
        subject -> Text,
        body -> Text,
        due_at -> Instant,
        attempts -> Integer,
        made_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rating_periods (id) {
        id -> Uid,
        congress_id -> Uid,
        year -> Integer,
        opens_on -> Text,
        closes_on -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rating_signs (project_id) {
        project_id -> Uid,
        edition -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    public_ratings (id) {
        id -> Uid,
        project_id -> Uid,
        rater -> Nullable<Text>,
        day -> Text,
        mark -> Text,
        remark -> Text,
        remark_state -> Text,
    }
}

diesel::table! {
    rating_day_keys (day) {
        day -> Text,
        key -> Binary,
    }
}

diesel::table! {
    rating_addresses (address) {
        address -> Text,
        day -> Text,
        ratings -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::*;

    rating_rounds (round_id) {
        round_id -> Uid,
        congress_id -> Uid,
        year -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    form_submissions,
    public_versions,
    audit_entries,
    congresses,
    accounts,
    sign_in_tries,
    sign_ins,
    sessions,
    voting_methods,
    prior_reviews,
    delegations,
    deputies,
    roll_uploads,
    candidate_lists,
    candidate_uploads,
    rehearsals,
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
    paper_entries,
    paper_counts,
    issuing_links,
    hall_screens,
    box_credentials,
    box_heads,
    box_records,
    box_ballots,
    opened_ballots,
    checked_ballots,
    cancelled_keys,
    cancel_requests,
    tallies,
    round_decisions,
    round_annulments,
    round_requests,
    documents,
    document_signatures,
    document_objections,
    notices,
    projects,
    project_sub_items,
    units,
    unit_members,
    project_units,
    plans,
    adjustments,
    progress_reports,
    evidence,
    acceptances,
    acceptance_refusals,
    lights,
    follow_ups,
    follow_up_steps,
    duties,
    secret_fingerprint,
    supervisors,
    group_members,
    inspections,
    inspection_sub_items,
    inspection_findings,
    deputy_notes,
    supervision_files,
    followers,
    follower_letters,
    rating_periods,
    rating_signs,
    public_ratings,
    rating_day_keys,
    rating_addresses,
    rating_rounds,
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
diesel::joinable!(candidate_uploads -> sessions (session_id));
diesel::joinable!(rehearsals -> sessions (session_id));
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
diesel::joinable!(paper_entries -> rounds (round_id));
diesel::joinable!(paper_entries -> accounts (account_id));
diesel::joinable!(paper_counts -> rounds (round_id));
diesel::joinable!(paper_counts -> accounts (called_by));
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
diesel::joinable!(documents -> sessions (session_id));
diesel::joinable!(documents -> rounds (round_id));
diesel::joinable!(document_signatures -> documents (document_id));
diesel::joinable!(document_signatures -> scrutineers (scrutineer_id));
diesel::joinable!(document_objections -> documents (document_id));
diesel::joinable!(document_objections -> scrutineers (scrutineer_id));
diesel::joinable!(notices -> sessions (session_id));
diesel::joinable!(notices -> documents (certificate_id));
diesel::joinable!(projects -> congresses (congress_id));
diesel::joinable!(projects -> sessions (session_id));
diesel::joinable!(projects -> candidates (candidate_id));
diesel::joinable!(projects -> documents (certificate_id));
diesel::joinable!(project_sub_items -> projects (project_id));
diesel::joinable!(hall_screens -> sessions (session_id));
diesel::joinable!(units -> congresses (congress_id));
diesel::joinable!(unit_members -> accounts (account_id));
diesel::joinable!(unit_members -> units (unit_id));
diesel::joinable!(project_units -> projects (project_id));
diesel::joinable!(project_units -> units (unit_id));
diesel::joinable!(plans -> projects (project_id));
diesel::joinable!(plans -> accounts (made_by_account));
diesel::joinable!(adjustments -> projects (project_id));
diesel::joinable!(adjustments -> plans (plan_id));
diesel::joinable!(adjustments -> accounts (proposed_by_account));
diesel::joinable!(progress_reports -> projects (project_id));
diesel::joinable!(progress_reports -> project_sub_items (sub_item_id));
diesel::joinable!(progress_reports -> accounts (made_by_account));
diesel::joinable!(evidence -> projects (project_id));
diesel::joinable!(evidence -> progress_reports (report_id));
diesel::joinable!(acceptances -> project_sub_items (sub_item_id));
diesel::joinable!(acceptances -> projects (project_id));
diesel::joinable!(acceptances -> accounts (accepted_by_account));
diesel::joinable!(acceptance_refusals -> progress_reports (report_id));
diesel::joinable!(acceptance_refusals -> project_sub_items (sub_item_id));
diesel::joinable!(acceptance_refusals -> projects (project_id));
diesel::joinable!(acceptance_refusals -> accounts (refused_by_account));
diesel::joinable!(lights -> projects (project_id));
diesel::joinable!(lights -> project_sub_items (sub_item_id));
diesel::joinable!(follow_ups -> projects (project_id));
diesel::joinable!(follow_up_steps -> follow_ups (follow_up_id));
diesel::joinable!(supervisors -> accounts (account_id));
diesel::joinable!(group_members -> accounts (account_id));
diesel::joinable!(group_members -> projects (project_id));
diesel::joinable!(followers -> projects (project_id));
diesel::joinable!(follower_letters -> followers (follower_id));
diesel::joinable!(rating_periods -> congresses (congress_id));
diesel::joinable!(rating_signs -> projects (project_id));
diesel::joinable!(public_ratings -> projects (project_id));
diesel::joinable!(rating_rounds -> rounds (round_id));
