//! One place of a sub-item, as it is typed and as it is kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    coordinates::{Coordinates, NoCoordinates},
    outline::{Outline, Reach},
};
use crate::{
    db::Ts,
    ids::{PlaceId, ProjectId, ProjectPlaceId, SubItemId},
    names::{invisible, look_alike},
    proposals,
    web::Message,
    word_enum,
};

word_enum! {
    PlaceState {
        NotBegun = "not_begun",
        UnderWay = "under_way",
        Done = "done",
    }
}

/// One place of a sub-item. What was taken off the list stays, with the reason, under the same number and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: ProjectPlaceId,
    pub project: ProjectId,
    pub sub_item: SubItemId,
    /// Within the sub-item, from 1.
    pub number: i32,
    pub street: String,
    /// Empty for the street as a whole.
    pub community: String,
    pub details: Details,
    pub added_at: Ts,
    pub removed: Option<Removed>,
}

/// What the unit says of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub name: String,
    /// Street or community, of the congress's own list.
    pub area: PlaceId,
    pub address: String,
    pub state: PlaceState,
    pub planned_on: Option<Date>,
    pub done_on: Option<Date>,
    pub coordinates: Option<Coordinates>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    pub on: Date,
    pub because: String,
}

/// How many places of a sub-item stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    pub not_begun: usize,
    pub under_way: usize,
    pub done: usize,
}

impl Counted {
    pub fn add(&mut self, state: PlaceState, count: usize) {
        let counted = match state {
            PlaceState::NotBegun => &mut self.not_begun,
            PlaceState::UnderWay => &mut self.under_way,
            PlaceState::Done => &mut self.done,
        };
        *counted = counted.saturating_add(count);
    }

    pub fn all(self) -> usize {
        self.not_begun.saturating_add(self.under_way).saturating_add(self.done)
    }
}

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceForm {
    #[serde(default)]
    pub name: String,
    /// Of a line in the congress's list of places.
    #[serde(default)]
    pub area: String,
    #[serde(default)]
    pub address: String,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub planned_on: String,
    #[serde(default)]
    pub done_on: String,
    #[serde(default)]
    pub lon: String,
    #[serde(default)]
    pub lat: String,
    /// 坐标无误: the coordinates that are vouched for, though they lie outside the outline.
    #[serde(default)]
    pub sure: String,
}

/// What a place must fit to.
pub struct Given<'a> {
    /// What the list of places offers, and what this place has already.
    pub areas: &'a [proposals::Place],
    pub outline: Option<&'a Outline>,
    pub today: Date,
}

const SHORTEST_NAME: usize = 2;
const LONGEST_NAME: usize = 40;
const LONGEST_ADDRESS: usize = 80;

/// What can be seen of it, on one line.
fn on_one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|c| invisible(c.encode_utf8(&mut [0; 4])).is_none()).collect()
}

impl PlaceForm {
    pub fn of(details: &Details) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            name: details.name.clone(),
            area: details.area.to_string(),
            address: details.address.clone(),
            state: details.state.word().to_owned(),
            planned_on: day(details.planned_on),
            done_on: day(details.done_on),
            lon: details.coordinates.map(Coordinates::lon_text).unwrap_or_default(),
            lat: details.coordinates.map(Coordinates::lat_text).unwrap_or_default(),
            sure: details.coordinates.map(|at| at.to_string()).unwrap_or_default(),
        }
    }

    /// The coordinates that are to be vouched for before they are taken.
    pub fn doubted(&self, outline: Option<&Outline>) -> Option<Coordinates> {
        let at = Coordinates::parse(&self.lon, &self.lat).ok().flatten()?;
        (outline?.reach(at) == Reach::Outside).then_some(at)
    }

    /// The details, or everything that is wrong with them.
    pub fn read(&self, given: &Given) -> Result<Details, Vec<Message>> {
        let Given { areas, outline, today } = *given;
        let mut wrong: Vec<Message> = Vec::new();
        let name = on_one_line(&self.name);
        let length = name.chars().filter(|c| c.is_alphanumeric()).count();
        if length < SHORTEST_NAME || name.chars().count() > LONGEST_NAME {
            wrong.push(
                Message::new("place-name-wrong").with("least", SHORTEST_NAME).with("most", LONGEST_NAME).at("name"),
            );
        }
        let address = on_one_line(&self.address);
        if address.chars().count() > LONGEST_ADDRESS {
            wrong.push(Message::new("place-address-long").with("most", LONGEST_ADDRESS).at("address"));
        }
        let area = self.area.parse::<PlaceId>().ok().filter(|id| areas.iter().any(|area| area.id == *id));
        if area.is_none() {
            let key = if areas.is_empty() { "place-no-areas" } else { "place-area-missing" };
            wrong.push(Message::new(key).at("area"));
        }
        let state = self.state.trim().parse::<PlaceState>().ok();
        if state.is_none() {
            wrong.push(Message::new("place-state-missing").at("state"));
        }
        let mut day = |text: &str, key: &'static str, field: &'static str| {
            let text = text.trim();
            if text.is_empty() {
                return None;
            }
            let day = text.parse::<Date>().ok();
            if day.is_none() {
                wrong.push(Message::new(key).at(field));
            }
            day
        };
        let planned_on = day(&self.planned_on, "place-planned-unread", "planned_on");
        let done_on = day(&self.done_on, "place-done-unread", "done_on");
        wrong.extend(
            done_fault(state, done_on, !self.done_on.trim().is_empty(), today)
                .map(|key| Message::new(key).at("done_on")),
        );
        let coordinates = Coordinates::parse(&self.lon, &self.lat).unwrap_or_else(|why| {
            wrong.push(said(&why));
            None
        });
        let reach = coordinates.and_then(|at| Some((at, outline?.reach(at))));
        match reach {
            Some((_, Reach::Far)) => wrong.push(Message::new("place-coordinates-far").at("lon")),
            Some((at, Reach::Outside)) if self.sure != at.to_string() => {
                wrong.push(Message::new("place-coordinates-outside").at("sure"));
            }
            _ => {}
        }
        match (area, state) {
            (Some(area), Some(state)) if wrong.is_empty() => {
                Ok(Details { name, area, address, state, planned_on, done_on, coordinates })
            }
            _ => Err(wrong),
        }
    }
}

/// What is done was done on a day that is over; what is not done was not.
pub fn done_fault(state: Option<PlaceState>, done_on: Option<Date>, typed: bool, today: Date) -> Option<&'static str> {
    match (state, done_on) {
        (_, Some(day)) if day > today => Some("place-done-future"),
        (Some(PlaceState::Done), None) if !typed => Some("place-done-missing"),
        (Some(PlaceState::NotBegun | PlaceState::UnderWay), Some(_)) => Some("place-done-too-early"),
        _ => None,
    }
}

fn said(why: &NoCoordinates) -> Message {
    match why {
        NoCoordinates::Half => Message::new("place-coordinates-half").at("lat"),
        NoCoordinates::Unread => Message::new("place-coordinates-unread").at("lon"),
        NoCoordinates::Swapped(meant) => Message::new("place-coordinates-swapped")
            .with("lon", meant.lon_text())
            .with("lat", meant.lat_text())
            .at("lon"),
        NoCoordinates::Projected => Message::new("place-coordinates-projected").at("lon"),
        NoCoordinates::Abroad => Message::new("place-coordinates-abroad").at("lon"),
    }
}

/// By what two lines of a sub-item are one place: 近江家园三园 and 近江家园3园 of one street.
pub fn identity(name: &str, street: &str) -> (String, String) {
    (look_alike(name), look_alike(street))
}

impl Place {
    pub fn identity(&self) -> (String, String) {
        identity(&self.details.name, &self.street)
    }

    /// With other details, on the list.
    pub fn with(&self, area: &proposals::Place, details: Details) -> Self {
        let (street, community) = (area.street.clone(), area.community.clone());
        Self { street, community, details, removed: None, ..self.clone() }
    }

    /// As it stands in a workbook: the sub-item's code and its own number.
    pub fn code(&self, of: &str) -> String {
        format!("{of}-{:03}", self.number)
    }

    /// Planned for a day that is over, and not done.
    pub fn is_late(&self, today: Date) -> bool {
        self.details.state != PlaceState::Done && self.details.planned_on.is_some_and(|day| day < today)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::civil::date;

    use super::*;
    use crate::projects::places::outline::{Area, Ground};

    fn areas() -> Vec<proposals::Place> {
        let area = |community: &str| proposals::Place {
            id: PlaceId::new(),
            street: "望江街道".to_owned(),
            community: community.to_owned(),
            offered: true,
        };
        vec![area(""), area("始版桥社区")]
    }

    fn given<'a>(areas: &'a [proposals::Place], outline: Option<&'a Outline>) -> Given<'a> {
        Given { areas, outline, today: date(2024, 7, 1) }
    }

    fn typed(areas: &[proposals::Place]) -> PlaceForm {
        PlaceForm {
            name: " 近江家园 三园\n".to_owned(),
            area: areas[1].id.to_string(),
            address: "望江东路 1 号".to_owned(),
            state: "done".to_owned(),
            planned_on: "2024-06-30".to_owned(),
            done_on: "2024-06-20".to_owned(),
            lon: "120.1694".to_owned(),
            lat: "30.2436".to_owned(),
            sure: String::new(),
        }
    }

    #[test]
    fn a_place_is_read_as_it_is_typed_and_typed_as_it_is_kept() {
        let areas = areas();
        let details = typed(&areas).read(&given(&areas, None)).unwrap();
        assert_eq!(details.name, "近江家园 三园");
        assert_eq!(PlaceForm::of(&details).read(&given(&areas, None)).unwrap(), details);
        assert_eq!(identity("近江家园三园", "望江街道"), identity("近江家园 3 园", "望江街道"));
    }

    #[test]
    fn every_fault_is_named_at_its_field() {
        let areas = areas();
        let fine = typed(&areas);
        for (form, key, field) in [
            (PlaceForm { name: "\u{200b}园".into(), ..fine.clone() }, "place-name-wrong", "name"),
            (PlaceForm { name: "园".repeat(41), ..fine.clone() }, "place-name-wrong", "name"),
            (PlaceForm { address: "路".repeat(81), ..fine.clone() }, "place-address-long", "address"),
            (PlaceForm { area: PlaceId::new().to_string(), ..fine.clone() }, "place-area-missing", "area"),
            (PlaceForm { state: "finished".into(), ..fine.clone() }, "place-state-missing", "state"),
            (PlaceForm { planned_on: "年底".into(), ..fine.clone() }, "place-planned-unread", "planned_on"),
            (PlaceForm { done_on: "六月".into(), ..fine.clone() }, "place-done-unread", "done_on"),
            (PlaceForm { done_on: String::new(), ..fine.clone() }, "place-done-missing", "done_on"),
            (PlaceForm { done_on: "2024-07-02".into(), ..fine.clone() }, "place-done-future", "done_on"),
            (PlaceForm { state: "under_way".into(), ..fine.clone() }, "place-done-too-early", "done_on"),
            (
                PlaceForm { lon: "30.2436".into(), lat: "120.1694".into(), ..fine.clone() },
                "place-coordinates-swapped",
                "lon",
            ),
            (PlaceForm { lat: String::new(), ..fine.clone() }, "place-coordinates-half", "lat"),
        ] {
            let wrong = form.read(&given(&areas, None)).unwrap_err();
            assert_eq!(wrong.iter().map(|m| (m.key, m.at.as_deref().unwrap())).collect::<Vec<_>>(), [(key, field)]);
        }
        let wrong = PlaceForm::default().read(&given(&[], None)).unwrap_err();
        assert_eq!(
            wrong.iter().map(|m| m.key).collect::<Vec<_>>(),
            ["place-name-wrong", "place-no-areas", "place-state-missing"]
        );
    }

    #[test]
    fn a_place_outside_the_outline_is_asked_about_and_one_at_sea_refused() {
        let areas = areas();
        let ring = vec![(120_160_000, 30_240_000), (120_180_000, 30_240_000), (120_180_000, 30_250_000)];
        let area = Area { street: "望江街道".to_owned(), polygons: vec![vec![ring]] };
        let outline = Outline {
            ground: Ground { areas: vec![area] },
            source: "审图号".to_owned(),
            schematic: false,
            uploaded_by: "周敏".to_owned(),
            uploaded_at: Ts::default(),
        };
        let schematic = Outline { schematic: true, ..outline.clone() };
        let at = |lon: &str, sure: &str| PlaceForm { lon: lon.into(), sure: sure.into(), ..typed(&areas) };
        let key = |form: &PlaceForm, outline: &Outline| {
            form.read(&given(&areas, Some(outline))).err().map(|wrong| wrong.first().unwrap().key)
        };
        assert_eq!(key(&at("120.175", ""), &outline), None);
        assert_eq!(key(&at("120.2", ""), &outline), Some("place-coordinates-outside"));
        assert_eq!(key(&at("120.2", "120.3,30.2436"), &outline), Some("place-coordinates-outside"));
        assert_eq!(key(&at("120.2", "120.2,30.2436"), &outline), None);
        assert_eq!(key(&at("123.5", "123.5,30.2436"), &outline), Some("place-coordinates-far"));
        assert_eq!(key(&at("120.2", ""), &schematic), None);
        assert_eq!(key(&at("123.5", ""), &schematic), Some("place-coordinates-far"));
    }
}
