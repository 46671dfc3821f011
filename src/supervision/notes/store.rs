//! Rows of `deputy_notes`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use super::note::{Note, NoteState};
use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, DeputyNoteId, FollowUpId, ProjectId},
    supervision::schema::deputy_notes as table,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: DeputyNoteId,
    project_id: ProjectId,
    author_account: AccountId,
    author: String,
    words: String,
    written_at: Ts,
    state: NoteState,
    follow_up_id: Option<FollowUpId>,
    answer: Option<String>,
    settled_by: Option<String>,
    settled_at: Option<Ts>,
}

fn note(row: Row) -> Note {
    let Row {
        id,
        project_id: project,
        author_account,
        author,
        words,
        written_at,
        state,
        follow_up_id: follow_up,
        answer,
        settled_by,
        settled_at,
    } = row;
    Note { id, project, author_account, author, words, written_at, state, follow_up, answer, settled_by, settled_at }
}

/// About these projects, newest first.
pub fn notes_about(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<Note>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::project_id.eq_any(projects.to_vec()))
        .order(table::written_at.desc())
        .load(conn)?;
    Ok(rows.into_iter().map(note).collect())
}

/// Newest first.
pub fn notes_by(conn: &mut Conn, author: AccountId) -> Result<Vec<Note>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::author_account.eq(author))
        .order(table::written_at.desc())
        .load(conn)?;
    Ok(rows.into_iter().map(note).collect())
}

pub fn note_by_id(conn: &mut Conn, id: DeputyNoteId) -> Result<Option<Note>, DbError> {
    Ok(table::table.select(Row::as_select()).find(id).first::<Row>(conn).optional()?.map(note))
}

pub fn insert_note(tx: &mut Tx, new: &Note) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::project_id.eq(new.project),
            table::author_account.eq(new.author_account),
            table::author.eq(&new.author),
            table::words.eq(&new.words),
            table::written_at.eq(new.written_at),
            table::state.eq(new.state),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn settle_note(tx: &mut Tx, changed: &Note) -> Result<(), DbError> {
    diesel::update(table::table.find(changed.id))
        .set((
            table::state.eq(changed.state),
            table::follow_up_id.eq(changed.follow_up),
            table::answer.eq(&changed.answer),
            table::settled_by.eq(&changed.settled_by),
            table::settled_at.eq(changed.settled_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
