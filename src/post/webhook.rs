//! Where other systems are told, and what came of it.

use rand::Rng;

use crate::{
    db::Ts,
    hooks::{HookError, UrlFault},
    ids::{CongressId, LetterId, WebhookId},
    web::{Message, Secret, Unreadable},
    word_enum,
};

word_enum! {
    /// By which way something waits to go out.
    Channel {
        Letter = "letter",
        Webhook = "webhook",
    }
}

word_enum! {
    Outcome {
        Taken = "taken",
        Answered = "answered",
        /// 410: nothing more is told there.
        Gone = "gone",
        Inner = "inner",
        Unreachable = "unreachable",
    }
}

/// A gateway for short messages, a robot of an office program, or whatever reads JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub congress: CongressId,
    pub name: String,
    pub url: String,
    pub sealed_secret: String,
    pub made_by: String,
    pub made_at: Ts,
    pub stopped_at: Option<Ts>,
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub webhook: WebhookId,
    /// The same at every attempt.
    pub message: LetterId,
    pub event: String,
    pub attempt: i32,
    pub outcome: Outcome,
    pub status: Option<i32>,
    pub given_up: bool,
    pub at: Ts,
}

/// What is handed out to be told, with all that is needed for it.
#[derive(Clone, Debug)]
pub struct Call {
    pub id: LetterId,
    pub webhook: WebhookId,
    pub url: String,
    pub secret: String,
    pub event: String,
    pub body: String,
    /// Of this attempt, from 1.
    pub attempt: i32,
}

/// What is kept of an attempt.
pub fn outcome_of(told: &Result<(), HookError>) -> (Outcome, Option<i32>) {
    match told {
        Ok(()) => (Outcome::Taken, None),
        Err(HookError::Gone) => (Outcome::Gone, Some(410)),
        Err(HookError::Answered(status)) => (Outcome::Answered, Some(i32::from(*status))),
        Err(HookError::Inner) => (Outcome::Inner, None),
        Err(HookError::Unreachable(_)) => (Outcome::Unreachable, None),
    }
}

/// Longer is no message any more.
pub const LONGEST_BODY: usize = 64 * 1024;
pub const MOST_WEBHOOKS: usize = 5;
/// Days that attempts are remembered.
pub const REMEMBERED_DAYS: i64 = 90;
const PURPOSE: &str = "webhooks";
const SECRET_LENGTH: std::ops::RangeInclusive<usize> = 16..=200;
const LONGEST_NAME: usize = 40;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookFault {
    #[error("it has a name")]
    Name,
    #[error("its address: {0}")]
    Url(UrlFault),
    #[error("its secret is too short or too long")]
    Secret,
    #[error("there are enough of them")]
    TooMany,
    #[error("the secret could not be sealed")]
    NotSealed,
    #[error("it is not stopped")]
    NotStopped,
}

impl crate::web::Refusal for WebhookFault {
    fn message(&self) -> Message {
        match self {
            Self::Name => Message::new("webhook-name-wrong").with("most", LONGEST_NAME).at("name"),
            Self::Url(UrlFault::Unread) => Message::new("webhook-url-wrong").at("url"),
            Self::Url(UrlFault::NotHttps) => Message::new("webhook-url-not-https").at("url"),
            Self::Url(UrlFault::Inner) => Message::new("webhook-url-inner").at("url"),
            Self::Secret => Message::new("webhook-secret-wrong")
                .with("least", SECRET_LENGTH.start())
                .with("most", SECRET_LENGTH.end())
                .at("secret"),
            Self::TooMany => Message::new("webhook-too-many").with("most", MOST_WEBHOOKS),
            Self::NotSealed => "webhook-not-sealed".into(),
            Self::NotStopped => "webhook-not-stopped".into(),
        }
    }
}

pub fn read_name(typed: &str) -> Result<String, WebhookFault> {
    let name = typed.trim();
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
    fits.then(|| name.to_owned()).ok_or(WebhookFault::Name)
}

/// As typed, or a new one where nothing is.
pub fn read_secret(typed: &str) -> Result<String, WebhookFault> {
    let typed = typed.trim();
    if typed.is_empty() {
        let mut bytes = [0_u8; 32];
        rand::rng().fill_bytes(&mut bytes);
        return Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect());
    }
    let fits = SECRET_LENGTH.contains(&typed.len()) && typed.chars().all(|c| c.is_ascii_graphic());
    fits.then(|| typed.to_owned()).ok_or(WebhookFault::Secret)
}

pub fn seal(secret: &Secret, id: WebhookId, text: &str) -> Result<String, WebhookFault> {
    secret.seal(PURPOSE, &id.to_string(), text).map_err(|_| WebhookFault::NotSealed)
}

pub fn unseal(secret: &Secret, webhook: &Webhook) -> Result<String, Unreadable> {
    secret.unseal(PURPOSE, &webhook.id.to_string(), &webhook.sealed_secret)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_secret_is_typed_or_drawn() {
        assert_eq!(read_secret(" 0123456789abcdef ").unwrap(), "0123456789abcdef");
        assert_eq!(read_secret("").unwrap().len(), 64);
        assert_ne!(read_secret("").unwrap(), read_secret("").unwrap());
        for wrong in ["kurz", "密密密密密密密密", &"a".repeat(201), "0123456789 abcdef"] {
            assert_eq!(read_secret(wrong), Err(WebhookFault::Secret), "{wrong}");
        }
    }
}
