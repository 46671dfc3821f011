DROP TABLE rating_signatures;
DROP TABLE rating_certificates;
DROP TABLE rating_rounds;
ALTER TABLE rounds DROP COLUMN purpose;
DROP TABLE rating_addresses;
DROP TABLE rating_day_keys;
DROP TABLE public_ratings;
DROP TABLE rating_signs;
DROP TABLE rating_periods;
