//! What is written to whoever left an e-mail address with a proposal.

use super::{
    actions::NeedProgress,
    answer::{Answer, AnswerKind},
    call::Call,
    proposal::Proposal,
};
use crate::{
    db::Ts,
    guests::{self, Contact},
    post::Text,
    web::{Message, SiteName},
};

/// What every letter speaks of.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub site: &'a SiteName,
    pub call: &'a Call,
    pub proposal: &'a Proposal,
}

fn message(about: About, key: &'static str) -> Message {
    Message::new(key)
        .with("title", &about.proposal.wording.title)
        .with("call", &about.call.title)
        .with("number", about.proposal.number)
        .with("day", about.proposal.at.to_date())
        .with("site", &about.site.name)
}

fn said(contact: &Contact, about: About, key: &'static str) -> String {
    contact.lang.text(&message(about, key))
}

pub fn asks_to_confirm(contact: &Contact, about: About) -> Text {
    let words = ["proposal-letter-confirm-subject", "proposal-letter-confirm", "proposal-letter-confirm-or-not"];
    guests::asks_to_confirm(contact, about.site, words, |key| message(about, key))
}

/// How what came of it goes on: each project with what happened since the last letter.
pub fn tells_progress(contact: &Contact, about: About, news: &[(&NeedProgress, Vec<&(Ts, Message)>)]) -> Text {
    let mut parts = vec![said(contact, about, "proposal-letter-progress")];
    for (progress, told) in news {
        let lines = told.iter().map(|(at, what)| format!("{}  {}", at.to_date(), contact.lang.text(what)));
        let lines: Vec<String> = lines.collect();
        parts.push(format!("{}\n{}", progress.title, lines.join("\n")));
        parts.push(format!("{}/projects/{}", about.site.origin, progress.project));
    }
    parts.push(format!(
        "{}\n{}{}",
        said(contact, about, "proposal-letter-stop"),
        about.site.origin,
        contact.letters_path()
    ));
    parts.push(about.site.name.clone());
    (said(contact, about, "proposal-letter-progress-subject"), parts.join("\n\n") + "\n")
}

/// One letter an answer; of what was done, with the question whether it helped.
pub fn tells_answer(contact: &Contact, about: About, answer: &Answer) -> Text {
    let kind = contact.lang.text(&answer.kind.message());
    let done = answer.kind == AnswerKind::Done;
    let head = said(contact, about, if done { "proposal-letter-done" } else { "proposal-letter-answer" });
    let outcome = if answer.unit.is_empty() { kind } else { format!("{kind} {}", answer.unit) };
    let mut parts = vec![head, outcome, answer.words.clone()];
    parts.push(format!("{}\n{}/p", said(contact, about, "proposal-letter-code"), about.site.origin));
    parts.push(format!(
        "{}\n{}{}",
        said(contact, about, "proposal-letter-stop"),
        about.site.origin,
        contact.letters_path()
    ));
    parts.push(about.site.name.clone());
    parts.retain(|part| !part.is_empty());
    let subject = if done { "proposal-letter-done-subject" } else { "proposal-letter-answer-subject" };
    (said(contact, about, subject), parts.join("\n\n") + "\n")
}
