//! `piaojue backup FILE`, `piaojue restore FILE`: a copy is whole or has another name.

use std::{fs, io, path::Path, process::ExitCode};

use super::{
    database::{another_secret, is_up_to_date, make_ours, open_as_it_is, open_database},
    postgres_tools::{self, Address},
};
use crate::{
    audit::{self, ChainReport},
    ballots,
    config::{Config, Settings},
    db::{Db, DbUrl, Standing},
    files,
    terminal::tell,
};

/// SQLite writes a whole copy while the server goes on; PostgreSQL has its own program for that.
pub fn backup(settings: &Settings, file: &Path) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(!file.exists(), "{} exists already", file.display());
    let config = Config::of_what_is_there(settings)?;
    let (db, standing) = open_as_it_is(&config)?;
    match standing {
        Standing::Same => {}
        Standing::Empty => is_up_to_date(standing)?,
        Standing::Older => tell("the tables are of an older version of piaojue; they are copied as they are"),
        Standing::Newer => tell("the tables are of a newer version of piaojue; they are copied as they are"),
    }
    let part = files::part_of(file);
    nobody_takes_a_ballot(&db)?;
    let copied = write_copy(&db, &part)
        // Once more: issuing may have begun meanwhile.
        .and_then(|()| nobody_takes_a_ballot(&db));
    if let Err(error) = copied {
        remove(&part)?;
        return Err(error);
    }
    files::put_in_place(&part, file)?;
    tell(format!("wrote {}", file.display()));
    Ok(ExitCode::SUCCESS)
}

fn write_copy(db: &Db, part: &Path) -> anyhow::Result<()> {
    // What a backup left that was stopped.
    remove(part)?;
    let out = files::create_new(part)?;
    match db.reached_at() {
        DbUrl::Sqlite(_) => {
            let quoted = part.to_string_lossy().replace('\'', "''");
            db.maintenance(&format!("VACUUM INTO '{quoted}'"))?;
        }
        DbUrl::Postgres(url) => Address::of(url).dump(&out)?,
    }
    Ok(())
}

/// Until voting opens the database knows who took which key; a copy of it would know for ever, and one without would
/// hand out second ballots.
fn nobody_takes_a_ballot(db: &Db) -> anyhow::Result<()> {
    anyhow::ensure!(
        !db.read(ballots::someone_holds_a_linked_key)?,
        "ballots are being issued (发票): until 开始投票 the database holds who took which ballot code, and no copy may. \
         Make the backup before 发票 or after 开始投票"
    );
    Ok(())
}

pub fn restore(settings: &Settings, file: &Path) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(file.is_file(), "there is no file {}", file.display());
    let config = Config::of_what_is_there(settings)?;
    let entries = match &config.database {
        DbUrl::Sqlite(path) => {
            for name in [path.clone(), files::beside(path, "-wal")] {
                anyhow::ensure!(!name.exists(), "{} exists already: restore only into an empty place", name.display());
            }
            let part = files::part_of(path);
            remove_database(&part)?;
            let restored = copy_and_check(file, &part, &config);
            if restored.is_err() {
                remove_database(&part)?;
            } else {
                files::put_in_place(&part, path)?;
            }
            restored?
        }
        DbUrl::Postgres(_) => {
            let there = Db::open(config.database.clone(), 1)?;
            anyhow::ensure!(
                there.standing()? == Standing::Empty,
                "the database is not empty: restore only into an empty place"
            );
            for row in postgres_tools::rows_in_copy(file, "secret_fingerprint")? {
                let fingerprint = row.rsplit('\t').next().unwrap_or_default();
                if fingerprint != config.secret.fingerprint() && !config.secret_is_lost {
                    return Err(another_secret(&config, fingerprint));
                }
            }
            if let DbUrl::Postgres(url) = there.reached_at() {
                Address::of(url).restore(&fs::File::open(file)?)?;
            }
            whole_audit_list(&open_database(&config)?)?
        }
    };
    tell(format!("restored {}; audit list whole, {entries} entries", file.display()));
    Ok(ExitCode::SUCCESS)
}

/// Everything is looked at before the copy gets the name of the database.
fn copy_and_check(file: &Path, part: &Path, config: &Config) -> anyhow::Result<i64> {
    io::copy(&mut fs::File::open(file)?, &mut files::create_new(part)?)?;
    let copy = audit::sealed(Db::open(DbUrl::Sqlite(part.to_owned()), 1)?, &config.secret);
    copy.check_whole()?;
    match copy.standing()? {
        Standing::Empty => anyhow::bail!("{} is no copy of ours", file.display()),
        Standing::Newer => is_up_to_date(Standing::Newer)?,
        Standing::Older | Standing::Same => copy.migrate()?,
    }
    make_ours(&copy, config)?;
    let entries = whole_audit_list(&copy)?;
    copy.checkpoint()?;
    Ok(entries)
}

fn whole_audit_list(db: &Db) -> anyhow::Result<i64> {
    match audit::verify(db)? {
        ChainReport::Whole(lists) => Ok(lists.iter().map(|list| list.entries).sum()),
        ChainReport::BrokenAt { seq, .. } => anyhow::bail!("the audit list of the copy is broken at entry {seq}"),
    }
}

fn remove_database(path: &Path) -> io::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        remove(&files::beside(path, ending))?;
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}
