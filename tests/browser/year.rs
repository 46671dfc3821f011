//! The year after the vote: a department on a site with a phone, the public looking for what lags, a change of course.

use fantoccini::Locator;
use piaojue::accounts::Role;

use super::{Browser, Size};
use crate::support::{
    PASSWORD, TestApp,
    tracking::{Year, photo},
};

impl Browser {
    async fn signs_in(&self, login: &str) {
        self.visits("/sign-in").await;
        self.types("用户名", login).await;
        self.types("密码", PASSWORD).await;
        self.presses_the_button("登录").await;
    }

    /// Chooses a file that lies on the device.
    async fn attaches(&self, css: &str, name: &str, content: &[u8]) {
        let path = self.folder.join(name);
        std::fs::write(&path, content).unwrap();
        let field = self.raw().find(Locator::Css(css)).await.unwrap();
        field.send_keys(path.to_str().unwrap()).await.unwrap();
    }
}

/// How the calendar of a browser takes a day depends on its language; its value does not.
async fn picks_the_day(browser: &Browser, id: &str, day: &str) {
    browser.evaluates(&format!("document.getElementById('{id}').value = '{day}'")).await;
}

/// Somebody on the site, before the sign, with a phone of their own.
async fn rates(app: &TestApp, story: &str, sign: &str, mark: &str) {
    let phone = Browser::open(app, story, Size::Phone).await;
    phone.visits(sign).await;
    phone.clicks(mark).await;
    phone.presses_the_button("提交评价").await;
    phone.sees("评价已收到").await;
    phone.close().await;
}

in_a_browser! {
    async fn a_department_reports_from_a_phone_with_a_photo(app: TestApp) {
        let year = Year::with_a_plan(&app).await;
        let phone = Browser::open(&app, "reports", Size::Phone).await;
        phone.signs_in("zhujian1").await;
        phone.is_at("/department").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.whole_page("department").await;
        let item = app.projects()[0].sub_items[0].name.clone();
        phone.clicks(&format!("报送：{item}")).await;
        phone.sees("累计完成").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.types("进展情况", "首批已经开工，现场照片见附件。").await;
        let quantity = phone.raw().find(Locator::Css("#quantity")).await.unwrap();
        quantity.send_keys("1").await.unwrap();
        phone.attaches("#photo", "现场.png", &photo(3_000, 2_000)).await;
        phone.picture_for_docs("report-form", true).await;
        phone.presses_the_button("报送").await;
        phone.sees("进展已报送").await;
        phone.fits_its_width().await;

        app.hears_of_what_is_public();
        phone.visits(&format!("/projects/{}", year.project)).await;
        phone.sees("首批已经开工").await;
        let wide = "const i = document.querySelector('ul.photos img'); i.scrollIntoView(); \
                    return i.complete ? i.naturalWidth : 0;";
        let mut shown = 0;
        for _ in 0..100 {
            shown = phone.evaluates(wide).await.as_i64().unwrap();
            if shown > 0 {
                break;
            }
            actix_web::rt::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(shown, 1_600, "the picture is scaled and shown");
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.whole_page("project").await;
        phone.close().await;
    }

    async fn the_public_finds_what_lags_in_two_clicks(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let target = app.projects()[0].sub_items[0].goal.target().unwrap();
        let most = if target == "6" { "5" } else { "1" };
        year.reports(0, "2024-02-03", most).await.is(200);
        year.days_pass(60).await;
        year.app.hears_of_what_is_public();
        for size in [Size::Phone, Size::Desktop] {
            let anybody = Browser::without_scripts(&year.app, "lagging", size).await;
            anybody.visits("/projects").await;
            anybody.sees("2 个项目").await;
            anybody.fits_its_width().await;
            anybody.picture_for_docs("dashboard", true).await;
            anybody.clicks_css("ul.filters a[href='/projects/lights/red']").await;
            anybody.is_at("/projects/lights/red").await;
            anybody.clicks_css("ul.cards h2 a").await;
            anybody.sees("3 月没有报送进展").await;
            anybody.fits_its_width().await;
            anybody.picture_for_docs("lagging-project", true).await;
            anybody.close().await;
        }
        year.reports(0, "2024-03-31", most).await.is(200);
        year.app.hears_of_what_is_public();
        let anybody = Browser::open(&year.app, "made-up", Size::Desktop).await;
        anybody.visits(&format!("/projects/{}", year.project)).await;
        anybody.sees("3 月的进展是过后补报的").await;
        let colour = "return document.querySelector('section[aria-labelledby=subs] tbody .light').className";
        assert_eq!(anybody.evaluates(colour).await, "light amber");
        anybody.is_accessible().await;
        anybody.whole_page("project").await;
        anybody.visits("/reports/2024").await;
        anybody.sees("2024年度二方面民生实事").await;
        anybody.is_accessible().await;
        anybody.picture_for_docs("annual-report", true).await;
        anybody.prints_for_docs("annual-report", 2).await;
        anybody.close().await;
    }

    async fn a_major_adjustment_from_the_wish_to_the_decision(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let department = Browser::open(&app, "adjustment", Size::Phone).await;
        department.signs_in("zhujian1").await;
        department.is_at("/department").await;
        department.clicks("申请调整").await;
        department.sees("调整后的方案").await;
        department.is_accessible().await;
        department.fits_its_width().await;
        department.clicks("重大调整").await;
        let reason = department.raw().find(Locator::Css("#reason")).await.unwrap();
        reason.send_keys("地块移交推迟").await.unwrap();
        department.types("分管领导", "李副区长").await;
        department.whole_page("wish").await;
        department.presses_the_button("提出调整").await;
        department.sees("调整已提出").await;
        department.close().await;

        let office = format!("/secretariat/projects/{}", year.project);
        year.secretary.visits(&office).await.is(200).says("地块移交推迟");
        let settle = year.secretary.page().attributes("form", "action");
        let settle = settle.into_iter().find(|action| action.contains("/adjustments/")).unwrap();
        let decision =
            [("body", "区人大常委会"), ("number", "〔2024〕12 号"), ("decided_on", "2024-02-03"), ("do", "decide")];
        year.secretary.submits(&settle, &decision).await.is(200).says("调整已办理");
        app.hears_of_what_is_public();

        let anybody = Browser::open(&app, "adjusted", Size::Desktop).await;
        anybody.visits(&format!("/projects/{}", year.project)).await;
        anybody.sees("〔2024〕12 号").await;
        anybody.sees("李副区长").await;
        anybody.clicks("已被替换").await;
        anybody.sees("张副区长").await;
        anybody.is_accessible().await;
        anybody.whole_page("project").await;
        anybody.close().await;
    }

    async fn somebody_follows_by_the_feed_or_asks_for_data(app: TestApp) {
        let mut year = Year::begins(&app).await;
        year.seen_by_all().await.is(200);
        for (path, words) in [("/open-data", "数据接口"), (&*format!("/projects/{}/follow", year.project), "用阅读器订阅")] {
            for size in [Size::Phone, Size::Desktop] {
                let anybody = Browser::open(&app, "open-data", size).await;
                anybody.visits(path).await;
                anybody.sees(words).await;
                anybody.is_accessible().await;
                anybody.fits_its_width().await;
                anybody.whole_page("page").await;
                anybody.close().await;
            }
        }
    }

    async fn a_year_is_closed_and_the_next_begun_while_it_is_rated(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.days_pass(342).await;
        year.app.has_account(Role::Secretariat, "MISHU-C");
        let desk = Browser::open(&year.app, "year-over", Size::Desktop).await;
        desk.signs_in("MISHU-C").await;
        desk.is_at("/secretariat").await;
        desk.visits("/secretariat/ratings").await;
        for (id, day) in [("opens2024", "2025-01-10"), ("closes2024", "2025-02-20")] {
            picks_the_day(&desk, id, day).await;
        }
        desk.presses_the_button("确定评价时间").await;
        desk.sees("评价时间已确定").await;
        desk.visits(&format!("/secretariat/ratings/signs/{}", year.project)).await;
        desk.presses_the_button("制作标牌").await;
        desk.sees("标牌已制作").await;
        let sign = desk.reads(".site-sign .address").await;
        let sign = sign.strip_prefix(&year.app.origin).expect("the sign leads here").to_owned();

        desk.visits("/secretariat/years/2024").await;
        picks_the_day(&desk, "closes_on", "2025-01-20").await;
        desk.presses_the_button("确定结算日").await;
        desk.sees("2025-01-20 过后可以定稿").await;
        desk.is_accessible().await;
        desk.whole_page("closing-waits").await;
        rates(&year.app, "year-over-resident", &sign, "满意").await;

        desk.visits("/secretariat/sessions").await;
        desk.types("表决日期", "2025-02-08").await;
        desk.presses_the_button("新建会议").await;
        desk.sees("会议已新建").await;
        desk.presses_the_button("切换到这次会议").await;
        desk.sees("已切换当前会议").await;
        desk.is_accessible().await;
        desk.whole_page("sessions").await;
        desk.visits("/secretariat").await;
        desk.sees("第四次会议").await;
        desk.close().await;

        year.days_pass(11).await;
        let desk = Browser::open(&year.app, "year-over-later", Size::Desktop).await;
        desk.signs_in("MISHU-C").await;
        desk.is_at("/secretariat").await;
        desk.visits("/secretariat/years/2024").await;
        desk.presses_the_button("定稿").await;
        desk.sees("年度报告已定稿").await;
        desk.is_accessible().await;
        desk.fits_its_width().await;
        desk.whole_page("closed").await;
        // The year is closed and another session is at hand; its rating goes on.
        rates(&year.app, "year-over-late-resident", &sign, "基本满意").await;
        desk.visits("/secretariat/ratings").await;
        desk.sees("2024年度").await;
        desk.close().await;
        year.days_pass(1).await;
        year.app.hears_of_what_is_public();
        let anybody = Browser::without_scripts(&year.app, "year-over-public", Size::Phone).await;
        anybody.visits("/").await;
        anybody.sees("第四次会议").await;
        anybody.fits_its_width().await;
        anybody.whole_page("home").await;
        anybody.visits("/ratings/2024").await;
        anybody.sees("50.0%").await;
        anybody.fits_its_width().await;
        anybody.whole_page("ratings").await;
        anybody.visits("/reports/2024").await;
        anybody.sees("第 1 版").await;
        anybody.fits_its_width().await;
        anybody.close().await;
    }
}
