DROP TABLE document_objections;
DROP TABLE document_signatures;
ALTER TABLE notices DROP CONSTRAINT notices_certificate_id_fkey;
ALTER TABLE projects DROP CONSTRAINT projects_certificate_id_fkey;
DROP TABLE documents;

CREATE TABLE certificates (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    round_id UUID NOT NULL UNIQUE REFERENCES rounds (id),
    number TEXT NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('drafted','certified','announced')),
    drafted_at TIMESTAMPTZ NOT NULL,
    certified_at TIMESTAMPTZ,
    seal TEXT,
    confirmed_by TEXT,
    confirmed_at TIMESTAMPTZ,
    withdrawn_at TIMESTAMPTZ
);

CREATE TABLE certificate_signatures (
    certificate_id UUID NOT NULL REFERENCES certificates (id),
    scrutineer_id UUID NOT NULL REFERENCES scrutineers (id),
    signature TEXT NOT NULL,
    signed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (certificate_id, scrutineer_id)
);

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

CREATE TABLE rating_certificates (
    id UUID NOT NULL PRIMARY KEY,
    round_id UUID NOT NULL UNIQUE REFERENCES rounds (id),
    congress_id UUID NOT NULL REFERENCES congresses (id),
    year INTEGER NOT NULL,
    document TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('drafted','certified','announced')),
    drafted_at TIMESTAMPTZ NOT NULL,
    seal TEXT,
    confirmed_by TEXT,
    confirmed_at TIMESTAMPTZ,
    announced_at TIMESTAMPTZ
);

CREATE TABLE rating_signatures (
    certificate_id UUID NOT NULL REFERENCES rating_certificates (id),
    scrutineer_id UUID NOT NULL REFERENCES scrutineers (id),
    signature TEXT NOT NULL,
    signed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (certificate_id, scrutineer_id)
);

CREATE TABLE rating_objections (
    certificate_id UUID NOT NULL REFERENCES rating_certificates (id),
    scrutineer_id UUID NOT NULL REFERENCES scrutineers (id),
    reason TEXT NOT NULL,
    raised_at TIMESTAMPTZ NOT NULL,
    ruling TEXT CHECK (ruling IN ('overruled','annulled')),
    ruling_reason TEXT,
    ruled_by TEXT,
    ruled_at TIMESTAMPTZ,
    PRIMARY KEY (certificate_id, scrutineer_id)
);

CREATE TRIGGER certificate_signatures_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificates_keep_document BEFORE UPDATE OF document, hash, number ON certificates
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER corrigendum_signatures_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON corrigendum_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER corrigenda_keep_document BEFORE UPDATE OF document, hash, number ON corrigenda
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER objections_keep_reason BEFORE UPDATE OF reason, raised_at ON objections
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_signatures_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON rating_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_certificates_keep_document BEFORE UPDATE OF document, hash ON rating_certificates
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_objections_keep_reason BEFORE UPDATE OF reason, raised_at ON rating_objections
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE notices ADD FOREIGN KEY (certificate_id) REFERENCES certificates (id);
ALTER TABLE projects ADD FOREIGN KEY (certificate_id) REFERENCES certificates (id);
