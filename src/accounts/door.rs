//! The door of an account: whom it keeps waiting after wrong tries. Nobody is locked out. Tries are counted by account and
//! visitor, so a stranger's are not held against the holder; a device where the holder signed in before has a count of
//! its own; and what strangers try from many places together makes only strangers wait.

use super::{
    account::Account,
    device::{Device, hex},
};
use crate::{
    db::Ts,
    ids::{AccountId, CongressId},
    web::{Secret, Visitor},
};

/// Who asks to be let in.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Somebody at the sign-in page.
    Outside { visitor: Visitor, device: Device },
    /// Whoever is signed in already, and is asked once more.
    Inside,
}

/// How many wrong tries are free, before each further one has to wait.
#[derive(Clone, Copy, Debug)]
pub struct Patience(i32);

/// One caller: an elderly deputy may mistype.
const WITH_ONE: Patience = Patience(5);
/// All strangers together: many addresses guess at one account.
const WITH_STRANGERS: Patience = Patience(50);
/// The longest wait.
const LONGEST_MINUTES: i64 = 15;
/// A count is forgotten after so long without a try; longer than the longest wait.
pub const FORGOTTEN_AFTER_HOURS: i64 = 1;

/// What strangers from all places try together; each of their tries is counted by its own place as well.
pub const STRANGERS: &str = "strangers";

/// The counts that one try goes into.
#[derive(Clone, Debug)]
pub struct Counts {
    pub account_key: String,
    /// Where the name was typed.
    pub congress: Option<CongressId>,
    pub callers: Vec<(String, Patience)>,
}

impl Counts {
    /// A name that nobody has is counted like any other. What can be read from the database is neither the name nor the
    /// address.
    pub fn of(
        secret: &Secret,
        account: Option<&Account>,
        congress: Option<CongressId>,
        typed: &str,
        caller: &Caller,
    ) -> Self {
        let account_key = match account {
            Some(account) => account_key(account.person.id),
            None => {
                let congress = congress.map(|id| id.to_string()).unwrap_or_default();
                hex(&secret.derive("unknown sign-in name", format!("{congress}|{typed}").as_bytes()))
            }
        };
        let named = |what: &str| hex(&secret.derive("sign-in caller", format!("{account_key}|{what}").as_bytes()));
        let callers = match caller {
            Caller::Inside => vec![(named("inside"), WITH_ONE)],
            Caller::Outside { device, .. }
                if account.is_some_and(|account| device.knows(secret, account.person.id)) =>
            {
                vec![(named(&format!("device {}", device.id())), WITH_ONE)]
            }
            // Rows are locked in this order: the one that all strangers share is held for the shortest time.
            Caller::Outside { visitor, .. } => {
                vec![(named(&format!("visitor {visitor}")), WITH_ONE), (STRANGERS.to_owned(), WITH_STRANGERS)]
            }
        };
        Self { account_key, congress, callers }
    }
}

/// What the tries at a known account are counted under.
pub fn account_key(id: AccountId) -> String {
    id.to_string()
}

/// What has been counted of one caller at one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    pub tries: i32,
    pub last_at: Ts,
    /// Until when the caller has to wait.
    pub free_at: Option<Ts>,
}

impl Tries {
    pub fn none(now: Ts) -> Self {
        Self { tries: 0, last_at: now, free_at: None }
    }

    /// Until when this caller has to wait; a time that no wait reaches comes from a clock that was wrong.
    pub fn waits_until(&self, now: Ts) -> Option<Ts> {
        self.free_at.filter(|free_at| now < *free_at && *free_at <= now.plus_minutes(LONGEST_MINUTES))
    }

    pub fn after_another(&self, patience: Patience, now: Ts) -> Self {
        let before = if self.last_at.plus_hours(FORGOTTEN_AFTER_HOURS) <= now { 0 } else { self.tries };
        let tries = before.saturating_add(1);
        let minutes = match tries - patience.0 {
            ..0 => None,
            doublings @ 0..=3 => Some(1_i64 << doublings),
            _ => Some(LONGEST_MINUTES),
        };
        Self { tries, last_at: now, free_at: minutes.map(|minutes| now.plus_minutes(minutes)) }
    }

    /// One that turned out to be right.
    pub fn without_one(&self) -> Self {
        Self { tries: (self.tries - 1).max(0), ..*self }
    }
}

/// Whole minutes to wait, at least one.
pub fn minutes_until(until: Ts, now: Ts) -> i64 {
    let seconds = until.timestamp().duration_since(now.timestamp()).as_secs();
    ((seconds + 59) / 60).max(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn noon() -> Ts {
        "2024-02-03T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into()
    }

    fn after(tries: i32, patience: Patience) -> Tries {
        (0..tries).fold(Tries::none(noon()), |counted, _| counted.after_another(patience, noon()))
    }

    #[test]
    fn the_first_tries_are_free_and_then_each_waits_twice_as_long() {
        for (tries, minutes) in [(1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (100, 15)] {
            let counted = after(tries, WITH_ONE);
            let waits = counted.waits_until(noon()).map_or(0, |until| minutes_until(until, noon()));
            assert_eq!(waits, minutes, "{tries} tries");
            assert_eq!(counted.waits_until(noon().plus_minutes(minutes)), None);
        }
        assert_eq!(after(49, WITH_STRANGERS).waits_until(noon()), None);
        assert!(after(50, WITH_STRANGERS).waits_until(noon()).is_some());
    }

    #[test]
    fn a_count_is_forgotten_after_an_hour_of_quiet_and_not_before() {
        let counted = after(9, WITH_ONE);
        assert_eq!(counted.after_another(WITH_ONE, noon().plus_minutes(59)).tries, 10);
        assert_eq!(counted.after_another(WITH_ONE, noon().plus_minutes(60)).tries, 1);
    }

    #[test]
    fn tries_at_the_same_moment_do_not_keep_one_another_waiting() {
        let earlier = noon().plus_minutes(-1);
        assert_eq!(after(4, WITH_ONE).waits_until(earlier), None);
    }

    #[test]
    fn a_clock_that_was_wrong_keeps_nobody_waiting() {
        let counted = Tries { free_at: Some(noon().plus_hours(24)), ..after(9, WITH_ONE) };
        assert_eq!(counted.waits_until(noon()), None);
    }
}
