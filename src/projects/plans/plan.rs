//! 实施方案: who does what by when with whose money, one document a version.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    candidates::{Goal, SubItem},
    db::Ts,
    ids::{PlanId, ProjectId, SubItemId},
    projects::{
        project::Project,
        quantity::{Money, Quantity, target_of},
        reports::is_percentage,
    },
    web::Message,
    word_enum,
};

/// What is published of a plan; a change is a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub leader: String,
    pub supporting_units: String,
    /// What it is paid from; together they are the budget.
    pub sources: Vec<Source>,
    pub paid: Money,
    pub safeguards: String,
    pub items: Vec<ItemPlan>,
}

/// 资金来源: where a part of the money comes from, such as 区级财政 or 上级补助.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub name: String,
    pub amount: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemPlan {
    pub sub_item: SubItemId,
    /// 责任单位: the name of a unit.
    pub unit: String,
    /// What is to be reached; the source's own number unless an adjustment changed it.
    pub target: Quantity,
    pub last_year: Option<Quantity>,
    pub milestones: Vec<Milestone>,
    pub address: String,
    /// Degrees north and east, as typed.
    pub coordinates: Option<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    pub on: Date,
    pub quantity: Quantity,
    pub words: String,
}

word_enum! {
    PlanState {
        Draft = "draft",
        Submitted = "submitted",
        Published = "published",
        Replaced = "replaced",
        Dropped = "dropped",
    }
}

/// One version of a project's plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanVersion {
    pub id: PlanId,
    pub project: ProjectId,
    pub version: i32,
    pub state: PlanState,
    pub plan: Plan,
    pub made_by_account: crate::ids::AccountId,
    pub made_by: String,
    pub made_at: Ts,
    /// Why the secretariat gave it back.
    pub returned_with: Option<String>,
    pub published_by: Option<String>,
    pub published_at: Option<Ts>,
}

impl Plan {
    pub fn item(&self, sub_item: SubItemId) -> Option<&ItemPlan> {
        self.items.iter().find(|item| item.sub_item == sub_item)
    }

    pub fn budget(&self) -> Money {
        self.sources.iter().map(|source| source.amount).sum()
    }

    /// All sources in one line, as `区级财政 2000；上级补助 1500.5`.
    pub fn sources_said(&self) -> String {
        let said = |source: &Source| format!("{} {}", source.name, source.amount);
        self.sources.iter().map(said).collect::<Vec<_>>().join("；")
    }

    /// Every unit that answers for something in it.
    pub fn units(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|item| item.unit.as_str())
    }
}

/// The fields as typed; a list has one entry a sub-item, in the order of the project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanForm {
    /// The button that was pressed: `draft`, or anything else to hand it in.
    #[serde(default, rename = "do")]
    pub act: String,
    /// Of an adjustment; empty otherwise.
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub leader: String,
    #[serde(default)]
    pub supporting_units: String,
    /// One a line: its name, and its amount in 万元.
    #[serde(default)]
    pub sources: String,
    #[serde(default)]
    pub paid: String,
    #[serde(default)]
    pub safeguards: String,
    #[serde(default)]
    pub unit: Vec<String>,
    #[serde(default)]
    pub target: Vec<String>,
    #[serde(default)]
    pub last_year: Vec<String>,
    #[serde(default)]
    pub milestones: Vec<String>,
    #[serde(default)]
    pub address: Vec<String>,
    #[serde(default)]
    pub north: Vec<String>,
    #[serde(default)]
    pub east: Vec<String>,
}

impl PlanForm {
    /// What a project starts from: the targets of the source, nothing else filled in.
    pub fn blank(project: &Project, lead_unit: &str) -> Self {
        let of = |f: &dyn Fn(&SubItem) -> String| project.sub_items.iter().map(f).collect::<Vec<_>>();
        Self {
            unit: of(&|item| item.lead_unit.clone().unwrap_or_else(|| lead_unit.to_owned())),
            target: of(&|item| target_of(&item.goal).0.to_string()),
            last_year: of(&|_| String::new()),
            milestones: of(&|_| String::new()),
            address: of(&|_| String::new()),
            north: of(&|_| String::new()),
            east: of(&|_| String::new()),
            ..Self::default()
        }
    }

    pub fn of(plan: &Plan, project: &Project) -> Self {
        let of = |f: &dyn Fn(&ItemPlan) -> String| {
            project.sub_items.iter().map(|item| plan.item(item.id).map(f).unwrap_or_default()).collect::<Vec<_>>()
        };
        let line = |m: &Milestone| format!("{} {} {}", m.on, m.quantity, m.words).trim_end().to_owned();
        Self {
            act: String::new(),
            kind: String::new(),
            reason: String::new(),
            leader: plan.leader.clone(),
            supporting_units: plan.supporting_units.clone(),
            sources: plan
                .sources
                .iter()
                .map(|source| format!("{} {}", source.name, source.amount))
                .collect::<Vec<_>>()
                .join("\n"),
            paid: plan.paid.to_string(),
            safeguards: plan.safeguards.clone(),
            unit: of(&|item| item.unit.clone()),
            target: of(&|item| item.target.to_string()),
            last_year: of(&|item| item.last_year.map(|q| q.to_string()).unwrap_or_default()),
            milestones: of(&|item| item.milestones.iter().map(line).collect::<Vec<_>>().join("\n")),
            address: of(&|item| item.address.clone()),
            north: of(&|item| item.coordinates.as_ref().map(|c| c.0.clone()).unwrap_or_default()),
            east: of(&|item| item.coordinates.as_ref().map(|c| c.1.clone()).unwrap_or_default()),
        }
    }

    /// The plan, or everything that is wrong with it, each naming its sub-item and line. `units` are the known names;
    /// `targets_may_change` only under an adjustment.
    pub fn read(&self, project: &Project, units: &[String], targets_may_change: bool) -> Result<Plan, Vec<Message>> {
        self.read_until(project, units, targets_may_change, project.year)
    }

    /// The same with milestones up to the end of a later year, into which the project was carried over.
    pub fn read_until(
        &self,
        project: &Project,
        units: &[String],
        targets_may_change: bool,
        ends_in: i32,
    ) -> Result<Plan, Vec<Message>> {
        let years = project.year..=ends_in;
        let mut wrong = Vec::new();
        let leader = required(&self.leader, "plan-leader-missing", &mut wrong);
        let safeguards = required(&self.safeguards, "plan-safeguards-missing", &mut wrong);
        let sources = read_sources(&self.sources, &mut wrong);
        let budget: Money = sources.iter().map(|source| source.amount).sum();
        let paid = match self.paid.trim() {
            "" => Money::default(),
            typed => typed.parse().unwrap_or_else(|_| {
                wrong.push(Message::new("plan-paid-wrong").at("paid"));
                Money::default()
            }),
        };
        if paid > budget && !sources.is_empty() {
            wrong.push("plan-paid-over-budget".into());
        }
        let mut items = Vec::new();
        for (at, item) in project.sub_items.iter().enumerate() {
            items.push(self.read_item(at, item, &years, units, targets_may_change, &mut wrong));
        }
        let plan = Plan {
            leader,
            supporting_units: self.supporting_units.trim().to_owned(),
            sources,
            paid,
            safeguards,
            items,
        };
        if wrong.is_empty() { Ok(plan) } else { Err(wrong) }
    }

    fn read_item(
        &self,
        at: usize,
        item: &SubItem,
        years: &RangeInclusive<i32>,
        units: &[String],
        targets_may_change: bool,
        wrong: &mut Vec<Message>,
    ) -> ItemPlan {
        let typed = |list: &[String]| list.get(at).map(|text| text.trim().to_owned()).unwrap_or_default();
        let mut refuse = |key: &'static str| wrong.push(Message::new(key).with("item", &item.name));
        let unit = typed(&self.unit);
        if !units.contains(&unit) {
            refuse("plan-unit-unknown");
        }
        let (source, _) = target_of(&item.goal);
        let target = match typed(&self.target).parse::<Quantity>() {
            Ok(target) if target == source => source,
            Ok(target)
                if targets_may_change
                    && matches!(item.goal, Goal::Measured(_))
                    && !target.is_zero()
                    && !(is_percentage(&item.goal) && target > Quantity::HUNDRED) =>
            {
                target
            }
            Ok(_) if !targets_may_change => {
                refuse("plan-target-fixed");
                source
            }
            _ => {
                refuse("plan-target-wrong");
                source
            }
        };
        let last_year = typed(&self.last_year);
        let last_year = if last_year.is_empty() {
            None
        } else {
            last_year.parse().map_err(|_| refuse("plan-last-year-wrong")).ok()
        };
        let (north, east) = (typed(&self.north), typed(&self.east));
        let coordinates = match (north.is_empty(), east.is_empty()) {
            (true, true) => None,
            _ if degrees(&north, 90) && degrees(&east, 180) => Some((north, east)),
            _ => {
                refuse("plan-coordinates-wrong");
                None
            }
        };
        let milestones = read_milestones(&typed(&self.milestones), item, target, years, wrong);
        ItemPlan { sub_item: item.id, unit, target, last_year, milestones, address: typed(&self.address), coordinates }
    }
}

fn required(text: &str, key: &'static str, wrong: &mut Vec<Message>) -> String {
    let text = text.trim();
    if text.is_empty() {
        wrong.push(key.into());
    }
    text.to_owned()
}

const MOST_SOURCES: usize = 12;
const LONGEST_SOURCE: usize = 40;

/// One a line: a name, and behind the last blank the amount.
fn read_sources(text: &str, wrong: &mut Vec<Message>) -> Vec<Source> {
    let mut found: Vec<Source> = Vec::new();
    let before = wrong.len();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let mut refuse = |key: &'static str| wrong.push(Message::new(key).with("line", number).at("sources"));
        let parts = line.trim().rsplit_once(|c: char| c.is_whitespace() || matches!(c, '=' | '＝' | '：' | ':'));
        let read = parts.and_then(|(name, amount)| {
            let amount = amount.trim_end_matches("万元").parse::<Money>().ok()?;
            Some(Source { name: name.trim().to_owned(), amount })
        });
        match read {
            Some(source) if source.name.is_empty() || source.name.chars().count() > LONGEST_SOURCE => {
                refuse("plan-source-unread");
            }
            Some(source) if found.iter().any(|known| known.name == source.name) => refuse("plan-source-twice"),
            Some(source) if source.amount == Money::default() => refuse("plan-source-nothing"),
            Some(source) => found.push(source),
            None => refuse("plan-source-unread"),
        }
    }
    if found.is_empty() && wrong.len() == before {
        wrong.push(Message::new("plan-sources-missing").at("sources"));
    }
    if found.len() > MOST_SOURCES {
        wrong.push(Message::new("plan-sources-too-many").with("most", MOST_SOURCES).at("sources"));
    }
    found
}

fn degrees(text: &str, most: u32) -> bool {
    text.parse::<Quantity>().is_ok_and(|degrees| degrees <= most.to_string().parse().unwrap_or_default())
}

/// One a line: date, quantity to that date, words. Dates rise within the years, quantities do not fall, and the last one
/// reaches the target; of what is to be cleared they do not rise.
fn read_milestones(
    text: &str,
    item: &SubItem,
    target: Quantity,
    years: &RangeInclusive<i32>,
    wrong: &mut Vec<Message>,
) -> Vec<Milestone> {
    let mut found: Vec<Milestone> = Vec::new();
    let mut refuse = |key: &'static str, line: usize| {
        wrong.push(Message::new(key).with("item", &item.name).with("line", line));
    };
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        let mut words = text.trim().splitn(3, |c: char| c.is_whitespace());
        let (on, quantity) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (Ok(on), Ok(quantity)) = (on.parse::<Date>(), quantity.parse::<Quantity>()) else {
            refuse("plan-milestone-unread", line);
            continue;
        };
        if !years.contains(&i32::from(on.year())) {
            refuse("plan-milestone-other-year", line);
        }
        // Of what is to be cleared, a milestone says how much may be left.
        let is_zero = item.goal == Goal::Zero;
        if found.last().is_some_and(|before| {
            before.on >= on || if is_zero { before.quantity < quantity } else { before.quantity > quantity }
        }) {
            refuse(if is_zero { "plan-milestone-rises" } else { "plan-milestone-falls" }, line);
        }
        found.push(Milestone { on, quantity, words: words.next().unwrap_or_default().trim().to_owned() });
    }
    match found.last() {
        None if !matches!(item.goal, Goal::Zero) => {
            wrong.push(Message::new("plan-milestones-missing").with("item", &item.name));
        }
        Some(last) if last.quantity < target => {
            wrong.push(Message::new("plan-milestones-short").with("item", &item.name).with("target", target));
        }
        _ => {}
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::pages::samples;

    fn units() -> Vec<String> {
        vec!["区住房和城市建设局".to_owned()]
    }

    fn filled(project: &Project) -> PlanForm {
        let mut form = PlanForm::blank(project, "区住房和城市建设局");
        form.leader = "张副区长".to_owned();
        form.sources = "区级财政 2000\n上级补助 1500.5".to_owned();
        form.safeguards = "每周调度一次".to_owned();
        for (milestones, target) in form.milestones.iter_mut().zip(&form.target) {
            *milestones = format!("{}-06-30 0\n{}-11-30 {target} 全部完成", project.year, project.year);
        }
        form
    }

    fn keys(form: &PlanForm, project: &Project) -> Vec<&'static str> {
        form.read(project, &units(), false).unwrap_err().iter().map(|m| m.key).collect()
    }

    #[test]
    fn a_filled_form_is_a_plan_and_back() {
        let project = samples::project();
        let form = filled(&project);
        let plan = form.read(&project, &units(), false).unwrap();
        assert_eq!(PlanForm::of(&plan, &project).read(&project, &units(), false).unwrap(), plan);
        let json = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
    }

    #[test]
    fn every_fault_is_named() {
        let project = samples::project();
        let year = project.year;
        let with = |f: &dyn Fn(&mut PlanForm)| {
            let mut form = filled(&project);
            f(&mut form);
            keys(&form, &project)
        };
        assert_eq!(with(&|f| f.leader = " ".into()), ["plan-leader-missing"]);
        assert_eq!(with(&|f| f.sources = " \n".into()), ["plan-sources-missing"]);
        assert_eq!(with(&|f| f.sources = "区级财政 2000\n上级补助 -3".into()), ["plan-source-unread"]);
        assert_eq!(with(&|f| f.sources = "2000".into()), ["plan-source-unread"]);
        assert_eq!(with(&|f| f.sources = "区级财政 2000\n区级财政 10".into()), ["plan-source-twice"]);
        assert_eq!(with(&|f| f.sources = "区级财政 0".into()), ["plan-source-nothing"]);
        assert_eq!(with(&|f| f.paid = "9999".into()), ["plan-paid-over-budget"]);
        assert_eq!(with(&|f| f.unit[0] = "不存在局".into()), ["plan-unit-unknown"]);
        assert_eq!(with(&|f| f.target[0] = "1".into()), ["plan-target-fixed"]);
        assert_eq!(with(&|f| f.north[0] = "91".into()), ["plan-coordinates-wrong"]);
        assert_eq!(with(&|f| f.milestones[0] = String::new()), ["plan-milestones-missing"]);
        assert_eq!(
            with(&|f| f.milestones[0] = "明年 很多".into()),
            ["plan-milestone-unread", "plan-milestones-missing"]
        );
        assert_eq!(with(&|f| f.milestones[0] = format!("{}-05-01 999999", year + 1)), ["plan-milestone-other-year"]);
        assert_eq!(
            with(&|f| f.milestones[0] = format!("{year}-05-01 999999\n{year}-04-01 999999")),
            ["plan-milestone-falls"]
        );
        assert_eq!(with(&|f| f.milestones[0] = format!("{year}-05-01 1")), ["plan-milestones-short"]);
    }

    #[test]
    fn what_was_carried_over_has_milestones_in_the_next_year() {
        let project = samples::project();
        let (mut form, year) = (filled(&project), project.year);
        form.milestones[0] = format!("{year}-11-30 40\n{}-06-30 999999 全部完成", year + 1);
        assert_eq!(keys(&form, &project), ["plan-milestone-other-year"]);
        let plan = form.read_until(&project, &units(), true, year + 1).unwrap();
        assert_eq!(i32::from(plan.items[0].milestones[1].on.year()), year + 1);
        assert!(form.read_until(&project, &units(), true, year).is_err());
    }

    #[test]
    fn the_budget_is_the_sum_of_its_sources() {
        let project = samples::project();
        let mut form = filled(&project);
        form.sources = "区级财政＝2000\n\n 上级补助  1500.5万元\n社会资金：0.25".to_owned();
        let plan = form.read(&project, &units(), false).unwrap();
        assert_eq!(plan.budget(), "3500.75".parse().unwrap());
        assert_eq!(plan.sources_said(), "区级财政 2000；上级补助 1500.5；社会资金 0.25");
    }

    #[test]
    fn a_target_changes_only_under_an_adjustment() {
        let project = samples::project();
        let mut form = filled(&project);
        form.target[0] = "80".to_owned();
        form.milestones[0] = format!("{}-11-30 80", project.year);
        assert_eq!(form.read(&project, &units(), true).unwrap().items[0].target, "80".parse().unwrap());
    }
}
