-- Ballots that were opened to be checked instead of being cast. No person, no time.
CREATE TABLE opened_ballots (
    round_id UUID NOT NULL REFERENCES rounds (id),
    tracker TEXT NOT NULL,
    -- What is typed on the other device: the beginning of the tracker.
    code TEXT NOT NULL UNIQUE,
    ciphertexts TEXT NOT NULL,
    credential TEXT NOT NULL,
    opening BYTEA NOT NULL,
    PRIMARY KEY (round_id, tracker),
    UNIQUE (round_id, ciphertexts)
);

-- Ballots whose owners have looked them up and said so. No person, no time.
CREATE TABLE checked_ballots (
    round_id UUID NOT NULL REFERENCES rounds (id),
    tracker TEXT NOT NULL,
    -- By then everybody could compute all trackers from the published box.
    after_publication BOOLEAN NOT NULL,
    PRIMARY KEY (round_id, tracker)
);

-- Keys taken off the list before voting; whose they were is not kept.
CREATE TABLE cancelled_keys (
    round_id UUID NOT NULL REFERENCES rounds (id),
    public_key TEXT NOT NULL,
    PRIMARY KEY (round_id, public_key)
);

-- Cancellations that wait for a scrutineer; gone once decided.
CREATE TABLE cancel_requests (
    round_id UUID NOT NULL REFERENCES rounds (id),
    deputy_id UUID NOT NULL REFERENCES deputies (id),
    requested_by TEXT NOT NULL,
    PRIMARY KEY (round_id, deputy_id)
);

CREATE TRIGGER opened_ballots_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON opened_ballots
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checked_ballots_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON checked_ballots
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cancelled_keys_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON cancelled_keys
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
