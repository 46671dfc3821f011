//! Signing in, proving again who one is, making accounts and passwords.

use super::{
    account::{Account, Login, NewAccount, Person},
    one_time_code::OneTimeCode,
    password::Password,
    store,
};
use crate::{
    audit::{self, Act},
    db::{Conn, Db, DbError, Ts, Tx},
    ids::{AccountId, CongressId},
    web::{Message, Refusal},
};

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Unknown name, wrong password, wrong or used code, locked, closed: all one answer.
    #[error("name, password or code is wrong")]
    Refused,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for SignInError {
    fn message(&self) -> Option<Message> {
        matches!(self, Self::Refused).then(|| "sign-in-refused".into())
    }
}

/// Checks name, password and, where the account has one, the one-time code. Blocks for the password hash.
pub fn sign_in(
    db: &Db,
    congress: Option<CongressId>,
    login: &str,
    password: &Password,
    code: &str,
    now: Ts,
) -> Result<Person, SignInError> {
    let account = match Login::parse(login) {
        Some(login) => db.read(|conn| store::by_login(conn, congress, &login))?,
        None => None,
    };
    let matched = password.matches(account.as_ref().map(|a| a.password_hash.as_str()));
    let Some(account) = account else { return Err(SignInError::Refused) };
    let person = account.person.clone();
    if admit(db, &account, matched, code, now)? { Ok(person) } else { Err(SignInError::Refused) }
}

#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    #[error("password or code is wrong")]
    Refused,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for ConfirmError {
    fn message(&self) -> Option<Message> {
        matches!(self, Self::Refused).then(|| "confirm-identity-refused".into())
    }
}

/// Asks a signed-in person once more, before an act that cannot be taken back.
pub fn confirm_identity(
    db: &Db,
    person: &Person,
    password: &Password,
    code: &str,
    now: Ts,
) -> Result<(), ConfirmError> {
    let account = db.read(|conn| store::by_id(conn, person.id))?.ok_or(ConfirmError::Refused)?;
    let matched = password.matches(Some(&account.password_hash));
    if admit(db, &account, matched, code, now)? { Ok(()) } else { Err(ConfirmError::Refused) }
}

/// Counts the failure, or clears the count and uses up the code.
fn admit(db: &Db, account: &Account, matched: bool, code: &str, now: Ts) -> Result<bool, DbError> {
    let id = account.person.id;
    if !account.active || account.is_locked(now) {
        return Ok(false);
    }
    let step = match account.one_time_code_secret.as_deref() {
        None => Some(None),
        Some(secret) => {
            OneTimeCode::of(secret).and_then(|codes| codes.accept(code, now, account.last_code_step)).map(Some)
        }
    };
    match (matched, step) {
        (true, Some(step)) => {
            if account.failed_attempts != 0 || step.is_some() {
                db.write(|tx| {
                    store::set_failures(tx, id, 0, None)?;
                    step.map_or(Ok(()), |step| store::set_code_step(tx, id, step))
                })?;
            }
            Ok(true)
        }
        _ => {
            let (failed, locked) = account.after_failure(now);
            db.write(|tx| {
                store::set_failures(tx, id, failed, locked)?;
                if locked.is_some() {
                    audit::record(tx, &account.person.actor(), now, &Act::new("sign_in_locked", id))?;
                }
                Ok::<_, DbError>(())
            })?;
            Ok(false)
        }
    }
}

/// The person behind a sign-in, unless the account was closed since.
pub fn find_person(conn: &mut Conn, id: AccountId) -> Result<Option<Person>, DbError> {
    Ok(store::by_id(conn, id)?.filter(|account| account.active).map(|account| account.person))
}

/// Whether this account confirms with a one-time code besides the password.
pub fn has_one_time_code(conn: &mut Conn, id: AccountId) -> Result<bool, DbError> {
    Ok(store::by_id(conn, id)?.is_some_and(|account| account.one_time_code_secret.is_some()))
}

#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    #[error("the sign-in name {0} is taken")]
    Taken(String),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Makes one account, in the caller's transaction.
pub fn create(tx: &mut Tx, new: &NewAccount, at: Ts) -> Result<(), CreateError> {
    if store::by_login(tx, new.congress, &new.login)?.is_some() {
        return Err(CreateError::Taken(new.login.as_str().to_owned()));
    }
    Ok(store::insert(tx, new, at)?)
}

/// Makes an account whose password was given by somebody else: its holder comes no further than to a new one.
pub fn create_with_initial_password(tx: &mut Tx, new: &NewAccount, at: Ts) -> Result<(), CreateError> {
    create(tx, new, at)?;
    Ok(store::mark_initial_password(tx, new.id)?)
}

/// Whether the holder still signs in with the password that was given.
pub fn has_initial_password(conn: &mut Conn, id: AccountId) -> Result<bool, DbError> {
    store::has_initial_password(conn, id)
}

#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("the password before is wrong, or the account is locked")]
    Refused,
    #[error("a password has 8 to 200 characters")]
    Length,
    #[error("the two new ones differ")]
    Differ,
    #[error("the new one is the old one")]
    Same,
    #[error("hashing failed: {0}")]
    Hash(String),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for PasswordError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::Refused => Some("password-refused".into()),
            Self::Length => Some("password-length".into()),
            Self::Differ => Some("password-differ".into()),
            Self::Same => Some("password-same".into()),
            Self::Hash(_) | Self::Db(_) => None,
        }
    }
}

/// A password of one's own; every sign-in with the one before ends.
pub fn change_password(
    db: &Db,
    person: &Person,
    now: Ts,
    [before, new, again]: [&str; 3],
) -> Result<(), PasswordError> {
    let account = db.read(|conn| store::by_id(conn, person.id))?.ok_or(PasswordError::Refused)?;
    let password = Password::new(new.to_owned()).map_err(|_| PasswordError::Length)?;
    if new != again {
        return Err(PasswordError::Differ);
    }
    let matched = Password::typed(before).matches(Some(&account.password_hash));
    if !matched {
        let (failed, locked) = account.after_failure(now);
        db.write(|tx| store::set_failures(tx, person.id, failed, locked))?;
    }
    if !matched || account.is_locked(now) {
        return Err(PasswordError::Refused);
    }
    if password.matches(Some(&account.password_hash)) {
        return Err(PasswordError::Same);
    }
    let hash = password.hash().map_err(|error| PasswordError::Hash(error.to_string()))?;
    db.write(|tx| {
        reset_password(tx, person.id, &hash)?;
        audit::record(tx, &person.actor(), now, &Act::new("password_changed", person.id))
    })?;
    Ok(())
}

/// A new password for an account; whoever was signed in with the old one is signed out.
pub fn reset_password(tx: &mut Tx, account: AccountId, hash: &str) -> Result<(), DbError> {
    store::set_password(tx, account, hash)?;
    store::delete_sign_ins_of(tx, account)
}

/// Whoever signs in with that name in the congress, or at every congress; also with a closed account.
pub fn find_by_login(conn: &mut Conn, congress: Option<CongressId>, login: &Login) -> Result<Option<Person>, DbError> {
    Ok(store::by_login(conn, congress, login)?.map(|account| account.person))
}

/// Gives an account to the person of that name, closed or not: the password before is worth nothing any more.
pub fn hand_over(tx: &mut Tx, account: AccountId, name: &str, hash: &str) -> Result<(), DbError> {
    store::set_holder(tx, account, name)?;
    reset_password(tx, account, hash)
}

/// Nobody signs in with the account until it is handed over again.
pub fn close(tx: &mut Tx, account: AccountId) -> Result<(), DbError> {
    store::set_inactive(tx, account)?;
    store::delete_sign_ins_of(tx, account)
}

pub fn revoke_sign_ins(tx: &mut Tx, account: AccountId) -> Result<(), DbError> {
    store::delete_sign_ins_of(tx, account)
}

/// Forgets sign-ins whose time is over.
pub fn tidy_sign_ins(db: &Db, now: Ts) -> Result<usize, DbError> {
    db.write(|tx| store::delete_expired_sign_ins(tx, now))
}
