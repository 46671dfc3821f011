//! Rows of `box_heads`, `box_records` and `box_ballots`.

use std::ops::Range;

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, Queryable, RunQueryDsl,
    Selectable, SelectableHelper,
    dsl::{count_star, max},
};
use verifiable_ballots::{Ballot, Record, RecordKind};

use super::issued_count;
use crate::{
    ballots::schema::{box_ballots, box_heads, box_records, issue_marks},
    ballots::{
        ballot_box::{BoxHead, Turnout},
        on_paper::IssueKind,
    },
    db::{Conn, DbError, Tx},
    ids::RoundId,
    on_db,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = box_heads)]
struct HeadRow {
    last_event: String,
    stage: String,
    height: i64,
    records: i64,
    ballots: i64,
}

fn head(row: Option<HeadRow>) -> Result<BoxHead, DbError> {
    match row {
        None => Ok(BoxHead::empty()),
        Some(HeadRow { last_event, stage, height, records, ballots }) => {
            BoxHead::resume(&last_event, height, &stage, records, ballots).map_err(DbError::corrupt)
        }
    }
}

/// The head of the box, locked until the transaction ends: whoever appends comes one at a time.
pub fn lock_head(tx: &mut Tx, round: RoundId) -> Result<BoxHead, DbError> {
    let row: Option<HeadRow> = on_db!(
        &mut **tx,
        pg(c) => box_heads::table.find(round).select(HeadRow::as_select()).for_update().first(c).optional(),
        sqlite(c) => box_heads::table.find(round).select(HeadRow::as_select()).first(c).optional()
    )?;
    head(row)
}

pub fn read_head(conn: &mut Conn, round: RoundId) -> Result<BoxHead, DbError> {
    head(box_heads::table.find(round).select(HeadRow::as_select()).first(conn).optional()?)
}

/// Stores the records that an append returned, and the head it left. `before` is the head as it was locked.
pub fn append_records(
    tx: &mut Tx,
    round: RoundId,
    before: &BoxHead,
    after: BoxHead,
    records: &[Record],
) -> Result<(), DbError> {
    let mut seq = before.records;
    for record in records {
        let kind = match record.kind {
            RecordKind::Data => "data",
            RecordKind::Event => "event",
        };
        diesel::insert_into(box_records::table)
            .values((
                box_records::round_id.eq(round),
                box_records::seq.eq(seq),
                box_records::kind.eq(kind),
                box_records::hash.eq(&record.hash),
                box_records::content.eq(&record.content),
            ))
            .execute(&mut **tx)?;
        seq += 1;
    }
    let (Some(last_event), Some(height)) = (after.chain.last_event(), after.chain.height()) else {
        return Err(DbError::corrupt("an append that left no head"));
    };
    let height = i64::try_from(height).map_err(DbError::corrupt)?;
    let stage = after.chain.stage().as_str();
    if before.chain.last_event().is_none() {
        diesel::insert_into(box_heads::table)
            .values((
                box_heads::round_id.eq(round),
                box_heads::last_event.eq(last_event),
                box_heads::stage.eq(stage),
                box_heads::height.eq(height),
                box_heads::records.eq(seq),
                box_heads::ballots.eq(after.ballots),
            ))
            .execute(&mut **tx)?;
    } else {
        diesel::update(box_heads::table.find(round))
            .set((
                box_heads::last_event.eq(last_event),
                box_heads::stage.eq(stage),
                box_heads::height.eq(height),
                box_heads::records.eq(seq),
                box_heads::ballots.eq(after.ballots),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Whether a ballot lies in the box under a credential.
pub fn is_cast_under(conn: &mut Conn, round: RoundId, credential: &str) -> Result<bool, DbError> {
    Ok(tracker_of(conn, round, credential)?.is_some())
}

/// The tracker of the ballot that lies in the box under a credential.
pub fn tracker_of(conn: &mut Conn, round: RoundId, credential: &str) -> Result<Option<String>, DbError> {
    Ok(box_ballots::table.select(box_ballots::tracker).find((round, credential)).first(conn).optional()?)
}

pub fn insert_ballot(
    tx: &mut Tx,
    round: RoundId,
    seq: i64,
    credential: &str,
    tracker: &str,
    cap: Option<&str>,
) -> Result<(), DbError> {
    diesel::insert_into(box_ballots::table)
        .values((
            box_ballots::round_id.eq(round),
            box_ballots::seq.eq(seq),
            box_ballots::credential.eq(credential),
            box_ballots::tracker.eq(tracker),
            box_ballots::cap.eq(cap),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn has_tracker(conn: &mut Conn, round: RoundId, tracker: &str) -> Result<bool, DbError> {
    let found: i64 = box_ballots::table
        .select(count_star())
        .filter(box_ballots::round_id.eq(round).and(box_ballots::tracker.eq(tracker)))
        .first(conn)?;
    Ok(found > 0)
}

/// The receipts of everything in these boxes, in no order that says when.
pub fn trackers(conn: &mut Conn, rounds: &[RoundId]) -> Result<Vec<String>, DbError> {
    Ok(box_ballots::table
        .select(box_ballots::tracker)
        .filter(box_ballots::round_id.eq_any(rounds))
        .order(box_ballots::tracker)
        .load(conn)?)
}

pub fn turnout(conn: &mut Conn, round: RoundId) -> Result<Turnout, DbError> {
    let on_paper: i64 = issue_marks::table
        .select(count_star())
        .filter(issue_marks::round_id.eq(round).and(issue_marks::kind.eq(IssueKind::Paper)))
        .first(conn)?;
    Ok(Turnout { issued: issued_count(conn, round)?, on_paper, returned: read_head(conn, round)?.ballots })
}

/// The ballots themselves, as they were cast and in that order.
pub fn ballots_in_order(conn: &mut Conn, round: RoundId) -> Result<Vec<Ballot>, DbError> {
    let contents: Vec<Vec<u8>> = box_ballots::table
        .inner_join(
            box_records::table
                .on(box_records::round_id.eq(box_ballots::round_id).and(box_records::seq.eq(box_ballots::seq))),
        )
        .select(box_records::content)
        .filter(box_ballots::round_id.eq(round))
        .order(box_ballots::seq)
        .load(conn)?;
    contents.iter().map(|bytes| Ballot::parse(bytes).map_err(DbError::corrupt)).collect()
}

/// The records after the last ballot: the end of voting, the encrypted tally, the shares, the result.
pub fn records_of_the_count(conn: &mut Conn, round: RoundId) -> Result<Vec<Record>, DbError> {
    let last_ballot: Option<i64> =
        box_ballots::table.select(max(box_ballots::seq)).filter(box_ballots::round_id.eq(round)).first(conn)?;
    records(conn, round, last_ballot.map_or(0, |seq| seq + 1)..i64::MAX)
}

/// Tracker and cap proof of every ballot that carries one, in the order of the box.
pub fn caps(conn: &mut Conn, round: RoundId) -> Result<Vec<(String, String)>, DbError> {
    let rows: Vec<(String, Option<String>)> = box_ballots::table
        .select((box_ballots::tracker, box_ballots::cap))
        .filter(box_ballots::round_id.eq(round))
        .order(box_ballots::seq)
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(tracker, cap)| Some((tracker, cap?))).collect())
}

/// The records of the box whose numbers, from 0, are in `numbers`, in order.
pub fn records(conn: &mut Conn, round: RoundId, numbers: Range<i64>) -> Result<Vec<Record>, DbError> {
    let rows: Vec<(String, String, Vec<u8>)> = box_records::table
        .select((box_records::kind, box_records::hash, box_records::content))
        .filter(box_records::round_id.eq(round))
        .filter(box_records::seq.ge(numbers.start).and(box_records::seq.lt(numbers.end)))
        .order(box_records::seq)
        .load(conn)?;
    rows.into_iter()
        .map(|(kind, hash, content)| {
            let kind = match kind.as_str() {
                "data" => RecordKind::Data,
                "event" => RecordKind::Event,
                other => return Err(DbError::corrupt(format!("a record of kind {other}"))),
            };
            Ok(Record { kind, hash, content })
        })
        .collect()
}
