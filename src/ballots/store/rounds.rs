//! Rows of `rounds` and `round_candidates`.

use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use verifiable_ballots::{Election, Trustees};

use crate::{
    ballots::round::{OpeningCount, Round, RoundKind, RoundPurpose, RoundState},
    ballots::schema::{election_signatures, few_paper_acceptances, round_candidates as paper, round_requests, rounds},
    db::{Conn, DbError, Ts, Tx},
    ids::{CandidateId, RoundId, SessionId, VotingMethodId},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = rounds)]
struct RoundRow {
    id: RoundId,
    session_id: SessionId,
    purpose: RoundPurpose,
    number: i32,
    kind: RoundKind,
    state: RoundState,
    voting_method_id: VotingMethodId,
    method_hash: String,
    seats: i32,
    cap: Option<i32>,
    election_uuid: String,
    roll_fingerprint: Option<String>,
    ordered: Option<String>,
    in_office: Option<i32>,
    excused: Option<i32>,
    present: Option<i32>,
    opened_at: Option<Ts>,
    closed_at: Option<Ts>,
}

impl TryFrom<RoundRow> for Round {
    type Error = DbError;

    fn try_from(row: RoundRow) -> Result<Self, DbError> {
        let opening = match (row.in_office, row.excused, row.present) {
            (Some(in_office), Some(excused), Some(present)) => Some(OpeningCount { in_office, excused, present }),
            (None, None, None) => None,
            _ => return Err(DbError::corrupt("a round with half an opening count")),
        };
        Ok(Self {
            id: row.id,
            session: row.session_id,
            purpose: row.purpose,
            number: row.number,
            kind: row.kind,
            state: row.state,
            method: row.voting_method_id,
            method_hash: row.method_hash,
            seats: row.seats,
            cap: row.cap,
            election_uuid: row.election_uuid,
            roll_fingerprint: row.roll_fingerprint,
            ordered: row.ordered,
            opening,
            opened_at: row.opened_at,
            closed_at: row.closed_at,
        })
    }
}

pub fn round_by_id(conn: &mut Conn, id: RoundId) -> Result<Round, DbError> {
    rounds::table.find(id).select(RoundRow::as_select()).first(conn)?.try_into()
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
        .select(RoundRow::as_select())
        .filter(rounds::session_id.eq(session))
        .filter(rounds::purpose.eq(purpose))
        .order(rounds::number)
        .load(conn)?;
    rows.into_iter().map(Round::try_from).collect()
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

/// A round in which nobody ever held a ballot, with what was asked about it.
pub fn delete_round(tx: &mut Tx, round: RoundId) -> Result<(), DbError> {
    diesel::delete(round_requests::table.filter(round_requests::round_id.eq(round))).execute(&mut **tx)?;
    diesel::delete(few_paper_acceptances::table.find(round)).execute(&mut **tx)?;
    diesel::delete(paper::table.filter(paper::round_id.eq(round))).execute(&mut **tx)?;
    diesel::delete(election_signatures::table.filter(election_signatures::round_id.eq(round))).execute(&mut **tx)?;
    diesel::delete(rounds::table.find(round)).execute(&mut **tx)?;
    Ok(())
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = few_paper_acceptances)]
struct AcceptanceRow {
    round_id: RoundId,
    decision: String,
    recorded_by: String,
    recorded_at: Ts,
}

/// The presidium's word that few may vote on paper in this round.
pub fn few_on_paper_accepted(conn: &mut Conn, round: RoundId) -> Result<Option<String>, DbError> {
    let row: Option<AcceptanceRow> =
        few_paper_acceptances::table.find(round).select(AcceptanceRow::as_select()).first(conn).optional()?;
    Ok(row.map(|row| row.decision))
}

pub fn insert_few_accepted(tx: &mut Tx, round: RoundId, decision: &str, by: &str, at: Ts) -> Result<(), DbError> {
    let row =
        AcceptanceRow { round_id: round, decision: decision.to_owned(), recorded_by: by.to_owned(), recorded_at: at };
    diesel::insert_into(few_paper_acceptances::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// What a round is made of that never changes afterwards.
pub struct NewRound<'a> {
    pub round: &'a Round,
    pub ballot_form: &'a str,
    pub server_key_salt: &'a str,
    pub election: &'a [u8],
    pub trustees: &'a [u8],
    pub paper: &'a [PaperRow],
}

/// A row of a round's paper, as it was when 发票 began.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = paper)]
pub struct PaperRow {
    #[diesel(column_name = candidate_id)]
    pub candidate: CandidateId,
    /// Its number on the ballot.
    pub number: i32,
    pub title: String,
}

pub fn insert_round(tx: &mut Tx, new: &NewRound) -> Result<(), DbError> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(DbError::corrupt);
    diesel::insert_into(rounds::table)
        .values((
            rounds::id.eq(new.round.id),
            rounds::session_id.eq(new.round.session),
            rounds::number.eq(new.round.number),
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
    for (position, row) in (1_i32..).zip(new.paper) {
        diesel::insert_into(paper::table)
            .values((
                paper::round_id.eq(new.round.id),
                paper::position.eq(position),
                paper::candidate_id.eq(row.candidate),
                paper::number.eq(row.number),
                paper::title.eq(&row.title),
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

/// In the order of its rows.
pub fn paper_of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<PaperRow>, DbError> {
    Ok(paper::table
        .select(PaperRow::as_select())
        .filter(paper::round_id.eq(round))
        .order(paper::position)
        .load(conn)?)
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

pub fn trustees_of(conn: &mut Conn, round: RoundId) -> Result<Trustees, DbError> {
    Trustees::parse(election_files(conn, round)?.1.as_bytes()).map_err(DbError::corrupt)
}

pub fn server_key_salt(conn: &mut Conn, round: RoundId) -> Result<String, DbError> {
    Ok(rounds::table.select(rounds::server_key_salt).find(round).first(conn)?)
}
