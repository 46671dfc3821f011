//! Signing in, proving again who one is, making accounts and passwords.

use super::{
    account::{Account, Login, NewAccount, Person},
    door::{self, Caller, Counts, FORGOTTEN_AFTER_HOURS, Tries, minutes_until},
    password::Password,
    sealed_code::SealedCodeSecret,
    store,
};
use crate::{
    audit::{self, Act, Deed},
    db::{Conn, Db, DbError, Ts, Tx},
    ids::{AccountId, CongressId},
    web::{HashingMemory, Message, Refusal, Refused, Secret, Services},
};

/// Where passwords and codes are judged, with what that takes.
pub struct Door<'a> {
    pub db: &'a Db,
    pub secret: &'a Secret,
    pub memory: &'a mut HashingMemory,
    pub now: Ts,
}

impl<'a> Door<'a> {
    pub fn of(services: &'a Services, memory: &'a mut HashingMemory) -> Self {
        Self { db: &services.db, secret: &services.secret, memory, now: services.clock.now() }
    }
}

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
enum NotAdmitted {
    #[error("name, password or code is wrong")]
    Wrong,
    #[error("too many wrong tries: the next is in {minutes} min")]
    Slowed { minutes: i64 },
}

/// What was shown of the second factor.
#[derive(Clone, Copy)]
enum Code<'a> {
    Typed(&'a str),
    NotAsked,
}

impl Code<'_> {
    /// The half-minute that the code uses up, if it uses one; `None` if the code is wrong.
    fn step(self, account: &Account, secret: &Secret, now: Ts) -> Option<Option<i64>> {
        match (self, &account.one_time_code_secret) {
            (Self::NotAsked, _) | (_, None) => Some(None),
            (Self::Typed(code), Some(sealed)) => match sealed.open(secret, account.person.id) {
                Ok(codes) => codes.accept(code, now, account.last_code_step).map(Some),
                Err(why) => {
                    tracing::error!("account {}: {why}", account.person.id);
                    None
                }
            },
        }
    }
}

/// The only place where a password is judged. The try is counted before anything is judged, and whoever has to wait is told
/// so whether the password is right or not; a name that nobody has costs the same writes and the same hash.
fn admit(
    door: &mut Door<'_>,
    account: Option<&Account>,
    counts: &Counts,
    password: &Password,
    code: Code<'_>,
) -> Result<(), Refused<NotAdmitted>> {
    let now = door.now;
    let waits_until = door.db.write_row_locked(|tx| count_one_more(tx, counts, now))?;
    let judged = account.filter(|account| waits_until.is_none() || account.needs_no_patience());
    let matched = password.matches(judged.map(|account| account.password_hash.as_str()), door.memory);
    let shown = judged.filter(|_| matched).and_then(|account| Some((account, code.step(account, door.secret, now)?)));
    let is_in = match shown {
        Some((account, step)) => door.db.write_row_locked(|tx| {
            let is_in = store::let_in(tx, account, step)?;
            if is_in {
                forget_count(tx, counts, waits_until.is_none(), now)?;
            }
            Ok::<_, DbError>(is_in)
        })?,
        None => false,
    };
    match waits_until {
        _ if is_in => Ok(()),
        Some(until) => Err(Refused::Rules(NotAdmitted::Slowed { minutes: minutes_until(until, now) })),
        None => Err(Refused::Rules(NotAdmitted::Wrong)),
    }
}

/// Counts one try more, or says until when the caller has to wait.
fn count_one_more(tx: &mut Tx, counts: &Counts, now: Ts) -> Result<Option<Ts>, DbError> {
    let mut counted = Vec::new();
    for (caller, patience) in &counts.callers {
        let tries = store::lock_tries(tx, &counts.account_key, caller, now)?;
        if let Some(until) = tries.waits_until(now) {
            return Ok(Some(until));
        }
        counted.push((caller, tries.after_another(*patience, now)));
    }
    for (caller, tries) in &counted {
        store::set_tries(tx, &counts.account_key, caller, tries)?;
    }
    Ok(None)
}

/// Whoever was right starts afresh; what strangers tried beside goes on being counted.
fn forget_count(tx: &mut Tx, counts: &Counts, was_counted: bool, now: Ts) -> Result<(), DbError> {
    for (place, (caller, _)) in counts.callers.iter().enumerate() {
        let tries = store::lock_tries(tx, &counts.account_key, caller, now)?;
        let left = match place {
            0 => Tries::none(now),
            _ if was_counted => tries.without_one(),
            _ => tries,
        };
        store::set_tries(tx, &counts.account_key, caller, &left)?;
    }
    Ok(())
}

fn slowed(minutes: i64) -> Message {
    Message::new("door-slowed").with("minutes", minutes)
}

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Unknown name, wrong password, wrong or used code, closed: all one answer.
    #[error("name, password or code is wrong")]
    Refused,
    /// Said of any name, before anything is judged.
    #[error("too many wrong tries: the next is in {minutes} min")]
    Slowed { minutes: i64 },
}

impl Refusal for SignInError {
    fn message(&self) -> Message {
        match self {
            Self::Refused => "sign-in-refused".into(),
            Self::Slowed { minutes } => slowed(*minutes),
        }
    }
}

impl From<NotAdmitted> for SignInError {
    fn from(why: NotAdmitted) -> Self {
        match why {
            NotAdmitted::Wrong => Self::Refused,
            NotAdmitted::Slowed { minutes } => Self::Slowed { minutes },
        }
    }
}

/// Checks name, password and, where the account has one, the one-time code. Blocks for the password hash.
pub fn sign_in(
    door: &mut Door<'_>,
    congress: Option<CongressId>,
    login: &str,
    caller: &Caller,
    password: &Password,
    code: &str,
) -> Result<Person, Refused<SignInError>> {
    let known = Login::parse(login);
    let account = match &known {
        Some(login) => door.db.read(|conn| store::by_login(conn, congress, login))?,
        None => None,
    };
    let typed = known.as_ref().map_or(login, Login::as_str);
    let counts = Counts::of(door.secret, account.as_ref(), congress, typed, caller);
    admit(door, account.as_ref(), &counts, password, Code::Typed(code)).map_err(Refused::on_the_way)?;
    Ok(account.map(|account| account.person).ok_or(SignInError::Refused)?)
}

#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    #[error("password or code is wrong")]
    Refused,
    #[error("too many wrong tries: the next is in {minutes} min")]
    Slowed { minutes: i64 },
}

impl Refusal for ConfirmError {
    fn message(&self) -> Message {
        match self {
            Self::Refused => "confirm-identity-refused".into(),
            Self::Slowed { minutes } => slowed(*minutes),
        }
    }
}

impl From<NotAdmitted> for ConfirmError {
    fn from(why: NotAdmitted) -> Self {
        match why {
            NotAdmitted::Wrong => Self::Refused,
            NotAdmitted::Slowed { minutes } => Self::Slowed { minutes },
        }
    }
}

/// Asks a signed-in person once more, before an act that cannot be taken back.
pub fn confirm_identity(
    door: &mut Door<'_>,
    person: &Person,
    password: &Password,
    code: &str,
) -> Result<(), Refused<ConfirmError>> {
    let account = door.db.read(|conn| store::by_id(conn, person.id))?.ok_or(ConfirmError::Refused)?;
    let counts = counts_inside(door, &account);
    admit(door, Some(&account), &counts, password, Code::Typed(code)).map_err(Refused::on_the_way)
}

fn counts_inside(door: &Door<'_>, account: &Account) -> Counts {
    Counts::of(door.secret, Some(account), account.person.congress, "", &Caller::Inside)
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
    #[error("the password before is wrong")]
    Refused,
    #[error("too many wrong tries: the next is in {minutes} min")]
    Slowed { minutes: i64 },
    #[error("a password has 8 to 200 characters")]
    Length,
    #[error("the two new ones differ")]
    Differ,
    #[error("the new one is the old one")]
    Same,
}

impl Refusal for PasswordError {
    fn message(&self) -> Message {
        match self {
            Self::Refused => "password-refused".into(),
            Self::Slowed { minutes } => slowed(*minutes),
            Self::Length => "password-length".into(),
            Self::Differ => "password-differ".into(),
            Self::Same => "password-same".into(),
        }
    }
}

impl From<NotAdmitted> for PasswordError {
    fn from(why: NotAdmitted) -> Self {
        match why {
            NotAdmitted::Wrong => Self::Refused,
            NotAdmitted::Slowed { minutes } => Self::Slowed { minutes },
        }
    }
}

/// A password of one's own; every sign-in with the one before ends.
pub fn change_password(
    door: &mut Door<'_>,
    person: &Person,
    [before, new, again]: [&str; 3],
) -> Result<(), Refused<PasswordError>> {
    let account = door.db.read(|conn| store::by_id(conn, person.id))?.ok_or(PasswordError::Refused)?;
    let password = Password::new(new).map_err(|_| PasswordError::Length)?;
    if new != again {
        return Err(PasswordError::Differ.into());
    }
    let before = Password::typed(before);
    let counts = counts_inside(door, &account);
    admit(door, Some(&account), &counts, &before, Code::NotAsked).map_err(Refused::on_the_way)?;
    if password == before {
        return Err(PasswordError::Same.into());
    }
    let hash = password.hash(door.memory).map_err(DbError::corrupt)?;
    let now = door.now;
    door.db.write(|tx| {
        // The desk may have given another one meanwhile, and that one stands.
        if !store::let_in(tx, &account, None)? {
            return Err(PasswordError::Refused.into());
        }
        reset_password(tx, person.id, &hash)?;
        audit::record(tx, &person.actor(), now, &Act::new(Deed::PasswordChanged, person.id))?;
        Ok(())
    })
}

/// A new password for an account; whoever was signed in with the old one is signed out, and whoever was kept waiting is
/// not any more.
pub fn reset_password(tx: &mut Tx, account: AccountId, hash: &str) -> Result<(), DbError> {
    new_password(tx, account, hash, false)
}

fn new_password(tx: &mut Tx, account: AccountId, hash: &str, drawn: bool) -> Result<(), DbError> {
    store::set_password(tx, account, hash, drawn)?;
    unlock(tx, account)?;
    store::delete_sign_ins_of(tx, account)
}

/// A password that the program drew and somebody hands over: its holder comes no further than to a new one.
pub fn reset_to_initial_password(
    tx: &mut Tx,
    account: AccountId,
    hash: &str,
    codes: Option<&SealedCodeSecret>,
) -> Result<(), DbError> {
    new_password(tx, account, hash, true)?;
    store::mark_initial_password(tx, account)?;
    store::set_one_time_code_secret(tx, account, codes)
}

/// A password that two persons hand over, a half each; one-time codes stay what they were.
pub fn hand_over_password(tx: &mut Tx, account: AccountId, hash: &str) -> Result<(), DbError> {
    new_password(tx, account, hash, true)?;
    store::mark_initial_password(tx, account)
}

/// Whoever was kept waiting at this account is not any more.
pub fn unlock(tx: &mut Tx, account: AccountId) -> Result<(), DbError> {
    store::forget_tries_at(tx, &door::account_key(account))
}

/// Whoever signs in with that name in the congress, or at every congress; also with a closed account.
pub fn find_by_login(conn: &mut Conn, congress: Option<CongressId>, login: &Login) -> Result<Option<Person>, DbError> {
    Ok(store::by_login(conn, congress, login)?.map(|account| account.person))
}

/// Gives an account to the person of that name, closed or not, with the drawn password of a card: the password before is
/// worth nothing any more.
pub fn hand_over(tx: &mut Tx, account: AccountId, name: &str, hash: &str) -> Result<(), DbError> {
    store::set_holder(tx, account, name)?;
    new_password(tx, account, hash, true)
}

/// Makes an account with the drawn password of a card.
pub fn create_with_card(tx: &mut Tx, new: &NewAccount, at: Ts) -> Result<(), CreateError> {
    create(tx, new, at)?;
    Ok(hand_over(tx, new.id, &new.name, &new.password_hash)?)
}

/// Nobody signs in with the account until it is handed over again.
pub fn close(tx: &mut Tx, account: AccountId) -> Result<(), DbError> {
    store::set_inactive(tx, account)?;
    store::delete_sign_ins_of(tx, account)
}

pub fn revoke_sign_ins(tx: &mut Tx, account: AccountId) -> Result<(), DbError> {
    store::delete_sign_ins_of(tx, account)
}

/// Forgets sign-ins whose time is over, and tries that no longer count.
pub fn tidy(tx: &mut Tx, now: Ts) -> Result<(), DbError> {
    store::delete_expired_sign_ins(tx, now)?;
    store::forget_tries_before(tx, now.plus_hours(-FORGOTTEN_AFTER_HOURS))?;
    Ok(())
}
