//! Adding an entry in the transaction of the act itself, and checking the lists.

use super::{
    entry::{Act, Actor, BEFORE_THE_FIRST, Entry},
    store::{self, Head},
};
use crate::{
    db::{Db, DbError, Seal, Ts, Tx},
    ids::CongressId,
    web::Secret,
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
    let hash = entry.hash(tx.seal()?).map_err(DbError::corrupt)?;
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
    /// As many of its first entries are not sealed under the secret that is there now: of them only the order is checked.
    pub unsealed: i64,
}

/// The seal of the lists in a database under that secret.
pub fn sealed(db: Db, secret: &Secret) -> Db {
    db.under(Seal::new(secret.derive("database seal", b"")))
}

/// The secret is lost: what stands in the lists can be checked by nobody any more, and that is said of it from now on.
pub fn the_secret_is_lost(tx: &mut Tx) -> Result<(), DbError> {
    store::nobody_can_check_what_is_there(tx)
}

pub fn verify(db: &Db) -> Result<ChainReport, DbError> {
    let seal = db.seal()?;
    let mut whole = Vec::new();
    // The ends first: a list that grows meanwhile is checked as far as it went.
    for (end, newest) in db.read(store::ends)? {
        let congress = end.congress();
        // Entries beyond the end, or an end of which the head was taken away.
        if newest > end.seq {
            return Ok(ChainReport::BrokenAt { congress, seq: end.seq + 1 });
        }
        match walk(db, seal, congress, &end)? {
            Walked::Whole { unsealed } => {
                whole.push(WholeList { congress, entries: end.seq, head: end.hash, unsealed });
            }
            Walked::BrokenAt(seq) => return Ok(ChainReport::BrokenAt { congress, seq }),
        }
    }
    Ok(ChainReport::Whole(whole))
}

enum Walked {
    Whole { unsealed: i64 },
    BrokenAt(i64),
}

/// An entry without a seal follows none that has one: whoever takes the seals off, takes them all off, and that is told.
fn walk(db: &Db, seal: &Seal, congress: Option<CongressId>, end: &Head) -> Result<Walked, DbError> {
    const STEP: i64 = 1_000;
    let (mut seq, mut head, mut unsealed) = (0, BEFORE_THE_FIRST.to_owned(), 0);
    while seq < end.seq {
        let entries = db.read(|conn| store::after(conn, congress, seq, STEP.min(end.seq - seq)))?;
        if entries.is_empty() {
            return Ok(Walked::BrokenAt(seq + 1));
        }
        for (entry, hash) in entries {
            if entry.seq != seq + 1 || entry.previous != head {
                return Ok(Walked::BrokenAt(entry.seq));
            }
            if entry.hash(seal).map_err(DbError::corrupt)? != hash {
                let of_before =
                    entry.seq <= end.sealed_after || entry.hash_without_a_seal().map_err(DbError::corrupt)? == hash;
                if !of_before || unsealed < seq {
                    return Ok(Walked::BrokenAt(entry.seq));
                }
                unsealed = entry.seq;
            }
            (seq, head) = (entry.seq, hash);
        }
    }
    Ok(if head == end.hash { Walked::Whole { unsealed } } else { Walked::BrokenAt(end.seq) })
}

/// How few digits of a hash may be told: fewer are met by chance.
const FEWEST_DIGITS: usize = 16;

/// A hash that somebody noted, as it is printed: in groups, or the beginning of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedHead(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a head is {FEWEST_DIGITS} to 64 digits 0–9, a–f")]
pub struct NoHead;

impl std::str::FromStr for NotedHead {
    type Err = NoHead;

    fn from_str(typed: &str) -> Result<Self, NoHead> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let fits = (FEWEST_DIGITS..=64).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        if fits { Ok(Self(digits)) } else { Err(NoHead) }
    }
}

/// The entry with which a list ended when somebody noted its head, if it is still there.
pub fn noted(db: &Db, head: &NotedHead) -> Result<Option<Entry>, DbError> {
    let mut found = db.read(|conn| store::by_hash(conn, &head.0))?;
    Ok(if found.len() == 1 { found.pop() } else { None })
}
