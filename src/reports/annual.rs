//! The figures of a year's report: how many are done, over target, behind.

use jiff::civil::Date;

use crate::{
    candidates::{Operator, SubItem},
    ids::{ProjectId, SubItemId},
    projects::{
        Adjustment, AdjustmentState, Light, Money, MoneyCourse, MoneyStand, Percent, Quantity, Source, Tracked,
        UnitMisses, Why, misses, target_of,
    },
    reports::documents::{MissesDocument, MoneyDocument, YearDocument},
};

/// One sub-item in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub project_id: ProjectId,
    pub sub_item: SubItemId,
    pub project: String,
    pub field: String,
    pub code: String,
    pub name: String,
    pub unit: String,
    /// As candidates name the kinds of goals.
    pub kind: &'static str,
    pub operator: &'static str,
    pub target: String,
    /// What was promised, where an adjustment changed it.
    pub first_target: String,
    pub target_unit: String,
    pub actual: String,
    pub as_of: String,
    pub share: String,
    pub last_year: String,
    /// In 万元, to date; empty where nobody said.
    pub paid: String,
    pub light: Light,
    /// Why the light is as it is.
    pub why: Option<Why>,
    pub done: bool,
    pub over_target: bool,
}

/// What a year has come to on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annual {
    pub year: i32,
    pub on: Date,
    /// 方面: what the deputies chose.
    pub projects: usize,
    pub projects_done: usize,
    pub projects_over: usize,
    /// 项目 in the words of a government's report: what each of them consists of.
    pub items: usize,
    pub items_done: usize,
    pub items_over: usize,
    /// Red and yellow sub-items.
    pub behind: usize,
    pub slightly_behind: usize,
    /// In force by then.
    pub adjustments: Vec<(String, Adjustment)>,
    /// Of these, those that took back what was due already.
    pub eased: usize,
    /// What units did not report in time.
    pub misses: Vec<UnitMisses>,
    /// Of every project with a plan.
    pub money: Vec<MoneyLine>,
    /// Title, year and reason of what goes on over the year.
    pub carried: Vec<(String, i32, String)>,
    pub lines: Vec<Line>,
}

impl Annual {
    /// As of `on`, with what was accepted and filed up to later days.
    pub fn of(year: i32, on: Date, accepted_by: Date, filed_by: Date, tracked: &[Tracked]) -> Self {
        let tracked: Vec<Tracked> = tracked.iter().map(|one| one.as_reported(on, accepted_by, filed_by)).collect();
        let verdicts: Vec<_> = tracked.iter().map(Tracked::verdict).collect();
        let lines: Vec<Line> =
            tracked.iter().flat_map(|one| one.project.sub_items.iter().map(|item| line(one, item))).collect();
        let count = |f: &dyn Fn(&Line) -> bool| lines.iter().filter(|line| f(line)).count();
        Self {
            year,
            on,
            projects: tracked.len(),
            projects_done: verdicts.iter().filter(|verdict| verdict.done).count(),
            projects_over: verdicts.iter().filter(|verdict| verdict.over_target).count(),
            items: lines.len(),
            items_done: count(&|line| line.done),
            items_over: count(&|line| line.over_target),
            behind: count(&|line| line.light == Light::Red),
            slightly_behind: count(&|line| line.light == Light::Yellow),
            adjustments: tracked.iter().flat_map(adjustments).collect(),
            eased: tracked.iter().map(|one| adjustments(one).filter(|(_, a)| one.eases(a)).count()).sum(),
            misses: misses(&tracked, Date::MIN, on).into_iter().filter(|one| one.unmade + one.late > 0).collect(),
            money: tracked.iter().filter_map(MoneyLine::of).collect(),
            carried: tracked.iter().filter_map(|one| carried(one, year)).collect(),
            lines,
        }
    }

    /// With the figures of a report that was frozen: they stay whatever is filed later.
    pub fn frozen(self, document: &YearDocument) -> Option<Self> {
        let lines = document.lines.iter().map(|line| line.line(&self.lines)).collect::<Option<Vec<_>>>()?;
        let misses = document.misses.iter().map(MissesDocument::misses).collect();
        Some(Self {
            projects: document.projects.count,
            projects_done: document.projects.done,
            projects_over: document.projects.over_target,
            items: document.sub_items.count,
            items_done: document.sub_items.done,
            items_over: document.sub_items.over_target,
            behind: document.behind,
            slightly_behind: document.slightly_behind,
            eased: document.eased,
            misses,
            money: document.money.iter().map(MoneyDocument::line).collect::<Option<Vec<_>>>()?,
            lines,
            ..self
        })
    }

    /// 「十方面民生实事31个项目全部顺利完成，其中13个超额完成。」 Chinese is the language of the report itself.
    pub fn sentence(&self) -> String {
        let head = format!("{}年度{}方面民生实事{}个项目", self.year, numeral(self.projects), self.items);
        let done = match self.items_done {
            done if done == self.items && done > 0 => "全部顺利完成".to_owned(),
            done => format!("已完成{done}个"),
        };
        let over = match self.items_over {
            0 => String::new(),
            over => format!("，其中{over}个超额完成"),
        };
        format!("{head}{done}{over}。")
    }
}

/// What was to be spent on a project, and what was, beside what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyLine {
    pub project: String,
    /// Together they are the budget.
    pub sources: Vec<Source>,
    pub paid: Money,
    /// The day by which that is told.
    pub by: Date,
    /// Of the work, in per cent, as printed.
    pub done: String,
    pub course: MoneyCourse,
}

impl MoneyLine {
    pub fn of(tracked: &Tracked) -> Option<Self> {
        let stand = MoneyStand::of(tracked)?;
        let (done, course) = (stand.done().to_string(), stand.course());
        let project = tracked.project.title.clone();
        Some(Self { project, paid: stand.paid, by: stand.by, done, course, sources: stand.sources })
    }

    /// Of all of these, with sources of the same name as one.
    pub fn together(all: &[Self]) -> Option<Self> {
        let mut sum = all.first()?.clone();
        sum.project.clear();
        for one in &all[1..] {
            for source in &one.sources {
                match sum.sources.iter_mut().find(|known| known.name == source.name) {
                    Some(known) => known.amount = [known.amount, source.amount].into_iter().sum(),
                    None => sum.sources.push(source.clone()),
                }
            }
            sum.paid = [sum.paid, one.paid].into_iter().sum();
            sum.by = sum.by.max(one.by);
        }
        Some(sum)
    }

    /// In 万元.
    pub fn budget(&self) -> Money {
        self.sources.iter().map(|source| source.amount).sum()
    }

    /// Of the budget, in per cent.
    pub fn share(&self) -> Percent {
        self.paid.share_of(self.budget())
    }
}

fn carried(tracked: &Tracked, year: i32) -> Option<(String, i32, String)> {
    let carried = tracked.carried.as_ref().filter(|carried| carried.to_year > year)?;
    Some((tracked.project.title.clone(), carried.to_year, carried.reason.clone()))
}

fn adjustments(tracked: &Tracked) -> impl Iterator<Item = (String, Adjustment)> {
    let effective = tracked.adjustments.iter().filter(|one| one.state == AdjustmentState::Effective);
    effective.map(|one| (tracked.project.title.clone(), one.clone()))
}

fn line(tracked: &Tracked, item: &SubItem) -> Line {
    let filed = tracked.actual(item.id);
    let share = filed.map_or(Percent::ZERO, |filed| tracked.share(item, filed.quantity));
    let done = share >= Percent::FULL && tracked.acceptance(item.id).is_some();
    let (source, target) = (target_of(&item.goal).0, tracked.target(item));
    let last_year = tracked.item_plan(item.id).and_then(|plan| plan.last_year);
    Line {
        project_id: tracked.project.id,
        sub_item: item.id,
        project: tracked.project.title.clone(),
        field: tracked.project.service_field.clone().unwrap_or_default(),
        code: item.code.clone(),
        name: item.name.clone(),
        unit: tracked.unit_for(item).unwrap_or_default().to_owned(),
        kind: item.goal.kind().word(),
        operator: item.goal.operator().map_or("", Operator::word),
        target: target.to_string(),
        first_target: if source == target { String::new() } else { source.to_string() },
        target_unit: target_of(&item.goal).1.to_owned(),
        actual: filed.map(|filed| filed.quantity.to_string()).unwrap_or_default(),
        as_of: filed.map(|filed| filed.as_of.to_string()).unwrap_or_default(),
        share: share.to_string(),
        last_year: last_year.as_ref().map(Quantity::to_string).unwrap_or_default(),
        paid: tracked.paid_for(item.id).map(|payment| payment.paid.to_string()).unwrap_or_default(),
        light: tracked.recorded_light(item.id).map_or(Light::None, |light| light.light),
        why: tracked.recorded_light(item.id).map(|light| light.why.clone()),
        done,
        over_target: done && share > Percent::FULL,
    }
}

/// 0 to 99 as a report writes them; larger ones in digits.
fn numeral(n: usize) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: usize| DIGITS.get(n).copied().unwrap_or_default();
    match (n / 10, n % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens @ 2..=9, 0) => format!("{}十", digit(tens)),
        (tens @ 2..=9, ones) => format!("{}十{}", digit(tens), digit(ones)),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::{
        candidates::{Goal, Measure, Operator, Target},
        db::Ts,
        projects::{Acceptance, Filed, samples},
    };

    /// Ten projects with 31 sub-items among them, each brought to `share` of 100 and accepted.
    fn year(share: impl Fn(usize) -> u32) -> Vec<Tracked> {
        let at: Ts = "2023-12-20T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let mut number = 0;
        (0..10)
            .map(|project| {
                let [_, mut tracked] = samples::tracked();
                tracked.project.sub_items.truncate(1);
                let pattern = tracked.project.sub_items[0].clone();
                let of_it = if project == 0 { 4 } else { 3 };
                tracked.project.sub_items.clear();
                let mut plan = tracked.plans[1].plan.items[0].clone();
                plan.target = "100".parse().unwrap();
                tracked.plans[1].plan.items.clear();
                tracked.filed.clear();
                for _ in 0..of_it {
                    let id = SubItemId::new();
                    let target = Target {
                        measure: Measure::Count,
                        operator: Operator::Eq,
                        value: "100".parse().unwrap(),
                        unit: "个".into(),
                    };
                    tracked.project.sub_items.push(SubItem { id, goal: Goal::Measured(target), ..pattern.clone() });
                    tracked.plans[1].plan.items.push(crate::projects::ItemPlan { sub_item: id, ..plan.clone() });
                    let quantity = share(number).to_string().parse().unwrap();
                    let filed = Filed { as_of: at.day(), filed_on: at.day(), quantity };
                    tracked.filed.push((id, filed));
                    let words = "现场查看".to_owned();
                    let acceptance = Acceptance {
                        sub_item: id,
                        project: tracked.project.id,
                        quantity,
                        words,
                        accepted_by: "周敏".into(),
                        accepted_at: at,
                    };
                    tracked.acceptances.push(acceptance);
                    number += 1;
                }
                tracked
            })
            .collect()
    }

    #[test]
    fn the_sentence_of_the_governments_report_comes_from_data() {
        let on = "2023-12-31".parse().unwrap();
        let annual = Annual::of(2023, on, on, on, &year(|n| if n < 13 { 110 } else { 100 }));
        assert_eq!(annual.sentence(), "2023年度十方面民生实事31个项目全部顺利完成，其中13个超额完成。");
        assert_eq!((annual.projects_done, annual.behind), (10, 0));
    }

    #[test]
    fn what_is_not_done_is_not_called_done() {
        let on: Date = "2023-12-31".parse().unwrap();
        let annual = Annual::of(2023, on, on, on, &year(|n| if n == 0 { 99 } else { 100 }));
        assert_eq!(annual.sentence(), "2023年度十方面民生实事31个项目已完成30个。");
        assert_eq!((annual.projects_done, annual.projects_over), (9, 0));
        let june = "2023-06-30".parse().unwrap();
        let before = Annual::of(2023, june, june, on, &year(|_| 100));
        assert_eq!(before.items_done, 0, "accepted only in December");
    }

    #[test]
    fn what_is_accepted_in_january_counts_until_the_year_closes() {
        let mut all = year(|_| 100);
        let january: Ts = "2024-01-10T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        all[0].acceptances[0].accepted_at = january;
        let (end, closes): (Date, Date) = ("2023-12-31".parse().unwrap(), "2024-01-20".parse().unwrap());
        let line = |known: Date| Annual::of(2023, end, known, known, &all).lines.remove(0);
        assert_eq!((line(end).done, line(end).light), (false, Light::Green), "reached, and not accepted yet");
        assert_eq!((line(closes).done, line(closes).light), (true, Light::Done));
    }

    #[test]
    fn what_was_frozen_stays() {
        let on: Date = "2023-12-31".parse().unwrap();
        let then = Annual::of(2023, on, on, on, &year(|_| 100));
        let document = YearDocument::from(&then);
        let mut later = Annual::of(2023, on, on, on, &year(|n| if n == 0 { 99 } else { 100 }));
        for (line, same) in later.lines.iter_mut().zip(&then.lines) {
            (line.project_id, line.sub_item) = (same.project_id, same.sub_item);
        }
        assert_ne!(later.lines, then.lines);
        let mut frozen = later.frozen(&document).unwrap();
        let mut then = then;
        // The sub-items of this year share a code.
        for (line, same) in then.lines.iter_mut().zip(&mut frozen.lines) {
            (line.why, same.sub_item) = (None, line.sub_item);
        }
        assert_eq!((&frozen.lines, frozen.items_done, frozen.sentence()), (&then.lines, 31, then.sentence()));
        let text = serde_json::to_string(&document).unwrap();
        assert_eq!(serde_json::from_str::<YearDocument>(&text).unwrap(), document);
    }

    #[test]
    fn numerals_are_written_as_in_a_report() {
        for (n, said) in [(0, "零"), (3, "三"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "100")]
        {
            assert_eq!(numeral(n), said);
        }
    }
}
