//! What is like it already: first in the same street, then of the same field anywhere.

use std::collections::BTreeSet;

use crate::{
    db::{Conn, DbError},
    ids::{CongressId, NeedId, PlaceId, ServiceFieldId},
    proposals::{grams::likeness, need::Need, store},
};

/// What is alike, most alike first.
#[derive(Clone, Debug, Default)]
pub struct Alike {
    pub here: Vec<Need>,
    pub elsewhere: Vec<Need>,
}

/// Below this many hundredths two titles have nothing to do with one another.
const LEAST: usize = 20;
const MOST: usize = 5;

pub fn alike(
    conn: &mut Conn,
    congress: CongressId,
    title: &str,
    place: Option<PlaceId>,
    field: ServiceFieldId,
    but: Option<NeedId>,
) -> Result<Alike, DbError> {
    let synonyms = store::synonyms(conn, congress)?;
    let own = synonyms.title_pairs(title);
    let ranked = |titles: Vec<(NeedId, String)>| -> Vec<NeedId> {
        let mut like: Vec<(usize, NeedId)> = titles
            .into_iter()
            .filter(|(id, _)| Some(*id) != but)
            .map(|(id, title)| (likeness(&own, &synonyms.title_pairs(&title)), id))
            .filter(|(like, _)| *like >= LEAST)
            .collect();
        like.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        like.into_iter().map(|(_, id)| id).collect()
    };
    let street = street_of(conn, congress, place)?;
    let in_street: BTreeSet<PlaceId> = street.iter().copied().collect();
    let here: Vec<NeedId> = ranked(store::titles_in(conn, congress, &street)?).into_iter().take(MOST).collect();
    let of_field = ranked(store::titles_of_field(conn, congress, field)?);
    let elsewhere: Vec<NeedId> = of_field.into_iter().filter(|id| !here.contains(id)).take(2 * MOST).collect();
    let mut elsewhere = store::needs_by_id(conn, &elsewhere)?;
    elsewhere.retain(|need| need.place.is_none_or(|place| !in_street.contains(&place)));
    elsewhere.truncate(MOST);
    Ok(Alike { here: store::needs_by_id(conn, &here)?, elsewhere })
}

/// Every place of the street in which that one is.
fn street_of(conn: &mut Conn, congress: CongressId, place: Option<PlaceId>) -> Result<Vec<PlaceId>, DbError> {
    let Some(place) = place else { return Ok(Vec::new()) };
    let places = store::places(conn, congress)?;
    let street = places.iter().find(|known| known.id == place).map(|known| known.street.clone());
    Ok(places.iter().filter(|known| Some(&known.street) == street.as_ref()).map(|known| known.id).collect())
}
