//! Photographs of a site, sent with what is typed.

use crate::{
    accounts::Role,
    db::{Ts, Tx},
    projects::{LARGEST_FILE, Prepared, prepare_pictures},
    web::{Act, Ctx, PageError, Upload},
};

/// What is typed, with photographs of a site.
pub type Photos<T> = Upload<T, LARGEST_FILE>;

/// An act with the photographs that were sent; a browser does not send a file twice by itself.
pub async fn act_with<W, T, D, E>(
    ctx: &Ctx,
    who: W,
    photos: Photos<T>,
    mut act: impl FnMut(&mut Tx, &W, Ts, &T, &[Prepared]) -> Result<D, E> + Send + 'static,
) -> Result<Act<'_, W, T, impl FnMut(&mut Tx, &W, Ts, &T) -> Result<D, E> + Send + 'static>, PageError> {
    let Photos { form, files } = photos;
    let lost = (form.key().is_some() && files.iter().any(|file| !file.content.is_empty()))
        .then(|| "supervision-choose-files-again".into());
    let (prepared, refused) = prepare_pictures(ctx, &form, files).await?;
    Ok(ctx
        .act(who, form, move |tx: &mut Tx, who: &W, at, typed: &T| act(tx, who, at, typed, &prepared))
        .unless(refused.map(|refused| refused.words()).into_iter().collect())
        .also_saying(lost))
}

/// Where a member of a group works: deputies have their own door.
pub fn base(role: Role) -> &'static str {
    match role {
        Role::Deputy => "/deputy/supervision",
        _ => "/supervisor",
    }
}
