//! `piaojue backup FILE`, `piaojue restore FILE`, `piaojue doctor`

use std::{fs, path::Path, process::ExitCode};

use super::{congresses::reached_at, open_database, tell};
use crate::{
    audit::{self, ChainReport},
    config::Config,
    congress,
    db::{Db, DbUrl},
    followers,
    web::Views,
};

/// SQLite writes a whole copy while the server goes on; PostgreSQL has its own program for that.
pub fn backup(file: &Path) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(!file.exists(), "{} exists already", file.display());
    let config = Config::from_environment()?;
    match &config.database {
        DbUrl::Sqlite(_) => {
            let quoted = file.to_string_lossy().replace('\'', "''");
            open_database(&config)?.maintenance(&format!("VACUUM INTO '{quoted}'"))?;
        }
        DbUrl::Postgres(url) => {
            run("pg_dump", &["--format=custom", "--no-owner", &format!("--file={}", file.display()), url])?;
        }
    }
    tell(format!("wrote {}", file.display()));
    Ok(ExitCode::SUCCESS)
}

pub fn restore(file: &Path) -> anyhow::Result<ExitCode> {
    let config = Config::from_environment()?;
    match &config.database {
        DbUrl::Sqlite(path) => {
            anyhow::ensure!(!path.exists(), "{} exists already: restore only into an empty place", path.display());
            // Opened before it is put in place: what is no database of ours is refused.
            let copy = Db::open(DbUrl::Sqlite(file.to_owned()), 1)?;
            copy.read(congress::public_version)?;
            drop(copy);
            let part = path.with_extension("part");
            fs::copy(file, &part)?;
            fs::rename(&part, path)?;
        }
        DbUrl::Postgres(url) => {
            run("pg_restore", &["--exit-on-error", "--no-owner", &format!("--dbname={url}"), &file.to_string_lossy()])?;
        }
    }
    let db = open_database(&config)?;
    let ChainReport::Whole { entries, .. } = audit::verify(&db)? else {
        anyhow::bail!("the copy is in place, but its audit list is broken");
    };
    tell(format!("restored {}; audit list whole, {entries} entries", file.display()));
    Ok(ExitCode::SUCCESS)
}

fn run(program: &str, arguments: &[&str]) -> anyhow::Result<()> {
    let status = std::process::Command::new(program)
        .args(arguments)
        .status()
        .map_err(|e| anyhow::anyhow!("{program} (of PostgreSQL) cannot be run: {e}"))?;
    anyhow::ensure!(status.success(), "{program} failed");
    Ok(())
}

pub fn doctor() -> anyhow::Result<ExitCode> {
    let config = Config::from_environment()?;
    tell("ok: environment and secret");
    let db = open_database(&config)?;
    tell("ok: database reachable and up to date");
    let ChainReport::Whole { entries, .. } = audit::verify(&db)? else { anyhow::bail!("the audit list is broken") };
    tell(format!("ok: audit list whole, {entries} entries"));
    Views::load()?;
    tell("ok: templates and messages");
    let (waiting, given_up) = db.read(followers::waiting_letters)?;
    let how = if config.mailer.is_some() { "by the configured mail server" } else { "no mail server is configured" };
    tell(format!("ok: letters to followers, {how}: {waiting} waiting, {given_up} given up"));
    let known = db.read(congress::congresses)?;
    for congress in &known {
        anyhow::ensure!(
            known.len() == 1 || congress.host.is_some(),
            "{0} has no host name, so nobody reaches it: piaojue congress host --name {0} --host HOST",
            congress.name
        );
        tell(format!("ok: {} at {}", congress.name, reached_at(congress.host.as_ref())));
    }
    Ok(ExitCode::SUCCESS)
}
