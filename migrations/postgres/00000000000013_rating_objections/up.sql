-- As objections, to 测评结果报告单.
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
CREATE TRIGGER rating_objections_keep_reason BEFORE UPDATE OF reason, raised_at ON rating_objections
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
