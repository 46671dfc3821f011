//! `piaojue verify FILE.bel …`: one line a check, the reason of the first failure on the last line. Several archives are
//! the rounds of one item.

mod certificate;
mod files;
mod rating;
mod signatures;

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use verifiable_ballots::{CheckLine, VerifyError, VerifyOptions, continues};

use self::{
    certificate::{check_certificate, check_corrigendum, round_of},
    files::{caps_of, open, read},
    signatures::{paper_of, read_signed},
};
use crate::{documents::SignedFile, tally::certificate::Certificate, terminal::tell};

#[derive(Args)]
pub struct Verify {
    /// Belenios v1 archives of group Ed25519 with homomorphic questions, whoever made them: one for each round.
    #[arg(required = true)]
    archives: Vec<PathBuf>,
    /// The proofs that no ballot approves more than it may, of all rounds.
    #[arg(long)]
    caps: Option<PathBuf>,
    /// The tally certificate, or a rating's: its outcome is recomputed and its signatures are checked.
    #[arg(long)]
    certificate: Option<PathBuf>,
    /// A corrigendum of that certificate: its hash and signatures are checked. May be given several times.
    #[arg(long, requires = "certificate")]
    corrigendum: Vec<PathBuf>,
    /// An earlier copy of the archive, which this one must continue.
    #[arg(long)]
    previous: Option<PathBuf>,
    /// Check the ballots on one core only.
    #[arg(long)]
    single: bool,
}

/// Most bytes of `caps.jsonl`: 30,000 ballots of a paper with a cap of ten.
const LONGEST_CAPS: u64 = 64 * 1024 * 1024;
/// Most bytes of `certificate.json`: the document, indented, with the signatures.
const LONGEST_CERTIFICATE: u64 = 4 * 1024 * 1024;
/// Ballots that take long enough to show how far it has got.
const LONG_BOX: usize = 500;

enum Verdict {
    Bad(String),
    Unreadable(String),
}

impl From<VerifyError> for Verdict {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Bad(why) => Self::Bad(why),
            VerifyError::Unreadable(why) | VerifyError::Unsupported(why) => Self::Unreadable(why),
        }
    }
}

fn bad(why: impl std::fmt::Display) -> Verdict {
    Verdict::Bad(format!("certificate: {why}"))
}

/// Exit status 0 good, 1 bad, 2 unreadable or unsupported.
pub fn verify(what: &Verify) -> ExitCode {
    match check(what) {
        Ok(()) => {
            tell("OK: everything agrees");
            ExitCode::SUCCESS
        }
        Err(Verdict::Bad(why)) => {
            tell(format!("BAD: {why}"));
            ExitCode::from(1)
        }
        Err(Verdict::Unreadable(why)) => {
            tell(format!("UNREADABLE: {why}"));
            ExitCode::from(2)
        }
    }
}

fn check(what: &Verify) -> Result<(), Verdict> {
    if let Some(previous) = &what.previous {
        let [archive] = what.archives.as_slice() else {
            return Err(Verdict::Unreadable("--previous goes with one archive".to_owned()));
        };
        tell(continues(open(archive)?, open(previous)?)?.to_string());
    }
    let caps = what.caps.as_ref().map(|path| read(path, LONGEST_CAPS)).transpose()?;
    let certificate = what.certificate.as_ref().map(|path| read(path, LONGEST_CERTIFICATE)).transpose()?;
    let file = certificate.map(|bytes| read_signed(&bytes)).transpose()?;
    let threads = what.single.then_some(std::num::NonZero::<usize>::MIN);
    if let Some(file) = file.as_ref().filter(|file| rating::is_in(file)) {
        return rating::check(file, &what.archives, threads);
    }
    let with_document = |file: SignedFile| Ok::<(Certificate, _), Verdict>((paper_of(&file)?, file));
    let certificate = file.map(with_document).transpose()?;
    let caps = caps.map(|lines| caps_of(&what.archives, lines)).transpose()?;
    let mut verified = Vec::new();
    for (place, path) in what.archives.iter().enumerate() {
        if what.archives.len() > 1 {
            tell(format!("archive: {}", path.display()));
        }
        let round = certificate.as_ref().map(|(certificate, _)| round_of(certificate, path)).transpose()?.flatten();
        let caps = caps.as_ref().and_then(|caps| caps.get(place)).and_then(Option::as_deref);
        let options = VerifyOptions {
            caps,
            cap_max: round.filter(|_| caps.is_some()).and_then(|round| round.max_approvals),
            threads,
        };
        verified.push(verifiable_ballots::verify(open(path)?, &options, &mut report)?);
    }
    if let Some((certificate, file)) = &certificate {
        check_certificate(certificate, file, &verified, what.caps.is_some())?;
        for path in &what.corrigendum {
            check_corrigendum(&read(path, LONGEST_CERTIFICATE)?, certificate, &verified)?;
        }
    }
    Ok(())
}

/// One line a check; of a long box, ten lines on the way.
fn report(line: CheckLine) {
    if let CheckLine::Progress { done, total } = line {
        let tenth = |done: usize| done * 10 / total.max(1);
        if total < LONG_BOX || done == total || tenth(done) == tenth(done - 1) {
            return;
        }
    }
    tell(line.to_string());
}
