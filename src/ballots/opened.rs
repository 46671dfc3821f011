//! Opening a sealed ballot instead of casting it, so that what the booth sealed can be checked on another device; and
//! finding it there.

use verifiable_ballots::{Ballot, BallotRefusal, Opening, OpeningRefusal};

use super::{
    casting::{CastError, MOST_OPENED, OpenBox, OpenBoxes, is_taking_ballots},
    store,
};
use crate::{
    db::{Conn, Db, DbError},
    ids::RoundId,
    web::Refused,
};

/// The beginning of the tracker: 96 bits, so that nobody prepares two ballots that begin alike.
const CODE_LENGTH: usize = 16;

/// What is typed on the other device, as [`code_typed`] reads it.
pub fn code_of(tracker: &str) -> &str {
    tracker.get(..CODE_LENGTH).unwrap_or(tracker)
}

/// A code or a whole tracker as a person types it: white space does not count. `None` if it cannot be one.
pub fn code_typed(typed: &str) -> Option<String> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let base64 = |b: u8| b.is_ascii_alphanumeric() || b == b'+' || b == b'/';
    let complete = (CODE_LENGTH..=43).contains(&text.len()) && text.bytes().all(base64);
    complete.then(|| code_of(&text).to_owned())
}

impl OpenBox {
    fn read_opening(&self, opening: &[u8]) -> Result<Opening, CastError> {
        let opening = Opening::parse(opening).map_err(CastError::BadOpening)?;
        // Only whoever holds the code is told what was done under it.
        opening.ballot().clone().check_signed(&self.election, &self.credentials).map_err(|refusal| match refusal {
            BallotRefusal::UnknownCredential => CastError::NotOnList,
            other => CastError::BadOpening(OpeningRefusal::Ballot(other)),
        })?;
        Ok(opening)
    }
}

/// Keeps an opened ballot and answers its tracker; from then on it can never be cast. Whoever holds its code can see
/// what it held. Names no deputy, writes no log line and no audit entry.
pub fn open_ballot(db: &Db, boxes: &OpenBoxes, round: RoundId, opening: &[u8]) -> Result<String, Refused<CastError>> {
    let open = boxes.get(db, round)?;
    let read = open.read_opening(opening);
    let before = db.read(|conn| match &read {
        Ok(opening) => kept_before(conn, round, opening.ballot()),
        Err(_) => Ok(is_taking_ballots(&store::round_by_id(conn, round)?).map(|()| None)?),
    })?;
    if let Some(tracker) = before {
        return Ok(tracker);
    }
    let opened = read?;
    opened.check(&open.election).map_err(CastError::BadOpening)?;
    let ballot = opened.ballot();
    let (tracker, ciphertexts) = (ballot.tracker(), ballot.ciphertexts_hash());
    let credential = ballot.credential().to_string();
    // The lock under which ballots are cast: a ballot is either in the box or opened, never both.
    db.write_row_locked(|tx| {
        store::lock_head(tx, round)?;
        if let Some(tracker) = kept_before(tx, round, ballot)? {
            return Ok(tracker);
        }
        let new = store::NewOpened {
            tracker: &tracker,
            code: code_of(&tracker),
            ciphertexts: &ciphertexts,
            credential: &credential,
            opening: &opened.to_json(),
        };
        store::insert_opened(tx, round, &new)?;
        Ok(tracker.clone())
    })
}

/// The tracker of an opened ballot that is kept already; `None` if it may be kept now. Asked before the opening is checked,
/// which costs, and again under the lock.
fn kept_before(conn: &mut Conn, round: RoundId, ballot: &Ballot) -> Result<Option<String>, Refused<CastError>> {
    let (tracker, credential) = (ballot.tracker(), ballot.credential().to_string());
    if store::is_opened(conn, round, &tracker)? {
        return Ok(Some(tracker));
    }
    is_taking_ballots(&store::round_by_id(conn, round)?)?;
    if store::tracker_of(conn, round, &credential)?.is_some() {
        return Err(CastError::AlreadyCast.into());
    }
    if store::was_opened(conn, round, &ballot.ciphertexts_hash())? {
        return Err(CastError::WasOpened.into());
    }
    if store::opened_by(conn, round, &credential)? >= MOST_OPENED {
        return Err(CastError::TooManyOpened.into());
    }
    Ok(None)
}

/// `{"election":"<the text of election.json>","opening":{…}}`: all that a stranger needs to check an opened ballot.
pub fn opened_file(conn: &mut Conn, code: &str) -> Result<Option<Vec<u8>>, DbError> {
    let Some((round, opening)) = store::opening_of_code(conn, code)? else { return Ok(None) };
    let election = serde_json::to_string(&store::election_files(conn, round)?.0).map_err(DbError::corrupt)?;
    let opening = String::from_utf8(opening).map_err(DbError::corrupt)?;
    Ok(Some(format!(r#"{{"election":{election},"opening":{opening}}}"#).into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_beginning_of_the_tracker_however_it_is_typed() {
        let whole = "EFgafCEKk8K89v+9w4eBwBUnFrf/uvO8ea6jIB/CBBE";
        assert_eq!(code_of(whole), "EFgafCEKk8K89v+9");
        for typed in [whole, "EFgafCEKk8K89v+9", " EFga fCEK k8K8 9v+9\n", "EFga fCEK k8K8 9v+9 w4eB"] {
            assert_eq!(code_typed(typed).as_deref(), Some("EFgafCEKk8K89v+9"), "{typed}");
        }
        for typed in ["", "EFga fCEK k8K8", "EFgafCEKk8K89v-9", &"<".repeat(16), &"A".repeat(44)] {
            assert_eq!(code_typed(typed), None, "{typed}");
        }
    }
}
