//! Workbooks that somebody made by hand to hurt, and large ones that nobody did.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::Workbook;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// One worksheet with these lines.
pub fn workbook(lines: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(lines) {
        for (column, cell) in (0..).zip(line) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// The workbook with some parts in the place of its own, or beside them.
pub fn with_parts(book: &[u8], parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for index in 0..from.len() {
        let mut file = from.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if parts.iter().all(|(part, _)| *part != name) {
            to.start_file(name, options).unwrap();
            to.write_all(&bytes).unwrap();
        }
    }
    for (name, content) in parts {
        to.start_file(name.as_str(), options).unwrap();
        to.write_all(content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn with_part(book: &[u8], part: &str, content: impl Into<Vec<u8>>) -> Vec<u8> {
    with_parts(book, &[(part.to_owned(), content.into())])
}

fn sheet_of(cells: &str) -> String {
    format!("<worksheet><sheetData>{cells}</sheetData></worksheet>")
}

pub fn text_part(book: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Made of a good workbook: what it is, the file, and what the page must say of it.
pub fn hostile(good: &[u8]) -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let one_cell_at = |at: &str| {
        let own = text_part(good, SHEET);
        let row: String = at.chars().filter(char::is_ascii_digit).collect();
        let cell = format!("<row r=\"{row}\"><c r=\"{at}\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData>");
        with_part(good, SHEET, own.replace("</sheetData>", &cell))
    };
    let many_sheets: Vec<(String, Vec<u8>)> =
        (10..3_000).map(|n| (format!("xl/worksheets/sheet{n}.xml"), sheet_of("").into_bytes())).collect();
    let many_parts: Vec<(String, Vec<u8>)> =
        (0..5_000).map(|n| (format!("xl/media/image{n}.png"), Vec::new())).collect();
    let strings = |inner: &str, claim: &str| {
        let head = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        format!("{head} uniqueCount=\"{claim}\">{inner}</sst>")
    };
    let with_styles = |code: usize, formats: usize| {
        let xfs = "<xf numFmtId=\"200\"/>".repeat(formats);
        let code = "0".repeat(code);
        format!(
            "<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\"{code}\"/></numFmts><cellXfs>{xfs}</cellXfs></styleSheet>"
        )
    };
    let entities = "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let long_address = "a".repeat(200_000);
    vec![
        ("a cell at the end of the world", one_cell_at("XFD1048576"), "XFD1048576"),
        ("a cell far below", one_cell_at("Z300000"), "Z300000"),
        ("a cell beyond every sheet", one_cell_at("ZZZZZZZ99999999999"), "已损坏"),
        (
            "a dimension that lies",
            with_part(
                good,
                SHEET,
                "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData></worksheet>",
            ),
            "",
        ),
        ("a claim of endless strings", with_part(good, "xl/sharedStrings.xml", strings("<si><t>a</t></si>", "99999999999")), "已损坏"),
        ("a bomb of strings", with_part(good, "xl/sharedStrings.xml", strings(&"<si><t>a</t></si>".repeat(2_000_000), "2000000")), "展开后超过 8 MB"),
        ("a bomb of cells", with_part(good, SHEET, sheet_of(&"<row><c><v>1</v></c></row>".repeat(2_000_000))), "展开后超过 16 MB"),
        (
            "a hundred megabytes of spaces",
            with_part(good, SHEET, sheet_of(&format!("<row><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", " ".repeat(100_000_000)))),
            "展开后超过 16 MB",
        ),
        (
            "one cell of a million characters",
            with_part(good, SHEET, sheet_of(&format!("<row r=\"1\"><c r=\"B1\" t=\"inlineStr\"><is><t>{}</t></is></c></row>", "长".repeat(1_000_000)))),
            "单元格 B1 超过 32767 个字符",
        ),
        ("thousands of sheets", with_parts(good, &many_sheets), ""),
        ("thousands of parts", with_parts(good, &many_parts), "超过 1000 个"),
        ("a style's long name in every format", with_part(good, "xl/styles.xml", with_styles(500_000, 15_000)), "样式太多"),
        ("more formats than anybody has", with_part(good, "xl/styles.xml", with_styles(3, 40_000)), "样式太多"),
        (
            "a sheet's long address in every sheet",
            with_part(
                good,
                "xl/_rels/workbook.xml.rels",
                format!("<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"{long_address}\"/></Relationships>"),
            ),
            "已损坏",
        ),
        (
            "another part that passes for the workbook",
            with_parts(
                good,
                &[
                    (
                        "_rels/.rels".to_owned(),
                        b"<Relationships><Relationship Id=\"a\" Type=\"x/relationships/officeDocument\" Target=\"xl/worksheets/evil.xml\"/></Relationships>".to_vec(),
                    ),
                    ("xl/worksheets/evil.xml".to_owned(), format!("<workbook>{}</workbook>", "<sheet name=\"a\" r:id=\"rId1\"/>".repeat(300_000)).into_bytes()),
                ],
            ),
            "",
        ),
        (
            "entities within entities",
            with_part(good, SHEET, format!("{entities}{}", sheet_of("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&c;</t></is></c></row>"))),
            "已损坏",
        ),
    ]
}
