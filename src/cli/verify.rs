//! `piaojue verify FILE.bel`: one line a check, the reason of the first failure on the last line.

use std::{fs::File, io::Read, path::Path, path::PathBuf, process::ExitCode};

use clap::Args;
use serde::Deserialize;
use verifiable_ballots::{
    CheckLine, Proof, Verified, VerifyError, VerifyOptions, continues, signature::verify_message,
};

use super::tell;
use crate::tally::certificate::{Certificate, CertificateError, RoundDocument};

#[derive(Args)]
pub struct Verify {
    /// A Belenios v1 archive of group Ed25519 with homomorphic questions, whoever made it.
    archive: PathBuf,
    /// The proofs that no ballot approves more than it may.
    #[arg(long)]
    caps: Option<PathBuf>,
    /// The tally certificate: its outcome is recomputed and its signatures are checked.
    #[arg(long)]
    certificate: Option<PathBuf>,
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

impl From<CertificateError> for Verdict {
    fn from(error: CertificateError) -> Self {
        Self::Bad(format!("certificate: {error}"))
    }
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
    let archive = open(&what.archive)?;
    let caps = what.caps.as_ref().map(|path| read(path, LONGEST_CAPS)).transpose()?;
    let certificate = what.certificate.as_ref().map(|path| read(path, LONGEST_CERTIFICATE)).transpose()?;
    if let Some(previous) = &what.previous {
        tell(continues(open(&what.archive)?, open(previous)?)?.to_string());
    }
    let options = VerifyOptions {
        caps: caps.as_deref(),
        cap_max: None,
        threads: what.single.then_some(std::num::NonZero::<usize>::MIN),
    };
    let verified = verifiable_ballots::verify(archive, &options, &mut report)?;
    if let Some(bytes) = certificate {
        check_certificate(&bytes, &verified)?;
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

fn unreadable(path: &Path) -> impl Fn(std::io::Error) -> Verdict {
    move |e| Verdict::Unreadable(format!("{}: {e}", path.display()))
}

fn open(path: &Path) -> Result<File, Verdict> {
    File::open(path).map_err(unreadable(path))
}

fn read(path: &Path, longest: u64) -> Result<Vec<u8>, Verdict> {
    let mut content = Vec::new();
    let read = open(path)?.take(longest + 1).read_to_end(&mut content).map_err(unreadable(path))?;
    if u64::try_from(read).is_ok_and(|read| read <= longest) {
        Ok(content)
    } else {
        Err(Verdict::Unreadable(format!("{}: more than the {longest} bytes that are read", path.display())))
    }
}

#[derive(Deserialize)]
struct SignatureLine {
    name: String,
    verification_key: String,
    signature: Proof,
}

#[derive(Deserialize)]
struct CertificateFile {
    certificate: serde_json::Value,
    hash: String,
    signatures: Vec<SignatureLine>,
}

fn bad(why: impl std::fmt::Display) -> Verdict {
    Verdict::Bad(format!("certificate: {why}"))
}

fn check_certificate(bytes: &[u8], verified: &Verified) -> Result<(), Verdict> {
    let file: CertificateFile = serde_json::from_slice(bytes).map_err(|e| Verdict::Unreadable(e.to_string()))?;
    let canonical = serde_json_canonicalizer::to_vec(&file.certificate).map_err(bad)?;
    let certificate = Certificate::parse(&canonical)?;
    if certificate.hash().as_str() != file.hash {
        return Err(bad("the hash is not that of the document"));
    }
    tell(format!("certificate: hash {}", file.hash));
    certificate.check()?;
    tell("certificate: outcome follows from the counts by the voting method");
    let round = certificate
        .document()
        .rounds
        .iter()
        .find(|round| round.archive.election.as_str() == verified.election.fingerprint())
        .ok_or_else(|| bad("it does not speak of this archive"))?;
    check_round(round, verified)?;
    tell("certificate: counts and fingerprints are those of the archive");
    check_signatures(&certificate, &file.signatures, verified)
}

fn check_round(round: &RoundDocument, verified: &Verified) -> Result<(), Verdict> {
    if Some(round.archive.last_event.as_str()) != verified.head.last_event() {
        return Err(bad("the archive's last event is another"));
    }
    if round.archive.key_list.as_str() != verified.credentials.fingerprint() {
        return Err(bad("the list of keys is another"));
    }
    if usize::try_from(round.issued) != Ok(verified.credentials.len()) {
        return Err(bad("it says that another number of ballots was issued than keys are on the list"));
    }
    if u64::from(round.returned) != verified.tallied {
        return Err(bad("the box holds another number of ballots"));
    }
    let result = verified.result.as_ref().ok_or_else(|| bad("the archive has no result"))?;
    let counted: Vec<Vec<u64>> = match result.counts.as_slice() {
        // One question for all candidates: nobody opposes.
        [row] if row.len() == round.projects.len() && round.projects.len() != 1 => {
            row.iter().map(|&approve| vec![approve]).collect()
        }
        rows => rows.to_vec(),
    };
    let agrees = counted.len() == round.projects.len()
        && counted.iter().zip(&round.projects).all(|(row, line)| match row.as_slice() {
            [approve, oppose, abstain] => {
                [*approve, *oppose, *abstain] == [line.approve, line.oppose, line.abstain].map(u64::from)
            }
            [approve] => *approve == u64::from(line.approve),
            _ => false,
        });
    if agrees { Ok(()) } else { Err(bad("its votes are not those of the archive")) }
}

fn check_signatures(
    certificate: &Certificate,
    signatures: &[SignatureLine],
    verified: &Verified,
) -> Result<(), Verdict> {
    let trustees = verified.trustees.verification_keys();
    for signer in &certificate.document().signers.scrutineers {
        let line = signatures
            .iter()
            .find(|line| line.verification_key == signer.verification_key.as_str())
            .ok_or_else(|| bad(format!("{} has not signed", signer.name)))?;
        let key = line.verification_key.parse().map_err(bad)?;
        if !trustees.contains(&key) {
            return Err(bad(format!("{} does not sign with the key of a trustee", line.name)));
        }
        if !verify_message(&key, &certificate.signing_message(), &line.signature) {
            return Err(bad(format!("the signature of {} does not hold", line.name)));
        }
        tell(format!("certificate: signed by {}", signer.name));
    }
    Ok(())
}
