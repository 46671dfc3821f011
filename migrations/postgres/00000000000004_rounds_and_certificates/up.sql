-- Which round of the item this is, the roll it was ordered under, and the presidium's word by which it was.
ALTER TABLE rounds ADD COLUMN kind TEXT NOT NULL DEFAULT 'first' CHECK (kind IN ('first','revote','further_ballot'));
ALTER TABLE rounds ADD COLUMN roll_fingerprint TEXT;
ALTER TABLE rounds ADD COLUMN ordered TEXT;

-- What the presidium decided on a counted round, where the voting method leaves it to it.
CREATE TABLE round_decisions (
    round_id UUID NOT NULL PRIMARY KEY REFERENCES rounds (id),
    decision TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- A round that the presidium annulled: why, by whom, and how it stood.
CREATE TABLE round_annulments (
    round_id UUID NOT NULL PRIMARY KEY REFERENCES rounds (id),
    reason TEXT NOT NULL,
    in_office INTEGER NOT NULL,
    excused INTEGER NOT NULL,
    present INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    annulled_by TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    annulled_at TIMESTAMPTZ NOT NULL
);

-- An act on a round that one person has asked for and a second must confirm.
CREATE TABLE round_requests (
    id UUID NOT NULL PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES rounds (id),
    act TEXT NOT NULL CHECK (act IN ('open','close','annul')),
    reason TEXT NOT NULL,
    requested_by UUID NOT NULL REFERENCES accounts (id),
    requested_name TEXT NOT NULL,
    requested_at TIMESTAMPTZ NOT NULL,
    answer TEXT CHECK (answer IN ('confirmed','withdrawn')),
    answered_name TEXT,
    answered_at TIMESTAMPTZ
);

-- A certificate of a round that was annulled before it was certified.
ALTER TABLE certificates ADD COLUMN withdrawn_at TIMESTAMPTZ;

-- A scrutineer's objection, made instead of signing, and the presidium's ruling on it.
CREATE TABLE objections (
    certificate_id UUID NOT NULL REFERENCES certificates (id),
    scrutineer_id UUID NOT NULL REFERENCES scrutineers (id),
    reason TEXT NOT NULL,
    raised_at TIMESTAMPTZ NOT NULL,
    ruling TEXT CHECK (ruling IN ('overruled','annulled')),
    ruling_reason TEXT,
    ruled_by TEXT,
    ruled_at TIMESTAMPTZ,
    PRIMARY KEY (certificate_id, scrutineer_id)
);

-- What mends a mistake in a certified certificate; document is canonical JSON (RFC 8785), hash is what is signed.
CREATE TABLE corrigenda (
    id UUID NOT NULL PRIMARY KEY,
    certificate_id UUID NOT NULL REFERENCES certificates (id),
    number INTEGER NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    drafted_at TIMESTAMPTZ NOT NULL,
    certified_at TIMESTAMPTZ,
    seal TEXT,
    confirmed_by TEXT,
    UNIQUE (certificate_id, number)
);

CREATE TABLE corrigendum_signatures (
    corrigendum_id UUID NOT NULL REFERENCES corrigenda (id),
    scrutineer_id UUID NOT NULL REFERENCES scrutineers (id),
    signature TEXT NOT NULL,
    signed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (corrigendum_id, scrutineer_id)
);

-- The day on which the plenary adopted the method, as the record says; adopted_at is when that was written down here.
ALTER TABLE voting_methods ADD COLUMN adopted_on TEXT;

CREATE TRIGGER round_decisions_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON round_decisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_annulments_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON round_annulments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER corrigendum_signatures_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON corrigendum_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER corrigenda_keep_document BEFORE UPDATE OF document, hash, number ON corrigenda
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER objections_keep_reason BEFORE UPDATE OF reason, raised_at ON objections
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER round_requests_keep_request BEFORE UPDATE OF act, reason, requested_name ON round_requests
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
