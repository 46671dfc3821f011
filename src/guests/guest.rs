//! Somebody without an account: known by a mark of the day, and by what came with the form.

use uuid::Uuid;

use super::{
    challenge::{Challenge, FASTEST_SECONDS},
    code::hex,
};
use crate::{
    db::Ts,
    web::{Lang, Secret, Visitor},
};

/// What every form of a guest carries beside its own fields.
#[derive(Clone, Copy, Debug)]
pub struct SentWith<'a> {
    pub challenge: &'a str,
    pub work: &'a str,
    /// Seen by nobody; only a program fills it in.
    pub website: &'a str,
}

#[derive(Clone, Debug)]
pub struct Guest {
    pub mark: String,
    pub near: String,
    pub challenge: Option<Challenge>,
    pub solved: bool,
    /// Typed faster than anybody types, or in a field that nobody sees.
    pub hasty: bool,
    pub lang: Lang,
}

impl Guest {
    /// `about`: what the form is for, whose challenge is good for nothing else.
    pub fn of(secret: &Secret, about: Uuid, sent: SentWith, visitor: Visitor, lang: Lang, now: Ts) -> Self {
        let challenge = Challenge::read(secret, about, sent.challenge, now).ok();
        let solved = challenge.as_ref().is_some_and(|challenge| challenge.is_solved_by(sent.work.trim()));
        let fast = challenge.as_ref().is_some_and(|challenge| challenge.seconds_since(now) < FASTEST_SECONDS);
        Self {
            mark: mark_of(secret, &visitor.to_string(), now),
            near: mark_of(secret, &neighbourhood(visitor), now),
            challenge,
            solved,
            hasty: fast || !sent.website.is_empty(),
            lang,
        }
    }
}

/// Another one each day, so that nobody can be followed from one to the next.
pub fn mark_of(secret: &Secret, whom: &str, now: Ts) -> String {
    hex(&secret.derive("who knocks", format!("{}|{whom}", now.to_date()).as_bytes()))
}

/// The /24 of an address of four bytes; the other kind comes as its network already.
fn neighbourhood(visitor: Visitor) -> String {
    let address = visitor.to_string();
    match address.rsplit_once('.') {
        Some((network, _)) => format!("{network}.0"),
        None => address,
    }
}
