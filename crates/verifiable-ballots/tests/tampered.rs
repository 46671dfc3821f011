//! What somebody who runs the server could do to a finished election, with a right chain over it.

use verifiable_ballots::{Marks, Paper, VerifyError};

use crate::support::hall::{APPROVE, Hall, titles};
use crate::support::tamper::{self, Tampered};
use crate::support::{array, bytes, json, str, verified};

/// What the verifier must say.
const REASONS: [(&str, &str); 20] = [
    ("ballot-left-out", "not the tally of the ballots"),
    ("ballot-twice", "this ballot is already in the box"),
    ("ballot-after-the-end", "(Ballot) is not allowed here"),
    ("choices-swapped", "ballot 1: question 1: the number of chosen answers is not proved"),
    ("foreign-choices", "ballot 1: question 1, choice 1: it is not proved to be 0 or 1"),
    ("point-of-order-two", "ballot 1: question 1, choice 1: not in the prime-order subgroup"),
    ("number-past-the-order", "ballot 1: the ballot is not readable: not less than the order"),
    ("unknown-field", "ballot 1: the ballot is not readable: unknown field"),
    ("white-space", "ballot 1: the ballot is not in canonical form"),
    ("tally-changed", "not the tally of the ballots"),
    ("ballots-miscounted", "not the tally of the ballots"),
    ("factor-changed", "partial decryption of trustee 1: question 1, choice 1"),
    ("trustee-left-out", "trustees 1 to 1: 1 are needed, 0 took part"),
    ("result-forged", "not what the box holds"),
    ("result-twice", "(Result) is not allowed here"),
    ("key-of-the-election", "not the product of the trustees' keys"),
    ("voter-struck-off", "ballot 1: the credential of the ballot is not on the list"),
    ("parent-changed", "broken hash chain"),
    ("cut-off", "belongs to no event"),
    ("bytes-after-the-end", "unexpected record"),
];

fn each_is_refused(honest: &[u8]) {
    verified(honest).unwrap();
    let all = tamper::all(honest).unwrap();
    assert_eq!(all.len(), REASONS.len());
    for Tampered { name, why, file } in all {
        let (_, reason) = REASONS.iter().find(|(known, _)| *known == name).unwrap();
        match verified(&file) {
            Err(VerifyError::Bad(said)) => assert!(said.contains(reason), "{name}: {said}"),
            other => panic!("{name}, {why}: {other:?}"),
        }
    }
}

#[test]
fn an_election_of_ours() {
    let paper = Paper::approve_each(&titles(2), &APPROVE, Some(1)).unwrap();
    let mut hall = Hall::opens(paper, 3, (2, 3));
    hall.casts(0, &Marks::Rows(vec![Some(0), Some(1)]));
    hall.casts(1, &Marks::Rows(vec![Some(1), Some(0)]));
    hall.casts(2, &Marks::Rows(vec![Some(0), Some(2)]));
    hall.counts(&[1, 2, 4]);
    each_is_refused(&hall.file);
}

#[test]
fn elections_of_the_reference_tool() {
    for folder in ["negative/base", "choose-up-to-10", "approve-each"] {
        each_is_refused(&bytes(format!("{folder}/archives/3-final.bel")));
    }
}

/// The negative ballots once more, as a verifier of archives meets them.
#[test]
fn every_negative_ballot_inside_an_archive() {
    for case in array(&json("negative/ballots.index.json")["ballots"]) {
        let file = str(&case["file"]);
        let folder = match file.trim_start_matches("ballots/").chars().next() {
            Some('c') => "choose-up-to-10",
            Some('a') => "approve-each",
            _ => "negative/base",
        };
        let setup = bytes(format!("{folder}/archives/1-setup.bel"));
        let archive = tamper::with_one_ballot(&setup, &bytes(format!("negative/{file}"))).unwrap();
        assert_eq!(verified(&archive).is_ok(), str(&case["must"]) == "accept", "{file}");
    }
}
