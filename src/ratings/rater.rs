//! One a person, as far as that goes without accounts: a random name that the browser keeps, and how many have rated from
//! one address on one day. Neither says who it was, and neither outlives its use.

use subtle::ConstantTimeEq;

use crate::{
    ids::ProjectId,
    web::{Secret, Visitor},
};

/// What a browser is known by: random, and signed so that it cannot be made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rater(uuid::Uuid);

impl Rater {
    pub fn new() -> Self {
        Self(uuid::Uuid::new_v4())
    }

    /// As the browser keeps it.
    pub fn cookie(&self, secret: &Secret) -> String {
        format!("{}.{}", self.0.simple(), hex(&secret.derive("rater", self.0.as_bytes())))
    }

    pub fn of_cookie(secret: &Secret, cookie: &str) -> Option<Self> {
        let rater = Self(cookie.split_once('.')?.0.parse().ok()?);
        bool::from(rater.cookie(secret).as_bytes().ct_eq(cookie.as_bytes())).then_some(rater)
    }

    /// Another one for each project, so that nobody can put together what one browser rated.
    pub fn at(&self, secret: &Secret, project: ProjectId) -> String {
        hex(&secret.derive("rating browser", format!("{project}|{}", self.0).as_bytes()))
    }
}

impl Default for Rater {
    fn default() -> Self {
        Self::new()
    }
}

/// New ratings of one project from one address on one day: a family, an office, a village behind one line.
pub const MOST_PER_ADDRESS: i32 = 30;

/// Under the key of one day, which is thrown away after it: then nobody can say any more which address it was.
pub fn on_a_day(visitor: Visitor, key_of_the_day: &Secret, project: ProjectId) -> String {
    hex(&key_of_the_day.derive("rating address", format!("{project}|{visitor}").as_bytes()))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_browsers_name_cannot_be_made_up() {
        let secret = Secret::new([7; 32]);
        let rater = Rater::new();
        let cookie = rater.cookie(&secret);
        assert_eq!(Rater::of_cookie(&secret, &cookie), Some(rater.clone()));
        let other = Rater::new().cookie(&secret);
        let mixed = format!("{}.{}", cookie.split_once('.').unwrap().0, other.split_once('.').unwrap().1);
        for invented in ["", "x", ".", &mixed, &cookie[..40], &format!("{cookie}0")] {
            assert_eq!(Rater::of_cookie(&secret, invented), None, "{invented}");
        }
        assert_eq!(Rater::of_cookie(&Secret::new([8; 32]), &cookie), None);
    }

    #[test]
    fn two_projects_do_not_show_that_one_browser_rated_both() {
        let secret = Secret::new([7; 32]);
        let rater = Rater::new();
        assert_ne!(rater.at(&secret, ProjectId::new()), rater.at(&secret, ProjectId::new()));
    }

    #[test]
    fn tomorrow_an_address_is_another_one() {
        let (project, here) = (ProjectId::new(), Visitor::at("203.0.113.9".parse().unwrap()));
        let days = [Secret::new([1; 32]), Secret::new([2; 32])];
        assert_ne!(on_a_day(here, &days[0], project), on_a_day(here, &days[1], project));
    }
}
