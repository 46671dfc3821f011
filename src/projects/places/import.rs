//! What the lines of a workbook come to, beside the places that are on the list.

use serde::Serialize;

use super::{
    place::{Details, Given, Place, PlaceForm, identity},
    sheet::Line,
};
use crate::{proposals, web::Message};

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    New,
    Changed,
    Same,
}

/// A line that can be taken.
#[derive(Clone, Debug)]
pub struct Judged {
    pub fate: Fate,
    /// The place that it is about.
    pub known: Option<Place>,
    pub area: proposals::Place,
    pub details: Details,
}

/// The place that a line is about: by its code, or by name and street; none where it is a new one.
fn meant<'a>(line: &Line, street: &str, item_code: &str, listed: &'a [Place]) -> Result<Option<&'a Place>, Message> {
    let mut on_it = listed.iter().filter(|place| place.removed.is_none());
    if line.code.is_empty() {
        let own = identity(&line.form.name, street);
        return Ok(on_it.find(|place| place.identity() == own));
    }
    let by_code = on_it.find(|place| place.code(item_code) == line.code);
    by_code.map(Some).ok_or_else(|| Message::new("place-code-unknown").with("code", &line.code).at("code"))
}

/// Line by line, what becomes of it or all that is wrong with it.
pub fn judged(lines: &[Line], listed: &[Place], given: &Given, item_code: &str) -> Vec<Result<Judged, Vec<Message>>> {
    let one = |line: &Line| {
        if let Some(fault) = &line.fault {
            return Err(vec![fault.clone()]);
        }
        let area = line.area(given.areas).map_err(|fault| vec![fault])?;
        let known = meant(line, &area.street, item_code, listed).map_err(|fault| vec![fault])?;
        let form = PlaceForm { area: area.id.to_string(), ..line.form.clone() };
        let details = form.read(given)?;
        let own = identity(&details.name, &area.street);
        let twice = |other: &&Place| {
            other.removed.is_none() && known.is_none_or(|known| known.id != other.id) && other.identity() == own
        };
        if let Some(other) = listed.iter().find(twice) {
            return Err(vec![Message::new("place-twice").with("code", other.code(item_code)).at("name")]);
        }
        let fate = match known {
            None => Fate::New,
            Some(known) if known.with(area, details.clone()) == *known => Fate::Same,
            Some(_) => Fate::Changed,
        };
        Ok(Judged { fate, known: known.cloned(), area: area.clone(), details })
    };
    let mut all: Vec<_> = lines.iter().map(one).collect();
    // Of two lines about one place neither is the right one.
    for (at, line) in lines.iter().enumerate() {
        let own = identity(&line.form.name, &line.street);
        let same = |other: &&Line| {
            (!line.code.is_empty() && other.code == line.code) || identity(&other.form.name, &other.street) == own
        };
        if let (Some(first), Some(judged)) = (lines.iter().take(at).find(same), all.get_mut(at)) {
            *judged = Err(vec![Message::new("place-line-twice").with("line", first.line).at("name")]);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::civil::date;

    use super::*;
    use crate::{
        db::Ts,
        ids::{PlaceId, ProjectId, ProjectPlaceId, SubItemId},
        projects::places::place::PlaceState,
    };

    fn area(street: &str) -> proposals::Place {
        proposals::Place { id: PlaceId::new(), street: street.to_owned(), community: String::new(), offered: true }
    }

    fn line(number: u32, code: &str, name: &str, street: &str, state: &str) -> Line {
        let form = PlaceForm { name: name.to_owned(), state: state.to_owned(), ..PlaceForm::default() };
        Line { line: number, code: code.to_owned(), street: street.to_owned(), form, ..Line::default() }
    }

    #[test]
    fn a_line_is_new_or_changes_something_or_nothing() {
        let areas = [area("望江街道"), area("小营街道")];
        let listed = |number, name: &str, area: &proposals::Place| Place {
            id: ProjectPlaceId::new(),
            project: ProjectId::new(),
            sub_item: SubItemId::new(),
            number,
            street: area.street.clone(),
            community: String::new(),
            details: Details {
                name: name.to_owned(),
                area: area.id,
                address: String::new(),
                state: PlaceState::NotBegun,
                planned_on: None,
                done_on: None,
                coordinates: None,
            },
            added_at: Ts::default(),
            removed: None,
        };
        let known = [listed(1, "近江家园三园", &areas[0]), listed(2, "葵巷社区", &areas[1])];
        let lines = [
            line(2, "", "近江家园 3 园", "望江街道", "not_begun"),
            line(3, "C05-01-002", "葵巷社区食堂", "小营街道", "under_way"),
            line(4, "", "在水一方", "望江街道", "not_begun"),
            line(5, "", "在水一方", "望江街道", "done"),
            line(6, "C05-01-009", "新园", "望江街道", "not_begun"),
            line(7, "", "新园", "滨江街道", "not_begun"),
            line(8, "C05-01-001", "葵巷社区", "小营街道", "not_begun"),
        ];
        let given = Given { areas: &areas, outline: None, today: date(2024, 7, 1) };
        let said: Vec<_> = judged(&lines, &known, &given, "C05-01")
            .into_iter()
            .map(|judged| judged.map(|judged| judged.fate).map_err(|wrong| wrong.first().unwrap().key))
            .collect();
        assert_eq!(
            said,
            [
                // The name is another way to write it, and is kept as it was typed last.
                Ok(Fate::Changed),
                Ok(Fate::Changed),
                Ok(Fate::New),
                Err("place-line-twice"),
                Err("place-code-unknown"),
                Err("place-street-unknown"),
                Err("place-twice"),
            ]
        );
        let again = [line(2, "", "葵巷社区", "小营街道", "not_begun")];
        let judged = judged(&again, &known, &given, "C05-01").remove(0).unwrap();
        assert_eq!(judged.fate, Fate::Same);
    }
}
