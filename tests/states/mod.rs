//! People press buttons at random; whatever happens stands in the drawings of docs/states.md, and they are all reached.

mod buttons;
mod struck;
mod walk;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use self::walk::Walk;
use crate::support::{
    Engine, TestApp, run,
    session::{FOUR, Plan},
    sources,
};

/// `from --> to` of the drawing under a heading.
type Drawing = BTreeSet<(String, String)>;

fn drawing(heading: &str) -> Drawing {
    let text = std::fs::read_to_string(sources::root().join("docs/states.md")).unwrap();
    let section = text.split(&format!("\n## {heading}")).nth(1).unwrap_or_else(|| panic!("no section {heading}"));
    let picture = section.split("```").nth(1).unwrap();
    let arrows = picture.lines().filter_map(|line| line.trim().split_once(" --> "));
    let arrows: Drawing = arrows
        .map(|(from, to)| (from.to_owned(), to.split(':').next().unwrap().trim().to_owned()))
        .filter(|(_, to)| to != "[*]")
        .collect();
    assert!(arrows.len() > 1, "{heading}: {arrows:?}");
    arrows
}

const DRAWINGS: [(&str, &str); 5] = [
    ("round", "A round (`ballots::RoundState`)"),
    ("request", "A request for a second person"),
    ("certificate", "A certificate"),
    ("objection", "An objection"),
    ("corrigendum", "A corrigendum"),
];

fn walks(engine: Engine) {
    let drawings: BTreeMap<&'static str, Drawing> =
        DRAWINGS.iter().map(|(kind, heading)| (*kind, drawing(heading))).collect();
    let seen = Mutex::new(BTreeSet::new());
    let config = Config { cases: 8, max_shrink_iters: 20, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let tie = prop_oneof![Just("revote_tied"), Just("presidium_decides")];
    let ran = runner.run(&(tie, proptest::collection::vec(any::<u8>(), 130)), |(tie_at_cut, dice)| {
        run(engine, async |app: TestApp| {
            let plan = Plan { candidates: 3, seats: "1", max_approvals: "3", pass_mark: "none", tie_at_cut, ..FOUR };
            let mut walk = Walk::new(&app, plan);
            for dice in dice {
                walk.step(dice, &drawings).await;
            }
            seen.lock().unwrap().extend(walk.seen);
        });
        Ok(())
    });
    ran.unwrap();
    let seen = seen.into_inner().unwrap();
    let missed: Vec<_> = drawings
        .iter()
        .flat_map(|(kind, arrows)| arrows.iter().map(move |(from, to)| (*kind, from.clone(), to.clone())))
        .filter(|arrow| !seen.contains(arrow))
        .collect();
    assert!(missed.is_empty(), "drawn and never walked: {missed:?}");
}

#[test]
fn nothing_happens_that_is_not_drawn_on_sqlite() {
    walks(Engine::Sqlite);
}

#[test]
fn nothing_happens_that_is_not_drawn_on_postgres() {
    walks(Engine::Postgres);
}
