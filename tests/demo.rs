//! The demonstration that a newcomer starts with.

use serde_json::Value;

use crate::support::{
    Visitor,
    catcher::Catcher,
    program::{Program, verdict},
};

fn told<F: Future<Output = ()>>(story: F) {
    actix_web::rt::System::new().block_on(story);
}

#[test]
fn the_demonstration_begins_with_three_ballots_to_cast() {
    let program = Program::new();
    let serving = program.serves(&["demo"]);
    told(async {
        let mut visitor = Visitor::new(&serving.origin);
        let page = visitor.visits("/sign-in").await;
        page.is(200);
        for login in ["MISHU", "MISHU2", "JIANPIAO1", "JIANPIAO2", "JIANPIAO3"] {
            assert!(page.html.contains(login), "{login} is not on the page");
        }
        let sheet = visitor.visits("/demo").await;
        let booths: Vec<String> =
            sheet.is(200).attributes("a", "href").into_iter().filter(|href| href.contains("/booth#code=")).collect();
        assert_eq!(booths.len(), 3, "{}", sheet.text());
        for booth in &booths {
            visitor.visits(booth.split('#').next().unwrap()).await.is(200);
        }
        visitor.visits("/results/2024").await.is(200).says("结果还没有公告");
        visitor.visits("/candidates").await.is(200).says("学有优教").says("名单怎样形成");
        visitor.visits("/candidates/1").await.is(200).says("件建议");
        let login = visitor.signs_in("JIANPIAO1", "demo-2024", "").await;
        assert_eq!(login.path, "/scrutineer");
        login.says("57");
    });
    let votes: Value = serde_json::from_slice(&std::fs::read(program.path("demo-votes.json")).unwrap()).unwrap();
    assert_eq!(votes["ballots"], 57);
}

#[test]
fn before_the_vote_a_hundred_invented_proposals_are_listed_put_together_and_answered() {
    let program = Program::new();
    let serving = program.serves(&["demo", "--stage", "proposals"]);
    told(async {
        let mut visitor = Visitor::new(&serving.origin);
        let page = visitor.visits("/proposals").await;
        page.is(200).says("（示例）").says("正在征集").says("我要提建议");
        let numbers: Vec<usize> =
            page.texts(".figures dd").iter().map(|text| text.split(' ').next().unwrap().parse().unwrap()).collect();
        assert_eq!(numbers[0], 120);
        assert!(numbers[1] > 20 && numbers[2] > 20, "{numbers:?}");
        page.says("其中逾期");
        let together = page.texts("ul.rows .note").iter().any(|text| !text.contains("来自 1 件"));
        let more = visitor.visits("/proposals?p=2").await.texts("ul.rows .note").join(" ");
        assert!(together || more.contains("来自 2 件"), "nothing was put together");
        visitor.visits("/proposals?q=电梯").await.is(200).says("电梯（示例）");
    });
}

#[test]
fn half_a_year_later_ten_projects_are_public_and_the_counts_are_those_of_the_deputies() {
    let catcher = Catcher::opens();
    let program =
        Program::new().with("PIAOJUE_SMTP_URL", &catcher.url).with("PIAOJUE_MAIL_FROM", "票决 <no-reply@mail.example>");
    let serving = program.serves(&["demo", "--stage", "tracking"]);
    let votes: Value = serde_json::from_slice(&std::fs::read(program.path("demo-votes.json")).unwrap()).unwrap();
    assert_eq!(votes["ballots"], 60);
    told(async {
        let mut visitor = Visitor::new(&serving.origin);
        let page = visitor.visits("/results/2024").await;
        page.is(200);
        let titles = page.texts("table.result th[scope=row] span, table.result th[scope=row] a");
        let counts = page.texts("table.result td.num");
        assert_eq!((titles.len(), counts.len()), (12, 36));
        for line in votes["candidates"].as_array().unwrap() {
            let title = line["title"].as_str().unwrap();
            let at = titles.iter().position(|shown| shown == title).unwrap_or_else(|| panic!("{title} is not shown"));
            let counted = ["approve", "oppose", "abstain"].map(|column| line[column].as_u64().unwrap().to_string());
            assert_eq!(counts[3 * at..3 * at + 3], counted, "{title}");
        }
        // More records than one part of what is sent holds.
        let files = visitor.visits("/results/2024/verify").await.attributes("a", "href");
        let archive = files.iter().find(|href| href.ends_with(".bel")).expect("the box is offered");
        let bytes = reqwest::get(format!("{}{archive}", serving.origin)).await.unwrap().bytes().await.unwrap();
        std::fs::write(program.path("box.bel"), &bytes).unwrap();
        let (status, said) = verdict(program.data.path(), &["box.bel"]);
        assert_eq!(status, 0, "{said}");
        let events = bytes.windows(11).filter(|name| name == b".event.json").count();
        assert!(events > 60, "{events} events for 60 ballots");

        let projects = visitor.visits("/projects").await;
        let links = projects.is(200).attributes("ul.cards h2 a", "href");
        assert_eq!(links.len(), 14, "with the four of the year before");
        let (last_years, links) = (links[10..].to_vec(), links[..10].to_vec());
        // Whoever shows it with a mail server of their own shows the letters, too.
        let follow = format!("{}/follow", links[0]);
        visitor.visits(&follow).await.is(200);
        visitor.submits(&follow, &[("email", "zhou@example.org")]).await.is(200).says("确认信已发出");
        let projects = visitor.visits("/projects").await;
        assert_eq!(projects.texts("ul.cards .light.red").len(), 2, "one behind, one without a report");
        assert_eq!(projects.texts("ul.cards .light.amber").len(), 1, "one made up later");
        assert_eq!(
            projects.texts("ul.cards .light.done").len(),
            5,
            "one over target and accepted, and all of last year's"
        );
        projects.says("暂缓实施").says("目前不计计划");
        let supervision = visitor.visits("/projects/supervision").await;
        supervision.is(200).says("已销号").says("已提级").says("已逾期").says("审计 1 人").says("材料堆放占用通道");
        let inspection = supervision.attributes("ol.rows a", "href").remove(0);
        visitor.visits(&inspection).await.is(200).says("示例数据").says("已发起督办第 4 号");
        let quarters = supervision.attributes("ul.filters a", "href");
        visitor.visits(&quarters[0]).await.is(200).says("合计");
        let mut supervisor = Visitor::new(&serving.origin);
        supervisor.signs_in("JIANDU1", "demo-2024", "").await.is(200).says("夜间施工噪声较大");
        let report = visitor.visits("/reports/2024").await;
        report.is(200).says("超额完成").says("资金：预算与支付");
        assert_eq!(report.texts("td[data-label^=支付率]").len(), 11, "money was paid for each project, and all of it");
        visitor.visits("/projects/board").await.is(200).says("支付 / 完成").says("多 ");
        let mut answered = 0;
        for link in &links {
            answered += usize::from(visitor.visits(&format!("{link}/rate")).await.text().contains("晚六点以后不施工"));
        }
        assert!(answered > 0, "units answer what residents remark");
        let ratings = visitor.visits("/ratings").await;
        assert_eq!(ratings.is(200).texts("table.rated tbody tr").len(), 10);
        ratings.says("群众（现场扫码）").says("2023年度");
        let before = visitor.visits("/ratings/2023").await;
        assert_eq!(before.is(200).texts("table.rated tbody tr").len(), 4);
        let report = visitor.visits("/reports/2023").await;
        report.is(200).says("全部顺利完成").says("第 1 版");
        for link in &last_years {
            visitor.visits(link).await.is(200).says("群众（现场扫码）");
        }
        let archive = visitor.visits("/years").await;
        assert_eq!(archive.is(200).texts("section[aria-labelledby=compared] tbody th a"), ["2024", "2023"]);
        visitor.visits("/years/2023").await.is(200).says("2024-01-21 定稿");
        assert_eq!(visitor.visits("/years/2024").await.texts(".small-courses > li").len(), 10);
        visitor.visits(&links[0]).await.is(200).says("时间轴");
        visitor.visits("/results/2023").await.is(200).says("24 名代表参加表决，4 个项目获得通过");
        let mut letters = catcher.empties();
        for _ in 0..150 {
            if !letters.is_empty() {
                break;
            }
            actix_web::rt::time::sleep(std::time::Duration::from_millis(200)).await;
            letters = catcher.empties();
        }
        assert!(letters[0].body.contains("请打开下面的链接确认"), "{letters:?}");
        let hash = visitor.visits("/results/2024").await.texts("code.hash, .hash").into_iter().find(|h| h.len() == 64);
        let hash = hash.expect("the result page names the certificate");
        for link in &links {
            visitor.visits(link).await.is(200).says(&hash);
        }
    });
}
