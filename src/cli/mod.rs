//! The command line: what the operator does, and the programs of the demonstration and of measuring.

mod accounts;
mod backup;
mod congresses;
mod database;
mod demo;
mod doctor;
mod half_year;
mod import;
mod load;
mod postgres_tools;
mod serve;
mod simulation;
mod verify;
mod verify_opened;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};

use self::database::{open_as_it_is, open_database};
use crate::{audit, config::Config, congress, db::Db, ids::CongressId, web::HashingMemory};

/// Secret, verifiable ballots on livelihood projects, and the tracking of what was chosen.
#[derive(Parser)]
#[command(name = "piaojue", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the system.
    Serve,
    /// Make a new database with a vote under way and serve it.
    Demo {
        /// Where the demonstration starts.
        #[arg(long, value_enum, default_value = "voting")]
        stage: Stage,
    },
    /// Import a session's candidates, or a roll.
    #[command(subcommand)]
    Import(import::Import),
    /// Check an archive (`FILE.bel`): exit 0 good, 1 bad, 2 unreadable or unsupported.
    Verify(verify::Verify),
    /// Check a ballot that was opened instead of cast, and say what it holds: exit 0 good, 1 bad, 2 unreadable.
    VerifyOpened(verify_opened::VerifyOpened),
    /// Measure a scenario against a server of its own.
    #[command(subcommand)]
    Load(load::Load),
    /// Write a copy of the database to a file while the server runs.
    Backup { file: PathBuf },
    /// Put a copy in the place of an empty database.
    Restore { file: PathBuf },
    /// Say whether everything the server needs is there.
    Doctor,
    /// The audit list.
    #[command(subcommand)]
    Audit(Audit),
    /// The congresses that this server serves.
    #[command(subcommand)]
    Congress(congresses::CongressCommand),
    /// People who sign in.
    #[command(subcommand)]
    Account(accounts::AccountCommand),
    /// The scrutineers' threshold key.
    #[command(subcommand)]
    Keys(accounts::Keys),
}

#[derive(Clone, Copy, ValueEnum)]
enum Stage {
    /// Collecting proposals; comes with the slice of proposals.
    Proposals,
    /// All but three deputies have voted.
    Voting,
    /// Half a year after the vote.
    Tracking,
}

#[derive(Subcommand)]
enum Audit {
    /// Walk the whole chain of entries.
    Verify,
}

/// Runs the command of this process's arguments.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn,piaojue=info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    match dispatch(arguments.command) {
        Ok(code) => code,
        Err(error) => {
            say(&format!("piaojue: {error:#}"), true);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => serve::serve(),
        Command::Demo { stage: Stage::Proposals } => {
            anyhow::bail!("this version has no proposals yet; --stage voting and --stage tracking are there")
        }
        Command::Demo { stage } => demo::demo(matches!(stage, Stage::Tracking)),
        Command::Import(what) => import::import(&what),
        Command::Verify(what) => Ok(verify::verify(&what)),
        Command::VerifyOpened(what) => Ok(verify_opened::verify_opened(&what)),
        Command::Load(what) => load::load(&what),
        Command::Backup { file } => backup::backup(&file),
        Command::Restore { file } => backup::restore(&file),
        Command::Doctor => doctor::doctor(),
        Command::Audit(Audit::Verify) => audit_verify(),
        Command::Congress(what) => congresses::congress(&what),
        Command::Account(what) => accounts::account(&what),
        Command::Keys(what) => accounts::keys(&what),
    }
}

/// One line to standard output, or to standard error.
#[allow(clippy::print_stdout, clippy::print_stderr, reason = "the command line speaks here and nowhere else")]
fn say(line: &str, to_error: bool) {
    if to_error {
        eprintln!("{line}");
    } else {
        println!("{line}");
    }
}

fn tell(line: impl AsRef<str>) {
    say(line.as_ref(), false);
}

/// Memory to hash passwords in, one at a time.
#[allow(clippy::disallowed_methods, reason = "the command line serves nobody")]
fn hashing_memory() -> HashingMemory {
    HashingMemory::outside_the_server()
}

/// Connections of one instance: as many as may be at work in the database at once on a small machine.
const POOL: u32 = 8;

fn audit_verify() -> anyhow::Result<ExitCode> {
    let config = Config::of_what_is_there()?;
    let (db, standing) = open_as_it_is(&config)?;
    database::is_up_to_date(standing)?;
    match audit::verify(&db)? {
        audit::ChainReport::Whole(lists) => {
            for list in lists {
                let whose = name_of_list(&db, list.congress)?;
                tell(format!("ok: {} entries, head {}{whose}", list.entries, list.head));
            }
            Ok(ExitCode::SUCCESS)
        }
        audit::ChainReport::BrokenAt { congress, seq } => {
            tell(format!("broken at entry {seq}{}", name_of_list(&db, congress)?));
            Ok(ExitCode::FAILURE)
        }
    }
}

fn name_of_list(db: &Db, of: Option<CongressId>) -> anyhow::Result<String> {
    let Some(id) = of else { return Ok(", of no congress".to_owned()) };
    let known = db.read(congress::congresses)?;
    Ok(known.iter().find(|known| known.id == id).map_or_else(String::new, |known| format!(", {}", known.name)))
}
