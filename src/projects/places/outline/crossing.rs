//! Whether a ring crosses itself, and where.

use super::ground::{Point, Ring};

/// Pairs of sides that are looked at: whoever draws more of them over one another than this drew no outline.
const MOST_PAIRS: usize = 20_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Crossing {
    #[error("at {0:?}")]
    At(Point),
    #[error("too many sides over one another")]
    TooMany,
}

/// From west to east, each side beside those that reach as far.
pub fn crossing(ring: &Ring) -> Result<(), Crossing> {
    let ends = ring.iter().skip(1).chain(ring.first());
    let mut sides: Vec<(Point, Point)> = ring.iter().copied().zip(ends.copied()).collect();
    sides.sort_unstable_by_key(|(a, b)| a.0.min(b.0));
    let mut pairs = 0_usize;
    for (at, side) in sides.iter().enumerate() {
        let east = side.0.0.max(side.1.0);
        for other in sides.iter().skip(at + 1).take_while(|(a, b)| a.0.min(b.0) <= east) {
            pairs += 1;
            if pairs > MOST_PAIRS {
                return Err(Crossing::TooMany);
            }
            if cross(*side, *other) {
                return Err(Crossing::At(other.0));
            }
        }
    }
    Ok(())
}

/// Each has its ends on both sides of the other; touching is no crossing.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let turn = |o: Point, p: Point, q: Point| {
        let wide = |from: i32, to: i32| i64::from(to) - i64::from(from);
        (wide(o.0, p.0) * wide(o.1, q.1) - wide(o.1, p.1) * wide(o.0, q.0)).signum()
    };
    turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bow_tie_crosses_itself_and_a_notch_does_not() {
        assert!(matches!(crossing(&vec![(0, 0), (10, 10), (10, 0), (0, 10)]), Err(Crossing::At(_))));
        assert_eq!(crossing(&vec![(0, 0), (10, 0), (5, 5), (10, 10), (0, 10)]), Ok(()));
        // Two corners that touch, as of a hole that meets its edge.
        assert_eq!(crossing(&vec![(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5)]), Ok(()));
    }

    #[test]
    fn many_sides_over_one_another_are_given_up() {
        let zigzag: Ring = (0..20_000).map(|n| (if n % 2 == 0 { 0 } else { 1_000_000 }, n)).collect();
        assert!(crossing(&zigzag).is_err());
    }
}
