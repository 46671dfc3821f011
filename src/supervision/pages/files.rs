//! A picture or PDF of supervision itself.

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION},
};

use crate::{
    accounts::{Person, Role, Site},
    db::Conn,
    ids::EvidenceId,
    projects::{self, Media},
    supervision::{
        file::{Owner, Piece},
        inspection::InspectionState,
        store,
    },
    web::{Ctx, Handled, PageError, Path, blocking},
};

/// What goes with a step is public; an inspection's files are once it is published; a note's are not.
fn is_public(conn: &mut Conn, piece: &Piece) -> Result<bool, PageError> {
    Ok(match piece.owner {
        Owner::Step(_) => true,
        Owner::Inspection(id) => {
            let inspection = store::inspection_by_id(conn, id)?;
            inspection.is_some_and(|inspection| inspection.state == InspectionState::Published)
        }
        Owner::Note(_) => false,
    })
}

fn is_insider(conn: &mut Conn, person: &Person, piece: &Piece) -> Result<bool, PageError> {
    let author = match piece.owner {
        Owner::Note(id) => store::note_by_id(conn, id)?.map(|note| note.author_account),
        Owner::Step(_) | Owner::Inspection(_) => None,
    };
    let in_group = store::groups_of(conn, &[piece.project])?.iter().any(|member| member.account == person.id);
    Ok(in_group || person.role == Role::Secretariat || author == Some(person.id))
}

pub async fn supervision_file(ctx: Ctx, site: Site, id: Path<EvidenceId>, request: HttpRequest) -> Handled {
    let id = id.into_inner();
    let person = request.extensions().get::<Person>().cloned();
    let services = ctx.services.clone();
    let (piece, content, public) = blocking(move || {
        services.db.read(|conn| {
            let (piece, content) = store::file_with_content(conn, id)?.ok_or(PageError::NotFound)?;
            let project = projects::project_by_id(conn, piece.project)?.ok_or(PageError::NotFound)?;
            let here = project.congress == site.congress;
            if here && project.public && is_public(conn, &piece)? {
                return Ok((piece, content, true));
            }
            let insider = match &person {
                Some(person) if person.congress() == Some(project.congress) => is_insider(conn, person, &piece)?,
                _ => false,
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
