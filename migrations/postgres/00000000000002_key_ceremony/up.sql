-- The scrutineers' key ceremony in their browsers: a void one stays, beside the one that follows it.
CREATE TABLE key_ceremonies (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('certificates','polynomials','verifications','finished','void')),
    size INTEGER NOT NULL,
    threshold INTEGER NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    void_reason TEXT,
    CHECK (threshold >= 2 AND threshold <= size),
    CHECK ((state = 'void') = (void_reason IS NOT NULL)),
    UNIQUE (session_id, number)
);

-- What each scrutineer sent, as it was taken; account_id outlives an appointment that is withdrawn.
CREATE TABLE key_messages (
    ceremony_id UUID NOT NULL REFERENCES key_ceremonies (id),
    step TEXT NOT NULL CHECK (step IN ('certificate','polynomial','verification')),
    position INTEGER NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id),
    message TEXT NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (ceremony_id, step, position)
);

CREATE TRIGGER key_messages_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON key_messages
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
