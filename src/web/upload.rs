//! A form that brings files, read to their end and kept no further than each is allowed to be long.

use std::{collections::HashMap, future::Future, pin::Pin};

use actix_multipart::{Multipart, MultipartError};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use futures_util::StreamExt;

use super::{Ctx, Form, PageError, body::watched};
use crate::db::FormKey;

/// The tokens, the other fields, and the files, each as far as `LIMIT` plus one byte: the one byte shows that it was longer.
pub struct Upload<const LIMIT: usize> {
    pub file_name: String,
    pub content: Vec<u8>,
    /// Files after the first, name and content.
    pub others: Vec<(String, Vec<u8>)>,
    fields: HashMap<String, Vec<String>>,
}

/// Beyond this an upload is not even read to its end. Less of it is held in memory: of each file no more than its limit.
const LARGEST_UPLOAD: usize = 64 * 1024 * 1024;
const LONGEST_FIELD: usize = 16 * 1024;
const MOST_FIELDS: usize = 64;
const MOST_OTHERS: usize = 5;
const LONGEST_NAME: usize = 120;

impl<const LIMIT: usize> Upload<LIMIT> {
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.last()).map_or("", String::as_str)
    }

    /// Of boxes that may be ticked together.
    pub fn ticked(&self, name: &str) -> Vec<String> {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    /// Every file that is not empty.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let first = (self.file_name.as_str(), self.content.as_slice());
        let others = self.others.iter().map(|(name, content)| (name.as_str(), content.as_slice()));
        std::iter::once(first).chain(others).filter(|(_, content)| !content.is_empty())
    }

    /// Every file that is not empty, name and content.
    pub fn into_files(self) -> Vec<(String, Vec<u8>)> {
        let first = (self.file_name, self.content);
        std::iter::once(first).chain(self.others).filter(|(_, content)| !content.is_empty()).collect()
    }

    /// The form's key, if its tokens are those of this visit.
    pub fn key(&self, ctx: &Ctx) -> Result<FormKey, PageError> {
        Form::check_tokens(ctx, self.field("csrf"), self.field("key"))
    }
}

impl<const LIMIT: usize> FromRequest for Upload<LIMIT> {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let parts = Multipart::from_request(request, &mut watched(payload.take(), LARGEST_UPLOAD));
        Box::pin(async move { read(parts.await.map_err(PageError::internal)?).await })
    }
}

async fn read<const LIMIT: usize>(mut parts: Multipart) -> Result<Upload<LIMIT>, PageError> {
    let mut upload =
        Upload { file_name: String::new(), content: Vec::new(), others: Vec::new(), fields: HashMap::new() };
    let mut values = 0_usize;
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
            Some(file_name) if upload.content.is_empty() => {
                upload.file_name = bare_name(&file_name);
                upload.content = bytes;
            }
            Some(_) if bytes.is_empty() => {}
            Some(file_name) if upload.others.len() < MOST_OTHERS => upload.others.push((bare_name(&file_name), bytes)),
            Some(_) => return Err(PageError::BadForm("too many files".to_owned())),
            None if values < MOST_FIELDS => {
                values += 1;
                upload.fields.entry(name).or_default().push(String::from_utf8_lossy(&bytes).into_owned());
            }
            None => return Err(PageError::BadForm("too many fields".to_owned())),
        }
    }
    Ok(upload)
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
