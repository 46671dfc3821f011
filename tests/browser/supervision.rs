//! Supervision by the people's own devices: a unit answers from a phone on the site, supervisors check and close at
//! their desks, a deputy sends what they saw.

use super::{Browser, Size};
use crate::support::{
    PASSWORD, TestApp,
    tracking::{Year, photo},
};

async fn signs_in(browser: &Browser, login: &str) {
    browser.visits("/sign-in").await;
    browser.types("用户名", login).await;
    browser.types("密码", PASSWORD).await;
    browser.presses_the_button("登录").await;
    browser.sees("退出").await;
}

async fn signs_out(browser: &Browser) {
    browser.clicks_css("form[action='/sign-out'] button").await;
    browser.sees("已退出").await;
}

/// Pictures are fetched when somebody scrolls to them.
async fn shows_its_pictures(browser: &Browser) {
    let script = "return Promise.all([...document.images].map((i) => { i.loading = 'eager'; return i.decode(); }))
        .then((all) => all.length);";
    assert!(browser.evaluates(script).await.as_u64().unwrap() > 0, "there is no picture");
}

/// How the calendar of a browser takes a day depends on its language; its value does not.
async fn picks_the_day(browser: &Browser, id: &str, day: &str) {
    browser.evaluates(&format!("document.getElementById('{id}').value = '{day}'")).await;
}

/// Chooses a picture as a phone's camera would leave it; the browser reads it when the form is sent.
#[must_use]
async fn attaches_a_photo(browser: &Browser) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("现场.png");
    std::fs::write(&file, photo(1_200, 900)).unwrap();
    browser.chooses_file("#photo", &file).await;
    folder
}

in_a_browser! {
    async fn a_follow_up_through_its_loop(app: TestApp) {
        let (mut year, [member, _]) = Year::supervised(&app).await;
        year.an_inspection_is_published(member).await;

        let desk = Browser::open(&app, "follow-up", Size::Desktop).await;
        signs_in(&desk, "JIANDU1").await;
        desk.is_at("/supervisor").await;
        desk.is_accessible().await;
        desk.types("发现的问题", "施工现场没有围挡").await;
        picks_the_day(&desk, "deadline", "2024-02-10").await;
        desk.presses_the_button("发起督办").await;
        desk.sees("督办已发起").await;

        let phone = Browser::open(&app, "follow-up", Size::Phone).await;
        signs_in(&phone, "ZHUJIAN1").await;
        phone.visits("/department/follow-ups").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.clicks_css(".board li a").await;
        phone.types("答复", "围挡已补设，见照片").await;
        let _photo = attaches_a_photo(&phone).await;
        phone.is_accessible().await;
        phone.whole_page("to-answer").await;
        phone.presses_the_button("提交答复").await;
        phone.sees("答复已提交").await;
        phone.fits_its_width().await;
        phone.whole_page("answered").await;
        phone.close().await;

        desk.visits("/supervisor").await;
        desk.clicks_css("section[aria-labelledby=column-answered] li a").await;
        desk.sees("围挡已补设，见照片").await;
        desk.types("意见", "现场已核实").await;
        desk.presses_the_button("核查通过").await;
        desk.sees("已核查，待销号").await;
        desk.sees("核查人不能销号").await;
        desk.is_accessible().await;
        signs_out(&desk).await;
        signs_in(&desk, "JIANDU2").await;
        desk.clicks_css("section[aria-labelledby=column-answered] li a").await;
        desk.types("意见", "同意销号").await;
        desk.presses_the_button("销号").await;
        desk.sees("已销号").await;
        desk.is_accessible().await;
        desk.whole_page("closed").await;
        desk.close().await;

        app.hears_of_what_is_public();
        for size in [Size::Phone, Size::Desktop] {
            let public = Browser::without_scripts(&app, "follow-up-public", size).await;
            public.visits("/projects/supervision").await;
            public.sees("围挡已补设，见照片").await;
            public.fits_its_width().await;
            public.whole_page("supervision").await;
            public.clicks_css("section[aria-labelledby=inspections] a").await;
            public.sees("视察记录").await;
            public.fits_its_width().await;
            shows_its_pictures(&public).await;
            public.picture_for_docs("inspection", true).await;
            public.visits("/projects/supervision/2024/1").await;
            public.fits_its_width().await;
            public.whole_page("quarter").await;
            public.visits("/reports/2024/quarters/1").await;
            public.sees("是否达到").await;
            public.fits_its_width().await;
            public.picture_for_docs("quarter-tasks", true).await;
            if size == Size::Desktop {
                public.prints_for_docs("quarter-tasks", 2).await;
            }
            public.close().await;
        }
    }

    async fn a_deputys_note_from_the_phone(app: TestApp) {
        let (year, _) = Year::supervised(&app).await;
        let _ = year.deputy(0).await;
        let phone = Browser::open(&app, "note", Size::Phone).await;
        signs_in(&phone, &app.roll()[0].certificate_no).await;
        phone.clicks("代表反映").await;
        phone.is_at("/deputy/notes").await;
        phone.is_accessible().await;
        phone.types("看到的情况", "小区北门扶手松动").await;
        let _photo = attaches_a_photo(&phone).await;
        phone.whole_page("to-send").await;
        phone.presses_the_button("提交").await;
        phone.sees("处理结果会显示在本页").await;
        phone.sees("待处理").await;
        phone.fits_its_width().await;
        signs_out(&phone).await;

        signs_in(&phone, "JIANDU1").await;
        phone.clicks_css("section[aria-labelledby=notes] a").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        picks_the_day(&phone, "deadline", "2024-02-20").await;
        phone.whole_page("to-settle").await;
        phone.presses_the_button("转为督办").await;
        phone.sees("代表反映已处理").await;
        phone.fits_its_width().await;
        phone.picture_for_docs("follow-up-board", true).await;
        signs_out(&phone).await;
        let desk = Browser::open(&app, "note", Size::Desktop).await;
        signs_in(&desk, "JIANDU1").await;
        desk.picture_for_docs("follow-up-board", true).await;
        desk.close().await;

        signs_in(&phone, &app.roll()[0].certificate_no).await;
        phone.visits("/deputy/notes").await;
        phone.sees("转为督办第 1 号").await;
        phone.is_accessible().await;
        phone.whole_page("what-became-of-it").await;
        phone.close().await;
    }
}
