//! JSON told to other systems: by HTTPS, to where it may go and no further, and never for long.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use hmac::{Hmac, KeyInit, Mac};
use http::{
    Request, StatusCode,
    header::{CONTENT_TYPE, USER_AGENT},
};
use ipnet::IpNet;
use sha2::Sha256;
use url::Url;

use crate::fetch::{self, FetchError, Manner, bare};

const LONGEST_URL: usize = 500;

/// Hosts of the operator's own network that may be told, in the clear too: names, addresses or networks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedHosts(Vec<Named>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    Host(String),
    Network(IpNet),
}

#[derive(Debug, thiserror::Error)]
#[error("{0:?} is neither a host name nor an address nor a network")]
pub struct NoHost(String);

impl FromStr for NamedHosts {
    type Err = NoHost;

    fn from_str(list: &str) -> Result<Self, NoHost> {
        let named = |text: &str| {
            if let Ok(network) = text.parse::<IpNet>() {
                return Ok(Named::Network(network));
            }
            if let Ok(address) = text.parse::<IpAddr>() {
                return Ok(Named::Network(address.into()));
            }
            let is_name = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
            if is_name { Ok(Named::Host(text.to_ascii_lowercase())) } else { Err(NoHost(text.to_owned())) }
        };
        list.split(',').map(str::trim).map(named).collect::<Result<_, _>>().map(Self)
    }
}

impl NamedHosts {
    fn has_host(&self, host: &str) -> bool {
        match bare(host).parse::<IpAddr>() {
            Ok(address) => self.has_address(address),
            Err(_) => self.0.contains(&Named::Host(host.to_ascii_lowercase())),
        }
    }

    fn has_address(&self, address: IpAddr) -> bool {
        self.0.iter().any(|named| matches!(named, Named::Network(network) if network.contains(&address)))
    }
}

/// Why an address is none that may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlFault {
    #[error("no address of the web")]
    Unread,
    #[error("in the clear")]
    NotHttps,
    #[error("of an inner network")]
    Inner,
}

/// What is told.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// The same at every attempt, so that a receiver recognises what came twice.
    pub id: uuid::Uuid,
    pub url: &'a str,
    pub secret: &'a str,
    pub event: &'a str,
    pub body: &'a str,
    /// Seconds of the epoch, under the signature.
    pub at: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HookError {
    /// 410: it wants no more.
    #[error("gone")]
    Gone,
    #[error("answered {0}")]
    Answered(u16),
    #[error("it leads into an inner network")]
    Inner,
    #[error("not told: {0}")]
    Unreachable(String),
}

/// Tells other systems.
#[derive(Clone)]
pub struct Hooks {
    named: NamedHosts,
}

impl Hooks {
    pub fn new(named: NamedHosts) -> Self {
        Self { named }
    }

    /// The address as it is kept, where it may be told at all; whither its name leads is looked at again each time.
    pub fn accepts(&self, text: &str) -> Result<String, UrlFault> {
        let text = text.trim();
        let url = Url::parse(text).ok().filter(|url| text.len() <= LONGEST_URL && url.fragment().is_none());
        let url = url.filter(|url| url.username().is_empty() && url.password().is_none()).ok_or(UrlFault::Unread)?;
        let host = url.host_str().ok_or(UrlFault::Unread)?;
        let is_named = self.named.has_host(host);
        match url.scheme() {
            "https" => {}
            "http" if is_named => {}
            "http" => return Err(UrlFault::NotHttps),
            _ => return Err(UrlFault::Unread),
        }
        let address = bare(host).parse::<IpAddr>();
        if address.is_ok_and(is_inner) && !is_named {
            return Err(UrlFault::Inner);
        }
        Ok(url.into())
    }

    /// Tells it once, and follows nobody onward. Every address of the name is looked at, and what was looked at is connected
    /// to, so that a name cannot lead elsewhere in between.
    pub async fn tell(&self, telling: Telling<'_>) -> Result<(), HookError> {
        let url = self.accepts(telling.url).map_err(|fault| match fault {
            UrlFault::Inner => HookError::Inner,
            other => HookError::Unreachable(other.to_string()),
        })?;
        let url = Url::parse(&url).map_err(|e| lost(&e))?;
        let host = url.host_str().unwrap_or_default();
        let is_named = self.named.has_host(host);
        let may = |address: IpAddr| !is_inner(address) || is_named || self.named.has_address(address);
        // What is answered beside the number is not read.
        let manner = Manner { in_the_clear: is_named, may: &may, longest_answer: 0 };
        let told = fetch::ask(request(&url, &telling)?, &manner).await.map_err(|why| match why {
            FetchError::Barred => HookError::Inner,
            other => HookError::Unreachable(other.to_string()),
        })?;
        match told.status() {
            status if status.is_success() => Ok(()),
            StatusCode::GONE => Err(HookError::Gone),
            status => Err(HookError::Answered(status.as_u16())),
        }
    }
}

impl std::fmt::Debug for Hooks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Hooks({:?})", self.named)
    }
}

fn lost(error: &dyn std::fmt::Display) -> HookError {
    HookError::Unreachable(error.to_string())
}

fn request(url: &Url, telling: &Telling) -> Result<Request<Vec<u8>>, HookError> {
    Request::post(url.as_str())
        .header(USER_AGENT, "piaojue")
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header("x-piaojue-id", telling.id.to_string())
        .header("x-piaojue-event", telling.event)
        .header("x-piaojue-timestamp", telling.at)
        .header("x-piaojue-signature", format!("v1={}", signature(telling.secret, telling.at, telling.body)))
        .body(telling.body.as_bytes().to_vec())
        .map_err(|e| lost(&e))
}

/// HMAC-SHA256 over the moment, a full stop and the body, in hexadecimal.
pub fn signature(secret: &str, at: i64, body: &str) -> String {
    // HMAC takes a key of any length, so this cannot fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(at.to_string().as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether an address is of this machine, of a private network, or of none that the open network knows.
fn is_inner(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_inner_v4(v4),
        IpAddr::V6(v6) => is_inner_v6(v6),
    }
}

fn is_inner_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_broadcast()
        || v4.is_documentation()
        || v4.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
}

fn is_inner_v6(v6: Ipv6Addr) -> bool {
    let [first, second, ..] = v6.segments();
    // An address of the older kind inside a newer one leads where the older one leads.
    let [.., c, d] = v6.segments();
    let [a, b] = c.to_be_bytes();
    let [e, f] = d.to_be_bytes();
    let older = Ipv4Addr::new(a, b, e, f);
    let is_translated = v6.segments()[..6] == [0x64, 0xff9b, 0, 0, 0, 0];
    if let Some(mapped) = v6.to_ipv4_mapped() {
        return is_inner_v4(mapped);
    }
    v6.is_loopback()
        || v6.is_unspecified()
        || v6.is_multicast()
        || v6.is_unique_local()
        || v6.is_unicast_link_local()
        || (is_translated && is_inner_v4(older))
        || v6.segments()[..6] == [0; 6]
        || first == 0x2002
        || (first == 0x64 && second == 0xff9b && !is_translated)
        || (first == 0x2001 && (second == 0xdb8 || second == 0))
        || first == 0x100
        || (first & 0xffc0) == 0xfec0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn what_leads_into_an_inner_network_is_known() {
        for inner in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.5",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "::127.0.0.1",
            "fec0::1",
        ] {
            assert!(is_inner(inner.parse().unwrap()), "{inner}");
        }
        for open in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2400:3200::1", "64:ff9b::808:808", "::ffff:8.8.8.8"] {
            assert!(!is_inner(open.parse().unwrap()), "{open}");
        }
    }

    #[test]
    fn an_address_is_told_by_https_unless_the_operator_names_it() {
        let hooks = Hooks::new("sms.inner, 10.0.0.0/8".parse().unwrap());
        for (url, said) in [
            ("https://oapi.dingtalk.com/robot?x=1", Ok(())),
            (" https://[2400:3200::1]/x", Ok(())),
            ("http://oapi.dingtalk.com/", Err(UrlFault::NotHttps)),
            ("http://sms.inner:8080/send", Ok(())),
            ("http://10.2.3.4/send", Ok(())),
            ("https://192.168.1.1/", Err(UrlFault::Inner)),
            ("https://[::1]/", Err(UrlFault::Inner)),
            ("https://2130706433/", Err(UrlFault::Inner)),
            ("https://name:word@oapi.dingtalk.com/", Err(UrlFault::Unread)),
            ("ftp://oapi.dingtalk.com/", Err(UrlFault::Unread)),
            ("nowhere", Err(UrlFault::Unread)),
            ("", Err(UrlFault::Unread)),
        ] {
            assert_eq!(hooks.accepts(url).map(|_| ()), said, "{url}");
        }
        assert_eq!(hooks.accepts(&format!("https://x.example/{}", "a".repeat(500))), Err(UrlFault::Unread));
        assert!("a b".parse::<NamedHosts>().is_err());
    }

    /// `printf '1709251200.{"a":1}' | openssl dgst -sha256 -hmac geheim`
    #[test]
    fn a_signature_is_what_other_tools_compute() {
        let expected = "cff560e1e12e0c1454c348d45f35e8fd72e6c0912ac0976d39cfdec10a06ac4d";
        assert_eq!(signature("geheim", 1_709_251_200, "{\"a\":1}"), expected);
    }

    /// Whoever holds a name may let it lead inward at any time.
    #[tokio::test]
    async fn a_name_that_leads_inward_is_not_called() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
        let telling = Telling { id: uuid::Uuid::nil(), url: &url, secret: "x", event: "test", body: "{}", at: 0 };
        let told = Hooks::new(NamedHosts::default()).tell(telling).await;
        assert_eq!(told, Err(HookError::Inner));
        assert_eq!(listener.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody called");
    }
}
