//! What is written to whoever left an e-mail address with a message.

use super::{answer::Answer, voice::Voice};
use crate::{
    guests::{self, Contact},
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

fn message(about: About, key: &'static str) -> Message {
    Message::new(key)
        .with("project", about.project)
        .with("number", about.voice.number)
        .with("day", about.voice.at.to_date())
        .with("site", &about.site.name)
}

fn said(contact: &Contact, about: About, key: &'static str) -> String {
    contact.lang.text(&message(about, key))
}

pub fn asks_to_confirm(contact: &Contact, about: About) -> Text {
    let words = ["voice-letter-confirm-subject", "voice-letter-confirm", "voice-letter-confirm-or-not"];
    guests::asks_to_confirm(contact, about.site, words, |key| message(about, key))
}

/// One letter an answer.
pub fn tells_answer(contact: &Contact, about: About, answer: &Answer) -> Text {
    let parts = [
        said(contact, about, "voice-letter-answer"),
        answer.unit.clone(),
        answer.words.clone(),
        format!("{}\n{}/v", said(contact, about, "voice-letter-code"), about.site.origin),
        format!("{}\n{}{}", said(contact, about, "voice-letter-stop"), about.site.origin, contact.letters_path()),
        about.site.name.clone(),
    ];
    (said(contact, about, "voice-letter-answer-subject"), parts.join("\n\n") + "\n")
}
