-- What a deputy took: a ballot on the screen or one on paper, never both.
ALTER TABLE issue_marks ADD COLUMN kind TEXT NOT NULL DEFAULT 'electronic' CHECK (kind IN ('electronic', 'paper'));

-- What a teller wrote down of one bundle of paper ballots. Entered again, it is another row; nothing is overwritten.
CREATE TABLE paper_entries (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    bundle INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    teller TEXT NOT NULL,
    figures TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    PRIMARY KEY (round_id, bundle, seq)
) STRICT, WITHOUT ROWID;

-- The count of a round's paper ballots: called finished by one teller, confirmed by another, taken into a certificate.
CREATE TABLE paper_counts (
    round_id BLOB PRIMARY KEY NOT NULL REFERENCES rounds (id),
    state TEXT NOT NULL CHECK (state IN ('called', 'confirmed', 'certified')),
    called_by BLOB NOT NULL REFERENCES accounts (id),
    called_name TEXT NOT NULL,
    called_at TEXT NOT NULL,
    confirmed_name TEXT,
    confirmed_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TRIGGER paper_entries_refuse_update BEFORE UPDATE ON paper_entries
BEGIN SELECT RAISE(ABORT, 'paper_entries is append-only'); END;
CREATE TRIGGER paper_entries_refuse_delete BEFORE DELETE ON paper_entries
BEGIN SELECT RAISE(ABORT, 'paper_entries is append-only'); END;
