//! Rows of `guest_contacts`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};
use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    db::{Conn, Day, DbError, Ts, Tx, Uid},
    guests::{
        contact::{Contact, LeftWith, Letters},
        schema::guest_contacts as table,
    },
    ids::ContactId,
    web::Lang,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    owner_id: Uid,
    left_with: LeftWith,
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
        left_with: row.left_with,
        owner: row.owner_id.0,
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

pub fn contact(conn: &mut Conn, owner: Uuid) -> Result<Option<Contact>, DbError> {
    let row: Option<Row> = table::table.select(Row::as_select()).find(Uid(owner)).first(conn).optional()?;
    row.map(contact_of_row).transpose()
}

pub fn contact_by_letter(conn: &mut Conn, left_with: LeftWith, id: ContactId) -> Result<Option<Contact>, DbError> {
    let row: Option<Row> = table::table
        .select(Row::as_select())
        .filter(table::letter_id.eq(id))
        .filter(table::left_with.eq(left_with))
        .first(conn)
        .optional()?;
    row.map(contact_of_row).transpose()
}

/// Whose owners are to be asked whether they want letters.
pub fn contacts_that_want(conn: &mut Conn, left_with: LeftWith, most: i64) -> Result<Vec<Contact>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::letters.eq(Letters::Wanted))
        .filter(table::left_with.eq(left_with))
        .order(table::owner_id)
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
            table::owner_id.eq(Uid(new.owner)),
            table::left_with.eq(new.left_with),
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

pub fn keep_letters(tx: &mut Tx, owner: Uuid, letters: Letters, asked: Option<Ts>) -> Result<(), DbError> {
    diesel::update(table::table.find(Uid(owner)))
        .set((table::letters.eq(letters), table::asked_at.eq(asked)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_told(tx: &mut Tx, owner: Uuid, at: Ts) -> Result<(), DbError> {
    diesel::update(table::table.find(Uid(owner))).set(table::told_at.eq(Some(at))).execute(&mut **tx)?;
    Ok(())
}

pub fn delete_contact(tx: &mut Tx, owner: Uuid) -> Result<(), DbError> {
    diesel::delete(table::table.find(Uid(owner))).execute(&mut **tx)?;
    Ok(())
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
