//! A rating certificate against its one archive.

use std::path::PathBuf;

use verifiable_ballots::{Verified, VerifyOptions};

use super::{
    Verdict, bad, check_agreed,
    files::open,
    report,
    signatures::{check_hash, check_signed, paper_of},
    words::{Language, both},
};
use crate::{
    ballots::ElectionSignature,
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
    elections: Option<&[ElectionSignature]>,
    language: Language,
) -> Result<(), Verdict> {
    let certificate: Certificate = paper_of(file)?;
    let [archive] = archives else {
        return Err(Verdict::Unreadable(both!("测评只有一个票箱档案", "a rating has one archive")));
    };
    let options = VerifyOptions { caps: None, cap_max: None, threads };
    let verified = verifiable_ballots::verify(open(archive)?, &options, &mut |line| report(language, &line))?;
    if let Some(signatures) = elections {
        check_agreed(signatures, &verified, language)?;
    }
    check_hash(file, &certificate)?;
    let hash = &file.hash;
    language.agrees(both!("报告单：指纹 {hash}", "certificate: hash {hash}"));
    language.agrees(both!(
        "报告单：测评结论是按规则从票数得出的",
        "certificate: verdicts follow from the counts by the rule"
    ));
    check_box(&certificate, &verified)?;
    language
        .agrees(both!("报告单：票数和指纹与票箱一致", "certificate: counts and fingerprints are those of the archive"));
    check_signed::<Certificate>(file, &certificate.document().signers, &[verified], language)
}

fn check_box(certificate: &Certificate, verified: &Verified) -> Result<(), Verdict> {
    let document = certificate.document();
    let archive = &document.archive;
    if archive.election.as_str() != verified.election.fingerprint() {
        return Err(bad(both!("它说的不是这个票箱", "it does not speak of this archive")));
    }
    if Some(archive.last_event.as_str()) != verified.head.last_event() {
        return Err(bad(both!("票箱档案的最后一条记录不是它", "the archive's last event is another")));
    }
    if archive.key_list.as_str() != verified.credentials.fingerprint() {
        return Err(bad(both!("选票码名单不是它", "the list of keys is another")));
    }
    if usize::try_from(document.issued) != Ok(verified.credentials.len()) {
        return Err(bad(both!(
            "发出的张数与名单上的选票码个数不同",
            "it says that another number of ballots was issued than keys are on the list"
        )));
    }
    if u64::from(document.returned) != verified.tallied {
        return Err(bad(both!("票箱里的张数与它不同", "the box holds another number of ballots")));
    }
    let result =
        verified.result.as_ref().ok_or_else(|| bad(both!("票箱档案里没有票数", "the archive has no result")))?;
    let questions = verified.election.questions();
    let agrees = result.counts.len() == document.projects.len()
        && questions.len() == document.projects.len()
        && result.counts.iter().zip(questions).zip(&document.projects).all(|((row, question), line)| {
            let counts = &line.counts;
            let said = [counts.satisfied, counts.basically, counts.dissatisfied, counts.abstained].map(u64::from);
            question.question == line.title && *row == said
        });
    if agrees {
        Ok(())
    } else {
        Err(bad(both!("它的测评票数不是票箱里的", "its ratings are not those of the archive")))
    }
}
