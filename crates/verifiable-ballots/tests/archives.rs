//! The 56 archives of `negative/`.

use verifiable_ballots::{VerifyError, continues};

use crate::support::{array, bytes, json, str, verified};

/// What the verifier must say, by the number each file begins with.
const REASONS: [(&str, &str); 54] = [
    ("10", "ballot 2: question 1, choice 1: it is not proved"),
    ("11", "ballot 2: the credential of the ballot is not on the list"),
    ("12", "ballot 1: question 1, choice 1: not in the prime-order subgroup"),
    ("13", "ballot 1: the ballot is not readable: unknown field"),
    ("14", "ballot 1: question 1: the number of chosen answers"),
    ("15", "ballot 1: the ballot is not readable: not a canonical decimal"),
    ("16", "ballot 1: question 1, choice 2: not the canonical encoding"),
    ("20", "event 2: this ballot is already in the box"),
    ("21", "stands twice"),
    ("30", "not the tally of the ballots"),
    ("32", "not the tally of the ballots"),
    ("40", "trustee 1: question 1, choice 1: the decryption factor is not proved"),
    ("41", "trustee 1: question 1, choice 1: the decryption factor is not proved"),
    ("42", "trustee 1: question 1, choice 1: the decryption factor is not proved"),
    ("43", "trustee 3: question 1, choice 1: the decryption factor is not proved"),
    ("44", "trustees 2 to 4: 2 are needed, 1 took part"),
    ("45", "trustees 1 to 1: 1 are needed, 0 took part"),
    ("46", "trustee 2: the partial decryption is not readable: not in the prime-order subgroup"),
    ("47", "trustee 1: the partial decryption does not fit"),
    ("50", "not what the box holds"),
    ("52", "event 9 (Result) is not allowed"),
    ("53", "event 9 (Result) is not allowed"),
    ("54", "event 8: a second partial decryption by trustee 1"),
    ("60", "broken hash chain at event 2"),
    ("61", "broken hash chain at event 2"),
    ("62", "event 2 has the wrong height 7"),
    ("63", "do not match its name"),
    ("64", "event 1 refers to data that is not"),
    ("65", "event 1 has the wrong height 2"),
    ("70", "event 4 (Ballot) is not allowed"),
    ("71", "event 3 (Ballot) is not allowed"),
    ("72", "event 9 (Ballot) is not allowed"),
    ("73", "event 3 (EndBallots) is not allowed"),
    ("74", "event 3 (EncryptedTally) is not allowed"),
    ("75", "event 1 (Setup) is not allowed"),
    ("80", "cut off in the record at byte 14848"),
    ("81", "cut off in the record at byte 14848"),
    ("82", "belongs to no event"),
    ("83", "unexpected record at byte 15872"),
    ("84", "unexpected record at byte 15872"),
    ("85", "unexpected record at byte 10752"),
    ("86", "belongs to no event"),
    ("87", "no readable BELENIOS header"),
    ("88", "hidden bytes after the record at byte 14848"),
    ("90", "credential 1 of the list: not in the prime-order subgroup"),
    ("91", "is on the list twice"),
    ("92", "not sorted"),
    ("93", "trustee 1 has not proved to know the key"),
    ("94", "threshold key 1: trustee 1 has not proved"),
    ("95", "certificate of trustee 1 is not rightly signed"),
    ("96", "coefficients of trustee 2 are not rightly signed"),
    ("97", "signature of trustee 3 over the certificates"),
    ("98", "key of trustee 1 is not signed by its owner"),
    ("99", "not the product of the trustees' keys"),
];

#[test]
fn each_is_judged_as_listed_and_for_the_right_reason() {
    let index = json("negative/archives.index.json");
    let cases = array(&index["archives"]);
    assert_eq!(cases.len(), 56);
    for case in cases {
        let file = str(&case["file"]);
        let number = &file.trim_start_matches("archives/")[..2];
        let reason = REASONS.iter().find(|(known, _)| *known == number).map(|(_, reason)| *reason);
        assert_eq!(reason.is_none(), str(&case["must"]).starts_with("accept"), "{file}");
        match (verified(&bytes(format!("negative/{file}"))), reason) {
            (Ok(_), None) => {}
            (Err(VerifyError::Bad(said)), Some(reason)) => assert!(said.contains(reason), "{file}: {said}"),
            (verdict, _) => panic!("{file}: {verdict:?}"),
        }
    }
}

#[test]
fn a_rewritten_archive_is_found_by_an_earlier_copy() {
    let rewritten = bytes("negative/archives/A0-rewritten-without-first-ballot.bel");
    let earlier = bytes("negative/base/archives/3-final.bel");
    assert!(verified(&rewritten).is_ok(), "by itself nothing is wrong with it");
    assert!(matches!(continues(&*rewritten, &*earlier), Err(VerifyError::Bad(_))));
    let setup = bytes("negative/base/archives/1-setup.bel");
    assert!(continues(&*earlier, &*setup).is_ok());
    assert!(continues(&*earlier, &*earlier).is_ok());
    assert!(matches!(continues(&*setup, &*earlier), Err(VerifyError::Bad(_))));
}
