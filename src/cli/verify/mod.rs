//! `piaojue verify FILE.bel …`: one line a check, the reason of the first failure on the last line. Several archives are
//! the rounds of one item.

mod certificate;
mod files;
mod rating;
mod signatures;
mod words;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use verifiable_ballots::{CheckLine, Verified, VerifyError, VerifyOptions, continues};

use self::{
    certificate::{check_certificate, check_corrigendum, round_of},
    files::{caps_of, open, read},
    signatures::{paper_of, read_signed},
    words::{Both, Language, both, check_line},
};
use crate::{
    ballots::{ElectionSignature, signed_by},
    documents::SignedFile,
    tally::certificate::Certificate,
};

#[derive(Args)]
pub struct Verify {
    /// Belenios v1 archives of group Ed25519 with homomorphic questions, whoever made them: one for each round.
    #[arg(required = true)]
    archives: Vec<PathBuf>,
    /// The proofs that no ballot approves more than it may, of all rounds.
    #[arg(long)]
    caps: Option<PathBuf>,
    /// What scrutineers signed before voting: that ballots are sealed for their own keys.
    #[arg(long)]
    elections: Option<PathBuf>,
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
    /// The language of what is said; by default that of LC_ALL, LC_MESSAGES or LANG.
    #[arg(long)]
    lang: Option<Language>,
}

/// Most bytes of `caps.jsonl`: 30,000 ballots of a paper with a cap of ten.
const LONGEST_CAPS: u64 = 64 * 1024 * 1024;
/// Most bytes of `certificate.json`: the document, indented, with the signatures.
const LONGEST_CERTIFICATE: u64 = 4 * 1024 * 1024;
/// Ballots that take long enough to show how far it has got.
const LONG_BOX: usize = 500;

enum Verdict {
    Bad(Both),
    Unreadable(Both),
}

impl From<VerifyError> for Verdict {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Bad(why) => Self::Bad(why.into()),
            VerifyError::Unreadable(why) | VerifyError::Unsupported(why) => Self::Unreadable(why.into()),
        }
    }
}

fn bad(Both { zh, en }: Both) -> Verdict {
    Verdict::Bad(both!("报告单：{zh}", "certificate: {en}"))
}

/// The same of what only a library words.
fn bad_by(why: impl std::fmt::Display) -> Verdict {
    bad(why.to_string().into())
}

/// Exit status 0 good, 1 bad, 2 unreadable or unsupported.
pub fn verify(what: &Verify) -> ExitCode {
    let language = what.lang.unwrap_or_else(|| Language::of_locale(|name| std::env::var(name).ok()));
    match check(what, language) {
        Ok(()) => {
            language.tell(both!("全部相符", "OK: everything agrees"));
            ExitCode::SUCCESS
        }
        Err(Verdict::Bad(Both { zh, en })) => {
            language.tell(both!("不符：{zh}", "BAD: {en}"));
            ExitCode::from(1)
        }
        Err(Verdict::Unreadable(Both { zh, en })) => {
            language.tell(both!("读不了：{zh}", "UNREADABLE: {en}"));
            ExitCode::from(2)
        }
    }
}

fn check(what: &Verify, language: Language) -> Result<(), Verdict> {
    if let Some(previous) = &what.previous {
        let [archive] = what.archives.as_slice() else {
            return Err(Verdict::Unreadable(both!(
                "--previous 只能配一个票箱档案",
                "--previous goes with one archive"
            )));
        };
        language.agrees(check_line(&continues(open(archive)?, open(previous)?)?));
    }
    let caps = what.caps.as_ref().map(|path| read(path, LONGEST_CAPS)).transpose()?;
    let certificate = what.certificate.as_ref().map(|path| read(path, LONGEST_CERTIFICATE)).transpose()?;
    let file = certificate.map(|bytes| read_signed(&bytes)).transpose()?;
    let elections = what.elections.as_ref().map(|path| read_elections(path)).transpose()?;
    let threads = what.single.then_some(std::num::NonZero::<usize>::MIN);
    if let Some(file) = file.as_ref().filter(|file| rating::is_in(file)) {
        return rating::check(file, &what.archives, threads, elections.as_deref(), language);
    }
    let with_document = |file: SignedFile| Ok::<(Certificate, _), Verdict>((paper_of(&file)?, file));
    let certificate = file.map(with_document).transpose()?;
    let caps = caps.map(|lines| caps_of(&what.archives, lines)).transpose()?;
    let mut verified = Vec::new();
    for (place, path) in what.archives.iter().enumerate() {
        if what.archives.len() > 1 {
            let path = path.display();
            language.tell(both!("票箱档案：{path}", "archive: {path}"));
        }
        let round = certificate.as_ref().map(|(certificate, _)| round_of(certificate, path)).transpose()?.flatten();
        let caps = caps.as_ref().and_then(|caps| caps.get(place)).and_then(Option::as_deref);
        let options = VerifyOptions {
            caps,
            cap_max: round.filter(|_| caps.is_some()).and_then(|round| round.max_approvals),
            threads,
        };
        let found = verifiable_ballots::verify(open(path)?, &options, &mut |line| report(language, &line))?;
        if let Some(signatures) = &elections {
            check_agreed(signatures, &found, language)?;
        }
        verified.push(found);
    }
    if let Some((certificate, file)) = &certificate {
        check_certificate(certificate, file, &verified, what.caps.is_some(), language)?;
        for path in &what.corrigendum {
            check_corrigendum(&read(path, LONGEST_CERTIFICATE)?, certificate, &verified, language)?;
        }
    }
    Ok(())
}

fn read_elections(path: &Path) -> Result<Vec<ElectionSignature>, Verdict> {
    let lines = read(path, LONGEST_CERTIFICATE)?;
    let lines = lines.split(|&b| b == b'\n').filter(|line| !line.is_empty());
    lines
        .map(|line| serde_json::from_slice(line).map_err(|e| Verdict::Unreadable(format!("elections: {e}").into())))
        .collect()
}

/// As many scrutineers as open a box had signed for its key before voting began.
fn check_agreed(signatures: &[ElectionSignature], found: &Verified, language: Language) -> Result<(), Verdict> {
    let fingerprint = found.election.fingerprint();
    let known = |line: &&ElectionSignature| line.election == fingerprint;
    if signatures.iter().filter(known).any(|line| !line.holds(&found.election, &found.trustees)) {
        return Err(Verdict::Bad(both!(
            "监票人对封票钥匙的一个签名不成立",
            "elections: a signature does not hold, or is no trustee's"
        )));
    }
    let signed = signed_by(signatures, &found.election, &found.trustees);
    let needed = found.trustees.threshold().unwrap_or(0);
    if usize::try_from(needed).is_ok_and(|needed| signed >= needed) {
        language.agrees(both!(
            "投票开始以前，{signed} 名监票人签署过：封票用的正是他们的钥匙",
            "elections: {signed} scrutineers had signed for the key before voting began"
        ));
        return Ok(());
    }
    Err(Verdict::Bad(both!(
        "只有 {signed} 名监票人签署过封票用的钥匙，需要 {needed} 名",
        "elections: {signed} scrutineers have signed for the key, and {needed} are needed"
    )))
}

/// One line a check; of a long box, ten lines on the way.
fn report(language: Language, line: &CheckLine) {
    if let &CheckLine::Progress { done, total } = line {
        let tenth = |done: usize| done * 10 / total.max(1);
        if total < LONG_BOX || done == total || tenth(done) == tenth(done - 1) {
            return;
        }
        return language.tell(check_line(line));
    }
    language.agrees(check_line(line));
}
