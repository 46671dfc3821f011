//! Whose reports wait in a browser: a mark that its scripts may read, for as long as somebody is signed in.

use actix_web::cookie::{Cookie, SameSite, time::Duration};

use crate::{ids::AccountId, web::Services};

const COOKIE: &str = "piaojue-outbox";
/// As long as a sign-in.
const HOURS: i64 = 12;

/// Tells two accounts apart, and nothing else of them.
fn mark(services: &Services, account: AccountId) -> String {
    let bytes = services.secret.derive("outbox", account.uuid().as_bytes());
    bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn cookie(services: &Services, value: String, hours: i64) -> Cookie<'static> {
    Cookie::build(services.cookie_name(COOKIE), value)
        .path("/")
        .secure(services.is_https())
        .same_site(SameSite::Strict)
        .max_age(Duration::hours(hours))
        .finish()
}

/// From now on this browser keeps reports of that account.
pub fn outbox_of(services: &Services, account: AccountId) -> Cookie<'static> {
    cookie(services, mark(services, account), HOURS)
}

/// What waits in the browser stays there, and is shown to nobody.
pub(super) fn outbox_of_nobody(services: &Services) -> Cookie<'static> {
    cookie(services, String::new(), 0)
}
