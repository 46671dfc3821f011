//! One file of the sources, and what it does against the rules.

use syn::visit::Visit;

use super::{
    DATABASE, EXCEPTIONS, FORMS_BY_HAND, GROUND, HIDING_PLACES, OUTSIDE, ROOF, ROOMS, SERVER, SLICES, STOPWATCHES,
    SUBMITS,
    mentions::{Collector, Mention},
};
use crate::support::sources::Source;

/// What is refused by rules, and which enums hold failures of the database.
#[derive(Default)]
struct Refusals {
    refusals: Vec<String>,
    /// With the line of each.
    failures: Vec<(String, usize)>,
}

impl<'ast> Visit<'ast> for Refusals {
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let of = item.trait_.as_ref().and_then(|(_, path, _)| path.segments.last());
        if of.is_some_and(|name| name.ident == "Refusal")
            && let syn::Type::Path(refusal) = &*item.self_ty
        {
            self.refusals.extend(refusal.path.segments.last().map(|name| name.ident.to_string()));
        }
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        for field in item.variants.iter().flat_map(|variant| &variant.fields) {
            if let syn::Type::Path(held) = &field.ty
                && held.path.segments.last().is_some_and(|name| name.ident == "DbError")
            {
                self.failures.push((item.ident.to_string(), item.ident.span().start().line));
            }
        }
    }
}

/// Lines at which a form is carried out.
#[derive(Default)]
struct Submits {
    lines: Vec<usize>,
}

impl<'ast> Visit<'ast> for Submits {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if SUBMITS.iter().any(|name| call.method == name) {
            self.lines.push(call.method.span().start().line);
        }
        syn::visit::visit_expr_method_call(self, call);
    }
}

pub(super) struct SourceFile<'a> {
    pub(super) path: &'a str,
    /// `ballots`, `web`, `app`, …
    module: &'a str,
    parsed: syn::File,
}

impl<'a> SourceFile<'a> {
    pub(super) fn read(source: &'a Source) -> Self {
        let path = source.path.as_str();
        let module = path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let parsed = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("src/{path}: {error}"));
        Self { path, module, parsed }
    }

    fn slice(&self) -> Option<usize> {
        SLICES.iter().position(|slice| *slice == self.module)
    }

    pub(super) fn is_front_door(&self) -> bool {
        self.slice().is_some() && self.path == format!("{}/mod.rs", self.module)
    }

    /// The names of the folders and of the file itself, without `.rs`.
    fn parts(&self) -> Vec<&str> {
        self.path.trim_end_matches(".rs").split('/').collect()
    }

    /// Rows ↔ domain types: `store.rs`, or a folder of that name, of the slice or of one of its concepts.
    fn is_store(&self) -> bool {
        self.slice().is_some() && self.parts().iter().skip(1).any(|part| *part == "store")
    }

    /// A store, or the slice's tables themselves.
    fn names_tables(&self) -> bool {
        self.is_store() || (self.slice().is_some() && self.parts().get(1) == Some(&"schema"))
    }

    /// Form → action → redirect: `pages.rs`, `x_pages.rs`, or folders of those names, of the slice or of one of its concepts.
    fn is_pages(&self) -> bool {
        let is_pages = |part: &&str| *part == "pages" || part.ends_with("_pages");
        self.slice().is_some() && self.parts().iter().skip(1).any(is_pages)
    }

    pub(super) fn place(&self) -> Vec<String> {
        let mut breaches = Vec::new();
        let known = SLICES.contains(&self.module) || GROUND.contains(&self.module) || ROOF.contains(&self.module);
        if !known && self.path != "lib.rs" {
            breaches.push(format!("src/{}: no such module is known to tests/architecture/", self.path));
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

    /// A refusal that holds a failure has no words for it: rules and failures are told apart by `web::Refused`.
    pub(super) fn mixed_refusals(&self) -> Vec<String> {
        let mut found = Refusals::default();
        found.visit_file(&self.parsed);
        let breach = |line| format!("src/{}:{line}: a refusal holds no failure: web::Refused does", self.path);
        let mixed = found.failures.into_iter().filter(|(name, _)| found.refusals.contains(name));
        mixed.map(|(_, line)| breach(line)).collect()
    }

    /// Whoever carries a form out past `web::act` answers a second press, an expired form or a lost cause in a way of its
    /// own.
    pub(super) fn forms_by_hand(&self) -> Vec<String> {
        if FORMS_BY_HAND.iter().any(|(file, _)| *file == self.path) {
            return Vec::new();
        }
        let mut calls = Submits::default();
        calls.visit_file(&self.parsed);
        let breach = |line| format!("src/{}:{line}: a form is carried out by ctx.act", self.path);
        calls.lines.into_iter().map(breach).collect()
    }

    pub(super) fn mentions(&self) -> Vec<String> {
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
                if ROOMS.contains(&second) && !in_roof && self.module != second {
                    return Some(format!("{second} is a room: it joins slices, and nobody uses it"));
                }
            }
            if ROOF.contains(&second) && !in_roof && self.path != "lib.rs" {
                return Some(format!("{second} puts the slices together; nothing below it may use it"));
            }
            let names_tables = segments.get(2) == Some(&"schema") && (second == "db" || SLICES.contains(&second));
            if names_tables && !self.names_tables() && self.module != "db" {
                return Some("the tables are named only in store.rs".to_owned());
            }
        }
        if DATABASE.contains(&first) && !self.names_tables() && !matches!(self.module, "db" | "ids") {
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
    pub(super) fn no_code(&self) -> Vec<String> {
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
    pub(super) fn order_of_modules(&self) -> Vec<String> {
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
