//! 选票码条 in the browser: from the printer to the receipt, on a phone and on a tablet of the hall.

use std::collections::BTreeSet;

use fantoccini::key::Key;
use piaojue::ballots;
use verifiable_ballots::{Credential, CredentialList};

use super::{Browser, Size, network::Network, printed::codes_on};
use crate::support::{
    PASSWORD, TestApp,
    session::{FOUR_BY_SLIPS, Hall, Plan},
};

/// What is left of these words anywhere in the tab: page, storage, addresses.
const EVERYTHING: &str = "return document.documentElement.outerHTML + JSON.stringify({ ...localStorage }) \
     + JSON.stringify({ ...sessionStorage }) + location.href + JSON.stringify(history.state) + document.cookie;";

async fn signed_in(app: &TestApp, story: &str, size: Size) -> Browser {
    let browser = Browser::open(app, story, size).await;
    browser.visits("/sign-in").await;
    browser.types("用户名", "JIANPIAO1").await;
    browser.types("密码", PASSWORD).await;
    browser.presses_the_button("登录").await;
    browser.is_at("/scrutineer").await;
    browser
}

async fn holds_none_of(browser: &Browser, words: &[String]) {
    let left = browser.evaluates(EVERYTHING).await;
    let left = left.as_str().unwrap();
    for word in words {
        assert!(!left.contains(word.as_str()), "{word} is still there");
    }
}

/// As a hand scanner types: the text, and Enter.
async fn scans(browser: &Browser, label: &str, text: &str) {
    browser.types(label, text).await;
    browser.presses_key(Key::Enter.into()).await;
}

async fn marks_and_casts(browser: &Browser) {
    browser.sees("已标 0 / 4").await;
    for row in 1..=4 {
        browser.marks(row, if row == 1 { 0 } else { 1 }).await;
    }
    browser.clicks("查看并投票").await;
    browser.clicks_css("[data-do=cast]").await;
    browser.sees("已投票").await;
}

in_a_browser! {
    async fn codes_are_on_paper_and_nowhere_else(app: TestApp) {
        let mut hall = Hall::ready(&app, Plan { deputies: 12, ..FOUR_BY_SLIPS });
        let scrutineer = signed_in(&app, "slips-printing", Size::Desktop).await;
        scrutineer.clicks("选票码条").await;
        scrutineer.sees("印制张数").await;
        scrutineer.is_accessible().await;
        scrutineer.whole_page("before").await;
        scrutineer.types("印制张数", "5").await;
        scrutineer.presses_the_button("生成码条").await;
        scrutineer.types("印制张数", "17").await;
        scrutineer.presses_the_button("生成码条").await;
        scrutineer.sees("共 17 张，A4 纸 3 页").await;
        scrutineer.does_not_see("名单指纹").await;
        scrutineer.whole_page("to-be-printed").await;
        scrutineer.clicks_css("[data-do=look]").await;
        scrutineer.is_accessible().await;
        scrutineer.whole_page("made").await;
        scrutineer.looks_as_printed().await;
        scrutineer.whole_page("as-printed").await;
        scrutineer.looks_as_on_screen().await;

        let pdf = scrutineer.prints().await;
        std::fs::write(scrutineer.folder.join("slips.pdf"), &pdf).unwrap();
        let read = codes_on(&pdf);
        let link = format!("{}/booth#code=", app.origin);
        let codes: Vec<Credential> =
            read.iter().map(|text| text.strip_prefix(&link).unwrap_or_else(|| panic!("{text}")).parse().unwrap()).collect();
        assert_eq!(codes.iter().map(ToString::to_string).collect::<BTreeSet<_>>().len(), 17, "each slip has a code of its own");
        let session = app.session().id;
        let print = app.reads(|conn| ballots::slip_print(conn, session)).unwrap();
        for (place, uuid) in app.reads(|conn| ballots::slip_rounds(conn, print.id)) {
            let mut keys: Vec<String> = codes.iter().map(|code| code.public(&uuid).to_string()).collect();
            keys.sort();
            assert_eq!(keys, app.reads(|conn| ballots::printed_keys(conn, print.id, place)), "the paper is the list");
        }
        let list = CredentialList::from_unsorted(codes.iter().map(|code| code.public(&app.reads(|conn| ballots::slip_rounds(conn, print.id))[0].1)).collect());
        assert_eq!(list.unwrap().fingerprint(), print.fingerprint);
        let slips = scrutineer.reads("[data-sheets]").await;
        let short: String = print.fingerprint.chars().take(4).collect();
        assert_eq!(slips.matches(&short).count(), 17, "its fingerprint stands on every slip");
        for group in codes.iter().flat_map(|code| code.to_string().split('-').map(str::to_owned).collect::<Vec<_>>()) {
            assert!(slips.contains(&group), "{group} can be typed as it stands there");
        }

        let secrets: Vec<String> = codes.iter().flat_map(|code| {
            let code = code.to_string();
            [code.clone(), code.split('-').next().unwrap().to_owned()]
        }).collect();
        scrutineer.clicks("已印好，清除编码").await;
        scrutineer.sees("等两名监票人各自清点").await;
        scrutineer.is_accessible().await;
        scrutineer.whole_page("counting").await;
        holds_none_of(&scrutineer, &secrets).await;
        scrutineer.goes_back().await;
        holds_none_of(&scrutineer, &secrets).await;
        scrutineer.visits("/scrutineer/slips").await;
        scrutineer.types("清点张数", "17").await;
        scrutineer.presses_the_button("张数无误").await;
        scrutineer.sees("已登记清点").await;
        hall.scrutineers[1].counts_slips("17").await.is(200);

        // One is opened and checked, here and on the page for everybody.
        let sample = format!("{link}{}", codes[16]);
        let anybody = Browser::open(&app, "slips-checking", Size::Phone).await;
        anybody.visits("/check").await;
        anybody.types("选票编号", &sample).await;
        anybody.presses_the_button("核对").await;
        anybody.sees("它在本轮和以后各轮的名单上").await;
        anybody.is_accessible().await;
        anybody.whole_page("sample").await;
        anybody.close().await;
        scrutineer.visits("/scrutineer/slips").await;
        scans(&scrutineer, "码条", &sample).await;
        scrutineer.sees("这张码条在 6 轮的名单上，名单指纹一致。已作废").await;
        scrutineer.whole_page("sampled").await;

        hall.everybody_checks_in();
        hall.issuing_begins();
        for (deputy, code) in hall.deputies.iter_mut().zip(&codes) {
            deputy.draws(code);
        }
        scrutineer.visits("/scrutineer/slips").await;
        scrutineer.sees("核销剩余码条").await;
        for (left, code) in (0..4).rev().zip(&codes[12..16]) {
            scans(&scrutineer, "码条", &format!("{link}{code}")).await;
            scrutineer.sees("已核销").await;
            for _ in 0..100 {
                if scrutineer.reads("[data-slot=slips-tray]").await == left.to_string() {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            assert_eq!(scrutineer.reads("[data-slot=slips-tray]").await, left.to_string());
        }
        scans(&scrutineer, "码条", &codes[12].to_string()).await;
        scrutineer.sees("已经核销过").await;
        scans(&scrutineer, "码条", "KyJm0").await;
        scrutineer.sees("没有读到完整的编码").await;
        scrutineer.is_accessible().await;
        scrutineer.whole_page("striking").await;
        scrutineer.close().await;
        hall.secretariat.opens().await.is(200).says("投票已开始");
        hall.deputies[0].casts("赞反反反").await.receipt();
    }

    async fn from_the_slip_to_the_receipt_without_ever_signing_in(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = hall.slips_are_printed(9);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_draws_a_slip(&slips);
        hall.leftover_is_struck(&slips, 4, 1);
        let network = Network::before(&app.origin);
        let phone = Browser::at(&app, &network.origin(), "slip-on-a-phone", Size::Phone).await;
        phone.visits(&format!("/booth#code={}", slips.codes[0])).await;
        phone.sees("还没有开始投票").await;
        phone.is_accessible().await;
        phone.whole_page("waiting").await;
        hall.secretariat.opens().await.is(200);
        marks_and_casts(&phone).await;
        phone.sees("再次投票时仍用这一张").await;
        phone.is_accessible().await;
        phone.fits_its_width().await;
        phone.whole_page("receipt").await;
        let (requests, with_cookies) = network.requests_and_cookies();
        assert!(requests > 5 && with_cookies == 0, "{with_cookies} of {requests} requests brought a cookie");
        phone.close().await;

        let stranger = Browser::open(&app, "slip-of-elsewhere", Size::Phone).await;
        stranger.visits(&format!("/booth#code={}", Credential::generate(&mut rand::rng()))).await;
        stranger.sees("这张码条不是本次会议的").await;
        stranger.is_accessible().await;
        stranger.whole_page("foreign").await;
        stranger.visits("/").await;
        stranger.visits(&format!("/booth#code={}", slips.codes[5])).await;
        stranger.sees("这张码条已经核销").await;
        stranger.visits("/").await;
        stranger.visits(&format!("/booth#code={}", slips.codes[0])).await;
        stranger.sees("已标 0 / 4").await;
        stranger.clicks("查看并投票").await;
        stranger.clicks_css("[data-do=cast]").await;
        stranger.sees("此码已投过一票").await;
        stranger.close().await;
    }

    async fn two_deputies_after_another_on_one_tablet(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = hall.slips_are_printed(9);
        let desk = hall.secretariat.browser().await;
        desk.visits("/secretariat/tablets").await;
        desk.submits("/secretariat/tablets", &[("name", "一号平板")]).await.is(200);
        let link = desk.visits("/secretariat/tablets").await.texts("td .hash").remove(0);
        let tablet = Browser::open(&app, "tablet", Size::Tablet).await;
        tablet.visits(link.strip_prefix(&app.origin).unwrap()).await;
        tablet.sees("还没有开始投票").await;
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_draws_a_slip(&slips);
        hall.leftover_is_struck(&slips, 4, 1);
        hall.secretariat.opens().await.is(200);
        // After a restart it is a tablet still, and has the round.
        tablet.visits("/booth").await;
        tablet.sees("请扫描选票码条").await;
        tablet.is_accessible().await;
        tablet.whole_page("start").await;
        hall.secretariat.browser().await.visits("/secretariat/tablets").await.says("1 台中 1 台在线");

        scans(&tablet, "选票码", &format!("{}/booth#code={}", app.origin, slips.codes[0])).await;
        marks_and_casts(&tablet).await;
        tablet.sees("秒后回到开始").await;
        tablet.is_accessible().await;
        tablet.whole_page("receipt").await;
        let tracker = tablet.reads("[data-slot=tracker]").await;
        tablet.clicks("看完了").await;
        tablet.sees("请扫描选票码条").await;
        let firsts = [tracker.clone(), tracker.replace(' ', ""), slips.codes[0].to_string(), hall.deputies[0].key()];
        holds_none_of(&tablet, &firsts).await;
        let kept = tablet.evaluates("return Object.keys(localStorage).concat(Object.keys(sessionStorage)).join()").await;
        assert_eq!(kept, "piaojue.tablet", "which tablet it is, and nothing else");
        tablet.goes_back().await;
        tablet.sees("请扫描选票码条").await;
        holds_none_of(&tablet, &firsts).await;
        tablet.does_not_see("已投票").await;

        scans(&tablet, "选票码", &slips.codes[1].to_string()).await;
        marks_and_casts(&tablet).await;
        assert_ne!(tablet.reads("[data-slot=tracker]").await, tracker);
        // Nobody touches it: it returns by itself.
        tablet.sees("请扫描选票码条").await;
        assert_eq!(app.ballots_in_the_box(), 2);
        tablet.close().await;
    }
}
