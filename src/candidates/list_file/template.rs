//! An empty list to fill in, with a sheet that says how.

use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Workbook, XlsxError};

use super::{Column, kind_word, operator_word};
use crate::candidates::session_file::{Operator, SubItemKind};

const ROWS: u32 = 1000;

/// What is to be filled in, and an example.
fn explained(column: Column) -> (&'static str, &'static str) {
    match column {
        Column::Number => ("选票上的号码，从 1 起依次编号。一个项目可以只填一行。", "1"),
        Column::Title => ("项目名称，各项目不得重名。", "既有住宅加装电梯"),
        Column::ShortTitle => ("选票和图表上用的短名称，不填的用项目名称。", "加装电梯"),
        Column::Summary => ("主要内容，登在候选项目页上。", "为多层住宅加装电梯，方便老人出行。"),
        Column::ServiceField => ("所属领域，可不填。", "住有宜居"),
        Column::Investment => ("投资和资金来源，连同单位。", "1200万元，区级财政"),
        Column::Place => ("实施地点。", "紫阳街道、湖滨街道"),
        Column::Deadline => ("完成时限。", "2024年11月底"),
        Column::Code => ("子项的编号，不填的由系统编。", "C01-01"),
        Column::SubItem => ("项目分几件事的，每件一行，同一项目的各行票号相同；不分的不填。", "加装电梯"),
        Column::Kind => ("子项怎样算完成，只能填下面列出的词；不填的按目标和计量单位判断。", "数量"),
        Column::Operator => ("只能填下面列出的词；不填的当作“达到”。", "不少于"),
        Column::Target => ("只填数字；数量、比率、面积、长度要填，清零填 0，称号、定性不填。", "100"),
        Column::Unit => ("与目标同填。", "台"),
        Column::LeadUnit => ("牵头的单位；填了子项的，是这个子项的责任单位。", "区住房和城市建设局"),
        Column::Source => ("子项在报告中的原文，不填的用子项名称。", "加装电梯100台以上"),
    }
}

fn allowed(column: Column) -> Vec<&'static str> {
    match column {
        Column::Kind => SubItemKind::ALL.iter().map(|kind| kind_word(*kind)).collect(),
        Column::Operator => [Operator::Eq, Operator::Ge].map(operator_word).into(),
        _ => Vec::new(),
    }
}

pub fn template() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let list = book.add_worksheet();
    list.set_name("候选项目")?;
    for (at, column) in (0..).zip(Column::ALL.iter().copied()) {
        list.write_string_with_format(0, at, column.heading(), &bold)?;
        list.set_column_width(at, if column.max_chars() > 64 { 30 } else { 12 })?;
        let words = allowed(column);
        if !words.is_empty() {
            let one_of = DataValidation::new().allow_list_strings(&words)?;
            list.add_data_validation(1, at, ROWS, at, &one_of)?;
        }
    }
    list.set_freeze_panes(1, 0)?;
    let how = book.add_worksheet();
    how.set_name("填表说明")?;
    for (at, title) in (0..).zip(["列", "要不要填", "填什么", "可用的词", "例"]) {
        how.write_string_with_format(0, at, title, &bold)?;
    }
    for (line, column) in (1..).zip(Column::ALL.iter().copied()) {
        let (what, example) = explained(column);
        let needed = if matches!(column, Column::Number | Column::Title) { "必填" } else { "可不填" };
        let words = allowed(column).join("、");
        for (at, text) in (0..).zip([column.heading(), needed, what, words.as_str(), example]) {
            how.write_string_with_format(line, at, text, &wrapped)?;
        }
    }
    for (at, width) in [(0, 12), (1, 10), (2, 50), (3, 30), (4, 30)] {
        how.set_column_width(at, width)?;
    }
    book.save_to_buffer()
}
