//! Reading GeoJSON (RFC 7946), as map programs write it: what cannot be drawn is named, with its feature and the mend.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{
    crossing::{Crossing, crossing},
    ground::{Area, Ground, Ring},
    simplifying::simplified,
};
use crate::{
    names::same_name,
    projects::places::coordinates::{Coordinates, NoCoordinates},
    web::Message,
};

/// Bytes that are read: fifteen streets take some hundred kilobytes.
pub const LARGEST_OUTLINE: usize = 5 * 1024 * 1024;
const MOST_FEATURES: usize = 500;
const MOST_POINTS: usize = 200_000;
/// Faults that are named at once.
const MOST_FAULTS: usize = 20;
/// Properties that name a street, as map programs and offices call them.
const NAMES: [&str; 8] = ["name", "Name", "NAME", "名称", "街道", "街道名称", "乡镇", "XZQMC"];

#[derive(Deserialize)]
struct File {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    coordinates: Option<Nested>,
}

/// Lists in lists of numbers.
enum Nested {
    Number(f64),
    List(Vec<Nested>),
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Nested;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("numbers in lists")
            }

            fn visit_f64<E>(self, number: f64) -> Result<Nested, E> {
                Ok(Nested::Number(number))
            }

            #[allow(clippy::cast_precision_loss, reason = "degrees are small")]
            fn visit_u64<E>(self, number: u64) -> Result<Nested, E> {
                Ok(Nested::Number(number as f64))
            }

            #[allow(clippy::cast_precision_loss, reason = "degrees are small")]
            fn visit_i64<E>(self, number: i64) -> Result<Nested, E> {
                Ok(Nested::Number(number as f64))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Nested, A::Error> {
                let mut list = Vec::new();
                while let Some(next) = seq.next_element()? {
                    list.push(next);
                }
                Ok(Nested::List(list))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

impl Nested {
    fn list(&self) -> &[Self] {
        match self {
            Self::Number(_) => &[],
            Self::List(list) => list,
        }
    }

    /// Longitude and latitude; a height is left out.
    fn numbers(&self) -> Option<(f64, f64)> {
        match self.list() {
            [Self::Number(lon), Self::Number(lat), ..] => Some((*lon, *lat)),
            _ => None,
        }
    }
}

/// What is wrong with a ring.
enum RingFault {
    Unread,
    Short,
    Place(NoCoordinates),
    Crossing(Crossing),
}

/// The streets of a file, or everything that is wrong with it. `streets`: those of the congress's list.
pub fn parse(content: &[u8], streets: &[String]) -> Result<Ground, Vec<Message>> {
    if content.is_empty() {
        return Err(vec![Message::new("outline-missing").at("file")]);
    }
    if content.len() > LARGEST_OUTLINE {
        let most = LARGEST_OUTLINE / 1024 / 1024;
        return Err(vec![Message::new("outline-too-large").with("megabytes", most).at("file")]);
    }
    if streets.is_empty() {
        return Err(vec![Message::new("outline-no-streets").at("file")]);
    }
    let bare = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content);
    let file: File = serde_json::from_slice(bare).map_err(|error| {
        vec![Message::new("outline-not-json").with("line", error.line()).with("column", error.column()).at("file")]
    })?;
    if file.kind == "Topology" {
        return Err(vec![Message::new("outline-topojson").at("file")]);
    }
    if file.kind != "FeatureCollection" {
        return Err(vec![Message::new("outline-no-collection").with("kind", short(&file.kind)).at("file")]);
    }
    if file.features.is_empty() {
        return Err(vec![Message::new("outline-no-features").at("file")]);
    }
    if file.features.len() > MOST_FEATURES {
        return Err(vec![Message::new("outline-too-many-features").with("most", MOST_FEATURES).at("file")]);
    }
    let (mut areas, mut wrong, mut points): (Vec<Area>, Vec<Message>, usize) = (Vec::new(), Vec::new(), 0);
    for (number, feature) in (1..).zip(&file.features) {
        match read_feature(number, feature, streets) {
            Ok(area) => {
                points += area.polygons.iter().flatten().map(Vec::len).sum::<usize>();
                match areas.iter_mut().find(|known| known.street == area.street) {
                    Some(known) => known.polygons.extend(area.polygons),
                    None => areas.push(area),
                }
            }
            Err(fault) => wrong.push(fault.at("file")),
        }
        if points > MOST_POINTS {
            return Err(vec![Message::new("outline-too-many-points").with("most", MOST_POINTS).at("file")]);
        }
        if wrong.len() == MOST_FAULTS {
            break;
        }
    }
    if wrong.is_empty() { Ok(Ground { areas: simplified(areas) }) } else { Err(wrong) }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn read_feature(number: usize, feature: &Feature, streets: &[String]) -> Result<Area, Message> {
    let of_number = |key: &'static str| Message::new(key).with("number", number);
    let properties = feature.properties.as_ref();
    let named = |key: &&str| properties?.get(*key)?.as_str().map(str::trim).filter(|name| !name.is_empty());
    let name = NAMES.iter().find_map(named).ok_or_else(|| {
        let keys: Vec<String> =
            properties.map(|map| map.keys().take(8).map(|key| short(key)).collect()).unwrap_or_default();
        of_number("outline-unnamed").with("keys", if keys.is_empty() { "—".to_owned() } else { keys.join("、") })
    })?;
    let name = short(name);
    let about = |key: &'static str| of_number(key).with("name", &name);
    let street = streets.iter().find(|street| same_name(street) == same_name(&name));
    let street = street.ok_or_else(|| about("outline-unknown-street").with("known", streets.join("、")))?;
    let geometry = feature.geometry.as_ref().ok_or_else(|| about("outline-no-shape"))?;
    let nested = geometry.coordinates.as_ref().ok_or_else(|| about("outline-no-shape"))?;
    let polygons: Vec<&Nested> = match geometry.kind.as_str() {
        "Polygon" => vec![nested],
        "MultiPolygon" => nested.list().iter().collect(),
        other => return Err(about("outline-other-shape").with("kind", short(other))),
    };
    let mut read = Vec::new();
    for polygon in polygons {
        let rings = polygon.list().iter().map(read_ring).collect::<Result<Vec<Ring>, RingFault>>();
        let rings = rings.map_err(|fault| match fault {
            RingFault::Unread => about("outline-unread"),
            RingFault::Short => about("outline-short"),
            RingFault::Place(NoCoordinates::Swapped(_)) => about("outline-swapped"),
            RingFault::Place(NoCoordinates::Projected) => about("outline-projected"),
            RingFault::Place(_) => about("outline-abroad"),
            RingFault::Crossing(Crossing::TooMany) => about("outline-tangled"),
            RingFault::Crossing(Crossing::At((lon, lat))) => {
                let at = Coordinates { lon, lat };
                about("outline-crossing").with("lon", at.lon_text()).with("lat", at.lat_text())
            }
        })?;
        if !rings.is_empty() {
            read.push(rings);
        }
    }
    if read.is_empty() { Err(about("outline-no-shape")) } else { Ok(Area { street: street.clone(), polygons: read }) }
}

fn read_ring(nested: &Nested) -> Result<Ring, RingFault> {
    let mut ring: Ring = Vec::new();
    for position in nested.list() {
        let (lon, lat) = position.numbers().ok_or(RingFault::Unread)?;
        let Coordinates { lon, lat } = Coordinates::of_numbers(lon, lat).map_err(RingFault::Place)?;
        if ring.last() != Some(&(lon, lat)) {
            ring.push((lon, lat));
        }
    }
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    if ring.len() < 3 {
        return Err(RingFault::Short);
    }
    crossing(&ring).map_err(RingFault::Crossing)?;
    Ok(ring)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use serde_json::json;

    use super::*;

    fn streets() -> Vec<String> {
        vec!["望江街道".to_owned(), "小营街道".to_owned()]
    }

    fn feature(name: Value, kind: &str, coordinates: Value) -> Value {
        json!({
            "type": "Feature", "properties": name, "geometry": { "type": kind, "coordinates": coordinates },
        })
    }

    fn square(lon: f64, lat: f64, side: f64) -> Value {
        json!([[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]])
    }

    fn read(features: &[Value]) -> Result<Ground, Vec<&'static str>> {
        let file = json!({ "type": "FeatureCollection", "features": features });
        parse(file.to_string().as_bytes(), &streets()).map_err(|wrong| wrong.iter().map(|fault| fault.key).collect())
    }

    #[test]
    fn polygons_with_holes_and_of_several_parts_are_read() {
        let ground = read(&[
            feature(
                json!({ "NAME": "望江 街道" }),
                "Polygon",
                json!([square(120.1, 30.2, 0.1), square(120.13, 30.23, 0.02)]),
            ),
            feature(
                json!({ "name": "小营街道" }),
                "MultiPolygon",
                json!([[square(120.2, 30.2, 0.1)], [square(120.4, 30.2, 0.1)]]),
            ),
        ])
        .unwrap();
        assert_eq!(ground.areas.iter().map(|area| area.street.as_str()).collect::<Vec<_>>(), streets());
        assert_eq!(ground.areas[0].polygons[0].len(), 2, "the hole is kept");
        assert_eq!(ground.areas[1].polygons.len(), 2);
        let within = |lon, lat| ground.areas[0].contains(Coordinates::of_numbers(lon, lat).unwrap());
        assert!(within(120.11, 30.21) && !within(120.14, 30.24));
    }

    #[test]
    fn what_cannot_be_drawn_is_named_with_its_feature() {
        let name = || json!({ "name": "望江街道" });
        let good = || json!([square(120.1, 30.2, 0.1)]);
        for (one, key) in [
            (feature(json!({ "id": 1 }), "Polygon", good()), "outline-unnamed"),
            (feature(json!({ "name": "  " }), "Polygon", good()), "outline-unnamed"),
            (feature(json!({ "name": "西湖街道" }), "Polygon", good()), "outline-unknown-street"),
            (feature(name(), "Point", json!([120.1, 30.2])), "outline-other-shape"),
            (feature(name(), "Polygon", json!([])), "outline-no-shape"),
            (feature(name(), "Polygon", json!([[[120.1, 30.2], [120.2, 30.2]]])), "outline-short"),
            (feature(name(), "Polygon", json!([["a"]])), "outline-unread"),
            (feature(name(), "Polygon", json!([[1, 2]])), "outline-unread"),
            (feature(name(), "Polygon", json!([square(30.2, 120.1, 0.1)])), "outline-swapped"),
            (feature(name(), "Polygon", json!([square(40_512_345.0, 3_345_678.0, 10.0)])), "outline-projected"),
            (feature(name(), "Polygon", json!([square(-60.0, 30.0, 0.1)])), "outline-abroad"),
            (
                feature(name(), "Polygon", json!([[[120.1, 30.1], [120.2, 30.2], [120.2, 30.1], [120.1, 30.2]]])),
                "outline-crossing",
            ),
        ] {
            let said = read(std::slice::from_ref(&one)).unwrap_err();
            // A text among the numbers is no GeoJSON at all.
            let unread = one.to_string().contains("\"a\"");
            assert_eq!(said, [if unread { "outline-not-json" } else { key }], "{one}");
        }
    }

    #[test]
    fn what_is_no_such_file_is_refused_before_it_is_read() {
        let key = |content: &[u8]| parse(content, &streets()).unwrap_err()[0].key;
        assert_eq!(key(b""), "outline-missing");
        assert_eq!(key(&vec![b' '; LARGEST_OUTLINE + 1]), "outline-too-large");
        assert_eq!(key(b"PK\x03\x04"), "outline-not-json");
        assert_eq!(key("[".repeat(100_000).as_bytes()), "outline-not-json");
        assert_eq!(key(b"{\"type\":\"Topology\"}"), "outline-topojson");
        assert_eq!(key(b"{\"type\":\"Polygon\",\"coordinates\":[]}"), "outline-no-collection");
        assert_eq!(key(b"{\"type\":\"FeatureCollection\",\"features\":[]}"), "outline-no-features");
        assert_eq!(parse(b"{}", &[]).unwrap_err()[0].key, "outline-no-streets");
    }
}
