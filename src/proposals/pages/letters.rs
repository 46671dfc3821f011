//! What a link in a letter leads to: whether its owner wants letters, or no more of them.

use actix_web::http::StatusCode;
use serde::Serialize;

use crate::{
    accounts::Site,
    db::Conn,
    guests::{self, LeftWith, Letters},
    ids::ContactId,
    proposals::actions,
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct LettersPage {
    pub id: String,
    /// `pending`, `confirmed`, `stopped` or `gone`.
    pub state: &'static str,
    /// Of the proposal, while letters are written.
    pub title: Option<String>,
}

impl LettersPage {
    fn of(conn: &mut Conn, id: ContactId) -> Result<Option<Self>, PageError> {
        let Some((letters, proposal)) = actions::letters_of(conn, id)? else { return Ok(None) };
        let state = match letters {
            Letters::None | Letters::Wanted => return Ok(None),
            Letters::Pending => "pending",
            Letters::Confirmed => "confirmed",
        };
        Ok(Some(Self { id: id.to_string(), state, title: Some(proposal.wording.title) }))
    }
}

impl Page for LettersPage {
    const TEMPLATE: &'static str = "proposals/letters.html";

    fn samples() -> Vec<Self> {
        let page = |state, title: bool| Self {
            id: uuid::Uuid::nil().to_string(),
            state,
            title: title.then(|| "加装电梯<b>".to_owned()),
        };
        vec![page("pending", true), page("confirmed", true), page("stopped", false), page("gone", false)]
    }
}

pub async fn show_letters(ctx: Ctx, _site: Site, id: Path<ContactId>) -> Handled {
    let id = *id;
    match ctx.read(move |conn| LettersPage::of(conn, id)).await? {
        Some(page) => ctx.show(&page),
        None => {
            let gone = LettersPage { id: id.to_string(), state: "gone", title: None };
            ctx.answer(StatusCode::NOT_FOUND, &gone)
        }
    }
}

/// Opening the link is not enough: programs that look through mail open links too.
pub async fn confirm_letters_page(ctx: Ctx, id: Path<ContactId>, form: Form<Nothing>) -> Handled {
    let id = *id;
    ctx.act((), form, move |tx, (), _, Nothing {}| guests::confirm_letters(tx, LeftWith::Proposal, id))
        .unaudited()
        .then_page(format!("/p/letters/{id}"))
        .or_again(move |conn, (), Nothing {}| LettersPage::of(conn, id)?.ok_or(PageError::NotFound))
        .await
}

/// One click (RFC 8058): asked by the reader's mail program, which has neither cookies nor a form of ours.
pub async fn stop_letters_page(ctx: Ctx, id: Path<ContactId>) -> Handled {
    let id = id.into_inner();
    let services = ctx.services.clone();
    blocking(move || services.db.write(|tx| guests::stop_letters(tx, LeftWith::Proposal, id)).map_err(PageError::from))
        .await?;
    ctx.show(&LettersPage { id: id.to_string(), state: "stopped", title: None })
}
