//! A project with everything that tracking hangs on it.

use jiff::{ToSpan, civil::Date};

use super::{
    acceptances::{Acceptance, NotAccepted, acceptable_from},
    adjustments::{Adjustment, AdjustmentKind, AdjustmentState, Change, Eased, adjustment, changes, eased},
    lights::{
        Course, Filed, Judged, Light, LightRecord, Month, MonthState, Standing, Verdict, due_day, light_of_all,
        month_due_after, planned_on, verdict,
    },
    places::first_street,
    plans::{ItemPlan, Milestone, Plan, PlanState, PlanVersion},
    project::Project,
    quantity::{Money, Percent, Quantity, target_of},
    reports::Before,
    units::Unit,
    years::{CarryOver, last_day},
};
use crate::{
    candidates::{Goal, SubItem},
    db::Ts,
    ids::SubItemId,
};

/// What a report says was paid for its sub-item, to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    pub sub_item: SubItemId,
    pub as_of: Date,
    pub filed_on: Date,
    pub paid: Money,
}

/// A milestone that was reached.
#[derive(Clone, Copy, Debug)]
pub struct Passed<'a> {
    pub item: &'a SubItem,
    pub milestone: &'a Milestone,
    pub filed_on: Date,
}

#[derive(Clone, Debug)]
pub struct Tracked {
    pub project: Project,
    pub lead: Option<Unit>,
    /// Oldest first.
    pub plans: Vec<PlanVersion>,
    pub adjustments: Vec<Adjustment>,
    /// Oldest first.
    pub acceptances: Vec<Acceptance>,
    /// Oldest first.
    pub refusals: Vec<NotAccepted>,
    /// As last recorded.
    pub lights: Vec<LightRecord>,
    /// In the order of filing.
    pub filed: Vec<(SubItemId, Filed)>,
    /// In the order of filing.
    pub payments: Vec<Payment>,
    /// Over the year, the last time.
    pub carried: Option<CarryOver>,
    /// The last day that is reported about, once its year is closed.
    pub closed_through: Option<Date>,
    /// In which streets the lists of places say that something is done, each once a sub-item.
    pub listed_streets: Vec<(SubItemId, String)>,
    /// From so many points on money and work are said to part, by the rules of its congress.
    pub money_gap: u32,
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

    /// The year in which it is to be done.
    pub fn ends_in(&self) -> i32 {
        self.carried.as_ref().map_or(self.project.year, |carried| carried.to_year)
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
        self.before_version(after).map(|before| changes(&before.plan, &after.plan)).unwrap_or_default()
    }

    /// The version that another replaces.
    fn before_version(&self, after: &PlanVersion) -> Option<&PlanVersion> {
        self.plans.iter().rfind(|plan| plan.published_at.is_some() && plan.version < after.version)
    }

    /// Of what a plan would ask less by `day` than the one that it replaces.
    pub fn eased_by(&self, after: &Plan, before: &Plan, day: Date) -> Vec<Eased> {
        let start = self.first_published().unwrap_or(day);
        eased(&self.project, before, after, start, day)
    }

    /// Whether an adjustment took back what was due when it took effect.
    pub fn eases(&self, adjustment: &Adjustment) -> bool {
        let after = self.plans.iter().find(|plan| Some(plan.id) == adjustment.plan);
        let plans = after.and_then(|after| Some((after, self.before_version(after)?)));
        match (plans, adjustment.settled_at) {
            (Some((after, before)), Some(at)) => !self.eased_by(&after.plan, &before.plan, at.day()).is_empty(),
            _ => false,
        }
    }

    /// In which streets a sub-item is done: by its list of places, or else by the address of the plan.
    pub fn streets(&self, sub_item: SubItemId) -> Vec<&str> {
        let listed: Vec<&str> =
            self.listed_streets.iter().filter(|(of, _)| *of == sub_item).map(|(_, street)| street.as_str()).collect();
        if !listed.is_empty() {
            return listed;
        }
        self.item_plan(sub_item).and_then(|plan| first_street(&plan.address)).into_iter().collect()
    }

    pub fn item_plan(&self, sub_item: SubItemId) -> Option<&ItemPlan> {
        self.published()?.plan.item(sub_item)
    }

    pub fn sub_item(&self, id: SubItemId) -> Option<&SubItem> {
        self.project.sub_items.iter().find(|item| item.id == id)
    }

    /// The newest: what was accepted before was reported anew.
    pub fn acceptance(&self, sub_item: SubItemId) -> Option<&Acceptance> {
        self.acceptances.iter().rfind(|acceptance| acceptance.sub_item == sub_item)
    }

    /// Not accepted, and not answered by a report.
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

    /// What the first plan asked for by `day`, of its own target; nothing where it is still the one in force.
    pub fn first_planned(&self, item: &SubItem, day: Date) -> Option<Percent> {
        let first = self.plans.iter().find(|plan| plan.published_at.is_some())?;
        let plan = first.plan.item(item.id).filter(|_| first.state != PlanState::Published)?;
        let start = self.first_published()?;
        (item.goal != Goal::Zero).then(|| planned_on(&item.goal, plan, start, day).share_of(plan.target))
    }

    /// From and to which day it was suspended.
    fn rests(&self) -> Vec<(Date, Date)> {
        let mut rests: Vec<(Date, Date)> = Vec::new();
        let mut since = None;
        for adjustment in self.adjustments.iter().filter(|a| a.state == AdjustmentState::Effective) {
            let day = adjustment.settled_at.map(Ts::day);
            match (adjustment.kind, since) {
                (AdjustmentKind::Suspension | AdjustmentKind::Termination, None) => since = day,
                (AdjustmentKind::Resumption, Some(from)) => {
                    rests.extend(day.map(|to| (from, to)));
                    since = None;
                }
                _ => {}
            }
        }
        rests.extend(since.map(|from| (from, Date::MAX)));
        rests
    }

    /// With what a course borrows.
    fn with_course<T>(&self, item: &SubItem, of: impl FnOnce(&Course) -> T) -> T {
        let (reports, rests) = (self.filed_of(item.id), self.rests());
        of(&self.course(item, &reports, &rests))
    }

    fn course<'a>(&'a self, item: &'a SubItem, reports: &'a [Filed], rests: &'a [(Date, Date)]) -> Course<'a> {
        Course {
            goal: &item.goal,
            plan: self.item_plan(item.id).zip(self.first_published()),
            reports,
            accepted: self.acceptance(item.id).map(|acceptance| acceptance.quantity),
            refused: self.refusal(item.id).is_some(),
            standing: self.standing(),
            year: self.ends_in(),
            rests,
            asked_until: self.closed_through,
        }
    }

    pub fn judged(&self, item: &SubItem, today: Date) -> Judged {
        self.with_course(item, |course| course.light_on(today))
    }

    pub fn is_reached(&self, item: &SubItem) -> bool {
        self.with_course(item, |course| course.is_reached())
    }

    pub fn share(&self, item: &SubItem, quantity: Quantity) -> Percent {
        self.with_course(item, |course| course.share(quantity))
    }

    /// The months whose report was due by `today`, oldest first.
    pub fn months(&self, item: &SubItem, today: Date) -> Vec<Month> {
        if self.standing() == Standing::Terminated {
            return Vec::new();
        }
        self.with_course(item, |course| course.months(today))
    }

    /// The first days of months about which nobody reported until now.
    pub fn unmade(&self, item: &SubItem, today: Date) -> Vec<Date> {
        let unmade = |month: &Month| month.state == MonthState::Unmade;
        self.months(item, today).iter().filter(|month| unmade(month)).map(|month| month.first).collect()
    }

    /// The days on which a report about something of it was due or will be, as long as there is something left to report.
    pub fn report_days(&self, today: Date) -> Vec<Date> {
        let Some(published) = self.first_published() else { return Vec::new() };
        let items = || self.project.sub_items.iter();
        let was_due: Vec<Date> =
            items().flat_map(|item| self.months(item, today)).map(|month| due_day(month.first)).collect();
        let goes_on = self.standing() == Standing::Running
            && items().any(|item| item.goal == Goal::Zero || !self.is_reached(item));
        let end = self.closed_through.or_else(|| last_day(self.ends_in())).unwrap_or(today);
        let after = |month: Date| month.checked_add(1.month()).unwrap_or(Date::MAX);
        let months = std::iter::successors(Some(after(published.first_of_month())), |month| Some(after(*month)));
        let days = months.take_while(|month| *month <= end).map(due_day);
        days.filter(|day| was_due.contains(day) || goes_on && *day >= today).collect()
    }

    /// Milestones that were reached, with the day on which the report that says so was filed.
    pub fn milestones_passed(&self) -> Vec<Passed<'_>> {
        let mut found = Vec::new();
        for item in &self.project.sub_items {
            let filed = self.filed_of(item.id);
            for milestone in self.item_plan(item.id).into_iter().flat_map(|plan| &plan.milestones) {
                let passes = |one: &&Filed| match item.goal {
                    // What was cleared before the day may have come back by then.
                    Goal::Zero => one.as_of >= milestone.on && one.quantity <= milestone.quantity,
                    _ => one.quantity >= milestone.quantity,
                };
                found.extend(filed.iter().find(passes).map(|by| Passed { item, milestone, filed_on: by.filed_on }));
            }
        }
        found
    }

    /// The newest quantity, by day and then by filing.
    pub fn actual(&self, sub_item: SubItemId) -> Option<Filed> {
        let of = self.filed.iter().filter(|(of, _)| *of == sub_item).map(|(_, filed)| *filed);
        of.max_by_key(|filed| (filed.as_of, filed.filed_on))
    }

    /// What a report of today must fit to.
    pub fn before<'a>(&self, item: &'a SubItem, today: Date) -> Before<'a> {
        let others = self.project.sub_items.iter().filter(|other| other.id != item.id);
        Before {
            goal: &item.goal,
            today,
            filed: self.filed_of(item.id),
            unmade: self.unmade(item, today),
            target: self.target(item),
            budget: self.budget(),
            paid_for_others: others.filter_map(|other| self.paid_for(other.id)).map(|payment| payment.paid).sum(),
        }
    }

    /// What was paid, and by which day that is told: the newest of each sub-item together, or what the plan said when it was
    /// published.
    pub fn paid(&self) -> Option<(Money, Date)> {
        match self.newest_payments().map(|payment| payment.as_of).max() {
            Some(by) => Some((self.paid_by_reports(), by)),
            None => {
                let published = self.published()?;
                Some((published.plan.paid, published.published_at?.day()))
            }
        }
    }

    pub fn paid_by_reports(&self) -> Money {
        self.newest_payments().map(|payment| payment.paid).sum()
    }

    /// One of each sub-item of which any report says what was paid.
    fn newest_payments(&self) -> impl Iterator<Item = &Payment> {
        self.project.sub_items.iter().filter_map(move |item| self.paid_for(item.id))
    }

    /// The newest that reports say of a sub-item.
    pub fn paid_for(&self, sub_item: SubItemId) -> Option<&Payment> {
        let of = self.payments.iter().filter(|payment| payment.sub_item == sub_item);
        of.max_by_key(|payment| (payment.as_of, payment.filed_on))
    }

    pub fn budget(&self) -> Money {
        self.published().map(|version| version.plan.budget()).unwrap_or_default()
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
        let mut then = self.until(day, day, Date::MAX);
        then.lights = lights.iter().filter(|light| light.project == self.project.id).cloned().collect();
        then
    }

    /// As a report about `day` tells it: what was accepted and filed later counts up to these days, and a light follows from
    /// the figures beside it.
    pub fn as_reported(&self, day: Date, accepted_by: Date, filed_by: Date) -> Self {
        let mut then = self.until(day, accepted_by, filed_by);
        let light = |item: &SubItem| LightRecord::of(self.project.id, item.id, day, &then.judged(item, day));
        then.lights = self.project.sub_items.iter().map(light).collect();
        then
    }

    fn until(&self, day: Date, accepted_by: Date, filed_by: Date) -> Self {
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
        then.acceptances.retain(|acceptance| acceptance.accepted_at.day() <= accepted_by);
        then.refusals.retain(|refusal| refusal.refused_at.day() <= accepted_by);
        then.filed.retain(|(_, filed)| filed.as_of <= day && filed.filed_on <= filed_by);
        then.payments.retain(|payment| payment.as_of <= day && payment.filed_on <= filed_by);
        then
    }
}

impl Tracked {
    /// Whether a report is still to come: this month's, or a new one of what was not accepted.
    pub fn awaits_report(&self, item: &SubItem, today: Date) -> bool {
        self.awaits_this_month(item, today) || self.reported_anew_in(item, today).is_some()
    }

    /// Not before the plan's first month is over, nor when there is nothing left to report.
    pub fn awaits_this_month(&self, item: &SubItem, today: Date) -> bool {
        let Some(published) = self.first_published() else { return false };
        let month = today.first_of_month();
        let is_due = published.first_of_month() < month && self.is_asked_on(today);
        let is_finished = self.is_reached(item) && item.goal != Goal::Zero;
        let has = self.filed.iter().any(|(of, filed)| *of == item.id && filed.as_of.first_of_month() == month);
        is_due && !is_finished && !has && self.acceptance(item.id).is_none()
    }

    /// In which month what was not accepted is to be reported anew: by the next day on which reports are due.
    pub fn reported_anew_in(&self, item: &SubItem, today: Date) -> Option<Date> {
        let refusal = self.refusal(item.id).filter(|_| self.is_asked_on(today))?;
        Some(month_due_after(refusal.refused_at.day()))
    }

    /// Nothing is asked for once its year is closed, nor while it rests.
    fn is_asked_on(&self, today: Date) -> bool {
        self.standing() == Standing::Running && self.closed_through.is_none_or(|until| today <= until)
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
