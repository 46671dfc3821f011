//! Somebody who runs the server and changes a finished election: every change is followed by a right chain over it, so
//! that names, hashes and heights are not what gives it away. Works on the text of any archive; needs no secret.

use std::fmt::Write;
use std::io::Cursor;

use serde_json::Value;
use verifiable_ballots::archive::{write_header, write_record};
use verifiable_ballots::hash::{b64_sha256, sha256_hex};
use verifiable_ballots::{Archive, Element, Event, EventType, Record, RecordKind, Scalar};

/// An archive that was changed, and how.
pub struct Tampered {
    pub name: &'static str,
    pub why: &'static str,
    pub file: Vec<u8>,
}

/// An election taken apart: each event with the data that came before it, the last of which is its payload.
#[derive(Clone)]
struct Parts {
    timestamp: u64,
    events: Vec<(EventType, Vec<Vec<u8>>)>,
}

impl Parts {
    fn of(file: &[u8]) -> Result<Parts, String> {
        let text = |e: verifiable_ballots::ArchiveError| e.to_string();
        let mut archive = Archive::open(Cursor::new(file)).map_err(text)?;
        let (mut events, mut data) = (Vec::new(), Vec::new());
        while let Some(place) = archive.next_record().map_err(text)? {
            let content = archive.content(&place).map_err(text)?;
            if place.kind() == RecordKind::Data {
                data.push(content);
            } else {
                let event: Event = serde_json::from_slice(&content).map_err(|e| e.to_string())?;
                events.push((event.kind, std::mem::take(&mut data)));
            }
        }
        Ok(Parts { timestamp: archive.timestamp(), events })
    }

    /// The archive of these parts, with a right chain. Data that stands in it already is not repeated.
    fn file(&self) -> Vec<u8> {
        let mut file = write_header(self.timestamp);
        let mut known = Vec::new();
        let mut put = |kind, content: Vec<u8>| {
            let hash = sha256_hex(&content);
            if kind == RecordKind::Event || !known.contains(&hash) {
                file.extend(write_record(&Record { kind, hash: hash.clone(), content }, self.timestamp));
                known.push(hash.clone());
            }
            hash
        };
        let mut parent = None;
        for ((kind, data), height) in self.events.iter().zip(0..) {
            let mut payload = None;
            for content in data {
                payload = Some(put(RecordKind::Data, content.clone()));
            }
            let event = Event { parent, height, kind: *kind, payload };
            parent = Some(put(RecordKind::Event, event.to_json()));
        }
        file
    }

    fn place(&self, kind: EventType) -> Option<usize> {
        self.events.iter().position(|(known, _)| *known == kind)
    }

    fn last(&self, kind: EventType) -> Option<usize> {
        self.events.iter().rposition(|(known, _)| *known == kind)
    }

    /// Changes the text of one data record, and every mention of its hash in the data of the same event.
    fn edit(&self, event: usize, record: usize, change: impl FnOnce(&str) -> String) -> Option<Vec<u8>> {
        let mut parts = self.clone();
        let data = &mut parts.events.get_mut(event)?.1;
        let before = String::from_utf8(data.get(record)?.clone()).ok()?;
        let after = change(&before);
        let (old, new) = (sha256_hex(before.as_bytes()), sha256_hex(after.as_bytes()));
        *data.get_mut(record)? = after.into_bytes();
        for content in data.iter_mut() {
            *content = String::from_utf8(std::mem::take(content)).ok()?.replace(&old, &new).into_bytes();
        }
        Some(parts.file())
    }

    fn json(&self, event: usize, record: usize) -> Option<Value> {
        serde_json::from_slice(self.events.get(event)?.1.get(record)?).ok()
    }
}

/// What is tried on an election that went through to its result and holds at least two ballots.
pub fn all(honest: &[u8]) -> Result<Vec<Tampered>, String> {
    let parts = Parts::of(honest)?;
    let mut out = Vec::new();
    let mut add = |name, why, file: Option<Vec<u8>>| match file {
        Some(file) if file != honest => {
            out.push(Tampered { name, why, file });
            Ok(())
        }
        _ => Err(format!("{name}: cannot be made from this archive; is it a finished election with two ballots?")),
    };
    let (first, last) = (parts.place(EventType::Ballot), parts.last(EventType::Ballot));
    let (first, last) = first.zip(last).filter(|(first, last)| first != last).ok_or("fewer than two ballots")?;
    let event = |kind| parts.place(kind).ok_or(format!("no {kind}"));
    let (end, tally) = (event(EventType::EndBallots)?, event(EventType::EncryptedTally)?);
    let (opened, result) = (event(EventType::PartialDecryption)?, event(EventType::Result)?);
    let ballot = |i| parts.json(i, 0).ok_or("a ballot that is no JSON");
    let (one, other) = (ballot(first)?, ballot(last)?);

    add("ballot-left-out", "one ballot and its event left out, everything after it chained anew", {
        let mut parts = parts.clone();
        parts.events.remove(first);
        Some(parts.file())
    })?;
    add("ballot-twice", "one ballot put in a second time", {
        let mut parts = parts.clone();
        let again = parts.events[first].clone();
        parts.events.insert(last + 1, again);
        Some(parts.file())
    })?;
    add("ballot-after-the-end", "the last ballot put in after the box was closed", {
        let mut parts = parts.clone();
        let late = parts.events.remove(last);
        parts.events.insert(end, late);
        Some(parts.file())
    })?;
    add("choices-swapped", "two choices of a ballot in each other's place, hash in its signature made anew", {
        let mut changed = one.clone();
        swap_choices(&mut changed);
        parts.edit(first, 0, |_| hashed_anew(&one, &changed))
    })?;
    add("foreign-choices", "the choices of one voter under the name of another, hash in the signature made anew", {
        let mut changed = one.clone();
        changed["answers"] = other["answers"].clone();
        parts.edit(first, 0, |_| hashed_anew(&one, &changed))
    })?;
    add("point-of-order-two", "a point outside the subgroup where a choice should be", {
        // y = p − 1, the point of order two.
        let order_two = format!("7{}ec", "f".repeat(61));
        let mut changed = one.clone();
        changed["answers"][0]["choices"][0]["alpha"] = Value::from(order_two);
        parts.edit(first, 0, |_| hashed_anew(&one, &changed))
    })?;
    add("number-past-the-order", "a response written as itself plus the order of the group", {
        let response = one["answers"][0]["overall_proof"][0]["response"].as_str().ok_or("no response")?.to_owned();
        parts.edit(first, 0, |text| text.replacen(&response, &plus_order(&response), 1))
    })?;
    add("unknown-field", "a field inside an answer that nobody knows, where a mark could be hidden", {
        parts.edit(first, 0, |text| text.replacen(r#"{"choices""#, r#"{"note":"丙","choices""#, 1))
    })?;
    add("white-space", "a blank in a ballot: the same vote under another tracker", {
        parts.edit(first, 0, |text| text.replacen(r#","answers""#, r#", "answers""#, 1))
    })?;
    add("tally-changed", "one number of the published product of the ballots replaced", {
        let before = parts.json(tally, 0).ok_or("no tally")?;
        let alpha = before[0][0]["alpha"].as_str().ok_or("no tally")?.to_owned();
        parts.edit(tally, 0, |text| text.replacen(&alpha, &doubled(&alpha), 1))
    })?;
    add("ballots-miscounted", "one ballot more than there are in the size of the tally", {
        let size = parts.json(tally, 1).ok_or("no size")?;
        let (count, more) = (size["num_tallied"].to_string(), size["num_tallied"].as_u64().unwrap_or(0) + 1);
        let (from, to) = (format!(r#""num_tallied":{count}"#), format!(r#""num_tallied":{more}"#));
        parts.edit(tally, 1, |text| text.replacen(&from, &to, 1))
    })?;
    add("factor-changed", "one decryption factor of the first trustee replaced", {
        let before = parts.json(opened, 0).ok_or("no factors")?;
        let factor = before["decryption_factors"][0][0].as_str().ok_or("no factors")?.to_owned();
        parts.edit(opened, 0, |text| text.replacen(&factor, &doubled(&factor), 1))
    })?;
    add("trustee-left-out", "the factors of the first trustee left out, the true result kept", {
        let mut parts = parts.clone();
        parts.events.remove(opened);
        Some(parts.file())
    })?;
    add("result-forged", "two counts of the result in each other's place, or one more by one", {
        let before = parts.json(result, 0).ok_or("no result")?;
        parts.edit(result, 0, |_| forged(before))
    })?;
    add("result-twice", "a second result after the first", {
        let mut parts = parts.clone();
        let again = parts.events[result].clone();
        parts.events.push(again);
        Some(parts.file())
    })?;
    add("key-of-the-election", "another election key than the trustees' keys make", {
        let before = parts.json(0, 0).ok_or("no election")?;
        let key = before["public_key"].as_str().ok_or("no key")?.to_owned();
        parts.edit(0, 0, |text| text.replacen(&key, &doubled(&key), 1))
    })?;
    add("voter-struck-off", "a credential that voted taken off the list", {
        let key = one["credential"].as_str().ok_or("no credential")?.to_owned();
        parts.edit(0, 2, |text| {
            let keys: Vec<String> = serde_json::from_str(text).unwrap_or_default();
            Value::from(keys.into_iter().filter(|known| *known != key).collect::<Vec<_>>()).to_string()
        })
    })?;
    add("parent-changed", "the last event names another parent", {
        let mut file = honest.to_vec();
        let key = br#"{"parent":""#;
        let at = file.windows(key.len()).rposition(|w| w == key).ok_or("no event")? + key.len();
        file[at] = if file[at] == b'0' { b'1' } else { b'0' };
        Some(named_anew(file, at))
    })?;
    add("cut-off", "the last kilobyte of the file is missing", Some(honest[..honest.len() - 1024].to_vec()))?;
    add("bytes-after-the-end", "a block of zeros after the last record", {
        Some([honest, [0; 512].as_slice()].concat())
    })?;
    Ok(out)
}

/// One ballot put behind a set-up, as the negative vectors need it to be read by a tool for archives.
pub fn with_one_ballot(setup: &[u8], ballot: &[u8]) -> Result<Vec<u8>, String> {
    let mut parts = Parts::of(setup)?;
    parts.events.push((EventType::Ballot, vec![ballot.to_vec()]));
    Ok(parts.file())
}

/// The ballot as text with the hash that its signature must name; the proof of the signature stays.
fn hashed_anew(original: &Value, changed: &Value) -> String {
    let field = |name: &str| &changed[name];
    let answers: Vec<String> = field("answers").as_array().into_iter().flatten().map(answer_text).collect();
    let unsigned = format!(
        r#"{{"election_uuid":{},"election_hash":{},"credential":{},"answers":[{}]"#,
        field("election_uuid"),
        field("election_hash"),
        field("credential"),
        answers.join(",")
    );
    let hash = b64_sha256(format!("{unsigned}}}").as_bytes());
    let proof = proof_text(&original["signature"]["proof"]);
    format!(r#"{unsigned},"signature":{{"hash":"{hash}","proof":{proof}}}}}"#)
}

// serde_json's maps may be sorted; a ballot's fields have their order.
fn answer_text(answer: &Value) -> String {
    let list = |values: &Value, text: fn(&Value) -> String| {
        values.as_array().into_iter().flatten().map(text).collect::<Vec<_>>().join(",")
    };
    let choice = |c: &Value| format!(r#"{{"alpha":{},"beta":{}}}"#, c["alpha"], c["beta"]);
    let mut individual = String::new();
    for (i, proofs) in answer["individual_proofs"].as_array().into_iter().flatten().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        let _ = write!(individual, "{comma}[{}]", list(proofs, proof_text));
    }
    let (choices, overall) = (list(&answer["choices"], choice), list(&answer["overall_proof"], proof_text));
    format!(r#"{{"choices":[{choices}],"individual_proofs":[{individual}],"overall_proof":[{overall}]}}"#)
}

fn proof_text(proof: &Value) -> String {
    format!(r#"{{"challenge":{},"response":{}}}"#, proof["challenge"], proof["response"])
}

fn swap_choices(ballot: &mut Value) {
    for answer in ballot["answers"].as_array_mut().into_iter().flatten() {
        for field in ["choices", "individual_proofs"] {
            if let Some(list) = answer[field].as_array_mut().filter(|list| list.len() > 1) {
                list.swap(0, 1);
            }
        }
    }
}

/// Another element of the group.
fn doubled(element: &str) -> String {
    element.parse::<Element>().map_or_else(|_| element.to_owned(), |e| e.times(&e).to_string())
}

/// s + q in decimal.
fn plus_order(scalar: &str) -> String {
    let order = "7237005577332262213973186563042994240857116359379907606001950938285454250989";
    let digits = |text: &str| text.bytes().rev().map(|b| b - b'0').collect::<Vec<u8>>();
    let (a, b) = (digits(scalar), digits(order));
    let (mut sum, mut carry) = (String::new(), 0);
    for i in 0..a.len().max(b.len()) {
        let digit = a.get(i).unwrap_or(&0) + b.get(i).unwrap_or(&0) + carry;
        carry = digit / 10;
        sum.insert(0, char::from(b'0' + digit % 10));
    }
    if carry > 0 {
        sum.insert(0, '1');
    }
    assert_eq!(scalar.parse::<Scalar>().is_ok(), sum.parse::<Scalar>().is_err(), "q more is no scalar");
    sum
}

fn forged(mut result: Value) -> String {
    let rows = result["result"].as_array_mut();
    if let Some(row) = rows.and_then(|rows| rows.first_mut()).and_then(Value::as_array_mut) {
        let before = row.clone();
        row.reverse();
        if *row == before {
            row[0] = Value::from(row[0].as_u64().unwrap_or(0) + 1);
        }
    }
    result.to_string()
}

/// Gives the record around byte `at` the name that its content now asks for, and the sum of its header.
fn named_anew(mut file: Vec<u8>, at: usize) -> Vec<u8> {
    let content = at / 512 * 512;
    let header = content - 512;
    let size = file[header + 124..header + 135].iter().fold(0, |n, digit| n * 8 + usize::from(digit - b'0'));
    let name = sha256_hex(&file[content..content + size]);
    file[header..header + 64].copy_from_slice(name.as_bytes());
    file[header + 148..header + 156].copy_from_slice(b"        ");
    let sum: u32 = file[header..content].iter().map(|&byte| u32::from(byte)).sum();
    file[header + 148..header + 155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    file
}
