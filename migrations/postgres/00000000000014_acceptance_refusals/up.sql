-- 验收未通过: said of the newest report; the next one answers it.
CREATE TABLE acceptance_refusals (
    report_id UUID NOT NULL PRIMARY KEY REFERENCES progress_reports (id),
    sub_item_id UUID NOT NULL REFERENCES project_sub_items (id),
    project_id UUID NOT NULL REFERENCES projects (id),
    words TEXT NOT NULL,
    refused_by_account UUID NOT NULL REFERENCES accounts (id),
    refused_by TEXT NOT NULL,
    refused_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX acceptance_refusals_by_project_id ON acceptance_refusals (project_id);
CREATE TRIGGER acceptance_refusals_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON acceptance_refusals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
