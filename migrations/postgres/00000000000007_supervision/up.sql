ALTER TABLE accounts ADD COLUMN initial_password BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE follow_up_steps ADD COLUMN deadline TEXT;

CREATE TABLE supervisors (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES accounts (id),
    body TEXT NOT NULL CHECK (body IN ('congress','cppcc','audit','petitions'))
);

CREATE TABLE group_members (
    id UUID NOT NULL PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES projects (id),
    account_id UUID NOT NULL REFERENCES accounts (id),
    body TEXT NOT NULL CHECK (body IN ('congress','cppcc','audit','petitions')),
    leads BOOLEAN NOT NULL,
    added_at TIMESTAMPTZ NOT NULL,
    UNIQUE (project_id, account_id)
);

CREATE TABLE inspections (
    id UUID NOT NULL PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES projects (id),
    number INTEGER NOT NULL,
    held_on TEXT NOT NULL,
    place TEXT NOT NULL,
    bodies TEXT NOT NULL,
    words TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('submitted','returned','published')),
    made_by_account UUID NOT NULL REFERENCES accounts (id),
    made_by TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    returned_with TEXT,
    published_by TEXT,
    published_at TIMESTAMPTZ,
    UNIQUE (project_id, number)
);

CREATE TABLE inspection_sub_items (
    inspection_id UUID NOT NULL REFERENCES inspections (id),
    sub_item_id UUID NOT NULL REFERENCES project_sub_items (id),
    PRIMARY KEY (inspection_id, sub_item_id)
);

CREATE TABLE inspection_findings (
    id UUID NOT NULL PRIMARY KEY,
    inspection_id UUID NOT NULL REFERENCES inspections (id),
    position INTEGER NOT NULL,
    words TEXT NOT NULL,
    follow_up_id UUID REFERENCES follow_ups (id),
    UNIQUE (inspection_id, position)
);

CREATE TABLE deputy_notes (
    id UUID NOT NULL PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES projects (id),
    author_account UUID NOT NULL REFERENCES accounts (id),
    author TEXT NOT NULL,
    words TEXT NOT NULL,
    written_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open','answered','follow-up')),
    follow_up_id UUID REFERENCES follow_ups (id),
    answer TEXT,
    settled_by TEXT,
    settled_at TIMESTAMPTZ
);

CREATE TABLE supervision_files (
    id UUID NOT NULL PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES projects (id),
    owner TEXT NOT NULL CHECK (owner IN ('step','inspection','note')),
    owner_id UUID NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL CHECK (media_type IN ('image/jpeg','application/pdf')),
    width INTEGER,
    height INTEGER,
    sha256 TEXT NOT NULL,
    content BYTEA NOT NULL,
    added_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX group_members_by_account_id ON group_members (account_id);
CREATE INDEX inspections_by_project_id ON inspections (project_id);
CREATE INDEX deputy_notes_by_project_id ON deputy_notes (project_id);
CREATE INDEX deputy_notes_by_author_account ON deputy_notes (author_account);
CREATE INDEX supervision_files_by_owner_id ON supervision_files (owner_id);
CREATE TRIGGER inspections_keep_published BEFORE UPDATE OF held_on, place, bodies, words, state ON inspections
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_change();
