//! The 76 ballots of `negative/`: five to accept, the others to refuse for the reason they were made.

use verifiable_ballots::{Ballot, BallotRefusal};

use crate::support::{array, bytes, credentials, election, json, str};

/// The whole way of a cast ballot.
fn cast(folder: &str, ballot: &[u8]) -> Result<(), BallotRefusal> {
    Ballot::parse(ballot)?.check(&election(folder), &credentials(folder)).map(drop)
}

/// Which check of ours the one that refused it in the reference script corresponds to.
fn same_reason(refusal: &BallotRefusal, script: &str) -> bool {
    use BallotRefusal as R;
    let number = || script.rsplit(' ').next().and_then(|n| n.parse::<usize>().ok());
    match refusal {
        R::Malformed(_) | R::NotCanonical | R::CredentialNotInGroup(_) | R::TooLong { .. } => [
            "fields",
            "canonical",
            "JSON",
            "number",
            "lower-case hex",
            "y >= p",
            "unknown credential",
            "wrong election_hash",
        ]
        .iter()
        .any(|word| script.contains(word)),
        R::WrongUuid => script == "wrong uuid",
        R::WrongElectionHash => script == "wrong election_hash",
        R::UnknownCredential => script == "unknown credential",
        R::AnswerCount { .. } => script == "number of answers",
        R::ChoiceCount { .. } => script == "number of choices",
        // The script looks at the hash in the signature before the proofs.
        R::IndividualProof { .. } if script == "signature hash" => true,
        R::IndividualProofLength { choice, .. } | R::IndividualProof { choice, .. } => {
            script.contains("individual proof") && number() == Some(*choice)
        }
        R::OverallProofLength { .. } | R::OverallProof { .. } => script == "overall proof",
        R::NotInGroup { choice, .. } => {
            script.contains(&format!(" {choice}:")) && (script.contains("subgroup") || script.contains("canonical"))
        }
        R::SignatureHash => script == "signature hash",
        R::Signature => script == "signature",
    }
}

#[test]
fn each_is_judged_as_listed_and_for_the_right_reason() {
    let index = json("negative/ballots.index.json");
    let cases = array(&index["ballots"]);
    assert_eq!(cases.len(), 76);
    for case in cases {
        let file = str(&case["file"]);
        let folder = match file.trim_start_matches("ballots/").chars().next() {
            Some('c') => "choose-up-to-10",
            Some('a') => "approve-each",
            _ => "negative/base",
        };
        let verdict = cast(folder, &bytes(format!("negative/{file}")));
        match (str(&case["must"]), verdict) {
            ("accept", verdict) => assert_eq!(verdict, Ok(()), "{file}"),
            ("refuse", Err(refusal)) => {
                let script = str(&case["refused_by_reference_script_because"]);
                assert!(same_reason(&refusal, script), "{file}: {refusal:?}, but the script said {script}");
            }
            (must, verdict) => panic!("{file}: must {must}, was {verdict:?}"),
        }
    }
}

#[test]
fn the_identity_as_alpha_is_noticed() {
    let shown = Ballot::parse(&bytes("negative/ballots/45-identity-canonical-r-zero.json")).unwrap();
    assert!(shown.has_identity_alpha());
    let hidden = Ballot::parse(&bytes("negative/ballots/00-control-good.json")).unwrap();
    assert!(!hidden.has_identity_alpha());
}
