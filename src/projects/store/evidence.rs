//! Rows of `evidence`. The content is fetched only for whoever asks for the file itself.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{EvidenceId, ProjectId, ReportId},
    projects::evidence::{Evidence, Media},
    projects::schema::evidence,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = evidence)]
struct Row {
    id: EvidenceId,
    project_id: ProjectId,
    report_id: ReportId,
    file_name: String,
    media_type: String,
    width: Option<i32>,
    height: Option<i32>,
    sha256: String,
    added_by: String,
    added_at: Ts,
}

fn piece(row: Row) -> Result<Evidence, DbError> {
    let Row {
        id,
        project_id: project,
        report_id: report,
        file_name,
        media_type,
        width,
        height,
        sha256,
        added_by,
        added_at,
    } = row;
    let media = Media::of_columns(&media_type, width, height);
    let media = media.ok_or_else(|| DbError::corrupt("evidence of no known kind"))?;
    Ok(Evidence { id, project, report, file_name, media, sha256, added_by, added_at })
}

/// Of these projects, in the order of adding; without the content.
pub fn evidence_of(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<Evidence>, DbError> {
    let rows: Vec<Row> = evidence::table
        .select(Row::as_select())
        .filter(evidence::project_id.eq_any(projects.to_vec()))
        .order(evidence::added_at)
        .load(conn)?;
    rows.into_iter().map(piece).collect()
}

pub fn evidence_of_report(conn: &mut Conn, report: ReportId) -> Result<Vec<Evidence>, DbError> {
    let rows: Vec<Row> = evidence::table
        .select(Row::as_select())
        .filter(evidence::report_id.eq(report))
        .order(evidence::added_at)
        .load(conn)?;
    rows.into_iter().map(piece).collect()
}

pub fn evidence_with_content(conn: &mut Conn, id: EvidenceId) -> Result<Option<(Evidence, Vec<u8>)>, DbError> {
    let row: Option<Row> = evidence::table.select(Row::as_select()).find(id).first(conn).optional()?;
    let Some(row) = row else { return Ok(None) };
    let content: Vec<u8> = evidence::table.find(id).select(evidence::content).first(conn)?;
    Ok(Some((piece(row)?, content)))
}

pub fn insert_evidence(tx: &mut Tx, new: &Evidence, content: &[u8]) -> Result<(), DbError> {
    let (width, height) = new.media.size();
    diesel::insert_into(evidence::table)
        .values((
            evidence::id.eq(new.id),
            evidence::project_id.eq(new.project),
            evidence::report_id.eq(new.report),
            evidence::file_name.eq(&new.file_name),
            evidence::media_type.eq(new.media.type_name()),
            evidence::width.eq(width),
            evidence::height.eq(height),
            evidence::sha256.eq(&new.sha256),
            evidence::content.eq(content),
            evidence::added_by.eq(&new.added_by),
            evidence::added_at.eq(new.added_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
