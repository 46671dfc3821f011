//! Every string that is hashed on the way, as the reference files have them: `intermediate-values/`.

use serde_json::Value;
use verifiable_ballots::hash::{b64_sha256, hash_to_scalar, sha256_hex};
use verifiable_ballots::signature::verify_message;
use verifiable_ballots::tally::combine;
use verifiable_ballots::trustee::{
    Certificate, check_polynomial, check_voutput, decryption_key_from, threshold, verification, vinput,
};
use verifiable_ballots::{
    Ballot, Element, EncryptedTally, PartialDecryption, Polynomial, Proof, Scalar, Seed, ThresholdParameters, Trustees,
    Vinput, Voutput,
};

use crate::support::{array, bytes, election, json, str, text};

fn element(value: &Value) -> Element {
    str(value).parse().unwrap()
}

fn scalar(value: &Value) -> Scalar {
    str(value).parse().unwrap()
}

fn proof(value: &Value) -> Proof {
    Proof { challenge: scalar(&value["challenge"]), response: scalar(&value["response"]) }
}

/// g^response · X^challenge
fn commitment(proof: &Proof, x: &Element) -> Element {
    Element::generator_to(&proof.response).times(&x.to(&proof.challenge))
}

#[test]
fn the_strings_of_a_ballot() {
    let values = json("intermediate-values/ballot.json");
    let first = text("choose-up-to-10/ballots.jsonl").lines().next().unwrap().to_owned();
    let election = election("choose-up-to-10");
    assert_eq!(election.fingerprint(), str(&values["phi"]));
    assert_eq!(election.public_key().to_string(), str(&values["public_key_y"]));
    assert_eq!(Ballot::parse(first.as_bytes()).unwrap().tracker(), str(&values["tracker"]));
    let unsigned = format!("{}}}", first.split(r#","signature":"#).next().unwrap());
    assert_eq!(b64_sha256(unsigned.as_bytes()), str(&values["signature_hash"]));
    let read: Value = serde_json::from_str(&first).unwrap();
    let mut proofs =
        array(&read["answers"][0]["individual_proofs"]).iter().chain([&read["answers"][0]["overall_proof"]]);
    for hashed in array(&values["hashed"]) {
        let Some(challenge) = hashed.get("challenge") else { continue };
        let string = str(&hashed["string"]);
        assert_eq!(sha256_hex(string.as_bytes()), str(&hashed["sha256"]));
        assert_eq!(hash_to_scalar(string), scalar(challenge));
        let Some(commitments) = hashed.get("commitments") else { continue };
        let (alpha, beta) = (element(&hashed["alpha"]), element(&hashed["beta"]));
        let mut commitments = array(commitments).iter();
        let numbers: Vec<u32> = serde_json::from_value(hashed["values"].clone()).unwrap();
        for (number, part) in numbers.into_iter().zip(array(proofs.next().unwrap())) {
            let part = proof(part);
            let shifted = beta.over(&Element::generator_to(&Scalar::from(number)));
            let b = election.public_key().to(&part.response).times(&shifted.to(&part.challenge));
            assert_eq!(commitment(&part, &alpha), element(commitments.next().unwrap()));
            assert_eq!(b, element(commitments.next().unwrap()));
        }
        assert!(commitments.next().is_none());
    }
    assert!(proofs.next().is_none(), "every proof of the ballot was looked at");
}

#[test]
fn the_strings_of_the_trustees() {
    let values = json("intermediate-values/trustees.json");
    let seed: Seed = str(&values["seed"]).parse().unwrap();
    assert_eq!(*seed.signing_key(), scalar(&values["signing_key_sk"]));
    assert_eq!(seed.verification_key(), element(&values["verification_key"]));
    assert_eq!(*seed.decryption_key(), scalar(&values["decryption_key_dk"]));
    assert_eq!(seed.encryption_key(), element(&values["encryption_key"]));
    for case in array(&values["proofs_and_signatures"]) {
        let (proof, string) = (proof(case), str(&case["string"]));
        let x = element(case.get("public_key_X").unwrap_or(&case["verification_key"]));
        assert_eq!(commitment(&proof, &x), element(&case["A"]), "{}", case["name"]);
        assert_eq!(hash_to_scalar(string), proof.challenge, "{}", case["name"]);
        if let Some(message) = string.strip_prefix("sigmsg|") {
            let (message, _) = message.rsplit_once('|').unwrap();
            assert!(verify_message(&x, message, &proof));
            assert!(!verify_message(&x, &message[1..], &proof));
        }
    }
    let sum = array(&values["shares_received_s_i2"]).iter().map(scalar).sum::<Scalar>();
    assert_eq!(sum, scalar(&values["sum_S_2 (decryption key)"]));
    let encrypted = text("choose-up-to-10/trustees/pedersen2/encrypted_decryption_key.txt");
    assert_eq!(*decryption_key_from(&seed, &encrypted).unwrap(), sum);
}

fn lines<T: for<'a> serde::Deserialize<'a>>(name: &str) -> Vec<T> {
    text(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn of<T: for<'a> serde::Deserialize<'a>>(z: u32, name: &str) -> T {
    serde_json::from_slice(&bytes(format!("choose-up-to-10/trustees/pedersen{z}/{name}"))).unwrap()
}

#[test]
fn the_messages_of_the_ceremony() {
    let certificates: Vec<Certificate> = lines("choose-up-to-10/trustees/certs.jsons");
    let polynomials: Vec<Polynomial> = lines("choose-up-to-10/trustees/polynomials.jsons");
    let mut voutputs = Vec::new();
    for z in 1..=3 {
        check_polynomial(&certificates, z, &polynomials[usize::try_from(z).unwrap() - 1]).unwrap();
        let routed: Vinput = of(z, "vinput.json");
        assert_eq!(vinput(&polynomials, z).unwrap(), routed);
        let seed: Seed = text(format!("choose-up-to-10/trustees/pedersen{z}/seed.txt")).parse().unwrap();
        let theirs: Voutput = of(z, "voutput.json");
        let ours = verification(&seed, &certificates, &routed, &mut rand::rng()).unwrap();
        check_voutput(&certificates, &polynomials, z, &theirs).unwrap();
        check_voutput(&certificates, &polynomials, z, &ours).unwrap();
        assert_eq!(ours.public_key.public_key, theirs.public_key.public_key);
        let key = |voutput: &Voutput| *decryption_key_from(&seed, &voutput.private_key).unwrap();
        assert_eq!(key(&ours), key(&theirs));
        voutputs.push(theirs);
    }
    let ours = threshold(&certificates, &polynomials, &voutputs).unwrap();
    let file = text("choose-up-to-10/trustees/threshold.json");
    assert_eq!(serde_json::to_string(&ours).unwrap(), file);
    assert_eq!(serde_json::from_str::<ThresholdParameters>(&file).unwrap(), ours);
}

#[test]
fn the_strings_of_the_decryption() {
    let values = json("intermediate-values/decryption.json");
    for case in array(&values["factors"]) {
        let (proof, x) = (proof(&case["proof"]), element(&case["public_key_X"]));
        let (alpha, factor) = (element(&case["alpha"]), element(&case["factor"]));
        assert_eq!(alpha.to(&scalar(&case["private_key_x"])), factor);
        assert_eq!(commitment(&proof, &x), element(&case["A"]));
        assert_eq!(alpha.to(&proof.response).times(&factor.to(&proof.challenge)), element(&case["B"]));
        assert_eq!(hash_to_scalar(str(&case["string"])), proof.challenge);
    }
    let folder = "choose-up-to-10";
    let trustees = Trustees::parse(&bytes(format!("{folder}/trustees.json"))).unwrap();
    let tally = EncryptedTally::parse(
        &bytes(format!("{folder}/encrypted_tally.json")),
        &bytes(format!("{folder}/sized_encrypted_tally.json")),
        &election(folder),
    );
    for case in array(&values["combination"]) {
        let places: Vec<u32> = serde_json::from_value(case["pedersen_indices"].clone()).unwrap();
        let owners = [1].into_iter().chain(places.into_iter().map(|place| place + 1));
        let partial = |owner: u32| {
            let bytes = bytes(format!("{folder}/partial_decryptions/owner{owner}.json"));
            let partial = PartialDecryption::parse(&bytes).unwrap();
            partial.check(&election(folder), tally.as_ref().unwrap(), &trustees, owner).unwrap()
        };
        let partials: Vec<_> = owners.map(partial).collect();
        let result = combine(&trustees, tally.as_ref().unwrap(), &partials).unwrap();
        assert_eq!(serde_json::to_value(&result.counts[0]).unwrap(), case["result"]);
    }
}
