//! A form that came with its tokens; without them it does not parse.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::{Deserialize, de::DeserializeOwned};

use super::{Ctx, FORM, FormToken, LARGE_FORM, Message, PageError, body::whole, text};
use crate::db::FormKey;

/// What a Chinese character takes in a form: three bytes, each written as three.
const BYTES_OF_A_CHARACTER: usize = 9;

/// A submitted form of at most `MOST` bytes: to be carried out, or too old to be.
#[derive(Debug)]
pub enum Form<T, const MOST: usize = FORM> {
    Fresh {
        key: FormKey,
        fields: T,
    },
    /// The token does not belong to this visit; what was typed is kept so that it can be sent again.
    Expired(T),
    /// To be looked over and sent again: it holds what no text holds, or more than is taken, or it comes back from a sign-in.
    /// What was typed, and what is said of it.
    NotYet {
        fields: T,
        wrong: Vec<Message>,
    },
}

/// A form that is only a button.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

impl<T, const MOST: usize> Form<T, MOST> {
    /// From what was sent, and the token that this visit's forms carry.
    pub(super) fn read(sent: &[u8], expected: &FormToken) -> Result<Self, PageError>
    where
        T: DeserializeOwned,
    {
        let wrong = |e: serde_html_form::de::Error| PageError::BadForm(e.to_string());
        let pairs: Vec<(String, String)> = serde_html_form::from_bytes(sent).map_err(wrong)?;
        let (pairs, garbled) = text::cleaned(pairs);
        if !garbled.is_empty() {
            let cleaned = serde_html_form::to_string(&pairs).map_err(PageError::internal)?;
            let fields: T = serde_html_form::from_str(&cleaned).map_err(wrong)?;
            return Ok(Self::NotYet { fields, wrong: garbled });
        }
        let fields: T = serde_html_form::from_bytes(sent).map_err(wrong)?;
        let tokens: Tokens = serde_html_form::from_bytes(sent).map_err(wrong)?;
        if tokens.resumed.is_some() {
            return Ok(Self::NotYet { fields, wrong: vec!["form-resumed".into()] });
        }
        let ours = expected.was_shown_as(&tokens.csrf);
        Ok(match tokens.key {
            Some(key) if ours => Self::Fresh { key: FormKey(key), fields },
            _ => Self::Expired(fields),
        })
    }

    /// What was typed, whether it can be carried out or not.
    pub fn typed(&self) -> &T {
        match self {
            Self::Fresh { fields, .. } | Self::Expired(fields) | Self::NotYet { fields, .. } => fields,
        }
    }

    pub fn into_typed(self) -> T {
        match self {
            Self::Fresh { fields, .. } | Self::Expired(fields) | Self::NotYet { fields, .. } => fields,
        }
    }

    pub fn key(&self) -> Option<FormKey> {
        match self {
            Self::Fresh { key, .. } => Some(*key),
            Self::Expired(_) | Self::NotYet { .. } => None,
        }
    }
}

#[derive(Deserialize)]
struct Tokens {
    #[serde(default)]
    csrf: String,
    key: Option<uuid::Uuid>,
    /// Of the form that goes back to its page after signing in.
    resumed: Option<String>,
}

impl<T: DeserializeOwned + 'static, const MOST: usize> FromRequest for Form<T, MOST> {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (ctx, payload) = (Ctx::of(request), payload.take());
        Box::pin(async move {
            let ctx = ctx?;
            // Of whoever is signed in more is read than is taken, so that what was typed comes back.
            let most = if ctx.home().is_some() { MOST.max(LARGE_FORM) } else { MOST };
            let body = whole(payload, most).await?;
            let form = Self::read(&body, &ctx.form_token())?;
            if body.len() <= MOST {
                return Ok(form);
            }
            let wrong = vec![Message::new("form-too-long").with("most", MOST / BYTES_OF_A_CHARACTER)];
            Ok(Self::NotYet { fields: form.into_typed(), wrong })
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[derive(Deserialize)]
    struct Typed {
        title: String,
    }

    fn ours() -> FormToken {
        FormToken::of([7; 32])
    }

    fn sent(fields: &str, token: &FormToken) -> String {
        format!("{fields}&csrf={}&key=6f1f64a4-3f0e-4c43-9a1e-0d6b0b4c2f10", token.shown())
    }

    #[test]
    fn a_form_without_its_tokens_keeps_what_was_typed_but_is_not_carried_out() {
        let form: Form<Typed> = Form::read(b"title=abc", &ours()).unwrap();
        assert!(matches!(form, Form::Expired(Typed { title }) if title == "abc"));
    }

    #[test]
    fn a_form_with_both_tokens_is_fresh() {
        let form: Form<Typed> = Form::read(sent("title=abc", &ours()).as_bytes(), &ours()).unwrap();
        assert!(form.key().is_some());
        assert_eq!(form.typed().title, "abc");
    }

    #[test]
    fn what_no_text_holds_is_taken_out_and_said() {
        let body = sent("title=a%00b%EF%BF%BE", &ours());
        let form: Form<Typed> = Form::read(body.as_bytes(), &ours()).unwrap();
        let Form::NotYet { fields, wrong } = form else { panic!("it passed") };
        assert_eq!((fields.title.as_str(), wrong.len()), ("ab", 1));
        assert!(wrong[0].args.contains(&("characters", "U+0000 U+FFFE".to_owned())), "{wrong:?}");
    }

    #[test]
    fn another_visits_token_is_worth_nothing() {
        let body = sent("title=abc", &FormToken::of([8; 32]));
        assert!(Form::<Typed, FORM>::read(body.as_bytes(), &ours()).unwrap().key().is_none());
    }
}
