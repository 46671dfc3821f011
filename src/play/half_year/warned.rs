//! Who is late in the half year, and that they were told: by the same duty that an instance does every day.

use jiff::{ToSpan, civil::Date};

use super::{Cast, moment};
use crate::{
    db::{Db, Ts},
    post, warnings,
    warnings::ContactForm,
};

/// Days of a month on which the usual rules warn about its report, and some on which they report upward.
const DAYS: [i8; 4] = [20, 24, 26, 30];
/// Nobody reads what is written there.
const ORIGIN: &str = "https://demo.example";

/// Contacts of every unit, then the days from the beginning to now.
pub fn warn(db: &Db, cast: &Cast, begin: Ts, now: Ts) -> anyhow::Result<()> {
    for (number, worker) in (1..).zip(cast.workers()) {
        for (role, name) in [("clerk", "经办人（示例）"), ("head", "负责人（示例）"), ("leader", "分管领导（示例）")]
        {
            let form = ContactForm {
                unit: String::new(),
                role: role.to_owned(),
                name: name.to_owned(),
                email: format!("{role}{number}@demo.example"),
                phone: String::new(),
            };
            db.write(|tx| warnings::add_contact(tx, &worker.person, begin, worker.unit.id, &form))?;
        }
    }
    let mut day: Date = begin.day();
    while day < now.day() {
        if DAYS.contains(&day.day()) {
            let at = moment(day, 0);
            db.write(|tx| warnings::warn_who_is_late(tx, ORIGIN, true, at))?;
            // As by a mail server: the demonstration has none for the days gone by.
            post::send_due(db, ORIGIN, || at, usize::MAX, |_| Ok(()))?;
        }
        day = day.checked_add(1.day())?;
    }
    Ok(())
}
