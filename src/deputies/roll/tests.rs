use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};

use super::*;

const HEADER: &str = "代表证号,姓名,代表团,手机号,备注\n";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn read_fixture(path: &str) -> RollReading {
    read_roll(path, &fs::read(fixtures().join(path)).unwrap())
}

fn read_csv(body: &str) -> RollReading {
    read_roll("名册.csv", format!("{HEADER}{body}").as_bytes())
}

/// Shape of `rows` in the expected files.
fn as_expected(row: &RollRow) -> Value {
    json!({
        "代表证号": row.certificate_no, "姓名": row.name, "代表团": row.delegation,
        "手机号": row.phone.clone().unwrap_or_default(), "备注": row.note,
    })
}

fn sorted(mut values: Vec<Value>) -> Vec<Value> {
    values.sort_by_key(Value::to_string);
    values
}

fn only(value: &Value, keys: &[&str]) -> Value {
    keys.iter().filter_map(|key| value.get(*key).map(|field| ((*key).to_owned(), field.clone()))).collect()
}

fn error_as_expected(error: &RollError) -> Value {
    json!({
        "line": error.line,
        "column": error.column.as_ref().map(Column::heading),
        "code": error.code.key(),
        "value": error.value,
    })
}

fn check_case(stem: &str, file: &str, warnings: &[&str]) {
    let folder = fixtures().join("bad-rolls");
    let expected: Value =
        serde_json::from_slice(&fs::read(folder.join(format!("{stem}.expected.json"))).unwrap()).unwrap();
    let reading = read_roll(file, &fs::read(folder.join(file)).unwrap());

    assert_eq!(json!(reading.verdict), expected["verdict"], "{stem}");
    assert_eq!(json!(reading.rows.len()), expected["rows_imported"], "{stem}");
    if reading.verdict != Verdict::Refuse {
        let rows: Vec<Value> = reading.rows.iter().map(as_expected).collect();
        assert_eq!(json!(rows), expected["rows"], "{stem}");
        let normalisations = reading.normalisations.iter().map(|n| json!(n)).collect();
        let wanted = expected["normalisations"].as_array().unwrap().clone();
        assert_eq!(sorted(normalisations), sorted(wanted), "{stem}");
    }
    let wanted = expected["errors"].as_array().cloned().unwrap_or_default();
    let errors: Vec<Value> = reading
        .errors
        .iter()
        .zip(&wanted)
        .map(|(error, wanted)| {
            let mut keys = vec!["line", "column", "code"];
            keys.extend(wanted.get("value").map(|_| "value"));
            only(&error_as_expected(error), &keys)
        })
        .collect();
    assert_eq!(reading.errors.len(), wanted.len(), "{stem}: {:?}", reading.errors);
    let wanted: Vec<Value> = wanted.iter().map(|error| only(error, &["line", "column", "code", "value"])).collect();
    assert_eq!(errors, wanted, "{stem}");
    if let Some(detected) = expected.get("detected") {
        let found = json!(reading.detected.unwrap());
        for key in ["format", "encoding", "bom"] {
            if let Some(wanted) = detected.get(key) {
                assert_eq!(found[key], *wanted, "{stem} {key}");
            }
        }
    }
    let found: Vec<&str> = reading.warnings.iter().map(|w| w.code.key()).collect();
    assert_eq!(found, warnings, "{stem}");
}

#[test]
fn every_bad_roll_is_judged_as_expected() {
    let cases: [(&str, &str, &[&str]); 14] = [
        ("01-gbk", "01-gbk.csv", &["guessed_encoding"]),
        ("02-utf8-bom", "02-utf8-bom.csv", &[]),
        ("03-missing-column", "03-missing-column.csv", &[]),
        ("04-duplicate-id", "04-duplicate-id.csv", &[]),
        ("05-blank-name", "05-blank-name.csv", &[]),
        ("06-fullwidth-digits", "06-fullwidth-digits.csv", &["fullwidth_converted"]),
        ("07-spaces", "07-spaces.csv", &["spaces_removed"]),
        ("08-formula-injection", "08-formula-injection.csv", &[]),
        ("09-too-many-rows", "09-too-many-rows.csv", &[]),
        ("10-merged-header", "10-merged-header.xlsx", &[]),
        ("11-second-sheet", "11-second-sheet.xlsx", &[]),
        ("12-empty", "12-empty.csv", &[]),
        ("13-xls-renamed", "13-xls-renamed.xlsx", &[]),
        ("14-png-renamed", "14-png-renamed.xlsx", &[]),
    ];
    let files = fs::read_dir(fixtures().join("bad-rolls")).unwrap();
    assert_eq!(files.count(), 2 * cases.len(), "a case is not listed");
    for (stem, file, warnings) in cases {
        check_case(stem, file, warnings);
    }
}

#[test]
fn messages_get_their_arguments() {
    let error = |file| read_fixture(file).errors.remove(0).code;
    let args = |code: RollErrorCode| -> BTreeMap<&str, Value> { code.args().into_iter().collect() };

    let duplicate = args(error("bad-rolls/04-duplicate-id.csv"));
    assert_eq!(duplicate["first_line"], 4);
    let merged = args(error("bad-rolls/10-merged-header.xlsx"));
    assert_eq!(merged["sheet"], "代表名册");
    assert_eq!(merged["last-line"], "3");
    let sheets = args(error("bad-rolls/11-second-sheet.xlsx"));
    assert_eq!(sheets["sheets"], "第一至三团、第四至六团");
    assert_eq!(args(error("bad-rolls/13-xls-renamed.xlsx"))["format"], "ole2");
    assert_eq!(args(error("bad-rolls/09-too-many-rows.csv"))["limit"], "10000");
    assert_eq!(args(error("bad-rolls/08-formula-injection.csv"))["start"], "=");
    let fullwidth = read_fixture("bad-rolls/06-fullwidth-digits.csv").warnings.remove(0);
    assert_eq!(fullwidth.code.args(), [("cells", json!(3))]);
}

#[test]
fn both_forms_of_the_sample_give_the_same_rows() {
    let csv = read_fixture("deputies-sample.csv");
    let xlsx = read_fixture("deputies-sample.xlsx");
    assert_eq!(csv.verdict, Verdict::Accept);
    assert_eq!(xlsx.verdict, Verdict::Accept);
    assert_eq!(csv.rows.len(), 60);
    assert_eq!(csv.rows, xlsx.rows);
    assert_eq!((csv.warnings, xlsx.warnings), (vec![], vec![]));
    assert_eq!(csv.rows[59].line, 61);
    assert_eq!(csv.rows[0].phone, None);
}

#[test]
fn three_hundred_and_forty_deputies_with_rare_names() {
    let reading = read_fixture("deputies-340.csv");
    assert_eq!(reading.verdict, Verdict::Accept);
    assert_eq!(reading.rows.len(), 340);
    assert_eq!(reading.warnings, []);
    let named = |id: &str| {
        let row = reading.rows.iter().find(|row| row.certificate_no == id);
        row.unwrap().name.clone()
    };
    assert_eq!(named("SC0011"), named("SC0301"));
    assert!(named("SC0031").contains('\u{4dae}'));
    assert!(named("SC0076").contains('·'));
    let delegations: std::collections::BTreeSet<&str> =
        reading.rows.iter().map(|row| row.delegation.as_str()).collect();
    assert_eq!(delegations.len(), 14);
}

/// Line, heading and code of an error.
type Found<'a> = (Option<u32>, Option<&'a str>, &'static str);

fn sole_error(reading: &RollReading) -> Found<'_> {
    assert_eq!(reading.errors.len(), 1, "{:?}", reading.errors);
    assert_eq!(reading.verdict, Verdict::Refuse);
    assert!(reading.rows.is_empty());
    let error = &reading.errors[0];
    (error.line, error.column.as_ref().map(Column::heading), error.code.key())
}

#[test]
fn csv_faults() {
    let cases: &[(&str, Found)] = &[
        ("", (None, None, "no_rows")),
        (" ,\u{3000},,\n\n", (None, None, "no_rows")),
        (",甲,一团,,\n", (Some(2), Some("代表证号"), "blank_required")),
        ("1,甲,\u{3000},,\n", (Some(2), Some("代表团"), "blank_required")),
        ("1,甲\n", (Some(2), Some("代表团"), "blank_required")),
        ("1,甲,一团,,,多\n", (Some(2), None, "cell_without_heading")),
        ("a1,甲,一团\nA1,乙,一团\n", (Some(3), Some("代表证号"), "duplicate_id")),
        ("ｓ１,甲,一团\ns1,乙,一团\n", (Some(3), Some("代表证号"), "duplicate_id")),
        ("1 2,甲,一团\n", (Some(2), Some("代表证号"), "space_in_id")),
        ("1,\"甲\n2,乙,一团\",二团\n", (Some(2), Some("姓名"), "line_break_in_cell")),
        ("1,甲\u{200b},一团\n", (Some(2), Some("姓名"), "invisible_character")),
        ("1,甲\u{fffd},一团\n", (Some(2), Some("姓名"), "unreadable_character")),
        ("1,甲,一团,-,\n", (Some(2), Some("手机号"), "formula_in_cell")),
        ("1,甲,一团,+86 138,\n", (Some(2), Some("手机号"), "formula_in_cell")),
        ("\t1,甲,一团\n", (Some(2), Some("代表证号"), "formula_in_cell")),
        ("＝1,甲,一团\n", (Some(2), Some("代表证号"), "formula_in_cell")),
        ("1,甲, @团\n", (Some(2), Some("代表团"), "formula_in_cell")),
    ];
    for (body, wanted) in cases {
        assert_eq!(sole_error(&read_csv(body)), *wanted, "{body:?}");
    }
    let long = format!("1,{},一团\n", "甲".repeat(65));
    assert_eq!(sole_error(&read_csv(&long)).2, "too_long");
}

#[test]
fn header_faults() {
    let cases: &[(&str, &[&str])] = &[
        ("1,甲,一团\n", &["missing_column", "missing_column", "missing_column"]),
        ("代表证号,姓名,代表团,姓 名\n", &["duplicate_column"]),
        ("代表证号,姓名,代表团,=A1\n", &["formula_in_cell"]),
    ];
    for (text, wanted) in cases {
        let reading = read_roll("a.csv", text.as_bytes());
        let found: Vec<&str> = reading.errors.iter().map(|error| error.code.key()).collect();
        assert_eq!(found, *wanted, "{text}");
    }
    let wide = "列,".repeat(80);
    assert_eq!(sole_error(&read_roll("a.csv", wide.as_bytes())).2, "too_many_columns");
}

#[test]
fn columns_are_found_by_heading_in_any_order() {
    let text = "姓　名,民族,代表团,代表证号\n甲,汉族,一团,1\n";
    let reading = read_roll("a.csv", text.as_bytes());
    assert_eq!(reading.verdict, Verdict::AcceptWithNormalisation);
    let row = &reading.rows[0];
    assert_eq!((row.name.as_str(), row.certificate_no.as_str()), ("甲", "1"));
    let codes: Vec<&str> = reading.warnings.iter().map(|w| w.code.key()).collect();
    assert_eq!(codes, ["unknown_column", "spaces_removed"]);
}

#[test]
fn lines_are_those_of_the_file_with_any_line_end() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["", "代表证号,姓名,代表团", "1,甲,一团", "", "", "2,,一团", "3,丙,一团"].join(end);
        assert_eq!(
            sole_error(&read_roll("a.csv", text.as_bytes())),
            (Some(6), Some("姓名"), "blank_required"),
            "{end:?}"
        );
    }
}

#[test]
fn a_phone_may_begin_with_plus() {
    let reading = read_csv("1,甲,一团,＋８６１３８００００００００,\n");
    assert_eq!(reading.rows[0].phone.as_deref(), Some("+8613800000000"));
}

#[test]
fn one_name_twice_in_a_delegation_is_a_warning() {
    let reading = read_csv("1,甲,一团\n2,甲,二团\n3,甲,一团\n");
    assert_eq!(reading.verdict, Verdict::Accept);
    assert_eq!(reading.rows.len(), 3);
    assert_eq!(reading.warnings.len(), 1);
    assert_eq!(reading.warnings[0].line, Some(4));
    assert_eq!(reading.warnings[0].code, RollWarningCode::SameNameInDelegation { first_line: 2 });
}

#[test]
fn other_files_are_told_apart_by_content() {
    let cases: &[(&[u8], &str)] = &[
        (b"%PDF-1.7", "pdf"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"{\\rtf1", "rtf"),
        (b"\xff\xfe1\0", "utf16_text"),
        (b"\xef\xbb\xbf <html><table>", "markup"),
        (b"abc\0", "binary"),
        (b"PK\x05\x06", "other_zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", "encrypted_office"),
    ];
    for (bytes, format) in cases {
        let reading = read_roll("名册.csv", bytes);
        assert_eq!(sole_error(&reading), (None, None, "wrong_file_type"), "{format}");
        assert_eq!(reading.errors[0].code.args(), [("format", json!(format))]);
    }
    assert_eq!(sole_error(&read_roll("a.csv", b"\xff\xff\xff")).2, "undecodable");
    assert_eq!(sole_error(&read_roll("a.csv", b" \r\n ")).2, "empty_file");
    assert_eq!(sole_error(&read_roll("a.xlsx", b"PK\x03\x04 broken")).2, "broken_workbook");
    let large = vec![b'a'; MAX_FILE_BYTES + 1];
    assert_eq!(sole_error(&read_roll("a.csv", &large)).2, "file_too_large");
}

fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> RollReading {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0u16..).zip(["代表证号", "姓名", "代表团", "手机号", "备注"]) {
        sheet.write(0, column, heading).unwrap();
    }
    for (column, text) in (0u16..).zip(["SC1", "甲", "一团"]) {
        sheet.write(1, column, text).unwrap();
    }
    fill(sheet);
    book.add_worksheet();
    read_roll("名册.xlsx", &book.save_to_buffer().unwrap())
}

#[test]
fn workbook_cells() {
    assert_eq!(workbook(|_| {}).verdict, Verdict::Accept);

    let reading = workbook(|sheet| {
        sheet.write(1, 0, 12).unwrap();
        sheet.write(1, 3, 13_800_000_000_u64).unwrap();
    });
    assert_eq!(reading.rows[0].certificate_no, "12");
    assert_eq!(reading.rows[0].phone.as_deref(), Some("13800000000"));
    assert_eq!(reading.warnings[0].code, RollWarningCode::NumberCell);

    let formula = workbook(|sheet| {
        sheet.write_formula(1, 1, "=B9&\"乙\"").unwrap();
    });
    assert_eq!(sole_error(&formula), (Some(2), Some("姓名"), "formula_in_cell"));
    assert_eq!(formula.errors[0].value.as_deref(), Some("=B9&\"乙\""));

    let not_text = workbook(|sheet| {
        sheet.write(1, 4, true).unwrap();
    });
    assert_eq!(sole_error(&not_text), (Some(2), Some("备注"), "not_text"));

    let merged = workbook(|sheet| {
        sheet.merge_range(1, 2, 2, 2, "一团", &Format::new()).unwrap();
    });
    assert_eq!(sole_error(&merged), (Some(2), None, "merged_cells"));

    let far = workbook(|sheet| {
        sheet.write(1_048_575, 16_383, "远").unwrap();
    });
    assert_eq!(sole_error(&far), (Some(1_048_576), None, "cell_too_far"));

    let formatted = workbook(|sheet| {
        for row in 2..20_000 {
            sheet.write_blank(row, 0, &Format::new().set_bold()).unwrap();
        }
    });
    assert_eq!(formatted.verdict, Verdict::Accept);
}

#[test]
fn a_workbook_of_too_many_rows_is_refused_at_its_line() {
    let reading = workbook(|sheet| {
        for row in 2..=10_001 {
            sheet.write(row, 0, row).unwrap();
            sheet.write(row, 1, "甲").unwrap();
            sheet.write(row, 2, "一团").unwrap();
        }
    });
    assert_eq!(sole_error(&reading), (Some(10_002), None, "too_many_rows"));
}

#[test]
fn the_fingerprint_is_of_the_set_of_deputies() {
    assert_eq!(roll_fingerprint(["b", "a"]), roll_fingerprint(["a", "b"]));
    assert_ne!(roll_fingerprint(["a", "b"]), roll_fingerprint(["ab"]));
    assert_eq!(roll_fingerprint([]).len(), 64);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let reading = read_roll("a", &bytes);
        prop_assert_eq!(reading.verdict == Verdict::Refuse, !reading.errors.is_empty());
    }

    #[test]
    fn any_text_under_a_good_header_is_read_without_panic(body in "\\PC{0,80}(,|\n|\"|\t| |　|＝|=|\\PC){0,40}") {
        let reading = read_csv(&body);
        prop_assert_eq!(reading.rows.is_empty(), !reading.errors.is_empty());
        for row in &reading.rows {
            for text in [&row.certificate_no, &row.name, &row.delegation] {
                prop_assert!(!text.is_empty());
                prop_assert_eq!(text.trim(), text);
                prop_assert!(!text.starts_with(['=', '+', '-', '@', '\t', '\r']));
            }
        }
    }

    #[test]
    fn reading_what_was_read_changes_nothing(names in proptest::collection::vec("[一-龥]{1,4}", 1..20)) {
        let body: String = names.iter().enumerate().map(|(i, name)| format!(" {i},{name} ,一团\u{3000}\n")).collect();
        let first = read_csv(&body);
        let again: String = first.rows.iter()
            .map(|row| format!("{},{},{}\n", row.certificate_no, row.name, row.delegation)).collect();
        let second = read_csv(&again);
        prop_assert_eq!(second.verdict, Verdict::Accept);
        prop_assert_eq!(first.rows, second.rows);
    }
}
