//! What the year came to, and what others may compute with.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use diesel::{Connection, connection::InstrumentationEvent};
use piaojue::{
    accounts::Role,
    db::Conn,
    projects::{self, Filter, ProjectsPage},
    reports::ReportPage,
    web::PageError,
};
use serde_json::{Value, json};

use crate::support::{
    PASSWORD, TestApp, Visitor, many, routes as read,
    tracking::{Year, photo, signed_in},
};

/// The description, with every object closed: what it does not name may not be answered.
async fn description(anybody: &Visitor) -> Value {
    let answer = anybody.asks("GET", "/api/openapi.json", &[]).await;
    let mut description: Value = serde_json::from_str(&answer.is(200).html).unwrap();
    let schemas = description["components"]["schemas"].as_object_mut().unwrap();
    // A word out of a list is no object.
    for schema in schemas.values_mut().filter(|schema| !schema["enum"].is_array()) {
        assert!(schema["properties"].is_object(), "{schema}");
        schema["additionalProperties"] = json!(false);
    }
    description
}

/// The schema that the description gives for a GET of that path.
fn schema_of(description: &Value, path: &str) -> Value {
    let content = &description["paths"][path]["get"]["responses"]["200"]["content"];
    let mut schema = content["application/json"]["schema"].clone();
    assert!(schema.is_object(), "{path}: {content}");
    schema["components"] = description["components"].clone();
    schema
}

fn conforms(schema: &Value, answer: &str) -> Value {
    let answer: Value = serde_json::from_str(answer).unwrap();
    let schema = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    let faults: Vec<String> =
        schema.iter_errors(&answer).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    answer
}

/// What an address is about, whatever its names in braces are called.
fn is_open_data(address: &str) -> bool {
    address.starts_with("/api/") && address != "/api/openapi.json"
        || address.ends_with("/feed.xml")
        || address.ends_with("/feed/{month}")
        || address.ends_with("/calendar.ics")
        || address == "/open-data/files/{name}"
        || address.starts_with("/reports/") && address.ends_with("/files/{name}")
}

on_both_databases! {
    async fn the_interface_answers_as_it_is_described(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let target = app.projects()[0].sub_items[0].goal.target().unwrap();
        year.reports_with(0, "2024-02-03", &target, ("现场.png", &photo(40, 30))).await.is(200);
        year.seen_by_all().await.is(200);
        let anybody = &year.anybody;
        let description = description(anybody).await;

        let described: BTreeSet<String> =
            description["paths"].as_object().unwrap().keys().filter(|path| is_open_data(path)).cloned().collect();
        let served: BTreeSet<String> =
            read::routes().into_iter().map(|route| route.path).filter(|address| is_open_data(address)).collect();
        assert_eq!(described, served, "the description and src/routes.rs name other addresses");

        let years = anybody.asks("GET", "/api/years", &[]).await;
        assert_eq!(years.is(200).header("access-control-allow-origin"), Some("*"));
        let years = conforms(&schema_of(&description, "/api/years"), &years.html);
        assert_eq!(years["years"][0]["projects"], 2);
        for link in ["report", "data", "csv"] {
            anybody.asks("GET", years["years"][0][link].as_str().unwrap(), &[]).await.is(200);
        }
        let data = anybody.asks("GET", "/api/years/2024", &[]).await;
        let schema = schema_of(&description, "/api/years/{year}");
        let data = conforms(&schema, &data.is(200).html);
        let file = anybody.asks("GET", "/reports/2024/files/projects.json", &[]).await;
        assert_eq!(conforms(&schema_of(&description, "/reports/{year}/files/{name}"), &file.is(200).html), data);
        let mut wrong = data.clone();
        wrong["lines"][0]["light"] = json!("purple");
        let schema = jsonschema::validator_for(&schema).unwrap();
        assert!(!schema.is_valid(&wrong), "the description would let anything pass");

        for (name, media) in [("projects.csv", "text/csv"), ("half-year.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")] {
            let described = &description["paths"]["/reports/{year}/files/{name}"]["get"]["responses"]["200"]["content"];
            assert!(described[media].is_object(), "{described}");
            let file = anybody.asks("GET", &format!("/reports/2024/files/{name}"), &[]).await;
            assert!(file.is(200).header("content-type").unwrap().starts_with(media));
        }
        for no_file in ["projects.exe", "projects", "votes.csv", "half-year.json.csv", "2024-projects.json"] {
            anybody.asks("GET", &format!("/reports/2024/files/{no_file}"), &[]).await.is(404);
        }

        let mut projects = Vec::new();
        for line in data["lines"].as_array().unwrap() {
            let id = line["project_id"].as_str().unwrap().to_owned();
            if !projects.contains(&id) {
                let project = anybody.asks("GET", &format!("/api/projects/{id}"), &[]).await;
                conforms(&schema_of(&description, "/api/projects/{id}"), &project.is(200).html);
                projects.push(id);
            }
        }
        assert_eq!(projects.len(), 2);
        for nothing in ["/api/years/2023", "/api/years/x", "/api/projects/x", &format!("/api/projects/{}", uuid::Uuid::new_v4())] {
            let answer = anybody.asks("GET", nothing, &[]).await;
            assert_eq!(answer.is(404).header("content-type"), Some("application/json"));
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
            let mut schema = description["paths"]["/api/years/{year}"]["get"]["responses"]["404"]["content"]["application/json"]["schema"].clone();
            schema["components"] = description["components"].clone();
            assert_eq!(conforms(&schema, &answer.html), json!({ "error": "not-found" }));
        }
        let newest = anybody.asks("GET", "/reports", &[]).await;
        assert_eq!(newest.is(303).leads_to(), Some("/reports/2024"));
    }

    async fn the_files_say_what_the_page_says(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports(0, "2024-02-03", "1").await.is(200);
        let lights = year.seen_by_all().await.is(200).texts("section[aria-labelledby=subs] tbody .light");
        let annual = year.anybody.visits("/reports/2024").await;
        assert_eq!(annual.texts("article section.whole tbody .light")[..lights.len()], lights[..], "report and project page agree");
        for (page, file) in [("/reports/2024", "projects"), ("/reports/2024/half-year", "half-year")] {
            let page = year.anybody.visits(page).await;
            let names = page.is(200).texts("article section.whole tbody th");
            let shares = page.texts("article section.whole tbody td[data-label=完成率]");
            let links = page.attributes("ul.downloads a", "href");
            let (csv, json) = (format!("/reports/2024/files/{file}.csv"), format!("/reports/2024/files/{file}.json"));
            assert!(links.contains(&csv) && links.contains(&json), "{links:?}");
            let csv = year.anybody.asks("GET", &csv, &[]).await;
            assert!(csv.is(200).html.starts_with('\u{feff}'));
            let mut reader = csv::Reader::from_reader(csv.html.trim_start_matches('\u{feff}').as_bytes());
            let header = reader.headers().unwrap().clone();
            let at = |name: &str| header.iter().position(|column| column == name).unwrap();
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            let column = |name: &str| rows.iter().map(|row| row[at(name)].to_owned()).collect::<Vec<_>>();
            assert_eq!(column("sub_item"), names);
            assert_eq!(column("share_percent").iter().map(|share| format!("{share}%")).collect::<Vec<_>>(), shares);
            let data = year.anybody.asks("GET", &json, &[]).await;
            let data: Value = serde_json::from_str(&data.is(200).html).unwrap();
            let lines = data["lines"].as_array().unwrap();
            assert_eq!(lines.iter().map(|line| line["sub_item"].as_str().unwrap()).collect::<Vec<_>>(), names);
            assert_eq!(lines.iter().map(|line| line["light"].as_str().unwrap()).collect::<Vec<_>>(), column("light"));
            page.says(data["sentence"].as_str().unwrap()).says(data["as_of"].as_str().unwrap());
        }
    }

    async fn a_report_about_a_past_day_keeps_the_plan_of_that_day(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports(0, "2024-02-03", "1").await.is(200);
        year.days_pass(160).await;
        let path = format!("/department/projects/{}/adjust", year.project);
        let form = year.engineer.visits(&path).await;
        let mut targets = form.is(200).attributes("input[name=target]", "value");
        let promised = targets[0].clone();
        targets[0] = (promised.parse::<u32>().unwrap() / 2).to_string();
        let milestones: Vec<String> = targets.iter().map(|target| format!("2024-11-30 {target} 全部完成")).collect();
        let mut fields = vec![("kind", "major"), ("reason", "地块移交推迟")];
        fields.extend(targets.iter().map(|target| ("target", target.as_str())));
        fields.extend(milestones.iter().map(|line| ("milestones", line.as_str())));
        year.engineer.submits(&path, &fields).await.is(200).says("调整已提出");
        let mut secretary = app_secretary(&year).await;
        secretary.visits(&format!("/secretariat/projects/{}", year.project)).await.is(200);
        let actions = secretary.page().attributes("form", "action");
        let settle = actions.into_iter().find(|action| action.contains("/adjustments/")).unwrap();
        let decision =
            [("body", "区人大常委会"), ("number", "〔2024〕12 号"), ("decided_on", "2024-07-12"), ("do", "decide")];
        secretary.submits(&settle, &decision).await.is(200).says("调整已办理");
        year.app.hears_of_what_is_public();
        let targets_of = async |year: &Year, path: &str| {
            let data: Value = serde_json::from_str(&year.anybody.asks("GET", path, &[]).await.is(200).html).unwrap();
            let line = &data["lines"][0];
            (line["target"].clone(), line["first_target"].clone())
        };
        let june = year.anybody.visits("/reports/2024/half-year").await;
        assert!(!june.is(200).text().contains("原目标") && !june.text().contains("〔2024〕12 号"), "decided in July");
        assert_eq!(targets_of(&year, "/reports/2024/files/half-year.json").await, (json!(promised), Value::Null));
        let now = year.anybody.visits("/reports/2024").await;
        now.is(200).says(&format!("原目标 {promised}")).says("〔2024〕12 号").says("地块移交推迟");
        assert_eq!(targets_of(&year, "/reports/2024/files/projects.json").await, (json!(targets[0]), json!(promised)));
    }

    async fn a_feed_tells_what_happened_once_and_for_ever(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports(0, "2024-02-03", "1").await.is(200);
        year.seen_by_all().await.is(200);
        let path = format!("/projects/{}/feed.xml", year.project);
        let answer = year.anybody.asks("GET", &path, &[]).await;
        assert_eq!(answer.is(200).header("content-type"), Some("application/atom+xml; charset=utf-8"));
        let feed = feed_rs::parser::parse(answer.html.as_bytes()).unwrap();
        assert_eq!(feed.id, format!("{}{path}", app.origin), "named by its own address");
        assert_eq!(feed.entries.len(), 1, "one a project and day");
        let report = &feed.entries[0];
        assert!(report.title.as_ref().unwrap().content.contains("截至 2024-02-03"), "{report:?}");
        let words = report.content.as_ref().unwrap().body.clone().unwrap();
        assert!(words.contains("按计划推进") && words.contains("公布第 1 版实施方案"), "{words}");
        assert!(report.id.starts_with("urn:uuid:") && report.updated.is_some());
        let link = report.links[0].href.strip_prefix(&app.origin).unwrap().to_owned();
        let (page, anchor) = link.split_once('#').unwrap();
        let page = year.anybody.visits(page).await;
        assert_eq!(page.is(200).attributes(&format!("#{anchor}"), "id"), [anchor]);
        assert!(page.attributes("link[rel=alternate]", "href").contains(&path), "the page names its feed");

        let all = year.anybody.asks("GET", "/projects/feed.xml?lang=en", &[]).await;
        let all = feed_rs::parser::parse(all.is(200).html.as_bytes()).unwrap();
        let ids = |feed: &feed_rs::model::Feed| feed.entries.iter().map(|e| e.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&all), ids(&feed), "the same news under the same names");
        assert!(all.entries[0].title.as_ref().unwrap().content.contains("to date"));
        assert_eq!(all.updated, feed.updated);
        year.anybody.asks("GET", &format!("/projects/{}/feed.xml", uuid::Uuid::new_v4()), &[]).await.is(404);
    }

    async fn open_data_has_a_page_in_both_languages(app: TestApp) {
        let mut anybody = app.visitor();
        anybody.visits("/open-data").await.is(200).says("还没有正式项目");
        let mut year = Year::begins(&app).await;
        year.seen_by_all().await.is(200);
        let page = year.anybody.visits("/open-data?lang=en").await;
        page.is(200).says("Open data").says("2024 (2 projects)");
        for address in page.attributes("main a", "href") {
            year.anybody.asks("GET", &address, &[]).await.is(200);
        }
    }
}

async fn app_secretary(year: &Year) -> Visitor {
    year.app.has_account(Role::Secretariat, "MISHU9");
    signed_in(&year.app, "MISHU9", PASSWORD).await
}

/// How many queries `ask` makes.
fn queries<T>(app: &TestApp, ask: impl FnOnce(&mut Conn) -> Result<T, PageError>) -> usize {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    app.db()
        .with_connection(|conn| {
            conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                if let InstrumentationEvent::StartQuery { .. } = event {
                    counted.fetch_add(1, Ordering::Relaxed);
                }
            });
            ask(conn).unwrap();
            conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
        })
        .unwrap();
    count.load(Ordering::Relaxed)
}

on_both_databases! {
    async fn more_projects_make_no_more_queries(app: TestApp) {
        let small = app.congress();
        app.congress_is_at("one.example");
        let large = app.has_congress("另一个人大", Some("other.example"));
        for (congress, number) in [(small, 2), (large, 12)] {
            app.db().with_connection(|conn| many::fill(conn, congress, number, 2, 3)).unwrap();
        }
        let now = app.now();
        app.db().write(|tx| projects::recompute_all(tx, now)).unwrap();
        let today = jiff::civil::date(2024, 12, 31);
        let dashboard = |congress| queries(&app, |conn| ProjectsPage::of(conn, Some(congress), &Filter::All, today));
        let annual = |congress| queries(&app, |conn| ReportPage::of(conn, congress, 2024, false, today));
        let news = |congress| {
            queries(&app, |conn| {
                let found = projects::public_projects(conn, congress)?;
                Ok(projects::news_since(conn, found, piaojue::db::Ts::default(), 50)?)
            })
        };
        assert_eq!(dashboard(small), dashboard(large));
        assert_eq!(annual(small), annual(large));
        assert_eq!(news(small), news(large));
        for (page, count, most) in
            [("dashboard", dashboard(large), 15), ("annual report", annual(large), 23), ("feed", news(large), 18)]
        {
            assert!((1..=most).contains(&count), "{page}: {count} queries");
        }
    }
}
