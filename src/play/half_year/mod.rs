//! Half a year of made-up reports for the demonstration, by the same actions that the pages call, each at its own day.

mod cast;
mod last_year;
mod places;
mod progress;
mod rating;
mod supervision;
mod voices;
mod warned;

pub use cast::{Cast, people};
pub use last_year::last_year;
pub use places::STREETS;
pub use rating::rate;
pub use voices::speak;

use jiff::{ToSpan, civil::Date};

use self::progress::{Fare, Filing, accept, adjust, counted, file, plan, reports};
use crate::{
    candidates::Goal,
    congress::Session,
    db::{Db, Ts},
    ids::PlanId,
    projects::{self, Project, Quantity},
};

/// From the announcement to today.
pub fn play(db: &Db, cast: &Cast, session: &Session, begin: Ts, now: Ts) -> anyhow::Result<()> {
    let promoted = db.read(|conn| projects::projects(conn, session.id))?;
    let today = now.day();
    let with_places = places::shown(&promoted);
    // Fares go to what is counted: whatever the deputies chose, the demonstration shows each of them.
    let mut fit: Vec<&Project> = promoted.iter().filter(|p| p.sub_items.iter().any(counted)).collect();
    // What is kept at zero is accepted at the end of the year: the first, which is done, has none of it.
    fit.sort_by_key(|project| project.sub_items.iter().any(|item| item.goal == Goal::Zero));
    for (number, project) in promoted.iter().enumerate() {
        let place = fit.iter().position(|fit| fit.id == project.id);
        let first = project.sub_items.iter().position(counted);
        let (actor, lead) = (cast.secretary.actor(), cast.lead_of(project)?);
        db.write(|tx| projects::assign_lead_unit(tx, &actor, begin, session.congress, project.id, lead.unit.id))?;
        let form = plan(project, &lead.unit.name, number, begin.day());
        let id: PlanId = db.write(|tx| projects::save_plan(tx, &lead.person, begin, project.id, &form, true))?;
        db.write(|tx| projects::publish_plan(tx, &cast.secretary, begin, id))?;
        let mut filings: Vec<Filing> = Vec::new();
        for (number, item) in project.sub_items.iter().enumerate() {
            let fare = match place {
                Some(0) => Fare::Over,
                Some(1) if first == Some(number) => Fare::Behind,
                Some(2) if first == Some(number) => Fare::Missed,
                Some(3) if first == Some(number) => Fare::MadeUp,
                _ => Fare::OnTime,
            };
            let by = cast.of_unit(item.lead_unit.as_deref().unwrap_or(&lead.unit.name))?;
            filings.extend(reports(item, project.sub_items.len(), &by.person, (begin, now), fare)?);
        }
        // Lights are kept by day: what happened first is told first.
        filings.sort_by_key(|filing| filing.at);
        let suspended = (place == Some(4)).then(|| moment(today, 40));
        if let Some(at) = suspended {
            filings.retain(|filing| filing.at < at);
        }
        file(db, &filings)?;
        if let Some(at) = suspended {
            adjust(db, cast, &lead.person, project.id, at)?;
        }
        for item in project.sub_items.iter().filter(|item| with_places.contains(&item.id)) {
            let by = cast.of_unit(item.lead_unit.as_deref().unwrap_or(&lead.unit.name))?;
            let tracked = db.read(|conn| projects::tracked_project(conn, project.id))?;
            let done = tracked.and_then(|tracked| tracked.actual(item.id)).map(|filed| filed.quantity);
            places::listed(db, session, by, item, (begin, now), done.unwrap_or(Quantity::ZERO))?;
        }
        if place == Some(0) {
            for item in &project.sub_items {
                accept(db, cast, project.id, item.id, now)?;
            }
        }
    }
    if let Some(inspected) = fit.get(1) {
        supervision::happens(db, cast, inspected, today)?;
    }
    warned::warn(db, cast, begin, now)?;
    Ok(())
}

/// Noon of the day so many days before `today`.
fn moment(today: Date, days: i64) -> Ts {
    let day = today.checked_sub(days.days()).unwrap_or(today);
    let noon = day.at(4, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    noon.map_or(Ts::default(), |noon| Ts::from(noon.timestamp()))
}
