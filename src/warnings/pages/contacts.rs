//! Who of a unit is warned: entered by the secretariat for all units, by a unit for itself.

use serde::Serialize;

use crate::{
    accounts::{As, Person, Role, RoleType},
    db::Conn,
    ids::UnitContactId,
    projects::{self, Unit},
    warnings::{
        actions,
        contact::{ContactFault, ContactForm},
        store,
    },
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path},
};

#[derive(Clone, Debug, Serialize)]
pub struct ContactView {
    pub id: String,
    /// `receiver-<…>`
    pub role: &'static str,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub is_unreachable: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct UnitView {
    pub id: String,
    pub name: String,
    pub contacts: Vec<ContactView>,
}

/// `/secretariat/contacts`, `/department/contacts`
#[derive(Clone, Debug, Serialize)]
pub struct ContactsPage {
    /// `/secretariat` or `/department`.
    pub home: &'static str,
    pub units: Vec<UnitView>,
    pub roles: Vec<&'static str>,
    pub typed: ContactForm,
}

fn units_of(conn: &mut Conn, person: &Person) -> Result<Vec<Unit>, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    match person.role {
        Role::Secretariat => Ok(projects::units_of(conn, congress)?),
        _ => Ok(projects::unit_of(conn, person.id)?.into_iter().collect()),
    }
}

impl ContactsPage {
    fn of(conn: &mut Conn, person: &Person, typed: ContactForm) -> Result<Self, PageError> {
        let units = units_of(conn, person)?;
        let ids: Vec<_> = units.iter().map(|unit| unit.id).collect();
        let contacts = store::contacts_of(conn, &ids)?;
        let view = |unit: Unit| UnitView {
            contacts: contacts
                .iter()
                .filter(|contact| contact.unit == unit.id)
                .map(|contact| ContactView {
                    id: contact.id.to_string(),
                    role: contact.role.word(),
                    name: contact.name.clone(),
                    email: contact.email.as_ref().map(|address| address.as_str().to_owned()),
                    phone: contact.phone.clone(),
                    is_unreachable: contact.is_unreachable,
                })
                .collect(),
            id: unit.id.to_string(),
            name: unit.name,
        };
        let units = units.into_iter().map(view).collect();
        Ok(Self { home: person.role.home(), units, roles: roles(), typed })
    }
}

fn roles() -> Vec<&'static str> {
    projects::Receiver::ALL.iter().map(|role| role.word()).collect()
}

impl Page for ContactsPage {
    const TEMPLATE: &'static str = "warnings/contacts.html";

    fn samples() -> Vec<Self> {
        let contact = |role, email: bool, is_unreachable| ContactView {
            id: uuid::Uuid::nil().to_string(),
            role,
            name: "陈局长<b>".to_owned(),
            email: email.then(|| "chen@example.org".to_owned()),
            phone: (!email).then(|| "13800000000".to_owned()),
            is_unreachable,
        };
        let unit = |name: &str, contacts| UnitView { id: "x".to_owned(), name: name.to_owned(), contacts };
        let full = unit(
            "区教育局<b>",
            vec![contact("clerk", true, false), contact("head", false, false), contact("leader", true, true)],
        );
        let page = |home, units: Vec<UnitView>, typed| Self { home, units, roles: roles(), typed };
        let typed = ContactForm {
            unit: "x".to_owned(),
            role: "head".to_owned(),
            name: "<b>".to_owned(),
            email: "<b>".to_owned(),
            phone: "<b>".to_owned(),
        };
        vec![
            page("/secretariat", Vec::new(), ContactForm::default()),
            page("/secretariat", vec![full.clone(), unit("区民政局", Vec::new())], typed.clone()),
            page("/department", vec![full], typed),
            page("/department", Vec::new(), ContactForm::default()),
        ]
    }
}

pub async fn show_contacts<R: RoleType>(ctx: Ctx, who: As<R>) -> Handled {
    ctx.show(&ctx.read(move |conn| ContactsPage::of(conn, &who.person, ContactForm::default())).await?)
}

pub async fn add_contact_page<R: RoleType>(ctx: Ctx, who: As<R>, form: Form<ContactForm>) -> Handled {
    ctx.act(who, form, |tx, who, at, typed| {
        let own = projects::unit_of(tx, who.person.id)?.map(|unit| unit.id);
        let unit = own.or_else(|| typed.unit.parse().ok()).ok_or(ContactFault::Unit)?;
        actions::add_contact(tx, &who.person, at, unit, typed)
    })
    .then(format!("{}/contacts", R::ROLE.home()), "contact-added")
    .or_again(|conn, who, typed| ContactsPage::of(conn, &who.person, typed))
    .await
}

pub async fn remove_contact_page<R: RoleType>(
    ctx: Ctx,
    who: As<R>,
    id: Path<UnitContactId>,
    form: Form<Nothing>,
) -> Handled {
    let id = *id;
    ctx.act(who, form, move |tx, who, at, Nothing {}| actions::remove_contact(tx, &who.person, at, id))
        .then(format!("{}/contacts", R::ROLE.home()), "contact-removed")
        .or_again(|conn, who, Nothing {}| ContactsPage::of(conn, &who.person, ContactForm::default()))
        .await
}
