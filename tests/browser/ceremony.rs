//! The scrutineers make their key, each in a browser of their own.

use super::{Browser, Size};
use crate::support::{
    Ceremony, KeyMaker, PASSWORD, TestApp,
    ceremony::{KEY, PEOPLE},
};

/// Signs in and comes to where the key is made.
pub async fn comes_to_make_the_key(browser: &Browser, login: &str) {
    browser.visits("/sign-in").await;
    browser.types("用户名", login).await;
    browser.types("密码", PASSWORD).await;
    browser.presses_the_button("登录").await;
    browser.is_at("/scrutineer").await;
    browser.clicks("制作密钥").await;
    browser.is_at(KEY).await;
}

/// Presses the one button; answers the seed that is shown.
pub async fn begins(browser: &Browser) -> String {
    browser.presses_the_button("开始制作我的密钥").await;
    browser.sees("这是您的密钥").await;
    shown_seed(browser).await
}

async fn shown_seed(browser: &Browser) -> String {
    browser.reads("[data-seed-shown]").await.split_whitespace().collect()
}

/// Reads the end of the copy back, once the key is made.
pub async fn confirms_the_copy(browser: &Browser, seed: &str) {
    browser.presses_the_button("我已抄好，去核对").await;
    browser.types("抄件的最后 6 位", &seed[16..]).await;
    browser.presses_the_button("核对并确认").await;
    browser.sees("已确认：您的密钥已抄存").await;
}

async fn seeds_kept(browser: &Browser) -> u64 {
    let script = "return Object.keys(localStorage).filter((key) => key.startsWith('piaojue.seed.')).length;";
    browser.evaluates(script).await.as_u64().unwrap()
}

async fn looks(browser: &Browser, name: &str) {
    browser.is_accessible().await;
    browser.fits_its_width().await;
    browser.whole_page(name).await;
}

in_a_browser! {
    async fn three_scrutineers_make_their_key_in_their_browsers(app: TestApp) {
        let mut hall = Ceremony::appointed(&app).await;
        let mut browsers = Vec::new();
        let sizes = [Size::Phone, Size::Phone, Size::Desktop];
        for (place, ((login, _), size)) in PEOPLE.into_iter().zip(sizes).enumerate() {
            let browser = Browser::open(&app, &format!("ceremony-{}", place + 1), size).await;
            comes_to_make_the_key(&browser, login).await;
            browsers.push(browser);
        }
        let [first, second, third] = &browsers[..] else { unreachable!() };
        first.sees("请等大会秘书处开始制作密钥").await;
        looks(first, "waiting").await;
        hall.starts("2").await.is(200);

        // The page that waits turns by itself.
        first.sees("开始制作我的密钥").await;
        looks(first, "begin").await;
        let seed = begins(first).await;
        assert_eq!(seed.len(), 22);
        first.sees("等其他监票人开始").await;
        looks(first, "seed").await;
        assert_eq!(first.scans("[data-qr=seed]").await, seed);
        first.prints_for_docs("seed-slip", 1).await;
        first.looks_as_printed().await;
        first.does_not_see("等其他监票人开始").await;
        first.sees("陈志强").await;
        first.whole_page("slip").await;
        first.looks_as_on_screen().await;

        // A tab closed in the middle, by keyboard alone on the way back.
        second.visits(KEY).await;
        let second_seed = begins(second).await;
        second.visits("/").await;
        second.visits(KEY).await;
        second.sees("等其他监票人开始").await;
        assert_eq!(shown_seed(second).await, second_seed, "the same seed as before");
        first.sees("李建国").await;
        first.sees("第一步已完成：公钥已登记").await;

        third.visits(KEY).await;
        looks(third, "begin").await;
        third.tabs_to("e.dataset.do === 'begin'").await;
        third.presses_key(fantoccini::key::Key::Enter.into()).await;
        for browser in &browsers {
            browser.sees("三步都已完成，密钥已经做成").await;
        }
        let third_seed = shown_seed(third).await;
        let mut codes = Vec::new();
        for browser in &browsers {
            codes.push(browser.reads("[data-code-shown]").await);
        }
        assert!(codes[0].len() >= 16 && codes.iter().all(|code| *code == codes[0]), "{codes:?}");
        looks(first, "made").await;
        looks(third, "made").await;

        first.presses_the_button("我已抄好，去核对").await;
        first.sees("密钥已经收起").await;
        let text = first.text().await.split_whitespace().collect::<String>();
        assert!(!text.contains(&seed[..16]), "the seed is out of sight while the copy is read back");
        first.types("抄件的最后 6 位", &second_seed[16..]).await;
        first.presses_the_button("核对并确认").await;
        first.sees("与密钥的最后 6 位不同").await;
        looks(first, "wrong-copy").await;
        assert_eq!(seeds_kept(first).await, 1, "nothing is thrown away before the copy is right");
        first.presses_the_button("再看一次密钥").await;
        assert_eq!(shown_seed(first).await, seed);
        for (browser, seed) in browsers.iter().zip([&seed, &second_seed, &third_seed]) {
            confirms_the_copy(browser, seed).await;
            assert_eq!(seeds_kept(browser).await, 0, "the seed is on paper alone");
        }
        looks(first, "copied").await;
        looks(third, "copied").await;
        first.goes_back().await;
        let text = first.text().await.split_whitespace().collect::<String>();
        assert!(!text.contains(&seed), "the back button shows no seed");
        hall.list().await.says("每位监票人都已确认抄存");
        for browser in browsers {
            browser.close().await;
        }
    }

    async fn one_leaves_and_they_begin_again(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        let (first, second) =
            (Browser::open(&app, "restart-1", Size::Phone).await, Browser::open(&app, "restart-2", Size::Desktop).await);
        for (browser, (login, _)) in [&first, &second].into_iter().zip(PEOPLE) {
            comes_to_make_the_key(browser, login).await;
        }
        let void_seed = begins(&first).await;
        begins(&second).await;
        hall.voids("吴晓燕因病退席").await.is(200);
        for browser in [&first, &second] {
            browser.sees("第 1 次制作已作废").await;
            browser.sees("吴晓燕因病退席").await;
            assert_eq!(seeds_kept(browser).await, 0, "a void seed is not kept");
        }
        looks(&first, "void").await;

        hall.presses_for("吴晓燕", "withdraw").await.is(200);
        let mut third = KeyMaker::new(&app, "JIANPIAO4", "周晓明").await;
        hall.appoints("JIANPIAO4", false).await.is(200);
        hall.starts("2").await.is(200);
        let seed = begins(&first).await;
        assert_ne!(seed, void_seed);
        let second_seed = begins(&second).await;
        second.sees("等其他监票人开始").await;

        // Another device of the second: the seed is typed in, and it goes on from there.
        second.evaluates("localStorage.clear()").await;
        second.visits(KEY).await;
        second.sees("请回到那里继续").await;
        looks(&second, "another-device").await;
        second.types("您的密钥", &seed).await;
        second.presses_the_button("用这份密钥继续").await;
        second.sees("这不是您开始时的那份密钥").await;
        second.types("您的密钥", &second_seed).await;
        second.presses_the_button("用这份密钥继续").await;
        second.sees("等其他监票人开始").await;

        third.joins().await.is(200);
        let others_have = async |standing: &str, third: &KeyMaker| {
            for _ in 0..200 {
                let status = third.status().await;
                let people = status["people"].as_array().unwrap();
                if people[..2].iter().all(|person| person["standing"] == standing) {
                    return;
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
            panic!("the browsers do not go on by themselves");
        };
        others_have("dealt", &third).await;
        third.deals().await.is(200);
        others_have("checked", &third).await;
        third.checks().await.is(200);
        for (browser, seed) in [(&first, &seed), (&second, &second_seed)] {
            browser.sees("三步都已完成，密钥已经做成").await;
            confirms_the_copy(browser, seed).await;
        }
        hall.list().await.says("还没有确认的：周晓明");
        first.close().await;
        second.close().await;
    }

    async fn a_seed_handed_over_on_paper_is_confirmed_by_typing_it(app: TestApp) {
        let mut hall = Ceremony::made(&app).await;
        let browser = Browser::open(&app, "typed-copy", Size::Phone).await;
        browser.visits("/sign-in").await;
        browser.types("用户名", PEOPLE[0].0).await;
        browser.types("密码", PASSWORD).await;
        browser.presses_the_button("登录").await;
        browser.clicks("去抄存和核对").await;
        browser.sees("这个浏览器里没有您的密钥").await;
        looks(&browser, "type-it").await;
        browser.types("您的密钥", &hall.makers[1].seed().to_string()).await;
        browser.presses_the_button("核对并确认已抄存").await;
        browser.sees("这不是您开始时的那份密钥").await;
        hall.list().await.says("还没有确认的：陈志强、李建国、吴晓燕");
        browser.types("您的密钥", &hall.makers[0].seed().to_string()).await;
        browser.presses_the_button("核对并确认已抄存").await;
        browser.sees("已确认：您的密钥已抄存").await;
        hall.list().await.says("还没有确认的：李建国、吴晓燕");
        browser.close().await;
    }
}
