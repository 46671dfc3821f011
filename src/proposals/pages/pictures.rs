//! Photos beside a proposal: brought by its author until it is listed, public with it.

use super::own::{OwnPage, again_at, own};
use crate::{
    accounts::{As, Secretariat, Site},
    attachments::{self, Files},
    ids::ProposalPictureId,
    proposals::{
        actions::{self, OwnError},
        proposal::ProposalState,
        store,
    },
    web::{Ctx, Handled, Message, Nothing, PageError, Path, Refused, Visitor},
};

/// Only while its proposal is public.
pub async fn show_picture(ctx: Ctx, site: Site, id: Path<ProposalPictureId>) -> Handled {
    let id = *id;
    let content = ctx.read(move |conn| {
        let (proposal, content) = store::picture(conn, id)?.ok_or(PageError::NotFound)?;
        let proposal = store::proposal_by_id(conn, proposal)?.ok_or(PageError::NotFound)?;
        let call = store::call_by_id(conn, proposal.call)?.ok_or(PageError::NotFound)?;
        let public = proposal.state == ProposalState::Listed && call.congress == site.congress;
        if public { Ok(content) } else { Err(PageError::NotFound) }
    });
    Ok(attachments::jpeg(content.await?, true))
}

/// For the secretariat, wherever its proposal stands.
pub async fn show_desk_picture(ctx: Ctx, who: As<Secretariat>, id: Path<ProposalPictureId>) -> Handled {
    let id = *id;
    let content = ctx.read(move |conn| {
        let (proposal, content) = store::picture(conn, id)?.ok_or(PageError::NotFound)?;
        let proposal = store::proposal_by_id(conn, proposal)?.ok_or(PageError::NotFound)?;
        let call = store::call_by_id(conn, proposal.call)?.ok_or(PageError::NotFound)?;
        if Some(call.congress) == who.person.congress() { Ok(content) } else { Err(PageError::NotFound) }
    });
    Ok(attachments::jpeg(content.await?, false))
}

/// For its author.
pub async fn show_own_picture(
    ctx: Ctx,
    site: Site,
    visitor: Visitor,
    asked: Path<(String, ProposalPictureId)>,
) -> Handled {
    let (code, id) = asked.into_inner();
    let (_, own) = own(&ctx, &site, &code, visitor).await?;
    let content = ctx.read(move |conn| {
        let found = store::picture(conn, id)?.filter(|(proposal, _)| *proposal == own.id);
        found.map(|(_, content)| content).ok_or(PageError::NotFound)
    });
    Ok(attachments::jpeg(content.await?, false))
}

/// Made anew before they are kept: nothing of where and by what they were taken is left.
pub async fn add_own_pictures(
    ctx: Ctx,
    site: Site,
    visitor: Visitor,
    code: Path<String>,
    upload: Files<Nothing>,
) -> Handled {
    own(&ctx, &site, &code, visitor).await?;
    let Files { form, files, mut wrong, .. } = upload;
    let (pictures, not_taken) = attachments::only_pictures(&ctx, files, actions::MOST_PICTURES).await?;
    wrong.extend(not_taken);
    let pictures: Vec<_> = pictures.into_iter().map(|picture| picture.content).collect();
    if pictures.is_empty() && wrong.is_empty() {
        wrong.push(Message::new("own-choose-picture").at("photo"));
    }
    let (services, code, today) = (ctx.services.clone(), code.into_inner(), ctx.today());
    let (kept, origin, to) = (services.clone(), ctx.origin().to_owned(), format!("/p/{code}"));
    let again_code = code.clone();
    ctx.act(site, form, move |tx, site, at, Nothing {}| -> Result<(), Refused<OwnError>> {
        actions::add_pictures(tx, &services.secret, site.congress, &code, &pictures, at)
    })
    .unaudited()
    .unless(wrong)
    .then(to, "pictures-added")
    .or_again(move |conn, site, Nothing {}| -> Result<OwnPage, PageError> {
        again_at(conn, &kept.secret, &origin, today, site.congress, &again_code)
    })
    .await
}
