CREATE TABLE rating_periods (
    id BLOB NOT NULL PRIMARY KEY,
    congress_id BLOB NOT NULL REFERENCES congresses (id),
    year INTEGER NOT NULL,
    opens_on TEXT NOT NULL,
    closes_on TEXT NOT NULL,
    UNIQUE (congress_id, year)
) STRICT;

CREATE TABLE rating_signs (
    project_id BLOB NOT NULL PRIMARY KEY REFERENCES projects (id),
    edition INTEGER NOT NULL CHECK (edition > 0)
) STRICT;

-- rater is emptied when the period is over.
CREATE TABLE public_ratings (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    rater TEXT,
    day TEXT NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('satisfied','basically','dissatisfied')),
    remark TEXT NOT NULL,
    remark_state TEXT NOT NULL CHECK (remark_state IN ('empty','held','released','withheld')),
    UNIQUE (project_id, rater)
) STRICT;

-- Thrown away the day after, and with it whatever rating_addresses could tell.
CREATE TABLE rating_day_keys (
    day TEXT NOT NULL PRIMARY KEY,
    key BLOB NOT NULL
) STRICT;

CREATE TABLE rating_addresses (
    address TEXT NOT NULL PRIMARY KEY,
    day TEXT NOT NULL,
    ratings INTEGER NOT NULL
) STRICT;

CREATE INDEX public_ratings_by_remark_state ON public_ratings (remark_state);

-- What a round is on. The second kind is numbered downward from -1, so that a re-vote never meets it.
ALTER TABLE rounds ADD COLUMN purpose TEXT NOT NULL DEFAULT 'choice' CHECK (purpose IN ('choice','rating'));

-- The year whose projects the deputies rate in a round.
CREATE TABLE rating_rounds (
    round_id BLOB NOT NULL PRIMARY KEY REFERENCES rounds (id),
    congress_id BLOB NOT NULL REFERENCES congresses (id),
    year INTEGER NOT NULL
) STRICT;

-- document is canonical JSON (RFC 8785); hash is what is signed.
CREATE TABLE rating_certificates (
    id BLOB NOT NULL PRIMARY KEY,
    round_id BLOB NOT NULL UNIQUE REFERENCES rounds (id),
    congress_id BLOB NOT NULL REFERENCES congresses (id),
    year INTEGER NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('drafted','certified','announced')),
    drafted_at TEXT NOT NULL,
    seal TEXT,
    confirmed_by TEXT,
    confirmed_at TEXT,
    announced_at TEXT
) STRICT;

CREATE TABLE rating_signatures (
    certificate_id BLOB NOT NULL REFERENCES rating_certificates (id),
    scrutineer_id BLOB NOT NULL REFERENCES scrutineers (id),
    signature TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    PRIMARY KEY (certificate_id, scrutineer_id)
) STRICT;

CREATE TRIGGER rating_signatures_refuse_update BEFORE UPDATE ON rating_signatures
BEGIN SELECT RAISE(ABORT, 'rating_signatures is append-only'); END;
CREATE TRIGGER rating_signatures_refuse_delete BEFORE DELETE ON rating_signatures
BEGIN SELECT RAISE(ABORT, 'rating_signatures is append-only'); END;
CREATE TRIGGER rating_certificates_keep_document BEFORE UPDATE OF document, hash ON rating_certificates
BEGIN SELECT RAISE(ABORT, 'a rating certificate may not be changed'); END;
