CREATE TABLE units (
    id BLOB NOT NULL PRIMARY KEY,
    congress_id BLOB NOT NULL REFERENCES congresses (id),
    name TEXT NOT NULL,
    UNIQUE (congress_id, name)
) STRICT;

CREATE TABLE unit_members (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES accounts (id),
    unit_id BLOB NOT NULL REFERENCES units (id)
) STRICT;

CREATE TABLE project_units (
    project_id BLOB NOT NULL PRIMARY KEY REFERENCES projects (id),
    unit_id BLOB NOT NULL REFERENCES units (id)
) STRICT;

CREATE TABLE plans (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft','submitted','published','replaced','dropped')),
    document TEXT NOT NULL,
    made_by_account BLOB NOT NULL REFERENCES accounts (id),
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    returned_with TEXT,
    published_by TEXT,
    published_at TEXT,
    UNIQUE (project_id, version)
) STRICT;

CREATE TABLE adjustments (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('minor','major','suspension','termination','resumption')),
    reason TEXT NOT NULL,
    plan_id BLOB REFERENCES plans (id),
    state TEXT NOT NULL CHECK (state IN ('proposed','effective','refused')),
    proposed_by_account BLOB NOT NULL REFERENCES accounts (id),
    proposed_by TEXT NOT NULL,
    proposed_at TEXT NOT NULL,
    decision_body TEXT,
    decision_number TEXT,
    decided_on TEXT,
    settled_by TEXT,
    settled_at TEXT,
    UNIQUE (project_id, number)
) STRICT;

CREATE TABLE progress_reports (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    sub_item_id BLOB NOT NULL REFERENCES project_sub_items (id),
    as_of TEXT NOT NULL,
    quantity TEXT NOT NULL,
    words TEXT NOT NULL,
    problems TEXT NOT NULL,
    next_step TEXT NOT NULL,
    shrink_reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft','filed')),
    unit_name TEXT NOT NULL,
    made_by_account BLOB NOT NULL REFERENCES accounts (id),
    made_by TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    filed_at TEXT
) STRICT;

CREATE TABLE evidence (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    report_id BLOB NOT NULL REFERENCES progress_reports (id),
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL CHECK (media_type IN ('image/jpeg','application/pdf')),
    width INTEGER,
    height INTEGER,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;

CREATE TABLE acceptances (
    sub_item_id BLOB NOT NULL PRIMARY KEY REFERENCES project_sub_items (id),
    project_id BLOB NOT NULL REFERENCES projects (id),
    quantity TEXT NOT NULL,
    words TEXT NOT NULL,
    accepted_by_account BLOB NOT NULL REFERENCES accounts (id),
    accepted_by TEXT NOT NULL,
    accepted_at TEXT NOT NULL
) STRICT;

CREATE TABLE lights (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    sub_item_id BLOB NOT NULL REFERENCES project_sub_items (id),
    day TEXT NOT NULL,
    light TEXT NOT NULL CHECK (light IN ('green','yellow','red','done','none')),
    reason TEXT NOT NULL,
    planned TEXT,
    actual TEXT,
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    at TEXT NOT NULL
) STRICT;

CREATE TABLE follow_ups (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    number INTEGER NOT NULL,
    finding TEXT NOT NULL,
    deadline TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('opened','answered','checked','closed')),
    escalation INTEGER NOT NULL,
    opened_by_account BLOB NOT NULL REFERENCES accounts (id),
    opened_by TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    answered_by_account BLOB REFERENCES accounts (id),
    checked_by_account BLOB REFERENCES accounts (id),
    closed_at TEXT,
    UNIQUE (project_id, number)
) STRICT;

CREATE TABLE follow_up_steps (
    id BLOB NOT NULL PRIMARY KEY,
    follow_up_id BLOB NOT NULL REFERENCES follow_ups (id),
    seq INTEGER NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('opened','answered','checked','returned','closed','escalated')),
    actor_role TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    words TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (follow_up_id, seq)
) STRICT;

CREATE TABLE duties (
    name TEXT NOT NULL PRIMARY KEY,
    done_on TEXT NOT NULL
) STRICT;

CREATE INDEX progress_reports_by_project_id ON progress_reports (project_id);
CREATE INDEX progress_reports_by_sub_item_id ON progress_reports (sub_item_id);
CREATE INDEX evidence_by_project_id ON evidence (project_id);
CREATE INDEX evidence_by_report_id ON evidence (report_id);
CREATE INDEX lights_by_project_id ON lights (project_id);
CREATE INDEX lights_by_sub_item_id ON lights (sub_item_id);
CREATE INDEX follow_ups_by_state ON follow_ups (state);
CREATE TRIGGER progress_reports_refuse_update BEFORE UPDATE ON progress_reports WHEN OLD.state = 'filed'
BEGIN SELECT RAISE(ABORT, 'a filed report is corrected only by a later one'); END;
CREATE TRIGGER progress_reports_refuse_delete BEFORE DELETE ON progress_reports WHEN OLD.state = 'filed'
BEGIN SELECT RAISE(ABORT, 'a filed report is corrected only by a later one'); END;
CREATE TRIGGER follow_up_steps_refuse_update BEFORE UPDATE ON follow_up_steps
BEGIN SELECT RAISE(ABORT, 'follow_up_steps is append-only'); END;
CREATE TRIGGER follow_up_steps_refuse_delete BEFORE DELETE ON follow_up_steps
BEGIN SELECT RAISE(ABORT, 'follow_up_steps is append-only'); END;
CREATE TRIGGER plans_keep_document BEFORE UPDATE OF document, version ON plans WHEN OLD.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a plan changes only as a new version'); END;
