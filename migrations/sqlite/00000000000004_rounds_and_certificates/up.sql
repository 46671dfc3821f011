-- Which round of the item this is, the roll it was ordered under, and the presidium's word by which it was.
ALTER TABLE rounds ADD COLUMN kind TEXT NOT NULL DEFAULT 'first' CHECK (kind IN ('first','revote','further_ballot'));
ALTER TABLE rounds ADD COLUMN roll_fingerprint TEXT;
ALTER TABLE rounds ADD COLUMN ordered TEXT;

-- What the presidium decided on a counted round, where the voting method leaves it to it.
CREATE TABLE round_decisions (
    round_id BLOB NOT NULL PRIMARY KEY REFERENCES rounds (id),
    decision TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;

-- A round that the presidium annulled: why, by whom, and how it stood.
CREATE TABLE round_annulments (
    round_id BLOB NOT NULL PRIMARY KEY REFERENCES rounds (id),
    reason TEXT NOT NULL,
    in_office INTEGER NOT NULL,
    excused INTEGER NOT NULL,
    present INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    annulled_by TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    annulled_at TEXT NOT NULL
) STRICT;

-- An act on a round that one person has asked for and a second must confirm.
CREATE TABLE round_requests (
    id BLOB NOT NULL PRIMARY KEY,
    round_id BLOB NOT NULL REFERENCES rounds (id),
    act TEXT NOT NULL CHECK (act IN ('open','close','annul')),
    reason TEXT NOT NULL,
    requested_by BLOB NOT NULL REFERENCES accounts (id),
    requested_name TEXT NOT NULL,
    requested_at TEXT NOT NULL,
    answer TEXT CHECK (answer IN ('confirmed','withdrawn')),
    answered_name TEXT,
    answered_at TEXT
) STRICT;

-- A certificate of a round that was annulled before it was certified.
ALTER TABLE certificates ADD COLUMN withdrawn_at TEXT;

-- A scrutineer's objection, made instead of signing, and the presidium's ruling on it.
CREATE TABLE objections (
    certificate_id BLOB NOT NULL REFERENCES certificates (id),
    scrutineer_id BLOB NOT NULL REFERENCES scrutineers (id),
    reason TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    ruling TEXT CHECK (ruling IN ('overruled','annulled')),
    ruling_reason TEXT,
    ruled_by TEXT,
    ruled_at TEXT,
    PRIMARY KEY (certificate_id, scrutineer_id)
) STRICT;

-- What mends a mistake in a certified certificate; document is canonical JSON (RFC 8785), hash is what is signed.
CREATE TABLE corrigenda (
    id BLOB NOT NULL PRIMARY KEY,
    certificate_id BLOB NOT NULL REFERENCES certificates (id),
    number INTEGER NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    drafted_at TEXT NOT NULL,
    certified_at TEXT,
    seal TEXT,
    confirmed_by TEXT,
    UNIQUE (certificate_id, number)
) STRICT;

CREATE TABLE corrigendum_signatures (
    corrigendum_id BLOB NOT NULL REFERENCES corrigenda (id),
    scrutineer_id BLOB NOT NULL REFERENCES scrutineers (id),
    signature TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    PRIMARY KEY (corrigendum_id, scrutineer_id)
) STRICT;

-- The day on which the plenary adopted the method, as the record says; adopted_at is when that was written down here.
ALTER TABLE voting_methods ADD COLUMN adopted_on TEXT;

CREATE TRIGGER round_decisions_refuse_update BEFORE UPDATE ON round_decisions
BEGIN SELECT RAISE(ABORT, 'round_decisions is append-only'); END;
CREATE TRIGGER round_decisions_refuse_delete BEFORE DELETE ON round_decisions
BEGIN SELECT RAISE(ABORT, 'round_decisions is append-only'); END;
CREATE TRIGGER round_annulments_refuse_update BEFORE UPDATE ON round_annulments
BEGIN SELECT RAISE(ABORT, 'round_annulments is append-only'); END;
CREATE TRIGGER round_annulments_refuse_delete BEFORE DELETE ON round_annulments
BEGIN SELECT RAISE(ABORT, 'round_annulments is append-only'); END;
CREATE TRIGGER corrigendum_signatures_refuse_update BEFORE UPDATE ON corrigendum_signatures
BEGIN SELECT RAISE(ABORT, 'corrigendum_signatures is append-only'); END;
CREATE TRIGGER corrigendum_signatures_refuse_delete BEFORE DELETE ON corrigendum_signatures
BEGIN SELECT RAISE(ABORT, 'corrigendum_signatures is append-only'); END;
CREATE TRIGGER corrigenda_keep_document BEFORE UPDATE OF document, hash, number ON corrigenda
BEGIN SELECT RAISE(ABORT, 'a corrigendum is mended only by another'); END;
CREATE TRIGGER objections_keep_reason BEFORE UPDATE OF reason, raised_at ON objections
BEGIN SELECT RAISE(ABORT, 'an objection may not be changed'); END;
CREATE TRIGGER round_requests_keep_request BEFORE UPDATE OF act, reason, requested_name ON round_requests
BEGIN SELECT RAISE(ABORT, 'a request may not be changed'); END;
