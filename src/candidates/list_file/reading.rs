//! From a table to candidates; every fault of the file is found at once.

use std::collections::HashMap;

use super::{Column, MAX_BYTES, kind_word, operator_word};
use crate::{
    candidates::{
        candidate::Candidate,
        session_file::{Decimal, Operator, SubItemKind},
        sub_item::{SubItem, distinct_units, goal_of},
    },
    ids::{CandidateId, SubItemId},
    sheets::{self, Bounds, CellKind, Fault, RawRow, TableFault},
};

const MOST_CANDIDATES: usize = 99;
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
            file: Some(found.fault),
        }
    }
}

/// The candidates of a CSV or XLSX file with new identifiers, or everything that is wrong with it.
pub fn read_list(bytes: &[u8]) -> Result<Vec<Candidate>, Vec<ListFault>> {
    let mut book = sheets::read(bytes, BOUNDS)
        .book
        .map_err(|faults| faults.into_iter().map(ListFault::from).collect::<Vec<_>>())?;
    if book.sheets.len() > 1 {
        let sheets = book.sheets.into_iter().filter_map(|sheet| sheet.name).collect();
        return Err(vec![TableFault { line: None, fault: Fault::MultipleSheets { sheets } }.into()]);
    }
    let sheet = book.sheets.remove(0);
    let mut reading = Reading { sheet: sheet.name.unwrap_or_default(), ..Reading::default() };
    let mut rows = sheet.rows.into_iter();
    let Some(header) = rows.next() else {
        return Err(vec![TableFault { line: None, fault: Fault::EmptyFile }.into()]);
    };
    let columns = reading.header(&header)?;
    for row in rows {
        reading.row(&columns, &row);
    }
    reading.end()
}

#[derive(Default)]
struct Reading {
    sheet: String,
    candidates: Vec<Candidate>,
    /// The line on which the candidate at the same place begins.
    begins: Vec<u32>,
    codes: HashMap<String, u32>,
    faults: Vec<ListFault>,
}

type Cells<'a> = HashMap<&'static str, &'a str>;

impl Reading {
    fn fault(&mut self, line: u32, column: &'static str, value: &str, key: &'static str, number: u32) {
        let value = value.chars().take(VALUE_CHARS).collect();
        self.faults.push(ListFault { sheet: self.sheet.clone(), line, column, value, key, number, file: None });
    }

    fn header(&mut self, header: &RawRow) -> Result<Vec<Option<Column>>, Vec<ListFault>> {
        let mut columns = Vec::new();
        for cell in &header.cells {
            let heading = cell.text.trim();
            let column = Column::ALL.into_iter().find(|column| column.heading() == heading);
            match column {
                Some(known) if columns.contains(&column) => {
                    self.fault(header.line, known.heading(), heading, "duplicate_column", 0);
                }
                None if !heading.is_empty() => self.fault(header.line, "", heading, "unknown_column", 0),
                _ => {}
            }
            columns.push(column);
        }
        for column in Column::ALL {
            if !columns.contains(&Some(column)) {
                self.fault(header.line, column.heading(), "", "missing_column", 0);
            }
        }
        if self.faults.is_empty() { Ok(columns) } else { Err(std::mem::take(&mut self.faults)) }
    }

    fn row(&mut self, columns: &[Option<Column>], row: &RawRow) {
        let before = self.faults.len();
        let mut cells = Cells::new();
        for (index, cell) in row.cells.iter().enumerate() {
            let text = cell.text.trim();
            let Some(column) = columns.get(index).copied().flatten() else {
                if !text.is_empty() {
                    self.fault(row.line, "", text, "cell_without_heading", 0);
                }
                continue;
            };
            let key = match cell.kind {
                _ if cell.formula.is_some() => Some("formula_in_cell"),
                // A target with decimals is no text in a workbook.
                CellKind::Decimal if column == Column::Target => None,
                CellKind::Decimal | CellKind::Percent | CellKind::Day | CellKind::NotText => Some("not_text"),
                _ if text.chars().count() > column.max_chars() => Some("too_long"),
                _ if text.chars().any(char::is_control) => Some("line_break_in_cell"),
                _ if text.contains('\u{fffd}') => Some("unreadable_character"),
                _ => None,
            };
            match key {
                Some(key) => {
                    let limit = u32::try_from(column.max_chars()).unwrap_or(u32::MAX);
                    self.fault(row.line, column.heading(), text, key, limit);
                }
                None => {
                    cells.insert(column.heading(), text);
                }
            }
        }
        if self.faults.len() == before {
            self.read(row.line, &cells);
        }
    }

    fn read(&mut self, line: u32, cells: &Cells<'_>) {
        let of = |column: Column| cells.get(column.heading()).copied().unwrap_or_default();
        let some = |column: Column| Some(of(column).to_owned()).filter(|text| !text.is_empty());
        let (typed, title) = (of(Column::Number), of(Column::Title));
        for (column, text) in [(Column::Number, typed), (Column::Title, title)] {
            if text.is_empty() {
                self.fault(line, column.heading(), "", "blank_required", 0);
            }
        }
        let Ok(number) = typed.parse::<i32>() else {
            if !typed.is_empty() {
                self.fault(line, Column::Number.heading(), typed, "not_a_number", 0);
            }
            return;
        };
        let next = i32::try_from(self.candidates.len()).unwrap_or(i32::MAX).saturating_add(1);
        if number == next && self.candidates.len() < MOST_CANDIDATES {
            self.candidates.push(Candidate {
                id: CandidateId::new(),
                number,
                title: title.to_owned(),
                short_title: some(Column::ShortTitle).unwrap_or_else(|| title.to_owned()),
                summary: of(Column::Summary).to_owned(),
                service_field: some(Column::ServiceField),
                lead_unit: some(Column::LeadUnit).filter(|_| of(Column::SubItem).is_empty()),
                sub_items: Vec::new(),
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
        let said = [
            (Column::Title, candidate.title.clone()),
            (Column::ShortTitle, candidate.short_title.clone()),
            (Column::Summary, candidate.summary.clone()),
            (Column::ServiceField, candidate.service_field.clone().unwrap_or_default()),
        ];
        for (column, wanted) in said {
            let typed = cells.get(column.heading()).copied().unwrap_or_default();
            if !typed.is_empty() && typed != wanted {
                self.fault(line, column.heading(), typed, "differs", first);
            }
        }
        if cells.get(Column::SubItem.heading()).is_none_or(|name| name.is_empty()) {
            self.fault(line, Column::SubItem.heading(), "", "blank_required", 0);
        }
    }

    fn sub_item(&mut self, line: u32, cells: &Cells<'_>) {
        let of = |column: Column| cells.get(column.heading()).copied().unwrap_or_default();
        let parts = [Column::Code, Column::Kind, Column::Operator, Column::Target, Column::Unit, Column::Source];
        let name = of(Column::SubItem);
        if name.is_empty() {
            for column in parts {
                if !of(column).is_empty() {
                    self.fault(line, column.heading(), of(column), "without_sub_item", 0);
                }
            }
            return;
        }
        let before = self.faults.len();
        for column in [Column::Code, Column::Kind, Column::Source] {
            if of(column).is_empty() {
                self.fault(line, column.heading(), "", "blank_required", 0);
            }
        }
        let code = of(Column::Code);
        let first = *self.codes.entry(code.to_owned()).or_insert(line);
        if first != line && !code.is_empty() {
            self.fault(line, Column::Code.heading(), code, "duplicate_code", first);
        }
        let kind = SubItemKind::ALL.into_iter().find(|kind| kind_word(*kind) == of(Column::Kind));
        if kind.is_none() && !of(Column::Kind).is_empty() {
            self.fault(line, Column::Kind.heading(), of(Column::Kind), "unknown_kind", 0);
        }
        let operator = [Operator::Eq, Operator::Ge].into_iter().find(|op| operator_word(*op) == of(Column::Operator));
        if let Some(kind) = kind {
            self.goal_columns(line, kind, operator, cells);
        }
        if self.faults.len() > before {
            return;
        }
        let text = |column: Column| Some(of(column)).filter(|text| !text.is_empty());
        let kind = kind.map_or("", SubItemKind::key);
        match goal_of(kind, operator.map(Operator::key), text(Column::Target), text(Column::Unit)) {
            Ok(goal) => {
                let item = SubItem {
                    id: SubItemId::new(),
                    code: code.to_owned(),
                    name: name.to_owned(),
                    goal,
                    lead_unit: text(Column::LeadUnit).map(ToOwned::to_owned),
                    source_text: of(Column::Source).to_owned(),
                };
                if let Some(candidate) = self.candidates.last_mut() {
                    candidate.sub_items.push(item);
                }
            }
            Err(_) => self.fault(line, Column::Target.heading(), of(Column::Target), "target_needed", 0),
        }
    }

    /// A number needs all three columns, 清零 its 0, what is not counted none of them.
    fn goal_columns(&mut self, line: u32, kind: SubItemKind, operator: Option<Operator>, cells: &Cells<'_>) {
        let of = |column: Column| cells.get(column.heading()).copied().unwrap_or_default();
        let must_be_blank = |this: &mut Self, column: Column| {
            if !of(column).is_empty() {
                this.fault(line, column.heading(), of(column), "must_be_blank", 0);
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
                if of(Column::Target) != "0" {
                    self.fault(line, Column::Target.heading(), of(Column::Target), "target_must_be_zero", 0);
                }
                if operator != Some(Operator::Eq) {
                    self.fault(line, Column::Operator.heading(), of(Column::Operator), "operator_must_be_eq", 0);
                }
                return;
            }
            SubItemKind::Count | SubItemKind::Rate | SubItemKind::Area | SubItemKind::Length => {}
        }
        if operator.is_none() {
            self.fault(line, Column::Operator.heading(), of(Column::Operator), "unknown_operator", 0);
        }
        if !of(Column::Target).parse::<Decimal>().is_ok_and(|target| !target.is_zero()) {
            self.fault(line, Column::Target.heading(), of(Column::Target), "target_needed", 0);
        }
        if of(Column::Unit).is_empty() {
            self.fault(line, Column::Unit.heading(), "", "blank_required", 0);
        }
    }

    fn end(mut self) -> Result<Vec<Candidate>, Vec<ListFault>> {
        if self.faults.is_empty() && self.candidates.is_empty() {
            self.fault(1, "", "", "no_rows", 0);
        }
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        for candidate in self.candidates.iter_mut().filter(|candidate| !candidate.sub_items.is_empty()) {
            candidate.lead_unit = match distinct_units(None, &candidate.sub_items).as_slice() {
                [only] => Some((*only).to_owned()),
                _ => None,
            };
        }
        Ok(self.candidates)
    }
}
