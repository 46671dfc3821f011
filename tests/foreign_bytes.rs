//! Good files and requests with bytes changed, cut, doubled and put together anyhow: answered in words, and the program goes on.
//! `MUTATIONS` says how many of each; `make fuzz` says many. The protocol's own files are tried beside the protocol.

use std::{
    fs,
    io::{Cursor, Read, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use piaojue::{
    candidates::session_file::read_session, deputies::roll::read_roll, sheets, tally::certificate::Certificate,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::support::{
    TestApp,
    session::{FOUR, Hall},
    sources,
};

fn how_many() -> u64 {
    std::env::var("MUTATIONS").ok().and_then(|many| many.parse().ok()).unwrap_or(150)
}

/// What readers stumble over.
const TOKENS: [&[u8]; 16] = [
    b"\"",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b",,,,",
    b"\r\n\r\n",
    b"</c>",
    b"<row r=\"1048577\">",
    b"99999999999999999999",
    b"-1",
    b"1e999",
    b"&amp;",
    b"\\u0000",
    b"null",
    b"%00%ff",
    b"\xef\xbf\xbe",
];

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

/// Each is read or refused, soon. A failure names the seed under which it came.
fn hammered(what: &str, make: impl Fn(&mut StdRng) -> Vec<u8>, read: impl Fn(&[u8])) {
    for seed in 0..how_many() {
        let file = make(&mut StdRng::seed_from_u64(seed));
        let begun = Instant::now();
        let ran = catch_unwind(AssertUnwindSafe(|| read(&file)));
        assert!(ran.is_ok(), "{what}: seed {seed}, {} bytes", file.len());
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}: seed {seed} took {:?}", begun.elapsed());
    }
}

fn fixtures(folder: &str, endings: &[&str]) -> Vec<Vec<u8>> {
    let mut names: Vec<_> =
        fs::read_dir(sources::root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names.retain(|name| endings.iter().any(|ending| name.extension().is_some_and(|is| is == *ending)));
    names.iter().map(|name| fs::read(name).unwrap()).filter(|file| file.len() < 200_000).collect()
}

/// A workbook in whose parts something is changed, so that it unfolds as before and says something else.
fn changed_within(good: &[Vec<u8>], rng: &mut StdRng) -> Vec<u8> {
    let book = &good[rng.random_range(0..good.len())];
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut parts = Vec::new();
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.push((part.name().unwrap().into_owned(), bytes));
    }
    let touched = rng.random_range(0..parts.len());
    let all: Vec<Vec<u8>> = vec![parts[touched].1.clone()];
    parts[touched].1 = mutated(&all, rng);
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        written.start_file(name, SimpleFileOptions::default()).unwrap();
        written.write_all(&bytes).unwrap();
    }
    written.finish().unwrap().into_inner()
}

#[test]
fn rolls_of_any_bytes_are_read_or_refused() {
    let mut good = fixtures("fixtures", &["csv", "xlsx"]);
    good.extend(fixtures("fixtures/bad-rolls", &["csv", "xlsx"]));
    good.extend(fixtures("fixtures/trials", &["csv", "xlsx"]));
    let read = |bytes: &[u8]| {
        for name in ["名册.csv", "名册.xlsx"] {
            let reading = read_roll(name, bytes);
            assert!(reading.rows.iter().all(|row| !row.name.trim().is_empty()) || !reading.errors.is_empty());
        }
    };
    good.iter().for_each(|file| read(file));
    hammered("roll", |rng| mutated(&good, rng), read);
}

#[test]
fn workbooks_of_any_bytes_are_read_or_refused() {
    let mut good = fixtures("fixtures/trials", &["xlsx"]);
    good.extend(fixtures("fixtures", &["xlsx"]));
    let bounds = sheets::Bounds { bytes: 5 << 20, rows: 10_000 };
    hammered("workbook", |rng| mutated(&good, rng), |bytes| drop(sheets::read(bytes, bounds)));
    hammered(
        "workbook within",
        |rng| changed_within(&good, rng),
        |bytes| {
            drop(sheets::read(bytes, bounds));
            drop(read_roll("名册.xlsx", bytes));
        },
    );
}

#[test]
fn session_files_of_any_bytes_are_read_or_refused() {
    let good = vec![fs::read(sources::root().join("fixtures/session-2024.json")).unwrap()];
    assert!(read_session(&good[0]).is_ok());
    hammered("session file", |rng| mutated(&good, rng), |bytes| drop(read_session(bytes)));
}

on_both_databases! {
    async fn a_certificate_of_any_bytes_is_read_as_it_stands_or_refused(app: TestApp) {
        let _hall = Hall::certified(&app, FOUR, &crate::rounds::CLEAR).await;
        let certificate: Certificate = app.certificate().paper().unwrap();
        let good = vec![certificate.canonical_json().to_vec()];
        hammered("certificate", |rng| mutated(&good, rng), |bytes| {
            if let Ok(read) = Certificate::parse(bytes) {
                assert_eq!(read.canonical_json(), bytes);
                assert!(bytes == good[0] || read.hash() != certificate.hash());
                let _ = read.check();
            }
        });
    }

    async fn requests_of_any_bytes_are_answered_and_the_next_one_too(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let round = app.round().id;
        let client = reqwest::Client::new();
        let ballot = serde_json::json!({ "ballot": "{\"election_uuid\":\"x\",\"credential\":\"y\",\"answers\":[]}", "cap": null });
        let form = b"csrf=0011&key=6f1f64a4-3f0e-4c43-9a1e-0d6b0b4c2f10&login=SC0001&password=abc&next=%2Fdeputy".to_vec();
        let parts = b"--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n00\r\n--x\r\nContent-Disposition: form-data; \
            name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--x--\r\n".to_vec();
        let header = b"203.0.113.9, 198.51.100.7:4711, [2001:db8::1]:80, unknown, _hidden".to_vec();
        let targets: [(&str, &str, Vec<u8>); 4] = [
            ("/sign-in", "application/x-www-form-urlencoded", form),
            ("/sign-in", "multipart/form-data; boundary=x", parts),
            ("/projects/follow", "application/x-www-form-urlencoded", b"csrf=00&key=1&email=a%40example.org&all=yes".to_vec()),
            (&format!("/rounds/{round}/ballots"), "application/json", ballot.to_string().into_bytes()),
        ];
        for seed in 0..how_many().min(2_000) {
            let rng = &mut StdRng::seed_from_u64(seed);
            let (path, kind, good) = &targets[rng.random_range(0..targets.len())];
            let (body, from) = (mutated(std::slice::from_ref(good), rng), mutated(std::slice::from_ref(&header), rng));
            let mut request = client.post(format!("{}{path}", app.origin)).header("content-type", *kind).body(body);
            for name in ["x-forwarded-for", "forwarded"] {
                // What no header can hold is never sent by any client.
                if let Ok(value) = reqwest::header::HeaderValue::from_bytes(&from) {
                    request = request.header(name, value);
                }
            }
            let status = request.send().await.unwrap_or_else(|why| panic!("seed {seed}, {path}: {why}")).status();
            assert!(status.as_u16() < 500, "seed {seed}, {path}: {status}");
        }
        assert_eq!(app.ballots_issued(), i64::try_from(hall.deputies.len()).unwrap(), "nothing of it did anything");
        app.visitor().visits("/").await.is(200);
    }
}
