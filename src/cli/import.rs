//! `piaojue import session FILE`, `piaojue import roll FILE`

use std::{fs, path::PathBuf, process::ExitCode};

use clap::Subcommand;

use super::{
    congresses::{WhichCongress, named},
    open_database,
};
use crate::{
    audit::Actor,
    candidates::{self, ImportError, SessionTexts},
    clock::Clock,
    config::{Config, Settings},
    congress::{self, Session},
    db::{Conn, DbError},
    deputies::{
        self,
        roll::{RollChoices, RollReading, Verdict},
    },
    desk,
    terminal::tell,
};

#[derive(Subcommand)]
pub enum Import {
    /// A session with its candidates, in the form of fixtures/session-2024.json; it is the one at hand from then on.
    Session { file: PathBuf },
    /// The roll of the session at hand, CSV or XLSX; in whole or not at all.
    Roll {
        file: PathBuf,
        /// Numbers are made for whoever has none.
        #[arg(long)]
        numbers: bool,
        /// Rows that are told to be left out, hidden, or struck through were looked at.
        #[arg(long)]
        seen: bool,
        /// Which congress, where there are several.
        #[arg(long)]
        congress: Option<String>,
    },
}

pub fn import(settings: &Settings, what: &Import) -> anyhow::Result<ExitCode> {
    let config = Config::to_work(settings)?;
    let db = open_database(&config)?;
    let (actor, now) = (Actor::operator(), Clock::default().now());
    match what {
        Import::Session { file } => {
            let bytes = fs::read(file)?;
            let read = candidates::session_file::read_session(&bytes)?;
            let texts = SessionTexts::of_year(read.session.date.year());
            let imported = db.write(|tx| {
                let known = congress::congresses(tx)?.into_iter().find(|known| known.name == read.congress);
                if let Some(known) = known
                    && let Some(why) = desk::kept_at_hand(tx, known.id)?
                {
                    return Err(NotImported::Kept(why));
                }
                Ok(candidates::import_session_file(tx, &actor, now, &read, &texts)?)
            })?;
            tell(format!("imported {} with {} candidates", read.session.name, imported.candidates));
            Ok(ExitCode::SUCCESS)
        }
        Import::Roll { file, numbers, seen, congress } => {
            let bytes = fs::read(file)?;
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let choices = RollChoices { numbers: *numbers, ..RollChoices::default() };
            let reading = deputies::roll::read_roll_as(&name, &bytes, &choices);
            for warning in &reading.warnings {
                tell(format!("warning: line {:?}: {}", warning.line, warning.code.key()));
            }
            if reading.verdict == Verdict::Refuse {
                for error in &reading.errors {
                    let place = error.line.map_or_else(|| "file".to_owned(), |line| format!("line {line}"));
                    let column = error.column.as_ref().map_or_else(String::new, |c| format!(", {}", c.heading()));
                    tell(format!("{place}{column}: {}", error.code.key()));
                }
                anyhow::bail!("the roll was not imported: mend the lines above and import the whole file again");
            }
            tell_what_is_to_be_seen(&reading);
            anyhow::ensure!(
                *seen || reading.to_be_seen().is_empty(),
                "the roll was not imported: look at the lines above; --seen imports it so"
            );
            let session = db.read(|conn| newest_session(conn, congress.as_deref()))?;
            let actor = actor.acting_in(session.congress);
            let summary = db.write(|tx| deputies::import_roll(tx, &actor, now, &session, &reading.rows))?;
            tell(format!("imported {} deputies into {}", summary.deputies, session.name));
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn tell_what_is_to_be_seen(reading: &RollReading) {
    if let Some(layout) = &reading.layout {
        for skipped in &layout.skipped {
            tell(format!("line {} is left out ({}): {}", skipped.line, skipped.why.word(), skipped.words));
        }
        for odd in &layout.odd {
            let why = if odd.hidden { "hidden" } else { "struck through" };
            tell(format!("line {} is {why} and taken: {}", odd.line, odd.words));
        }
    }
    for alike in &reading.alike {
        tell(format!("taken for one delegation: {} and {}", alike.name, alike.others.join(", ")));
    }
}

#[derive(Debug, thiserror::Error)]
enum NotImported {
    #[error("nothing was imported: {0}")]
    Kept(desk::StayError),
    #[error(transparent)]
    File(#[from] ImportError),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[derive(Debug, thiserror::Error)]
pub enum WhichSession {
    #[error(transparent)]
    Congress(#[from] WhichCongress),
    #[error(
        "{0} has no session yet: piaojue import session FILE opens one, and the secretariat does at /secretariat/sessions"
    )]
    None(String),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The session at hand of the congress of that name, or of the only one.
pub fn newest_session(conn: &mut Conn, congress: Option<&str>) -> Result<Session, WhichSession> {
    let chosen = named(conn, congress)?;
    congress::public_session(conn, chosen.id)?.ok_or(WhichSession::None(chosen.name))
}
