//! Photos that wait in a form, and what the form gives away of a person.

use serde::Serialize;
use uuid::Uuid;

use super::{holding, personal, store};
use crate::{
    accounts::Site,
    attachments,
    db::{Conn, DbError},
    ids::HeldPictureId,
    web::{Ctx, Handled, Message, PageError, Path, SentFile, Visitor, blocking},
};

/// Numbers that lead to a person, where they stand.
#[derive(Clone, Debug, Serialize)]
pub struct PersonalView {
    pub kind: &'static str,
    pub text: String,
    pub at: &'static str,
}

/// In texts, each with the name of its field.
pub fn personal_in(texts: &[(&'static str, &str)]) -> Vec<PersonalView> {
    let found = texts.iter().flat_map(|(at, text)| {
        let view = move |found: personal::Found| PersonalView { kind: found.kind.word(), text: found.text, at };
        personal::find(text).into_iter().map(view)
    });
    found.collect()
}

/// Photos that wait in the form, in their order.
pub fn held_photos(conn: &mut Conn, hold: &str) -> Result<Vec<String>, DbError> {
    let Ok(hold) = hold.parse() else { return Ok(Vec::new()) };
    Ok(store::held_pictures(conn, hold)?.into_iter().map(|held| held.id.to_string()).collect())
}

/// Made anew before they are kept, under a name that only the form knows; what is wrong with the rest.
pub async fn hold_photos(
    ctx: &Ctx,
    visitor: Visitor,
    hold: &mut String,
    files: Vec<SentFile>,
    most: usize,
) -> Result<Vec<Message>, PageError> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let name = hold.parse().unwrap_or_else(|_| Uuid::new_v4());
    *hold = name.to_string();
    let (pictures, mut wrong) = attachments::only_pictures(ctx, files, most).await?;
    let (services, now) = (ctx.services.clone(), ctx.services.clock.now());
    let said = blocking(move || {
        let secret = &services.secret;
        Ok::<_, PageError>(holding::hold_pictures(&services.db, secret, (name, most), &pictures, visitor, now)?)
    });
    wrong.extend(said.await?);
    Ok(wrong)
}

/// Taken out of the form again; nothing where the form names none.
pub async fn drop_held_photo(ctx: &Ctx, hold: &str, remove: Option<String>) -> Result<bool, PageError> {
    let Some((id, hold)) = remove.and_then(|id| id.parse::<HeldPictureId>().ok()).zip(hold.parse::<Uuid>().ok()) else {
        return Ok(false);
    };
    let services = ctx.services.clone();
    blocking(move || Ok::<_, PageError>(holding::drop_picture(&services.db, hold, id)?)).await?;
    Ok(true)
}

/// A photo that waits in a form, for whoever knows the form.
pub async fn show_held_photo(ctx: Ctx, _site: Site, asked: Path<(Uuid, HeldPictureId)>) -> Handled {
    let (hold, id) = asked.into_inner();
    let content = ctx.read(move |conn| store::held_picture(conn, hold, id)?.ok_or(PageError::NotFound)).await?;
    Ok(attachments::jpeg(content, false))
}
