-- The reason as it was when the light changed: reason and figures of the current light go on being refreshed.
ALTER TABLE lights ADD COLUMN reason_then TEXT NOT NULL DEFAULT '';
UPDATE lights SET reason_then = reason;
