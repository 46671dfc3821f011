//! Ballots that keep to the protocol's arithmetic and not to its rules.

use verifiable_ballots::{
    Credential, Election, Element, Scalar,
    hash::{b64_sha256, hash_to_scalar},
};

use crate::support::{
    TestApp,
    session::{Hall, MarkedBallot},
};

/// Makes hash and signature of a changed ballot anew, so that the signature is not what fails.
pub fn signed_again(ballot: &str, hall: &Hall, deputy: usize, app: &TestApp) -> String {
    sign(ballot.split_once(r#","signature":"#).unwrap().0, hall.deputies[deputy].credential(), app.election().uuid())
}

/// `open`: the ballot up to its signature, without the closing brace.
fn sign(open: &str, credential: &Credential, uuid: &str) -> String {
    let hash = b64_sha256(format!("{open}}}").as_bytes());
    let w = Scalar::random(&mut rand::rng());
    let challenge = hash_to_scalar(&format!("sig|{hash}|{}", Element::generator_to(&w)));
    let response = w - *credential.secret(uuid) * challenge;
    let proof = format!(r#"{{"challenge":"{challenge}","response":"{response}"}}"#);
    format!(r#"{open},"signature":{{"hash":"{hash}","proof":{proof}}}}}"#)
}

/// A ballot of one question by somebody who keeps to the protocol's arithmetic and to none of its rules.
pub(super) struct Forged {
    pub(super) values: Vec<u32>,
    /// The randomness of each choice; drawn where it is not given.
    pub(super) r: Vec<Option<Scalar>>,
    pub(super) individual_max: u32,
    pub(super) overall_max: u32,
}

impl Forged {
    pub(super) fn ballot(&self, app: &TestApp, credential: &Credential) -> MarkedBallot {
        let election: Election = app.election();
        let (key, public) = (election.public_key(), credential.public(election.uuid()));
        let s0 = format!("{}|{public}", election.fingerprint());
        let (mut texts, mut choices, mut proofs) = (Vec::new(), Vec::new(), Vec::new());
        let (mut alphas, mut betas, mut sum) = (Element::identity(), Element::identity(), Scalar::ZERO);
        for (&value, r) in self.values.iter().zip(&self.r) {
            let r = r.unwrap_or_else(|| Scalar::random(&mut rand::rng()));
            let alpha = Element::generator_to(&r);
            let beta = key.to(&r).times(&Element::generator_to(&Scalar::from(value)));
            texts.push(format!("{alpha},{beta}"));
            choices.push(format!(r#"{{"alpha":"{alpha}","beta":"{beta}"}}"#));
            proofs.push(interval(&format!("prove|{s0}"), key, (&alpha, &beta), (r, value, self.individual_max)));
            (alphas, betas, sum) = (alphas.times(&alpha), betas.times(&beta), sum + r);
        }
        let prefix = format!("prove|{s0}|{}", texts.join(","));
        let overall = interval(&prefix, key, (&alphas, &betas), (sum, self.values.iter().sum(), self.overall_max));
        let (choices, proofs) = (choices.join(","), proofs.join(","));
        let answer = format!(r#"{{"choices":[{choices}],"individual_proofs":[{proofs}],"overall_proof":{overall}}}"#);
        let names = format!(r#""election_uuid":"{}","election_hash":"{}""#, election.uuid(), election.fingerprint());
        let open = format!(r#"{{{names},"credential":"{public}","answers":[{answer}]"#);
        MarkedBallot { ballot: sign(&open, credential, election.uuid()), ..MarkedBallot::empty(app) }
    }
}

/// The proof that an encryption holds a number of 0..=max.
fn interval(
    prefix: &str,
    key: &Element,
    (alpha, beta): (&Element, &Element),
    (r, value, max): (Scalar, u32, u32),
) -> String {
    let rng = &mut rand::rng();
    let w = Scalar::random(rng);
    let (mut parts, mut commitments) = (Vec::new(), Vec::new());
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
