//! The desk works the screens.

use super::{
    store,
    view::{Reveal, View},
};
use crate::{
    audit::{self, Act, Actor, Deed},
    ballots,
    congress::{self, Session},
    db::{Conn, DbError, Ts, Tx},
    documents::{self, DocumentKind, SignedDocument},
    web::{Message, Refusal, Refused},
};

/// A vote in a hall takes minutes; a longer countdown is a slip of the finger.
pub const LONGEST_COUNTDOWN: i64 = 120;

#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    #[error("there is no result that the hall may see")]
    NoResult,
    #[error("a countdown takes 1 to {LONGEST_COUNTDOWN} minutes")]
    Minutes,
}

impl Refusal for ScreenError {
    fn message(&self) -> Message {
        match self {
            Self::NoResult => "screen-no-result".into(),
            Self::Minutes => Message::new("screen-minutes").with("most", LONGEST_COUNTDOWN),
        }
    }
}

/// The newest certificate, and who may see it on a screen.
pub fn result(conn: &mut Conn, session: &Session) -> Result<(Option<SignedDocument>, Reveal), DbError> {
    let document = documents::of_session(conn, session.id, DocumentKind::Certificate)?.pop();
    let Some(round) = ballots::latest_round(conn, session.id)? else { return Ok((None, Reveal::Nobody)) };
    let announce = congress::method_by_id(conn, round.method)?.method.announce();
    let reveal = Reveal::of(document.as_ref().map(SignedDocument::state), announce);
    Ok((document, reveal))
}

pub fn show_view(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    view: View,
) -> Result<(), Refused<ScreenError>> {
    if view == View::Result && result(tx, session)?.1 == Reveal::Nobody {
        return Err(ScreenError::NoResult.into());
    }
    let screen = store::screen_of(tx, session.id)?.show(view, at);
    store::save(tx, session.id, &screen)?;
    let act = Act::new(Deed::HallScreenSet, &session.name).with(serde_json::json!({ "view": view }));
    Ok(audit::record(tx, actor, at, &act)?)
}

/// A countdown of so many minutes from now, or none. It closes nothing by itself.
pub fn set_countdown(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    minutes: Option<i64>,
) -> Result<(), Refused<ScreenError>> {
    if minutes.is_some_and(|minutes| !(1..=LONGEST_COUNTDOWN).contains(&minutes)) {
        return Err(ScreenError::Minutes.into());
    }
    let mut screen = store::screen_of(tx, session.id)?;
    screen.countdown_ends = minutes.map(|minutes| at.plus_minutes(minutes));
    store::save(tx, session.id, &screen)?;
    let act = Act::new(Deed::HallCountdownSet, &session.name).with(serde_json::json!({ "minutes": minutes }));
    Ok(audit::record(tx, actor, at, &act)?)
}
