DROP TABLE rating_objections;
DROP TABLE rating_signatures;
DROP TABLE rating_certificates;
DROP TABLE corrigendum_signatures;
DROP TABLE corrigenda;
DROP TABLE objections;
DROP TABLE certificate_signatures;
-- Renaming carries the references of notices and projects over to the new table, which then takes the old one's place.
ALTER TABLE certificates RENAME TO documents;
DROP TABLE documents;

-- A paper that scrutineers sign, of whatever kind; text is canonical JSON (RFC 8785), hash is what is signed. about_id is the
-- certificate that a corrigendum mends. Nothing is carried over from the tables that this one replaces.
CREATE TABLE documents (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('certificate','corrigendum','rating')),
    session_id BLOB NOT NULL REFERENCES sessions (id),
    round_id BLOB NOT NULL REFERENCES rounds (id),
    about_id BLOB REFERENCES documents (id),
    number TEXT NOT NULL,
    text TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    drafted_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('drafted','certified','announced','withdrawn')),
    confirmed_by TEXT,
    confirmed_at TEXT,
    seal TEXT,
    announced_at TEXT,
    withdrawn_at TEXT,
    UNIQUE (about_id, number),
    CHECK ((kind = 'corrigendum') = (about_id IS NOT NULL)),
    CHECK ((state IN ('certified','announced')) = (confirmed_at IS NOT NULL)),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL) AND (seal IS NULL) = (confirmed_at IS NULL)),
    CHECK ((state = 'announced') = (announced_at IS NOT NULL)),
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX documents_one_of_a_round ON documents (round_id) WHERE about_id IS NULL;
CREATE INDEX documents_by_session ON documents (session_id);

CREATE TABLE document_signatures (
    document_id BLOB NOT NULL REFERENCES documents (id),
    scrutineer_id BLOB NOT NULL REFERENCES scrutineers (id),
    signature TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    PRIMARY KEY (document_id, scrutineer_id)
) STRICT;

-- A scrutineer's objection, made instead of signing, and the presidium's ruling on it.
CREATE TABLE document_objections (
    document_id BLOB NOT NULL REFERENCES documents (id),
    scrutineer_id BLOB NOT NULL REFERENCES scrutineers (id),
    reason TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    ruling TEXT CHECK (ruling IN ('overruled','annulled')),
    ruling_reason TEXT,
    ruled_by TEXT,
    ruled_at TEXT,
    PRIMARY KEY (document_id, scrutineer_id)
) STRICT;

CREATE TRIGGER documents_keep_text BEFORE UPDATE OF kind, round_id, about_id, number, text, hash ON documents
BEGIN SELECT RAISE(ABORT, 'a document is mended only by a corrigendum'); END;
CREATE TRIGGER document_signatures_refuse_update BEFORE UPDATE ON document_signatures
BEGIN SELECT RAISE(ABORT, 'document_signatures is append-only'); END;
CREATE TRIGGER document_signatures_refuse_delete BEFORE DELETE ON document_signatures
BEGIN SELECT RAISE(ABORT, 'document_signatures is append-only'); END;
CREATE TRIGGER document_objections_keep_reason BEFORE UPDATE OF reason, raised_at ON document_objections
BEGIN SELECT RAISE(ABORT, 'an objection may not be changed'); END;
