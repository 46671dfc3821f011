CREATE TABLE rating_periods (
    id UUID NOT NULL PRIMARY KEY,
    congress_id UUID NOT NULL REFERENCES congresses (id),
    year INTEGER NOT NULL,
    opens_on TEXT NOT NULL,
    closes_on TEXT NOT NULL,
    UNIQUE (congress_id, year)
);

CREATE TABLE rating_signs (
    project_id UUID NOT NULL PRIMARY KEY REFERENCES projects (id),
    edition INTEGER NOT NULL CHECK (edition > 0)
);

-- rater is emptied when the period is over.
CREATE TABLE public_ratings (
    id UUID NOT NULL PRIMARY KEY,
    project_id UUID NOT NULL REFERENCES projects (id),
    rater TEXT,
    day TEXT NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('satisfied','basically','dissatisfied')),
    remark TEXT NOT NULL,
    remark_state TEXT NOT NULL CHECK (remark_state IN ('empty','held','released','withheld')),
    UNIQUE (project_id, rater)
);

-- Thrown away the day after, and with it whatever rating_addresses could tell.
CREATE TABLE rating_day_keys (
    day TEXT NOT NULL PRIMARY KEY,
    key BYTEA NOT NULL
);

CREATE TABLE rating_addresses (
    address TEXT NOT NULL PRIMARY KEY,
    day TEXT NOT NULL,
    ratings INTEGER NOT NULL
);

CREATE INDEX public_ratings_by_remark_state ON public_ratings (remark_state);
