//! `piaojue verify FILE.bel …`: one line a check, the reason of the first failure on the last line. Several archives are
//! the rounds of one item.

mod rating;

use std::{
    collections::HashSet,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use clap::Args;
use ed25519_dalek::{Signature, VerifyingKey};
use serde::Deserialize;
use verifiable_ballots::{
    Archive, CapLine, CheckLine, Election, Proof, Verified, VerifyError, VerifyOptions,
    archive::{Board, Place},
    continues, hash,
    signature::verify_message,
};

use super::tell;
use crate::tally::{
    Corrigendum,
    certificate::{Certificate, CertificateError, ProjectLine, RoundDocument, Scrutineer},
    message_to_sign,
    outcome::Conclusion,
    sealed_message,
};

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
    if let Some(previous) = &what.previous {
        let [archive] = what.archives.as_slice() else {
            return Err(Verdict::Unreadable("--previous goes with one archive".to_owned()));
        };
        tell(continues(open(archive)?, open(previous)?)?.to_string());
    }
    let caps = what.caps.as_ref().map(|path| read(path, LONGEST_CAPS)).transpose()?;
    let certificate = what.certificate.as_ref().map(|path| read(path, LONGEST_CERTIFICATE)).transpose()?;
    let file = certificate.map(|bytes| read_certificate_file(&bytes)).transpose()?;
    let threads = what.single.then_some(std::num::NonZero::<usize>::MIN);
    if let Some(file) = &file
        && let Some(rating) = rating::of_file(file)?
    {
        return rating::check(&rating, file, &what.archives, threads);
    }
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

fn board(path: &Path) -> Result<(Archive<File>, Board), Verdict> {
    let mut archive = Archive::open(open(path)?).map_err(VerifyError::from)?;
    let board = Board::read(&mut archive).map_err(VerifyError::from)?;
    Ok((archive, board))
}

/// One archive has all the lines. Of several each has the lines of its ballots, or none at all where its paper proves
/// its own maximum; a line that belongs to none is left to the first, which will say so.
fn caps_of(archives: &[PathBuf], lines: Vec<u8>) -> Result<Vec<Option<Vec<u8>>>, Verdict> {
    if archives.len() == 1 {
        return Ok(vec![Some(lines)]);
    }
    let mut trackers = Vec::new();
    for path in archives {
        let (_, board) = board(path)?;
        trackers.push(board.ballots.iter().map(Place::hash_base64).collect::<HashSet<_>>());
    }
    let mut of = vec![None::<Vec<u8>>; archives.len()];
    for line in lines.split(|&b| b == b'\n').filter(|line| !line.is_empty()) {
        let tracker = CapLine::parse(line).map_err(|e| Verdict::Bad(format!("caps: {e}")))?.tracker;
        let owner = trackers.iter().position(|known| known.contains(&tracker)).unwrap_or(0);
        if let Some(lines) = of.get_mut(owner) {
            let lines = lines.get_or_insert_default();
            lines.extend_from_slice(line);
            lines.push(b'\n');
        }
    }
    Ok(of)
}

#[derive(Deserialize)]
struct SignatureLine {
    name: String,
    verification_key: String,
    signature: Proof,
}

#[derive(Deserialize)]
struct ObjectionLine {
    verification_key: String,
    reason: String,
    ruling: Option<String>,
    ruling_reason: Option<String>,
}

#[derive(Deserialize)]
struct CertificateFile {
    certificate: serde_json::Value,
    hash: String,
    signatures: Vec<SignatureLine>,
    #[serde(default)]
    objections: Vec<ObjectionLine>,
    seal: Option<String>,
    seal_key: String,
}

#[derive(Deserialize)]
struct CorrigendumFile {
    corrigendum: serde_json::Value,
    hash: String,
    signatures: Vec<SignatureLine>,
    seal: Option<String>,
    seal_key: String,
}

fn bad(why: impl std::fmt::Display) -> Verdict {
    Verdict::Bad(format!("certificate: {why}"))
}

fn read_certificate_file(bytes: &[u8]) -> Result<CertificateFile, Verdict> {
    serde_json::from_slice(bytes).map_err(|e| Verdict::Unreadable(e.to_string()))
}

fn with_document(file: CertificateFile) -> Result<(Certificate, CertificateFile), Verdict> {
    let canonical = serde_json_canonicalizer::to_vec(&file.certificate).map_err(bad)?;
    Ok((Certificate::parse(&canonical)?, file))
}

fn speaks_of(round: &RoundDocument, fingerprint: &str) -> bool {
    round.archive.as_ref().is_some_and(|archive| archive.election.as_str() == fingerprint)
}

/// The round whose box this is, if the certificate speaks of it.
fn round_of<'a>(certificate: &'a Certificate, path: &Path) -> Result<Option<&'a RoundDocument>, Verdict> {
    let (mut archive, board) = board(path)?;
    let election = archive.content(&board.election).map_err(VerifyError::from)?;
    let election = Election::parse(election).map_err(VerifyError::from)?;
    Ok(certificate.document().rounds.iter().find(|round| speaks_of(round, election.fingerprint())))
}

fn check_certificate(
    certificate: &Certificate,
    file: &CertificateFile,
    verified: &[Verified],
    with_caps: bool,
) -> Result<(), Verdict> {
    if certificate.hash().as_str() != file.hash {
        return Err(bad("the hash is not that of the document"));
    }
    tell(format!("certificate: hash {}", file.hash));
    certificate.check()?;
    tell("certificate: outcome follows from the counts by the voting method");
    for verified in verified {
        if !certificate.document().rounds.iter().any(|round| speaks_of(round, verified.election.fingerprint())) {
            return Err(bad("it does not speak of this archive"));
        }
    }
    for round in &certificate.document().rounds {
        let found = verified.iter().find(|verified| speaks_of(round, verified.election.fingerprint()));
        let (number, void) = (round.number, matches!(round.conclusion, Conclusion::Void { .. }));
        match found {
            Some(verified) => {
                check_round(round, verified, with_caps)?;
                let void = if void { "; the round is void, its ballots decide nothing" } else { "" };
                let paper = round.paper.as_ref().map_or_else(String::new, |paper| {
                    format!(" and {} ballots on paper, which no archive proves", paper.returned)
                });
                tell(format!(
                    "certificate: round {number}: counts and fingerprints are those of the archive{paper}{void}"
                ));
            }
            None if void => {
                tell(format!("certificate: round {number}: void, decides nothing; its archive was not given"))
            }
            None => return Err(bad(format!("the archive of round {number} is missing"))),
        }
    }
    check_signatures(&certificate.document().signers.scrutineers, file, verified)?;
    check_seal(&file.hash, &file.signatures, &file.objections, file.seal.as_deref(), &file.seal_key)
}

/// The server's seal holds under the key that the file names; whether that key is the server's, its verify page tells.
fn check_seal(
    hash: &str,
    signatures: &[SignatureLine],
    objections: &[ObjectionLine],
    seal: Option<&str>,
    key: &str,
) -> Result<(), Verdict> {
    let signatures: Vec<String> =
        signatures.iter().map(|line| serde_json::to_string(&line.signature)).collect::<Result<_, _>>().map_err(bad)?;
    let overruled = objections.iter().filter_map(|objection| {
        let ruling = objection.ruling_reason.as_deref()?;
        Some((objection.verification_key.as_str(), objection.reason.as_str(), ruling))
    });
    let message = sealed_message(hash, signatures.iter().map(String::as_str), overruled);
    let seal = seal.ok_or_else(|| bad("it is not sealed"))?;
    let bytes = |text: &str| STANDARD.decode(text).map_err(|_| bad("the seal is no Base64"));
    let seal = Signature::from_slice(&bytes(seal)?).map_err(bad)?;
    let public = bytes(key)?.try_into().map_err(|_| bad("the key of the seal is no key"))?;
    let public = VerifyingKey::from_bytes(&public).map_err(bad)?;
    public.verify_strict(message.as_bytes(), &seal).map_err(|_| bad("the server's seal does not hold"))?;
    tell(format!("certificate: sealed by the server whose key is {key}"));
    Ok(())
}

fn check_round(round: &RoundDocument, verified: &Verified, with_caps: bool) -> Result<(), Verdict> {
    let archive = round.archive.as_ref().ok_or_else(|| bad("a round without its archive"))?;
    if Some(archive.last_event.as_str()) != verified.head.last_event() {
        return Err(bad("the archive's last event is another"));
    }
    if archive.key_list.as_str() != verified.credentials.fingerprint() {
        return Err(bad("the list of keys is another"));
    }
    let on_paper = round.paper.as_ref().map_or((0, 0), |paper| (paper.issued, paper.returned));
    let electronic = (round.issued.checked_sub(on_paper.0), round.returned.checked_sub(on_paper.1));
    if electronic.0.and_then(|issued| usize::try_from(issued).ok()) != Some(verified.credentials.len()) {
        return Err(bad("it says that another number of ballots was issued than keys are on the list"));
    }
    if electronic.1.map(u64::from) != Some(verified.tallied) {
        return Err(bad("the box holds another number of ballots"));
    }
    let proved_beside = verified.election.questions().len() > 1 && round.max_approvals.is_some();
    if with_caps && proved_beside && verified.cap.flatten() != round.max_approvals && verified.tallied > 0 {
        return Err(bad(format!("round {}: its ballots do not prove the cap it names", round.number)));
    }
    if matches!(round.conclusion, Conclusion::Void { .. }) {
        return Ok(());
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
        && counted.iter().zip(&round.projects).all(|(row, line)| {
            let Some(electronic) = electronic_votes(round, line) else { return false };
            match row.as_slice() {
                [_, _, _] => row.iter().copied().eq(electronic),
                [approve] => *approve == electronic[0],
                _ => false,
            }
        });
    if agrees { Ok(()) } else { Err(bad("its votes are not those of the archive")) }
}

/// 赞成, 反对, 弃权 of a project without those on paper; `None` if paper alone has more.
fn electronic_votes(round: &RoundDocument, line: &ProjectLine) -> Option<[u64; 3]> {
    let on_paper = match &round.paper {
        None => [0; 3],
        Some(paper) => {
            let votes = paper.projects.iter().find(|votes| votes.number == line.number)?;
            [votes.approve, votes.oppose, votes.abstain]
        }
    };
    let mut rest = [line.approve, line.oppose, line.abstain].map(u64::from);
    for (votes, on_paper) in rest.iter_mut().zip(on_paper) {
        *votes = votes.checked_sub(on_paper.into())?;
    }
    Some(rest)
}

/// Whether this signer's line holds, under a key that every box names as a trustee's.
fn check_signature(
    signer: &Scrutineer,
    line: &SignatureLine,
    hash: &str,
    verified: &[Verified],
) -> Result<(), Verdict> {
    let key = line.verification_key.parse().map_err(bad)?;
    if !verified.iter().all(|verified| verified.trustees.verification_keys().contains(&key)) {
        return Err(bad(format!("{} does not sign with the key of a trustee", line.name)));
    }
    if !verify_message(&key, &message_to_sign(hash), &line.signature) {
        return Err(bad(format!("the signature of {} does not hold", line.name)));
    }
    tell(format!("certificate: signed by {}", signer.name));
    Ok(())
}

/// Every scrutineer named in the document has signed its hash, or objected and was overruled.
fn check_signatures(scrutineers: &[Scrutineer], file: &CertificateFile, verified: &[Verified]) -> Result<(), Verdict> {
    for signer in scrutineers {
        let key = signer.verification_key.as_str();
        let objection = file.objections.iter().find(|objection| objection.verification_key == key);
        if let Some(objection) = objection {
            let ruling = match (objection.ruling.as_deref(), &objection.ruling_reason) {
                (Some("overruled"), Some(reason)) => reason,
                _ => return Err(bad(format!("the objection of {} was not overruled", signer.name))),
            };
            tell(format!("certificate: {} objected: {}; overruled: {ruling}", signer.name, objection.reason));
        }
        match file.signatures.iter().find(|line| line.verification_key == key) {
            Some(line) => check_signature(signer, line, &file.hash, verified)?,
            None if objection.is_some() => {}
            None => return Err(bad(format!("{} has not signed", signer.name))),
        }
    }
    Ok(())
}

fn check_corrigendum(bytes: &[u8], certificate: &Certificate, verified: &[Verified]) -> Result<(), Verdict> {
    let file: CorrigendumFile = serde_json::from_slice(bytes).map_err(|e| Verdict::Unreadable(e.to_string()))?;
    let canonical = serde_json_canonicalizer::to_vec(&file.corrigendum).map_err(bad)?;
    let corrigendum = Corrigendum::parse(&canonical).map_err(bad)?;
    if hash::sha256_hex(&canonical) != file.hash {
        return Err(bad("the hash of the corrigendum is not that of its document"));
    }
    if corrigendum.certificate_hash != certificate.hash().as_str() {
        return Err(bad("the corrigendum names another certificate"));
    }
    for signer in &certificate.document().signers.scrutineers {
        let line = file.signatures.iter().find(|line| line.verification_key == signer.verification_key.as_str());
        let line = line.ok_or_else(|| bad(format!("{} has not signed the corrigendum", signer.name)))?;
        check_signature(signer, line, &file.hash, verified)?;
    }
    check_seal(&file.hash, &file.signatures, &[], file.seal.as_deref(), &file.seal_key)?;
    let (number, place) = (corrigendum.number, &corrigendum.place);
    tell(format!("corrigendum {number}: {place}: {} reads {}", corrigendum.stands, corrigendum.should_be));
    Ok(())
}
