DROP TABLE hall_screens;
ALTER TABLE deputies DROP COLUMN leave_reason;
ALTER TABLE sessions RENAME COLUMN check_in_seed TO check_in_code;
