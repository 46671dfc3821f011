DROP TABLE rating_objections;
