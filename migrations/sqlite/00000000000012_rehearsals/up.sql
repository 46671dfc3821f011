-- An uploaded candidate list between preview and import.
CREATE TABLE candidate_uploads (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    file_name TEXT NOT NULL,
    content BLOB NOT NULL,
    uploaded_at TEXT NOT NULL
) STRICT;

-- A congress's rehearsal, of which there is at most one. Its session is kept under the year's negative, so that none is
-- taken for the session of the year. practice_seeds: the scrutineers' seeds, where the server made them.
CREATE TABLE rehearsals (
    congress_id BLOB NOT NULL PRIMARY KEY REFERENCES congresses (id),
    session_id BLOB NOT NULL UNIQUE REFERENCES sessions (id),
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    practice_seeds TEXT,
    started_by TEXT NOT NULL,
    started_at TEXT NOT NULL
) STRICT;

-- One person may be a scrutineer of several sessions.
CREATE TABLE scrutineers_anew (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    position INTEGER NOT NULL,
    chief INTEGER NOT NULL CHECK (chief IN (0, 1)),
    verification_key TEXT,
    encrypted_decryption_key TEXT,
    copy_confirmed_at TEXT,
    UNIQUE (session_id, position),
    UNIQUE (session_id, account_id)
) STRICT;
INSERT INTO scrutineers_anew
    SELECT id, session_id, account_id, position, chief, verification_key, encrypted_decryption_key, copy_confirmed_at
    FROM scrutineers;
DROP TABLE scrutineers;
ALTER TABLE scrutineers_anew RENAME TO scrutineers;
