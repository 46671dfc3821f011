//! `piaojue account …`, `piaojue keys …`: people, and the scrutineers' key ceremony at the command line.

use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};

use super::{import::newest_session, open_database, tell};
use crate::{
    accounts::{self, Login, NewAccount, OneTimeCode, Password, Role, readable_password},
    audit::{self, Act, Actor},
    clock::Clock,
    config::Config,
    ids::AccountId,
    projects, scrutineers,
    supervision::{self, Body},
};

#[derive(Subcommand)]
pub enum AccountCommand {
    /// Make an account; its password, and the secret of its one-time codes, are printed once.
    Add {
        #[arg(long, value_enum)]
        role: StaffRole,
        #[arg(long)]
        login: String,
        #[arg(long)]
        name: String,
        /// Ask for a one-time code (RFC 6238) at every sign-in and confirmation.
        #[arg(long)]
        one_time_code: bool,
        /// Appoint as 总监票人 (scrutineers only).
        #[arg(long)]
        chief: bool,
        /// The unit that a department's account works for, as it is called; founded if it is not known yet.
        #[arg(long, required_if_eq("role", "department"))]
        unit: Option<String>,
        /// The body that a supervisor comes from.
        #[arg(long, value_enum, required_if_eq("role", "supervisor"))]
        body: Option<SupervisingBody>,
        /// Which congress, where there are several.
        #[arg(long)]
        congress: Option<String>,
    },
}

/// 人大、政协、审计、信访.
#[derive(Clone, Copy, ValueEnum)]
pub enum SupervisingBody {
    Congress,
    Cppcc,
    Audit,
    Petitions,
}

impl From<SupervisingBody> for Body {
    fn from(body: SupervisingBody) -> Self {
        match body {
            SupervisingBody::Congress => Self::Congress,
            SupervisingBody::Cppcc => Self::Cppcc,
            SupervisingBody::Audit => Self::Audit,
            SupervisingBody::Petitions => Self::Petitions,
        }
    }
}

/// Deputies get their accounts with their sign-in cards.
#[derive(Clone, Copy, ValueEnum)]
pub enum StaffRole {
    Secretariat,
    Scrutineer,
    Department,
    Supervisor,
    Admin,
}

impl From<StaffRole> for Role {
    fn from(role: StaffRole) -> Self {
        match role {
            StaffRole::Secretariat => Self::Secretariat,
            StaffRole::Scrutineer => Self::Scrutineer,
            StaffRole::Department => Self::Department,
            StaffRole::Supervisor => Self::Supervisor,
            StaffRole::Admin => Self::Admin,
        }
    }
}

pub fn account(what: &AccountCommand) -> anyhow::Result<ExitCode> {
    let AccountCommand::Add { role, login, name, one_time_code, chief, unit, body, congress } = what;
    let config = Config::from_environment()?;
    let db = open_database(&config)?;
    let role = Role::from(*role);
    let session = match role {
        Role::Admin => None,
        _ => Some(db.read(|conn| newest_session(conn, congress.as_deref()))?),
    };
    let now = Clock::default().now();
    let actor = session.as_ref().map_or_else(Actor::operator, |session| Actor::operator().acting_in(session.congress));
    let password = readable_password(&mut rand::rng());
    let secret = one_time_code.then(|| OneTimeCode::new_secret(&mut rand::rng()));
    let account = NewAccount {
        id: AccountId::new(),
        congress: session.as_ref().map(|session| session.congress),
        login: Login::parse(login)
            .ok_or_else(|| anyhow::anyhow!("a sign-in name has 2 to 40 characters, no spaces"))?,
        name: name.clone(),
        role,
        password_hash: Password::new(password.clone())?.hash().map_err(|e| anyhow::anyhow!("{e}"))?,
        one_time_code_secret: secret.clone(),
    };
    db.write(|tx| {
        match (role, &session, unit, body) {
            (Role::Department, Some(session), Some(unit), _) => {
                projects::make_department_account(tx, &actor, now, session.congress, &account, unit)?;
            }
            (Role::Supervisor, _, _, Some(body)) => {
                supervision::make_supervisor_account(tx, &actor, now, &account, Body::from(*body))?;
            }
            _ => {
                accounts::create(tx, &account, now)?;
                audit::record(tx, &actor, now, &Act::new("account_made", account.login.as_str()))?;
                if let (Role::Scrutineer, Some(session)) = (role, &session) {
                    scrutineers::appoint(tx, &actor, now, session.id, account.id, *chief)?;
                }
            }
        }
        Ok::<_, MakeError>(())
    })?;
    tell(format!("login {}  password {password}", account.login.as_str()));
    if let Some(secret) = secret {
        tell(format!(
            "one-time codes: otpauth://totp/piaojue:{}?secret={secret}&issuer=piaojue",
            account.login.as_str()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Debug, thiserror::Error)]
enum MakeError {
    #[error(transparent)]
    Create(#[from] accounts::CreateError),
    #[error(transparent)]
    Appoint(#[from] scrutineers::AppointError),
    #[error(transparent)]
    Department(#[from] projects::PeopleError),
    #[error(transparent)]
    Supervisor(#[from] supervision::GroupError),
    #[error(transparent)]
    Db(#[from] crate::db::DbError),
}

#[derive(Subcommand)]
pub enum Keys {
    /// Hold the key ceremony for all appointed scrutineers; prints each one's seed once.
    Make {
        /// How many scrutineers open the box together.
        #[arg(long, default_value_t = 2)]
        threshold: u32,
        /// Which congress, where there are several.
        #[arg(long)]
        congress: Option<String>,
    },
}

pub fn keys(what: &Keys) -> anyhow::Result<ExitCode> {
    let Keys::Make { threshold, congress } = what;
    let config = Config::from_environment()?;
    let db = open_database(&config)?;
    let session = db.read(|conn| newest_session(conn, congress.as_deref()))?;
    let actor = Actor::operator().acting_in(session.congress);
    let handed = scrutineers::hold_ceremony(&db, &actor, Clock::default().now(), session.id, *threshold)?;
    for handed in &handed {
        tell(format!("{}  {}", handed.scrutineer.name, handed.seed));
    }
    tell(format!(
        "Each scrutineer writes down their own seed. Losing {} of {} loses the box.",
        handed.len() + 1 - usize::try_from(*threshold)?,
        handed.len()
    ));
    Ok(ExitCode::SUCCESS)
}
