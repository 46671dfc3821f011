//! Whether what a guest sends is taken, looked at first, or cannot be taken yet; and how often codes may be guessed.

use super::{
    challenge::{Challenge, FLOOD_DIFFICULTY, USUAL_DIFFICULTY, WAIT_SECONDS},
    guest::{Guest, mark_of},
    store::{self, Knock},
};
use crate::{
    db::{Conn, Db, DbError, Ts, Tx},
    web::{Message, Secret, Visitor},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuestFault {
    #[error("the page was open too long, or was sent before")]
    Stale,
    #[error("wait {0} seconds")]
    Wait(i64),
}

impl GuestFault {
    pub fn in_words(self) -> Message {
        match self {
            Self::Stale => "propose-stale".into(),
            Self::Wait(seconds) => Message::new("propose-wait").with("seconds", seconds),
        }
    }
}

/// What one address sends in an hour, its neighbourhood, and all: beyond these somebody looks at it first.
pub const MOST_AN_HOUR: i32 = 10;
const MOST_NEAR: i32 = 60;
pub const MOST_OF_ALL: i32 = 600;

/// The one mark that everybody has.
const ALL: &str = "all";

/// What can be said without asking the database: programs that press again and again cost no more than that.
pub fn comes_in_time(guest: &Guest, at: Ts) -> Result<&Challenge, GuestFault> {
    let challenge = guest.challenge.as_ref().ok_or(GuestFault::Stale)?;
    let left = WAIT_SECONDS - challenge.seconds_since(at);
    if !guest.solved && left > 0 { Err(GuestFault::Wait(left)) } else { Ok(challenge) }
}

/// Whether somebody looks at it first; or why it cannot be taken yet.
pub fn judged(tx: &mut Tx, guest: &Guest, at: Ts) -> Result<Result<bool, GuestFault>, DbError> {
    let challenge = match comes_in_time(guest, at) {
        Ok(challenge) => challenge,
        Err(fault) => return Ok(Err(fault)),
    };
    if store::is_spent(tx, challenge)? {
        return Ok(Err(GuestFault::Stale));
    }
    let hour = at.plus_hours(-1);
    if !guest.solved {
        let just_now = at.timestamp().checked_sub(jiff::SignedDuration::from_secs(WAIT_SECONDS));
        let just_now = just_now.map_or(hour, Ts::from);
        if store::knocks_since(tx, &guest.mark, Knock::Slow, just_now)? > 0 {
            return Ok(Err(GuestFault::Wait(WAIT_SECONDS)));
        }
        store::knock(tx, &guest.mark, Knock::Slow, just_now, at)?;
    }
    let own = store::knocks_since(tx, &guest.mark, Knock::Send, hour)?;
    let near = store::knocks_since(tx, &guest.near, Knock::Near, hour)?;
    let all = store::knocks_since(tx, ALL, Knock::All, hour)?;
    store::knock(tx, &guest.mark, Knock::Send, hour, at)?;
    store::knock(tx, &guest.near, Knock::Near, hour, at)?;
    store::knock(tx, ALL, Knock::All, hour, at)?;
    store::spend(tx, challenge)?;
    let flood = all >= MOST_OF_ALL && !guest.solved;
    Ok(Ok(guest.hasty || flood || own >= MOST_AN_HOUR || near >= MOST_NEAR))
}

/// How hard the work is at the moment.
pub fn difficulty(conn: &mut Conn, now: Ts) -> Result<u32, DbError> {
    let all = store::knocks_since(conn, ALL, Knock::All, now.plus_hours(-1))?;
    Ok(if all >= MOST_OF_ALL { FLOOD_DIFFICULTY } else { USUAL_DIFFICULTY })
}

/// Wrong codes from one address in an hour: a house, an office and a school may share one, and a code has sixty bits.
pub const MOST_WRONG_CODES: i32 = 60;

/// Somebody who types a code, counted by the mark of their address.
#[derive(Clone, Debug)]
pub struct Tries {
    mark: String,
    hour: Ts,
    now: Ts,
}

impl Tries {
    pub fn of(secret: &Secret, visitor: Visitor, now: Ts) -> Self {
        Self { mark: mark_of(secret, &visitor.to_string(), now), hour: now.plus_hours(-1), now }
    }
}

pub fn may_try(conn: &mut Conn, tries: &Tries) -> Result<bool, DbError> {
    Ok(store::knocks_since(conn, &tries.mark, Knock::Code, tries.hour)? < MOST_WRONG_CODES)
}

/// Counts what is wrong, so that nobody can try them all.
pub fn one_more_wrong(db: &Db, tries: &Tries) -> Result<(), DbError> {
    db.write(|tx| store::knock(tx, &tries.mark, Knock::Code, tries.hour, tries.now))
}
