//! The turning code of the hall: six digits on its screen, by which a deputy shows to be there.

use crate::{congress::CheckInSeed, db::Ts, ids::SessionId, web::Secret};

/// How long one code is shown. It is taken for as long again, so that nobody types against the clock.
pub const TURNS_EVERY: i64 = 60;
const CODES: u64 = 1_000_000;

/// The code that the screen shows at `at`.
pub fn hall_code(secret: &Secret, session: SessionId, seed: &CheckInSeed, at: Ts) -> String {
    of_window(secret, session, seed, window(at))
}

/// Whether a person typed the code of this minute or the one before, in full-width digits or with spaces too.
pub fn is_hall_code(secret: &Secret, session: SessionId, seed: &CheckInSeed, at: Ts, typed: &str) -> bool {
    let digits: String = typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            c => c,
        })
        .collect();
    let now = window(at);
    [now, now - 1].into_iter().any(|window| of_window(secret, session, seed, window) == digits)
}

fn window(at: Ts) -> i64 {
    at.timestamp().as_second().div_euclid(TURNS_EVERY)
}

fn of_window(secret: &Secret, session: SessionId, seed: &CheckInSeed, window: i64) -> String {
    let bytes = secret.derive("hall code", format!("{session}|{}|{window}", seed.as_str()).as_bytes());
    let number = bytes.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{:06}", number % CODES)
}

/// What lets a browser show the check-in code on the hall screen: given to the secretariat only, since whoever sees
/// the code can say that they are there.
pub fn hall_key(secret: &Secret, session: SessionId) -> String {
    let key = secret.derive("hall screen", session.to_string().as_bytes());
    key.iter().take(16).map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn at(second: i64) -> Ts {
        jiff::Timestamp::from_second(1_706_932_800 + second).unwrap().into()
    }

    #[test]
    fn a_code_is_good_for_its_minute_and_the_next() {
        let (secret, session) = (Secret::new([7; 32]), SessionId::new());
        let seed = CheckInSeed::stored("a".to_owned());
        let code = hall_code(&secret, session, &seed, at(0));
        assert_eq!(code.len(), 6);
        for (second, good) in [(-1, false), (0, true), (59, true), (60, true), (119, true), (120, false)] {
            assert_eq!(is_hall_code(&secret, session, &seed, at(second), &code), good, "after {second} s");
        }
    }

    #[test]
    fn a_code_is_read_however_it_is_typed_and_only_whole() {
        let (secret, session) = (Secret::new([7; 32]), SessionId::new());
        let seed = CheckInSeed::stored("a".to_owned());
        let code = hall_code(&secret, session, &seed, at(0));
        let wide: String = code.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        for typed in [format!(" {} {} ", &code[..3], &code[3..]), wide] {
            assert!(is_hall_code(&secret, session, &seed, at(0), &typed), "{typed:?}");
        }
        for typed in [&code[..5], "", &format!("{code}0")] {
            assert!(!is_hall_code(&secret, session, &seed, at(0), typed), "{typed:?}");
        }
    }

    #[test]
    fn another_seed_session_or_server_has_other_codes() {
        let (secret, session) = (Secret::new([7; 32]), SessionId::new());
        let seed = CheckInSeed::stored("a".to_owned());
        // One code in a million is the same by chance, ten in a row are not.
        let codes = |secret: &Secret, session, seed: &CheckInSeed| {
            (0..10).map(|n| hall_code(secret, session, seed, at(60 * n))).collect::<Vec<_>>()
        };
        let ours = codes(&secret, session, &seed);
        assert_ne!(ours, codes(&secret, session, &CheckInSeed::stored("b".to_owned())));
        assert_ne!(ours, codes(&secret, SessionId::new(), &seed));
        assert_ne!(ours, codes(&Secret::new([8; 32]), session, &seed));
    }
}
