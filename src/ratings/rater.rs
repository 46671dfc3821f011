//! One a person, as far as that goes without accounts: a random name that the browser keeps, and how many have rated from
//! one address on one day. Neither says who it was, and neither outlives its use.

use core::net::IpAddr;

use subtle::ConstantTimeEq;

use crate::{ids::ProjectId, web::Secret};

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

/// Where a request comes from; the first half of an IPv6 address, since a household has as many as it likes of the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address(IpAddr);

/// New ratings of one project from one address on one day: a family, an office, a village behind one line.
pub const MOST_PER_ADDRESS: i32 = 30;

impl Address {
    pub fn of(peer: IpAddr) -> Self {
        Self(match peer.to_canonical() {
            IpAddr::V6(long) => {
                let [a, b, c, d, ..] = long.segments();
                IpAddr::from([a, b, c, d, 0, 0, 0, 0])
            }
            short @ IpAddr::V4(_) => short,
        })
    }

    /// Behind proxies of our own (same machine, private network) their word counts, from the last one backwards to the
    /// first that is not ours: what stands before it, the visitor may have written.
    pub fn seen(peer: IpAddr, forwarded_for: Option<&str>) -> Self {
        if !is_ours(peer) {
            return Self::of(peer);
        }
        let told: Vec<IpAddr> =
            forwarded_for.unwrap_or_default().rsplit(',').map_while(|entry| entry.trim().parse().ok()).collect();
        let visitor = told.iter().find(|address| !is_ours(**address)).or(told.first());
        Self::of(visitor.copied().unwrap_or(peer))
    }

    /// Under the key of one day, which is thrown away after it: then nobody can say any more which address it was.
    pub fn on_a_day(&self, key_of_the_day: &Secret, project: ProjectId) -> String {
        hex(&key_of_the_day.derive("rating address", format!("{project}|{}", self.0).as_bytes()))
    }
}

fn is_ours(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(short) => short.is_loopback() || short.is_private(),
        IpAddr::V6(long) => long.is_loopback() || long.is_unique_local(),
    }
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
    fn an_address_is_who_knocked_unless_a_proxy_of_ours_says_otherwise() {
        let seen = |peer: &str, told| Address::seen(peer.parse().unwrap(), told).0.to_string();
        assert_eq!(seen("203.0.113.9", None), "203.0.113.9");
        assert_eq!(seen("203.0.113.9", Some("198.51.100.1")), "203.0.113.9", "anybody can send that line");
        assert_eq!(seen("127.0.0.1", Some("192.0.2.7, 198.51.100.1")), "198.51.100.1", "the visitor wrote the first");
        assert_eq!(seen("172.18.0.3", Some("192.0.2.7, 198.51.100.1, 172.18.0.1")), "198.51.100.1", "two proxies");
        assert_eq!(seen("127.0.0.1", Some("10.0.0.5")), "10.0.0.5", "a house network");
        assert_eq!(seen("::1", Some("nonsense")), "::");
        assert_eq!(seen("::ffff:127.0.0.1", Some("198.51.100.1")), "198.51.100.1");
        assert_eq!(seen("2001:db8:1:2:3:4:5:6", None), "2001:db8:1:2::");
    }

    #[test]
    fn tomorrow_an_address_is_another_one() {
        let (project, here) = (ProjectId::new(), Address::of("203.0.113.9".parse().unwrap()));
        let days = [Secret::new([1; 32]), Secret::new([2; 32])];
        assert_ne!(here.on_a_day(&days[0], project), here.on_a_day(&days[1], project));
    }
}
