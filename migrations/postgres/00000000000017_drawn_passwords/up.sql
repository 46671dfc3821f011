-- Drawn by the program, 50 bits: nobody guesses it, so its holder is never made to wait.
ALTER TABLE accounts ADD COLUMN drawn_password BOOLEAN NOT NULL DEFAULT FALSE;
