//! Rows of `congresses`, `sessions`, `rehearsals`, `voting_methods`, `prior_reviews` and `public_versions`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::{
    session::{CheckInSeed, Congress, PriorReview, Rehearsal, Session, VersionedMethod},
    voting_method::VotingMethod,
};
use crate::{
    db::{
        Conn, DbError, Ts, Tx, delete_with_all_that_hangs_on_it,
        schema::{
            congresses as congresses_table, prior_reviews, public_versions, rehearsals, sessions, voting_methods,
        },
    },
    ids::{CongressId, SessionId, VotingMethodId},
    web::{HostName, SiteName},
};

pub fn congresses(conn: &mut Conn) -> Result<Vec<Congress>, DbError> {
    let rows: Vec<(CongressId, String, Option<String>)> = congresses_table::table
        .select((congresses_table::id, congresses_table::name, congresses_table::host))
        .order(congresses_table::name)
        .load(conn)?;
    rows.into_iter()
        .map(|(id, name, host)| {
            let host = host.map(|text| HostName::parse(&text).ok_or_else(|| DbError::corrupt("a host name is none")));
            Ok(Congress { id, name, host: host.transpose()? })
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

type SessionRow = (SessionId, CongressId, String, i32, i32, String, String, String, Option<String>);

macro_rules! session_columns {
    () => {
        (
            sessions::id,
            sessions::congress_id,
            sessions::name,
            sessions::ordinal,
            sessions::year,
            sessions::date,
            sessions::plenary,
            sessions::item,
            sessions::check_in_seed,
        )
    };
}

fn session(row: SessionRow) -> Session {
    let (id, congress, name, ordinal, year, date, plenary, item, code) = row;
    Session {
        id,
        congress,
        name,
        ordinal,
        year: year.abs(),
        rehearsal: year < 0,
        date,
        plenary,
        item,
        check_in_seed: code.map(CheckInSeed::stored),
    }
}

pub fn session_by_id(conn: &mut Conn, id: SessionId) -> Result<Session, DbError> {
    Ok(session(sessions::table.select(session_columns!()).find(id).first(conn)?))
}

/// The session that the back rooms and the hall screen work on: the rehearsal while it is the current one, else the
/// congress's newest session.
pub fn current_session(conn: &mut Conn, congress: CongressId) -> Result<Option<Session>, DbError> {
    match rehearsal_of(conn, congress)?.filter(|rehearsal| rehearsal.current) {
        Some(rehearsal) => Ok(Some(session_by_id(conn, rehearsal.session)?)),
        None => public_session(conn, congress),
    }
}

/// The congress's newest session, never a rehearsal.
pub fn public_session(conn: &mut Conn, congress: CongressId) -> Result<Option<Session>, DbError> {
    let row: Option<SessionRow> = sessions::table
        .select(session_columns!())
        .filter(sessions::congress_id.eq(congress))
        .filter(sessions::year.gt(0))
        .order(sessions::year.desc())
        .first(conn)
        .optional()?;
    Ok(row.map(session))
}

/// The session of the year, never a rehearsal.
pub fn session_by_year(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Option<Session>, DbError> {
    let row: Option<SessionRow> = sessions::table
        .select(session_columns!())
        .filter(sessions::congress_id.eq(congress))
        .filter(sessions::year.eq(year))
        .filter(sessions::year.gt(0))
        .first(conn)
        .optional()?;
    Ok(row.map(session))
}

pub fn insert_session(tx: &mut Tx, session: &Session) -> Result<(), DbError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(session.id),
            sessions::congress_id.eq(session.congress),
            sessions::name.eq(&session.name),
            sessions::ordinal.eq(session.ordinal),
            sessions::year.eq(if session.rehearsal { -session.year } else { session.year }),
            sessions::date.eq(&session.date),
            sessions::plenary.eq(&session.plenary),
            sessions::item.eq(&session.item),
            sessions::check_in_seed.eq(session.check_in_seed.as_ref().map(CheckInSeed::as_str)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_check_in_seed(tx: &mut Tx, session: SessionId, code: &CheckInSeed) -> Result<(), DbError> {
    diesel::update(sessions::table.find(session))
        .set(sessions::check_in_seed.eq(Some(code.as_str())))
        .execute(&mut **tx)?;
    Ok(())
}

type MethodRow = (VotingMethodId, i32, String, String, Option<Ts>, Option<String>, Option<String>);

macro_rules! method_columns {
    () => {
        (
            voting_methods::id,
            voting_methods::version,
            voting_methods::document,
            voting_methods::hash,
            voting_methods::adopted_at,
            voting_methods::adopted_by,
            voting_methods::adopted_on,
        )
    };
}

fn versioned(row: MethodRow) -> Result<VersionedMethod, DbError> {
    let (id, version, document, hash, adopted_at, adopted_by, adopted_on) = row;
    let method: VotingMethod = serde_json::from_str(&document).map_err(DbError::corrupt)?;
    if method.hash().to_string() != hash {
        return Err(DbError::corrupt("a voting method does not match its hash"));
    }
    Ok(VersionedMethod { id, version, method, hash, adopted: adopted_at.zip(adopted_by), adopted_on })
}

pub fn latest_method(conn: &mut Conn, session: SessionId) -> Result<Option<VersionedMethod>, DbError> {
    let row: Option<MethodRow> = voting_methods::table
        .select(method_columns!())
        .filter(voting_methods::session_id.eq(session))
        .order(voting_methods::version.desc())
        .first(conn)
        .optional()?;
    row.map(versioned).transpose()
}

/// The newest version that the plenary adopted.
pub fn adopted_method(conn: &mut Conn, session: SessionId) -> Result<Option<VersionedMethod>, DbError> {
    let row: Option<MethodRow> = voting_methods::table
        .select(method_columns!())
        .filter(voting_methods::session_id.eq(session))
        .filter(voting_methods::adopted_at.is_not_null())
        .order(voting_methods::version.desc())
        .first(conn)
        .optional()?;
    row.map(versioned).transpose()
}

pub fn method_by_id(conn: &mut Conn, id: VotingMethodId) -> Result<VersionedMethod, DbError> {
    versioned(voting_methods::table.select(method_columns!()).find(id).first(conn)?)
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
        .filter(sessions::year.lt(before))
        .filter(sessions::year.gt(0))
        .order(sessions::year.desc())
        .load(conn)?;
    for (session, year) in years {
        if let Some(adopted) = adopted_method(conn, session)? {
            return Ok(Some((year, adopted)));
        }
    }
    Ok(None)
}

pub fn set_adopted(tx: &mut Tx, method: VotingMethodId, at: Ts, by: &str, on: &str) -> Result<(), DbError> {
    diesel::update(voting_methods::table.find(method))
        .set((
            voting_methods::adopted_at.eq(Some(at)),
            voting_methods::adopted_by.eq(Some(by)),
            voting_methods::adopted_on.eq(Some(on)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn prior_review(conn: &mut Conn, session: SessionId) -> Result<Option<PriorReview>, DbError> {
    let row: Option<(String, String, String, String)> = prior_reviews::table
        .find(session)
        .select((
            prior_reviews::body,
            prior_reviews::meeting,
            prior_reviews::reviewed_on,
            prior_reviews::document_number,
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(|(body, meeting, reviewed_on, document_number)| PriorReview {
        body,
        meeting,
        reviewed_on,
        document_number,
    }))
}

pub fn replace_prior_review(tx: &mut Tx, session: SessionId, review: &PriorReview) -> Result<(), DbError> {
    diesel::delete(prior_reviews::table.find(session)).execute(&mut **tx)?;
    diesel::insert_into(prior_reviews::table)
        .values((
            prior_reviews::session_id.eq(session),
            prior_reviews::body.eq(&review.body),
            prior_reviews::meeting.eq(&review.meeting),
            prior_reviews::reviewed_on.eq(&review.reviewed_on),
            prior_reviews::document_number.eq(&review.document_number),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

type RehearsalRow = (SessionId, bool, Option<String>, String, Ts);

pub fn rehearsal_of(conn: &mut Conn, congress: CongressId) -> Result<Option<Rehearsal>, DbError> {
    let row: Option<RehearsalRow> = rehearsals::table
        .find(congress)
        .select((
            rehearsals::session_id,
            rehearsals::current,
            rehearsals::practice_seeds,
            rehearsals::started_by,
            rehearsals::started_at,
        ))
        .first(conn)
        .optional()?;
    row.map(|(session, current, seeds, started_by, started_at)| {
        let practice_seeds = match seeds {
            Some(seeds) => serde_json::from_str(&seeds).map_err(DbError::corrupt)?,
            None => Vec::new(),
        };
        Ok(Rehearsal { session, current, practice_seeds, started_by, started_at })
    })
    .transpose()
}

/// The rehearsals that are worked on now, of all congresses.
fn current_rehearsals(conn: &mut Conn) -> Result<Vec<SessionId>, DbError> {
    Ok(rehearsals::table.select(rehearsals::session_id).filter(rehearsals::current.eq(true)).load(conn)?)
}

/// Which of these sessions, newest first and rehearsals last, is the one that is worked on.
pub fn at_work(conn: &mut Conn, known: impl Iterator<Item = SessionId>) -> Result<Option<usize>, DbError> {
    let known: Vec<SessionId> = known.collect();
    let current = current_rehearsals(conn)?;
    if let Some(at) = known.iter().position(|session| current.contains(session)) {
        return Ok(Some(at));
    }
    match known.first() {
        Some(newest) => Ok((!session_by_id(conn, *newest)?.rehearsal).then_some(0)),
        None => Ok(None),
    }
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

/// The rehearsal's session with everything that hangs on it; of any other session nothing.
pub fn delete_rehearsal(tx: &mut Tx, session: SessionId) -> Result<(), DbError> {
    let id = match &**tx {
        Conn::Pg(_) => format!("'{session}'"),
        Conn::Sqlite(_) => format!("X'{}'", session.uuid().simple()),
    };
    delete_with_all_that_hangs_on_it(tx, "sessions", &format!("id = {id} AND year < 0"))
}
