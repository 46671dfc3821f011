//! The people of the half year: those who report, those who supervise.

use crate::{
    accounts::{self, DemoAccount, NewAccount, Person, Role},
    congress::Session,
    db::{Db, Ts},
    deputies,
    projects::{self, Project, Unit},
    supervision::{self, Body},
};

/// Somebody who reports for a unit.
pub struct Worker {
    pub unit: Unit,
    pub person: Person,
}

pub struct Cast {
    pub secretary: Person,
    /// One for each unit that the source names.
    workers: Vec<Worker>,
    pub inspectors: [Person; 2],
    /// A deputy of the roll, who wrote a note.
    pub deputy: Person,
    /// As the demonstration's sheet lists them.
    shown: Vec<DemoAccount>,
}

impl Cast {
    pub fn of_unit(&self, name: &str) -> anyhow::Result<&Worker> {
        let found = self.workers.iter().find(|worker| worker.unit.name == name);
        found.ok_or_else(|| anyhow::anyhow!("nobody reports for {name}"))
    }

    pub fn workers(&self) -> &[Worker] {
        &self.workers
    }

    /// The unit of its first sub-item leads a project.
    pub fn lead_of(&self, project: &Project) -> anyhow::Result<&Worker> {
        let units = project.units();
        self.of_unit(units.first().ok_or_else(|| anyhow::anyhow!("{} has no unit", project.title))?)
    }
}

const SURNAMES: [&str; 8] = ["王", "陈", "林", "徐", "孙", "马", "朱", "胡"];

/// Accounts of the units and of two supervisors, to be listed with the others; whoever was there the year before stays.
pub fn people(
    db: &Db,
    at: Ts,
    session: &Session,
    secretary: Person,
    before: Option<Cast>,
    staff: impl Fn(Role, &'static str, &str, &str) -> anyhow::Result<(NewAccount, DemoAccount)>,
) -> anyhow::Result<(Cast, Vec<DemoAccount>)> {
    let (mut workers, known_inspectors, mut shown) = match before {
        Some(before) => (before.workers, Some(before.inspectors), before.shown),
        None => (Vec::new(), None, Vec::new()),
    };
    let actor = secretary.actor();
    let known = |account: &NewAccount| Person {
        id: account.id,
        congress: account.congress,
        name: account.name.clone(),
        role: account.role,
    };
    let promoted = db.read(|conn| projects::projects(conn, session.id))?;
    let mut units: Vec<&str> = promoted.iter().flat_map(Project::units).collect();
    units.sort_unstable();
    units.dedup();
    units.retain(|unit| !workers.iter().any(|worker: &Worker| worker.unit.name == *unit));
    let first = workers.len();
    for ((number, unit), surname) in (first + 1..).zip(&units).zip(SURNAMES.iter().cycle().skip(first)) {
        let (mut account, line) =
            staff(Role::Department, "department", &format!("DANWEI{number}"), &format!("{surname}工（{unit}）"))?;
        account.congress = Some(session.congress);
        db.write(|tx| projects::make_department_account(tx, &actor, at, session.congress, &account, unit))?;
        // Whoever tries the demonstration uses the password on its sheet, again and again.
        db.write(|tx| accounts::reset_password(tx, account.id, &account.password_hash))?;
        let unit = db.write(|tx| projects::found_unit(tx, &actor, at, session.congress, unit))?;
        workers.push(Worker { unit, person: known(&account) });
        shown.push(line);
    }
    let inspectors = match known_inspectors {
        Some(inspectors) => inspectors,
        None => {
            let mut inspectors = Vec::new();
            for (login, name, body) in [("JIANDU1", "李监督", Body::Congress), ("JIANDU2", "赵审计", Body::Audit)]
            {
                let (mut account, line) = staff(Role::Supervisor, "supervisor", login, name)?;
                account.congress = Some(session.congress);
                db.write(|tx| supervision::make_supervisor_account(tx, &actor, at, &account, body))?;
                db.write(|tx| accounts::reset_password(tx, account.id, &account.password_hash))?;
                inspectors.push(known(&account));
                shown.push(line);
            }
            <[Person; 2]>::try_from(inspectors).map_err(|_| anyhow::anyhow!("two supervisors were made"))?
        }
    };
    let roll = db.read(|conn| deputies::deputies(conn, session.id))?;
    let mut with_card = roll.into_iter().filter_map(|deputy| deputy.account.map(|account| (account, deputy)));
    let (account, deputy) = with_card.next().ok_or_else(|| anyhow::anyhow!("no deputy has a card"))?;
    let person = Person { id: account, congress: Some(session.congress), name: deputy.name, role: Role::Deputy };
    // A deputy's own password is on a card that nobody keeps; the demonstration's sheet names another.
    let (pattern, line) = staff(Role::Deputy, "deputy", &deputy.certificate_no, &person.name)?;
    db.write(|tx| accounts::reset_password(tx, account, &pattern.password_hash))?;
    let listed = shown.iter().cloned().chain([line]).collect();
    Ok((Cast { secretary, workers, inspectors, deputy: person, shown }, listed))
}
