DROP TABLE cancel_requests;
DROP TABLE cancelled_keys;
DROP TABLE checked_ballots;
DROP TABLE opened_ballots;
