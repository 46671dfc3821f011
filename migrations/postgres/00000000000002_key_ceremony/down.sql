DROP TABLE key_messages;
DROP TABLE key_ceremonies;
