-- What a scrutineer's browser found wrong in what the server brought it; about names whose part it was.
CREATE TABLE key_refusals (
    ceremony_id UUID NOT NULL REFERENCES key_ceremonies (id),
    position INTEGER NOT NULL,
    finding TEXT NOT NULL CHECK (finding IN ('certificates','part','own')),
    about INTEGER,
    account_id UUID NOT NULL REFERENCES accounts (id),
    received_at TIMESTAMPTZ NOT NULL,
    CHECK ((finding = 'part') = (about IS NOT NULL)),
    PRIMARY KEY (ceremony_id, position)
);

CREATE TRIGGER key_refusals_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON key_refusals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
