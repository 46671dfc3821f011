//! What a link in a letter leads to: whether its owner wants letters, or no more of them.

use actix_web::http::StatusCode;
use serde::Serialize;

use crate::{
    accounts::Site,
    db::Conn,
    guests::{self, LeftWith, Letters},
    ids::ContactId,
    voices::actions,
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct VoiceLettersPage {
    pub id: String,
    /// `pending`, `confirmed`, `stopped` or `gone`.
    pub state: &'static str,
    /// Of the message, while letters are written.
    pub number: Option<i32>,
}

impl VoiceLettersPage {
    fn of(conn: &mut Conn, id: ContactId) -> Result<Option<Self>, PageError> {
        let Some((letters, voice)) = actions::letters_of(conn, id)? else { return Ok(None) };
        let state = match letters {
            Letters::None | Letters::Wanted => return Ok(None),
            Letters::Pending => "pending",
            Letters::Confirmed => "confirmed",
        };
        Ok(Some(Self { id: id.to_string(), state, number: Some(voice.number) }))
    }
}

impl Page for VoiceLettersPage {
    const TEMPLATE: &'static str = "voices/letters.html";

    fn samples() -> Vec<Self> {
        let page = |state, known: bool| Self { id: uuid::Uuid::nil().to_string(), state, number: known.then_some(7) };
        vec![page("pending", true), page("confirmed", true), page("stopped", false), page("gone", false)]
    }
}

pub async fn show_voice_letters(ctx: Ctx, _site: Site, id: Path<ContactId>) -> Handled {
    let id = *id;
    match ctx.read(move |conn| VoiceLettersPage::of(conn, id)).await? {
        Some(page) => ctx.show(&page),
        None => {
            let gone = VoiceLettersPage { id: id.to_string(), state: "gone", number: None };
            ctx.answer(StatusCode::NOT_FOUND, &gone)
        }
    }
}

/// Opening the link is not enough: programs that look through mail open links too.
pub async fn confirm_voice_letters(ctx: Ctx, id: Path<ContactId>, form: Form<Nothing>) -> Handled {
    let id = *id;
    ctx.act((), form, move |tx, (), _, Nothing {}| guests::confirm_letters(tx, LeftWith::Voice, id))
        .unaudited()
        .then_page(format!("/v/letters/{id}"))
        .or_again(move |conn, (), Nothing {}| VoiceLettersPage::of(conn, id)?.ok_or(PageError::NotFound))
        .await
}

/// One click (RFC 8058): asked by the reader's mail program, which has neither cookies nor a form of ours.
pub async fn stop_voice_letters(ctx: Ctx, id: Path<ContactId>) -> Handled {
    let id = id.into_inner();
    let services = ctx.services.clone();
    blocking(move || services.db.write(|tx| guests::stop_letters(tx, LeftWith::Voice, id)).map_err(PageError::from))
        .await?;
    ctx.show(&VoiceLettersPage { id: id.to_string(), state: "stopped", number: None })
}
