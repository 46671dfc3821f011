//! What holds for anything at all.

use std::io::Cursor;

use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;
use verifiable_ballots::archive::{Archive, Board};
use verifiable_ballots::trustee::{CertKeys, Certificate};
use verifiable_ballots::{
    Ballot, CapLine, CredentialList, Election, Element, EncryptedTally, PartialDecryption, Scalar, Seed, Trustees,
    Vinput,
};
use verifiable_ballots::{Marks, Paper};

use crate::support::hall::{APPROVE, Hall, titles};
use crate::support::{bytes, election, verified};

fn scalars() -> impl Strategy<Value = Scalar> {
    any::<u64>().prop_map(|seed| Scalar::random(&mut StdRng::seed_from_u64(seed)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn scalars_are_what_they_are_written_as(s in scalars(), small in any::<u64>()) {
        prop_assert_eq!(s.to_string().parse::<Scalar>(), Ok(s));
        prop_assert_eq!(Scalar::from(small).to_string(), small.to_string());
        prop_assert_eq!(serde_json::from_str::<Scalar>(&serde_json::to_string(&s).unwrap()).unwrap(), s);
        prop_assert_eq!(s + (-s), Scalar::ZERO);
    }

    #[test]
    fn elements_are_what_they_are_written_as(s in scalars()) {
        let element = Element::generator_to(&s);
        prop_assert_eq!(element.to_string().parse::<Element>(), Ok(element));
        prop_assert!(element.over(&element).is_identity());
    }

    #[test]
    fn any_64_digits_are_read_only_if_they_are_written_so(text in "[0-9a-f]{64}") {
        if let Ok(element) = text.parse::<Element>() {
            prop_assert_eq!(element.to_string(), text);
        }
    }

    #[test]
    fn the_order_of_a_list_does_not_depend_on_the_order_of_issuing(seed in any::<u64>(), n in 0..20usize) {
        let mut rng = StdRng::seed_from_u64(seed);
        let keys: Vec<Element> = (0..n).map(|_| Element::generator_to(&Scalar::random(&mut rng))).collect();
        let list = CredentialList::from_unsorted(keys.clone()).unwrap();
        let reversed = CredentialList::from_unsorted(keys.into_iter().rev().collect()).unwrap();
        prop_assert_eq!(list.to_json(), reversed.to_json());
        prop_assert_eq!(list.fingerprint(), reversed.fingerprint());
        let read = CredentialList::parse(&list.to_json()).unwrap();
        prop_assert_eq!(read.entries(), list.entries());
    }

    #[test]
    fn no_bytes_make_a_reader_trip(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = Ballot::parse(&bytes);
        let _ = CapLine::parse(&bytes);
        let _ = CredentialList::parse(&bytes);
        let _ = Election::parse(bytes.clone());
        let _ = Trustees::parse(&bytes);
        let _ = PartialDecryption::parse(&bytes);
        let _ = EncryptedTally::parse(&bytes, &bytes, &election("negative/base"));
        let _ = verified(&bytes);
    }

    #[test]
    fn no_change_of_a_file_makes_a_reader_trip(at in 0..15_000usize, with in prop::collection::vec(any::<u8>(), 0..20)) {
        let file = bytes("negative/archives/10-wrong-proof.bel");
        let changed = [&file[..at], &with, &file[at + with.len()..]].concat();
        if let Ok(mut archive) = Archive::open(Cursor::new(&changed)) {
            let _ = Board::read(&mut archive);
        }
        let cut = [&file[..at], &file[at + with.len()..]].concat();
        prop_assert!(with.is_empty() || verified(&cut).is_err());
    }
}

/// A paper of up to 3 rows, a cap or none, and marks of up to 3 voters.
fn votes() -> impl Strategy<Value = (usize, Option<u32>, Vec<Vec<Option<usize>>>)> {
    (1..=3usize).prop_flat_map(|rows| {
        let most = u32::try_from(rows).unwrap();
        let marks = prop::collection::vec(prop::collection::vec(prop::option::of(0..3usize), rows), 0..=3);
        (Just(rows), prop::option::of(1..=most), marks)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_was_marked_is_what_is_counted((rows, cap, voters) in votes(), t in 1..=2u32) {
        let paper = Paper::approve_each(&titles(rows), &APPROVE, cap).unwrap();
        let mut hall = Hall::opens(paper, voters.len(), (t, 2));
        let mut expected = vec![vec![0; 3]; rows];
        for (voter, marks) in voters.into_iter().enumerate() {
            let approved = marks.iter().filter(|mark| **mark == Some(0)).count();
            let fits = cap.is_none_or(|cap| approved <= usize::try_from(cap).unwrap());
            let marks = Marks::Rows(marks);
            prop_assert_eq!(hall.paper.choices(&marks).is_ok(), fits);
            if fits {
                for (row, choice) in expected.iter_mut().zip(hall.paper.choices(&marks).unwrap()) {
                    row.iter_mut().zip(choice).for_each(|(count, chosen)| *count += u64::from(chosen));
                }
                hall.casts(voter, &marks);
            }
        }
        let result = hall.counts(&[1, 2, 3]);
        prop_assert_eq!(&result.counts, &expected);
        prop_assert_eq!(verified(&hall.file).unwrap().result, Some(result));
    }
}

#[test]
fn structures_of_the_ceremony_do_not_take_unknown_fields() {
    for text in [r#"{"message":"","signature":{"challenge":"1","response":"1"},"x":1}"#, r#"{"message":""}"#] {
        assert!(serde_json::from_str::<Certificate>(text).is_err());
    }
    assert!(serde_json::from_str::<CertKeys>("{}").is_err());
    assert!(serde_json::from_str::<Vinput>("{}").is_err());
    assert!("".parse::<Seed>().is_err());
}
