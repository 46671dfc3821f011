//! What is by chance in a text, blanked: identifiers, moments, hashes, signatures.

use jiff::Timestamp;
use serde_json::Value;

const LENGTH_OF_IDENTIFIER: usize = 36;

pub fn with_identifiers(text: &str, mut replace: impl FnMut() -> String) -> String {
    let (mut done, mut rest) = (String::new(), text);
    while let Some(first) = rest.chars().next() {
        let is_identifier = |piece: &str| piece.contains('-') && uuid::Uuid::try_parse(piece).is_ok();
        if rest.get(..LENGTH_OF_IDENTIFIER).is_some_and(is_identifier) {
            done += &replace();
            rest = &rest[LENGTH_OF_IDENTIFIER..];
        } else {
            done.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    done
}

/// The same text whenever and with whatever keys it was made.
pub fn without_chance(text: &str) -> String {
    let text = with_identifiers(text, || "[id]".to_owned());
    let (mut done, mut word) = (String::new(), String::new());
    for c in text.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() || "+/=_-:.".contains(c) {
            word.push(c);
        } else {
            done += &blanked(&word);
            word.clear();
            done.push(c);
        }
    }
    done.pop();
    done
}

fn blanked(word: &str) -> String {
    let is_clock = |word: &str| {
        matches!(word.len(), 5 | 8)
            && word.split(':').count() > 1
            && word.split(':').all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    // A hash of 43 signs has no digit once in a thousand times.
    const LENGTH_OF_HASH: usize = 43;
    let is_made_by_chance = word.len() >= 32
        && (word.len() == LENGTH_OF_HASH || word.bytes().any(|b| b.is_ascii_digit()))
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=_-".contains(&b));
    if word.parse::<Timestamp>().is_ok() {
        "[moment]".to_owned()
    } else if is_clock(word) {
        "[time]".to_owned()
    } else if is_made_by_chance {
        "[chance]".to_owned()
    } else {
        word.to_owned()
    }
}

/// The same for everything in it; what stands under one of these names is by chance, however short it is.
pub fn json_without_chance(json: Value, by_chance: &[&str]) -> Value {
    match json {
        Value::String(text) => Value::String(without_chance(&text)),
        Value::Array(values) => values.into_iter().map(|value| json_without_chance(value, by_chance)).collect(),
        Value::Object(fields) => {
            let plain = fields.into_iter().map(|(name, value)| match value {
                Value::String(_) if by_chance.contains(&name.as_str()) => (name, "[chance]".into()),
                value => (without_chance(&name), json_without_chance(value, by_chance)),
            });
            Value::Object(plain.collect())
        }
        other => other,
    }
}
