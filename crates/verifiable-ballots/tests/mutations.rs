//! A valid ballot in which one thing is changed, with the old signature and signed again, is refused.

use rand::SeedableRng;
use rand::rngs::StdRng;
use verifiable_ballots::{Ballot, BallotRefusal, Credential, CredentialList, Election, Element, Scalar};

use crate::support::forger::{ballot, signed_again};
use crate::support::hall::{APPROVE, Hall, titles};
use crate::support::{bytes, credentials, election};
use verifiable_ballots::{Marks, Paper};

struct Case {
    election: Election,
    credentials: CredentialList,
    credential: Credential,
    ballot: String,
    rng: StdRng,
}

impl Case {
    fn base() -> Case {
        let ballot = String::from_utf8(bytes("negative/ballots/00-control-good.json")).unwrap();
        let credential = "EZWPw-WozAHq-aeG2n-bXxJHB".parse().unwrap();
        let (election, credentials) = (election("negative/base"), credentials("negative/base"));
        Case { election, credentials, credential, ballot, rng: StdRng::seed_from_u64(7) }
    }

    fn approve_each() -> Case {
        let paper = Paper::approve_each(&titles(2), &APPROVE, None).unwrap();
        let mut hall = Hall::opens(paper, 2, (1, 1));
        let made = hall.fills_in(1, &Marks::Rows(vec![Some(0), Some(2)]));
        let ballot = String::from_utf8(made.ballot.bytes().to_vec()).unwrap();
        let Hall { election, credentials, voters, rng, .. } = hall;
        Case { election, credentials, credential: voters[1].clone(), ballot, rng }
    }

    fn judge(&self, text: &str) -> Result<(), BallotRefusal> {
        Ballot::parse(text.as_bytes())?.check(&self.election, &self.credentials).map(drop)
    }

    /// Refused as it is, and refused when its owner signs it again.
    fn refuses(&mut self, changed: &str, what: &str) {
        assert_ne!(changed, self.ballot, "{what}: nothing was changed");
        assert!(self.judge(changed).is_err(), "{what}");
        let again = signed_again(changed, &self.credential, self.election.uuid(), &mut self.rng);
        if again.split(r#","signature""#).next() == self.ballot.split(r#","signature""#).next() {
            return; // only the signature was changed, and it is right again
        }
        assert!(self.judge(&again).is_err(), "{what}, signed again");
    }

    /// Where the values (no field names) of the ballot stand.
    fn values(&self) -> Vec<std::ops::Range<usize>> {
        let quotes: Vec<usize> = self.ballot.match_indices('"').map(|(at, _)| at).collect();
        let spans = quotes.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]);
        spans.filter(|span| !self.ballot[span.end + 1..].starts_with(':')).collect()
    }

    fn with(&self, span: &std::ops::Range<usize>, value: &str) -> String {
        format!("{}{value}{}", &self.ballot[..span.start], &self.ballot[span.end..])
    }
}

#[test]
fn signing_again_is_right() {
    for mut case in [Case::base(), Case::approve_each()] {
        let again = signed_again(&case.ballot, &case.credential, case.election.uuid(), &mut case.rng);
        assert_ne!(again, case.ballot);
        assert_eq!(case.judge(&again), Ok(()));
    }
}

/// Values of the same kind that a field could hold instead.
fn replacements(value: &str) -> Vec<String> {
    if let Ok(scalar) = value.parse::<Scalar>() {
        return [scalar + Scalar::ONE, -scalar, scalar * Scalar::from(8u32), Scalar::ZERO]
            .map(|s| s.to_string())
            .into();
    }
    if let Ok(element) = value.parse::<Element>() {
        let generator = Element::generator_to(&Scalar::ONE);
        let others = [element.times(&generator), Element::identity().over(&element), generator, Element::identity()];
        return others.map(|e| e.to_string()).into();
    }
    let last = if value.ends_with('A') { "B" } else { "A" };
    vec![format!("{}{last}", &value[..value.len() - 1])]
}

#[test]
fn each_field_with_another_value() {
    for mut case in [Case::base(), Case::approve_each()] {
        for span in case.values() {
            let value = case.ballot[span.clone()].to_owned();
            for other in replacements(&value).into_iter().filter(|other| *other != value) {
                let changed = case.with(&span, &other);
                case.refuses(&changed, &format!("{value} -> {other} at {span:?}"));
            }
        }
    }
}

#[test]
fn any_two_neighbouring_values_swapped() {
    for mut case in [Case::base(), Case::approve_each()] {
        let values = case.values();
        for pair in values.windows(2) {
            let (first, second) = (case.ballot[pair[0].clone()].to_owned(), case.ballot[pair[1].clone()].to_owned());
            let swapped = case.with(&pair[1], &first);
            let swapped = format!("{}{second}{}", &swapped[..pair[0].start], &swapped[pair[0].end..]);
            case.refuses(&swapped, &format!("{pair:?} swapped"));
        }
    }
}

#[test]
fn any_byte_left_out_doubled_or_changed() {
    let case = Case::base();
    for at in 0..case.ballot.len() {
        let (before, after) = (&case.ballot.as_bytes()[..at], &case.ballot.as_bytes()[at..]);
        let byte = after[0];
        for middle in [vec![], vec![byte, byte], vec![byte ^ 1], vec![b' ', byte], vec![b'\\', byte], vec![0xff]] {
            let changed = [before, &middle, &after[1..]].concat();
            // A proof that is wrong is found above; here the reader must not trip.
            if let Ok(ballot) = Ballot::parse(&changed) {
                assert_eq!(ballot.bytes(), changed, "what is read is written the same");
                assert_ne!(ballot.bytes(), case.ballot.as_bytes());
            }
        }
    }
}

#[test]
fn too_long_is_refused_before_it_is_read() {
    let long = vec![b'['; 64 * 1024 + 1];
    assert!(matches!(Ballot::parse(&long), Err(BallotRefusal::TooLong { bytes: 65_537 })));
    assert!(matches!(Ballot::parse(&long[1..]), Err(BallotRefusal::Malformed(_))));
}

#[test]
fn proofs_that_are_right_for_a_wider_claim() {
    let mut case = Case::base();
    let mut made = |values: &[u32], claims| {
        let text = ballot(&case.election, &case.credential, values, claims, &mut case.rng);
        Ballot::parse(text.as_bytes()).unwrap().check(&case.election, &case.credentials).map(drop)
    };
    assert_eq!(made(&[1, 0, 0, 1], (1, 2)), Ok(()), "made by the book");
    let three = made(&[1, 1, 0, 1], (1, 3));
    assert_eq!(three, Err(BallotRefusal::OverallProofLength { question: 0 }));
    let two_in_one = made(&[0, 2, 0, 0], (2, 2));
    assert_eq!(two_in_one, Err(BallotRefusal::IndividualProofLength { question: 0, choice: 0 }));
    let narrower = made(&[0, 0, 0, 1], (1, 1));
    assert_eq!(narrower, Err(BallotRefusal::OverallProofLength { question: 0 }));
    let only_zero = made(&[0, 0, 0, 0], (0, 2));
    assert_eq!(only_zero, Err(BallotRefusal::IndividualProofLength { question: 0, choice: 0 }));
    assert_eq!(made(&[0, 0, 1], (1, 2)), Err(BallotRefusal::ChoiceCount { question: 0 }));
    assert_eq!(made(&[0, 0, 1, 0, 1], (1, 2)), Err(BallotRefusal::ChoiceCount { question: 0 }));
}

#[test]
fn a_choice_without_a_proof_or_a_proof_without_a_choice() {
    let mut case = Case::base();
    for (values, proofs) in [(&[0, 0, 1, 0, 1][..], 4), (&[0, 0, 1], 4), (&[0, 0, 1, 0], 3), (&[0, 0, 1, 0], 5)] {
        let text = ballot(&case.election, &case.credential, values, (1, 2), &mut case.rng);
        let (before, rest) = text.split_once(r#""individual_proofs":[["#).unwrap();
        let (inside, after) = rest.split_once(r#"]],"overall_proof""#).unwrap();
        let inside: Vec<&str> = inside.split("],[").cycle().take(proofs).collect();
        let inside = inside.join("],[");
        let changed = format!(r#"{before}"individual_proofs":[[{inside}]],"overall_proof"{after}"#);
        let again = signed_again(&changed, &case.credential, case.election.uuid(), &mut case.rng);
        assert_eq!(case.judge(&again), Err(BallotRefusal::ChoiceCount { question: 0 }), "{values:?} {proofs}");
    }
}

#[test]
fn a_ballot_for_another_election_or_from_a_stranger() {
    let case = Case::base();
    let ballot = Ballot::parse(case.ballot.as_bytes()).unwrap();
    let judge = |election: &Election, list: &CredentialList| ballot.clone().check(election, list).map(drop);
    let stranger = CredentialList::from_unsorted(vec![Credential::generate(&mut rand::rng()).public("x")]).unwrap();
    assert_eq!(judge(&case.election, &stranger), Err(BallotRefusal::UnknownCredential));
    let other = election("choose-up-to-10");
    assert_eq!(judge(&other, &case.credentials), Err(BallotRefusal::WrongUuid));
    let text = String::from_utf8(case.election.bytes().to_vec()).unwrap().replace("反例用小选举", "别的");
    let same_uuid = Election::parse(text.into_bytes()).unwrap();
    assert_eq!(judge(&same_uuid, &case.credentials), Err(BallotRefusal::WrongElectionHash));
}
