//! A place as anybody sees it.

use jiff::civil::Date;

use super::{
    coordinates::Coordinates,
    drawing::{Dot, Written},
    place::{Counted, PlaceState},
};
use crate::{
    ids::{ProjectId, ProjectPlaceId, SubItemId},
    projects::subject::Subject,
};

/// A place of a public project: of a unit's list, or the address that a plan names where there is no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// None: the address of a plan.
    pub id: Option<ProjectPlaceId>,
    pub project: ProjectId,
    pub title: String,
    pub year: i32,
    pub sub_item: SubItemId,
    pub item_code: String,
    pub item: String,
    /// Of a unit's list.
    pub number: i32,
    pub name: String,
    pub street: Option<String>,
    pub community: String,
    pub address: String,
    pub state: Option<PlaceState>,
    pub planned_on: Option<Date>,
    pub done_on: Option<Date>,
    pub coordinates: Option<Coordinates>,
}

impl Listed {
    pub fn code(&self) -> String {
        if self.number == 0 { self.item_code.clone() } else { format!("{}-{:03}", self.item_code, self.number) }
    }

    pub fn is_late(&self, today: Date) -> bool {
        self.state.is_some_and(|state| state != PlaceState::Done) && self.planned_on.is_some_and(|day| day < today)
    }

    pub fn dot(&self, today: Date) -> Option<Dot> {
        Some(Dot { at: self.coordinates, state: self.state?, late: self.is_late(today) })
    }

    /// What is searched: name, address, street and community.
    pub fn words(&self) -> String {
        let street = self.street.as_deref().unwrap_or_default();
        format!("{}\n{}\n{street}{}", self.name, self.address, self.community)
    }
}

/// In the place of a street: what names none.
pub const NO_STREET: &str = "none";
const ENDS_OF_STREETS: [&str; 3] = ["街道", "镇", "乡"];

/// The street that an address names: one of the congress's list, or else what the address begins with behind the district.
pub fn street_of<'a>(address: &'a str, streets: &'a [String]) -> Option<&'a str> {
    let known = streets.iter().find(|street| address.contains(street.as_str()));
    known.map(String::as_str).or_else(|| first_street(address))
}

/// What an address begins with behind the district, if it is a street.
pub fn first_street(address: &str) -> Option<&str> {
    let end = ENDS_OF_STREETS.iter().filter_map(|end| Some(address.find(end)? + end.len())).min()?;
    let whole = address.get(..end)?;
    let within = whole.rfind(['区', '县', '市']).and_then(|at| whole.get(at + '区'.len_utf8()..)).unwrap_or(whole);
    Some(if within.chars().count() > 2 { within } else { whole })
}

/// Of a place's own page.
pub fn page_of(id: ProjectPlaceId) -> String {
    format!("/places/{id}")
}

pub fn href_of(street: Option<&str>) -> String {
    Subject::Street(street.unwrap_or(NO_STREET).to_owned()).path()
}

/// How many places a street has; those of plans, which have no state, are told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfStreet {
    pub street: Option<String>,
    pub counted: Counted,
    pub planned: usize,
}

impl OfStreet {
    pub fn all(&self) -> usize {
        self.counted.all().saturating_add(self.planned)
    }
}

/// By street, in the order of the congress's list, what is on none of it after that, what names none last.
pub fn by_street(all: &[Listed], streets: &[String]) -> Vec<OfStreet> {
    let mut found: Vec<OfStreet> = Vec::new();
    for listed in all {
        let at = match found.iter().position(|known| known.street == listed.street) {
            Some(at) => at,
            None => {
                found.push(OfStreet { street: listed.street.clone(), ..OfStreet::default() });
                found.len() - 1
            }
        };
        let Some(known) = found.get_mut(at) else { continue };
        match listed.state {
            Some(state) => known.counted.add(state, 1),
            None => known.planned = known.planned.saturating_add(1),
        }
    }
    let place = |street: &Option<String>| match street {
        None => (2, 0),
        Some(street) => streets.iter().position(|known| known == street).map_or((1, 0), |at| (0, at)),
    };
    found.sort_by(|a, b| place(&a.street).cmp(&place(&b.street)).then_with(|| a.street.cmp(&b.street)));
    found
}

/// What is written on the streets of a map.
pub fn written(of_streets: &[OfStreet]) -> Vec<Written> {
    let named = of_streets.iter().filter_map(|one| Some((one, one.street.clone()?)));
    named
        .map(|(one, street)| Written { href: href_of(Some(&street)), street, done: one.counted.done, all: one.all() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_street() {
        let streets = ["望江街道".to_owned()];
        for (address, street) in [
            ("望江街道近江家园", Some("望江街道")),
            ("上城区望江街道近江家园", Some("望江街道")),
            ("杭州市上城区丁兰街道", Some("丁兰街道")),
            ("临平镇中心", Some("临平镇")),
            ("全区", None),
            ("秋涛路1号", None),
        ] {
            assert_eq!(street_of(address, &streets), street, "{address}");
        }
    }
}
