//! Signing in, proving again who one is, making accounts and passwords.

use super::{
    account::{Account, AccountLine, Login, NewAccount, Person, Role},
    door::{self, Caller, Counts, FORGOTTEN_AFTER_HOURS, Tries, minutes_until},
    one_time_code::OneTimeCode,
    outside,
    password::{Password, PasswordFault},
    sealed_code::SealedCodeSecret,
    second_factor::{RECOVERY_CODES, RecoveryCode, ShownCode, codes_to_set_up},
    sign_ins::{self, Going},
    store,
};
use crate::{
    audit::{self, Act, Deed},
    db::{Conn, Db, DbError, Ts, Tx},
    ids::{AccountId, CongressId},
    names,
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

/// The only place where a password is judged. The try is counted before anything is judged, and whoever has to wait is told
/// so whether the password is right or not; a name that nobody has costs the same writes and the same hash. `code` is what was
/// typed, or `None` where none is asked for.
fn admit(
    door: &mut Door<'_>,
    account: Option<&Account>,
    counts: &Counts,
    password: &Password,
    code: Option<&str>,
) -> Result<ShownCode, Refused<NotAdmitted>> {
    let now = door.now;
    let waits_until = door.db.write_row_locked(|tx| count_one_more(tx, counts, now))?;
    let judged = account.filter(|account| waits_until.is_none() || account.needs_no_patience());
    // Asked of a name that nobody has as well, so that it costs the same.
    let (congress, role) =
        account.map_or((counts.congress, Role::Deputy), |account| (account.person.congress, account.person.role));
    let comes_elsewhere = door.db.read(|conn| outside::is_only_there(conn, congress, role))?;
    let judged = judged.filter(|_| !comes_elsewhere);
    let matched = password.matches(judged.map(|account| account.password_hash.as_str()), door.memory);
    let read = |account: &Account| match code {
        Some(typed) => ShownCode::read(typed, account, door.secret, now),
        None => Some(ShownCode::NotAsked),
    };
    if let Some((account, shown)) = judged.filter(|_| matched).and_then(|account| Some((account, read(account)?))) {
        let is_in = door.db.write_row_locked(|tx| {
            let is_in = store::let_in(tx, account, &shown)?;
            if is_in {
                forget_count(tx, counts, waits_until.is_none(), now)?;
            }
            Ok::<_, DbError>(is_in)
        })?;
        if is_in {
            return Ok(shown);
        }
    }
    tracing::info!(account = counts.account_key, "a password or code was refused");
    match waits_until {
        Some(until) => Err(Refused::Rules(NotAdmitted::Slowed { minutes: minutes_until(until, now) })),
        None => Err(Refused::Rules(NotAdmitted::Wrong)),
    }
}

/// Counts one try more, or says until when the caller has to wait.
pub(super) fn count_one_more(tx: &mut Tx, counts: &Counts, now: Ts) -> Result<Option<Ts>, DbError> {
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
pub(super) fn forget_count(tx: &mut Tx, counts: &Counts, was_counted: bool, now: Ts) -> Result<(), DbError> {
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

/// Why a code alone let nobody in.
#[derive(Debug, thiserror::Error)]
pub enum CodeRefused {
    #[error("the code is wrong")]
    Wrong,
    #[error("too many wrong tries: the next is in {minutes} min")]
    Slowed { minutes: i64 },
}

impl Refusal for CodeRefused {
    fn message(&self) -> Message {
        match self {
            Self::Wrong => Message::new("outside-code-wrong").at("code"),
            Self::Slowed { minutes } => slowed(*minutes),
        }
    }
}

impl From<CodeRefused> for ConfirmError {
    fn from(why: CodeRefused) -> Self {
        match why {
            CodeRefused::Wrong => Self::Refused,
            CodeRefused::Slowed { minutes } => Self::Slowed { minutes },
        }
    }
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

/// Checks name, password and, where the account has one, the one-time code. Blocks for the password hash. That staff signed in
/// is on the audit list; of deputies nothing is, since its times would date their ballots.
pub fn sign_in(
    door: &mut Door<'_>,
    congress: Option<CongressId>,
    login: &str,
    caller: &Caller,
    password: &Password,
    code: &str,
) -> Result<Account, Refused<SignInError>> {
    let known = Login::parse(login);
    let account = match &known {
        Some(login) => door.db.read(|conn| store::by_login(conn, congress, login))?,
        None => None,
    };
    let typed = known.as_ref().map_or(login, Login::as_str);
    let counts = Counts::of(door.secret, account.as_ref(), congress, typed, caller);
    let before = match &account {
        Some(account) if account.person.role.is_staff() => {
            door.db.read(|conn| store::tries_at(conn, &counts.account_key))?
        }
        _ => Vec::new(),
    };
    let shown = admit(door, account.as_ref(), &counts, password, Some(code)).map_err(Refused::on_the_way)?;
    let account = account.ok_or(SignInError::Refused)?;
    if account.person.role.is_staff() {
        let now = door.now;
        let wrong = before.iter().filter(|(caller, _)| caller != door::STRANGERS).map(|(_, tries)| i64::from(*tries));
        let detail = match wrong.sum::<i64>() {
            0 => serde_json::Value::Null,
            wrong => serde_json::json!({ "wrong_before": wrong }),
        };
        door.db.write(|tx| {
            audit::record(tx, &account.person.actor(), now, &Act::new(Deed::SignedIn, typed).with(detail.clone()))?;
            record_recovery(tx, &account.person, now, &shown)
        })?;
    }
    Ok(account)
}

pub(super) fn record_recovery(tx: &mut Tx, person: &Person, at: Ts, shown: &ShownCode) -> Result<(), DbError> {
    let ShownCode::Recovery(_) = shown else { return Ok(()) };
    let left = store::recovery_codes_left(tx, person.id)?;
    let act = Act::new(Deed::RecoveryCodeUsed, &person.name).with(serde_json::json!({ "left": left }));
    audit::record(tx, &person.actor(), at, &act)
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
    let shown = admit(door, Some(&account), &counts, password, Some(code)).map_err(Refused::on_the_way)?;
    let now = door.now;
    Ok(door.db.write(|tx| record_recovery(tx, person, now, &shown))?)
}

fn counts_inside(door: &Door<'_>, account: &Account) -> Counts {
    Counts::of(door.secret, Some(account), account.person.congress, "", &Caller::Inside)
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

/// Whether somebody of that name has an account already that does not go with another one of `role`.
pub fn somebody_must_not_be_both(
    conn: &mut Conn,
    congress: CongressId,
    name: &str,
    role: Role,
) -> Result<bool, DbError> {
    let same = |line: &AccountLine| names::same_name(&line.name) == names::same_name(name);
    let lines = store::accounts_of_congress(conn, congress)?;
    Ok(lines.iter().any(|line| line.active && same(line) && !line.role.goes_with(role)))
}

/// Makes an account whose password was given by somebody else: its holder comes no further than to a new one.
pub fn create_with_initial_password(tx: &mut Tx, new: &NewAccount, at: Ts) -> Result<(), CreateError> {
    create(tx, new, at)?;
    Ok(store::mark_initial_password(tx, new.id)?)
}

#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("the password before is wrong")]
    Refused,
    #[error("too many wrong tries: the next is in {minutes} min")]
    Slowed { minutes: i64 },
    #[error(transparent)]
    Fault(#[from] PasswordFault),
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
            Self::Fault(PasswordFault::Length) => Message::new("password-length").at("new"),
            Self::Fault(PasswordFault::Guessed) => Message::new("password-guessed").at("new"),
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
    let login = door.db.read(|conn| store::login_of(conn, person.id))?.unwrap_or_default();
    let password = Password::chosen(new, &[&login, &person.name]).map_err(PasswordError::from)?;
    if new != again {
        return Err(PasswordError::Differ.into());
    }
    let before = Password::typed(before);
    let counts = counts_inside(door, &account);
    admit(door, Some(&account), &counts, &before, None).map_err(Refused::on_the_way)?;
    if password == before {
        return Err(PasswordError::Same.into());
    }
    let hash = password.hash(door.memory).map_err(DbError::corrupt)?;
    let now = door.now;
    door.db.write(|tx| {
        // The desk may have given another one meanwhile, and that one stands.
        if !store::let_in(tx, &account, &ShownCode::NotAsked)? {
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

/// A password that the program drew and somebody hands over: its holder comes no further than to a new one, and then to
/// setting up new one-time codes.
pub fn reset_to_initial_password(tx: &mut Tx, account: AccountId, hash: &str) -> Result<(), DbError> {
    new_password(tx, account, hash, true)?;
    store::mark_initial_password(tx, account)?;
    store::set_recovery_codes(tx, account, &[])?;
    store::set_codes(tx, account, None, None)
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the code does not fit the secret")]
pub struct WrongCode;

impl Refusal for WrongCode {
    fn message(&self) -> Message {
        Message::new("codes-wrong").at("new_code")
    }
}

/// The authenticator that shows `new_code` is the account's from now on; the recovery codes are told this once.
pub fn set_up_codes(
    tx: &mut Tx,
    secret: &Secret,
    person: &Person,
    at: Ts,
    new_code: &str,
) -> Result<Vec<RecoveryCode>, Refused<WrongCode>> {
    let account = store::by_id(tx, person.id)?.ok_or(Refused::Missing)?;
    let base32 = codes_to_set_up(&account, secret);
    let step = OneTimeCode::of(&base32).and_then(|codes| codes.accept(new_code, at, None)).ok_or(WrongCode)?;
    let sealed = SealedCodeSecret::seal(secret, person.id, &base32).map_err(|why| DbError::corrupt(why.to_string()))?;
    store::set_codes(tx, person.id, Some(&sealed), Some(step))?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::CodesSetUp, &person.name))?;
    Ok(fresh_recovery_codes(tx, secret, person)?)
}

/// New recovery codes, told this once; the ones before are good for nothing any more.
pub fn renew_recovery_codes(
    tx: &mut Tx,
    secret: &Secret,
    person: &Person,
    at: Ts,
) -> Result<Vec<RecoveryCode>, DbError> {
    audit::record(tx, &person.actor(), at, &Act::new(Deed::RecoveryCodesRenewed, &person.name))?;
    fresh_recovery_codes(tx, secret, person)
}

fn fresh_recovery_codes(tx: &mut Tx, secret: &Secret, person: &Person) -> Result<Vec<RecoveryCode>, DbError> {
    let codes: Vec<RecoveryCode> = (0..RECOVERY_CODES).map(|_| RecoveryCode::new(&mut rand::rng())).collect();
    let marks: Vec<String> = codes.iter().map(|code| code.mark(secret, person.id)).collect();
    store::set_recovery_codes(tx, person.id, &marks)?;
    Ok(codes)
}

/// Ends those of somebody's sign-ins; how many.
pub fn end_sign_ins(tx: &mut Tx, person: &Person, at: Ts, ends: impl Fn(&Going) -> bool) -> Result<usize, DbError> {
    let ended: Vec<Going> = sign_ins::going(tx, person.id, at)?.into_iter().filter(|one| ends(one)).collect();
    for one in &ended {
        store::delete_sign_in(tx, &one.token_hash)?;
    }
    Ok(ended.len())
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
