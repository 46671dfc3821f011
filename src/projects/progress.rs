//! 进展报告: how far a sub-item has come by a day, with what goes wrong and what comes next.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::quantity::{MOST_WHOLE, Percent, Quantity, target_of};
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
    /// 数字无误: the quantity that is vouched for, though it is out of proportion.
    #[serde(default)]
    pub sure: String,
}

/// What a report must fit to.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    pub goal: &'a Goal,
    pub today: Date,
    /// The newest filed report's day and quantity.
    pub last: Option<(Date, Quantity)>,
    /// What is to be reached.
    pub target: Quantity,
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
            Err(_) => wrong.push(Message::new("report-date-unread").at("as_of")),
            Ok(day) if day > before.today => wrong.push(Message::new("report-date-future").at("as_of")),
            Ok(day) if before.last.is_some_and(|(last, _)| day < last) => {
                wrong.push(Message::new("report-date-before-last").at("as_of"));
            }
            Ok(_) => {}
        }
        let quantity = self.quantity.parse::<Quantity>();
        match &quantity {
            Err(_) => wrong.push(Message::new(unread(&self.quantity)).at("quantity")),
            Ok(q) if before.is_share() && *q > Quantity::HUNDRED => {
                wrong.push(Message::new("report-share-over").at("quantity"));
            }
            Ok(q) if before.doubts(*q) && self.sure.parse() != Ok(*q) => {
                wrong.push(before.doubt(*q).at("sure"));
            }
            Ok(_) => {}
        }
        let words = self.words.trim();
        if words.is_empty() {
            wrong.push(Message::new("report-words-missing").at("words"));
        }
        for (text, field) in [(&self.words, "words"), (&self.problems, "problems"), (&self.next_step, "next_step")] {
            if text.chars().count() > LONGEST {
                wrong.push(Message::new("report-too-long").at(field));
            }
        }
        let shrinks = quantity.as_ref().is_ok_and(|q| shrank(before, *q));
        let shrink_reason = self.shrink_reason.trim();
        if shrinks && shrink_reason.is_empty() {
            let last = before.last.map(|(_, q)| q.to_string()).unwrap_or_default();
            let shrinks = Message::new("report-shrinks").with("last", last).with("unit", target_of(before.goal).1);
            wrong.push(shrinks.at("shrink_reason"));
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

impl Before<'_> {
    /// A slip more often than not: more than twice the target, or than twice what was reported last where that is more;
    /// or a rate that falls to under half.
    pub fn doubts(&self, quantity: Quantity) -> bool {
        let most = self.most();
        !most.is_zero() && quantity.share_of(most) > Percent::points(200) || self.falls_to_half(quantity)
    }

    fn most(&self) -> Quantity {
        self.last.map_or(self.target, |(_, last)| last.max(self.target))
    }

    /// 0.49 for 49 %, perhaps. What is counted up needs a reason for any fall.
    fn falls_to_half(&self, quantity: Quantity) -> bool {
        let rate = matches!(self.goal, Goal::Measured(target) if target.measure == crate::candidates::Measure::Rate);
        rate && self.last.is_some_and(|(_, last)| quantity.share_of(last) < Percent::points(50) && !last.is_zero())
    }

    /// Whether more than 100 cannot be: shares, and rates in % whose target is none above it.
    fn is_share(&self) -> bool {
        match self.goal {
            Goal::Title | Goal::Qualitative => true,
            Goal::Measured(target) => {
                target.measure == crate::candidates::Measure::Rate
                    && target.unit == "%"
                    && self.target <= Quantity::HUNDRED
            }
            Goal::Zero => false,
        }
    }

    fn doubt(&self, quantity: Quantity) -> Message {
        if let Some((_, last)) = self.last.filter(|_| self.falls_to_half(quantity)) {
            return Message::new("report-doubtful-fall").with("quantity", quantity.grouped()).with("last", last.grouped());
        }
        Message::new("report-doubtful").with("quantity", quantity.grouped()).with("most", self.most().grouped())
    }
}

/// Why a quantity could not be read.
fn unread(text: &str) -> &'static str {
    let whole = text.split(['.', '．']).next().unwrap_or_default();
    let digits = whole.chars().filter(|c| c.is_numeric()).count();
    let others = whole.chars().any(|c| !c.is_numeric() && !c.is_whitespace() && !matches!(c, ',' | '，'));
    if digits > MOST_WHOLE && !others { "report-quantity-too-large" } else { "report-quantity-wrong" }
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
        let before = Before { goal, today: day("2024-06-20"), last, target: target_of(goal).0 };
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
            ("2024-06-20", "999999999999999", "report-quantity-too-large"),
            ("2024-06-20", "１,２３４,５６７,８９０", "report-quantity-too-large"),
            ("2024-06-20", "-999999999999999", "report-quantity-wrong"),
            ("2024-06-20", "201", "report-doubtful"),
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
    fn what_is_more_than_twice_the_target_or_the_last_report_is_asked_about() {
        let count = goal(Measure::Count);
        let q = |text: &str| text.parse::<Quantity>().unwrap();
        for (goal, last, quantity, asked) in [
            (&count, None, "200", false),
            (&count, None, "200.1", true),
            (&count, Some("40"), "201", true),
            (&count, Some("150"), "300", false),
            (&count, Some("150"), "301", true),
            (&goal(Measure::Rate), None, "201", true),
            (&Goal::Zero, None, "7", false),
            (&Goal::Zero, Some("3"), "6", false),
            (&Goal::Zero, Some("3"), "7", true),
            (&Goal::Title, Some("10"), "100", false),
        ] {
            let (today, last) = (day("2024-06-20"), last.map(|last| (day("2024-05-20"), q(last))));
            let before = Before { goal, today, last, target: target_of(goal).0 };
            assert_eq!(before.doubts(q(quantity)), asked, "{last:?} {quantity}");
        }
    }

    #[test]
    fn a_rate_is_a_share_of_100_and_does_not_fall_to_half_unasked() {
        let rate = |unit: &str, value: &str| {
            let value = value.parse().unwrap();
            Goal::Measured(Target { measure: Measure::Rate, operator: Operator::Ge, value, unit: unit.into() })
        };
        let share = rate("%", "98");
        assert_eq!(refused(&typed("2024-06-20", "120"), &share), ["report-share-over"]);
        assert_eq!(refused(&typed("2024-06-20", "100"), &share), [""; 0]);
        assert_eq!(refused(&typed("2024-06-20", "19.9"), &share), ["report-doubtful-fall"]);
        assert_eq!(refused(&typed("2024-06-20", "20"), &share), [""; 0]);
        let vouched = ReportForm { sure: "0.4".into(), ..typed("2024-06-20", "0.4") };
        assert_eq!(refused(&vouched, &share), [""; 0]);
        assert_eq!(refused(&typed("2024-06-20", "120"), &rate("%", "150")), [""; 0], "where the target is above it");
        assert_eq!(refused(&typed("2024-06-20", "120"), &rate("‰", "98")), [""; 0]);
    }

    #[test]
    fn whoever_vouches_for_a_number_vouches_for_that_number() {
        let count = goal(Measure::Count);
        let vouched = |sure: &str| ReportForm { sure: sure.into(), ..typed("2024-06-20", "5000") };
        assert_eq!(refused(&vouched("5000"), &count), [""; 0]);
        assert_eq!(refused(&vouched("500"), &count), ["report-doubtful"]);
        assert_eq!(refused(&vouched(""), &count), ["report-doubtful"]);
    }

    #[test]
    fn a_smaller_quantity_needs_a_reason_unless_it_may_move_both_ways() {
        let form = ReportForm { shrink_reason: "上月重复统计 3 台".into(), ..typed("2024-06-20", "37") };
        assert_eq!(refused(&form, &goal(Measure::Count)), [""; 0]);
        assert_eq!(refused(&typed("2024-06-20", "37"), &goal(Measure::Rate)), [""; 0]);
        assert_eq!(refused(&typed("2024-06-20", "0"), &Goal::Zero), [""; 0]);
    }
}
