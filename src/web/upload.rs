//! A form that brings files, read to their end and kept no further than each is allowed to be long.

use std::{future::Future, pin::Pin};

use actix_multipart::{Multipart, MultipartError};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use super::{Ctx, Form, Message, PageError, body::watched};

/// A form, and the files that came with it, each as far as `LIMIT` plus one byte: the one byte shows that it was longer.
pub struct Upload<T, const LIMIT: usize> {
    pub form: Form<T>,
    pub files: Vec<SentFile>,
    /// What a button beside a file of the form asks to take away.
    pub remove: Option<String>,
    /// What was too long to be taken whole.
    pub wrong: Vec<Message>,
}

#[derive(Debug, Default)]
pub struct SentFile {
    pub name: String,
    pub content: Vec<u8>,
    /// There was no room for its content beside that of the others.
    pub left_out: bool,
}

/// What of one form's files is held in memory together.
const MOST_HELD: usize = 72 * 1024 * 1024;
/// Beyond this an upload is not even read to its end. A browser shows no answer before it has sent all of it: so that what was
/// typed comes back, more is read than is held.
pub const LARGEST_UPLOAD: usize = 160 * 1024 * 1024;
const LONGEST_FIELDS: usize = 1024 * 1024;
const MOST_FIELDS: usize = 64;
/// Files that are named in the answer.
const MOST_FILES: usize = 24;
const LONGEST_NAME: usize = 120;

impl<T, const LIMIT: usize> Upload<T, LIMIT> {
    /// Of a form with one file: empty if none was chosen.
    pub fn into_one(self) -> (Form<T>, SentFile) {
        (self.form, self.files.into_iter().next().unwrap_or_default())
    }
}

impl<T: DeserializeOwned + 'static, const LIMIT: usize> FromRequest for Upload<T, LIMIT> {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let parts = Multipart::from_request(request, &mut watched(payload.take(), LARGEST_UPLOAD));
        let ctx = Ctx::of(request);
        Box::pin(async move {
            let Sent { mut fields, files, wrong } = read::<LIMIT>(parts.await.map_err(PageError::internal)?).await?;
            let remove = fields.iter().position(|(name, _)| name == "remove").map(|at| fields.remove(at).1);
            let written = serde_html_form::to_string(&fields).map_err(PageError::internal)?;
            Ok(Self { form: Form::read(written.as_bytes(), &ctx?.form_token())?, files, remove, wrong })
        })
    }
}

#[derive(Default)]
struct Sent {
    fields: Vec<(String, String)>,
    files: Vec<SentFile>,
    wrong: Vec<Message>,
}

async fn read<const LIMIT: usize>(mut parts: Multipart) -> Result<Sent, PageError> {
    let mut sent = Sent::default();
    let (mut held, mut fields_held) = (0, 0);
    let (mut too_long, mut too_many) = (false, false);
    while let Some(part) = parts.next().await {
        let mut part = match part {
            Ok(part) => part,
            Err(error) => return cut_short(sent, error),
        };
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.content_disposition().and_then(|d| d.get_filename()).map(ToOwned::to_owned);
        let most = match &file_name {
            Some(_) if sent.files.len() < MOST_FILES => (LIMIT + 1).min(MOST_HELD - held),
            Some(_) => 0,
            None => LONGEST_FIELDS - fields_held,
        };
        let (mut bytes, mut came) = (Vec::new(), 0_usize);
        while let Some(chunk) = part.next().await {
            let chunk = match chunk {
                Ok(chunk) => chunk,
                Err(error) => return cut_short(sent, error),
            };
            came = came.saturating_add(chunk.len());
            let room = most - bytes.len();
            bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        }
        match file_name {
            // An empty field for a file is sent as a file without a name.
            Some(name) if name.is_empty() && came == 0 => {}
            Some(name) => {
                let left_out = bytes.len() < came.min(LIMIT + 1);
                let content = if left_out { Vec::new() } else { bytes };
                held += content.len();
                if sent.files.len() < MOST_FILES {
                    sent.files.push(SentFile { name: bare_name(&name), content, left_out });
                } else {
                    too_many = true;
                }
            }
            None if sent.fields.len() < MOST_FIELDS => {
                too_long |= bytes.len() < came;
                fields_held += bytes.len();
                sent.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
            None => return Err(PageError::BadForm("too many fields".to_owned())),
        }
    }
    if too_long {
        sent.wrong.push("form-text-too-long".into());
    }
    if too_many {
        sent.wrong.push(Message::new("form-too-many-files").with("most", MOST_FILES).at("photo"));
    }
    Ok(sent)
}

/// What was longer than is read to its end: what came before goes back to the page. Anything else has no page to go to.
fn cut_short(mut sent: Sent, error: MultipartError) -> Result<Sent, PageError> {
    match bad(error) {
        PageError::TooLarge => {
            sent.wrong.push(Message::new("form-files-too-large").with("most", MOST_HELD / 1024 / 1024).at("photo"));
            Ok(sent)
        }
        error => Err(error),
    }
}

fn bad(e: MultipartError) -> PageError {
    match e {
        MultipartError::Payload(why) => why.into(),
        e => PageError::BadForm(e.to_string()),
    }
}

/// Without folders and control characters, not endless: some browsers send the whole path.
fn bare_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_no_path() {
        assert_eq!(bare_name("C:\\名册\\2024 名册.xlsx"), "2024 名册.xlsx");
        assert_eq!(bare_name("../../etc/passwd\n"), "passwd");
        assert_eq!(bare_name(&"名".repeat(500)).chars().count(), LONGEST_NAME);
    }
}
