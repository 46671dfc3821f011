//! 资金: what was to be spent and from what, what was, and how far the work has come meanwhile.

use jiff::civil::Date;

use super::{
    plans::Source,
    quantity::{Money, Percent, Quantity},
    tracked::Tracked,
};
use crate::word_enum;

word_enum! {
    /// How money and work go together.
    MoneyCourse {
        Even = "even",
        MoneyAhead = "money-ahead",
        WorkAhead = "work-ahead",
    }
}

impl MoneyCourse {
    /// Of shares in per cent, which part from `gap` points on.
    pub fn of(paid: Percent, done: Percent, gap: u32) -> Self {
        let gap = Percent::points(gap);
        if paid.behind(done) >= gap {
            Self::WorkAhead
        } else if done.behind(paid) >= gap {
            Self::MoneyAhead
        } else {
            Self::Even
        }
    }
}

/// Of one project or of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyStand {
    /// Together they are the budget.
    pub sources: Vec<Source>,
    pub paid: Money,
    /// The newest day by which that is told.
    pub by: Date,
    /// Of each sub-item, counted to 100 at most.
    shares: Vec<Percent>,
    gap: u32,
}

impl MoneyStand {
    /// Nothing before a plan is published.
    pub fn of(tracked: &Tracked) -> Option<Self> {
        let (paid, by) = tracked.paid()?;
        let sources = tracked.published()?.plan.sources.clone();
        let share = |text: &Option<String>| {
            let whole = text.as_deref().and_then(|text| text.parse::<Quantity>().ok());
            whole.map_or(Percent::ZERO, |share| share.share_of(Quantity::HUNDRED))
        };
        let shares = tracked.lights.iter().map(|light| share(&light.actual)).collect();
        Some(Self { sources, paid, by, shares, gap: tracked.money_gap })
    }

    /// Of all of these together: sources of the same name are one.
    pub fn together(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().reduce(|mut sum, one| {
            for source in one.sources {
                match sum.sources.iter_mut().find(|known| known.name == source.name) {
                    Some(known) => known.amount = [known.amount, source.amount].into_iter().sum(),
                    None => sum.sources.push(source),
                }
            }
            sum.paid = [sum.paid, one.paid].into_iter().sum();
            sum.by = sum.by.max(one.by);
            sum.shares.extend(one.shares);
            sum
        })
    }

    pub fn budget(&self) -> Money {
        self.sources.iter().map(|source| source.amount).sum()
    }

    /// Of the budget, in per cent.
    pub fn share(&self) -> Percent {
        self.paid.share_of(self.budget())
    }

    /// Of the work, in per cent.
    pub fn done(&self) -> Percent {
        Percent::average(&self.shares)
    }

    pub fn course(&self) -> MoneyCourse {
        MoneyCourse::of(self.share(), self.done(), self.gap)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::samples;

    #[test]
    fn money_and_work_part_from_the_points_of_the_rules_on() {
        for (paid, done, gap, course) in [
            (50, 50, 20, MoneyCourse::Even),
            (69, 50, 20, MoneyCourse::Even),
            (70, 50, 20, MoneyCourse::MoneyAhead),
            (30, 50, 20, MoneyCourse::WorkAhead),
            (31, 50, 20, MoneyCourse::Even),
            (0, 0, 1, MoneyCourse::Even),
            (100, 0, 100, MoneyCourse::MoneyAhead),
        ] {
            assert_eq!(MoneyCourse::of(Percent::points(paid), Percent::points(done), gap), course, "{paid} {done}");
        }
    }

    #[test]
    fn sources_of_several_projects_are_added_by_their_names() {
        let [bare, full] = samples::tracked();
        assert_eq!(MoneyStand::of(&bare), None);
        let one = MoneyStand::of(&full).unwrap();
        assert_eq!(one.budget(), "3500.5".parse().unwrap());
        assert_eq!((one.share().to_string(), one.done().to_string()), ("34.3".to_owned(), "40".to_owned()));
        let mut other = one.clone();
        other.sources[1].name = "社会资金".to_owned();
        let both = MoneyStand::together([one, other]).unwrap();
        let said: Vec<_> = both.sources.iter().map(|s| (s.name.as_str(), s.amount.to_string())).collect();
        let amounts = [("区级财政<b>", "4000"), ("上级补助", "1500.5"), ("社会资金", "1500.5")];
        assert_eq!(said, amounts.map(|(name, amount)| (name, amount.to_owned())));
        assert_eq!((both.budget().to_string(), both.paid.to_string()), ("7001".to_owned(), "2400".to_owned()));
        assert_eq!(MoneyStand::together([]), None);
    }
}
