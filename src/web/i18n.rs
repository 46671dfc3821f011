//! Two languages from one set of keys; a key that is missing is an error, not a blank.

use std::{borrow::Cow, collections::HashMap};

use fluent_bundle::FluentValue;
use fluent_templates::static_loader;
use serde::Serialize;
use unic_langid::{LanguageIdentifier, langid};

static_loader! {
    pub static LOCALES = {
        locales: "./locales",
        fallback_language: "zh-CN",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The languages of the pages; Chinese first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Default)]
pub enum Lang {
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// BCP 47, as in `lang="…"` and `?lang=…`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    pub fn other(self) -> Self {
        match self {
            Self::Chinese => Self::English,
            Self::English => Self::Chinese,
        }
    }

    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "zh-CN" | "zh" => Some(Self::Chinese),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    fn id(self) -> LanguageIdentifier {
        match self {
            Self::Chinese => langid!("zh-CN"),
            Self::English => langid!("en"),
        }
    }

    /// The text of `key`, or `None` where this very language has none.
    pub fn lookup(self, key: &str, args: &HashMap<Cow<'static, str>, FluentValue>) -> Option<String> {
        LOCALES.lookup_single_language(&self.id(), key, Some(args)).ok()
    }

    pub fn text(self, message: &Message) -> String {
        let args = message.args.iter().map(|(name, value)| (Cow::Borrowed(*name), said(value))).collect();
        self.lookup(message.key, &args).unwrap_or_else(|| {
            tracing::error!(key = message.key, lang = self.tag(), "a message is missing");
            message.key.to_owned()
        })
    }
}

/// A whole number is one to a message that chooses its words by it, and prints as it is written.
fn said(value: &str) -> FluentValue<'static> {
    match value.parse::<i32>() {
        Ok(number) if number.to_string() == value => FluentValue::from(number),
        _ => FluentValue::from(value.to_owned()),
    }
}

/// Something to say to a person, before the language is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    pub key: &'static str,
    pub args: Vec<(&'static str, String)>,
    /// The field that it is about, by its id on the page.
    pub at: Option<Cow<'static, str>>,
}

impl Message {
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new(), at: None }
    }

    /// For whoever has room for one only.
    pub fn first_of(wrong: &[Self]) -> Self {
        wrong.first().cloned().unwrap_or_else(|| "error-bad-form-title".into())
    }

    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    pub fn at(self, field: &'static str) -> Self {
        Self { at: Some(Cow::Borrowed(field)), ..self }
    }

    /// At a field whose name the browser told.
    pub fn at_sent(self, field: String) -> Self {
        Self { at: Some(Cow::Owned(field)), ..self }
    }
}

impl From<&'static str> for Message {
    fn from(key: &'static str) -> Self {
        Self::new(key)
    }
}
