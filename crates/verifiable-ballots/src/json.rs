//! The one text form of a value: compact JSON, fields in the order of the specification (§4.1).

use serde::Serialize;

/// Compact JSON of `value`.
pub(crate) fn canonical<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    match serde_json::to_vec(value) {
        Ok(bytes) => bytes,
        Err(error) => unreachable!("types of this crate always serialise: {error}"),
    }
}

/// As [`canonical`], as text.
pub(crate) fn canonical_text<T: Serialize + ?Sized>(value: &T) -> String {
    match serde_json::to_string(value) {
        Ok(text) => text,
        Err(error) => unreachable!("types of this crate always serialise: {error}"),
    }
}
