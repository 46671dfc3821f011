//! 服务领域, 街道 and 社区: the congress's own lists, typed a line each.

use crate::{
    guests::on_one_line,
    ids::{PlaceId, ServiceFieldId},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceField {
    pub id: ServiceFieldId,
    pub name: String,
    pub offered: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: PlaceId,
    pub street: String,
    /// Empty for the street as a whole.
    pub community: String,
    pub offered: bool,
}

impl Place {
    /// `望江街道 · 始版桥社区`
    pub fn name(&self) -> String {
        if self.community.is_empty() { self.street.clone() } else { format!("{} · {}", self.street, self.community) }
    }
}

pub const LONGEST_NAME: usize = 20;
const MOST_FIELDS: usize = 30;
const MOST_PLACES: usize = 2_000;

/// A line that cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListFault {
    #[error("line {0}: too long a name")]
    LongName(usize),
    #[error("line {0}: communities without a street")]
    NoStreet(usize),
    #[error("more than {0}")]
    TooMany(usize),
}

/// A name a line; doubles once.
pub fn parse_fields(text: &str) -> Result<Vec<String>, ListFault> {
    let mut all = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let name = on_one_line(line);
        if name.chars().count() > LONGEST_NAME {
            return Err(ListFault::LongName(number));
        }
        if !name.is_empty() && !all.contains(&name) {
            all.push(name);
        }
    }
    if all.len() > MOST_FIELDS { Err(ListFault::TooMany(MOST_FIELDS)) } else { Ok(all) }
}

/// `望江街道：始版桥社区、在水一方社区`, a street a line: the street as a whole, and each of its communities.
pub fn parse_places(text: &str) -> Result<Vec<(String, String)>, ListFault> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = on_one_line(line);
        if line.is_empty() {
            continue;
        }
        let (street, communities) = line.split_once(['：', ':']).unwrap_or((&line, ""));
        let street = street.trim();
        if street.is_empty() {
            return Err(ListFault::NoStreet(number));
        }
        let named = communities.split(['、', '，', ',']).map(str::trim).filter(|name| !name.is_empty());
        for community in std::iter::once("").chain(named) {
            if street.chars().count() > LONGEST_NAME || community.chars().count() > LONGEST_NAME {
                return Err(ListFault::LongName(number));
            }
            let place = (street.to_owned(), community.to_owned());
            if !all.contains(&place) {
                all.push(place);
            }
        }
    }
    if all.len() > MOST_PLACES { Err(ListFault::TooMany(MOST_PLACES)) } else { Ok(all) }
}

/// As it is typed.
pub fn places_text(places: &[Place]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for street in places.iter().filter(|place| place.offered && place.community.is_empty()) {
        let of_street = places.iter().filter(|place| place.offered && place.street == street.street);
        let names: Vec<&str> =
            of_street.map(|place| place.community.as_str()).filter(|name| !name.is_empty()).collect();
        lines.push(if names.is_empty() {
            street.street.clone()
        } else {
            format!("{}：{}", street.street, names.join("、"))
        });
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn lists_are_typed_a_line_each_and_read_back_the_same() {
        assert_eq!(parse_fields("幼有善育\n\n 学有优教 \n幼有善育").unwrap(), ["幼有善育", "学有优教"]);
        let typed = "望江街道：始版桥社区、在水一方社区\n湖滨街道";
        let places: Vec<Place> = parse_places(typed)
            .unwrap()
            .into_iter()
            .map(|(street, community)| Place { id: PlaceId::new(), street, community, offered: true })
            .collect();
        assert_eq!(places.len(), 4);
        assert_eq!(places[1].name(), "望江街道 · 始版桥社区");
        assert_eq!(places_text(&places), typed);
        assert_eq!(parse_places("\n：始版桥社区"), Err(ListFault::NoStreet(2)));
        assert_eq!(parse_fields(&"长".repeat(21)), Err(ListFault::LongName(1)));
    }
}
