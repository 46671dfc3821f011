-- What a form with this key asked for has been carried out.
CREATE TABLE form_submissions (
    form_key UUID NOT NULL PRIMARY KEY,
    submitted_at TIMESTAMPTZ NOT NULL
);

-- Bumped by every act that changes what the public sees, so that cached pages are made anew.
CREATE TABLE public_versions (
    congress_id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);

-- No foreign keys: an entry outlives whatever it speaks of.
CREATE TABLE audit_entries (
    seq BIGINT NOT NULL PRIMARY KEY,
    congress_id UUID,
    at TIMESTAMPTZ NOT NULL,
    actor_role TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
);

CREATE TABLE congresses (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    host TEXT UNIQUE
);

CREATE TABLE accounts (
    id UUID NOT NULL PRIMARY KEY,
    congress_id UUID REFERENCES congresses (id),
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('deputy','secretariat','scrutineer','department','supervisor','admin')),
    password_hash TEXT NOT NULL,
    one_time_code_secret TEXT,
    last_code_step BIGINT,
    failed_attempts INTEGER NOT NULL,
    locked_until TIMESTAMPTZ,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (congress_id, login)
);

CREATE TABLE sign_ins (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id UUID REFERENCES accounts (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_ins_by_account_id ON sign_ins (account_id);

-- 会议. item is what the plenary votes on, as the certificate names it.
CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    congress_id UUID NOT NULL REFERENCES congresses (id),
    name TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    year INTEGER NOT NULL,
    date TEXT NOT NULL,
    plenary TEXT NOT NULL,
    item TEXT NOT NULL,
    check_in_code TEXT,
    UNIQUE (congress_id, year)
);

-- 票决办法: a new version for every change; the adopted one is never changed.
CREATE TABLE voting_methods (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL,
    adopted_at TIMESTAMPTZ,
    adopted_by TEXT,
    UNIQUE (session_id, version)
);

-- 人大常委会审议
CREATE TABLE prior_reviews (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES sessions (id),
    body TEXT NOT NULL,
    meeting TEXT NOT NULL,
    reviewed_on TEXT NOT NULL,
    document_number TEXT NOT NULL
);

CREATE TABLE delegations (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (session_id, name)
);

CREATE TABLE deputies (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    delegation_id UUID NOT NULL REFERENCES delegations (id),
    account_id UUID REFERENCES accounts (id),
    certificate_no TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT,
    note TEXT,
    attendance TEXT NOT NULL CHECK (attendance IN ('absent','excused','present')),
    UNIQUE (session_id, certificate_no),
    UNIQUE (session_id, account_id)
);

-- An uploaded roll between preview and import.
CREATE TABLE roll_uploads (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    file_name TEXT NOT NULL,
    content BYTEA NOT NULL,
    uploaded_at TIMESTAMPTZ NOT NULL
);

-- What is to be known of a session's list as a whole. notice is shown wherever the list is.
CREATE TABLE candidate_lists (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES sessions (id),
    notice TEXT NOT NULL,
    source TEXT,
    inferred BOOLEAN NOT NULL
);

CREATE TABLE candidates (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    short_title TEXT NOT NULL,
    summary TEXT NOT NULL,
    service_field TEXT,
    lead_unit TEXT,
    UNIQUE (session_id, number)
);

CREATE TABLE candidate_sub_items (
    id UUID NOT NULL PRIMARY KEY,
    candidate_id UUID NOT NULL REFERENCES candidates (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('count','rate','area','length','zero_target','title','qualitative')),
    operator TEXT CHECK (operator IN ('eq','ge')),
    target TEXT,
    unit TEXT,
    lead_unit TEXT,
    source_text TEXT NOT NULL,
    UNIQUE (candidate_id, position)
);

CREATE TABLE threshold_keys (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL UNIQUE REFERENCES sessions (id),
    threshold INTEGER NOT NULL,
    document TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);

-- trustee is the scrutineer's place in the threshold key, from 1.
CREATE TABLE scrutineers (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    account_id UUID NOT NULL UNIQUE REFERENCES accounts (id),
    position INTEGER NOT NULL,
    chief BOOLEAN NOT NULL,
    verification_key TEXT,
    encrypted_decryption_key TEXT,
    copy_confirmed_at TIMESTAMPTZ,
    UNIQUE (session_id, position)
);

CREATE TABLE rounds (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('preparing','issuing','voting','closed','counting','counted','void')),
    voting_method_id UUID NOT NULL REFERENCES voting_methods (id),
    method_hash TEXT NOT NULL,
    seats INTEGER NOT NULL,
    ballot_form TEXT NOT NULL CHECK (ballot_form IN ('approve_each','choose_up_to')),
    cap INTEGER,
    election_uuid TEXT NOT NULL UNIQUE,
    election TEXT,
    trustees TEXT,
    server_key_salt TEXT NOT NULL,
    in_office INTEGER,
    excused INTEGER,
    present INTEGER,
    opened_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    UNIQUE (session_id, number)
);

CREATE TABLE round_candidates (
    round_id UUID NOT NULL REFERENCES rounds (id),
    position INTEGER NOT NULL,
    candidate_id UUID NOT NULL REFERENCES candidates (id),
    PRIMARY KEY (round_id, position),
    UNIQUE (round_id, candidate_id)
);

-- Who has taken a ballot in a round: yes or no, without a time.
CREATE TABLE issue_marks (
    round_id UUID NOT NULL REFERENCES rounds (id),
    deputy_id UUID NOT NULL REFERENCES deputies (id),
    PRIMARY KEY (round_id, deputy_id)
);

-- The only place that ties a deputy to a public key; emptied in the transaction that freezes the list.
CREATE TABLE issuing_links (
    round_id UUID NOT NULL REFERENCES rounds (id),
    deputy_id UUID NOT NULL,
    public_key TEXT NOT NULL,
    PRIMARY KEY (round_id, deputy_id),
    UNIQUE (round_id, public_key)
);

-- The frozen list, written in the order of the keys.
CREATE TABLE box_credentials (
    round_id UUID NOT NULL REFERENCES rounds (id),
    public_key TEXT NOT NULL,
    PRIMARY KEY (round_id, public_key)
);

CREATE TABLE box_heads (
    round_id UUID NOT NULL PRIMARY KEY REFERENCES rounds (id),
    last_event TEXT NOT NULL,
    stage TEXT NOT NULL,
    height BIGINT NOT NULL,
    records BIGINT NOT NULL,
    ballots BIGINT NOT NULL
);

-- The chain itself: the records of the archive, in their order, without a time.
CREATE TABLE box_records (
    round_id UUID NOT NULL REFERENCES rounds (id),
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('data','event')),
    hash TEXT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (round_id, seq),
    UNIQUE (round_id, kind, hash)
);

-- An index of the ballots in the chain, with the cap proof that travels beside each.
CREATE TABLE box_ballots (
    round_id UUID NOT NULL REFERENCES rounds (id),
    seq BIGINT NOT NULL,
    credential TEXT NOT NULL,
    tracker TEXT NOT NULL,
    cap TEXT,
    PRIMARY KEY (round_id, credential),
    UNIQUE (round_id, tracker)
);

CREATE TABLE tallies (
    round_id UUID NOT NULL PRIMARY KEY REFERENCES rounds (id),
    result TEXT NOT NULL,
    counted_at TIMESTAMPTZ NOT NULL
);

-- document is canonical JSON (RFC 8785); hash is what is signed.
CREATE TABLE certificates (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    round_id UUID NOT NULL UNIQUE REFERENCES rounds (id),
    number TEXT NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('drafted','certified','announced')),
    drafted_at TIMESTAMPTZ NOT NULL,
    certified_at TIMESTAMPTZ,
    seal TEXT,
    confirmed_by TEXT,
    confirmed_at TIMESTAMPTZ
);

CREATE TABLE certificate_signatures (
    certificate_id UUID NOT NULL REFERENCES certificates (id),
    scrutineer_id UUID NOT NULL REFERENCES scrutineers (id),
    signature TEXT NOT NULL,
    signed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (certificate_id, scrutineer_id)
);

CREATE TABLE notices (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    certificate_id UUID NOT NULL UNIQUE REFERENCES certificates (id),
    number TEXT NOT NULL,
    announced_by TEXT NOT NULL,
    announced_at TIMESTAMPTZ NOT NULL,
    UNIQUE (session_id, number)
);

CREATE TABLE projects (
    id UUID NOT NULL PRIMARY KEY,
    congress_id UUID NOT NULL REFERENCES congresses (id),
    session_id UUID NOT NULL REFERENCES sessions (id),
    candidate_id UUID NOT NULL UNIQUE REFERENCES candidates (id),
    certificate_id UUID NOT NULL REFERENCES certificates (id),
    certificate_hash TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    service_field TEXT,
    lead_unit TEXT,
    approvals INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    public BOOLEAN NOT NULL,
    promoted_at TIMESTAMPTZ NOT NULL,
    UNIQUE (session_id, number)
);

CREATE TABLE project_sub_items (
    id UUID NOT NULL PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES projects (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('count','rate','area','length','zero_target','title','qualitative')),
    operator TEXT CHECK (operator IN ('eq','ge')),
    target TEXT,
    unit TEXT,
    lead_unit TEXT,
    source_text TEXT NOT NULL,
    UNIQUE (project_id, position)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% may not be changed', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER audit_entries_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER box_records_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON box_records
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER box_ballots_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON box_ballots
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tallies_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON tallies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificate_signatures_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notices_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON notices
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificates_keep_document BEFORE UPDATE OF document, hash, number ON certificates
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER voting_methods_keep_document BEFORE UPDATE OF document, hash, version ON voting_methods
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
