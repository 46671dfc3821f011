//! A unit reports from a site where there is no line: nothing is lost, and nothing is filed twice.

use std::time::Duration;

use fantoccini::Locator;
use jiff::ToSpan;
use piaojue::projects;

use super::{Browser, Size, network::Network};
use crate::{
    places::{adds, of_item, streets_are_registered},
    support::{
        PASSWORD, TestApp,
        tracking::{Year, photo},
    },
};

async fn signs_in(browser: &Browser) {
    browser.visits("/sign-in").await;
    browser.types("用户名", "zhujian1").await;
    browser.types("密码", PASSWORD).await;
    browser.presses_the_button("登录").await;
    browser.is_at("/department").await;
}

/// Until the script says so.
async fn comes_true(browser: &Browser, script: &str) {
    let asks = format!("return Promise.resolve({script}).then((yes) => yes ? 1 : 0)");
    for _ in 0..200 {
        if browser.evaluates(&asks).await.as_i64() == Some(1) {
            return;
        }
        actix_web::rt::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never true: {script}");
}

/// The form was opened, and this browser has kept it.
async fn opens_the_form(browser: &Browser, path: &str) {
    browser.visits(path).await;
    browser.sees("累计完成").await;
    comes_true(browser, &format!("caches.match('{path}').then(Boolean)")).await;
}

async fn fills_in(browser: &Browser, words: &str, name: &str) {
    browser.types("进展情况", words).await;
    browser.raw().find(Locator::Css("#quantity")).await.unwrap().send_keys("1").await.unwrap();
    let path = browser.folder.join(name);
    std::fs::write(&path, photo(3_000, 2_000)).unwrap();
    browser.chooses_file("#photo", &path).await;
}

/// A phone behind this network, signed in, with the form open.
async fn at_the_form(app: &TestApp, network: &Network, year: &Year, story: &str) -> Browser {
    let phone = Browser::at(app, &network.origin(), story, Size::Phone).await;
    signs_in(&phone).await;
    opens_the_form(&phone, &year.report_path(0)).await;
    phone
}

async fn files_without_a_line(phone: &Browser, words: &str, picture: &str) {
    fills_in(phone, words, picture).await;
    phone.presses_the_button("报送").await;
    phone.sees("没有网络，已存在本机").await;
}

async fn is_public_with_its_picture(app: &TestApp, phone: &Browser, year: &Year, words: &str) {
    app.hears_of_what_is_public();
    phone.visits(&format!("/projects/{}", year.project)).await;
    phone.sees(words).await;
    assert_eq!(phone.evaluates("return document.querySelectorAll('ul.photos img').length").await, 1);
}

fn filed(app: &TestApp) -> usize {
    let id = app.projects()[0].id;
    app.reads(|conn| projects::filed_reports(conn, &[id])).len()
}

async fn has_a_line_again(browser: &Browser) {
    browser.evaluates("dispatchEvent(new Event('online'))").await;
}

in_a_browser! {
    async fn a_report_waits_in_the_phone_for_a_line_and_is_filed_once(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        streets_are_registered(&mut year.secretary).await;
        let list = of_item(&app, 0);
        for name in ["近江家园三园", "葵巷新村"] {
            adds(&mut year.engineer, &list, name, "望江街道", &[]).await.is(200);
        }
        let network = Network::before(&app.origin);
        let phone = at_the_form(&app, &network, &year, "offline").await;
        phone.is_accessible().await;

        network.goes_down();
        phone.reloads().await;
        phone.sees("累计完成").await;
        phone.does_not_see("王工").await;
        fills_in(&phone, "地下室没有信号", "现场.png").await;
        phone.clicks("葵巷新村").await;
        phone.presses_the_button("报送").await;
        phone.sees("没有网络，已存在本机").await;
        phone.sees("1 张照片").await;
        // Taken out to be looked over: the place is still ticked, and the other one is not.
        phone.clicks_css(".outbox a").await;
        let ticked = "return [...document.querySelectorAll('input[name=place]')].map((box) => box.checked)";
        comes_true(&phone, "document.getElementById('words').value !== ''").await;
        assert_eq!(phone.evaluates(ticked).await, serde_json::json!([false, true]));
        phone.presses_the_button("报送").await;
        comes_true(&phone, "document.getElementById('words').value === ''").await;
        phone.sees("1 张照片").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.picture_for_docs("report-offline", true).await;
        assert_eq!(filed(&app), 0);

        // The line comes back, takes the report and loses the answer: it is not filed a second time.
        network.loses_the_answer_to("POST /department/sub-items/");
        network.is_mended();
        has_a_line_again(&phone).await;
        comes_true(&phone, "new Promise((done) => setTimeout(() => done(true), 2000))").await;
        network.is_mended();
        has_a_line_again(&phone).await;
        phone.sees("的填报已提交").await;
        comes_true(&phone, "!document.querySelector('.outbox a')").await;
        assert_eq!(filed(&app), 1, "filed once");
        year.engineer.visits(&list).await.is(200).says("共 2 处：完成 1 处");
        phone.visits("/department").await;
        phone.does_not_see("没有网络").await;
        is_public_with_its_picture(&app, &phone, &year, "地下室没有信号").await;
        phone.close().await;
    }

    async fn a_form_out_of_the_cache_is_filed_by_whoever_presses_with_a_line(app: TestApp) {
        let year = Year::with_a_plan(&app).await;
        let network = Network::before(&app.origin);
        let phone = at_the_form(&app, &network, &year, "offline-cached").await;
        network.goes_down();
        phone.reloads().await;
        phone.sees("累计完成").await;
        assert_eq!(phone.evaluates("return document.querySelector('form[data-report] [name=csrf]').value").await, "");
        fills_in(&phone, "出了地下室才按的", "现场.png").await;
        network.is_mended();
        phone.presses_the_button("报送").await;
        phone.sees("进展已报送").await;
        comes_true(&phone, "!document.querySelector('.outbox a')").await;
        assert_eq!(filed(&app), 1);
        is_public_with_its_picture(&app, &phone, &year, "出了地下室才按的").await;
        phone.close().await;
    }

    async fn what_was_taken_out_is_sent_by_whoever_mends_it_and_as_mended(app: TestApp) {
        let year = Year::with_a_plan(&app).await;
        let network = Network::before(&app.origin);
        let phone = at_the_form(&app, &network, &year, "offline-mended").await;
        network.goes_down();
        files_without_a_line(&phone, "写错了的", "现场.png").await;
        phone.clicks_css(".outbox a").await;
        phone.sees("已打开核对，不会自动提交").await;
        // The line comes back while it is being mended.
        network.is_mended();
        has_a_line_again(&phone).await;
        comes_true(&phone, "new Promise((done) => setTimeout(() => done(true), 1000))").await;
        assert_eq!(filed(&app), 0, "nothing of it is sent unmended");
        phone.sees("已打开核对，不会自动提交").await;
        phone.is_accessible().await;
        phone.types("进展情况", "改好了的").await;
        phone.presses_the_button("报送").await;
        phone.sees("进展已报送").await;
        comes_true(&phone, "!document.querySelector('.outbox a')").await;
        assert_eq!(filed(&app), 1);
        is_public_with_its_picture(&app, &phone, &year, "改好了的").await;
        phone.does_not_see("写错了的").await;
        phone.close().await;
    }

    async fn a_sign_in_that_ended_and_another_account_see_nothing_and_lose_nothing(app: TestApp) {
        let year = Year::with_a_plan(&app).await;
        let network = Network::before(&app.origin);
        let phone = at_the_form(&app, &network, &year, "offline-out").await;
        network.goes_down();
        files_without_a_line(&phone, "登录过期以前写的", "楼道.png").await;
        // Twelve hours later: the sign-in has ended, and the browser has forgotten it.
        phone.raw().delete_all_cookies().await.unwrap();
        phone.reloads().await;
        phone.sees("登录已过期。填报仍存在本机").await;
        phone.does_not_see("登录过期以前写的").await;
        network.is_mended();
        app.has_account(piaojue::accounts::Role::Department, "BIEREN");
        phone.visits("/sign-in").await;
        phone.types("用户名", "BIEREN").await;
        phone.types("密码", PASSWORD).await;
        phone.presses_the_button("登录").await;
        phone.is_at("/department").await;
        comes_true(&phone, "new Promise((done) => setTimeout(() => done(true), 1000))").await;
        phone.does_not_see("张照片").await;
        assert_eq!(filed(&app), 0, "another account sends nothing of it");
        phone.presses_the_button("退出").await;
        phone.sees("登录").await;
        signs_in(&phone).await;
        phone.sees("的填报已提交").await;
        assert_eq!(filed(&app), 1);
        phone.close().await;
    }

    async fn a_sign_in_that_ended_while_the_form_was_filled_in_loses_neither_words_nor_pictures(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let phone = Browser::open(&app, "offline-ended", Size::Phone).await;
        signs_in(&phone).await;
        opens_the_form(&phone, &year.report_path(0)).await;
        fills_in(&phone, "写到一半退出了", "电梯间.png").await;
        // In another tab of this browser, which forgets with it whose reports wait.
        let signs_out = "return fetch('/department').then((r) => r.text()).then((html) => {
            const form = new DOMParser().parseFromString(html, 'text/html').querySelector('form[action=\"/sign-out\"]');
            return fetch('/sign-out', { method: 'POST', body: new URLSearchParams(new FormData(form)) });
        }).then((r) => r.ok);";
        assert_eq!(phone.evaluates(signs_out).await, true);
        phone.presses_the_button("报送").await;
        phone.sees("登录已过期。填报仍存在本机").await;
        phone.sees("1 张照片").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.clicks_css("[data-outbox-said] a").await;
        phone.types("用户名", "zhujian1").await;
        phone.types("密码", PASSWORD).await;
        phone.presses_the_button("登录").await;
        phone.sees("的填报已提交").await;
        assert_eq!(filed(&app), 1);
        assert_eq!(year.seen_by_all().await.attributes("ul.photos img", "src").len(), 1);
        phone.close().await;
    }

    async fn what_the_server_refuses_later_stays_to_be_mended(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let network = Network::before(&app.origin);
        let phone = at_the_form(&app, &network, &year, "offline-closed").await;
        network.goes_down();
        files_without_a_line(&phone, "线下写的", "门口.png").await;
        // The month is over, a colleague has reported about it and about the next one, and the sign-in has ended.
        let day = app.now().day();
        let later = day.saturating_add(45.days());
        year.days_pass(45).await;
        for day in [day.last_of_month(), later] {
            year.reports(0, &day.to_string(), "2").await.is(200);
        }
        network.leads_to(&year.app.origin);
        network.is_mended();
        phone.reloads().await;
        signs_in(&phone).await;
        phone.sees("没有提交成，已存为草稿").await;
        assert_eq!(filed(&year.app), 2, "only the colleague's");
        phone.visits(&year.report_path(0)).await;
        phone.sees("门口").await;
        assert_eq!(phone.evaluates("return document.getElementById('words').value").await, "线下写的");
        phone.presses_the_button("报送").await;
        phone.sees("截止日期不能早于上一次报送").await;
        phone.close().await;
    }
}
