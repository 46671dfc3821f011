//! A picture or PDF itself, for whoever may see what it was filed with.

use actix_web::{HttpMessage, HttpRequest};

use crate::{
    accounts::{Person, Role, Site},
    attachments::{self, Attachment, OwnerKind},
    db::{Conn, DbError},
    ids::AttachmentId,
    projects, supervision,
    web::{Ctx, Handled, PageError, Path},
};

/// With what it belongs to.
fn is_public(conn: &mut Conn, file: &Attachment) -> Result<bool, DbError> {
    match file.owner.kind {
        OwnerKind::Report => Ok(projects::report_by_id(conn, file.owner.id.into())?.is_some()),
        OwnerKind::Before | OwnerKind::After => projects::place_is_public(conn, file.owner.id.into()),
        OwnerKind::Step | OwnerKind::Inspection | OwnerKind::Note => supervision::is_public(conn, file),
    }
}

fn is_insider(conn: &mut Conn, person: &Person, file: &Attachment) -> Result<bool, DbError> {
    match file.owner.kind {
        OwnerKind::Report | OwnerKind::Before | OwnerKind::After => {
            Ok(matches!(person.role, Role::Department | Role::Supervisor | Role::Secretariat | Role::Deputy))
        }
        OwnerKind::Step | OwnerKind::Inspection | OwnerKind::Note => supervision::is_insider(conn, person, file),
    }
}

pub async fn show_file(ctx: Ctx, site: Site, id: Path<AttachmentId>, request: HttpRequest) -> Handled {
    let id = id.into_inner();
    let person = request.extensions().get::<Person>().cloned();
    if let Some(account) = person.as_ref().map(|person| person.id) {
        let held = ctx.read(move |conn| attachments::held_with_content(conn, account, id)).await?;
        if let Some((held, content)) = held {
            return Ok(attachments::answer_held(&held, content));
        }
    }
    let found = ctx.read(move |conn| {
        let file = attachments::attachment(conn, id)?.ok_or(PageError::NotFound)?;
        let project = projects::project_by_id(conn, file.project)?.ok_or(PageError::NotFound)?;
        let public = project.public && project.congress == site.congress && is_public(conn, &file)?;
        let insider = match &person {
            Some(person) if person.congress() == Some(project.congress) => is_insider(conn, person, &file)?,
            _ => false,
        };
        if !public && !insider {
            return Err(PageError::NotFound);
        }
        // Not there any more if it was withdrawn.
        let content = attachments::content_of(conn, id)?.ok_or(PageError::NotFound)?;
        Ok((file, public, content))
    });
    let (file, public, content) = found.await?;
    attachments::answer(&ctx, &file, public, content)
}
