DROP TABLE paper_counts;
DROP TABLE paper_entries;
ALTER TABLE issue_marks DROP COLUMN kind;
