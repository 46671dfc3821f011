//! Tablets of the hall, where one deputy after another votes. The desk sees which are alive, and nothing else.

use subtle::ConstantTimeEq;

use crate::{
    audit::{self, Act, Actor, Deed},
    ballots::store,
    db::{Conn, DbError, Ts, Tx},
    ids::{CongressId, TabletId},
    web::{Message, Refusal, Refused, Secret},
};

#[derive(Clone, Debug)]
pub struct Tablet {
    pub id: TabletId,
    pub congress: CongressId,
    /// What stands on its back.
    pub name: String,
    pub seen: Option<Ts>,
}

/// A tablet says this often that it is alive, whatever is done on it.
pub const SAYS_SO_EVERY: i64 = 20;

/// Without a word for so long it counts as gone.
const SILENT: i64 = 3 * SAYS_SO_EVERY;

const LONGEST_NAME: usize = 40;
const MOST_TABLETS: usize = 200;

impl Tablet {
    pub fn is_alive(&self, now: Ts) -> bool {
        self.seen.is_some_and(|seen| now.timestamp().duration_since(seen.timestamp()).as_secs() < SILENT)
    }
}

/// What a tablet shows to say who it is: it follows from the server's secret, and opens nothing.
pub fn token_of(secret: &Secret, tablet: TabletId) -> String {
    let bytes = secret.derive("tablet", tablet.to_string().as_bytes());
    bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

pub fn is_token_of(secret: &Secret, tablet: TabletId, token: &str) -> bool {
    bool::from(token_of(secret, tablet).as_bytes().ct_eq(token.as_bytes()))
}

#[derive(Debug, thiserror::Error)]
pub enum TabletError {
    #[error("a tablet has a name")]
    NoName,
    #[error("another tablet has this name")]
    NameTaken,
    #[error("there are {MOST_TABLETS} tablets")]
    TooMany,
}

impl Refusal for TabletError {
    fn message(&self) -> Message {
        match self {
            Self::NoName => Message::new("tablet-no-name").with("most", LONGEST_NAME),
            Self::NameTaken => "tablet-name-taken".into(),
            Self::TooMany => Message::new("tablet-too-many").with("most", MOST_TABLETS),
        }
    }
}

pub fn add_tablet(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    name: &str,
) -> Result<(), Refused<TabletError>> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(TabletError::NoName.into());
    }
    let known = store::tablets(tx, congress)?;
    if known.iter().any(|tablet| tablet.name == name) {
        return Err(TabletError::NameTaken.into());
    }
    if known.len() >= MOST_TABLETS {
        return Err(TabletError::TooMany.into());
    }
    let tablet = Tablet { id: TabletId::timeless(), congress, name: name.to_owned(), seen: None };
    store::insert_tablet(tx, &tablet)?;
    Ok(audit::record(tx, actor, at, &Act::new(Deed::TabletAdded, name))?)
}

pub fn remove_tablet(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    tablet: TabletId,
) -> Result<(), Refused<TabletError>> {
    let known = store::tablet(tx, tablet)?.filter(|known| known.congress == congress).ok_or_else(DbError::missing)?;
    store::delete_tablet(tx, tablet)?;
    Ok(audit::record(tx, actor, at, &Act::new(Deed::TabletRemoved, known.name))?)
}

/// Whether a tablet of this congress is known by this token.
pub fn is_known(
    conn: &mut Conn,
    secret: &Secret,
    congress: CongressId,
    tablet: TabletId,
    token: &str,
) -> Result<bool, DbError> {
    let known = store::tablet(conn, tablet)?;
    Ok(known.is_some_and(|known| known.congress == congress) && is_token_of(secret, tablet, token))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_tablet_is_alive_for_a_minute_after_its_last_word() {
        let at = |seconds: i64| Ts::from(jiff::Timestamp::from_second(seconds).unwrap());
        let tablet =
            Tablet { id: TabletId::new(), congress: CongressId::new(), name: "一号".into(), seen: Some(at(100)) };
        assert!(tablet.is_alive(at(159)));
        assert!(!tablet.is_alive(at(160)));
        assert!(!Tablet { seen: None, ..tablet }.is_alive(at(100)));
    }

    #[test]
    fn each_tablet_has_a_token_of_its_own() {
        let (secret, other) = (Secret::new([7; 32]), Secret::new([8; 32]));
        let (one, two) = (TabletId::new(), TabletId::new());
        let token = token_of(&secret, one);
        assert!(is_token_of(&secret, one, &token));
        assert!(!is_token_of(&secret, two, &token) && !is_token_of(&other, one, &token));
        assert!(!is_token_of(&secret, one, ""));
    }
}
