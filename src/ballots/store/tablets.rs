//! Rows of `tablets`.

use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};

use crate::{
    ballots::{schema::tablets as tablets_table, tablets::Tablet},
    db::{Conn, DbError, Ts, Tx},
    ids::{CongressId, TabletId},
};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = tablets_table)]
struct TabletRow {
    id: TabletId,
    congress_id: CongressId,
    name: String,
    seen_at: Option<Ts>,
}

impl From<TabletRow> for Tablet {
    fn from(row: TabletRow) -> Self {
        Self { id: row.id, congress: row.congress_id, name: row.name, seen: row.seen_at }
    }
}

/// The tablets of a congress, by name.
pub fn tablets(conn: &mut Conn, congress: CongressId) -> Result<Vec<Tablet>, DbError> {
    let rows: Vec<TabletRow> = tablets_table::table
        .select(TabletRow::as_select())
        .filter(tablets_table::congress_id.eq(congress))
        .order((tablets_table::name, tablets_table::id))
        .load(conn)?;
    Ok(rows.into_iter().map(Tablet::from).collect())
}

pub fn tablet(conn: &mut Conn, id: TabletId) -> Result<Option<Tablet>, DbError> {
    let row: Option<TabletRow> = tablets_table::table.find(id).select(TabletRow::as_select()).first(conn).optional()?;
    Ok(row.map(Tablet::from))
}

pub fn insert_tablet(tx: &mut Tx, tablet: &Tablet) -> Result<(), DbError> {
    let row =
        TabletRow { id: tablet.id, congress_id: tablet.congress, name: tablet.name.clone(), seen_at: tablet.seen };
    diesel::insert_into(tablets_table::table).values(row).execute(&mut **tx)?;
    Ok(())
}

pub fn delete_tablet(tx: &mut Tx, id: TabletId) -> Result<(), DbError> {
    diesel::delete(tablets_table::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

pub fn see_tablet(tx: &mut Tx, id: TabletId, at: Ts) -> Result<(), DbError> {
    diesel::update(tablets_table::table.find(id)).set(tablets_table::seen_at.eq(Some(at))).execute(&mut **tx)?;
    Ok(())
}
