-- Drawn by the program, 50 bits: nobody guesses it, so its holder is never made to wait.
ALTER TABLE accounts ADD COLUMN drawn_password INTEGER NOT NULL DEFAULT 0 CHECK (drawn_password IN (0, 1));
