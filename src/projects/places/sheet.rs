//! The list of places as a workbook, out and in: what goes out is read again.

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde::{Deserialize, Serialize};

use super::{
    coordinates::Coordinates,
    place::{Place, PlaceForm, PlaceState},
};
use crate::{
    names::{same_name, same_number},
    proposals,
    sheets::{self, Bounds, Choices, Fault, Known, Layout, RawCell, RawRow, TableFault, Unclear, cell_name},
    web::{Cell, Lang, Message, Table, as_typed},
};

const fn column(key: &'static str, words: &'static [&'static str]) -> Known {
    Known { key, words, needed: false, spreads: false, label: false, alone: false }
}

/// The columns of the workbook, in its order.
const COLUMNS: [Known; 11] = [
    column("code", &["点位编号", "编号"]),
    Known {
        needed: true, label: true, ..column("name", &["点位名称", "名称", "点位", "小区", "小区名称", "项目点"])
    },
    Known { needed: true, spreads: true, ..column("street", &["街道", "所属街道", "街镇", "镇街"]) },
    Known { spreads: true, ..column("community", &["社区", "所属社区", "村社"]) },
    column("address", &["地址", "详细地址", "地点"]),
    column("state", &["状态", "进度", "进展状态"]),
    column("planned_on", &["计划完成", "计划完成日期", "计划完成时间"]),
    column("done_on", &["完成日期", "实际完成", "完成时间"]),
    column("lon", &["经度", "东经"]),
    column("lat", &["纬度", "北纬"]),
    column("sure", &["坐标无误"]),
];

/// What a column is for, as the explaining sheet says it.
const EXPLAINED: [(&str, &str); 11] = [
    ("点位编号", "新点位留空，由系统编号。已有点位请勿改动，凭它修改名称等内容。"),
    ("点位名称", "必填，例如：近江家园三园。同一子项、同一街道内不能重名。"),
    ("街道", "必填，须与本级人大登记的街道名称一致。"),
    ("社区", "可不填；填写时须是该街道下登记的社区。"),
    ("地址", "可不填，80 字以内。"),
    ("状态", "未开工、在建或完成；留空即未开工。"),
    ("计划完成", "可不填，例如：2024-09-30。"),
    ("完成日期", "状态为完成时必填，不晚于今天。"),
    ("经度", "可不填。WGS-84 坐标，单位为度，例如：120.1694。高德、腾讯地图上的坐标会偏几百米，请先换算。"),
    ("纬度", "可不填，例如：30.2436。经度、纬度要么都填，要么都不填。"),
    ("坐标无误", "平时留空。坐标在本级区划的轮廓之外、核对后确实无误的，填“是”。"),
];

/// What stands in the column of states.
const STATES: [(PlaceState, &[&str]); 3] = [
    (PlaceState::NotBegun, &["未开工", "未开始", "待开工"]),
    (PlaceState::UnderWay, &["在建", "施工中", "进行中", "已开工"]),
    (PlaceState::Done, &["完成", "已完成", "完工", "已完工"]),
];

fn state_word(state: PlaceState) -> &'static str {
    STATES.iter().find(|(known, _)| *known == state).and_then(|(_, words)| words.first().copied()).unwrap_or_default()
}

/// What stands there as it is typed into the form.
fn state_typed(cell: &str) -> String {
    if cell.is_empty() {
        return PlaceState::NotBegun.word().to_owned();
    }
    let known = STATES.iter().find(|(_, words)| words.contains(&cell));
    known.map_or_else(|| cell.to_owned(), |(state, _)| state.word().to_owned())
}

/// The coordinates are vouched for.
const YES: [&str; 4] = ["是", "对", "√", "无误"];

/// A line of the workbook, as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub line: u32,
    pub code: String,
    pub street: String,
    pub community: String,
    /// Without its area, which the two names above tell.
    pub form: PlaceForm,
    /// Where each field of the form stands, and what stands there.
    pub cells: Vec<(String, String, String)>,
    /// Not shown by the spreadsheet, or struck through.
    #[serde(skip)]
    pub fault: Option<Message>,
}

impl Line {
    /// What the names of street and community mean.
    pub fn area<'a>(&self, areas: &'a [proposals::Place]) -> Result<&'a proposals::Place, Message> {
        if areas.is_empty() {
            return Err(Message::new("place-no-areas").at("street"));
        }
        let street = same_name(&self.street);
        let mut of_street = areas.iter().filter(|area| same_name(&area.street) == street).peekable();
        if of_street.peek().is_none() {
            let known: Vec<&str> =
                areas.iter().filter(|area| area.community.is_empty()).map(|area| area.street.as_str()).collect();
            let said = Message::new("place-street-unknown").with("street", &self.street);
            return Err(said.with("known", known.join("、")).at("street"));
        }
        let community = same_name(&self.community);
        of_street.find(|area| same_name(&area.community) == community).ok_or_else(|| {
            Message::new("place-community-unknown")
                .with("street", &self.street)
                .with("community", &self.community)
                .at("community")
        })
    }

    /// Each fault with its cell and what stands there.
    pub fn refused(&self, faults: &[Message], lang: Lang) -> Message {
        Message::new("bulk-line-refused").with("line", self.line).with("faults", self.faults(faults, lang).join(" "))
    }

    pub fn faults(&self, faults: &[Message], lang: Lang) -> Vec<String> {
        let said = |fault: &Message| {
            let text = lang.text(fault);
            let cell = self.cells.iter().find(|(field, ..)| fault.at.as_deref() == Some(field));
            cell.map_or_else(
                || text.clone(),
                |(_, cell, value)| {
                    let at = Message::new("bulk-at-cell").with("cell", cell).with("value", value);
                    lang.text(&at.with("fault", &text))
                },
            )
        };
        faults.iter().map(said).collect()
    }
}

/// What a workbook holds.
#[derive(Clone, Debug)]
pub struct PlacesBook {
    pub lines: Vec<Line>,
    /// Pictures, which are not taken.
    pub pictures: usize,
    /// Rows that are no place: sums, notes, signatures.
    pub skipped: Vec<(u32, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookFault {
    #[error("cannot be read as a table")]
    File(TableFault),
    #[error("no column {}", .0.join(", "))]
    Missing(Vec<&'static str>),
    #[error("two columns {}", .0.join(", "))]
    Twice(Vec<&'static str>),
    #[error("no line is filled in")]
    Empty,
}

impl From<BookFault> for Message {
    fn from(fault: BookFault) -> Self {
        match fault {
            BookFault::File(TableFault { fault, .. }) => fault.words(),
            BookFault::Missing(columns) => Self::new("bulk-missing-columns").with("columns", headings(&columns)),
            BookFault::Twice(columns) => Self::new("bulk-twice-columns").with("columns", headings(&columns)),
            BookFault::Empty => "bulk-empty".into(),
        }
    }
}

fn headings(keys: &[&str]) -> String {
    let known = COLUMNS.iter().filter(|column| keys.contains(&column.key));
    known.filter_map(|column| column.words.first().copied()).collect::<Vec<_>>().join("、")
}

/// Places that one workbook brings.
pub const MOST_LINES: u32 = 1_000;
/// Bytes of a workbook.
pub const LARGEST_BOOK: usize = 2 * 1024 * 1024;
const BOUNDS: Bounds = Bounds { bytes: LARGEST_BOOK, rows: MOST_LINES };

pub fn read(content: &[u8]) -> Result<PlacesBook, BookFault> {
    let first = |faults: Vec<TableFault>| faults.into_iter().next().map_or(BookFault::Empty, BookFault::File);
    let book = sheets::read(content, BOUNDS).book.map_err(first)?;
    let mut layout = sheets::lay_out(book, &COLUMNS, &Choices::default()).map_err(BookFault::File)?;
    match layout.unclear.pop() {
        None => {}
        Some(Unclear::Missing(columns)) => return Err(BookFault::Missing(columns)),
        Some(Unclear::Twice(columns)) => return Err(BookFault::Twice(columns)),
        Some(Unclear::Sheets(sheets)) => {
            return Err(BookFault::File(TableFault { line: None, fault: Fault::MultipleSheets { sheets } }));
        }
    }
    if !layout.faults.is_empty() {
        return Err(first(std::mem::take(&mut layout.faults)));
    }
    let lines: Vec<Line> = layout.rows.iter().map(|row| line(&layout, row)).collect();
    let skipped = layout.skipped.iter().filter(|skipped| skipped.why != sheets::Why::Title);
    let skipped = skipped.map(|skipped| (skipped.line, skipped.words.clone())).collect();
    if lines.is_empty() { Err(BookFault::Empty) } else { Ok(PlacesBook { lines, pictures: layout.pictures, skipped }) }
}

fn line(layout: &Layout, row: &RawRow) -> Line {
    const VALUE_CHARS: usize = 40;
    let blank = RawCell::default();
    let cell = |key: &str| layout.column(key).and_then(|at| row.cells.get(at)).unwrap_or(&blank);
    let text = |key: &str| as_typed(cell(key).shown()).to_owned();
    let at = Coordinates::parse(&text("lon"), &text("lat")).ok().flatten().map(|at| at.to_string()).unwrap_or_default();
    let cells = COLUMNS.iter().filter_map(|column| {
        let at = layout.column(column.key)?;
        let value: String = cell(column.key).typed().chars().take(VALUE_CHARS).collect();
        Some((column.key.to_owned(), cell_name(at, row.line), value))
    });
    Line {
        line: row.line,
        code: same_number(&text("code")),
        street: text("street"),
        community: text("community"),
        form: PlaceForm {
            name: text("name"),
            area: String::new(),
            address: text("address"),
            state: state_typed(&text("state")),
            planned_on: cell("planned_on").day(),
            done_on: cell("done_on").day(),
            lon: text("lon"),
            lat: text("lat"),
            sure: if YES.contains(&text("sure").as_str()) { at } else { String::new() },
        },
        cells: cells.collect(),
        // What nobody saw on the screen is not made public.
        fault: match (row.hidden, row.struck) {
            (true, _) => Some("bulk-hidden".into()),
            (false, true) => Some("bulk-struck".into()),
            (false, false) => None,
        },
    }
}

/// The list as it stands, one line a place.
pub fn table(item_code: &str, places: &[Place]) -> Table {
    let rows = places.iter().map(|place| {
        let degrees =
            |text: fn(Coordinates) -> String| Cell::Decimal(place.details.coordinates.map(text).unwrap_or_default());
        let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| Cell::from(""), Cell::Day);
        vec![
            place.code(item_code).into(),
            place.details.name.as_str().into(),
            place.street.as_str().into(),
            place.community.as_str().into(),
            place.details.address.as_str().into(),
            state_word(place.details.state).into(),
            day(place.details.planned_on),
            day(place.details.done_on),
            degrees(Coordinates::lon_text),
            degrees(Coordinates::lat_text),
            // What is on the list was vouched for.
            place.details.coordinates.map_or("", |_| "是").into(),
        ]
    });
    let head = COLUMNS.iter().filter_map(|column| column.words.first().copied()).collect();
    Table { sheet: "点位清单", head, rows: rows.collect() }
}

/// The same with a sheet that explains the columns and lists the streets.
pub fn workbook(table: &Table, areas: &[proposals::Place]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    table.write_sheet(book.add_worksheet())?;
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name("填写说明")?;
    sheet.set_column_width(0, 14)?;
    sheet.set_column_width(1, 90)?;
    sheet.write_string(0, 1, "在“点位清单”表里一行填一个点位，保存后在点位页面导入；先预览，确认后才生效。")?;
    sheet.write_string(1, 1, "没有列入文件的点位保持不变；照片不能放在表格里，请在各点位的页面上传。")?;
    let mut row = 3;
    for (title, words) in EXPLAINED {
        sheet.write_string_with_format(row, 0, title, &bold)?;
        sheet.write_string(row, 1, words)?;
        row += 1;
    }
    row += 1;
    for street in areas.iter().filter(|area| area.community.is_empty()) {
        let of_street = areas.iter().filter(|area| area.street == street.street && !area.community.is_empty());
        let communities: Vec<&str> = of_street.map(|area| area.community.as_str()).collect();
        sheet.write_string_with_format(row, 0, &street.street, &bold)?;
        sheet.write_string(row, 1, communities.join("、"))?;
        row += 1;
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::{
        db::Ts,
        ids::{PlaceId, ProjectId, ProjectPlaceId, SubItemId},
        projects::places::{
            import::{Fate, judged},
            place::{Details, Given},
        },
        web::TableFormat,
    };

    #[test]
    fn what_goes_out_is_read_again_and_changes_nothing() {
        let area = |community: &str| proposals::Place {
            id: PlaceId::new(),
            street: "望江街道".to_owned(),
            community: community.to_owned(),
            offered: true,
        };
        let areas = [area(""), area("始版桥社区")];
        let place = |number: i32, name: &str, area: &proposals::Place, state, done: Option<&str>| Place {
            id: ProjectPlaceId::new(),
            project: ProjectId::new(),
            sub_item: SubItemId::new(),
            number,
            street: area.street.clone(),
            community: area.community.clone(),
            details: Details {
                name: name.to_owned(),
                area: area.id,
                address: "=1+1 路".to_owned(),
                state,
                planned_on: Some("2024-09-30".parse().unwrap()),
                done_on: done.map(|day| day.parse().unwrap()),
                coordinates: Coordinates::parse("120.1694", "30.2436").unwrap().filter(|_| done.is_some()),
            },
            added_at: Ts::default(),
            removed: None,
        };
        let listed = [
            place(1, "近江家园三园", &areas[1], PlaceState::Done, Some("2024-06-20")),
            place(12, "@在水一方", &areas[0], PlaceState::UnderWay, None),
        ];
        let given = Given { areas: &areas, outline: None, today: "2024-07-01".parse().unwrap() };
        let table = table("C05-01", &listed);
        for bytes in [workbook(&table, &areas).unwrap(), table.bytes(TableFormat::Csv).unwrap()] {
            let book = read(&bytes).unwrap();
            assert_eq!(
                book.lines.iter().map(|line| line.code.as_str()).collect::<Vec<_>>(),
                ["C05-01-001", "C05-01-012"]
            );
            for judged in judged(&book.lines, &listed, &given, "C05-01") {
                assert_eq!(judged.unwrap().fate, Fate::Same);
            }
        }
    }

    #[test]
    fn a_file_that_is_no_such_list_is_refused_with_its_columns() {
        let key = |content: &[u8]| Message::from(read(content).unwrap_err()).key;
        assert_eq!(key("姓名,电话\n王,1\n".as_bytes()), "bulk-missing-columns");
        assert_eq!(key("点位名称,街道\n".as_bytes()), "bulk-empty");
        assert_eq!(key("点位名称,街道,街道\n甲园,望江街道,望江街道\n".as_bytes()), "bulk-twice-columns");
        let book = read("点位名称,所属街道,进度\n甲园,望江街道,已开工\n合计,1,\n".as_bytes()).unwrap();
        assert_eq!(book.lines[0].form.state, "under_way");
        assert_eq!(book.lines.len(), 1);
        assert_eq!(book.skipped.len(), 1);
    }
}
