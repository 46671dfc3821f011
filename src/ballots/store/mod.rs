//! Rows of `rounds`, `round_candidates`, the issuing tables and the box.

mod cancelled;
mod opened;

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl,
    connection::SimpleConnection, dsl::count_star,
};
use verifiable_ballots::{Ballot, CredentialList, Election, Element, Record, RecordKind};

mod second_person;

pub use second_person::{
    annulment, answer_request, insert_annulment, insert_request, request_by_id, requests_of_round, unanswered_requests,
};

use super::{
    ballot_box::{BoxHead, Turnout},
    on_paper::IssueKind,
    round::{OpeningCount, Round, RoundKind, RoundPurpose, RoundState},
};
use crate::{
    db::{
        Conn, DbError, Ts, Tx,
        schema::{
            box_ballots, box_credentials, box_heads, box_records, issue_marks, issuing_links,
            round_candidates as paper, rounds,
        },
    },
    ids::{CandidateId, DeputyId, RoundId, SessionId, VotingMethodId},
    on_db,
};

pub use cancelled::{
    cancel_request, cancel_requests_of, cancelled_keys_of, delete_cancel_request, insert_cancel_request,
    insert_cancelled_key, is_cancelled,
};
pub use opened::{
    NewOpened, checked_count, insert_checked, insert_opened, is_checked, is_opened, opened_by, opening_of_code,
    was_opened,
};

type RoundRow = (
    (RoundId, SessionId, i32, RoundState, VotingMethodId, String, i32, Option<i32>, String),
    (Option<i32>, Option<i32>, Option<i32>, Option<Ts>, Option<Ts>),
    (RoundKind, Option<String>, Option<String>, RoundPurpose),
);

macro_rules! round_columns {
    () => {
        (
            (
                rounds::id,
                rounds::session_id,
                rounds::number,
                rounds::state,
                rounds::voting_method_id,
                rounds::method_hash,
                rounds::seats,
                rounds::cap,
                rounds::election_uuid,
            ),
            (rounds::in_office, rounds::excused, rounds::present, rounds::opened_at, rounds::closed_at),
            (rounds::kind, rounds::roll_fingerprint, rounds::ordered, rounds::purpose),
        )
    };
}

fn round(row: RoundRow) -> Result<Round, DbError> {
    let ((id, session, number, state, method, method_hash, seats, cap, election_uuid), opening, order) = row;
    let (kind, roll_fingerprint, ordered, purpose) = order;
    let (in_office, excused, present, opened_at, closed_at) = opening;
    let opening = match (in_office, excused, present) {
        (Some(in_office), Some(excused), Some(present)) => Some(OpeningCount { in_office, excused, present }),
        (None, None, None) => None,
        _ => return Err(DbError::corrupt("a round with half an opening count")),
    };
    Ok(Round {
        id,
        session,
        purpose,
        number: number.abs(),
        kind,
        state,
        method,
        method_hash,
        seats,
        cap,
        election_uuid,
        roll_fingerprint,
        ordered,
        opening,
        opened_at,
        closed_at,
    })
}

pub fn round_by_id(conn: &mut Conn, id: RoundId) -> Result<Round, DbError> {
    round(rounds::table.select(round_columns!()).find(id).first(conn)?)
}

/// The rounds of the vote; ratings are apart.
pub fn rounds_of_session(conn: &mut Conn, session: SessionId) -> Result<Vec<Round>, DbError> {
    rounds_on(conn, session, RoundPurpose::Choice)
}

pub fn ratings_of_session(conn: &mut Conn, session: SessionId) -> Result<Vec<Round>, DbError> {
    rounds_on(conn, session, RoundPurpose::Rating)
}

fn rounds_on(conn: &mut Conn, session: SessionId, purpose: RoundPurpose) -> Result<Vec<Round>, DbError> {
    let rows: Vec<RoundRow> = rounds::table
        .select(round_columns!())
        .filter(rounds::session_id.eq(session))
        .filter(rounds::purpose.eq(purpose))
        .load(conn)?;
    let mut found: Vec<Round> = rows.into_iter().map(round).collect::<Result<_, _>>()?;
    found.sort_by_key(|round| round.number);
    Ok(found)
}

pub fn latest_round(conn: &mut Conn, session: SessionId) -> Result<Option<Round>, DbError> {
    Ok(rounds_of_session(conn, session)?.pop())
}

/// The round that is under way, vote or rating; else the one that was opened last.
pub fn round_at_hand(conn: &mut Conn, session: SessionId) -> Result<Option<Round>, DbError> {
    let vote = latest_round(conn, session)?;
    let rating = ratings_of_session(conn, session)?.pop();
    Ok([vote, rating].into_iter().flatten().max_by_key(|round| (!round.is_over(), round.opened_at)))
}

/// What a round is made of that never changes afterwards.
pub struct NewRound<'a> {
    pub round: &'a Round,
    pub ballot_form: &'a str,
    pub server_key_salt: &'a str,
    pub election: &'a [u8],
    pub trustees: &'a [u8],
    pub candidates: &'a [CandidateId],
}

pub fn insert_round(tx: &mut Tx, new: &NewRound) -> Result<(), DbError> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(DbError::corrupt);
    diesel::insert_into(rounds::table)
        .values((
            rounds::id.eq(new.round.id),
            rounds::session_id.eq(new.round.session),
            rounds::number.eq(match new.round.purpose {
                RoundPurpose::Choice => new.round.number,
                RoundPurpose::Rating => -new.round.number,
            }),
            rounds::purpose.eq(new.round.purpose),
            rounds::kind.eq(new.round.kind),
            rounds::roll_fingerprint.eq(&new.round.roll_fingerprint),
            rounds::ordered.eq(&new.round.ordered),
            rounds::state.eq(new.round.state),
            rounds::voting_method_id.eq(new.round.method),
            rounds::method_hash.eq(&new.round.method_hash),
            rounds::seats.eq(new.round.seats),
            rounds::ballot_form.eq(new.ballot_form),
            rounds::cap.eq(new.round.cap),
            rounds::election_uuid.eq(&new.round.election_uuid),
            rounds::election.eq(Some(text(new.election)?)),
            rounds::trustees.eq(Some(text(new.trustees)?)),
            rounds::server_key_salt.eq(new.server_key_salt),
        ))
        .execute(&mut **tx)?;
    for (position, candidate) in (1_i32..).zip(new.candidates) {
        diesel::insert_into(paper::table)
            .values((
                paper::round_id.eq(new.round.id),
                paper::position.eq(position),
                paper::candidate_id.eq(*candidate),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Writes where the round stands; what it is made of stays.
pub fn save_round(tx: &mut Tx, round: &Round) -> Result<(), DbError> {
    diesel::update(rounds::table.find(round.id))
        .set((
            rounds::state.eq(round.state),
            rounds::in_office.eq(round.opening.map(|o| o.in_office)),
            rounds::excused.eq(round.opening.map(|o| o.excused)),
            rounds::present.eq(round.opening.map(|o| o.present)),
            rounds::opened_at.eq(round.opened_at),
            rounds::closed_at.eq(round.closed_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The candidates on the paper, in the order of its rows.
pub fn round_candidates(conn: &mut Conn, round: RoundId) -> Result<Vec<CandidateId>, DbError> {
    Ok(paper::table.select(paper::candidate_id).filter(paper::round_id.eq(round)).order(paper::position).load(conn)?)
}

/// The bytes of `election.json` and `trustees.json`.
pub fn election_files(conn: &mut Conn, round: RoundId) -> Result<(String, String), DbError> {
    let (election, trustees): (Option<String>, Option<String>) =
        rounds::table.select((rounds::election, rounds::trustees)).find(round).first(conn)?;
    election.zip(trustees).ok_or_else(|| DbError::corrupt("a round without its election"))
}

pub fn election_of(conn: &mut Conn, round: RoundId) -> Result<Election, DbError> {
    Election::parse(election_files(conn, round)?.0.into_bytes()).map_err(DbError::corrupt)
}

pub fn server_key_salt(conn: &mut Conn, round: RoundId) -> Result<String, DbError> {
    Ok(rounds::table.select(rounds::server_key_salt).find(round).first(conn)?)
}

// Issuing ------------------------------------------------------------------------------------------------------------

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
pub fn linked_key(conn: &mut Conn, round: RoundId, deputy: DeputyId) -> Result<Option<String>, DbError> {
    Ok(issuing_links::table.select(issuing_links::public_key).find((round, deputy)).first(conn).optional()?)
}

pub fn key_is_taken(conn: &mut Conn, round: RoundId, key: &str) -> Result<bool, DbError> {
    let taken: i64 = issuing_links::table
        .select(count_star())
        .filter(issuing_links::round_id.eq(round).and(issuing_links::public_key.eq(key)))
        .first(conn)?;
    Ok(taken > 0)
}

pub fn insert_issue(tx: &mut Tx, round: RoundId, deputy: DeputyId, key: &str) -> Result<(), DbError> {
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
            issuing_links::public_key.eq(key),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_issue(tx: &mut Tx, round: RoundId, deputy: DeputyId) -> Result<(), DbError> {
    diesel::delete(issuing_links::table.find((round, deputy))).execute(&mut **tx)?;
    diesel::delete(issue_marks::table.find((round, deputy))).execute(&mut **tx)?;
    Ok(())
}

/// The keys taken so far, without whose they are.
pub fn issued_keys(conn: &mut Conn, round: RoundId) -> Result<Vec<String>, DbError> {
    Ok(issuing_links::table.select(issuing_links::public_key).filter(issuing_links::round_id.eq(round)).load(conn)?)
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

// The box ------------------------------------------------------------------------------------------------------------

type HeadRow = (String, i64, String, i64, i64);

fn head(row: Option<HeadRow>) -> Result<BoxHead, DbError> {
    match row {
        None => Ok(BoxHead::empty()),
        Some((last_event, height, stage, records, ballots)) => {
            BoxHead::resume(&last_event, height, &stage, records, ballots).map_err(DbError::corrupt)
        }
    }
}

macro_rules! head_columns {
    () => {
        (box_heads::last_event, box_heads::height, box_heads::stage, box_heads::records, box_heads::ballots)
    };
}

/// The head of the box, locked until the transaction ends: whoever appends comes one at a time.
pub fn lock_head(tx: &mut Tx, round: RoundId) -> Result<BoxHead, DbError> {
    let row: Option<HeadRow> = on_db!(
        &mut **tx,
        pg(c) => box_heads::table.find(round).select(head_columns!()).for_update().first(c).optional(),
        sqlite(c) => box_heads::table.find(round).select(head_columns!()).first(c).optional()
    )?;
    head(row)
}

pub fn read_head(conn: &mut Conn, round: RoundId) -> Result<BoxHead, DbError> {
    head(box_heads::table.find(round).select(head_columns!()).first(conn).optional()?)
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

/// Tracker and cap proof of every ballot that carries one, in the order of the box.
pub fn caps(conn: &mut Conn, round: RoundId) -> Result<Vec<(String, String)>, DbError> {
    let rows: Vec<(String, Option<String>)> = box_ballots::table
        .select((box_ballots::tracker, box_ballots::cap))
        .filter(box_ballots::round_id.eq(round))
        .order(box_ballots::seq)
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(tracker, cap)| Some((tracker, cap?))).collect())
}

/// Every record of the archive, in order.
pub fn archive_records(conn: &mut Conn, round: RoundId) -> Result<Vec<Record>, DbError> {
    let rows: Vec<(String, String, Vec<u8>)> = box_records::table
        .select((box_records::kind, box_records::hash, box_records::content))
        .filter(box_records::round_id.eq(round))
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
