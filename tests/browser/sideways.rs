//! Every public page, reached by its links, in 关怀版: nobody scrolls sideways, and whoever moves by landmarks or by touch
//! finds their way.

use std::collections::{BTreeSet, VecDeque};

use super::{Browser, Size};
use crate::support::{TestApp, tracking::Year};

/// Pages that are alike but for what they are about are walked this many times.
const OF_A_KIND: usize = 2;

/// The path without what is different in each page of a kind.
fn kind_of(path: &str) -> String {
    let is_particular = |part: &str| part.len() == 36 || part.contains('%') || part.chars().all(|c| c.is_ascii_digit());
    path.split('/')
        .map(|part| if !part.is_empty() && is_particular(part) { "*" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// What a visitor comes to by following links from the first page.
pub(super) async fn public_pages(app: &TestApp) -> Vec<String> {
    let (mut waiting, mut known, mut kinds) = (VecDeque::from(["/".to_owned()]), BTreeSet::new(), Vec::new());
    let mut pages = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let kind = kind_of(&path);
        if !known.insert(path.clone()) || kinds.iter().filter(|one| **one == kind).count() == OF_A_KIND {
            continue;
        }
        let page = app.visitor().visits(&path).await;
        if page.status != 200 || !page.html.starts_with("<!doctype html>") {
            continue;
        }
        kinds.push(kind);
        let links =
            page.attributes("a", "href").into_iter().filter(|link| link.starts_with('/') && !link.starts_with("//"));
        waiting.extend(links.map(|link| link.split(['#', '?']).next().unwrap_or_default().to_owned()));
        pages.push(path);
    }
    pages
}

const MEASURE: &str = "const d = document.documentElement; return d.scrollWidth - d.clientWidth;";
const WIDEST: &str = "return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 \
    && !e.parentElement.closest('.scroll')).slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' | ');";

in_a_browser! {
    async fn no_public_page_is_wider_than_its_screen_in_large_type(app: TestApp) {
        Year::supervised(&app).await;
        let pages = public_pages(&app).await;
        assert!(pages.len() > 25, "the walk goes everywhere: {pages:?}");
        let browser = Browser::open(&app, "sideways", Size::Desktop).await;
        let mut wrong = Vec::new();
        for (lang, view) in [("zh-CN", "large"), ("en", "large"), ("en", "normal")] {
            browser.visits(&format!("/?lang={lang}&view={view}")).await;
            for path in &pages {
                browser.is_a_screen_of(390, 844).await;
                browser.visits(path).await;
                for width in [320, 390, 820] {
                    browser.is_a_screen_of(width, 844).await;
                    let over = browser.evaluates(MEASURE).await.as_i64().unwrap();
                    if over > 0 {
                        let widest = browser.evaluates(WIDEST).await;
                        wrong.push(format!("{lang} {view} {path} at {width}: {over} px, {widest}"));
                    }
                }
                let barriers = browser.barriers(&["landmark-unique", "target-size", "meta-refresh"]).await;
                if !barriers.is_empty() {
                    wrong.push(format!("{lang} {view} {path}: {}", barriers.join("; ")));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        browser.close().await;
    }

    async fn the_head_of_a_phone_takes_one_row(app: TestApp) {
        Year::supervised(&app).await;
        let browser = Browser::open(&app, "phone-head", Size::Phone).await;
        for lang in ["zh-CN", "en"] {
            browser.visits(&format!("/?lang={lang}")).await;
            let rows = "const tops = (css) => new Set([...document.querySelectorAll(css)].map((e) => Math.round(e.getBoundingClientRect().top))).size; \
                        const head = document.querySelector('.sections').getBoundingClientRect().bottom - document.querySelector('.band').getBoundingClientRect().top; \
                        return [tops('.sections li'), head];";
            let measured = browser.evaluates(rows).await;
            assert_eq!(measured[0], 1, "{lang}: the menu stands in one row");
            assert!(measured[1].as_f64().unwrap() <= 140.0, "{lang}: {measured}");
            browser.picture_for_docs(if lang == "en" { "phone-head-en" } else { "phone-head" }, false).await;
        }
        browser.close().await;
    }
}
