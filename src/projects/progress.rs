//! 进展报告: how far a sub-item has come by a day, with what goes wrong and what comes next.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::quantity::{Quantity, target_of};
use crate::{
    candidates::Goal,
    db::Ts,
    ids::{AccountId, ProjectId, ReportId, SubItemId},
    web::Message,
};

/// One report; filed, it is corrected only by a later one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub project: ProjectId,
    pub sub_item: SubItemId,
    pub as_of: Date,
    /// To date, not since the last one.
    pub quantity: Quantity,
    pub words: String,
    pub problems: String,
    pub next_step: String,
    /// Why the quantity is smaller than before; empty where it is not.
    pub shrink_reason: String,
    pub unit: String,
    pub made_by_account: AccountId,
    pub made_by: String,
    pub saved_at: Ts,
    /// `None`: a draft.
    pub filed_at: Option<Ts>,
}

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportForm {
    #[serde(default)]
    pub as_of: String,
    #[serde(default)]
    pub quantity: String,
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub problems: String,
    #[serde(default)]
    pub next_step: String,
    #[serde(default)]
    pub shrink_reason: String,
}

/// What a report must fit to.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    pub goal: &'a Goal,
    pub today: Date,
    /// The newest filed report's day and quantity.
    pub last: Option<(Date, Quantity)>,
}

/// The parts of a report that its form decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub as_of: Date,
    pub quantity: Quantity,
    pub words: String,
    pub problems: String,
    pub next_step: String,
    pub shrink_reason: String,
}

const LONGEST: usize = 2_000;

impl ReportForm {
    /// A report that may be filed, or everything that is wrong with it.
    pub fn read(&self, before: &Before) -> Result<Progress, Vec<Message>> {
        let mut wrong: Vec<Message> = Vec::new();
        let as_of = self.as_of.trim().parse::<Date>();
        match as_of {
            Err(_) => wrong.push("report-date-unread".into()),
            Ok(day) if day > before.today => wrong.push("report-date-future".into()),
            Ok(day) if before.last.is_some_and(|(last, _)| day < last) => {
                wrong.push("report-date-before-last".into());
            }
            Ok(_) => {}
        }
        let quantity = self.quantity.parse::<Quantity>();
        match &quantity {
            Err(_) => wrong.push("report-quantity-wrong".into()),
            Ok(q) if matches!(before.goal, Goal::Title | Goal::Qualitative) && *q > Quantity::HUNDRED => {
                wrong.push("report-share-over".into());
            }
            Ok(_) => {}
        }
        let words = self.words.trim();
        if words.is_empty() {
            wrong.push("report-words-missing".into());
        }
        if [&self.words, &self.problems, &self.next_step].iter().any(|text| text.chars().count() > LONGEST) {
            wrong.push("report-too-long".into());
        }
        let shrinks = quantity.as_ref().is_ok_and(|q| shrank(before, *q));
        let shrink_reason = self.shrink_reason.trim();
        if shrinks && shrink_reason.is_empty() {
            let last = before.last.map(|(_, q)| q.to_string()).unwrap_or_default();
            wrong.push(Message::new("report-shrinks").with("last", last).with("unit", target_of(before.goal).1));
        }
        match (as_of, quantity) {
            (Ok(as_of), Ok(quantity)) if wrong.is_empty() => Ok(Progress {
                as_of,
                quantity,
                words: words.to_owned(),
                problems: self.problems.trim().to_owned(),
                next_step: self.next_step.trim().to_owned(),
                shrink_reason: if shrinks { shrink_reason.to_owned() } else { String::new() },
            }),
            _ => Err(wrong),
        }
    }
}

/// What is counted up does not fall; a rate and what is left to clear move both ways.
fn shrank(before: &Before, quantity: Quantity) -> bool {
    let counts_up = match before.goal {
        Goal::Measured(target) => target.measure != crate::candidates::Measure::Rate,
        Goal::Zero => false,
        Goal::Title | Goal::Qualitative => true,
    };
    counts_up && before.last.is_some_and(|(_, last)| quantity < last)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::candidates::{Measure, Operator, Target};

    fn goal(measure: Measure) -> Goal {
        Goal::Measured(Target { measure, operator: Operator::Eq, value: "100".parse().unwrap(), unit: "台".into() })
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn typed(as_of: &str, quantity: &str) -> ReportForm {
        ReportForm { as_of: as_of.into(), quantity: quantity.into(), words: "完成".into(), ..ReportForm::default() }
    }

    fn refused(form: &ReportForm, goal: &Goal) -> Vec<&'static str> {
        let last = Some((day("2024-05-20"), "40".parse().unwrap()));
        let before = Before { goal, today: day("2024-06-20"), last };
        form.read(&before).err().unwrap_or_default().iter().map(|m| m.key).collect()
    }

    #[test]
    fn what_a_report_may_not_say() {
        let count = goal(Measure::Count);
        for (as_of, quantity, key) in [
            ("2024-06-21", "50", "report-date-future"),
            ("2024-05-19", "50", "report-date-before-last"),
            ("昨天", "50", "report-date-unread"),
            ("2024-06-20", "-5", "report-quantity-wrong"),
            ("2024-06-20", "", "report-quantity-wrong"),
            ("2024-06-20", "39.9", "report-shrinks"),
        ] {
            assert_eq!(refused(&typed(as_of, quantity), &count), [key], "{as_of} {quantity}");
        }
        assert_eq!(refused(&typed("2024-06-20", "101"), &Goal::Title), ["report-share-over"]);
        assert_eq!(
            refused(&ReportForm { words: " ".into(), ..typed("2024-06-20", "50") }, &count),
            ["report-words-missing"]
        );
        let long = "长".repeat(LONGEST + 1);
        assert_eq!(refused(&ReportForm { problems: long, ..typed("2024-06-20", "50") }, &count), ["report-too-long"]);
    }

    #[test]
    fn a_smaller_quantity_needs_a_reason_unless_it_may_move_both_ways() {
        let form = ReportForm { shrink_reason: "上月重复统计 3 台".into(), ..typed("2024-06-20", "37") };
        assert_eq!(refused(&form, &goal(Measure::Count)), [""; 0]);
        assert_eq!(refused(&typed("2024-06-20", "37"), &goal(Measure::Rate)), [""; 0]);
        assert_eq!(refused(&typed("2024-06-20", "0"), &Goal::Zero), [""; 0]);
    }
}
