//! What was checked, as the JSON that client/verifier gives words to.

use serde_json::{Value, json};
use verifiable_ballots::{CheckLine, Verified, VerifyError};

pub fn line(found: &CheckLine) -> Value {
    match found {
        CheckLine::Chain { events, stage } => json!({ "check": "chain", "events": events, "stage": stage.to_string() }),
        CheckLine::Previous { bytes } => json!({ "check": "previous", "bytes": bytes }),
        CheckLine::Election { uuid, fingerprint, questions } => {
            json!({ "check": "election", "uuid": uuid, "fingerprint": fingerprint, "questions": questions })
        }
        CheckLine::Trustees { owners } => json!({ "check": "trustees", "owners": owners }),
        CheckLine::Credentials { count, fingerprint } => {
            json!({ "check": "credentials", "count": count, "fingerprint": fingerprint })
        }
        CheckLine::Progress { done, total } => json!({ "check": "progress", "done": done, "total": total }),
        CheckLine::Ballots { count, tallied } => json!({ "check": "ballots", "count": count, "tallied": tallied }),
        CheckLine::Caps { count, max } => json!({ "check": "caps", "count": count, "max": max }),
        CheckLine::Tally { tallied } => json!({ "check": "tally", "tallied": tallied }),
        CheckLine::PartialDecryption { owner } => json!({ "check": "factors", "owner": owner }),
        CheckLine::Result => json!({ "check": "result" }),
    }
}

pub fn refused(error: &VerifyError) -> Value {
    let kind = match error {
        VerifyError::Bad(_) => "bad",
        VerifyError::Unreadable(_) => "unreadable",
        VerifyError::Unsupported(_) => "unsupported",
    };
    json!({ "kind": kind, "why": error.to_string() })
}

pub fn summary(verified: &Verified) -> Value {
    json!({
        "uuid": verified.election.uuid(),
        "fingerprint": verified.election.fingerprint(),
        "list": verified.credentials.fingerprint(),
        "keys": verified.credentials.len(),
        "ballots": verified.trackers.len(),
        "tallied": verified.tallied,
        "last_event": verified.head.last_event(),
        "decrypted_by": verified.decrypted_by,
        "cap": verified.cap.flatten(),
        "counts": verified.result.as_ref().map(|result| &result.counts),
    })
}
