//! Photographs of a site, sent with what is typed.

use crate::{
    accounts::{As, Role},
    attachments::{self, Brought, Filed, Files, May, Place, Prepared},
    db::{Conn, Ts, Tx},
    web::{Ctx, NotDone, PageError},
};

/// What is typed, with photographs of a site.
pub type Photos<T> = Files<T>;

/// An act with the photographs that were sent to `form`, by whoever `may`; where it is refused, the good ones wait there.
pub async fn file_with<'c, R, T, D, E>(
    ctx: &'c Ctx,
    who: As<R>,
    form: impl Into<String>,
    photos: Photos<T>,
    may: impl FnOnce(&mut Conn, &As<R>, &T) -> Result<May, PageError> + Send + 'static,
    act: impl FnMut(&mut Tx, &As<R>, Ts, &T, &[Prepared]) -> Result<D, E> + Send + 'static,
) -> Result<Filed<'c, As<R>, T, D>, PageError>
where
    R: Send + Sync + 'static,
    T: Send + Sync + 'static,
    D: Send + 'static,
    E: NotDone,
{
    let place = Place::new(who.person.id, form);
    let asking = who.clone();
    let (form, brought) = Brought::with(ctx, place, photos, move |conn, typed| may(conn, &asking, typed)).await?;
    attachments::file(ctx, who, form, brought, act).await
}

/// Where a member of a group works: deputies have their own door.
pub fn base(role: Role) -> &'static str {
    match role {
        Role::Deputy => "/deputy/supervision",
        _ => "/supervisor",
    }
}
