//! 我也需要: somebody without an account stands beside a need; the limits are those of all instances together.

use serde::{Deserialize, Serialize};

use crate::{
    congress,
    db::{Conn, DbError, Ts, Tx},
    guests::{self, Knock, hex, mark_of},
    ids::{CongressId, NeedId, PlaceId},
    proposals::{
        need::{Need, NeedState},
        store,
    },
    web::{Message, Refusal, Refused, Secret, Visitor},
};

/// New ones in a day from one address: with one need, a family or an office; with all of them.
pub const MOST_OF_ONE_NEED: i32 = 5;
const MOST_A_DAY: i32 = 60;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SupportForm {
    /// Where somebody lives, if they say so.
    #[serde(default)]
    pub place: String,
    /// `need` or `take-back`.
    #[serde(default, rename = "do")]
    pub act: String,
}

#[derive(Debug, thiserror::Error)]
pub enum SupportError {
    #[error("it is decided")]
    Decided,
    #[error("this browser said so already")]
    SaidBefore,
    #[error("too many from one address")]
    TooMany,
}

impl Refusal for SupportError {
    fn message(&self) -> Message {
        match self {
            Self::Decided => "support-decided".into(),
            Self::SaidBefore => "support-said-before".into(),
            Self::TooMany => "support-too-many".into(),
        }
    }
}

/// By which a browser is known in one congress: follows from what its forms carry, and leads nowhere else.
pub fn browser_mark(secret: &Secret, congress: CongressId, browser: &str) -> String {
    hex(&secret.derive("who needs it", format!("{congress}|{browser}").as_bytes()))
}

fn supported(conn: &mut Conn, congress: CongressId, id: NeedId) -> Result<Need, Refused<SupportError>> {
    let need = store::need_by_id(conn, id)?.filter(|need| need.congress == congress).ok_or(Refused::Missing)?;
    match need.state {
        NeedState::Gone | NeedState::Merged => Err(Refused::Missing),
        // What waits in the pool may come up again.
        NeedState::Open | NeedState::Appraising | NeedState::Pool => Ok(need),
        _ => Err(SupportError::Decided.into()),
    }
}

/// Whoever says so: by the mark of the browser, from an address.
#[derive(Clone, Debug)]
pub struct Supporter {
    pub mark: String,
    pub visitor: Visitor,
}

/// Once a browser, wherever else it is open.
pub fn support(
    tx: &mut Tx,
    secret: &Secret,
    congress: CongressId,
    id: NeedId,
    who: &Supporter,
    form: &SupportForm,
    at: Ts,
) -> Result<(), Refused<SupportError>> {
    let Supporter { mark, visitor } = who;
    let need = supported(tx, congress, id)?;
    if store::has_supported(tx, need.id, mark)? {
        return Err(SupportError::SaidBefore.into());
    }
    let day = at.plus_hours(-24);
    let (here, all) = (mark_of(secret, &format!("{id}|{visitor}"), at), mark_of(secret, &visitor.to_string(), at));
    if guests::knocks_since(tx, &here, Knock::Need, day)? >= MOST_OF_ONE_NEED
        || guests::knocks_since(tx, &all, Knock::Support, day)? >= MOST_A_DAY
    {
        return Err(SupportError::TooMany.into());
    }
    guests::knock(tx, &here, Knock::Need, day, at)?;
    guests::knock(tx, &all, Knock::Support, day, at)?;
    let place = place_of(tx, congress, &form.place)?;
    store::insert_support(tx, need.id, mark, place, at)?;
    Ok(congress::public_changed(tx, congress)?)
}

fn place_of(conn: &mut Conn, congress: CongressId, typed: &str) -> Result<Option<PlaceId>, DbError> {
    let places = store::places(conn, congress)?;
    Ok(places.iter().find(|place| place.offered && place.id.to_string() == typed).map(|place| place.id))
}

/// Said by mistake.
pub fn take_support_back(
    tx: &mut Tx,
    congress: CongressId,
    id: NeedId,
    mark: &str,
) -> Result<(), Refused<SupportError>> {
    let need = supported(tx, congress, id)?;
    if store::delete_support(tx, need.id, mark)? == 0 {
        return Err(Refused::Missing);
    }
    Ok(congress::public_changed(tx, congress)?)
}
