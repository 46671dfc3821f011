//! `piaojue congress …`: which congresses are here, and which host name each is reached by.

use std::process::ExitCode;

use clap::Subcommand;

use super::open_database;
use crate::{
    audit::Actor,
    clock::Clock,
    config::{Config, Settings},
    congress::{self, Congress},
    db::{Conn, DbError},
    terminal::tell,
    web::HostName,
};

#[derive(Subcommand)]
pub enum CongressCommand {
    /// Found a congress; with a second one, each needs a host name of its own.
    Add {
        #[arg(long)]
        name: String,
        /// The host name that browsers ask for its site by, such as vote.example; no scheme, the port does not count.
        #[arg(long, value_parser = host_name)]
        host: Option<HostName>,
    },
    /// Which congresses are here, and at which host name.
    List,
    /// Give a congress another host name; running servers follow within a second.
    Host {
        #[arg(long)]
        name: String,
        #[arg(long, value_parser = host_name)]
        host: HostName,
    },
}

fn host_name(text: &str) -> Result<HostName, String> {
    HostName::parse(text)
        .ok_or_else(|| "a host name such as vote.example, or an address; no scheme, no path".to_owned())
}

pub fn congress(settings: &Settings, what: &CongressCommand) -> anyhow::Result<ExitCode> {
    let config = Config::to_work(settings)?;
    let db = open_database(&config)?;
    let (actor, now) = (Actor::operator(), Clock::default().now());
    match what {
        CongressCommand::Add { name, host } => {
            db.write(|tx| congress::found(tx, &actor, now, name, host.as_ref()))?;
            tell(format!("founded {}, reached at {}", name.trim(), reached_at(host.as_ref())));
        }
        CongressCommand::List => {
            let known = db.read(congress::congresses)?;
            if known.is_empty() {
                tell("no congress is here yet: piaojue congress add --name NAME founds one");
            }
            for known in known {
                tell(format!("{}  {}", reached_at(known.host.as_ref()), known.name));
            }
        }
        CongressCommand::Host { name, host } => {
            let known = db.read(|conn| named(conn, Some(name)))?;
            db.write(|tx| congress::give_host(tx, &actor, now, &known, host))?;
            tell(format!("{} is reached at {host}", known.name));
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub fn reached_at(host: Option<&HostName>) -> String {
    host.map_or_else(|| "any host name".to_owned(), ToString::to_string)
}

#[derive(Debug, thiserror::Error)]
pub enum WhichCongress {
    #[error("no congress is here yet: piaojue congress add --name NAME founds one")]
    None,
    #[error("no congress is called {name:?}; known: {known}")]
    Unknown { name: String, known: String },
    #[error("there are several congresses; name one: {0}")]
    Several(String),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The congress of that name, or the only one.
pub fn named(conn: &mut Conn, name: Option<&str>) -> Result<Congress, WhichCongress> {
    let mut all = congress::congresses(conn)?;
    let known = all.iter().map(|congress| congress.name.as_str()).collect::<Vec<_>>().join(", ");
    let at = match name {
        _ if all.is_empty() => return Err(WhichCongress::None),
        Some(name) => all.iter().position(|congress| congress.name == name.trim()),
        None if all.len() == 1 => Some(0),
        None => return Err(WhichCongress::Several(known)),
    };
    match (at, name) {
        (Some(at), _) => Ok(all.swap_remove(at)),
        (None, name) => Err(WhichCongress::Unknown { name: name.unwrap_or_default().to_owned(), known }),
    }
}
