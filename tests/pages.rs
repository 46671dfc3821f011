//! Every page in every state its samples know, in both languages and both type sizes; and every text they ask for.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicUsize, Ordering},
};

use piaojue::{
    accounts::Role,
    routes,
    supervision::Body,
    web::{Lang, PageSample, Views},
};
use proc_macro2::{TokenStream, TokenTree};
use scraper::{ElementRef, Html, Selector};
use serde_json::json;
use syn::visit::Visit;
use tera::Context;

use crate::support::{
    routes::{self as read, Route},
    sources,
};

/// Addresses that pages link to before their slice is there.
const NOT_YET: [&str; 0] = [];

type Words = fn() -> Vec<&'static str>;

/// Texts of which a template names only the beginning and the end: `t(key="role-" ~ role)`.
const WORD_LISTS: &[(&str, &str, Words)] = &[
    ("role-", "", || Role::ALL.iter().map(|role| role.word()).collect()),
    ("body-", "", || Body::ALL.iter().map(|body| body.word()).collect()),
    ("error-", "-title", || ERRORS.to_vec()),
    ("error-", "-mend", || ERRORS.to_vec()),
];

const ERRORS: [&str; 8] =
    ["not-found", "bad-form", "too-large", "too-slow", "form-expired", "too-many", "unavailable", "internal"];

/// Words with hyphens that sources turn `.into()` something else than a message.
const NO_MESSAGES: [&str; 0] = [];

pub fn context(page: &serde_json::Value, lang: Lang, large: bool, signed_in: bool) -> Context {
    let mut context = Context::from_serialize(page).unwrap();
    let person = json!({ "id": "1", "name": "<script>alert(2)</script>", "role": "deputy", "home": "/deputy" });
    context.insert(
        "chrome",
        &json!({
            "lang": lang.tag(),
            "other_lang": lang.other().tag(),
            "large": large,
            "path": "/candidates",
            "csrf": "c5f",
            "site": "<script>alert(3)</script>人民代表大会",
            "origin": "https://vote.example",
            "signed_in": signed_in.then_some(person),
            "notice": signed_in.then_some("<script>alert(4)</script>"),
            "problems": if signed_in { json!([{ "text": "<script>alert(5)</script>", "at": "main" }]) } else { json!([]) },
            "aside": signed_in.then_some("<script>alert(6)</script>"),
            "once_more": {
                "code": signed_in, "password": true, "label": if large { "浙政钉<b>" } else { "" }, "passwords": true,
                "shown": false, "second_factor": false,
            },
            "demo": signed_in,
            "origin": "http://127.0.0.1:8080<b>",
            "reach": "this-machine-only",
        }),
    );
    context
}

/// A page in one of its states, to somebody.
#[derive(Clone, Copy)]
struct Showing<'a> {
    template: &'static str,
    number: usize,
    page: &'a serde_json::Value,
    lang: Lang,
    /// In large type, signed in, with a notice.
    large: bool,
}

/// What one thread has looked at, and what is wrong with it.
struct Judge {
    routes: Vec<Route>,
    /// Whether a method and an address are known.
    leads_to: BTreeMap<(String, String), bool>,
    wrong: BTreeSet<String>,
    pages: usize,
    feeds: usize,
    inline: Selector,
    handlers: Selector,
    unsafe_forms: Selector,
    unnamed: Selector,
    ids: Selector,
    headings: Selector,
    linked: [(Selector, &'static str); 2],
    forms: Selector,
}

impl Judge {
    fn new() -> Self {
        let handlers = ["onclick", "onload", "onerror", "onsubmit", "onchange", "oninput"];
        Self {
            routes: read::routes(),
            leads_to: BTreeMap::new(),
            wrong: BTreeSet::new(),
            pages: 0,
            feeds: 0,
            inline: all("script:not([src]):not([type='application/json']), style, [style]"),
            handlers: all(&handlers.map(|name| format!("[{name}]")).join(", ")),
            unsafe_forms: all("form[method=post]:not(:has(input[name=csrf][value]):has(input[name=key][value]))"),
            unnamed: all("img:not([alt]), html:not([lang]), [role=img]:not([aria-label]):not(:has(title))"),
            ids: all("[id]"),
            headings: all("h1"),
            linked: [(all("[href]"), "href"), (all("[src]"), "src")],
            forms: all("form[action]"),
        }
    }

    fn sees(&mut self, views: &Views, showing: Showing) {
        let Showing { template, number, page, lang, large } = showing;
        let name = format!("{template}, sample {number}, {}, large: {large}", lang.tag());
        let text = match views.render(lang, template, &context(page, lang, large, large)) {
            Ok(text) => text,
            Err(error) => {
                self.wrong.insert(format!("{name}: {error}"));
                return;
            }
        };
        if template == "reports/feed.xml" {
            self.feeds += 1;
            return self.judges_feed(&name, &text);
        }
        self.pages += 1;
        let html = Html::parse_document(&text);
        self.judges_markup(&name, &html);
        self.judges_addresses(&name, &html);
    }

    fn judges_markup(&mut self, name: &str, page: &Html) {
        for (forbidden, why) in [
            (&self.inline, "what the security policy forbids, or a text that was not escaped"),
            (&self.handlers, "a script in an attribute"),
            (&self.unsafe_forms, "a form without its tokens"),
            (&self.unnamed, "nothing to read out"),
        ] {
            if let Some(element) = page.select(forbidden).next() {
                self.wrong.insert(format!("{name}: {why}: {}", element.html()));
            }
        }
        let mut seen = BTreeSet::new();
        for id in page.select(&self.ids).filter_map(|element| element.attr("id")) {
            if !seen.insert(id) {
                self.wrong.insert(format!("{name}: two elements with the id {id}"));
            }
        }
        let shown = page.select(&self.headings).filter(|heading| !is_hidden(heading)).count();
        if shown != 1 {
            self.wrong.insert(format!("{name}: {shown} h1 on a page"));
        }
    }

    fn judges_addresses(&mut self, name: &str, page: &Html) {
        let mut addresses = Vec::new();
        for (linked, attribute) in &self.linked {
            let of_all = page.select(linked).filter_map(|element| element.attr(attribute));
            addresses.extend(of_all.map(|address| ("GET".to_owned(), address.to_owned())));
        }
        for form in page.select(&self.forms) {
            let method = form.attr("method").unwrap_or("get").to_uppercase();
            addresses.push((method, form.attr("action").unwrap_or_default().to_owned()));
        }
        for address in addresses.into_iter().filter(|(_, address)| address.starts_with('/')) {
            let (method, path) = &address;
            let said = format!("{name}: no route knows {method} {path}");
            let is_known = *self.leads_to.entry(address).or_insert_with_key(|(method, address)| {
                let path = address.split(['?', '#']).next().unwrap_or_default();
                NOT_YET.contains(&path) || has(&self.routes, method, address)
            });
            if !is_known {
                self.wrong.insert(said);
            }
        }
    }

    /// Whatever is in it.
    fn judges_feed(&mut self, name: &str, xml: &str) {
        let is_whole = match feed_rs::parser::parse(xml.as_bytes()) {
            Err(error) => {
                self.wrong.insert(format!("{name}: {error}"));
                return;
            }
            Ok(feed) => {
                feed.feed_type == feed_rs::model::FeedType::Atom
                    && feed.title.is_some()
                    && feed.updated.is_some()
                    && !feed.authors.is_empty()
            }
        };
        if !is_whole {
            self.wrong.insert(format!("{name}: no Atom with a title, a date and an author"));
        }
    }
}

fn all(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

#[test]
fn every_template_has_a_page_with_samples() {
    let rendered: BTreeSet<&str> = routes::page_samples().iter().map(|page| page.template).collect();
    let views = Views::load().unwrap();
    let without: Vec<String> =
        views.page_templates().into_iter().filter(|name| !rendered.contains(name.as_str())).collect();
    assert!(without.is_empty(), "not in routes::page_samples(), so never rendered by a test: {without:?}");
}

#[test]
fn every_page_in_every_state_is_sound_and_leads_to_addresses_that_exist() {
    let views = Views::load().unwrap();
    let pages = routes::page_samples();
    let mut showings = Vec::new();
    for PageSample { template, samples } in &pages {
        assert!(!samples.is_empty(), "{template} has no samples");
        for (number, page) in (1..).zip(samples) {
            for lang in Lang::ALL {
                showings.extend([false, true].map(|large| Showing { template, number, page, lang, large }));
            }
        }
    }
    let next = AtomicUsize::new(0);
    let looks = || {
        let mut judge = Judge::new();
        while let Some(showing) = showings.get(next.fetch_add(1, Ordering::Relaxed)) {
            judge.sees(&views, *showing);
        }
        (judge.wrong, judge.pages, judge.feeds)
    };
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let seen: Vec<_> = std::thread::scope(|scope| {
        let judges: Vec<_> = (0..cores).map(|_| scope.spawn(looks)).collect();
        judges.into_iter().map(|judge| judge.join().unwrap()).collect()
    });
    let (pages, feeds) = seen.iter().fold((0, 0), |(pages, feeds), seen| (pages + seen.1, feeds + seen.2));
    let wrong: BTreeSet<String> = seen.into_iter().flat_map(|seen| seen.0).collect();
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(pages > 0 && feeds > 0 && pages + feeds == showings.len());
}

/// The booth and its kin hold several views, of which the script shows one.
fn is_hidden(element: &ElementRef) -> bool {
    element.attr("hidden").is_some()
        || element.ancestors().filter_map(ElementRef::wrap).any(|above| above.attr("hidden").is_some())
}

fn has(routes: &[Route], method: &str, address: &str) -> bool {
    routes.iter().any(|route| (route.method == method || route.method == "ANY") && route.fits(address))
}

#[test]
fn no_address_is_still_called_missing_that_exists() {
    let routes = read::routes();
    let found: Vec<&str> = NOT_YET.into_iter().filter(|path| has(&routes, "GET", path)).collect();
    assert!(found.is_empty(), "take these off NOT_YET in tests/pages.rs: {found:?}");
}

// Texts.

/// Key → text of all files of a language. `key = …` at the start of a line; terms and attributes are not ours.
fn messages(lang: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for file in sources::sources(&format!("locales/{lang}"), "ftl") {
        let mut last = None;
        for line in file.text.lines() {
            match line.split_once(" =") {
                Some((key, text)) if is_key(key) => {
                    let before = found.insert(key.to_owned(), text.trim().to_owned());
                    assert!(before.is_none(), "locales/{lang}/{}: {key} is said twice", file.path);
                    last = Some(key.to_owned());
                }
                _ if line.starts_with([' ', '\t', '}']) => {
                    if let Some(text) = last.as_ref().and_then(|key| found.get_mut(key)) {
                        text.push(' ');
                        text.push_str(line.trim());
                    }
                }
                _ => assert!(line.is_empty() || line.starts_with('#'), "locales/{lang}/{}: {line:?}", file.path),
            }
        }
    }
    found
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_blanks() {
    let (chinese, english) = (messages("zh-CN"), messages("en"));
    let keys = |texts: &BTreeMap<String, String>| texts.keys().cloned().collect::<BTreeSet<_>>();
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(only(&keys(&chinese), &keys(&english)), Vec::<String>::new(), "only in Chinese");
    assert_eq!(only(&keys(&english), &keys(&chinese)), Vec::<String>::new(), "only in English");
    for (key, text) in &chinese {
        assert_eq!(blanks(text), blanks(&english[key]), "{key} has other blanks in Chinese than in English");
        assert!(!text.is_empty() && !english[key].is_empty(), "{key} says nothing");
    }
}

/// The variables of a text: `{ $count }`.
fn blanks(text: &str) -> BTreeSet<&str> {
    let name = |rest: &str| rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
    text.split('$').skip(1).map(|rest| &rest[..name(rest)]).collect()
}

/// What a template asks for: a whole key, or its beginning and end with a word between them.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Whole(String),
    Around(String, String),
}

/// Every `t(key="…")`; a key that is wholly a variable is left to the renderings.
fn asked_in_template(text: &str) -> Vec<Asked> {
    let mut found = Vec::new();
    for rest in text.split("t(key=").skip(1) {
        let Some(rest) = rest.strip_prefix('"') else { continue };
        let Some((start, rest)) = rest.split_once('"') else { continue };
        let Some(rest) = rest.trim_start().strip_prefix('~') else {
            found.push(Asked::Whole(start.to_owned()));
            continue;
        };
        let word = rest.split([',', ')', '~']).next().unwrap_or_default();
        let after = rest[word.len()..].strip_prefix('~').map(str::trim_start).unwrap_or_default();
        let literal = after.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        // Where another word follows, the end is not known.
        let end = literal.filter(|(_, more)| !more.trim_start().starts_with('~')).map_or("", |(end, _)| end);
        found.push(Asked::Around(start.to_owned(), end.to_owned()));
    }
    found
}

#[test]
fn every_text_that_a_template_asks_for_exists() {
    let known = messages("zh-CN");
    let mut missing = BTreeSet::new();
    for template in sources::sources("templates", "html") {
        for asked in asked_in_template(&template.text) {
            match asked {
                Asked::Whole(key) if !known.contains_key(&key) => {
                    missing.insert(format!("{key}, asked for in templates/{}", template.path));
                }
                Asked::Whole(_) => {}
                Asked::Around(start, end) => {
                    // Which words there are, the renderings of the samples and WORD_LISTS show.
                    if !known.keys().any(|key| key.starts_with(&start) && key.ends_with(&end)) {
                        missing.insert(format!("{start}…{end}, asked for in templates/{}", template.path));
                    }
                }
            }
        }
    }
    for (start, end, words) in WORD_LISTS {
        for key in words().into_iter().map(|word| format!("{start}{word}{end}")) {
            if !known.contains_key(&key) {
                missing.insert(format!("{key}, of the word list {start}…{end}"));
            }
        }
    }
    assert!(missing.is_empty(), "missing:\n{}", missing.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_message_that_the_program_may_say_exists() {
    let known = messages("zh-CN");
    let mut missing = BTreeSet::new();
    let mut count = 0;
    for source in sources::sources("src", "rs") {
        for key in said_in_source(&source.text) {
            count += 1;
            if !known.contains_key(&key) && !NO_MESSAGES.contains(&key.as_str()) {
                missing.insert(format!("{key}, said in src/{}", source.path));
            }
        }
    }
    assert!(count > 0, "no message was found in src/");
    assert!(missing.is_empty(), "missing:\n{}", missing.into_iter().collect::<Vec<_>>().join("\n"));
}

/// `Message::new("…")`, `"….".into()` of words with hyphens, and `ctx.see(to, "…")`, which says `notice-…`;
/// samples and tests are left out.
fn said_in_source(text: &str) -> Vec<String> {
    let mut messages = Messages(Vec::new());
    messages.visit_file(&syn::parse_file(text).unwrap());
    messages.0
}

struct Messages(Vec<String>);

impl Messages {
    fn add(&mut self, text: &str) {
        if is_key(text) && text.contains('-') {
            self.0.push(text.to_owned());
        }
    }

    /// In a macro only tokens are left: `vec!["form-expired".into()]`.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Literal(literal) => {
                    let into = tokens.get(at + 2).is_some_and(|next| next.to_string() == "into");
                    if into {
                        self.add(literal.to_string().trim_matches('"'));
                    }
                }
                TokenTree::Group(group) => {
                    let of_message = at > 2 && tokens[at - 1].to_string() == "new" && {
                        tokens.get(at.wrapping_sub(4)).is_some_and(|before| before.to_string() == "Message")
                    };
                    if of_message && let Some(TokenTree::Literal(key)) = group.stream().into_iter().next() {
                        self.add(key.to_string().trim_matches('"'));
                    }
                    self.tokens(group.stream());
                }
                _ => {}
            }
        }
    }
}

fn literal(expr: Option<&syn::Expr>) -> Option<String> {
    match expr {
        Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => Some(text.value()),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Messages {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.ident != "tests" {
            syn::visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !function.sig.ident.to_string().contains("sample") {
            syn::visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !function.sig.ident.to_string().contains("sample") {
            syn::visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func {
            let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            if let [.., owner, maker] = names.as_slice()
                && owner == "Message"
                && (maker == "new" || maker == "from")
                && let Some(key) = literal(call.args.first())
            {
                // of these even one word is a key
                self.0.push(key);
            }
        }
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.method == "into"
            && let Some(key) = literal(Some(&call.receiver))
        {
            self.add(&key);
        }
        if call.method == "see"
            && let Some(key) = literal(call.args.iter().nth(1))
        {
            self.0.push(format!("notice-{key}"));
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone());
    }
}

#[test]
fn the_readers_find_what_they_look_for() {
    let template = r#"{{ t(key="sign-in") }} {{ t(key="role-" ~ a.role) }} {{ t(key="error-" ~ kind ~ "-title", n=1) }}
        {{ t(key="home-" ~ kind ~ "-" ~ state) }} {{ t(key=k) }}"#;
    let around = |a: &str, b: &str| Asked::Around(a.to_owned(), b.to_owned());
    assert_eq!(
        asked_in_template(template),
        [Asked::Whole("sign-in".to_owned()), around("role-", ""), around("error-", "-title"), around("home-", "")]
    );
    let source = r#"
        fn f(ctx: Ctx) { g(Message::new("one").with("a", 1)); ctx.see("/", "signed-out"); h(&["two-words".into()]);
            vec![Message::new("three-is"), "four-is".into()]; "plain".into(); }
        fn samples() { "not-this".into() }
        mod tests { fn f() { "nor-this".into() } }
    "#;
    assert_eq!(said_in_source(source), ["one", "notice-signed-out", "two-words", "three-is", "four-is"]);
    assert_eq!(blanks("a { $count -> [one] x *[other] { $name-of }"), BTreeSet::from(["count", "name-of"]));
}
