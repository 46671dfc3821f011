//! Choosing by hand how a file is read: the form, and what its page shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Choices, Known, Layout, Odd, Unclear, cell_name};

/// As it was sent: a field for each column of the file, in their order.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ReadingForm {
    #[serde(default)]
    sheet: String,
    #[serde(default)]
    head: String,
    #[serde(default)]
    column: Vec<String>,
    #[serde(default)]
    odd: String,
}

impl ReadingForm {
    /// On another sheet or below other headings the columns are others: they are looked for anew.
    pub fn chosen(&self, before: &Choices, shown_sheet: Option<&str>, shown_head: u32) -> Choices {
        let sheet = Some(self.sheet.clone()).filter(|sheet| !sheet.is_empty()).or_else(|| before.sheet.clone());
        let head = self.head.trim().parse().ok();
        let moved = sheet.as_deref().or(shown_sheet) != shown_sheet || head.is_some_and(|head| head != shown_head);
        let other_sheet = sheet.as_deref().or(shown_sheet) != shown_sheet;
        let columns = (0..).zip(self.column.iter().cloned()).collect();
        Choices {
            sheet,
            head: if other_sheet { None } else { head.filter(|head| *head != shown_head).or(before.head) },
            columns: if moved { BTreeMap::new() } else { columns },
            odd: if self.odd == "left" { Odd::Left } else { Odd::Taken },
        }
    }
}

/// How a file is read, for the page on which it can be changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReadingView {
    /// Something must be chosen before the file can be used.
    pub unclear: bool,
    pub sheet: String,
    /// Every sheet with something in it.
    pub sheets: Vec<String>,
    /// Several sheets hold the table.
    pub several: bool,
    pub head_line: u32,
    pub columns: Vec<ColumnView>,
    /// The columns that the table knows, with their own headings.
    pub known: Vec<(&'static str, &'static str)>,
    pub missing: Vec<&'static str>,
    pub twice: Vec<&'static str>,
    pub odd_left: bool,
    pub has_odd: bool,
    pub pictures: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct ColumnView {
    /// A, B, …
    pub letter: String,
    pub heading: String,
    pub sample: String,
    pub key: &'static str,
}

impl ReadingView {
    pub fn of(layout: &Layout, known: &[Known], choices: &Choices) -> Self {
        let heading = |key: &&'static str| {
            known.iter().find(|known| known.key == *key).and_then(|known| known.words.first().copied()).unwrap_or_default()
        };
        let mut view = Self {
            unclear: !layout.unclear.is_empty(),
            sheet: layout.sheet.clone().unwrap_or_default(),
            sheets: layout.sheets.clone(),
            head_line: layout.head.line,
            columns: (0..)
                .zip(&layout.columns)
                .map(|(at, column)| ColumnView {
                    letter: cell_name(at, 0).trim_end_matches('0').to_owned(),
                    heading: column.heading.clone(),
                    sample: column.sample.clone(),
                    key: column.key.unwrap_or_default(),
                })
                .collect(),
            known: known.iter().map(|known| (known.key, heading(&known.key))).collect(),
            odd_left: choices.odd == Odd::Left,
            has_odd: choices.odd == Odd::Left || !layout.odd.is_empty(),
            pictures: layout.pictures,
            ..Self::default()
        };
        for unclear in &layout.unclear {
            match unclear {
                Unclear::Sheets(_) => view.several = true,
                Unclear::Missing(keys) => view.missing = keys.iter().map(heading).collect(),
                Unclear::Twice(keys) => view.twice = keys.iter().map(heading).collect(),
            }
        }
        view
    }
}
