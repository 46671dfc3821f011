//! The report as a table for others to compute with: exactly what the page shows.

use super::annual::{Annual, Line};
use crate::web::{Cell, Table};

const COLUMNS: [&str; 18] = [
    "project_id",
    "project",
    "field",
    "code",
    "sub_item",
    "unit",
    "kind",
    "target",
    "first_target",
    "target_unit",
    "actual",
    "as_of",
    "share_percent",
    "last_year",
    "paid_wan",
    "light",
    "done",
    "over_target",
];

pub fn table(annual: &Annual) -> Table {
    Table { sheet: "sub_items", head: COLUMNS.to_vec(), rows: annual.lines.iter().map(row).collect() }
}

fn row(line: &Line) -> Vec<Cell> {
    let text = |text: &str| Cell::from(text);
    let decimal = |digits: &str| Cell::Decimal(digits.to_owned());
    vec![
        line.project_id.to_string().into(),
        text(&line.project),
        text(&line.field),
        text(&line.code),
        text(&line.name),
        text(&line.unit),
        text(line.kind),
        decimal(&line.target),
        decimal(&line.first_target),
        text(&line.target_unit),
        decimal(&line.actual),
        text(&line.as_of),
        decimal(&line.share),
        decimal(&line.last_year),
        decimal(&line.paid),
        text(line.light.word()),
        line.done.to_string().into(),
        line.over_target.to_string().into(),
    ]
}
