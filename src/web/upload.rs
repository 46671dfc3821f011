//! A form that brings files, read to their end and kept no further than each is allowed to be long.

use std::{future::Future, pin::Pin};

use actix_multipart::{Multipart, MultipartError};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use super::{Ctx, Form, PageError, body::watched};

/// A form, and the files that came with it, each as far as `LIMIT` plus one byte: the one byte shows that it was longer.
pub struct Upload<T, const LIMIT: usize> {
    pub form: Form<T>,
    pub files: Vec<SentFile>,
}

#[derive(Debug, Default)]
pub struct SentFile {
    pub name: String,
    pub content: Vec<u8>,
}

/// Beyond this an upload is not even read to its end. Less of it is held in memory: of each file no more than its limit.
const LARGEST_UPLOAD: usize = 64 * 1024 * 1024;
const LONGEST_FIELD: usize = 16 * 1024;
const MOST_FIELDS: usize = 64;
const MOST_FILES: usize = 6;
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
            let (fields, files) = read::<LIMIT>(parts.await.map_err(PageError::internal)?).await?;
            let written = serde_html_form::to_string(&fields).map_err(PageError::internal)?;
            Ok(Self { form: Form::read(written.as_bytes(), &ctx?.csrf())?, files })
        })
    }
}

/// The fields, and the files.
async fn read<const LIMIT: usize>(mut parts: Multipart) -> Result<(Vec<(String, String)>, Vec<SentFile>), PageError> {
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(bad)?;
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.content_disposition().and_then(|d| d.get_filename()).map(ToOwned::to_owned);
        let most = if file_name.is_some() { LIMIT + 1 } else { LONGEST_FIELD };
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(bad)?;
            let room = most - bytes.len();
            bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        }
        match file_name {
            // An empty field for a file is sent as a file without a name.
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(name) if files.len() < MOST_FILES => files.push(SentFile { name: bare_name(&name), content: bytes }),
            Some(_) => return Err(PageError::BadForm("too many files".to_owned())),
            None if fields.len() < MOST_FIELDS => fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            None => return Err(PageError::BadForm("too many fields".to_owned())),
        }
    }
    Ok((fields, files))
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
