//! Rows of `supervision_files`. The content is fetched only for whoever asks for the file itself.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use crate::{
    db::{Conn, DbError, Ts, Tx, Uid},
    ids::{EvidenceId, ProjectId},
    projects::{Media, Prepared},
    supervision::file::{Owner, Piece},
    supervision::schema::supervision_files as table,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: EvidenceId,
    project_id: ProjectId,
    owner: String,
    owner_id: Uid,
    file_name: String,
    media_type: String,
    width: Option<i32>,
    height: Option<i32>,
    sha256: String,
}

fn piece(row: Row) -> Result<Piece, DbError> {
    let Row { id, project_id: project, owner, owner_id, file_name, media_type, width, height, sha256 } = row;
    let media = Media::of_columns(&media_type, width, height);
    let media = media.ok_or_else(|| DbError::corrupt("a file of no known kind"))?;
    let owner_id = owner_id.0.to_string();
    let owner = match owner.as_str() {
        "step" => Owner::Step(owner_id.parse().map_err(DbError::corrupt)?),
        "inspection" => Owner::Inspection(owner_id.parse().map_err(DbError::corrupt)?),
        "note" => Owner::Note(owner_id.parse().map_err(DbError::corrupt)?),
        _ => return Err(DbError::corrupt("a file of nothing known")),
    };
    Ok(Piece { id, project, owner, file_name, media, sha256 })
}

/// Of these projects, in the order of adding; without the content.
pub fn files_of(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<Piece>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::project_id.eq_any(projects.to_vec()))
        .order((table::added_at, table::id))
        .load(conn)?;
    rows.into_iter().map(piece).collect()
}

pub fn file_with_content(conn: &mut Conn, id: EvidenceId) -> Result<Option<(Piece, Vec<u8>)>, DbError> {
    let row: Option<Row> = table::table.select(Row::as_select()).find(id).first(conn).optional()?;
    let Some(row) = row else { return Ok(None) };
    let content: Vec<u8> = table::table.find(id).select(table::content).first(conn)?;
    Ok(Some((piece(row)?, content)))
}

pub fn insert_files(tx: &mut Tx, project: ProjectId, owner: Owner, files: &[Prepared], at: Ts) -> Result<(), DbError> {
    for file in files {
        let (width, height) = file.media.size();
        diesel::insert_into(table::table)
            .values((
                table::id.eq(EvidenceId::timeless()),
                table::project_id.eq(project),
                table::owner.eq(owner.word()),
                table::owner_id.eq(Uid(owner.uuid())),
                table::file_name.eq(&file.file_name),
                table::media_type.eq(file.media.type_name()),
                table::width.eq(width),
                table::height.eq(height),
                table::sha256.eq(&file.sha256),
                table::content.eq(&file.content),
                table::added_at.eq(at),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// The files of `from` as they are kept, to be put beside something else too.
pub fn kept_files(conn: &mut Conn, from: Owner) -> Result<Vec<Prepared>, DbError> {
    let rows: Vec<(Row, Vec<u8>)> = table::table
        .select((Row::as_select(), table::content))
        .filter(table::owner.eq(from.word()))
        .filter(table::owner_id.eq(Uid(from.uuid())))
        .order((table::added_at, table::id))
        .load(conn)?;
    let kept = |(row, content)| {
        let Piece { file_name, media, sha256, .. } = piece(row)?;
        Ok(Prepared { file_name, media, content, sha256 })
    };
    rows.into_iter().map(kept).collect()
}
