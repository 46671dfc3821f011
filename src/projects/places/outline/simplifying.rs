//! Fewer points for what is drawn: as few as nobody sees the difference (Douglas and Peucker).

use super::ground::{Area, Point, Ring};

/// Points that are kept of all streets together.
pub const MOST_KEPT: usize = 4_000;

/// With a tolerance that grows until few enough are left. Rings that shrink to nothing go, but never the last of a street.
pub fn simplified(areas: Vec<Area>) -> Vec<Area> {
    let all = || areas.iter().flat_map(|area| area.polygons.iter().flatten().flatten());
    let span = |of: fn(&Point) -> i32| {
        let (least, most) = all().map(of).fold((i32::MAX, i32::MIN), |(least, most), at| (least.min(at), most.max(at)));
        f64::from(most.saturating_sub(least).max(1))
    };
    let widest = span(|point| point.0).max(span(|point| point.1));
    let mut tolerance = widest / 4_000.0;
    loop {
        let drawn: Vec<Area> = areas.iter().map(|area| simpler(area, tolerance)).collect();
        let kept: usize = drawn.iter().flat_map(|area| area.polygons.iter().flatten()).map(Vec::len).sum();
        if kept <= MOST_KEPT || tolerance > widest {
            return drawn;
        }
        tolerance *= 1.5;
    }
}

fn simpler(area: &Area, tolerance: f64) -> Area {
    let drawn = |rings: &Vec<Ring>| {
        let mut rings = rings.iter().map(|ring| fewer(ring, tolerance));
        let outer = rings.next().filter(|ring| ring.len() >= 3)?;
        Some(std::iter::once(outer).chain(rings.filter(|ring| ring.len() >= 3)).collect::<Vec<Ring>>())
    };
    let polygons: Vec<Vec<Ring>> = area.polygons.iter().filter_map(drawn).collect();
    let largest = || area.polygons.iter().max_by_key(|rings| rings.first().map_or(0, Vec::len));
    let polygons =
        if polygons.is_empty() { largest().map(|rings| coarse(rings)).into_iter().collect() } else { polygons };
    Area { street: area.street.clone(), polygons }
}

/// So small a street that nothing would be left of it: three points of its outer ring.
fn coarse(rings: &[Ring]) -> Vec<Ring> {
    let Some(outer) = rings.first() else { return Vec::new() };
    let step = (outer.len() / 3).max(1);
    vec![outer.iter().step_by(step).take(3).copied().collect()]
}

/// The points of a ring that lie further than `tolerance` from the line between those that are kept.
fn fewer(ring: &Ring, tolerance: f64) -> Ring {
    let Some(first) = ring.first() else { return Vec::new() };
    // A ring is two lines: to the point that is farthest from its first, and back.
    let far = (0..).zip(ring).max_by_key(|(_, point)| square(**point, *first)).map_or(0, |(at, _)| at);
    let (there, back) = ring.split_at(far);
    let mut kept = line(&there.iter().chain(back.first()).copied().collect::<Vec<_>>(), tolerance);
    kept.pop();
    kept.extend(line(&back.iter().chain(ring.first()).copied().collect::<Vec<_>>(), tolerance));
    kept.pop();
    kept
}

fn square(a: Point, b: Point) -> i64 {
    let wide = |from: i32, to: i32| i64::from(to) - i64::from(from);
    wide(a.0, b.0).pow(2) + wide(a.1, b.1).pow(2)
}

/// Ends and what stands out between them, without recursion: a line may be long.
fn line(points: &[Point], tolerance: f64) -> Vec<Point> {
    let mut keep = vec![false; points.len()];
    let mut waiting = vec![(0, points.len().saturating_sub(1))];
    while let Some((from, to)) = waiting.pop() {
        for end in [from, to] {
            if let Some(kept) = keep.get_mut(end) {
                *kept = true;
            }
        }
        let (Some(&a), Some(&b)) = (points.get(from), points.get(to)) else { continue };
        let between = points.iter().enumerate().take(to).skip(from + 1);
        let farthest =
            between.map(|(at, point)| (at, distance(*point, a, b))).max_by(|one, other| one.1.total_cmp(&other.1));
        if let Some((at, away)) = farthest.filter(|(_, away)| *away > tolerance) {
            debug_assert!(away > 0.0);
            waiting.extend([(from, at), (at, to)]);
        }
    }
    points.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

/// Of a point from the line between two others, or from the first where they are one.
fn distance(point: Point, a: Point, b: Point) -> f64 {
    let wide = |from: i32, to: i32| f64::from(to) - f64::from(from);
    let (dx, dy) = (wide(a.0, b.0), wide(a.1, b.1));
    let (px, py) = (wide(a.0, point.0), wide(a.1, point.1));
    let length = dx.hypot(dy);
    if length == 0.0 { px.hypot(py) } else { (dx * py - dy * px).abs() / length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_on_a_line_goes_and_what_stands_out_stays() {
        let ring = vec![(0, 0), (50, 1), (100, 0), (100, 100), (50, 60), (0, 100), (0, 50)];
        assert_eq!(fewer(&ring, 5.0), [(0, 0), (100, 0), (100, 100), (50, 60), (0, 100)]);
    }

    #[test]
    fn a_coast_of_a_hundred_thousand_points_is_drawn_with_few() {
        let ring: Ring = (0..100_000)
            .map(|n| {
                let turn = f64::from(n) / 100_000.0 * std::f64::consts::TAU;
                // Many small bays and few large ones, as coasts have them.
                let chance = f64::from(n * 7_919 % 100_003 + 1) / 100_004.0;
                let far = 100_000.0 - 200.0 * chance.ln();
                #[allow(clippy::cast_possible_truncation, reason = "within a degree")]
                ((120_000_000.0 + far * turn.cos()) as i32, (30_000_000.0 + far * turn.sin()) as i32)
            })
            .collect();
        let drawn = simplified(vec![Area { street: "望江街道".to_owned(), polygons: vec![vec![ring]] }]);
        let kept = drawn[0].polygons[0][0].len();
        assert!((100..=MOST_KEPT).contains(&kept), "{kept}");
    }
}
