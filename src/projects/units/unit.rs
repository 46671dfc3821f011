//! 责任单位: a department, and who works for it.

use crate::{ids::UnitId, projects::plans::Plan};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub unit: String,
    pub name: String,
    pub login: String,
}

/// The lead unit may report on everything, a responsible unit on what the published plan gives it.
pub fn may_report(unit: &Unit, lead: Option<&Unit>, plan: Option<&Plan>, sub_item: crate::ids::SubItemId) -> bool {
    lead == Some(unit) || plan.and_then(|plan| plan.item(sub_item)).is_some_and(|item| item.unit == unit.name)
}

/// Whether a project concerns a unit at all.
pub fn has_part(unit: &Unit, lead: Option<&Unit>, plan: Option<&Plan>) -> bool {
    lead == Some(unit) || plan.is_some_and(|plan| plan.units().any(|name| name == unit.name))
}
