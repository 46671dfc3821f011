//! Adding an entry in the transaction of the act itself, and checking the whole chain.

use super::{
    entry::{Act, Actor, BEFORE_THE_FIRST, Entry},
    store,
};
use crate::db::{Db, DbError, Ts, Tx, queue_for_the_audit_list};
use serde_json::Value;

/// Whose acts may be those of a rehearsal.
const REHEARSED: [&str; 3] = ["deputy", "secretariat", "scrutineer"];

/// Adds the entry; it stands or falls with the transaction.
pub fn record(tx: &mut Tx, actor: &Actor, at: Ts, act: &Act) -> Result<(), DbError> {
    let mut detail = act.detail.clone();
    if REHEARSED.contains(&actor.role)
        && let Some(congress) = actor.congress
        && store::is_rehearsing(tx, congress)?
    {
        match &mut detail {
            Value::Object(fields) => {
                fields.insert("during_rehearsal".to_owned(), true.into());
            }
            other => *other = serde_json::json!({ "during_rehearsal": true }),
        }
    }
    queue_for_the_audit_list(tx)?;
    let (seq, previous) = store::head(tx)?.unwrap_or((0, BEFORE_THE_FIRST.to_owned()));
    let entry = Entry {
        seq: seq + 1,
        congress: actor.congress,
        at,
        role: actor.role.to_owned(),
        name: actor.name.clone(),
        action: act.action.to_owned(),
        subject: act.subject.clone(),
        detail: detail.to_string(),
        previous,
    };
    let hash = entry.hash().map_err(DbError::corrupt)?;
    store::append(tx, &entry, &hash)
}

/// What walking the chain found.
#[derive(Debug, PartialEq, Eq)]
pub enum ChainReport {
    Whole {
        entries: i64,
        head: String,
    },
    /// The first entry that does not follow from the one before it.
    BrokenAt(i64),
}

pub fn verify(db: &Db) -> Result<ChainReport, DbError> {
    const STEP: i64 = 1_000;
    let (mut seq, mut head) = (0, BEFORE_THE_FIRST.to_owned());
    loop {
        let entries = db.read(|conn| store::after(conn, seq, STEP))?;
        if entries.is_empty() {
            return Ok(ChainReport::Whole { entries: seq, head });
        }
        for (entry, hash) in entries {
            let expected = entry.hash().map_err(DbError::corrupt)?;
            if entry.seq != seq + 1 || entry.previous != head || hash != expected {
                return Ok(ChainReport::BrokenAt(entry.seq));
            }
            (seq, head) = (entry.seq, hash);
        }
    }
}
