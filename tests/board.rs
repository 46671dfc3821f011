//! The leaders' board and the money of projects: what the pages say, what the files say, and what they are sums of.

use piaojue::accounts::Role;

use crate::support::{
    TestApp, Visitor,
    tracking::{HOUSING, Year},
};

/// A file's rows by the names in its head.
async fn rows(anybody: &Visitor, path: &str) -> Vec<std::collections::HashMap<String, String>> {
    let file = anybody.asks("GET", path, &[]).await;
    let text = file.is(200).html.trim_start_matches('\u{feff}').to_owned();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(ToOwned::to_owned).collect();
    let row = |record: csv::StringRecord| head.iter().cloned().zip(record.iter().map(ToOwned::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn number(text: &str) -> f64 {
    text.replace(',', "").parse().unwrap()
}

on_both_databases! {
    async fn the_sum_of_the_sources_is_the_budget_everywhere(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        year.engineer.visits(&path).await.is(200);
        let report = [("as_of", "2024-02-03"), ("quantity", "1"), ("words", "推进"), ("paid", "3000"), ("do", "file")];
        year.engineer.submits(&path, &report).await.is(200);
        let page = year.seen_by_all().await;
        page.says("预算 3,500.5 万元").says("区级财政 2,000 万元").says("上级补助 1,500.5 万元");
        page.says("已支付 85.7%（3,000 / 3,500.5 万元）").says("资金支付快于工作进度");
        let sources = rows(&year.anybody, "/open-data/files/money-sources.csv").await;
        let sum: f64 = sources.iter().map(|row| number(&row["amount_wan"])).sum();
        let money = rows(&year.anybody, "/open-data/files/money.csv").await;
        assert_eq!((sum, money[0]["budget_wan"].as_str()), (3500.5, "3500.5"));
        assert_eq!(money[0]["source"], "区级财政 2000；上级补助 1500.5");
        assert_eq!((money[0]["paid_percent"].as_str(), money[0]["course"].as_str()), ("85.7", "money-ahead"));
        for path in ["/reports/2024", "/reports/2024/half-year", "/reports/2024/quarters/1"] {
            let report = year.anybody.visits(path).await;
            let row = report.is(200).texts("div[aria-labelledby=money] tbody tr").remove(0);
            for said in ["区级财政 2,000", "上级补助 1,500.5", "3,500.5", "3,000", "85.7%", "支付偏快"] {
                assert!(row.contains(said), "{path}: {said} in {row}");
            }
        }
        year.anybody.visits("/projects").await.is(200).says("已支付 85.7%（3,000 / 3,500.5 万元）");
        let api = year.anybody.asks("GET", &format!("/api/projects/{}", year.project), &[]).await;
        let api: serde_json::Value = serde_json::from_str(&api.is(200).html).unwrap();
        let of_plan = api["plan"]["sources"].as_array().unwrap();
        let sum: f64 = of_plan.iter().map(|one| number(one["amount"].as_str().unwrap())).sum();
        assert_eq!((sum, &api["plan"]["budget"]), (3500.5, &"3500.5".into()));
        let api = year.anybody.asks("GET", "/api/years/2024", &[]).await;
        let api: serde_json::Value = serde_json::from_str(&api.is(200).html).unwrap();
        assert_eq!((&api["money"][0]["course"], &api["money"][0]["sources"][0]["amount"]), (&"money-ahead".into(), &"2000".into()));
    }

    async fn one_source_that_changes_is_a_change_of_the_plan(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = format!("/department/projects/{}/adjust", year.project);
        let form = year.engineer.visits(&path).await;
        assert_eq!(form.is(200).texts("#sources"), ["区级财政 2000 上级补助 1500.5"]);
        let wrong = [("kind", "minor"), ("reason", "追加资金"), ("sources", "区级财政 2000\n上级补助")];
        let refused = year.engineer.submits(&path, &wrong).await;
        refused.is(422).says("资金来源第 2 行应写“来源 金额”");
        let right = [("kind", "minor"), ("reason", "追加资金"), ("sources", "区级财政 2500\n社会资金 1500.5")];
        year.engineer.submits(&path, &right).await.is(200);
        let page = year.secretary.visits(&format!("/secretariat/projects/{}", year.project)).await;
        let page = page.is(200);
        page.says("区级财政 2,000 → 区级财政 2,500").says("上级补助 1,500.5 →").says("→ 社会资金 1,500.5");
        page.says("3,500.5 → 4,000.5");
    }

    async fn the_board_says_where_to_press_and_its_file_says_the_same(app: TestApp) {
        let (mut year, [mut member, _]) = Year::supervised(&app).await;
        year.opens(&mut member, "现场没有围挡", "2024-02-10").await;
        let items = year.app.projects()[0].sub_items.len();
        year.days_pass(60).await;
        year.app.hears_of_what_is_public();
        let board = year.anybody.visits("/projects/board").await;
        let unit = board.is(200).texts("div[aria-labelledby=units] tbody tr").remove(0);
        for said in [HOUSING, &format!("滞后 {items}"), &format!("多 {items} 项"), "逾期 1"] {
            assert!(unit.replace('\u{a0}', " ").contains(said), "{said} in {unit}");
        }
        let faults = board.attributes("ul.rows a", "href");
        assert_eq!(faults.len(), items);
        let (page, anchor) = faults[0].split_once('#').unwrap();
        let project = year.anybody.visits(page).await;
        assert_eq!(project.is(200).texts(&format!("[id='{anchor}']")).len(), 1, "the sub-item's own row");
        let file = rows(&year.anybody, "/projects/board/files/board.csv").await;
        let of = |kind: &str| file.iter().find(|row| row["kind"] == kind).unwrap();
        for kind in ["all", "unit"] {
            assert_eq!((&of(kind)["red"], &of(kind)["red_before"]), (&items.to_string(), &"0".to_owned()), "{kind}");
            assert_eq!((of(kind)["follow_ups_overdue"].as_str(), of(kind)["budget_wan"].as_str()), ("1", "3500.5"));
        }
        assert_eq!(of("unit")["name"], HOUSING);
        assert!(!board.text().contains("上报"), "what was reported upward is not for everybody");
        assert!(!board.text().contains("王工"), "no clerks");
        let mut secretary = year.app.signed_in(Role::Secretariat).await;
        let inner = secretary.visits("/secretariat/board").await;
        inner.is(200).says("上报（次）");
    }
}
