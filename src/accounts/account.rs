//! Who may sign in, as what, and when the door stays shut for a while.

use crate::{
    audit::Actor,
    db::Ts,
    ids::{AccountId, CongressId},
    word_enum,
};

word_enum! {
    /// What a person may do; one person has one role, so nobody is secretariat and scrutineer at once.
    Role {
        Deputy = "deputy",
        Secretariat = "secretariat",
        Scrutineer = "scrutineer",
        Department = "department",
        Supervisor = "supervisor",
        Admin = "admin",
    }
}

impl Role {
    /// Where a person of this role lands after signing in.
    pub fn home(self) -> &'static str {
        match self {
            Self::Deputy => "/deputy",
            Self::Secretariat => "/secretariat",
            Self::Scrutineer => "/scrutineer",
            Self::Department => "/department",
            Self::Supervisor => "/supervisor",
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

/// An account to be made; the password is already a hash.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub id: AccountId,
    pub congress: Option<CongressId>,
    pub login: Login,
    pub name: String,
    pub role: Role,
    pub password_hash: String,
    pub one_time_code_secret: Option<String>,
}

/// The row behind a sign-in.
#[derive(Clone, Debug)]
pub struct Account {
    pub person: Person,
    pub password_hash: String,
    pub one_time_code_secret: Option<String>,
    pub last_code_step: Option<i64>,
    pub failed_attempts: i32,
    pub locked_until: Option<Ts>,
    pub active: bool,
}

const TRIES: i32 = 10;
const LOCK_MINUTES: i64 = 15;

impl Account {
    pub fn is_locked(&self, now: Ts) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// Failed attempts and lock after one more failure: the tenth in a row shuts the door for a quarter of an hour.
    pub fn after_failure(&self, now: Ts) -> (i32, Option<Ts>) {
        let failed = self.failed_attempts + 1;
        if failed >= TRIES { (0, Some(now.plus_minutes(LOCK_MINUTES))) } else { (failed, self.locked_until) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_login_is_the_same_however_it_is_typed() {
        for typed in ["SC0001", " sc0001 ", "ＳＣ０００１"] {
            assert_eq!(Login::parse(typed).unwrap().as_str(), "SC0001");
        }
        assert_eq!(Login::parse("x"), None);
        assert_eq!(Login::parse("a b"), None);
    }

    #[test]
    fn the_tenth_failure_in_a_row_locks() {
        let now: Ts = "2024-02-03T01:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let mut account = Account {
            person: Person { id: AccountId::new(), congress: None, name: "x".into(), role: Role::Deputy },
            password_hash: String::new(),
            one_time_code_secret: None,
            last_code_step: None,
            failed_attempts: 0,
            locked_until: None,
            active: true,
        };
        for _ in 0..10 {
            assert!(!account.is_locked(now));
            (account.failed_attempts, account.locked_until) = account.after_failure(now);
        }
        assert!(account.is_locked(now));
        assert!(!account.is_locked(now.plus_minutes(15)));
    }
}
