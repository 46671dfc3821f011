//! The program in a real Chromium: what only a browser can show. One whole vote is held on both databases.

mod attachments;
mod board;
mod booth;
mod ceremony;
mod chromium;
mod following;
mod from_nothing;
mod everybody;
mod hall;
mod network;
mod offline;
mod rating;
mod receipt;
mod paper;
mod places;
mod printed;
mod proposals;
mod rounds;
mod sideways;
mod slips;
mod supervision;
mod verifying;
mod voices;
mod waiting;
mod whole_vote;
mod year;

pub use chromium::{Browser, Size, left_behind};
use piaojue::accounts::Role;

use crate::support::{PASSWORD, TestApp};

in_a_browser! {
    async fn from_the_home_page_to_the_sign_in_page(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU");
        for size in [Size::Phone, Size::Desktop] {
            let browser = Browser::open(&app, "sign-in", size).await;
            browser.visits("/").await;
            browser.clicks("登录").await;
            browser.is_at("/sign-in").await;
            let folded = "return document.querySelector('#code').checkVisibility()";
            assert_eq!(browser.evaluates(folded).await, false, "only who has a code is asked for one");
            browser.types("用户名", "mishu").await;
            browser.types("密码", "not-the-password").await;
            browser.presses_the_button("登录").await;
            browser.sees("用户名、密码或验证码不对").await;
            let title = browser.evaluates("return document.title").await;
            assert!(title.as_str().is_some_and(|title| title.starts_with("有 1 处需要改正")), "{title}");
            browser.is_accessible().await;
            browser.screenshot("refused").await;
            browser.types("密码", PASSWORD).await;
            browser.presses_the_button("显示密码").await;
            let typed = "const field = document.getElementById('password'); return field.type + ' ' + field.value;";
            assert_eq!(browser.evaluates(typed).await, format!("text {PASSWORD}"));
            browser.sees("隐藏密码").await;
            browser.presses_the_button("登录").await;
            browser.sees("示例MISHU").await;
            browser.is_at("/secretariat").await;
            browser.fits_its_width().await;
            browser.close().await;
        }
    }

    async fn signing_in_needs_no_script(app: TestApp) {
        app.has_account(Role::Deputy, "SC0001");
        let browser = Browser::without_scripts(&app, "sign-in", Size::Phone).await;
        browser.visits("/sign-in").await;
        browser.types("用户名", "sc0001").await;
        browser.types("密码", PASSWORD).await;
        browser.presses_the_button("登录").await;
        browser.is_at("/deputy").await;
        browser.close().await;
    }
}
