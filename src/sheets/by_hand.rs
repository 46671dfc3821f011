//! Choosing by hand how a file is read: the form, and what its page shows.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Choices, Known, Layout, Odd, Unclear, cell_name};

/// As it was sent: a field for each column of the file, in their order.
#[derive(Clone, Copy, Debug)]
pub struct ReadingForm<'a> {
    pub sheet: &'a str,
    pub head: &'a str,
    pub column: &'a [String],
    pub odd: &'a str,
}

impl ReadingForm<'_> {
    /// What was chosen on a page that showed `shown`. On another sheet or below other headings the columns are others:
    /// they are looked for anew.
    pub fn chosen(&self, before: &Choices, shown: Option<&Layout>) -> Choices {
        let now_sheet = shown.and_then(|shown| shown.sheet.clone());
        let now_head = shown.map_or(0, |shown| shown.head.line);
        let sheet = Some(self.sheet.to_owned()).filter(|sheet| !sheet.is_empty()).or_else(|| before.sheet.clone());
        let head: Option<u32> = self.head.trim().parse().ok();
        let other_sheet = sheet.is_some() && sheet != now_sheet;
        let other_head = head.is_some_and(|head| head != now_head);
        let several =
            shown.is_some_and(|shown| shown.unclear.iter().any(|unclear| matches!(unclear, Unclear::Sheets(_))));
        let fits =
            !other_sheet && !other_head && !several && shown.is_some_and(|s| s.columns.len() == self.column.len());
        Choices {
            sheet,
            head: if other_sheet { None } else { head.filter(|_| other_head).or(before.head) },
            columns: if fits { (0..).zip(self.column.iter().cloned()).collect() } else { BTreeMap::new() },
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
            known
                .iter()
                .find(|known| known.key == *key)
                .and_then(|known| known.words.first().copied())
                .unwrap_or_default()
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
            known: known.iter().filter(|k| !k.key.is_empty()).map(|k| (k.key, heading(&k.key))).collect(),
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

impl ReadingView {
    /// Clear, with something to decide, and unclear.
    pub fn samples() -> Vec<Self> {
        let known = vec![("name", "姓名"), ("delegation", "代表团"), ("note", "备注")];
        let column = |letter: &str, heading: &str, key| ColumnView {
            letter: letter.to_owned(),
            heading: heading.to_owned(),
            sample: "<script>alert(1)</script>".to_owned(),
            key,
        };
        let plain = || Self {
            head_line: 1,
            known: known.clone(),
            columns: vec![column("A", "姓名", "name"), column("B", "代表团<b>", "delegation"), column("C", "", "")],
            ..Self::default()
        };
        vec![
            plain(),
            Self {
                sheet: "<script>名册".to_owned(),
                sheets: vec!["<script>名册".to_owned(), "说明".to_owned()],
                has_odd: true,
                odd_left: true,
                pictures: 3,
                head_line: 3,
                ..plain()
            },
            Self {
                unclear: true,
                sheets: vec!["一".to_owned(), "二".to_owned()],
                several: true,
                missing: vec!["姓名", "代表团"],
                twice: vec!["备注"],
                columns: vec![column("A", &"长".repeat(60), ""), column("BL", "<i>", "note")],
                ..plain()
            },
        ]
    }
}
