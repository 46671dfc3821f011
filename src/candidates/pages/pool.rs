//! From the reserve pool onto the list.

use serde::{Deserialize, Serialize};

use super::list::Neighbour;
use crate::{
    accounts::{As, Person, Secretariat},
    candidates::{
        actions::{self, Place},
        store,
    },
    congress::{self, VotePart},
    db::Conn,
    proposals::{self, OriginCount},
    web::{Ctx, Form, Handled, Page, PageError, Refused},
};

/// A need that waits.
#[derive(Clone, Debug, Serialize)]
pub struct PoolRow {
    pub id: String,
    pub title: String,
    pub origins: OriginCount,
}

/// `/secretariat/candidates/pool`
#[derive(Clone, Debug, Serialize)]
pub struct PoolPage {
    pub session: String,
    pub frozen: bool,
    pub rows: Vec<PoolRow>,
    /// Candidates that came by file and from no need yet.
    pub candidates: Vec<Neighbour>,
}

impl PoolPage {
    fn of(conn: &mut Conn, person: &Person) -> Result<Self, PageError> {
        let session = congress::own_session(conn, person)?;
        let taken = store::origins(conn, session.id)?;
        let mut rows = Vec::new();
        for need in proposals::pool(conn, session.congress)? {
            let origins = proposals::origins_of(conn, need.id)?;
            rows.push(PoolRow { id: need.id.to_string(), title: need.title, origins });
        }
        let candidates = store::candidates(conn, session.id)?.into_iter();
        let free = candidates.filter(|candidate| !taken.iter().any(|origin| origin.candidate == candidate.id));
        Ok(Self {
            frozen: congress::is_closed(conn, session.id, VotePart::List)?,
            session: session.name,
            rows,
            candidates: free.map(|candidate| Neighbour { number: candidate.number, title: candidate.title }).collect(),
        })
    }
}

impl Page for PoolPage {
    const TEMPLATE: &'static str = "candidates/pool.html";

    fn samples() -> Vec<Self> {
        let row = PoolRow {
            id: uuid::Uuid::nil().to_string(),
            title: "给老楼加装电梯<b>".to_owned(),
            origins: OriginCount { all: 37, resident: 29, deputy: 6, cppcc: 1, department: 1, streets: 4 },
        };
        let full = Self {
            session: "第三次会议<b>".to_owned(),
            frozen: false,
            rows: vec![row],
            candidates: vec![Neighbour { number: 1, title: "“学有优教”在上城<b>".to_owned() }],
        };
        let empty = Self { rows: Vec::new(), candidates: Vec::new(), ..full.clone() };
        vec![Self { frozen: true, ..full.clone() }, Self { candidates: Vec::new(), ..full.clone() }, full, empty]
    }
}

#[derive(Debug, Deserialize)]
pub struct TakeForm {
    #[serde(default)]
    need: String,
    /// A candidate's number; empty for one of its own.
    #[serde(default)]
    at: String,
}

pub async fn show_pool(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&ctx.read(move |conn| PoolPage::of(conn, &who.person)).await?)
}

pub async fn take_from_pool_page(ctx: Ctx, who: As<Secretariat>, form: Form<TakeForm>) -> Handled {
    ctx.act(who, form, |tx, who, at, typed| {
        let session = congress::own_session(tx, &who.person)?;
        let need = typed.need.parse().map_err(|_| Refused::Missing)?;
        let place = match typed.at.as_str() {
            "" => Place::New,
            number => Place::At(number.parse().map_err(|_| Refused::Missing)?),
        };
        actions::take_from_pool(tx, &who.person.actor(), at, &session, need, place)
    })
    .then("/secretariat/candidates/pool", "candidate-taken")
    .or_again(|conn, who, _| PoolPage::of(conn, &who.person))
    .await
}
