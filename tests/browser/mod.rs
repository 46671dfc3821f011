//! The program in a real Chromium: what only a browser can show. One whole vote is held on both databases.

mod attachments;
mod booth;
mod ceremony;
mod chromium;
mod hall;
mod network;
mod rating;
mod receipt;
mod paper;
mod printed;
mod proposals;
mod rounds;
mod sideways;
mod slips;
mod supervision;
mod verifying;
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
            browser.types("用户名", "mishu").await;
            browser.types("密码", "not-the-password").await;
            browser.presses_the_button("登录").await;
            browser.sees("用户名、密码或验证码不对").await;
            browser.screenshot("refused").await;
            browser.types("密码", PASSWORD).await;
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
