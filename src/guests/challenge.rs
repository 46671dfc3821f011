//! Some work for whoever sends a form without an account: nothing to a person, dear to whoever sends thousands.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::code::hex;
use crate::{db::Ts, web::Secret};

/// How long a challenge is good for; then the page gives out another.
const MINUTES: i64 = 10;
/// Whoever types faster is none.
pub const FASTEST_SECONDS: i64 = 3;
/// How long somebody without scripts waits before the button counts.
pub const WAIT_SECONDS: i64 = 20;
/// Leading zero bits: a tenth of a second on a desk, a second or two on an old phone.
pub const USUAL_DIFFICULTY: u32 = 15;
pub const FLOOD_DIFFICULTY: u32 = 18;

const PURPOSE: &str = "guest challenge";

/// `nonce.difficulty.issued.over.mac`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    pub nonce: String,
    pub difficulty: u32,
    issued: i64,
    over: i64,
    mac: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChallengeFault {
    #[error("not one of ours, or for something else")]
    NotOurs,
    #[error("it is over")]
    Over,
}

impl Challenge {
    pub fn issue(secret: &Secret, about: Uuid, nonce: Uuid, difficulty: u32, now: Ts) -> Self {
        let issued = now.timestamp().as_second();
        let over = now.plus_minutes(MINUTES).timestamp().as_second();
        let nonce = nonce.simple().to_string();
        let mac = seal(secret, about, &nonce, difficulty, issued, over);
        Self { nonce, difficulty, issued, over, mac }
    }

    /// As a form carries it.
    pub fn text(&self) -> String {
        format!("{}.{}.{}.{}.{}", self.nonce, self.difficulty, self.issued, self.over, self.mac)
    }

    /// Ours, for this very form, and not over yet.
    pub fn read(secret: &Secret, about: Uuid, text: &str, now: Ts) -> Result<Self, ChallengeFault> {
        let parts: Vec<&str> = text.split('.').collect();
        let [nonce, difficulty, issued, over, mac] = parts.as_slice() else { return Err(ChallengeFault::NotOurs) };
        let number = |text: &str| text.parse::<i64>().map_err(|_| ChallengeFault::NotOurs);
        let difficulty: u32 = difficulty.parse().map_err(|_| ChallengeFault::NotOurs)?;
        let (issued, over) = (number(issued)?, number(over)?);
        let ours = seal(secret, about, nonce, difficulty, issued, over);
        if !bool::from(ours.as_bytes().ct_eq(mac.as_bytes())) {
            return Err(ChallengeFault::NotOurs);
        }
        if now.timestamp().as_second() > over {
            return Err(ChallengeFault::Over);
        }
        let (nonce, mac) = ((*nonce).to_owned(), (*mac).to_owned());
        Ok(Self { nonce, difficulty, issued, over, mac })
    }

    /// Whether the work was done: a number that makes a hash with so many zero bits in front.
    pub fn is_solved_by(&self, work: &str) -> bool {
        if work.is_empty() || work.len() > 20 || !work.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let hash: [u8; 32] = Sha256::digest(format!("{}:{work}", self.text()).as_bytes()).into();
        zero_bits(&hash) >= self.difficulty
    }

    pub fn seconds_since(&self, now: Ts) -> i64 {
        now.timestamp().as_second().saturating_sub(self.issued)
    }

    /// Until when it has to be known that it was used up.
    pub fn over_at(&self) -> Ts {
        jiff::Timestamp::from_second(self.over).map_or_else(|_| Ts::default(), Ts::from)
    }
}

/// What a browser looks for.
pub fn solve(challenge: &str, difficulty: u32) -> Option<String> {
    let begun = Sha256::new_with_prefix(format!("{challenge}:"));
    let solves = |work: &String| {
        let hash: [u8; 32] = begun.clone().chain_update(work).finalize().into();
        zero_bits(&hash) >= difficulty
    };
    (0_u64..).map(|work| work.to_string()).find(solves)
}

fn zero_bits(hash: &[u8]) -> u32 {
    let whole = hash.iter().take_while(|byte| **byte == 0).count();
    let rest = hash.get(whole).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(whole).unwrap_or(0) * 8 + rest
}

/// Every field behind its length: none can lend a character to its neighbour (CVE-2025-68113).
fn seal(secret: &Secret, about: Uuid, nonce: &str, difficulty: u32, issued: i64, over: i64) -> String {
    let mut sealed = Vec::new();
    for field in [PURPOSE, &about.to_string(), nonce, &difficulty.to_string(), &issued.to_string(), &over.to_string()] {
        sealed.extend(u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes());
        sealed.extend(field.as_bytes());
    }
    hex(&secret.derive(PURPOSE, &sealed))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn at(second: i64) -> Ts {
        jiff::Timestamp::from_second(second).unwrap().into()
    }

    fn issued() -> (Secret, Uuid, Challenge) {
        let (secret, about) = (Secret::new([7; 32]), Uuid::from_u128(1));
        let challenge = Challenge::issue(&secret, about, Uuid::from_u128(5), 8, at(1_000));
        (secret, about, challenge)
    }

    #[test]
    fn only_what_was_given_out_for_this_form_is_taken_and_only_in_time() {
        let (secret, about, challenge) = issued();
        let text = challenge.text();
        assert_eq!(Challenge::read(&secret, about, &text, at(1_600)), Ok(challenge.clone()));
        assert_eq!(Challenge::read(&secret, about, &text, at(1_601)), Err(ChallengeFault::Over));
        let not_ours = Err(ChallengeFault::NotOurs);
        assert_eq!(Challenge::read(&secret, Uuid::from_u128(2), &text, at(1_000)), not_ours);
        assert_eq!(Challenge::read(&Secret::new([8; 32]), about, &text, at(1_000)), not_ours);
        for altered in [
            text.replace(".1600.", ".9999."),
            text.replace(".8.", ".1."),
            text.replace(".8.1000.", ".81.000."),
            text.replacen('0', "1", 1),
            format!("{text}0"),
            format!("{text}.0"),
            String::new(),
            "....".to_owned(),
        ] {
            assert_eq!(Challenge::read(&secret, about, &altered, at(1_000)), not_ours, "{altered}");
        }
    }

    #[test]
    fn the_work_is_found_by_trying_and_bound_to_its_challenge() {
        let (secret, about, challenge) = issued();
        let work = solve(&challenge.text(), challenge.difficulty).unwrap();
        assert!(challenge.is_solved_by(&work));
        let other = Challenge::issue(&secret, about, Uuid::from_u128(6), 40, at(1_000));
        assert!(!other.is_solved_by(&work));
        for wrong in ["", "-1", " 1", "1e3", "111111111111111111111"] {
            assert!(!challenge.is_solved_by(wrong), "{wrong}");
        }
        assert_eq!([zero_bits(&[0, 0, 1]), zero_bits(&[0x80]), zero_bits(&[0, 0x10])], [23, 0, 11]);
    }
}
