//! Where streets lie, and where a place lies among them.

use serde::{Deserialize, Serialize};

use crate::{db::Ts, projects::places::coordinates::Coordinates};

/// Longitude and latitude in millionths of a degree.
pub type Point = (i32, i32);
/// Closed: the last point is joined to the first, which is not said twice.
pub type Ring = Vec<Point>;

/// A street of the congress's list: polygons, each of an outer ring and its holes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    pub street: String,
    pub polygons: Vec<Vec<Ring>>,
}

/// All streets that are drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ground {
    pub areas: Vec<Area>,
}

/// A ground with what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub ground: Ground,
    /// Where it is from, or under which number the map was approved (审图号).
    pub source: String,
    /// 示意图: drawn to be read, not to be measured.
    pub schematic: bool,
    pub uploaded_by: String,
    pub uploaded_at: Ts,
}

/// How far out a place lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Within,
    Outside,
    Far,
}

/// What lies so many millionths of a degree (about 20 km) outside of all streets is another place altogether.
const FAR: i32 = 200_000;

/// West, south, east, north.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub west: i32,
    pub south: i32,
    pub east: i32,
    pub north: i32,
}

impl Bounds {
    fn of(points: impl Iterator<Item = Point>) -> Option<Self> {
        points.fold(None, |bounds: Option<Self>, (lon, lat)| {
            let known = bounds.unwrap_or(Self { west: lon, south: lat, east: lon, north: lat });
            Some(Self {
                west: known.west.min(lon),
                south: known.south.min(lat),
                east: known.east.max(lon),
                north: known.north.max(lat),
            })
        })
    }
}

impl Area {
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::of(self.polygons.iter().flatten().flatten().copied())
    }

    /// Within a polygon and in none of its holes.
    pub fn contains(&self, at: Coordinates) -> bool {
        self.polygons.iter().any(|rings| rings.iter().filter(|ring| is_in(ring, at)).count() % 2 == 1)
    }
}

/// Whether a line that leaves to the east meets the ring an odd number of times.
fn is_in(ring: &Ring, at: Coordinates) -> bool {
    let wide = i64::from;
    let ends = ring.iter().skip(1).chain(ring.first());
    let meets = ring.iter().zip(ends).filter(|((x1, y1), (x2, y2))| {
        if (*y1 > at.lat) == (*y2 > at.lat) {
            return false;
        }
        let side =
            (wide(*x2) - wide(*x1)) * (wide(at.lat) - wide(*y1)) - (wide(at.lon) - wide(*x1)) * (wide(*y2) - wide(*y1));
        (side > 0) == (y2 > y1)
    });
    meets.count() % 2 == 1
}

impl Ground {
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::of(self.areas.iter().flat_map(|area| area.polygons.iter().flatten().flatten().copied()))
    }

    pub fn area(&self, street: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.street == street)
    }

    pub fn points(&self) -> usize {
        self.areas.iter().flat_map(|area| area.polygons.iter().flatten()).map(Vec::len).sum()
    }

    pub fn reach(&self, at: Coordinates) -> Reach {
        if self.areas.iter().any(|area| area.contains(at)) {
            return Reach::Within;
        }
        let near = self.bounds().is_none_or(|all| {
            let within =
                |at: i32, from: i32, to: i32| (from.saturating_sub(FAR)..=to.saturating_add(FAR)).contains(&at);
            within(at.lon, all.west, all.east) && within(at.lat, all.south, all.north)
        });
        if near { Reach::Outside } else { Reach::Far }
    }
}

impl Outline {
    /// Of what is drawn to be read nobody tells whether a place lies just outside.
    pub fn reach(&self, at: Coordinates) -> Reach {
        match self.ground.reach(at) {
            Reach::Outside if self.schematic => Reach::Within,
            reach => reach,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: i32, lat: i32) -> Coordinates {
        Coordinates { lon, lat }
    }

    #[test]
    fn a_place_lies_within_outside_or_far() {
        let square = |from: i32, to: i32| vec![(from, from), (to, from), (to, to), (from, to)];
        let area = Area {
            street: "望江街道".to_owned(),
            polygons: vec![vec![square(0, 100), square(40, 60)], vec![square(200, 300)]],
        };
        let ground = Ground { areas: vec![area] };
        for (place, reach) in [
            (at(20, 20), Reach::Within),
            (at(50, 50), Reach::Outside),
            (at(250, 250), Reach::Within),
            (at(150, 150), Reach::Outside),
            (at(300 + FAR, 0), Reach::Outside),
            (at(301 + FAR, 0), Reach::Far),
        ] {
            assert_eq!(ground.reach(place), reach, "{place:?}");
        }
        assert_eq!(ground.bounds(), Some(Bounds { west: 0, south: 0, east: 300, north: 300 }));
        assert_eq!(ground.points(), 12);
        assert_eq!(Ground::default().reach(at(0, 0)), Reach::Outside);
    }
}
