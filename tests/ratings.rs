//! What residents say at the site, and what is refused.

use piaojue::accounts::Role;

use crate::support::{
    TestApp, Visitor,
    session::{FOUR, Hall},
    tracking::Year,
};

/// The rows of a table of counts, whose first cell says who.
fn counts(page: &crate::support::Page) -> Vec<String> {
    page.texts("table tbody td.num")
}

on_both_databases! {
    async fn a_resident_rates_at_the_site_and_thinks_again(app: TestApp) {
        let mut year = Year::begins(&app).await;
        year.rating_is_open("2024-02-03", "2024-02-20").await.is(200).says("评价时间已确定").says("正在进行");
        let sign = year.a_sign_goes_up().await;
        let mut resident = year.resident("203.0.113.9");
        resident.visits(&sign).await.is(200).says("请不要写姓名");
        let sent = resident.page().form(&sign).with(&[("mark", "satisfied"), ("remark", "电梯装得快")]);
        resident.sends(&sign, &sent).await.is(200).says("评价已收到");
        resident.sends(&sign, &sent).await.is(200).says("评价已收到");
        resident.visits(&sign).await.is(200).says("您今天的评价：满意").says("电梯装得快");
        resident.rates(&sign, "basically", "电梯装得快，噪声大").await.is(200).says("评价已收到");
        let rate = format!("/projects/{}/rate", year.project);
        year.anybody.visits(&rate).await.is(200).says("还没有测评结果").says("请到项目现场");
        year.secretary.visits("/secretariat/ratings").await.is(200).says("没有待阅看的意见");

        year.days_pass(1).await;
        let app = year.app.clone();
        resident.moves_to(&app.origin);
        app.hears_of_what_is_public();
        let page = year.anybody.visits(&rate).await;
        assert_eq!(counts(page.is(200)), ["0", "1", "0", "—"], "the later one stands, and once");
        page.says("基本满意");
        assert!(!page.html.contains("噪声"), "nobody has released it");
        resident.visits(&sign).await.is(200).says("您已于 2024-02-03 评价：基本满意");
        assert!(resident.page().attributes("form.rate", "action").is_empty());

        year.secretary = app.signed_in(Role::Secretariat).await;
        year.secretary.visits("/secretariat/ratings").await.is(200).says("电梯装得快，噪声大");
        let action = year.action(&year.secretary.page().attributes("ul.remarks form", "action")[0]);
        app.hears_of_what_is_public();
        year.anybody.visits(&rate).await.is(200).says("另有 1 条待秘书处阅看，0 条");
        let long = "好".repeat(301);
        let refused = year.secretary.submits(&action, &[("do", "release"), ("answer", &long)]).await;
        assert_eq!(refused.is(422).says("答复请不超过 300 个字").texts("textarea[name=answer]"), [long.as_str()]);
        let answer = [("do", "release"), ("answer", "已请施工单位避开午休")];
        year.secretary.submits(&action, &answer).await.is(200).says("已公布的意见");
        app.hears_of_what_is_public();
        let page = year.anybody.visits(&rate).await;
        page.is(200).says("电梯装得快，噪声大").says("答复： 已请施工单位避开午休");
        assert!(!page.html.contains("另有"), "nothing is kept from anybody");
        year.secretary.submits(&action, &[("do", "withhold")]).await.is(200).says("不公布的意见");
        app.hears_of_what_is_public();
        let page = year.anybody.visits(&rate).await;
        assert!(!page.html.contains("噪声") && !page.html.contains("午休"), "neither the remark nor its answer");
        page.says("另有 0 条待秘书处阅看，1 条");

        let project = format!("/projects/{}", year.project);
        year.anybody.visits(&project).await.is(200).says("群众（现场扫码）").says("互不相加");
        let all = year.anybody.visits("/ratings").await;
        all.is(200).says("2024年度").says("100.0%").says("明年起可以比较");
        year.anybody.visits("/ratings/2024").await.is(200);
        year.anybody.visits("/ratings/2023").await.is(404);
    }

    async fn what_rests_is_not_rated(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.rating_is_open("2024-02-03", "2024-02-20").await.is(200);
        let sign = year.a_sign_goes_up().await;
        let before = year.resident("203.0.113.9").fills_in(&sign, "dissatisfied").await;
        let wish = format!("/department/projects/{}/adjust", year.project);
        year.engineer.visits(&wish).await.is(200);
        let fields = [("kind", "suspension"), ("reason", "地块移交推迟")];
        year.engineer.submits(&wish, &fields).await.is(200).says("调整已提出");
        year.secretary.visits(&format!("/secretariat/projects/{}", year.project)).await.is(200);
        let actions = year.secretary.page().attributes("form", "action");
        let settle = actions.into_iter().find(|action| action.contains("/adjustments/")).unwrap();
        let decision =
            [("body", "区人大常委会"), ("number", "〔2024〕12 号"), ("decided_on", "2024-02-03"), ("do", "decide")];
        year.secretary.submits(&settle, &decision).await.is(200).says("调整已办理");
        let mut resident = year.resident("203.0.113.10");
        resident.visits(&sign).await.is(422).says("这个项目已经暂缓或者终止");
        assert!(resident.page().attributes("form.rate", "action").is_empty());
        resident.sends(&sign, &before).await.is(422);
    }

    async fn what_many_say_comes_to_a_verdict(app: TestApp) {
        let mut year = Year::begins(&app).await;
        year.rating_is_open("2024-02-03", "2024-02-04").await.is(200);
        let sign = year.a_sign_goes_up().await;
        for (number, mark) in ["satisfied", "satisfied", "basically", "dissatisfied"].into_iter().enumerate() {
            year.resident(&format!("203.0.113.{number}")).rates(&sign, mark, "").await.is(200).says("评价已收到");
        }
        year.days_pass(2).await;
        let app = year.app.clone();
        app.hears_of_what_is_public();
        let page = year.anybody.visits(&format!("/projects/{}/rate", year.project)).await;
        assert_eq!(counts(page.is(200)), ["2", "1", "1", "—"]);
        assert_eq!(page.texts("table .light"), ["基本满意"], "two of four are half, not more");
        page.says("已经结束");
        let mut late = year.resident("203.0.113.77");
        late.visits(&sign).await.is(422).says("测评已于 2024-02-04 结束");
        year.secretary = app.signed_in(Role::Secretariat).await;
        let form = [("opens_on", "2024-02-05"), ("closes_on", "2024-02-20")];
        let desk = year.secretary.visits("/secretariat/ratings").await;
        assert!(desk.is(200).attributes("form[action*=periods]", "action").is_empty(), "nothing to fill in any more");
        let tokens = desk.form("/sign-out").with(&form);
        year.secretary.sends("/secretariat/ratings/periods/2024", &tokens).await.is(422).says("评价已经结束");
    }

    async fn what_is_no_rating_is_refused_with_words(app: TestApp) {
        let mut year = Year::begins(&app).await;
        let sign = year.a_sign_goes_up().await;
        let mut resident = year.resident("203.0.113.9");
        resident.visits(&sign).await.is(422).says("还没有公布测评时间");
        year.rating_is_open("2024-02-05", "2024-02-20").await.is(200);
        resident.visits(&sign).await.is(422).says("2024-02-05 开始");
        year.rating_is_open("2024-02-03", "2024-02-20").await.is(200);

        let invented = format!("/projects/{}/rate/abcdefghjkmnpqrs", year.project);
        resident.visits(&invented).await.is(422).says("不是本项目现场的标牌");
        let others = app.projects()[1].id.to_string();
        resident.visits(&sign.replace(&year.project, &others)).await.is(422).says("不是本项目现场的标牌");
        resident.visits(&sign.replace(&year.project, &uuid::Uuid::new_v4().to_string())).await.is(404);

        let form = resident.fills_in(&sign, "").await;
        resident.sends(&sign, &form).await.is(422).says("请在满意、基本满意、不满意中选一项");
        resident.sends(&sign, &form.clone().with(&[("mark", "delighted")])).await.is(422).says("中选一项");
        let long = "好".repeat(201);
        let typed = form.clone().with(&[("mark", "satisfied"), ("remark", &long)]);
        resident.sends(&sign, &typed).await.is(422).says("不超过 200 个字").says(&long);

        let foreign = form.clone().with(&[("mark", "satisfied"), ("csrf", "0")]);
        resident.sends(&sign, &foreign).await.is(422).says("请再提交一次");
        let mut forgetful = Visitor::behind(&app.origin, "203.0.113.9");
        forgetful.sends(&sign, &form.with(&[("mark", "satisfied")])).await.is(422).says("没有保存");

        let newer = year.a_sign_goes_up().await;
        resident.visits(&sign).await.is(422).says("已经更换");
        resident.rates(&newer, "satisfied", "").await.is(200).says("评价已收到");
        year.days_pass(1).await;
        resident.moves_to(&year.app.origin.clone());
        let again = resident.visits(&newer).await;
        again.is(200).says("您已于 2024-02-03 评价");
    }

    async fn one_address_does_not_speak_for_the_town(app: TestApp) {
        let mut year = Year::begins(&app).await;
        year.rating_is_open("2024-02-03", "2024-02-20").await.is(200);
        let sign = year.a_sign_goes_up().await;
        for _ in 0..30 {
            year.resident("203.0.113.9").rates(&sign, "dissatisfied", "").await.is(200).says("评价已收到");
        }
        year.resident("203.0.113.9").rates(&sign, "dissatisfied", "慢").await.is(422).says("已满 30 次").says("慢");
        year.resident("203.0.113.10").rates(&sign, "satisfied", "").await.is(200).says("评价已收到");
        year.days_pass(1).await;
        year.resident("203.0.113.9").rates(&sign, "satisfied", "").await.is(200).says("评价已收到");
    }

    async fn nothing_is_kept_of_whoever_rated(app: TestApp) {
        let mut year = Year::begins(&app).await;
        year.rating_is_open("2024-02-03", "2024-02-04").await.is(200);
        let sign = year.a_sign_goes_up().await;
        year.resident("203.0.113.9").rates(&sign, "satisfied", "").await.is(200);
        let rows = |app: &TestApp, sql: &'static str| app.reads(|conn| crate::support::count(conn, sql));
        assert_eq!(rows(&year.app, "SELECT count(*) AS n FROM rating_addresses"), 1);
        assert_eq!(rows(&year.app, "SELECT count(*) AS n FROM public_ratings WHERE rater IS NOT NULL"), 1);
        year.days_pass(1).await;
        assert_eq!(rows(&year.app, "SELECT count(*) AS n FROM rating_addresses"), 0, "a day later");
        assert_eq!(rows(&year.app, "SELECT count(*) AS n FROM rating_day_keys"), 0, "with the key of the day");
        assert_eq!(rows(&year.app, "SELECT count(*) AS n FROM public_ratings WHERE rater IS NOT NULL"), 1);
        year.days_pass(1).await;
        assert_eq!(rows(&year.app, "SELECT count(*) AS n FROM public_ratings WHERE rater IS NOT NULL"), 0);
        assert_eq!(rows(&year.app, "SELECT count(*) AS n FROM public_ratings"), 1, "what was said stays");
    }

    async fn what_is_not_announced_is_not_rated(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &["赞反赞弃", "赞反赞反", "赞反赞反", "赞反反赞"]).await;
        let project = app.projects()[0].id;
        let mut secretary = hall.secretariat.browser().await.clone();
        secretary.visits("/secretariat/ratings").await.is(200).says("还没有");
        secretary.visits(&format!("/secretariat/ratings/signs/{project}")).await.is(404);
        app.visitor().visits(&format!("/projects/{project}/rate")).await.is(404);
        app.visitor().visits(&format!("/projects/{project}/rate/abcdefghjkmnpqrs")).await.is(404);
    }

    async fn what_is_no_period_is_refused(app: TestApp) {
        let mut year = Year::begins(&app).await;
        for (from, to, why) in [
            ("", "2024-02-20", "请填写两个日期"),
            ("2024-02-20", "2024-02-10", "早于开始日期"),
            ("2024-01-01", "2024-02-02", "已经过去"),
            ("2024-02-10", "2025-02-11", "最长一年"),
        ] {
            year.rating_is_open(from, to).await.is(422).says(why);
            assert!(year.secretary.page().html.contains(&format!("value=\"{to}\"")), "what was typed is kept");
        }
        year.rating_is_open("2024-02-03", "2024-02-20").await.is(200);
        year.rating_is_open("2024-02-04", "2024-02-20").await.is(422).says("开始日期不能再改");
        let unknown = year.secretary.page().form("/secretariat/ratings/periods/2024");
        let unknown = unknown.with(&[("opens_on", "2024-02-10"), ("closes_on", "2024-02-20")]);
        year.secretary.sends("/secretariat/ratings/periods/2023", &unknown).await.is(422).says("还没有公告的正式项目");
    }
}
