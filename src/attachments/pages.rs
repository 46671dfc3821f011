//! A file itself, and how a page shows that there is one.

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, ETAG, HeaderValue},
    },
};
use serde::Serialize;

use super::{
    attachment::{Attachment, Media},
    preparing::LARGEST_FILE,
    store::Held,
};
use crate::{
    ids::AttachmentId,
    web::{Ctx, PageError, Upload},
};

#[derive(Clone, Debug, Serialize)]
pub struct AttachmentView {
    pub id: String,
    pub file_name: String,
    pub is_picture: bool,
    pub width: i32,
    pub height: i32,
    /// The day on which its content was taken away for somebody's privacy.
    pub withdrawn_on: Option<String>,
}

impl AttachmentView {
    fn new(id: String, file_name: &str, media: Media) -> Self {
        let (width, height) = media.size();
        Self {
            id,
            file_name: file_name.to_owned(),
            is_picture: matches!(media, Media::Picture { .. }),
            width: width.unwrap_or_default(),
            height: height.unwrap_or_default(),
            withdrawn_on: None,
        }
    }

    pub fn samples() -> Vec<Self> {
        let id = uuid::Uuid::nil().to_string();
        vec![
            Self::new(id.clone(), "现场<b>.jpg", Media::Picture { width: 1_600, height: 1_200 }),
            Self::new(id.clone(), "通报<b>.pdf", Media::Pdf),
            Self { withdrawn_on: Some("2024-07-01".to_owned()), ..Self::new(id, "居民<b>.jpg", Media::Pdf) },
        ]
    }
}

impl From<&Attachment> for AttachmentView {
    fn from(kept: &Attachment) -> Self {
        let withdrawn_on = kept.withdrawn_at.map(|at| at.to_date());
        Self { withdrawn_on, ..Self::new(kept.id.to_string(), &kept.file_name, kept.media) }
    }
}

impl From<&Held> for AttachmentView {
    fn from(held: &Held) -> Self {
        Self::new(held.id.to_string(), &held.file_name, held.media)
    }
}

/// What waits in a form, for whoever chose it.
pub fn answer_held(held: &Held, content: Vec<u8>) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, "no-store"));
    shown(&mut answer, held.id, held.media);
    answer.body(content)
}

fn shown(answer: &mut HttpResponseBuilder, id: AttachmentId, media: Media) {
    let shown = match media {
        Media::Picture { .. } => "inline".to_owned(),
        Media::Pdf => format!("attachment; filename=\"{id}.pdf\""),
    };
    answer.content_type(media.type_name()).insert_header((CONTENT_DISPOSITION, shown));
}

/// The file for whoever may see it. What is public may be kept, but is asked about each time: it can be withdrawn.
pub fn answer(ctx: &Ctx, kept: &Attachment, is_public: bool, content: Vec<u8>) -> Result<HttpResponse, PageError> {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, if is_public { "public, no-cache" } else { "no-store" }));
    if is_public {
        let tag = HeaderValue::try_from(format!("\"{}\"", kept.sha256)).map_err(PageError::internal)?;
        if ctx.has_already(&tag) {
            answer.status(StatusCode::NOT_MODIFIED);
        }
        answer.insert_header((ETAG, tag));
    }
    shown(&mut answer, kept.id, kept.media);
    Ok(answer.body(content))
}

/// A picture that stands beside something else than a report. What is public may be kept, but is asked about each time.
pub fn jpeg(content: Vec<u8>, is_public: bool) -> HttpResponse {
    let cached = if is_public { "public, no-cache" } else { "no-store" };
    HttpResponse::Ok().insert_header((CACHE_CONTROL, cached)).content_type("image/jpeg").body(content)
}

/// A form with files.
pub type Files<T> = Upload<T, LARGEST_FILE>;
