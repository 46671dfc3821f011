//! A clerk on a site with a phone: seven photographs, one of which no browser shows, and a sign-in that ended meanwhile.

use fantoccini::Locator;

use super::{Browser, Size};
use crate::support::{
    PASSWORD, TestApp,
    tracking::{Year, photo},
};

/// Files that lie on the device, all chosen at once.
pub async fn attaches_all(browser: &Browser, files: &[(String, Vec<u8>)]) {
    let paths: Vec<String> = files
        .iter()
        .map(|(name, content)| {
            let path = browser.folder.join(name);
            std::fs::write(&path, content).unwrap();
            path.to_str().unwrap().to_owned()
        })
        .collect();
    let field = browser.raw().find(Locator::Css("#photo")).await.unwrap();
    field.send_keys(&paths.join("\n")).await.unwrap();
}

async fn fills_in(browser: &Browser) {
    browser.types("进展情况", "首批已经开工").await;
    browser.raw().find(Locator::Css("#quantity")).await.unwrap().send_keys("1").await.unwrap();
}

async fn shown(browser: &Browser, css: &str) -> i64 {
    browser.evaluates(&format!("return document.querySelectorAll('{css}').length")).await.as_i64().unwrap()
}

in_a_browser! {
    async fn a_clerk_sends_seven_photos_one_of_them_heic(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        let phone = Browser::open(&app, "seven-photos", Size::Phone).await;
        phone.visits("/sign-in").await;
        phone.types("用户名", "zhujian1").await;
        phone.types("密码", PASSWORD).await;
        phone.presses_the_button("登录").await;
        phone.is_at("/department").await;
        phone.visits(&path).await;
        fills_in(&phone).await;
        let mut chosen: Vec<(String, Vec<u8>)> =
            (1..=7).map(|number| (format!("IMG_000{number}.png"), photo(400 + number, 300))).collect();
        let heic = [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice(), &[0; 400]].concat();
        chosen[2] = ("IMG_0003.HEIC".to_owned(), heic);
        attaches_all(&phone, &chosen).await;
        phone.presses_the_button("报送").await;
        phone.sees("IMG_0003.HEIC").await;
        phone.sees("兼容性最佳").await;
        assert_eq!(shown(&phone, "ul.kept img").await, 6);
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.picture_for_docs("kept-photos", true).await;

        // Enter in a field files the report, and takes no photograph away.
        phone.clicks_css("#quantity").await;
        phone.presses("\u{e007}").await;
        phone.sees("进展已报送").await;
        assert_eq!(year.seen_by_all().await.attributes("ul.photos img", "src").len(), 6);
        phone.close().await;
    }

    async fn a_clerk_whose_sign_in_ended_gets_the_words_back(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let path = year.report_path(0);
        let phone = Browser::without_scripts(&app, "sign-in-ended", Size::Phone).await;
        phone.visits("/sign-in").await;
        phone.types("用户名", "zhujian1").await;
        phone.types("密码", PASSWORD).await;
        phone.presses_the_button("登录").await;
        phone.is_at("/department").await;
        phone.visits(&path).await;
        fills_in(&phone).await;
        attaches_all(&phone, &[("现场.png".to_owned(), photo(400, 300))]).await;
        let signed_in_elsewhere = "return fetch('/department').then((r) => r.text()).then((html) => {
            const form = new DOMParser().parseFromString(html, 'text/html').querySelector('form[action=\"/sign-out\"]');
            return fetch('/sign-out', { method: 'POST', body: new URLSearchParams(new FormData(form)) });
        }).then((r) => r.ok);";
        assert_eq!(phone.evaluates(signed_in_elsewhere).await, true);
        phone.presses_the_button("报送").await;
        phone.sees("登录已过期").await;
        phone.sees("照片等文件没有收下").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.whole_page("ended").await;
        phone.types("用户名", "zhujian1").await;
        phone.types("密码", PASSWORD).await;
        phone.presses_the_button("登录").await;
        phone.sees("已重新登录").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.whole_page("resumed").await;
        phone.presses_the_button("回到表单").await;
        phone.is_at(&path).await;
        assert_eq!(phone.evaluates("return document.getElementById('words').value").await, "首批已经开工");
        attaches_all(&phone, &[("现场.png".to_owned(), photo(400, 300))]).await;
        phone.presses_the_button("报送").await;
        phone.sees("进展已报送").await;
        assert_eq!(year.seen_by_all().await.attributes("ul.photos img", "src").len(), 1);
        phone.close().await;
    }
}
