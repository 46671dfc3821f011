//! What others read with programs or hold in their hands, as it was looked at the last time: a change shows as a difference
//! of a file in `tests/snapshots/`. `INSTA_UPDATE=always sh scripts/with-postgres.sh cargo test --locked snapshots` writes
//! them anew, to be looked at.

use std::collections::BTreeMap;

use piaojue::{
    routes,
    web::{Lang, Views},
};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::{
    pages::context,
    support::{
        TestApp, Visitor,
        plain::{json_without_chance, without_chance},
        session::{FOUR, Hall},
        tracking::{CHOICES, Year},
    },
};

/// Shorter than what is taken for chance.
const BY_CHANCE: [&str; 3] = ["uuid", "election_uuid", "confirmed_by"];

/// Templates that are printed, and which of their samples.
const PRINTED: [(&str, usize); 7] = [
    ("deputies/card_sheet.html", 0),
    ("hand_count/sheets.html", 1),
    ("ratings/certificate.html", 0),
    ("ratings/sign.html", 2),
    ("tally/certificate.html", 0),
    ("tally/corrigenda.html", 0),
    ("tally/notice.html", 0),
];

fn plain(app: &TestApp, json: &str) -> Value {
    let json: Value = serde_json::from_str(&json.replace(&app.origin, "https://vote.example")).unwrap();
    json_without_chance(json, &BY_CHANCE)
}

async fn published(app: &TestApp, anybody: &Visitor, path: &str) -> Value {
    plain(app, &anybody.asks("GET", path, &[]).await.is(200).html)
}

/// Name and text of the files in an archive.
fn files_of(archive: &[u8]) -> Vec<(String, String)> {
    const BLOCK: usize = 512;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end_matches(['\0', ' ']).to_owned();
    let (mut files, mut rest) = (Vec::new(), archive);
    while rest.len() > BLOCK && rest[0] != 0 {
        let (name, size) = (text(&rest[..100]), usize::from_str_radix(&text(&rest[124..136]), 8).unwrap());
        files.push((name, text(&rest[BLOCK..BLOCK + size])));
        rest = &rest[BLOCK + size.next_multiple_of(BLOCK)..];
    }
    files
}

/// One of each kind of file, of lists of things their first: an event by its type, what it is about by the names in it.
fn kinds_of(app: &TestApp, archive: &[u8]) -> BTreeMap<String, Value> {
    let files = files_of(archive).into_iter().filter(|(_, text)| text.starts_with(['{', '[']));
    let named = files.map(|(name, text)| {
        let json = firsts(plain(app, &text));
        let kind = name.split_once('.').map_or(name.as_str(), |(_, kind)| kind).to_owned();
        let about = match (&json, json["type"].as_str()) {
            (_, Some(of_event)) => of_event.to_owned(),
            (Value::Object(fields), None) => fields.keys().cloned().collect::<Vec<_>>().join(", "),
            _ => "a list".to_owned(),
        };
        (format!("{kind}: {about}"), json)
    });
    named.collect()
}

fn firsts(json: Value) -> Value {
    match json {
        Value::Array(values) if values.iter().any(|value| value.is_object() || value.is_array()) => {
            values.into_iter().take(1).map(firsts).collect()
        }
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, firsts(value))).collect::<serde_json::Map<_, _>>().into()
        }
        other => other,
    }
}

on_both_databases! {
    async fn open_data(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports(0, "2024-02-03", "1").await.is(200);
        year.seen_by_all().await.is(200);
        let project = format!("/api/projects/{}", year.project);
        for (name, path) in [("openapi", "/api/openapi.json"), ("years", "/api/years"), ("year", "/api/years/2024"), ("project", &project)] {
            insta::assert_json_snapshot!(name, published(&app, &year.anybody, path).await);
        }
    }

    async fn files_of_a_vote(app: TestApp) {
        let mut hall = Hall::announced(&app, FOUR, &CHOICES).await;
        app.hears_of_what_is_public();
        let anybody = app.visitor();
        let certificate = published(&app, &anybody, "/results/2024/files/certificate.json").await;
        insta::assert_json_snapshot!("certificate", certificate);
        insta::assert_json_snapshot!("archive", kinds_of(&app, &app.archive()));

        hall.a_rating_begins().await;
        hall.rates(&["满满", "满基", "基不", "不弃"]).await;
        let certificate = published(&app, &anybody, "/ratings/2024/files/certificate.json").await;
        insta::assert_json_snapshot!("rating_certificate", certificate);
    }
}

/// What is read on paper, but nothing twice: a line a paragraph, a row of a table with its cells side by side.
fn as_read(html: &str) -> String {
    let css = |css: &str| Selector::parse(css).unwrap();
    let (main, cells) = (css("main"), css("th, td"));
    let lines = css("h1, h2, h3, h4, p, li, dt, dd, caption, figcaption, pre, tr");
    let text = |element: ElementRef| element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    let is_in_row = |element: &ElementRef| {
        element.ancestors().filter_map(ElementRef::wrap).any(|above| above.value().name() == "tr")
    };
    // the mark of a language is no end of a word
    let html = Html::parse_document(&html.replace("<bdi lang=\"zh-CN\">", "").replace("</bdi>", ""));
    let main = html.select(&main).next().unwrap_or_else(|| html.root_element());
    let mut read: Vec<String> = Vec::new();
    for element in main.select(&lines).filter(|element| !is_in_row(element)) {
        let line = match element.value().name() {
            "tr" => element.select(&cells).map(text).collect::<Vec<_>>().join(" | "),
            _ if element.select(&lines).next().is_none() => text(element),
            _ => continue,
        };
        if !read.contains(&line) {
            read.push(line);
        }
    }
    without_chance(&read.join("\n"))
}

#[test]
fn printed_forms() {
    let (views, samples) = (Views::load().unwrap(), routes::page_samples());
    for (template, number) in PRINTED {
        let page = samples.iter().find(|page| page.template == template).expect("a printed page has samples");
        for lang in Lang::ALL {
            let html = views.render(lang, template, &context(&page.samples[number], lang, false, false)).unwrap();
            let name = template.trim_end_matches(".html").replace('/', "_");
            insta::assert_snapshot!(format!("{name}_{}", lang.tag()), as_read(&html));
        }
    }
}
