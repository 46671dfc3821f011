ALTER TABLE accounts ADD COLUMN initial_password INTEGER NOT NULL DEFAULT 0 CHECK (initial_password IN (0, 1));
ALTER TABLE follow_up_steps ADD COLUMN deadline TEXT;

CREATE TABLE supervisors (
    account_id BLOB NOT NULL PRIMARY KEY REFERENCES accounts (id),
    body TEXT NOT NULL CHECK (body IN ('congress','cppcc','audit','petitions'))
) STRICT;

CREATE TABLE group_members (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    body TEXT NOT NULL CHECK (body IN ('congress','cppcc','audit','petitions')),
    leads INTEGER NOT NULL CHECK (leads IN (0, 1)),
    added_at TEXT NOT NULL,
    UNIQUE (project_id, account_id)
) STRICT;

CREATE TABLE inspections (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    number INTEGER NOT NULL,
    held_on TEXT NOT NULL,
    place TEXT NOT NULL,
    bodies TEXT NOT NULL,
    words TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('submitted','returned','published')),
    made_by_account BLOB NOT NULL REFERENCES accounts (id),
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    returned_with TEXT,
    published_by TEXT,
    published_at TEXT,
    UNIQUE (project_id, number)
) STRICT;

CREATE TABLE inspection_sub_items (
    inspection_id BLOB NOT NULL REFERENCES inspections (id),
    sub_item_id BLOB NOT NULL REFERENCES project_sub_items (id),
    PRIMARY KEY (inspection_id, sub_item_id)
) STRICT;

CREATE TABLE inspection_findings (
    id BLOB NOT NULL PRIMARY KEY,
    inspection_id BLOB NOT NULL REFERENCES inspections (id),
    position INTEGER NOT NULL,
    words TEXT NOT NULL,
    follow_up_id BLOB REFERENCES follow_ups (id),
    UNIQUE (inspection_id, position)
) STRICT;

CREATE TABLE deputy_notes (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    author_account BLOB NOT NULL REFERENCES accounts (id),
    author TEXT NOT NULL,
    words TEXT NOT NULL,
    written_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open','answered','follow-up')),
    follow_up_id BLOB REFERENCES follow_ups (id),
    answer TEXT,
    settled_by TEXT,
    settled_at TEXT
) STRICT;

CREATE TABLE supervision_files (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    owner TEXT NOT NULL CHECK (owner IN ('step','inspection','note')),
    owner_id BLOB NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL CHECK (media_type IN ('image/jpeg','application/pdf')),
    width INTEGER,
    height INTEGER,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    added_at TEXT NOT NULL
) STRICT;

CREATE INDEX group_members_by_account_id ON group_members (account_id);
CREATE INDEX inspections_by_project_id ON inspections (project_id);
CREATE INDEX deputy_notes_by_project_id ON deputy_notes (project_id);
CREATE INDEX deputy_notes_by_author_account ON deputy_notes (author_account);
CREATE INDEX supervision_files_by_owner_id ON supervision_files (owner_id);
CREATE TRIGGER inspections_keep_published BEFORE UPDATE OF held_on, place, bodies, words, state ON inspections WHEN OLD.state = 'published'
BEGIN SELECT RAISE(ABORT, 'a published inspection may not be changed'); END;
