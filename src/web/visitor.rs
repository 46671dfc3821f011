//! Who knocks, decided here and nowhere else: the network address a request comes from, and what proxies of our own
//! say about it.

use std::{
    future::{Ready, ready},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    str::FromStr,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{FORWARDED, HeaderMap, HeaderName},
    web::Data,
};
use ipnet::IpNet;

use super::{PageError, Services};

/// The proxies whose word about a visitor counts; from anybody else it is only a line that anybody can send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is neither an address such as 10.0.0.5 nor a network such as 10.0.0.0/24")]
pub struct NoNetwork(String);

impl Default for Proxies {
    /// A proxy on the same machine.
    fn default() -> Self {
        let v4 = IpNet::new_assert(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8);
        let v6 = IpNet::from(IpAddr::V6(std::net::Ipv6Addr::LOCALHOST));
        Self(vec![v4, v6])
    }
}

impl FromStr for Proxies {
    type Err = NoNetwork;

    /// Addresses and networks with commas between them; `none` trusts nobody.
    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        if text.trim() == "none" {
            return Ok(Self(Vec::new()));
        }
        text.split(',').map(|entry| network(entry.trim())).collect::<Result<_, _>>().map(Self)
    }
}

fn network(entry: &str) -> Result<IpNet, NoNetwork> {
    let alone = entry.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
    alone.or_else(|_| entry.parse()).map_err(|_| NoNetwork(entry.to_owned()))
}

impl Proxies {
    fn include(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// From the last entry backwards to the first that is no proxy of ours: what stands before it, the visitor may have
    /// written. An entry that makes no sense leaves the peer.
    fn visitor(&self, peer: IpAddr, told: &[String]) -> Visitor {
        let peer = peer.to_canonical();
        let mut visitor = peer;
        if self.include(peer) {
            for entry in told.iter().rev() {
                let Some(address) = address(entry) else { return Visitor::at(peer) };
                visitor = address;
                if !self.include(address) {
                    break;
                }
            }
        }
        Visitor::at(visitor)
    }
}

/// `192.0.2.7`, `192.0.2.7:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`
fn address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim().trim_matches('"');
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    let with_port = || entry.parse::<SocketAddr>().map(|address| address.ip());
    bare.parse().or_else(|_| with_port()).ok().map(|address: IpAddr| address.to_canonical())
}

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The chain of addresses as the proxies wrote it down. `Forwarded` counts only where there is no `X-Forwarded-For`: a
/// proxy that writes one of them lets the other through as the visitor sent it.
fn told(headers: &HeaderMap) -> Vec<String> {
    let entries = |name: &HeaderName| -> Vec<String> {
        let lines = headers.get_all(name).map(|line| line.to_str().unwrap_or_default());
        lines.flat_map(|line| line.split(',')).map(|entry| entry.trim().to_owned()).collect()
    };
    match entries(&X_FORWARDED_FOR) {
        none if none.is_empty() => entries(&FORWARDED).iter().map(|entry| forwarded_for(entry)).collect(),
        chain => chain,
    }
}

/// The value of `for=` in an entry such as `for="[2001:db8::1]:80";proto=https`.
fn forwarded_for(entry: &str) -> String {
    let pairs = entry.split(';').filter_map(|pair| pair.split_once('='));
    let mut named = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    named.next().map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// Where a request comes from; the first half of an IPv6 address, since a household has as many as it likes of the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Visitor(IpAddr);

impl Visitor {
    pub fn at(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(long) => {
                let [a, b, c, d, ..] = long.segments();
                IpAddr::from([a, b, c, d, 0, 0, 0, 0])
            }
            short @ IpAddr::V4(_) => short,
        })
    }

    /// Whoever sends this request.
    #[allow(clippy::disallowed_methods, reason = "the one place that asks for the peer")]
    pub fn of(request: &HttpRequest) -> Self {
        // A request without a peer comes from no network at all: they share one name.
        let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
        match request.app_data::<Data<Services>>() {
            Some(services) => services.proxies.visitor(peer, &told(request.headers())),
            None => Self::at(peer),
        }
    }
}

impl std::fmt::Display for Visitor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl FromRequest for Visitor {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use actix_web::test::TestRequest;

    use super::*;

    fn seen(proxies: &Proxies, peer: &str, lines: &[(&str, &str)]) -> String {
        let mut request = TestRequest::default();
        for line in lines {
            request = request.append_header(*line);
        }
        let request = request.to_http_request();
        proxies.visitor(peer.parse().unwrap(), &told(request.headers())).to_string()
    }

    #[test]
    fn a_visitor_is_who_knocks_unless_a_proxy_of_ours_says_otherwise() {
        let ours: Proxies = "127.0.0.1, 10.0.0.0/24, fd00::/8".parse().unwrap();
        for (peer, forwarded_for, visitor) in [
            ("203.0.113.9", "", "203.0.113.9"),
            ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
            ("192.168.0.9", "198.51.100.1", "192.168.0.9"),
            ("127.0.0.1", "", "127.0.0.1"),
            ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "192.0.2.7, 198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "192.0.2.7, 198.51.100.1, 10.0.0.3", "198.51.100.1"),
            ("127.0.0.1", "garbage, 198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "10.0.0.5", "10.0.0.5"),
            ("127.0.0.1", "10.0.0.6, 10.0.0.5", "10.0.0.6"),
            ("127.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
            ("127.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("127.0.0.1", "[2001:db8:1:2:3:4:5:6]", "2001:db8:1:2::"),
            ("127.0.0.1", "[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::"),
            ("127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "[::ffff:198.51.100.1]:80, 10.0.0.2:1", "198.51.100.1"),
            ("127.0.0.1", "garbage", "127.0.0.1"),
            ("127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"),
            ("127.0.0.1", "198.51.100.1,", "127.0.0.1"),
            ("127.0.0.1", "198.51.100.1, garbage, 10.0.0.2", "127.0.0.1"),
            ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("fd00::7", "198.51.100.1", "198.51.100.1"),
            ("2001:db8:1:2:3:4:5:6", "198.51.100.1", "2001:db8:1:2::"),
        ] {
            let lines: &[_] = if forwarded_for.is_empty() { &[] } else { &[("x-forwarded-for", forwarded_for)] };
            assert_eq!(seen(&ours, peer, lines), visitor, "{peer} says {forwarded_for:?}");
        }
    }

    #[test]
    fn several_lines_are_one_chain_and_forwarded_counts_where_it_is_alone() {
        let ours = Proxies::default();
        let seen = |lines: &[(&str, &str)]| seen(&ours, "127.0.0.1", lines);
        assert_eq!(seen(&[("x-forwarded-for", "192.0.2.7"), ("x-forwarded-for", "198.51.100.1")]), "198.51.100.1");
        assert_eq!(seen(&[("forwarded", "for=192.0.2.7, for=198.51.100.1;proto=https")]), "198.51.100.1");
        assert_eq!(seen(&[("forwarded", "proto=https;For=\"[2001:db8:1:2::9]:4711\"")]), "2001:db8:1:2::");
        assert_eq!(seen(&[("forwarded", "for=_hidden")]), "127.0.0.1");
        assert_eq!(seen(&[("forwarded", "for=192.0.2.7"), ("x-forwarded-for", "198.51.100.1")]), "198.51.100.1");
    }

    #[test]
    fn proxies_are_addresses_and_networks() {
        assert_eq!("none".parse(), Ok(Proxies(Vec::new())));
        assert!("::ffff:10.0.0.5".parse::<Proxies>().unwrap().include("10.0.0.5".parse().unwrap()));
        assert!("2001:db8::/32".parse::<Proxies>().unwrap().include("2001:db8:7::1".parse().unwrap()));
        for wrong in ["", "proxy.example", "10.0.0.0/33", "10.0.0.5:80", "10.0.0.5,"] {
            assert!(wrong.parse::<Proxies>().is_err(), "{wrong:?}");
        }
        assert_eq!(seen(&"none".parse().unwrap(), "127.0.0.1", &[("x-forwarded-for", "192.0.2.7")]), "127.0.0.1");
    }
}
