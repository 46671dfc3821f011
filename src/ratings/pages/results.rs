//! 测评结果报告单 and the box it was counted from, for everybody, once announced.

use serde::Serialize;

use super::paper::RatingPaper;
use crate::{
    accounts::Site,
    ballots,
    db::Conn,
    documents::{self, DocumentKind, SignedDocument},
    ids::CongressId,
    tally::{self, BoxFile},
    web::{Ctx, Handled, Page, PageError, Path, blocking, download},
};

/// `/ratings/{year}/certificate`
#[derive(Clone, Debug, Serialize)]
pub struct RatingCertificatePage {
    pub year: i32,
    pub paper: RatingPaper,
    pub archive_name: String,
}

impl Page for RatingCertificatePage {
    const TEMPLATE: &'static str = "ratings/certificate.html";

    fn samples() -> Vec<Self> {
        let archive_name = "abc.bel".to_owned();
        RatingPaper::samples()
            .into_iter()
            .map(|paper| Self { year: 2024, paper, archive_name: archive_name.clone() })
            .collect()
    }
}

fn announced_of(conn: &mut Conn, congress: CongressId, year: i32) -> Result<SignedDocument, PageError> {
    let mut all = documents::announced(conn, congress, DocumentKind::Rating)?;
    all.retain(|document| document.number == year.to_string());
    all.pop().ok_or(PageError::NotFound)
}

pub async fn show_rating_certificate(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let year = year.into_inner();
    let services = ctx.services.clone();
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let document = announced_of(conn, site.congress, year)?;
                let round = ballots::round_by_id(conn, document.round)?;
                let archive_name = format!("{}.bel", round.election_uuid);
                Ok::<_, PageError>(RatingCertificatePage {
                    year,
                    paper: RatingPaper::read(conn, &document)?,
                    archive_name,
                })
            })
        })
        .await
    })
    .await
}

enum RatingFile {
    Json(Vec<u8>),
    Box(BoxFile),
}

pub async fn rating_file(ctx: Ctx, site: Site, path: Path<(i32, String)>) -> Handled {
    let (year, name) = path.into_inner();
    let (services, wanted) = (ctx.services.clone(), name.clone());
    let file = blocking(move || {
        services.db.read(|conn| {
            let document = announced_of(conn, site.congress, year)?;
            match wanted.as_str() {
                "certificate.json" => Ok(RatingFile::Json(documents::file(conn, &services.secret, &document)?)),
                "certificate-document.json" => Ok(RatingFile::Json(document.text.into_bytes())),
                "elections.jsonl" => {
                    let round = ballots::round_by_id(conn, document.round)?;
                    Ok(RatingFile::Json(tally::elections_file(conn, &[round])?.into_bytes()))
                }
                other => {
                    let round = ballots::round_by_id(conn, document.round)?;
                    let file = BoxFile::of(conn, &round)?;
                    if other == file.name { Ok(RatingFile::Box(file)) } else { Err(PageError::NotFound) }
                }
            }
        })
    })
    .await?;
    Ok(match file {
        RatingFile::Json(bytes) => download(&name, "application/json", bytes),
        RatingFile::Box(file) => tally::send_box(&ctx, file),
    })
}
