//! Who gets what at every address: the whole table, on both databases.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use piaojue::accounts::Role;

use crate::support::{Page, Prepared, TestApp, Visitor, routes};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Everybody,
    Only(Role),
}
use Who::{Everybody, Only};

/// No such method at this address.
const NONE: u16 = 0;

/// Address as in src/routes.rs, who may, and what they get while ballots are being issued: by GET, and by a POST that
/// brings no form (422: its tokens are missing; 400: its fields are; 404: nothing to act on yet). Everybody else finds
/// nothing (404), or is asked to sign in (303). What stands for a name in braces, `World::names` says.
const TABLE: &[(&str, Who, u16, u16)] = &[
    ("/", Everybody, 200, NONE),
    ("/robots.txt", Everybody, 200, NONE),
    ("/sitemap.xml", Everybody, 200, NONE),
    ("/.well-known/security.txt", Everybody, 200, NONE),
    ("/hall-certificate.crt", Everybody, 404, NONE),
    ("/sign-in/outside", Everybody, 404, NONE),
    ("/sign-in/outside/return", Everybody, 404, NONE),
    ("/sign-in/outside/code", Everybody, 404, 404),
    ("/proposals", Everybody, 200, NONE),
    ("/proposals/funnel", Everybody, 200, NONE),
    ("/proposals/feed.xml", Everybody, 200, NONE),
    ("/proposals/pictures/{id}", Everybody, 404, NONE),
    ("/proposals/files/{name}", Everybody, 404, NONE),
    ("/calls/{number}/report", Everybody, 404, NONE),
    ("/propose", Everybody, 303, NONE),
    ("/calls/{number}", Everybody, 404, NONE),
    ("/calls/{number}/propose", Everybody, 404, 400),
    ("/calls/{number}/propose/send", Everybody, NONE, 404),
    ("/needs/{id}", Everybody, 404, NONE),
    ("/needs/{id}/appraisal", Everybody, 404, NONE),
    ("/p", Everybody, 200, 422),
    ("/p/{code}", Everybody, 404, NONE),
    ("/p/{code}/helped", Everybody, NONE, 404),
    ("/p/letters/{id}", Everybody, 404, 404),
    ("/voices", Everybody, 200, NONE),
    ("/voices/feed.xml", Everybody, 200, NONE),
    ("/voices/pictures/{id}", Everybody, 404, NONE),
    ("/voices/{id}", Everybody, 404, NONE),
    ("/projects/{id}/voices", Everybody, 404, NONE),
    ("/projects/{id}/voices/feed.xml", Everybody, 404, NONE),
    ("/projects/{id}/voices/new", Everybody, 404, 400),
    ("/projects/{id}/voices/send", Everybody, NONE, 404),
    ("/v", Everybody, 200, 422),
    ("/v/{code}", Everybody, 404, 404),
    ("/v/{code}/voice.json", Everybody, 404, NONE),
    ("/v/{code}/pictures/{id}", Everybody, 404, NONE),
    ("/v/{code}/erase", Everybody, NONE, 404),
    ("/v/letters/{id}", Everybody, 404, 404),
    ("/v/letters/{id}/stop", Everybody, 404, 200),
    ("/api/voices/pages/{page}", Everybody, 404, NONE),
    ("/department-worker.js", Everybody, 200, NONE),
    ("/p/letters/{id}/stop", Everybody, 404, 200),
    ("/propose/photos/{hold}/{id}", Everybody, 404, NONE),
    ("/needs/{id}/support", Everybody, 404, 404),
    ("/proposals/clock", Everybody, 200, NONE),
    ("/p/{code}/proposal.json", Everybody, 404, NONE),
    ("/p/{code}/pictures", Everybody, NONE, 400),
    ("/p/{code}/pictures/{id}", Everybody, 404, NONE),
    ("/p/{code}/withdraw", Everybody, NONE, 404),
    ("/p/{code}/object", Everybody, NONE, 404),
    ("/p/{code}/erase", Everybody, NONE, 404),
    ("/help", Everybody, 303, NONE),
    ("/help/{audience}", Everybody, 404, NONE),
    ("/candidates", Everybody, 200, NONE),
    ("/candidates/pictures/{id}", Everybody, 404, NONE),
    ("/candidates/{number}", Everybody, 200, NONE),
    ("/candidates/files/{name}", Everybody, 404, NONE),
    ("/projects", Everybody, 200, NONE),
    ("/projects/without-field", Everybody, 404, NONE),
    ("/projects/fields/{field}", Everybody, 404, NONE),
    ("/projects/units/{unit}", Everybody, 404, NONE),
    ("/projects/lights/{light}", Everybody, 404, NONE),
    ("/projects/feed/{month}", Everybody, 404, NONE),
    ("/projects/{id}/feed/{month}", Everybody, 404, NONE),
    ("/projects/places", Everybody, 200, NONE),
    ("/projects/places/{street}", Everybody, 404, NONE),
    ("/projects/{id}/places", Everybody, 404, NONE),
    ("/places/{id}", Everybody, 404, NONE),
    ("/projects/chosen/{year}/{number}", Everybody, 404, NONE),
    ("/projects/board", Everybody, 200, NONE),
    ("/projects/board/files/{name}", Everybody, 404, NONE),
    ("/projects/supervision", Everybody, 200, NONE),
    ("/projects/supervision/inspections/{id}", Everybody, 404, NONE),
    ("/projects/supervision/{year}/{quarter}", Everybody, 404, NONE),
    ("/projects/supervision/{year}/{quarter}/files/{name}", Everybody, 404, NONE),
    ("/projects/{by}/{name}/calendar.ics", Everybody, 404, NONE),
    ("/projects/{by}/{name}/feed.xml", Everybody, 404, NONE),
    ("/projects/{by}/{name}/feed/{month}", Everybody, 404, NONE),
    ("/projects/feed.xml", Everybody, 200, NONE),
    ("/years", Everybody, 200, NONE),
    ("/years/{year}", Everybody, 404, NONE),
    ("/years/{year}/embed", Everybody, 404, NONE),
    ("/projects/{id}/embed", Everybody, 404, NONE),
    ("/embed/projects/{id}", Everybody, 404, NONE),
    ("/embed/projects/{id}/{theme}", Everybody, 404, NONE),
    ("/embed/years/{year}", Everybody, 404, NONE),
    ("/embed/years/{year}/{theme}", Everybody, 404, NONE),
    ("/api/archive", Everybody, 200, NONE),
    ("/projects/calendar.ics", Everybody, 200, NONE),
    ("/projects/{id}/calendar.ics", Everybody, 404, NONE),
    ("/projects/{id}", Everybody, 404, NONE),
    ("/projects/{id}/feed.xml", Everybody, 404, NONE),
    ("/projects/{id}/follow", Everybody, 404, 404),
    ("/projects/follow", Everybody, 200, 422),
    ("/following/{id}/add", Everybody, NONE, 404),
    ("/following/{id}/remove", Everybody, NONE, 400),
    ("/following/{id}", Everybody, 404, 404),
    ("/following/{id}/stop", Everybody, 404, 200),
    ("/open-data", Everybody, 200, NONE),
    ("/open-data/files/{name}", Everybody, 404, NONE),
    ("/api/openapi.json", Everybody, 200, NONE),
    ("/api/needs/pages/{page}", Everybody, 404, NONE),
    ("/api/needs/{id}", Everybody, 404, NONE),
    ("/api/proposals/pages/{page}", Everybody, 404, NONE),
    ("/api/funnel", Everybody, 200, NONE),
    ("/api/years", Everybody, 200, NONE),
    ("/api/years/{year}", Everybody, 404, NONE),
    ("/api/projects/{id}", Everybody, 404, NONE),
    ("/projects/{id}/rate", Everybody, 404, NONE),
    ("/projects/{id}/rate/{sign}", Everybody, 404, 404),
    ("/ratings", Everybody, 200, NONE),
    ("/ratings/{year}", Everybody, 404, NONE),
    ("/ratings/{year}/certificate", Everybody, 404, NONE),
    ("/ratings/{year}/files/{name}", Everybody, 404, NONE),
    ("/reports", Everybody, 404, NONE),
    ("/reports/{year}", Everybody, 404, NONE),
    ("/reports/{year}/half-year", Everybody, 404, NONE),
    ("/reports/{year}/quarters/{quarter}", Everybody, 404, NONE),
    ("/reports/{year}/quarters/{quarter}/files/{name}", Everybody, 404, NONE),
    ("/reports/{year}/files/{name}", Everybody, 404, NONE),
    ("/evidence/{id}", Everybody, 404, NONE),
    ("/results", Everybody, 303, NONE),
    ("/results/{year}", Everybody, 200, NONE),
    ("/verify.md", Everybody, 200, NONE),
    ("/results/{year}/verify", Everybody, 200, 200),
    ("/results/{year}/receipts", Everybody, 200, 400),
    ("/results/{year}/checked", Everybody, NONE, 422),
    ("/results/{year}/certificate", Everybody, 404, NONE),
    ("/results/{year}/timeline", Everybody, 404, NONE),
    ("/results/{year}/bundles", Everybody, 404, NONE),
    ("/results/{year}/corrigenda/{number}", Everybody, 404, NONE),
    ("/results/{year}/notice", Everybody, 404, NONE),
    ("/results/{year}/files/{name}", Everybody, 404, NONE),
    ("/screen", Everybody, 200, NONE),
    ("/screen/events", Everybody, 200, NONE),
    ("/static/{path:.*}", Everybody, 200, NONE),
    ("/deputy/rounds/{id}/booth", Everybody, 200, NONE),
    ("/rounds/{id}/setup/election.json", Everybody, 200, NONE),
    ("/rounds/{id}/setup/trustees.json", Everybody, 200, NONE),
    ("/rounds/{id}/setup/public_creds.json", Everybody, 409, NONE),
    ("/rounds/{id}/ballots", Everybody, NONE, 422),
    ("/rounds/{id}/opened", Everybody, NONE, 409),
    ("/booth", Everybody, 200, NONE),
    ("/booth/slips.json", Everybody, 200, NONE),
    ("/booth/tablets/{id}/{token}", Everybody, NONE, 404),
    ("/check", Everybody, 200, NONE),
    ("/check/opened.json", Everybody, 303, NONE),
    ("/sign-in", Everybody, 200, 422),
    ("/password", Everybody, 200, 422),
    ("/second-factor", Everybody, 200, 422),
    ("/second-factor/recovery", Everybody, NONE, 422),
    ("/sign-ins", Everybody, 200, 422),
    ("/sign-out", Everybody, NONE, 422),
    ("/demo", Everybody, 404, NONE),
    ("/deputy", Only(Role::Deputy), 200, NONE),
    ("/deputy/check-in", Only(Role::Deputy), 303, 303),
    ("/deputy/rounds/{id}/issue", Only(Role::Deputy), 200, 422),
    ("/deputy/proposals", Only(Role::Deputy), 200, 404),
    ("/deputy/notes", Only(Role::Deputy), 200, 400),
    ("/deputy/voices", Only(Role::Deputy), 200, NONE),
    ("/deputy/voices/{id}", Only(Role::Deputy), 404, 404),
    ("/deputy/supervision", Only(Role::Deputy), 200, 400),
    ("/deputy/supervision/follow-ups/{id}", Only(Role::Deputy), 404, 404),
    ("/deputy/supervision/projects/{id}/inspection", Only(Role::Deputy), 404, 400),
    ("/deputy/supervision/inspections/{id}", Only(Role::Deputy), 404, 400),
    ("/deputy/supervision/inspections/{id}/findings/{finding}", Only(Role::Deputy), NONE, 404),
    ("/deputy/supervision/notes/{id}", Only(Role::Deputy), 404, 404),
    ("/secretariat", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/sessions", Only(Role::Secretariat), 200, 422),
    ("/secretariat/sessions/{id}", Only(Role::Secretariat), 404, 404),
    ("/secretariat/sessions/{id}/at-hand", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/accounts", Only(Role::Secretariat), 200, 422),
    ("/secretariat/accounts/requests/{id}/confirm", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/accounts/requests/{id}/withdraw", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/accounts/{id}", Only(Role::Secretariat), NONE, 400),
    ("/secretariat/accounts/{id}/unlock", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/issuing", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/issuing/start", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/issuing/{deputy}/paper", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/issuing/{deputy}/slip", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/issuing/{deputy}/back", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/tablets", Only(Role::Secretariat), 200, 422),
    ("/secretariat/tablets/{id}/remove", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/issuing/{deputy}/cancel", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/issuing/{deputy}/withdraw", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rounds/{id}/open", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rounds/{id}/close", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rounds/{id}/count", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rounds/{id}/annul", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rounds/{id}/next", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rounds/{id}/recall", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rounds/{id}/key", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rounds/{id}/change", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rounds/{id}/few-paper", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/paper", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/paper/sheets", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/rounds/{id}/bundles/{bundle}", Only(Role::Secretariat), 404, 404),
    ("/secretariat/rounds/{id}/paper/finish", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rounds/{id}/paper/confirm", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rounds/{id}/paper/reopen", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/requests/{id}/confirm", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/requests/{id}/withdraw", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/audit", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/audit/files/{name}", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/archives/{year}", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/archives/{year}/files/{name}", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/words", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/timeline", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/rounds/{id}/certificate", Only(Role::Secretariat), 404, 404),
    ("/secretariat/rounds/{id}/files/{name}", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/documents/{id}/certify", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/documents/{id}/notice", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/documents/{id}/announce", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/documents/{id}/objections/{scrutineer}/overrule", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/documents/{id}/unable/{scrutineer}", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/documents/{id}/withdraw", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/certificates/{id}/corrigenda", Only(Role::Secretariat), 404, 404),
    ("/secretariat/scrutineers", Only(Role::Secretariat), 200, 422),
    ("/secretariat/scrutineers/key", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/scrutineers/key/void", Only(Role::Secretariat), 404, 404),
    ("/secretariat/scrutineers/{id}/withdraw", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/scrutineers/{id}/chief", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/calls", Only(Role::Secretariat), 200, 422),
    ("/secretariat/calls/lists", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/calls/{number}", Only(Role::Secretariat), 404, 404),
    ("/secretariat/calls/{number}/report", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/calls/{number}/write", Only(Role::Secretariat), 404, 404),
    ("/secretariat/proposals", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/voices", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/voices/rules", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/voices/words/{id}", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/voices/{id}", Only(Role::Secretariat), 404, 404),
    ("/secretariat/voice-pictures/{id}", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/proposal-pictures/{id}", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/proposals/in/{show}", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/proposals/{id}", Only(Role::Secretariat), 404, 404),
    ("/secretariat/needs/{id}", Only(Role::Secretariat), 404, 404),
    ("/secretariat/screening", Only(Role::Secretariat), 200, 422),
    ("/secretariat/screening/{id}", Only(Role::Secretariat), 404, 404),
    ("/secretariat/screening/{id}/decision", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/roll", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/roll/sheet", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/roll/import", Only(Role::Secretariat), 200, 400),
    ("/secretariat/roll/import/{upload}", Only(Role::Secretariat), 422, 422),
    ("/secretariat/roll/import/{upload}/reading", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/roll/template.csv", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/roll/files/{name}", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/rehearsal", Only(Role::Secretariat), 200, 422),
    ("/secretariat/rehearsal/switch", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rehearsal/keys", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/rehearsal/stand-in", Only(Role::Secretariat), NONE, 400),
    ("/secretariat/rehearsal/delete", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/candidates", Only(Role::Secretariat), 200, 400),
    ("/secretariat/candidates/template.xlsx", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/candidates/pool", Only(Role::Secretariat), 200, 422),
    ("/secretariat/candidates/list", Only(Role::Secretariat), 200, 400),
    ("/secretariat/candidates/list/new", Only(Role::Secretariat), 200, 422),
    ("/secretariat/candidates/list/{number}", Only(Role::Secretariat), 200, 422),
    ("/secretariat/candidates/list/{number}/pictures", Only(Role::Secretariat), NONE, 400),
    ("/secretariat/candidates/list/{number}/pictures/{id}", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/candidates/notice", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/candidates/seal", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/candidates/{upload}", Only(Role::Secretariat), 422, 422),
    ("/secretariat/candidates/{upload}/reading", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/roll/cards", Only(Role::Secretariat), 200, 422),
    ("/secretariat/attendance", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/attendance/sheet", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/hall-certificate", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/attendance/check-in", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/attendance/code", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/attendance/{deputy}", Only(Role::Secretariat), NONE, 400),
    ("/secretariat/screen", Only(Role::Secretariat), 200, 400),
    ("/secretariat/screen/countdown", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/method", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/method/articles", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/method/edit", Only(Role::Secretariat), 200, 422),
    ("/secretariat/method/adopt", Only(Role::Secretariat), NONE, 400),
    ("/secretariat/review", Only(Role::Secretariat), 200, 422),
    ("/secretariat/review/opinions", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/files", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/files/{id}", Only(Role::Secretariat), 404, 404),
    ("/secretariat/projects", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/projects/{id}", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/years/{year}", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/years/{year}/day", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/years/{year}/freeze", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/years/{year}/correct", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/years/{year}/carry-over", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/projects/{id}/lead", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/plans/{id}/publish", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/plans/{id}/return", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/adjustments/{id}", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/sub-items/{id}/accept", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/projects/{id}/group", Only(Role::Secretariat), 404, 404),
    ("/secretariat/projects/{id}/group/{member}", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/supervisors", Only(Role::Secretariat), 200, 422),
    ("/secretariat/supervision", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/supervision/committee", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/inspections/{id}", Only(Role::Secretariat), 404, 404),
    ("/secretariat/notes/{id}", Only(Role::Secretariat), 404, 404),
    ("/secretariat/ratings", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/ratings/round", Only(Role::Secretariat), 200, 422),
    ("/secretariat/ratings/sitting", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/ratings/rounds/{id}/certificate", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/ratings/periods/{year}", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/ratings/remarks/{id}", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/ratings/signs/{id}", Only(Role::Secretariat), 404, 404),
    ("/secretariat/ratings/signs/{id}/small", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/board", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/tracking-rules", Only(Role::Secretariat), 200, 422),
    ("/secretariat/warnings", Only(Role::Secretariat), 303, NONE),
    ("/secretariat/warnings/{year}", Only(Role::Secretariat), 200, NONE),
    ("/secretariat/warnings/{year}/files/{name}", Only(Role::Secretariat), 404, NONE),
    ("/secretariat/contacts", Only(Role::Secretariat), 200, 422),
    ("/secretariat/contacts/{id}/remove", Only(Role::Secretariat), NONE, 422),
    ("/secretariat/webhooks", Only(Role::Secretariat), 200, 422),
    ("/secretariat/webhooks/{id}", Only(Role::Secretariat), NONE, 404),
    ("/secretariat/map", Only(Role::Secretariat), 200, 400),
    ("/secretariat/units", Only(Role::Secretariat), 200, 422),
    ("/secretariat/units/accounts", Only(Role::Secretariat), NONE, 422),
    ("/department", Only(Role::Department), 200, NONE),
    ("/department/progress.xlsx", Only(Role::Department), 200, NONE),
    ("/department/bulk", Only(Role::Department), NONE, 400),
    ("/department/projects/{id}/plan", Only(Role::Department), 404, 404),
    ("/department/projects/{id}/adjust", Only(Role::Department), 404, 404),
    ("/department/sub-items/{id}/report", Only(Role::Department), 404, 400),
    ("/department/sub-items/{id}/places", Only(Role::Department), 404, 404),
    ("/department/sub-items/{id}/places/new", Only(Role::Department), 404, 404),
    ("/department/sub-items/{id}/places/import", Only(Role::Department), NONE, 400),
    ("/department/sub-items/{id}/places/import/confirm", Only(Role::Department), NONE, 400),
    ("/department/sub-items/{id}/places/files/{name}", Only(Role::Department), 404, NONE),
    ("/department/places/{id}", Only(Role::Department), 404, 404),
    ("/department/places/{id}/remove", Only(Role::Department), NONE, 404),
    ("/department/places/{id}/pictures", Only(Role::Department), NONE, 400),
    ("/department/proposals", Only(Role::Department), 200, 404),
    ("/department/appraisals", Only(Role::Department), 200, NONE),
    ("/department/appraisals/{id}", Only(Role::Department), 404, 404),
    ("/department/contacts", Only(Role::Department), 200, 422),
    ("/department/contacts/{id}/remove", Only(Role::Department), NONE, 422),
    ("/department/voices", Only(Role::Department), 200, NONE),
    ("/department/voices/{id}", Only(Role::Department), 404, 404),
    ("/department/voice-pictures/{id}", Only(Role::Department), 404, NONE),
    ("/department/remarks", Only(Role::Department), 200, NONE),
    ("/department/remarks/{id}", Only(Role::Department), NONE, 422),
    ("/department/sent/{key}", Only(Role::Department), 200, NONE),
    ("/department/follow-ups", Only(Role::Department), 200, NONE),
    ("/department/follow-ups/{id}", Only(Role::Department), 404, 400),
    ("/auditor", Only(Role::Auditor), 200, NONE),
    ("/auditor/files/{name}", Only(Role::Auditor), 404, NONE),
    ("/admin", Only(Role::Admin), 200, NONE),
    ("/admin/sign-in", Only(Role::Admin), 200, 422),
    ("/supervisor", Only(Role::Supervisor), 200, 400),
    ("/supervisor/board", Only(Role::Supervisor), 200, NONE),
    ("/supervisor/voices", Only(Role::Supervisor), 200, NONE),
    ("/supervisor/voices/{id}", Only(Role::Supervisor), 404, 404),
    ("/supervisor/follow-ups/{id}", Only(Role::Supervisor), 404, 404),
    ("/supervisor/projects/{id}/inspection", Only(Role::Supervisor), 404, 400),
    ("/supervisor/inspections/{id}", Only(Role::Supervisor), 404, 400),
    ("/supervisor/inspections/{id}/findings/{finding}", Only(Role::Supervisor), NONE, 404),
    ("/supervisor/notes/{id}", Only(Role::Supervisor), 404, 404),
    ("/scrutineer", Only(Role::Scrutineer), 200, NONE),
    ("/scrutineer/slips", Only(Role::Scrutineer), 200, 422),
    ("/scrutineer/slips/count", Only(Role::Scrutineer), NONE, 422),
    ("/scrutineer/slips/withdraw", Only(Role::Scrutineer), NONE, 422),
    ("/scrutineer/slips/strike", Only(Role::Scrutineer), NONE, 400),
    ("/scrutineer/slips/unreadable", Only(Role::Scrutineer), NONE, 422),
    ("/scrutineer/cancellations", Only(Role::Scrutineer), 200, NONE),
    ("/scrutineer/cancellations/{deputy}/confirm", Only(Role::Scrutineer), NONE, 422),
    ("/scrutineer/cancellations/{deputy}/decline", Only(Role::Scrutineer), NONE, 422),
    ("/scrutineer/paper", Only(Role::Scrutineer), 200, NONE),
    ("/scrutineer/rounds/{id}/bundles/{bundle}", Only(Role::Scrutineer), 404, 404),
    ("/scrutineer/rounds/{id}/paper/finish", Only(Role::Scrutineer), NONE, 422),
    ("/scrutineer/rounds/{id}/paper/confirm", Only(Role::Scrutineer), NONE, 422),
    ("/scrutineer/rounds/{id}/paper/reopen", Only(Role::Scrutineer), NONE, 422),
    ("/scrutineer/key", Only(Role::Scrutineer), 200, NONE),
    ("/scrutineer/key/status.json", Only(Role::Scrutineer), 200, NONE),
    ("/scrutineer/key/messages", Only(Role::Scrutineer), NONE, 400),
    ("/scrutineer/key/refusals", Only(Role::Scrutineer), NONE, 400),
    ("/scrutineer/key/copy", Only(Role::Scrutineer), NONE, 422),
    ("/scrutineer/rounds/{id}/election", Only(Role::Scrutineer), 200, 422),
    ("/scrutineer/rounds/{id}/open", Only(Role::Scrutineer), 404, 404),
    ("/scrutineer/rounds/{id}/encrypted_tally.json", Only(Role::Scrutineer), 404, NONE),
    ("/scrutineer/rounds/{id}/box.bel", Only(Role::Scrutineer), 404, NONE),
    ("/scrutineer/rounds/{id}/caps.jsonl", Only(Role::Scrutineer), 404, NONE),
    ("/scrutineer/rounds/{id}/second-box", Only(Role::Scrutineer), NONE, 404),
    ("/scrutineer/documents/{id}", Only(Role::Scrutineer), 404, 404),
    ("/scrutineer/documents/{id}/document.json", Only(Role::Scrutineer), 404, NONE),
    ("/scrutineer/documents/{id}/object", Only(Role::Scrutineer), NONE, 404),
    ("/scrutineer/documents/{id}/unable", Only(Role::Scrutineer), NONE, 404),
    ("/scrutineer/documents/{id}/unable/{scrutineer}/confirm", Only(Role::Scrutineer), NONE, 404),
    ("/scrutineer/requests/{id}/confirm", Only(Role::Scrutineer), NONE, 404),
];

/// Groups with a guard in src/routes.rs: whatever is asked for below them, whoever is not of that role learns nothing.
const GROUPS: &[(&str, Role)] = &[
    ("/deputy", Role::Deputy),
    ("/secretariat", Role::Secretariat),
    ("/scrutineer", Role::Scrutineer),
    ("/department", Role::Department),
    ("/supervisor", Role::Supervisor),
    ("/auditor", Role::Auditor),
    ("/admin", Role::Admin),
];

/// Below a group, yet for everybody: whoever holds a ballot code may vote, and the server does not learn who it is.
const BOOTH: &str = "/deputy/rounds/{id}/booth";

/// Everybody who may ask, and what the addresses speak of.
struct World {
    people: Vec<(Option<Role>, Visitor)>,
    /// What stands for a name in braces.
    names: BTreeMap<&'static str, String>,
}

impl World {
    async fn new(app: &TestApp) -> Self {
        let mut session = Prepared::new(app, 3).await;
        let (round, mut deputies) = session.issuing().await;
        let mut people = vec![(None, app.visitor())];
        for role in Role::ALL {
            let person = match role {
                Role::Deputy => deputies.remove(0),
                Role::Secretariat => session.secretary.clone(),
                Role::Scrutineer => session.scrutineer(0).await,
                role => app.signed_in(*role).await,
            };
            people.push((Some(*role), person));
        }
        let names = BTreeMap::from([
            ("path", "css/piaojue.css".to_owned()),
            ("number", "12".to_owned()),
            ("year", "2024".to_owned()),
            ("field", "no-such-field".to_owned()),
            ("name", "archive.bel".to_owned()),
            ("rounds/id", round.to_string()),
            ("deputy", session.cards[1].deputy.id.to_string()),
        ]);
        Self { people, names }
    }

    /// `/results/{year}` → `/results/2024`; a name that the world does not know is somebody else's. `{id}` goes by
    /// what stands before it.
    fn address(&self, path: &str) -> String {
        let mut address = String::new();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap();
            let name = name.split(':').next().unwrap();
            address += before;
            let group = address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let known = self.names.get(format!("{group}/{name}").as_str()).or_else(|| self.names.get(name));
            address += &known.cloned().unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
            rest = after;
        }
        address + rest
    }
}

/// What may come back.
#[derive(PartialEq, Eq)]
enum Expected {
    Status(u16),
    /// No such address, or no such method: which of the two does not matter.
    Nothing,
    SignIn,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Nothing => f.write_str("404 or 405"),
            Self::SignIn => f.write_str("303 to /sign-in"),
        }
    }
}

impl Expected {
    fn of(who: Who, role: Option<Role>, status: u16) -> Self {
        match (who, role) {
            (Only(_), None) => Self::SignIn,
            (Only(wanted), Some(role)) if wanted != role => Self::Status(404),
            _ if status == NONE => Self::Nothing,
            _ => Self::Status(status),
        }
    }

    fn is(&self, page: &Page) -> bool {
        match self {
            Self::Status(status) => page.status == *status,
            Self::Nothing => page.status == 404 || page.status == 405,
            Self::SignIn => page.status == 303 && page.leads_to().is_some_and(|to| to.starts_with("/sign-in?next=/")),
        }
    }
}

async fn ask(world: &World, method: &str, path: &str, who: Who, status: u16, wrong: &mut Vec<String>) {
    let address = world.address(path);
    // The booth is an opening in the deputies' guard for looking only.
    let who = if path == BOOTH && method == "POST" { Only(Role::Deputy) } else { who };
    for (place, (role, person)) in world.people.iter().enumerate() {
        let led_on = match (method, path) {
            ("POST", "/sign-out") | ("GET" | "POST", "/password" | "/sign-ins") => role.is_none(),
            ("GET" | "POST", "/second-factor") | ("POST", "/second-factor/recovery") => {
                matches!(role, None | Some(Role::Deputy))
            }
            ("GET", "/sign-in") => role.is_some(),
            _ => false,
        };
        // Whoever is in already, or out, is led on as after the first press of the button.
        let expected = Expected::of(who, *role, if led_on { 303 } else { status });
        // Each at home: one address that tries the codes of others again and again is made to wait.
        let page = person.asks_from(&format!("100.64.0.{place}"), method, &address).await;
        let asker = role.map_or("anonymous", |role| role.word());
        if !expected.is(&page) {
            wrong.push(format!("{method} {path} as {asker}: {} instead of {expected}", page.status));
        }
        if page.header("content-security-policy").is_none() || page.header("x-content-type-options").is_none() {
            wrong.push(format!("{method} {path} as {asker}: {} without the security headers", page.status));
        }
        let policy = page.header("content-security-policy").unwrap_or_default();
        let framed = path.starts_with("/embed/") && page.status == 200;
        if framed != policy.contains("frame-ancestors *") || !framed && !policy.contains("frame-ancestors 'none'") {
            wrong.push(format!("{method} {path} as {asker}: shown in frames by {policy}"));
        }
        if matches!(who, Only(_)) && page.header("cache-control") != Some("no-store") {
            wrong.push(format!("{method} {path} as {asker}: {} may be stored", page.status));
        }
    }
}

on_both_databases! {
    async fn everybody_gets_what_the_table_says(app: TestApp) {
        let world = World::new(&app).await;
        let mut wrong = Vec::new();
        for (path, who, get, post) in TABLE {
            ask(&world, "GET", path, *who, *get, &mut wrong).await;
            ask(&world, "POST", path, *who, *post, &mut wrong).await;
            // The same to everybody, so that it tells nothing.
            for method in ["PUT", "DELETE", "PATCH"] {
                ask(&world, method, path, Everybody, 405, &mut wrong).await;
            }
        }
        for (group, role) in GROUPS {
            for path in [format!("{group}/no-such-page"), format!("{group}/no/such/page")] {
                for method in ["GET", "POST"] {
                    ask(&world, method, &path, Only(*role), NONE, &mut wrong).await;
                }
                ask(&world, "DELETE", &path, Everybody, 405, &mut wrong).await;
            }
        }
        assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
}

on_both_databases! {
    async fn a_head_tells_what_the_page_would(app: TestApp) {
        let world = World::new(&app).await;
        let told = ["content-type", "cache-control", "etag", "vary", "location", "content-length"];
        let mut wrong = Vec::new();
        for (path, who, ..) in TABLE.iter().filter(|(_, _, get, _)| *get != NONE) {
            let address = world.address(path);
            let may_ask = |role: &Option<Role>| role.is_none() || *who == role.map_or(Everybody, Only);
            for (role, person) in world.people.iter().filter(|(role, _)| may_ask(role)) {
                let page = person.asks("GET", &address, &[]).await;
                let head = person.asks("HEAD", &address, &[]).await;
                if head.status != page.status || !head.html.is_empty() {
                    wrong.push(format!("{path} as {role:?}: {} instead of {}", head.status, page.status));
                }
                for name in told {
                    // A workbook holds the second at which it was made.
                    let differs = name == "content-length" && path.ends_with(".xlsx");
                    if head.header(name) != page.header(name) && !differs {
                        wrong.push(format!("{path} as {role:?}: {name} {:?}", head.header(name)));
                    }
                }
            }
        }
        for path in ["/no-such-page", "/static/no-such-file.js", "/secretariat/no-such-page"] {
            let (page, head) = (world.people[0].1.asks("GET", path, &[]).await, world.people[0].1.asks("HEAD", path, &[]).await);
            assert_eq!((page.status, page.header("content-length")), (head.status, head.header("content-length")));
        }
        assert!(wrong.is_empty(), "{} heads are wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
}

on_both_databases! {
    async fn a_slash_too_many_leads_to_the_page(app: TestApp) {
        let session = Prepared::new(&app, 1).await;
        let anybody = app.visitor();
        for (address, page) in [
            ("/projects/", "/projects"),
            ("/help/deputy/?lang=en", "/help/deputy?lang=en"),
            ("/reports/", "/reports"),
            ("/help", "/help/public"),
        ] {
            assert_eq!(anybody.asks("GET", address, &[]).await.is(303).leads_to(), Some(page));
        }
        assert_eq!(session.secretary.asks("GET", "/secretariat/", &[]).await.is(303).leads_to(), Some("/secretariat"));
        let stranger = anybody.asks("GET", "/secretariat/", &[]).await;
        assert!(stranger.is(303).leads_to().unwrap().starts_with("/sign-in?"), "a slash opens no door");
        for elsewhere in ["//example.org/", "/\\example.org/"] {
            assert_eq!(anybody.asks("GET", elsewhere, &[]).await.leads_to(), None);
        }
        anybody.asks("POST", "/projects/", &[]).await.is(404);
    }
}

#[test]
fn the_table_lists_every_route_and_no_other() {
    let routes: BTreeSet<(String, String)> =
        routes::routes().into_iter().map(|route| (route.path, route.method)).collect();
    let mut listed = BTreeSet::new();
    for (path, _, get, post) in TABLE {
        for (method, status) in [("GET", get), ("POST", post)] {
            if *status != NONE {
                listed.insert(((*path).to_owned(), method.to_owned()));
            }
        }
    }
    let only_in = |a: &BTreeSet<_>, b: &BTreeSet<_>| {
        a.difference(b).map(|(path, method): &(String, String)| format!("{method} {path}")).collect::<Vec<_>>()
    };
    assert_eq!(only_in(&routes, &listed), Vec::<String>::new(), "routes that TABLE in tests/access.rs does not list");
    assert_eq!(only_in(&listed, &routes), Vec::<String>::new(), "listed in tests/access.rs, but no route");
}

#[test]
fn an_address_below_a_guarded_group_is_only_for_its_role() {
    for (path, who, ..) in TABLE {
        let group = GROUPS.iter().find(|(group, _)| path.starts_with(&format!("{group}/")) || path == group);
        let expected = group.filter(|_| *path != BOOTH).map_or(Everybody, |(_, role)| Only(*role));
        assert!(*who == expected, "{path} is listed for others than its group");
    }
}
