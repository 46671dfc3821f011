//! Handing letters out.

use uuid::Uuid;

use super::{
    letter::{Failure, LEASE_MINUTES, Letter, next_attempt},
    store::{self, State},
    webhook::Channel,
};
use crate::{
    congress,
    db::{Db, DbError, Ts, Tx},
};

/// Handed out to whoever asks first: nobody else gets it before the lease is over.
struct Handed {
    letter: Letter,
    about: crate::db::Uid,
    attempts: i32,
}

fn take_due(tx: &mut Tx, base_url: &str, now: Ts) -> Result<Option<Handed>, DbError> {
    let Some(row) = store::due(tx, Channel::Letter, now, 1)?.pop() else { return Ok(None) };
    let attempts = row.attempts + 1;
    store::set_due(tx, row.id, now.plus_minutes(LEASE_MINUTES), attempts)?;
    let origin = congress::site_name(tx, row.congress_id, base_url)?.origin;
    let (to, about) = (row.to(), row.about);
    let stop = row.stop.map(|path| format!("{origin}{path}"));
    let letter = Letter { id: row.id, to, subject: row.subject, body: row.body, stop };
    Ok(Some(Handed { letter, about, attempts }))
}

fn settle(tx: &mut Tx, handed: &Handed, sent: &Result<(), Failure>, now: Ts) -> Result<(), DbError> {
    let id = handed.letter.id;
    let Err(failure) = sent else { return store::set_sent(tx, id, handed.about) };
    match next_attempt(usize::try_from(handed.attempts).map_err(DbError::corrupt)?, failure, now) {
        Some(due) => store::set_due(tx, id, due, handed.attempts),
        // A server that is away, or lets us in no more, is no reason to stop writing to anybody.
        None if matches!(failure, Failure::Unreachable(_)) => store::set_state(tx, id, State::Lost),
        None => store::set_state(tx, id, State::GivenUp),
    }
}

/// Hands out what is due, `most` letters; how many got through. A letter is sent outside any transaction, so a crash
/// between sending and noting it may send it once more, under the same identifier. With a slow server a round lasts longer
/// than a lease: each letter is taken and settled at its own time.
pub fn send_due(
    db: &Db,
    base_url: &str,
    now: impl Fn() -> Ts,
    most: usize,
    mut send: impl FnMut(&Letter) -> Result<(), Failure>,
) -> Result<usize, DbError> {
    let mut through = 0;
    for _ in 0..most {
        let Some(handed) = db.write(|tx| take_due(tx, base_url, now()))? else { break };
        let sent = send(&handed.letter);
        if let Err(failure) = &sent {
            let attempts = handed.attempts;
            tracing::warn!(?failure, attempts, letter = %handed.letter.id, "a letter did not get through");
        }
        db.write(|tx| settle(tx, &handed, &sent, now()))?;
        through += usize::from(sent.is_ok());
    }
    Ok(through)
}

/// What nothing reaches any more; its letters are forgotten, and whoever wrote them stops.
pub fn stop_hopeless(tx: &mut Tx) -> Result<Vec<Uuid>, DbError> {
    let hopeless = store::hopeless(tx)?;
    store::forget(tx, &hopeless)?;
    Ok(hopeless)
}
