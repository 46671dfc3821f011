//! What stands in an address, in its one form: `/results/02024` is no other way to write `/results/2024`.

use std::{
    future::{Ready, ready},
    ops::Deref,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::PageError;

/// The parts of an address in braces. Takes the place of actix-web's, which takes a number with any zeros before it
/// and an identifier in any letters: each of them would be kept as a page of its own.
#[derive(Debug)]
pub struct Path<T>(T);

impl<T> Path<T> {
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Path<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + Serialize> FromRequest for Path<T> {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parts = request.match_info();
        let read = parts.load::<T>().ok().filter(|value| is_written(value, parts.iter().map(|(_, part)| part)));
        ready(read.map(Path).ok_or(PageError::NotFound))
    }
}

/// Whether what was read, written again, is what stands in the address.
fn is_written<'a>(value: &impl Serialize, parts: impl Iterator<Item = &'a str>) -> bool {
    let written = match serde_json::to_value(value) {
        Ok(Value::Array(all)) => all,
        Ok(one) => vec![one],
        Err(_) => return false,
    };
    written.iter().zip(parts).all(|(written, part)| match written {
        Value::Number(number) => number.to_string() == part,
        // A percent sign stands for a letter that addresses cannot hold, which no identifier has.
        Value::String(text) => text == part || part.contains('%'),
        _ => false,
    })
}

/// A text as one segment of a path (RFC 3986): everything but letters and digits is escaped.
pub fn path_segment(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_segment_whatever_is_in_it() {
        assert_eq!(path_segment("a/b?c%"), "a%2Fb%3Fc%25");
        assert_eq!(path_segment("老"), "%E8%80%81");
    }

    #[test]
    fn an_address_has_one_form() {
        let id: uuid::Uuid = uuid::uuid!("0195a0c4-98f0-7c3e-8a2b-0242ac120002");
        assert!(is_written(&2024, ["2024"].into_iter()));
        for other in ["02024", "+2024", "002024"] {
            assert!(!is_written(&2024, [other].into_iter()), "{other}");
        }
        assert!(is_written(&(id, "数据.csv"), ["0195a0c4-98f0-7c3e-8a2b-0242ac120002", "数据.csv"].into_iter()));
        for other in [
            "0195A0C4-98F0-7C3E-8A2B-0242AC120002",
            "0195a0c498f07c3e8a2b0242ac120002",
            "{0195a0c4-98f0-7c3e-8a2b-0242ac120002}",
            "urn:uuid:0195a0c4-98f0-7c3e-8a2b-0242ac120002",
        ] {
            assert!(!is_written(&id, [other].into_iter()), "{other}");
        }
        assert!(is_written(&"民政局/办公室", ["民政局%2F办公室"].into_iter()));
    }
}
