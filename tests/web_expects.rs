//! What programs expect of a public site: methods, dates, descriptions, feeds, files.

use std::{collections::BTreeSet, time::Duration};

use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

use crate::support::{
    Prepared, TestApp,
    tracking::{Year, photo},
};

async fn ask(app: &TestApp, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
    let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let request = client.request(method, format!("{}{path}", app.origin));
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
}

fn said(answer: &Response, name: &str) -> Option<String> {
    answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
}

/// What stands between tags of that name, one after the other.
fn elements(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let parts = xml.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap().to_owned());
    parts.collect()
}

on_both_databases! {
    async fn a_method_that_nothing_answers_is_refused_as_such(app: TestApp) {
        Prepared::new(&app, 1).await;
        for path in ["/", "/api/years", "/projects/feed.xml", "/no-such-page"] {
            for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY", "PROPFIND", "get"] {
                let answer = ask(&app, Method::from_bytes(method.as_bytes()).unwrap(), path, &[]).await;
                assert_eq!(answer.status().as_u16(), 405, "{method} {path}");
                assert_eq!(said(&answer, "allow").as_deref(), Some("GET, HEAD, POST"), "{method} {path}");
                assert!(said(&answer, "content-security-policy").is_some(), "{method} {path}");
            }
        }
        assert_eq!(ask(&app, Method::GET, "/no-such-page", &[]).await.status().as_u16(), 404);
        assert_eq!(ask(&app, Method::HEAD, "/", &[]).await.status().as_u16(), 200);
    }

    async fn whoever_names_the_date_of_a_page_is_told_whether_it_changed(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let paths = ["/", "/projects", "/projects/feed.xml", "/api/years/2024", "/reports/2024/files/projects.csv"];
        let ask = async |path: &str, headers: &[(&str, &str)]| ask(&year.app, Method::GET, path, headers).await;
        for path in paths {
            ask(path, &[]).await;
        }
        actix_web::rt::time::sleep(Duration::from_millis(1_100)).await;
        let mut dates = Vec::new();
        for path in paths {
            let date = said(&ask(path, &[]).await, "last-modified").unwrap_or_else(|| panic!("{path} has no date"));
            let again = ask(path, &[("if-modified-since", &date)]).await;
            assert_eq!(again.status().as_u16(), 304, "{path}");
            assert_eq!(said(&again, "last-modified").as_ref(), Some(&date));
            assert!(again.bytes().await.unwrap().is_empty());
            let older = [("if-modified-since", "Fri, 02 Feb 2024 00:00:00 GMT")];
            assert_eq!(ask(path, &older).await.status().as_u16(), 200, "{path}");
            let tag = [("if-modified-since", date.as_str()), ("if-none-match", "\"another\"")];
            assert_eq!(ask(path, &tag).await.status().as_u16(), 200, "{path}: a tag counts before a date");
            dates.push(date);
        }
        year.reports(0, "2024-02-03", "1").await.is(200);
        year.app.hears_of_what_is_public();
        for (path, date) in paths.into_iter().zip(&dates) {
            let answer = crate::web_expects::ask(&year.app, Method::GET, path, &[("if-modified-since", date)]).await;
            assert_eq!(answer.status().as_u16(), 200, "{path}: something was reported");
        }
    }

    async fn a_site_says_who_may_look_what_there_is_and_whom_to_tell(app: TestApp) {
        let year = Year::with_a_plan(&app).await;
        let anybody = &year.anybody;
        let robots = anybody.asks("GET", "/robots.txt", &[]).await;
        let origin = year.app.origin.clone();
        assert!(robots.is(200).html.contains(&format!("Sitemap: {origin}/sitemap.xml")), "{}", robots.html);
        assert!(robots.html.contains("Disallow: /secretariat\n") && !robots.html.contains("Disallow: /projects"));
        let map = anybody.asks("GET", "/sitemap.xml", &[]).await;
        assert!(map.is(200).header("content-type").unwrap().starts_with("application/xml"));
        let pages = elements(&map.html, "loc");
        assert!(pages.contains(&format!("{origin}/projects/{}", year.project)), "{pages:?}");
        assert!(pages.contains(&format!("{origin}/reports/2024")));
        for page in pages {
            let status = anybody.asks("GET", page.strip_prefix(&origin).unwrap(), &[]).await.status;
            assert!(matches!(status, 200 | 303), "{page}: {status}");
        }
        let security = anybody.asks("GET", "/.well-known/security.txt", &[]).await;
        assert_eq!(security.is(200).header("content-type"), Some("text/plain; charset=utf-8"));
        let field = |name: &str| {
            let start = format!("{name}: ");
            security.html.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default().to_owned()
        };
        assert!(field("Contact").starts_with("http"), "{}", security.html);
        let expires: jiff::Timestamp = field("Expires").parse().unwrap();
        assert!(expires > year.app.now().timestamp(), "{expires}");
    }

    async fn a_page_that_is_passed_on_says_what_it_is(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let project = app.projects()[0].clone();
        for (path, title, description) in [
            ("/".to_owned(), "票决", "民生实事项目由代表票决选定"),
            ("/projects".to_owned(), "项目进展", "民生实事项目由代表票决选定"),
            (format!("/projects/{}", project.id), project.title.as_str(), project.summary.as_str()),
        ] {
            let page = year.anybody.visits(&path).await;
            let meta = |css: &str| page.attributes(css, "content").into_iter().next().unwrap_or_default();
            page.is(200);
            assert!(meta("meta[property='og:title']").contains(title), "{path}");
            assert!(meta("meta[name=description]").contains(description), "{path}");
            assert_eq!(meta("meta[property='og:url']"), format!("{}{path}", year.app.origin));
            let image = meta("meta[property='og:image']");
            let image = year.anybody.asks("GET", image.strip_prefix(&year.app.origin).unwrap(), &[]).await;
            assert_eq!(image.is(200).header("content-type"), Some("image/png"));
            let icon = page.attributes("link[rel=apple-touch-icon]", "href").remove(0);
            year.anybody.asks("GET", &icon, &[]).await.is(200);
        }
        let english = year.anybody.visits("/?lang=en").await;
        assert!(english.attributes("meta[name=description]", "content")[0].contains("livelihood projects"));
    }

    async fn the_description_of_the_interface_is_one(app: TestApp) {
        let year = Year::begins(&app).await;
        let answer = year.anybody.asks("GET", "/api/openapi.json", &[]).await;
        let description: Value = serde_json::from_str(&answer.is(200).html).unwrap();
        let rules: Value = serde_json::from_str(include_str!("../fixtures/openapi-3.1.schema.json")).unwrap();
        let rules = jsonschema::validator_for(&rules).unwrap();
        let faults = |description: &Value| {
            rules.iter_errors(description).map(|fault| format!("{}: {fault}", fault.instance_path())).collect::<Vec<_>>()
        };
        assert_eq!(faults(&description), Vec::<String>::new());
        let text = description.to_string();
        let named: BTreeSet<&str> = text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(named.len() > 20, "{named:?}");
        for pointer in named {
            assert!(description.pointer(pointer).is_some(), "nothing is described as {pointer}");
        }
        let mut undescribed = 0;
        for (path, item) in description["paths"].as_object().unwrap() {
            for (status, answer) in item["get"]["responses"].as_object().unwrap() {
                assert!(!answer["description"].as_str().unwrap_or_default().is_empty(), "{path} {status}");
                let mut without = description.clone();
                without["paths"][path]["get"]["responses"][status].as_object_mut().unwrap().remove("description");
                undescribed += usize::from(!faults(&without).is_empty());
            }
        }
        assert!(undescribed > 10, "the rules would let anything pass");
        assert_eq!(description["info"]["license"]["identifier"], json!("CC-BY-4.0"), "of the data, not of the program");
    }

    async fn a_feed_has_a_name_in_each_language_and_keeps_what_is_older(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports(0, "2024-02-03", "1").await.is(200);
        year.reports(1, "2024-02-03", "1").await.is(200);
        let path = format!("/projects/{}/feed.xml", year.project);
        let read = async |year: &Year, address: &str| {
            let answer = year.anybody.asks("GET", address, &[]).await;
            assert!(!answer.is(200).html.contains('\u{fffe}'));
            (feed_rs::parser::parse(answer.html.as_bytes()).unwrap(), answer.html)
        };
        year.app.hears_of_what_is_public();
        let (feed, _) = read(&year, &path).await;
        assert_eq!(feed.entries.len(), 1, "the plan and two reports of one day");
        let (english, text) = read(&year, &format!("{path}?lang=en")).await;
        assert_eq!(english.id, format!("{}{path}?lang=en", year.app.origin));
        assert_ne!(english.id, feed.id);
        assert!(text.contains(&format!("rel=\"self\" type=\"application/atom+xml\" href=\"{}\"", english.id)), "{text}");

        // Months later what is older stands in archives that do not change any more.
        for month in 0..4 {
            year.days_pass(30).await;
            let day = year.app.now().day().to_string();
            year.reports(0, &day, &(2 + month).min(4).to_string()).await.is(200);
        }
        year.days_pass(40).await;
        let (_, text) = read(&year, "/projects/feed/2024-02").await;
        assert!(text.contains("<fh:archive/>") && text.contains("rel=\"current\""), "{text}");
        let (archive, _) = read(&year, "/projects/feed/2024-02").await;
        assert!(archive.entries.iter().any(|entry| entry.id == feed.entries[0].id), "under the same name");
        assert!(archive.entries.iter().all(|entry| entry.updated.unwrap().to_string().starts_with("2024-02")));
        year.anybody.asks("GET", "/projects/feed/2024-2", &[]).await.is(404);
        year.anybody.asks("GET", "/projects/feed/2031-01", &[]).await.is(404);
    }

    async fn words_that_xml_cannot_hold_leave_the_feed_whole(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        year.engineer.visits(&path).await.is(200);
        let fields = [("as_of", "2024-02-03"), ("quantity", "1"), ("words", "完成\u{fffe}一半\u{ffff}\u{b}了"), ("do", "file")];
        // What a person types is cleaned and shown again before it is filed.
        let again = year.engineer.submits(&path, &fields).await;
        assert_eq!(again.is(422).texts("#words"), ["完成一半了"]);
        year.engineer.submits(&path, &[("do", "file")]).await.is(200).says("进展已报送");
        year.app.hears_of_what_is_public();
        for address in ["/projects/feed.xml".to_owned(), format!("/projects/{}/feed.xml", year.project)] {
            let answer = year.anybody.asks("GET", &address, &[]).await;
            assert!(answer.is(200).html.contains("完成一半了"), "{}", answer.html);
            assert!(!answer.html.contains(['\u{fffe}', '\u{ffff}', '\u{b}']));
        }
    }

    async fn every_figure_can_be_downloaded(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let target = app.projects()[0].sub_items[0].goal.target().unwrap();
        year.reports_with(0, "2024-02-03", &target, ("现场.png", &photo(40, 30))).await.is(200);
        year.app.hears_of_what_is_public();
        let page = year.anybody.visits("/open-data").await;
        page.is(200).says("只须注明来源").says("CC BY 4.0");
        let links = page.attributes("ul.downloads a", "href");
        for name in ["places", "follow-ups", "inspections", "ratings", "money"] {
            for end in ["csv", "xlsx"] {
                assert!(links.contains(&format!("/open-data/files/{name}.{end}")), "{name}.{end}: {links:?}");
            }
        }
        for link in &links {
            year.anybody.asks("GET", link, &[]).await.is(200);
        }
        let money = year.anybody.asks("GET", "/open-data/files/money.csv", &[]).await;
        assert!(money.is(200).html.contains("3500.5"), "{}", money.html);
        let map = year.anybody.asks("GET", "/open-data/files/places.geojson", &[]).await;
        let map: Value = serde_json::from_str(&map.is(200).html).unwrap();
        assert_eq!(map["type"], "FeatureCollection");
        for nothing in ["places.json", "money.geojson", "votes.csv", "places"] {
            year.anybody.asks("GET", &format!("/open-data/files/{nothing}"), &[]).await.is(404);
        }
    }

    async fn no_public_link_leads_nowhere(app: TestApp) {
        Prepared::new(&app, 1).await;
        let mut anybody = app.visitor();
        let page = anybody.visits("/check").await;
        for action in page.is(200).attributes("form", "action") {
            let answer = anybody.asks("GET", &action, &[]).await;
            assert_eq!(answer.is(303).leads_to(), Some("/check"));
        }
    }
}
