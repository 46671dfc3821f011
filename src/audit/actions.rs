//! Adding an entry in the transaction of the act itself, and checking the lists.

use super::{
    entry::{Act, Actor, BEFORE_THE_FIRST, Entry},
    store,
};
use crate::{
    db::{Db, DbError, Ts, Tx},
    ids::CongressId,
};
use serde_json::Value;

/// Whose acts may be those of a rehearsal.
const REHEARSED: [&str; 3] = ["deputy", "secretariat", "scrutineer"];

/// Adds the entry; it stands or falls with the transaction.
pub fn record(tx: &mut Tx, actor: &Actor, at: Ts, act: &Act) -> Result<(), DbError> {
    let head = store::lock_head(tx, actor.congress)?;
    let mut detail = act.detail.clone();
    if head.rehearsing && REHEARSED.contains(&actor.role) {
        match &mut detail {
            Value::Object(fields) => {
                fields.insert("during_rehearsal".to_owned(), true.into());
            }
            other => *other = serde_json::json!({ "during_rehearsal": true }),
        }
    }
    let entry = Entry {
        seq: head.seq + 1,
        congress: actor.congress,
        at,
        role: actor.role.to_owned(),
        name: actor.name.clone(),
        action: act.deed.word().to_owned(),
        subject: act.subject.clone(),
        detail: detail.to_string(),
        previous: head.hash,
    };
    let hash = entry.hash().map_err(DbError::corrupt)?;
    store::append(tx, entry, &hash)
}

/// Whether what the congress's back rooms do from now on is a rehearsal.
pub fn rehearsing(tx: &mut Tx, congress: CongressId, rehearsing: bool) -> Result<(), DbError> {
    store::set_rehearsing(tx, congress, rehearsing)
}

/// What walking the lists found.
#[derive(Debug, PartialEq, Eq)]
pub enum ChainReport {
    Whole(Vec<WholeList>),
    /// The first entry of a list that does not follow from the one before it, or the first that is missing at its end.
    BrokenAt {
        congress: Option<CongressId>,
        seq: i64,
    },
}

/// The list of one congress, or of what concerns none.
#[derive(Debug, PartialEq, Eq)]
pub struct WholeList {
    pub congress: Option<CongressId>,
    pub entries: i64,
    pub head: String,
}

pub fn verify(db: &Db) -> Result<ChainReport, DbError> {
    let mut whole = Vec::new();
    // The ends first: a list that grows meanwhile is checked as far as it went.
    for (end, newest) in db.read(store::ends)? {
        let congress = end.congress();
        // Entries beyond the end, or an end of which the head was taken away.
        if newest > end.seq {
            return Ok(ChainReport::BrokenAt { congress, seq: end.seq + 1 });
        }
        if let Some(seq) = broken_at(db, congress, end.seq, &end.hash)? {
            return Ok(ChainReport::BrokenAt { congress, seq });
        }
        whole.push(WholeList { congress, entries: end.seq, head: end.hash });
    }
    Ok(ChainReport::Whole(whole))
}

fn broken_at(db: &Db, congress: Option<CongressId>, last: i64, end: &str) -> Result<Option<i64>, DbError> {
    const STEP: i64 = 1_000;
    let (mut seq, mut head) = (0, BEFORE_THE_FIRST.to_owned());
    while seq < last {
        let entries = db.read(|conn| store::after(conn, congress, seq, STEP.min(last - seq)))?;
        if entries.is_empty() {
            return Ok(Some(seq + 1));
        }
        for (entry, hash) in entries {
            let expected = entry.hash().map_err(DbError::corrupt)?;
            if entry.seq != seq + 1 || entry.previous != head || hash != expected {
                return Ok(Some(entry.seq));
            }
            (seq, head) = (entry.seq, hash);
        }
    }
    Ok((head != end).then_some(last))
}
