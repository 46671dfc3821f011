//! Rows of `year_reports`.

use diesel::{ExpressionMethods, Insertable, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use super::{schema::year_reports, version::Version};
use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{AccountId, CongressId},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = year_reports)]
struct Row {
    congress_id: CongressId,
    year: i32,
    version: i32,
    document: String,
    sha256: String,
    reason: String,
    known_until: Day,
    made_by_account: AccountId,
    made_by: String,
    made_at: Ts,
}

impl From<Row> for Version {
    fn from(row: Row) -> Self {
        let Row {
            congress_id: congress,
            year,
            version,
            document,
            sha256,
            reason,
            known_until,
            made_by_account,
            made_by,
            made_at,
        } = row;
        let known_until = known_until.0;
        Self { congress, year, version, document, sha256, reason, known_until, made_by_account, made_by, made_at }
    }
}

/// Oldest first.
pub fn versions(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Vec<Version>, DbError> {
    let rows: Vec<Row> = year_reports::table
        .select(Row::as_select())
        .filter(year_reports::congress_id.eq(congress))
        .filter(year_reports::year.eq(year))
        .order(year_reports::version)
        .load(conn)?;
    Ok(rows.into_iter().map(Version::from).collect())
}

pub fn insert(tx: &mut Tx, new: &Version) -> Result<(), DbError> {
    let row = Row {
        congress_id: new.congress,
        year: new.year,
        version: new.version,
        document: new.document.clone(),
        sha256: new.sha256.clone(),
        reason: new.reason.clone(),
        known_until: Day(new.known_until),
        made_by_account: new.made_by_account,
        made_by: new.made_by.clone(),
        made_at: new.made_at,
    };
    diesel::insert_into(year_reports::table).values(row).execute(&mut **tx)?;
    Ok(())
}
