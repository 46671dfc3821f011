//! From a table to candidates; every fault of the file is found at once.

use std::collections::HashMap;

use super::{COLUMNS, Column, MAX_BYTES, kind_word, operator_word};
use crate::{
    candidates::{
        candidate::Candidate,
        session_file::{Decimal, Operator, SubItemKind},
        sub_item::{SubItem, distinct_units, goal_of},
    },
    ids::SubItemId,
    names::{code_point, invisible, lost, same_number},
    sheets::{
        self, Bounds, CellKind, Choices, Encoding, Fault, Layout, NoAmount, RawCell, RawRow, TableFault, Unclear,
    },
};

pub const MOST_CANDIDATES: usize = 99;
const BOUNDS: Bounds = Bounds { bytes: MAX_BYTES, rows: 1000 };
const VALUE_CHARS: usize = 200;

/// One thing that keeps a list from going in: the message `list-fault-<key>`, or that of the file itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListFault {
    /// Worksheets it is about; empty for a CSV.
    pub sheet: String,
    /// 0 for the whole file.
    pub line: u32,
    /// The heading; empty for a whole line or file.
    pub column: &'static str,
    /// As it stands in the file.
    pub value: String,
    pub key: &'static str,
    /// A line, a limit or a number that the message names.
    pub number: u32,
    /// A unit, a code point or names of sheets that the message names.
    pub detail: String,
    /// The file cannot be read as a table.
    pub file: Option<Fault>,
}

impl From<TableFault> for ListFault {
    fn from(found: TableFault) -> Self {
        Self {
            sheet: String::new(),
            line: found.line.unwrap_or(0),
            column: "",
            value: String::new(),
            key: found.fault.key(),
            number: 0,
            detail: String::new(),
            file: Some(found.fault),
        }
    }
}

/// Everything one reading of a file tells.
#[derive(Debug, Default)]
pub struct ListReading {
    /// With new identifiers; none where anything is wrong.
    pub candidates: Vec<Candidate>,
    pub faults: Vec<ListFault>,
    /// Where the table was found, without its rows; `None` for a file that is none.
    pub layout: Option<Layout>,
    /// The text was not UTF-8.
    pub guessed: bool,
}

impl ListReading {
    /// Whether choosing by hand may mend what is wrong: not one fault is of a row.
    pub fn can_be_chosen(&self) -> bool {
        const OF_HEADINGS: [&str; 3] = ["missing_column", "duplicate_column", "several_sheets"];
        self.layout.is_some()
            && !self.faults.is_empty()
            && self.faults.iter().all(|fault| OF_HEADINGS.contains(&fault.key))
    }

    /// What nobody may import without having seen it; see [`Layout::to_be_seen`].
    pub fn to_be_seen(&self) -> String {
        self.layout.as_ref().map(|layout| layout.to_be_seen(&[])).unwrap_or_default()
    }
}

/// The candidates of a CSV or XLSX file, or everything that is wrong with it.
pub fn read_list(bytes: &[u8], choices: &Choices) -> ListReading {
    let read = sheets::read(bytes, BOUNDS);
    let guessed = read.detected.is_some_and(|detected| detected.encoding == Some(Encoding::Gb18030));
    let of_file = |faults: Vec<TableFault>| ListReading {
        faults: faults.into_iter().map(ListFault::from).collect(),
        guessed,
        ..ListReading::default()
    };
    let book = match read.book {
        Ok(book) => book,
        Err(faults) => return of_file(faults),
    };
    let mut layout = match sheets::lay_out(book, &COLUMNS, choices) {
        Ok(layout) => layout,
        Err(fault) => return of_file(vec![fault]),
    };
    let rows = std::mem::take(&mut layout.rows);
    let mut reading = Reading { sheet: layout.sheet.clone().unwrap_or_default(), guessed, ..Reading::default() };
    reading.header(&layout);
    if reading.faults.is_empty() {
        for row in &rows {
            reading.row(&layout, row);
        }
        reading.end();
    }
    let candidates = if reading.faults.is_empty() { reading.candidates } else { Vec::new() };
    ListReading { candidates, faults: reading.faults, layout: Some(layout), guessed }
}

#[derive(Default)]
struct Reading {
    sheet: String,
    guessed: bool,
    candidates: Vec<Candidate>,
    /// The line on which the candidate at the same place begins.
    begins: Vec<u32>,
    codes: HashMap<String, u32>,
    faults: Vec<ListFault>,
}

/// The cells of a line, by what they are.
struct Cells<'a> {
    layout: &'a Layout,
    row: &'a RawRow,
    texts: HashMap<&'static str, String>,
}

impl Cells<'_> {
    fn of(&self, column: Column) -> &str {
        self.texts.get(column.word()).map(String::as_str).unwrap_or_default()
    }

    fn some(&self, column: Column) -> Option<String> {
        Some(self.of(column).to_owned()).filter(|text| !text.is_empty())
    }

    fn raw(&self, column: Column) -> Option<&RawCell> {
        self.row.cells.get(self.layout.column(column.word())?)
    }
}

impl Reading {
    fn fault(&mut self, line: u32, column: &'static str, value: &str, key: &'static str, number: u32) {
        self.detailed(line, column, value, key, number, String::new());
    }

    fn detailed(
        &mut self,
        line: u32,
        column: &'static str,
        value: &str,
        key: &'static str,
        number: u32,
        detail: String,
    ) {
        let value = value.chars().take(VALUE_CHARS).collect();
        self.faults.push(ListFault { sheet: self.sheet.clone(), line, column, value, key, number, detail, file: None });
    }

    fn header(&mut self, layout: &Layout) {
        let heading = |key: &str| Column::of(key).map_or("", Column::heading);
        let line = layout.head.line;
        for unclear in &layout.unclear {
            match unclear {
                Unclear::Sheets(sheets) => self.detailed(0, "", "", "several_sheets", 0, sheets.join("、")),
                Unclear::Missing(keys) => {
                    for key in keys {
                        self.fault(line, heading(key), "", "missing_column", 0);
                    }
                }
                Unclear::Twice(keys) => {
                    for key in keys {
                        self.fault(line, heading(key), "", "duplicate_column", 0);
                    }
                }
            }
        }
        self.faults.extend(layout.faults.iter().cloned().map(ListFault::from));
    }

    fn row(&mut self, layout: &Layout, row: &RawRow) {
        let before = self.faults.len();
        let mut cells = Cells { layout, row, texts: HashMap::new() };
        for (at, cell) in row.cells.iter().enumerate() {
            let seen = layout.columns.get(at);
            let Some(column) = seen.and_then(|seen| seen.key).and_then(Column::of) else {
                if seen.is_none_or(|seen| seen.heading.is_empty()) && !cell.is_blank() && !cell.spread {
                    self.fault(row.line, "", cell.shown(), "cell_without_heading", 0);
                }
                continue;
            };
            let unit = seen.map(|seen| seen.unit.as_str()).unwrap_or_default();
            match self.text(column, cell, unit) {
                Ok(text) => {
                    cells.texts.insert(column.word(), text);
                }
                Err((key, detail)) => {
                    let limit = u32::try_from(column.max_chars()).unwrap_or(u32::MAX);
                    self.detailed(row.line, column.heading(), cell.typed().trim(), key, limit, detail);
                }
            }
        }
        if self.faults.len() == before {
            self.read(row.line, &cells);
        } else {
            self.passes(row.line, &cells);
        }
    }

    /// A row at fault has its number all the same, or every row below it would be at fault, too.
    fn passes(&mut self, line: u32, cells: &Cells<'_>) {
        let next = i32::try_from(self.candidates.len()).unwrap_or(i32::MAX).saturating_add(1);
        if number_of(cells.of(Column::Number)) == Some(next) {
            self.candidates.push(Candidate::numbered(next));
            self.begins.push(line);
        }
    }

    /// What a cell says, or the key of what is wrong with it.
    fn text(&self, column: Column, cell: &RawCell, unit: &str) -> Result<String, (&'static str, String)> {
        let wrong = |key| Err((key, String::new()));
        let is_amount = matches!(column, Column::Number | Column::Target | Column::Investment);
        if cell.formula.is_some() && !(is_amount && matches!(cell.kind, CellKind::Number | CellKind::Decimal)) {
            return wrong("formula_in_cell");
        }
        let mut text = cell.shown().to_owned();
        match cell.kind {
            CellKind::Text => {}
            CellKind::Number => {}
            CellKind::Decimal if is_amount => {}
            // What kind of amount it is the unit tells.
            CellKind::Percent | CellKind::Day if column == Column::Target => {}
            CellKind::Day if column == Column::Deadline => {}
            CellKind::Decimal | CellKind::Percent | CellKind::Day | CellKind::NotText => return wrong("not_text"),
        }
        let is_bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        if column == Column::Investment && is_bare {
            text.push_str(unit);
        }
        if matches!(column, Column::Summary | Column::Source | Column::Place | Column::Investment) {
            text = on_one_line(&text);
        }
        if text.chars().count() > column.max_chars() {
            return wrong("too_long");
        }
        if text.contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}']) {
            return wrong("line_break_in_cell");
        }
        if text.contains('\u{fffd}') {
            return wrong("unreadable_character");
        }
        if let Some(invisible) = invisible(&text) {
            return Err(("invisible_character", code_point(invisible)));
        }
        // A question may be asked in words; a mark of half width among characters was put there by an encoding.
        let names = matches!(column, Column::Title | Column::ShortTitle | Column::SubItem | Column::LeadUnit);
        if let Some(mark) = lost(&text).filter(|mark| *mark != '？' && (names || self.guessed && *mark == '?')) {
            return Err(("lost_character", mark.to_string()));
        }
        Ok(text)
    }

    fn read(&mut self, line: u32, cells: &Cells<'_>) {
        let (typed, title) = (cells.of(Column::Number), cells.of(Column::Title));
        // Further lines of a project often say only what is new.
        if typed.is_empty() && title.is_empty() && !cells.of(Column::SubItem).is_empty() && !self.candidates.is_empty()
        {
            self.sub_item(line, cells);
            return;
        }
        for (column, text) in [(Column::Number, typed), (Column::Title, title)] {
            if text.is_empty() {
                self.fault(line, column.heading(), "", "blank_required", 0);
            }
        }
        let Some(number) = number_of(typed) else {
            if !typed.is_empty() {
                self.fault(line, Column::Number.heading(), typed, "not_a_number", 0);
            }
            return;
        };
        let next = i32::try_from(self.candidates.len()).unwrap_or(i32::MAX).saturating_add(1);
        if number == next && self.candidates.len() < MOST_CANDIDATES {
            let whole = cells.of(Column::SubItem).is_empty();
            self.candidates.push(Candidate {
                title: title.to_owned(),
                short_title: cells.some(Column::ShortTitle).unwrap_or_else(|| title.to_owned()),
                summary: cells.of(Column::Summary).to_owned(),
                service_field: cells.some(Column::ServiceField),
                investment: cells.some(Column::Investment),
                place: cells.some(Column::Place),
                deadline: cells.some(Column::Deadline),
                lead_unit: cells.some(Column::LeadUnit).filter(|_| whole),
                ..Candidate::numbered(number)
            });
            self.begins.push(line);
        } else if number + 1 != next || self.candidates.is_empty() {
            let wanted = u32::try_from(next).unwrap_or_default();
            self.fault(line, Column::Number.heading(), typed, "not_the_next", wanted);
            return;
        } else {
            self.same_candidate(line, cells);
        }
        self.sub_item(line, cells);
    }

    /// Further lines of a candidate say of it what the first one says.
    fn same_candidate(&mut self, line: u32, cells: &Cells<'_>) {
        let (Some(candidate), Some(first)) = (self.candidates.last(), self.begins.last().copied()) else { return };
        let or_blank = |text: &Option<String>| text.clone().unwrap_or_default();
        let said = [
            (Column::Title, candidate.title.clone()),
            (Column::ShortTitle, candidate.short_title.clone()),
            (Column::Summary, candidate.summary.clone()),
            (Column::ServiceField, or_blank(&candidate.service_field)),
            (Column::Investment, or_blank(&candidate.investment)),
            (Column::Place, or_blank(&candidate.place)),
            (Column::Deadline, or_blank(&candidate.deadline)),
        ];
        for (column, wanted) in said {
            let typed = cells.of(column);
            if !typed.is_empty() && typed != wanted {
                self.fault(line, column.heading(), typed, "differs", first);
            }
        }
        if cells.of(Column::SubItem).is_empty() {
            self.fault(line, Column::SubItem.heading(), "", "blank_required", 0);
        }
    }

    fn sub_item(&mut self, line: u32, cells: &Cells<'_>) {
        let parts = [Column::Code, Column::Kind, Column::Operator, Column::Target, Column::Unit, Column::Source];
        let name = cells.of(Column::SubItem);
        if name.is_empty() {
            for column in parts {
                if !cells.of(column).is_empty() {
                    self.fault(line, column.heading(), cells.of(column), "without_sub_item", 0);
                }
            }
            return;
        }
        let before = self.faults.len();
        let code = cells.of(Column::Code);
        if !code.is_empty() {
            let first = *self.codes.entry(same_number(code)).or_insert(line);
            if first != line {
                self.fault(line, Column::Code.heading(), code, "duplicate_code", first);
            }
        }
        let kind = self.kind(line, cells);
        let (target, at_least) = without_bound(cells.of(Column::Target));
        let operator = match [Operator::Eq, Operator::Ge]
            .into_iter()
            .find(|op| operator_word(*op) == cells.of(Column::Operator))
        {
            None if cells.of(Column::Operator).is_empty() && !target.is_empty() => {
                Some(if at_least { Operator::Ge } else { Operator::Eq })
            }
            known => known,
        };
        let target = match kind {
            Some(SubItemKind::Count | SubItemKind::Rate | SubItemKind::Area | SubItemKind::Length) => {
                self.amount(line, cells, &target)
            }
            _ => target,
        };
        if let Some(kind) = kind {
            self.goal_columns(line, kind, operator, &target, cells);
        }
        if self.faults.len() > before {
            return;
        }
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let key = kind.map_or("", SubItemKind::word);
        let (target, unit) = (text(&target), text(cells.of(Column::Unit)));
        match goal_of(key, operator.map(Operator::word), target.as_deref(), unit.as_deref()) {
            Ok(goal) => {
                let item = SubItem {
                    id: SubItemId::new(),
                    code: code.to_owned(),
                    name: name.to_owned(),
                    goal,
                    lead_unit: cells.some(Column::LeadUnit),
                    source_text: cells.some(Column::Source).unwrap_or_else(|| name.to_owned()),
                };
                if let Some(candidate) = self.candidates.last_mut() {
                    candidate.sub_items.push(item);
                }
            }
            Err(_) => {
                self.fault(line, Column::Target.heading(), cells.of(Column::Target), "target_needed", 0);
            }
        }
    }

    /// As it is said, else as target and unit tell.
    fn kind(&mut self, line: u32, cells: &Cells<'_>) -> Option<SubItemKind> {
        let typed = cells.of(Column::Kind);
        let said = SubItemKind::ALL.iter().copied().find(|kind| kind_word(*kind) == typed);
        if said.is_none() && !typed.is_empty() {
            self.fault(line, Column::Kind.heading(), typed, "unknown_kind", 0);
            return None;
        }
        Some(said.unwrap_or_else(|| {
            if cells.of(Column::Target).is_empty() && cells.of(Column::Unit).is_empty() {
                return SubItemKind::Qualitative;
            }
            match cells.of(Column::Unit).trim_start_matches('万') {
                "%" | "％" | "百分比" => SubItemKind::Rate,
                "平方米" | "平米" | "㎡" | "亩" | "公顷" | "平方公里" => SubItemKind::Area,
                "米" | "公里" | "千米" | "延米" => SubItemKind::Length,
                _ => SubItemKind::Count,
            }
        }))
    }

    /// The target in its unit; as it stands where it is none, for which a fault is kept.
    fn amount(&mut self, line: u32, cells: &Cells<'_>, target: &str) -> String {
        let unit = cells.of(Column::Unit);
        let raw = cells.raw(Column::Target).cloned().unwrap_or_default();
        let cell = if raw.kind == CellKind::Text { RawCell { text: target.to_owned(), ..raw } } else { raw };
        let (key, detail) = match cell.amount(unit) {
            Ok(amount) => return amount,
            Err(NoAmount::Percent) => ("target_percent", unit.to_owned()),
            Err(NoAmount::Day) => ("target_day", String::new()),
            Err(NoAmount::OtherUnit(other)) => ("target_other_unit", other),
            // Said with all else that a target must be.
            Err(NoAmount::Unreadable) => return target.to_owned(),
        };
        self.detailed(line, Column::Target.heading(), cell.shown(), key, 0, detail);
        target.to_owned()
    }

    /// A number needs all three columns, 清零 its 0, what is not counted none of them.
    fn goal_columns(
        &mut self,
        line: u32,
        kind: SubItemKind,
        operator: Option<Operator>,
        target: &str,
        cells: &Cells<'_>,
    ) {
        let must_be_blank = |this: &mut Self, column: Column| {
            if !cells.of(column).is_empty() {
                this.fault(line, column.heading(), cells.of(column), "must_be_blank", 0);
            }
        };
        match kind {
            SubItemKind::Title | SubItemKind::Qualitative => {
                for column in [Column::Operator, Column::Target, Column::Unit] {
                    must_be_blank(self, column);
                }
                return;
            }
            SubItemKind::ZeroTarget => {
                must_be_blank(self, Column::Unit);
                if target != "0" {
                    self.fault(line, Column::Target.heading(), cells.of(Column::Target), "target_must_be_zero", 0);
                }
                if operator != Some(Operator::Eq) {
                    self.fault(line, Column::Operator.heading(), cells.of(Column::Operator), "operator_must_be_eq", 0);
                }
                return;
            }
            SubItemKind::Count | SubItemKind::Rate | SubItemKind::Area | SubItemKind::Length => {}
        }
        if operator.is_none() && !target.is_empty() {
            self.fault(line, Column::Operator.heading(), cells.of(Column::Operator), "unknown_operator", 0);
        }
        let is_target = target.parse::<Decimal>().is_ok_and(|target| !target.is_zero());
        if !is_target && !self.faults.iter().any(|fault| fault.line == line && fault.column == Column::Target.heading())
        {
            self.fault(line, Column::Target.heading(), cells.of(Column::Target), "target_needed", 0);
        }
        if cells.of(Column::Unit).is_empty() {
            self.fault(line, Column::Unit.heading(), "", "blank_required", 0);
        }
    }

    fn end(&mut self) {
        if self.faults.is_empty() && self.candidates.is_empty() {
            self.fault(1, "", "", "no_rows", 0);
        }
        let mut titles: HashMap<String, u32> = HashMap::new();
        let said: Vec<(u32, String)> =
            self.begins.iter().copied().zip(self.candidates.iter().map(|candidate| candidate.title.clone())).collect();
        for (line, title) in said.into_iter().filter(|(_, title)| !title.is_empty()) {
            let first = *titles.entry(same_number(&title)).or_insert(line);
            if first != line {
                self.fault(line, Column::Title.heading(), &title, "duplicate_title", first);
            }
        }
        for candidate in self.candidates.iter_mut().filter(|candidate| !candidate.sub_items.is_empty()) {
            let number = candidate.number;
            let mut free =
                (1..).map(|at: u32| format!("C{number:02}-{at:02}")).filter(|code| !self.codes.contains_key(code));
            for item in candidate.sub_items.iter_mut().filter(|item| item.code.is_empty()) {
                item.code = free.next().unwrap_or_default();
            }
            candidate.lead_unit = match distinct_units(None, &candidate.sub_items).as_slice() {
                [only] => Some((*only).to_owned()),
                _ => None,
            };
        }
    }
}

fn number_of(typed: &str) -> Option<i32> {
    same_number(typed).trim_end_matches(['.', '、']).parse().ok()
}

/// Lines of a text put behind one another.
pub fn on_one_line(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() && !out.ends_with(['。', '；', '，', '、', '：', ';', ',', ':', '.']) {
            out.push('；');
        }
        out.push_str(line);
    }
    out
}

/// A target without the words that make it a lower bound: ≥98, 不少于6, 40以上.
fn without_bound(target: &str) -> (String, bool) {
    const BEFORE: [&str; 5] = ["≥", ">=", "不少于", "不低于", "至少"];
    if let Some(rest) = BEFORE.iter().find_map(|word| target.strip_prefix(word)) {
        return (rest.trim().to_owned(), true);
    }
    match target.strip_suffix("以上") {
        Some(rest) => (rest.trim().to_owned(), true),
        None => (target.to_owned(), false),
    }
}
