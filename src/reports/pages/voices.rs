//! Messages for others to compute with: the API's pages, and a table. None is kept: what is hidden or erased is gone at once.

use jiff::civil::Date;

use super::asked::{ON_A_PAGE, fresh, piece};
use crate::{
    accounts::Site,
    db::Conn,
    ids::CongressId,
    reports::documents::voices::VoicesDocument,
    voices::{self, VoiceView},
    web::{Cell, Ctx, ErrorData, Handled, PageError, Path, Table, blocking},
};

/// Messages that everybody sees, two hundred a page.
#[utoipa::path(
    get,
    path = "/api/voices/pages/{page}",
    params(("page" = usize, Path, description = "from 1", example = 1)),
    responses((status = 200, description = "in the order in which they came", body = VoicesDocument), (status = 404, body = ErrorData, description = "no such page"))
)]
pub async fn api_voices(ctx: Ctx, site: Site, page: Path<usize>) -> Handled {
    let (services, congress, today, page) = (ctx.services.clone(), site.congress, ctx.today(), page.into_inner());
    let read = blocking(move || {
        services.db.read(|conn| {
            let counts = voices::public_clock(conn, congress, None, today)?;
            let (_, pages) = piece(counts.0.received, page)?;
            let (_, found) = voices::public_voices(conn, congress, ((page - 1) * ON_A_PAGE, ON_A_PAGE), today)?;
            Ok::<_, PageError>(VoicesDocument::new(counts, found, (page, pages)))
        })
    });
    fresh(&ctx, &read.await?)
}

/// Rows of one file: more than any district has in a year.
const MOST_ROWS: usize = 20_000;

pub(super) fn table(conn: &mut Conn, congress: CongressId, today: Date) -> Result<Table, PageError> {
    let (_, found) = voices::public_voices(conn, congress, (0, MOST_ROWS), today)?;
    let row = |voice: &VoiceView| -> Vec<Cell> {
        let last = voice.answers.last();
        vec![
            Cell::Decimal(voice.number.to_string()),
            voice.project.as_str().into(),
            voice.title.as_str().into(),
            voice.item.as_str().into(),
            voice.kind.into(),
            voice.on.as_str().into(),
            voice.due.as_str().into(),
            voice.course.into(),
            Cell::Decimal(voice.days_late.to_string()),
            last.map(|answer| answer.unit.clone()).unwrap_or_default().into(),
            last.map(|answer| answer.on.clone()).unwrap_or_default().into(),
            last.and_then(|answer| answer.helped).unwrap_or_default().into(),
        ]
    };
    let head = vec![
        "number",
        "project_id",
        "project",
        "sub_item",
        "kind",
        "received_on",
        "due_on",
        "state",
        "days_late",
        "unit",
        "answered_on",
        "helped",
    ];
    Ok(Table { sheet: "voices", head, rows: found.iter().map(row).collect() })
}
