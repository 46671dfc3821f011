//! How a bundle stands: who has entered it, and where two tellers differ.

use serde::Serialize;

use crate::{
    hand_count::{
        bundle::{Field, Shape},
        count::{Bundle, Standing},
    },
    ids::AccountId,
};

/// One figure on which two tellers differ: the message `bundle-field-<key>`.
#[derive(Clone, Serialize)]
pub struct DifferenceLine {
    pub key: &'static str,
    pub number: u32,
    pub word: &'static str,
    pub first: u32,
    pub second: u32,
}

impl DifferenceLine {
    fn of(&(field, first, second): &(Field, u32, u32)) -> Self {
        let (key, number, word) = match field {
            Field::Size => ("size", 0, ""),
            Field::Valid => ("valid", 0, ""),
            Field::Mark(number, mark) => ("mark", number, mark.word()),
            Field::Void(reason) => ("void", 0, reason.word()),
        };
        Self { key, number, word, first, second }
    }
}

/// What two tellers said, where it is not the same.
#[derive(Clone, Serialize)]
pub struct Differences {
    pub first: String,
    pub second: String,
    pub lines: Vec<DifferenceLine>,
}

#[derive(Clone, Serialize)]
pub struct BundleLine {
    pub number: i32,
    /// `one`, `differs` or `agreed`.
    pub standing: &'static str,
    /// Whether the reader has entered it.
    pub mine: bool,
    pub tellers: Vec<String>,
    /// Once two agree.
    pub size: Option<u32>,
    pub differences: Option<Differences>,
}

impl BundleLine {
    pub(super) fn of(bundle: &Bundle, shape: &Shape, reader: AccountId) -> Option<Self> {
        let mine = bundle.own(reader).is_some();
        let line = |standing, tellers, size, differences| Self {
            number: bundle.number,
            standing,
            mine,
            tellers,
            size,
            differences,
        };
        Some(match bundle.standing(shape)? {
            Standing::One { teller } => line("one", vec![teller], None, None),
            Standing::Agreed { figures, tellers } => line("agreed", tellers.to_vec(), Some(figures.size), None),
            Standing::Differs { first, second, fields } => {
                let tellers = vec![first.clone(), second.clone()];
                let lines = fields.iter().map(DifferenceLine::of).collect();
                line("differs", tellers, None, Some(Differences { first, second, lines }))
            }
        })
    }
}

pub(super) fn sample_differences() -> Differences {
    let line = |key, number, word| DifferenceLine { key, number, word, first: 7, second: 6 };
    Differences {
        first: "<b>陈志强".into(),
        second: "周敏".into(),
        lines: vec![
            line("size", 0, ""),
            line("valid", 0, ""),
            line("mark", 3, "approve"),
            line("mark", 3, "oppose"),
            line("mark", 3, "abstain"),
            line("void", 0, "over_cap"),
            line("void", 0, "unreadable"),
            line("void", 0, "foreign"),
            line("void", 0, "signed"),
        ],
    }
}
