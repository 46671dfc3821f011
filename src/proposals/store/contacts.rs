//! Rows of `proposal_contacts`, and which answers are still to be written there.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};
use jiff::civil::Date;

use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{CallId, ContactId, ProposalAnswerId, ProposalId},
    proposals::{
        contact::{Contact, Letters},
        schema::{calls, proposal_contacts as table, proposals, proposals_answered as given},
    },
    web::Lang,
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
    proposal_id: ProposalId,
    sealed: String,
    consent_version: i32,
    keep_until: Day,
    letters: Letters,
    letter_id: ContactId,
    mark: String,
    lang: String,
    told_at: Option<Ts>,
}

fn contact_of_row(row: Row) -> Result<Contact, DbError> {
    let lang =
        Lang::from_tag(&row.lang).ok_or_else(|| DbError::corrupt(format!("a contact's language {:?}", row.lang)))?;
    Ok(Contact {
        proposal: row.proposal_id,
        sealed: row.sealed,
        consent_version: row.consent_version,
        keep_until: row.keep_until.0,
        letters: row.letters,
        letter_id: row.letter_id,
        mark: row.mark,
        lang,
        told_at: row.told_at,
    })
}

pub fn contact(conn: &mut Conn, id: ProposalId) -> Result<Option<Contact>, DbError> {
    let row: Option<Row> = table::table.select(Row::as_select()).find(id).first(conn).optional()?;
    row.map(contact_of_row).transpose()
}

pub fn contact_by_letter(conn: &mut Conn, id: ContactId) -> Result<Option<Contact>, DbError> {
    let row: Option<Row> =
        table::table.select(Row::as_select()).filter(table::letter_id.eq(id)).first(conn).optional()?;
    row.map(contact_of_row).transpose()
}

/// Whose owners are to be asked whether they want letters.
pub fn contacts_that_want(conn: &mut Conn, most: i64) -> Result<Vec<Contact>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::letters.eq(Letters::Wanted))
        .order(table::proposal_id)
        .limit(most)
        .load(conn)?;
    rows.into_iter().map(contact_of_row).collect()
}

/// How many letters wait for the owner of that address to confirm.
pub fn pending_with(conn: &mut Conn, mark: &str) -> Result<i64, DbError> {
    Ok(table::table
        .filter(table::mark.eq(mark))
        .filter(table::letters.eq(Letters::Pending))
        .count()
        .get_result(conn)?)
}

pub fn insert_contact(tx: &mut Tx, new: &Contact) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::proposal_id.eq(new.proposal),
            table::sealed.eq(&new.sealed),
            table::consent_version.eq(new.consent_version),
            table::keep_until.eq(Day(new.keep_until)),
            table::letters.eq(new.letters),
            table::letter_id.eq(new.letter_id),
            table::mark.eq(&new.mark),
            table::lang.eq(new.lang.tag()),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_letters(tx: &mut Tx, id: ProposalId, letters: Letters, asked: Option<Ts>) -> Result<(), DbError> {
    diesel::update(table::table.find(id))
        .set((table::letters.eq(letters), table::asked_at.eq(asked)))
        .execute(&mut **tx)?;
    if letters == Letters::None {
        nothing_is_due(tx, id)?;
    }
    Ok(())
}

pub fn set_progress_told(tx: &mut Tx, id: ProposalId, at: Ts) -> Result<(), DbError> {
    diesel::update(table::table.find(id)).set(table::told_at.eq(Some(at))).execute(&mut **tx)?;
    Ok(())
}

fn nothing_is_due(tx: &mut Tx, id: ProposalId) -> Result<(), DbError> {
    let due = given::table.filter(given::proposal_id.eq(id)).filter(given::letter.eq(AnswerLetter::Due));
    diesel::update(due).set(given::letter.eq(AnswerLetter::None)).execute(&mut **tx)?;
    Ok(())
}

pub fn delete_contact(tx: &mut Tx, id: ProposalId) -> Result<usize, DbError> {
    nothing_is_due(tx, id)?;
    Ok(diesel::delete(table::table.find(id)).execute(&mut **tx)?)
}

/// Whose time is over.
pub fn contacts_until(conn: &mut Conn, before: Date) -> Result<Vec<Contact>, DbError> {
    let rows: Vec<Row> = table::table.select(Row::as_select()).filter(table::keep_until.lt(Day(before))).load(conn)?;
    rows.into_iter().map(contact_of_row).collect()
}

/// Asked before that moment, and never confirmed.
pub fn pending_since(conn: &mut Conn, before: Ts) -> Result<Vec<Contact>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::letters.eq(Letters::Pending))
        .filter(table::asked_at.lt(before))
        .load(conn)?;
    rows.into_iter().map(contact_of_row).collect()
}

/// Answers to be written to whoever confirmed that they want letters, oldest first.
pub fn due_letters(conn: &mut Conn, most: i64) -> Result<Vec<(ProposalAnswerId, ProposalId)>, DbError> {
    let confirmed = table::table.filter(table::letters.eq(Letters::Confirmed)).select(table::proposal_id);
    Ok(given::table
        .select((given::answer_id, given::proposal_id))
        .filter(given::letter.eq(AnswerLetter::Due))
        .filter(given::proposal_id.eq_any(confirmed))
        .order((given::at, given::answer_id, given::proposal_id))
        .limit(most)
        .load(conn)?)
}

pub fn set_written(tx: &mut Tx, answer: ProposalAnswerId, proposal: ProposalId) -> Result<(), DbError> {
    diesel::update(given::table.find((answer, proposal)))
        .set(given::letter.eq(AnswerLetter::Written))
        .execute(&mut **tx)?;
    Ok(())
}

/// Calls that hold a key though no contact is left to be read with it, and nothing is received any more.
pub fn keys_of_no_use(conn: &mut Conn) -> Result<Vec<CallId>, DbError> {
    let in_use =
        table::table.inner_join(proposals::table).select(proposals::call_id).distinct().load::<CallId>(conn)?;
    let kept: Vec<CallId> = calls::table
        .select(calls::id)
        .filter(calls::sealed_key.is_not_null())
        .filter(calls::reported_on.is_not_null())
        .load(conn)?;
    Ok(kept.into_iter().filter(|call| !in_use.contains(call)).collect())
}
