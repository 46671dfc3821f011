//! Rows of `accounts` and `sign_ins`.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::account::{Account, AccountName, Login, NewAccount, Person, Role};
use crate::{
    db::{
        Conn, DbError, Ts, Tx,
        schema::{accounts, sign_ins},
    },
    ids::{AccountId, CongressId},
};

type Row = (AccountId, Option<CongressId>, String, Role, String, Option<String>, Option<i64>, i32, Option<Ts>, bool);

fn account(row: Row) -> Account {
    let (
        id,
        congress,
        name,
        role,
        password_hash,
        one_time_code_secret,
        last_code_step,
        failed_attempts,
        locked,
        active,
    ) = row;
    Account {
        person: Person { id, congress, name, role },
        password_hash,
        one_time_code_secret,
        last_code_step,
        failed_attempts,
        locked_until: locked,
        active,
    }
}

macro_rules! columns {
    () => {
        (
            accounts::id,
            accounts::congress_id,
            accounts::name,
            accounts::role,
            accounts::password_hash,
            accounts::one_time_code_secret,
            accounts::last_code_step,
            accounts::failed_attempts,
            accounts::locked_until,
            accounts::active,
        )
    };
}

/// The account of that name in the congress, or an operator's, which belongs to none.
pub fn by_login(conn: &mut Conn, congress: Option<CongressId>, login: &Login) -> Result<Option<Account>, DbError> {
    let row: Option<Row> = accounts::table
        .select(columns!())
        .filter(accounts::login.eq(login.as_str()))
        .filter(accounts::congress_id.eq(congress).or(accounts::congress_id.is_null()))
        .first(conn)
        .optional()?;
    Ok(row.map(account))
}

pub fn by_id(conn: &mut Conn, id: AccountId) -> Result<Option<Account>, DbError> {
    let row: Option<Row> = accounts::table.select(columns!()).find(id).first(conn).optional()?;
    Ok(row.map(account))
}

/// Who may sign in to the congress in that role, by name.
pub fn accounts_of_role(conn: &mut Conn, congress: CongressId, role: Role) -> Result<Vec<AccountName>, DbError> {
    let rows: Vec<(AccountId, String, String)> = accounts::table
        .select((accounts::id, accounts::login, accounts::name))
        .filter(accounts::congress_id.eq(Some(congress)))
        .filter(accounts::role.eq(role))
        .filter(accounts::active.eq(true))
        .order((accounts::name, accounts::login))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, login, name)| AccountName { id, login, name }).collect())
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
            accounts::one_time_code_secret.eq(&new.one_time_code_secret),
            accounts::failed_attempts.eq(0),
            accounts::active.eq(true),
            accounts::created_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_failures(tx: &mut Tx, id: AccountId, failed: i32, locked_until: Option<Ts>) -> Result<(), DbError> {
    diesel::update(accounts::table.find(id))
        .set((accounts::failed_attempts.eq(failed), accounts::locked_until.eq(locked_until)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_code_step(tx: &mut Tx, id: AccountId, step: i64) -> Result<(), DbError> {
    diesel::update(accounts::table.find(id)).set(accounts::last_code_step.eq(Some(step))).execute(&mut **tx)?;
    Ok(())
}

pub fn set_password(tx: &mut Tx, id: AccountId, hash: &str) -> Result<(), DbError> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::password_hash.eq(hash),
            accounts::initial_password.eq(false),
            accounts::failed_attempts.eq(0),
            accounts::locked_until.eq(None::<Ts>),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The password that stands now was given by somebody else.
pub fn mark_initial_password(tx: &mut Tx, id: AccountId) -> Result<(), DbError> {
    diesel::update(accounts::table.find(id)).set(accounts::initial_password.eq(true)).execute(&mut **tx)?;
    Ok(())
}

pub fn has_initial_password(conn: &mut Conn, id: AccountId) -> Result<bool, DbError> {
    Ok(accounts::table.find(id).select(accounts::initial_password).first(conn).optional()?.unwrap_or(false))
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

/// The state of a sign-in that has not expired, as JSON.
pub fn sign_in_state(conn: &mut Conn, token_hash: &str, now: Ts) -> Result<Option<String>, DbError> {
    Ok(sign_ins::table
        .find(token_hash)
        .filter(sign_ins::expires_at.gt(now))
        .select(sign_ins::state)
        .first(conn)
        .optional()?)
}

pub fn save_sign_in(
    tx: &mut Tx,
    token_hash: &str,
    account: Option<AccountId>,
    state: &str,
    expires_at: Ts,
) -> Result<(), DbError> {
    diesel::delete(sign_ins::table.find(token_hash)).execute(&mut **tx)?;
    diesel::insert_into(sign_ins::table)
        .values((
            sign_ins::token_hash.eq(token_hash),
            sign_ins::account_id.eq(account),
            sign_ins::state.eq(state),
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
