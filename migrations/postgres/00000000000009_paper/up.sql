-- What a deputy took: a ballot on the screen or one on paper, never both.
ALTER TABLE issue_marks ADD COLUMN kind TEXT NOT NULL DEFAULT 'electronic' CHECK (kind IN ('electronic', 'paper'));

-- What a teller wrote down of one bundle of paper ballots. Entered again, it is another row; nothing is overwritten.
CREATE TABLE paper_entries (
    round_id UUID NOT NULL REFERENCES rounds (id),
    bundle INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id),
    teller TEXT NOT NULL,
    figures TEXT NOT NULL,
    entered_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (round_id, bundle, seq)
);

-- The count of a round's paper ballots: called finished by one teller, confirmed by another, taken into a certificate.
CREATE TABLE paper_counts (
    round_id UUID PRIMARY KEY NOT NULL REFERENCES rounds (id),
    state TEXT NOT NULL CHECK (state IN ('called', 'confirmed', 'certified')),
    called_by UUID NOT NULL REFERENCES accounts (id),
    called_name TEXT NOT NULL,
    called_at TIMESTAMPTZ NOT NULL,
    confirmed_name TEXT,
    confirmed_at TIMESTAMPTZ
);

CREATE TRIGGER paper_entries_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON paper_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
