-- What a scrutineer's browser found wrong in what the server brought it; about names whose part it was.
CREATE TABLE key_refusals (
    ceremony_id BLOB NOT NULL REFERENCES key_ceremonies (id),
    position INTEGER NOT NULL,
    finding TEXT NOT NULL CHECK (finding IN ('certificates','part','own')),
    about INTEGER,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    received_at TEXT NOT NULL,
    CHECK ((finding = 'part') = (about IS NOT NULL)),
    PRIMARY KEY (ceremony_id, position)
) STRICT;

CREATE TRIGGER key_refusals_refuse_update BEFORE UPDATE ON key_refusals
BEGIN SELECT RAISE(ABORT, 'key_refusals is append-only'); END;
CREATE TRIGGER key_refusals_refuse_delete BEFORE DELETE ON key_refusals
BEGIN SELECT RAISE(ABORT, 'key_refusals is append-only'); END;
