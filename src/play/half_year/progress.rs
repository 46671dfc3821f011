//! Plans, monthly reports and what follows from them.

use jiff::{ToSpan, civil::Date};

use super::{Cast, moment};
use crate::{
    accounts::Person,
    candidates::{Goal, Measure, SubItem},
    db::{Db, Ts},
    ids::{ProjectId, SubItemId},
    projects::{
        self, AdjustmentKind, Decision, Narrative, PlanForm, Project, Proposal, Quantity, ReportForm, Reporter,
        Tracked, target_of,
    },
};

/// How a sub-item fares in the demonstration.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fare {
    OnTime,
    Behind,
    /// Last month's report is missing, and this month's too.
    Missed,
    /// Last month's report came this month.
    MadeUp,
    /// All of it, and more, accepted.
    Over,
}

pub fn counted(item: &SubItem) -> bool {
    measure(&item.goal).is_some_and(|measure| measure != Measure::Rate)
}

fn measure(goal: &Goal) -> Option<Measure> {
    match goal {
        Goal::Measured(target) => Some(target.measure),
        Goal::Zero | Goal::Title | Goal::Qualitative => None,
    }
}

const STREETS: [&str; 10] = ["清波", "湖滨", "小营", "南星", "紫阳", "望江", "四季青", "凯旋", "采荷", "闸弄口"];

/// Of the project with that number on the list.
pub fn plan(project: &Project, lead: &str, number: usize, begin: Date) -> PlanForm {
    let mut form = PlanForm::blank(project, lead);
    form.leader = "分管副区长（示例）".to_owned();
    form.sources = match number % 3 {
        0 => "区级财政（示例） 2600\n上级补助（示例） 900.5",
        1 => "区级财政（示例） 3500.5",
        _ => "区级财政（示例） 1800\n上级补助（示例） 1200\n社会资金（示例） 500.5",
    }
    .to_owned();
    form.paid = "1200".to_owned();
    form.safeguards = "每月调度一次，现场协调解决问题（示例）".to_owned();
    for (unit, item) in form.unit.iter_mut().zip(&project.sub_items) {
        *unit = item.lead_unit.clone().unwrap_or_else(|| lead.to_owned());
    }
    for ((last_year, target), item) in form.last_year.iter_mut().zip(&form.target).zip(&project.sub_items) {
        let Ok(target) = target.parse::<Quantity>() else { continue };
        match measure(&item.goal) {
            Some(Measure::Count) => *last_year = Quantity::ZERO.toward(target, 4, 5).rounded_up(0).to_string(),
            Some(Measure::Rate) => *last_year = rate_of_last_year(target).to_string(),
            _ => {}
        }
    }
    for ((line, target), item) in form.milestones.iter_mut().zip(&form.target).zip(&project.sub_items) {
        let halfway = target.parse::<Quantity>().ok().filter(|_| counted(item));
        let halfway = halfway.map(|target| Quantity::ZERO.toward(target, 1, 2).rounded_down(decimals_of(item)));
        let halfway = halfway.filter(|half| !half.is_zero());
        if let Some(half) = halfway {
            *line = format!("{}-06-30 {half} 过半\n", begin.year());
        }
        if item.goal != Goal::Zero {
            line.push_str(&format!("{}-12-20 {target} 全部完成", begin.year()));
        }
    }
    for (at, address) in form.address.iter_mut().enumerate() {
        let street = STREETS.iter().cycle().nth(number + at).copied().unwrap_or_default();
        *address = format!("{street}街道（示例地址 {} 号）", 10 * number + at + 1);
    }
    form
}

/// What is counted in pieces stays whole.
fn decimals_of(item: &SubItem) -> u32 {
    u32::from(measure(&item.goal) != Some(Measure::Count))
}

/// A rate does not begin at nothing.
fn rate_of_last_year(target: Quantity) -> Quantity {
    target.toward(Quantity::ZERO, 1, 10).rounded_down(1)
}

/// Of the year the part that is over when what goes over target has all of it.
const EARLY: i64 = 200;

/// What a month's report says: as much as the plan asks for, or as the fare has it. What is counted in pieces stays
/// whole, rounded to the side on which the fare is, so that no light hangs on it.
fn quantity(item: &SubItem, day: Date, fare: Fare) -> Quantity {
    let (target, _) = target_of(&item.goal);
    let share = i64::from(day.day_of_year());
    let early = share.min(EARLY);
    let measure = measure(&item.goal);
    let decimals = decimals_of(item);
    let begin = if measure == Some(Measure::Rate) { rate_of_last_year(target) } else { Quantity::ZERO };
    match (&item.goal, fare) {
        (Goal::Zero, _) => Quantity::ZERO,
        (Goal::Title | Goal::Qualitative, Fare::Over) => begin.toward(target, early, EARLY).rounded_up(decimals),
        (_, Fare::Over) if measure == Some(Measure::Rate) => {
            begin.toward(target.toward(Quantity::HUNDRED, 1, 2), early, EARLY).rounded_up(decimals)
        }
        (_, Fare::Over) => {
            begin.toward(target.toward(Quantity::ZERO.toward(target, 2, 1), 1, 5), early, EARLY).rounded_up(decimals)
        }
        (_, Fare::Behind) => begin.toward(target, share * 3 / 4, 366).rounded_down(decimals),
        _ => begin.toward(target, (share + 10).min(355), 355).rounded_up(decimals),
    }
}

/// A report, who files it and when.
pub struct Filing {
    pub at: Ts,
    person: Person,
    sub_item: SubItemId,
    form: ReportForm,
}

pub fn file(db: &Db, filings: &[Filing]) -> anyhow::Result<()> {
    for filing in filings {
        let by = Reporter { person: &filing.person, at: filing.at, sub_item: filing.sub_item };
        db.write(|tx| projects::file_report(tx, &by, &filing.form, &[]))?;
    }
    Ok(())
}

/// Every part of the year spends its part of the budget, in tenths of 10,000 yuan.
fn paid(day: Date, fare: Fare, among: usize) -> String {
    let share = if fare == Fare::Behind { i64::from(day.day_of_year()) / 2 } else { i64::from(day.day_of_year()) };
    let tenths = 35_000 * share / 366 / i64::try_from(among.max(1)).unwrap_or(i64::MAX);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Of one of the `among` sub-items of a project.
pub fn reports(
    item: &SubItem,
    among: usize,
    by: &Person,
    (begin, now): (Ts, Ts),
    fare: Fare,
) -> anyhow::Result<Vec<Filing>> {
    let mut filings = Vec::new();
    let today = now.day();
    let mut month = begin.day().first_of_month().checked_add(1.month())?;
    while month <= today {
        let day = month.checked_add(19.days())?.min(today);
        let last_month = today.first_of_month().checked_sub(1.month())?;
        let (skipped, late) =
            (fare == Fare::Missed && month >= last_month, fare == Fare::MadeUp && month == last_month);
        let this_month = month == today.first_of_month();
        let still_to_come = fare == Fare::MadeUp && this_month;
        if !skipped && !still_to_come {
            let at = if late || this_month { now } else { moment(day, 0) };
            let (words, problems) = match fare {
                Fare::Behind => ("示例数据：已开工，进度慢于计划。", "示例数据：部分点位场地移交滞后。"),
                Fare::Over => ("示例数据：进展顺利，已提前安排下一批。", ""),
                Fare::OnTime | Fare::Missed | Fare::MadeUp => ("示例数据：按计划推进，现场已查看。", ""),
            };
            let form = ReportForm {
                as_of: day.to_string(),
                quantity: quantity(item, day, fare).to_string(),
                paid: paid(day, fare, among),
                narrative: Narrative {
                    words: words.to_owned(),
                    problems: problems.to_owned(),
                    next_step: "示例数据：下月继续推进。".to_owned(),
                    ..Narrative::default()
                },
                ..ReportForm::default()
            };
            filings.push(Filing { at, person: by.clone(), sub_item: item.id, form });
        }
        month = month.checked_add(1.month())?;
    }
    Ok(filings)
}

pub fn accept(db: &Db, cast: &Cast, project: ProjectId, item: SubItemId, at: Ts) -> anyhow::Result<()> {
    let tracked: Option<Tracked> = db.read(|conn| projects::tracked_project(conn, project))?;
    let awaits = |t: &Tracked| t.sub_item(item).is_some_and(|item| t.awaits_acceptance(item, at.day()));
    if tracked.as_ref().is_some_and(awaits) {
        db.write(|tx| projects::accept_sub_item(tx, &cast.secretary, at, item, "示例数据：现场核对无误。"))?;
    }
    Ok(())
}

/// 暂缓, decided by the standing committee.
pub fn adjust(db: &Db, cast: &Cast, lead: &Person, project: ProjectId, at: Ts) -> anyhow::Result<()> {
    let proposal = Proposal {
        kind: AdjustmentKind::Suspension,
        reason: "示例数据：地块移交推迟，申请暂缓。".to_owned(),
        plan: PlanForm::default(),
    };
    let id = db.write(|tx| projects::propose_adjustment(tx, lead, at, project, &proposal))?;
    let decision = Decision {
        body: "区人大常委会（示例）".to_owned(),
        number: "示例〔2024〕12号".to_owned(),
        decided_on: at.day(),
    };
    db.write(|tx| projects::settle_adjustment(tx, &cast.secretary, at, id, Some(&decision), None))?;
    Ok(())
}
