//! 实事档案馆, and what other sites show of it.

use serde_json::Value;

use crate::support::{
    Page, TestApp,
    session::{FOUR, Hall},
    tracking::{CHOICES, Year},
};

/// What a page in a frame may be shown by.
fn ancestors(page: &Page) -> String {
    let policy = page.header("content-security-policy").unwrap_or_default();
    let found = policy.split(';').map(str::trim).find(|part| part.starts_with("frame-ancestors"));
    found.unwrap_or_default().to_owned()
}

on_both_databases! {
    async fn the_archive_says_what_the_reports_say(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let target = app.projects()[0].sub_items[0].goal.target().unwrap();
        year.reports(0, "2024-02-03", &target).await.is(200);
        year.seen_by_all().await.is(200).says("时间轴").says("放到自己的网站上");
        let archive = year.anybody.visits("/years").await;
        archive.is(200).says("2024 年民生实事项目").says("正在实施");
        assert_eq!(archive.texts("section[aria-labelledby=compared] tbody tr").len(), 1);
        let of = |label: &str| archive.texts(&format!("td[data-label={label}]")).remove(0);
        let answer = year.anybody.asks("GET", "/api/archive", &[]).await;
        let data: Value = serde_json::from_str(&answer.is(200).html).unwrap();
        let row = &data["years"][0];
        assert_eq!(of("票决项目"), row["projects"]["count"].to_string());
        assert_eq!(of("完成"), row["projects"]["done"].to_string());
        assert_eq!(of("子项完成"), format!("{} / {}", row["sub_items"]["done"], row["sub_items"]["count"]));
        let figures: Value =
            serde_json::from_str(&year.anybody.asks("GET", "/api/years/2024", &[]).await.html).unwrap();
        assert_eq!((&row["projects"], &row["behind"]), (&figures["projects"], &figures["behind"]));
        let csv = year.anybody.asks("GET", "/open-data/files/years.csv", &[]).await;
        assert_eq!(csv.is(200).html.lines().count(), 2, "{}", csv.html);

        let page = year.anybody.visits(row["page"].as_str().unwrap()).await;
        page.is(200).says("一年一览").says("尚未定稿");
        let titles = page.texts("section[aria-labelledby=projects] tbody th");
        assert_eq!(titles, app.projects().iter().map(|one| one.title.clone()).collect::<Vec<_>>());
        assert_eq!(page.texts(".small-courses > li").len(), 2, "each with its picture");
        assert_eq!(page.texts("section[aria-labelledby=courses] details tbody tr").len(), 2, "and the table beneath");
        let drawn = page.attributes(".small-courses .actual-line", "d");
        assert!(drawn[0].starts_with('M') && !drawn[0].starts_with("M0 "), "{drawn:?} begins with the report");
        assert!(drawn[1].is_empty(), "of what nobody reported nothing is drawn: {drawn:?}");
        for nothing in ["/years/2023", "/years/x", "/years/02024", "/years/2023/embed", "/embed/years/2023"] {
            year.anybody.asks("GET", nothing, &[]).await.is(404);
        }
        let map = year.anybody.asks("GET", "/sitemap.xml", &[]).await;
        assert!(map.is(200).html.contains("/years/2024<") && map.html.contains("/years<"), "{}", map.html);
        year.anybody.visits("/years?lang=en").await.is(200).says("Archive of years");
    }

    async fn the_timeline_shows_what_was_planned_and_what_came(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let target = app.projects()[0].sub_items[0].goal.target().unwrap();
        let page = year.seen_by_all().await;
        let items = app.projects()[0].sub_items.len();
        assert_eq!(page.texts(".timeline-picture .line-name").len(), items);
        assert_eq!(page.attributes(".timeline-picture .mark.ahead", "x").len(), items, "one milestone each, all ahead");
        assert!(page.attributes(".timeline-picture .mark.report", "x").is_empty());
        year.reports(0, "2024-02-03", &target).await.is(200);
        let page = year.seen_by_all().await;
        assert_eq!(page.attributes(".timeline-picture .mark.passed", "x"), ["91%"], "the end of November");
        assert_eq!(page.attributes(".timeline-picture .mark.report", "x"), ["9%"]);
        assert_eq!(page.texts(".timeline-picture .today-word"), ["今天"]);
        let table = page.texts("section[aria-labelledby=timeline] tbody tr");
        assert_eq!(table.len(), 1 + items + 1, "the plan, the milestones, the report: {table:?}");
        let said = page.texts("#timeline-said").remove(0);
        assert!(said.contains(&format!("共 {items} 个里程碑，已完成 1 个；报告 1 次")), "{said}");
    }

    async fn what_is_not_announced_is_in_no_archive_feed_calendar_or_frame(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &CHOICES).await;
        let projects = app.projects();
        let anybody = app.visitor();
        let looks = |status: u16| {
            let (anybody, projects) = (&anybody, &projects);
            async move {
                let mut told = String::new();
                for path in ["/years", "/projects/feed.xml", "/projects/calendar.ics", "/api/archive", "/open-data/files/years.csv"] {
                    told += &anybody.asks("GET", path, &[]).await.is(200).html;
                }
                for project in projects {
                    let field = project.service_field.clone().unwrap_or_default();
                    for path in [
                        format!("/projects/{}/calendar.ics", project.id),
                        format!("/projects/{}/feed.xml", project.id),
                        format!("/projects/{}/follow", project.id),
                        format!("/projects/{}/embed", project.id),
                        format!("/embed/projects/{}", project.id),
                        format!("/embed/projects/{}/dark", project.id),
                        "/years/2024".to_owned(),
                        "/embed/years/2024".to_owned(),
                    ] {
                        anybody.asks("GET", &path, &[]).await.is(status);
                    }
                    if !field.is_empty() {
                        anybody.asks("GET", &format!("/projects/fields/{field}/calendar.ics"), &[]).await.is(status);
                    }
                }
                told
            }
        };
        let before = looks(404).await;
        assert!(projects.iter().all(|project| !before.contains(&project.title)), "{before}");
        hall.secretariat.announces("示例第1号").await.is(200);
        app.hears_of_what_is_public();
        looks(200).await;
    }

    async fn other_sites_show_a_project_or_a_year_and_nothing_else(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let id = year.project.clone();
        year.seen_by_all().await.is(200);
        for path in [format!("/embed/projects/{id}"), "/embed/years/2024".to_owned()] {
            for (theme, lang) in [("", ""), ("/light", ""), ("/dark", "?lang=en"), ("/auto", "?lang=en")] {
                let page = year.anybody.asks("GET", &format!("{path}{theme}{lang}"), &[]).await;
                assert_eq!(ancestors(page.is(200)), "frame-ancestors *");
                assert_eq!(page.header("set-cookie"), None, "nobody is known again by it");
                for forbidden in ["script", "form", "button", "input", "iframe", "[onclick]", "img"] {
                    assert!(page.attributes(forbidden, "class").is_empty() && page.texts(forbidden).is_empty(), "{forbidden}");
                }
                let links = page.attributes("a", "href");
                assert!(links.iter().all(|link| link.starts_with(&app.origin)), "{links:?}");
                assert_eq!(page.attributes("a[target=_top][rel=noopener]", "href"), links, "each leaves the frame");
            }
            year.anybody.asks("GET", &format!("{path}/purple"), &[]).await.is(404);
        }
        let page = year.anybody.asks("GET", &format!("/embed/projects/{id}"), &[]).await;
        page.says(&app.projects()[0].title);
        // The words to copy, with a preview; neither is itself shown in a frame.
        for path in [format!("/projects/{id}/embed"), "/years/2024/embed".to_owned()] {
            let page = year.anybody.visits(&path).await;
            assert_eq!(ancestors(page.is(200)), "frame-ancestors 'none'");
            let frame = page.attributes("iframe", "src").remove(0);
            year.anybody.asks("GET", &frame, &[]).await.is(200);
            let snippets = page.texts("textarea");
            assert_eq!(snippets.len(), 3);
            for snippet in snippets {
                let html = scraper::Html::parse_fragment(&snippet);
                let frames: Vec<_> = html.select(&scraper::Selector::parse("iframe").unwrap()).collect();
                assert_eq!(frames.len(), 1, "{snippet}");
                let src = frames[0].attr("src").unwrap().strip_prefix(&app.origin).unwrap().to_owned();
                year.anybody.asks("GET", &src, &[]).await.is(200);
            }
        }
        let (elsewhere, title) = ("elsewhere.example", app.projects()[0].title.clone());
        app.congress_is_at("127.0.0.1");
        app.has_congress("别处人民代表大会", Some(elsewhere));
        app.hears_of_what_is_public();
        for path in [
            format!("/embed/projects/{id}"),
            "/embed/years/2024".to_owned(),
            "/years/2024".to_owned(),
            format!("/projects/{id}/calendar.ics"),
            format!("/projects/{id}/feed.xml"),
            format!("/projects/{id}/follow"),
        ] {
            year.anybody.asks_at("127.0.0.1", "GET", &path).await.is(200);
            year.anybody.asks_at(elsewhere, "GET", &path).await.is(404);
        }
        for path in ["/years", "/projects/calendar.ics", "/projects/feed.xml", "/projects/follow", "/api/archive"] {
            let page = year.anybody.asks_at(elsewhere, "GET", path).await;
            assert!(!page.is(200).html.contains(&title), "{path}: {}", page.html);
        }
    }
}
