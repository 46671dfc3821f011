//! A resident with a phone looks for what is done at her estate.

use super::{Browser, Size};
use crate::{
    places::{adds, of_item, outline, place_of, square, streets_are_registered, uploads_the_outline},
    support::{
        TestApp,
        tracking::{Year, photo},
    },
};

/// Two places in two streets, one of them done, with a picture of before and of after; the streets are drawn.
async fn places_are_listed(app: &TestApp) {
    let mut year = Year::with_a_plan(app).await;
    streets_are_registered(&mut year.secretary).await;
    let streets = outline(&[
        ("望江街道", serde_json::json!([square(120.16, 30.23)])),
        ("小营街道", serde_json::json!([square(120.18, 30.23)])),
    ]);
    uploads_the_outline(&mut year.secretary, &streets, true).await.is(200);
    let list = of_item(app, 0);
    let done = [("state", "done"), ("done_on", "2024-02-02"), ("lon", "120.1694"), ("lat", "30.2436")];
    let added = adds(&mut year.engineer, &list, "近江家园三园", "望江街道始版桥社区", &done).await;
    let place = place_of(added.is(200), "近江家园三园");
    for which in ["before", "after"] {
        year.engineer.visits(&place).await.is(200);
        let picture = photo(900, if which == "before" { 600 } else { 500 });
        let pictures = format!("{place}/pictures");
        year.engineer.uploads(&pictures, &[("which", which)], ("photo", "现场.png", &picture)).await.is(200);
    }
    let planned = [("state", "under_way"), ("planned_on", "2024-09-30"), ("lon", "120.19"), ("lat", "30.24")];
    adds(&mut year.engineer, &list, "葵巷新村", "小营街道", &planned).await.is(200);
    app.hears_of_what_is_public();
}

/// How much of the picture before is cut away.
async fn cut(phone: &Browser) -> String {
    let cut = "return getComputedStyle(document.querySelector('.pair .before')).clipPath";
    phone.evaluates(cut).await.as_str().unwrap_or_default().to_owned()
}

in_a_browser! {
    async fn a_resident_finds_her_estate_in_two_taps(app: TestApp) {
        places_are_listed(&app).await;
        let phone = Browser::open(&app, "places", Size::Phone).await;
        phone.visits("/projects").await;
        phone.clicks("我家附近").await;
        phone.sees("选择街道").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.picture_for_docs("places", true).await;
        phone.clicks("望江街道").await;
        phone.sees("近江家园三园").await;
        phone.does_not_see("葵巷新村").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;

        phone.clicks("近江家园三园").await;
        phone.sees("改造前").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        assert_eq!(cut(&phone).await, "inset(0px 50% 0px 0px)");
        phone.clicks("全部改造前").await;
        assert_eq!(cut(&phone).await, "inset(0px)");
        // An arrow key goes to the next stop: the row of buttons is one control.
        phone.presses("\u{e012}").await;
        assert_eq!(cut(&phone).await, "inset(0px 25% 0px 0px)");
        phone.picture_for_docs("place-before-after", true).await;
        phone.close().await;
    }

    async fn nothing_of_it_needs_a_script_or_a_location(app: TestApp) {
        places_are_listed(&app).await;
        let phone = Browser::without_scripts(&app, "places-plain", Size::Phone).await;
        phone.visits("/projects/places").await;
        phone.does_not_see("用我的位置找").await;
        phone.types("搜小区、地址或社区", "近江").await;
        phone.presses_the_button("查找").await;
        phone.sees("找到 1 处").await;
        phone.clicks("近江家园三园").await;
        phone.clicks("全部改造后").await;
        phone.screenshot("after").await;
        phone.close().await;
    }

    async fn what_is_near_is_computed_in_the_browser(app: TestApp) {
        places_are_listed(&app).await;
        let phone = Browser::open(&app, "near", Size::Phone).await;
        phone.visits("/projects/places").await;
        let here = "navigator.geolocation.getCurrentPosition = (found) => \
                    found({ coords: { longitude: 120.1695, latitude: 30.2437 } });";
        phone.evaluates(here).await;
        phone.presses_the_button("用我的位置找").await;
        phone.sees("约 0 米").await;
        let found = "return [...document.querySelectorAll('[data-near-found] b')].map((b) => b.textContent)";
        assert_eq!(phone.evaluates(found).await, serde_json::json!(["近江家园三园", "葵巷新村"]));
        phone.is_accessible().await;
        let none = "navigator.geolocation.getCurrentPosition = (found, failed) => failed({ code: 1 });";
        phone.evaluates(none).await;
        phone.presses_the_button("用我的位置找").await;
        phone.sees("没有取到位置").await;
        phone.close().await;
    }
}
