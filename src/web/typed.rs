//! What was typed into a form by somebody who is not signed in any more: it goes through the sign-in and back to its page.

use actix_multipart::Multipart;
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::CONTENT_TYPE};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};

use super::{
    FormToken, LARGEST_UPLOAD,
    body::{Body, FORM, watched},
};

/// Characters of all fields together that are carried.
const LONGEST: usize = 600 * 1024;
const MOST_FIELDS: usize = 256;
/// Never written into a page.
const SECRETS: [&str; 8] = ["password", "code", "new_code", "before", "new", "again", "public_key", "remove"];
const TOKENS: [&str; 3] = ["csrf", "key", "resumed"];

/// The fields of a form, as they were sent, without its secrets; of its files nothing is held.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Typed {
    /// Of the form that was sent: it says who was signed in when the form was shown.
    csrf: String,
    pub fields: Vec<(String, String)>,
    pub multipart: bool,
    pub had_files: bool,
}

impl Typed {
    /// `None` where nothing was typed, or more than is carried.
    pub async fn of(request: &HttpRequest, payload: &mut Payload) -> Option<Self> {
        let kind = request.headers().get(CONTENT_TYPE)?.to_str().ok()?.to_lowercase();
        let mut typed = Self { multipart: kind.starts_with("multipart/form-data"), ..Self::default() };
        if typed.multipart {
            typed
                .read_parts(Multipart::from_request(request, &mut watched(payload.take(), LARGEST_UPLOAD)).await.ok()?)
                .await?;
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            let body = Body::<FORM>::from_request(request, payload).await.ok()?;
            let fields: Vec<(String, String)> = serde_html_form::from_bytes(&body).ok()?;
            for (name, value) in fields {
                typed.takes(name, value)?;
            }
        }
        let has_words = typed.had_files || typed.fields.iter().any(|(name, value)| name != "do" && !value.is_empty());
        has_words.then_some(typed)
    }

    async fn read_parts(&mut self, mut parts: Multipart) -> Option<()> {
        while let Some(part) = parts.next().await {
            let mut part = part.ok()?;
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.content_disposition().and_then(|d| d.get_filename()).is_some();
            let mut bytes = Vec::new();
            while let Some(chunk) = part.next().await {
                let chunk = chunk.ok()?;
                match file {
                    true => self.had_files |= !chunk.is_empty(),
                    false if bytes.len() + chunk.len() > LONGEST => return None,
                    false => bytes.extend_from_slice(&chunk),
                }
            }
            if !file {
                self.takes(name, String::from_utf8_lossy(&bytes).into_owned())?;
            }
        }
        Some(())
    }

    fn takes(&mut self, name: String, value: String) -> Option<()> {
        let so_far: usize = self.fields.iter().map(|(name, value)| name.len() + value.len()).sum();
        if so_far + name.len() + value.len() > LONGEST || self.fields.len() >= MOST_FIELDS {
            return None;
        }
        match name.as_str() {
            "csrf" => self.csrf = value,
            name if TOKENS.contains(&name) || SECRETS.contains(&name) => {}
            _ => self.fields.push((name, value)),
        }
        Some(())
    }

    /// As one field of the sign-in page carries it.
    pub fn written(&self) -> String {
        serde_json::to_vec(self).map(|json| BASE64_URL_SAFE_NO_PAD.encode(json)).unwrap_or_default()
    }

    pub fn read(written: &str) -> Option<Self> {
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(written).ok()?).ok()
    }

    /// Whether the form was shown to whoever has this token.
    pub fn is_of(&self, token: &FormToken) -> bool {
        token.was_shown_as(&self.csrf)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use actix_web::test::TestRequest;

    use super::*;

    async fn typed(body: &str) -> Option<Typed> {
        let request = TestRequest::post().insert_header((CONTENT_TYPE, "application/x-www-form-urlencoded"));
        let (request, mut payload) = request.set_payload(body.to_owned()).to_http_parts();
        Typed::of(&request, &mut payload).await
    }

    #[actix_web::test]
    async fn words_are_carried_and_secrets_are_not() {
        let token = FormToken::of([7; 32]);
        let words = "key=1&words=%E7%8E%B0%E5%9C%BA&bodies=a&bodies=b&password=secret&code=123456&do=file";
        let sent = format!("csrf={}&{words}", token.shown());
        let carried = Typed::read(&typed(&sent).await.unwrap().written()).unwrap();
        let pairs: Vec<(&str, &str)> = carried.fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(pairs, [("words", "现场"), ("bodies", "a"), ("bodies", "b"), ("do", "file")]);
        assert!(carried.is_of(&token) && !carried.is_of(&FormToken::of([8; 32])));
    }

    #[actix_web::test]
    async fn a_button_alone_carries_nothing() {
        assert!(typed("csrf=abc&key=1&do=publish").await.is_none());
        assert!(typed("csrf=abc&key=1&password=secret").await.is_none());
    }
}
