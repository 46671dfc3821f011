//! 进展报告: how far a sub-item has come by a day, with what goes wrong and what comes next.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    candidates::{Goal, Measure},
    db::Ts,
    ids::{AccountId, ProjectId, ProjectPlaceId, ReportId, SubItemId},
    projects::{
        lights::Filed,
        quantity::{MOST_WHOLE, Money, Percent, Quantity, target_of},
    },
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
    /// For this sub-item, to date; nothing where nobody said.
    pub paid: Option<Money>,
    pub narrative: Narrative,
    pub unit: String,
    pub made_by_account: AccountId,
    pub made_by: String,
    pub saved_at: Ts,
    /// `None`: a draft.
    pub filed_at: Option<Ts>,
}

/// What a report says in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Narrative {
    pub words: String,
    pub problems: String,
    pub next_step: String,
    /// Why the quantity is smaller than before; empty where it is not.
    pub shrink_reason: String,
}

impl Narrative {
    /// Each text under its name, in forms, workbooks and columns.
    pub fn texts(&mut self) -> Vec<(&'static str, &mut String)> {
        vec![
            ("words", &mut self.words),
            ("problems", &mut self.problems),
            ("next_step", &mut self.next_step),
            ("shrink_reason", &mut self.shrink_reason),
        ]
    }
}

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportForm {
    #[serde(default)]
    pub as_of: String,
    #[serde(default)]
    pub quantity: String,
    /// In 万元, to date.
    #[serde(default)]
    pub paid: String,
    #[serde(flatten)]
    pub narrative: Narrative,
    /// Which places of the list were finished.
    #[serde(skip)]
    pub places: Vec<ProjectPlaceId>,
    /// 数字无误: the quantity that is vouched for, though it is out of proportion.
    #[serde(default)]
    pub sure: String,
}

/// What a report must fit to.
#[derive(Clone, Debug)]
pub struct Before<'a> {
    pub goal: &'a Goal,
    pub today: Date,
    /// In the order of filing.
    pub filed: Vec<Filed>,
    /// The first days of months about which nobody reported: each may still be made up.
    pub unmade: Vec<Date>,
    /// What is to be reached.
    pub target: Quantity,
    /// Of the whole project.
    pub budget: Money,
    /// To date, for its other sub-items.
    pub paid_for_others: Money,
}

/// The parts of a report that its form decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub as_of: Date,
    pub quantity: Quantity,
    pub paid: Option<Money>,
    pub narrative: Narrative,
}

const LONGEST: usize = 2_000;

impl ReportForm {
    /// A report that may be filed, or everything that is wrong with it.
    pub fn read(&self, before: &Before) -> Result<Progress, Vec<Message>> {
        let mut wrong: Vec<Message> = Vec::new();
        let as_of = self.as_of.trim().parse::<Date>();
        match &as_of {
            Err(_) => wrong.push(Message::new("report-date-unread").at("as_of")),
            Ok(day) if *day > before.today => wrong.push(Message::new("report-date-future").at("as_of")),
            Ok(day) if before.is_past(*day) && !before.unmade.contains(&day.first_of_month()) => {
                wrong.push(Message::new("report-date-before-last").at("as_of"));
            }
            Ok(_) => {}
        }
        let quantity = self.quantity.parse::<Quantity>();
        match &quantity {
            Err(_) => wrong.push(Message::new(unread(&self.quantity)).at("quantity")),
            Ok(q) if matches!(before.goal, Goal::Title | Goal::Qualitative) && *q > Quantity::HUNDRED => {
                wrong.push(Message::new("report-share-over").at("quantity"));
            }
            Ok(q) if is_percentage(before.goal) && *q > Quantity::HUNDRED => {
                wrong.push(Message::new("report-rate-over").at("quantity"));
            }
            Ok(q) => match before.doubt(*q) {
                Some(doubt) if self.sure.parse() != Ok(*q) => wrong.push(doubt.at("sure")),
                _ => {}
            },
        }
        let paid = match self.paid.trim() {
            "" => Ok(None),
            typed => typed.parse::<Money>().map(Some),
        };
        match &paid {
            Err(_) => wrong.push(Message::new("report-paid-wrong").at("paid")),
            Ok(Some(paid)) if [*paid, before.paid_for_others].into_iter().sum::<Money>() > before.budget => {
                let over = Message::new("report-paid-over-budget").with("budget", before.budget.grouped());
                wrong.push(over.with("others", before.paid_for_others.grouped()).at("paid"));
            }
            Ok(_) => {}
        }
        let mut narrative = self.narrative.clone();
        if narrative.words.trim().is_empty() {
            wrong.push(Message::new("report-words-missing").at("words"));
        }
        for (field, text) in narrative.texts() {
            *text = text.trim().to_owned();
            if text.chars().count() > LONGEST {
                wrong.push(Message::new("report-too-long").at(field));
            }
        }
        let (last, next) = before.around(as_of.as_ref().copied().unwrap_or(before.today));
        let shrinks =
            quantity.as_ref().is_ok_and(|q| before.counts_up() && last.is_some_and(|last| *q < last.quantity));
        let is_made_up = as_of.as_ref().is_ok_and(|day| before.unmade.contains(&day.first_of_month()));
        let next = next.filter(|_| is_made_up);
        if let Some(next) =
            next.filter(|next| quantity.as_ref().is_ok_and(|q| before.counts_up() && *q > next.quantity))
        {
            let over = Message::new("report-over-later").with("day", next.as_of).with("later", next.quantity.grouped());
            wrong.push(over.at("quantity"));
        }
        if !shrinks {
            narrative.shrink_reason.clear();
        } else if narrative.shrink_reason.is_empty() {
            let last = last.map(|last| last.quantity.to_string()).unwrap_or_default();
            let shrinks = Message::new("report-shrinks").with("last", last).with("unit", target_of(before.goal).1);
            wrong.push(shrinks.at("shrink_reason"));
        }
        match (as_of, quantity, paid) {
            (Ok(as_of), Ok(quantity), Ok(paid)) if wrong.is_empty() => {
                Ok(Progress { as_of, quantity, paid, narrative })
            }
            _ => Err(wrong),
        }
    }
}

impl Before<'_> {
    fn last(&self) -> Option<&Filed> {
        self.filed.iter().max_by_key(|report| (report.as_of, report.filed_on))
    }

    /// Before the newest report.
    fn is_past(&self, day: Date) -> bool {
        self.last().is_some_and(|last| day < last.as_of)
    }

    /// The reports that come before and after one about `day`.
    fn around(&self, day: Date) -> (Option<&Filed>, Option<&Filed>) {
        let before = self.filed.iter().filter(|report| report.as_of <= day);
        let after = self.filed.iter().filter(|report| report.as_of > day);
        (before.max_by_key(|one| (one.as_of, one.filed_on)), after.min_by_key(|one| (one.as_of, one.filed_on)))
    }

    /// What is counted up does not fall; a rate and what is left to clear move both ways.
    fn counts_up(&self) -> bool {
        match self.goal {
            Goal::Measured(target) => target.measure != Measure::Rate,
            Goal::Zero => false,
            Goal::Title | Goal::Qualitative => true,
        }
    }

    /// Why a quantity is asked about: a slip more often than not.
    pub fn doubt(&self, quantity: Quantity) -> Option<Message> {
        let last = self.last().map(|last| last.quantity);
        let most = last.map_or(self.target, |last| last.max(self.target));
        if !most.is_zero() && quantity.share_of(most) > Percent::points(200) {
            let doubt = Message::new("report-doubtful").with("quantity", quantity.grouped());
            return Some(doubt.with("most", most.grouped()));
        }
        // 49 % typed into a workbook may come as 0.49.
        let is_rate = matches!(self.goal, Goal::Measured(target) if target.measure == Measure::Rate);
        let fell = last.filter(|last| is_rate && quantity.share_of(*last) < Percent::points(50))?;
        let doubt = Message::new("report-doubtful-fall").with("quantity", quantity.grouped());
        Some(doubt.with("last", fell.grouped()))
    }
}

/// A rate that is counted in hundredths.
pub fn is_percentage(goal: &Goal) -> bool {
    matches!(goal, Goal::Measured(target) if target.measure == Measure::Rate && matches!(target.unit.as_str(), "%" | "％"))
}

/// Why a quantity could not be read.
fn unread(text: &str) -> &'static str {
    let whole = text.split(['.', '．']).next().unwrap_or_default();
    let digits = whole.chars().filter(|c| c.is_numeric()).count();
    let others = whole.chars().any(|c| !c.is_numeric() && !c.is_whitespace() && !matches!(c, ',' | '，'));
    if digits > MOST_WHOLE && !others { "report-quantity-too-large" } else { "report-quantity-wrong" }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::candidates::{Operator, Target};

    fn goal(measure: Measure) -> Goal {
        Goal::Measured(Target { measure, operator: Operator::Eq, value: "100".parse().unwrap(), unit: "台".into() })
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn typed(as_of: &str, quantity: &str) -> ReportForm {
        let narrative = Narrative { words: "完成".into(), ..Narrative::default() };
        ReportForm { as_of: as_of.into(), quantity: quantity.into(), narrative, ..ReportForm::default() }
    }

    fn saying(narrative: Narrative) -> ReportForm {
        ReportForm { narrative, ..typed("2024-06-20", "50") }
    }

    /// `(as of, quantity)`, filed on the day.
    fn filed(reports: &[(&str, &str)]) -> Vec<Filed> {
        let one = |(on, quantity): &(&str, &str)| Filed {
            as_of: day(on),
            filed_on: day(on),
            quantity: quantity.parse().unwrap(),
        };
        reports.iter().map(one).collect()
    }

    fn before<'a>(goal: &'a Goal, reports: &[(&str, &str)], unmade: &[&str]) -> Before<'a> {
        let unmade = unmade.iter().map(|month| day(month)).collect();
        Before {
            goal,
            today: day("2024-06-20"),
            filed: filed(reports),
            unmade,
            target: target_of(goal).0,
            budget: "3500".parse().unwrap(),
            paid_for_others: "1200".parse().unwrap(),
        }
    }

    fn refused(form: &ReportForm, goal: &Goal) -> Vec<&'static str> {
        let before = before(goal, &[("2024-05-20", "40")], &[]);
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
        let blank = Narrative { words: " ".into(), ..Narrative::default() };
        assert_eq!(refused(&saying(blank), &count), ["report-words-missing"]);
        for at in 0..Narrative::default().texts().len() {
            let mut narrative = Narrative { words: "完成".into(), ..Narrative::default() };
            *narrative.texts().swap_remove(at).1 = "长".repeat(LONGEST + 1);
            assert_eq!(refused(&saying(narrative), &count), ["report-too-long"]);
        }
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
            (&goal(Measure::Rate), Some("49"), "24.5", false),
            (&goal(Measure::Rate), Some("49"), "0.49", true),
        ] {
            let reports: Vec<_> = last.iter().map(|last| ("2024-05-20", *last)).collect();
            let before = before(goal, &reports, &[]);
            assert_eq!(before.doubt(q(quantity)).is_some(), asked, "{last:?} {quantity}");
        }
    }

    #[test]
    fn a_rate_has_no_more_than_all() {
        let rate = |unit: &str| {
            let value = "98".parse().unwrap();
            Goal::Measured(Target { measure: Measure::Rate, operator: Operator::Ge, value, unit: unit.into() })
        };
        assert_eq!(refused(&typed("2024-06-20", "100.1"), &rate("%")), ["report-rate-over"]);
        assert_eq!(refused(&typed("2024-06-20", "100"), &rate("％")), [""; 0]);
        assert_eq!(refused(&typed("2024-06-20", "120"), &rate("件/万人")), [""; 0], "another measure may be more");
    }

    #[test]
    fn a_month_that_was_left_out_may_be_made_up_and_no_other() {
        let count = goal(Measure::Count);
        let reports = [("2024-03-20", "20"), ("2024-05-20", "40")];
        let before = before(&count, &reports, &["2024-04-01"]);
        for (as_of, quantity, keys) in [
            ("2024-04-30", "30", &[][..]),
            ("2024-03-31", "30", &["report-date-before-last"]),
            ("2024-05-19", "40", &["report-date-before-last"]),
            ("2024-04-20", "41", &["report-over-later"]),
            ("2024-04-20", "19", &["report-shrinks"]),
            ("2024-05-20", "41", &[]),
        ] {
            let wrong = typed(as_of, quantity).read(&before).err().unwrap_or_default();
            assert_eq!(wrong.iter().map(|m| m.key).collect::<Vec<_>>(), keys, "{as_of} {quantity}");
        }
    }

    #[test]
    fn what_was_paid_is_money_within_what_others_left_of_the_budget() {
        let count = goal(Measure::Count);
        for (paid, keys) in [
            ("", &[][..]),
            ("1200.5", &[]),
            ("2300", &[]),
            ("2300.01", &["report-paid-over-budget"]),
            ("很多", &["report-paid-wrong"]),
            ("-1", &["report-paid-wrong"]),
        ] {
            assert_eq!(refused(&ReportForm { paid: paid.into(), ..typed("2024-06-20", "50") }, &count), keys, "{paid}");
        }
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
        let narrative =
            Narrative {
                words: "完成".into(), shrink_reason: "上月重复统计 3 台".into(), ..Narrative::default()
            };
        let form = ReportForm { narrative, ..typed("2024-06-20", "37") };
        assert_eq!(refused(&form, &goal(Measure::Count)), [""; 0]);
        assert_eq!(refused(&typed("2024-06-20", "37"), &goal(Measure::Rate)), [""; 0]);
        assert_eq!(refused(&typed("2024-06-20", "0"), &Goal::Zero), [""; 0]);
    }
}
