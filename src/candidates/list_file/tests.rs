#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use super::{Column, ListFault, read_list, table};
use crate::{
    candidates::{Candidate, candidate::from_file, session_file::read_session},
    web::TableFormat,
};

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
            "{} {} {} {} {:?} {:?} {items:?}",
            c.number, c.title, c.short_title, c.summary, c.service_field, c.lead_unit
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
    for format in [TableFormat::Csv, TableFormat::Xlsx] {
        let bytes = table(&list).bytes(format).unwrap();
        assert_eq!(said(&read_list(&bytes).unwrap()), said(&list), "{format:?}");
    }
}

/// A list of two with the cell of a line changed.
fn with(line: usize, column: Column, value: &str) -> Vec<ListFault> {
    let mut table = table(&fixture()[..2]);
    let at = Column::ALL.iter().position(|known| *known == column).unwrap();
    table.rows[line - 2][at] = value.into();
    read_list(&table.bytes(TableFormat::Xlsx).unwrap()).map(|_| ()).unwrap_err()
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
        (Column::Source, "", "blank_required"),
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
    assert!(read_list(&list.bytes(TableFormat::Csv).unwrap()).unwrap_err().len() >= 2);
    for (bytes, key) in [
        (b"".as_slice(), "empty_file"),
        (b"PK\x03\x04 no workbook", "broken_workbook"),
        (b"%PDF-1.7", "wrong_file_type"),
        ("票号,项目,颜色\n1,甲,红\n".as_bytes(), "unknown_column"),
        ("票号,项目\n1,甲\n".as_bytes(), "missing_column"),
    ] {
        let faults = read_list(bytes).unwrap_err();
        assert!(faults.iter().any(|fault| fault.key == key), "{faults:?} and not {key}");
    }
    let head: Vec<&str> = Column::ALL.map(Column::heading).into();
    assert_eq!(read_list(head.join(",").as_bytes()).unwrap_err()[0].key, "no_rows");
}
