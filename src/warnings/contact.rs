//! Who of a unit is warned, and how they are reached.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{UnitContactId, UnitId},
    post::Address,
    projects::Receiver,
    web::{Message, Refusal},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub id: UnitContactId,
    pub unit: UnitId,
    pub role: Receiver,
    pub name: String,
    pub email: Option<Address>,
    /// For gateways of short messages, as typed.
    pub phone: Option<String>,
    /// No letter arrives there any more.
    pub is_unreachable: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ContactForm {
    /// Whose unit; nothing where somebody enters their own.
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub phone: String,
}

pub const MOST_CONTACTS: usize = 12;
const LONGEST_NAME: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactFault {
    #[error("no such unit")]
    Unit,
    #[error("no such part")]
    Role,
    #[error("no name")]
    Name,
    #[error("no e-mail address")]
    Email,
    #[error("no telephone number")]
    Phone,
    #[error("neither address nor number")]
    NoWay,
    #[error("there are enough of them")]
    TooMany,
    #[error("known already")]
    Known,
}

impl Refusal for ContactFault {
    fn message(&self) -> Message {
        match self {
            Self::Unit => Message::new("contact-unit-wrong").at("unit"),
            Self::Role => Message::new("contact-role-wrong").at("role"),
            Self::Name => Message::new("contact-name-wrong").with("most", LONGEST_NAME).at("name"),
            Self::Email => Message::new("contact-email-wrong").at("email"),
            Self::Phone => Message::new("contact-phone-wrong").at("phone"),
            Self::NoWay => Message::new("contact-no-way").at("email"),
            Self::TooMany => Message::new("contact-too-many").with("most", MOST_CONTACTS),
            Self::Known => Message::new("contact-known").at("email"),
        }
    }
}

impl ContactForm {
    pub fn read(&self, unit: UnitId) -> Result<Contact, ContactFault> {
        let role = self.role.parse().map_err(|_| ContactFault::Role)?;
        let name = self.name.trim();
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
            return Err(ContactFault::Name);
        }
        let email = match self.email.trim() {
            "" => None,
            typed => Some(Address::parse(typed).map_err(|_| ContactFault::Email)?),
        };
        let phone = match self.phone.trim() {
            "" => None,
            typed => Some(read_phone(typed).ok_or(ContactFault::Phone)?),
        };
        if email.is_none() && phone.is_none() {
            return Err(ContactFault::NoWay);
        }
        let (id, name) = (UnitContactId::new(), name.to_owned());
        Ok(Contact { id, unit, role, name, email, phone, is_unreachable: false })
    }
}

/// Digits, perhaps with a plus before them; blanks and dashes are left out.
fn read_phone(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let bare = digits.strip_prefix('+').unwrap_or(&digits);
    let fits = (6..=20).contains(&bare.len()) && bare.chars().all(|c| c.is_ascii_digit());
    fits.then_some(digits)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_contact_has_a_name_and_one_way_at_least() {
        let form = |role: &str, name: &str, email: &str, phone: &str| ContactForm {
            unit: String::new(),
            role: role.to_owned(),
            name: name.to_owned(),
            email: email.to_owned(),
            phone: phone.to_owned(),
        };
        let read = |form: ContactForm| form.read(UnitId::new());
        let both = read(form("head", " 陈局长 ", "Chen@Example.org", "0571-8688 1234")).unwrap();
        assert_eq!((both.name.as_str(), both.phone.as_deref()), ("陈局长", Some("057186881234")));
        assert_eq!(both.email.unwrap().as_str(), "chen@example.org");
        assert!(read(form("clerk", "王工", "", "+8613800000000")).is_ok());
        for (typed, fault) in [
            (form("mayor", "王工", "a@example.org", ""), ContactFault::Role),
            (form("clerk", " ", "a@example.org", ""), ContactFault::Name),
            (form("clerk", "王工", "a", ""), ContactFault::Email),
            (form("clerk", "王工", "", "一三八"), ContactFault::Phone),
            (form("clerk", "王工", "", "12"), ContactFault::Phone),
            (form("clerk", "王工", "", ""), ContactFault::NoWay),
        ] {
            assert_eq!(read(typed), Err(fault));
        }
    }
}
