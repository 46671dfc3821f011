-- 验收未通过: said of the newest report; the next one answers it.
CREATE TABLE acceptance_refusals (
    report_id BLOB NOT NULL PRIMARY KEY REFERENCES progress_reports (id),
    sub_item_id BLOB NOT NULL REFERENCES project_sub_items (id),
    project_id BLOB NOT NULL REFERENCES projects (id),
    words TEXT NOT NULL,
    refused_by_account BLOB NOT NULL REFERENCES accounts (id),
    refused_by TEXT NOT NULL,
    refused_at TEXT NOT NULL
) STRICT;
CREATE INDEX acceptance_refusals_by_project_id ON acceptance_refusals (project_id);
CREATE TRIGGER acceptance_refusals_refuse_update BEFORE UPDATE ON acceptance_refusals
BEGIN SELECT RAISE(ABORT, 'acceptance_refusals is append-only'); END;
CREATE TRIGGER acceptance_refusals_refuse_delete BEFORE DELETE ON acceptance_refusals
BEGIN SELECT RAISE(ABORT, 'acceptance_refusals is append-only'); END;
