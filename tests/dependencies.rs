//! Every crate the program is built from has a licence that deny.toml allows, and none that it bans is among them.
//! `cargo deny check licenses bans sources` reads the same file and says more, where it is installed.

use std::collections::BTreeSet;

use semver::{Version, VersionReq};
use serde_json::Value;

use crate::support::sources;

fn packages() -> Vec<Value> {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(sources::root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let used: BTreeSet<&str> =
        metadata["resolve"]["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().filter(|package| used.contains(package["id"].as_str().unwrap())).cloned().collect()
}

/// The quoted words of `<key> = [ … ]` in deny.toml.
fn listed(key: &str) -> Vec<String> {
    let text = std::fs::read_to_string(sources::root().join("deny.toml")).unwrap();
    let start = text.find(&format!("\n{key} = [")).unwrap_or_else(|| panic!("deny.toml has no {key}"));
    let list = text[start..].split_once('[').unwrap().1.split(']').next().unwrap();
    let words: Vec<String> = list.split('"').skip(1).step_by(2).map(ToOwned::to_owned).collect();
    assert!(!words.is_empty(), "the list {key} of deny.toml is empty");
    words
}

/// What RustSec has published since 2025 about crates that this program is built from or reads foreign bytes with: advisory,
/// crate, the versions it spares. Copied by hand, the last time on 2026-11-28, so what is newer is not in it: `make lint` asks
/// the whole database where cargo-deny has one. It keeps a crate from going back to a version known to be bad.
const ADVISORIES: &[(&str, &str, &[&str])] = &[
    ("RUSTSEC-2025-0009", "ring", &[">=0.17.12"]),
    ("RUSTSEC-2025-0023", "tokio", &[">=1.38.2, <1.39", ">=1.43.1, <1.44", ">=1.44.2"]),
    ("RUSTSEC-2025-0047", "slab", &["<0.4.10", ">=0.4.11"]),
    ("RUSTSEC-2025-0055", "tracing-subscriber", &[">=0.3.20"]),
    ("RUSTSEC-2025-0168", "zip", &["<1.3", ">=2.3"]),
    ("RUSTSEC-2026-0007", "bytes", &["<1.2.1", ">=1.11.1"]),
    ("RUSTSEC-2026-0009", "time", &["<0.3.6", ">=0.3.47"]),
    ("RUSTSEC-2026-0049", "rustls-webpki", &[">=0.103.10"]),
    ("RUSTSEC-2026-0097", "rand", &["<0.7", ">=0.8.6, <0.9", ">=0.9.3, <0.10", ">=0.10.1"]),
    ("RUSTSEC-2026-0099", "rustls-webpki", &[">=0.103.12"]),
    ("RUSTSEC-2026-0104", "rustls-webpki", &[">=0.103.13"]),
    ("RUSTSEC-2026-0111", "diesel", &[">=2.3.8"]),
    ("RUSTSEC-2026-0137", "diesel", &[">=2.3.8"]),
    ("RUSTSEC-2026-0141", "lettre", &["<0.10.1", ">=0.11.22"]),
    ("RUSTSEC-2026-0172", "diesel", &[">=2.3.10"]),
    ("RUSTSEC-2026-0194", "quick-xml", &[">=0.41"]),
    ("RUSTSEC-2026-0195", "quick-xml", &[">=0.41"]),
    ("RUSTSEC-2026-0253", "lru", &[">=0.18.2"]),
    ("RUSTSEC-2026-0285", "rustls", &["<0.23.13", ">=0.23.45"]),
];

/// The advisories about this version of a crate.
fn advisories_about(name: &str, version: &str) -> Vec<&'static str> {
    let version = Version::parse(version).unwrap();
    let spares = |range: &&str| VersionReq::parse(range).unwrap().matches(&version);
    ADVISORIES
        .iter()
        .filter(|(_, named, spared)| *named == name && !spared.iter().any(&spares))
        .map(|(advisory, ..)| *advisory)
        .collect()
}

/// An SPDX expression: OR asks for one side, AND for both, WITH belongs to its licence; `/` is an old OR.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (value, rest) = any_of(&words, allowed);
    value && rest.is_empty()
}

fn any_of<'a>(words: &'a [&'a str], allowed: &[String]) -> (bool, &'a [&'a str]) {
    let (mut value, mut rest) = all_of(words, allowed);
    while let ["OR", after @ ..] = rest {
        let (side, after) = all_of(after, allowed);
        (value, rest) = (value || side, after);
    }
    (value, rest)
}

fn all_of<'a>(words: &'a [&'a str], allowed: &[String]) -> (bool, &'a [&'a str]) {
    let (mut value, mut rest) = licence(words, allowed);
    while let ["AND", after @ ..] = rest {
        let (side, after) = licence(after, allowed);
        (value, rest) = (value && side, after);
    }
    (value, rest)
}

fn licence<'a>(words: &'a [&'a str], allowed: &[String]) -> (bool, &'a [&'a str]) {
    let is_in = |name: &str| allowed.iter().any(|known| known == name);
    match words {
        ["(", inner @ ..] => match any_of(inner, allowed) {
            (value, [")", rest @ ..]) => (value, rest),
            (_, rest) => (false, rest),
        },
        [name, "WITH", exception, rest @ ..] => (is_in(&format!("{name} WITH {exception}")) || is_in(name), rest),
        [name, rest @ ..] => (is_in(name), rest),
        [] => (false, words),
    }
}

#[test]
fn every_licence_is_one_that_deny_toml_allows() {
    let allowed = listed("allow");
    let packages = packages();
    assert!(packages.len() > 100, "only {} packages were read", packages.len());
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !package["license"].as_str().is_some_and(|licence| is_allowed(licence, &allowed)))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "not allowed by deny.toml:\n{}", refused.join("\n"));
}

#[test]
fn what_it_is_made_of_is_listed_with_versions_licences_and_hashes() {
    let listed = || {
        let run =
            std::process::Command::new("node").arg("scripts/sbom.mjs").current_dir(sources::root()).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        run.stdout
    };
    let bytes = listed();
    assert_eq!(bytes, listed(), "the same sources, the same bytes");
    let bom: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((&bom["bomFormat"], &bom["specVersion"]), (&"CycloneDX".into(), &"1.6".into()));
    let components = bom["components"].as_array().unwrap();
    let names = |kind: &str| -> BTreeSet<String> {
        let of_kind = components.iter().filter(|one| one["bom-ref"].as_str().unwrap().starts_with(kind));
        of_kind.map(|one| format!("{} {}", one["name"].as_str().unwrap(), one["version"].as_str().unwrap())).collect()
    };
    let built: BTreeSet<String> = packages()
        .iter()
        .map(|one| format!("{} {}", one["name"].as_str().unwrap(), one["version"].as_str().unwrap()))
        .collect();
    let crates = names("pkg:cargo/");
    assert!(crates.is_subset(&built), "{:?}", crates.difference(&built));
    assert!(
        ["diesel", "rustls", "verifiable-ballots"].iter().all(|name| crates.iter().any(|one| one.starts_with(name)))
    );
    assert!(
        !crates.iter().any(|one| one.starts_with("criterion ")),
        "what only tests and benches need is not in the program"
    );
    assert!(
        names("pkg:npm/").iter().any(|one| one.starts_with("@noble/curves ")),
        "nor is what the bundles hold left out"
    );
    for one in components {
        let is_ours = one["name"] == "verifiable-ballots";
        assert!(
            one["licenses"][0]["expression"].is_string() && (is_ours || one["hashes"][0]["content"].is_string()),
            "{one}"
        );
    }
    let known: BTreeSet<&str> =
        components.iter().chain([&bom["metadata"]["component"]]).map(|one| one["bom-ref"].as_str().unwrap()).collect();
    for link in bom["dependencies"].as_array().unwrap() {
        for to in link["dependsOn"].as_array().into_iter().flatten() {
            assert!(known.contains(to.as_str().unwrap()), "{to} is nothing");
        }
    }
}

#[test]
fn no_banned_crate_is_used() {
    let banned = listed("deny");
    let used: Vec<Value> =
        packages().into_iter().filter(|package| banned.iter().any(|name| package["name"] == name.as_str())).collect();
    let names: Vec<&Value> = used.iter().map(|package| &package["name"]).collect();
    assert!(names.is_empty(), "banned by deny.toml: {names:?}");
}

#[test]
fn no_crate_has_a_version_that_a_known_advisory_names() {
    let packages = packages();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let used: BTreeSet<(String, String)> =
        packages.iter().map(|package| (text(&package["name"]), text(&package["version"]))).collect();
    let bad: Vec<String> = used
        .iter()
        .flat_map(|(name, version)| {
            advisories_about(name, version).into_iter().map(move |found| format!("{name} {version}: {found}"))
        })
        .collect();
    assert!(bad.is_empty(), "update or replace:\n{}", bad.join("\n"));
    for (advisory, name, _) in ADVISORIES {
        assert!(
            used.iter().any(|(used, _)| used == name),
            "{advisory}: {name} is not used any more; take the line out"
        );
    }
}

#[test]
fn an_advisory_is_about_the_versions_that_it_does_not_spare() {
    assert_eq!(advisories_about("lru", "0.16.4"), ["RUSTSEC-2026-0253"]);
    assert!(advisories_about("lru", "0.18.2").is_empty());
    assert_eq!(advisories_about("tokio", "1.43.0"), ["RUSTSEC-2025-0023"]);
    assert!(advisories_about("tokio", "1.38.5").is_empty());
    assert_eq!(advisories_about("diesel", "2.3.7").len(), 3);
    assert!(advisories_about("serde", "1.0.0").is_empty());
}

#[test]
fn an_expression_is_read_as_spdx_means_it() {
    let allowed = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(ToOwned::to_owned);
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("MIT OR GPL-3.0-only", true),
        ("MIT AND GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT AND ISC", true),
        ("(GPL-3.0-only OR MIT) AND ISC", true),
        ("(GPL-3.0-only OR AGPL-3.0-only) AND ISC", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("GPL-2.0/MIT", true),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}
