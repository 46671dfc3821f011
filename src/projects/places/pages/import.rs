//! The list as a file, out and in: looked over first, then taken.

use actix_web::{HttpResponse, http::header::CONTENT_DISPOSITION};
use serde::{Deserialize, Serialize};

use super::list::{MoveForm, PlacesOfItemPage, address};
use crate::{
    accounts::{As, Department},
    db::{Conn, DbError},
    ids::SubItemId,
    projects::{
        pages::samples,
        places::{
            actions::{self, PlaceError},
            import::{Fate, Judged, judged},
            place::Given,
            sheet::{self, LARGEST_BOOK, Line, PlacesBook},
            store,
        },
        reports::Reporter,
        tracked::Tracked,
    },
    web::{Ctx, Handled, Lang, Message, Nothing, Page, PageError, Path, Refused, TableFormat, Upload},
};

/// A line as it would be taken, or why it cannot be.
#[derive(Clone, Debug, Serialize)]
pub struct LineView {
    pub line: u32,
    pub name: String,
    pub area: String,
    pub state: String,
    pub fate: Option<Fate>,
    pub faults: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ImportPage {
    pub project: String,
    pub sub_item: String,
    pub item: String,
    pub lines: Vec<LineView>,
    pub new: usize,
    pub changed: usize,
    pub same: usize,
    pub wrong: usize,
    /// On the list, and not in the file.
    pub untouched: usize,
    pub pictures: usize,
    pub skipped: Vec<(u32, String)>,
    /// What the second form carries.
    pub text: String,
}

impl ImportPage {
    fn of(
        conn: &mut Conn,
        tracked: &Tracked,
        item: SubItemId,
        book: &PlacesBook,
        asked: Asked,
    ) -> Result<Self, DbError> {
        let judged = actions::preview(conn, tracked, item, &book.lines, asked.today)?;
        let listed = store::places_of_sub_item(conn, item)?;
        let on_list = listed.iter().filter(|place| place.removed.is_none()).count();
        Ok(Self::new(tracked, item, book, &judged, on_list, asked.lang))
    }

    fn new(
        tracked: &Tracked,
        item: SubItemId,
        book: &PlacesBook,
        judged: &[Result<Judged, Vec<Message>>],
        on_list: usize,
        lang: Lang,
    ) -> Self {
        let count = |fate: Fate| judged.iter().flatten().filter(|judged| judged.fate == fate).count();
        let about = judged.iter().flatten().filter(|judged| judged.known.is_some()).count();
        let lines = book.lines.iter().zip(judged).map(|(line, judged)| LineView {
            line: line.line,
            name: line.form.name.clone(),
            area: format!("{}{}", line.street, line.community),
            state: judged.as_ref().map_or_else(|_| String::new(), |judged| judged.details.state.word().to_owned()),
            fate: judged.as_ref().ok().map(|judged| judged.fate),
            faults: judged.as_ref().err().map(|faults| line.faults(faults, lang)).unwrap_or_default(),
        });
        Self {
            project: tracked.project.title.clone(),
            sub_item: item.to_string(),
            item: tracked.sub_item(item).map(|item| item.name.clone()).unwrap_or_default(),
            lines: lines.collect(),
            new: count(Fate::New),
            changed: count(Fate::Changed),
            same: count(Fate::Same),
            wrong: judged.iter().filter(|judged| judged.is_err()).count(),
            untouched: on_list.saturating_sub(about),
            pictures: book.pictures,
            skipped: book.skipped.clone(),
            text: serde_json::to_string(&book.lines).unwrap_or_default(),
        }
    }
}

#[derive(Clone, Copy)]
struct Asked {
    today: jiff::civil::Date,
    lang: Lang,
}

impl Page for ImportPage {
    const TEMPLATE: &'static str = "projects/places_import.html";

    fn samples() -> Vec<Self> {
        let [_, full] = samples::tracked();
        let (areas, places) = (samples::areas(), samples::places(&full.project));
        let Some(item) = full.project.sub_items.first() else { return Vec::new() };
        let page = |csv: &str| {
            let book = sheet::read(csv.as_bytes()).ok()?;
            let today = jiff::civil::date(2024, 7, 2);
            let given = Given { areas: &areas, outline: None, today };
            let judged = judged(&book.lines, &places, &given, &item.code);
            Some(Self::new(&full, item.id, &book, &judged, places.len(), Lang::Chinese))
        };
        let good = page("点位名称,街道,状态\n新园<b>,凯旋街道<i>,在建\n");
        let wrong = page("点位名称,街道,状态\n新园<b>,凯旋街道<i>,在建\n甲园<b>,无名街道<b>,完成\n合计<b>,2,\n");
        [good, wrong.map(|page| Self { pictures: 2, ..page })].into_iter().flatten().collect()
    }
}

pub async fn preview_import(
    ctx: Ctx,
    who: As<Department>,
    id: Path<SubItemId>,
    upload: Upload<Nothing, LARGEST_BOOK>,
) -> Handled {
    let (id, asked) = (*id, Asked { today: ctx.today(), lang: ctx.lang });
    let person = who.person.clone();
    let tracked = ctx.read(move |conn| actions::own(conn, &person, id)).await?.ok_or(PageError::NotFound)?;
    let (_, book) = upload.into_one();
    match ctx.services.files.run(move || Ok::<_, PageError>(sheet::read(&book.content))).await? {
        Ok(book) => ctx.show(&ctx.read(move |conn| ImportPage::of(conn, &tracked, id, &book, asked)).await?),
        Err(fault) => {
            let page = ctx
                .read(move |conn| PlacesOfItemPage::of(conn, &who.person, id, MoveForm::default(), asked.today))
                .await?;
            ctx.again(&page, &[Message::from(fault).at("file")])
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct ConfirmForm {
    #[serde(default)]
    lines: String,
}

pub async fn confirm_import_page(
    ctx: Ctx,
    who: As<Department>,
    id: Path<SubItemId>,
    upload: Upload<ConfirmForm, 0>,
) -> Handled {
    let (id, today, lang) = (*id, ctx.today(), ctx.lang);
    let (form, _) = upload.into_one();
    ctx.act(who, form, move |tx, who, at, typed| {
        let unread = || Refused::from(PlaceError::Wrong(vec!["bulk-empty".into()]));
        let lines: Vec<Line> = serde_json::from_str(&typed.lines).map_err(|_| unread())?;
        let by = Reporter { person: &who.person, at, sub_item: id };
        actions::import_places(tx, &by, &lines, lang)
    })
    .then(address(id), "places-imported")
    .or_again(move |conn, who, _| PlacesOfItemPage::of(conn, &who.person, id, MoveForm::default(), today))
    .await
}

/// The list as it stands, to be filled in or to be kept.
pub async fn places_file(ctx: Ctx, who: As<Department>, path: Path<(SubItemId, String)>) -> Handled {
    let (id, name) = path.into_inner();
    let format = match TableFormat::of_name(&name) {
        Some(("list", format)) => format,
        _ => return Err(PageError::NotFound),
    };
    let bytes = ctx
        .read(move |conn| {
            let tracked = actions::own(conn, &who.person, id)?.ok_or(PageError::NotFound)?;
            let item = tracked.sub_item(id).ok_or(PageError::NotFound)?;
            let mut places = store::places_of_sub_item(conn, id)?;
            places.retain(|place| place.removed.is_none());
            let table = sheet::table(&item.code, &places);
            match format {
                TableFormat::Csv => table.bytes(format),
                TableFormat::Xlsx => {
                    let areas = actions::areas(conn, tracked.project.congress, &[])?;
                    sheet::workbook(&table, &areas).map_err(PageError::internal)
                }
            }
        })
        .await?;
    let shown = format!("attachment; filename=\"{name}\"");
    let mut answer = HttpResponse::Ok();
    answer.content_type(format.content_type()).insert_header((CONTENT_DISPOSITION, shown));
    Ok(answer.body(bytes))
}
