//! Rows of `issue_marks`, `issuing_links` and `box_credentials`: who took a ballot, and the keys on the list.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, connection::SimpleConnection,
    dsl::count_star,
};
use verifiable_ballots::{CredentialList, Element};

use crate::{
    ballots::link,
    ballots::on_paper::IssueKind,
    ballots::schema::{box_credentials, issue_marks, issuing_links},
    db::{Conn, DbError, Seal, Tx},
    ids::{DeputyId, RoundId},
    on_db,
};

pub fn has_ballot(conn: &mut Conn, round: RoundId, deputy: DeputyId) -> Result<bool, DbError> {
    let mark: Option<DeputyId> =
        issue_marks::table.select(issue_marks::deputy_id).find((round, deputy)).first(conn).optional()?;
    Ok(mark.is_some())
}

/// What the deputy took, if anything.
pub fn issue_kind(conn: &mut Conn, round: RoundId, deputy: DeputyId) -> Result<Option<IssueKind>, DbError> {
    Ok(issue_marks::table.select(issue_marks::kind).find((round, deputy)).first(conn).optional()?)
}

/// Deputies who have taken a ballot on paper, in no particular order.
pub fn issued_on_paper(conn: &mut Conn, round: RoundId) -> Result<Vec<DeputyId>, DbError> {
    Ok(issue_marks::table
        .select(issue_marks::deputy_id)
        .filter(issue_marks::round_id.eq(round).and(issue_marks::kind.eq(IssueKind::Paper)))
        .load(conn)?)
}

pub fn insert_paper_mark(tx: &mut Tx, round: RoundId, deputy: DeputyId) -> Result<(), DbError> {
    diesel::insert_into(issue_marks::table)
        .values((
            issue_marks::round_id.eq(round),
            issue_marks::deputy_id.eq(deputy),
            issue_marks::kind.eq(IssueKind::Paper),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Deputies who have taken a ballot, in no particular order.
pub fn issued_to(conn: &mut Conn, round: RoundId) -> Result<Vec<DeputyId>, DbError> {
    Ok(issue_marks::table.select(issue_marks::deputy_id).filter(issue_marks::round_id.eq(round)).load(conn)?)
}

pub fn issued_count(conn: &mut Conn, round: RoundId) -> Result<i64, DbError> {
    Ok(issue_marks::table.select(count_star()).filter(issue_marks::round_id.eq(round)).first(conn)?)
}

/// The key a deputy took, while issuing lasts.
pub fn linked_key(conn: &mut Conn, seal: &Seal, round: RoundId, deputy: DeputyId) -> Result<Option<String>, DbError> {
    let sealed: Option<String> =
        issuing_links::table.select(issuing_links::sealed_key).find((round, deputy)).first(conn).optional()?;
    sealed.map(|sealed| link::opened(seal, round, deputy, &sealed)).transpose()
}

/// Whether anybody's key is still linked to their name, in any round.
pub fn someone_holds_a_linked_key(conn: &mut Conn) -> Result<bool, DbError> {
    let links: i64 = issuing_links::table.select(count_star()).first(conn)?;
    Ok(links > 0)
}

pub fn key_is_taken(tx: &mut Tx, round: RoundId, key: &str) -> Result<bool, DbError> {
    let mark = link::mark_of(tx.seal()?, round, key);
    let taken: i64 = issuing_links::table
        .select(count_star())
        .filter(issuing_links::round_id.eq(round).and(issuing_links::key_mark.eq(mark)))
        .first(&mut **tx)?;
    Ok(taken > 0)
}

pub fn insert_issue(tx: &mut Tx, round: RoundId, deputy: DeputyId, key: &str) -> Result<(), DbError> {
    let (sealed, mark) = (link::sealed(tx.seal()?, round, deputy, key)?, link::mark_of(tx.seal()?, round, key));
    diesel::insert_into(issue_marks::table)
        .values((
            issue_marks::round_id.eq(round),
            issue_marks::deputy_id.eq(deputy),
            issue_marks::kind.eq(IssueKind::Electronic),
        ))
        .execute(&mut **tx)?;
    diesel::insert_into(issuing_links::table)
        .values((
            issuing_links::round_id.eq(round),
            issuing_links::deputy_id.eq(deputy),
            issuing_links::sealed_key.eq(sealed),
            issuing_links::key_mark.eq(mark),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_issue(tx: &mut Tx, round: RoundId, deputy: DeputyId) -> Result<(), DbError> {
    diesel::delete(issuing_links::table.find((round, deputy))).execute(&mut **tx)?;
    diesel::delete(issue_marks::table.find((round, deputy))).execute(&mut **tx)?;
    Ok(())
}

/// How many keys are taken so far.
pub fn taken_keys(conn: &mut Conn, round: RoundId) -> Result<i64, DbError> {
    Ok(issuing_links::table.select(count_star()).filter(issuing_links::round_id.eq(round)).first(conn)?)
}

/// The keys taken, without whose they are.
pub fn issued_keys(tx: &mut Tx, round: RoundId) -> Result<Vec<String>, DbError> {
    let links: Vec<(DeputyId, String)> = issuing_links::table
        .select((issuing_links::deputy_id, issuing_links::sealed_key))
        .filter(issuing_links::round_id.eq(round))
        .load(&mut **tx)?;
    let seal = tx.seal()?;
    links.iter().map(|(deputy, sealed)| link::opened(seal, round, *deputy, sealed)).collect()
}

/// Writes the marks anew, in the order of the deputies and in one transaction: in which order ballots were taken, and beside
/// what, is not to be seen any more.
pub fn write_marks_anew(tx: &mut Tx, round: RoundId) -> Result<(), DbError> {
    let marks: Vec<(DeputyId, IssueKind)> = issue_marks::table
        .select((issue_marks::deputy_id, issue_marks::kind))
        .filter(issue_marks::round_id.eq(round))
        .order(issue_marks::deputy_id)
        .load(&mut **tx)?;
    diesel::delete(issue_marks::table.filter(issue_marks::round_id.eq(round))).execute(&mut **tx)?;
    for (deputy, kind) in marks {
        diesel::insert_into(issue_marks::table)
            .values((issue_marks::round_id.eq(round), issue_marks::deputy_id.eq(deputy), issue_marks::kind.eq(kind)))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Destroys the link between deputies and keys. SQLite overwrites the pages (`secure_delete`); PostgreSQL drops the
/// table's file, unless another congress is issuing at this very moment.
pub fn destroy_links(tx: &mut Tx, round: RoundId) -> Result<(), DbError> {
    diesel::delete(issuing_links::table.filter(issuing_links::round_id.eq(round))).execute(&mut **tx)?;
    let others: i64 = issuing_links::table.select(count_star()).first(&mut **tx)?;
    if others == 0 {
        on_db!(&mut **tx, pg(c) => c.batch_execute("TRUNCATE issuing_links"), sqlite(_c) => Ok(()))?;
    }
    Ok(())
}

pub fn insert_credentials(tx: &mut Tx, round: RoundId, list: &CredentialList) -> Result<(), DbError> {
    for key in list.entries() {
        diesel::insert_into(box_credentials::table)
            .values((box_credentials::round_id.eq(round), box_credentials::public_key.eq(key.to_string())))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// The frozen list; empty before it is frozen.
pub fn credential_list(conn: &mut Conn, round: RoundId) -> Result<CredentialList, DbError> {
    let keys: Vec<String> = box_credentials::table
        .select(box_credentials::public_key)
        .filter(box_credentials::round_id.eq(round))
        .load(conn)?;
    let keys: Vec<Element> = keys.iter().map(|key| key.parse()).collect::<Result<_, _>>().map_err(DbError::corrupt)?;
    CredentialList::from_unsorted(keys).map_err(DbError::corrupt)
}
