-- Under which server secret this database was begun: one row.
CREATE TABLE secret_fingerprint (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    fingerprint TEXT NOT NULL
) STRICT;
