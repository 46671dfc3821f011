#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use super::{COLUMNS, Column, ListFault, ListReading, read_list, table, template};
use crate::{
    candidates::{Candidate, candidate::from_file, session_file::read_session},
    sheets::{Choices, Why},
    web::TableFormat,
};

fn read(bytes: &[u8]) -> ListReading {
    read_list(bytes, &Choices::default())
}

fn fixture() -> Vec<Candidate> {
    from_file(&read_session(include_bytes!("../../../fixtures/session-2024.json")).unwrap()).unwrap()
}

/// Without the identifiers, which are new each time.
fn said(candidates: &[Candidate]) -> Vec<String> {
    let one = |c: &Candidate| {
        let items: Vec<_> = c
            .sub_items
            .iter()
            .map(|i| format!("{} {} {:?} {:?} {}", i.code, i.name, i.goal, i.lead_unit, i.source_text))
            .collect();
        format!(
            "{} {} {} {} {:?} {:?} {:?} {:?} {:?} {items:?}",
            c.number,
            c.title,
            c.short_title,
            c.summary,
            c.service_field,
            c.investment,
            c.place,
            c.deadline,
            c.lead_unit
        )
    };
    candidates.iter().map(one).collect()
}

#[test]
fn what_goes_out_comes_back_in() {
    let mut list = fixture();
    list[2].sub_items.clear();
    list[2].lead_unit = Some("区民政局".to_owned());
    list[3].title = "=1+1 的项目".to_owned();
    list[4].title = "'=1 的项目".to_owned();
    list[5].investment = Some("1200万元，区级财政".to_owned());
    list[5].place = Some("湖滨街道".to_owned());
    list[5].deadline = Some("2024年11月底".to_owned());
    for format in [TableFormat::Csv, TableFormat::Xlsx] {
        let bytes = table(&list).bytes(format).unwrap();
        let reading = read(&bytes);
        assert_eq!(reading.faults, [], "{format:?}");
        assert_eq!(said(&reading.candidates), said(&list), "{format:?}");
        assert_eq!(reading.to_be_seen(), "", "{format:?}");
    }
}

/// A list of two with the cell of a line changed.
fn with(line: usize, column: Column, value: &str) -> Vec<ListFault> {
    let mut table = table(&fixture()[..2]);
    let at = Column::ALL.iter().position(|known| *known == column).unwrap();
    table.rows[line - 2][at] = value.into();
    read(&table.bytes(TableFormat::Xlsx).unwrap()).faults
}

#[test]
fn a_fault_names_sheet_line_and_field() {
    let faults = with(3, Column::Target, "六所");
    assert_eq!(
        faults,
        [ListFault {
            sheet: "候选项目".to_owned(),
            line: 3,
            column: "目标",
            value: "六所".to_owned(),
            key: "target_needed",
            number: 0,
            detail: String::new(),
            file: None,
        }]
    );
}

#[test]
fn each_fault_has_its_key() {
    for (column, value, key) in [
        (Column::Number, "", "blank_required"),
        (Column::Number, "一", "not_a_number"),
        (Column::Number, "7", "not_the_next"),
        (Column::Title, "另一个项目", "differs"),
        (Column::SubItem, "", "blank_required"),
        (Column::Code, "C01-01", "duplicate_code"),
        (Column::Kind, "颜色", "unknown_kind"),
        (Column::Kind, "定性", "must_be_blank"),
        (Column::Kind, "清零", "target_must_be_zero"),
        (Column::Operator, "大约", "unknown_operator"),
        (Column::Target, "-6", "target_needed"),
        (Column::Target, "1e3", "target_needed"),
        (Column::Target, "0", "target_needed"),
        (Column::Unit, "", "blank_required"),
        (Column::Target, "6户", "target_other_unit"),
        (Column::Target, "98%", "target_percent"),
        (Column::Title, "“学有优教”在上城\u{200b}", "invisible_character"),
        (Column::Title, "“学有优教”在上城\u{202e}", "invisible_character"),
        (Column::SubItem, "新校?园", "lost_character"),
        (Column::Unit, &"所".repeat(33), "too_long"),
        (Column::SubItem, "一\n二", "line_break_in_cell"),
    ] {
        let faults = with(3, column, value);
        assert!(
            faults.iter().any(|fault| fault.key == key && fault.line == 3),
            "{column:?} {value:?}: {faults:?} and not {key}"
        );
    }
}

#[test]
fn all_faults_are_told_at_once_and_what_is_no_table_is_refused() {
    let mut list = table(&fixture()[..2]);
    list.rows[0][1] = "".into();
    list.rows[1][6] = "".into();
    assert!(read(&list.bytes(TableFormat::Csv).unwrap()).faults.len() >= 2);
    for (bytes, key) in [
        (b"".as_slice(), "empty_file"),
        (b"PK\x03\x04 no workbook", "broken_workbook"),
        (b"%PDF-1.7", "wrong_file_type"),
        ("票号,颜色\n1,红\n".as_bytes(), "missing_column"),
        ("票号,项目,项目名称\n1,甲,乙\n".as_bytes(), "duplicate_column"),
    ] {
        let faults = read(bytes).faults;
        assert!(faults.iter().any(|fault| fault.key == key), "{faults:?} and not {key}");
    }
    let head: Vec<&str> = Column::ALL.iter().map(|column| column.heading()).collect();
    assert_eq!(read(head.join(",").as_bytes()).faults[0].key, "no_rows");
}

#[test]
fn columns_and_their_words_stand_in_one_order() {
    assert!(COLUMNS.iter().map(|known| known.key).eq(Column::ALL.iter().map(|column| column.word())));
}

fn fixture_file(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/trials");
    std::fs::read(folder.join(name)).unwrap()
}

fn keys(reading: &ListReading) -> Vec<(u32, &'static str, &'static str)> {
    reading.faults.iter().map(|fault| (fault.line, fault.column, fault.key)).collect()
}

#[test]
fn lists_that_went_wrong_elsewhere() {
    let day = read(&fixture_file("candidates-date-in-target.xlsx"));
    assert_eq!(keys(&day), [(2, "目标", "target_day")], "46086 is the third of May");
    let thrice = read(&fixture_file("candidates-same-title-thrice.xlsx"));
    assert_eq!(
        keys(&thrice),
        [(2, "项目", "invisible_character"), (4, "项目", "invisible_character"), (5, "项目", "duplicate_title")]
    );
    assert_eq!(thrice.faults[0].detail, "U+202E");
    let twice = read("票号,项目\n1,加装电梯\n2,加 装电梯\n3,加装充电桩\n".as_bytes());
    assert_eq!(keys(&twice), [(3, "项目", "duplicate_title")]);
    let lost = read(&encoding_rs::GB18030.encode("票号,项目,主要内容\n1,加装电梯,王?村\n").0);
    assert_eq!(keys(&lost), [(2, "概要", "lost_character")]);
}

#[test]
fn one_row_a_project_is_enough() {
    let text = "某区2024年民生实事候选项目表\n序号,项目名称,主要内容,总投资（万元）,建设地点,牵头单位,完成时限,配合单位\n\
                1,既有住宅加装电梯,为多层住宅加装电梯100台,1200,全区,区住建局,2024年11月底,各街道\n\
                2,新建社区食堂,\"1.新建5家；\n2.提升10家\",600,湖滨街道,区民政局,2024年10月,\n\
                合计,,,1800,,,,\n制表人：张三,,,,,,,\n";
    let reading = read(text.as_bytes());
    assert_eq!(reading.faults, []);
    let first = &reading.candidates[0];
    assert_eq!(
        (first.title.as_str(), first.summary.as_str(), first.lead_unit.as_deref()),
        ("既有住宅加装电梯", "为多层住宅加装电梯100台", Some("区住建局"))
    );
    assert_eq!(
        (first.investment.as_deref(), first.place.as_deref(), first.deadline.as_deref()),
        (Some("1200万元"), Some("全区"), Some("2024年11月底"))
    );
    assert_eq!(reading.candidates[1].summary, "1.新建5家；2.提升10家");
    let skipped: Vec<_> = reading.layout.as_ref().unwrap().skipped.iter().map(|row| (row.line, row.why)).collect();
    assert_eq!(skipped, [(1, Why::Title), (6, Why::Sum), (7, Why::Note)]);
    assert_ne!(reading.to_be_seen(), "");
}

#[test]
fn what_a_sub_item_does_not_say_is_told_by_what_it_does() {
    let text = "票号,项目,子项,目标,计量单位,责任单位\n1,安居,加装电梯,100以上,台,区住建局\n,,参保率,≥98%,%,区医保局\n,,绿道,12.5,公里,\n,,机制,,,区民政局\n";
    let reading = read(text.as_bytes());
    assert_eq!(reading.faults, []);
    let items: Vec<String> = reading.candidates[0]
        .sub_items
        .iter()
        .map(|item| {
            let goal = &item.goal;
            let operator = goal.operator().map_or("", |operator| operator.word());
            format!("{} {} {operator} {:?}", item.code, goal.kind().word(), goal.target())
        })
        .collect();
    assert_eq!(
        items,
        [
            "C01-01 count ge Some(\"100\")",
            "C01-02 rate ge Some(\"98\")",
            "C01-03 length eq Some(\"12.5\")",
            "C01-04 qualitative  None",
        ]
    );
}

#[test]
fn the_template_explains_itself_and_is_read_back() {
    let reading = read(&template().unwrap());
    assert_eq!(keys(&reading), [(1, "", "no_rows")], "its own sheet is told from the one that explains");
    let layout = reading.layout.unwrap();
    assert_eq!(layout.sheet.as_deref(), Some("候选项目"));
    assert_eq!(layout.other_sheets().collect::<Vec<_>>(), ["填表说明"]);
    assert!(layout.columns.iter().all(|column| column.key.is_some()));
}
