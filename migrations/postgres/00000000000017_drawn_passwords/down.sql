ALTER TABLE accounts DROP COLUMN drawn_password;
