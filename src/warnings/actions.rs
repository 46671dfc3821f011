//! The daily look at who is late, and whom to tell.

use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    contact::{Contact, ContactFault, ContactForm, MOST_CONTACTS},
    letter,
    store::{self, Written},
    warning::{RepeatedRed, Warning, WarningReceiver, Way, level_due, step_due},
};
use crate::{
    accounts::{Person, Role},
    audit::{self, Act, Deed},
    congress,
    db::{DbError, Ts, Tx},
    ids::{CongressId, UnitContactId, UnitId, WarningId},
    post::{self, NewLetter, Text},
    projects::{self, Owed, Receiver, Tracked, TrackingRules, Unit},
    web::{Refused, SiteName},
};

/// Lines of a message to other systems.
const MOST_LINES: usize = 50;

/// Whose contacts somebody may change: of all units, or of their own.
fn may_change(tx: &mut Tx, person: &Person, unit: UnitId) -> Result<Option<Unit>, DbError> {
    let Some(congress) = person.congress() else { return Ok(None) };
    let known = projects::units_of(tx, congress)?.into_iter().find(|known| known.id == unit);
    let own = projects::unit_of(tx, person.id)?;
    Ok(known.filter(|known| match person.role {
        Role::Secretariat => true,
        _ => own.is_some_and(|own| own.id == known.id),
    }))
}

pub fn add_contact(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    unit: UnitId,
    form: &ContactForm,
) -> Result<(), Refused<ContactFault>> {
    let unit = may_change(tx, person, unit)?.ok_or(ContactFault::Unit)?;
    let new = form.read(unit.id)?;
    let known = store::contacts_of(tx, &[unit.id])?;
    if known.len() >= MOST_CONTACTS {
        return Err(ContactFault::TooMany.into());
    }
    let same =
        |one: &Contact| (one.role, &one.name, &one.email, &one.phone) == (new.role, &new.name, &new.email, &new.phone);
    if known.iter().any(same) {
        return Err(ContactFault::Known.into());
    }
    store::insert_contact(tx, &new)?;
    let detail = json!({ "unit": unit.name, "role": new.role });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::UnitContactAdded, &new.name).with(detail))?;
    Ok(())
}

/// With what waits for it.
pub fn remove_contact(tx: &mut Tx, person: &Person, at: Ts, id: UnitContactId) -> Result<(), Refused<ContactFault>> {
    let contact = store::contact_by_id(tx, id)?.ok_or(Refused::Missing)?;
    let unit = may_change(tx, person, contact.unit)?.ok_or(Refused::Missing)?;
    post::forget(tx, &[id.uuid()])?;
    store::delete_contact(tx, id)?;
    let detail = json!({ "unit": unit.name, "role": contact.role });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::UnitContactRemoved, &contact.name).with(detail))?;
    Ok(())
}

/// Nobody goes on writing where no letter arrives; the pages say so until the address is entered anew.
pub fn give_up(tx: &mut Tx, hopeless: &[Uuid], at: Ts) -> Result<usize, DbError> {
    let mut known = 0;
    for about in hopeless {
        known += store::set_unreachable(tx, (*about).into(), at)?;
    }
    Ok(known)
}

/// Of every congress: what is due today, each warning once.
pub fn warn_who_is_late(tx: &mut Tx, base_url: &str, by_mail: bool, at: Ts) -> Result<(), DbError> {
    for congress in congress::congresses(tx)? {
        let found = projects::public_projects(tx, congress.id)?;
        let tracked = projects::tracked(tx, found)?;
        let outlets = Outlets {
            congress: congress.id,
            site: congress::site_name(tx, congress.id, base_url)?,
            by_mail,
            has_webhooks: post::has_webhooks(tx, congress.id)?,
            at,
        };
        let rules = projects::rules_of(tx, congress.id)?;
        let units = projects::units_of(tx, congress.id)?;
        let ids: Vec<UnitId> = units.iter().map(|unit| unit.id).collect();
        let contacts = store::contacts_of(tx, &ids)?;
        let owed = projects::owed(&tracked, at.day());
        let about: Vec<_> = tracked.iter().map(|one| one.project.id).collect();
        let written = store::written(tx, &about)?;
        for unit in &units {
            let of_unit: Vec<&Contact> = contacts.iter().filter(|contact| contact.unit == unit.id).collect();
            outlets.warn_unit(tx, unit, &of_unit, &rules, (&owed, &written))?;
        }
        outlets.report_repeated_reds(tx, &units, &contacts, &rules, &tracked)?;
    }
    Ok(())
}

/// How somebody is told today.
struct Outlets {
    congress: CongressId,
    site: SiteName,
    by_mail: bool,
    has_webhooks: bool,
    at: Ts,
}

impl Outlets {
    fn way_to(&self, contact: &Contact) -> Way {
        if self.by_mail && contact.email.is_some() && !contact.is_unreachable {
            Way::Letter
        } else if self.has_webhooks && contact.phone.is_some() {
            Way::Webhook
        } else {
            Way::None
        }
    }

    /// The contacts of a level, and for a part that nobody has, the part itself.
    fn receivers(&self, contacts: &[&Contact], to: &[Receiver]) -> Vec<WarningReceiver> {
        let mut found = Vec::new();
        for role in to {
            let before = found.len();
            for contact in contacts.iter().filter(|contact| contact.role == *role) {
                let (name, way) = (contact.name.clone(), self.way_to(contact));
                found.push(WarningReceiver { role: *role, name, way });
            }
            if found.len() == before {
                found.push(WarningReceiver { role: *role, name: String::new(), way: Way::None });
            }
        }
        found
    }

    fn warn_unit(
        &self,
        tx: &mut Tx,
        unit: &Unit,
        contacts: &[&Contact],
        rules: &TrackingRules,
        (owed, written): (&[Owed], &[Written]),
    ) -> Result<(), DbError> {
        let today = self.at.day();
        let mut due: Vec<(Warning, &[Receiver])> = Vec::new();
        for owed in owed.iter().filter(|owed| owed.unit == unit.name) {
            let project = &owed.tracked.project;
            let before: Vec<i32> = written
                .iter()
                .filter(|(of, about, month, _)| *of == unit.id && *about == project.id && *month == owed.month)
                .map(|(.., level)| *level)
                .collect();
            let Some(level) = level_due(&rules.levels, owed.due_on, today, &before) else { continue };
            let warning = Warning {
                id: WarningId::new(),
                congress: self.congress,
                unit: unit.id,
                unit_name: unit.name.clone(),
                project: project.id,
                project_title: project.title.clone(),
                month: owed.month,
                level: level.days,
                due_on: owed.due_on,
                sub_items: owed.items.iter().map(|item| item.name.clone()).collect(),
                written_at: self.at,
                receivers: self.receivers(contacts, &level.to),
            };
            store::insert(tx, &warning)?;
            due.push((warning, &level.to));
        }
        // One letter a person a day, with all that is due.
        for contact in contacts.iter().filter(|contact| self.way_to(contact) == Way::Letter) {
            let of_them = due.iter().filter(|(_, to)| to.contains(&contact.role));
            let of_them: Vec<&Warning> = of_them.map(|(warning, _)| warning).collect();
            if !of_them.is_empty() {
                self.write(tx, contact, &letter::of_reports(&self.site, &unit.name, &of_them))?;
            }
        }
        if self.has_webhooks && !due.is_empty() {
            let all: Vec<&Warning> = due.iter().map(|(warning, _)| warning).collect();
            let roles: Vec<Receiver> = due.iter().flat_map(|(_, to)| to.iter().copied()).collect();
            let said = self.told_of_reports(unit, &all, &receivers_of(contacts, &roles));
            post::call(tx, self.congress, "report_due", &said, self.at)?;
        }
        Ok(())
    }

    /// Without a link to stop them: they are part of the office. Whoever left it is taken off the list of contacts.
    fn write(&self, tx: &mut Tx, contact: &Contact, text: &Text) -> Result<(), DbError> {
        let Some(to) = &contact.email else { return Ok(()) };
        let letter = NewLetter { congress: self.congress, about: contact.id.uuid(), to, text, stop: None };
        post::write(tx, &letter, self.at)
    }

    fn told_of_reports(&self, unit: &Unit, warnings: &[&Warning], receivers: &Value) -> Value {
        let line = |warning: &&Warning| {
            json!({
                "project_id": warning.project,
                "project": warning.project_title,
                "month": letter::month(warning),
                "due_on": warning.due_on,
                "days_after": warning.level,
                "sub_items": warning.sub_items,
            })
        };
        json!({
            "congress": self.site.name,
            "unit": unit.name,
            "text": letter::in_short(&unit.name, warnings),
            "receivers": receivers,
            "count": warnings.len(),
            "reports": warnings.iter().take(MOST_LINES).map(line).collect::<Vec<_>>(),
            "page": format!("{}/department", self.site.origin),
        })
    }

    /// 重复红灯: whenever so many more have come together as the rules say, head and leader are told.
    fn report_repeated_reds(
        &self,
        tx: &mut Tx,
        units: &[Unit],
        contacts: &[Contact],
        rules: &TrackingRules,
        tracked: &[Tracked],
    ) -> Result<(), DbError> {
        let year = self.at.day().year();
        let reported = store::repeated_reds_of(tx, self.congress, year.into())?;
        for (unit, reds) in reds_by_unit(tx, tracked, year)? {
            let Some(unit) = units.iter().find(|known| known.name == unit) else { continue };
            let before = reported.iter().filter(|one| one.unit == unit.id).map(|one| one.step).max().unwrap_or(0);
            let Some(step) = step_due(reds.len(), rules.reds, before) else { continue };
            let new = RepeatedRed {
                unit: unit.id,
                unit_name: unit.name.clone(),
                year: year.into(),
                step,
                reds: i32::try_from(reds.len()).map_err(DbError::corrupt)?,
                reported_at: self.at,
            };
            store::insert_repeated_red(tx, &new)?;
            let upward: Vec<&Contact> =
                contacts.iter().filter(|contact| contact.unit == unit.id && contact.role != Receiver::Clerk).collect();
            let text = letter::of_repeated_reds(&self.site, &unit.name, new.year, reds.len());
            for contact in upward.iter().filter(|contact| self.way_to(contact) == Way::Letter) {
                self.write(tx, contact, &text)?;
            }
            if self.has_webhooks {
                let said = json!({
                    "congress": self.site.name,
                    "unit": unit.name,
                    "text": text.0,
                    "year": new.year,
                    "reds": new.reds,
                    "receivers": receivers_of(&upward, &[Receiver::Head, Receiver::Leader]),
                    "page": format!("{}/projects", self.site.origin),
                });
                post::call(tx, self.congress, "repeated_red", &said, self.at)?;
            }
        }
        Ok(())
    }
}

/// As other systems are told who is meant.
fn receivers_of(contacts: &[&Contact], roles: &[Receiver]) -> Value {
    let told = |contact: &&Contact| {
        json!({
            "role": contact.role,
            "name": contact.name,
            "phone": contact.phone,
            "email": contact.email.as_ref().map(post::Address::as_str),
        })
    };
    contacts.iter().copied().filter(|contact| roles.contains(&contact.role)).map(|contact| told(&contact)).collect()
}

/// The days of the year on which sub-items of each unit turned red, by the record.
pub fn reds_by_unit(
    conn: &mut crate::db::Conn,
    tracked: &[Tracked],
    year: i16,
) -> Result<Vec<(String, Vec<Date>)>, DbError> {
    let ids: Vec<_> = tracked.iter().map(|one| one.project.id).collect();
    let turned = projects::turned_red(conn, &ids, year)?;
    let mut found: Vec<(String, Vec<Date>)> = Vec::new();
    for (sub_item, day) in turned {
        let of = tracked.iter().find_map(|one| Some((one, one.sub_item(sub_item)?)));
        let Some(unit) = of.and_then(|(one, item)| one.unit_for(item)) else { continue };
        match found.iter_mut().find(|(known, _)| known == unit) {
            Some((_, days)) => days.push(day),
            None => found.push((unit.to_owned(), vec![day])),
        }
    }
    found.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    Ok(found)
}
