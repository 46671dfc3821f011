//! 实事档案馆: every year beside the others, in figures that mean the same in each.

use crate::{
    projects::Money,
    ratings::RatedLine,
    reports::{annual::Annual, version::Version},
};

/// What people said of a year's projects: the deputies' verdicts, and the public's marks added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratings {
    /// Projects that the deputies found 满意, 基本满意, 不满意.
    pub by_deputies: [usize; 3],
    pub public_satisfied: u64,
    pub public_all: u64,
}

impl Ratings {
    pub fn of(rated: &[(String, Vec<RatedLine>)]) -> Self {
        let mut all = Self::default();
        for line in rated.iter().flat_map(|(_, lines)| lines) {
            if line.who == "public" {
                all.public_satisfied += u64::from(line.satisfied);
                all.public_all += line.all;
                continue;
            }
            let [satisfied, basically, dissatisfied] = &mut all.by_deputies;
            match line.verdict {
                Some("satisfied") => *satisfied += 1,
                Some("basically") => *basically += 1,
                Some("dissatisfied") => *dissatisfied += 1,
                _ => {}
            }
        }
        all
    }

    /// Whole points, rounded down; nothing where nobody rated.
    pub fn public_share(&self) -> Option<u64> {
        (self.public_satisfied * 100).checked_div(self.public_all)
    }
}

/// One year, as it ended or as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearFigures {
    pub year: i32,
    pub running: bool,
    pub projects: usize,
    pub done: usize,
    pub over_target: usize,
    pub items: usize,
    pub items_done: usize,
    /// Sub-items that were red on the last day.
    pub behind: usize,
    /// Months that units reported late or not at all.
    pub late_reports: usize,
    /// Projects that go on into the year after.
    pub carried_on: usize,
    /// Projects of years before that went on in this one.
    pub carried_in: usize,
    pub adjustments: usize,
    pub budget: Money,
    pub paid: Money,
    pub ratings: Ratings,
    /// Of the frozen report.
    pub sha256: Option<String>,
}

impl YearFigures {
    pub fn of(annual: &Annual, version: Option<&Version>, ratings: Ratings, running: bool, carried_in: usize) -> Self {
        Self {
            year: annual.year,
            running,
            projects: annual.projects,
            done: annual.projects_done,
            over_target: annual.projects_over,
            items: annual.items,
            items_done: annual.items_done,
            behind: annual.behind,
            late_reports: annual.misses.iter().map(|unit| unit.late + unit.unmade).sum(),
            carried_on: annual.carried.len(),
            carried_in,
            adjustments: annual.adjustments.len(),
            budget: annual.money.iter().map(|line| line.budget).sum(),
            paid: annual.money.iter().map(|line| line.paid).sum(),
            ratings,
            sha256: version.map(|version| version.sha256.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deputies_word_and_the_publics_are_never_added_together() {
        let line = |who, verdict, satisfied: u32, all| RatedLine {
            who,
            verdict,
            satisfied,
            basically: 0,
            dissatisfied: 0,
            abstained: None,
            all,
        };
        let rated = [
            (
                "一".to_owned(),
                vec![line("deputies", Some("satisfied"), 300, 340), line("public", Some("satisfied"), 7, 9)],
            ),
            ("二".to_owned(), vec![line("deputies", Some("basically"), 100, 340), line("public", None, 0, 0)]),
        ];
        let ratings = Ratings::of(&rated);
        assert_eq!(ratings.by_deputies, [1, 1, 0]);
        assert_eq!((ratings.public_satisfied, ratings.public_all, ratings.public_share()), (7, 9, Some(77)));
        assert_eq!(Ratings::default().public_share(), None, "nobody's word is not 0 %");
    }
}
