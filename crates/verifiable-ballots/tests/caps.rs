//! The cap across questions: `CAP.md`, `cap.json`, and everything that must be refused.

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use verifiable_ballots::hash::{hash_to_scalar, sha256_hex};
use verifiable_ballots::{
    Ballot, CapLine, CapProof, CapRefusal, CheckedBallot, CredentialList, Election, Element, MadeBallot, MarkError,
    Marks, Paper, Proof, Scalar, VerifyError, VerifyOptions,
};

use crate::support::forger::iprove;
use crate::support::hall::{APPROVE, Hall, titles};
use crate::support::{array, path, str, verified_with};

const MAX: u32 = 2;

/// Four projects of which at most two may be approved.
fn hall() -> Hall {
    Hall::opens(Paper::approve_each(&titles(4), &APPROVE, Some(MAX)).unwrap(), 3, (2, 3))
}

/// A right ballot of Belenios, whatever the cap says.
fn with_approvals(hall: &mut Hall, voter: usize, approvals: usize) -> MadeBallot {
    let row = |question: usize| if question < approvals { vec![true, false, false] } else { vec![false, true, false] };
    let choices: Vec<_> = (0..4).map(row).collect();
    Ballot::make(&hall.election, &hall.voters[voter], &choices, &mut hall.rng).unwrap()
}

/// A ballot as the server takes it up again from its box.
fn kept(ballot: &Ballot) -> CheckedBallot {
    CheckedBallot::checked_before(ballot.clone()).unwrap()
}

/// (α, β) of the first choices, from the text of the ballot.
fn firsts(ballot: &Ballot) -> Vec<(Element, Element)> {
    let ballot: Value = serde_json::from_slice(ballot.bytes()).unwrap();
    let point = |value: &Value| str(value).parse::<Element>().unwrap();
    let first = |answer: &Value| (point(&answer["choices"][0]["alpha"]), point(&answer["choices"][0]["beta"]));
    array(&ballot["answers"]).iter().map(first).collect()
}

fn product(firsts: &[(Element, Element)]) -> (Element, Element) {
    let one = (Element::identity(), Element::identity());
    firsts.iter().fold(one, |product, first| (product.0.times(&first.0), product.1.times(&first.1)))
}

/// `prove|cap|S` as CAP.md spells it.
fn prefix(election: &Election, ballot: &Ballot) -> String {
    let points: Vec<String> = firsts(ballot).iter().map(|(alpha, beta)| format!("{alpha},{beta}")).collect();
    format!("prove|cap|{}|{}|{}", election.fingerprint(), ballot.credential(), points.join(","))
}

/// A prover who claims `value` for numbers up to `max`, with the right randomness.
fn claimed(hall: &mut Hall, made: &MadeBallot, value: u32, max: u32) -> CapProof {
    let prefix = prefix(&hall.election, &made.ballot);
    let (alpha, beta) = product(&firsts(&made.ballot));
    let r: Scalar = made.randomness().iter().map(|row| *row[0]).sum();
    let json = iprove(&prefix, hall.election.public_key(), (&alpha, &beta), (r, value, max), &mut hall.rng);
    CapProof::parse(json.as_bytes()).unwrap()
}

/// The string CAP.md says is hashed.
fn hashed(election: &Election, ballot: &Ballot, proof: &CapProof) -> (String, Vec<Proof>) {
    let parts: Vec<Proof> = serde_json::from_slice(&proof.to_json()).unwrap();
    let (alpha, beta) = product(&firsts(ballot));
    let mut commitments = Vec::new();
    for (part, number) in parts.iter().zip(0u32..) {
        let shifted = beta.over(&Element::generator_to(&Scalar::from(number)));
        commitments.push(Element::generator_to(&part.response).times(&alpha.to(&part.challenge)).to_string());
        commitments.push(election.public_key().to(&part.response).times(&shifted.to(&part.challenge)).to_string());
    }
    (format!("{}|{alpha},{beta}|{}", prefix(election, ballot), commitments.join(",")), parts)
}

#[test]
fn any_number_up_to_the_cap_is_proved_as_the_document_says() {
    let mut hall = hall();
    for approvals in 0..=2 {
        let made = with_approvals(&mut hall, 0, approvals);
        let proof = CapProof::make(&hall.election, &made, MAX, &mut hall.rng).unwrap();
        proof.check(&hall.election, &kept(&made.ballot), MAX).unwrap();
        let (string, parts) = hashed(&hall.election, &made.ballot, &proof);
        assert_eq!(hash_to_scalar(&string), parts.iter().map(|part| part.challenge).sum());
        let by_the_book = claimed(&mut hall, &made, u32::try_from(approvals).unwrap(), MAX);
        by_the_book.check(&hall.election, &kept(&made.ballot), MAX).unwrap();
    }
}

#[test]
fn one_more_than_the_cap_with_everything_else_right() {
    let mut hall = hall();
    let made = with_approvals(&mut hall, 0, 3);
    Ballot::parse(made.ballot.bytes()).unwrap().check(&hall.election, &hall.credentials).unwrap();
    let exceeded = CapProof::make(&hall.election, &made, MAX, &mut hall.rng);
    assert_eq!(exceeded, Err(CapRefusal::Exceeded { chosen: 3, max: MAX }));
    for value in 0..=MAX {
        let lie = claimed(&mut hall, &made, value, MAX);
        assert_eq!(lie.check(&hall.election, &kept(&made.ballot), MAX), Err(CapRefusal::Proof { max: MAX }));
    }
    let for_three = claimed(&mut hall, &made, 3, 3);
    for_three.check(&hall.election, &kept(&made.ballot), 3).unwrap();
    let too_long = for_three.check(&hall.election, &kept(&made.ballot), MAX);
    assert_eq!(too_long, Err(CapRefusal::Length { expected: 3, found: 4 }));
    let marks = Marks::Rows(vec![Some(0), Some(0), Some(0), None]);
    assert_eq!(hall.paper.choices(&marks), Err(MarkError::TooMany { chosen: 3, max: MAX }));
}

#[test]
fn the_proof_of_another_ballot() {
    let mut hall = hall();
    let mine = with_approvals(&mut hall, 0, 2);
    let again = with_approvals(&mut hall, 0, 2);
    let theirs = with_approvals(&mut hall, 1, 2);
    for other in [&again, &theirs] {
        let proof = CapProof::make(&hall.election, other, MAX, &mut hall.rng).unwrap();
        proof.check(&hall.election, &kept(&other.ballot), MAX).unwrap();
        assert_eq!(proof.check(&hall.election, &kept(&mine.ballot), MAX), Err(CapRefusal::Proof { max: MAX }));
    }
}

#[test]
fn the_overall_proof_of_a_question_is_no_cap_proof() {
    let mut hall = Hall::opens(Paper::approve_each(&titles(1), &APPROVE, Some(1)).unwrap(), 1, (1, 1));
    let made = hall.fills_in(0, &Marks::Rows(vec![Some(0)]));
    let ballot: Value = serde_json::from_slice(made.ballot.bytes()).unwrap();
    let individual = CapProof::parse(ballot["answers"][0]["individual_proofs"][0].to_string().as_bytes());
    assert_eq!(individual.unwrap().check(&hall.election, &kept(&made.ballot), 1), Err(CapRefusal::Proof { max: 1 }));
}

#[test]
fn each_part_of_a_proof_matters() {
    let mut hall = hall();
    let made = with_approvals(&mut hall, 0, 1);
    let proof = CapProof::make(&hall.election, &made, MAX, &mut hall.rng).unwrap();
    let parts: Vec<Proof> = serde_json::from_slice(&proof.to_json()).unwrap();
    let check = |parts: &[Proof]| {
        let proof = CapProof::parse(&serde_json::to_vec(parts).unwrap()).unwrap();
        proof.check(&hall.election, &kept(&made.ballot), MAX)
    };
    for i in 0..parts.len() {
        let mut changed = parts.clone();
        changed[i].response = changed[i].response + Scalar::ONE;
        assert_eq!(check(&changed), Err(CapRefusal::Proof { max: MAX }));
        let mut changed = parts.clone();
        changed[i].challenge = changed[i].challenge + Scalar::ONE;
        changed[(i + 1) % 3].challenge = changed[(i + 1) % 3].challenge - Scalar::ONE;
        assert_eq!(check(&changed), Err(CapRefusal::Proof { max: MAX }));
        let mut swapped = parts.clone();
        swapped.swap(i, (i + 1) % 3);
        assert_eq!(check(&swapped), Err(CapRefusal::Proof { max: MAX }));
    }
    assert_eq!(check(&parts[..2]), Err(CapRefusal::Length { expected: 3, found: 2 }));
    assert_eq!(check(&[]), Err(CapRefusal::Length { expected: 3, found: 0 }));
    for text in
        ["[ ]", "{}", "[1]", r#"[{"challenge":"1","response":"1","x":1}]"#, r#"[{"response":"1","challenge":"1"}]"#]
    {
        assert!(matches!(CapProof::parse(text.as_bytes()), Err(CapRefusal::Malformed(_))), "{text}");
    }
}

#[test]
fn a_ballot_of_another_paper_has_no_cap() {
    let election = crate::support::election("negative/base");
    let one_question = Ballot::parse(&crate::support::bytes("negative/ballots/00-control-good.json")).unwrap();
    let any: Vec<Proof> = vec![Proof { challenge: Scalar::ONE, response: Scalar::ONE }; 2];
    let any = CapProof::parse(&serde_json::to_vec(&any).unwrap()).unwrap();
    assert_eq!(any.check(&election, &kept(&one_question), 1), Err(CapRefusal::Proof { max: 1 }));
    let other = crate::support::election("approve-each");
    assert_eq!(any.check(&other, &kept(&one_question), 1), Err(CapRefusal::Shape));
}

#[test]
fn a_box_needs_exactly_one_right_line_for_each_ballot() {
    let mut hall = hall();
    hall.casts(0, &Marks::Rows(vec![Some(0), Some(0), None, None]));
    hall.casts(1, &Marks::Rows(vec![None; 4]));
    hall.counts(&[1, 2, 3]);
    let check = |caps: &[u8], cap_max| {
        verified_with(&hall.file, &VerifyOptions { caps: Some(caps), cap_max, ..VerifyOptions::default() })
    };
    assert_eq!(check(&hall.caps, Some(MAX)).unwrap().cap, Some(Some(MAX)));
    assert_eq!(check(&hall.caps, None).unwrap().cap, Some(Some(MAX)));
    let refused = |caps: &[u8], max, reason: &str| match check(caps, max) {
        Err(VerifyError::Bad(said)) => assert!(said.contains(reason), "{said}"),
        other => panic!("{reason}: {other:?}"),
    };
    let lines: Vec<&[u8]> = hall.caps.split(|&b| b == b'\n').filter(|line| !line.is_empty()).collect();
    refused(&hall.caps, Some(3), "3 parts instead of 4");
    refused(&hall.caps, Some(1), "3 parts instead of 2");
    refused(lines[0], None, "has no cap proof");
    refused(b"", None, "has no cap proof");
    refused(&[lines[0], lines[0]].join(&b'\n'), None, "the second for its ballot");
    let stranger = String::from_utf8(lines[0].to_vec()).unwrap().replace(r#"{"tracker":""#, r#"{"tracker":"x"#);
    refused(&[lines[0], lines[1], stranger.as_bytes()].join(&b'\n'), None, "more cap proofs than the 2 ballots");
    let empty = format!(r#"{{"tracker":"{}","proof":[]}}"#, CapLine::parse(lines[0]).unwrap().tracker);
    refused(&[empty.as_bytes(), lines[1]].join(&b'\n'), None, "0 parts instead of 3");
    refused(empty.as_bytes(), None, "its cap proof is empty");
    refused(&[lines[0], b"{}"].join(&b'\n'), None, "not readable");
    let [first, second] = [lines[0], lines[1]].map(|line| CapLine::parse(line).unwrap());
    let crossed = CapLine { tracker: first.tracker, proof: second.proof }.to_json();
    refused(&[&crossed, lines[1]].join(&b'\n'), None, "not proved");
}

#[test]
fn an_empty_box_needs_no_line() {
    let mut hall = hall();
    hall.counts(&[1, 2, 3]);
    let options = VerifyOptions { caps: Some(b""), ..VerifyOptions::default() };
    assert_eq!(verified_with(&hall.file, &options).unwrap().cap, Some(None));
}

fn vectors() -> Value {
    crate::support::json("cap.json")
}

#[test]
fn the_vectors() {
    let vectors = vectors();
    let election = Election::parse(str(&vectors["election"]).as_bytes().to_vec()).unwrap();
    let credentials = CredentialList::parse(str(&vectors["public_creds"]).as_bytes()).unwrap();
    let max = u32::try_from(vectors["max"].as_u64().unwrap()).unwrap();
    for (i, case) in array(&vectors["cases"]).iter().enumerate() {
        let ballot = Ballot::parse(str(&case["ballot"]).as_bytes()).unwrap();
        let ballot = ballot.check(&election, &credentials).unwrap();
        let proof = CapProof::parse(str(&case["proof"]).as_bytes());
        let verdict = proof.as_ref().map_err(Clone::clone).and_then(|proof| proof.check(&election, &ballot, max));
        assert_eq!(verdict.is_ok(), case["must"] == "accept", "{}: {verdict:?}", case["name"]);
        if i == 0 {
            let (string, _) = hashed(&election, &ballot, proof.as_ref().unwrap());
            assert_eq!(string, str(&vectors["hashed"]["string"]));
            assert_eq!(sha256_hex(string.as_bytes()), str(&vectors["hashed"]["sha256"]));
        }
    }
}

/// Writes `cap.json` anew: `cargo test -p verifiable-ballots -- --ignored write_the_vectors`.
#[test]
#[ignore = "writes the file that the other tests and the booth read"]
fn write_the_vectors() {
    let mut hall = hall();
    hall.rng = StdRng::seed_from_u64(20_260_723);
    let made: Vec<MadeBallot> = (0..4).map(|approvals| with_approvals(&mut hall, 0, approvals)).collect();
    let proof =
        |hall: &mut Hall, value: usize| CapProof::make(&hall.election, &made[value], MAX, &mut hall.rng).unwrap();
    let good: Vec<CapProof> = (0..3).map(|value| proof(&mut hall, value)).collect();
    let lie = claimed(&mut hall, &made[3], 2, MAX);
    let three = claimed(&mut hall, &made[3], 3, 3);
    let mut parts: Vec<Proof> = serde_json::from_slice(&good[2].to_json()).unwrap();
    let short = serde_json::to_string(&parts[..2]).unwrap();
    parts.swap(0, 1);
    let swapped = serde_json::to_string(&parts).unwrap();
    let text = |proof: &CapProof| String::from_utf8(proof.to_json()).unwrap();
    let case = |name: &str, must: &str, ballot: usize, proof: String, why: &str| {
        let ballot = String::from_utf8(made[ballot].ballot.bytes().to_vec()).unwrap();
        json!({"name": name, "must": must, "ballot": ballot, "proof": proof, "why": why})
    };
    let leading_zero = text(&good[2]).replacen(r#""challenge":""#, r#""challenge":"0"#, 1);
    let cases = [
        case("two-approved", "accept", 2, text(&good[2]), "exactly the cap"),
        case("none-approved", "accept", 0, text(&good[0]), "nothing approved"),
        case("one-approved", "accept", 1, text(&good[1]), "fewer than the cap"),
        case(
            "exceeded-by-one",
            "refuse",
            3,
            text(&lie),
            "three approved, proof made for the claim of two; everything else is right",
        ),
        case("exceeded-longer-proof", "refuse", 3, text(&three), "three approved, a right proof for a cap of three"),
        case(
            "other-ballots-proof",
            "refuse",
            2,
            text(&good[1]),
            "the proof of another ballot under the same credential",
        ),
        case("short-proof", "refuse", 2, short, "the last part is missing"),
        case("swapped-parts", "refuse", 2, swapped, "two parts in each other's place"),
        case("leading-zero", "refuse", 2, leading_zero, "a scalar in another text form"),
        case(
            "space",
            "refuse",
            2,
            text(&good[2]).replacen(',', ", ", 1),
            "white space, which only a reader of the text can see",
        ),
    ];
    let (string, _) = hashed(&hall.election, &made[2].ballot, &good[2]);
    let file = json!({
        "about": "cap proofs (CAP.md); all secrets behind these are public, never use them",
        "election": String::from_utf8(hall.election.bytes().to_vec()).unwrap(),
        "public_creds": String::from_utf8(hall.credentials.to_json()).unwrap(),
        "credential": hall.voters[0].to_string(),
        "max": MAX,
        "hashed": {"case": "two-approved", "string": string, "sha256": sha256_hex(string.as_bytes())},
        "cases": cases,
    });
    std::fs::write(path("cap.json"), serde_json::to_string_pretty(&file).unwrap() + "\n").unwrap();
}
