//! The announcement: before it nothing is public, after it anybody can check.

use piaojue::documents::DocumentState;

use super::{CLEAR, counts_shown};
use crate::support::{
    TestApp,
    program::verdict,
    session::{FOUR, Hall, Plan, counted_by_hand},
};

on_both_databases! {
    async fn the_public_sees_nothing_before_the_announcement(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &CLEAR).await;
        let archive = format!("/results/2024/files/{}.bel", app.round().election_uuid);
        let project = format!("/projects/{}", app.projects()[0].id);
        let hidden = [
            "/results/2024/certificate",
            "/results/2024/notice",
            "/results/2024/files/caps.jsonl",
            "/results/2024/files/certificate.json",
            "/results/2024/files/certificate-document.json",
            "/results/2024/files/votes.csv",
            &archive,
            &project,
        ];
        let mut anybody = app.visitor();
        let page = anybody.visits("/results/2024").await;
        page.is(200).says("结果还没有公告");
        assert!(page.texts("table.result").is_empty());
        let title = &app.projects()[0].title;
        assert!(!anybody.visits("/projects").await.is(200).html.contains(title.as_str()));
        for path in hidden {
            anybody.visits(path).await.is(404);
        }
        hall.secretariat.announces("示例第1号").await.is(200);
        assert_eq!(counts_shown(anybody.visits("/results/2024").await.is(200)), counted_by_hand(&CLEAR));
        assert!(anybody.visits("/projects").await.is(200).html.contains(title.as_str()));
        for path in hidden {
            anybody.visits(path).await.is(200);
        }
        anybody.visits(&project).await.says(app.certificate().hash.as_str());
        anybody.visits("/results/2024/notice").await.says("示例第1号");
        anybody.visits("/results/2024/files/other.json").await.is(404);
        anybody.visits("/results/2023").await.is(404);
    }

    async fn a_result_is_announced_once_and_with_a_number(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &CLEAR).await;
        let announce = format!("/secretariat/documents/{}/announce", app.certificate().id);
        for number in ["", "   ", &"号".repeat(41)] {
            let page = hall.secretariat.announces(number).await;
            page.is(422).says("请填写公告编号");
            assert_eq!(page.attributes("input[name=number]", "value"), [number], "what was typed is still there");
        }
        for (day, wrong) in [("", "请填写公告日期"), ("三月", "请填写公告日期"), ("2024-02-02", "不能早于会议日期"), ("2099-01-01", "以后的日子")] {
            let page = hall.secretariat.previews_the_notice(&[("number", "3"), ("day", day)]).await;
            page.is(422).says(wrong);
            assert_eq!(page.attributes("input[name=day]", "value"), [day], "what was typed is still there");
        }
        let preview = hall.secretariat.previews_the_notice(&[("number", "示例第2号")]).await;
        app.visitor().visits("/results/2024/notice").await.is(404);
        let form = preview.is(200).form(&announce);
        assert_eq!(app.certificate().state(), DocumentState::Certified);
        let form = form.with(&[("number", "示例第2号")]);
        let browser = hall.secretariat.browser().await;
        let first = browser.sends(&announce, &form).await;
        let second = browser.sends(&announce, &form).await;
        first.is(200).says("结果已公告");
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string()), ("number", "示例第3号")]);
        browser.sends(&announce, &later).await.is(422).says("已经公告过");
        hall.secretariat.previews_the_notice(&[("number", "示例第2号")]).await.is(404);
        app.visitor().visits("/results/2024/notice").await.says("示例第2号");
    }

    async fn nothing_is_announced_before_it_is_certified(app: TestApp) {
        let mut hall = Hall::signed(&app, FOUR, &CLEAR).await;
        let announce = format!("/secretariat/documents/{}/announce", app.certificate().id);
        let early = hall.secretariat.desk().await.form("/sign-out").with(&[("number", "示例第1号"), ("day", "2024-02-03")]);
        hall.secretariat.browser().await.sends(&announce, &early).await.is(422).says("还没有核验确认");
        app.visitor().visits("/results/2024").await.says("结果还没有公告");
    }

    async fn anybody_can_check_the_published_files(app: TestApp) {
        let hall = Hall::announced(&app, FOUR, &CLEAR).await;
        let folder = tempfile::tempdir().unwrap();
        let anybody = app.visitor();
        let name = format!("{}.bel", app.round().election_uuid);
        for file in [name.as_str(), "caps.jsonl", "certificate.json"] {
            let path = format!("{}/results/2024/files/{file}", app.origin);
            let bytes = reqwest::get(&path).await.unwrap().bytes().await.unwrap();
            std::fs::write(folder.path().join(file), &bytes).unwrap();
        }
        let all = ["--caps", "caps.jsonl", "--certificate", "certificate.json"];
        let of = |archive: &'static str, rest: &[&'static str]| -> Vec<&'static str> {
            std::iter::once(archive).chain(rest.iter().copied()).collect()
        };
        std::fs::rename(folder.path().join(&name), folder.path().join("box.bel")).unwrap();
        assert_eq!(verdict(folder.path(), &of("box.bel", &all)), (0, "OK: everything agrees".to_owned()));
        assert_eq!(verdict(folder.path(), &["box.bel"]).0, 0);

        let archive = std::fs::read(folder.path().join("box.bel")).unwrap();
        let text = String::from_utf8(archive.clone()).unwrap();
        let response = text.rfind(r#""response":""#).unwrap() + 12;
        let mut changed = archive.clone();
        changed[response] = if changed[response] == b'1' { b'2' } else { b'1' };
        std::fs::write(folder.path().join("changed.bel"), changed).unwrap();
        let (status, why) = verdict(folder.path(), &["changed.bel"]);
        assert_eq!(status, 1, "{why}");
        assert!(why.starts_with("BAD: "), "{why}");

        for (name, garbage) in [("text.bel", b"not an archive".as_slice()), ("empty.bel", b"")] {
            std::fs::write(folder.path().join(name), garbage).unwrap();
            let (status, why) = verdict(folder.path(), &[name]);
            assert_eq!(status, 2, "{name}: {why}");
            assert!(why.starts_with("UNREADABLE: "), "{why}");
        }
        assert_eq!(verdict(folder.path(), &["missing.bel"]).0, 2);

        let certificate = std::fs::read_to_string(folder.path().join("certificate.json")).unwrap();
        for (from, to) in [("\"approve\": 4", "\"approve\": 3"), ("\"in_office\": 4", "\"in_office\": 3")] {
            assert!(certificate.contains(from), "{certificate}");
            std::fs::write(folder.path().join("changed.json"), certificate.replacen(from, to, 1)).unwrap();
            assert_eq!(verdict(folder.path(), &["box.bel", "--certificate", "changed.json"]).0, 1, "{to}");
        }
        let caps = std::fs::read_to_string(folder.path().join("caps.jsonl")).unwrap();
        let one_missing: String = caps.lines().skip(1).map(|line| format!("{line}\n")).collect();
        std::fs::write(folder.path().join("fewer.jsonl"), one_missing).unwrap();
        assert_eq!(verdict(folder.path(), &["box.bel", "--caps", "fewer.jsonl"]).0, 1);

        let csv = anybody.asks("GET", "/results/2024/files/votes.csv", &[]).await;
        csv.is(200);
        assert_eq!(csv.html.lines().count(), 5);
        assert!(csv.html.starts_with("\u{feff}名次,"));
        assert_eq!(hall.deputies.len(), 4);
    }

    async fn where_only_the_list_is_published_nobody_sees_a_count(app: TestApp) {
        let plan = Plan { publish_counts: "list_only", ..FOUR };
        let hall = Hall::announced(&app, plan, &CLEAR).await;
        let mut anybody = app.visitor();
        let page = anybody.visits("/results/2024").await;
        page.is(200).says("2 个项目获得通过");
        assert!(page.texts("table.result").is_empty());
        let archive = format!("/results/2024/files/{}.bel", app.round().election_uuid);
        for path in ["/results/2024/certificate", &archive, "/results/2024/files/votes.csv",
            "/results/2024/files/rounds.xlsx", "/results/2024/files/certificate.json", "/results/2024/files/caps.jsonl"] {
            anybody.visits(path).await.is(404);
        }
        let project = anybody.visits(&format!("/projects/{}", app.projects()[0].id)).await;
        project.is(200).says(app.certificate().hash.as_str());
        assert_eq!(hall.deputies.len(), 4);
    }

    async fn a_list_to_tick_is_counted_too(app: TestApp) {
        let plan = Plan { ballot_form: "choose_up_to", ..FOUR };
        let choices = ["赞赞弃弃", "赞赞弃弃", "赞弃弃弃", "弃赞赞弃"];
        let hall = Hall::announced(&app, plan, &choices).await;
        let page = app.visitor().visits("/results/2024").await;
        assert_eq!(counts_shown(&page), counted_by_hand(&choices));
        assert_eq!(app.projects().len(), 2);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("box.bel"), app.archive()).unwrap();
        let file = app.visitor().asks("GET", "/results/2024/files/certificate.json", &[]).await;
        std::fs::write(folder.path().join("certificate.json"), &file.is(200).html).unwrap();
        let said = verdict(folder.path(), &["box.bel", "--certificate", "certificate.json"]);
        assert_eq!(said, (0, "OK: everything agrees".to_owned()));
        assert_eq!(hall.deputies.len(), 4);
    }
}
