//! 签到, 请假, 撤销: each leaves a trace in the audit list.

use serde::Deserialize;

use crate::{
    audit::{self, Act, Actor, Deed},
    congress,
    db::{Conn, DbError, Ts, Tx},
    deputies::{
        attendance::{Attendance, BallotHeld, Mark, MustStay},
        deputy::{self, Deputy},
        hall_code, store,
    },
    ids::{AccountId, CongressId, DeputyId, SessionId},
    web::{Message, Refusal, Refused, Secret},
};

#[derive(Debug, thiserror::Error)]
pub enum AttendanceError {
    #[error("who is excused says why")]
    NoReason,
    #[error("{name}: {why}")]
    MustStay { name: String, why: MustStay },
}

impl Refusal for AttendanceError {
    fn message(&self) -> Message {
        match self {
            Self::NoReason => "attendance-no-reason".into(),
            Self::MustStay { name, why } => {
                let key = match why {
                    MustStay::HoldsBallot => "attendance-holds-ballot",
                    MustStay::CountedInRound => "attendance-counted-in-round",
                };
                Message::new(key).with("name", name)
            }
        }
    }
}

/// Records where a deputy is, who holds that of the round under way; what is recorded already is left alone.
pub fn set_attendance(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    deputy: DeputyId,
    mark: &Mark,
    held: BallotHeld,
) -> Result<Deputy, Refused<AttendanceError>> {
    let deputy = store::deputy(tx, deputy)?.filter(|d| d.session == session).ok_or(Refused::Missing)?;
    if deputy.attendance == mark.attendance() {
        return Ok(deputy);
    }
    if let Err(why) = held.allows(mark.attendance()) {
        return Err(AttendanceError::MustStay { name: deputy.name, why }.into());
    }
    Ok(change(tx, actor, at, deputy, mark)?)
}

/// What the audit list keeps of a change: not why somebody is excused, since its entries are never taken away.
fn change(tx: &mut Tx, actor: &Actor, at: Ts, deputy: Deputy, mark: &Mark) -> Result<Deputy, DbError> {
    store::set_attendance(tx, deputy.id, mark)?;
    let detail = serde_json::json!({ "from": deputy.attendance, "to": mark.attendance() });
    audit::record(tx, actor, at, &Act::new(Deed::AttendanceChanged, &deputy.certificate_no).with(detail))?;
    let leave_reason = mark.reason().map(|reason| reason.as_str().to_owned());
    Ok(Deputy { attendance: mark.attendance(), leave_reason, ..deputy })
}

/// A sitting of its own: whoever is marked as present checks in again, and who is excused stays so. The caller sees to it
/// that no round is under way.
pub fn begin_sitting(tx: &mut Tx, actor: &Actor, at: Ts, session: SessionId) -> Result<usize, DbError> {
    let left = store::mark_present_as_absent(tx, session)?;
    let detail = serde_json::json!({ "present_before": left });
    audit::record(tx, actor, at, &Act::new(Deed::SittingBegun, session).with(detail))?;
    Ok(left)
}

#[derive(Debug, thiserror::Error)]
pub enum DeskCheckInError {
    #[error("nothing was typed or scanned")]
    Blank,
    #[error("nobody on the roll is {0}")]
    Nobody(String),
    /// Who is meant is for a person to say.
    #[error("{count} deputies are called {typed}")]
    Several { typed: String, count: usize },
    #[error("{0} is checked in already")]
    Before(String),
}

impl Refusal for DeskCheckInError {
    fn message(&self) -> Message {
        match self {
            Self::Blank => "desk-check-in-blank".into(),
            Self::Nobody(typed) => Message::new("desk-check-in-nobody").with("typed", typed),
            Self::Several { typed, count } => {
                Message::new("desk-check-in-several").with("typed", typed).with("count", count)
            }
            Self::Before(name) => Message::new("desk-check-in-before").with("name", name),
        }
    }
}

/// Checks in by number, name or the QR code of a sign-in card, if that says exactly one deputy.
pub fn check_in_by_search(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    typed: &str,
) -> Result<Deputy, Refused<DeskCheckInError>> {
    let shown = deputy::scanned(typed);
    if shown.is_empty() {
        return Err(DeskCheckInError::Blank.into());
    }
    let roll = store::deputies(tx, session)?;
    match deputy::meant(&roll, typed).as_slice() {
        [] => Err(DeskCheckInError::Nobody(shown).into()),
        [only] if only.is_present() => Err(DeskCheckInError::Before(only.name.clone()).into()),
        [only] => Ok(change(tx, actor, at, (*only).clone(), &Mark::Present)?),
        several => Err(DeskCheckInError::Several { typed: shown, count: several.len() }.into()),
    }
}

#[derive(Debug, thiserror::Error)]
pub enum CheckInError {
    #[error("there is no check-in code yet")]
    NotOpen,
    #[error("the code is wrong")]
    WrongCode,
}

impl Refusal for CheckInError {
    fn message(&self) -> Message {
        match self {
            Self::NotOpen => "check-in-not-open".into(),
            Self::WrongCode => "check-in-wrong-code".into(),
        }
    }
}

/// A deputy in the hall types the code of its screen. Who is present already stays so, whatever was typed.
pub fn check_in_with_code(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    account: AccountId,
    typed: &str,
) -> Result<Deputy, Refused<CheckInError>> {
    let deputy = store::deputy_by_account(tx, account)?.ok_or(Refused::Missing)?;
    if deputy.is_present() {
        return Ok(deputy);
    }
    let seed = congress::session_by_id(tx, deputy.session)?.check_in_seed.ok_or(CheckInError::NotOpen)?;
    if !hall_code::is_hall_code(secret, deputy.session, &seed, at, typed) {
        return Err(CheckInError::WrongCode.into());
    }
    Ok(change(tx, actor, at, deputy, &Mark::Present)?)
}

/// One line of the trace.
#[derive(Clone, Debug)]
pub struct AttendanceChange {
    pub at: Ts,
    pub by: String,
    pub certificate_no: String,
    pub from: Attendance,
    pub to: Attendance,
}

#[derive(Deserialize)]
struct Detail {
    from: Attendance,
    to: Attendance,
}

/// The newest changes of the congress, newest first: an undone check-in is still seen here.
pub fn recent_changes(conn: &mut Conn, congress: CongressId, most: i64) -> Result<Vec<AttendanceChange>, DbError> {
    audit::recent(conn, congress, Deed::AttendanceChanged, most)?
        .into_iter()
        .map(|entry| {
            let Detail { from, to } = serde_json::from_str(&entry.detail).map_err(DbError::corrupt)?;
            Ok(AttendanceChange { at: entry.at, by: entry.name, certificate_no: entry.subject, from, to })
        })
        .collect()
}
