//! Everything anybody can check about an archive (§3.5): chain, set-up, every proof of every ballot, the product of the
//! ballots, every factor, the result, and the caps that stand beside the archive.

mod ballots;
mod caps;
mod report;

use std::io::{self, BufRead, BufReader, Read, Seek};
use std::num::NonZero;

pub use ballots::Part;
pub use report::{CheckLine, Verified, VerifyError};

use ballots::Rules;
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
    /// Threads that check ballots; `None` for as many as the machine has cores.
    pub threads: Option<NonZero<usize>>,
}

/// Verifying in pieces, for whoever shares the ballots out without threads, as workers of a browser do: each begins, checks
/// ballots of its own into a [`Part`], and one of them finishes with the parts of all. [`verify`] is the same on threads.
pub struct Verification<R> {
    archive: Archive<R>,
    board: Board,
    election: Election,
    trustees: Trustees,
    credentials: CredentialList,
    caps: Option<Caps>,
}

impl<R: Read + Seek> Verification<R> {
    /// Checks the chain and the set-up. Whether `options.caps` has a line for every ballot shows at the ballots.
    ///
    /// # Errors
    /// The first [`VerifyError`].
    pub fn begin(
        archive: R,
        options: &VerifyOptions<'_>,
        report: &mut dyn FnMut(CheckLine),
    ) -> Result<Verification<R>, VerifyError> {
        let mut archive = Archive::open(archive)?;
        let board = Board::read(&mut archive)?;
        report(CheckLine::Chain { events: board.head.height().map_or(0, |h| h + 1), stage: board.head.stage() });
        let (election, trustees, credentials) = check_setup(&mut archive, &board, report)?;
        let caps = Caps::read(options, board.ballots.len())?;
        Ok(Verification { archive, board, election, trustees, credentials, caps })
    }

    /// Ballots in the box.
    #[must_use]
    pub fn ballots(&self) -> usize {
        self.board.ballots.len()
    }

    /// No ballot checked yet.
    #[must_use]
    pub fn part(&self) -> Part {
        Part::new(&self.election)
    }

    /// Reads a part that another instance of the same archive has checked.
    ///
    /// # Errors
    /// [`VerifyError::Bad`] if it is none.
    pub fn read_part(&self, json: &[u8]) -> Result<Part, VerifyError> {
        Part::parse(json)
    }

    /// Everything about the ballot of this number, from 0, with its cap where caps are given.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&mut self, number: usize, part: &mut Part) -> Result<(), VerifyError> {
        let place = self.board.ballots.get(number).ok_or_else(|| VerifyError::bad("no ballot has this number"))?;
        let bytes = self.archive.content(place)?;
        let rules = Rules { election: &self.election, credentials: &self.credentials, caps: self.caps.as_ref() };
        rules.check(number, &bytes, part)
    }

    /// Checks what remains once every ballot is in exactly one part: product, factors, result.
    ///
    /// # Errors
    /// The first [`VerifyError`].
    pub fn finish(
        mut self,
        parts: impl IntoIterator<Item = Part>,
        report: &mut dyn FnMut(CheckLine),
    ) -> Result<Verified, VerifyError> {
        let rules = Rules { election: &self.election, credentials: &self.credentials, caps: self.caps.as_ref() };
        let checked = rules.join(&mut self.archive, &self.board.ballots, parts)?;
        report(CheckLine::Ballots { count: checked.trackers.len(), tallied: checked.tally.num_tallied() });
        if let Some(caps) = &self.caps {
            report(CheckLine::Caps { count: checked.trackers.len(), max: caps.max });
        }
        let trusted = (&self.election, &self.trustees);
        let result = check_tally(&mut self.archive, &self.board, trusted, &checked.tally, report)?;
        Ok(Verified {
            head: self.board.head,
            timestamp: self.archive.timestamp(),
            trackers: checked.trackers,
            tallied: checked.tally.num_tallied(),
            decrypted_by: self.board.partial_decryptions.iter().map(|(owner, _)| *owner).collect(),
            election: self.election,
            trustees: self.trustees,
            credentials: self.credentials,
            cap: self.caps.map(|caps| caps.max),
            result,
        })
    }
}

/// Verifies an archive of any stage, calling `report` for every check passed and now and then in between. The archive is
/// read from where it lies; of its ballots only credential and tracker stay in memory.
///
/// Of several ballots under one credential the last one counts (§4.17).
///
/// # Errors
/// The first [`VerifyError`].
pub fn verify<R: Read + Seek + Send>(
    archive: R,
    options: &VerifyOptions<'_>,
    report: &mut dyn FnMut(CheckLine),
) -> Result<Verified, VerifyError> {
    let mut begun = Verification::begin(archive, options, report)?;
    let rules = Rules { election: &begun.election, credentials: &begun.credentials, caps: begun.caps.as_ref() };
    let parts = ballots::check_all(&mut begun.archive, &begun.board.ballots, &rules, options.threads, report)?;
    begun.finish(parts, report)
}

/// "This archive goes on from that one": the earlier one must be its beginning, byte by byte.
///
/// # Errors
/// [`VerifyError::Bad`] if it is not, [`VerifyError::Unreadable`] if either cannot be read.
pub fn continues(archive: impl Read, previous: impl Read) -> Result<CheckLine, VerifyError> {
    let unreadable = |e: io::Error| VerifyError::Unreadable(e.to_string());
    let (mut archive, mut previous) = (BufReader::new(archive), BufReader::new(previous));
    let mut bytes = 0;
    loop {
        let before = previous.fill_buf().map_err(unreadable)?;
        let now = archive.fill_buf().map_err(unreadable)?;
        if before.is_empty() {
            return Ok(CheckLine::Previous { bytes });
        }
        let both = before.len().min(now.len());
        if both == 0 || before[..both] != now[..both] {
            return Err(VerifyError::bad("the previous archive is not a beginning of this one"));
        }
        bytes += both as u64;
        previous.consume(both);
        archive.consume(both);
    }
}

fn check_setup<R: Read + Seek>(
    archive: &mut Archive<R>,
    board: &Board,
    report: &mut dyn FnMut(CheckLine),
) -> Result<(Election, Trustees, CredentialList), VerifyError> {
    let election = Election::parse(archive.content(&board.election)?)?;
    report(CheckLine::Election {
        uuid: election.uuid().to_owned(),
        fingerprint: election.fingerprint().to_owned(),
        questions: election.questions().len(),
    });
    let trustees = Trustees::parse(&archive.content(&board.trustees)?).map_err(VerifyError::bad)?;
    if trustees.election_key() != election.public_key() {
        return Err(VerifyError::bad("the election key is not the product of the trustees' keys"));
    }
    report(CheckLine::Trustees { owners: trustees.owners() });
    let credentials = CredentialList::parse(&archive.content(&board.credentials)?).map_err(VerifyError::bad)?;
    report(CheckLine::Credentials { count: credentials.len(), fingerprint: credentials.fingerprint() });
    Ok((election, trustees, credentials))
}

fn check_tally<R: Read + Seek>(
    archive: &mut Archive<R>,
    board: &Board,
    (election, trustees): (&Election, &Trustees),
    recomputed: &EncryptedTally,
    report: &mut dyn FnMut(CheckLine),
) -> Result<Option<ElectionResult>, VerifyError> {
    let Some((payload, sized)) = &board.tally else { return Ok(None) };
    if recomputed.payload() != archive.content(payload)? || recomputed.sized_payload() != archive.content(sized)? {
        return Err(VerifyError::bad("the published encrypted tally is not the tally of the ballots"));
    }
    report(CheckLine::Tally { tallied: recomputed.num_tallied() });
    let mut partials = Vec::new();
    for (owner, factors) in &board.partial_decryptions {
        let owner = *owner;
        let partial = PartialDecryption::parse(&archive.content(factors)?)
            .and_then(|partial| partial.check(election, recomputed, trustees, owner))
            .map_err(|error| VerifyError::bad(format!("partial decryption of trustee {owner}: {error}")))?;
        report(CheckLine::PartialDecryption { owner });
        partials.push(partial);
    }
    let Some(result) = &board.result else { return Ok(None) };
    let stated = ElectionResult::parse(&archive.content(result)?);
    let stated = stated.ok_or_else(|| VerifyError::bad("the result is not in canonical form"))?;
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
            ArchiveError::NotAnArchive | ArchiveError::Io(_) => VerifyError::Unreadable(error.to_string()),
            ArchiveError::Version(_) | ArchiveError::TooLong { .. } | ArchiveError::TooMany => {
                VerifyError::Unsupported(error.to_string())
            }
            _ => VerifyError::bad(error),
        }
    }
}

impl From<BoardError> for VerifyError {
    fn from(error: BoardError) -> VerifyError {
        match error {
            BoardError::Archive(error) => error.into(),
            BoardError::Shuffle { .. } | BoardError::TooLong { .. } => VerifyError::Unsupported(error.to_string()),
            _ => VerifyError::bad(error),
        }
    }
}

impl From<crate::ElectionError> for VerifyError {
    fn from(error: crate::ElectionError) -> VerifyError {
        if error.is_unsupported() { VerifyError::Unsupported(error.to_string()) } else { VerifyError::bad(error) }
    }
}
