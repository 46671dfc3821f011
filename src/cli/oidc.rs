//! `piaojue oidc …`: where else the people of a congress sign in.

use std::{path::PathBuf, process::ExitCode};

use clap::{Subcommand, ValueEnum};

use super::{congresses::named, open_database};
use crate::{
    accounts::{self, NewProvider, Role},
    audit::Actor,
    clock::Clock,
    config::{Config, Settings},
    files,
    terminal::tell,
    web::Refused,
};

#[derive(Subcommand)]
pub enum OidcCommand {
    /// Let people sign in at a provider of OpenID Connect as well; accounts are found by sign-in name, none is made. The provider
    /// must know the address PIAOJUE_BASE_URL/sign-in/outside/return.
    Set {
        /// What people call it, such as 浙政钉.
        #[arg(long)]
        label: String,
        /// The issuer, before /.well-known/openid-configuration.
        #[arg(long)]
        issuer: String,
        /// By what name the provider knows this system.
        #[arg(long)]
        client: String,
        /// A file with the secret that the provider gave this system, readable by its owner only.
        #[arg(long, value_name = "FILE")]
        client_secret_file: PathBuf,
        /// The claim that is the sign-in name here.
        #[arg(long, default_value = "preferred_username")]
        claim: String,
        /// A role that may come that way; once for each.
        #[arg(long = "role", value_enum, required = true)]
        roles: Vec<RoleThere>,
        /// A value of amr or acr by which the provider says that two factors were shown; once for each. Without it staff type
        /// the code of this system after it.
        #[arg(long = "second-factor", value_name = "WORD")]
        second_factor: Vec<String>,
        /// Which congress, where there are several.
        #[arg(long)]
        congress: Option<String>,
    },
    /// How it is set up.
    Show {
        /// Which congress, where there are several.
        #[arg(long)]
        congress: Option<String>,
    },
    /// Everybody signs in by password again.
    Remove {
        /// Which congress, where there are several.
        #[arg(long)]
        congress: Option<String>,
    },
    /// Switch the passwords of a role off or on again, also when the provider is gone; operators always keep theirs.
    Passwords {
        #[arg(long, value_enum)]
        role: RoleThere,
        #[arg(value_enum)]
        to: Switch,
        /// Which congress, where there are several.
        #[arg(long)]
        congress: Option<String>,
    },
}

/// Everybody but the operators.
#[derive(Clone, Copy, ValueEnum)]
pub enum RoleThere {
    Deputy,
    Secretariat,
    Scrutineer,
    Department,
    Supervisor,
    Auditor,
}

impl From<RoleThere> for Role {
    fn from(role: RoleThere) -> Self {
        match role {
            RoleThere::Deputy => Self::Deputy,
            RoleThere::Secretariat => Self::Secretariat,
            RoleThere::Scrutineer => Self::Scrutineer,
            RoleThere::Department => Self::Department,
            RoleThere::Supervisor => Self::Supervisor,
            RoleThere::Auditor => Self::Auditor,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

pub fn oidc(settings: &Settings, what: OidcCommand) -> anyhow::Result<ExitCode> {
    let config = Config::to_work(settings)?;
    let db = open_database(&config)?;
    let now = Clock::default().now();
    let of = |name: Option<&str>| db.read(|conn| named(conn, name)).map(|congress| congress.id);
    match what {
        OidcCommand::Set { label, issuer, client, client_secret_file, claim, roles, second_factor, congress } => {
            anyhow::ensure!(
                !files::is_open_to_others(&client_secret_file)?,
                "{0} is open to other accounts of this machine: chmod 600 {0}",
                client_secret_file.display()
            );
            let client_secret = std::fs::read_to_string(&client_secret_file)?;
            let roles = roles.into_iter().map(Role::from).collect();
            let congress = of(congress.as_deref())?;
            let new = NewProvider { congress, label, issuer, client, client_secret, claim, roles, second_factor };
            let set = db.write(|tx| accounts::set_provider(tx, &config.secret, now, new.clone()))?;
            let back = config.base_url.as_deref().unwrap_or("PIAOJUE_BASE_URL");
            tell(format!("{} is set up; it must know {back}/sign-in/outside/return", set.label));
        }
        OidcCommand::Show { congress } => {
            let congress = of(congress.as_deref())?;
            match db.read(|conn| accounts::provider(conn, congress))? {
                None => tell("none is set up"),
                Some(provider) => {
                    tell(format!("{}  {}  claim {}", provider.label, provider.issuer, provider.claim));
                    for role in &provider.roles {
                        let only = if provider.is_the_only_way_of(*role) { "  [no passwords]" } else { "" };
                        tell(format!("  {}{only}", role.word()));
                    }
                    tell(format!("  two factors: {}", provider.second_factor.join(", ")));
                }
            }
        }
        OidcCommand::Remove { congress } => {
            let congress = of(congress.as_deref())?;
            anyhow::ensure!(db.write(|tx| accounts::remove_provider(tx, congress, now))?, "none is set up");
            tell("removed: everybody signs in by password");
        }
        OidcCommand::Passwords { role, to, congress } => {
            let (congress, role) = (of(congress.as_deref())?, Role::from(role));
            let known = db.read(|conn| accounts::provider(conn, congress))?;
            let mut roles = known.map_or_else(Vec::new, |known| known.only_there);
            roles.retain(|known| *known != role);
            if to == Switch::Off {
                roles.push(role);
            }
            let actor = Actor::operator().acting_in(congress);
            db.write(|tx| accounts::set_only_there(tx, &actor, now, congress, &roles)).map_err(|why| match why {
                Refused::Rules(why) => anyhow::Error::from(why),
                Refused::Db(error) => anyhow::Error::from(error),
                Refused::Missing => anyhow::anyhow!("none is set up"),
            })?;
            tell(format!("{}: passwords {}", role.word(), if to == Switch::Off { "off" } else { "on" }));
        }
    }
    Ok(ExitCode::SUCCESS)
}
