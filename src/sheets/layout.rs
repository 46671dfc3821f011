//! Which sheet of a file is meant, where its headings stand, what each column is, and which rows are none of the table.
//!
//! Columns are found by words; where words do not tell, somebody chooses by hand ([`Choices`]).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Book, Fault, Merged, RawCell, RawRow, Sheet, Skipped, TableFault, Why,
    fault::cell_name,
    leftover::{self, Place, heading_of},
};

/// A column that a table knows.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Empty: known, and not read.
    pub key: &'static str,
    /// Headings that mean it, the table's own first; without spaces and what stands in brackets.
    pub words: &'static [&'static str],
    pub needed: bool,
    /// A merged cell holds for each of its lines.
    pub spreads: bool,
    /// Names or numbers what the row is about: a sum or a repeated heading is told here.
    pub label: bool,
    /// A row in which only this column is filled was not finished, rather than being a note.
    pub alone: bool,
}

/// What somebody has chosen by hand of how a file is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    #[serde(default)]
    pub sheet: Option<String>,
    /// The line of the headings.
    #[serde(default)]
    pub head: Option<u32>,
    /// By column, what it is; empty for a column that is not used.
    #[serde(default)]
    pub columns: BTreeMap<usize, String>,
    #[serde(default)]
    pub odd: Odd,
}

/// What becomes of rows that are hidden or struck through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Odd {
    #[default]
    Taken,
    Left,
}

/// A column as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSeen {
    /// As it stands in the file, on one line.
    pub heading: String,
    /// What stands in brackets behind it: 万元 of 投资（万元）.
    pub unit: String,
    pub key: Option<&'static str>,
    /// The first value below it.
    pub sample: String,
}

/// A row of the table that the spreadsheet hides or strikes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddRow {
    pub line: u32,
    pub words: String,
    pub hidden: bool,
}

/// What words do not tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// The table stands on several sheets: their names.
    Sheets(Vec<String>),
    /// Needed columns that no heading names.
    Missing(Vec<&'static str>),
    /// Columns that two headings name.
    Twice(Vec<&'static str>),
}

/// The table of a file.
#[derive(Clone, Debug)]
pub struct Layout {
    pub sheet: Option<String>,
    /// Every sheet with something in it.
    pub sheets: Vec<String>,
    /// The row of the headings, as it stands.
    pub head: RawRow,
    pub columns: Vec<ColumnSeen>,
    pub unclear: Vec<Unclear>,
    /// Below the headings, merged cells filled down.
    pub rows: Vec<RawRow>,
    pub skipped: Vec<Skipped>,
    pub odd: Vec<OddRow>,
    /// Merged cells in columns in which each line has a value of its own.
    pub faults: Vec<TableFault>,
    pub pictures: usize,
}

impl Layout {
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == Some(key))
    }

    /// What nobody may import without having seen it, as one word; empty where there is nothing of the kind: rows that are
    /// left out, rows that nobody sees in the file, and `also`.
    pub fn to_be_seen(&self, also: &[String]) -> String {
        if self.skipped.is_empty() && self.odd.is_empty() && also.is_empty() {
            return String::new();
        }
        let mut hash = Sha256::new();
        for skipped in &self.skipped {
            hash.update(format!("-{}:{}\n", skipped.line, skipped.words));
        }
        for odd in &self.odd {
            hash.update(format!("+{}:{}\n", odd.line, odd.words));
        }
        for said in also {
            hash.update(format!("={said}\n"));
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The sheets that are not read.
    pub fn other_sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(String::as_str).filter(|name| Some(*name) != self.sheet.as_deref())
    }
}

/// Rows among which the headings are looked for.
const HEAD_WITHIN: usize = 30;
/// Known words that make a row the headings.
const ENOUGH: usize = 2;
const SAMPLE_CHARS: usize = 30;

/// Where the headings of a sheet stand, and how many of the needed and of all known columns they name.
struct Found {
    at: usize,
    needed: usize,
    known: usize,
}

/// The table of `book`, whose columns are `known`.
pub fn lay_out(mut book: Book, known: &[Known], choices: &Choices) -> Result<Layout, TableFault> {
    let nothing = || TableFault { line: None, fault: Fault::EmptyFile };
    let mut unclear = Vec::new();
    let sheets = book.sheets.iter().filter_map(|sheet| sheet.name.clone()).collect();
    let named = |sheet: &Sheet| choices.sheet.is_some() && sheet.name == choices.sheet;
    let chosen = match book.sheets.iter().position(named) {
        Some(chosen) => chosen,
        None => {
            let (likeliest, also) = likeliest(&book, known).ok_or_else(nothing)?;
            if !also.is_empty() {
                unclear.push(Unclear::Sheets(also));
            }
            likeliest
        }
    };
    let Sheet { name, mut rows, merged, .. } = book.sheets.swap_remove(chosen);
    let at = match choices.head {
        Some(line) => rows.iter().position(|row| row.line == line),
        None => found(&rows, known).map(|found| found.at),
    };
    let at = at.or_else(|| rows.iter().position(|row| row.cells.iter().filter(|cell| !cell.is_blank()).count() > 1));
    let at = at.unwrap_or(0);
    let body = rows.split_off((at + 1).min(rows.len()));
    let head = rows.pop().ok_or_else(nothing)?;
    let columns = columns(&head, &body, known, choices);
    unclear.extend(unnamed(&columns, known));
    let mut layout = Layout {
        sheet: name,
        sheets,
        skipped: rows.iter().map(|row| skipped(row, Why::Title)).collect(),
        faults: merged_faults(&merged, &columns, known, head.line),
        head,
        columns,
        unclear,
        rows: Vec::new(),
        odd: Vec::new(),
        pictures: book.pictures,
    };
    layout.sort_rows(body, known, choices.odd);
    Ok(layout)
}

fn skipped(row: &RawRow, why: Why) -> Skipped {
    Skipped { line: row.line, words: row.words(), why }
}

impl Layout {
    /// Rows of the table, and rows that are none.
    fn sort_rows(&mut self, body: Vec<RawRow>, known: &[Known], odd: Odd) {
        let of = |key: Option<&str>| known.iter().find(|known| Some(known.key) == key);
        let places: Vec<Place> = self
            .columns
            .iter()
            .map(|column| {
                let known = of(column.key);
                Place {
                    label: known.is_some_and(|known| known.label),
                    alone: known.is_some_and(|known| known.alone),
                    known: known.is_some(),
                }
            })
            .collect();
        let headings: Vec<String> = self.columns.iter().map(|column| heading_of(&column.heading)).collect();
        for row in body {
            if row.cells.iter().all(|cell| cell.is_blank() || cell.spread) {
                continue;
            }
            if let Some(why) = leftover::why(&row, &places, &headings) {
                self.skipped.push(skipped(&row, why));
                continue;
            }
            if row.hidden || row.struck {
                if odd == Odd::Left {
                    self.skipped.push(skipped(&row, if row.hidden { Why::Hidden } else { Why::Struck }));
                    continue;
                }
                self.odd.push(OddRow { line: row.line, words: row.words(), hidden: row.hidden });
            }
            self.rows.push(row);
        }
    }
}

/// The place of the sheet on which most headings are known, and the names of all if several hold the whole table.
fn likeliest(book: &Book, known: &[Known]) -> Option<(usize, Vec<String>)> {
    let needed = known.iter().filter(|known| known.needed).count();
    let judged: Vec<Option<Found>> = book.sheets.iter().map(|sheet| found(&sheet.rows, known)).collect();
    let is_whole = |found: &Option<Found>| found.as_ref().is_some_and(|found| found.needed == needed);
    let whole: Vec<usize> = (0..).zip(&judged).filter(|(_, found)| is_whole(found)).map(|(at, _)| at).collect();
    if let [first, _, ..] = whole.as_slice() {
        let names = whole.iter().filter_map(|at| book.sheets.get(*at)?.name.clone()).collect();
        return Some((*first, names));
    }
    let score = |found: &Option<Found>| found.as_ref().map_or((0, 0), |found| (found.needed, found.known));
    // The first of equals: `max_by_key` would take the last.
    let best = judged
        .iter()
        .zip(&book.sheets)
        .enumerate()
        .rev()
        .max_by_key(|(_, (found, sheet))| (score(found), !sheet.hidden));
    best.map(|(at, _)| (at, Vec::new()))
}

/// The row of headings that names the most columns.
fn found(rows: &[RawRow], known: &[Known]) -> Option<Found> {
    let mut best: Option<Found> = None;
    for (at, row) in rows.iter().take(HEAD_WITHIN).enumerate() {
        let mut keys: Vec<&Known> = row.cells.iter().filter_map(|cell| meant(&cell.text, known)).collect();
        keys.sort_unstable_by_key(|known| known.key);
        keys.dedup_by_key(|known| known.key);
        let found = Found { at, needed: keys.iter().filter(|known| known.needed).count(), known: keys.len() };
        let better = best.as_ref().is_none_or(|best| (found.needed, found.known) > (best.needed, best.known));
        if found.known >= ENOUGH && better {
            best = Some(found);
        }
    }
    best
}

fn meant<'a>(heading: &str, known: &'a [Known]) -> Option<&'a Known> {
    let whole = heading_of(heading);
    let (word, _) = split(&whole);
    known
        .iter()
        .find(|known| known.words.contains(&whole.as_str()))
        .or_else(|| known.iter().find(|known| known.words.contains(&word)))
}

/// The word of a heading, and what stands in brackets behind it.
fn split(heading: &str) -> (&str, &str) {
    match heading.split_once('(') {
        Some((word, rest)) if !word.is_empty() => (word, rest.trim_end_matches(')')),
        _ => (heading, ""),
    }
}

fn columns(head: &RawRow, body: &[RawRow], known: &[Known], choices: &Choices) -> Vec<ColumnSeen> {
    let width = body.iter().map(|row| row.cells.len()).max().unwrap_or(0).max(head.cells.len());
    let by_hand = !choices.columns.is_empty();
    let blank = RawCell::default();
    (0..width)
        .map(|at| {
            let cell = head.cells.get(at).unwrap_or(&blank);
            let heading = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let key = if by_hand {
                let chosen = choices.columns.get(&at).map(String::as_str);
                known.iter().find(|known| Some(known.key) == chosen)
            } else {
                meant(&cell.text, known)
            };
            let below = body.iter().filter_map(|row| row.cells.get(at)).find(|cell| !cell.is_blank());
            ColumnSeen {
                unit: split(&heading_of(&cell.text)).1.to_owned(),
                heading,
                key: key.map(|known| known.key),
                sample: below.map(|cell| cell.shown().chars().take(SAMPLE_CHARS).collect()).unwrap_or_default(),
            }
        })
        .collect()
}

fn unnamed(columns: &[ColumnSeen], known: &[Known]) -> Vec<Unclear> {
    let times = |key| columns.iter().filter(|column| column.key == Some(key)).count();
    let missing: Vec<_> = known.iter().filter(|known| known.needed && times(known.key) == 0).map(|k| k.key).collect();
    let twice: Vec<_> =
        known.iter().filter(|known| !known.key.is_empty() && times(known.key) > 1).map(|known| known.key).collect();
    let mut unclear = Vec::new();
    if !missing.is_empty() {
        unclear.push(Unclear::Missing(missing));
    }
    if !twice.is_empty() {
        unclear.push(Unclear::Twice(twice));
    }
    unclear
}

fn merged_faults(merged: &[Merged], columns: &[ColumnSeen], known: &[Known], head: u32) -> Vec<TableFault> {
    let of = |region: &Merged| {
        let key = columns.get(region.column)?.key?;
        known.iter().find(|known| known.key == key)
    };
    merged
        .iter()
        .filter(|region| region.first_line > head && of(region).is_some_and(|known| !known.spreads))
        .map(|region| {
            let (from, to) = (cell_name(region.column, region.first_line), cell_name(region.column, region.last_line));
            TableFault::of_line(region.first_line, Fault::MergedCells { cells: format!("{from}:{to}") })
        })
        .collect()
}
