DROP TABLE document_objections;
DROP TABLE document_signatures;
ALTER TABLE documents RENAME TO certificates;
DROP TABLE certificates;

CREATE TABLE certificates (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    round_id BLOB NOT NULL UNIQUE REFERENCES rounds (id),
    number TEXT NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('drafted','certified','announced')),
    drafted_at TEXT NOT NULL,
    certified_at TEXT,
    seal TEXT,
    confirmed_by TEXT,
    confirmed_at TEXT,
    withdrawn_at TEXT
) STRICT;

CREATE TABLE certificate_signatures (
    certificate_id BLOB NOT NULL REFERENCES certificates (id),
    scrutineer_id BLOB NOT NULL REFERENCES scrutineers (id),
    signature TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    PRIMARY KEY (certificate_id, scrutineer_id)
) STRICT;

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

CREATE TABLE rating_objections (
    certificate_id BLOB NOT NULL REFERENCES rating_certificates (id),
    scrutineer_id BLOB NOT NULL REFERENCES scrutineers (id),
    reason TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    ruling TEXT CHECK (ruling IN ('overruled','annulled')),
    ruling_reason TEXT,
    ruled_by TEXT,
    ruled_at TEXT,
    PRIMARY KEY (certificate_id, scrutineer_id)
) STRICT;

CREATE TRIGGER certificate_signatures_refuse_update BEFORE UPDATE ON certificate_signatures
BEGIN SELECT RAISE(ABORT, 'certificate_signatures is append-only'); END;
CREATE TRIGGER certificate_signatures_refuse_delete BEFORE DELETE ON certificate_signatures
BEGIN SELECT RAISE(ABORT, 'certificate_signatures is append-only'); END;
CREATE TRIGGER certificates_keep_document BEFORE UPDATE OF document, hash, number ON certificates
BEGIN SELECT RAISE(ABORT, 'a certificate is mended only by a corrigendum'); END;
CREATE TRIGGER corrigendum_signatures_refuse_update BEFORE UPDATE ON corrigendum_signatures
BEGIN SELECT RAISE(ABORT, 'corrigendum_signatures is append-only'); END;
CREATE TRIGGER corrigendum_signatures_refuse_delete BEFORE DELETE ON corrigendum_signatures
BEGIN SELECT RAISE(ABORT, 'corrigendum_signatures is append-only'); END;
CREATE TRIGGER corrigenda_keep_document BEFORE UPDATE OF document, hash, number ON corrigenda
BEGIN SELECT RAISE(ABORT, 'a corrigendum is mended only by another'); END;
CREATE TRIGGER objections_keep_reason BEFORE UPDATE OF reason, raised_at ON objections
BEGIN SELECT RAISE(ABORT, 'an objection may not be changed'); END;
CREATE TRIGGER rating_signatures_refuse_update BEFORE UPDATE ON rating_signatures
BEGIN SELECT RAISE(ABORT, 'rating_signatures is append-only'); END;
CREATE TRIGGER rating_signatures_refuse_delete BEFORE DELETE ON rating_signatures
BEGIN SELECT RAISE(ABORT, 'rating_signatures is append-only'); END;
CREATE TRIGGER rating_certificates_keep_document BEFORE UPDATE OF document, hash ON rating_certificates
BEGIN SELECT RAISE(ABORT, 'a rating certificate may not be changed'); END;
CREATE TRIGGER rating_objections_keep_reason BEFORE UPDATE OF reason, raised_at ON rating_objections
BEGIN SELECT RAISE(ABORT, 'an objection may not be changed'); END;
