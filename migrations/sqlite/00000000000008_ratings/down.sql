DROP TABLE rating_addresses;
DROP TABLE rating_day_keys;
DROP TABLE public_ratings;
DROP TABLE rating_signs;
DROP TABLE rating_periods;
