//! Good files with bytes changed, cut, doubled and put together anyhow: read or refused, never more. `MUTATIONS` says how many
//! of each; `make fuzz` says many.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use verifiable_ballots::{
    Ballot, CapLine, CredentialList, Election, ElectionResult, Opening, PartialDecryption, Trustees,
};

use crate::support::{ELECTIONS, bytes, path, verified};

fn how_many() -> u64 {
    std::env::var("MUTATIONS").ok().and_then(|many| many.parse().ok()).unwrap_or(2_000)
}

/// What parsers stumble over.
const TOKENS: [&[u8]; 12] =
    [b"\"", b"{", b"}", b"[", b"]", b",", b"\0", b"\xff\xfe", b"99999999999999999999999", b"-1", b"\\u0000", b"null"];

fn mutated(good: &[Vec<u8>], rng: &mut StdRng) -> Vec<u8> {
    let mut file = good[rng.random_range(0..good.len())].clone();
    for _ in 0..rng.random_range(1..=6) {
        let length = file.len();
        let at = rng.random_range(0..=length);
        let to = (at + rng.random_range(0..64)).min(length);
        match rng.random_range(0..7) {
            0 if at < length => file[at] = rng.random(),
            1 if at < length => file[at] ^= 1 << rng.random_range(0..8),
            2 => drop(file.drain(at..to)),
            3 => {
                let doubled = file[at..to].to_vec();
                file.splice(at..at, doubled);
            }
            4 => drop(file.splice(at..at, TOKENS[rng.random_range(0..TOKENS.len())].iter().copied())),
            5 => file.truncate(at),
            _ => {
                let other = &good[rng.random_range(0..good.len())];
                let from = rng.random_range(0..=other.len());
                file.splice(at..to, other[from..(from + 200).min(other.len())].iter().copied());
            }
        }
    }
    file
}

/// `read` says whether the bytes were taken. A panic names the seed under which it came.
fn hammered(what: &str, good: &[Vec<u8>], read: impl Fn(&[u8]) -> bool) {
    assert!(!good.is_empty() && good.iter().all(|file| read(file)), "{what}: the good ones are read");
    for seed in 0..how_many() {
        let file = mutated(good, &mut StdRng::seed_from_u64(seed));
        let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(&file)));
        assert!(ran.is_ok(), "{what}: seed {seed}, {} bytes: {}", file.len(), String::from_utf8_lossy(&file));
    }
}

fn of_each_election(name: &str) -> Vec<Vec<u8>> {
    ELECTIONS.iter().map(|folder| bytes(format!("{folder}/{name}"))).collect()
}

fn files_in(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let mut names: Vec<_> = std::fs::read_dir(path(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names.retain(|name| name.extension().is_some_and(|is| is == ending));
    names.iter().map(|name| std::fs::read(name).unwrap()).collect()
}

#[test]
fn ballots_of_any_bytes_are_read_or_refused() {
    let mut good = files_in("negative/ballots", "json");
    good.retain(|ballot| Ballot::parse(ballot).is_ok());
    hammered("ballot", &good, |bytes| Ballot::parse(bytes).is_ok());
    hammered("opening or ballot", &good, |bytes| Opening::parse(bytes).is_ok() || Ballot::parse(bytes).is_ok());
}

#[test]
fn files_of_an_election_of_any_bytes_are_read_or_refused() {
    hammered("election", &of_each_election("election.json"), |bytes| Election::parse(bytes.to_vec()).is_ok());
    hammered("trustees", &of_each_election("trustees.json"), |bytes| Trustees::parse(bytes).is_ok());
    hammered("list of keys", &of_each_election("public_creds.json"), |bytes| CredentialList::parse(bytes).is_ok());
}

#[test]
fn caps_shares_and_results_of_any_bytes_are_read_or_refused() {
    let vectors: serde_json::Value = serde_json::from_slice(&bytes("cap.json")).unwrap();
    let line = |value: &serde_json::Value| serde_json::to_vec(value).unwrap();
    let mut good = Vec::new();
    let mut left = vec![&vectors];
    while let Some(value) = left.pop() {
        good.extend(Some(line(value)).filter(|line| CapLine::parse(line).is_ok()));
        left.extend(value.as_array().into_iter().flatten());
        left.extend(value.as_object().into_iter().flat_map(serde_json::Map::values));
    }
    if good.is_empty() {
        good.push(line(&vectors));
    }
    let taken = good.clone();
    hammered("cap", &good, |bytes| CapLine::parse(bytes).is_ok() || taken.iter().any(|file| file == bytes));
    let any = of_each_election("election.json");
    let known = any.clone();
    hammered("share and result", &any, |bytes| {
        PartialDecryption::parse(bytes).is_ok()
            || ElectionResult::parse(bytes).is_some()
            || known.iter().any(|file| file == bytes)
    });
}

#[test]
fn archives_of_any_bytes_are_verified_or_refused() {
    let good = files_in("negative/base", "bel");
    let good = if good.is_empty() { files_in("negative/archives", "bel") } else { good };
    assert!(!good.is_empty(), "no archive among the vectors");
    for seed in 0..how_many().div_ceil(4) {
        let file = mutated(&good, &mut StdRng::seed_from_u64(seed));
        let ran = std::panic::catch_unwind(|| verified(&file).is_ok());
        let changed = !good.contains(&file);
        assert!(ran.is_ok(), "seed {seed}: {} bytes", file.len());
        // What is appended after the last record, or left out there, may leave a shorter election that is whole.
        assert!(!changed || !ran.unwrap() || good.iter().any(|whole| whole.starts_with(&file)), "seed {seed} passed");
    }
}
