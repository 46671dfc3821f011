//! Who may use whom, read from the sources: docs/architecture.md in the form of a test.
//!
//! A rule that found nothing wrong because it looked at nothing would be worse than none, so each is shown
//! below to report a snippet that breaks it.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::visit::Visit;

use crate::support::sources::{self, Source};

/// The slices in the order of src/lib.rs: each may use only those before it.
const SLICES: [&str; 18] = [
    "audit",
    "accounts",
    "congress",
    "deputies",
    "proposals",
    "candidates",
    "scrutineers",
    "ballots",
    "tally",
    "projects",
    "supervision",
    "ratings",
    "reports",
    "followers",
    "home",
    "desk",
    "rehearsals",
    "screen",
];

/// What every slice stands on; knows none of them.
const GROUND: [&str; 7] = ["clock", "config", "db", "error", "ids", "mail", "web"];

/// What puts the slices together; no slice knows it.
const ROOF: [&str; 6] = ["app", "cli", "demo", "load", "main", "routes"];

/// Things hide in folders and files of these names.
const HIDING_PLACES: [&str; 14] = [
    "utils", "util", "common", "helpers", "helper", "misc", "service", "services", "manager", "managers", "models",
    "model", "types", "handlers",
];

/// Crates that are the database.
const DATABASE: [&str; 5] = ["diesel", "diesel_migrations", "libsqlite3_sys", "pq_sys", "r2d2"];

/// Crates that are the web server.
const SERVER: [&str; 4] = ["actix_web", "actix_session", "actix_multipart", "actix_http"];

/// Ways out of a slice that its rules and actions may not take: they are told, they do not ask.
const OUTSIDE: [&str; 7] = ["std::env", "std::fs", "std::net", "std::process", "std::thread", "reqwest", "tokio"];

/// File, what it may mention against the rules, and why.
const EXCEPTIONS: [(&str, &str, &str); 3] = [
    ("accounts/sign_ins.rs", "actix_session", "it is the store that the session middleware asks for"),
    ("accounts/sign_ins.rs", "actix_web", "that store runs its queries on the server's blocking pool"),
    ("deputies/cards.rs", "std::thread", "hundreds of passwords are hashed on all cores at once"),
];

/// Measures its own speed or the speed of others: durations, not the time of an act.
const STOPWATCHES: [&str; 2] = ["load", "cli"];

#[test]
fn the_sources_keep_the_rules() {
    let breaches = check(&sources::sources("src", "rs"));
    assert!(breaches.is_empty(), "{} breaches:\n{}", breaches.len(), breaches.join("\n"));
}

fn check(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources {
        let file = SourceFile::read(source);
        breaches.extend(file.place());
        breaches.extend(file.mentions());
        if file.path == "lib.rs" {
            breaches.extend(file.order_of_modules());
        }
        if file.is_front_door() {
            breaches.extend(file.no_code());
        }
    }
    breaches
}

struct SourceFile<'a> {
    path: &'a str,
    /// `ballots`, `web`, `app`, …
    module: &'a str,
    parsed: syn::File,
}

/// A path as written, made absolute: `crate::ballots::actions`, `diesel::insert_into`, `jiff::Timestamp::now`.
struct Mention {
    segments: Vec<String>,
    line: usize,
    /// In a `mod tests`, which may read its fixtures.
    in_tests: bool,
}

impl<'a> SourceFile<'a> {
    fn read(source: &'a Source) -> Self {
        let path = source.path.as_str();
        let module = path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let parsed = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("src/{path}: {error}"));
        Self { path, module, parsed }
    }

    fn slice(&self) -> Option<usize> {
        SLICES.iter().position(|slice| *slice == self.module)
    }

    fn is_front_door(&self) -> bool {
        self.slice().is_some() && self.path == format!("{}/mod.rs", self.module)
    }

    /// The names of the folders and of the file itself, without `.rs`.
    fn parts(&self) -> Vec<&str> {
        self.path.trim_end_matches(".rs").split('/').collect()
    }

    /// Rows ↔ domain types: `store.rs`, or a folder of that name.
    fn is_store(&self) -> bool {
        self.slice().is_some() && self.parts().get(1) == Some(&"store")
    }

    /// Form → action → redirect: `pages.rs`, `x_pages.rs`, or folders of those names.
    fn is_pages(&self) -> bool {
        let layer = self.parts().get(1).copied().unwrap_or_default();
        self.slice().is_some() && (layer == "pages" || layer.ends_with("_pages"))
    }

    fn place(&self) -> Vec<String> {
        let mut breaches = Vec::new();
        let known = SLICES.contains(&self.module) || GROUND.contains(&self.module) || ROOF.contains(&self.module);
        if !known && self.path != "lib.rs" {
            breaches.push(format!("src/{}: no such module is known to tests/architecture.rs", self.path));
        }
        if self.slice().is_some() && !self.path.contains('/') {
            breaches.push(format!("src/{}: a slice is a folder with a mod.rs", self.path));
        }
        let parts = self.parts();
        let folders = &parts[..parts.len() - 1];
        for folder in folders {
            if HIDING_PLACES.contains(folder) {
                breaches.push(format!("src/{}: things hide in a folder called {folder}", self.path));
            }
        }
        let name = parts.last().copied().unwrap_or_default();
        if self.slice().is_some() && HIDING_PLACES.contains(&name) {
            breaches.push(format!("src/{}: name the file after its concept, not {name}", self.path));
        }
        let snake = |part: &str| part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !parts.iter().all(|part| snake(part)) {
            breaches.push(format!("src/{}: file names are in snake_case", self.path));
        }
        breaches
    }

    fn mentions(&self) -> Vec<String> {
        let mut collector = Collector { module: self.module_path(), found: Vec::new() };
        collector.visit_file(&self.parsed);
        let mut breaches: Vec<String> = collector
            .found
            .iter()
            .filter(|mention| !self.is_excepted(mention))
            .filter_map(|mention| Some(format!("src/{}:{}: {}", self.path, mention.line, self.judge(mention)?)))
            .collect();
        breaches.dedup();
        breaches
    }

    fn is_excepted(&self, mention: &Mention) -> bool {
        let whole = mention.segments.join("::");
        let covers = |allowed: &str| whole == allowed || whole.starts_with(&format!("{allowed}::"));
        EXCEPTIONS.iter().any(|(file, allowed, _)| *file == self.path && covers(allowed))
    }

    fn judge(&self, mention: &Mention) -> Option<String> {
        let segments: Vec<&str> = mention.segments.iter().map(String::as_str).collect();
        let whole = segments.join("::");
        let (first, second) = (segments[0], segments.get(1).copied().unwrap_or_default());
        let in_roof = ROOF.contains(&self.module);

        if first == "crate" || first == "piaojue" {
            if let Some(used) = SLICES.iter().position(|slice| *slice == second) {
                if GROUND.contains(&self.module) {
                    return Some(format!("{} stands below all slices and may not use {second}", self.module));
                }
                if self.slice().is_some_and(|own| used > own) {
                    return Some(format!("{} comes before {second} and may not use it", self.module));
                }
            }
            if ROOF.contains(&second) && !in_roof && self.path != "lib.rs" {
                return Some(format!("{second} puts the slices together; nothing below it may use it"));
            }
            if second == "db" && segments.get(2) == Some(&"schema") && !self.is_store() && self.module != "db" {
                return Some("the tables are named only in store.rs".to_owned());
            }
        }
        if DATABASE.contains(&first) && !self.is_store() && !matches!(self.module, "db" | "ids") {
            return Some(format!("{first} only in store.rs and db/"));
        }
        if SERVER.contains(&first) && !self.is_pages() && !in_roof && self.module != "web" {
            return Some(format!("{first} only in pages.rs, web/, routes.rs and app.rs"));
        }
        if first == "tera" && self.module != "web" && !in_roof {
            return Some("tera only in web/".to_owned());
        }
        if segments.len() > 1 && segments.last() == Some(&"now") {
            let may = self.module == "clock" || STOPWATCHES.contains(&self.module);
            return (!may).then(|| format!("{whole}: only clock.rs asks what time it is"));
        }
        let is_test = self.parts().contains(&"tests") || mention.in_tests;
        if self.slice().is_some() && !self.is_store() && !is_test {
            let outside = OUTSIDE.iter().find(|out| whole == **out || whole.starts_with(&format!("{out}::")));
            if let Some(outside) = outside {
                return Some(format!("{outside}: a slice is told, it does not reach outside"));
            }
        }
        None
    }

    /// `src/a/b.rs` is `crate::a::b`, `src/a/mod.rs` is `crate::a`.
    fn module_path(&self) -> Vec<String> {
        let mut parts = self.parts();
        if matches!(parts.last(), Some(&"mod" | &"lib" | &"main")) {
            parts.pop();
        }
        parts.into_iter().map(ToOwned::to_owned).collect()
    }

    /// `mod.rs` of a slice says what the slice is for and what others may use; the code is elsewhere.
    fn no_code(&self) -> Vec<String> {
        let is_code = |item: &&syn::Item| match item {
            syn::Item::Use(_) => false,
            syn::Item::Mod(module) => module.content.is_some(),
            _ => true,
        };
        let documented = self.parsed.attrs.iter().any(|attribute| attribute.path().is_ident("doc"));
        let mut breaches = Vec::new();
        if self.parsed.items.iter().any(|item| is_code(&item)) {
            breaches.push(format!("src/{}: mod.rs holds no code", self.path));
        }
        if !documented {
            breaches.push(format!("src/{}: mod.rs says what the slice is for", self.path));
        }
        breaches
    }

    /// lib.rs lists the slices in their order.
    fn order_of_modules(&self) -> Vec<String> {
        let mut last = 0;
        let mut breaches = Vec::new();
        for item in &self.parsed.items {
            let syn::Item::Mod(module) = item else { continue };
            let name = module.ident.to_string();
            let Some(place) = SLICES.iter().position(|slice| *slice == name) else { continue };
            if place < last {
                breaches.push(format!("src/lib.rs: {name} stands after a slice that may use it"));
            }
            last = last.max(place);
        }
        breaches
    }
}

/// Gathers every path of a file: in `use`, in code, in attributes, and inside macros, where only tokens are left.
struct Collector {
    module: Vec<String>,
    found: Vec<Mention>,
}

impl Collector {
    fn add(&mut self, segments: Vec<String>, span: Span) {
        let depth = self.module.len();
        let absolute = match segments.first().map(String::as_str) {
            Some("self") => [vec!["crate".to_owned()], self.module.clone(), segments[1..].to_vec()].concat(),
            Some("super") => {
                let ups = segments.iter().take_while(|segment| *segment == "super").count();
                let above = self.module[..depth.saturating_sub(ups)].to_vec();
                [vec!["crate".to_owned()], above, segments[ups..].to_vec()].concat()
            }
            _ => segments,
        };
        if !absolute.is_empty() {
            let in_tests = self.module.iter().any(|module| module == "tests");
            self.found.push(Mention { segments: absolute, line: span.start().line, in_tests });
        }
    }

    fn use_tree(&mut self, tree: &syn::UseTree, above: &[String]) {
        let with = |ident: &syn::Ident| [above, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.use_tree(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => self.add(with(&name.ident), name.ident.span()),
            syn::UseTree::Rename(name) => self.add(with(&name.ident), name.ident.span()),
            syn::UseTree::Glob(glob) => self.add(above.to_vec(), glob.star_token.spans[0]),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.use_tree(tree, above)),
        }
    }

    /// Paths in the tokens of a macro, `use` groups among them: `crate::{a, b::c}`.
    fn tokens(&mut self, tokens: TokenStream, above: &[String]) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let colons = |at: usize| {
            let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == ':');
            colon(at) && colon(at + 1)
        };
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Ident(ident) => {
                    let mut path = [above, &[ident.to_string()]].concat();
                    let mut end = at + 1;
                    while colons(end) {
                        match tokens.get(end + 2) {
                            Some(TokenTree::Ident(next)) => {
                                path.push(next.to_string());
                                end += 3;
                            }
                            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                                self.tokens(group.stream(), &path);
                                end += 3;
                            }
                            _ => break,
                        }
                    }
                    if path.len() > 1 {
                        self.add(path, ident.span());
                    }
                    at = end;
                }
                TokenTree::Group(group) => {
                    self.tokens(group.stream(), &[]);
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&item.tree, &[]);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        syn::visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if let Some(first) = path.segments.first() {
            self.add(segments, first.ident.span());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone(), &[]);
        syn::visit::visit_macro(self, item);
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.tokens(list.tokens.clone(), &[]);
        syn::visit::visit_meta_list(self, list);
    }
}

// Each rule is shown to report what breaks it.

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
    is_reported("ballots/actions.rs", "use crate::db::schema::rounds;", "the tables are named only in store.rs");
    is_reported("ballots/actions.rs", "use crate::db::{Tx, schema::rounds};", "the tables are named only in store.rs");
    is_fine("ballots/store.rs", "use diesel::prelude::*; use crate::db::schema::rounds;");
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

#[test]
fn every_exception_is_still_needed() {
    let sources = sources::sources("src", "rs");
    for (file, allowed, why) in EXCEPTIONS {
        let source = sources.iter().find(|source| source.path == file);
        let last = allowed.rsplit("::").next().unwrap_or_default();
        let used = source.is_some_and(|source| source.text.contains(last));
        assert!(used, "{file} no longer needs {allowed} ({why}): take the exception away");
    }
}
