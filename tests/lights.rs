//! Lights that mean something: when they begin, what takes them back, who is asked for what.

use piaojue::accounts::Role;

use crate::support::{
    PASSWORD, TestApp, Visitor,
    tracking::{Year, signed_in},
};

impl Year {
    /// Nearly all of the first sub-item, so that only months can turn its light.
    fn most(&self) -> String {
        let target = self.app.projects()[0].sub_items[0].goal.target().unwrap();
        target.parse::<u32>().unwrap().saturating_sub(1).to_string()
    }

    fn first_item(&self) -> String {
        self.app.projects()[0].sub_items[0].name.clone()
    }

    /// What the project's page says in the row of the first sub-item.
    async fn first_row(&mut self) -> String {
        let page = self.seen_by_all().await;
        page.is(200).texts("section[aria-labelledby=subs] tbody tr").remove(0)
    }

    pub async fn another_secretary(&self, login: &str) -> Visitor {
        self.app.has_account(Role::Secretariat, login);
        signed_in(&self.app, login, PASSWORD).await
    }

    /// Of the project, with these milestones for its first sub-item and the others as they are.
    async fn proposes(&mut self, kind: &str, milestones: &str) -> crate::support::Page {
        let path = format!("/department/projects/{}/adjust", self.project);
        let form = self.engineer.visits(&path).await;
        let mut all = form.is(200).texts("textarea[name=milestones]");
        all[0] = milestones.to_owned();
        let mut fields = vec![("kind", kind), ("reason", "地块移交推迟")];
        fields.extend(all.iter().map(|lines| ("milestones", lines.as_str())));
        self.engineer.submits(&path, &fields).await
    }
}

on_both_databases! {
    async fn nothing_is_behind_before_the_first_report_is_due(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let row = year.first_row().await;
        assert!(row.contains("未计进度") && row.contains("首次进展在 2024-03-25 前报送"), "{row}");
        year.days_pass(51).await;
        let row = year.first_row().await;
        assert!(row.contains("未计进度"), "on the day itself: {row}");
        let list = year.anybody.visits("/projects").await;
        assert!(!list.is(200).text().contains("滞后"), "{}", list.text());
        year.engineer.visits("/department").await.is(200).says("2024-03-25 前报送");
        year.days_pass(1).await;
        let row = year.first_row().await;
        assert!(row.contains("滞后") && row.contains("3 月没有报送进展"), "{row}");
    }

    async fn a_month_that_was_left_out_stays_until_somebody_reports_about_it(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let most = year.most();
        // March goes by; April is reported in time.
        year.days_pass(67).await;
        year.reports(0, "2024-04-10", &most).await.is(200).says("进展已报送");
        let row = year.first_row().await;
        assert!(row.contains("略有滞后") && row.contains("还有 1 个月的进展没有报送，最早的是 3 月"), "{row}");
        let page = year.engineer.visits("/department").await;
        page.is(200).says("欠报：2024-03").says("补报 0 个月");
        year.engineer.visits(&year.report_path(0)).await.is(200).says("欠报：2024-03").says("截止日期填该月内的日子");
        // Another month is no way round, and March cannot have had more than April.
        year.reports(0, "2024-04-01", &most).await.is(422).says("只有欠报的月份可以补报");
        year.reports(0, "2024-03-31", "90000").await.is(422).says("更早的月份不能比它多");
        year.reports(0, "2024-03-31", "0").await.is(200).says("进展已报送");
        let row = year.first_row().await;
        assert!(row.contains("按序推进") && row.contains(&most), "April's number still counts: {row}");
        let page = year.engineer.visits("/department").await;
        page.is(200).says("补报 1 个月");
        let annual = year.anybody.visits("/reports/2024").await;
        let misses = annual.is(200).texts("div[aria-labelledby=missed] tbody tr");
        assert!(misses.iter().any(|row| row.contains("区住房和城市建设局") && row.contains('1')), "{misses:?}");
    }

    async fn a_minor_adjustment_takes_back_nothing_that_is_due(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.days_pass(100).await;
        let target = year.app.projects()[0].sub_items[0].goal.target().unwrap();
        let later = format!("2024-12-15 1 前期\n2024-12-20 {target} 全部完成");
        let refused = year.proposes("minor", &later).await;
        refused.is(422).says("已到期的要求不能由一般调整降低").says(&year.first_item());
        assert!(refused.texts("textarea[name=milestones]")[0].contains("2024-12-15"), "what was typed stays");
        // What asks for no less is filed as before.
        let sooner = format!("2024-10-31 {target} 提前完成");
        year.proposes("minor", &sooner).await.is(200).says("调整已提出");
        let mut secretary = year.another_secretary("MISHU8").await;
        let office = format!("/secretariat/projects/{}", year.project);
        let settle = |page: &crate::support::Page| {
            let actions = page.attributes("form", "action");
            actions.into_iter().find(|action| action.contains("/adjustments/")).expect("an adjustment waits")
        };
        let form = settle(secretary.visits(&office).await.is(200));
        secretary.submits(&form, &[("do", "file")]).await.is(200).says("调整已办理");

        // The standing committee may.
        year.days_pass(1).await;
        year.proposes("major", &later).await.is(200).says("调整已提出");
        let mut secretary = signed_in(&year.app, "MISHU8", PASSWORD).await;
        let form = settle(secretary.visits(&office).await.is(200));
        let decided = |on: &'static str| {
            [("body", "区人大常委会"), ("number", "〔2024〕12 号"), ("decided_on", on), ("do", "decide")]
        };
        secretary.submits(&form, &decided("2023-01-05")).await.is(422).says("不能早于大会票决（2024-02-03）");
        let asked = secretary.submits(&form, &decided("2024-05-10")).await;
        asked.is(422).says("早于提出调整的日期");
        assert_eq!(asked.attributes("#sure", "value"), ["2024-05-10"]);
        assert!(asked.attributes("#sure", "checked").is_empty(), "the program does not vouch for it");
        let mut sure = decided("2024-05-10").to_vec();
        sure.push(("sure", "2024-05-10"));
        secretary.submits(&form, &sure).await.is(200).says("调整已办理");
        let row = year.first_row().await;
        assert!(row.contains("原方案应完成"), "both plans are told: {row}");
        year.anybody.visits("/reports/2024").await.is(200).says("其中 1 项经常委会决定降低了已到期的进度要求");
    }

    async fn the_day_stands_beside_the_bar(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let most = year.most();
        year.days_pass(50).await;
        year.reports(0, "2024-03-20", &most).await.is(200);
        let row = year.first_row().await;
        assert!(row.contains("2024-03-20 应完成"), "{row}");
        year.days_pass(30).await;
        let row = year.first_row().await;
        assert!(row.contains("2024-03-20 应完成"), "April is not missing yet: {row}");
        year.days_pass(10).await;
        let row = year.first_row().await;
        assert!(row.contains("2024-05-03 应完成") && row.contains("4 月没有报送进展"), "{row}");
    }

    async fn a_number_that_was_mended_the_same_day_is_told_as_a_correction(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.reports(0, "2024-02-03", "4").await.is(200);
        assert!(!year.seen_by_all().await.text().contains("更正"), "the first is none");
        year.reports(0, "2024-02-03", "5").await.is(200);
        let page = year.seen_by_all().await;
        let told = page.texts("section[aria-labelledby=progress] ol.timeline > li");
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("更正") && told[0].contains("被更正的报送（1 条）"), "{told:?}");
        let feed = year.anybody.asks("GET", &format!("/projects/{}/feed.xml", year.project), &[]).await;
        assert!(feed.is(200).html.contains("更正为累计 5 /") && !feed.html.contains("累计 4 /"), "{}", feed.html);
    }
}

impl Year {
    /// The secretary of that name, signed in today.
    async fn secretary_of(&self, login: &str) -> Visitor {
        signed_in(&self.app, login, PASSWORD).await
    }

    async fn accepts(&self, secretary: &mut Visitor, item: usize) {
        let office = format!("/secretariat/projects/{}", self.project);
        let form = format!("/secretariat/sub-items/{}/accept", self.app.projects()[0].sub_items[item].id);
        secretary.visits(&office).await.is(200);
        secretary.submits(&form, &[("words", "现场核对无误"), ("do", "accept")]).await.is(200).says("已验收");
    }

    fn target(&self, item: usize) -> String {
        self.app.projects()[0].sub_items[item].goal.target().unwrap_or_else(|| "100".to_owned())
    }

    /// Light and whether it is done, of the first sub-item, as the year's data say.
    async fn told_of_the_first(&self) -> (String, bool) {
        self.told_of_the_first_by("/api/years/2024").await
    }

    async fn told_of_the_first_by(&self, data: &str) -> (String, bool) {
        self.app.hears_of_what_is_public();
        let answer = self.anybody.asks("GET", data, &[]).await;
        let data: serde_json::Value = serde_json::from_str(&answer.is(200).html).unwrap();
        let line = &data["lines"][0];
        (line["light"].as_str().unwrap().to_owned(), line["done"].as_bool().unwrap())
    }
}

const CLOSING: &str = "/secretariat/years/2024";

on_both_databases! {
    async fn a_year_is_closed_and_stays_as_it_was(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.days_pass(331).await;
        let target = year.target(0);
        year.reports(0, "2024-12-30", &target).await.is(200);
        let mut secretary = year.another_secretary("MISHU7").await;
        secretary.visits(CLOSING).await.is(200).says("先确定结算日");
        let day = format!("{CLOSING}/day");
        let early = secretary.submits(&day, &[("closes_on", "2024-12-30")]).await;
        early.is(422).says("结算日应在 2024-12-31 或以后");
        assert_eq!(early.attributes("#closes_on", "value"), ["2024-12-30"], "what was typed stays");
        secretary.submits(&day, &[("closes_on", "2025-01-20")]).await.is(200).says("结算日已确定").says("2025-01-20 过后可以定稿");

        // Accepted in January, it counts to the year.
        year.days_pass(10).await;
        assert_eq!(year.told_of_the_first().await, ("green".to_owned(), false));
        let mut secretary = year.secretary_of("MISHU7").await;
        year.accepts(&mut secretary, 0).await;
        assert_eq!(year.told_of_the_first().await, ("done".to_owned(), true));
        year.anybody.visits("/reports/2024").await.is(200).says("2025-01-20 前的验收计入本年度");

        year.days_pass(12).await;
        let mut secretary = year.secretary_of("MISHU7").await;
        secretary.visits(CLOSING).await.is(200);
        secretary.submits(&format!("{CLOSING}/freeze"), &[]).await.is(200).says("年度报告已定稿");
        year.app.hears_of_what_is_public();
        let page = year.anybody.visits("/reports/2024").await;
        let fingerprint = page.is(200).says("第 1 版，2025-01-21 定稿").texts("code.hash").remove(0);
        let frozen = year.anybody.asks("GET", "/reports/2024/files/report-1.json", &[]).await;
        let bytes = frozen.is(200).html.clone();
        let digest = <sha2::Sha256 as sha2::Digest>::digest(bytes.as_bytes());
        assert_eq!(digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), fingerprint);
        let archived = year.anybody.visits("/years/2024").await;
        assert_eq!(archived.is(200).texts("code.hash"), [fingerprint.as_str()], "the archive names the same paper");
        let department = year.engineer.visits("/department").await;
        assert!(!department.is(200).text().contains("本月待报"), "the year is closed: {}", department.text());

        // What is accepted after that changes nothing that was frozen, until a corrigendum says so.
        let done = page.texts("dl.figures dd");
        let other = year.target(1);
        year.reports(1, "2024-12-31", &other).await.is(200);
        year.accepts(&mut secretary, 1).await;
        year.app.hears_of_what_is_public();
        assert_eq!(year.anybody.visits("/reports/2024").await.texts("dl.figures dd"), done);
        let correct = format!("{CLOSING}/correct");
        secretary.visits(CLOSING).await.is(200);
        secretary.submits(&correct, &[]).await.is(422).says("请写明更正理由");
        secretary.submits(&correct, &[("why", "绿道验收漏计")]).await.is(200).says("更正版已发布");
        secretary.submits(&correct, &[("why", "再来一次")]).await.is(422).says("数据没有变动");
        year.app.hears_of_what_is_public();
        let page = year.anybody.visits("/reports/2024").await;
        page.is(200).says("第 2 版").says("绿道验收漏计");
        assert_ne!(page.texts("dl.figures dd"), done);
        let before = year.anybody.asks("GET", "/reports/2024/files/report-1.json", &[]).await;
        assert_eq!(before.is(200).html, bytes, "what was frozen stays");
        year.anybody.asks("GET", "/reports/2024/files/report-3.json", &[]).await.is(404);
    }

    async fn what_was_accepted_stays_so_in_the_reports_about_its_day(app: TestApp) {
        const HALF_YEAR: &str = "/reports/2024/files/half-year.json";
        let mut year = Year::with_a_plan(&app).await;
        year.days_pass(128).await;
        let target = year.target(0);
        year.reports(0, "2024-06-10", &target).await.is(200).says("进展已报送");
        let mut secretary = year.another_secretary("MISHU7").await;
        year.accepts(&mut secretary, 0).await;
        year.days_pass(30).await;
        let done = ("done".to_owned(), true);
        assert_eq!(year.told_of_the_first_by(HALF_YEAR).await, done);

        // More is done in August, and accepted anew.
        year.days_pass(26).await;
        let more = (target.parse::<u32>().unwrap() + 1).to_string();
        year.reports(0, "2024-08-05", &more).await.is(200).says("进展已报送");
        let mut secretary = year.secretary_of("MISHU7").await;
        year.accepts(&mut secretary, 0).await;
        assert_eq!(year.told_of_the_first_by(HALF_YEAR).await, done, "by the end of June it was accepted");
        assert_eq!(year.told_of_the_first().await, done);
        let page = year.seen_by_all().await;
        let events = page.is(200).texts("section[aria-labelledby=timeline] tbody tr");
        assert_eq!(events.iter().filter(|event| event.contains("现场核对无误")).count(), 2, "{events:?}");
    }

    async fn what_is_unfinished_goes_on_over_the_year(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.days_pass(331).await;
        let target = year.target(0);
        let later = format!("2024-11-30 1 前期\n2025-06-30 {target} 全部完成");
        year.proposes("major", &later).await.is(422).says("不在本年度内");
        let mut secretary = year.another_secretary("MISHU7").await;
        secretary.visits(CLOSING).await.is(200).says("没有完成的项目");
        let carry = format!("{CLOSING}/carry-over");
        secretary.submits(&carry, &[]).await.is(422).says("请写明结转理由");
        secretary.submits(&carry, &[("reason", "冬季停工")]).await.is(200).says("已结转到 2025 年");
        year.proposes("major", &later).await.is(200).says("调整已提出");
        let office = format!("/secretariat/projects/{}", year.project);
        let actions = secretary.visits(&office).await.is(200).attributes("form", "action");
        let settle = actions.into_iter().find(|action| action.contains("/adjustments/")).unwrap();
        let decision =
            [("body", "区人大常委会"), ("number", "〔2024〕31 号"), ("decided_on", "2024-12-30"), ("do", "decide")];
        secretary.submits(&settle, &decision).await.is(200).says("调整已办理");
        secretary.visits(CLOSING).await.is(200);
        secretary.submits(&format!("{CLOSING}/day"), &[("closes_on", "2024-12-31")]).await.is(200);
        year.days_pass(2).await;
        let mut secretary = year.secretary_of("MISHU7").await;
        secretary.visits(CLOSING).await.is(200);
        secretary.submits(&format!("{CLOSING}/freeze"), &[]).await.is(200).says("年度报告已定稿");
        year.app.hears_of_what_is_public();
        year.anybody.visits("/reports/2024").await.is(200).says("结转下一年的项目").says("冬季停工");
        year.anybody.visits("/years/2024").await.is(200).says("结转到 2025 年");
        year.anybody.visits(&format!("/projects/{}", year.project)).await.is(200).says("结转到 2025 年");
        assert_eq!(year.anybody.visits("/years").await.texts("td[data-label=结转下年]"), ["1"]);
        let department = year.engineer.visits("/department").await;
        department.is(200).says("本月待报").says("2025-01-25 前报送");
        year.reports(0, "2025-01-01", "1").await.is(200).says("进展已报送");
        let answer = year.anybody.asks("GET", &format!("/api/projects/{}", year.project), &[]).await;
        assert!(answer.is(200).html.contains("\"carried_to\":2025"), "{}", answer.html);
    }

    async fn what_was_paid_is_told_with_each_report(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        year.engineer.visits(&path).await.is(200);
        let report = |paid: &'static str| {
            [("as_of", "2024-02-03"), ("quantity", "1"), ("words", "按计划推进"), ("paid", paid), ("do", "file")]
        };
        let refused = year.engineer.submits(&path, &report("9999")).await;
        refused.is(422).says("不能超过方案的预算（3,500.5 万元）");
        assert_eq!(refused.attributes("#paid", "value"), ["9999"], "what was typed stays");
        year.engineer.submits(&path, &report("1200.5")).await.is(200).says("进展已报送");
        year.seen_by_all().await.says("累计已支付 1,200.5 万元");
        let annual = year.anybody.visits("/reports/2024").await;
        let money = annual.is(200).texts("div[aria-labelledby=money] tbody tr");
        assert!(money[0].contains("3,500.5") && money[0].contains("1,200.5") && money[0].contains('%'), "{money:?}");
        for path in ["/open-data/files/money.csv", "/reports/2024/files/projects.csv", "/api/years/2024"] {
            let answer = year.anybody.asks("GET", path, &[]).await;
            assert!(answer.is(200).html.contains("1200.5"), "{path}: {}", answer.html);
        }
        // Whoever reports about another part cannot spend the same money once more.
        let path = year.report_path(1);
        year.engineer.visits(&path).await.is(200);
        let refused = year.engineer.submits(&path, &report("2300.01")).await;
        refused.is(422).says("不能超过方案的预算（3,500.5 万元）").says("其他子项已支付 1,200.5 万元");
        year.engineer.submits(&path, &report("2300")).await.is(200).says("进展已报送");
    }
}
