//! The year before, from the announcement to its frozen report: everything was done, accepted and rated.

use jiff::civil::{Date, date};

use super::{
    Cast, moment, places,
    progress::{Fare, Filing, accept, file, plan, reports},
    rate,
};
use crate::{
    congress::Session,
    db::{Db, Ts},
    ids::PlanId,
    projects::{self, target_of},
    reports::freeze,
    web::Secret,
};

/// Its last reports, its acceptance, and the day on which it closes.
fn days(year: i32) -> anyhow::Result<[Date; 3]> {
    let year = i16::try_from(year)?;
    Ok([date(year, 12, 28), date(year + 1, 1, 10), date(year + 1, 1, 20)])
}

pub fn last_year(db: &Db, secret: &Secret, cast: &Cast, session: &Session, begin: Ts) -> anyhow::Result<()> {
    let [last_reports, accepted, closes] = days(session.year)?;
    let promoted = db.read(|conn| projects::projects(conn, session.id))?;
    let actor = cast.secretary.actor();
    places::streets(db, &cast.secretary, begin)?;
    let with_places = places::shown(&promoted);
    for (number, project) in promoted.iter().enumerate() {
        let lead = cast.lead_of(project)?;
        db.write(|tx| projects::assign_lead_unit(tx, &actor, begin, session.congress, project.id, lead.unit.id))?;
        let form = plan(project, &lead.unit.name, number, begin.day());
        let id: PlanId = db.write(|tx| projects::save_plan(tx, &lead.person, begin, project.id, &form, true))?;
        db.write(|tx| projects::publish_plan(tx, &cast.secretary, begin, id))?;
        let mut filings: Vec<Filing> = Vec::new();
        for item in &project.sub_items {
            let by = cast.of_unit(item.lead_unit.as_deref().unwrap_or(&lead.unit.name))?;
            let among = project.sub_items.len();
            let until = (begin, moment(last_reports, 0));
            filings.extend(reports(item, among, &by.person, until, Fare::OnTime)?);
        }
        filings.sort_by_key(|filing| filing.at);
        file(db, &filings)?;
        for item in project.sub_items.iter().filter(|item| with_places.contains(&item.id)) {
            let by = cast.of_unit(item.lead_unit.as_deref().unwrap_or(&lead.unit.name))?;
            places::listed(db, session, by, item, (begin, moment(last_reports, 0)), target_of(&item.goal).0)?;
        }
        for item in &project.sub_items {
            accept(db, cast, project.id, item.id, moment(accepted, 0))?;
        }
    }
    rate(db, secret, cast, session, moment(closes, 0))?;
    let day = closes.to_string();
    db.write(|tx| projects::set_closing_day(tx, &cast.secretary, moment(accepted, 0), session.year, &day))?;
    let over = moment(closes.tomorrow()?, 0);
    db.write(|tx| freeze(tx, &cast.secretary, over, session.year))?;
    Ok(())
}
