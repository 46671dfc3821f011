-- As objections, to 测评结果报告单.
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
CREATE TRIGGER rating_objections_keep_reason BEFORE UPDATE OF reason, raised_at ON rating_objections
BEGIN SELECT RAISE(ABORT, 'an objection may not be changed'); END;
