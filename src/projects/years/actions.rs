//! Setting the day on which a year closes, and letting what is unfinished go on.

use jiff::civil::Date;

use super::{
    store,
    year::{CarryOver, Closing, last_day, may_close_on},
};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{Ts, Tx},
    ids::ProjectId,
    projects::{
        self,
        lights::{Standing, actions::recompute_project},
    },
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum YearError {
    #[error("not a day on which the year may be closed")]
    BadDay { from: Date },
    #[error("its report is frozen")]
    Frozen,
    #[error("it goes on with a reason")]
    NoReason,
    #[error("it is done, or at an end")]
    Finished,
    #[error("it has no plan")]
    NoPlan,
    #[error("it goes on already")]
    Already,
}

impl Refusal for YearError {
    fn message(&self) -> Message {
        match self {
            Self::BadDay { from } => Message::new("year-day-wrong").with("from", from).at("closes_on"),
            Self::Frozen => "year-frozen".into(),
            Self::NoReason => Message::new("carry-over-reason-missing").at("reason"),
            Self::Finished => "carry-over-finished".into(),
            Self::NoPlan => "carry-over-no-plan".into(),
            Self::Already => "carry-over-already".into(),
        }
    }
}

/// Until it is frozen the day may be set anew.
pub fn set_closing_day(tx: &mut Tx, person: &Person, at: Ts, year: i32, typed: &str) -> Result<(), Refused<YearError>> {
    let congress = person.congress().ok_or(Refused::Missing)?;
    let projects = projects::store::projects_of_congress(tx, congress)?;
    if !projects.iter().any(|project| project.year == year) {
        return Err(Refused::Missing);
    }
    if store::closing_of(tx, congress, year)?.is_some_and(|known| known.frozen_at.is_some()) {
        return Err(YearError::Frozen.into());
    }
    let from = last_day(year).ok_or(Refused::Missing)?.max(at.day());
    let closes_on = typed.trim().parse::<Date>().ok().filter(|day| may_close_on(year, *day, at.day()));
    let closes_on = closes_on.ok_or(YearError::BadDay { from })?;
    let closing = Closing {
        congress,
        year,
        closes_on,
        set_by_account: person.id,
        set_by: person.name.clone(),
        set_at: at,
        frozen_at: None,
    };
    store::set_closing(tx, &closing)?;
    congress::public_changed(tx, congress)?;
    let detail = serde_json::json!({ "closes_on": closes_on });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::YearClosingSet, year).with(detail))?;
    Ok(())
}

/// 结转 to the year after: milestones may lie there, and its months are asked about.
pub fn carry_over(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    project: ProjectId,
    reason: &str,
) -> Result<(), Refused<YearError>> {
    let tracked = projects::store::tracked_project(tx, project)?
        .filter(|one| Some(one.project.congress) == person.congress())
        .ok_or(Refused::Missing)?;
    let reason = reason.trim();
    if tracked.published().is_none() {
        return Err(YearError::NoPlan.into());
    }
    if tracked.standing() == Standing::Terminated || tracked.verdict().done {
        return Err(YearError::Finished.into());
    }
    if tracked.closed_through.is_some() {
        return Err(YearError::Frozen.into());
    }
    if tracked.carried.is_some() && tracked.ends_in() > i32::from(at.day().year()) {
        return Err(YearError::Already.into());
    }
    if reason.is_empty() {
        return Err(YearError::NoReason.into());
    }
    let carried = CarryOver {
        project,
        to_year: tracked.ends_in() + 1,
        reason: reason.to_owned(),
        decided_by_account: person.id,
        decided_by: person.name.clone(),
        decided_at: at,
    };
    store::insert_carry_over(tx, &carried)?;
    recompute_project(tx, project, at)?;
    congress::public_changed(tx, tracked.project.congress)?;
    let detail = serde_json::json!({ "to_year": carried.to_year, "reason": reason });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::ProjectCarriedOver, &tracked.project.title).with(detail))?;
    Ok(())
}
