//! The list of candidates, as everybody reads it.

use piaojue::{
    audit::Actor,
    candidates::{ImportError, SessionTexts, import_session_file},
};

use crate::support::{
    TestApp,
    session::{FOUR, Hall, session_file},
};

on_both_databases! {
    async fn everybody_reads_the_list_and_each_candidate(app: TestApp) {
        let mut anybody = app.visitor();
        anybody.visits("/candidates").await.is(200);
        anybody.visits("/candidates/1").await.is(404);
        app.has_session(12);
        app.hears_of_what_is_public();
        let file = session_file(12);
        let list = anybody.visits("/candidates").await;
        let titles: Vec<&str> = file.candidates.iter().map(|candidate| candidate.title.as_str()).collect();
        assert_eq!(list.is(200).texts("ol.rows b"), titles);
        list.says(&file.notice);
        for candidate in &file.candidates {
            let page = anybody.visits(&format!("/candidates/{}", candidate.number)).await;
            page.is(200).says(&candidate.summary);
            assert_eq!(page.title(), format!("{} {}", candidate.number, candidate.title));
            let names: Vec<&str> = candidate.sub_items.iter().map(|item| item.name.as_str()).collect();
            assert_eq!(page.texts("section[aria-labelledby=subs] tbody th"), names);
            let heads = page.texts("section[aria-labelledby=subs] thead th");
            assert_eq!(heads, ["子项", "目标", "责任单位", "原文"], "no kinds of goals, which residents do not ask for");
        }
        for nobody in ["0", "13", "-1", "x", "99999999999"] {
            anybody.visits(&format!("/candidates/{nobody}")).await.is(404);
        }
    }

    async fn a_session_is_imported_once(app: TestApp) {
        app.has_session(12);
        let (file, now) = (session_file(3), app.now());
        let texts = SessionTexts::of_year(2024);
        let again = app.db().write(|tx| import_session_file(tx, &Actor::operator(), now, &file, &texts));
        assert!(matches!(again, Err(ImportError::SessionExists(2024))));
        assert_eq!(app.visitor().visits("/candidates").await.texts("ol.rows li").len(), 12);
    }

    async fn an_unchanged_page_is_not_sent_twice(app: TestApp) {
        app.has_session(4);
        let client = reqwest::Client::new();
        let asks = async |path: &str, etag: Option<&str>| {
            let mut request = client.get(format!("{}{path}", app.origin));
            if let Some(etag) = etag {
                request = request.header("if-none-match", etag);
            }
            request.send().await.unwrap()
        };
        for path in ["/candidates", "/candidates/2", "/projects", "/"] {
            let first = asks(path, None).await;
            assert_eq!(first.status(), 200);
            let etag = first.headers()["etag"].to_str().unwrap().to_owned();
            let second = asks(path, Some(&etag)).await;
            assert_eq!(second.status(), 304, "{path}");
            assert!(second.bytes().await.unwrap().is_empty());
            assert_eq!(asks(path, Some("\"other\"")).await.status(), 200);
        }
        let before = asks("/candidates", None).await.headers()["etag"].to_str().unwrap().to_owned();
        let other_language = asks("/candidates?lang=en", Some(&before)).await;
        assert_eq!(other_language.status(), 200, "another language is another page");
    }

    async fn the_list_says_how_many_are_to_be_chosen(app: TestApp) {
        let hall = Hall::ready(&app, FOUR);
        app.visitor().visits("/candidates").await.is(200).says("共 4 件，应选 2 件");
        assert_eq!(hall.deputies.len(), 4);
    }
}
