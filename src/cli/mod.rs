//! The command line: what the operator does.

mod accounts;
mod backup;
mod congresses;
mod database;
mod doctor;
mod import;
mod oidc;
mod postgres_tools;
mod serve;
mod tls;
mod verify;
mod verify_opened;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{CommandFactory, Parser, Subcommand};

use self::database::{open_as_it_is, open_database};
#[cfg(feature = "play")]
use crate::play;
use crate::{
    audit::{self, NotedHead},
    config::{Config, LogFormat, Settings},
    congress,
    db::Db,
    ids::CongressId,
    terminal::{complain, tell},
};

/// Secret, verifiable ballots on livelihood projects, and the tracking of what was chosen.
#[derive(Parser)]
#[command(name = "piaojue", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the system.
    Serve,
    /// Make a new database with a vote under way and serve it.
    #[cfg(feature = "play")]
    Demo {
        /// Where the demonstration starts.
        #[arg(long, value_enum, default_value = "voting")]
        stage: play::Stage,
    },
    /// Import a session's candidates, or a roll.
    #[command(subcommand)]
    Import(import::Import),
    /// Check an archive (`FILE.bel`): exit 0 good, 1 bad, 2 unreadable or unsupported.
    Verify(verify::Verify),
    /// Check a ballot that was opened instead of cast, and say what it holds: exit 0 good, 1 bad, 2 unreadable.
    VerifyOpened(verify_opened::VerifyOpened),
    /// Measure a scenario against a server of its own.
    #[cfg(feature = "play")]
    #[command(subcommand)]
    Load(play::Load),
    /// Write a copy of the database to a file while the server runs.
    Backup { file: PathBuf },
    /// Put a copy in the place of an empty database.
    Restore { file: PathBuf },
    /// Say whether everything the server needs is there.
    Doctor,
    /// Write the pages of the manual (`man FOLDER/piaojue.1`).
    Man { folder: PathBuf },
    /// The audit list.
    #[command(subcommand)]
    Audit(Audit),
    /// The congresses that this server serves.
    #[command(subcommand)]
    Congress(congresses::CongressCommand),
    /// People who sign in.
    #[command(subcommand)]
    Account(accounts::AccountCommand),
    /// Signing in at a provider of OpenID Connect.
    #[command(subcommand)]
    Oidc(oidc::OidcCommand),
    /// https without a proxy.
    #[command(subcommand)]
    Tls(tls::TlsCommand),
    /// The scrutineers' threshold key.
    #[command(subcommand)]
    Keys(accounts::Keys),
}

#[derive(Subcommand)]
enum Audit {
    /// Walk the whole chain of entries, under the server's secret.
    Verify {
        /// A head that was noted: from the hall's screen, a notice, a certificate, or an earlier run. The entry must be there.
        #[arg(long, value_name = "DIGITS")]
        head: Option<NotedHead>,
    },
}

/// Runs the command of this process's arguments.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    begin_log(arguments.settings.log);
    match dispatch(arguments.command, &arguments.settings) {
        Ok(code) => code,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn begin_log(format: LogFormat) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn,piaojue=info".into()),
        )
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}

/// A page of the manual for the program and one for each command, `piaojue-COMMAND.1`.
fn write_manual(folder: &Path) -> anyhow::Result<ExitCode> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Arguments::command(), folder)?;
    Ok(ExitCode::SUCCESS)
}

fn dispatch(command: Command, settings: &Settings) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => serve::serve(settings),
        #[cfg(feature = "play")]
        Command::Demo { stage } => play::demo(settings, stage),
        Command::Import(what) => import::import(settings, &what),
        Command::Verify(what) => Ok(verify::verify(&what)),
        Command::VerifyOpened(what) => Ok(verify_opened::verify_opened(&what)),
        #[cfg(feature = "play")]
        Command::Load(what) => play::load(settings, &what),
        Command::Backup { file } => backup::backup(settings, &file),
        Command::Restore { file } => backup::restore(settings, &file),
        Command::Doctor => doctor::doctor(settings),
        Command::Man { folder } => write_manual(&folder),
        Command::Audit(Audit::Verify { head }) => audit_verify(settings, head.as_ref()),
        Command::Congress(what) => congresses::congress(settings, &what),
        Command::Account(what) => accounts::account(settings, &what),
        Command::Keys(what) => accounts::keys(settings, &what),
        Command::Oidc(what) => oidc::oidc(settings, what),
        Command::Tls(what) => tls::tls(settings, &what),
    }
}

fn audit_verify(settings: &Settings, head: Option<&NotedHead>) -> anyhow::Result<ExitCode> {
    let config = Config::of_what_is_there(settings)?;
    let (db, standing) = open_as_it_is(&config)?;
    database::is_up_to_date(standing)?;
    match audit::verify(&db)? {
        audit::ChainReport::Whole(lists) => {
            for list in lists {
                let whose = name_of_list(&db, list.congress)?;
                tell(format!("ok: {} entries, head {}{whose}", list.entries, list.head));
                if list.unsealed > 0 {
                    tell(format!(
                        "warning: the first {} are not sealed under the secret that is there now: of them only the order is \
                         checked{whose}",
                        list.unsealed
                    ));
                }
            }
            let Some(head) = head else { return Ok(ExitCode::SUCCESS) };
            match audit::noted(&db, head)? {
                Some(entry) => {
                    let whose = name_of_list(&db, entry.congress)?;
                    tell(format!("ok: the noted head is entry {}, {}{whose}", entry.seq, entry.at.to_page()));
                    Ok(ExitCode::SUCCESS)
                }
                None => {
                    tell("broken: no entry has the noted head, so the list is another one than it was then");
                    Ok(ExitCode::FAILURE)
                }
            }
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
