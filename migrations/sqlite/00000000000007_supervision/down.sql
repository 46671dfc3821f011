DROP TABLE supervision_files;
DROP TABLE deputy_notes;
DROP TABLE inspection_findings;
DROP TABLE inspection_sub_items;
DROP TABLE inspections;
DROP TABLE group_members;
DROP TABLE supervisors;
ALTER TABLE follow_up_steps DROP COLUMN deadline;
ALTER TABLE accounts DROP COLUMN initial_password;
