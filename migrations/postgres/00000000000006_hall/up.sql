-- The code on the hall screen turns every minute; kept is only what it is derived from.
ALTER TABLE sessions RENAME COLUMN check_in_code TO check_in_seed;

-- Why a deputy is excused: 请假 with its reason, or nothing.
ALTER TABLE deputies ADD COLUMN leave_reason TEXT;

-- What the secretariat lets the hall screens show.
CREATE TABLE hall_screens (
    session_id UUID NOT NULL PRIMARY KEY REFERENCES sessions (id),
    view TEXT NOT NULL CHECK (view IN ('auto','standby','attendance','voting','result')),
    countdown_ends_at TIMESTAMPTZ,
    reveal_began_at TIMESTAMPTZ
);
