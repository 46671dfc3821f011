//! Opened ballots: shown to hold what was marked, byte for byte; and everything that must be refused.

use serde_json::{Value, json};
use verifiable_ballots::{Ballot, BallotRefusal, MadeBallot, Marks, Opening, OpeningRefusal, Paper};

use crate::support::hall::{APPROVE, Hall, titles};

fn hall() -> Hall {
    Hall::opens(Paper::approve_each(&titles(3), &APPROVE, None).unwrap(), 2, (2, 3))
}

fn sealed(hall: &mut Hall, voter: usize) -> MadeBallot {
    let choices = hall.paper.choices(&Marks::Rows(vec![Some(0), Some(1), None])).unwrap();
    Ballot::make(&hall.election, &hall.voters[voter], &choices, &mut hall.rng).unwrap()
}

fn opened(made: &MadeBallot) -> Value {
    serde_json::from_slice(&Opening::of(made).to_json()).unwrap()
}

fn checked(hall: &Hall, opening: &Value) -> Result<Opening, OpeningRefusal> {
    let opening = Opening::parse(opening.to_string().as_bytes())?;
    opening.check(&hall.election)?;
    Ok(opening)
}

#[test]
fn an_opened_ballot_shows_what_was_marked() {
    let mut hall = hall();
    let made = sealed(&mut hall, 0);
    let opening = checked(&hall, &opened(&made)).unwrap();
    assert_eq!(opening.choices(), [[true, false, false], [false, true, false], [false, false, true]]);
    assert_eq!(opening.ballot().tracker(), made.ballot.tracker());
    assert_eq!(Opening::parse(&opening.to_json()).unwrap().to_json(), opening.to_json());
}

#[test]
fn a_paper_of_one_question_is_opened_too() {
    let mut hall = Hall::opens(Paper::choose_up_to("选", &titles(5), 2).unwrap(), 1, (2, 3));
    let choices = hall.paper.choices(&Marks::Ticked(vec![1, 4])).unwrap();
    let made = Ballot::make(&hall.election, &hall.voters[0], &choices, &mut hall.rng).unwrap();
    let opening = checked(&hall, &opened(&made)).unwrap();
    assert_eq!(opening.choices(), [[false, true, false, false, true]]);
}

#[test]
fn a_booth_that_sealed_something_else_is_found_out() {
    let mut hall = hall();
    let honest = opened(&sealed(&mut hall, 0));
    let mut lie = honest.clone();
    lie["choices"][1] = json!([1, 0, 0]);
    assert_eq!(checked(&hall, &lie).unwrap_err(), OpeningRefusal::Differs { question: 1, choice: 0 });

    let mut other_numbers = honest.clone();
    other_numbers["randomness"][2][1] = json!("5");
    assert_eq!(checked(&hall, &other_numbers).unwrap_err(), OpeningRefusal::Differs { question: 2, choice: 1 });

    let mut swapped = honest.clone();
    let (first, second) = (honest["randomness"][0].clone(), honest["randomness"][1].clone());
    swapped["randomness"][0] = second;
    swapped["randomness"][1] = first;
    assert_eq!(checked(&hall, &swapped).unwrap_err(), OpeningRefusal::Differs { question: 0, choice: 0 });

    let mut another_ballot = honest;
    another_ballot["ballot"] = opened(&sealed(&mut hall, 0))["ballot"].clone();
    assert_eq!(checked(&hall, &another_ballot).unwrap_err(), OpeningRefusal::Differs { question: 0, choice: 0 });
}

#[test]
fn what_is_no_opening_is_refused_for_its_reason() {
    let mut hall = hall();
    let honest = opened(&sealed(&mut hall, 0));
    let with = |pointer: &str, value: Value| {
        let mut opening = honest.clone();
        *opening.pointer_mut(pointer).unwrap() = value;
        opening
    };
    let refused = |opening: Value| checked(&hall, &opening).unwrap_err();
    assert_eq!(refused(with("/randomness/1/2", json!("0"))), OpeningRefusal::Zero { question: 1, choice: 2 });
    assert_eq!(refused(with("/choices/0/1", json!(2))), OpeningRefusal::NoChoice { question: 0, choice: 1 });
    assert_eq!(refused(with("/choices/0", json!([1, 0]))), OpeningRefusal::Shape);
    assert_eq!(refused(with("/choices", json!([]))), OpeningRefusal::Shape);
    assert_eq!(refused(with("/randomness/2", json!([]))), OpeningRefusal::Shape);
    assert!(matches!(refused(with("/choices/0/1", json!(-1))), OpeningRefusal::Malformed(_)));
    assert!(matches!(refused(with("/randomness/0/0", json!("007"))), OpeningRefusal::Malformed(_)));
    assert!(matches!(refused(with("/randomness/0/0", json!("-1"))), OpeningRefusal::Malformed(_)));
    assert!(matches!(refused(with("/ballot", json!("{}"))), OpeningRefusal::Ballot(BallotRefusal::Malformed(_))));
    let mut more = honest.clone();
    more["deputy"] = json!("SC0001");
    assert!(matches!(refused(more), OpeningRefusal::Malformed(_)));
    let spaced = honest["ballot"].as_str().unwrap().replacen(':', ": ", 1);
    assert_eq!(refused(with("/ballot", json!(spaced))), OpeningRefusal::Ballot(BallotRefusal::NotCanonical));
    let long = vec![b' '; verifiable_ballots::ballot::MAX_OPENING_BYTES + 1];
    assert!(matches!(Opening::parse(&long), Err(OpeningRefusal::TooLong { .. })));
    for text in ["", "null", "[]", "{}", "\u{0}"] {
        assert!(matches!(Opening::parse(text.as_bytes()), Err(OpeningRefusal::Malformed(_))), "{text:?}");
    }
}

#[test]
fn a_ballot_of_another_election_proves_nothing_here() {
    let mut hall = hall();
    let mut other = Hall::opens(Paper::approve_each(&titles(3), &APPROVE, None).unwrap(), 3, (2, 3));
    let foreign = opened(&sealed(&mut other, 0));
    assert_eq!(checked(&hall, &foreign).unwrap_err(), OpeningRefusal::Ballot(BallotRefusal::WrongUuid));
    let broken = opened(&sealed(&mut hall, 0));
    let mut unsigned = broken.clone();
    let text = broken["ballot"].as_str().unwrap();
    let at = text.rfind("\"challenge\":\"").unwrap() + 13;
    let end = at + text[at..].find('"').unwrap();
    unsigned["ballot"] = json!(format!("{}1{}", &text[..at], &text[end..]));
    assert_eq!(checked(&hall, &unsigned).unwrap_err(), OpeningRefusal::Ballot(BallotRefusal::Signature));
}

#[test]
fn ballots_sealed_alike_are_known_however_they_are_signed() {
    let mut hall = hall();
    let (one, two) = (sealed(&mut hall, 0), sealed(&mut hall, 0));
    assert_ne!(one.ballot.ciphertexts_hash(), two.ballot.ciphertexts_hash(), "fresh randomness each time");
    let text = String::from_utf8(one.ballot.bytes().to_vec()).unwrap();
    let at = text.rfind("\"response\":\"").unwrap() + 12;
    let end = at + text[at..].find('"').unwrap();
    let resigned = Ballot::parse(format!("{}1{}", &text[..at], &text[end..]).as_bytes()).unwrap();
    assert_ne!(resigned.tracker(), one.ballot.tracker());
    assert_eq!(resigned.ciphertexts_hash(), one.ballot.ciphertexts_hash());
}
