DROP TABLE rating_objections;
DROP TABLE rating_signatures;
DROP TABLE rating_certificates;
DROP TABLE corrigendum_signatures;
DROP TABLE corrigenda;
DROP TABLE objections;
DROP TABLE certificate_signatures;
ALTER TABLE notices DROP CONSTRAINT notices_certificate_id_fkey;
ALTER TABLE projects DROP CONSTRAINT projects_certificate_id_fkey;
DROP TABLE certificates;

-- A paper that scrutineers sign, of whatever kind; text is canonical JSON (RFC 8785), hash is what is signed. about_id is the
-- certificate that a corrigendum mends. Nothing is carried over from the tables that this one replaces.
CREATE TABLE documents (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('certificate','corrigendum','rating')),
    session_id UUID NOT NULL REFERENCES sessions (id),
    round_id UUID NOT NULL REFERENCES rounds (id),
    about_id UUID REFERENCES documents (id),
    number TEXT NOT NULL,
    text TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    drafted_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('drafted','certified','announced','withdrawn')),
    confirmed_by TEXT,
    confirmed_at TIMESTAMPTZ,
    seal TEXT,
    announced_at TIMESTAMPTZ,
    withdrawn_at TIMESTAMPTZ,
    UNIQUE (about_id, number),
    CHECK ((kind = 'corrigendum') = (about_id IS NOT NULL)),
    CHECK ((state IN ('certified','announced')) = (confirmed_at IS NOT NULL)),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL) AND (seal IS NULL) = (confirmed_at IS NULL)),
    CHECK ((state = 'announced') = (announced_at IS NOT NULL)),
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))
);
CREATE UNIQUE INDEX documents_one_of_a_round ON documents (round_id) WHERE about_id IS NULL;
CREATE INDEX documents_by_session ON documents (session_id);

CREATE TABLE document_signatures (
    document_id UUID NOT NULL REFERENCES documents (id),
    scrutineer_id UUID NOT NULL REFERENCES scrutineers (id),
    signature TEXT NOT NULL,
    signed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (document_id, scrutineer_id)
);

-- A scrutineer's objection, made instead of signing, and the presidium's ruling on it.
CREATE TABLE document_objections (
    document_id UUID NOT NULL REFERENCES documents (id),
    scrutineer_id UUID NOT NULL REFERENCES scrutineers (id),
    reason TEXT NOT NULL,
    raised_at TIMESTAMPTZ NOT NULL,
    ruling TEXT CHECK (ruling IN ('overruled','annulled')),
    ruling_reason TEXT,
    ruled_by TEXT,
    ruled_at TIMESTAMPTZ,
    PRIMARY KEY (document_id, scrutineer_id)
);

CREATE TRIGGER documents_keep_text BEFORE UPDATE OF kind, round_id, about_id, number, text, hash ON documents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER document_signatures_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON document_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER document_objections_keep_reason BEFORE UPDATE OF reason, raised_at ON document_objections
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE notices ADD FOREIGN KEY (certificate_id) REFERENCES documents (id);
ALTER TABLE projects ADD FOREIGN KEY (certificate_id) REFERENCES documents (id);
