DROP TABLE follower_letters;
DROP TABLE followers;
