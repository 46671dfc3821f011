CREATE TABLE scrutineers_before (
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
INSERT INTO scrutineers_before
    SELECT id, session_id, account_id, position, chief, verification_key, encrypted_decryption_key, copy_confirmed_at
    FROM scrutineers;
DROP TABLE scrutineers;
ALTER TABLE scrutineers_before RENAME TO scrutineers;
DROP TABLE rehearsals;
DROP TABLE candidate_uploads;
