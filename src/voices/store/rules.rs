//! Rows of `voice_rules` and `voice_keys`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use jiff::civil::Date;

use crate::{
    db::{Conn, Day, DbError, Tx},
    ids::CongressId,
    voices::{
        rules::Rules,
        schema::{voice_keys as keys, voice_rules as table},
    },
};

pub fn rules_of(conn: &mut Conn, congress: CongressId) -> Result<Rules, DbError> {
    let known: Option<(i32, i32)> =
        table::table.find(congress).select((table::answer_days, table::retention_days)).first(conn).optional()?;
    let rules = known.map(|(answer_days, retention_days)| Rules { answer_days, retention_days });
    Ok(rules.unwrap_or_default())
}

fn insert(tx: &mut Tx, congress: CongressId, rules: Rules, received: i32) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::congress_id.eq(congress),
            table::answer_days.eq(rules.answer_days),
            table::retention_days.eq(rules.retention_days),
            table::received.eq(received),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn save_rules(tx: &mut Tx, congress: CongressId, rules: Rules) -> Result<(), DbError> {
    let changed = diesel::update(table::table.find(congress))
        .set((table::answer_days.eq(rules.answer_days), table::retention_days.eq(rules.retention_days)))
        .execute(&mut **tx)?;
    if changed == 0 { insert(tx, congress, rules, 0) } else { Ok(()) }
}

/// The next number of a congress; whoever takes one makes all others of this congress wait.
pub fn take_number(tx: &mut Tx, congress: CongressId) -> Result<i32, DbError> {
    let changed =
        diesel::update(table::table.find(congress)).set(table::received.eq(table::received + 1)).execute(&mut **tx)?;
    if changed == 0 {
        insert(tx, congress, Rules::default(), 1)?;
    }
    Ok(table::table.find(congress).select(table::received).first(&mut **tx)?)
}

pub fn sealed_key(conn: &mut Conn, congress: CongressId, month: Date) -> Result<Option<String>, DbError> {
    Ok(keys::table.find((congress, Day(month))).select(keys::sealed_key).first(conn).optional()?)
}

pub fn insert_key(tx: &mut Tx, congress: CongressId, month: Date, sealed: &str) -> Result<(), DbError> {
    diesel::insert_into(keys::table)
        .values((keys::congress_id.eq(congress), keys::month.eq(Day(month)), keys::sealed_key.eq(sealed)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Of months that are over.
pub fn keys_before(conn: &mut Conn, month: Date) -> Result<Vec<(CongressId, Date)>, DbError> {
    let rows: Vec<(CongressId, Day)> =
        keys::table.filter(keys::month.lt(Day(month))).select((keys::congress_id, keys::month)).load(conn)?;
    Ok(rows.into_iter().map(|(congress, month)| (congress, month.0)).collect())
}

pub fn delete_key(tx: &mut Tx, congress: CongressId, month: Date) -> Result<(), DbError> {
    diesel::delete(keys::table.find((congress, Day(month)))).execute(&mut **tx)?;
    Ok(())
}
