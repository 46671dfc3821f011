//! What is said of a file line by line.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::deputies::roll::{Column, Normalisation, RollError, RollErrorCode, RollWarning};

/// More findings of one kind than anybody mends by hand.
pub(super) const MOST_SHOWN: usize = 200;

/// One thing said of a file.
#[derive(Serialize)]
pub struct Finding {
    /// 0 for the whole file.
    pub line: u32,
    /// The heading in the file; empty for a whole line.
    pub column: String,
    /// As it stands in the file.
    pub value: String,
    /// Of its message.
    pub key: String,
    pub args: BTreeMap<&'static str, Value>,
}

impl Finding {
    pub(super) fn of_error(error: &RollError) -> Self {
        let said = match &error.code {
            RollErrorCode::File(_) => "sheet-fault",
            _ => "roll-error",
        };
        let key = format!("{said}-{}", error.code.key());
        Self::new(error.line, error.column.as_ref(), error.value.as_ref(), key, error.code.args())
    }

    pub(super) fn of_warning(warning: &RollWarning) -> Self {
        Self::new(
            warning.line,
            warning.column.as_ref(),
            warning.value.as_ref(),
            format!("roll-warning-{}", warning.code.key()),
            warning.code.args(),
        )
    }

    fn new(
        line: Option<u32>,
        column: Option<&Column>,
        value: Option<&String>,
        key: String,
        args: Vec<(&'static str, Value)>,
    ) -> Self {
        let column = column.map(|column| column.heading().to_owned()).unwrap_or_default();
        let value = value.cloned().unwrap_or_default();
        let mut args: BTreeMap<&'static str, Value> = args.into_iter().collect();
        args.insert("column", json!(column));
        args.insert("value", json!(value));
        Self { line: line.unwrap_or(0), column, value, key, args }
    }
}

/// A cell read otherwise than it stands: the message `roll-change-<rule>`.
#[derive(Serialize)]
pub struct Change {
    /// 0 for the whole file.
    pub line: u32,
    pub column: String,
    pub rule: &'static str,
    pub from: String,
    pub to: String,
}

impl Change {
    pub(super) fn of(change: &Normalisation) -> Self {
        Self {
            line: change.line.unwrap_or(0),
            column: change.column.as_ref().map(|column| column.heading().to_owned()).unwrap_or_default(),
            rule: change.rule.word(),
            from: change.from.clone(),
            to: change.to.clone(),
        }
    }
}
