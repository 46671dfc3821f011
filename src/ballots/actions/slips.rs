//! 选票码条: printed, counted by two, drawn one by one, and what nobody drew is struck before voting begins.

use serde::Deserialize;
use verifiable_ballots::{CredentialList, Element};

use super::{IssueError, preflight_checks};
use crate::{
    audit::{self, Act, Actor, Deed},
    ballots::{
        on_paper::IssueKind,
        preflight,
        round::{Round, RoundState},
        slips::{CountedBy, MOST_SLIPS, ROUNDS_OF_A_SLIP, SMALLEST_RESERVE, SlipCount, SlipPrint, StruckAs, StruckKey},
        store,
    },
    congress::{self, Session, voting_method::Issuing},
    db::{Conn, DbError, Ts, Tx},
    deputies::{self, Deputy},
    ids::{RoundId, SessionId, SlipPrintId},
    scrutineers::Scrutineer,
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum SlipError {
    #[error("the method of this session is another")]
    NotBySlips,
    #[error("method, list, roll or key is not there yet")]
    NotReady,
    #[error("a round has begun")]
    RoundBegan,
    #[error("slips are printed already")]
    Printed,
    #[error("nothing is printed")]
    NotPrinted,
    #[error("{0} slips are fewer or more than can be printed for {1} deputies")]
    WrongNumber(usize, i64),
    #[error("the lists of keys are not in order: {0}")]
    BadLists(String),
    #[error("{0} slips were counted, and another number of codes was made")]
    CountDiffers(i64),
    #[error("this scrutineer has counted the slips")]
    CountedAlready,
    #[error("two scrutineers have not counted the slips yet")]
    NotSealed,
    #[error("slips are struck before voting begins")]
    NotNow,
    #[error("this code is of other slips")]
    Foreign,
    #[error("this slip is struck already")]
    StruckAlready,
    #[error("as many are struck as were left: a deputy may hold this one")]
    NoneLeft,
    #[error("nothing shows that the code is at hand")]
    NotPossessed,
}

impl Refusal for SlipError {
    fn message(&self) -> Message {
        match self {
            Self::NotBySlips => "slips-not-by-slips".into(),
            Self::NotReady => "slips-not-ready".into(),
            Self::RoundBegan => "slips-round-began".into(),
            Self::Printed => "slips-printed-already".into(),
            Self::NotPrinted => "slips-not-printed".into(),
            Self::WrongNumber(_, in_office) => Message::new("slips-wrong-number")
                .with("least", in_office + SMALLEST_RESERVE)
                .with("most", most_slips(*in_office)),
            Self::BadLists(why) => Message::new("slips-bad-lists").with("why", why),
            Self::CountDiffers(counted) => Message::new("slips-count-differs").with("counted", counted),
            Self::CountedAlready => "slips-counted-already".into(),
            Self::NotSealed => "slips-not-sealed".into(),
            Self::NotNow => "slips-not-now".into(),
            Self::Foreign => "slips-foreign".into(),
            Self::StruckAlready => "slips-struck-already".into(),
            Self::NoneLeft => "slips-none-left".into(),
            Self::NotPossessed => "slips-not-possessed".into(),
        }
    }
}

/// Twice as many as there are deputies, and a few.
pub fn most_slips(in_office: i64) -> i64 {
    i64::try_from(MOST_SLIPS).unwrap_or(i64::MAX).min(2 * in_office + 10 * SMALLEST_RESERVE)
}

/// Whether deputies draw slips in this session, by its adopted method.
pub fn is_by_slips(conn: &mut Conn, session: SessionId) -> Result<bool, DbError> {
    let adopted = congress::adopted_method(conn, session)?;
    Ok(adopted.is_some_and(|adopted| adopted.method.issuing() == Issuing::Slips))
}

/// The public keys of one of the rounds that the slips serve.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintedList {
    pub uuid: String,
    pub keys: Vec<String>,
}

/// 印制: the browser has made the codes and sends what is public of them. Lists in the order of their keys tell nothing of
/// which keys belong to one slip, so others are refused.
pub fn print_slips(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    scrutineer: &Scrutineer,
    lists: &[PrintedList],
) -> Result<(), Refused<SlipError>> {
    may_be_printed(tx, session)?;
    let in_office = deputies::roll_count(tx, session.id)?.in_office;
    let printed = lists.first().map_or(0, |list| list.keys.len());
    let fits =
        i64::try_from(printed).is_ok_and(|n| (in_office + SMALLEST_RESERVE..=most_slips(in_office)).contains(&n));
    if !fits {
        return Err(SlipError::WrongNumber(printed, in_office).into());
    }
    let lists = checked_lists(tx, lists, printed)?;
    let print = SlipPrint {
        id: SlipPrintId::timeless(),
        session: session.id,
        printed: i32::try_from(printed).map_err(DbError::corrupt)?,
        fingerprint: lists.first().map(|(_, list)| list.fingerprint()).unwrap_or_default(),
        printed_by: scrutineer.name.clone(),
        lost: 0,
        unreadable: 0,
        counted_by: Vec::new(),
    };
    store::insert_slip_print(tx, &print, &lists)?;
    let detail = serde_json::json!({ "printed": print.printed, "key_list": print.fingerprint });
    Ok(audit::record(tx, actor, at, &Act::new(Deed::SlipsPrinted, &session.name).with(detail))?)
}

/// Why slips cannot be printed now.
pub fn may_be_printed(conn: &mut Conn, session: &Session) -> Result<(), Refused<SlipError>> {
    if !is_by_slips(conn, session.id)? {
        return Err(SlipError::NotBySlips.into());
    }
    if store::latest_round(conn, session.id)?.is_some() {
        return Err(SlipError::RoundBegan.into());
    }
    if store::slip_print(conn, session.id)?.is_some() {
        return Err(SlipError::Printed.into());
    }
    let mut checks = preflight_checks(conn, session)?;
    checks.retain(|check| check.key != "slips");
    if preflight::is_clear(&checks) { Ok(()) } else { Err(SlipError::NotReady.into()) }
}

fn checked_lists(
    tx: &mut Tx,
    lists: &[PrintedList],
    printed: usize,
) -> Result<Vec<(String, CredentialList)>, Refused<SlipError>> {
    let bad = |why: &str| SlipError::BadLists(why.to_owned());
    if lists.len() != ROUNDS_OF_A_SLIP {
        return Err(bad("another number of lists").into());
    }
    let mut checked: Vec<(String, CredentialList)> = Vec::new();
    for list in lists {
        let base58 = |c: char| c.is_ascii_alphanumeric() && !"0OIl".contains(c);
        if list.uuid.len() != 14 || !list.uuid.chars().all(base58) {
            return Err(bad("a name of no election").into());
        }
        if checked.iter().any(|(uuid, _)| *uuid == list.uuid) || store::election_uuid_is_taken(tx, &list.uuid)? {
            return Err(bad("the name of another election").into());
        }
        if list.keys.len() != printed {
            return Err(bad("lists of different length").into());
        }
        let keys: Vec<Element> =
            list.keys.iter().map(|key| key.parse()).collect::<Result<_, _>>().map_err(|_| bad("no key"))?;
        let sorted = CredentialList::from_unsorted(keys.clone()).map_err(|why| SlipError::BadLists(why.to_string()))?;
        if sorted.entries() != keys.as_slice() {
            return Err(bad("a list that is not sorted").into());
        }
        if keys.iter().any(|key| checked.iter().any(|(_, known)| known.contains(key))) {
            return Err(bad("one key in two rounds").into());
        }
        checked.push((list.uuid.clone(), sorted));
    }
    Ok(checked)
}

/// 清点: a scrutineer has counted what came out of the printer and sealed it; two of them do.
pub fn count_slips(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    scrutineer: &Scrutineer,
    counted: i64,
) -> Result<(), Refused<SlipError>> {
    let print = store::slip_print(tx, session.id)?.ok_or(SlipError::NotPrinted)?;
    if store::latest_round(tx, session.id)?.is_some() {
        return Err(SlipError::RoundBegan.into());
    }
    if print.counted_by.iter().any(|by| by.account == scrutineer.account) {
        return Err(SlipError::CountedAlready.into());
    }
    if counted != i64::from(print.printed) {
        return Err(SlipError::CountDiffers(counted).into());
    }
    let by = CountedBy { account: scrutineer.account, name: scrutineer.name.clone() };
    store::insert_slip_confirmation(tx, print.id, &by)?;
    let detail = serde_json::json!({ "printed": print.printed, "scrutineer": scrutineer.name });
    Ok(audit::record(tx, actor, at, &Act::new(Deed::SlipsCounted, &session.name).with(detail))?)
}

/// 作废这一批: the printer jammed, or a sheet is gone; others are printed.
pub fn withdraw_slips(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    scrutineer: &Scrutineer,
) -> Result<(), Refused<SlipError>> {
    let print = store::slip_print(tx, session.id)?.ok_or(SlipError::NotPrinted)?;
    if store::latest_round(tx, session.id)?.is_some() {
        return Err(SlipError::RoundBegan.into());
    }
    store::withdraw_slip_print(tx, print.id, &scrutineer.name)?;
    let detail = serde_json::json!({ "printed": print.printed, "key_list": print.fingerprint });
    Ok(audit::record(tx, actor, at, &Act::new(Deed::SlipsWithdrawn, &session.name).with(detail))?)
}

/// The slips of a round, and which of their rounds it is; `None` where ballots are taken on devices.
pub fn slips_of_round(conn: &mut Conn, round: &Round) -> Result<Option<(SlipPrint, i32)>, DbError> {
    let Some((print, place)) = store::slip_place(conn, &round.election_uuid)? else { return Ok(None) };
    let in_force = store::slip_print(conn, round.session)?.filter(|known| known.id == print);
    Ok(Some((in_force.ok_or_else(|| DbError::corrupt("a round of slips that are withdrawn"))?, place)))
}

/// Where the slips of a round are.
pub fn slip_count_of_round(conn: &mut Conn, round: &Round) -> Result<Option<SlipCount>, DbError> {
    match slips_of_round(conn, round)? {
        Some((print, place)) => Ok(Some(store::slip_count(conn, &print, place, Some(round.id))?)),
        None => Ok(None),
    }
}

/// 已领: the deputy has drawn a slip at the desk. Leaves a yes/no mark without a time, and no entry in the audit list.
pub fn give_slip(tx: &mut Tx, deputy: &Deputy, round: RoundId) -> Result<(), Refused<IssueError>> {
    let round = store::round_by_id(tx, round)?;
    if round.session != deputy.session || round.state != RoundState::Issuing {
        return Err(IssueError::NotIssuing.into());
    }
    let count = slip_count_of_round(tx, &round)?.ok_or(IssueError::NotBySlips)?;
    match store::issue_kind(tx, round.id, deputy.id)? {
        Some(IssueKind::Slip) => Ok(()),
        Some(IssueKind::Paper) => Err(IssueError::HasPaper.into()),
        Some(IssueKind::Electronic) => Err(IssueError::HasElectronic.into()),
        None if !deputy.is_present() => Err(IssueError::NotPresent.into()),
        None if count.in_the_tray() <= 0 => Err(IssueError::NoSlipLeft.into()),
        None => Ok(store::insert_slip_mark(tx, round.id, deputy.id)?),
    }
}

/// 交回: the slip lies in the tray again, because its deputy leaves or the wrong line was pressed.
pub fn take_slip_back(tx: &mut Tx, deputy: &Deputy, round: RoundId) -> Result<(), Refused<IssueError>> {
    let round = store::round_by_id(tx, round)?;
    if round.session != deputy.session || round.state != RoundState::Issuing {
        return Err(IssueError::NotIssuing.into());
    }
    match store::issue_kind(tx, round.id, deputy.id)? {
        None => Ok(()),
        Some(IssueKind::Slip) => {
            if store::cancel_request(tx, round.id, deputy.id)?.is_some() {
                store::delete_cancel_request(tx, round.id, deputy.id)?;
            }
            Ok(store::delete_issue(tx, round.id, deputy.id)?)
        }
        Some(IssueKind::Paper) => Err(IssueError::HasPaper.into()),
        Some(IssueKind::Electronic) => Err(IssueError::NotBySlips.into()),
    }
}

/// Where striking stands: the slips, the first of their rounds that is to come or is being issued, and the counts.
pub fn striking(
    conn: &mut Conn,
    session: SessionId,
) -> Result<(SlipPrint, i32, Option<Round>, SlipCount), Refused<SlipError>> {
    let print = store::slip_print(conn, session)?.ok_or(SlipError::NotPrinted)?;
    let issuing = store::latest_round(conn, session)?.filter(|round| round.state == RoundState::Issuing);
    let place = match &issuing {
        Some(round) => slips_of_round(conn, round)?.map(|(_, place)| place),
        None => store::next_slip_round(conn, print.id)?.map(|(place, _)| place),
    };
    let place = place.ok_or(SlipError::NotNow)?;
    let count = store::slip_count(conn, &print, place, issuing.as_ref().map(|round| round.id))?;
    Ok((print, place, issuing, count))
}

/// 核销: a slip that nobody drew, or a sample, is worth nothing in this round and all later ones. Each key comes with the
/// proof that its code is at hand, so nobody strikes a slip that a deputy holds.
pub fn strike_slip(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    struck_as: StruckAs,
    keys: &[StruckKey],
) -> Result<(), Refused<SlipError>> {
    let (print, first, issuing, count) = striking(tx, session.id)?;
    if !print.is_sealed() {
        return Err(SlipError::NotSealed.into());
    }
    let begun = store::latest_round(tx, session.id)?.is_some();
    match struck_as {
        StruckAs::Sample if begun => return Err(SlipError::NotNow.into()),
        StruckAs::Leftover if issuing.is_none() => return Err(SlipError::NotNow.into()),
        StruckAs::Sample | StruckAs::Leftover => {}
    }
    let rounds: Vec<(i32, String)> =
        store::slip_rounds(tx, print.id)?.into_iter().filter(|(place, _)| *place >= first).collect();
    if !keys.iter().map(|key| key.place).eq(rounds.iter().map(|(place, _)| *place)) {
        return Err(SlipError::NotPossessed.into());
    }
    for (key, (place, uuid)) in keys.iter().zip(&rounds) {
        match store::printed_key(tx, print.id, *place, &key.key.to_string())? {
            None => return Err(SlipError::Foreign.into()),
            Some(Some(_)) => return Err(SlipError::StruckAlready.into()),
            Some(None) if !key.is_possessed(uuid) => return Err(SlipError::NotPossessed.into()),
            Some(None) => {}
        }
    }
    if count.in_the_tray() <= 0 {
        return Err(SlipError::NoneLeft.into());
    }
    for key in keys {
        store::strike_key(tx, print.id, key.place, &key.key.to_string(), struck_as)?;
    }
    if struck_as == StruckAs::Sample {
        audit::record(tx, actor, at, &Act::new(Deed::SlipSampled, &session.name))?;
    }
    Ok(())
}

/// Undrawn slips that no device reads: they stay on the list, and the certificate says how many.
pub fn count_unreadable(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    unreadable: i64,
) -> Result<(), Refused<SlipError>> {
    let (print, _, issuing, count) = striking(tx, session.id)?;
    if issuing.is_none() {
        return Err(SlipError::NotNow.into());
    }
    let others = SlipCount { unreadable: 0, ..count };
    if !(0..=others.in_the_tray()).contains(&unreadable) {
        return Err(SlipError::NoneLeft.into());
    }
    store::set_unreadable(tx, print.id, i32::try_from(unreadable).map_err(DbError::corrupt)?)?;
    let detail = serde_json::json!({ "before": print.unreadable, "unreadable": unreadable });
    Ok(audit::record(tx, actor, at, &Act::new(Deed::SlipsUnreadable, &session.name).with(detail))?)
}
