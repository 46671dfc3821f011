//! Who may use whom, read from the sources: docs/architecture.md in the form of a test.
//!
//! A rule that found nothing wrong because it looked at nothing would be worse than none, so each is shown
//! in `reported` to report a snippet that breaks it.

mod mentions;
mod reported;
mod source_file;

use self::source_file::SourceFile;
use crate::support::sources::{self, Source};

/// The slices in the order of src/lib.rs: each may use only those before it.
const SLICES: [&str; 31] = [
    "audit",
    "accounts",
    "congress",
    "post",
    "attachments",
    "deputies",
    "guests",
    "proposals",
    "screening",
    "candidates",
    "scrutineers",
    "documents",
    "ballots",
    "hand_count",
    "tally",
    "projects",
    "supervision",
    "warnings",
    "ratings",
    "voices",
    "reports",
    "followers",
    "home",
    "site",
    "board",
    "hall",
    "scrutiny",
    "desk",
    "rehearsals",
    "screen",
    "records",
];

/// Pages and acts that join slices.
const ROOMS: [&str; 9] = ["home", "site", "board", "hall", "scrutiny", "desk", "rehearsals", "screen", "records"];

/// What every slice stands on; knows none of them.
const GROUND: [&str; 14] = [
    "clock", "config", "db", "error", "fetch", "files", "hooks", "ids", "mail", "names", "syslog", "tls", "web",
    "sheets",
];

/// What puts the slices together; no slice knows it.
const ROOF: [&str; 6] = ["app", "cli", "main", "play", "routes", "terminal"];
/// Things hide in folders and files of these names.
const HIDING_PLACES: [&str; 14] = [
    "utils", "util", "common", "helpers", "helper", "misc", "service", "services", "manager", "managers", "models",
    "model", "types", "handlers",
];

/// Crates that are the database.
const DATABASE: [&str; 5] = ["diesel", "diesel_migrations", "libsqlite3_sys", "pq_sys", "r2d2"];

/// Crates that are the web server.
const SERVER: [&str; 4] = ["actix_web", "actix_session", "actix_multipart", "actix_http"];
/// Ways out of a slice that its rules and actions may not take: they are told, they do not ask.
const OUTSIDE: [&str; 7] = ["std::env", "std::fs", "std::net", "std::process", "std::thread", "reqwest", "tokio"];

/// File, what it may mention against the rules, and why.
const EXCEPTIONS: [(&str, &str, &str); 2] = [
    ("accounts/sign_ins.rs", "actix_session", "it is the store that the session middleware asks for"),
    ("accounts/sign_ins.rs", "actix_web", "that store runs its queries on the server's blocking pool"),
];

/// Files that carry a form out by themselves, and why; everything else goes through `web::act`.
const FORMS_BY_HAND: [(&str, &str); 1] = [("web/act.rs", "it is the one way")];

/// Ways to carry a form out once.
const SUBMITS: [&str; 3] = ["submit", "submit_unaudited", "submit_row_locked"];

/// Measures its own speed or the speed of others, or how long nobody answers: durations, not the time of an act.
const STOPWATCHES: [&str; 3] = ["play", "cli", "db"];

#[test]
fn the_sources_keep_the_rules() {
    let breaches = check(&sources::sources("src", "rs"));
    assert!(breaches.is_empty(), "{} breaches:\n{}", breaches.len(), breaches.join("\n"));
}

fn check(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources {
        let file = SourceFile::read(source);
        breaches.extend(file.place());
        breaches.extend(file.mentions());
        breaches.extend(file.mixed_refusals());
        breaches.extend(file.forms_by_hand());
        if file.path == "lib.rs" {
            breaches.extend(file.order_of_modules());
        }
        if file.is_front_door() {
            breaches.extend(file.no_code());
        }
    }
    breaches
}

/// scripts/test.sh runs no examples of comments, since there are none.
#[test]
fn no_comment_holds_an_example_that_nobody_runs() {
    for folder in ["src", "crates/verifiable-ballots/src"] {
        for source in sources::sources(folder, "rs") {
            let example = source.text.lines().find(|line| line.contains("///") && line.contains("```"));
            assert_eq!(example, None, "{folder}/{}: an example is a test", source.path);
        }
    }
}

/// What another engine that speaks PostgreSQL's language may lack, or has in another meaning (docs/operations.md).
const ONLY_POSTGRESQL: [&str; 7] =
    ["pg_advisory", "pg_try_advisory", "ON CONFLICT", "on_conflict", "CREATE EXTENSION", "SKIP LOCKED", "nextval("];

#[test]
fn another_engine_can_take_over() {
    for (folder, ext) in [("src", "rs"), ("migrations", "sql")] {
        for source in sources::sources(folder, ext) {
            let found = ONLY_POSTGRESQL.iter().find(|word| source.text.contains(**word));
            assert_eq!(found, None, "{folder}/{}", source.path);
        }
    }
}

#[test]
fn every_exception_is_still_needed() {
    let sources = sources::sources("src", "rs");
    for (file, allowed, why) in EXCEPTIONS {
        let source = sources.iter().find(|source| source.path == file);
        let last = allowed.rsplit("::").next().unwrap_or_default();
        let used = source.is_some_and(|source| source.text.contains(last));
        assert!(used, "{file} no longer needs {allowed} ({why}): take the exception away");
    }
    for (file, why) in FORMS_BY_HAND {
        let source = sources.iter().find(|source| source.path == file);
        let used = source.is_some_and(|source| source.text.contains("submit(") || source.text.contains("submit_"));
        assert!(used, "{file} carries no form out by itself any more ({why}): take the exception away");
    }
}
