-- The code on the hall screen turns every minute; kept is only what it is derived from.
ALTER TABLE sessions RENAME COLUMN check_in_code TO check_in_seed;

-- Why a deputy is excused: 请假 with its reason, or nothing.
ALTER TABLE deputies ADD COLUMN leave_reason TEXT;

-- 发票 on the screen or on paper: one mark a deputy, so nobody has both.
ALTER TABLE issue_marks ADD COLUMN kind TEXT NOT NULL DEFAULT 'electronic' CHECK (kind IN ('electronic','paper'));

-- What the secretariat lets the hall screens show.
CREATE TABLE hall_screens (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES sessions (id),
    view TEXT NOT NULL CHECK (view IN ('auto','standby','attendance','voting','result')),
    countdown_ends_at TIMESTAMPTZ,
    reveal_began_at TIMESTAMPTZ
);

-- Stacks of paper ballots taken out of the box, by number and size; no ballot is told from another.
CREATE TABLE paper_bundles (
    id UUID NOT NULL PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES rounds (id),
    number INTEGER NOT NULL,
    size INTEGER NOT NULL,
    UNIQUE (round_id, number)
);

-- What a teller counted in a stack. A later entry of the same teller stands in the place of an earlier one, which stays.
CREATE TABLE paper_entries (
    id UUID NOT NULL PRIMARY KEY,
    bundle_id UUID NOT NULL REFERENCES paper_bundles (id),
    teller_id UUID NOT NULL REFERENCES accounts (id),
    teller_name TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    document TEXT NOT NULL,
    entered_at TIMESTAMPTZ NOT NULL,
    UNIQUE (bundle_id, teller_id, attempt)
);

-- 演练: a congress of its own, with copies of the people of the one it rehearses for.
CREATE TABLE rehearsals (
    congress_id UUID NOT NULL PRIMARY KEY REFERENCES congresses (id),
    rehearsal_of UUID NOT NULL UNIQUE REFERENCES congresses (id),
    began_at TIMESTAMPTZ NOT NULL
);

-- The seeds of a rehearsal's scrutineers, which open nothing but the rehearsal's box.
CREATE TABLE rehearsal_seeds (
    scrutineer_id UUID NOT NULL PRIMARY KEY REFERENCES scrutineers (id),
    seed TEXT NOT NULL
);

CREATE TRIGGER paper_entries_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON paper_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
