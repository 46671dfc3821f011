//! Each rule is shown to report what breaks it.

use super::check;
use crate::support::sources::Source;

fn breaches_of(path: &str, text: &str) -> Vec<String> {
    let text = if path.ends_with("/mod.rs") { text.to_owned() } else { format!("//! Something.\n{text}") };
    check(&[Source { path: path.to_owned(), text }])
}

#[track_caller]
fn is_reported(path: &str, text: &str, said: &str) {
    let breaches = breaches_of(path, text);
    assert!(breaches.iter().any(|breach| breach.contains(said)), "{text:?} in {path} gave {breaches:?}");
}

#[track_caller]
fn is_fine(path: &str, text: &str) {
    let breaches = breaches_of(path, text);
    assert!(breaches.is_empty(), "{text:?} in {path} gave {breaches:?}");
}

#[test]
fn a_slice_that_uses_a_later_one_is_reported() {
    is_reported("ballots/actions.rs", "use crate::tally::count;", "ballots comes before tally");
    is_reported("ballots/actions.rs", "use crate::{db::Tx, tally::{count, outcome}};", "ballots comes before tally");
    is_reported("ballots/actions.rs", "use super::super::tally;", "ballots comes before tally");
    is_reported("ballots/actions.rs", "fn f() { crate::tally::count() }", "ballots comes before tally");
    is_reported(
        "ballots/actions.rs",
        "fn f() { json!({ \"a\": crate::tally::count() }) }",
        "ballots comes before tally",
    );
    is_reported(
        "ballots/round/mod.rs",
        "mod tests { use super::super::super::projects; }",
        "ballots comes before projects",
    );
    is_reported(
        "ballots/round.rs",
        "macro_rules! m { () => { $crate::{db, tally::count} } }",
        "ballots comes before tally",
    );
    is_reported("audit/entry.rs", "#[derive(crate::accounts::Derived)] struct S;", "audit comes before accounts");
    is_fine("tally/actions.rs", "use crate::{ballots, tally::count, audit};");
}

#[test]
fn whoever_uses_a_room_is_reported() {
    is_reported("screen/pages.rs", "use crate::desk::DeskPage;", "desk is a room");
    is_reported("rehearsals/actions.rs", "fn f() { crate::hall::show() }", "hall is a room");
    is_fine("desk/pages/acts.rs", "use crate::desk::actions;");
    is_fine("routes.rs", "use crate::{desk, hall, site};");
}

#[test]
fn a_table_of_a_later_slice_is_reported() {
    is_reported("audit/store.rs", "use crate::congress::schema::rehearsals;", "audit comes before congress");
    is_reported("ballots/store/rounds.rs", "use crate::{db, tally::schema::tallies};", "ballots comes before tally");
    is_reported("accounts/schema.rs", "use crate::ballots::schema::rounds;", "accounts comes before ballots");
    is_reported("db/forget.rs", "use crate::congress::schema::sessions;", "db stands below all slices");
    is_fine("tally/store/mod.rs", "use crate::{accounts::schema::accounts, scrutineers::schema::scrutineers};");
}

#[test]
fn a_refusal_that_holds_a_failure_is_reported() {
    let refusal = "impl Refusal for X { fn message(&self) -> Message { TOO_LATE.into() } }";
    let mixed = format!("enum X {{ TooLate, Db(#[from] DbError) }} {refusal}");
    is_reported("ballots/actions.rs", &mixed, "a refusal holds no failure");
    is_fine("ballots/actions.rs", &format!("enum X {{ TooLate, Wrong(Vec<Message>) }} {refusal}"));
    is_fine("records/archive.rs", "enum ArchiveError { Db(#[from] DbError), Io(#[from] io::Error) }");
}

#[test]
fn a_form_that_is_carried_out_by_hand_is_reported() {
    for by_hand in ["submit(key, now, f)", "submit_unaudited(key, now, f)", "submit_row_locked(key, now, f)"] {
        let handler = format!("async fn f(ctx: Ctx) {{ ctx.services.db.{by_hand}; }}");
        is_reported("ballots/pages.rs", &handler, "a form is carried out by ctx.act");
        is_reported("ballots/actions.rs", &handler, "a form is carried out by ctx.act");
    }
    is_fine(
        "ballots/pages.rs",
        "async fn f(ctx: Ctx) { ctx.act(who, form, g).then(\"/\", \"done\").or_again(h).await; }",
    );
}

#[test]
fn ground_that_knows_a_slice_is_reported() {
    is_reported("web/page.rs", "use crate::accounts::Person;", "web stands below all slices");
    is_reported("db/mod.rs", "fn f(p: crate::audit::Actor) {}", "db stands below all slices");
}

#[test]
fn whoever_uses_what_stands_above_is_reported() {
    is_reported("ballots/pages.rs", "use crate::routes::all;", "routes puts the slices together");
    is_reported("web/form.rs", "use crate::app::Setup;", "app puts the slices together");
    is_fine("cli.rs", "use crate::{app, routes, ballots};");
}

#[test]
fn the_database_outside_a_store_is_reported() {
    is_reported("ballots/actions.rs", "use diesel::prelude::*;", "diesel only in store.rs");
    is_reported("ballots/pages.rs", "fn f() { diesel::sql_query(\"\"); }", "diesel only in store.rs");
    is_reported("ballots/round.rs", "#[derive(diesel::Queryable)] struct Row;", "diesel only in store.rs");
    is_reported("web/cache.rs", "use r2d2::Pool;", "r2d2 only in store.rs");
    is_reported("ballots/actions.rs", "use crate::ballots::schema::rounds;", "the tables are named only in store.rs");
    is_reported("ballots/actions.rs", "use super::schema::rounds;", "the tables are named only in store.rs");
    is_reported("ballots/pages.rs", "use crate::db::{Tx, schema::duties};", "the tables are named only in store.rs");
    is_fine("ballots/store.rs", "use diesel::prelude::*; use crate::ballots::schema::rounds;");
    is_fine("ballots/schema.rs", "diesel::table! { rounds (id) { id -> diesel::sql_types::Text } }");
    is_fine("ballots/store/rounds.rs", "use diesel::prelude::*;");
}

#[test]
fn the_web_server_outside_pages_is_reported() {
    is_reported("ballots/actions.rs", "use actix_web::HttpResponse;", "actix_web only in pages.rs");
    is_reported("ballots/store.rs", "fn f(r: actix_web::HttpRequest) {}", "actix_web only in pages.rs");
    is_reported("accounts/actions.rs", "use actix_session::Session;", "actix_session only in pages.rs");
    is_reported("ballots/pages.rs", "use tera::Context;", "tera only in web/");
    is_fine("ballots/booth_pages.rs", "use actix_web::HttpResponse;");
    is_fine("ballots/pages/booth.rs", "use actix_web::HttpResponse;");
}

#[test]
fn whoever_asks_what_time_it_is_is_reported() {
    is_reported("ballots/actions.rs", "fn f() { jiff::Timestamp::now(); }", "only clock.rs asks");
    is_reported("ballots/actions.rs", "use jiff::Timestamp; fn f() { Timestamp::now(); }", "only clock.rs asks");
    is_reported("web/limit.rs", "fn f() { std::time::Instant::now(); }", "only clock.rs asks");
    is_reported("app.rs", "fn f() { tokio::time::Instant::now(); }", "only clock.rs asks");
    is_reported("tally/count.rs", "fn f() { assert!(SystemTime::now() > x); }", "only clock.rs asks");
    is_fine("clock.rs", "fn f() { jiff::Timestamp::now(); }");
    is_fine("ballots/actions.rs", "fn f(clock: Clock) { clock.now(); }");
}

#[test]
fn a_slice_that_reaches_outside_is_reported() {
    is_reported("ballots/actions.rs", "fn f() { std::env::var(\"HOME\"); }", "does not reach outside");
    is_reported("ballots/round.rs", "use std::{collections::HashMap, fs};", "does not reach outside");
    is_reported("ballots/pages.rs", "use tokio::task;", "does not reach outside");
    is_fine("ballots/round.rs", "use std::collections::HashMap;");
    is_fine("ballots/round.rs", "mod tests { fn f() { std::fs::read(\"fixtures/x\"); } }");
    is_fine("ballots/paper/tests.rs", "use std::fs;");
}

#[test]
fn files_in_the_wrong_place_are_reported() {
    is_reported("utils/mod.rs", "//! x", "no such module is known");
    is_reported("polling/mod.rs", "//! x", "no such module is known");
    is_reported("ballots.rs", "", "a slice is a folder");
    is_reported("ballots/helpers/text.rs", "", "things hide in a folder called helpers");
    is_reported("web/common/mod.rs", "", "things hide in a folder called common");
    is_reported("ballots/service.rs", "", "name the file after its concept");
    is_reported("ballots/BallotBox.rs", "", "snake_case");
}

#[test]
fn code_at_the_front_door_is_reported() {
    is_reported("ballots/mod.rs", "//! Ballots.\nfn f() {}", "mod.rs holds no code");
    is_reported("ballots/mod.rs", "//! Ballots.\nmod a { fn f() {} }", "mod.rs holds no code");
    is_reported("ballots/mod.rs", "mod a;", "mod.rs says what the slice is for");
    is_fine("ballots/mod.rs", "//! Ballots.\nmod actions; pub use actions::cast;");
    is_fine("congress/voting_method/mod.rs", "//! x\nfn f() {}");
}

#[test]
fn slices_out_of_order_in_lib_rs_are_reported() {
    is_reported("lib.rs", "pub mod tally; pub mod ballots;", "ballots stands after a slice that may use it");
    is_fine("lib.rs", "pub mod web; pub mod audit; pub mod ballots; pub mod tally; pub mod app;");
}
