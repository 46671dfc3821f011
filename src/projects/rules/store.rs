//! Rows of `tracking_rules`.

use diesel::{ExpressionMethods, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use super::rule::TrackingRules;
use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, CongressId},
    projects::schema::tracking_rules as table,
};

/// A version of the rules.
#[derive(Clone, Debug)]
pub struct Version {
    pub version: i32,
    pub rules: TrackingRules,
    pub made_by_account: AccountId,
    pub made_by: String,
    pub made_at: Ts,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    version: i32,
    document: String,
    made_by_account: AccountId,
    made_by: String,
    made_at: Ts,
}

/// Newest first.
pub fn versions(conn: &mut Conn, congress: CongressId) -> Result<Vec<Version>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::congress_id.eq(congress))
        .order(table::version.desc())
        .load(conn)?;
    let read = |row: Row| {
        let Row { version, document, made_by_account, made_by, made_at } = row;
        let rules = serde_json::from_str(&document).map_err(DbError::corrupt)?;
        Ok(Version { version, rules, made_by_account, made_by, made_at })
    };
    rows.into_iter().map(read).collect()
}

/// The usual ones before the congress has said anything else.
pub fn rules_of(conn: &mut Conn, congress: CongressId) -> Result<TrackingRules, DbError> {
    Ok(versions(conn, congress)?.into_iter().next().map_or_else(TrackingRules::default, |newest| newest.rules))
}

pub fn insert(tx: &mut Tx, congress: CongressId, new: &Version) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::congress_id.eq(congress),
            table::version.eq(new.version),
            table::document.eq(serde_json::to_string(&new.rules).map_err(DbError::corrupt)?),
            table::made_by_account.eq(new.made_by_account),
            table::made_by.eq(&new.made_by),
            table::made_at.eq(new.made_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
