-- Tries at the door of an account, by whom: neither a name that was typed nor an address can be read from it.
CREATE TABLE sign_in_tries (
    account_key TEXT NOT NULL,
    caller TEXT NOT NULL,
    tries INTEGER NOT NULL,
    last_at TIMESTAMPTZ NOT NULL,
    -- Until when the caller has to wait.
    free_at TIMESTAMPTZ,
    PRIMARY KEY (account_key, caller)
);
CREATE INDEX sign_in_tries_by_last_at ON sign_in_tries (last_at);
ALTER TABLE accounts DROP COLUMN failed_attempts;
ALTER TABLE accounts DROP COLUMN locked_until;
