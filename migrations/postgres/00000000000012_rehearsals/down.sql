ALTER TABLE scrutineers DROP CONSTRAINT scrutineers_session_id_account_id_key;
ALTER TABLE scrutineers ADD CONSTRAINT scrutineers_account_id_key UNIQUE (account_id);
DROP TABLE rehearsals;
DROP TABLE candidate_uploads;
