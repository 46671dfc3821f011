-- An uploaded candidate list between preview and import.
CREATE TABLE candidate_uploads (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    file_name TEXT NOT NULL,
    content BYTEA NOT NULL,
    uploaded_at TIMESTAMPTZ NOT NULL
);

-- A congress's rehearsal, of which there is at most one. Its session is kept under the year's negative, so that none is
-- taken for the session of the year. practice_seeds: the scrutineers' seeds, where the server made them.
CREATE TABLE rehearsals (
    congress_id UUID NOT NULL PRIMARY KEY REFERENCES congresses (id),
    session_id UUID NOT NULL UNIQUE REFERENCES sessions (id),
    current BOOLEAN NOT NULL,
    practice_seeds TEXT,
    started_by TEXT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL
);

-- One person may be a scrutineer of several sessions.
ALTER TABLE scrutineers DROP CONSTRAINT scrutineers_account_id_key;
ALTER TABLE scrutineers ADD UNIQUE (session_id, account_id);
