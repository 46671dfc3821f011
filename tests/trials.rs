//! docs/trials.md: every finding has its row, and every test that a row names exists.

use std::{collections::BTreeSet, fs, path::Path};

use crate::support::sources;

/// The rows of a section: the cells of each line of its table, without the head.
fn rows<'a>(text: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let section = text.split("\n## ").find(|section| section.starts_with(heading));
    let section = section.unwrap_or_else(|| panic!("docs/trials.md has no section {heading:?}"));
    let lines = section.lines().filter(|line| line.starts_with("| "));
    let cells = |line: &'a str| line.trim_matches('|').split(" | ").map(str::trim).collect();
    lines.map(cells).filter(|cells: &Vec<&str>| !["no.", "---", "finding"].contains(&cells[0])).collect()
}

fn gather(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            gather(&entry, names);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&entry).unwrap();
            let functions = text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
            names.extend(functions.map(ToOwned::to_owned));
        }
    }
}

fn in_backticks(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// What one cell names and is not there: a test by its last name, a file by its path.
fn missing<'a>(cell: &'a str, tests: &BTreeSet<String>) -> Vec<&'a str> {
    let root = sources::root();
    let is_there = |name: &&str| match name.contains('/') {
        true => root.join(name).exists(),
        false => tests.contains(name.rsplit("::").next().unwrap_or_default()),
    };
    in_backticks(cell).filter(|name| !is_there(name)).collect()
}

#[test]
fn every_finding_has_a_row_and_every_test_that_is_named_exists() {
    let text = fs::read_to_string(sources::root().join("docs/trials.md")).unwrap();
    let mut tests = BTreeSet::new();
    for folder in ["tests", "src", "crates"] {
        gather(&sources::root().join(folder), &mut tests);
    }
    for (heading, findings, last) in [
        ("The secretariat, from nothing", 26, 26),
        ("A deputy, and the public", 36, 36),
        ("After the vote", 30, 30),
        ("Bugs that people report elsewhere", 53, 81),
    ] {
        let rows = rows(&text, heading);
        let numbers: Vec<u32> = rows.iter().filter_map(|cells| cells[0].parse().ok()).collect();
        assert_eq!(numbers.len(), findings, "{heading}");
        assert!(numbers.is_sorted_by(|a, b| a < b) && numbers.last() == Some(&last), "{heading}: {numbers:?}");
    }
    for section in text.split("\n## ").skip(1) {
        let heading = section.lines().next().unwrap_or_default();
        for cells in rows(&text, heading) {
            let last = cells.last().unwrap();
            let is_shown = in_backticks(last).next().is_some();
            assert!(is_shown, "{heading}, {}: no test", cells[0]);
            let missing = missing(last, &tests);
            assert!(missing.is_empty(), "{heading}, {}: no such test: {missing:?}", cells[0]);
        }
    }
}

#[test]
fn a_test_that_is_not_there_is_reported() {
    let tests = BTreeSet::from(["it_is_there".to_owned()]);
    assert_eq!(missing("`papers::it_is_there`, `papers::it_is_not`", &tests), ["papers::it_is_not"]);
    assert_eq!(missing("`docs/trials.md`, `docs/nothing.md`", &tests), ["docs/nothing.md"]);
}
