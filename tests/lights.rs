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
