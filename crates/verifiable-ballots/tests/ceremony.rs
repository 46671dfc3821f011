//! The key ceremony: every step, and who is named when something is wrong.

use rand::SeedableRng;
use rand::rngs::StdRng;
use verifiable_ballots::signature::{sign_message, verify_message};
use verifiable_ballots::trustee::{
    Certificate, ChannelError, Context, ThresholdError, TrusteeKind, certificate, check_certificate, check_polynomial,
    check_voutput, decryption_key_from, polynomial, threshold, verification, vinput,
};
use verifiable_ballots::{
    CeremonyError, Element, Polynomial, Scalar, Seed, ServerKey, ThresholdKey, Trustees, TrusteesError, Voutput,
};

use crate::support::bytes;

struct Ceremony {
    rng: StdRng,
    seeds: Vec<Seed>,
    certificates: Vec<Certificate>,
    polynomials: Vec<Polynomial>,
    voutputs: Vec<Voutput>,
}

/// Two of three, all steps done.
fn two_of_three(seed: u64) -> Ceremony {
    let mut rng = StdRng::seed_from_u64(seed);
    let seeds: Vec<Seed> = (0..3).map(|_| Seed::generate(&mut rng)).collect();
    let context = |index| Context::new(3, 2, index).unwrap();
    let certificates: Vec<_> = seeds.iter().zip(1..).map(|(s, i)| certificate(s, context(i), &mut rng)).collect();
    let polynomials: Vec<_> = seeds.iter().map(|s| polynomial(s, &certificates, &mut rng).unwrap()).collect();
    let mut voutputs = Vec::new();
    for (seed, index) in seeds.iter().zip(1..) {
        let routed = vinput(&polynomials, index).unwrap();
        voutputs.push(verification(seed, &certificates, &routed, &mut rng).unwrap());
    }
    Ceremony { rng, seeds, certificates, polynomials, voutputs }
}

#[test]
fn the_messages_survive_being_sent_as_json() {
    let c = two_of_three(1);
    let again: Polynomial = serde_json::from_str(&serde_json::to_string(&c.polynomials[0]).unwrap()).unwrap();
    assert_eq!(again, c.polynomials[0]);
    let again: Voutput = serde_json::from_str(&serde_json::to_string(&c.voutputs[0]).unwrap()).unwrap();
    assert_eq!(again, c.voutputs[0]);
    let again: Certificate = serde_json::from_str(&serde_json::to_string(&c.certificates[0]).unwrap()).unwrap();
    assert_eq!(again, c.certificates[0]);
}

#[test]
fn every_message_is_right_and_the_shares_belong_to_the_key() {
    let c = two_of_three(2);
    for ((seed, index), place) in c.seeds.iter().zip(1..).zip(0..) {
        check_certificate(&c.certificates[place], &Context::new(3, 2, index).unwrap()).unwrap();
        check_polynomial(&c.certificates, index, &c.polynomials[place]).unwrap();
        check_voutput(&c.certificates, &c.polynomials, index, &c.voutputs[place]).unwrap();
        let share = decryption_key_from(seed, &c.voutputs[place].private_key).unwrap();
        assert_eq!(Element::generator_to(&share), c.voutputs[place].public_key.public_key);
    }
    let parameters = threshold(&c.certificates, &c.polynomials, &c.voutputs).unwrap();
    let trustees = Trustees::from_kinds(vec![TrusteeKind::Pedersen(parameters)]).unwrap();
    // Lagrange at 0 for places 1 and 2: 2·s1 − s2.
    let share = |z: usize| decryption_key_from(&c.seeds[z], &c.voutputs[z].private_key).unwrap();
    let secret = *share(0) * Scalar::from(2u32) - *share(1);
    assert_eq!(Element::generator_to(&secret), *trustees.election_key());
    assert_eq!(trustees.verification_keys(), c.seeds.iter().map(Seed::verification_key).collect::<Vec<_>>());
}

#[test]
fn a_share_opens_only_for_its_owner() {
    let c = two_of_three(3);
    let refusal = |z: usize, sealed: &str| decryption_key_from(&c.seeds[z], sealed).err();
    assert_eq!(refusal(1, &c.voutputs[0].private_key), Some(ChannelError::Decryption));
    // A polynomial is not a decryption key, though it is encrypted and signed by the same trustee to itself.
    assert!(matches!(refusal(0, &c.polynomials[0].polynomial), Some(ChannelError::NotReadable(_))));
    let mut changed = c.voutputs[0].private_key.clone();
    let end = changed.len() - 3;
    let last = if changed.ends_with("0\"}") { "1" } else { "0" };
    changed.replace_range(end..=end, last);
    assert_eq!(refusal(0, &changed), Some(ChannelError::Decryption));
}

#[test]
fn certificates_of_the_wrong_place_or_ceremony() {
    let mut c = two_of_three(4);
    assert_eq!(Context::new(3, 4, 1), Err(CeremonyError::Context));
    assert_eq!(Context::new(3, 0, 1), Err(CeremonyError::Context));
    assert_eq!(Context::new(3, 2, 4), Err(CeremonyError::Context));
    assert_eq!(Context::new(3, 2, 0), Err(CeremonyError::Context));
    c.certificates.swap(0, 1);
    assert_eq!(polynomial(&c.seeds[0], &c.certificates, &mut c.rng), Err(CeremonyError::Context));
    c.certificates.swap(0, 1);
    let stranger = Seed::generate(&mut c.rng);
    assert_eq!(polynomial(&stranger, &c.certificates, &mut c.rng), Err(CeremonyError::NotTakingPart));
    assert_eq!(polynomial(&stranger, &[], &mut c.rng), Err(CeremonyError::Context));
    let mut forged = c.certificates.clone();
    forged[2].0.signature = forged[1].0.signature.clone();
    assert_eq!(polynomial(&c.seeds[0], &forged, &mut c.rng), Err(CeremonyError::Certificate { index: 3 }));
}

#[test]
fn a_trustee_notices_who_cheated() {
    let mut c = two_of_three(5);
    let other = two_of_three(6);
    let routed = vinput(&c.polynomials, 1).unwrap();
    let mut verify = |input: &_| verification(&c.seeds[0], &c.certificates, input, &mut c.rng).unwrap_err();

    let mut wrong_value = routed.clone();
    wrong_value.secrets[1] = routed.secrets[2].clone();
    let error = ChannelError::Signature;
    assert_eq!(verify(&wrong_value), CeremonyError::Message { index: 2, what: "secret", error });

    let mut elsewhere = routed.clone();
    elsewhere.secrets[1] = c.polynomials[1].secrets[1].clone();
    let error = ChannelError::Decryption;
    assert_eq!(verify(&elsewhere), CeremonyError::Message { index: 2, what: "secret", error });

    let mut other_coefficients = routed.clone();
    other_coefficients.coefexps[2] = other.polynomials[2].coefexps.clone();
    assert_eq!(verify(&other_coefficients), CeremonyError::Coefexps { index: 3 });

    let mut other_signature = routed.clone();
    other_signature.signatures[2] = other.polynomials[2].signature.clone();
    assert_eq!(verify(&other_signature), CeremonyError::CertsSignature { index: 3 });

    let mut missing = routed.clone();
    missing.secrets.pop();
    assert_eq!(verify(&missing), CeremonyError::Incomplete);
    assert_eq!(vinput(&c.polynomials, 4), Err(CeremonyError::Incomplete));
    assert_eq!(vinput(&c.polynomials, 0), Err(CeremonyError::Context));
}

#[test]
fn a_trustee_who_changes_its_mind_between_two_rounds() {
    let mut c = two_of_three(7);
    // Trustee 2 deals a new polynomial to trustee 1 only: its value no longer fits what the others saw.
    let second = polynomial(&c.seeds[1], &c.certificates, &mut c.rng).unwrap();
    let mut routed = vinput(&c.polynomials, 1).unwrap();
    routed.secrets[1] = second.secrets[0].clone();
    let noticed = verification(&c.seeds[0], &c.certificates, &routed, &mut c.rng);
    assert_eq!(noticed.unwrap_err(), CeremonyError::Secret { index: 2 });
    // The server hands trustee 1 its own coefficients of another try.
    let own = polynomial(&c.seeds[0], &c.certificates, &mut c.rng).unwrap();
    let mut routed = vinput(&c.polynomials, 1).unwrap();
    routed.polynomial = own.polynomial;
    let noticed = verification(&c.seeds[0], &c.certificates, &routed, &mut c.rng);
    assert_eq!(noticed.unwrap_err(), CeremonyError::Coefexps { index: 1 });
}

#[test]
fn the_server_notices_wrong_messages() {
    let c = two_of_three(8);
    let other = two_of_three(9);
    let wrong = check_polynomial(&c.certificates, 1, &c.polynomials[1]);
    assert_eq!(wrong, Err(CeremonyError::Coefexps { index: 1 }));
    assert_eq!(check_polynomial(&c.certificates, 4, &c.polynomials[1]), Err(CeremonyError::Context));
    for (index, voutput) in [(1, &c.voutputs[1]), (2, &c.voutputs[0]), (1, &other.voutputs[0])] {
        let wrong = check_voutput(&c.certificates, &c.polynomials, index, voutput);
        assert_eq!(wrong, Err(CeremonyError::Voutput { index }));
    }
    let mut unsigned = c.voutputs[0].clone();
    unsigned.public_key.signature = None;
    assert_eq!(check_voutput(&c.certificates, &c.polynomials, 1, &unsigned), Err(CeremonyError::Voutput { index: 1 }));
    let missing = threshold(&c.certificates, &c.polynomials, &c.voutputs[..2]);
    assert!(matches!(missing, Err(CeremonyError::Threshold(_))));
}

#[test]
fn a_key_that_does_not_follow_from_the_coefficients() {
    let mut c = two_of_three(13);
    let mut parameters = threshold(&c.certificates, &c.polynomials, &c.voutputs).unwrap();
    // Trustee 1 proves and signs another key than the ceremony gave it.
    let mut other = ServerKey::generate(&mut c.rng).public().clone();
    other.signature = Some(sign_message(&c.seeds[0].signing_key(), &other.public_key.to_string(), &mut c.rng));
    assert!(other.is_proved() && other.is_signed_by(&c.seeds[0].verification_key()));
    parameters.verification_keys[0] = other;
    assert_eq!(parameters.check().unwrap_err(), ThresholdError::Share(1));
}

#[test]
fn any_mix_of_trustees() {
    let mut rng = StdRng::seed_from_u64(10);
    let single = |rng: &mut StdRng| TrusteeKind::Single(Box::new(ServerKey::generate(rng).public().clone()));
    let seeds: Vec<Seed> = (0..3).map(|_| Seed::generate(&mut rng)).collect();
    let pedersen = ThresholdKey::ceremony(&seeds, 3, &mut rng).unwrap().parameters;
    let kinds = vec![
        single(&mut rng),
        TrusteeKind::Pedersen(pedersen.clone()),
        single(&mut rng),
        TrusteeKind::Pedersen(pedersen),
    ];
    let trustees = Trustees::from_kinds(kinds).unwrap();
    assert_eq!((trustees.owners(), trustees.threshold(), trustees.verification_keys().len()), (8, Some(3), 6));
    assert_eq!(Trustees::parse(trustees.bytes()).unwrap().election_key(), trustees.election_key());
    assert!(trustees.public_key(0).is_none() && trustees.public_key(8).is_some() && trustees.public_key(9).is_none());
}

#[test]
fn no_trustees_or_trustees_who_cancel_each_other() {
    assert_eq!(Trustees::parse(b"[]").unwrap_err(), TrusteesError::NoKey);
    let mut rng = StdRng::seed_from_u64(11);
    let key = ServerKey::generate(&mut rng);
    let inverse = ServerKey::from_private(-**key.private(), &mut rng);
    let kinds = [&key, &inverse].map(|key| TrusteeKind::Single(Box::new(key.public().clone())));
    assert_eq!(Trustees::from_kinds(kinds.to_vec()).unwrap_err(), TrusteesError::NoKey);
    let mut stolen = key.public().clone();
    stolen.public_key = inverse.public().public_key;
    assert!(matches!(
        Trustees::from_kinds(vec![TrusteeKind::Single(Box::new(stolen))]),
        Err(TrusteesError::Possession { owner: 1 })
    ));
    let nobody = ServerKey::from_private(Scalar::ZERO, &mut rng);
    let kinds = vec![TrusteeKind::Single(Box::new(nobody.public().clone()))];
    assert!(matches!(Trustees::from_kinds(kinds), Err(TrusteesError::Possession { owner: 1 })));
    for text in ["", "{}", "[[]]", r#"[["Single"]]"#, r#"[["Other",{}]]"#, r#"["Single"]"#] {
        assert!(matches!(Trustees::parse(text.as_bytes()), Err(TrusteesError::NotReadable(_))), "{text}");
    }
}

#[test]
fn a_signature_under_the_certificate_of_the_vote() {
    let mut rng = StdRng::seed_from_u64(12);
    let (seed, other) = (Seed::generate(&mut rng), Seed::generate(&mut rng));
    let message = "piaojue-certificate|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let signature = sign_message(&seed.signing_key(), message, &mut rng);
    assert!(verify_message(&seed.verification_key(), message, &signature));
    assert!(!verify_message(&other.verification_key(), message, &signature));
    assert!(!verify_message(&seed.verification_key(), "piaojue-certificate|", &signature));
    assert!(!verify_message(&Element::identity(), message, &sign_message(&Scalar::ZERO, message, &mut rng)));
}

#[test]
fn seeds_have_22_base58_characters() {
    let seed = Seed::generate(&mut rand::rng());
    assert!(seed.to_string().parse::<Seed>().unwrap() == seed);
    for wrong in
        ["", "ooo1XTri5y8g4TJWmixyY", "ooo1XTri5y8g4TJWmixyY99", "0oo1XTri5y8g4TJWmixyY9", " ooo1XTri5y8g4TJWmixyY"]
    {
        assert!(wrong.parse::<Seed>().is_err(), "{wrong}");
    }
}

#[test]
fn the_code_of_the_certificates_is_the_one_that_browsers_compute() {
    // client/test/pages/check.js has the same
    let trustees = Trustees::parse(&bytes("approve-each/trustees.json")).unwrap();
    assert_eq!(trustees.code_of_certificates(), "e46c18a68239f295a7eb800315c649ab");
    let others = Trustees::parse(&bytes("choose-up-to-10/trustees.json")).unwrap();
    assert_ne!(others.code_of_certificates(), trustees.code_of_certificates());
}
