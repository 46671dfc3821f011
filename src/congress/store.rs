//! Rows of `congresses`, `sessions`, `vote_changes`, `reopened_parts`, `rehearsals`, `voting_methods`, `prior_reviews`, `review_opinions` and `public_versions`.

use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use jiff::civil::Date;

use super::{
    change::{ChangeTerms, VoteChange},
    opinion::{Opinion, OpinionOutcome},
    session::{CheckInSeed, Congress, PriorReview, Rehearsal, Session, SessionKind, VersionedMethod, VotePart},
    voting_method::VotingMethod,
};
use crate::{
    congress::schema::{
        congresses as congresses_table, forgetting, prior_reviews, rehearsals, reopened_parts, review_opinions,
        sessions, sessions_at_hand, vote_changes, voting_methods,
    },
    db::{Conn, Day, DbError, Ts, Tx, Uid, delete_what_hangs_on, schema::public_versions},
    ids::{CongressId, SessionId, VoteChangeId, VotingMethodId},
    web::{HostName, SiteName},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = congresses_table)]
struct CongressRow {
    id: CongressId,
    name: String,
    host: Option<String>,
}

pub fn congresses(conn: &mut Conn) -> Result<Vec<Congress>, DbError> {
    let rows = congresses_table::table.select(CongressRow::as_select()).order(congresses_table::name).load(conn)?;
    rows.into_iter()
        .map(|row| {
            let host = |text: &String| HostName::parse(text).ok_or_else(|| DbError::corrupt("a host name is none"));
            Ok(Congress { id: row.id, name: row.name, host: row.host.as_ref().map(host).transpose()? })
        })
        .collect()
}

/// How the congress's site is called and reached.
pub fn site_name(conn: &mut Conn, congress: CongressId, base_url: &str) -> Result<SiteName, DbError> {
    let known = congresses(conn)?;
    let found = known.iter().find(|known| known.id == congress).ok_or_else(DbError::missing)?;
    Ok(found.site_name(known.len(), base_url))
}

/// Host names, whose site each is, and whether its back rooms are rehearsing.
pub fn sites(conn: &mut Conn) -> Result<Vec<(Congress, bool)>, DbError> {
    let rehearsing: Vec<CongressId> =
        rehearsals::table.select(rehearsals::congress_id).filter(rehearsals::current.eq(true)).load(conn)?;
    Ok(congresses(conn)?.into_iter().map(|known| (known.clone(), rehearsing.contains(&known.id))).collect())
}

pub fn insert_congress(tx: &mut Tx, congress: &Congress) -> Result<(), DbError> {
    diesel::insert_into(congresses_table::table)
        .values((
            congresses_table::id.eq(congress.id),
            congresses_table::name.eq(&congress.name),
            congresses_table::host.eq(congress.host.as_ref().map(HostName::as_str)),
        ))
        .execute(&mut **tx)?;
    diesel::insert_into(public_versions::table)
        .values((public_versions::congress_id.eq(congress.id), public_versions::version.eq(1_i64)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_host(tx: &mut Tx, congress: CongressId, host: &HostName) -> Result<(), DbError> {
    diesel::update(congresses_table::table.find(congress))
        .set(congresses_table::host.eq(Some(host.as_str())))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn bump_public_version(tx: &mut Tx, congress: CongressId) -> Result<(), DbError> {
    diesel::update(public_versions::table.find(congress))
        .set(public_versions::version.eq(public_versions::version + 1))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    id: SessionId,
    congress_id: CongressId,
    kind: SessionKind,
    name: String,
    ordinal: i32,
    year: i32,
    date: Day,
    plenary: String,
    item: String,
    place: Option<String>,
    check_in_seed: Option<String>,
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Self {
            id: row.id,
            congress: row.congress_id,
            name: row.name,
            ordinal: row.ordinal,
            year: row.year,
            rehearsal: row.kind == SessionKind::Rehearsal,
            date: row.date.0,
            plenary: row.plenary,
            item: row.item,
            place: row.place,
            check_in_seed: row.check_in_seed.map(CheckInSeed::stored),
        }
    }
}

pub fn session_by_id(conn: &mut Conn, id: SessionId) -> Result<Session, DbError> {
    Ok(sessions::table.find(id).select(SessionRow::as_select()).first(conn)?.into())
}

/// The session that the back rooms and the hall screen work on: the rehearsal while it is the current one, else the
/// session at hand.
pub fn current_session(conn: &mut Conn, congress: CongressId) -> Result<Option<Session>, DbError> {
    match rehearsal_of(conn, congress)?.filter(|rehearsal| rehearsal.current) {
        Some(rehearsal) => Ok(Some(session_by_id(conn, rehearsal.session)?)),
        None => public_session(conn, congress),
    }
}

/// The congress's session at hand, never a rehearsal.
pub fn public_session(conn: &mut Conn, congress: CongressId) -> Result<Option<Session>, DbError> {
    match at_hand(conn, congress)? {
        Some(session) => Ok(Some(session_by_id(conn, session)?)),
        None => Ok(None),
    }
}

fn at_hand(conn: &mut Conn, congress: CongressId) -> Result<Option<SessionId>, DbError> {
    Ok(sessions_at_hand::table.find(congress).select(sessions_at_hand::session_id).first(conn).optional()?)
}

pub fn take_at_hand(tx: &mut Tx, session: &Session) -> Result<(), DbError> {
    diesel::delete(sessions_at_hand::table.find(session.congress)).execute(&mut **tx)?;
    diesel::insert_into(sessions_at_hand::table)
        .values((sessions_at_hand::congress_id.eq(session.congress), sessions_at_hand::session_id.eq(session.id)))
        .execute(&mut **tx)?;
    Ok(())
}

/// All sessions of the congress but rehearsals, the newest first, each with whether a round of it has begun.
pub fn sessions_of(conn: &mut Conn, congress: CongressId) -> Result<Vec<(Session, bool)>, DbError> {
    let rows: Vec<(SessionRow, Option<Ts>)> = sessions::table
        .select((SessionRow::as_select(), sessions::frozen_at))
        .filter(sessions::congress_id.eq(congress))
        .filter(sessions::kind.eq(SessionKind::Regular))
        .order(sessions::year.desc())
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, frozen_at)| (Session::from(row), frozen_at.is_some())).collect())
}

/// Writes what is said of the session; what it is stays.
pub fn save_session(tx: &mut Tx, session: &Session) -> Result<(), DbError> {
    diesel::update(sessions::table.find(session.id))
        .set((
            sessions::name.eq(&session.name),
            sessions::year.eq(session.year),
            sessions::date.eq(Day(session.date)),
            sessions::plenary.eq(&session.plenary),
            sessions::item.eq(&session.item),
            sessions::place.eq(&session.place),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The session of the year, never a rehearsal.
pub fn session_by_year(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Option<Session>, DbError> {
    let row: Option<SessionRow> = sessions::table
        .select(SessionRow::as_select())
        .filter(sessions::congress_id.eq(congress))
        .filter(sessions::kind.eq(SessionKind::Regular))
        .filter(sessions::year.eq(year))
        .first(conn)
        .optional()?;
    Ok(row.map(Session::from))
}

pub fn insert_session(tx: &mut Tx, session: &Session) -> Result<(), DbError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(session.id),
            sessions::congress_id.eq(session.congress),
            sessions::kind.eq(if session.rehearsal { SessionKind::Rehearsal } else { SessionKind::Regular }),
            sessions::name.eq(&session.name),
            sessions::ordinal.eq(session.ordinal),
            sessions::year.eq(session.year),
            sessions::date.eq(Day(session.date)),
            sessions::plenary.eq(&session.plenary),
            sessions::item.eq(&session.item),
            sessions::place.eq(&session.place),
            sessions::check_in_seed.eq(session.check_in_seed.as_ref().map(CheckInSeed::as_str)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Whether a round of the session has begun: from then on its roll, its list and its method stay as they are.
pub fn is_frozen(conn: &mut Conn, session: SessionId) -> Result<bool, DbError> {
    let frozen_at: Option<Ts> = sessions::table.select(sessions::frozen_at).find(session).first(conn)?;
    Ok(frozen_at.is_some())
}

/// Whether this of it may not be changed now: a round has begun, and no decision after a void one has opened it again.
pub fn is_closed(conn: &mut Conn, session: SessionId, part: VotePart) -> Result<bool, DbError> {
    if !is_frozen(conn, session)? {
        return Ok(false);
    }
    let reopened: i64 = reopened_parts::table.find((session, part)).count().get_result(conn)?;
    Ok(reopened == 0)
}

/// What a decision after a void round has opened again.
pub fn reopened(conn: &mut Conn, session: SessionId) -> Result<Vec<VotePart>, DbError> {
    let parts: Vec<VotePart> =
        reopened_parts::table.select(reopened_parts::part).filter(reopened_parts::session_id.eq(session)).load(conn)?;
    Ok(VotePart::ALL.iter().copied().filter(|part| parts.contains(part)).collect())
}

pub fn reopen(tx: &mut Tx, session: SessionId, parts: &[VotePart]) -> Result<(), DbError> {
    let open = reopened(tx, session)?;
    for part in parts.iter().filter(|part| !open.contains(part)) {
        diesel::insert_into(reopened_parts::table)
            .values((reopened_parts::session_id.eq(session), reopened_parts::part.eq(*part)))
            .execute(&mut **tx)?;
    }
    Ok(())
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = vote_changes)]
struct ChangeRow {
    id: VoteChangeId,
    session_id: SessionId,
    after_round: i32,
    body: String,
    decided_on: Day,
    reason: String,
    parts: String,
    held_under: String,
    recorded_by: String,
    confirmed_by: String,
    recorded_at: Ts,
}

pub fn insert_change(tx: &mut Tx, session: SessionId, new: &VoteChange) -> Result<(), DbError> {
    let row = ChangeRow {
        id: VoteChangeId::new(),
        session_id: session,
        after_round: new.after_round,
        body: new.terms.body.clone(),
        decided_on: Day(new.terms.decided_on),
        reason: new.reason.clone(),
        parts: serde_json::to_string(&new.terms.parts).map_err(DbError::corrupt)?,
        held_under: new.held_under.clone(),
        recorded_by: new.by.clone(),
        confirmed_by: new.confirmed.clone(),
        recorded_at: new.at,
    };
    diesel::insert_into(vote_changes::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// What was decided to be changed between rounds, in the order of the rounds and of deciding.
pub fn changes(conn: &mut Conn, session: SessionId) -> Result<Vec<VoteChange>, DbError> {
    let rows: Vec<ChangeRow> = vote_changes::table
        .filter(vote_changes::session_id.eq(session))
        .order((vote_changes::after_round, vote_changes::recorded_at, vote_changes::id))
        .select(ChangeRow::as_select())
        .load(conn)?;
    let change = |row: ChangeRow| {
        let parts = serde_json::from_str(&row.parts).map_err(DbError::corrupt)?;
        Ok(VoteChange {
            after_round: row.after_round,
            terms: ChangeTerms { body: row.body, decided_on: row.decided_on.0, parts },
            reason: row.reason,
            held_under: row.held_under,
            by: row.recorded_by,
            confirmed: row.confirmed_by,
            at: row.recorded_at,
        })
    };
    rows.into_iter().map(change).collect()
}

/// Said when 发票 begins; only the first time counts. What was opened after a void round is closed with it.
pub fn freeze(tx: &mut Tx, session: SessionId, at: Ts) -> Result<(), DbError> {
    diesel::delete(reopened_parts::table.filter(reopened_parts::session_id.eq(session))).execute(&mut **tx)?;
    diesel::update(sessions::table.find(session).filter(sessions::frozen_at.is_null()))
        .set(sessions::frozen_at.eq(Some(at)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Nobody ever held a ballot of the round that froze it.
pub fn unfreeze(tx: &mut Tx, session: SessionId) -> Result<(), DbError> {
    diesel::update(sessions::table.find(session)).set(sessions::frozen_at.eq(None::<Ts>)).execute(&mut **tx)?;
    Ok(())
}

pub fn set_check_in_seed(tx: &mut Tx, session: SessionId, code: &CheckInSeed) -> Result<(), DbError> {
    diesel::update(sessions::table.find(session))
        .set(sessions::check_in_seed.eq(Some(code.as_str())))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = voting_methods)]
struct MethodRow {
    id: VotingMethodId,
    version: i32,
    document: String,
    hash: String,
    adopted_at: Option<Ts>,
    adopted_by: Option<String>,
    adopted_on: Option<Day>,
}

impl TryFrom<MethodRow> for VersionedMethod {
    type Error = DbError;

    fn try_from(row: MethodRow) -> Result<Self, DbError> {
        let method: VotingMethod = serde_json::from_str(&row.document).map_err(DbError::corrupt)?;
        if method.hash().to_string() != row.hash {
            return Err(DbError::corrupt("a voting method does not match its hash"));
        }
        Ok(Self {
            id: row.id,
            version: row.version,
            method,
            hash: row.hash,
            adopted: row.adopted_at.zip(row.adopted_by),
            adopted_on: row.adopted_on.map(|on| on.0),
        })
    }
}

pub fn latest_method(conn: &mut Conn, session: SessionId) -> Result<Option<VersionedMethod>, DbError> {
    let row: Option<MethodRow> = voting_methods::table
        .select(MethodRow::as_select())
        .filter(voting_methods::session_id.eq(session))
        .order(voting_methods::version.desc())
        .first(conn)
        .optional()?;
    row.map(VersionedMethod::try_from).transpose()
}

/// The newest version that the plenary adopted.
pub fn adopted_method(conn: &mut Conn, session: SessionId) -> Result<Option<VersionedMethod>, DbError> {
    let row: Option<MethodRow> = voting_methods::table
        .select(MethodRow::as_select())
        .filter(voting_methods::session_id.eq(session))
        .filter(voting_methods::adopted_at.is_not_null())
        .order(voting_methods::version.desc())
        .first(conn)
        .optional()?;
    row.map(VersionedMethod::try_from).transpose()
}

pub fn method_by_id(conn: &mut Conn, id: VotingMethodId) -> Result<VersionedMethod, DbError> {
    voting_methods::table.find(id).select(MethodRow::as_select()).first(conn)?.try_into()
}

pub fn insert_method(
    tx: &mut Tx,
    session: SessionId,
    version: i32,
    method: &VotingMethod,
) -> Result<VotingMethodId, DbError> {
    let id = VotingMethodId::new();
    let document = serde_json::to_string(method).map_err(DbError::corrupt)?;
    diesel::insert_into(voting_methods::table)
        .values((
            voting_methods::id.eq(id),
            voting_methods::session_id.eq(session),
            voting_methods::version.eq(version),
            voting_methods::document.eq(document),
            voting_methods::hash.eq(method.hash().to_string()),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// The newest version adopted in an earlier session of the congress, and the year of that session.
pub fn method_of_an_earlier_session(
    conn: &mut Conn,
    congress: CongressId,
    before: i32,
) -> Result<Option<(i32, VersionedMethod)>, DbError> {
    let years: Vec<(SessionId, i32)> = sessions::table
        .select((sessions::id, sessions::year))
        .filter(sessions::congress_id.eq(congress))
        .filter(sessions::kind.eq(SessionKind::Regular))
        .filter(sessions::year.lt(before))
        .order(sessions::year.desc())
        .load(conn)?;
    for (session, year) in years {
        if let Some(adopted) = adopted_method(conn, session)? {
            return Ok(Some((year, adopted)));
        }
    }
    Ok(None)
}

pub fn set_adopted(tx: &mut Tx, method: VotingMethodId, at: Ts, by: &str, on: Date) -> Result<(), DbError> {
    diesel::update(voting_methods::table.find(method))
        .set((
            voting_methods::adopted_at.eq(Some(at)),
            voting_methods::adopted_by.eq(Some(by)),
            voting_methods::adopted_on.eq(Some(Day(on))),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = prior_reviews)]
struct ReviewRow {
    session_id: SessionId,
    body: String,
    meeting: String,
    reviewed_on: Day,
    document_number: String,
}

pub fn prior_review(conn: &mut Conn, session: SessionId) -> Result<Option<PriorReview>, DbError> {
    let row: Option<ReviewRow> =
        prior_reviews::table.find(session).select(ReviewRow::as_select()).first(conn).optional()?;
    Ok(row.map(|row| PriorReview {
        body: row.body,
        meeting: row.meeting,
        reviewed_on: row.reviewed_on.0,
        document_number: row.document_number,
    }))
}

pub fn replace_prior_review(tx: &mut Tx, session: SessionId, review: &PriorReview) -> Result<(), DbError> {
    diesel::delete(prior_reviews::table.find(session)).execute(&mut **tx)?;
    let row = ReviewRow {
        session_id: session,
        body: review.body.clone(),
        meeting: review.meeting.clone(),
        reviewed_on: Day(review.reviewed_on),
        document_number: review.document_number.clone(),
    };
    diesel::insert_into(prior_reviews::table).values(&row).execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = review_opinions)]
struct OpinionRow {
    session_id: SessionId,
    position: i32,
    words: String,
    outcome: Option<OpinionOutcome>,
    done: String,
}

/// What the standing committee said of the list, in the order of the minutes.
pub fn opinions(conn: &mut Conn, session: SessionId) -> Result<Vec<Opinion>, DbError> {
    let rows: Vec<OpinionRow> = review_opinions::table
        .select(OpinionRow::as_select())
        .filter(review_opinions::session_id.eq(session))
        .order(review_opinions::position)
        .load(conn)?;
    let opinion = |row: OpinionRow| Opinion {
        position: row.position,
        words: row.words,
        done: row.outcome.map(|outcome| (outcome, row.done)),
    };
    Ok(rows.into_iter().map(opinion).collect())
}

/// In the place of the one with its number.
pub fn replace_opinion(tx: &mut Tx, session: SessionId, opinion: &Opinion) -> Result<(), DbError> {
    delete_opinion(tx, session, opinion.position)?;
    let row = OpinionRow {
        session_id: session,
        position: opinion.position,
        words: opinion.words.clone(),
        outcome: opinion.done.as_ref().map(|(outcome, _)| *outcome),
        done: opinion.done.as_ref().map_or_else(String::new, |(_, done)| done.clone()),
    };
    diesel::insert_into(review_opinions::table).values(&row).execute(&mut **tx)?;
    Ok(())
}

pub fn delete_opinion(tx: &mut Tx, session: SessionId, position: i32) -> Result<usize, DbError> {
    Ok(diesel::delete(review_opinions::table.find((session, position))).execute(&mut **tx)?)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = rehearsals)]
struct RehearsalRow {
    session_id: SessionId,
    current: bool,
    practice_seeds: Option<String>,
    started_by: String,
    started_at: Ts,
}

impl TryFrom<RehearsalRow> for Rehearsal {
    type Error = DbError;

    fn try_from(row: RehearsalRow) -> Result<Self, DbError> {
        let practice_seeds = match &row.practice_seeds {
            Some(seeds) => serde_json::from_str(seeds).map_err(DbError::corrupt)?,
            None => Vec::new(),
        };
        Ok(Self {
            session: row.session_id,
            current: row.current,
            practice_seeds,
            started_by: row.started_by,
            started_at: row.started_at,
        })
    }
}

pub fn rehearsal_of(conn: &mut Conn, congress: CongressId) -> Result<Option<Rehearsal>, DbError> {
    let row: Option<RehearsalRow> =
        rehearsals::table.find(congress).select(RehearsalRow::as_select()).first(conn).optional()?;
    row.map(Rehearsal::try_from).transpose()
}

/// The rehearsals that are worked on now, of all congresses.
fn current_rehearsals(conn: &mut Conn) -> Result<Vec<SessionId>, DbError> {
    Ok(rehearsals::table.select(rehearsals::session_id).filter(rehearsals::current.eq(true)).load(conn)?)
}

/// Which of these sessions, newest first, is the one that is worked on.
pub fn at_work(conn: &mut Conn, known: impl Iterator<Item = SessionId>) -> Result<Option<usize>, DbError> {
    let known: Vec<SessionId> = known.collect();
    let current = current_rehearsals(conn)?;
    if let Some(at) = known.iter().position(|session| current.contains(session)) {
        return Ok(Some(at));
    }
    let at_hand: Vec<SessionId> = sessions_at_hand::table.select(sessions_at_hand::session_id).load(conn)?;
    if let Some(at) = known.iter().position(|session| at_hand.contains(session)) {
        return Ok(Some(at));
    }
    let regular: Vec<SessionId> = sessions::table
        .select(sessions::id)
        .filter(sessions::id.eq_any(known.clone()))
        .filter(sessions::kind.eq(SessionKind::Regular))
        .load(conn)?;
    Ok(known.iter().position(|session| regular.contains(session)))
}

pub fn insert_rehearsal(tx: &mut Tx, congress: CongressId, rehearsal: &Rehearsal) -> Result<(), DbError> {
    diesel::insert_into(rehearsals::table)
        .values((
            rehearsals::congress_id.eq(congress),
            rehearsals::session_id.eq(rehearsal.session),
            rehearsals::current.eq(rehearsal.current),
            rehearsals::started_by.eq(&rehearsal.started_by),
            rehearsals::started_at.eq(rehearsal.started_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_rehearsal_current(tx: &mut Tx, congress: CongressId, current: bool) -> Result<(), DbError> {
    diesel::update(rehearsals::table.find(congress)).set(rehearsals::current.eq(current)).execute(&mut **tx)?;
    Ok(())
}

pub fn set_practice_seeds(tx: &mut Tx, congress: CongressId, seeds: &[(String, String)]) -> Result<(), DbError> {
    let seeds = serde_json::to_string(seeds).map_err(DbError::corrupt)?;
    diesel::update(rehearsals::table.find(congress))
        .set(rehearsals::practice_seeds.eq(Some(seeds)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The rehearsal's session with everything that hangs on it; a session of another kind the database keeps.
pub fn delete_rehearsal(tx: &mut Tx, session: SessionId) -> Result<(), DbError> {
    diesel::insert_into(forgetting::table)
        .values((forgetting::session_id.eq(session), forgetting::kind.eq(SessionKind::Rehearsal)))
        .execute(&mut **tx)?;
    delete_what_hangs_on(tx, "sessions", Uid(session.uuid()), "forgetting")?;
    diesel::delete(forgetting::table.find(session)).execute(&mut **tx)?;
    diesel::delete(sessions::table.find(session)).execute(&mut **tx)?;
    Ok(())
}
