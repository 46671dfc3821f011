//! Streets and places as an SVG that the server draws: areas and shapes as paths in a square of about a thousand.

use serde::Serialize;

use super::{
    coordinates::Coordinates,
    outline::{Area, Ground, Outline, Point, Ring},
    place::PlaceState,
};
use crate::projects::places::outline::Bounds;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AreaView {
    pub street: String,
    pub href: String,
    pub path: String,
    /// Where its name stands.
    pub x: i32,
    pub y: i32,
    pub done: usize,
    pub all: usize,
    /// The one that is looked at.
    pub chosen: bool,
}

/// All places of one kind, as one path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DotsView {
    pub kind: &'static str,
    pub path: String,
    pub count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MapView {
    pub width: i32,
    pub height: i32,
    pub areas: Vec<AreaView>,
    pub dots: Vec<DotsView>,
    pub source: String,
    pub schematic: bool,
    /// Places of which nobody told where they lie: they stand in the list only.
    pub unlocated: usize,
}

/// A place as it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Dot {
    pub at: Option<Coordinates>,
    pub state: PlaceState,
    pub late: bool,
}

/// What is written on a street.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub street: String,
    pub href: String,
    pub done: usize,
    pub all: usize,
}

const WIDTH: f64 = 1_000.0;
const MARGIN: f64 = 24.0;
const TALLEST: f64 = 1_400.0;
/// Dots nearer to one another than this are one.
const APART: i32 = 6;
/// Kinds in the order in which they are drawn: what matters most lies on top.
const KINDS: [&str; 4] = ["done", "not_begun", "under_way", "late"];

/// Degrees to the picture's own units, without distortion in the middle.
struct Projection {
    west: f64,
    north: f64,
    by_lon: f64,
    by_lat: f64,
    left: f64,
    height: f64,
}

impl Projection {
    fn of(bounds: Bounds) -> Self {
        let [west, south, east, north] = [bounds.west, bounds.south, bounds.east, bounds.north].map(f64::from);
        let narrower = ((south + north) / 2.0 / 1_000_000.0).to_radians().cos();
        let (across, up) = (((east - west) * narrower).max(1.0), (north - south).max(1.0));
        let scale = ((WIDTH - 2.0 * MARGIN) / across).min((TALLEST - 2.0 * MARGIN) / up);
        Self {
            west,
            north,
            by_lon: scale * narrower,
            by_lat: scale,
            left: (WIDTH - across * scale) / 2.0,
            height: up * scale + 2.0 * MARGIN,
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "some thousand at most: what lies in China, drawn")]
    fn place(&self, (lon, lat): Point) -> (i32, i32) {
        let x = (f64::from(lon) - self.west) * self.by_lon + self.left;
        let y = (self.north - f64::from(lat)) * self.by_lat + MARGIN;
        (x.round() as i32, y.round() as i32)
    }

    fn path(&self, area: &Area) -> String {
        area.polygons.iter().flatten().map(|ring| self.ring(ring)).collect()
    }

    /// Points that fall on one another are said once.
    fn ring(&self, ring: &Ring) -> String {
        let mut path = String::new();
        let mut last = None;
        for point in ring.iter().map(|point| self.place(*point)) {
            if last == Some(point) {
                continue;
            }
            path.push_str(&match last {
                None => format!("M{} {}", point.0, point.1),
                Some((x, y)) => format!("l{} {}", point.0 - x, point.1 - y),
            });
            last = Some(point);
        }
        path.push('z');
        path
    }
}

/// Where a name has most room: on the widest line through the middle of the largest part.
fn middle(area: &Area) -> Point {
    let width = |rings: &&Vec<Ring>| rings.first().map_or(0, |ring| span(ring, |point| point.0));
    let Some(outer) = area.polygons.iter().max_by_key(width).and_then(|rings| rings.first()) else { return (0, 0) };
    let (south, north) = ends(outer, |point| point.1);
    let mut best = (0, (south, 0));
    for step in 1..8 {
        let lat = south + (north - south) / 8 * step;
        let mut meets: Vec<i32> = crossings(outer, lat);
        meets.sort_unstable();
        for pair in meets.chunks_exact(2) {
            if let [west, east] = pair {
                // The nearer to the middle, the better.
                let room = i64::from(east - west) * (4 - i64::from(step - 4).abs() / 2);
                if room > best.0 {
                    best = (room, (west + (east - west) / 2, lat));
                }
            }
        }
    }
    best.1
}

fn ends(ring: &Ring, of: impl Fn(&Point) -> i32) -> (i32, i32) {
    ring.iter().map(of).fold((i32::MAX, i32::MIN), |(least, most), at| (least.min(at), most.max(at)))
}

fn span(ring: &Ring, of: impl Fn(&Point) -> i32) -> i64 {
    let (least, most) = ends(ring, of);
    i64::from(most) - i64::from(least)
}

/// Where a line from west to east meets the ring.
fn crossings(ring: &Ring, lat: i32) -> Vec<i32> {
    let others = ring.iter().skip(1).chain(ring.first());
    let sides = ring.iter().zip(others).filter(|(a, b)| (a.1 > lat) != (b.1 > lat));
    sides
        .filter_map(|(a, b)| {
            let wide = i64::from;
            let along = (wide(lat) - wide(a.1)) * (wide(b.0) - wide(a.0)) / (wide(b.1) - wide(a.1));
            i32::try_from(wide(a.0) + along).ok()
        })
        .collect()
}

fn shape(kind: &str, (x, y): (i32, i32)) -> String {
    match kind {
        "done" => format!("M{x} {y}m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z"),
        "under_way" => format!("M{x} {y}m0-11l11 19h-22z"),
        "late" => format!("M{x} {y}m0-12l12 12l-12 12l-12-12z"),
        _ => format!("M{x} {y}m-8-8h16v16h-16z"),
    }
}

fn kind(dot: &Dot) -> &'static str {
    if dot.late { "late" } else { dot.state.word() }
}

fn dots(projection: &Projection, dots: &[Dot], bounds: (i32, i32)) -> Vec<DotsView> {
    let of = |wanted: &'static str| {
        let mut at: Vec<(i32, i32)> = dots
            .iter()
            .filter(|dot| kind(dot) == wanted)
            .filter_map(|dot| dot.at)
            .map(|at| projection.place((at.lon, at.lat)))
            .filter(|(x, y)| (0..=bounds.0).contains(x) && (0..=bounds.1).contains(y))
            .collect();
        let count = at.len();
        at.sort_unstable_by_key(|(x, y)| (y / APART, x / APART));
        at.dedup_by_key(|(x, y)| (*y / APART, *x / APART));
        let path: String = at.into_iter().map(|at| shape(wanted, at)).collect();
        DotsView { kind: wanted, path, count }
    };
    KINDS.into_iter().map(of).filter(|dots| dots.count > 0).collect()
}

/// The whole, or one street with what lies about it; `written` by street. None where there is nothing to draw.
pub fn map(outline: &Outline, written: &[Written], places: &[Dot], only: Option<&str>) -> Option<MapView> {
    let ground: &Ground = &outline.ground;
    let bounds = match only {
        Some(street) => ground.area(street)?.bounds()?,
        None => ground.bounds()?,
    };
    let projection = Projection::of(bounds);
    #[allow(clippy::cast_possible_truncation, reason = "at most TALLEST")]
    let (width, height) = (WIDTH as i32, projection.height.round() as i32);
    let area = |area: &Area| {
        let (x, y) = projection.place(middle(area));
        let said = written.iter().find(|written| written.street == area.street);
        AreaView {
            street: area.street.clone(),
            href: said.map(|said| said.href.clone()).unwrap_or_default(),
            path: projection.path(area),
            x,
            y,
            done: said.map_or(0, |said| said.done),
            all: said.map_or(0, |said| said.all),
            chosen: only == Some(area.street.as_str()),
        }
    };
    Some(MapView {
        width,
        height,
        areas: ground.areas.iter().map(area).collect(),
        dots: dots(&projection, places, (width, height)),
        source: outline.source.clone(),
        schematic: outline.schematic,
        unlocated: places.iter().filter(|dot| dot.at.is_none()).count(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::db::Ts;

    fn outline() -> Outline {
        let square = |lon: i32| {
            vec![vec![vec![
                (lon, 30_000_000),
                (lon + 100_000, 30_000_000),
                (lon + 100_000, 30_100_000),
                (lon, 30_100_000),
            ]]]
        };
        let area = |street: &str, lon| Area { street: street.to_owned(), polygons: square(lon) };
        Outline {
            ground: Ground { areas: vec![area("望江街道", 120_000_000), area("小营街道", 120_100_000)] },
            source: "示意图".to_owned(),
            schematic: true,
            uploaded_by: "周敏".to_owned(),
            uploaded_at: Ts::default(),
        }
    }

    #[test]
    fn streets_and_places_are_drawn_where_they_lie() {
        let dot = |lon: i32, state, late| Dot { at: Some(Coordinates { lon, lat: 30_050_000 }), state, late };
        let places = [
            dot(120_050_000, PlaceState::Done, false),
            dot(120_050_001, PlaceState::Done, false),
            dot(120_150_000, PlaceState::UnderWay, true),
            Dot { at: None, state: PlaceState::NotBegun, late: false },
        ];
        let written = [Written { street: "望江街道".into(), href: "/w".into(), done: 2, all: 3 }];
        let drawn = map(&outline(), &written, &places, None).unwrap();
        assert_eq!((drawn.width, drawn.unlocated), (1_000, 1));
        let [one, other] = [&drawn.areas[0], &drawn.areas[1]];
        assert_eq!((one.href.as_str(), one.done, one.all, other.all), ("/w", 2, 3, 0));
        assert!(one.path.starts_with("M24 ") && one.path.ends_with('z') && one.x < other.x && one.y == other.y);
        let kinds: Vec<_> =
            drawn.dots.iter().map(|dots| (dots.kind, dots.count, dots.path.matches('z').count())).collect();
        assert_eq!(kinds, [("done", 2, 1), ("late", 1, 1)], "what lies on one spot is drawn once");
        let near = map(&outline(), &written, &places, Some("望江街道")).unwrap();
        assert!(near.areas[0].chosen && !near.areas[1].chosen);
        assert_eq!(near.dots.len(), 1, "what lies elsewhere is not in this picture");
        assert_eq!(map(&outline(), &written, &places, Some("湖滨街道")), None);
        let nothing = Outline { ground: Ground::default(), ..outline() };
        assert_eq!(map(&nothing, &written, &places, None), None);
    }
}
