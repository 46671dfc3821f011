//! Rows of `voice_answers` and `voice_helps`.

use diesel::{ExpressionMethods, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    guests::{self, Letters, schema::guest_contacts as contacts},
    ids::{CongressId, ProjectId, VoiceAnswerId, VoiceId},
    voices::{
        answer::{Answer, Help, Helped},
        schema::{voice_answers as table, voice_helps as helps, voices},
        voice::{Course, Sight},
    },
    word_enum,
};

word_enum! {
    /// Whether an answer is written to whom it is for.
    AnswerLetter {
        None = "none",
        Due = "due",
        Written = "written",
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: VoiceAnswerId,
    voice_id: VoiceId,
    turn: i32,
    words: String,
    unit: String,
    by_name: String,
    at: Ts,
    due_on: Day,
}

impl From<Row> for Answer {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            voice: row.voice_id,
            turn: row.turn,
            words: row.words,
            unit: row.unit,
            by: row.by_name,
            at: row.at,
            due: row.due_on.0,
        }
    }
}

/// Of these messages, the first one first.
pub fn answers_of(conn: &mut Conn, of: &[VoiceId]) -> Result<Vec<Answer>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::voice_id.eq_any(of.to_vec()))
        .order((table::voice_id, table::turn))
        .load(conn)?;
    Ok(rows.into_iter().map(Answer::from).collect())
}

/// A letter is due where there is an address for one.
pub fn insert_answer(tx: &mut Tx, new: &Answer) -> Result<(), DbError> {
    let contact = guests::contact(tx, new.voice.uuid())?;
    let reached = contact.is_some_and(|contact| contact.letters != Letters::None);
    let letter = if reached { AnswerLetter::Due } else { AnswerLetter::None };
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::voice_id.eq(new.voice),
            table::turn.eq(new.turn),
            table::words.eq(&new.words),
            table::unit.eq(&new.unit),
            table::by_name.eq(&new.by),
            table::at.eq(new.at),
            table::due_on.eq(Day(new.due)),
            table::letter.eq(letter),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// To be written to whoever confirmed that they want letters, oldest first.
pub fn due_letters(conn: &mut Conn, most: i64) -> Result<Vec<Answer>, DbError> {
    let confirmed = contacts::table.filter(contacts::letters.eq(Letters::Confirmed)).select(contacts::owner_id);
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::letter.eq(AnswerLetter::Due))
        .filter(table::voice_id.eq_any(confirmed))
        .order((table::at, table::id))
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(Answer::from).collect())
}

pub fn set_letter(tx: &mut Tx, answer: VoiceAnswerId, letter: AnswerLetter) -> Result<(), DbError> {
    diesel::update(table::table.find(answer)).set(table::letter.eq(letter)).execute(&mut **tx)?;
    Ok(())
}

/// Nothing is due any longer where there is no address for a letter.
pub fn forget_due_letters(tx: &mut Tx) -> Result<(), DbError> {
    let reached = contacts::table.filter(contacts::letters.ne(Letters::None)).select(contacts::owner_id);
    let due = table::table.filter(table::letter.eq(AnswerLetter::Due)).filter(table::voice_id.ne_all(reached));
    diesel::update(due).set(table::letter.eq(AnswerLetter::None)).execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = helps)]
struct HelpRow {
    voice_id: VoiceId,
    turn: i32,
    verdict: Help,
    remark: String,
}

impl From<HelpRow> for Helped {
    fn from(row: HelpRow) -> Self {
        Self { voice: row.voice_id, turn: row.turn, verdict: row.verdict, remark: row.remark }
    }
}

pub fn helps_of(conn: &mut Conn, of: &[VoiceId]) -> Result<Vec<Helped>, DbError> {
    let rows: Vec<HelpRow> = helps::table
        .select(HelpRow::as_select())
        .filter(helps::voice_id.eq_any(of.to_vec()))
        .order((helps::voice_id, helps::turn))
        .load(conn)?;
    Ok(rows.into_iter().map(Helped::from).collect())
}

/// Of what is public in a congress, or in one project.
pub fn public_helps(conn: &mut Conn, congress: CongressId, project: Option<ProjectId>) -> Result<Vec<Helped>, DbError> {
    let mut query = helps::table
        .inner_join(voices::table)
        .select(HelpRow::as_select())
        .filter(voices::congress_id.eq(congress))
        .filter(voices::sight.eq(Sight::Public))
        .filter(voices::course.ne(Course::Withdrawn))
        .into_boxed();
    if let Some(project) = project {
        query = query.filter(voices::project_id.eq(project));
    }
    let rows: Vec<HelpRow> = query.load(conn)?;
    Ok(rows.into_iter().map(Helped::from).collect())
}

/// The last word on an answer stands.
pub fn save_help(tx: &mut Tx, new: &Helped, at: Ts) -> Result<(), DbError> {
    diesel::delete(helps::table.find((new.voice, new.turn))).execute(&mut **tx)?;
    diesel::insert_into(helps::table)
        .values((
            helps::voice_id.eq(new.voice),
            helps::turn.eq(new.turn),
            helps::verdict.eq(new.verdict),
            helps::remark.eq(&new.remark),
            helps::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// An answer that everybody sees, as news.
#[derive(Clone, Debug)]
pub struct AnswerNews {
    pub id: VoiceAnswerId,
    pub voice: VoiceId,
    pub project: ProjectId,
    pub number: i32,
    pub asked: String,
    pub unit: String,
    pub words: String,
    pub at: Ts,
}

/// Newest first.
pub fn answer_news(
    conn: &mut Conn,
    congress: CongressId,
    project: Option<ProjectId>,
    most: i64,
) -> Result<Vec<AnswerNews>, DbError> {
    let mut query = table::table
        .inner_join(voices::table)
        .select((Row::as_select(), (voices::project_id, voices::number, voices::words)))
        .filter(voices::congress_id.eq(congress))
        .filter(voices::sight.eq(Sight::Public))
        .filter(voices::course.ne(Course::Withdrawn))
        .into_boxed();
    if let Some(project) = project {
        query = query.filter(voices::project_id.eq(project));
    }
    let rows: Vec<(Row, (ProjectId, i32, String))> =
        query.order((table::at.desc(), table::id.desc())).limit(most).load(conn)?;
    let news = rows.into_iter().map(|(row, (project, number, asked))| AnswerNews {
        id: row.id,
        voice: row.voice_id,
        project,
        number,
        asked,
        unit: row.unit,
        words: row.words,
        at: row.at,
    });
    Ok(news.collect())
}
