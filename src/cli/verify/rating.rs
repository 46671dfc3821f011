//! A rating certificate against its one archive.

use std::path::PathBuf;

use verifiable_ballots::{Verified, VerifyOptions};

use super::{
    Verdict, bad,
    files::open,
    report,
    signatures::{CertificateFile, check_seal, check_signatures},
};
use crate::{
    cli::tell,
    ratings::{Certificate, FORMAT},
};

/// The document, if the file is a rating's.
pub fn of_file(file: &CertificateFile) -> Result<Option<Certificate>, Verdict> {
    if file.certificate.get("format").and_then(|format| format.as_str()) != Some(FORMAT) {
        return Ok(None);
    }
    let canonical = serde_json_canonicalizer::to_string(&file.certificate).map_err(bad)?;
    Certificate::parse(&canonical).map(Some).map_err(bad)
}

pub fn check(
    certificate: &Certificate,
    file: &CertificateFile,
    archives: &[PathBuf],
    threads: Option<std::num::NonZero<usize>>,
) -> Result<(), Verdict> {
    let [archive] = archives else { return Err(Verdict::Unreadable("a rating has one archive".to_owned())) };
    let options = VerifyOptions { caps: None, cap_max: None, threads };
    let verified = verifiable_ballots::verify(open(archive)?, &options, &mut report)?;
    if certificate.hash() != file.hash {
        return Err(bad("the hash is not that of the document"));
    }
    tell(format!("certificate: hash {}", file.hash));
    tell("certificate: verdicts follow from the counts by the rule");
    check_box(certificate, &verified)?;
    tell("certificate: counts and fingerprints are those of the archive");
    check_signatures(&certificate.document().signers.scrutineers, file, &[verified])?;
    check_seal(&file.hash, &file.signatures, &file.objections, file.seal.as_deref(), &file.seal_key)
}

fn check_box(certificate: &Certificate, verified: &Verified) -> Result<(), Verdict> {
    let document = certificate.document();
    let archive = &document.archive;
    if archive.election.as_str() != verified.election.fingerprint() {
        return Err(bad("it does not speak of this archive"));
    }
    if Some(archive.last_event.as_str()) != verified.head.last_event() {
        return Err(bad("the archive's last event is another"));
    }
    if archive.key_list.as_str() != verified.credentials.fingerprint() {
        return Err(bad("the list of keys is another"));
    }
    if usize::try_from(document.issued) != Ok(verified.credentials.len()) {
        return Err(bad("it says that another number of ballots was issued than keys are on the list"));
    }
    if u64::from(document.returned) != verified.tallied {
        return Err(bad("the box holds another number of ballots"));
    }
    let result = verified.result.as_ref().ok_or_else(|| bad("the archive has no result"))?;
    let questions = verified.election.questions();
    let agrees = result.counts.len() == document.projects.len()
        && questions.len() == document.projects.len()
        && result.counts.iter().zip(questions).zip(&document.projects).all(|((row, question), line)| {
            let counts = &line.counts;
            let said = [counts.satisfied, counts.basically, counts.dissatisfied, counts.abstained].map(u64::from);
            question.question == line.title && *row == said
        });
    if agrees { Ok(()) } else { Err(bad("its ratings are not those of the archive")) }
}
