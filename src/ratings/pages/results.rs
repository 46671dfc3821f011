//! 测评结果报告单 and the box it was counted from, for everybody, once announced.

use actix_web::{HttpResponse, http::header::CONTENT_DISPOSITION};
use serde::Serialize;

use super::paper::RatingPaper;
use crate::{
    accounts::Site,
    ballots,
    db::Conn,
    documents::{self, DocumentKind, SignedDocument},
    ids::CongressId,
    tally,
    web::{Ctx, Handled, Page, PageError, Path, blocking},
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

pub async fn rating_file(ctx: Ctx, site: Site, path: Path<(i32, String)>) -> Handled {
    let (year, name) = path.into_inner();
    let (services, wanted) = (ctx.services.clone(), name.clone());
    let (bytes, kind) = blocking(move || {
        services.db.read(|conn| {
            let document = announced_of(conn, site.congress, year)?;
            match wanted.as_str() {
                "certificate.json" => Ok((documents::file(conn, &services.secret, &document)?, "application/json")),
                "certificate-document.json" => Ok((document.text.into_bytes(), "application/json")),
                other => {
                    let round = ballots::round_by_id(conn, document.round)?;
                    if other != format!("{}.bel", round.election_uuid) {
                        return Err(PageError::NotFound);
                    }
                    Ok((tally::archive_file(conn, &round)?.bytes, "application/x-tar"))
                }
            }
        })
    })
    .await?;
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes))
}
