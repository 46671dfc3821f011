-- What a form with this key asked for has been carried out.
CREATE TABLE form_submissions (
    form_key BLOB NOT NULL PRIMARY KEY,
    submitted_at TEXT NOT NULL
) STRICT;

-- Bumped by every act that changes what the public sees, so that cached pages are made anew.
CREATE TABLE public_versions (
    congress_id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;

-- No foreign keys: an entry outlives whatever it speaks of.
CREATE TABLE audit_entries (
    seq INTEGER NOT NULL PRIMARY KEY,
    congress_id BLOB,
    at TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE congresses (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    host TEXT UNIQUE
) STRICT;

CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY,
    congress_id BLOB REFERENCES congresses (id),
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('deputy','secretariat','scrutineer','department','supervisor','admin')),
    password_hash TEXT NOT NULL,
    one_time_code_secret TEXT,
    last_code_step INTEGER,
    failed_attempts INTEGER NOT NULL,
    locked_until TEXT,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    created_at TEXT NOT NULL,
    UNIQUE (congress_id, login)
) STRICT;

CREATE TABLE sign_ins (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id BLOB REFERENCES accounts (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX sign_ins_by_account_id ON sign_ins (account_id);

-- 会议. item is what the plenary votes on, as the certificate names it.
CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    congress_id BLOB NOT NULL REFERENCES congresses (id),
    name TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    year INTEGER NOT NULL,
    date TEXT NOT NULL,
    plenary TEXT NOT NULL,
    item TEXT NOT NULL,
    check_in_code TEXT,
    UNIQUE (congress_id, year)
) STRICT;

-- 票决办法: a new version for every change; the adopted one is never changed.
CREATE TABLE voting_methods (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL,
    adopted_at TEXT,
    adopted_by TEXT,
    UNIQUE (session_id, version)
) STRICT;

-- 人大常委会审议
CREATE TABLE prior_reviews (
    session_id BLOB NOT NULL PRIMARY KEY REFERENCES sessions (id),
    body TEXT NOT NULL,
    meeting TEXT NOT NULL,
    reviewed_on TEXT NOT NULL,
    document_number TEXT NOT NULL
) STRICT;

CREATE TABLE delegations (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (session_id, name)
) STRICT;

CREATE TABLE deputies (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    delegation_id BLOB NOT NULL REFERENCES delegations (id),
    account_id BLOB REFERENCES accounts (id),
    certificate_no TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT,
    note TEXT,
    attendance TEXT NOT NULL CHECK (attendance IN ('absent','excused','present')),
    UNIQUE (session_id, certificate_no),
    UNIQUE (session_id, account_id)
) STRICT;

-- An uploaded roll between preview and import.
CREATE TABLE roll_uploads (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    file_name TEXT NOT NULL,
    content BLOB NOT NULL,
    uploaded_at TEXT NOT NULL
) STRICT;

-- What is to be known of a session's list as a whole. notice is shown wherever the list is.
CREATE TABLE candidate_lists (
    session_id BLOB NOT NULL PRIMARY KEY REFERENCES sessions (id),
    notice TEXT NOT NULL,
    source TEXT,
    inferred INTEGER NOT NULL CHECK (inferred IN (0, 1))
) STRICT;

CREATE TABLE candidates (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    short_title TEXT NOT NULL,
    summary TEXT NOT NULL,
    service_field TEXT,
    lead_unit TEXT,
    UNIQUE (session_id, number)
) STRICT;

CREATE TABLE candidate_sub_items (
    id BLOB NOT NULL PRIMARY KEY,
    candidate_id BLOB NOT NULL REFERENCES candidates (id),
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
) STRICT;

CREATE TABLE threshold_keys (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL UNIQUE REFERENCES sessions (id),
    threshold INTEGER NOT NULL,
    document TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;

-- trustee is the scrutineer's place in the threshold key, from 1.
CREATE TABLE scrutineers (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    account_id BLOB NOT NULL UNIQUE REFERENCES accounts (id),
    position INTEGER NOT NULL,
    chief INTEGER NOT NULL CHECK (chief IN (0, 1)),
    verification_key TEXT,
    encrypted_decryption_key TEXT,
    copy_confirmed_at TEXT,
    UNIQUE (session_id, position)
) STRICT;

CREATE TABLE rounds (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('preparing','issuing','voting','closed','counting','counted','void')),
    voting_method_id BLOB NOT NULL REFERENCES voting_methods (id),
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
    opened_at TEXT,
    closed_at TEXT,
    UNIQUE (session_id, number)
) STRICT;

CREATE TABLE round_candidates (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    position INTEGER NOT NULL,
    candidate_id BLOB NOT NULL REFERENCES candidates (id),
    PRIMARY KEY (round_id, position),
    UNIQUE (round_id, candidate_id)
) STRICT;

-- Who has taken a ballot in a round: yes or no, without a time.
CREATE TABLE issue_marks (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    deputy_id BLOB NOT NULL REFERENCES deputies (id),
    PRIMARY KEY (round_id, deputy_id)
) STRICT, WITHOUT ROWID;

-- The only place that ties a deputy to a public key; emptied in the transaction that freezes the list.
CREATE TABLE issuing_links (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    deputy_id BLOB NOT NULL,
    public_key TEXT NOT NULL,
    PRIMARY KEY (round_id, deputy_id),
    UNIQUE (round_id, public_key)
) STRICT, WITHOUT ROWID;

-- The frozen list, written in the order of the keys.
CREATE TABLE box_credentials (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    public_key TEXT NOT NULL,
    PRIMARY KEY (round_id, public_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE box_heads (
    round_id BLOB NOT NULL PRIMARY KEY REFERENCES rounds (id),
    last_event TEXT NOT NULL,
    stage TEXT NOT NULL,
    height INTEGER NOT NULL,
    records INTEGER NOT NULL,
    ballots INTEGER NOT NULL
) STRICT;

-- The chain itself: the records of the archive, in their order, without a time.
CREATE TABLE box_records (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('data','event')),
    hash TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (round_id, seq),
    UNIQUE (round_id, kind, hash)
) STRICT;

-- An index of the ballots in the chain, with the cap proof that travels beside each.
CREATE TABLE box_ballots (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    seq INTEGER NOT NULL,
    credential TEXT NOT NULL,
    tracker TEXT NOT NULL,
    cap TEXT,
    PRIMARY KEY (round_id, credential),
    UNIQUE (round_id, tracker)
) STRICT;

CREATE TABLE tallies (
    round_id BLOB NOT NULL PRIMARY KEY REFERENCES rounds (id),
    result TEXT NOT NULL,
    counted_at TEXT NOT NULL
) STRICT;

-- document is canonical JSON (RFC 8785); hash is what is signed.
CREATE TABLE certificates (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    round_id BLOB NOT NULL UNIQUE REFERENCES rounds (id),
    number TEXT NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('drafted','certified','announced')),
    drafted_at TEXT NOT NULL,
    certified_at TEXT,
    seal TEXT,
    confirmed_by TEXT,
    confirmed_at TEXT
) STRICT;

CREATE TABLE certificate_signatures (
    certificate_id BLOB NOT NULL REFERENCES certificates (id),
    scrutineer_id BLOB NOT NULL REFERENCES scrutineers (id),
    signature TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    PRIMARY KEY (certificate_id, scrutineer_id)
) STRICT;

CREATE TABLE notices (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    certificate_id BLOB NOT NULL UNIQUE REFERENCES certificates (id),
    number TEXT NOT NULL,
    announced_by TEXT NOT NULL,
    announced_at TEXT NOT NULL,
    UNIQUE (session_id, number)
) STRICT;

CREATE TABLE projects (
    id BLOB NOT NULL PRIMARY KEY,
    congress_id BLOB NOT NULL REFERENCES congresses (id),
    session_id BLOB NOT NULL REFERENCES sessions (id),
    candidate_id BLOB NOT NULL UNIQUE REFERENCES candidates (id),
    certificate_id BLOB NOT NULL REFERENCES certificates (id),
    certificate_hash TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    service_field TEXT,
    lead_unit TEXT,
    approvals INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    promoted_at TEXT NOT NULL,
    UNIQUE (session_id, number)
) STRICT;

CREATE TABLE project_sub_items (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
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
) STRICT;

CREATE TRIGGER audit_entries_refuse_update BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END;
CREATE TRIGGER audit_entries_refuse_delete BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit_entries is append-only'); END;
CREATE TRIGGER box_records_refuse_update BEFORE UPDATE ON box_records
BEGIN SELECT RAISE(ABORT, 'box_records is append-only'); END;
CREATE TRIGGER box_records_refuse_delete BEFORE DELETE ON box_records
BEGIN SELECT RAISE(ABORT, 'box_records is append-only'); END;
CREATE TRIGGER box_ballots_refuse_update BEFORE UPDATE ON box_ballots
BEGIN SELECT RAISE(ABORT, 'box_ballots is append-only'); END;
CREATE TRIGGER box_ballots_refuse_delete BEFORE DELETE ON box_ballots
BEGIN SELECT RAISE(ABORT, 'box_ballots is append-only'); END;
CREATE TRIGGER tallies_refuse_update BEFORE UPDATE ON tallies
BEGIN SELECT RAISE(ABORT, 'tallies is append-only'); END;
CREATE TRIGGER tallies_refuse_delete BEFORE DELETE ON tallies
BEGIN SELECT RAISE(ABORT, 'tallies is append-only'); END;
CREATE TRIGGER certificate_signatures_refuse_update BEFORE UPDATE ON certificate_signatures
BEGIN SELECT RAISE(ABORT, 'certificate_signatures is append-only'); END;
CREATE TRIGGER certificate_signatures_refuse_delete BEFORE DELETE ON certificate_signatures
BEGIN SELECT RAISE(ABORT, 'certificate_signatures is append-only'); END;
CREATE TRIGGER notices_refuse_update BEFORE UPDATE ON notices
BEGIN SELECT RAISE(ABORT, 'notices is append-only'); END;
CREATE TRIGGER notices_refuse_delete BEFORE DELETE ON notices
BEGIN SELECT RAISE(ABORT, 'notices is append-only'); END;
CREATE TRIGGER certificates_keep_document BEFORE UPDATE OF document, hash, number ON certificates
BEGIN SELECT RAISE(ABORT, 'a certificate is mended only by a corrigendum'); END;
CREATE TRIGGER voting_methods_keep_document BEFORE UPDATE OF document, hash, version ON voting_methods
BEGIN SELECT RAISE(ABORT, 'a voting method changes only as a new version'); END;
