//! What the secretariat's pages have in common: the session they are about.

use crate::{
    accounts::Person,
    congress::{self, Session},
    db::{Conn, DbError},
    web::{Ctx, PageError},
};

/// Reads what a page needs about the newest session of the person's own congress.
pub async fn read_session<T: Send + 'static>(
    ctx: &Ctx,
    person: &Person,
    f: impl FnOnce(&mut Conn, &Session) -> Result<T, DbError> + Send + 'static,
) -> Result<(Session, T), PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    ctx.read(move |conn| {
        let session = congress::current_session(conn, congress)?.ok_or(PageError::NotFound)?;
        let found = f(conn, &session)?;
        Ok::<_, PageError>((session, found))
    })
    .await
}
