//! [`verifiable_ballots::Verification`] for a browser. The module imports nothing, so it can reach nothing: bytes are put
//! into its memory, and it answers with JSON.
//!
//! 1. `room(n)` gives the place of `n` bytes: the archive, and right after it `caps.jsonl` if there is one.
//! 2. `begin(length of the archive, whether there are caps, the cap or -1)`.
//! 3. `check(number)` for every ballot this instance checks, then `part()`.
//! 4. In one instance: `room(n)` for the parts of the others, as one JSON array, and `finish()`.
//!
//! Every call but `room` answers 1 (good) or 0 (refused, or out of turn) and leaves its words at `answer_at()`,
//! `answer_length()`: `{"lines":[…]}` with what was found right, and with `refused` what was not.

mod lines;

use std::cell::RefCell;
use std::io::Cursor;

use lines::{line, refused, summary};
use serde_json::{Value, json};
use verifiable_ballots::{Part, Verification, VerifyError, VerifyOptions};

#[derive(Default)]
struct Verifier {
    room: Vec<u8>,
    answer: Vec<u8>,
    begun: Option<(Verification<Cursor<Vec<u8>>>, Part)>,
}

thread_local! {
    static VERIFIER: RefCell<Verifier> = RefCell::new(Verifier::default());
}

/// Runs with the one verifier of this instance; a call out of turn is refused.
fn with(act: impl FnOnce(&mut Verifier, &mut Vec<Value>) -> Result<Value, VerifyError>) -> u32 {
    VERIFIER.with_borrow_mut(|verifier| {
        let mut lines = Vec::new();
        let (good, mut answer) = match act(verifier, &mut lines) {
            Ok(answer) => (1, answer),
            Err(error) => (0, json!({ "refused": refused(&error) })),
        };
        if let Some(answer) = answer.as_object_mut() {
            answer.insert("lines".to_owned(), Value::Array(lines));
        }
        verifier.answer = answer.to_string().into_bytes();
        good
    })
}

fn out_of_turn() -> VerifyError {
    VerifyError::Bad("called out of turn".to_owned())
}

/// Makes room for so many bytes and says where it is.
#[allow(unsafe_code, reason = "the attribute alone: the function is exported under its own name")]
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *const u8 {
    VERIFIER.with_borrow_mut(|verifier| {
        verifier.room = vec![0; bytes];
        verifier.room.as_ptr()
    })
}

/// Chain and set-up of the archive that lies in the room.
#[allow(unsafe_code, reason = "the attribute alone: the function is exported under its own name")]
#[unsafe(no_mangle)]
pub extern "C" fn begin(archive: usize, with_caps: u32, cap: i32) -> u32 {
    with(|verifier, lines| {
        let mut bytes = std::mem::take(&mut verifier.room);
        if archive > bytes.len() {
            return Err(out_of_turn());
        }
        let caps = bytes.split_off(archive);
        let options = VerifyOptions {
            caps: (with_caps != 0).then_some(&caps),
            cap_max: u32::try_from(cap).ok(),
            ..VerifyOptions::default()
        };
        let begun = Verification::begin(Cursor::new(bytes), &options, &mut |found| lines.push(line(&found)))?;
        let ballots = begun.ballots();
        let part = begun.part();
        verifier.begun = Some((begun, part));
        Ok(json!({ "ballots": ballots }))
    })
}

/// One ballot, numbered from 0.
#[allow(unsafe_code, reason = "the attribute alone: the function is exported under its own name")]
#[unsafe(no_mangle)]
pub extern "C" fn check(number: usize) -> u32 {
    with(|verifier, _| {
        let (begun, part) = verifier.begun.as_mut().ok_or_else(out_of_turn)?;
        begun.check(number, part)?;
        Ok(json!({}))
    })
}

/// The ballots checked here, for the instance that finishes.
#[allow(unsafe_code, reason = "the attribute alone: the function is exported under its own name")]
#[unsafe(no_mangle)]
pub extern "C" fn part() -> u32 {
    with(|verifier, _| {
        let (_, part) = verifier.begun.as_ref().ok_or_else(out_of_turn)?;
        let part: Value = serde_json::from_slice(&part.to_json()).map_err(|e| VerifyError::Bad(e.to_string()))?;
        Ok(json!({ "part": part }))
    })
}

/// What remains once every ballot was checked here or stands in the parts in the room.
#[allow(unsafe_code, reason = "the attribute alone: the function is exported under its own name")]
#[unsafe(no_mangle)]
pub extern "C" fn finish() -> u32 {
    with(|verifier, lines| {
        let others = std::mem::take(&mut verifier.room);
        let (begun, own) = verifier.begun.take().ok_or_else(out_of_turn)?;
        let others: Vec<Value> = serde_json::from_slice(&others).map_err(|e| VerifyError::Bad(e.to_string()))?;
        let mut parts = vec![own];
        for other in others {
            parts.push(begun.read_part(other.to_string().as_bytes())?);
        }
        let verified = begun.finish(parts, &mut |found| lines.push(line(&found)))?;
        Ok(summary(&verified))
    })
}

/// Where the last answer lies.
#[allow(unsafe_code, reason = "the attribute alone: the function is exported under its own name")]
#[unsafe(no_mangle)]
pub extern "C" fn answer_at() -> *const u8 {
    VERIFIER.with_borrow(|verifier| verifier.answer.as_ptr())
}

/// How many bytes the last answer has.
#[allow(unsafe_code, reason = "the attribute alone: the function is exported under its own name")]
#[unsafe(no_mangle)]
pub extern "C" fn answer_length() -> usize {
    VERIFIER.with_borrow(|verifier| verifier.answer.len())
}
