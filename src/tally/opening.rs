//! What opening a box needs of it: everything but the ballots.

use verifiable_ballots::{
    CheckedPartialDecryption, Election, EncryptedTally, PartialDecryption, Trustees, archive::Counting,
};

use crate::{
    ballots::{self, Round},
    db::{Conn, DbError},
    ids::RoundId,
};

/// For whoever adds a share: with every proof of those before checked.
pub struct Opening {
    pub election: Election,
    pub trustees: Trustees,
    pub tally: EncryptedTally,
    pub partials: Vec<CheckedPartialDecryption>,
}

pub fn opening(conn: &mut Conn, round: RoundId) -> Result<Opening, DbError> {
    let election = ballots::election_of(conn, round)?;
    let trustees = ballots::trustees_of(conn, round)?;
    let counting = counting(conn, round)?;
    let (payload, sized) = counting.tally.ok_or_else(without_tally)?;
    let tally = EncryptedTally::parse(&payload, &sized, &election).map_err(DbError::corrupt)?;
    let mut partials = Vec::new();
    for (owner, factors) in &counting.partial_decryptions {
        let partial = PartialDecryption::parse(factors)
            .and_then(|partial| partial.check(&election, &tally, &trustees, *owner))
            .map_err(DbError::corrupt)?;
        partials.push(partial);
    }
    Ok(Opening { election, trustees, tally, partials })
}

/// The bytes that the shares are made of, as the box holds them.
pub fn encrypted_tally(conn: &mut Conn, round: RoundId) -> Result<Vec<u8>, DbError> {
    let (payload, _) = counting(conn, round)?.tally.ok_or_else(without_tally)?;
    Ok(payload)
}

/// The owner numbers whose shares are in the box; 1 is the server. `None` where the box cannot be read: the pages from
/// which such a round is annulled open all the same, and say so.
pub fn shares_given(conn: &mut Conn, round: &Round) -> Result<Option<Vec<u32>>, DbError> {
    match counting(conn, round.id) {
        Ok(counting) => Ok(Some(counting.partial_decryptions.iter().map(|(owner, _)| *owner).collect())),
        Err(DbError::Corrupt(why)) => {
            tracing::error!(round = %round.id, why, "the shares in this box cannot be read");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn counting(conn: &mut Conn, round: RoundId) -> Result<Counting, DbError> {
    let records = ballots::records_of_the_count(conn, round)?;
    let counting = Counting::read(&records).map_err(DbError::corrupt)?;
    if counting.tally.is_some() { Ok(counting) } else { Err(without_tally()) }
}

fn without_tally() -> DbError {
    DbError::corrupt("a box without its tally")
}
