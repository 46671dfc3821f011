//! 查回执 without telling anybody which: the whole list is fetched and looked through in the browser.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Round, RoundState, store};
use crate::{
    db::{Conn, DbError},
    ids::RoundId,
};

/// Shadows of the receipts: a receipt is found among them by whoever has it, and nobody learns one from them. So the
/// count of owners who looked theirs up stays what it is, before the box is published.
#[derive(Debug, Serialize)]
pub struct Receipts {
    pub in_the_box: Vec<String>,
    pub in_a_void_box: Vec<String>,
    pub in_a_rehearsal: Vec<String>,
    /// Of those in a box, the ones whose owners have said that they found them.
    pub confirmed: Vec<String>,
}

/// Twelve bytes of a hash: among a hundred thousand ballots two alike are not to be expected.
pub fn shadow(tracker: &str) -> String {
    let hash = Sha256::digest(format!("piaojue-receipt|{tracker}"));
    URL_SAFE_NO_PAD.encode(hash.get(..12).unwrap_or_default())
}

pub fn receipts(conn: &mut Conn, rounds: &[Round], rehearsed: &[RoundId]) -> Result<Receipts, DbError> {
    let of = |void: bool| -> Vec<RoundId> {
        rounds.iter().filter(|round| (round.state == RoundState::Void) == void).map(|round| round.id).collect()
    };
    let all: Vec<RoundId> = rounds.iter().map(|round| round.id).collect();
    Ok(Receipts {
        in_the_box: shadows(store::trackers(conn, &of(false))?),
        in_a_void_box: shadows(store::trackers(conn, &of(true))?),
        in_a_rehearsal: shadows(store::trackers(conn, rehearsed)?),
        confirmed: shadows(store::checked_trackers(conn, &all)?),
    })
}

fn shadows(trackers: Vec<String>) -> Vec<String> {
    let mut shadows: Vec<String> = trackers.iter().map(|tracker| shadow(tracker)).collect();
    shadows.sort_unstable();
    shadows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shadow_is_the_same_in_the_browser() {
        // client/test/receipt.test.js has the same pair.
        assert_eq!(shadow("EFgafCEKk8K89v+9w4eBwBUnFrf/uvO8ea6jIB/CBBE"), "AQWyzzk-SETFnlxS");
    }
}
