//! Somebody who knows the specification and keeps to none of the rules: a second implementation of the proofs, in
//! strings and public operations only.

use rand::rngs::StdRng;
use verifiable_ballots::hash::{b64_sha256, hash_to_scalar};
use verifiable_ballots::{Credential, Election, Element, Scalar};

/// Makes hash and signature of a changed ballot anew, so that the signature is not what fails.
pub fn signed_again(ballot: &str, credential: &Credential, uuid: &str, rng: &mut StdRng) -> String {
    let (open, _) = ballot.split_once(r#","signature":"#).unwrap_or((&ballot[..ballot.len() - 1], ""));
    let unsigned = format!("{open}}}");
    let hash = b64_sha256(unsigned.as_bytes());
    let w = Scalar::random(rng);
    let challenge = hash_to_scalar(&format!("sig|{hash}|{}", Element::generator_to(&w)));
    let response = w - *credential.secret(uuid) * challenge;
    let proof = format!(r#"{{"challenge":"{challenge}","response":"{response}"}}"#);
    format!(r#"{open},"signature":{{"hash":"{hash}","proof":{proof}}}}}"#)
}

/// A ballot for an election of one question from 0, with any values; each individual proof is for 0..=`individual_max`, the
/// overall proof for 0..=`overall_max`, and every proof is right for what it claims.
pub fn ballot(
    election: &Election,
    credential: &Credential,
    values: &[u32],
    (individual_max, overall_max): (u32, u32),
    rng: &mut StdRng,
) -> String {
    let (key, public) = (election.public_key(), credential.public(election.uuid()));
    let s0 = format!("{}|{public}", election.fingerprint());
    let (mut texts, mut choices, mut proofs) = (Vec::new(), Vec::new(), Vec::new());
    let (mut alphas, mut betas, mut r_sum) = (Element::identity(), Element::identity(), Scalar::ZERO);
    for &value in values {
        let r = Scalar::random(rng);
        let (alpha, beta) = (Element::generator_to(&r), key.to(&r).times(&Element::generator_to(&Scalar::from(value))));
        texts.push(format!("{alpha},{beta}"));
        choices.push(format!(r#"{{"alpha":"{alpha}","beta":"{beta}"}}"#));
        proofs.push(iprove(&format!("prove|{s0}"), key, (&alpha, &beta), (r, value, individual_max), rng));
        (alphas, betas, r_sum) = (alphas.times(&alpha), betas.times(&beta), r_sum + r);
    }
    let prefix = format!("prove|{s0}|{}", texts.join(","));
    let overall = iprove(&prefix, key, (&alphas, &betas), (r_sum, values.iter().sum(), overall_max), rng);
    let (choices, proofs) = (choices.join(","), proofs.join(","));
    let answer = format!(r#"{{"choices":[{choices}],"individual_proofs":[{proofs}],"overall_proof":{overall}}}"#);
    let names = format!(r#""election_uuid":"{}","election_hash":"{}""#, election.uuid(), election.fingerprint());
    let unsigned = format!(r#"{{{names},"credential":"{public}","answers":[{answer}]}}"#);
    signed_again(&unsigned, credential, election.uuid(), rng)
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
