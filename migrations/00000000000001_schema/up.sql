-- Every table, once for both databases: src/db/dialect.rs puts SQLite's or PostgreSQL's words for what stands in braces.
--
-- The next change is a folder of its own, 00000000000002_what_it_brings, with an up.sql and a down.sql in this language, and
-- a line in MIGRATIONS of src/db/migrate.rs; this text is not touched any more once a version with it is out. With it change
-- the slice's schema.rs and its store; tests/migrations/ compares both databases with one another and with the schema.
-- A table stands here after those it points to, in the place of its slice.
--
--   {uuid} {instant} {day} {bytes} {long} {yes_no}   types; TEXT and INTEGER are the same on both
--   ) {no_order};                                    ends a table that must not keep the order in which rows came
--   {append_only t}                                  no row of t is changed, none taken away but with a whole rehearsal
--   {kept_for_ever t}                                no row of t is changed or taken away
--   {append_only t where OLD.c = 'x': why}           … of which that holds
--   {fixed t (a, b): why}                            columns of t that are not changed; where OLD.… as above
--   {only sqlite} … {end}, {only postgres} … {end}   lines for one of them
--
-- SQLite makes all that is missing in one transaction with foreign keys put aside: no PRAGMA, BEGIN or COMMIT here.

{only postgres}
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_forgetting BOOLEAN;
BEGIN
    IF TG_OP = 'DELETE' AND TG_NARGS = 1 THEN
        -- The table beside the guarded one, not a temporary one of that name.
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.forgetting)', TG_TABLE_SCHEMA) INTO is_forgetting;
        IF is_forgetting THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '%', TG_ARGV[0];
END
$$;
{end}

-- ## What stands below all slices

-- What a form with this key asked for has been carried out.
CREATE TABLE form_submissions (
    form_key {uuid} NOT NULL PRIMARY KEY,
    -- The end of the day: a finer time would date whatever was written beside it.
    submitted_at {instant} NOT NULL
);

-- Bumped by every act that changes what the public sees, so that cached pages are made anew.
CREATE TABLE public_versions (
    congress_id {uuid} NOT NULL PRIMARY KEY,
    version {long} NOT NULL CHECK (version > 0)
);

-- What comes again from time to time, and when it is due next.
CREATE TABLE duties (
    name TEXT NOT NULL PRIMARY KEY,
    due_at {instant} NOT NULL
);

-- Under which server secret this database was begun: one row.
CREATE TABLE secret_fingerprint (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    fingerprint TEXT NOT NULL
);

-- ## audit

-- Each congress has a list of its own, a chain of hashes: chain is its id, and the nil UUID that of what concerns none.
-- Whoever adds an entry locks the head. rehearsing: what the back rooms do now is a rehearsal.
CREATE TABLE audit_heads (
    chain {uuid} NOT NULL PRIMARY KEY,
    seq {long} NOT NULL CHECK (seq >= 0),
    hash TEXT NOT NULL,
    rehearsing {yes_no} NOT NULL,
    -- What comes after this entry is sealed under the secret that is there now; what comes before, under one that was lost.
    sealed_after {long} NOT NULL CHECK (sealed_after >= 0)
);

-- No foreign keys: an entry outlives whatever it speaks of.
CREATE TABLE audit_entries (
    chain {uuid} NOT NULL,
    seq {long} NOT NULL CHECK (seq > 0),
    at {instant} NOT NULL,
    actor_role TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    PRIMARY KEY (chain, seq)
);
{kept_for_ever audit_entries}

-- Up to which entry a log server elsewhere was told of a list.
CREATE TABLE audit_forwarded (
    chain {uuid} NOT NULL PRIMARY KEY,
    seq {long} NOT NULL CHECK (seq >= 0)
);

-- ## congress: what accounts hang on

CREATE TABLE congresses (
    id {uuid} NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    host TEXT UNIQUE
);

-- ## accounts

CREATE TABLE accounts (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} REFERENCES congresses (id),
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('deputy','secretariat','scrutineer','department','supervisor','auditor','admin')),
    password_hash TEXT NOT NULL,
    one_time_code_secret TEXT,
    last_code_step {long} CHECK (last_code_step >= 0),
    active {yes_no} NOT NULL,
    created_at {instant} NOT NULL,
    initial_password {yes_no} NOT NULL,
    -- Drawn by the program, 50 bits: nobody guesses it, so its holder is never made to wait.
    drawn_password {yes_no} NOT NULL,
    -- The holder comes no further than to setting up one-time codes.
    sets_up_codes {yes_no} NOT NULL,
    -- When the holder last showed at the congress's provider who they are, for an act: what was shown by then is used up.
    shown_elsewhere_at {instant},
    UNIQUE (congress_id, login)
);

-- Where else a congress's people sign in, by OpenID Connect. client_secret: sealed under the server's secret. roles, only_there
-- (whose passwords are switched off), second_factor: words with blanks between.
CREATE TABLE sign_in_providers (
    congress_id {uuid} NOT NULL PRIMARY KEY REFERENCES congresses (id),
    label TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client TEXT NOT NULL,
    client_secret TEXT NOT NULL,
    claim TEXT NOT NULL,
    roles TEXT NOT NULL,
    only_there TEXT NOT NULL,
    second_factor TEXT NOT NULL
);

-- What stands in for a one-time code, once: only the server's secret tells which digits belong to a mark.
CREATE TABLE recovery_codes (
    account_id {uuid} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    mark TEXT NOT NULL,
    PRIMARY KEY (account_id, mark)
);

-- What one of the secretariat asks for about an account of staff, until another confirms it or it is withdrawn: a row only as
-- long as it waits. account_id: none of an account that is yet to be made.
CREATE TABLE account_requests (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    act TEXT NOT NULL CHECK (act IN ('create','reset','close')),
    account_id {uuid} REFERENCES accounts (id),
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('secretariat','scrutineer','department','supervisor','auditor')),
    requested_by {uuid} NOT NULL REFERENCES accounts (id),
    requested_name TEXT NOT NULL,
    requested_at {instant} NOT NULL,
    UNIQUE (congress_id, login)
);

-- Tries at the door of an account, by whom: neither a name that was typed nor an address can be read from it.
CREATE TABLE sign_in_tries (
    account_key TEXT NOT NULL,
    caller TEXT NOT NULL,
    tries INTEGER NOT NULL CHECK (tries >= 0),
    last_at {instant} NOT NULL,
    -- Until when the caller has to wait.
    free_at {instant},
    PRIMARY KEY (account_key, caller)
);
CREATE INDEX sign_in_tries_by_last_at ON sign_in_tries (last_at);

CREATE TABLE sign_ins (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id {uuid} REFERENCES accounts (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    -- Coarser for deputies than for staff: no row beside the ballots has a time that dates them.
    seen_at {instant} NOT NULL,
    expires_at {instant} NOT NULL
);
CREATE INDEX sign_ins_by_account_id ON sign_ins (account_id);

-- 责任单位, and whose account works for which.
CREATE TABLE units (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    name TEXT NOT NULL,
    UNIQUE (congress_id, name)
);

CREATE TABLE unit_members (
    account_id {uuid} NOT NULL PRIMARY KEY REFERENCES accounts (id),
    unit_id {uuid} NOT NULL REFERENCES units (id)
);

-- ## congress

-- 会议. item is what the plenary votes on, as the certificate names it; from frozen_at on, when the first 发票 began, roll,
-- list and method stay as they are.
CREATE TABLE sessions (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    kind TEXT NOT NULL CHECK (kind IN ('regular','rehearsal')),
    name TEXT NOT NULL,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    year INTEGER NOT NULL CHECK (year > 0),
    date {day} NOT NULL,
    plenary TEXT NOT NULL,
    item TEXT NOT NULL,
    place TEXT,
    check_in_seed TEXT,
    frozen_at {instant},
    UNIQUE (congress_id, kind, year),
    UNIQUE (id, kind)
);

-- A decision after a void round to change list, roll or method; held_under: what the rounds until then were held under.
CREATE TABLE vote_changes (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    after_round INTEGER NOT NULL CHECK (after_round > 0),
    body TEXT NOT NULL,
    decided_on {day} NOT NULL,
    reason TEXT NOT NULL,
    parts TEXT NOT NULL,
    held_under TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    recorded_at {instant} NOT NULL
);
{append_only vote_changes}

-- What such a decision has opened; gone when the next round begins.
CREATE TABLE reopened_parts (
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    part TEXT NOT NULL CHECK (part IN ('list','roll','method')),
    PRIMARY KEY (session_id, part)
);

-- The session that a congress's back rooms, hall and public pages are about; others are prepared beside it, or are over.
CREATE TABLE sessions_at_hand (
    congress_id {uuid} NOT NULL PRIMARY KEY REFERENCES congresses (id),
    session_id {uuid} NOT NULL UNIQUE REFERENCES sessions (id)
);

-- The rehearsal that is being deleted, a row only within the transaction that does it: while it is there, append_only lets
-- rows be taken away. No session of another kind can stand here.
CREATE TABLE forgetting (
    session_id {uuid} NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind = 'rehearsal'),
    FOREIGN KEY (session_id, kind) REFERENCES sessions (id, kind)
);

-- A congress's rehearsal, of which there is at most one. practice_seeds: the scrutineers' seeds, where the server made them.
CREATE TABLE rehearsals (
    congress_id {uuid} NOT NULL PRIMARY KEY REFERENCES congresses (id),
    session_id {uuid} NOT NULL UNIQUE REFERENCES sessions (id),
    current {yes_no} NOT NULL,
    practice_seeds TEXT,
    started_by TEXT NOT NULL,
    started_at {instant} NOT NULL
);

-- 票决办法: a new version for every change; the adopted one is never changed.
CREATE TABLE voting_methods (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    version INTEGER NOT NULL CHECK (version > 0),
    document TEXT NOT NULL,
    hash TEXT NOT NULL,
    adopted_at {instant},
    adopted_by TEXT,
    -- The day on which the plenary adopted the method, as the record says; adopted_at is when that was written down here.
    adopted_on {day},
    UNIQUE (session_id, version)
);
{fixed voting_methods (document, hash, version): a voting method changes only as a new version}

-- 人大常委会审议
CREATE TABLE prior_reviews (
    session_id {uuid} NOT NULL PRIMARY KEY REFERENCES sessions (id),
    body TEXT NOT NULL,
    meeting TEXT NOT NULL,
    reviewed_on {day} NOT NULL,
    document_number TEXT NOT NULL
);

-- What the standing committee said of the list, and what was done with it.
CREATE TABLE review_opinions (
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    position INTEGER NOT NULL CHECK (position > 0),
    words TEXT NOT NULL,
    outcome TEXT CHECK (outcome IN ('taken','partly','explained')),
    done TEXT NOT NULL,
    PRIMARY KEY (session_id, position)
);

-- ## post

-- Where other systems are told in JSON: the secret lies sealed under the server's.
CREATE TABLE webhooks (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    sealed_secret TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at {instant} NOT NULL,
    -- Its receiver said that it wants no more.
    stopped_at {instant}
);
CREATE INDEX webhooks_by_congress_id ON webhooks (congress_id);

-- What came of each attempt; forgotten after a while.
CREATE TABLE webhook_deliveries (
    id {uuid} NOT NULL PRIMARY KEY,
    webhook_id {uuid} NOT NULL REFERENCES webhooks (id),
    message_id {uuid} NOT NULL,
    event TEXT NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt > 0),
    outcome TEXT NOT NULL CHECK (outcome IN ('taken','answered','gone','inner','unreachable')),
    -- What was answered, where anything was.
    status INTEGER,
    given_up {yes_no} NOT NULL,
    at {instant} NOT NULL
);
CREATE INDEX webhook_deliveries_by_webhook_id ON webhook_deliveries (webhook_id);

-- What waits to be sent; what it is about, the slice that wrote it knows. Of a webhook, the webhook itself.
CREATE TABLE letters (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    channel TEXT NOT NULL CHECK (channel IN ('letter','webhook')),
    about {uuid} NOT NULL,
    email TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting','given_up','lost')),
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    -- The path where a POST stops all further ones.
    stop TEXT,
    due_at {instant} NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    made_at {instant} NOT NULL
);
CREATE INDEX letters_by_about ON letters (about);
CREATE INDEX letters_by_due_at ON letters (due_at);

-- ## deputies

CREATE TABLE delegations (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    UNIQUE (session_id, name)
);

CREATE TABLE deputies (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    delegation_id {uuid} NOT NULL REFERENCES delegations (id),
    account_id {uuid} REFERENCES accounts (id),
    certificate_no TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT,
    seat TEXT,
    note TEXT,
    attendance TEXT NOT NULL CHECK (attendance IN ('absent','excused','present')),
    -- Why a deputy is excused: 请假 with its reason, or nothing.
    leave_reason TEXT,
    UNIQUE (session_id, certificate_no),
    UNIQUE (session_id, account_id)
);

-- An uploaded roll between preview and import; choices: how somebody wants it to be read.
CREATE TABLE roll_uploads (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    file_name TEXT NOT NULL,
    content {bytes} NOT NULL,
    choices TEXT NOT NULL,
    uploaded_at {instant} NOT NULL
);

-- ## guests

-- How somebody without an account can be reached: sealed under the key of the call or of the month, and nowhere else. letters:
-- whether answers are sent there, which the owner of the address has to confirm; letter_id is all that a link in a letter says;
-- mark bounds letters to one address. owner_id: of the proposal or message it was left with.
CREATE TABLE guest_contacts (
    owner_id {uuid} NOT NULL PRIMARY KEY,
    left_with TEXT NOT NULL CHECK (left_with IN ('proposal','voice')),
    sealed TEXT NOT NULL,
    consent_version INTEGER NOT NULL CHECK (consent_version > 0),
    keep_until {day} NOT NULL,
    letters TEXT NOT NULL CHECK (letters IN ('none','wanted','pending','confirmed')),
    letter_id {uuid} NOT NULL UNIQUE,
    mark TEXT NOT NULL,
    lang TEXT NOT NULL,
    asked_at {instant},
    -- When its owner was last written how the project goes on.
    told_at {instant}
);
CREATE INDEX guest_contacts_by_mark ON guest_contacts (mark);
CREATE INDEX guest_contacts_wanted ON guest_contacts (letters) WHERE letters = 'wanted';
CREATE INDEX guest_contacts_by_keep_until ON guest_contacts (keep_until);

-- Photos of a form that was not sent yet, known by what the form carries: they go with it, or within the hour.
CREATE TABLE held_pictures (
    id {uuid} NOT NULL PRIMARY KEY,
    hold {uuid} NOT NULL,
    sha256 TEXT NOT NULL,
    content {bytes} NOT NULL,
    held_at {instant} NOT NULL
);
CREATE INDEX held_pictures_by_hold ON held_pictures (hold);
CREATE INDEX held_pictures_by_held_at ON held_pictures (held_at);

-- Challenges that were used up, until they would have been over anyway.
CREATE TABLE spent_challenges (
    nonce TEXT NOT NULL PRIMARY KEY,
    over_at {instant} NOT NULL
);

-- How often somebody whom only the mark of a day knows has knocked since then.
CREATE TABLE guest_knocks (
    mark TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('send','near','slow','code','all','support','need','photo')),
    since {instant} NOT NULL,
    knocks INTEGER NOT NULL CHECK (knocks >= 0),
    PRIMARY KEY (mark, what)
);

-- ## proposals

-- 服务领域, 街道 and 社区 as the congress itself lists them; what is no longer offered stays for what refers to it.
CREATE TABLE service_fields (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    offered {yes_no} NOT NULL,
    UNIQUE (congress_id, name)
);

-- An empty community is the street as a whole.
CREATE TABLE places (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    street TEXT NOT NULL,
    community TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    offered {yes_no} NOT NULL,
    UNIQUE (congress_id, street, community)
);

-- Words that mean the same when titles are compared.
CREATE TABLE synonyms (
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    word TEXT NOT NULL,
    means TEXT NOT NULL,
    PRIMARY KEY (congress_id, word)
);

-- sealed_key: under the server's secret; without it no contact of this call can be read any more.
CREATE TABLE calls (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    number INTEGER NOT NULL CHECK (number > 0),
    title TEXT NOT NULL,
    words TEXT NOT NULL,
    opens_on {day} NOT NULL,
    closes_on {day},
    answer_days INTEGER NOT NULL CHECK (answer_days > 0),
    retention_days INTEGER NOT NULL CHECK (retention_days > 0),
    state TEXT NOT NULL CHECK (state IN ('draft','published','reported')),
    received INTEGER NOT NULL CHECK (received >= 0),
    sealed_key TEXT,
    made_at {instant} NOT NULL,
    reported_on {day},
    UNIQUE (congress_id, number)
);

CREATE TABLE call_extensions (
    call_id {uuid} NOT NULL REFERENCES calls (id),
    number INTEGER NOT NULL CHECK (number > 0),
    was {day} NOT NULL,
    until {day} NOT NULL,
    reason TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at {instant} NOT NULL,
    PRIMARY KEY (call_id, number)
);
{append_only call_extensions}

-- held: it may come from a robot, and waits for somebody's look. The code itself is nowhere.
CREATE TABLE proposals (
    id {uuid} NOT NULL PRIMARY KEY,
    call_id {uuid} NOT NULL REFERENCES calls (id),
    number INTEGER NOT NULL CHECK (number > 0),
    code_hash TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL CHECK (origin IN ('resident','deputy','cppcc','department')),
    channel TEXT NOT NULL CHECK (channel IN ('online','station','desk')),
    state TEXT NOT NULL CHECK (state IN ('received','listed','aside','hidden','withdrawn')),
    reason TEXT NOT NULL,
    held {yes_no} NOT NULL,
    late {yes_no} NOT NULL,
    field_id {uuid} NOT NULL REFERENCES service_fields (id),
    place_id {uuid} REFERENCES places (id),
    account_id {uuid} REFERENCES accounts (id),
    -- Whose account proposed it; stays when its author erases the rest, since a unit never appraises its own.
    unit_id {uuid} REFERENCES units (id),
    made_at {instant} NOT NULL,
    -- By when it is to have an answer, and the day of the first that counts.
    due_on {day} NOT NULL,
    answered_on {day},
    UNIQUE (call_id, number)
);
CREATE INDEX proposals_by_clock ON proposals (call_id, state, answered_on, due_on);
CREATE INDEX proposals_by_state ON proposals (call_id, state, held, id);
CREATE INDEX proposals_by_place_id ON proposals (place_id);
CREATE INDEX proposals_by_field_id ON proposals (field_id);
CREATE INDEX proposals_by_account_id ON proposals (account_id);

-- Each wording of a proposal; a later one takes nothing away from an earlier one.
CREATE TABLE proposal_wordings (
    proposal_id {uuid} NOT NULL REFERENCES proposals (id),
    version INTEGER NOT NULL CHECK (version > 0),
    title TEXT NOT NULL,
    why TEXT NOT NULL,
    gain TEXT NOT NULL,
    at {instant} NOT NULL,
    PRIMARY KEY (proposal_id, version)
);

-- JPEG, made anew: nothing of where it was taken is left. Public with its proposal.
CREATE TABLE proposal_pictures (
    id {uuid} NOT NULL PRIMARY KEY,
    proposal_id {uuid} NOT NULL REFERENCES proposals (id),
    content {bytes} NOT NULL,
    added_at {instant} NOT NULL
);
CREATE INDEX proposal_pictures_by_proposal_id ON proposal_pictures (proposal_id);

-- Two characters that stand side by side in what is public of a proposal; each congress searches its own.
CREATE TABLE proposal_grams (
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    gram TEXT NOT NULL,
    proposal_id {uuid} NOT NULL REFERENCES proposals (id),
    PRIMARY KEY (congress_id, gram, proposal_id)
) {no_order};
CREATE INDEX proposal_grams_by_proposal_id ON proposal_grams (proposal_id);

-- 需求: what one proposal, or several that want the same, come to. founded_by: the proposal that it began with.
CREATE TABLE needs (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    founded_by {uuid} NOT NULL UNIQUE REFERENCES proposals (id),
    title TEXT NOT NULL,
    words TEXT NOT NULL,
    field_id {uuid} NOT NULL REFERENCES service_fields (id),
    place_id {uuid} REFERENCES places (id),
    state TEXT NOT NULL CHECK (state IN ('open','merged','gone','appraising','pool','refused','referred','candidate','chosen','done')),
    -- In which its first proposal came.
    year INTEGER NOT NULL,
    merged_into {uuid} REFERENCES needs (id),
    -- When the secretariat gave it other words.
    named_at {instant}
);
-- What is alike is looked for among the titles of a field and of a street: all that is asked for lies in the index.
CREATE INDEX needs_by_field_id ON needs (congress_id, field_id, state, title, id);
CREATE INDEX needs_by_place_id ON needs (congress_id, place_id, state, title, id);
CREATE INDEX needs_by_year ON needs (congress_id, year, state);
CREATE INDEX needs_by_merged_into ON needs (merged_into);

-- Which proposal stood with which need, and from when to when: nothing of it is taken away.
CREATE TABLE need_members (
    proposal_id {uuid} NOT NULL REFERENCES proposals (id),
    step INTEGER NOT NULL CHECK (step > 0),
    need_id {uuid} NOT NULL REFERENCES needs (id),
    since {instant} NOT NULL,
    until {instant},
    by_name TEXT NOT NULL,
    PRIMARY KEY (proposal_id, step)
);
CREATE INDEX need_members_by_need_id ON need_members (need_id);

-- 我也需要: somebody without an account, known by a mark of the browser that is another one in each congress.
CREATE TABLE need_supports (
    need_id {uuid} NOT NULL REFERENCES needs (id),
    mark TEXT NOT NULL,
    place_id {uuid} REFERENCES places (id),
    at {instant} NOT NULL,
    PRIMARY KEY (need_id, mark)
);

CREATE TABLE merge_objections (
    proposal_id {uuid} NOT NULL PRIMARY KEY REFERENCES proposals (id),
    need_id {uuid} NOT NULL REFERENCES needs (id),
    words TEXT NOT NULL,
    at {instant} NOT NULL,
    outcome TEXT CHECK (outcome IN ('split','kept')),
    ruling TEXT NOT NULL,
    settled_by TEXT,
    settled_at {instant}
);

CREATE TABLE proposal_answers (
    id {uuid} NOT NULL PRIMARY KEY,
    need_id {uuid} REFERENCES needs (id),
    kind TEXT NOT NULL CHECK (kind IN ('aside','hidden','withdrawn','referred','refused','pool','candidate','chosen','not_chosen','done')),
    words TEXT NOT NULL,
    target TEXT CHECK (target IN ('hotline','unit','motion')),
    unit TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at {instant} NOT NULL
);
{append_only proposal_answers}
CREATE INDEX proposal_answers_by_need_id ON proposal_answers (need_id);

-- Whom an answer is for: everybody once. letter: whether it is still to be written to them.
CREATE TABLE proposals_answered (
    answer_id {uuid} NOT NULL REFERENCES proposal_answers (id),
    proposal_id {uuid} NOT NULL REFERENCES proposals (id),
    at {instant} NOT NULL,
    letter TEXT NOT NULL CHECK (letter IN ('none','due','written')),
    PRIMARY KEY (answer_id, proposal_id)
);
CREATE INDEX proposals_answered_due ON proposals_answered (letter) WHERE letter = 'due';
CREATE INDEX proposals_answered_by_proposal_id ON proposals_answered (proposal_id);

-- 帮上忙了吗？, asked of whoever proposed what was done.
CREATE TABLE proposal_helps (
    proposal_id {uuid} NOT NULL PRIMARY KEY REFERENCES proposals (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('yes','partly','no')),
    at {instant} NOT NULL
);

-- ## screening

-- Criteria, weights, must-checks: a version is never changed.
CREATE TABLE screening_methods (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    version INTEGER NOT NULL CHECK (version > 0),
    document TEXT NOT NULL,
    by_name TEXT NOT NULL,
    made_at {instant} NOT NULL,
    UNIQUE (congress_id, version)
);
{append_only screening_methods}

-- What one appraiser thinks of a need; once given it is not changed.
CREATE TABLE appraisals (
    need_id {uuid} NOT NULL REFERENCES needs (id),
    account_id {uuid} NOT NULL REFERENCES accounts (id),
    account_name TEXT NOT NULL,
    method_id {uuid} NOT NULL REFERENCES screening_methods (id),
    due_on {day} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked','given','recused')),
    scores TEXT NOT NULL,
    checks TEXT NOT NULL,
    verdict TEXT CHECK (verdict IN ('feasible','unfeasible','unclear')),
    cost TEXT NOT NULL,
    words TEXT NOT NULL,
    given_at {instant},
    PRIMARY KEY (need_id, account_id)
);
CREATE INDEX appraisals_by_account_id ON appraisals (account_id);
{fixed appraisals (state, scores, checks, verdict, cost, words, given_at) where OLD.state <> 'asked': a given appraisal may not be changed}

CREATE TABLE screening_decisions (
    id {uuid} NOT NULL PRIMARY KEY,
    need_id {uuid} NOT NULL REFERENCES needs (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('pool','refused')),
    words TEXT NOT NULL,
    to_change TEXT NOT NULL,
    note TEXT NOT NULL,
    meeting TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked','confirmed','withdrawn')),
    asked_by {uuid} NOT NULL REFERENCES accounts (id),
    asked_name TEXT NOT NULL,
    asked_at {instant} NOT NULL,
    settled_name TEXT,
    settled_at {instant}
);
CREATE INDEX screening_decisions_by_need_id ON screening_decisions (need_id);
{fixed screening_decisions (outcome, words, to_change, note, meeting, state, settled_name, settled_at) where OLD.state <> 'asked': a settled decision may not be changed}

-- ## candidates

-- What is to be known of a session's list as a whole. notice is shown wherever the list is.
CREATE TABLE candidate_lists (
    session_id {uuid} NOT NULL PRIMARY KEY REFERENCES sessions (id),
    notice TEXT NOT NULL,
    source TEXT,
    inferred {yes_no} NOT NULL
);

-- An uploaded candidate list between preview and import; choices: how somebody wants it to be read.
CREATE TABLE candidate_uploads (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    file_name TEXT NOT NULL,
    content {bytes} NOT NULL,
    choices TEXT NOT NULL,
    uploaded_at {instant} NOT NULL
);

CREATE TABLE candidates (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL CHECK (number > 0),
    title TEXT NOT NULL,
    short_title TEXT NOT NULL,
    summary TEXT NOT NULL,
    service_field TEXT,
    investment TEXT,
    place TEXT,
    deadline TEXT,
    lead_unit TEXT,
    UNIQUE (session_id, number)
);

CREATE TABLE candidate_sub_items (
    id {uuid} NOT NULL PRIMARY KEY,
    candidate_id {uuid} NOT NULL REFERENCES candidates (id),
    position INTEGER NOT NULL CHECK (position >= 0),
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

-- Which need a candidate came from, and from how many proposals, as it was when it was taken onto the list.
CREATE TABLE candidate_origins (
    candidate_id {uuid} NOT NULL PRIMARY KEY REFERENCES candidates (id),
    -- Of several candidates where it came up again in a later year.
    need_id {uuid} NOT NULL REFERENCES needs (id),
    origins TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at {instant} NOT NULL
);
CREATE INDEX candidate_origins_by_need_id ON candidate_origins (need_id);

-- JPEG, made anew. Public with its candidate.
CREATE TABLE candidate_pictures (
    id {uuid} NOT NULL PRIMARY KEY,
    candidate_id {uuid} NOT NULL REFERENCES candidates (id),
    sha256 TEXT NOT NULL,
    content {bytes} NOT NULL,
    added_at {instant} NOT NULL
);
CREATE INDEX candidate_pictures_by_candidate_id ON candidate_pictures (candidate_id);

-- 公示: from when to when everybody may say something of the list; sha256: of the list as it was put up.
CREATE TABLE list_notices (
    session_id {uuid} NOT NULL PRIMARY KEY REFERENCES sessions (id),
    from_day {day} NOT NULL,
    until {day} NOT NULL,
    words TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at {instant} NOT NULL
);

-- The list as it was sealed with the method's adoption: its SHA-256 stands in the election of every round. opened_at: taken
-- back, with the reason, before any round began.
CREATE TABLE list_seals (
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL CHECK (number > 0),
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    method_version INTEGER NOT NULL CHECK (method_version > 0),
    by_name TEXT NOT NULL,
    at {instant} NOT NULL,
    opened_by TEXT,
    opened_at {instant},
    reason TEXT NOT NULL,
    PRIMARY KEY (session_id, number)
);
{fixed list_seals (document, sha256, method_version, by_name, at): a sealed list is not changed}

-- ## scrutineers

-- retired_at: between two rounds the presidium had another key made; the rounds before keep to the old one.
CREATE TABLE threshold_keys (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    threshold INTEGER NOT NULL CHECK (threshold > 0),
    document TEXT NOT NULL,
    made_at {instant} NOT NULL,
    retired_at {instant}
);
CREATE UNIQUE INDEX threshold_keys_one_of_a_session ON threshold_keys (session_id) WHERE retired_at IS NULL;

-- position is the scrutineer's place in the threshold key, from 1. One person may be a scrutineer of several sessions.
-- retired_at: with the key that the place belongs to; whoever goes on has a row of their own for the next key.
CREATE TABLE scrutineers (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    account_id {uuid} NOT NULL REFERENCES accounts (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    chief {yes_no} NOT NULL,
    verification_key TEXT,
    encrypted_decryption_key TEXT,
    copy_confirmed_at {instant},
    retired_at {instant}
);
CREATE UNIQUE INDEX scrutineers_by_place ON scrutineers (session_id, position) WHERE retired_at IS NULL;
CREATE UNIQUE INDEX scrutineers_by_account ON scrutineers (session_id, account_id) WHERE retired_at IS NULL;

-- The scrutineers' key ceremony in their browsers: a void one stays, beside the one that follows it.
CREATE TABLE key_ceremonies (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL CHECK (number > 0),
    state TEXT NOT NULL CHECK (state IN ('certificates','polynomials','verifications','finished','void')),
    size INTEGER NOT NULL CHECK (size > 0),
    threshold INTEGER NOT NULL CHECK (threshold > 0),
    started_at {instant} NOT NULL,
    ended_at {instant},
    void_reason TEXT,
    CHECK (threshold >= 2 AND threshold <= size),
    CHECK ((state = 'void') = (void_reason IS NOT NULL)),
    UNIQUE (session_id, number)
);

-- What each scrutineer sent, as it was taken; account_id outlives an appointment that is withdrawn.
CREATE TABLE key_messages (
    ceremony_id {uuid} NOT NULL REFERENCES key_ceremonies (id),
    step TEXT NOT NULL CHECK (step IN ('certificate','polynomial','verification')),
    position INTEGER NOT NULL CHECK (position >= 0),
    account_id {uuid} NOT NULL REFERENCES accounts (id),
    message TEXT NOT NULL,
    received_at {instant} NOT NULL,
    PRIMARY KEY (ceremony_id, step, position)
);
{append_only key_messages}

-- What a scrutineer's browser found wrong in what the server brought it; about names whose part it was.
CREATE TABLE key_refusals (
    ceremony_id {uuid} NOT NULL REFERENCES key_ceremonies (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    finding TEXT NOT NULL CHECK (finding IN ('certificates','part','own')),
    about INTEGER CHECK (about >= 0),
    account_id {uuid} NOT NULL REFERENCES accounts (id),
    received_at {instant} NOT NULL,
    CHECK ((finding = 'part') = (about IS NOT NULL)),
    PRIMARY KEY (ceremony_id, position)
);
{append_only key_refusals}

-- ## ballots

CREATE TABLE rounds (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL CHECK (number > 0),
    state TEXT NOT NULL CHECK (state IN ('preparing','issuing','voting','closed','counting','counted','void')),
    voting_method_id {uuid} NOT NULL REFERENCES voting_methods (id),
    method_hash TEXT NOT NULL,
    seats INTEGER NOT NULL CHECK (seats >= 0),
    ballot_form TEXT NOT NULL CHECK (ballot_form IN ('approve_each','choose_up_to')),
    cap INTEGER CHECK (cap > 0),
    election_uuid TEXT NOT NULL UNIQUE,
    election TEXT,
    trustees TEXT,
    server_key_salt TEXT NOT NULL,
    in_office INTEGER CHECK (in_office >= 0),
    excused INTEGER CHECK (excused >= 0),
    present INTEGER CHECK (present >= 0),
    opened_at {instant},
    closed_at {instant},
    -- Which round of the item this is, the roll it was ordered under, and the presidium's word by which it was.
    kind TEXT NOT NULL CHECK (kind IN ('first','revote','further_ballot')),
    roll_fingerprint TEXT,
    ordered TEXT,
    -- What a round is on.
    purpose TEXT NOT NULL CHECK (purpose IN ('choice','rating')),
    UNIQUE (session_id, purpose, number)
);

CREATE TABLE round_candidates (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    -- After a void round one of them may be taken off the list: the round's paper stays as it was.
    candidate_id {uuid} NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    title TEXT NOT NULL CHECK (title <> ''),
    PRIMARY KEY (round_id, position),
    UNIQUE (round_id, candidate_id)
);

-- An act on a round that one person has asked for and a second must confirm.
CREATE TABLE round_requests (
    id {uuid} NOT NULL PRIMARY KEY,
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    act TEXT NOT NULL CHECK (act IN ('open','close','annul','recall','renew-key','change','overrule')),
    reason TEXT NOT NULL,
    -- Whose decision it is, of which day, and what it opens, where the act is a change.
    terms TEXT,
    -- Whose objection is to be overruled.
    about_id {uuid} REFERENCES scrutineers (id),
    requested_by {uuid} NOT NULL REFERENCES accounts (id),
    requested_name TEXT NOT NULL,
    requested_at {instant} NOT NULL,
    answer TEXT CHECK (answer IN ('confirmed','withdrawn')),
    answered_name TEXT,
    answered_at {instant}
);
{fixed round_requests (act, reason, terms, about_id, requested_name): a request may not be changed}

-- A round that the presidium annulled: why, by whom, and how it stood.
CREATE TABLE round_annulments (
    round_id {uuid} NOT NULL PRIMARY KEY REFERENCES rounds (id),
    reason TEXT NOT NULL,
    in_office INTEGER NOT NULL CHECK (in_office >= 0),
    excused INTEGER NOT NULL CHECK (excused >= 0),
    present INTEGER NOT NULL CHECK (present >= 0),
    issued INTEGER NOT NULL CHECK (issued >= 0),
    returned INTEGER NOT NULL CHECK (returned >= 0),
    annulled_by TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    annulled_at {instant} NOT NULL
);
{append_only round_annulments}

-- The presidium accepts that so few vote on paper that the certificate may show what somebody chose.
CREATE TABLE few_paper_acceptances (
    round_id {uuid} NOT NULL PRIMARY KEY REFERENCES rounds (id),
    decision TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at {instant} NOT NULL
);

-- Who has taken a ballot in a round: yes or no, without a time.
CREATE TABLE issue_marks (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    -- Whoever leaves the roll after a void round had a ballot in it all the same.
    deputy_id {uuid} NOT NULL,
    -- What a deputy took: a ballot made on a device, one on paper, or a slip; never two of them.
    kind TEXT NOT NULL CHECK (kind IN ('electronic','paper','slip')),
    PRIMARY KEY (round_id, deputy_id)
) {no_order};

-- The only place that ties a deputy to a public key, sealed under the server's secret, so that neither this row nor a copy or a
-- log of it shows one; emptied in the transaction that freezes the list. key_mark: that no key is taken twice.
CREATE TABLE issuing_links (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    deputy_id {uuid} NOT NULL,
    sealed_key TEXT NOT NULL,
    key_mark TEXT NOT NULL,
    PRIMARY KEY (round_id, deputy_id),
    UNIQUE (round_id, key_mark)
) {no_order};

-- Cancellations that wait for a scrutineer; gone once decided.
CREATE TABLE cancel_requests (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    deputy_id {uuid} NOT NULL REFERENCES deputies (id),
    requested_by TEXT NOT NULL,
    PRIMARY KEY (round_id, deputy_id)
) {no_order};

-- Keys taken off the list before voting; whose they were is not kept.
CREATE TABLE cancelled_keys (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    public_key TEXT NOT NULL,
    PRIMARY KEY (round_id, public_key)
) {no_order};
{append_only cancelled_keys}

-- 选票码条: a printing of slips for a session, in force until it is withdrawn. lost: drawn and gone; unreadable: undrawn, and
-- too damaged to be scanned.
CREATE TABLE slip_prints (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    printed INTEGER NOT NULL CHECK (printed > 0),
    fingerprint TEXT NOT NULL,
    printed_by TEXT NOT NULL,
    lost INTEGER NOT NULL CHECK (lost >= 0),
    unreadable INTEGER NOT NULL CHECK (unreadable >= 0),
    withdrawn_by TEXT
);
CREATE UNIQUE INDEX slip_prints_one_of_a_session ON slip_prints (session_id) WHERE withdrawn_by IS NULL;

-- The scrutineers who counted what was printed and sealed it.
CREATE TABLE slip_confirmations (
    print_id {uuid} NOT NULL REFERENCES slip_prints (id),
    account_id {uuid} NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    PRIMARY KEY (print_id, account_id)
);
{append_only slip_confirmations}

-- The rounds that a slip serves, by the name that the box of each will have.
CREATE TABLE slip_rounds (
    print_id {uuid} NOT NULL REFERENCES slip_prints (id),
    place INTEGER NOT NULL CHECK (place > 0),
    election_uuid TEXT NOT NULL UNIQUE,
    PRIMARY KEY (print_id, place)
);

-- The printed keys of each of these rounds, in the order of the keys: which belong to one slip is not known.
-- struck: the slip was not drawn, or was a sample, and its code was shown.
CREATE TABLE slip_keys (
    print_id {uuid} NOT NULL REFERENCES slip_prints (id),
    place INTEGER NOT NULL CHECK (place > 0),
    public_key TEXT NOT NULL,
    struck TEXT CHECK (struck IN ('leftover','sample')),
    PRIMARY KEY (print_id, place, public_key)
) {no_order};

-- How the slips stood when a round was opened.
CREATE TABLE round_slips (
    round_id {uuid} NOT NULL PRIMARY KEY REFERENCES rounds (id),
    printed INTEGER NOT NULL CHECK (printed >= 0),
    leftover INTEGER NOT NULL CHECK (leftover >= 0),
    sample INTEGER NOT NULL CHECK (sample >= 0),
    lost INTEGER NOT NULL CHECK (lost >= 0),
    unreadable INTEGER NOT NULL CHECK (unreadable >= 0),
    listed INTEGER NOT NULL CHECK (listed >= 0)
);
{append_only round_slips}

-- A tablet of the hall, where one deputy after another votes: whether it is alive, and nothing else.
CREATE TABLE tablets (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    name TEXT NOT NULL,
    seen_at {instant}
);

-- The frozen list, written in the order of the keys.
CREATE TABLE box_credentials (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    public_key TEXT NOT NULL,
    PRIMARY KEY (round_id, public_key)
) {no_order};

CREATE TABLE box_heads (
    round_id {uuid} NOT NULL PRIMARY KEY REFERENCES rounds (id),
    last_event TEXT NOT NULL,
    stage TEXT NOT NULL,
    height {long} NOT NULL CHECK (height >= 0),
    records {long} NOT NULL CHECK (records >= 0),
    ballots {long} NOT NULL CHECK (ballots >= 0)
);

-- The chain itself: the records of the archive, in their order, without a time.
CREATE TABLE box_records (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    seq {long} NOT NULL CHECK (seq >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('data','event')),
    hash TEXT NOT NULL,
    content {bytes} NOT NULL,
    PRIMARY KEY (round_id, seq),
    UNIQUE (round_id, kind, hash)
);
{append_only box_records}

-- What scrutineers signed before voting began: that the ballots of this round are sealed for their own keys.
CREATE TABLE election_signatures (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    -- The number in trustees.json; the server is 1.
    owner INTEGER NOT NULL CHECK (owner > 0),
    verification_key TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (round_id, owner)
);
-- Taken away only with a round whose issuing is recalled before anybody holds a ballot.
{fixed election_signatures (verification_key, signature): a signature may not be changed}

-- An index of the ballots in the chain, with the cap proof that travels beside each.
CREATE TABLE box_ballots (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    seq {long} NOT NULL CHECK (seq >= 0),
    credential TEXT NOT NULL,
    tracker TEXT NOT NULL,
    cap TEXT,
    PRIMARY KEY (round_id, credential),
    UNIQUE (round_id, tracker)
);
{append_only box_ballots}

-- Ballots that were opened to be checked instead of being cast. No person, no time.
CREATE TABLE opened_ballots (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    tracker TEXT NOT NULL,
    -- What is typed on the other device: the beginning of the tracker.
    code TEXT NOT NULL UNIQUE,
    ciphertexts TEXT NOT NULL,
    credential TEXT NOT NULL,
    opening {bytes} NOT NULL,
    PRIMARY KEY (round_id, tracker),
    UNIQUE (round_id, ciphertexts)
) {no_order};
{append_only opened_ballots}

-- Ballots whose owners have looked them up and said so. No person, no time.
CREATE TABLE checked_ballots (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    tracker TEXT NOT NULL,
    -- By then everybody could compute all trackers from the published box.
    after_publication {yes_no} NOT NULL,
    PRIMARY KEY (round_id, tracker)
) {no_order};
{append_only checked_ballots}

-- ## documents: they point to rounds, so they stand after them

-- A paper that scrutineers sign, of whatever kind; text is canonical JSON (RFC 8785), hash is what is signed. about_id is the
-- certificate that a corrigendum mends.
CREATE TABLE documents (
    id {uuid} NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('certificate','corrigendum','rating')),
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    about_id {uuid} REFERENCES documents (id),
    number TEXT NOT NULL,
    text TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    drafted_at {instant} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('drafted','certified','announced','withdrawn')),
    confirmed_by TEXT,
    confirmed_at {instant},
    seal TEXT,
    announced_at {instant},
    withdrawn_at {instant},
    UNIQUE (about_id, number),
    CHECK ((kind = 'corrigendum') = (about_id IS NOT NULL)),
    CHECK ((state IN ('certified','announced')) = (confirmed_at IS NOT NULL)),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL) AND (seal IS NULL) = (confirmed_at IS NULL)),
    CHECK ((state = 'announced') = (announced_at IS NOT NULL)),
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
);
CREATE UNIQUE INDEX documents_one_of_a_round ON documents (round_id) WHERE about_id IS NULL;
CREATE INDEX documents_by_session ON documents (session_id);
{fixed documents (kind, session_id, round_id, about_id, number, text, hash, drafted_at): a document is mended only by a corrigendum}

CREATE TABLE document_signatures (
    document_id {uuid} NOT NULL REFERENCES documents (id),
    scrutineer_id {uuid} NOT NULL REFERENCES scrutineers (id),
    signature TEXT NOT NULL,
    signed_at {instant} NOT NULL,
    PRIMARY KEY (document_id, scrutineer_id)
);
{append_only document_signatures}

-- A scrutineer's objection, made instead of signing, and the presidium's ruling on it.
CREATE TABLE document_objections (
    document_id {uuid} NOT NULL REFERENCES documents (id),
    scrutineer_id {uuid} NOT NULL REFERENCES scrutineers (id),
    reason TEXT NOT NULL,
    raised_at {instant} NOT NULL,
    ruling TEXT CHECK (ruling IN ('overruled','annulled')),
    ruling_reason TEXT,
    ruled_by TEXT,
    ruled_at {instant},
    PRIMARY KEY (document_id, scrutineer_id)
);
{fixed document_objections (reason, raised_at): an objection may not be changed}

-- A scrutineer who cannot sign a document, and why; once another scrutineer has confirmed it, it stands for the signature. Gone
-- when they sign after all.
CREATE TABLE document_inabilities (
    document_id {uuid} NOT NULL REFERENCES documents (id),
    scrutineer_id {uuid} NOT NULL REFERENCES scrutineers (id),
    reason TEXT NOT NULL,
    declared_by TEXT NOT NULL,
    declared_at {instant} NOT NULL,
    confirmed_by TEXT,
    confirmed_at {instant},
    PRIMARY KEY (document_id, scrutineer_id),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);
{fixed document_inabilities (reason, declared_by, declared_at): what was declared may not be changed}

-- ## hand_count

-- What a teller wrote down of one bundle of paper ballots. Entered again, it is another row; nothing is overwritten.
CREATE TABLE paper_entries (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    bundle INTEGER NOT NULL CHECK (bundle > 0),
    seq INTEGER NOT NULL CHECK (seq >= 0),
    account_id {uuid} NOT NULL REFERENCES accounts (id),
    teller TEXT NOT NULL,
    figures TEXT NOT NULL,
    entered_at {instant} NOT NULL,
    PRIMARY KEY (round_id, bundle, seq)
) {no_order};
{append_only paper_entries}

-- The count of a round's paper ballots: called finished by one teller, confirmed by another, taken into a certificate.
CREATE TABLE paper_counts (
    round_id {uuid} NOT NULL PRIMARY KEY REFERENCES rounds (id),
    state TEXT NOT NULL CHECK (state IN ('called','confirmed','certified')),
    called_by {uuid} NOT NULL REFERENCES accounts (id),
    called_name TEXT NOT NULL,
    called_at {instant} NOT NULL,
    confirmed_name TEXT,
    confirmed_at {instant}
) {no_order};

-- ## tally

CREATE TABLE tallies (
    round_id {uuid} NOT NULL PRIMARY KEY REFERENCES rounds (id),
    result TEXT NOT NULL,
    counted_at {instant} NOT NULL
);
{append_only tallies}

-- What the presidium decided on a counted round, where the voting method leaves it to it; anew where the further ballot that it
-- ordered was recalled.
CREATE TABLE round_decisions (
    round_id {uuid} NOT NULL REFERENCES rounds (id),
    decision TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at {instant} NOT NULL,
    PRIMARY KEY (round_id, recorded_at)
);
{append_only round_decisions}

CREATE TABLE notices (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    certificate_id {uuid} NOT NULL UNIQUE REFERENCES documents (id),
    number TEXT NOT NULL,
    announced_by TEXT NOT NULL,
    day {day} NOT NULL,
    announced_at {instant} NOT NULL,
    UNIQUE (session_id, number)
);
{append_only notices}

-- ## projects

CREATE TABLE projects (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    candidate_id {uuid} NOT NULL UNIQUE REFERENCES candidates (id),
    certificate_id {uuid} NOT NULL REFERENCES documents (id),
    certificate_hash TEXT NOT NULL,
    year INTEGER NOT NULL CHECK (year > 0),
    number INTEGER NOT NULL CHECK (number > 0),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    service_field TEXT,
    lead_unit TEXT,
    approvals INTEGER NOT NULL CHECK (approvals >= 0),
    rank INTEGER NOT NULL CHECK (rank > 0),
    public {yes_no} NOT NULL,
    promoted_at {instant} NOT NULL,
    UNIQUE (session_id, number)
);

CREATE TABLE project_sub_items (
    id {uuid} NOT NULL PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES projects (id),
    position INTEGER NOT NULL CHECK (position >= 0),
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

CREATE TABLE project_units (
    project_id {uuid} NOT NULL PRIMARY KEY REFERENCES projects (id),
    unit_id {uuid} NOT NULL REFERENCES units (id)
);

CREATE TABLE plans (
    id {uuid} NOT NULL PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES projects (id),
    version INTEGER NOT NULL CHECK (version > 0),
    state TEXT NOT NULL CHECK (state IN ('draft','submitted','published','replaced','dropped')),
    document TEXT NOT NULL,
    made_by_account {uuid} NOT NULL REFERENCES accounts (id),
    made_by TEXT NOT NULL,
    made_at {instant} NOT NULL,
    returned_with TEXT,
    published_by TEXT,
    published_at {instant},
    UNIQUE (project_id, version)
);
{fixed plans (document, version) where OLD.state <> 'draft': a plan changes only as a new version}

CREATE TABLE adjustments (
    id {uuid} NOT NULL PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES projects (id),
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('minor','major','suspension','termination','resumption')),
    reason TEXT NOT NULL,
    plan_id {uuid} REFERENCES plans (id),
    state TEXT NOT NULL CHECK (state IN ('proposed','effective','refused')),
    proposed_by_account {uuid} NOT NULL REFERENCES accounts (id),
    proposed_by TEXT NOT NULL,
    proposed_at {instant} NOT NULL,
    decision_body TEXT,
    decision_number TEXT,
    decided_on {day},
    -- Why it was not agreed to; nothing else has one.
    refused_because TEXT CHECK ((state = 'refused') = (refused_because IS NOT NULL)),
    settled_by TEXT,
    settled_at {instant},
    UNIQUE (project_id, number)
);

-- as_of, quantity and paid of a draft are kept as they were typed: they need not be right yet. Nobody need say what was paid.
CREATE TABLE progress_reports (
    id {uuid} NOT NULL PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES projects (id),
    sub_item_id {uuid} NOT NULL REFERENCES project_sub_items (id),
    as_of TEXT NOT NULL,
    quantity TEXT NOT NULL,
    paid TEXT NOT NULL,
    words TEXT NOT NULL,
    problems TEXT NOT NULL,
    next_step TEXT NOT NULL,
    shrink_reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft','filed')),
    unit_name TEXT NOT NULL,
    made_by_account {uuid} NOT NULL REFERENCES accounts (id),
    made_by TEXT NOT NULL,
    saved_at {instant} NOT NULL,
    filed_at {instant}
);
CREATE INDEX progress_reports_by_project_id ON progress_reports (project_id);
CREATE INDEX progress_reports_by_sub_item_id ON progress_reports (sub_item_id);
{append_only progress_reports where OLD.state = 'filed': a filed report is corrected only by a later one}

-- 点位: where a sub-item is done, of the congress's own list of streets and communities. What was taken off stays, with its
-- reason, under its number. `searched`: name, address, street and community as they are compared.
CREATE TABLE project_places (
    id {uuid} NOT NULL PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES projects (id),
    sub_item_id {uuid} NOT NULL REFERENCES project_sub_items (id),
    number INTEGER NOT NULL CHECK (number > 0),
    area_id {uuid} NOT NULL REFERENCES places (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('not_begun','under_way','done')),
    planned_on {day},
    done_on {day},
    -- Millionths of a degree, WGS-84.
    lon INTEGER CHECK (lon >= 73000000 AND lon <= 136000000),
    lat INTEGER CHECK (lat >= 3000000 AND lat <= 54000000),
    searched TEXT NOT NULL,
    added_at {instant} NOT NULL,
    removed_on {day},
    removed_because TEXT,
    UNIQUE (sub_item_id, number),
    CHECK ((state = 'done') = (done_on IS NOT NULL)),
    CHECK ((lon IS NULL) = (lat IS NULL)),
    CHECK ((removed_on IS NULL) = (removed_because IS NULL))
);
CREATE INDEX project_places_by_project_id ON project_places (project_id);
CREATE INDEX project_places_by_area_id ON project_places (area_id);
{fixed project_places (project_id, sub_item_id, number): a place stays where it was listed}

-- Which places a report says were finished.
CREATE TABLE report_places (
    report_id {uuid} NOT NULL REFERENCES progress_reports (id),
    place_id {uuid} NOT NULL REFERENCES project_places (id),
    PRIMARY KEY (report_id, place_id)
);

-- The streets as they are drawn: JSON, with few enough points to be drawn at once.
CREATE TABLE map_outlines (
    congress_id {uuid} NOT NULL PRIMARY KEY REFERENCES congresses (id),
    areas TEXT NOT NULL,
    source TEXT NOT NULL,
    schematic {yes_no} NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at {instant} NOT NULL
);

-- 验收: the newest of a sub-item counts; a report of another quantity is accepted anew.
CREATE TABLE acceptances (
    sub_item_id {uuid} NOT NULL REFERENCES project_sub_items (id),
    project_id {uuid} NOT NULL REFERENCES projects (id),
    quantity TEXT NOT NULL,
    words TEXT NOT NULL,
    accepted_by_account {uuid} NOT NULL REFERENCES accounts (id),
    accepted_by TEXT NOT NULL,
    accepted_at {instant} NOT NULL,
    PRIMARY KEY (sub_item_id, accepted_at)
);
{append_only acceptances}

-- 验收未通过: said of the newest report; the next one about its day or a later one answers it.
CREATE TABLE acceptance_refusals (
    report_id {uuid} NOT NULL PRIMARY KEY REFERENCES progress_reports (id),
    sub_item_id {uuid} NOT NULL REFERENCES project_sub_items (id),
    project_id {uuid} NOT NULL REFERENCES projects (id),
    words TEXT NOT NULL,
    refused_by_account {uuid} NOT NULL REFERENCES accounts (id),
    refused_by TEXT NOT NULL,
    refused_at {instant} NOT NULL
);
CREATE INDEX acceptance_refusals_by_project_id ON acceptance_refusals (project_id);
{append_only acceptance_refusals}

CREATE TABLE lights (
    id {uuid} NOT NULL PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES projects (id),
    sub_item_id {uuid} NOT NULL REFERENCES project_sub_items (id),
    day {day} NOT NULL,
    light TEXT NOT NULL CHECK (light IN ('green','yellow','red','done','none')),
    reason TEXT NOT NULL,
    planned TEXT,
    actual TEXT,
    compared_on {day} NOT NULL,
    current {yes_no} NOT NULL,
    at {instant} NOT NULL,
    -- The reason as it was when the light changed: reason and figures of the current light go on being refreshed.
    reason_then TEXT NOT NULL
);
CREATE INDEX lights_by_project_id ON lights (project_id);
CREATE INDEX lights_by_sub_item_id ON lights (sub_item_id);

-- Until which day a year's work may be accepted; frozen, the year is closed.
CREATE TABLE year_closings (
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    year INTEGER NOT NULL CHECK (year > 0),
    closes_on {day} NOT NULL,
    set_by_account {uuid} NOT NULL REFERENCES accounts (id),
    set_by TEXT NOT NULL,
    set_at {instant} NOT NULL,
    frozen_at {instant},
    PRIMARY KEY (congress_id, year)
);

-- 跟踪规则: the newest version counts.
CREATE TABLE tracking_rules (
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    version INTEGER NOT NULL CHECK (version > 0),
    document TEXT NOT NULL,
    made_by_account {uuid} NOT NULL REFERENCES accounts (id),
    made_by TEXT NOT NULL,
    made_at {instant} NOT NULL,
    PRIMARY KEY (congress_id, version)
);
{append_only tracking_rules}

-- 结转: unfinished projects that go on in another year.
CREATE TABLE carry_overs (
    project_id {uuid} NOT NULL REFERENCES projects (id),
    to_year INTEGER NOT NULL CHECK (to_year > 0),
    reason TEXT NOT NULL,
    decided_by_account {uuid} NOT NULL REFERENCES accounts (id),
    decided_by TEXT NOT NULL,
    decided_at {instant} NOT NULL,
    PRIMARY KEY (project_id, to_year)
);
{append_only carry_overs}

-- ## attachments: they point to projects, so they stand after them

-- What the owner is, its kind says. Of a file that was withdrawn the mark stays, the content goes.
CREATE TABLE attachments (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    project_id {uuid} NOT NULL REFERENCES projects (id),
    owner TEXT NOT NULL CHECK (owner IN ('report','step','inspection','note','before','after')),
    owner_id {uuid} NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL CHECK (media_type IN ('image/jpeg','application/pdf')),
    width INTEGER CHECK (width > 0),
    height INTEGER CHECK (height > 0),
    sha256 TEXT NOT NULL,
    content {bytes},
    added_by TEXT NOT NULL,
    added_at {instant} NOT NULL,
    withdrawn_at {instant},
    CHECK ((content IS NULL) = (withdrawn_at IS NOT NULL))
);
CREATE INDEX attachments_by_project_id ON attachments (project_id);
CREATE INDEX attachments_by_owner_id ON attachments (owner_id);

-- Files that wait in a form until it is filed; `form` is where it is sent. For two days at most.
CREATE TABLE held_files (
    id {uuid} NOT NULL PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES accounts (id),
    form TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL CHECK (media_type IN ('image/jpeg','application/pdf')),
    width INTEGER CHECK (width > 0),
    height INTEGER CHECK (height > 0),
    sha256 TEXT NOT NULL,
    content {bytes} NOT NULL,
    bytes {long} NOT NULL CHECK (bytes > 0),
    held_at {instant} NOT NULL
);
CREATE INDEX held_files_by_account_id ON held_files (account_id);

-- Asked for by one person, confirmed by another.
CREATE TABLE attachment_withdrawals (
    file_id {uuid} NOT NULL PRIMARY KEY REFERENCES attachments (id),
    reason TEXT NOT NULL,
    asked_by_account {uuid} NOT NULL REFERENCES accounts (id),
    asked_by TEXT NOT NULL,
    asked_at {instant} NOT NULL,
    confirmed_by_account {uuid} REFERENCES accounts (id),
    confirmed_by TEXT,
    confirmed_at {instant},
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);

-- ## supervision

CREATE TABLE supervisors (
    account_id {uuid} NOT NULL PRIMARY KEY REFERENCES accounts (id),
    body TEXT NOT NULL CHECK (body IN ('congress','cppcc','audit','petitions'))
);

CREATE TABLE group_members (
    id {uuid} NOT NULL PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES projects (id),
    account_id {uuid} NOT NULL REFERENCES accounts (id),
    body TEXT NOT NULL CHECK (body IN ('congress','cppcc','audit','petitions')),
    leads {yes_no} NOT NULL,
    added_at {instant} NOT NULL,
    UNIQUE (project_id, account_id)
);
CREATE INDEX group_members_by_account_id ON group_members (account_id);

CREATE TABLE follow_ups (
    id {uuid} NOT NULL PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES projects (id),
    number INTEGER NOT NULL CHECK (number > 0),
    finding TEXT NOT NULL,
    deadline {day} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('opened','answered','checked','closed')),
    escalation INTEGER NOT NULL CHECK (escalation >= 0),
    opened_by_account {uuid} NOT NULL REFERENCES accounts (id),
    opened_by TEXT NOT NULL,
    opened_at {instant} NOT NULL,
    answered_by_account {uuid} REFERENCES accounts (id),
    checked_by_account {uuid} REFERENCES accounts (id),
    closed_at {instant},
    -- The page of ours that it came of, while everybody may see that.
    came_from TEXT,
    UNIQUE (project_id, number)
);
CREATE INDEX follow_ups_by_state ON follow_ups (state);

CREATE TABLE follow_up_steps (
    id {uuid} NOT NULL PRIMARY KEY,
    follow_up_id {uuid} NOT NULL REFERENCES follow_ups (id),
    seq INTEGER NOT NULL CHECK (seq >= 0),
    act TEXT NOT NULL CHECK (act IN ('opened','answered','checked','returned','closed','escalated')),
    actor_role TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    words TEXT NOT NULL,
    at {instant} NOT NULL,
    deadline {day},
    UNIQUE (follow_up_id, seq)
);
{append_only follow_up_steps}

CREATE TABLE inspections (
    id {uuid} NOT NULL PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES projects (id),
    number INTEGER NOT NULL CHECK (number > 0),
    held_on {day} NOT NULL,
    place TEXT NOT NULL,
    bodies TEXT NOT NULL,
    words TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('submitted','returned','published')),
    made_by_account {uuid} NOT NULL REFERENCES accounts (id),
    made_by TEXT NOT NULL,
    made_at {instant} NOT NULL,
    returned_with TEXT,
    published_by TEXT,
    published_at {instant},
    UNIQUE (project_id, number)
);
CREATE INDEX inspections_by_project_id ON inspections (project_id);
{fixed inspections (held_on, place, bodies, words, state) where OLD.state = 'published': a published inspection may not be changed}

CREATE TABLE inspection_sub_items (
    inspection_id {uuid} NOT NULL REFERENCES inspections (id),
    sub_item_id {uuid} NOT NULL REFERENCES project_sub_items (id),
    PRIMARY KEY (inspection_id, sub_item_id)
);

CREATE TABLE inspection_findings (
    id {uuid} NOT NULL PRIMARY KEY,
    inspection_id {uuid} NOT NULL REFERENCES inspections (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    words TEXT NOT NULL,
    follow_up_id {uuid} REFERENCES follow_ups (id),
    UNIQUE (inspection_id, position)
);

CREATE TABLE deputy_notes (
    id {uuid} NOT NULL PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES projects (id),
    author_account {uuid} NOT NULL REFERENCES accounts (id),
    author TEXT NOT NULL,
    words TEXT NOT NULL,
    written_at {instant} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open','answered','follow-up')),
    follow_up_id {uuid} REFERENCES follow_ups (id),
    answer TEXT,
    settled_by TEXT,
    settled_at {instant}
);
CREATE INDEX deputy_notes_by_project_id ON deputy_notes (project_id);
CREATE INDEX deputy_notes_by_author_account ON deputy_notes (author_account);

-- ## warnings

-- Who of a unit is warned: at least one way to each.
CREATE TABLE unit_contacts (
    id {uuid} NOT NULL PRIMARY KEY,
    unit_id {uuid} NOT NULL REFERENCES units (id),
    role TEXT NOT NULL CHECK (role IN ('clerk','head','leader')),
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    -- No letter arrives there any more.
    unreachable_at {instant},
    CHECK (email IS NOT NULL OR phone IS NOT NULL)
);
CREATE INDEX unit_contacts_by_unit_id ON unit_contacts (unit_id);

-- 预警: of one unit, project and month each level once.
CREATE TABLE warnings (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    unit_id {uuid} NOT NULL REFERENCES units (id),
    project_id {uuid} NOT NULL REFERENCES projects (id),
    -- Its first day.
    month {day} NOT NULL,
    -- Days after the day on which the report was due.
    level INTEGER NOT NULL,
    due_on {day} NOT NULL,
    sub_items TEXT NOT NULL,
    written_at {instant} NOT NULL,
    UNIQUE (unit_id, project_id, month, level)
);
CREATE INDEX warnings_by_congress_id ON warnings (congress_id);
{append_only warnings}

-- To whom, by name and not by address; 'none': nothing leads there.
CREATE TABLE warning_receivers (
    warning_id {uuid} NOT NULL REFERENCES warnings (id),
    position INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('clerk','head','leader')),
    name TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('letter','webhook','none')),
    PRIMARY KEY (warning_id, position)
);
{append_only warning_receivers}

-- 重复红灯上报: every so many times as the rules say.
CREATE TABLE repeated_reds (
    unit_id {uuid} NOT NULL REFERENCES units (id),
    year INTEGER NOT NULL CHECK (year > 0),
    step INTEGER NOT NULL CHECK (step > 0),
    reds INTEGER NOT NULL CHECK (reds > 0),
    reported_at {instant} NOT NULL,
    PRIMARY KEY (unit_id, year, step)
);
{append_only repeated_reds}

-- ## ratings

CREATE TABLE rating_periods (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    year INTEGER NOT NULL CHECK (year > 0),
    opens_on {day} NOT NULL,
    closes_on {day} NOT NULL,
    UNIQUE (congress_id, year)
);

CREATE TABLE rating_signs (
    project_id {uuid} NOT NULL PRIMARY KEY REFERENCES projects (id),
    edition INTEGER NOT NULL CHECK (edition > 0)
);

-- rater is emptied when the period is over.
CREATE TABLE public_ratings (
    id {uuid} NOT NULL PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES projects (id),
    rater TEXT,
    day {day} NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('satisfied','basically','dissatisfied')),
    remark TEXT NOT NULL,
    remark_state TEXT NOT NULL CHECK (remark_state IN ('empty','held','released','withheld')),
    -- Of a released one, if anything is answered; and by which unit, where it was not the secretariat.
    answer TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    UNIQUE (project_id, rater)
);
CREATE INDEX public_ratings_by_remark_state ON public_ratings (remark_state);

-- Thrown away the day after, and with it whatever rating_addresses could tell.
CREATE TABLE rating_day_keys (
    day {day} NOT NULL PRIMARY KEY,
    key {bytes} NOT NULL
);

CREATE TABLE rating_addresses (
    address TEXT NOT NULL PRIMARY KEY,
    day {day} NOT NULL,
    ratings INTEGER NOT NULL CHECK (ratings >= 0)
);

-- The year whose projects the deputies rate in a round.
CREATE TABLE rating_rounds (
    round_id {uuid} NOT NULL PRIMARY KEY REFERENCES rounds (id),
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    year INTEGER NOT NULL CHECK (year > 0)
);

-- ## voices

-- Within how many days units answer and contacts are kept; received: how many messages came. No row: as the program has it.
CREATE TABLE voice_rules (
    congress_id {uuid} NOT NULL PRIMARY KEY REFERENCES congresses (id),
    answer_days INTEGER NOT NULL CHECK (answer_days > 0),
    retention_days INTEGER NOT NULL CHECK (retention_days > 0),
    received INTEGER NOT NULL CHECK (received >= 0)
);

-- Under which the contacts of a month are sealed, itself under the server's secret; goes with the last of them.
CREATE TABLE voice_keys (
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    month {day} NOT NULL,
    sealed_key TEXT NOT NULL,
    PRIMARY KEY (congress_id, month)
);

-- 群众留言. sight: who may see it; course: how far its unit has come. The code itself is nowhere.
CREATE TABLE voices (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    project_id {uuid} NOT NULL REFERENCES projects (id),
    sub_item_id {uuid} REFERENCES project_sub_items (id),
    number INTEGER NOT NULL CHECK (number > 0),
    code_hash TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('problem','suggestion','praise','question')),
    words TEXT NOT NULL,
    sight TEXT NOT NULL CHECK (sight IN ('waiting','public','unit','aside')),
    course TEXT NOT NULL CHECK (course IN ('open','answered','asked-again','answered-again','withdrawn')),
    reason TEXT NOT NULL,
    -- It may come from a robot, and waits for somebody's look.
    held {yes_no} NOT NULL,
    objection TEXT,
    made_at {instant} NOT NULL,
    due_on {day} NOT NULL,
    follow_up_id {uuid} REFERENCES follow_ups (id),
    UNIQUE (congress_id, number)
);
CREATE INDEX voices_by_project_id ON voices (project_id);
CREATE INDEX voices_by_sight ON voices (congress_id, sight, due_on);

-- What stands beside one: its author's additions, why it was asked again, deputies' remarks.
CREATE TABLE voice_words (
    id {uuid} NOT NULL PRIMARY KEY,
    voice_id {uuid} NOT NULL REFERENCES voices (id),
    kind TEXT NOT NULL CHECK (kind IN ('addition','again','deputy')),
    state TEXT NOT NULL CHECK (state IN ('waiting','public','aside')),
    account_id {uuid} REFERENCES accounts (id),
    by_name TEXT NOT NULL,
    words TEXT NOT NULL,
    at {instant} NOT NULL
);
CREATE INDEX voice_words_by_voice_id ON voice_words (voice_id);
CREATE INDEX voice_words_waiting ON voice_words (state) WHERE state = 'waiting';

-- turn 2: after it was asked again. letter: whether it is still to be written to the author.
CREATE TABLE voice_answers (
    id {uuid} NOT NULL PRIMARY KEY,
    voice_id {uuid} NOT NULL REFERENCES voices (id),
    turn INTEGER NOT NULL CHECK (turn IN (1, 2)),
    words TEXT NOT NULL,
    unit TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at {instant} NOT NULL,
    due_on {day} NOT NULL,
    letter TEXT NOT NULL CHECK (letter IN ('none','due','written')),
    UNIQUE (voice_id, turn)
);
CREATE INDEX voice_answers_due ON voice_answers (letter) WHERE letter = 'due';
{fixed voice_answers (voice_id, turn, words, unit, by_name, at, due_on): an answer may not be changed}

-- 帮上忙了吗？, said by its author of each answer; the remark is for the unit and the secretariat.
CREATE TABLE voice_helps (
    voice_id {uuid} NOT NULL REFERENCES voices (id),
    turn INTEGER NOT NULL CHECK (turn IN (1, 2)),
    verdict TEXT NOT NULL CHECK (verdict IN ('yes','partly','no')),
    remark TEXT NOT NULL,
    at {instant} NOT NULL,
    PRIMARY KEY (voice_id, turn)
);

-- JPEG, made anew: nothing of where it was taken is left. Public with its message.
CREATE TABLE voice_pictures (
    id {uuid} NOT NULL PRIMARY KEY,
    voice_id {uuid} NOT NULL REFERENCES voices (id),
    content {bytes} NOT NULL,
    added_at {instant} NOT NULL
);
CREATE INDEX voice_pictures_by_voice_id ON voice_pictures (voice_id);

-- ## reports

-- 定稿: the figures of a year as they were frozen; each later version is a corrigendum.
CREATE TABLE year_reports (
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    year INTEGER NOT NULL CHECK (year > 0),
    version INTEGER NOT NULL CHECK (version > 0),
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    reason TEXT NOT NULL,
    known_until {day} NOT NULL,
    made_by_account {uuid} NOT NULL REFERENCES accounts (id),
    made_by TEXT NOT NULL,
    made_at {instant} NOT NULL,
    PRIMARY KEY (congress_id, year, version)
);
{append_only year_reports}

-- ## followers

-- Whoever left an address: its id stands in the letters only.
CREATE TABLE followers (
    id {uuid} NOT NULL PRIMARY KEY,
    congress_id {uuid} NOT NULL REFERENCES congresses (id),
    email TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('zh-CN','en')),
    UNIQUE (congress_id, email)
);
CREATE INDEX followers_by_email ON followers (email);

-- What each of them follows: a project by its row; a field, a street or a unit by its name; all by the empty name.
CREATE TABLE followed (
    id {uuid} NOT NULL PRIMARY KEY,
    follower_id {uuid} NOT NULL REFERENCES followers (id),
    kind TEXT NOT NULL CHECK (kind IN ('all','field','street','unit','project')),
    name TEXT,
    project_id {uuid} REFERENCES projects (id),
    state TEXT NOT NULL CHECK (state IN ('pending','confirmed')),
    asked_at {instant} NOT NULL,
    told_until {instant} NOT NULL,
    CHECK ((kind = 'project') = (project_id IS NOT NULL)),
    CHECK ((kind = 'project') = (name IS NULL)),
    CHECK (name IS NULL OR (kind = 'all') = (name = '')),
    UNIQUE (follower_id, kind, name),
    UNIQUE (follower_id, project_id)
);
CREATE INDEX followed_by_state ON followed (state, asked_at);

-- ## screen

-- What the secretariat lets the hall screens show.
CREATE TABLE hall_screens (
    session_id {uuid} NOT NULL PRIMARY KEY REFERENCES sessions (id),
    view TEXT NOT NULL CHECK (view IN ('auto','standby','attendance','voting','result')),
    countdown_ends_at {instant},
    reveal_began_at {instant}
);
