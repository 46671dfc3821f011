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

    if expected["also_acceptable"]["verdict"] == json!(reading.verdict) {
        let rows: Vec<Value> = reading.rows.iter().map(as_expected).collect();
        assert_eq!(json!(rows), expected["rows"], "{stem}");
        assert_ne!(reading.to_be_seen(), "", "{stem}: somebody has to agree");
        return;
    }
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
        ("11-second-sheet", "11-second-sheet.xlsx", &["sheets_not_read"]),
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
        sheet.merge_range(1, 1, 2, 1, "甲", &Format::new()).unwrap();
        sheet.write(2, 0, "SC2").unwrap();
        sheet.write(2, 2, "一团").unwrap();
    });
    assert_eq!(sole_error(&merged), (Some(2), None, "merged_cells"), "one name is not two people's");

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

/// Keys of what is said of a file: errors, and warnings of single lines.
fn said(reading: &RollReading) -> (Vec<Found<'_>>, Vec<(Option<u32>, &'static str)>) {
    let errors = reading.errors.iter();
    let warnings = reading.warnings.iter().filter(|warning| warning.line.is_some());
    (
        errors.map(|e| (e.line, e.column.as_ref().map(Column::heading), e.code.key())).collect(),
        warnings.map(|warning| (warning.line, warning.code.key())).collect(),
    )
}

#[test]
fn rolls_that_were_lost_elsewhere() {
    let name = Some("姓名");
    let (errors, _) = said_of("roll-lost-characters-gbk.csv");
    assert_eq!(errors, [(Some(2), name, "lost_character"), (Some(3), name, "lost_character")]);
    let (errors, _) = said_of("roll-scientific.csv");
    assert_eq!(errors, [(Some(2), Some("代表证号"), "digits_lost"), (Some(2), Some("手机号"), "digits_lost")]);
    let (errors, warnings) = said_of("roll-middle-dots.xlsx");
    assert_eq!(errors, []);
    assert_eq!(warnings, [(Some(4), "same_name_in_delegation"), (Some(5), "same_name_in_delegation")]);

    let sum = read_fixture("trials/roll-sum-row.csv");
    let skipped = &sum.layout.as_ref().unwrap().skipped;
    assert_eq!(skipped.iter().map(|row| (row.line, row.why.word())).collect::<Vec<_>>(), [(3, "sum")]);
    assert_eq!(sum.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["甲一"]);

    let hidden = read_fixture("trials/roll-hidden-struck-row.xlsx");
    let odd = &hidden.layout.as_ref().unwrap().odd;
    assert_eq!(odd.iter().map(|row| (row.line, row.hidden)).collect::<Vec<_>>(), [(3, true)]);
    assert_eq!(hidden.rows.len(), 3, "taken, once somebody has agreed");
    assert_ne!(hidden.to_be_seen(), "");
    let left =
        RollChoices { reading: Choices { odd: sheets::Odd::Left, ..Choices::default() }, ..RollChoices::default() };
    let bytes = fs::read(fixtures().join("trials/roll-hidden-struck-row.xlsx")).unwrap();
    let without = read_roll_as("名册.xlsx", &bytes, &left);
    assert_eq!(without.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["甲一", "丙三"]);
    assert_eq!(without.layout.unwrap().skipped[0].why.word(), "hidden");
}

#[allow(clippy::type_complexity, reason = "errors and warnings, as a table of the test has them")]
fn said_of(file: &str) -> (Vec<(Option<u32>, Option<&'static str>, &'static str)>, Vec<(Option<u32>, &'static str)>) {
    let reading = read_fixture(&format!("trials/{file}"));
    let (errors, warnings) = said(&reading);
    let known = ["代表证号", "姓名", "代表团", "手机号", "备注"];
    let heading = |found: Option<&str>| known.into_iter().find(|known| Some(*known) == found);
    (errors.into_iter().map(|(line, column, code)| (line, heading(column), code)).collect(), warnings)
}

#[test]
fn good_rolls_with_the_same_features_pass_unmarked() {
    for file in ["roll-rich-text-ok.xlsx", "roll-certificate-numbers.xlsx"] {
        let reading = read_fixture(&format!("trials/{file}"));
        assert_eq!(reading.errors, [], "{file}");
        assert_eq!(reading.to_be_seen(), "", "{file}");
        assert!(reading.rows.len() >= 3, "{file}");
    }
    let rich = read_fixture("trials/roll-rich-text-ok.xlsx");
    assert_eq!(rich.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["甲㛃𠮷", "乙二", "丙三"]);
    let body = "1E5,合小计,第一代表团,13800000000,\nＴ+03,王总,第一代表团,,见附注：已换证\n上代字001,总二明,第二代表团,,问：何时？\n";
    let reading = read_csv(body);
    assert_eq!(reading.errors, []);
    assert_eq!((reading.rows.len(), reading.to_be_seen().as_str()), (3, ""));
}

#[test]
fn delegations_that_look_alike_are_one_unless_somebody_says_otherwise() {
    let file = "trials/roll-one-delegation-five-spellings.xlsx";
    let reading = read_fixture(file);
    assert_eq!(reading.errors, []);
    assert!(reading.rows.iter().all(|row| row.delegation == "第一代表团"), "{:?}", reading.rows);
    assert_eq!(reading.alike.len(), 1);
    assert_eq!((reading.alike[0].name.as_str(), reading.alike[0].others.len()), ("第一代表团", 2));
    assert_ne!(reading.to_be_seen(), "");
    assert_eq!(
        said(&reading).1,
        [(Some(7), "same_name_in_delegation")],
        "one person in two spellings of the delegation"
    );
    let apart = RollChoices { apart: true, ..RollChoices::default() };
    let apart = read_roll_as(file, &fs::read(fixtures().join(file)).unwrap(), &apart);
    let names: std::collections::BTreeSet<&str> = apart.rows.iter().map(|row| row.delegation.as_str()).collect();
    assert_eq!((names.len(), apart.alike.len()), (3, 0));
    assert_eq!(read_csv("1,甲,第一代表团\n2,乙,第十一代表团\n").to_be_seen(), "", "two delegations are two");
}

/// As the secretariat of a congress keeps it.
fn office_roll() -> Vec<u8> {
    let mut book = Workbook::new();
    let how = book.add_worksheet();
    how.set_name("说明").unwrap();
    how.write(0, 0, "本名册由选举任免工委提供，姓名以选举结果为准。").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("名册").unwrap();
    let plain = Format::new();
    let struck = Format::new().set_font_strikethrough();
    sheet.merge_range(0, 0, 0, 6, "某区第十八届人民代表大会代表名册", &plain).unwrap();
    sheet.write(1, 0, "（2024年1月）").unwrap();
    for (column, heading) in
        (0u16..).zip(["序号", "代表团", "代 表\n姓 名", "代表证编号", "联系电话", "出生年月", "座位号"])
    {
        sheet.write(2, column, heading).unwrap();
    }
    sheet.merge_range(3, 1, 5, 1, "第一代表团", &plain).unwrap();
    let people = [(3, "甲一"), (4, "乙二"), (5, "丙三"), (7, "丁四"), (8, "戊五")];
    for (number, (row, name)) in (1..).zip(people) {
        sheet.write(row, 0, number).unwrap();
        sheet.write(row, 2, name).unwrap();
        sheet.write(row, 3, format!("T{number:04}")).unwrap();
        sheet.write(row, 5, rust_xlsxwriter::ExcelDateTime::from_ymd(1970, 5, 1).unwrap()).unwrap();
        sheet.write(row, 6, format!("{number}排1座")).unwrap();
    }
    sheet.write(6, 1, "小 计").unwrap();
    sheet.write(6, 2, "3人").unwrap();
    sheet.merge_range(7, 1, 8, 1, "第二代表团", &plain).unwrap();
    sheet.write_with_format(8, 2, "戊五", &struck).unwrap();
    sheet.set_row_hidden(4).unwrap();
    sheet.write(9, 1, "合计").unwrap();
    sheet.write(9, 2, "5人").unwrap();
    sheet.write(9, 3, 2).unwrap();
    sheet.write(11, 0, "制表人：张三").unwrap();
    sheet.write(11, 3, "审核：李四").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_roll_as_offices_keep_it() {
    let reading = read_roll("名册.xlsx", &office_roll());
    assert_eq!(reading.errors, []);
    let rows: Vec<_> = reading
        .rows
        .iter()
        .map(|row| (row.certificate_no.as_str(), row.name.as_str(), row.delegation.as_str(), row.seat.as_deref()))
        .collect();
    assert_eq!(
        rows,
        [
            ("T0001", "甲一", "第一代表团", Some("1排1座")),
            ("T0002", "乙二", "第一代表团", Some("2排1座")),
            ("T0003", "丙三", "第一代表团", Some("3排1座")),
            ("T0004", "丁四", "第二代表团", Some("4排1座")),
            ("T0005", "戊五", "第二代表团", Some("5排1座")),
        ]
    );
    let layout = reading.layout.as_ref().unwrap();
    assert_eq!((layout.sheet.as_deref(), layout.head.line), (Some("名册"), 3));
    let skipped: Vec<_> = layout.skipped.iter().map(|row| (row.line, row.why.word())).collect();
    assert_eq!(skipped, [(1, "title"), (2, "title"), (7, "sum"), (10, "sum"), (12, "note")]);
    let odd: Vec<_> = layout.odd.iter().map(|row| (row.line, row.hidden)).collect();
    assert_eq!(odd, [(5, true), (9, false)]);
    let unread: Vec<_> = reading.warnings.iter().map(|warning| warning.code.key()).collect();
    assert!(unread.contains(&"sheets_not_read"), "{unread:?}");
}

#[test]
fn a_roll_without_numbers_is_numbered_on_request() {
    let text = "姓名,代表团\n甲,一团\n乙,一团\n".as_bytes();
    let reading = read_roll("a.csv", text);
    assert_eq!(sole_error(&reading), (Some(1), Some("代表证号"), "missing_column"));
    assert!(reading.can_be_chosen());
    let numbers = RollChoices { numbers: true, ..RollChoices::default() };
    let reading = read_roll_as("a.csv", text, &numbers);
    assert_eq!(reading.errors, []);
    assert!(reading.rows.iter().all(|row| row.certificate_no.is_empty()));
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
