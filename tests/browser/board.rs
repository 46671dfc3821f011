//! A unit that is late, and whoever presses it: the letter, the report, the light; from the board to the sub-item in two taps.

use piaojue::app;

use super::{Browser, Size};
use crate::support::{
    PASSWORD, TestApp,
    catcher::Catcher,
    tracking::{Year, signed_in},
};

async fn signs_in(browser: &Browser, login: &str) {
    browser.visits("/sign-in").await;
    browser.types("用户名", login).await;
    browser.types("密码", PASSWORD).await;
    browser.presses_the_button("登录").await;
    browser.sees("退出").await;
}

in_a_browser! {
    async fn a_unit_is_warned_and_files_and_its_light_changes(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let catcher = Catcher::opens();
        year.moves_to(year.app.can_write_letters(&catcher.url).await).await;
        let phone = Browser::open(&year.app, "warned", Size::Phone).await;
        signs_in(&phone, "ZHUJIAN1").await;
        phone.visits("/department/contacts").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.types("姓名", "王工").await;
        phone.types("电子邮箱", "wang@example.org").await;
        phone.presses_the_button("添加").await;
        phone.sees("联系人已添加").await;
        phone.whole_page("contacts").await;
        phone.close().await;

        year.days_pass(52).await;
        app::send_letters(&year.app.services).unwrap();
        let letter = catcher.empties().remove(0);
        assert!(letter.body.contains("逾期 1 天"), "{}", letter.body);
        let link = letter.link(&year.app.origin, "/department");

        let items = year.app.projects()[0].sub_items.clone();
        let leader = Browser::open(&year.app, "leaders-board", Size::Phone).await;
        leader.visits("/projects/board").await;
        leader.sees("滞后").await;
        leader.is_accessible().await;
        leader.fits_its_width().await;
        leader.whole_page("board").await;
        leader.clicks_css("div[aria-labelledby=units] tbody a").await;
        leader.clicks_css("ul.rows a").await;
        let target = "const row = document.querySelector(':target'); return row ? row.textContent : '';";
        let row = leader.evaluates(target).await;
        assert!(items.iter().any(|item| row.as_str().unwrap().contains(&item.name)), "two taps led to {row}");
        leader.close().await;

        let phone = Browser::open(&year.app, "late", Size::Phone).await;
        signs_in(&phone, "ZHUJIAN1").await;
        phone.visits(&link).await;
        phone.sees("已逾期 1 天").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.picture_for_docs("arrears", true).await;
        phone.clicks_css("section[aria-labelledby=arrears] a").await;
        phone.types("进展情况", "已开工。").await;
        phone.clicks_css("#quantity").await;
        phone.presses("1").await;
        phone.presses_the_button("报送").await;
        phone.sees("进展已报送").await;
        phone.close().await;

        year.engineer = signed_in(&year.app, "ZHUJIAN1", PASSWORD).await;
        year.app.hears_of_what_is_public();
        let page = year.anybody.visits(&format!("/projects/{}", year.project)).await;
        let first = page.is(200).texts("section[aria-labelledby=subs] tbody tr").remove(0);
        assert!(!first.contains("没有报送进展"), "{first}");

        let desk = Browser::open(&year.app, "leaders-board", Size::Desktop).await;
        desk.visits("/projects/board").await;
        desk.is_accessible().await;
        desk.picture_for_docs("leaders-board", true).await;
        desk.prints_for_docs("leaders-board", 1).await;
        desk.close().await;
    }
}
