//! One text form for everything: `encodings.json`.

use verifiable_ballots::hash::{b64_sha256, hash_to_scalar, sha256_hex};
use verifiable_ballots::{Credential, Element, Scalar};

use crate::support::{array, json, str};

#[test]
fn elements_are_taken_and_refused_as_listed() {
    let vectors = json("encodings.json");
    for case in array(&vectors["elements"]) {
        let text = str(&case["hex"]);
        let element = text.parse::<Element>();
        assert_eq!(element.is_ok(), case["accept"] == true, "{case}");
        if let Ok(element) = element {
            assert_eq!(element.to_string(), text);
            assert_eq!(serde_json::to_string(&element).unwrap(), format!("{text:?}"));
        }
        let quoted = serde_json::to_string(text).unwrap();
        assert_eq!(serde_json::from_str::<Element>(&quoted).is_ok(), case["accept"] == true, "{case}");
    }
    assert_eq!(verifiable_ballots::group::generator().to_string(), str(&vectors["generator"]));
}

#[test]
fn scalars_are_taken_and_refused_as_listed() {
    let vectors = json("encodings.json");
    for case in array(&vectors["scalars"]) {
        let text = str(&case["text"]);
        let scalar = text.parse::<Scalar>();
        assert_eq!(scalar.is_ok(), case["accept"] == true, "{case}");
        if let Ok(scalar) = scalar {
            assert_eq!(scalar.to_string(), text);
            assert_eq!(serde_json::to_string(&scalar).unwrap(), format!("{text:?}"));
        }
    }
    assert!(serde_json::from_str::<Scalar>("1").is_err(), "a JSON number is no scalar");
}

#[test]
fn credentials_lead_to_the_keys_listed() {
    let vectors = json("encodings.json");
    for case in array(&vectors["credentials"]) {
        let credential: Credential = str(&case["credential"]).parse().unwrap();
        let uuid = str(&case["uuid"]);
        assert_eq!(credential.secret(uuid).to_string(), str(&case["secret_exponent"]));
        assert_eq!(credential.public(uuid).to_string(), str(&case["public"]));
        assert_eq!(credential.to_string(), str(&case["credential"]));
    }
    for case in array(&vectors["credentials_refused"]) {
        assert!(str(&case["text"]).parse::<Credential>().is_err(), "{case}");
    }
}

#[test]
fn hashes_are_those_listed() {
    let vectors = json("encodings.json");
    for case in array(&vectors["hash_to_scalar"]) {
        assert_eq!(sha256_hex(str(&case["text"]).as_bytes()), str(&case["sha256"]));
        assert_eq!(hash_to_scalar(str(&case["text"])).to_string(), str(&case["scalar"]));
    }
    for case in array(&vectors["base64_without_padding"]) {
        assert_eq!(b64_sha256(str(&case["text"]).as_bytes()), str(&case["sha256_base64"]));
    }
}
