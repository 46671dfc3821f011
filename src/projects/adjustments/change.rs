//! What one version of a plan says otherwise than the one before it.

use crate::{
    ids::SubItemId,
    projects::plans::{ItemPlan, Milestone, Plan},
    word_enum,
};

word_enum! {
    /// Of which field; the message `plan-change-<word>`.
    What {
        Target = "target",
        Milestone = "milestone",
        Unit = "unit",
        LastYear = "last-year",
        Address = "address",
        Coordinates = "coordinates",
        Leader = "leader",
        Supporting = "supporting",
        Source = "source",
        Budget = "budget",
        Paid = "paid",
        Safeguards = "safeguards",
    }
}

/// Old and new as printed; empty where there was or is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Nothing: of the plan as a whole.
    pub sub_item: Option<SubItemId>,
    pub what: What,
    pub from: String,
    pub to: String,
}

/// Targets and milestones of each sub-item first: they are what was promised.
pub fn changes(before: &Plan, after: &Plan) -> Vec<Change> {
    let mut found = Vec::new();
    for item in &after.items {
        if let Some(old) = before.item(item.sub_item) {
            of_item(old, item, &mut found);
        }
    }
    of_sources(before, after, &mut found);
    for (what, from, to) in [
        (What::Leader, &before.leader, &after.leader),
        (What::Supporting, &before.supporting_units, &after.supporting_units),
        (What::Budget, &before.budget().grouped(), &after.budget().grouped()),
        (What::Paid, &before.paid.grouped(), &after.paid.grouped()),
        (What::Safeguards, &before.safeguards, &after.safeguards),
    ] {
        compare(None, what, from.clone(), to.clone(), &mut found);
    }
    found
}

/// Each source whose amount is another, or that is there no more or newly.
fn of_sources(before: &Plan, after: &Plan, found: &mut Vec<Change>) {
    let said = |plan: &Plan, name: &str| {
        let source = plan.sources.iter().find(|source| source.name == name);
        source.map(|source| format!("{} {}", source.name, source.amount.grouped())).unwrap_or_default()
    };
    let new = after.sources.iter().filter(|source| before.sources.iter().all(|known| known.name != source.name));
    for source in before.sources.iter().chain(new) {
        let (from, to) = (said(before, &source.name), said(after, &source.name));
        compare(None, What::Source, from, to, found);
    }
}

fn of_item(old: &ItemPlan, new: &ItemPlan, found: &mut Vec<Change>) {
    let item = Some(new.sub_item);
    compare(item, What::Target, old.target.grouped(), new.target.grouped(), found);
    let gone = old.milestones.iter().filter(|milestone| !new.milestones.contains(milestone));
    let come: Vec<&Milestone> = new.milestones.iter().filter(|m| !old.milestones.contains(m)).collect();
    let gone: Vec<&Milestone> = gone.collect();
    for at in 0..gone.len().max(come.len()) {
        let said = |list: &[&Milestone]| list.get(at).map(|milestone| printed(milestone)).unwrap_or_default();
        compare(item, What::Milestone, said(&gone), said(&come), found);
    }
    compare(item, What::Unit, old.unit.clone(), new.unit.clone(), found);
    let last_year = |plan: &ItemPlan| plan.last_year.map(|quantity| quantity.grouped()).unwrap_or_default();
    compare(item, What::LastYear, last_year(old), last_year(new), found);
    compare(item, What::Address, old.address.clone(), new.address.clone(), found);
    let place =
        |plan: &ItemPlan| plan.coordinates.as_ref().map(|(north, east)| format!("{north}, {east}")).unwrap_or_default();
    compare(item, What::Coordinates, place(old), place(new), found);
}

fn printed(milestone: &Milestone) -> String {
    format!("{} · {} {}", milestone.on, milestone.quantity.grouped(), milestone.words).trim_end().to_owned()
}

fn compare(sub_item: Option<SubItemId>, what: What, from: String, to: String, found: &mut Vec<Change>) {
    if from != to {
        found.push(Change { sub_item, what, from, to });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::samples;

    fn milestone(on: &str, quantity: &str) -> Milestone {
        Milestone { on: on.parse().unwrap(), quantity: quantity.parse().unwrap(), words: String::new() }
    }

    type Edit<'a> = &'a dyn Fn(&mut Plan);
    type Said<'a> = (Option<SubItemId>, What, &'a str, &'a str);

    #[test]
    fn each_change_is_said_once_with_old_and_new() {
        let mut before = samples::plan(&samples::project());
        before.items[0].milestones = vec![milestone("2024-06-30", "4"), milestone("2024-11-30", "12")];
        let first = Some(before.items[0].sub_item);
        let no_place = |plan: &mut Plan| plan.items[0].coordinates = None;
        let table: [(Edit, Vec<Said>); 9] = [
            (&|_| {}, vec![]),
            (&|plan| plan.items[0].target = "8".parse().unwrap(), vec![(first, What::Target, "100", "8")]),
            (
                &|plan| plan.items[0].milestones[0].on = "2024-09-30".parse().unwrap(),
                vec![(first, What::Milestone, "2024-06-30 · 4", "2024-09-30 · 4")],
            ),
            (&|plan| drop(plan.items[0].milestones.remove(0)), vec![(first, What::Milestone, "2024-06-30 · 4", "")]),
            (
                &|plan| plan.items[0].milestones.insert(1, milestone("2024-08-31", "8")),
                vec![(first, What::Milestone, "", "2024-08-31 · 8")],
            ),
            (&no_place, vec![(first, What::Coordinates, "30.2592, 120.2103", "")]),
            (
                &|plan| {
                    plan.leader = "李副区长".to_owned();
                    plan.sources[0].amount = "2499.5".parse().unwrap();
                },
                vec![
                    (None, What::Source, "区级财政<b> 2,000", "区级财政<b> 2,499.5"),
                    (None, What::Leader, "分管副区长<b>", "李副区长"),
                    (None, What::Budget, "3,500.5", "4,000"),
                ],
            ),
            (
                &|plan| plan.sources[1].name = "社会资金".to_owned(),
                vec![(None, What::Source, "上级补助 1,500.5", ""), (None, What::Source, "", "社会资金 1,500.5")],
            ),
            (&|plan| plan.sources.reverse(), vec![]),
        ];
        for (change, said) in table {
            let mut after = before.clone();
            change(&mut after);
            let found = changes(&before, &after);
            let found: Vec<Said> = found.iter().map(|c| (c.sub_item, c.what, &*c.from, &*c.to)).collect();
            assert_eq!(found, said);
        }
    }
}
