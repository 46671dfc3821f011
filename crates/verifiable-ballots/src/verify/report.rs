use std::fmt;

use crate::archive::{ChainHead, Stage};
use crate::credential::CredentialList;
use crate::election::Election;
use crate::tally::ElectionResult;
use crate::trustee::Trustees;

/// A check that was passed, or how far a long one has got. `Display` gives one English line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckLine {
    /// Names and contents of all records agree, and the events are one unbroken chain in a possible order.
    Chain {
        /// Number of events.
        events: u64,
        /// Where the chain ends.
        stage: Stage,
    },
    /// The archive goes on from the previous one, of which nothing was changed.
    Previous {
        /// Length of the previous archive.
        bytes: u64,
    },
    /// The election is readable.
    Election {
        /// Its uuid.
        uuid: String,
        /// φ.
        fingerprint: String,
        /// Number of questions.
        questions: usize,
    },
    /// Every proof and signature of the trustees holds, and their keys make the election key.
    Trustees {
        /// Number of owners.
        owners: u32,
    },
    /// The list of credentials is sorted, without duplicates, all in the group.
    Credentials {
        /// How many.
        count: usize,
        /// Base64 of the SHA-256 of the list.
        fingerprint: String,
    },
    /// Ballots are being checked; not a check of its own.
    Progress {
        /// Ballots checked.
        done: usize,
        /// Of how many.
        total: usize,
    },
    /// Every ballot: credential on the list, every proof, signature; none twice.
    Ballots {
        /// Ballots in the box.
        count: usize,
        /// Ballots that count, the last of each credential.
        tallied: u64,
    },
    /// Every ballot has a cap proof that holds.
    Caps {
        /// How many.
        count: usize,
        /// The cap; `None` if there is no ballot and none was asked for.
        max: Option<u32>,
    },
    /// The published tally is the product of the ballots.
    Tally {
        /// Ballots in it.
        tallied: u64,
    },
    /// Every factor of this trustee is proved.
    PartialDecryption {
        /// Owner number.
        owner: u32,
    },
    /// The published result is what the factors open.
    Result,
}

/// Why an archive is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// Something is wrong with it.
    #[error("{0}")]
    Bad(String),
    /// Not a Belenios archive at all.
    #[error("{0}")]
    Unreadable(String),
    /// Perhaps right, but of a kind this crate does not know (archive or election version, group, questions), or larger
    /// than what it reads.
    #[error("{0}")]
    Unsupported(String),
}

/// What a verified archive holds.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The end of the chain, with the stage reached.
    pub head: ChainHead,
    /// Seconds since 1970 of the beginning of the election, as the archive says.
    pub timestamp: u64,
    /// The election.
    pub election: Election,
    /// Its trustees.
    pub trustees: Trustees,
    /// Its public credentials.
    pub credentials: CredentialList,
    /// Trackers of all ballots in the order of casting.
    pub trackers: Vec<String>,
    /// Ballots that count.
    pub tallied: u64,
    /// Owners whose factors are in the archive.
    pub decrypted_by: Vec<u32>,
    /// The cap that all ballots were proved to keep, where `caps` was given; inner `None` if there was no ballot.
    pub cap: Option<Option<u32>>,
    /// The counts, once published.
    pub result: Option<ElectionResult>,
}

impl VerifyError {
    pub(crate) fn bad(reason: impl fmt::Display) -> VerifyError {
        VerifyError::Bad(reason.to_string())
    }
}

impl fmt::Display for CheckLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chain { events, stage } => write!(f, "chain: {events} events, the box is {stage}"),
            Self::Previous { bytes } => write!(f, "previous archive: its {bytes} bytes are unchanged"),
            Self::Election { uuid, fingerprint, questions } => {
                write!(f, "election {uuid}: {questions} questions, fingerprint {fingerprint}")
            }
            Self::Trustees { owners } => write!(f, "trustees: {owners} keys, all proved, make the election key"),
            Self::Credentials { count, fingerprint } => {
                write!(f, "credentials: {count}, no duplicates, fingerprint {fingerprint}")
            }
            Self::Progress { done, total } => write!(f, "ballots: {done} of {total} checked"),
            Self::Ballots { count, tallied } => write!(f, "ballots: {count}, every proof holds, {tallied} count"),
            Self::Caps { count, max: Some(max) } => write!(f, "caps: {count} ballots approve at most {max} each"),
            Self::Caps { max: None, .. } => f.write_str("caps: no ballot, no cap proof"),
            Self::Tally { tallied } => write!(f, "tally: the product of {tallied} ballots"),
            Self::PartialDecryption { owner } => write!(f, "trustee {owner}: every decryption factor is proved"),
            Self::Result => f.write_str("result: it is what the box holds"),
        }
    }
}
