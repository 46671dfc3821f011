//! 归档卷 of a year: its index to print, and the whole as one file.

use serde::Serialize;

use crate::{
    accounts::{As, Secretariat, Site},
    congress::{self, Session},
    db::Conn,
    files::Scratch,
    records::archive::{self, ArchiveError, Indexed, Piece},
    web::{Ctx, Handled, Page, PageError, Path, Secret, blocking, download_in_parts},
};

/// `/secretariat/archives/{year}`
#[derive(Serialize)]
pub struct ArchivePage {
    pub year: i32,
    pub congress: String,
    pub session: String,
    pub item: String,
    pub at: String,
    /// Nothing before the certificate is certified.
    pub lines: Vec<Indexed>,
    pub total: u64,
}

impl Page for ArchivePage {
    const TEMPLATE: &'static str = "records/archive.html";

    fn samples() -> Vec<Self> {
        let line = |name: &str| Indexed { name: name.into(), bytes: 12_345, hash: "03d66dd0".repeat(8) };
        let page = |lines: Vec<Indexed>| Self {
            year: 2024,
            congress: "杭州市上城区第一届人民代表大会".into(),
            session: "第三次会议<b>".into(),
            item: "2024年度民生实事项目票决".into(),
            at: "2024-02-04 10:00".into(),
            total: lines.iter().map(|line| line.bytes).sum(),
            lines,
        };
        vec![page(Vec::new()), page(vec![line("00-会议.json"), line("12-票箱/<b>.bel")])]
    }
}

fn failed(error: ArchiveError) -> PageError {
    match error {
        ArchiveError::Db(error) => error.into(),
        error => PageError::internal(error),
    }
}

fn session_of(conn: &mut Conn, site: &Site, year: i32) -> Result<Session, PageError> {
    congress::session_by_year(conn, site.congress, year)?.ok_or(PageError::NotFound)
}

/// Nothing where there is nothing to file yet.
fn pieces_of(conn: &mut Conn, secret: &Secret, site: &Site, session: &Session) -> Result<Vec<Piece>, PageError> {
    match archive::certified(conn, session)? {
        Some(_) => archive::pieces(conn, secret, &site.name, session),
        None => Ok(Vec::new()),
    }
}

pub async fn show_archive(ctx: Ctx, _by: As<Secretariat>, site: Site, year: Path<i32>) -> Handled {
    let (services, at) = (ctx.services.clone(), ctx.services.clock.now());
    let page = blocking(move || {
        let (session, pieces) = services.db.read(|conn| {
            let session = session_of(conn, &site, *year)?;
            let pieces = pieces_of(conn, &services.secret, &site, &session)?;
            Ok::<_, PageError>((session, pieces))
        })?;
        let lines = archive::index(&services.db, &pieces).map_err(failed)?;
        Ok::<_, PageError>(ArchivePage {
            year: *year,
            congress: site.name,
            session: session.name,
            item: session.item,
            at: at.to_page(),
            total: lines.iter().map(|line| line.bytes).sum(),
            lines,
        })
    })
    .await?;
    ctx.show(&page)
}

/// `/secretariat/archives/{year}/files/archive-{year}.zip`
pub async fn archive_file(ctx: Ctx, _by: As<Secretariat>, site: Site, path: Path<(i32, String)>) -> Handled {
    let (year, name) = path.into_inner();
    if name != format!("archive-{year}.zip") {
        return Err(PageError::NotFound);
    }
    let services = ctx.services.clone();
    let scratch = blocking(move || {
        let pieces = services.db.read(|conn| {
            let session = session_of(conn, &site, year)?;
            pieces_of(conn, &services.secret, &site, &session)
        })?;
        if pieces.is_empty() {
            return Err(PageError::NotFound);
        }
        Scratch::filled(|file| archive::pack(&services.db, &pieces, file)).map_err(failed)
    })
    .await?;
    Ok(download_in_parts(&name, "application/zip", move |number| scratch.part(number).map_err(PageError::internal)))
}
