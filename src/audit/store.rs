//! Rows of `audit_heads` and `audit_entries`.

use std::collections::BTreeMap;

use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, IntoSql, OptionalExtension, QueryDsl, Queryable, RunQueryDsl,
    Selectable, SelectableHelper, TextExpressionMethods, dsl::max, sql_types::Bool,
};

use super::{
    deed::Deed,
    entry::{BEFORE_THE_FIRST, Entry},
    schema::{audit_entries, audit_forwarded, audit_heads},
};
use crate::{
    db::{Conn, DbError, Ts, Tx, Uid},
    ids::CongressId,
    on_db,
};

/// Where a congress's list ends, and whether its back rooms work on a rehearsal.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_heads)]
pub struct Head {
    chain: Uid,
    pub seq: i64,
    pub hash: String,
    pub rehearsing: bool,
    pub sealed_after: i64,
}

impl Head {
    fn before_the_first(chain: Uid) -> Self {
        Self { chain, seq: 0, hash: BEFORE_THE_FIRST.to_owned(), rehearsing: false, sealed_after: 0 }
    }

    pub fn congress(&self) -> Option<CongressId> {
        (!self.chain.0.is_nil()).then(|| self.chain.0.into())
    }
}

/// What concerns no congress has a list of its own.
fn chain_of(congress: Option<CongressId>) -> Uid {
    Uid(congress.map_or_else(uuid::Uuid::nil, CongressId::uuid))
}

/// The end of the list, which nobody else moves until this transaction is over.
pub fn lock_head(tx: &mut Tx, congress: Option<CongressId>) -> Result<Head, DbError> {
    let chain = chain_of(congress);
    let known: Option<Head> = on_db!(
        &mut **tx,
        pg(c) => audit_heads::table.find(chain).select(Head::as_select()).for_update().first(c).optional(),
        sqlite(c) => audit_heads::table.find(chain).select(Head::as_select()).first(c).optional()
    )?;
    if let Some(head) = known {
        return Ok(head);
    }
    let head = Head::before_the_first(chain);
    diesel::insert_into(audit_heads::table).values(&head).execute(&mut **tx)?;
    Ok(head)
}

/// The end of each list as its head says it, with the number of its newest entry; a list without a head ends before it begins.
pub fn ends(conn: &mut Conn) -> Result<Vec<(Head, i64)>, DbError> {
    let heads: Vec<Head> = audit_heads::table.select(Head::as_select()).order(audit_heads::chain).load(conn)?;
    let newest: Vec<(Uid, Option<i64>)> = audit_entries::table
        .group_by(audit_entries::chain)
        .select((audit_entries::chain, max(audit_entries::seq)))
        .load(conn)?;
    let mut newest: BTreeMap<uuid::Uuid, i64> =
        newest.into_iter().map(|(chain, seq)| (chain.0, seq.unwrap_or(0))).collect();
    let mut ends: Vec<(Head, i64)> = Vec::new();
    for head in heads {
        let last = newest.remove(&head.chain.0).unwrap_or(0);
        ends.push((head, last));
    }
    ends.extend(newest.into_iter().map(|(chain, last)| (Head::before_the_first(Uid(chain)), last)));
    Ok(ends)
}

pub fn set_rehearsing(tx: &mut Tx, congress: CongressId, rehearsing: bool) -> Result<(), DbError> {
    let head = lock_head(tx, Some(congress))?;
    diesel::update(audit_heads::table.find(head.chain))
        .set(audit_heads::rehearsing.eq(rehearsing))
        .execute(&mut **tx)?;
    Ok(())
}

/// What stands in the lists by now was sealed under a secret that nobody has any more.
pub fn nobody_can_check_what_is_there(tx: &mut Tx) -> Result<(), DbError> {
    diesel::update(audit_heads::table).set(audit_heads::sealed_after.eq(audit_heads::seq)).execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_entries)]
struct Row {
    chain: Uid,
    seq: i64,
    at: Ts,
    actor_role: String,
    actor_name: String,
    action: String,
    subject: String,
    detail: String,
    previous_hash: String,
    hash: String,
}

impl Row {
    fn read(self, congress: Option<CongressId>) -> (Entry, String) {
        let entry = Entry {
            seq: self.seq,
            congress,
            at: self.at,
            role: self.actor_role,
            name: self.actor_name,
            action: self.action,
            subject: self.subject,
            detail: self.detail,
            previous: self.previous_hash,
        };
        (entry, self.hash)
    }
}

/// Adds the entry and moves the end of its list on.
pub fn append(tx: &mut Tx, entry: Entry, hash: &str) -> Result<(), DbError> {
    let chain = chain_of(entry.congress);
    diesel::update(audit_heads::table.find(chain))
        .set((audit_heads::seq.eq(entry.seq), audit_heads::hash.eq(hash)))
        .execute(&mut **tx)?;
    let row = Row {
        chain,
        seq: entry.seq,
        at: entry.at,
        actor_role: entry.role,
        actor_name: entry.name,
        action: entry.action,
        subject: entry.subject,
        detail: entry.detail,
        previous_hash: entry.previous,
        hash: hash.to_owned(),
    };
    diesel::insert_into(audit_entries::table).values(&row).execute(&mut **tx)?;
    Ok(())
}

/// Up to which entry of a list a log server was told.
pub fn forwarded(conn: &mut Conn, congress: Option<CongressId>) -> Result<i64, DbError> {
    let chain = audit_forwarded::table.find(chain_of(congress));
    let seq: Option<i64> = chain.select(audit_forwarded::seq).first(conn).optional()?;
    Ok(seq.unwrap_or(0))
}

/// Another instance may have come further.
pub fn set_forwarded(tx: &mut Tx, congress: Option<CongressId>, seq: i64) -> Result<(), DbError> {
    let chain = chain_of(congress);
    let before = forwarded(tx, congress)?;
    diesel::delete(audit_forwarded::table.find(chain)).execute(&mut **tx)?;
    diesel::insert_into(audit_forwarded::table)
        .values((audit_forwarded::chain.eq(chain), audit_forwarded::seq.eq(seq.max(before))))
        .execute(&mut **tx)?;
    Ok(())
}

/// The newest entries of one action in a congress, newest first.
pub fn recent(conn: &mut Conn, congress: CongressId, deed: Deed, most: i64) -> Result<Vec<Entry>, DbError> {
    let rows = audit_entries::table
        .select(Row::as_select())
        .filter(audit_entries::chain.eq(chain_of(Some(congress))))
        .filter(audit_entries::action.eq(deed.word()))
        .order(audit_entries::seq.desc())
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| row.read(Some(congress)).0).collect())
}

/// Which entries of a congress are looked for; what is `None` leaves all.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub from: Option<Ts>,
    /// Before this moment.
    pub until: Option<Ts>,
    pub name: Option<String>,
    pub act: Option<String>,
}

impl Wanted {
    fn from(&self) -> Ts {
        self.from.unwrap_or_default()
    }

    fn until(&self) -> Ts {
        self.until.unwrap_or_else(|| jiff::Timestamp::constant(250_000_000_000, 0).into())
    }
}

macro_rules! wanted {
    ($congress:expr, $wanted:expr) => {
        audit_entries::table
            .select(Row::as_select())
            .filter(audit_entries::chain.eq(chain_of(Some($congress))))
            .filter(audit_entries::at.ge($wanted.from()).and(audit_entries::at.lt($wanted.until())))
            .filter(
                audit_entries::actor_name
                    .eq($wanted.name.clone().unwrap_or_default())
                    .or($wanted.name.is_none().into_sql::<Bool>()),
            )
            .filter(
                audit_entries::action
                    .eq($wanted.act.clone().unwrap_or_default())
                    .or($wanted.act.is_none().into_sql::<Bool>()),
            )
    };
}

/// At most `most` of them, newest first, only those before `before`.
pub fn newest(
    conn: &mut Conn,
    congress: CongressId,
    wanted: &Wanted,
    before: i64,
    most: i64,
) -> Result<Vec<Entry>, DbError> {
    let rows = wanted!(congress, wanted)
        .filter(audit_entries::seq.lt(before))
        .order(audit_entries::seq.desc())
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(|row: Row| row.read(Some(congress)).0).collect())
}

/// Those up to the entry `last`, in order, each with its hash; `skip` of them left out.
pub fn in_order(
    conn: &mut Conn,
    congress: CongressId,
    wanted: &Wanted,
    last: i64,
    skip: i64,
    most: i64,
) -> Result<Vec<(Entry, String)>, DbError> {
    let rows = wanted!(congress, wanted)
        .filter(audit_entries::seq.le(last))
        .order(audit_entries::seq)
        .offset(skip)
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(|row: Row| row.read(Some(congress))).collect())
}

/// Everybody who stands in a congress's list.
pub fn names(conn: &mut Conn, congress: CongressId) -> Result<Vec<String>, DbError> {
    Ok(audit_entries::table
        .select(audit_entries::actor_name)
        .filter(audit_entries::chain.eq(chain_of(Some(congress))))
        .distinct()
        .order(audit_entries::actor_name)
        .load(conn)?)
}

/// Everything that was done, by its name.
pub fn acts(conn: &mut Conn, congress: CongressId) -> Result<Vec<String>, DbError> {
    Ok(audit_entries::table
        .select(audit_entries::action)
        .filter(audit_entries::chain.eq(chain_of(Some(congress))))
        .distinct()
        .order(audit_entries::action)
        .load(conn)?)
}

/// Number and hash of the newest entry; 0 and nothing before the first.
pub fn end_of(conn: &mut Conn, congress: CongressId) -> Result<(i64, String), DbError> {
    let head: Option<Head> =
        audit_heads::table.select(Head::as_select()).find(chain_of(Some(congress))).first(conn).optional()?;
    let head = head.unwrap_or_else(|| Head::before_the_first(chain_of(Some(congress))));
    Ok((head.seq, head.hash))
}

/// The newest entry of one action in a congress: its number and its hash.
pub fn newest_of(conn: &mut Conn, congress: CongressId, deed: Deed) -> Result<Option<(i64, String)>, DbError> {
    let row: Option<Row> = audit_entries::table
        .select(Row::as_select())
        .filter(audit_entries::chain.eq(chain_of(Some(congress))))
        .filter(audit_entries::action.eq(deed.word()))
        .order(audit_entries::seq.desc())
        .first(conn)
        .optional()?;
    Ok(row.map(|row| (row.seq, row.hash)))
}

/// The entries of any list whose hash begins like that.
pub fn by_hash(conn: &mut Conn, beginning: &str) -> Result<Vec<Entry>, DbError> {
    let rows: Vec<Row> = audit_entries::table
        .select(Row::as_select())
        .filter(audit_entries::hash.like(format!("{beginning}%")))
        .limit(2)
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let congress = (!row.chain.0.is_nil()).then(|| row.chain.0.into());
            row.read(congress).0
        })
        .collect())
}

/// Up to `most` entries of a list after `seq`, in order, each with the hash it was stored with.
pub fn after(
    conn: &mut Conn,
    congress: Option<CongressId>,
    seq: i64,
    most: i64,
) -> Result<Vec<(Entry, String)>, DbError> {
    let rows = audit_entries::table
        .select(Row::as_select())
        .filter(audit_entries::chain.eq(chain_of(congress)))
        .filter(audit_entries::seq.gt(seq))
        .order(audit_entries::seq)
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| row.read(congress)).collect())
}
