//! What a page says has just been done: only to the visitor who did it, on the page it leads to, and once. It travels in
//! a signed cookie, for what stands in an address a link could make up.

use actix_web::cookie::time::Duration;
use subtle::ConstantTimeEq;

use super::Secret;
use crate::db::Ts;

pub const COOKIE: &str = "piaojue-notice";

/// As long as the way from the button to the page may take.
pub const LIFETIME: Duration = Duration::minutes(1);

/// `key` names the message; `visitor` is the cookie that ties forms to a browser.
pub fn written(secret: &Secret, key: &str, visitor: &str, path: &str, now: Ts) -> String {
    let until = now.timestamp().as_second().saturating_add(LIFETIME.whole_seconds());
    format!("{key}.{until}.{}", seal(secret, key, visitor, path, until))
}

/// The message's key, if that visitor was sent to this very page just now.
pub fn brought(secret: &Secret, cookie: &str, visitor: &str, path: &str, now: Ts) -> Option<String> {
    let mut parts = cookie.splitn(3, '.');
    let (key, until, brought) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
    let ours = seal(secret, key, visitor, path, until);
    let is_ours = bool::from(ours.as_bytes().ct_eq(brought.as_bytes()));
    (is_ours && now.timestamp().as_second() <= until).then(|| key.to_owned())
}

fn seal(secret: &Secret, key: &str, visitor: &str, path: &str, until: i64) -> String {
    let sealed = secret.derive("notice", format!("{key}|{until}|{visitor}|{path}").as_bytes());
    sealed.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_notice_is_for_one_visitor_on_one_page_for_a_minute() {
        let (secret, now): (_, Ts) = (Secret::new([7; 32]), Ts::from(jiff::Timestamp::UNIX_EPOCH));
        let later = |seconds| Ts::from(jiff::Timestamp::from_second(seconds).unwrap());
        let cookie = written(&secret, "checked-in", "visitor-1", "/deputy", now);
        let says = |cookie: &str, visitor, path, now| brought(&secret, cookie, visitor, path, now);
        assert_eq!(says(&cookie, "visitor-1", "/deputy", later(60)).as_deref(), Some("checked-in"));
        assert_eq!(says(&cookie, "visitor-1", "/deputy", later(61)), None);
        assert_eq!(says(&cookie, "visitor-2", "/deputy", now), None);
        assert_eq!(says(&cookie, "visitor-1", "/results/2024", now), None);
        assert_eq!(says(&cookie.replace("checked-in", "signed-out"), "visitor-1", "/deputy", now), None);
        assert_eq!(says(&cookie.replace(".60.", ".99."), "visitor-1", "/deputy", later(61)), None);
        assert_eq!(brought(&Secret::new([8; 32]), &cookie, "visitor-1", "/deputy", now), None);
        for nonsense in ["", ".", "..", "checked-in", "checked-in.60.", "checked-in.soon.00"] {
            assert_eq!(says(nonsense, "visitor-1", "/deputy", now), None, "{nonsense}");
        }
    }
}
