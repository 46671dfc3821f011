//! `piaojue account …`, `piaojue keys …`: people, and the scrutineers' key ceremony at the command line.

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use super::{congresses::named, import::newest_session, open_database};
use crate::{
    accounts::{self, Login, NewAccount, OneTimeCode, Password, Person, Role, SealedCodeSecret, readable_password},
    audit::{self, Act, Actor, Deed},
    clock::Clock,
    config::{Config, Settings},
    congress,
    db::{Db, Tx},
    ids::AccountId,
    projects, scrutineers,
    supervision::{self, Body},
    terminal::{hashing_memory, tell},
    web::Refused,
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
    /// Let somebody try at once who has to wait after wrong passwords.
    Unlock(Whose),
    /// Give staff a new password, and new one-time codes if the account asks for them, both printed once; the password must be
    /// changed at the first sign-in. Deputies get a new card.
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

pub fn account(settings: &Settings, what: &AccountCommand) -> anyhow::Result<ExitCode> {
    let AccountCommand::Add { role, login, name, one_time_code, chief, unit, body, congress } = what else {
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
    let id = AccountId::new();
    let codes = one_time_code.then(|| new_codes(&config, id)).transpose()?;
    let account = NewAccount {
        id,
        congress,
        login: Login::parse(login)
            .ok_or_else(|| anyhow::anyhow!("a sign-in name has 2 to 40 characters, no spaces"))?,
        name: name.clone(),
        role,
        password_hash: Password::new(&password)?.hash(&mut hashing_memory())?,
        one_time_code_secret: codes.as_ref().map(|codes| codes.sealed.clone()),
    };
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
    if let Some(codes) = codes {
        tell(codes.address(login));
    }
    Ok(ExitCode::SUCCESS)
}

/// A new secret of one-time codes, for its holder and for the database.
struct NewCodes {
    base32: String,
    sealed: SealedCodeSecret,
}

fn new_codes(config: &Config, account: AccountId) -> anyhow::Result<NewCodes> {
    let base32 = OneTimeCode::new_secret(&mut rand::rng());
    let sealed = SealedCodeSecret::seal(&config.secret, account, &base32)?;
    Ok(NewCodes { base32, sealed })
}

impl NewCodes {
    /// As an authenticator takes it.
    fn address(&self, login: &str) -> String {
        format!("one-time codes: otpauth://totp/piaojue:{login}?secret={}&issuer=piaojue", self.base32)
    }
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
            let asks_codes = db.read(|conn| accounts::has_one_time_code(conn, person.id))?;
            let codes = asks_codes.then(|| new_codes(&config, person.id)).transpose()?;
            db.write(|tx| {
                let sealed = codes.as_ref().map(|codes| &codes.sealed);
                accounts::reset_to_initial_password(tx, person.id, &hash, sealed)?;
                record(tx, Deed::AccountReset, &person, &whose.login)
            })?;
            tell(format!(
                "login {}  password {password}  ({}; to be changed at the first sign-in)",
                whose.login, person.name
            ));
            if let Some(codes) = codes {
                tell(codes.address(&whose.login));
            }
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
