DROP TABLE rehearsal_seeds;
DROP TABLE rehearsals;
DROP TABLE paper_entries;
DROP TABLE paper_bundles;
DROP TABLE hall_screens;
ALTER TABLE issue_marks DROP COLUMN kind;
ALTER TABLE deputies DROP COLUMN leave_reason;
ALTER TABLE sessions RENAME COLUMN check_in_seed TO check_in_code;
