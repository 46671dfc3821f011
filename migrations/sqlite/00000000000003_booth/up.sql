-- Ballots that were opened to be checked instead of being cast. No person, no time.
CREATE TABLE opened_ballots (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    tracker TEXT NOT NULL,
    -- What is typed on the other device: the beginning of the tracker.
    code TEXT NOT NULL UNIQUE,
    ciphertexts TEXT NOT NULL,
    credential TEXT NOT NULL,
    opening BLOB NOT NULL,
    PRIMARY KEY (round_id, tracker),
    UNIQUE (round_id, ciphertexts)
) STRICT, WITHOUT ROWID;

-- Ballots whose owners have looked them up and said so. No person, no time.
CREATE TABLE checked_ballots (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    tracker TEXT NOT NULL,
    -- By then everybody could compute all trackers from the published box.
    after_publication INTEGER NOT NULL CHECK (after_publication IN (0, 1)),
    PRIMARY KEY (round_id, tracker)
) STRICT, WITHOUT ROWID;

-- Keys taken off the list before voting; whose they were is not kept.
CREATE TABLE cancelled_keys (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    public_key TEXT NOT NULL,
    PRIMARY KEY (round_id, public_key)
) STRICT, WITHOUT ROWID;

-- Cancellations that wait for a scrutineer; gone once decided.
CREATE TABLE cancel_requests (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    deputy_id BLOB NOT NULL REFERENCES deputies (id),
    requested_by TEXT NOT NULL,
    PRIMARY KEY (round_id, deputy_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER opened_ballots_refuse_update BEFORE UPDATE ON opened_ballots
BEGIN SELECT RAISE(ABORT, 'opened_ballots is append-only'); END;
CREATE TRIGGER opened_ballots_refuse_delete BEFORE DELETE ON opened_ballots
BEGIN SELECT RAISE(ABORT, 'opened_ballots is append-only'); END;
CREATE TRIGGER checked_ballots_refuse_update BEFORE UPDATE ON checked_ballots
BEGIN SELECT RAISE(ABORT, 'checked_ballots is append-only'); END;
CREATE TRIGGER checked_ballots_refuse_delete BEFORE DELETE ON checked_ballots
BEGIN SELECT RAISE(ABORT, 'checked_ballots is append-only'); END;
CREATE TRIGGER cancelled_keys_refuse_update BEFORE UPDATE ON cancelled_keys
BEGIN SELECT RAISE(ABORT, 'cancelled_keys is append-only'); END;
CREATE TRIGGER cancelled_keys_refuse_delete BEFORE DELETE ON cancelled_keys
BEGIN SELECT RAISE(ABORT, 'cancelled_keys is append-only'); END;
