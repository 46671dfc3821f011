//! What is written to whoever left an e-mail address with a message.

use super::{answer::Answer, voice::Voice};
use crate::{
    guests::Contact,
    post::Text,
    web::{Message, SiteName},
};

/// What every letter speaks of.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub site: &'a SiteName,
    pub project: &'a str,
    pub voice: &'a Voice,
}

fn own_path(contact: &Contact) -> String {
    format!("/v/letters/{}", contact.letter_id)
}

/// The path where a POST stops all further letters.
pub fn stop_path(contact: &Contact) -> String {
    format!("/v/letters/{}/stop", contact.letter_id)
}

fn said(contact: &Contact, about: About, key: &'static str) -> String {
    let message = Message::new(key)
        .with("project", about.project)
        .with("number", about.voice.number)
        .with("day", about.voice.at.to_date())
        .with("site", &about.site.name);
    contact.lang.text(&message)
}

pub fn asks_to_confirm(contact: &Contact, about: About) -> Text {
    let link = format!("{}{}", about.site.origin, own_path(contact));
    let body = [
        said(contact, about, "voice-letter-confirm"),
        link,
        said(contact, about, "voice-letter-confirm-or-not"),
        about.site.name.clone(),
    ];
    (said(contact, about, "voice-letter-confirm-subject"), body.join("\n\n") + "\n")
}

/// One letter an answer.
pub fn tells_answer(contact: &Contact, about: About, answer: &Answer) -> Text {
    let parts = [
        said(contact, about, "voice-letter-answer"),
        answer.unit.clone(),
        answer.words.clone(),
        format!("{}\n{}/v", said(contact, about, "voice-letter-code"), about.site.origin),
        format!("{}\n{}{}", said(contact, about, "voice-letter-stop"), about.site.origin, own_path(contact)),
        about.site.name.clone(),
    ];
    (said(contact, about, "voice-letter-answer-subject"), parts.join("\n\n") + "\n")
}
