//! A finding from being opened to being closed, and who may not close it.

use crate::support::{
    TestApp,
    tracking::{Year, supervisor},
};

on_both_databases! {
    async fn a_follow_up_goes_its_way_by_three_people(app: TestApp) {
        let mut year = Year::begins(&app).await;
        year.the_plan_is_published().await;
        let (mut finder, mut closer) = (supervisor(&app).await, supervisor(&app).await);
        finder.visits("/supervisor").await.is(200);
        let project = year.project.clone();
        let opening = |deadline: &'static str| [("finding", "现场没有围挡"), ("deadline", deadline)];
        finder.submits("/supervisor", &[("project", &project), opening("2024-02-01")[0], opening("2024-02-01")[1]]).await.is(422).says("今天或以后").says("现场没有围挡");
        finder.submits("/supervisor", &[("project", &project), opening("2024-02-10")[0], opening("2024-02-10")[1]]).await.is(200).says("督办已发起");
        let link = finder.page().attributes("ol.rows a", "href").remove(0);
        closer.visits(&link).await.is(200).says("等待责任单位答复");

        year.engineer.visits("/department/follow-ups").await.is(200).says("现场没有围挡");
        let answer = year.engineer.page().attributes("main form", "action").remove(0);
        year.engineer.submits(&answer, &[("words", "已补设围挡")]).await.is(200).says("答复已提交");

        finder.visits(&link).await.is(200).says("已补设围挡");
        finder.submits(&link, &[("words", "现场已核实"), ("do", "close")]).await.is(422).says("已经走到别的步骤").says("现场已核实");
        finder.submits(&link, &[("words", "现场已核实"), ("do", "check")]).await.is(200).says("待销号");
        finder.submits(&link, &[("words", "同意销号"), ("do", "close")]).await.is(422).says("核查人不能销号");
        closer.visits(&link).await.is(200);
        closer.submits(&link, &[("words", "同意销号"), ("do", "close")]).await.is(200).says("已销号");
        app.hears_of_what_is_public();
        year.anybody.visits("/projects/supervision").await.is(200).says("同意销号").says("已销号");
    }

    async fn an_overdue_one_surfaces_by_itself(app: TestApp) {
        let mut year = Year::begins(&app).await;
        let mut finder = supervisor(&app).await;
        finder.visits("/supervisor").await.is(200);
        let project = year.project.clone();
        finder.submits("/supervisor", &[("project", &project), ("finding", "没有围挡"), ("deadline", "2024-02-10")]).await.is(200);
        year.days_pass(9).await;
        year.seen_by_all().await.is(200);
        year.anybody.visits("/projects/supervision").await.is(200).says("已逾期").says("第 1 次提级");
    }
}
