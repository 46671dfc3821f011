//! Opening the box for ballots, and closing it.

use verifiable_ballots::{CredentialList, Election, Element, Trustees};

use super::{slip_count_of_round, slips_of_round};
use crate::{
    audit::{self, Act, Actor, Deed},
    ballots::{
        asking::{ANNULMENT_WAITS, annulment_waits},
        ballot_box::BoxHead,
        preflight::{self, BeforeOpening, Check},
        round::{OpeningCount, Round, RoundState, WrongState},
        store,
    },
    congress::{self, Session},
    db::{Conn, DbError, Ts, Tx},
    deputies,
    ids::{DeputyId, RoundId},
    web::{Message, Refusal, Refused},
};

/// The list before 开始投票.
pub fn opening_checks(conn: &mut Conn, session: &Session, round: &Round) -> Result<Vec<Check>, DbError> {
    let method = congress::method_by_id(conn, round.method)?.method;
    let roll = deputies::roll_count(conn, session.id)?;
    let issued_to = store::issued_to(conn, round.id)?;
    let present: Vec<DeputyId> =
        deputies::deputies(conn, session.id)?.iter().filter(|d| d.is_present()).map(|d| d.id).collect();
    let count = |n: usize| i64::try_from(n).map_err(DbError::corrupt);
    let slips = slip_count_of_round(conn, round)?;
    Ok(preflight::before_opening(&BeforeOpening {
        present: roll.present,
        quorum: method.quorum_of(u32::try_from(roll.in_office).map_err(DbError::corrupt)?).into(),
        issued: count(issued_to.len())?,
        on_paper: count(store::issued_on_paper(conn, round.id)?.len())?,
        few_accepted: store::few_on_paper_accepted(conn, round.id)?.is_some(),
        keys: match slips_of_round(conn, round)? {
            Some((print, place)) => count(store::unstruck_keys(conn, print.id, place)?.len())?,
            None => store::taken_keys(conn, round.id)?,
        },
        issued_but_absent: count(issued_to.iter().filter(|id| !present.contains(id)).count())?,
        cancel_requests: count(store::cancel_requests_of(conn, round.id)?.len())?,
        signed: count(store::election_signers(conn, round.id)?.len())?,
        threshold: store::trustees_of(conn, round.id)?.threshold().unwrap_or(0).into(),
        rehearsal: session.rehearsal,
        slips,
    }))
}

/// The keys of which the list is made: those taken on devices, or of the slips that are not struck.
fn keys_to_list(tx: &mut Tx, round: &Round) -> Result<Vec<String>, DbError> {
    match slips_of_round(tx, round)? {
        Some((print, place)) => store::unstruck_keys(tx, print.id, place),
        None => store::issued_keys(tx, round.id),
    }
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("something on the list still blocks")]
    Blocked,
    #[error("an annulment waits for its second person")]
    AnnulmentWaits,
    #[error(transparent)]
    WrongState(#[from] WrongState),
}

impl Refusal for OpenError {
    fn message(&self) -> Message {
        match self {
            Self::Blocked => "open-blocked".into(),
            Self::AnnulmentWaits => ANNULMENT_WAITS.into(),
            Self::WrongState(_) => "open-wrong-state".into(),
        }
    }
}

/// 开始投票: freezes the list of keys, destroys whose they are, and writes the `Setup` event.
pub fn open_round(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    round: RoundId,
) -> Result<(), Refused<OpenError>> {
    let round = store::round_by_id(tx, round)?;
    round.must_be(RoundState::Issuing).map_err(OpenError::from)?;
    if annulment_waits(tx, round.id)? {
        return Err(OpenError::AnnulmentWaits.into());
    }
    if !preflight::is_clear(&opening_checks(tx, session, &round)?) {
        return Err(OpenError::Blocked.into());
    }
    if let Some(slips) = slip_count_of_round(tx, &round)? {
        store::insert_round_slips(tx, round.id, &slips)?;
    }
    let keys: Vec<Element> =
        keys_to_list(tx, &round)?.iter().map(|key| key.parse()).collect::<Result<_, _>>().map_err(DbError::corrupt)?;
    let list = CredentialList::from_unsorted(keys).map_err(DbError::corrupt)?;
    store::insert_credentials(tx, round.id, &list)?;
    store::destroy_links(tx, round.id)?;
    store::write_marks_anew(tx, round.id)?;

    let (election, trustees) = store::election_files(tx, round.id)?;
    let election = Election::parse(election.into_bytes()).map_err(DbError::corrupt)?;
    let trustees = Trustees::parse(trustees.as_bytes()).map_err(DbError::corrupt)?;
    let before = BoxHead::empty();
    let mut chain = before.chain.clone();
    let records = chain.append_setup(&election, &trustees, &list).map_err(DbError::corrupt)?;
    store::append_records(tx, round.id, &before, BoxHead { chain, records: 0, ballots: 0 }, &records)?;

    let roll = deputies::roll_count(tx, session.id)?;
    let small = |n: i64| i32::try_from(n).map_err(DbError::corrupt);
    let opening = OpeningCount {
        in_office: small(roll.in_office)?,
        excused: small(roll.excused)?,
        present: small(roll.present)?,
    };
    let on_paper = store::issued_on_paper(tx, round.id)?.len();
    let round = round.open(opening, at).map_err(OpenError::from)?;
    store::save_round(tx, &round)?;
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({
        "round": round.number, "issued": list.len(), "on_paper": on_paper, "key_list": list.fingerprint(), "in_office": opening.in_office,
        "present": opening.present,
    });
    audit::record(tx, actor, at, &Act::new(Deed::RoundOpened, &session.name).with(detail))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    #[error("an annulment waits for its second person")]
    AnnulmentWaits,
    #[error(transparent)]
    WrongState(#[from] WrongState),
}

impl Refusal for CloseError {
    fn message(&self) -> Message {
        match self {
            Self::AnnulmentWaits => ANNULMENT_WAITS.into(),
            Self::WrongState(_) => "close-wrong-state".into(),
        }
    }
}

/// 封箱: each ballot in flight is either in the box by now, or refused. Locks the head of the box first, so it may run
/// in [`crate::db::Db::submit_row_locked`].
pub fn close_round(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    round: RoundId,
) -> Result<(), Refused<CloseError>> {
    let before = store::lock_head(tx, round)?;
    let found = store::round_by_id(tx, round)?.close(at).map_err(CloseError::from)?;
    if annulment_waits(tx, round)? {
        return Err(CloseError::AnnulmentWaits.into());
    }
    let mut chain = before.chain.clone();
    let records = chain.append_end_ballots().map_err(DbError::corrupt)?;
    let after = BoxHead { chain, records: before.records, ballots: before.ballots };
    store::append_records(tx, round, &before, after, &records)?;
    store::save_round(tx, &found)?;
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({ "round": found.number, "returned": before.ballots });
    audit::record(tx, actor, at, &Act::new(Deed::RoundClosed, &session.name).with(detail))?;
    Ok(())
}
