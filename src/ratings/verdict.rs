//! What counts of marks come to: one rule, for the deputies and for the public, in whole numbers.

use serde::{Deserialize, Serialize};

use crate::word_enum;

word_enum! {
    Mark {
        Satisfied = "satisfied",
        Basically = "basically",
        Dissatisfied = "dissatisfied",
    }
}

word_enum! {
    /// Better ones come first.
    Verdict {
        Satisfied = "satisfied",
        Basically = "basically",
        Dissatisfied = "dissatisfied",
    }
}

/// How many said what of one project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    pub satisfied: u32,
    pub basically: u32,
    pub dissatisfied: u32,
    /// Only on the deputies' paper.
    pub abstained: u32,
}

impl Counts {
    pub fn add(&mut self, mark: Mark, times: u32) {
        let place = match mark {
            Mark::Satisfied => &mut self.satisfied,
            Mark::Basically => &mut self.basically,
            Mark::Dissatisfied => &mut self.dissatisfied,
        };
        *place = place.saturating_add(times);
    }

    pub fn total(&self) -> u64 {
        u64::from(self.satisfied) + u64::from(self.basically) + u64::from(self.dissatisfied) + u64::from(self.abstained)
    }
}

/// 满意 where more than half of `all` are satisfied; else 基本满意 where more than half are at least basically so; else
/// 不满意. `all` is how many could have said so: whoever said nothing does not count as content. `None` where nobody could.
pub fn verdict(counts: &Counts, all: u64) -> Option<Verdict> {
    let over_half = |n: u64| 2 * n > all;
    let satisfied = u64::from(counts.satisfied);
    match all {
        0 => None,
        _ if over_half(satisfied) => Some(Verdict::Satisfied),
        _ if over_half(satisfied + u64::from(counts.basically)) => Some(Verdict::Basically),
        _ => Some(Verdict::Dissatisfied),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Verdict::*, *};

    fn counts(satisfied: u32, basically: u32, dissatisfied: u32, abstained: u32) -> Counts {
        Counts { satisfied, basically, dissatisfied, abstained }
    }

    #[test]
    fn more_than_half_of_all_is_strictly_more() {
        for (given, all, expected) in [
            (counts(171, 169, 0, 0), 340, Some(Satisfied)),
            (counts(170, 170, 0, 0), 340, Some(Basically)),
            (counts(171, 170, 0, 0), 341, Some(Satisfied)),
            (counts(170, 1, 169, 0), 340, Some(Basically)),
            (counts(170, 0, 170, 0), 340, Some(Dissatisfied)),
            (counts(0, 171, 169, 0), 340, Some(Basically)),
            (counts(0, 0, 0, 340), 340, Some(Dissatisfied)),
            (counts(1, 0, 0, 0), 1, Some(Satisfied)),
            (counts(0, 0, 0, 0), 1, Some(Dissatisfied)),
            (counts(0, 0, 0, 0), 0, None),
        ] {
            assert_eq!(verdict(&given, all), expected, "{given:?} of {all}");
        }
    }

    #[test]
    fn whoever_stayed_away_does_not_count_as_content() {
        let given = counts(60, 0, 0, 0);
        assert_eq!(verdict(&given, given.total()), Some(Satisfied));
        assert_eq!(verdict(&given, 120), Some(Dissatisfied), "60 of 120 in office are half, not more");
    }

    fn any_counts() -> impl Strategy<Value = Counts> {
        (0..2_000u32, 0..2_000u32, 0..2_000u32, 0..2_000u32).prop_map(|(s, b, d, a)| counts(s, b, d, a))
    }

    proptest! {
        /// One who thinks better of it never makes the verdict worse.
        #[test]
        fn a_better_mark_never_lowers_the_verdict(given in any_counts(), absent in 0..500u64) {
            let all = given.total() + absent;
            let before = verdict(&given, all);
            let mut risen = Vec::new();
            if given.basically > 0 {
                risen.push(counts(given.satisfied + 1, given.basically - 1, given.dissatisfied, given.abstained));
            }
            if given.dissatisfied > 0 {
                risen.push(counts(given.satisfied, given.basically + 1, given.dissatisfied - 1, given.abstained));
            }
            if given.abstained > 0 {
                risen.push(counts(given.satisfied + 1, given.basically, given.dissatisfied, given.abstained - 1));
            }
            for better in risen {
                prop_assert!(verdict(&better, all) <= before, "{given:?} → {better:?} of {all}");
            }
        }

        /// Somebody there: always one verdict, and one that the numbers bear out.
        #[test]
        fn every_count_has_one_verdict(given in any_counts(), absent in 0..500u64) {
            let all = given.total() + absent;
            let good = u64::from(given.satisfied) + u64::from(given.basically);
            match verdict(&given, all) {
                None => prop_assert_eq!(all, 0),
                Some(Satisfied) => prop_assert!(u64::from(given.satisfied) > all - u64::from(given.satisfied)),
                Some(Basically) => prop_assert!(good > all - good),
                Some(Dissatisfied) => prop_assert!(good <= all - good),
            }
        }
    }
}
