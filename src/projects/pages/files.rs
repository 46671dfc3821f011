//! A piece of evidence itself.

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION},
};

use crate::{
    accounts::{Person, Role, Site},
    ids::EvidenceId,
    projects::{
        evidence::{Evidence, Media},
        store,
    },
    web::{Ctx, Handled, PageError, Path, blocking},
};

/// Public with the report it belongs to, once that is filed.
fn is_public(conn: &mut crate::db::Conn, site: &Site, piece: &Evidence) -> Result<bool, PageError> {
    let project = store::project_by_id(conn, piece.project)?;
    let shown = project.is_some_and(|project| project.public && project.congress == site.congress);
    let filed = store::report_by_id(conn, piece.report)?.is_some();
    Ok(shown && filed)
}

fn is_insider(conn: &mut crate::db::Conn, person: &Person, piece: &Evidence) -> Result<bool, PageError> {
    let works_on_it = matches!(person.role, Role::Department | Role::Supervisor | Role::Secretariat | Role::Deputy);
    let project = store::project_by_id(conn, piece.project)?;
    Ok(works_on_it && project.is_some_and(|project| Some(project.congress) == person.congress()))
}

pub async fn evidence_file(ctx: Ctx, site: Site, id: Path<EvidenceId>, request: HttpRequest) -> Handled {
    let id = id.into_inner();
    let person = request.extensions().get::<Person>().cloned();
    let services = ctx.services.clone();
    let (piece, content, public) = blocking(move || {
        services.db.read(|conn| {
            let (piece, content) = store::evidence_with_content(conn, id)?.ok_or(PageError::NotFound)?;
            if is_public(conn, &site, &piece)? {
                return Ok((piece, content, true));
            }
            let insider = match &person {
                Some(person) => is_insider(conn, person, &piece)?,
                None => false,
            };
            if insider { Ok((piece, content, false)) } else { Err(PageError::NotFound) }
        })
    })
    .await?;
    let kept = if public { "public, max-age=31536000, immutable" } else { "no-store" };
    let shown = match piece.media {
        Media::Picture { .. } => "inline".to_owned(),
        Media::Pdf => format!("attachment; filename=\"{}.pdf\"", piece.id),
    };
    Ok(HttpResponse::Ok()
        .content_type(piece.media.type_name())
        .insert_header((CACHE_CONTROL, kept))
        .insert_header((CONTENT_DISPOSITION, shown))
        .body(content))
}
