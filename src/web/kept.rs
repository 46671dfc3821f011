//! Bytes that many ask for: compressed once, and sent as the browser takes them.

use std::{io::Write, time::SystemTime};

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header::{
        ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, HttpDate, IF_MODIFIED_SINCE,
        IF_NONE_MATCH, LAST_MODIFIED, VARY,
    },
    web::Bytes,
};
use flate2::{Compression, write::GzEncoder};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::PageError;
use crate::db::Ts;

/// One body, in the one or two ways in which it is sent.
#[derive(Debug)]
pub struct Kept {
    plain: Variant,
    /// Where it is worth it: a picture is compressed already.
    gzip: Option<Variant>,
    /// The second after the one in which it was made; what never changes has none.
    modified: Option<Ts>,
}

#[derive(Debug)]
struct Variant {
    body: Bytes,
    /// Each variant has its own, or a proxy would mix them up.
    etag: HeaderValue,
}

impl Kept {
    /// `hash` says what the bytes are, in hex digits.
    pub fn of(body: Bytes, hash: &str) -> Result<Self, PageError> {
        let packed = gzipped(&body).map_err(PageError::internal)?;
        let gzip = if packed.len() < body.len() {
            Some(Variant { body: Bytes::from(packed), etag: etag(&format!("{hash}-gzip"))? })
        } else {
            None
        };
        Ok(Self { plain: Variant { body, etag: etag(hash)? }, gzip, modified: None })
    }

    /// Dates count whole seconds: what is made twice within one would have one date, so its date is the second after, and is
    /// told only once that has come.
    pub fn made_at(self, at: Ts) -> Self {
        let second = at.timestamp().as_second() + 1;
        Self { modified: Timestamp::from_second(second).ok().map(Ts::from), ..self }
    }

    pub fn new(body: impl Into<Bytes>) -> Result<Self, PageError> {
        let body = body.into();
        let hash: String = Sha256::digest(&body).iter().take(12).map(|b| format!("{b:02x}")).collect();
        Self::of(body, &hash)
    }

    /// How much memory it takes.
    pub fn bytes(&self) -> usize {
        self.plain.body.len() + self.gzip.as_ref().map_or(0, |gzip| gzip.body.len())
    }

    /// 200 with the body, or 304 without one for whoever has it. `vary` names `accept-encoding` among its headers.
    pub fn answer(&self, asked: &Asked, media: HeaderValue, vary: HeaderValue) -> (HttpResponseBuilder, Bytes) {
        let (variant, is_gzip) = match &self.gzip {
            Some(gzip) if asked.takes_gzip => (gzip, true),
            _ => (&self.plain, false),
        };
        let modified = self.modified.filter(|modified| asked.at.is_some_and(|now| *modified <= now)).map(date);
        let has = asked.has_either(&variant.etag, modified);
        let mut answer = if has { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer.insert_header((ETAG, variant.etag.clone())).insert_header((VARY, vary));
        if let Some(modified) = modified {
            answer.insert_header((LAST_MODIFIED, HttpDate::from(modified)));
        }
        if has {
            return (answer, Bytes::new());
        }
        answer.insert_header((CONTENT_TYPE, media));
        if is_gzip {
            answer.insert_header((CONTENT_ENCODING, HeaderValue::from_static("gzip")));
        }
        (answer, variant.body.clone())
    }
}

fn date(at: Ts) -> SystemTime {
    SystemTime::from(at.timestamp())
}

fn etag(tag: &str) -> Result<HeaderValue, PageError> {
    HeaderValue::from_str(&format!("\"{tag}\"")).map_err(PageError::internal)
}

fn gzipped(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 2), Compression::best());
    encoder.write_all(body)?;
    encoder.finish()
}

/// What a request says of the bytes it wants.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    takes_gzip: bool,
    if_none_match: Option<HeaderValue>,
    if_modified_since: Option<SystemTime>,
    /// Nothing where what is asked for never changes.
    at: Option<Ts>,
    from_elsewhere: bool,
}

/// Fetch Metadata, and the older `Origin` where a browser sends none of it.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let told = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (told("sec-fetch-site"), told("origin"), told("host")) {
        (Some(site), ..) => site != "same-origin" && site != "none",
        (None, Some(origin), Some(host)) => origin.rsplit('/').next() != Some(host),
        _ => false,
    }
}

impl Asked {
    pub fn by(request: &HttpRequest) -> Self {
        let headers = request.headers();
        let since = headers.get(IF_MODIFIED_SINCE).and_then(|since| since.to_str().ok());
        Self {
            takes_gzip: takes_gzip(headers),
            if_none_match: headers.get(IF_NONE_MATCH).cloned(),
            if_modified_since: since.and_then(|since| since.parse::<HttpDate>().ok()).map(SystemTime::from),
            at: None,
            from_elsewhere: is_from_elsewhere(headers),
        }
    }

    pub fn came_from_elsewhere(&self) -> bool {
        self.from_elsewhere
    }

    pub fn at(self, now: Ts) -> Self {
        Self { at: Some(now), ..self }
    }

    /// RFC 9110, 13.1.3: a date counts only where no tag is given.
    fn has_either(&self, etag: &HeaderValue, modified: Option<SystemTime>) -> bool {
        match self.if_none_match {
            Some(_) => self.has(etag),
            None => self.if_modified_since.zip(modified).is_some_and(|(since, modified)| modified <= since),
        }
    }

    /// RFC 9110, 13.1.2: a list, each tag perhaps marked as weak, or a star.
    pub fn has(&self, etag: &HeaderValue) -> bool {
        let Some(known) = &self.if_none_match else { return false };
        known.as_bytes().split(|byte| *byte == b',').any(|tag| {
            let tag = tag.trim_ascii();
            tag == b"*" || tag.strip_prefix(b"W/").unwrap_or(tag) == etag.as_bytes()
        })
    }
}

/// RFC 9110, 12.5.3: whether `gzip` may be sent, and is not less welcome than the bytes as they are.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let (mut gzip, mut anything, mut identity) = (None, None, None);
    for line in headers.get_all(ACCEPT_ENCODING).filter_map(|line| line.to_str().ok()) {
        for part in line.split(',') {
            let mut pieces = part.split(';').map(str::trim);
            let name = pieces.next().unwrap_or_default();
            let weight = pieces.find_map(weight).unwrap_or(1.0);
            if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
                gzip = Some(weight);
            } else if name.eq_ignore_ascii_case("identity") {
                identity = Some(weight);
            } else if name == "*" {
                anything = Some(weight);
            }
        }
    }
    let gzip = gzip.or(anything).unwrap_or(0.0);
    gzip > 0.0 && gzip >= identity.unwrap_or(0.0)
}

/// `q=0.5`; what cannot be read counts as a refusal.
fn weight(piece: &str) -> Option<f32> {
    let (name, value) = piece.split_once('=')?;
    name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse().unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use std::io::Read;

    use actix_web::http::{StatusCode, header::HeaderName};
    use flate2::read::GzDecoder;

    use super::*;

    fn asks(accept_encoding: Option<&'static str>, if_none_match: Option<&'static str>) -> Asked {
        let mut headers = HeaderMap::new();
        if let Some(value) = accept_encoding {
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(value));
        }
        let if_none_match = if_none_match.map(HeaderValue::from_static);
        Asked { takes_gzip: takes_gzip(&headers), if_none_match, ..Asked::default() }
    }

    #[test]
    fn a_form_that_another_site_sent_is_known() {
        let told = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            is_from_elsewhere(&headers)
        };
        assert!(told(&[("sec-fetch-site", "cross-site")]) && told(&[("sec-fetch-site", "same-site")]));
        assert!(told(&[("origin", "https://evil.example"), ("host", "vote.example")]));
        assert!(told(&[("origin", "null"), ("host", "vote.example")]));
        for own in [
            &[("sec-fetch-site", "same-origin"), ("origin", "https://vote.example"), ("host", "inner")][..],
            &[("origin", "https://vote.example:8443"), ("host", "vote.example:8443")],
            &[("host", "vote.example")],
        ] {
            assert!(!told(own), "{own:?}");
        }
    }

    fn answer(kept: &Kept, asked: &Asked) -> (HttpResponse, Bytes) {
        let (mut answer, body) =
            kept.answer(asked, HeaderValue::from_static("text/html"), HeaderValue::from_static("accept-encoding"));
        (answer.finish(), body)
    }

    #[test]
    fn a_browser_gets_gzip_if_it_takes_it() {
        for (said, takes) in [
            (Some("gzip, deflate, br, zstd"), true),
            (Some("br;q=1.0, gzip;q=0.8, *;q=0.1"), true),
            (Some("GZIP"), true),
            (Some("*"), true),
            (Some("deflate, gzip; q = 0.5"), true),
            (None, false),
            (Some(""), false),
            (Some("identity"), false),
            (Some("gzip;q=0"), false),
            (Some("gzip;q=0.000, *"), false),
            (Some("*;q=0"), false),
            (Some("gzip;q=0.2, identity;q=0.9"), false),
            (Some("gzip;q=often"), false),
            (Some("br"), false),
            (Some("gzipped"), false),
        ] {
            assert_eq!(asks(said, None).takes_gzip, takes, "{said:?}");
        }
    }

    #[test]
    fn both_forms_are_the_same_page_under_two_tags() {
        let kept = Kept::new("票决 ".repeat(200).into_bytes()).unwrap();
        let (plain, body) = answer(&kept, &asks(None, None));
        let (gzip, packed) = answer(&kept, &asks(Some("gzip"), None));
        assert_eq!(plain.headers().get(CONTENT_ENCODING), None);
        assert_eq!(gzip.headers().get(CONTENT_ENCODING).unwrap(), "gzip");
        let mut unpacked = Vec::new();
        GzDecoder::new(&*packed).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, body);
        assert!(packed.len() < body.len() / 10);
        assert_eq!(kept.bytes(), packed.len() + body.len());
        assert_ne!(plain.headers().get(ETAG), gzip.headers().get(ETAG));
        for one in [plain, gzip] {
            assert_eq!(one.headers().get(VARY).unwrap(), "accept-encoding");
        }
    }

    #[test]
    fn whoever_has_it_is_told_so_in_the_form_it_has() {
        let kept = Kept::of(Bytes::from("a".repeat(500)), "abc").unwrap();
        for (accepts, known, status) in [
            (None, "\"abc\"", 304),
            (None, "W/\"abc\"", 304),
            (None, "\"other\", \"abc\"", 304),
            (None, "*", 304),
            (None, "\"abc-gzip\"", 200),
            (None, "abc", 200),
            (Some("gzip"), "\"abc-gzip\"", 304),
            (Some("gzip"), "\"abc\"", 200),
        ] {
            let (answer, body) = answer(&kept, &asks(accepts, Some(known)));
            assert_eq!(answer.status().as_u16(), status, "{accepts:?} {known}");
            assert_eq!(body.is_empty(), answer.status() == StatusCode::NOT_MODIFIED);
            assert!(answer.headers().contains_key(ETAG) && answer.headers().contains_key(VARY));
        }
    }

    #[test]
    fn whoever_knows_the_date_is_told_so_and_a_tag_counts_before_it() {
        let at = |text: &str| Ts::from(text.parse::<Timestamp>().unwrap());
        let kept = Kept::of(Bytes::from("a".repeat(500)), "abc").unwrap().made_at(at("2024-08-04T08:00:00.4Z"));
        let asks = |now: &str, since: Option<&str>, tag: Option<&'static str>| {
            let if_modified_since = since.map(|since| SystemTime::from(since.parse::<HttpDate>().unwrap()));
            let asked = Asked { if_modified_since, ..asks(None, tag) }.at(at(now));
            let (answer, _) = answer(&kept, &asked);
            (
                answer.status().as_u16(),
                answer.headers().get(LAST_MODIFIED).map(|date| date.to_str().unwrap().to_owned()),
            )
        };
        let made = Some("Sun, 04 Aug 2024 08:00:01 GMT".to_owned());
        assert_eq!(
            asks("2024-08-04T08:00:00.9Z", None, None),
            (200, None),
            "within the same second it may be made anew"
        );
        let later = "2024-08-04T09:00:00Z";
        assert_eq!(asks(later, None, None), (200, made.clone()));
        for (since, tag, status) in [
            ("Sun, 04 Aug 2024 08:00:01 GMT", None, 304),
            ("Sun, 04 Aug 2024 08:30:00 GMT", None, 304),
            ("Sun, 04 Aug 2024 08:00:00 GMT", None, 200),
            ("Sun, 04 Aug 2024 08:30:00 GMT", Some("\"other\""), 200),
            ("Sun, 04 Aug 2024 07:00:00 GMT", Some("\"abc\""), 304),
        ] {
            assert_eq!(asks(later, Some(since), tag), (status, made.clone()), "{since} {tag:?}");
        }
    }

    #[test]
    fn what_compression_makes_longer_is_sent_as_it_is() {
        let kept = Kept::new("a").unwrap();
        let (answer, body) = answer(&kept, &asks(Some("gzip"), None));
        assert_eq!((answer.headers().get(CONTENT_ENCODING), &*body), (None, b"a".as_slice()));
    }
}
