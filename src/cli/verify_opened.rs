//! `piaojue verify-opened FILE`: encrypts an opened ballot again and says what it holds.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use serde::Deserialize;
use verifiable_ballots::{Election, Opening, OpeningRefusal, Question};

use crate::terminal::tell;

#[derive(Args)]
pub struct VerifyOpened {
    /// What the checking page gives out for an opened ballot: `opened-ballot.json`.
    file: PathBuf,
    /// The fingerprint of the paper as the hall screen shows it, or its beginning.
    #[arg(long)]
    fingerprint: Option<String>,
    /// The number of the ballot as noted before it was opened, or its beginning.
    #[arg(long)]
    tracker: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenedFile {
    election: String,
    opening: serde_json::Value,
}

enum Verdict {
    Bad(String),
    Unreadable(String),
}

/// Longer files are not read: a paper of 36 candidates makes a third of this.
const LONGEST: u64 = 1024 * 1024;

/// Exit status 0 good, 1 bad, 2 unreadable or unsupported.
pub fn verify_opened(what: &VerifyOpened) -> ExitCode {
    match check(what) {
        Ok(()) => {
            tell("OK: the ballot holds exactly these marks; it was opened and can never be cast");
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

fn check(what: &VerifyOpened) -> Result<(), Verdict> {
    let unreadable = |why: &dyn std::fmt::Display| Verdict::Unreadable(format!("{}: {why}", what.file.display()));
    let bytes = read(&what.file).map_err(|e| unreadable(&e))?;
    let file: OpenedFile = serde_json::from_slice(&bytes).map_err(|e| unreadable(&e))?;
    let election = Election::parse(file.election.into_bytes()).map_err(|e| unreadable(&e))?;
    tell(format!("paper: {}, fingerprint {}", election.name(), in_fours(election.fingerprint())));
    begins(election.fingerprint(), what.fingerprint.as_deref(), "the paper has another fingerprint")?;
    let opening = Opening::parse(file.opening.to_string().as_bytes()).map_err(verdict)?;
    let tracker = opening.ballot().tracker();
    tell(format!("ballot: number {}", in_fours(&tracker)));
    begins(&tracker, what.tracker.as_deref(), "it is another ballot than the one noted")?;
    opening.check(&election).map_err(verdict)?;
    let ciphertexts: usize = opening.choices().iter().map(Vec::len).sum();
    tell(format!("opening: {ciphertexts} choices encrypted again, every one the same to the byte"));
    for line in marks(election.questions(), opening.choices()) {
        tell(line);
    }
    Ok(())
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn verdict(refusal: OpeningRefusal) -> Verdict {
    match refusal {
        OpeningRefusal::TooLong { .. } | OpeningRefusal::Malformed(_) => Verdict::Unreadable(refusal.to_string()),
        refusal => Verdict::Bad(refusal.to_string()),
    }
}

fn begins(whole: &str, noted: Option<&str>, otherwise: &str) -> Result<(), Verdict> {
    let noted: String = noted.unwrap_or_default().split_whitespace().collect();
    if whole.starts_with(&noted) { Ok(()) } else { Err(Verdict::Bad(otherwise.to_owned())) }
}

fn in_fours(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// A line a question where exactly one answer is chosen, else a line an answer.
fn marks(questions: &[Question], choices: &[Vec<bool>]) -> Vec<String> {
    let mut lines = Vec::new();
    for (question, row) in questions.iter().zip(choices) {
        let answers = question.answers.iter().zip(row);
        if question.min == 1 && question.max == 1 {
            let chosen: Vec<&str> = answers.filter(|(_, chosen)| **chosen).map(|(answer, _)| answer.as_str()).collect();
            lines.push(format!("{}: {}", question.question, chosen.join(", ")));
        } else {
            lines.extend(answers.map(|(answer, chosen)| format!("{answer}: {}", if *chosen { "选" } else { "不选" })));
        }
    }
    (1..).zip(lines).map(|(number, line): (usize, String)| format!("{number} {line}")).collect()
}
