//! 验收: a second person's word that a finished sub-item is finished, or what is still missing.

use jiff::civil::Date;

use crate::{
    candidates::Goal,
    db::Ts,
    ids::{ProjectId, ReportId, SubItemId},
    projects::{plans::ItemPlan, quantity::Quantity},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    pub sub_item: SubItemId,
    pub project: ProjectId,
    /// What had been reached.
    pub quantity: Quantity,
    pub words: String,
    pub accepted_by: String,
    pub accepted_at: Ts,
}

/// 验收未通过: it waits for a new report, and is looked at again then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAccepted {
    pub sub_item: SubItemId,
    pub project: ProjectId,
    /// The one that was looked at.
    pub report: ReportId,
    /// What is to be mended.
    pub words: String,
    pub refused_by: String,
    pub refused_at: Ts,
    /// Whether a report about the same day or a later one came since.
    pub answered: bool,
}

/// The first day on which a sub-item may be accepted. What has a target may be once it is reached; 动态清零 has to last:
/// to the plan's last milestone at which nothing may be left, or to December where it names none.
pub fn acceptable_from(goal: &Goal, plan: Option<&ItemPlan>, year: i32) -> Option<Date> {
    if *goal != Goal::Zero {
        return None;
    }
    let december = i16::try_from(year).ok().and_then(|year| Date::new(year, 12, 1).ok());
    let last = plan.and_then(|plan| plan.milestones.last()).filter(|milestone| milestone.quantity.is_zero());
    last.map(|milestone| milestone.on).or(december)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::{plans::Milestone, samples};

    #[test]
    fn what_has_to_last_is_not_accepted_before_its_end() {
        let project = samples::project();
        let plan = samples::plan(&project);
        let with = |days: &[&str]| {
            let milestone =
                |day: &&str| Milestone { on: day.parse().unwrap(), quantity: Quantity::ZERO, words: String::new() };
            ItemPlan { milestones: days.iter().map(milestone).collect(), ..plan.items[0].clone() }
        };
        for (goal, days, from) in [
            (Goal::Title, Some(&["2024-11-30"][..]), None),
            (Goal::Zero, Some(&["2024-06-30", "2024-12-20"]), Some("2024-12-20")),
            (Goal::Zero, Some(&["2024-11-30"]), Some("2024-11-30")),
            (Goal::Zero, Some(&[]), Some("2024-12-01")),
            (Goal::Zero, None, Some("2024-12-01")),
        ] {
            let from: Option<Date> = from.map(|day| day.parse().unwrap());
            assert_eq!(acceptable_from(&goal, days.map(with).as_ref(), 2024), from, "{goal:?} {days:?}");
        }
    }
}
