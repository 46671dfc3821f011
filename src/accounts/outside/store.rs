//! Rows of `sign_in_providers`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use super::provider::Provider;
use crate::{
    accounts::{
        account::{Account, Role},
        schema::{accounts, sign_in_providers},
    },
    db::{Conn, DbError, Ts, Tx},
    ids::CongressId,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = sign_in_providers)]
struct Row {
    congress_id: CongressId,
    label: String,
    issuer: String,
    client: String,
    client_secret: String,
    claim: String,
    roles: String,
    only_there: String,
    second_factor: String,
}

fn roles_of(text: &str) -> Result<Vec<Role>, DbError> {
    text.split_whitespace().map(|word| word.parse().map_err(|e: String| DbError::corrupt(e))).collect()
}

fn written(roles: &[Role]) -> String {
    roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(" ")
}

pub fn provider(conn: &mut Conn, congress: CongressId) -> Result<Option<Provider>, DbError> {
    let row: Option<Row> = sign_in_providers::table.select(Row::as_select()).find(congress).first(conn).optional()?;
    row.map(|row| {
        Ok(Provider {
            congress: row.congress_id,
            label: row.label,
            issuer: row.issuer,
            client: row.client,
            sealed_secret: row.client_secret,
            claim: row.claim,
            roles: roles_of(&row.roles)?,
            only_there: roles_of(&row.only_there)?,
            second_factor: row.second_factor.split_whitespace().map(ToOwned::to_owned).collect(),
        })
    })
    .transpose()
}

/// Whether passwords are switched off for the role there.
pub fn is_only_there(conn: &mut Conn, congress: Option<CongressId>, role: Role) -> Result<bool, DbError> {
    match congress {
        Some(congress) => Ok(provider(conn, congress)?.is_some_and(|provider| provider.is_the_only_way_of(role))),
        None => Ok(false),
    }
}

pub fn set(tx: &mut Tx, provider: &Provider) -> Result<(), DbError> {
    remove(tx, provider.congress)?;
    diesel::insert_into(sign_in_providers::table)
        .values((
            sign_in_providers::congress_id.eq(provider.congress),
            sign_in_providers::label.eq(&provider.label),
            sign_in_providers::issuer.eq(&provider.issuer),
            sign_in_providers::client.eq(&provider.client),
            sign_in_providers::client_secret.eq(&provider.sealed_secret),
            sign_in_providers::claim.eq(&provider.claim),
            sign_in_providers::roles.eq(written(&provider.roles)),
            sign_in_providers::only_there.eq(written(&provider.only_there)),
            sign_in_providers::second_factor.eq(provider.second_factor.join(" ")),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn remove(tx: &mut Tx, congress: CongressId) -> Result<bool, DbError> {
    Ok(diesel::delete(sign_in_providers::table.find(congress)).execute(&mut **tx)? == 1)
}

/// Uses up what was shown at that moment and all that was shown before; one such try of many gets `true`.
pub fn use_up(tx: &mut Tx, account: &Account, shown_at: Ts) -> Result<bool, DbError> {
    use diesel::BoolExpressionMethods;
    let unused = accounts::shown_elsewhere_at.is_null().or(accounts::shown_elsewhere_at.lt(Some(shown_at)));
    let own = accounts::table.find(account.person.id).filter(accounts::active.eq(true)).filter(unused);
    Ok(diesel::update(own).set(accounts::shown_elsewhere_at.eq(Some(shown_at))).execute(&mut **tx)? == 1)
}
