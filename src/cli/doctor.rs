//! `piaojue doctor`

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use jiff::{SignedDuration, Timestamp};

use super::{
    congresses::reached_at,
    database::{is_up_to_date, open_as_it_is},
};
use crate::{
    audit::{self, ChainReport},
    clock::Clock,
    config::{Config, Settings},
    congress,
    db::{DbUrl, Ts},
    files, post,
    terminal::tell,
    tls,
    web::{ReachedBy, Views},
};

const MEBIBYTE: u64 = 1024 * 1024;
const LEAST_ROOM: u64 = 512 * MEBIBYTE;

/// Bytes that may still be written where the data lies.
fn room_at(folder: &Path) -> anyhow::Result<u64> {
    Ok(rustix::fs::statvfs(folder).map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize))?)
}

/// Where what is kept lies; on PostgreSQL that is another machine's business, and this one keeps little.
fn folder_that_fills(config: &Config) -> Option<&Path> {
    match &config.database {
        DbUrl::Sqlite(file) => file.parent().filter(|folder| !folder.as_os_str().is_empty()).or(Some(Path::new("."))),
        DbUrl::Postgres(_) => Some(config.data.as_path()).filter(|folder| folder.exists()),
    }
}

pub fn doctor(settings: &Settings) -> anyhow::Result<ExitCode> {
    let config = Config::of_what_is_there(settings)?;
    tell("ok: environment and secret");
    let (db, standing) = open_as_it_is(&config)?;
    is_up_to_date(standing)?;
    db.check_whole()?;
    tell("ok: database reachable and up to date, begun under this secret");
    if let Some(open) = open_to_others(&config)? {
        anyhow::bail!("{open}, with all that the database holds, is open to other accounts of this machine");
    }
    tell("ok: files for their owner only");
    tell(format!("ok: the clock says {} in Asia/Shanghai; compare it with yours", Clock::default().now().to_page()));
    if let Some(folder) = folder_that_fills(&config) {
        let room = room_at(folder)?;
        anyhow::ensure!(
            room >= LEAST_ROOM,
            "{}: only {} MiB are left on the disk; a session with its pictures needs {} MiB",
            folder.display(),
            room / MEBIBYTE,
            LEAST_ROOM / MEBIBYTE
        );
        tell(format!("ok: room for more, {} MiB", room / MEBIBYTE));
    }
    if let Some(standbys) = db.standbys_in_sync()? {
        anyhow::ensure!(
            standbys > 0 || !db.wants_a_standby()?,
            "commits wait for a standby and none is in sync, so nothing is taken: see docs/operations.md, \"A standby is lost\""
        );
        tell(format!("ok: standbys that have each commit before it is answered: {standbys}"));
    }
    let ChainReport::Whole(lists) = audit::verify(&db)? else { anyhow::bail!("the audit list is broken") };
    tell(format!("ok: audit list whole, {} entries", lists.iter().map(|list| list.entries).sum::<i64>()));
    if let Some(server) = &config.syslog {
        tell(format!("ok: {} entries wait to be told to {server}", audit::not_forwarded(&db)?));
    }
    Views::load()?;
    tell("ok: templates and messages");
    if let Some(files) = &config.certificate {
        let facts = tls::Served::read(files.clone())?.facts();
        let base_url = config.base_url.clone().unwrap_or_else(|| format!("https://{}", config.listen));
        let faults = certificate_faults(&facts, &base_url, Clock::default().now().timestamp());
        anyhow::ensure!(faults.is_empty(), "{}", faults.join("; "));
        tell(format!("ok: https by itself, for {}, until {}", facts.names.join(", "), Ts::from(facts.ends).to_page()));
    }
    let (waiting, given_up) = db.read(post::waiting_letters)?;
    let how = if config.mailer.is_some() { "by the configured mail server" } else { "no mail server is configured" };
    tell(format!("ok: letters, {how}: {waiting} waiting, {given_up} given up"));
    let scheme = if config.certificate.is_some() { "https" } else { "http" };
    let base_url = config.base_url.clone().unwrap_or_else(|| format!("{scheme}://{}", config.listen));
    let known = db.read(congress::congresses)?;
    for congress in &known {
        if let Some(warning) = unreached(&congress.site_name(known.len(), &base_url).origin) {
            tell(warning);
        }
    }
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

/// What is wrong with an address that goes onto cards and signs.
pub fn unreached(origin: &str) -> Option<String> {
    let who = match ReachedBy::at(origin) {
        ReachedBy::Phones => return None,
        ReachedBy::ThisMachineOnly => "only this machine can open",
        ReachedBy::Nobody => "nobody can open",
    };
    Some(format!(
        "warning: cards and signs would lead to {origin}, which {who}: set PIAOJUE_BASE_URL to an address that phones \
         reach, such as http://192.168.1.10:8080, before anything is printed"
    ))
}

/// What devices will find wrong with a certificate that itself is sound, and the mend.
pub fn certificate_faults(facts: &tls::Facts, base_url: &str, now: Timestamp) -> Vec<String> {
    let mut faults = Vec::new();
    let day = |moment: Timestamp| Ts::from(moment).to_page();
    if facts.ends <= now {
        faults.push(format!(
            "the certificate ended on {}: put a new one in its place; no restart is needed",
            day(facts.ends)
        ));
    } else if facts.ends <= now.saturating_add(SignedDuration::from_hours(7 * 24)).unwrap_or(Timestamp::MAX) {
        faults.push(format!(
            "the certificate ends on {}: put a new one in its place before; no restart is needed",
            day(facts.ends)
        ));
    }
    if facts.begins > now {
        faults.push(format!("the certificate begins on {} only: compare this machine's clock", day(facts.begins)));
    }
    let host = host_of(base_url);
    if !facts.is_for(host) {
        let names = facts.names.join(", ");
        faults.push(format!(
            "the certificate is for {names}, and people come to {host}: set PIAOJUE_BASE_URL, or take another"
        ));
    }
    faults
}

/// `192.168.1.10` of `https://192.168.1.10:8443`.
fn host_of(url: &str) -> &str {
    let authority = url.split_once("://").map_or(url, |(_, authority)| authority);
    match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

/// The mend of the first file or folder whose mode is too wide.
fn open_to_others(config: &Config) -> anyhow::Result<Option<String>> {
    let mut places: Vec<(PathBuf, &str)> = vec![(config.data.clone(), "700")];
    if let DbUrl::Sqlite(path) = &config.database {
        for ending in ["", "-wal", "-shm"] {
            places.push((files::beside(path, ending), "600"));
        }
    }
    for (place, mode) in places.into_iter().filter(|(place, _)| place.exists()) {
        if files::is_open_to_others(&place)? {
            return Ok(Some(format!("chmod {mode} {0}: {0}", place.display())));
        }
    }
    Ok(None)
}
