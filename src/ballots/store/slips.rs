//! Rows of `slip_prints`, `slip_confirmations`, `slip_rounds`, `slip_keys` and `round_slips`.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, Queryable, RunQueryDsl,
    Selectable, SelectableHelper, dsl::count_star,
};
use verifiable_ballots::CredentialList;

use crate::{
    ballots::{
        on_paper::IssueKind,
        schema::{issue_marks, round_slips, rounds, slip_confirmations, slip_keys, slip_prints, slip_rounds},
        slips::{CountedBy, SlipCount, SlipPrint, StruckAs},
    },
    db::{Conn, DbError, Tx},
    ids::{AccountId, DeputyId, RoundId, SessionId, SlipPrintId},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = slip_prints)]
struct PrintRow {
    id: SlipPrintId,
    session_id: SessionId,
    printed: i32,
    fingerprint: String,
    printed_by: String,
    lost: i32,
    unreadable: i32,
}

/// The slips in force for a session.
pub fn slip_print(conn: &mut Conn, session: SessionId) -> Result<Option<SlipPrint>, DbError> {
    let row: Option<PrintRow> = slip_prints::table
        .select(PrintRow::as_select())
        .filter(slip_prints::session_id.eq(session).and(slip_prints::withdrawn_by.is_null()))
        .first(conn)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let counted: Vec<(AccountId, String)> = slip_confirmations::table
        .select((slip_confirmations::account_id, slip_confirmations::name))
        .filter(slip_confirmations::print_id.eq(row.id))
        .order(slip_confirmations::name)
        .load(conn)?;
    Ok(Some(SlipPrint {
        id: row.id,
        session: row.session_id,
        printed: row.printed,
        fingerprint: row.fingerprint,
        printed_by: row.printed_by,
        lost: row.lost,
        unreadable: row.unreadable,
        counted_by: counted.into_iter().map(|(account, name)| CountedBy { account, name }).collect(),
    }))
}

/// The lists of a printing, one a round, by the name of its box.
pub fn insert_slip_print(tx: &mut Tx, print: &SlipPrint, lists: &[(String, CredentialList)]) -> Result<(), DbError> {
    diesel::insert_into(slip_prints::table)
        .values((
            slip_prints::id.eq(print.id),
            slip_prints::session_id.eq(print.session),
            slip_prints::printed.eq(print.printed),
            slip_prints::fingerprint.eq(&print.fingerprint),
            slip_prints::printed_by.eq(&print.printed_by),
            slip_prints::lost.eq(print.lost),
            slip_prints::unreadable.eq(print.unreadable),
        ))
        .execute(&mut **tx)?;
    for (place, (uuid, list)) in (1_i32..).zip(lists) {
        diesel::insert_into(slip_rounds::table)
            .values((
                slip_rounds::print_id.eq(print.id),
                slip_rounds::place.eq(place),
                slip_rounds::election_uuid.eq(uuid),
            ))
            .execute(&mut **tx)?;
        for key in list.entries() {
            diesel::insert_into(slip_keys::table)
                .values(KeyRow { print_id: print.id, place, public_key: key.to_string() })
                .execute(&mut **tx)?;
        }
    }
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = slip_keys)]
struct KeyRow {
    print_id: SlipPrintId,
    place: i32,
    public_key: String,
}

/// Whether a box, or a round of some slip, has this name already.
pub fn election_uuid_is_taken(conn: &mut Conn, uuid: &str) -> Result<bool, DbError> {
    let boxes: i64 = rounds::table.select(count_star()).filter(rounds::election_uuid.eq(uuid)).first(conn)?;
    let slips: i64 = slip_rounds::table.select(count_star()).filter(slip_rounds::election_uuid.eq(uuid)).first(conn)?;
    Ok(boxes + slips > 0)
}

pub fn insert_slip_confirmation(tx: &mut Tx, print: SlipPrintId, by: &CountedBy) -> Result<(), DbError> {
    diesel::insert_into(slip_confirmations::table)
        .values((
            slip_confirmations::print_id.eq(print),
            slip_confirmations::account_id.eq(by.account),
            slip_confirmations::name.eq(&by.name),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// What was printed is worth nothing: its keys are gone.
pub fn withdraw_slip_print(tx: &mut Tx, print: SlipPrintId, by: &str) -> Result<(), DbError> {
    diesel::delete(slip_keys::table.filter(slip_keys::print_id.eq(print))).execute(&mut **tx)?;
    diesel::delete(slip_rounds::table.filter(slip_rounds::print_id.eq(print))).execute(&mut **tx)?;
    diesel::update(slip_prints::table.find(print)).set(slip_prints::withdrawn_by.eq(Some(by))).execute(&mut **tx)?;
    Ok(())
}

/// The rounds of a printing, in their order.
pub fn slip_rounds(conn: &mut Conn, print: SlipPrintId) -> Result<Vec<(i32, String)>, DbError> {
    Ok(slip_rounds::table
        .select((slip_rounds::place, slip_rounds::election_uuid))
        .filter(slip_rounds::print_id.eq(print))
        .order(slip_rounds::place)
        .load(conn)?)
}

/// The first of its rounds that no box has taken yet.
pub fn next_slip_round(conn: &mut Conn, print: SlipPrintId) -> Result<Option<(i32, String)>, DbError> {
    let mut left = slip_rounds(conn, print)?;
    let names: Vec<&String> = left.iter().map(|(_, uuid)| uuid).collect();
    let taken: Vec<String> =
        rounds::table.select(rounds::election_uuid).filter(rounds::election_uuid.eq_any(names)).load(conn)?;
    left.retain(|(_, uuid)| !taken.contains(uuid));
    Ok(left.into_iter().next())
}

/// Which round of which printing a box is; `None` where ballots are taken on devices.
pub fn slip_place(conn: &mut Conn, election_uuid: &str) -> Result<Option<(SlipPrintId, i32)>, DbError> {
    Ok(slip_rounds::table
        .select((slip_rounds::print_id, slip_rounds::place))
        .filter(slip_rounds::election_uuid.eq(election_uuid))
        .first(conn)
        .optional()?)
}

/// The keys of a round, struck ones among them.
pub fn printed_keys(conn: &mut Conn, print: SlipPrintId, place: i32) -> Result<Vec<String>, DbError> {
    Ok(slip_keys::table
        .select(slip_keys::public_key)
        .filter(slip_keys::print_id.eq(print).and(slip_keys::place.eq(place)))
        .order(slip_keys::public_key)
        .load(conn)?)
}

/// The keys of a round that are not struck: its list.
pub fn unstruck_keys(conn: &mut Conn, print: SlipPrintId, place: i32) -> Result<Vec<String>, DbError> {
    Ok(slip_keys::table
        .select(slip_keys::public_key)
        .filter(slip_keys::print_id.eq(print).and(slip_keys::place.eq(place)).and(slip_keys::struck.is_null()))
        .load(conn)?)
}

/// Whether a key was printed for a round, and what became of it.
pub fn printed_key(
    conn: &mut Conn,
    print: SlipPrintId,
    place: i32,
    key: &str,
) -> Result<Option<Option<StruckAs>>, DbError> {
    Ok(slip_keys::table.select(slip_keys::struck).find((print, place, key)).first(conn).optional()?)
}

pub fn strike_key(tx: &mut Tx, print: SlipPrintId, place: i32, key: &str, struck_as: StruckAs) -> Result<(), DbError> {
    diesel::update(slip_keys::table.find((print, place, key)))
        .set(slip_keys::struck.eq(Some(struck_as)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn add_lost_slip(tx: &mut Tx, print: SlipPrintId) -> Result<(), DbError> {
    diesel::update(slip_prints::table.find(print))
        .set(slip_prints::lost.eq(slip_prints::lost + 1))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_unreadable(tx: &mut Tx, print: SlipPrintId, unreadable: i32) -> Result<(), DbError> {
    diesel::update(slip_prints::table.find(print)).set(slip_prints::unreadable.eq(unreadable)).execute(&mut **tx)?;
    Ok(())
}

/// Where the slips are, as seen from the round at this place of its printing; nobody holds one before the first round.
pub fn slip_count(
    conn: &mut Conn,
    print: &SlipPrint,
    place: i32,
    round: Option<RoundId>,
) -> Result<SlipCount, DbError> {
    let struck: Vec<(Option<StruckAs>, i64)> = slip_keys::table
        .group_by(slip_keys::struck)
        .select((slip_keys::struck, count_star()))
        .filter(slip_keys::print_id.eq(print.id).and(slip_keys::place.eq(place)))
        .load(conn)?;
    let of = |wanted: Option<StruckAs>| struck.iter().find(|(known, _)| *known == wanted).map_or(0, |(_, n)| *n);
    let issued = match round {
        Some(round) => slips_issued(conn, round)?,
        None => 0,
    };
    Ok(SlipCount {
        printed: print.printed.into(),
        issued,
        leftover: of(Some(StruckAs::Leftover)),
        sample: of(Some(StruckAs::Sample)),
        lost: print.lost.into(),
        unreadable: print.unreadable.into(),
        listed: of(None),
    })
}

/// 已领, of slips alone.
pub fn slips_issued(conn: &mut Conn, round: RoundId) -> Result<i64, DbError> {
    Ok(issue_marks::table
        .select(count_star())
        .filter(issue_marks::round_id.eq(round).and(issue_marks::kind.eq(IssueKind::Slip)))
        .first(conn)?)
}

/// Who holds a slip, in no particular order.
pub fn slip_holders(conn: &mut Conn, round: RoundId) -> Result<Vec<DeputyId>, DbError> {
    Ok(issue_marks::table
        .select(issue_marks::deputy_id)
        .filter(issue_marks::round_id.eq(round).and(issue_marks::kind.eq(IssueKind::Slip)))
        .load(conn)?)
}

pub fn has_slip_holders(conn: &mut Conn, round: RoundId) -> Result<bool, DbError> {
    Ok(!slip_holders(conn, round)?.is_empty())
}

pub fn insert_slip_mark(tx: &mut Tx, round: RoundId, deputy: DeputyId) -> Result<(), DbError> {
    diesel::insert_into(issue_marks::table)
        .values((
            issue_marks::round_id.eq(round),
            issue_marks::deputy_id.eq(deputy),
            issue_marks::kind.eq(IssueKind::Slip),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = round_slips)]
struct RoundSlipsRow {
    round_id: RoundId,
    printed: i32,
    leftover: i32,
    sample: i32,
    lost: i32,
    unreadable: i32,
    listed: i32,
}

/// How the slips stood when the round was opened.
pub fn insert_round_slips(tx: &mut Tx, round: RoundId, count: &SlipCount) -> Result<(), DbError> {
    let small = |n: i64| i32::try_from(n).map_err(DbError::corrupt);
    let row = RoundSlipsRow {
        round_id: round,
        printed: small(count.printed)?,
        leftover: small(count.leftover)?,
        sample: small(count.sample)?,
        lost: small(count.lost)?,
        unreadable: small(count.unreadable)?,
        listed: small(count.listed)?,
    };
    diesel::insert_into(round_slips::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The same, for a certificate; `None` where ballots are taken on devices, or the round was never opened.
pub fn round_slips(conn: &mut Conn, round: RoundId) -> Result<Option<SlipCount>, DbError> {
    let row: Option<RoundSlipsRow> =
        round_slips::table.find(round).select(RoundSlipsRow::as_select()).first(conn).optional()?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(SlipCount {
        printed: row.printed.into(),
        issued: slips_issued(conn, round)?,
        leftover: row.leftover.into(),
        sample: row.sample.into(),
        lost: row.lost.into(),
        unreadable: row.unreadable.into(),
        listed: row.listed.into(),
    }))
}
