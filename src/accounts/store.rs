//! Rows of `accounts`, `recovery_codes`, `sign_in_tries` and `sign_ins`; `unit_members` is written by `projects`.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, Queryable, RunQueryDsl,
    Selectable, SelectableHelper,
};

use super::{
    account::{Account, AccountLine, AccountName, Login, NewAccount, Person, Role, SecondFactor},
    asking::{AccountAct, AccountRequest},
    door::Tries,
    sealed_code::SealedCodeSecret,
    second_factor::ShownCode,
};
use crate::{
    accounts::schema::{account_requests, accounts, recovery_codes, sign_in_tries, sign_ins, unit_members},
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, AccountRequestId, CongressId, UnitId},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
struct Row {
    id: AccountId,
    congress_id: Option<CongressId>,
    name: String,
    role: Role,
    password_hash: String,
    one_time_code_secret: Option<String>,
    last_code_step: Option<i64>,
    active: bool,
    initial_password: bool,
    drawn_password: bool,
    sets_up_codes: bool,
    shown_elsewhere_at: Option<Ts>,
}

impl From<Row> for Account {
    fn from(row: Row) -> Self {
        let second_factor = match (row.one_time_code_secret, row.sets_up_codes) {
            (_, true) => SecondFactor::ToSetUp,
            (Some(sealed), false) => SecondFactor::Codes(SealedCodeSecret::stored(sealed)),
            (None, false) => SecondFactor::NotAsked,
        };
        Self {
            person: Person { id: row.id, congress: row.congress_id, name: row.name, role: row.role },
            password_hash: row.password_hash,
            second_factor,
            last_code_step: row.last_code_step,
            active: row.active,
            initial_password: row.initial_password,
            drawn_password: row.drawn_password,
            shown_elsewhere_at: row.shown_elsewhere_at,
        }
    }
}

/// The account of that name in the congress, or an operator's, which belongs to none.
pub fn by_login(conn: &mut Conn, congress: Option<CongressId>, login: &Login) -> Result<Option<Account>, DbError> {
    let row: Option<Row> = accounts::table
        .select(Row::as_select())
        .filter(accounts::login.eq(login.as_str()))
        .filter(accounts::congress_id.eq(congress).or(accounts::congress_id.is_null()))
        .first(conn)
        .optional()?;
    Ok(row.map(Account::from))
}

pub fn by_id(conn: &mut Conn, id: AccountId) -> Result<Option<Account>, DbError> {
    let row: Option<Row> = accounts::table.select(Row::as_select()).find(id).first(conn).optional()?;
    Ok(row.map(Account::from))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
struct NameRow {
    id: AccountId,
    login: String,
    name: String,
}

/// Who may sign in to the congress in that role, by name.
pub fn accounts_of_role(conn: &mut Conn, congress: CongressId, role: Role) -> Result<Vec<AccountName>, DbError> {
    let rows = accounts::table
        .select(NameRow::as_select())
        .filter(accounts::congress_id.eq(Some(congress)))
        .filter(accounts::role.eq(role))
        .filter(accounts::active.eq(true))
        .order((accounts::name, accounts::login))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| AccountName { id: row.id, login: row.login, name: row.name }).collect())
}

/// The unit that an account works for.
pub fn works_for(conn: &mut Conn, account: AccountId) -> Result<Option<UnitId>, DbError> {
    Ok(unit_members::table.find(account).select(unit_members::unit_id).first(conn).optional()?)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
struct LineRow {
    id: AccountId,
    login: String,
    name: String,
    role: Role,
    active: bool,
    initial_password: bool,
    one_time_code_secret: Option<String>,
}

/// Everybody with an account in the congress, closed ones too, and the operators.
pub fn accounts_of_congress(conn: &mut Conn, congress: CongressId) -> Result<Vec<AccountLine>, DbError> {
    let rows = accounts::table
        .select(LineRow::as_select())
        .filter(accounts::congress_id.eq(Some(congress)).or(accounts::congress_id.is_null()))
        .order((accounts::role, accounts::login))
        .load(conn)?;
    Ok(rows.into_iter().map(AccountLine::from).collect())
}

impl From<LineRow> for AccountLine {
    fn from(row: LineRow) -> Self {
        Self {
            id: row.id,
            login: row.login,
            name: row.name,
            role: row.role,
            active: row.active,
            initial_password: row.initial_password,
            one_time_code: row.one_time_code_secret.is_some(),
        }
    }
}

/// Everybody with an account in the congress but its deputies, closed ones too.
pub fn staff_of_congress(conn: &mut Conn, congress: CongressId) -> Result<Vec<AccountLine>, DbError> {
    let rows = accounts::table
        .select(LineRow::as_select())
        .filter(accounts::congress_id.eq(Some(congress)))
        .filter(accounts::role.ne(Role::Deputy))
        .order((accounts::role, accounts::login))
        .load(conn)?;
    Ok(rows.into_iter().map(AccountLine::from).collect())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = account_requests)]
struct RequestRow {
    id: AccountRequestId,
    congress_id: CongressId,
    act: AccountAct,
    account_id: Option<AccountId>,
    login: String,
    name: String,
    role: Role,
    requested_by: AccountId,
    requested_name: String,
    requested_at: Ts,
}

impl From<RequestRow> for AccountRequest {
    fn from(row: RequestRow) -> Self {
        Self {
            id: row.id,
            congress: row.congress_id,
            act: row.act,
            account: row.account_id,
            login: row.login,
            name: row.name,
            role: row.role,
            requested_by: row.requested_by,
            requested_name: row.requested_name,
            requested_at: row.requested_at,
        }
    }
}

/// What waits for a second person, the oldest first.
pub fn account_requests(conn: &mut Conn, congress: CongressId) -> Result<Vec<AccountRequest>, DbError> {
    let rows: Vec<RequestRow> = account_requests::table
        .select(RequestRow::as_select())
        .filter(account_requests::congress_id.eq(congress))
        .order(account_requests::requested_at)
        .load(conn)?;
    Ok(rows.into_iter().map(AccountRequest::from).collect())
}

pub fn insert_account_request(tx: &mut Tx, request: &AccountRequest) -> Result<(), DbError> {
    let row = RequestRow {
        id: request.id,
        congress_id: request.congress,
        act: request.act,
        account_id: request.account,
        login: request.login.clone(),
        name: request.name.clone(),
        role: request.role,
        requested_by: request.requested_by,
        requested_name: request.requested_name.clone(),
        requested_at: request.requested_at,
    };
    diesel::insert_into(account_requests::table).values(&row).execute(&mut **tx)?;
    Ok(())
}

pub fn delete_account_request(tx: &mut Tx, id: AccountRequestId) -> Result<(), DbError> {
    diesel::delete(account_requests::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

/// Until when somebody has to wait at the account, if anybody does.
pub fn longest_wait_at(conn: &mut Conn, account_key: &str) -> Result<Option<Ts>, DbError> {
    let longest: Option<Option<Ts>> = sign_in_tries::table
        .filter(sign_in_tries::account_key.eq(account_key))
        .filter(sign_in_tries::free_at.is_not_null())
        .order(sign_in_tries::free_at.desc())
        .select(sign_in_tries::free_at)
        .first(conn)
        .optional()?;
    Ok(longest.flatten())
}

pub fn insert(tx: &mut Tx, new: &NewAccount, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(new.id),
            accounts::congress_id.eq(new.congress),
            accounts::login.eq(new.login.as_str()),
            accounts::name.eq(&new.name),
            accounts::role.eq(new.role),
            accounts::password_hash.eq(&new.password_hash),
            accounts::one_time_code_secret.eq(new.second_factor.codes().map(SealedCodeSecret::as_str)),
            accounts::sets_up_codes.eq(matches!(new.second_factor, SecondFactor::ToSetUp)),
            accounts::active.eq(true),
            accounts::initial_password.eq(false),
            accounts::drawn_password.eq(false),
            accounts::created_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Lets in whoever showed the password that stands, and uses up the code: one such try of many gets `true`. Locks the row of
/// the account.
pub fn let_in(tx: &mut Tx, account: &Account, code: &ShownCode) -> Result<bool, DbError> {
    let id = account.person.id;
    let same = accounts::table
        .find(id)
        .filter(accounts::active.eq(true))
        .filter(accounts::password_hash.eq(&account.password_hash));
    let rows = match code {
        ShownCode::OfStep(step) => {
            let unused = accounts::last_code_step.is_null().or(accounts::last_code_step.lt(Some(*step)));
            diesel::update(same.filter(unused)).set(accounts::last_code_step.eq(Some(*step))).execute(&mut **tx)?
        }
        ShownCode::NotAsked => diesel::update(same).set(accounts::active.eq(true)).execute(&mut **tx)?,
        ShownCode::Recovery(mark) => {
            let there = diesel::update(same).set(accounts::active.eq(true)).execute(&mut **tx)?;
            let used = diesel::delete(recovery_codes::table.find((id, mark))).execute(&mut **tx)?;
            there.min(used)
        }
    };
    Ok(rows == 1)
}

/// How many of them are left.
pub fn recovery_codes_left(conn: &mut Conn, account: AccountId) -> Result<i64, DbError> {
    Ok(recovery_codes::table.filter(recovery_codes::account_id.eq(account)).count().get_result(conn)?)
}

/// Those that were there before are good for nothing any more.
pub fn set_recovery_codes(tx: &mut Tx, account: AccountId, marks: &[String]) -> Result<(), DbError> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(account))).execute(&mut **tx)?;
    for mark in marks {
        diesel::insert_into(recovery_codes::table)
            .values((recovery_codes::account_id.eq(account), recovery_codes::mark.eq(mark)))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// What has been tried at an account by whomever, as far as it is remembered.
pub fn tries_at(conn: &mut Conn, account_key: &str) -> Result<Vec<(String, i32)>, DbError> {
    Ok(sign_in_tries::table
        .filter(sign_in_tries::account_key.eq(account_key))
        .select((sign_in_tries::caller, sign_in_tries::tries))
        .load(conn)?)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sign_in_tries)]
struct TriesRow {
    tries: i32,
    last_at: Ts,
    free_at: Option<Ts>,
}

/// What has been counted of that caller; locked until the transaction ends.
pub fn lock_tries(tx: &mut Tx, account_key: &str, caller: &str, now: Ts) -> Result<Tries, DbError> {
    let row = || sign_in_tries::table.find((account_key.to_owned(), caller.to_owned()));
    let there = diesel::update(row()).set(sign_in_tries::caller.eq(caller)).execute(&mut **tx)?;
    if there == 0 {
        let none = Tries::none(now);
        diesel::insert_into(sign_in_tries::table)
            .values((
                sign_in_tries::account_key.eq(account_key),
                sign_in_tries::caller.eq(caller),
                sign_in_tries::tries.eq(none.tries),
                sign_in_tries::last_at.eq(none.last_at),
                sign_in_tries::free_at.eq(none.free_at),
            ))
            .execute(&mut **tx)?;
        return Ok(none);
    }
    let counted = row().select(TriesRow::as_select()).first(&mut **tx)?;
    Ok(Tries { tries: counted.tries, last_at: counted.last_at, free_at: counted.free_at })
}

pub fn set_tries(tx: &mut Tx, account_key: &str, caller: &str, counted: &Tries) -> Result<(), DbError> {
    diesel::update(sign_in_tries::table.find((account_key.to_owned(), caller.to_owned())))
        .set((
            sign_in_tries::tries.eq(counted.tries),
            sign_in_tries::last_at.eq(counted.last_at),
            sign_in_tries::free_at.eq(counted.free_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Every caller starts afresh at this account.
pub fn forget_tries_at(tx: &mut Tx, account_key: &str) -> Result<(), DbError> {
    diesel::delete(sign_in_tries::table.filter(sign_in_tries::account_key.eq(account_key))).execute(&mut **tx)?;
    Ok(())
}

pub fn forget_tries_before(tx: &mut Tx, moment: Ts) -> Result<usize, DbError> {
    Ok(diesel::delete(sign_in_tries::table.filter(sign_in_tries::last_at.le(moment))).execute(&mut **tx)?)
}

pub fn set_password(tx: &mut Tx, id: AccountId, hash: &str, drawn: bool) -> Result<(), DbError> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::password_hash.eq(hash),
            accounts::initial_password.eq(false),
            accounts::drawn_password.eq(drawn),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The codes of a new secret, of which that half-minute's is used up; without one the holder sets them up next.
pub fn set_codes(
    tx: &mut Tx,
    id: AccountId,
    sealed: Option<&SealedCodeSecret>,
    used: Option<i64>,
) -> Result<(), DbError> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::one_time_code_secret.eq(sealed.map(SealedCodeSecret::as_str)),
            accounts::last_code_step.eq(used),
            accounts::sets_up_codes.eq(sealed.is_none()),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The name by which somebody signs in.
pub fn login_of(conn: &mut Conn, id: AccountId) -> Result<Option<String>, DbError> {
    Ok(accounts::table.find(id).select(accounts::login).first(conn).optional()?)
}

/// The password that stands now was drawn by the program and given by somebody else.
pub fn mark_initial_password(tx: &mut Tx, id: AccountId) -> Result<(), DbError> {
    diesel::update(accounts::table.find(id))
        .set((accounts::initial_password.eq(true), accounts::drawn_password.eq(true)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_holder(tx: &mut Tx, id: AccountId, name: &str) -> Result<(), DbError> {
    diesel::update(accounts::table.find(id))
        .set((accounts::name.eq(name), accounts::active.eq(true)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_inactive(tx: &mut Tx, id: AccountId) -> Result<(), DbError> {
    diesel::update(accounts::table.find(id)).set(accounts::active.eq(false)).execute(&mut **tx)?;
    Ok(())
}

pub fn delete_sign_ins_of(tx: &mut Tx, id: AccountId) -> Result<(), DbError> {
    diesel::delete(sign_ins::table.filter(sign_ins::account_id.eq(Some(id)))).execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sign_ins)]
pub struct SignInRow {
    pub token_hash: String,
    /// JSON.
    pub state: String,
    pub seen_at: Ts,
}

/// A sign-in that has not expired.
pub fn sign_in(conn: &mut Conn, token_hash: &str, now: Ts) -> Result<Option<SignInRow>, DbError> {
    Ok(sign_ins::table
        .find(token_hash)
        .filter(sign_ins::expires_at.gt(now))
        .select(SignInRow::as_select())
        .first(conn)
        .optional()?)
}

/// Those of one account that have not expired.
pub fn sign_ins_of(conn: &mut Conn, account: AccountId, now: Ts) -> Result<Vec<SignInRow>, DbError> {
    Ok(sign_ins::table
        .filter(sign_ins::account_id.eq(Some(account)))
        .filter(sign_ins::expires_at.gt(now))
        .select(SignInRow::as_select())
        .load(conn)?)
}

pub fn sign_in_was_seen(tx: &mut Tx, token_hash: &str, at: Ts) -> Result<(), DbError> {
    diesel::update(sign_ins::table.find(token_hash)).set(sign_ins::seen_at.eq(at)).execute(&mut **tx)?;
    Ok(())
}

pub fn save_sign_in(tx: &mut Tx, account: Option<AccountId>, row: &SignInRow, expires_at: Ts) -> Result<(), DbError> {
    diesel::delete(sign_ins::table.find(&row.token_hash)).execute(&mut **tx)?;
    diesel::insert_into(sign_ins::table)
        .values((
            sign_ins::token_hash.eq(&row.token_hash),
            sign_ins::account_id.eq(account),
            sign_ins::state.eq(&row.state),
            sign_ins::seen_at.eq(row.seen_at),
            sign_ins::expires_at.eq(expires_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn extend_sign_in(tx: &mut Tx, token_hash: &str, expires_at: Ts) -> Result<(), DbError> {
    diesel::update(sign_ins::table.find(token_hash)).set(sign_ins::expires_at.eq(expires_at)).execute(&mut **tx)?;
    Ok(())
}

pub fn delete_sign_in(tx: &mut Tx, token_hash: &str) -> Result<(), DbError> {
    diesel::delete(sign_ins::table.find(token_hash)).execute(&mut **tx)?;
    Ok(())
}

pub fn delete_expired_sign_ins(tx: &mut Tx, now: Ts) -> Result<usize, DbError> {
    Ok(diesel::delete(sign_ins::table.filter(sign_ins::expires_at.le(now))).execute(&mut **tx)?)
}
