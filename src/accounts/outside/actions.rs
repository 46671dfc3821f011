//! What follows from what a provider says, and what the operator decides about it.

use super::{
    protocol::Said,
    provider::{NewProvider, Provider, ProviderFault},
    store,
    ticket::ShownElsewhere,
};
use crate::{
    accounts::{
        account::{Account, Login, Person, Role, SecondFactor},
        actions::{CodeRefused, ConfirmError, count_one_more, forget_count, record_recovery},
        door::{Caller, Counts, minutes_until},
        second_factor::ShownCode,
        store as accounts,
    },
    audit::{self, Act, Actor, Deed},
    db::{Conn, Db, DbError, Ts, Tx},
    ids::CongressId,
    web::{Message, Refusal, Refused, Secret},
};

/// Whom the provider means: an account that is there, open, of this congress, and of a role that may come that way.
pub fn meant(conn: &mut Conn, provider: &Provider, said: &Said) -> Result<Option<Account>, DbError> {
    let Some(login) = Login::parse(&said.login) else { return Ok(None) };
    let account = accounts::by_login(conn, Some(provider.congress), &login)?;
    Ok(account.filter(|account| {
        let person = &account.person;
        account.active && person.congress == Some(provider.congress) && provider.is_for(person.role)
    }))
}

/// Whether a code of this system is still to be shown.
pub fn needs_own_code(account: &Account, said: &Said) -> bool {
    matches!(account.second_factor, SecondFactor::Codes(_)) && !said.second_factor
}

/// Lets in whom the provider has named; of staff it is on the audit list by which way they came.
pub fn let_in(tx: &mut Tx, account: &Account, label: &str, at: Ts) -> Result<(), Refused<CodeRefused>> {
    if !accounts::let_in(tx, account, &ShownCode::NotAsked)? {
        return Err(CodeRefused::Wrong.into());
    }
    Ok(record(tx, account, label, at)?)
}

fn record(tx: &mut Tx, account: &Account, label: &str, at: Ts) -> Result<(), DbError> {
    if !account.person.role.is_staff() {
        return Ok(());
    }
    let login = accounts::login_of(tx, account.person.id)?.unwrap_or_default();
    let act = Act::new(Deed::SignedIn, login).with(serde_json::json!({ "at": label }));
    audit::record(tx, &account.person.actor(), at, &act)
}

/// The same after a one-time code of this system, which is tried no oftener than beside a password.
pub fn let_in_with_code(
    db: &Db,
    secret: &Secret,
    at: Ts,
    (account, caller, label): (&Account, &Caller, &str),
    typed: &str,
) -> Result<(), Refused<CodeRefused>> {
    let counts = Counts::of(secret, Some(account), account.person.congress, "", caller);
    let shown = judged(db, secret, at, (account, &counts), typed)?;
    db.write(|tx| {
        record(tx, account, label, at)?;
        record_recovery(tx, &account.person, at, &shown)
    })?;
    Ok(())
}

/// Judges a code alone: the try is counted before.
fn judged(
    db: &Db,
    secret: &Secret,
    at: Ts,
    (account, counts): (&Account, &Counts),
    typed: &str,
) -> Result<ShownCode, Refused<CodeRefused>> {
    if let Some(until) = db.write_row_locked(|tx| count_one_more(tx, counts, at))? {
        return Err(CodeRefused::Slowed { minutes: minutes_until(until, at) }.into());
    }
    let shown = ShownCode::read(typed, account, secret, at).ok_or(CodeRefused::Wrong)?;
    let is_in = db.write_row_locked(|tx| {
        let is_in = accounts::let_in(tx, account, &shown)?;
        if is_in {
            forget_count(tx, counts, true, at)?;
        }
        Ok::<_, DbError>(is_in)
    })?;
    if is_in { Ok(shown) } else { Err(CodeRefused::Wrong.into()) }
}

/// What was shown at the provider stands for the password of one act.
pub fn confirm_elsewhere(
    db: &Db,
    secret: &Secret,
    at: Ts,
    (person, shown): (&Person, &ShownElsewhere),
    typed: &str,
) -> Result<(), Refused<ConfirmError>> {
    let account = db.read(|conn| accounts::by_id(conn, person.id))?.ok_or(ConfirmError::Refused)?;
    if !shown.second_factor && matches!(account.second_factor, SecondFactor::Codes(_)) {
        let counts = Counts::of(secret, Some(&account), person.congress, "", &Caller::Inside);
        let code = judged(db, secret, at, (&account, &counts), typed).map_err(|why| match why {
            Refused::Rules(why) => Refused::Rules(ConfirmError::from(why)),
            other => other.on_the_way(),
        })?;
        db.write(|tx| record_recovery(tx, person, at, &code))?;
    }
    let is_used = db.write_row_locked(|tx| store::use_up(tx, &account, shown.at))?;
    if is_used { Ok(()) } else { Err(ConfirmError::Refused.into()) }
}

#[derive(Debug, thiserror::Error)]
pub enum ProviderRefused {
    #[error(transparent)]
    Fault(#[from] ProviderFault),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The congress's people may sign in there as well from now on. Passwords that are switched off stay so.
pub fn set_provider(tx: &mut Tx, secret: &Secret, at: Ts, new: NewProvider) -> Result<Provider, ProviderRefused> {
    let before = store::provider(tx, new.congress)?.map_or_else(Vec::new, |before| before.only_there);
    let provider = new.checked(secret, before)?;
    store::set(tx, &provider)?;
    let detail = serde_json::json!({
        "issuer": provider.issuer, "claim": provider.claim, "roles": provider.roles,
        "second_factor": provider.second_factor,
    });
    let actor = Actor::operator().acting_in(provider.congress);
    audit::record(tx, &actor, at, &Act::new(Deed::ProviderSet, &provider.label).with(detail))?;
    Ok(provider)
}

/// Everybody signs in by password again; whether there was one.
pub fn remove_provider(tx: &mut Tx, congress: CongressId, at: Ts) -> Result<bool, DbError> {
    let Some(provider) = store::provider(tx, congress)? else { return Ok(false) };
    store::remove(tx, congress)?;
    let actor = Actor::operator().acting_in(congress);
    audit::record(tx, &actor, at, &Act::new(Deed::ProviderRemoved, &provider.label))?;
    Ok(true)
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordWayError {
    #[error("no provider is set up for this congress")]
    NoProvider,
    #[error("the role {0} may not sign in at the provider, so its passwords stay")]
    NotThere(Role),
}

impl Refusal for PasswordWayError {
    fn message(&self) -> Message {
        match self {
            Self::NoProvider => "outside-none".into(),
            Self::NotThere(_) => "outside-role-not-there".into(),
        }
    }
}

/// Those roles sign in at the provider only, the others also by password.
pub fn set_only_there(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    roles: &[Role],
) -> Result<(), Refused<PasswordWayError>> {
    let provider = store::provider(tx, congress)?.ok_or(PasswordWayError::NoProvider)?;
    if let Some(role) = roles.iter().find(|role| !provider.is_for(**role)) {
        return Err(PasswordWayError::NotThere(*role).into());
    }
    let provider = Provider { only_there: roles.to_vec(), ..provider };
    store::set(tx, &provider)?;
    let act = Act::new(Deed::PasswordsSwitched, &provider.label);
    Ok(audit::record(tx, actor, at, &act.with(serde_json::json!({ "without_password": roles })))?)
}
