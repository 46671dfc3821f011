//! The files to check the result with.

use actix_web::HttpResponse;

use super::announced::{archive_name, published_of};
use crate::{
    accounts::Site,
    documents,
    tally::{box_file::BoxFile, count, tables},
    web::{Ctx, Handled, PageError, Path, blocking, download, download_in_parts},
};

/// The box, part by part.
pub fn send_box(ctx: &Ctx, file: BoxFile) -> HttpResponse {
    let (services, name) = (ctx.services.clone(), file.name.clone());
    download_in_parts(&name, "application/x-tar", move |number| services.db.read(|conn| file.part(conn, number)))
}

/// The files anybody can check the result with: `{uuid}.bel` of every round, `caps.jsonl` and `elections.jsonl` of all of them,
/// `certificate.json`, `certificate-document.json`, `corrigendum-{n}.json`, and the tables as in [`tables`]. None of them exists before the
/// announcement.
pub async fn result_file(ctx: Ctx, site: Site, path: Path<(i32, String)>) -> Handled {
    let (year, name) = path.into_inner();
    let published = published_of(&ctx, &site, year).await?;
    if !published.announced.counts {
        return Err(PageError::NotFound);
    }
    let (services, wanted) = (ctx.services.clone(), name.clone());
    if let Some(round) = published.boxes.iter().find(|round| archive_name(round) == name).cloned() {
        let file = blocking(move || services.db.read(|conn| Ok::<_, PageError>(BoxFile::of(conn, &round)?))).await?;
        return Ok(send_box(&ctx, file));
    }
    let (bytes, content_type) = blocking(move || {
        services.db.read(|conn| -> Result<(Vec<u8>, &str), PageError> {
            match wanted.as_str() {
                "caps.jsonl" => {
                    let mut file = String::new();
                    for round in &published.boxes {
                        file.push_str(&count::caps_file(conn, round.id)?);
                    }
                    Ok((file.into_bytes(), "application/jsonl"))
                }
                "elections.jsonl" => {
                    Ok((count::elections_file(conn, &published.boxes)?.into_bytes(), "application/jsonl"))
                }
                "certificate.json" => {
                    Ok((documents::file(conn, &services.secret, &published.signed)?, "application/json"))
                }
                "certificate-document.json" => Ok((published.signed.text.clone().into_bytes(), "application/json")),
                name => {
                    if let Some((table, format)) = tables::asked_for(&published.announced.paper, name) {
                        return Ok((table.bytes(format)?, format.content_type()));
                    }
                    let number = name.strip_prefix("corrigendum-").and_then(|rest| rest.strip_suffix(".json"));
                    let known = documents::about(conn, published.signed.id)?;
                    let in_force = known.iter().find(|corrigendum| {
                        corrigendum.confirmed().is_some() && Some(corrigendum.number.as_str()) == number
                    });
                    let corrigendum = in_force.ok_or(PageError::NotFound)?;
                    Ok((documents::file(conn, &services.secret, corrigendum)?, "application/json"))
                }
            }
        })
    })
    .await?;
    Ok(download(&name, content_type, bytes))
}
