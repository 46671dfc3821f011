//! 测评结果报告单 and the box it was counted from, for everybody, once announced.

use serde::Serialize;

use super::paper::RatingPaper;
use crate::{
    accounts::Site,
    ballots,
    db::Conn,
    ids::CongressId,
    ratings::{rated::Status, store},
    tally::{self, BoxFile},
    web::{Ctx, Handled, Page, PageError, Path, Secret, blocking, download},
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

fn announced_of(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Status, PageError> {
    let mut all = store::announced_certificates(conn, congress)?;
    all.retain(|status| status.year == year);
    all.pop().ok_or(PageError::NotFound)
}

pub async fn show_rating_certificate(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let year = year.into_inner();
    let services = ctx.services.clone();
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let status = announced_of(conn, site.congress, year)?;
                let round = ballots::round_by_id(conn, status.round)?;
                let archive_name = format!("{}.bel", round.election_uuid);
                Ok::<_, PageError>(RatingCertificatePage {
                    year,
                    paper: RatingPaper::read(conn, &status)?,
                    archive_name,
                })
            })
        })
        .await
    })
    .await
}

fn certificate_file(conn: &mut Conn, secret: &Secret, status: &Status) -> Result<Vec<u8>, PageError> {
    let (signatures, objections) = (store::signatures(conn, status.id)?, store::objections(conn, status.id)?);
    Ok(tally::certificate_file(&status.sealed(), &signatures, &objections, &tally::seal_public_key(secret))?)
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
            let status = announced_of(conn, site.congress, year)?;
            match wanted.as_str() {
                "certificate.json" => Ok(RatingFile::Json(certificate_file(conn, &services.secret, &status)?)),
                "certificate-document.json" => Ok(RatingFile::Json(status.document.into_bytes())),
                other => {
                    let round = ballots::round_by_id(conn, status.round)?;
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
