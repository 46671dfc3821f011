//! A rating certificate against its one archive.

use std::path::PathBuf;

use verifiable_ballots::{Verified, VerifyOptions};

use super::{
    Verdict, bad,
    files::open,
    report,
    signatures::{check_hash, check_signed, paper_of},
};
use crate::{
    cli::tell,
    documents::SignedFile,
    ratings::{Certificate, FORMAT},
};

/// Whether the file holds a rating's certificate.
pub fn is_in(file: &SignedFile) -> bool {
    let format = file.certificate.as_ref().and_then(|document| document.get("format")?.as_str());
    format == Some(FORMAT)
}

pub fn check(
    file: &SignedFile,
    archives: &[PathBuf],
    threads: Option<std::num::NonZero<usize>>,
) -> Result<(), Verdict> {
    let certificate: Certificate = paper_of(file)?;
    let [archive] = archives else { return Err(Verdict::Unreadable("a rating has one archive".to_owned())) };
    let options = VerifyOptions { caps: None, cap_max: None, threads };
    let verified = verifiable_ballots::verify(open(archive)?, &options, &mut report)?;
    check_hash(file, &certificate, "of the certificate")?;
    tell(format!("certificate: hash {}", file.hash));
    tell("certificate: verdicts follow from the counts by the rule");
    check_box(&certificate, &verified)?;
    tell("certificate: counts and fingerprints are those of the archive");
    check_signed::<Certificate>(file, &certificate.document().signers, &[verified])
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
