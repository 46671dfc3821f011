//! Whether the address that is printed on cards and signs leads a phone anywhere.

use std::net::IpAddr;

use serde::Serialize;

/// By whom an address of this server is reached, as far as the address itself tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReachedBy {
    /// By whoever is in the same network or on the internet.
    Phones,
    /// 127.0.0.1, localhost: a phone that follows it looks for the server in itself.
    ThisMachineOnly,
    /// 0.0.0.0, or no address at all.
    Nobody,
}

impl ReachedBy {
    /// `origin`: `http://192.168.1.10:8080`, without a path.
    pub fn at(origin: &str) -> Self {
        let Some((_, rest)) = origin.split_once("://") else { return Self::Nobody };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = match authority.strip_prefix('[') {
            Some(v6) => v6.split(']').next().unwrap_or_default(),
            None => authority.rsplit_once(':').map_or(authority, |(host, _)| host),
        };
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        match host.parse::<IpAddr>() {
            Ok(address) if address.is_unspecified() => Self::Nobody,
            Ok(address) if address.is_loopback() => Self::ThisMachineOnly,
            Ok(_) => Self::Phones,
            Err(_) if host.is_empty() => Self::Nobody,
            Err(_) if host == "localhost" || host.ends_with(".localhost") => Self::ThisMachineOnly,
            Err(_) => Self::Phones,
        }
    }

    pub fn is_by_phones(self) -> bool {
        self == Self::Phones
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_only_this_machine_knows_is_told_from_one_that_phones_reach() {
        for (origin, reached) in [
            ("http://127.0.0.1:8080", ReachedBy::ThisMachineOnly),
            ("http://127.1.2.3", ReachedBy::ThisMachineOnly),
            ("http://localhost:8080", ReachedBy::ThisMachineOnly),
            ("http://LOCALHOST.", ReachedBy::ThisMachineOnly),
            ("http://piaojue.localhost", ReachedBy::ThisMachineOnly),
            ("http://[::1]:8080", ReachedBy::ThisMachineOnly),
            ("http://0.0.0.0:8080", ReachedBy::Nobody),
            ("http://[::]:8080", ReachedBy::Nobody),
            ("http://:8080", ReachedBy::Nobody),
            ("vote.example", ReachedBy::Nobody),
            ("", ReachedBy::Nobody),
            ("http://192.168.1.10:8080", ReachedBy::Phones),
            ("http://[fd00::1]:8080", ReachedBy::Phones),
            ("http://hall:8080", ReachedBy::Phones),
            ("https://vote.example", ReachedBy::Phones),
            ("https://localhost.example", ReachedBy::Phones),
        ] {
            assert_eq!(ReachedBy::at(origin), reached, "{origin}");
        }
    }
}
