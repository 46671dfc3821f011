//! The session file (`fixtures/session-2024.json`): a session and its candidate list.
//!
//! Only what the product shows is kept; other fields are passed over. What the editors inferred
//! stays marked as such. `notice` must be shown wherever the demo shows this data.

mod goal;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::Value;

pub use goal::{Decimal, Goal, Measure, NotADecimal, Operator, SubItemKind, Target};

/// Bytes of a session file.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFile {
    pub notice: String,
    pub congress: String,
    pub session: Session,
    /// By ballot number, ascending.
    pub candidates: Vec<Candidate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub name: String,
    pub ordinal: u32,
    /// The day the report was given.
    pub date: jiff::civil::Date,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Ballot number, from 1.
    pub number: u32,
    pub title: String,
    pub short_title: String,
    /// The editors' wording, not the source's.
    pub summary: String,
    /// 七优享; `None` where no label is obvious.
    pub service_field: Option<Inferred>,
    pub sub_items: Vec<SubItem>,
}

/// A text of the file, and whether the editors inferred it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inferred {
    pub text: String,
    pub inferred: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubItem {
    /// Like `C03-05`; unique in the file.
    pub code: String,
    pub name: String,
    pub goal: Goal,
    pub lead_unit: Inferred,
    /// Where it hangs is the editors' judgement, as the source does not say.
    pub mapping_inferred: bool,
    /// Word for word from the source.
    pub quote: String,
    /// Line of the source, from 1.
    pub line: u32,
}

/// `path` like `candidates[2].sub_items[0].target`; empty for the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {fault}")]
pub struct SessionFileError {
    pub path: String,
    pub fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("more than {MAX_BYTES} bytes")]
    TooLarge,
    #[error("not JSON: {0}")]
    NotJson(String),
    #[error("only schema version 1 is known")]
    UnknownSchema,
    #[error("missing")]
    Missing,
    #[error("not {0}")]
    NotA(&'static str),
    #[error("blank")]
    Blank,
    #[error("{0} is none of the known values")]
    UnknownValue(String),
    #[error("not a calendar date like 2024-02-03")]
    NotADate,
    #[error("must be {0}")]
    MustBe(&'static str),
    #[error("stands in the file twice")]
    Twice,
}

impl Fault {
    pub fn key(&self) -> &'static str {
        match self {
            Fault::TooLarge => "too_large",
            Fault::NotJson(_) => "not_json",
            Fault::UnknownSchema => "unknown_schema",
            Fault::Missing => "missing",
            Fault::NotA(_) => "wrong_type",
            Fault::Blank => "blank",
            Fault::UnknownValue(_) => "unknown_value",
            Fault::NotADate => "not_a_date",
            Fault::MustBe(_) => "does_not_fit",
            Fault::Twice => "twice",
        }
    }
}

type Read<T> = Result<T, SessionFileError>;

/// Reads a session file, stopping at the first fault.
pub fn read_session(bytes: &[u8]) -> Read<SessionFile> {
    let whole = |fault| SessionFileError { path: String::new(), fault };
    if bytes.len() > MAX_BYTES {
        return Err(whole(Fault::TooLarge));
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|error| whole(Fault::NotJson(error.to_string())))?;
    let file = At { value: &value, path: String::new() };
    let version = file.field("schema_version")?;
    if version.value.as_u64() != Some(1) {
        return Err(version.fault(Fault::UnknownSchema));
    }
    let session = file.field("session")?;
    let candidates = file.field("candidates")?;
    let mut codes = BTreeSet::new();
    let mut read = Vec::new();
    for (number, candidate) in (1..).zip(candidates.items()?) {
        if candidate.field("number")?.number()? != number {
            let fault = Fault::MustBe("the next ballot number, from 1");
            return Err(candidate.field("number")?.fault(fault));
        }
        read.push(read_candidate(&candidate, number, &mut codes)?);
    }
    if read.is_empty() {
        return Err(candidates.fault(Fault::Blank));
    }
    let date = session.field("date")?;
    Ok(SessionFile {
        notice: file.field("notice")?.text()?,
        congress: file.field("congress")?.field("name")?.text()?,
        session: Session {
            name: session.field("name")?.text()?,
            ordinal: session.field("ordinal")?.number()?,
            date: date.text()?.parse().map_err(|_| date.fault(Fault::NotADate))?,
        },
        candidates: read,
    })
}

fn read_candidate(at: &At<'_>, number: u32, codes: &mut BTreeSet<String>) -> Read<Candidate> {
    let mut sub_items = Vec::new();
    for item in at.field("sub_items")?.items()? {
        let item_read = read_sub_item(&item)?;
        if !codes.insert(item_read.code.clone()) {
            return Err(item.field("id")?.fault(Fault::Twice));
        }
        sub_items.push(item_read);
    }
    let category = at.field("category")?;
    let tag = category.field("tag")?;
    Ok(Candidate {
        number,
        title: at.field("title")?.text()?,
        short_title: at.field("short_title")?.text()?,
        summary: at.field("summary")?.text()?,
        service_field: if tag.value.is_null() {
            None
        } else {
            Some(Inferred { text: tag.text()?, inferred: category.field("inferred")?.flag()? })
        },
        sub_items,
    })
}

fn read_sub_item(at: &At<'_>) -> Read<SubItem> {
    let lead_unit = at.field("lead_unit")?;
    let mapping = at.field("mapping")?;
    Ok(SubItem {
        code: at.field("id")?.text()?,
        name: at.field("name")?.text()?,
        goal: read_goal(at)?,
        lead_unit: Inferred { text: lead_unit.field("name")?.text()?, inferred: lead_unit.field("inferred")?.flag()? },
        mapping_inferred: match mapping.text()?.as_str() {
            "inferred" => true,
            "stated" => false,
            other => return Err(mapping.fault(Fault::UnknownValue(other.to_owned()))),
        },
        quote: at.field("quote")?.text()?,
        line: at.field("line")?.number()?,
    })
}

fn read_goal(at: &At<'_>) -> Read<Goal> {
    let kind = at.field("kind")?;
    let (operator, target, unit) = (at.field("operator")?, at.field("target")?, at.field("unit")?);
    let text = kind.text()?;
    let Some(known) = SubItemKind::ALL.iter().find(|known| known.word() == text) else {
        return Err(kind.fault(Fault::UnknownValue(text)));
    };
    let measure = match known {
        SubItemKind::Count => Measure::Count,
        SubItemKind::Rate => Measure::Rate,
        SubItemKind::Area => Measure::Area,
        SubItemKind::Length => Measure::Length,
        SubItemKind::ZeroTarget => {
            if read_operator(&operator)? != Operator::Eq {
                return Err(operator.fault(Fault::MustBe("eq for zero_target")));
            }
            if !target.decimal()?.is_zero() {
                return Err(target.fault(Fault::MustBe("0 for zero_target")));
            }
            unit.must_be_null()?;
            return Ok(Goal::Zero);
        }
        SubItemKind::Title | SubItemKind::Qualitative => {
            for field in [&operator, &target, &unit] {
                field.must_be_null()?;
            }
            return Ok(match known {
                SubItemKind::Title => Goal::Title,
                _ => Goal::Qualitative,
            });
        }
    };
    let value = target.decimal()?;
    if value.is_zero() {
        return Err(target.fault(Fault::MustBe("more than 0")));
    }
    Ok(Goal::Measured(Target { measure, operator: read_operator(&operator)?, value, unit: unit.text()? }))
}

fn read_operator(at: &At<'_>) -> Read<Operator> {
    match at.text()?.as_str() {
        "eq" => Ok(Operator::Eq),
        "ge" => Ok(Operator::Ge),
        other => Err(at.fault(Fault::UnknownValue(other.to_owned()))),
    }
}

/// A value and the way to it.
struct At<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> At<'a> {
    fn fault(&self, fault: Fault) -> SessionFileError {
        SessionFileError { path: self.path.clone(), fault }
    }

    /// A field that is there, though it may be null.
    fn field(&self, name: &str) -> Read<At<'a>> {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        let object = self.value.as_object().ok_or_else(|| self.fault(Fault::NotA("an object")))?;
        match object.get(name) {
            Some(value) => Ok(At { value, path }),
            None => Err(SessionFileError { path, fault: Fault::Missing }),
        }
    }

    fn items(&self) -> Read<Vec<At<'a>>> {
        let items = self.value.as_array().ok_or_else(|| self.fault(Fault::NotA("a list")))?;
        let at = |(index, value)| At { value, path: format!("{}[{index}]", self.path) };
        Ok(items.iter().enumerate().map(at).collect())
    }

    fn text(&self) -> Read<String> {
        let text = self.value.as_str().ok_or_else(|| self.fault(Fault::NotA("a text")))?;
        if text.trim().is_empty() {
            return Err(self.fault(Fault::Blank));
        }
        Ok(text.to_owned())
    }

    fn number(&self) -> Read<u32> {
        self.value
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .ok_or_else(|| self.fault(Fault::NotA("a whole number")))
    }

    fn flag(&self) -> Read<bool> {
        self.value.as_bool().ok_or_else(|| self.fault(Fault::NotA("true or false")))
    }

    /// A JSON number, or a text where a trailing zero has to be kept.
    fn decimal(&self) -> Read<Decimal> {
        let text = match self.value {
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.clone(),
            _ => return Err(self.fault(Fault::NotA("a number"))),
        };
        text.parse().map_err(|NotADecimal| self.fault(Fault::NotA("a plain decimal number")))
    }

    fn must_be_null(&self) -> Read<()> {
        if self.value.is_null() { Ok(()) } else { Err(self.fault(Fault::MustBe("null for this kind"))) }
    }
}
