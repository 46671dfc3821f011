//! A project with everything that tracking hangs on it.

use jiff::civil::Date;

use super::{
    acceptance::{Acceptance, NotAccepted, acceptable_from},
    adjustment::{self, Adjustment, AdjustmentState},
    change::{Change, changes},
    light::LightRecord,
    plan::{ItemPlan, Milestone, PlanState, PlanVersion},
    progress::Before,
    project::Project,
    quantity::{Percent, Quantity, target_of},
    schedule::{Course, Filed, Judged, Light, Standing, Verdict, light_of_all, verdict},
    unit::Unit,
};
use crate::{candidates::SubItem, db::Ts, ids::SubItemId};

#[derive(Clone, Debug)]
pub struct Tracked {
    pub project: Project,
    pub lead: Option<Unit>,
    /// Oldest first.
    pub plans: Vec<PlanVersion>,
    pub adjustments: Vec<Adjustment>,
    pub acceptances: Vec<Acceptance>,
    /// Oldest first.
    pub refusals: Vec<NotAccepted>,
    /// As last recorded.
    pub lights: Vec<LightRecord>,
    /// In the order of filing.
    pub filed: Vec<(SubItemId, Filed)>,
}

impl Tracked {
    pub fn published(&self) -> Option<&PlanVersion> {
        self.plans.iter().rfind(|plan| plan.state == PlanState::Published)
    }

    /// A version that is not in force yet.
    pub fn pending(&self) -> Option<&PlanVersion> {
        self.plans.iter().rfind(|plan| matches!(plan.state, PlanState::Draft | PlanState::Submitted))
    }

    /// When the first version was published: from the month after it reports are due.
    pub fn first_published(&self) -> Option<Date> {
        self.plans.iter().filter_map(|plan| plan.published_at).min().map(|at| at.day())
    }

    pub fn standing(&self) -> Standing {
        adjustment::standing(&self.adjustments)
    }

    pub fn proposed(&self) -> Option<&Adjustment> {
        self.adjustments.iter().find(|adjustment| adjustment.state == AdjustmentState::Proposed)
    }

    /// What an adjustment's plan says otherwise than the one it replaces.
    pub fn changes(&self, adjustment: &Adjustment) -> Vec<Change> {
        let Some(after) = self.plans.iter().find(|plan| Some(plan.id) == adjustment.plan) else { return Vec::new() };
        let was_in_force = |plan: &&PlanVersion| plan.published_at.is_some() && plan.version < after.version;
        let before = self.plans.iter().rfind(was_in_force);
        before.map(|before| changes(&before.plan, &after.plan)).unwrap_or_default()
    }

    pub fn item_plan(&self, sub_item: SubItemId) -> Option<&ItemPlan> {
        self.published()?.plan.item(sub_item)
    }

    pub fn sub_item(&self, id: SubItemId) -> Option<&SubItem> {
        self.project.sub_items.iter().find(|item| item.id == id)
    }

    pub fn acceptance(&self, sub_item: SubItemId) -> Option<&Acceptance> {
        self.acceptances.iter().find(|acceptance| acceptance.sub_item == sub_item)
    }

    /// Not accepted, and no report came since.
    pub fn refusal(&self, sub_item: SubItemId) -> Option<&NotAccepted> {
        self.refusals.iter().rfind(|refusal| refusal.sub_item == sub_item && !refusal.answered)
    }

    pub fn filed_of(&self, sub_item: SubItemId) -> Vec<Filed> {
        self.filed.iter().filter(|(of, _)| *of == sub_item).map(|(_, filed)| *filed).collect()
    }

    /// What is to be reached now: the plan's word before the source's.
    pub fn target(&self, item: &SubItem) -> Quantity {
        self.item_plan(item.id).map_or_else(|| target_of(&item.goal).0, |plan| plan.target)
    }

    /// Who answers for a sub-item.
    pub fn unit_for<'a>(&'a self, item: &'a SubItem) -> Option<&'a str> {
        let planned = self.item_plan(item.id).map(|plan| plan.unit.as_str());
        planned.or(item.lead_unit.as_deref()).or_else(|| self.lead.as_ref().map(|unit| unit.name.as_str()))
    }

    fn course<'a>(&'a self, item: &'a SubItem, reports: &'a [Filed]) -> Course<'a> {
        Course {
            goal: &item.goal,
            plan: self.item_plan(item.id).zip(self.first_published()),
            reports,
            accepted: self.acceptance(item.id).map(|acceptance| acceptance.quantity),
            refused: self.refusal(item.id).is_some(),
            standing: self.standing(),
            year: self.project.year,
        }
    }

    pub fn judged(&self, item: &SubItem, today: Date) -> Judged {
        self.course(item, &self.filed_of(item.id)).light_on(today)
    }

    pub fn is_reached(&self, item: &SubItem) -> bool {
        self.course(item, &self.filed_of(item.id)).is_reached()
    }

    pub fn share(&self, item: &SubItem, quantity: Quantity) -> Percent {
        let reports = self.filed_of(item.id);
        self.course(item, &reports).share(quantity)
    }

    /// The newest quantity, by day and then by filing.
    pub fn actual(&self, sub_item: SubItemId) -> Option<Filed> {
        let of = self.filed.iter().filter(|(of, _)| *of == sub_item).map(|(_, filed)| *filed);
        of.max_by_key(|filed| (filed.as_of, filed.filed_on))
    }

    /// What a report of today must fit to.
    pub fn before<'a>(&self, item: &'a SubItem, today: Date) -> Before<'a> {
        let last = self.actual(item.id).map(|filed| (filed.as_of, filed.quantity));
        Before { goal: &item.goal, today, last, target: self.target(item) }
    }

    pub fn recorded_light(&self, sub_item: SubItemId) -> Option<&LightRecord> {
        self.lights.iter().find(|light| light.sub_item == sub_item)
    }

    /// Of the whole project, as last recorded.
    pub fn light(&self) -> Light {
        match self.standing() {
            Standing::Running => {
                let lights: Vec<Light> = self
                    .project
                    .sub_items
                    .iter()
                    .map(|item| self.recorded_light(item.id).map_or(Light::None, |record| record.light))
                    .collect();
                light_of_all(&lights)
            }
            Standing::Suspended | Standing::Terminated => Light::None,
        }
    }

    /// 完成 and 超额.
    pub fn verdict(&self) -> Verdict {
        let shares: Vec<_> = self
            .project
            .sub_items
            .iter()
            .map(|item| {
                let share = self.actual(item.id).map_or(Percent::ZERO, |filed| self.share(item, filed.quantity));
                (share, self.acceptance(item.id).is_some())
            })
            .collect();
        verdict(&shares)
    }

    /// The next day that the plan names for something not yet reached: day, sub-item, quantity to that day.
    pub fn next_milestone(&self, today: Date) -> Option<(&SubItem, &Milestone)> {
        if self.standing() != Standing::Running {
            return None;
        }
        let open = self.project.sub_items.iter().filter(|item| self.acceptance(item.id).is_none());
        let ahead = open.filter_map(|item| {
            let milestones = &self.item_plan(item.id)?.milestones;
            Some((item, milestones.iter().find(|milestone| milestone.on >= today)?))
        });
        ahead.min_by_key(|(_, milestone)| milestone.on)
    }

    /// As it stood at the end of `day`: the plan that was in force, what was settled and accepted by then, reports about
    /// days up to it. `lights` are those that stood then.
    pub fn as_of(&self, day: Date, lights: &[LightRecord]) -> Self {
        let by_then = |at: Option<Ts>| at.is_some_and(|at| at.day() <= day);
        let mut then = self.clone();
        then.plans.retain(|plan| by_then(plan.published_at));
        for plan in &mut then.plans {
            plan.state = PlanState::Replaced;
        }
        if let Some(plan) = then.plans.last_mut() {
            plan.state = PlanState::Published;
        }
        then.adjustments.retain(|adjustment| by_then(adjustment.settled_at));
        then.acceptances.retain(|acceptance| by_then(Some(acceptance.accepted_at)));
        then.refusals.retain(|refusal| by_then(Some(refusal.refused_at)));
        then.filed.retain(|(_, filed)| filed.as_of <= day);
        then.lights = lights.iter().filter(|light| light.project == self.project.id).cloned().collect();
        then
    }
}

impl Tracked {
    /// Whether the report of this month is still to come: not before the plan's first month is over, nor when there is
    /// nothing left to report. What was not accepted is to be reported anew at once.
    pub fn awaits_report(&self, item: &SubItem, today: Date) -> bool {
        if self.refusal(item.id).is_some() && self.standing() == Standing::Running {
            return true;
        }
        let Some(published) = self.first_published() else { return false };
        let month = today.first_of_month();
        let is_due = published.first_of_month() < month && self.standing() == Standing::Running;
        let is_finished = self.is_reached(item) && item.goal != crate::candidates::Goal::Zero;
        let has = self.filed.iter().any(|(of, filed)| *of == item.id && filed.as_of.first_of_month() == month);
        is_due && !is_finished && !has && self.acceptance(item.id).is_none()
    }

    /// Whether what is reached now was accepted.
    pub fn is_accepted(&self, item: &SubItem) -> bool {
        let actual = self.actual(item.id).map(|filed| filed.quantity);
        self.is_reached(item) && self.acceptance(item.id).map(|acceptance| acceptance.quantity) == actual
    }

    pub fn acceptable_from(&self, item: &SubItem) -> Option<Date> {
        acceptable_from(&item.goal, self.item_plan(item.id), self.project.year)
    }

    pub fn awaits_acceptance(&self, item: &SubItem, today: Date) -> bool {
        self.is_reached(item)
            && !self.is_accepted(item)
            && self.refusal(item.id).is_none()
            && self.acceptable_from(item).is_none_or(|from| from <= today)
    }
}
