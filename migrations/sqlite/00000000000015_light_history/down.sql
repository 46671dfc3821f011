ALTER TABLE lights DROP COLUMN reason_then;
