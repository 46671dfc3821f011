//! Who may sign in, and as what.

use super::sealed_code::SealedCodeSecret;
use crate::{
    audit::Actor,
    db::Ts,
    ids::{AccountId, CongressId},
    word_enum,
};

word_enum! {
    /// What a person may do: one role an account; whether two accounts may be one person's, [`Role::goes_with`] says.
    Role {
        Deputy = "deputy",
        Secretariat = "secretariat",
        Scrutineer = "scrutineer",
        Department = "department",
        Supervisor = "supervisor",
        /// Reads what everybody did, and does nothing.
        Auditor = "auditor",
        Admin = "admin",
    }
}

impl Role {
    /// Everybody but the deputies, who have a card for one meeting.
    pub fn is_staff(self) -> bool {
        self != Self::Deputy
    }

    /// Whether somebody who has the one may have the other as well, in another account: whoever reads what was done has
    /// done none of it, and what the secretariat asks for a scrutineer confirms who is somebody else.
    pub fn goes_with(self, other: Self) -> bool {
        match (self, other) {
            (Self::Secretariat, Self::Scrutineer) | (Self::Scrutineer, Self::Secretariat) => false,
            _ if !self.is_staff() || !other.is_staff() => true,
            _ => (self == Self::Auditor) == (other == Self::Auditor),
        }
    }

    /// Where a person of this role lands after signing in.
    pub fn home(self) -> &'static str {
        match self {
            Self::Deputy => "/deputy",
            Self::Secretariat => "/secretariat",
            Self::Scrutineer => "/scrutineer",
            Self::Department => "/department",
            Self::Supervisor => "/supervisor",
            Self::Auditor => "/auditor",
            Self::Admin => "/admin",
        }
    }
}

/// The congress whose site this is, by the host name that was asked for.
#[derive(Clone, Debug)]
pub struct Site {
    pub congress: CongressId,
    pub name: String,
}

/// A signed-in person.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: AccountId,
    pub congress: Option<CongressId>,
    pub name: String,
    pub role: Role,
}

impl Person {
    pub fn actor(&self) -> Actor {
        Actor { congress: self.congress, role: self.role.word(), name: self.name.clone() }
    }

    /// The congress this person belongs to; an operator belongs to none and sees no back room.
    pub fn congress(&self) -> Option<CongressId> {
        self.congress
    }
}

/// A sign-in name: trimmed, full-width characters made half-width, upper case, 2 to 40 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login(String);

impl Login {
    pub fn parse(text: &str) -> Option<Self> {
        let narrow: String = text
            .trim()
            .chars()
            .map(|c| match c {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
                c => c,
            })
            .collect();
        let login = narrow.to_uppercase();
        let length = login.chars().count();
        let fits = (2..=40).contains(&length) && !login.chars().any(|c| c.is_control() || c.is_whitespace());
        fits.then_some(Self(login))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An account as it is offered for choice.
#[derive(Clone, Debug)]
pub struct AccountName {
    pub id: AccountId,
    pub login: String,
    pub name: String,
}

/// An account as the operator sees it.
#[derive(Clone, Debug)]
pub struct AccountLine {
    pub id: AccountId,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub active: bool,
    pub initial_password: bool,
    pub one_time_code: bool,
}

impl std::fmt::Display for AccountLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}  {}  {}", self.login, self.role.word(), self.name)?;
        let remarks = [
            (!self.active, "closed"),
            (self.initial_password, "has not changed the given password"),
            (self.one_time_code, "one-time codes"),
        ];
        for (_, remark) in remarks.iter().filter(|(holds, _)| *holds) {
            write!(f, "  [{remark}]")?;
        }
        Ok(())
    }
}

/// What is asked for besides the password.
#[derive(Clone, Debug)]
pub enum SecondFactor {
    /// Of deputies, and of a demonstration.
    NotAsked,
    /// The holder comes no further than to setting them up.
    ToSetUp,
    /// One-time codes.
    Codes(SealedCodeSecret),
}

impl SecondFactor {
    /// Of an account that is made in earnest.
    pub fn of_new(role: Role) -> Self {
        if role.is_staff() { Self::ToSetUp } else { Self::NotAsked }
    }

    pub fn codes(&self) -> Option<&SealedCodeSecret> {
        match self {
            Self::Codes(sealed) => Some(sealed),
            Self::NotAsked | Self::ToSetUp => None,
        }
    }
}

/// An account to be made; the password is already a hash.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub id: AccountId,
    pub congress: Option<CongressId>,
    pub login: Login,
    pub name: String,
    pub role: Role,
    pub password_hash: String,
    pub second_factor: SecondFactor,
}

/// The row behind a sign-in.
#[derive(Clone, Debug)]
pub struct Account {
    pub person: Person,
    pub password_hash: String,
    pub second_factor: SecondFactor,
    pub last_code_step: Option<i64>,
    pub active: bool,
    /// Whether the password was given by somebody else.
    pub initial_password: bool,
    /// Whether the program drew the password.
    pub drawn_password: bool,
    /// What was shown at the provider by then, for an act, is used up.
    pub shown_elsewhere_at: Option<Ts>,
}

impl Account {
    /// Nobody guesses the 50 bits of a drawn password, so its holder is let in at once whatever strangers tried; where a code
    /// of six digits is asked for as well, tries must be few.
    pub fn needs_no_patience(&self) -> bool {
        self.drawn_password && self.second_factor.codes().is_none()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn nobody_is_their_own_second_pair_of_eyes() {
        use Role::{Admin, Auditor, Department, Deputy, Scrutineer, Secretariat, Supervisor};
        let apart = |one: Role, other: Role| !one.goes_with(other);
        assert!(apart(Secretariat, Scrutineer) && apart(Scrutineer, Secretariat));
        for other in [Secretariat, Scrutineer, Department, Supervisor, Admin] {
            assert!(apart(Auditor, other) && apart(other, Auditor), "{other}");
        }
        for &role in Role::ALL {
            assert!(!apart(role, role) && !apart(role, Deputy) && !apart(Deputy, role), "{role}");
        }
        assert!(!apart(Secretariat, Department) && !apart(Scrutineer, Supervisor));
    }

    #[test]
    fn a_login_is_the_same_however_it_is_typed() {
        for typed in ["SC0001", " sc0001 ", "ＳＣ０００１"] {
            assert_eq!(Login::parse(typed).unwrap().as_str(), "SC0001");
        }
        assert_eq!(Login::parse("x"), None);
        assert_eq!(Login::parse("a b"), None);
    }
}
