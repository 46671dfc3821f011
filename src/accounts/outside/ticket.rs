//! What a browser keeps on the way to the provider and back: sealed, so that it is made by this server alone, read by it alone,
//! and good for one congress or one person and for some minutes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    accounts::sealed,
    db::Ts,
    ids::{AccountId, CongressId},
    web::Secret,
};

/// A kind of them, in a cookie of its own.
pub trait Carried: Serialize + DeserializeOwned {
    const COOKIE: &'static str;
    const MINUTES: i64;

    fn at(&self) -> Ts;

    fn written(&self, secret: &Secret, bound_to: &str) -> Option<String> {
        let text = serde_json::to_vec(self).ok()?;
        Some(URL_SAFE_NO_PAD.encode(sealed::seal(secret, Self::COOKIE, bound_to, &text)?))
    }

    fn read(cookie: &str, secret: &Secret, bound_to: &str, now: Ts) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(cookie).ok()?;
        let carried: Self = serde_json::from_slice(&sealed::open(secret, Self::COOKIE, bound_to, &sealed)?).ok()?;
        (now < carried.at().plus_minutes(Self::MINUTES)).then_some(carried)
    }
}

/// While its holder is at the provider; bound to the congress.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ticket {
    pub state: String,
    pub nonce: String,
    /// Of PKCE: whoever catches the code has not this.
    pub verifier: String,
    pub next: String,
    pub at: Ts,
    /// Whoever is signed in and shows once more who they are.
    pub again: Option<AccountId>,
}

impl Carried for Ticket {
    const COOKIE: &'static str = "piaojue-outside";
    const MINUTES: i64 = 10;

    fn at(&self) -> Ts {
        self.at
    }
}

/// Back from the provider, and about to show a one-time code of this system; bound to the congress.
#[derive(Debug, Serialize, Deserialize)]
pub struct Arrived {
    pub account: AccountId,
    pub next: String,
    pub at: Ts,
}

impl Carried for Arrived {
    const COOKIE: &'static str = "piaojue-arrived";
    const MINUTES: i64 = 10;

    fn at(&self) -> Ts {
        self.at
    }
}

/// That a signed-in person has shown at the provider once more who they are; bound to the person, good for one act.
#[derive(Debug, Serialize, Deserialize)]
pub struct ShownElsewhere {
    pub second_factor: bool,
    pub at: Ts,
}

impl Carried for ShownElsewhere {
    const COOKIE: &'static str = crate::web::SHOWN_ELSEWHERE_COOKIE;
    const MINUTES: i64 = 5;

    fn at(&self) -> Ts {
        self.at
    }
}

impl ShownElsewhere {
    pub fn of_cookie(cookie: &str, secret: &Secret, person: AccountId, now: Ts) -> Option<Self> {
        Self::read(cookie, secret, &person.to_string(), now)
    }
}

/// How a sign-in came about, as its state keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameFrom {
    pub label: String,
    pub second_factor: bool,
    /// Whether there was no other way.
    pub only_there: bool,
}

impl CameFrom {
    /// The key under which the state has it.
    pub const KEY: &'static str = "outside";
}

pub fn bound_to(congress: CongressId) -> String {
    congress.to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn what_is_carried_is_good_for_its_kind_its_holder_its_server_and_its_time() {
        let at: Ts = "2024-02-03T01:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let (secret, congress) = (Secret::new([7; 32]), CongressId::new());
        let arrived = Arrived { account: AccountId::new(), next: "/deputy".into(), at };
        let cookie = arrived.written(&secret, &bound_to(congress)).unwrap();
        let read = |secret: &Secret, congress, now| Arrived::read(&cookie, secret, &bound_to(congress), now);
        assert_eq!(read(&secret, congress, at.plus_minutes(9)).unwrap().account, arrived.account);
        assert!(read(&secret, congress, at.plus_minutes(10)).is_none());
        assert!(read(&secret, CongressId::new(), at).is_none());
        assert!(read(&Secret::new([8; 32]), congress, at).is_none());
        assert!(Ticket::read(&cookie, &secret, &bound_to(congress), at).is_none());
        for other in ["", "x", &cookie[..cookie.len() - 2], &format!("{cookie}AA")] {
            assert!(Arrived::read(other, &secret, &bound_to(congress), at).is_none(), "{other}");
        }
    }
}
