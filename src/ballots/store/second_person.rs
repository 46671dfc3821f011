//! Rows of `round_requests` and `round_annulments`.

use diesel::{
    ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};

use crate::{
    ballots::schema::{round_annulments as annulments, round_requests as requests, rounds},
    ballots::{
        round::OpeningCount,
        second_person::{Annulment, Answer, Request, RoundAct},
    },
    congress::schema::sessions,
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, CongressId, RoundId, RoundRequestId, ScrutineerId},
};

type RequestRow = (
    RoundRequestId,
    CongressId,
    RoundId,
    RoundAct,
    String,
    Option<String>,
    Option<ScrutineerId>,
    AccountId,
    String,
    Ts,
    Option<Answer>,
);

macro_rules! with_session {
    () => {
        requests::table
            .inner_join(rounds::table.on(rounds::id.eq(requests::round_id)))
            .inner_join(sessions::table.on(sessions::id.eq(rounds::session_id)))
    };
}

macro_rules! request_columns {
    () => {
        (
            requests::id,
            sessions::congress_id,
            requests::round_id,
            requests::act,
            requests::reason,
            requests::terms,
            requests::about_id,
            requests::requested_by,
            requests::requested_name,
            requests::requested_at,
            requests::answer,
        )
    };
}

fn request(row: RequestRow) -> Result<Request, DbError> {
    let (id, congress, round, act, reason, terms, about, requested_by, requested_name, requested_at, answer) = row;
    let terms = terms.map(|terms| serde_json::from_str(&terms)).transpose().map_err(DbError::corrupt)?;
    Ok(Request { id, congress, round, act, reason, terms, about, requested_by, requested_name, requested_at, answer })
}

pub fn request_by_id(conn: &mut Conn, id: RoundRequestId) -> Result<Request, DbError> {
    request(with_session!().select(request_columns!()).filter(requests::id.eq(id)).first(conn)?)
}

/// In the order of asking.
pub fn unanswered_requests(conn: &mut Conn, round: RoundId) -> Result<Vec<Request>, DbError> {
    let rows: Vec<RequestRow> = with_session!()
        .select(request_columns!())
        .filter(requests::round_id.eq(round))
        .filter(requests::answer.is_null())
        .order((requests::requested_at, requests::id))
        .load(conn)?;
    rows.into_iter().map(request).collect()
}

/// Every request and how it was answered.
pub fn requests_of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<(RoundRequestId, Option<Answer>)>, DbError> {
    Ok(requests::table.select((requests::id, requests::answer)).filter(requests::round_id.eq(round)).load(conn)?)
}

pub fn insert_request(tx: &mut Tx, new: &Request) -> Result<(), DbError> {
    let terms = new.terms.as_ref().map(serde_json::to_string).transpose().map_err(DbError::corrupt)?;
    diesel::insert_into(requests::table)
        .values((
            requests::id.eq(new.id),
            requests::round_id.eq(new.round),
            requests::act.eq(new.act),
            requests::reason.eq(&new.reason),
            requests::terms.eq(terms),
            requests::about_id.eq(new.about),
            requests::requested_by.eq(new.requested_by),
            requests::requested_name.eq(&new.requested_name),
            requests::requested_at.eq(new.requested_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Whether it was still unanswered: of two answers at once, one is the first.
pub fn answer_request(tx: &mut Tx, id: RoundRequestId, answer: Answer, name: &str, at: Ts) -> Result<bool, DbError> {
    let answered = diesel::update(requests::table.find(id).filter(requests::answer.is_null()))
        .set((
            requests::answer.eq(Some(answer)),
            requests::answered_name.eq(Some(name)),
            requests::answered_at.eq(Some(at)),
        ))
        .execute(&mut **tx)?;
    Ok(answered == 1)
}

pub fn insert_annulment(tx: &mut Tx, new: &Annulment) -> Result<(), DbError> {
    diesel::insert_into(annulments::table)
        .values((
            annulments::round_id.eq(new.round),
            annulments::reason.eq(&new.reason),
            annulments::in_office.eq(new.counts.in_office),
            annulments::excused.eq(new.counts.excused),
            annulments::present.eq(new.counts.present),
            annulments::issued.eq(new.issued),
            annulments::returned.eq(new.returned),
            annulments::annulled_by.eq(&new.by),
            annulments::confirmed_by.eq(&new.confirmed),
            annulments::annulled_at.eq(new.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = annulments)]
struct AnnulmentRow {
    round_id: RoundId,
    reason: String,
    in_office: i32,
    excused: i32,
    present: i32,
    issued: i32,
    returned: i32,
    annulled_by: String,
    confirmed_by: String,
    annulled_at: Ts,
}

pub fn annulment(conn: &mut Conn, round: RoundId) -> Result<Option<Annulment>, DbError> {
    let row: Option<AnnulmentRow> =
        annulments::table.find(round).select(AnnulmentRow::as_select()).first(conn).optional()?;
    Ok(row.map(|row| Annulment {
        round: row.round_id,
        reason: row.reason,
        counts: OpeningCount { in_office: row.in_office, excused: row.excused, present: row.present },
        issued: row.issued,
        returned: row.returned,
        by: row.annulled_by,
        confirmed: row.confirmed_by,
        at: row.annulled_at,
    }))
}
