//! Where the demonstration's projects are done: invented places in the district's streets, drawn on a schematic of them.

use image::{Rgb, RgbImage};
use jiff::{ToSpan, civil::Date};

use super::{cast::Worker, moment, progress::counted};
use crate::{
    accounts::Person,
    attachments::{self, Prepared},
    candidates::SubItem,
    congress::Session,
    db::{Db, Ts},
    ids::{PlaceId, ProjectPlaceId},
    projects::{self, OutlineSaid, PlaceForm, PlaceState, Project, Quantity, Reporter, Which, target_of},
    proposals::{self, ListsForm},
};

/// The streets of the district, with some of their communities.
pub const STREETS: &str = "望江街道：始版桥社区、在水一方社区、耀华社区\n湖滨街道：东坡路社区、青年路社区\n\
                           紫阳街道：春江社区、北落马营社区\n采荷街道：洁莲社区、芙蓉社区\n\
                           凯旋街道：金秋花园社区、景芳社区\n清波街道\n小营街道\n南星街道\n四季青街道\n闸弄口街道\n\
                           彭埠街道\n笕桥街道\n丁兰街道\n九堡街道";
/// Drawn by us from nothing but where the streets lie to one another.
const SCHEMATIC: &[u8] = include_bytes!("streets.geojson");
/// Where places of a street lie, about its middle: thousandths of a degree east and north.
const MIDDLES: [(&str, i32, i32); 14] = [
    ("望江街道", 120_189, 30_232),
    ("湖滨街道", 120_163, 30_256),
    ("紫阳街道", 120_172, 30_234),
    ("采荷街道", 120_200, 30_251),
    ("凯旋街道", 120_197, 30_265),
    ("清波街道", 120_159, 30_238),
    ("小营街道", 120_180, 30_254),
    ("南星街道", 120_165, 30_211),
    ("四季青街道", 120_216, 30_249),
    ("闸弄口街道", 120_195, 30_284),
    ("彭埠街道", 120_228, 30_281),
    ("笕桥街道", 120_214, 30_312),
    ("丁兰街道", 120_225, 30_350),
    ("九堡街道", 120_266, 30_303),
];
const ESTATES: [&str; 8] = ["东园", "西园", "南苑", "北苑", "新村", "花园", "家园", "里弄"];
/// Sub-items of a year that show their places, and how many each shows at most.
const SHOWN: usize = 5;
const MOST: u32 = 24;

/// The congress's streets, and the schematic on which places are drawn.
pub fn streets(db: &Db, secretary: &Person, at: Ts) -> anyhow::Result<()> {
    let lists = ListsForm { places: STREETS.to_owned(), ..ListsForm::default() };
    db.write(|tx| proposals::save_lists(tx, secretary, at, &lists))?;
    let said = OutlineSaid { source: "按街道相对位置绘制（示例）".to_owned(), schematic: true };
    db.write(|tx| projects::upload_outline(tx, secretary, at, SCHEMATIC, &said))?;
    Ok(())
}

/// What is counted in pieces, few enough to be listed one by one.
pub fn listable(item: &SubItem) -> Option<usize> {
    let (target, _) = target_of(&item.goal);
    let pieces: u32 = target.to_string().parse().ok().filter(|_| counted(item))?;
    (3..=120).contains(&pieces).then(|| pieces.min(MOST)).and_then(|pieces| usize::try_from(pieces).ok())
}

/// The first sub-items of a session that can be listed.
pub fn shown(promoted: &[Project]) -> Vec<crate::ids::SubItemId> {
    let items = promoted.iter().flat_map(|project| &project.sub_items);
    items.filter(|item| listable(item).is_some()).map(|item| item.id).take(SHOWN).collect()
}

/// The list of one sub-item from `begin` to `now`, as far as `done` of its target goes.
pub fn listed(
    db: &Db,
    session: &Session,
    by: &Worker,
    item: &SubItem,
    (begin, now): (Ts, Ts),
    done: Quantity,
) -> anyhow::Result<()> {
    let Some(pieces) = listable(item) else { return Ok(()) };
    let areas = db.read(|conn| proposals::places(conn, session.congress))?;
    let share = |of: usize| {
        let (target, _) = target_of(&item.goal);
        let hundredths: usize = done.share_of(target).capped().whole().try_into().unwrap_or(0);
        of * hundredths / 100
    };
    let (finished, year) = (share(pieces), i16::try_from(session.year)?);
    let days = i64::from((now.day() - begin.day()).get_days());
    let mut added: Vec<ProjectPlaceId> = Vec::new();
    for nth in 0..pieces {
        let form = place(item, nth, year, &areas)?;
        let reporter = Reporter { person: &by.person, at: begin, sub_item: item.id };
        added.push(db.write(|tx| projects::add_place(tx, &reporter, &form))?);
    }
    let move_to = |ids: &[ProjectPlaceId], at: Ts, state: PlaceState| {
        let reporter = Reporter { person: &by.person, at, sub_item: item.id };
        let done_on = if state == PlaceState::Done { at.day().to_string() } else { String::new() };
        db.write(|tx| projects::move_places(tx, &reporter, ids, state.word(), &done_on))
    };
    // A month's worth at a time, the last of them as the newest report has it.
    for (step, some) in (1_i64..).zip(added.get(..finished).unwrap_or_default().chunks(4)) {
        let steps = i64::try_from(finished.div_ceil(4)).unwrap_or(1);
        move_to(some, moment(now.day(), days - days * step / (steps + 1)), PlaceState::Done)?;
    }
    let under_way = added.get(finished..).unwrap_or_default();
    let under_way = under_way.get(..under_way.len().div_ceil(2)).unwrap_or_default();
    if !under_way.is_empty() {
        move_to(under_way, moment(now.day(), days / 2), PlaceState::UnderWay)?;
    }
    for (nth, id) in added.iter().take(finished.min(4)).enumerate() {
        for which in [Which::Before, Which::After] {
            let picture = [scene(nth, which)?];
            db.write(|tx| projects::add_place_picture(tx, &by.person, now, *id, which, &picture))?;
        }
    }
    Ok(())
}

/// Invented, and marked as such.
fn place(item: &SubItem, nth: usize, year: i16, areas: &[proposals::Place]) -> anyhow::Result<PlaceForm> {
    let turn = item.code.bytes().map(usize::from).sum::<usize>() + nth;
    let at = turn % MIDDLES.len();
    let (street, lon, lat) = MIDDLES.get(at).copied().ok_or_else(|| anyhow::anyhow!("no street"))?;
    let of_street: Vec<&proposals::Place> = areas.iter().filter(|area| area.street == street).collect();
    let area: PlaceId = of_street
        .get(turn / MIDDLES.len() % of_street.len().max(1))
        .map(|area| area.id)
        .ok_or_else(|| anyhow::anyhow!("{street} is on no list"))?;
    let estate = ESTATES.get(turn % ESTATES.len()).copied().unwrap_or_default();
    let short = street.trim_end_matches("街道");
    let (east, north) = (i32::try_from(turn * 7 % 11)? - 5, i32::try_from(turn * 5 % 9)? - 4);
    let degrees = |thousandths: i32| format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    let month = i8::try_from(nth % 8)? + 4;
    Ok(PlaceForm {
        name: format!("{short}{estate}{}号（示例）", nth + 1),
        area: area.to_string(),
        address: format!("{short}示例路 {} 号", 3 * nth + 8),
        state: PlaceState::NotBegun.word().to_owned(),
        planned_on: Date::new(year, month, 1)?.last_of_month().saturating_sub(2.days()).to_string(),
        lon: degrees(lon + east / 2),
        lat: degrees(lat + north / 2),
        ..PlaceForm::default()
    })
}

/// A house by a path, drawn: grey with cracks before, painted and green after.
fn scene(nth: usize, which: Which) -> anyhow::Result<Prepared> {
    let after = which == Which::After;
    let (sky, wall, ground, door) = if after {
        ([0xcf, 0xe6, 0xf5], [0xf3, 0xe3, 0xc6], [0x7f, 0xb0, 0x69], [0x0b, 0x4f, 0x8a])
    } else {
        ([0xd9, 0xdd, 0xe3], [0xb9, 0xb4, 0xaa], [0x9b, 0x91, 0x7f], [0x6b, 0x5b, 0x4a])
    };
    let shift = u32::try_from(nth)? * 40;
    let mut image = RgbImage::from_pixel(960, 640, Rgb(sky));
    let mut block = |from: (u32, u32), to: (u32, u32), colour: [u8; 3]| {
        for x in from.0..to.0.min(960) {
            for y in from.1..to.1.min(640) {
                image.put_pixel(x, y, Rgb(colour));
            }
        }
    };
    block((0, 460), (960, 640), ground);
    block((200 + shift, 120), (700 + shift, 470), wall);
    for floor in 0..3 {
        for window in 0..4 {
            let (x, y) = (230 + shift + window * 120, 150 + floor * 100);
            block((x, y), (x + 70, y + 60), if after { [0x8f, 0xc4, 0xe8] } else { [0x70, 0x78, 0x80] });
        }
    }
    block((430 + shift, 390), (490 + shift, 470), door);
    block((400 + shift, 470), (520 + shift, 640), if after { [0xe6, 0xe2, 0xda] } else { [0x86, 0x7c, 0x6c] });
    if after {
        for tree in 0..3 {
            block((60 + tree * 45, 380), (72 + tree * 45, 470), [0x6b, 0x4f, 0x2f]);
            block((40 + tree * 45, 300), (92 + tree * 45, 390), [0x3f, 0x8f, 0x4f]);
        }
    } else {
        for crack in 0..60 {
            block(
                (260 + shift + crack * 3, 140 + crack * 5),
                (264 + shift + crack * 3, 146 + crack * 5),
                [0x55, 0x50, 0x48],
            );
        }
    }
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(image).write_to(&mut out, image::ImageFormat::Png)?;
    let name = if after { "示例照片（改造后）.png" } else { "示例照片（改造前）.png" };
    Ok(attachments::prepare(name, &out.into_inner())?)
}
