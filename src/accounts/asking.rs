//! Accounts of staff, kept by two: one of the secretariat asks, another confirms. A password that is handed over has two
//! halves, each seen by one of the two, so that neither can sign in as its holder.

use super::{
    account::{AccountLine, Login, NewAccount, Person, Role, SecondFactor},
    actions,
    password::{Password, readable_half},
    store,
};
use crate::{
    audit::{self, Act, Actor, Deed},
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, AccountRequestId, CongressId},
    web::{HashError, HashingMemory, Message, Refusal, Refused, Secret},
    word_enum,
};

word_enum! {
    /// What is asked for.
    AccountAct {
        Create = "create",
        /// A new password; a closed account is open again.
        Reset = "reset",
        Close = "close",
    }
}

impl AccountAct {
    /// Whether a password is handed over.
    pub fn gives_a_password(self) -> bool {
        self != Self::Close
    }
}

/// What waits for a second person.
#[derive(Clone, Debug)]
pub struct AccountRequest {
    pub id: AccountRequestId,
    pub congress: CongressId,
    pub act: AccountAct,
    /// The account, unless it is yet to be made.
    pub account: Option<AccountId>,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub requested_by: AccountId,
    pub requested_name: String,
    pub requested_at: Ts,
}

impl AccountRequest {
    /// The half of the password that whoever asked passes on. It follows from the request while that waits.
    pub fn first_half(&self, secret: &Secret) -> String {
        readable_half(&secret.derive("first half of a password", self.id.to_string().as_bytes()))
    }

    fn must_be_confirmed_by(&self, person: AccountId) -> Result<(), AccountError> {
        if self.requested_by == person { Err(AccountError::SamePerson) } else { self.must_not_concern(person) }
    }

    fn must_not_concern(&self, person: AccountId) -> Result<(), AccountError> {
        if self.account == Some(person) { Err(AccountError::OwnAccount) } else { Ok(()) }
    }
}

/// Accounts that the secretariat makes itself; units, supervisors and deputies get theirs with their work.
pub const MADE_HERE: [Role; 3] = [Role::Secretariat, Role::Scrutineer, Role::Auditor];

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    #[error("no sign-in name")]
    BadLogin,
    #[error("no name")]
    BadName,
    #[error("no role that is made here")]
    BadRole,
    #[error("the sign-in name {0} is taken")]
    Taken(String),
    #[error("{0} would have two offices that one person must not have")]
    OneOfBoth(String),
    #[error("{0} has asked already")]
    Already(String),
    #[error("it is closed already")]
    ClosedAlready,
    #[error("fewer than two of the secretariat would be left")]
    TooFewLeft,
    #[error("one cannot decide on one's own account")]
    OwnAccount,
    #[error("whoever asked cannot confirm")]
    SamePerson,
    #[error("it has been confirmed or withdrawn")]
    Answered,
}

impl Refusal for AccountError {
    fn message(&self) -> Message {
        match self {
            Self::BadLogin => Message::new("account-login-wrong").at("login"),
            Self::BadName => Message::new("account-name-missing").at("name"),
            Self::BadRole => Message::new("staff-bad-role").at("role"),
            Self::Taken(login) => Message::new("account-login-taken").with("login", login).at("login"),
            Self::OneOfBoth(name) => Message::new("account-one-of-both").with("name", name).at("name"),
            Self::Already(name) => Message::new("staff-already").with("name", name),
            Self::ClosedAlready => "staff-closed-already".into(),
            Self::TooFewLeft => "staff-too-few-left".into(),
            Self::OwnAccount => "staff-own-account".into(),
            Self::SamePerson => "staff-same-person".into(),
            Self::Answered => "staff-answered".into(),
        }
    }
}

/// An account that is yet to be made, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct NewStaff {
    pub role: String,
    pub name: String,
    pub login: String,
}

/// Asks for a new account.
pub fn ask_to_create(
    tx: &mut Tx,
    congress: CongressId,
    by: &Person,
    at: Ts,
    typed: &NewStaff,
) -> Result<AccountRequestId, Refused<AccountError>> {
    let login = Login::parse(&typed.login).ok_or(AccountError::BadLogin)?;
    let name = typed.name.trim();
    if !(2..=40).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(AccountError::BadName.into());
    }
    let role = typed.role.parse().ok().filter(|role| MADE_HERE.contains(role)).ok_or(AccountError::BadRole)?;
    if store::by_login(tx, Some(congress), &login)?.is_some() {
        return Err(AccountError::Taken(login.as_str().to_owned()).into());
    }
    may_have_the_office(tx, congress, name, role)?;
    let login = login.as_str().to_owned();
    let request = AccountRequest {
        id: AccountRequestId::new(),
        congress,
        act: AccountAct::Create,
        account: None,
        login,
        name: name.to_owned(),
        role,
        requested_by: by.id,
        requested_name: by.name.clone(),
        requested_at: at,
    };
    waits(tx, &by.actor(), at, &request)
}

fn may_have_the_office(
    conn: &mut Conn,
    congress: CongressId,
    name: &str,
    role: Role,
) -> Result<(), Refused<AccountError>> {
    match actions::somebody_must_not_be_both(conn, congress, name, role)? {
        true => Err(AccountError::OneOfBoth(name.to_owned()).into()),
        false => Ok(()),
    }
}

/// Asks for what becomes of an account that is there.
pub fn ask_about(
    tx: &mut Tx,
    congress: CongressId,
    by: &Person,
    at: Ts,
    (act, account): (AccountAct, AccountId),
) -> Result<AccountRequestId, Refused<AccountError>> {
    let known = store::staff_of_congress(tx, congress)?.into_iter().find(|line| line.id == account);
    let known = known.ok_or(Refused::Missing)?;
    let request = AccountRequest {
        id: AccountRequestId::new(),
        congress,
        act,
        account: Some(account),
        login: known.login,
        name: known.name,
        role: known.role,
        requested_by: by.id,
        requested_name: by.name.clone(),
        requested_at: at,
    };
    request.must_not_concern(by.id)?;
    may_be_closed(tx, &request)?;
    waits(tx, &by.actor(), at, &request)
}

fn waits(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    request: &AccountRequest,
) -> Result<AccountRequestId, Refused<AccountError>> {
    let pending = store::account_requests(tx, request.congress)?;
    if let Some(before) = pending.iter().find(|before| before.login == request.login) {
        return Err(AccountError::Already(before.requested_name.clone()).into());
    }
    store::insert_account_request(tx, request)?;
    let detail = serde_json::json!({ "asked_for": request.act, "role": request.role });
    audit::record(tx, actor, at, &Act::new(Deed::AccountActRequested, &request.login).with(detail))?;
    Ok(request.id)
}

/// Two of the secretariat must be left, or nobody could confirm anything.
fn may_be_closed(conn: &mut Conn, request: &AccountRequest) -> Result<(), Refused<AccountError>> {
    if request.act != AccountAct::Close {
        return Ok(());
    }
    let staff = store::staff_of_congress(conn, request.congress)?;
    let left = |line: &&AccountLine| line.role == Role::Secretariat && line.active && Some(line.id) != request.account;
    match staff.iter().find(|line| Some(line.id) == request.account) {
        Some(line) if !line.active => Err(AccountError::ClosedAlready.into()),
        Some(line) if line.role == Role::Secretariat && staff.iter().filter(left).count() < 2 => {
            Err(AccountError::TooFewLeft.into())
        }
        _ => Ok(()),
    }
}

/// A password whose first half follows from the request; the second is drawn for whoever confirms.
pub struct HandedOver {
    pub second_half: String,
    hash: String,
}

/// Blocks for the hash.
pub fn draw_second_half(
    request: &AccountRequest,
    secret: &Secret,
    memory: &mut HashingMemory,
) -> Result<HandedOver, HashError> {
    let mut drawn = [0_u8; 32];
    rand::Rng::fill_bytes(&mut rand::rng(), &mut drawn);
    let second_half = readable_half(&drawn);
    let whole = Password::typed(&format!("{}-{second_half}", request.first_half(secret)));
    Ok(HandedOver { hash: whole.hash(memory)?, second_half })
}

/// The second person's yes: what was asked for is done.
pub fn confirm(
    tx: &mut Tx,
    congress: CongressId,
    by: &Person,
    at: Ts,
    id: AccountRequestId,
    handed: Option<&HandedOver>,
) -> Result<(), Refused<AccountError>> {
    let request = pending(tx, congress, id)?;
    request.must_be_confirmed_by(by.id)?;
    if request.act.gives_a_password() {
        may_have_the_office(tx, congress, &request.name, request.role)?;
    }
    let action = match (request.act, request.account, handed) {
        (AccountAct::Create, None, Some(handed)) => {
            let login = Login::parse(&request.login).ok_or_else(|| DbError::corrupt("a sign-in name is none"))?;
            let new = NewAccount {
                id: AccountId::new(),
                congress: Some(congress),
                login,
                name: request.name.clone(),
                role: request.role,
                password_hash: handed.hash.clone(),
                second_factor: SecondFactor::of_new(request.role),
            };
            actions::create_with_initial_password(tx, &new, at).map_err(|why| match why {
                actions::CreateError::Taken(login) => Refused::from(AccountError::Taken(login)),
                actions::CreateError::Db(error) => Refused::Db(error),
            })?;
            Deed::AccountMade
        }
        (AccountAct::Reset, Some(account), Some(handed)) => {
            store::set_holder(tx, account, &request.name)?;
            actions::hand_over_password(tx, account, &handed.hash)?;
            Deed::AccountReset
        }
        (AccountAct::Close, Some(account), _) => {
            may_be_closed(tx, &request)?;
            actions::close(tx, account)?;
            Deed::AccountClosed
        }
        _ => return Err(DbError::corrupt("a request about an account makes no sense").into()),
    };
    store::delete_account_request(tx, id)?;
    let detail = serde_json::json!({ "requested_by": request.requested_name });
    Ok(audit::record(tx, &by.actor(), at, &Act::new(action, &request.login).with(detail))?)
}

/// Takes a request back; any of the secretariat may.
pub fn withdraw(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    id: AccountRequestId,
) -> Result<(), Refused<AccountError>> {
    let request = pending(tx, congress, id)?;
    store::delete_account_request(tx, id)?;
    Ok(audit::record(tx, actor, at, &Act::new(Deed::AccountActWithdrawn, &request.login))?)
}

fn pending(conn: &mut Conn, congress: CongressId, id: AccountRequestId) -> Result<AccountRequest, AccountAnswered> {
    let all = store::account_requests(conn, congress).map_err(AccountAnswered::Db)?;
    all.into_iter().find(|request| request.id == id).ok_or(AccountAnswered::Gone)
}

enum AccountAnswered {
    Gone,
    Db(DbError),
}

impl From<AccountAnswered> for Refused<AccountError> {
    fn from(why: AccountAnswered) -> Self {
        match why {
            AccountAnswered::Gone => AccountError::Answered.into(),
            AccountAnswered::Db(error) => Self::Db(error),
        }
    }
}

/// Whoever has to wait at that account need not; one person is enough, since nothing is opened by it.
pub fn unlock_staff(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    account: AccountId,
) -> Result<(), Refused<AccountError>> {
    let staff = store::staff_of_congress(tx, congress)?;
    let line = staff.into_iter().find(|line| line.id == account).ok_or(Refused::Missing)?;
    actions::unlock(tx, account)?;
    Ok(audit::record(tx, actor, at, &Act::new(Deed::AccountUnlocked, line.login))?)
}
