//! The report as a table: in the machine's words for others to compute with, and in Chinese for people. Both are exactly what
//! the page shows.

use super::annual::{Annual, Line};
use crate::{
    projects::Light,
    web::{Cell, Table},
};

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

const HEADINGS: [&str; 15] = [
    "项目",
    "领域",
    "子项编号",
    "子项",
    "责任单位",
    "目标",
    "原定目标",
    "计量单位",
    "完成",
    "截至",
    "完成率（%）",
    "上年",
    "进度",
    "是否完成",
    "是否超额",
];

/// For a spreadsheet in an office: days are days, and nothing is said in code.
pub fn table_for_people(annual: &Annual) -> Table {
    Table {
        sheet: "民生实事项目", head: HEADINGS.to_vec(), rows: annual.lines.iter().map(row_for_people).collect()
    }
}

fn row_for_people(line: &Line) -> Vec<Cell> {
    let text = |text: &str| Cell::from(text);
    let decimal = |digits: &str| if digits.is_empty() { text("") } else { Cell::Decimal(digits.to_owned()) };
    let yes = |is: bool| text(if is { "是" } else { "否" });
    let light = match line.light {
        Light::Red => "滞后",
        Light::Yellow => "略有滞后",
        Light::Green => "按序推进",
        Light::Done => "已完成并验收",
        Light::None => "未计进度",
    };
    vec![
        text(&line.project),
        text(&line.field),
        text(&line.code),
        text(&line.name),
        text(&line.unit),
        decimal(&line.target),
        decimal(&line.first_target),
        text(&line.target_unit),
        decimal(&line.actual),
        line.as_of.parse().map_or_else(|_| text(&line.as_of), Cell::Day),
        decimal(&line.share),
        decimal(&line.last_year),
        text(light),
        yes(line.done),
        yes(line.over_target),
    ]
}
