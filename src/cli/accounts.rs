//! `piaojue account …`, `piaojue keys …`: people, and the scrutineers' key ceremony at the command line.

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use super::{congresses::named, import::newest_session, open_database};
use crate::{
    accounts::{self, Login, NewAccount, Password, Person, Role, SecondFactor, readable_password},
    audit::{self, Act, Actor, Deed},
    clock::Clock,
    config::{Config, Settings},
    congress,
    db::{Db, Tx},
    ids::{AccountId, CongressId},
    projects, scrutineers,
    supervision::{self, Body},
    terminal::{hashing_memory, tell},
    web::Refused,
};

#[derive(Subcommand)]
pub enum AccountCommand {
    /// Make an account; its password is printed once. Its holder changes it and sets up one-time codes at the first sign-in.
    Add {
        #[arg(long, value_enum)]
        role: StaffRole,
        #[arg(long)]
        login: String,
        #[arg(long)]
        name: String,
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
    /// Let somebody try at once who has to wait after wrong passwords.
    Unlock(Whose),
    /// Give staff a new password, printed once; it is changed, and one-time codes are set up anew, at the first sign-in. Deputies
    /// get a new card.
    Reset(Whose),
    /// Nobody signs in with the account any more; who is signed in is signed out.
    Close(Whose),
    /// Who may sign in.
    List {
        /// Which congress, where there are several.
        #[arg(long)]
        congress: Option<String>,
    },
}

/// The account that is meant.
#[derive(Args)]
pub struct Whose {
    #[arg(long)]
    login: String,
    /// Which congress, where there are several.
    #[arg(long)]
    congress: Option<String>,
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
    /// Reads the audit list, and nothing else.
    Auditor,
    Admin,
}

impl From<StaffRole> for Role {
    fn from(role: StaffRole) -> Self {
        match role {
            StaffRole::Secretariat => Self::Secretariat,
            StaffRole::Scrutineer => Self::Scrutineer,
            StaffRole::Department => Self::Department,
            StaffRole::Supervisor => Self::Supervisor,
            StaffRole::Auditor => Self::Auditor,
            StaffRole::Admin => Self::Admin,
        }
    }
}

pub fn account(settings: &Settings, what: &AccountCommand) -> anyhow::Result<ExitCode> {
    let AccountCommand::Add { role, login, name, chief, unit, body, congress } = what else {
        return keep(settings, what);
    };
    let config = Config::to_work(settings)?;
    let db = open_database(&config)?;
    let role = Role::from(*role);
    let congress = match role {
        Role::Admin => None,
        _ => Some(db.read(|conn| named(conn, congress.as_deref()))?.id),
    };
    let session = match congress {
        Some(congress) => db.read(|conn| congress::public_session(conn, congress))?,
        None => None,
    };
    let now = Clock::default().now();
    let actor = congress.map_or_else(Actor::operator, |congress| Actor::operator().acting_in(congress));
    let password = readable_password(&mut rand::rng());
    let account = NewAccount {
        id: AccountId::new(),
        congress,
        login: Login::parse(login)
            .ok_or_else(|| anyhow::anyhow!("a sign-in name has 2 to 40 characters, no spaces"))?,
        name: name.clone(),
        role,
        password_hash: Password::new(&password)?.hash(&mut hashing_memory())?,
        second_factor: SecondFactor::of_new(role),
    };
    for other in congresses_concerned(&db, congress)? {
        if db.read(|conn| accounts::somebody_must_not_be_both(conn, other, name, role))? {
            anyhow::bail!(
                "{name} has an account already: an auditor has no other, and nobody is both in the secretariat and a scrutineer"
            );
        }
    }
    db.write(|tx| {
        match (role, congress, unit, body) {
            (Role::Department, Some(congress), Some(unit), _) => {
                projects::make_department_account(tx, &actor, now, congress, &account, unit)?;
            }
            (Role::Supervisor, _, _, Some(body)) => {
                supervision::make_supervisor_account(tx, &actor, now, &account, Body::from(*body))?;
            }
            _ => {
                accounts::create_with_initial_password(tx, &account, now)?;
                audit::record(tx, &actor, now, &Act::new(Deed::AccountMade, account.login.as_str()))?;
                if let (Role::Scrutineer, Some(session)) = (role, &session) {
                    scrutineers::appoint(tx, &actor, now, session.id, account.id, *chief)?;
                }
            }
        }
        Ok::<_, MakeError>(())
    })?;
    let login = account.login.as_str();
    if role == Role::Scrutineer && session.is_none() {
        tell("there is no session yet: the secretariat appoints at /secretariat/scrutineers once there is one");
    }
    tell(format!("login {login}  password {password}  (to be changed at the first sign-in)"));
    Ok(ExitCode::SUCCESS)
}

/// The congress of an account, or every one of an operator's.
fn congresses_concerned(db: &Db, congress: Option<CongressId>) -> anyhow::Result<Vec<CongressId>> {
    Ok(match congress {
        Some(congress) => vec![congress],
        None => db.read(congress::congresses)?.into_iter().map(|congress| congress.id).collect(),
    })
}

/// What becomes of accounts that are there.
fn keep(settings: &Settings, what: &AccountCommand) -> anyhow::Result<ExitCode> {
    let config = Config::to_work(settings)?;
    let db = open_database(&config)?;
    let (actor, now) = (Actor::operator(), Clock::default().now());
    let record = |tx: &mut Tx, action: Deed, person: &Person, login: &str| {
        let actor = person.congress().map_or_else(|| actor.clone(), |congress| actor.acting_in(congress));
        audit::record(tx, &actor, now, &Act::new(action, login)).map(|_| ())
    };
    match what {
        AccountCommand::Add { .. } => {}
        AccountCommand::Unlock(whose) => {
            let person = person_of(&db, whose)?;
            db.write(|tx| {
                accounts::unlock(tx, person.id)?;
                record(tx, Deed::AccountUnlocked, &person, &whose.login)
            })?;
            tell(format!("{} ({}) may try again at once", whose.login, person.name));
        }
        AccountCommand::Reset(whose) => {
            let person = person_of(&db, whose)?;
            if person.role == Role::Deputy {
                anyhow::bail!(
                    "{} is a deputy: the secretariat prints a new card at /secretariat/roll/cards",
                    whose.login
                );
            }
            let password = readable_password(&mut rand::rng());
            let hash = Password::new(&password)?.hash(&mut hashing_memory())?;
            db.write(|tx| {
                accounts::reset_to_initial_password(tx, person.id, &hash)?;
                record(tx, Deed::AccountReset, &person, &whose.login)
            })?;
            tell(format!(
                "login {}  password {password}  ({}; to be changed at the first sign-in)",
                whose.login, person.name
            ));
        }
        AccountCommand::Close(whose) => {
            let person = person_of(&db, whose)?;
            db.write(|tx| {
                accounts::close(tx, person.id)?;
                record(tx, Deed::AccountClosed, &person, &whose.login)
            })?;
            tell(format!("{} ({}) is closed", whose.login, person.name));
        }
        AccountCommand::List { congress } => {
            let congress = db.read(|conn| named(conn, congress.as_deref()))?.id;
            for line in db.read(|conn| accounts::accounts_of_congress(conn, congress))? {
                tell(line.to_string());
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn person_of(db: &Db, whose: &Whose) -> anyhow::Result<Person> {
    let Whose { login, congress } = whose;
    let congress = db.read(|conn| named(conn, congress.as_deref()))?.id;
    let parsed =
        Login::parse(login).ok_or_else(|| anyhow::anyhow!("a sign-in name has 2 to 40 characters, no spaces"))?;
    let person = db.read(|conn| accounts::find_by_login(conn, Some(congress), &parsed))?;
    person.ok_or_else(|| anyhow::anyhow!("nobody signs in as {login}; `piaojue account list` names everybody"))
}

#[derive(Debug, thiserror::Error)]
enum MakeError {
    #[error(transparent)]
    Create(#[from] accounts::CreateError),
    #[error(transparent)]
    Appoint(#[from] Refused<scrutineers::AppointError>),
    #[error(transparent)]
    Department(#[from] Refused<projects::PeopleError>),
    #[error(transparent)]
    Supervisor(#[from] Refused<supervision::GroupError>),
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

pub fn keys(settings: &Settings, what: &Keys) -> anyhow::Result<ExitCode> {
    let Keys::Make { threshold, congress } = what;
    let config = Config::to_work(settings)?;
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
