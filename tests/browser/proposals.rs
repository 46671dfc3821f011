//! Somebody proposes on a phone, the secretariat works through it at a desk with its keys, and both see the same.

use super::{Browser, Size, attachments::attaches_all};
use crate::{
    proposals::Asking,
    support::{
        PASSWORD, TestApp,
        session::{FOUR, Hall},
        tracking::photo,
    },
};
use piaojue::accounts::Role;

async fn fills_in(browser: &Browser, title: &str) {
    browser
        .evaluates(
            "const pick = (id, text) => { const s = document.getElementById(id); \
        s.value = [...s.options].find((o) => o.textContent === text).value; }; \
        pick('field', '住有宜居'); pick('place', '始版桥社区');",
        )
        .await;
    browser.types("一句话说清楚", title).await;
    browser.types("为什么需要", "老人多，请打13857112345").await;
}

in_a_browser! {
    async fn a_wish_goes_from_a_phone_to_the_desk_and_back(app: TestApp) {
        let _asking = Asking::begins(&app).await;
        app.has_account(Role::Secretariat, "MISHU");
        let phone = Browser::open(&app, "propose", Size::Phone).await;
        phone.visits("/proposals").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.whole_page("proposals").await;
        phone.clicks("我要提建议").await;
        phone.is_at("/calls/1/propose").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.whole_page("form").await;
        fills_in(&phone, "给三幢加装电梯").await;
        phone.presses_the_button("下一步：看看大家会看到什么").await;
        phone.sees("好像有个人信息").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.whole_page("preview").await;
        phone.presses_the_button("修改").await;
        phone.sees("五项内容").await;
        phone.presses_the_button("下一步：看看大家会看到什么").await;
        phone.sees("大家会看到的样子").await;
        // Who is faster than three seconds is looked at as a program.
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        phone.presses_the_button("提交").await;
        phone.sees("已提交").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.whole_page("code").await;
        let code = phone.path().await;
        assert!(phone.scans("section:has(svg.qr)").await.ends_with(&code), "the picture leads to the same page");

        let desk = Browser::open(&app, "propose", Size::Desktop).await;
        desk.visits("/sign-in").await;
        desk.types("用户名", "MISHU").await;
        desk.types("密码", PASSWORD).await;
        desk.presses_the_button("登录").await;
        desk.sees("退出").await;
        desk.visits("/secretariat/proposals").await;
        desk.sees("给三幢加装电梯").await;
        desk.is_accessible().await;
        desk.whole_page("queue").await;
        // The keys: down to the first, and list it.
        desk.presses_key('j').await;
        desk.presses_key('l').await;
        desk.sees("已登记公开").await;
        for path in ["/secretariat/calls", "/secretariat/calls/1", "/secretariat/calls/1/write", "/proposals/funnel",
            "/secretariat/screening", "/secretariat/calls/1/report"]
        {
            desk.visits(path).await;
            desk.is_accessible().await;
            desk.whole_page(path.rsplit('/').next().unwrap()).await;
        }

        phone.visits(&code).await;
        phone.sees("已登记公开").await;
        phone.visits("/proposals/funnel").await;
        phone.fits_its_width().await;
        phone.whole_page("funnel").await;
        phone.close().await;
        desk.close().await;
    }

    async fn every_page_before_the_vote_fits_a_phone_and_a_desk(app: TestApp) {
        let hall = Hall::ready(&app, FOUR);
        let mut asking = Asking::begins(&app).await;
        let pages = asking.comes_to_a_list().await;
        app.has_account(Role::Secretariat, "MISHU-DESK");
        for size in [Size::Phone, Size::Desktop] {
            let anybody = Browser::open(&app, "before-public", size).await;
            for path in &pages.public {
                anybody.visits(path).await;
                anybody.is_accessible().await;
                anybody.fits_its_width().await;
                anybody.whole_page(&path[1..].replace('/', "-")).await;
            }
            anybody.close().await;
            let desk = Browser::open(&app, "before-desk", size).await;
            desk.visits("/sign-in").await;
            desk.types("用户名", "MISHU-DESK").await;
            desk.types("密码", PASSWORD).await;
            desk.presses_the_button("登录").await;
            desk.is_at("/secretariat").await;
            for path in &pages.desk {
                desk.visits(path).await;
                desk.is_accessible().await;
                desk.fits_its_width().await;
                desk.whole_page(&path[1..].replace('/', "-")).await;
            }
            desk.close().await;
        }
        drop(hall);
    }

    async fn a_photo_is_taken_on_the_way_and_seen_before_it_is_sent(app: TestApp) {
        let _asking = Asking::begins(&app).await;
        let phone = Browser::open(&app, "photo", Size::Phone).await;
        phone.visits("/calls/1/propose").await;
        fills_in(&phone, "给三幢加装电梯").await;
        attaches_all(&phone, &[("楼道.png".to_owned(), photo(800, 600))]).await;
        phone.presses_the_button("下一步：看看大家会看到什么").await;
        phone.sees("大家会看到的样子").await;
        phone.whole_page("preview").await;
        phone.presses_the_button("提交").await;
        phone.sees("已提交").await;
        assert_eq!(phone.evaluates("return document.querySelectorAll('img.thumb').length").await, 1);
        phone.is_accessible().await;
        phone.whole_page("code").await;
        phone.close().await;
    }

    async fn without_scripts_it_takes_twenty_seconds_longer(app: TestApp) {
        let _asking = Asking::begins(&app).await;
        let plain = Browser::without_scripts(&app, "propose-plain", Size::Phone).await;
        plain.visits("/calls/1/propose").await;
        plain.clicks_css("#field option:nth-child(2)").await;
        plain.clicks_css("#place option:nth-child(2)").await;
        plain.types("一句话说清楚", "给四幢加装电梯").await;
        plain.types("为什么需要", "没有电梯").await;
        plain.clicks_css("form[action='/calls/1/propose'] button.primary").await;
        plain.sees("请等 20 秒再按").await;
        plain.whole_page("preview").await;
        plain.clicks_css("button[value=send]").await;
        plain.sees("秒再按").await;
        tokio::time::sleep(std::time::Duration::from_secs(21)).await;
        plain.clicks_css("button[value=send]").await;
        plain.sees("已提交").await;
        plain.close().await;
    }
}
