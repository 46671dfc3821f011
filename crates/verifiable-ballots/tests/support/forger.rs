//! Somebody who knows the specification and keeps to none of the rules: a second implementation of the proofs, in
//! strings and public operations only.

use rand::rngs::StdRng;
use verifiable_ballots::hash::{b64_sha256, hash_to_scalar};
use verifiable_ballots::{Credential, Element, Scalar};

/// Makes hash and signature of a changed ballot anew, so that the signature is not what fails.
pub fn signed_again(ballot: &str, credential: &Credential, uuid: &str, rng: &mut StdRng) -> String {
    let unsigned = format!("{}}}", ballot.split(r#","signature":"#).next().unwrap());
    let hash = b64_sha256(unsigned.as_bytes());
    let w = Scalar::random(rng);
    let challenge = hash_to_scalar(&format!("sig|{hash}|{}", Element::generator_to(&w)));
    let response = w - credential.secret(uuid) * challenge;
    let proof = format!(r#"{{"challenge":"{challenge}","response":"{response}"}}"#);
    let open = &unsigned[..unsigned.len() - 1];
    format!(r#"{open},"signature":{{"hash":"{hash}","proof":{proof}}}}}"#)
}

/// `iprove` of §4.12 by the book, as JSON; `value` is what the prover claims, right or wrong.
pub fn iprove(
    prefix: &str,
    key: &Element,
    (alpha, beta): (&Element, &Element),
    (r, value, max): (Scalar, u32, u32),
    rng: &mut StdRng,
) -> String {
    let w = Scalar::random(rng);
    let mut parts = Vec::new();
    let mut commitments = Vec::new();
    for number in 0..=max {
        let shifted = beta.over(&Element::generator_to(&Scalar::from(number)));
        if number == value {
            parts.push((Scalar::ZERO, Scalar::ZERO));
            commitments.extend([Element::generator_to(&w), key.to(&w)]);
        } else {
            let (challenge, response) = (Scalar::random(rng), Scalar::random(rng));
            parts.push((challenge, response));
            commitments.push(Element::generator_to(&response).times(&alpha.to(&challenge)));
            commitments.push(key.to(&response).times(&shifted.to(&challenge)));
        }
    }
    let commitments: Vec<String> = commitments.iter().map(Element::to_string).collect();
    let hash = hash_to_scalar(&format!("{prefix}|{alpha},{beta}|{}", commitments.join(",")));
    let challenge = hash - parts.iter().map(|(challenge, _)| *challenge).sum();
    parts[usize::try_from(value).unwrap()] = (challenge, w - r * challenge);
    let parts: Vec<String> = parts.iter().map(|(c, r)| format!(r#"{{"challenge":"{c}","response":"{r}"}}"#)).collect();
    format!("[{}]", parts.join(","))
}
