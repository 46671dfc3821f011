//! Everything anybody can check about an archive (§3.5): chain, set-up, every proof of every ballot, the product of the
//! ballots, every factor, the result, and the caps that stand beside the archive.

mod ballots;
mod caps;
mod report;

use std::num::NonZero;

pub use report::{CheckLine, Verified, VerifyError};

use caps::Caps;

use crate::archive::{Archive, ArchiveError, Board, BoardError};
use crate::credential::CredentialList;
use crate::election::Election;
use crate::tally::{ElectionResult, EncryptedTally, PartialDecryption, combine};
use crate::trustee::Trustees;

/// What to check beside the archive itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct VerifyOptions<'a> {
    /// The bytes of `caps.jsonl`: every ballot must have a right line in it, and every line a ballot.
    pub caps: Option<&'a [u8]>,
    /// The cap the lines must prove. Without it the lines must all prove the same cap, which is reported.
    pub cap_max: Option<u32>,
    /// An earlier copy of the archive, of which this one must be a continuation.
    pub previous: Option<&'a [u8]>,
    /// Threads that check ballots; `None` for as many as the machine has cores.
    pub threads: Option<NonZero<usize>>,
}

/// Verifies an archive of any stage, calling `report` for every check passed and now and then in between.
///
/// Of several ballots under one credential the last one counts (§4.17).
///
/// # Errors
/// The first [`VerifyError`].
pub fn verify(
    archive: &[u8],
    options: &VerifyOptions<'_>,
    report: &mut dyn FnMut(CheckLine),
) -> Result<Verified, VerifyError> {
    let records = Archive::read(archive)?;
    let board = Board::read(&records)?;
    report(CheckLine::Chain { events: board.head.height().map_or(0, |h| h + 1), stage: board.head.stage() });
    if let Some(previous) = options.previous {
        if !archive.starts_with(previous) {
            return Err(VerifyError::bad("the previous archive is not a beginning of this one"));
        }
        report(CheckLine::Previous { bytes: previous.len() });
    }
    let (election, trustees, credentials) = check_setup(&board, report)?;
    let caps = Caps::read(options)?;
    let rules = (&election, &credentials, caps.as_ref());
    let checked = ballots::check_all(&board.ballots, rules, options.threads, report)?;
    report(CheckLine::Ballots { count: board.ballots.len(), tallied: checked.tally.num_tallied() });
    if let Some(caps) = &caps {
        caps.check_count(board.ballots.len())?;
        report(CheckLine::Caps { count: board.ballots.len(), max: caps.max });
    }
    let result = check_tally(&board, &election, &trustees, &checked.tally, report)?;
    Ok(Verified {
        head: board.head,
        timestamp: records.timestamp,
        trackers: checked.ballots.iter().map(crate::Ballot::tracker).collect(),
        tallied: checked.tally.num_tallied(),
        decrypted_by: board.partial_decryptions.iter().map(|(owner, _)| *owner).collect(),
        election,
        trustees,
        credentials,
        cap: caps.map(|caps| caps.max),
        result,
    })
}

fn check_setup(
    board: &Board<'_>,
    report: &mut dyn FnMut(CheckLine),
) -> Result<(Election, Trustees, CredentialList), VerifyError> {
    let election = Election::parse(board.election.to_vec())?;
    let questions = election.questions().len();
    report(CheckLine::Election {
        uuid: election.uuid().to_owned(),
        fingerprint: election.fingerprint().to_owned(),
        questions,
    });
    let trustees = Trustees::parse(board.trustees).map_err(VerifyError::bad)?;
    if trustees.election_key() != election.public_key() {
        return Err(VerifyError::bad("the election key is not the product of the trustees' keys"));
    }
    report(CheckLine::Trustees { owners: trustees.owners() });
    let credentials = CredentialList::parse(board.credentials).map_err(VerifyError::bad)?;
    report(CheckLine::Credentials { count: credentials.len(), fingerprint: credentials.fingerprint() });
    Ok((election, trustees, credentials))
}

fn check_tally(
    board: &Board<'_>,
    election: &Election,
    trustees: &Trustees,
    recomputed: &EncryptedTally,
    report: &mut dyn FnMut(CheckLine),
) -> Result<Option<ElectionResult>, VerifyError> {
    let Some((payload, sized)) = board.tally else { return Ok(None) };
    if recomputed.payload() != payload || recomputed.sized_payload() != sized {
        return Err(VerifyError::bad("the published encrypted tally is not the tally of the ballots"));
    }
    report(CheckLine::Tally { tallied: recomputed.num_tallied() });
    let mut partials = Vec::new();
    for &(owner, bytes) in &board.partial_decryptions {
        let bad = |reason: &dyn std::fmt::Display| {
            VerifyError::bad(format!("partial decryption of trustee {owner}: {reason}"))
        };
        let key = trustees.public_key(owner).ok_or_else(|| bad(&"there is no such trustee"))?;
        let partial = PartialDecryption::parse(bytes).map_err(|e| bad(&e))?;
        partial.check(election, recomputed, key).map_err(|e| bad(&e))?;
        report(CheckLine::PartialDecryption { owner });
        partials.push((owner, partial));
    }
    let Some(bytes) = board.result else { return Ok(None) };
    let stated = ElectionResult::parse(bytes).ok_or_else(|| VerifyError::bad("the result is not in canonical form"))?;
    let result = combine(trustees, recomputed, &partials).map_err(VerifyError::bad)?;
    if stated != result {
        return Err(VerifyError::bad("the published result is not what the box holds"));
    }
    report(CheckLine::Result);
    Ok(Some(result))
}

impl From<ArchiveError> for VerifyError {
    fn from(error: ArchiveError) -> VerifyError {
        match error {
            ArchiveError::NotAnArchive => VerifyError::Unreadable(error.to_string()),
            ArchiveError::Version(_) => VerifyError::Unsupported(error.to_string()),
            _ => VerifyError::bad(error),
        }
    }
}

impl From<BoardError> for VerifyError {
    fn from(error: BoardError) -> VerifyError {
        match error {
            BoardError::Shuffle { .. } => VerifyError::Unsupported(error.to_string()),
            _ => VerifyError::bad(error),
        }
    }
}

impl From<crate::ElectionError> for VerifyError {
    fn from(error: crate::ElectionError) -> VerifyError {
        if error.is_unsupported() { VerifyError::Unsupported(error.to_string()) } else { VerifyError::bad(error) }
    }
}
