//! A deputy's way to the booth where things are not as usual: the network is away, a script was lost, the page is
//! enlarged four times.

use std::path::PathBuf;

use super::{Browser, Size, network::Network, whole_vote::signs_in};
use crate::support::{
    PreparedSession, TestApp,
    session::{FOUR, Hall},
};

/// Puts something on the page that only a page loaded anew would lose.
async fn is_watched(browser: &Browser) {
    browser.evaluates("window.stayed = true").await;
}

async fn has_stayed(browser: &Browser) {
    assert_eq!(browser.evaluates("return window.stayed === true").await, true, "the page was not loaded anew");
}

/// Signs in with a login card, by way of whatever network is before the program.
async fn with_a_card(hall: &mut Hall, browser: &Browser, who: usize) {
    hall.deputies[who].another_device().await;
    let card = hall.deputies[who].card.clone().unwrap();
    browser.visits("/sign-in").await;
    signs_in(browser, &card.login, &card.password).await;
    browser.is_at("/deputy").await;
}

in_a_browser! {
    async fn a_deputy_without_network_signs_in_checks_in_and_takes_a_ballot_once(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let network = Network::before(&app.origin);
        let deputy = Browser::at(&app, &network.origin(), "waits", Size::Phone).await;
        hall.deputies[0].another_device().await;
        let card = hall.deputies[0].card.clone().unwrap();
        deputy.visits("/sign-in").await;
        is_watched(&deputy).await;
        network.loses_answers();
        signs_in(&deputy, &card.login, &card.password).await;
        deputy.sees("网络恢复后自动登录").await;
        has_stayed(&deputy).await;
        network.is_mended();
        deputy.is_at("/deputy").await;

        deputy.types("会场签到码", &app.hall_code()).await;
        is_watched(&deputy).await;
        network.loses_answers();
        deputy.presses_the_button("签到").await;
        deputy.sees("网络恢复后自动签到，只签一次").await;
        deputy.screenshot("checking-in").await;
        network.is_mended();
        deputy.sees("请等候领票").await;

        is_watched(&deputy).await;
        network.loses_answers();
        deputy.sees("网络恢复后，本页自动更新").await;
        hall.issuing_begins();
        network.is_mended();
        deputy.sees("每位代表一轮一张").await;
        has_stayed(&deputy).await;
        deputy.is_accessible().await;
        deputy.screenshot("may-take").await;

        network.loses_answers();
        deputy.presses_the_button("领取选票").await;
        deputy.sees("网络恢复后自动领取，只领一次").await;
        assert_eq!(app.ballots_issued(), 1, "the request has arrived, its answer has not");
        network.is_mended();
        deputy.sees("选票码已存在这台设备里").await;
        deputy.is_at("/deputy").await;
        assert_eq!(app.ballots_issued(), 1);
        deputy.is_accessible().await;
        deputy.close().await;
    }

    async fn a_wrong_code_is_said_on_the_page_and_what_is_typed_stays_while_it_waits(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let deputy = Browser::open(&app, "wrong-code", Size::Phone).await;
        with_a_card(&mut hall, &deputy, 0).await;
        deputy.types("会场签到码", "000 000").await;
        deputy.presses_the_button("签到").await;
        deputy.sees("签到码不对").await;
        assert_eq!(deputy.evaluates("return document.activeElement.matches('.notice.bad')").await, true);
        deputy.types("会场签到码", "12").await;
        hall.deputies[0].is_checked_in();
        tokio::time::sleep(std::time::Duration::from_secs(14)).await;
        assert_eq!(deputy.evaluates("return document.querySelector('#hall-code').value").await, "12");
        deputy.visits("/deputy").await;
        deputy.sees("请等候领票").await;
        deputy.close().await;
    }

    async fn from_the_card_to_the_receipt_in_eight_taps_and_the_home_page_knows(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        hall.deputies[0].another_device().await;
        let card = hall.deputies[0].card.clone().unwrap();
        for other in &hall.deputies[1..] {
            other.is_checked_in();
        }
        let deputy = Browser::open(&app, "taps", Size::Phone).await;
        let mut taps = 0;
        let mut taps_on = async |button: &str| {
            taps += 1;
            if button == "登录" { deputy.presses_the_button(button).await } else { deputy.clicks(button).await }
            taps
        };
        deputy.visits(&format!("/sign-in?login={}", card.login)).await;
        deputy.types("密码", &card.password).await;
        taps_on("登录").await;
        deputy.is_at("/deputy").await;
        deputy.types("会场签到码", &app.hall_code()).await;
        taps_on("签到").await;
        deputy.sees("请等候领票").await;
        hall.issuing_begins();
        deputy.sees("每位代表一轮一张").await;
        taps_on("领取选票").await;
        deputy.sees("选票码已存在这台设备里").await;
        for other in &mut hall.deputies[1..] {
            other.is_given_a_ballot();
        }
        hall.voting_begins();
        deputy.sees("投票已经开始").await;
        deputy.is_accessible().await;
        deputy.screenshot("may-vote").await;
        taps_on("进入选票").await;
        deputy.sees("已标 0 / 4").await;
        deputy.marks(1, 0).await;
        taps_on("查看并投票").await;
        deputy.sees("选票已在本机封好").await;
        taps += 1;
        deputy.clicks_css("[data-do=cast]").await;
        deputy.sees("可以关闭本页").await;
        assert!(taps <= 8, "{taps} taps besides the mark");

        deputy.clicks("返回会议页").await;
        deputy.sees("这台设备已投票").await;
        deputy.does_not_see("请投票").await;
        deputy.does_not_see("进入选票").await;
        deputy.is_accessible().await;
        deputy.screenshot("has-voted").await;
        deputy.clicks("查看回执").await;
        deputy.sees("选票已在票箱中").await;

        // The next deputy at the same device holds no receipt of theirs, and has another way.
        let next = Browser::open(&app, "taps-elsewhere", Size::Phone).await;
        with_a_card(&mut hall, &next, 1).await;
        next.sees("选票码不在这台设备里").await;
        next.close().await;
        deputy.close().await;
    }

    async fn a_lost_script_is_said_within_ten_seconds(app: TestApp) {
        let vote = PreparedSession::of(&app);
        let codes = vote.vote_is_open();
        let deputy = Browser::open(&app, "lost-script", Size::Phone).await;
        deputy.loses("*/js/booth*").await;
        deputy.visits(&vote.booth_link(&codes[0])).await;
        let begun = std::time::Instant::now();
        deputy.sees("这一页没有完整打开").await;
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
        deputy.is_accessible().await;
        deputy.screenshot("lost").await;
        deputy.loses("*/nothing*").await;
        deputy.presses_the_button("重新打开").await;
        deputy.sees("已标 0 / 12").await;
        tokio::time::sleep(std::time::Duration::from_secs(9)).await;
        deputy.does_not_see("没有完整打开").await;
        deputy.close().await;
    }

    async fn a_booth_enlarged_four_times_can_be_filled_in(app: TestApp) {
        let vote = PreparedSession::of(&app);
        let codes = vote.vote_is_open();
        let deputy = Browser::open(&app, "enlarged", Size::Desktop).await;
        deputy.is_a_screen_of(341, 192).await;
        deputy.visits(&vote.booth_link(&codes[0])).await;
        deputy.sees("已标 0 / 12").await;
        for row in [1, 6, 12] {
            deputy.tabs_to(&format!("e.closest('#c{row}') && e.type === 'radio'")).await;
            let seen = "const r = document.activeElement.getBoundingClientRect(); \
                        const at = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2); \
                        return r.top >= 0 && r.bottom <= innerHeight && document.activeElement.parentElement.contains(at);";
            assert_eq!(deputy.evaluates(seen).await, true, "the focused mark of row {row} is in sight");
            deputy.presses_key(' ').await;
        }
        deputy.screenshot("focus").await;
        for row in [2, 3, 4, 5, 7, 8, 9, 10, 11] {
            deputy.marks(row, 0).await;
        }
        deputy.sees("赞成已满 10 项").await;
        let refused = deputy.evaluates("return document.querySelector('#c11 [data-refusal]').textContent").await;
        assert!(refused.as_str().unwrap().contains("赞成已满 10 项"), "it is said in the row that it is about");
        deputy.screenshot("refused").await;
        deputy.fits_its_width().await;
        deputy.close().await;
    }

    async fn the_last_check_can_be_read_on_the_narrowest_phone(app: TestApp) {
        let vote = PreparedSession::of(&app);
        let codes = vote.vote_is_open();
        let deputy = Browser::open(&app, "narrow-review", Size::Desktop).await;
        for (at, view) in [(0, "/?lang=en&view=normal"), (1, "/?lang=zh-CN&view=large"), (2, "/?lang=en&view=large")] {
            for width in [320, 390, 820] {
                deputy.is_a_screen_of(width, 640).await;
                deputy.visits(view).await;
                deputy.visits(&vote.booth_link(&codes[at])).await;
                deputy.reads("[data-do=review]").await;
                deputy.marks(1, 0).await;
                deputy.clicks_css("[data-do=review]").await;
                deputy.reads("[data-slot=sealed]").await;
                deputy.fits_its_width().await;
                let wrong = "return [...document.querySelectorAll('[data-review-list] li')].filter((row) => { \
                    const [title, mark] = ['[data-slot=title]', '[data-slot=mark]'].map((css) => row.querySelector(css).getBoundingClientRect()); \
                    const over = title.left < mark.right && mark.left < title.right && title.top < mark.bottom && mark.top < title.bottom; \
                    return over || title.width < 100 || row.classList.contains('unmarked') !== (row !== row.parentElement.firstElementChild); \
                    }).length;";
                assert_eq!(deputy.evaluates(wrong).await, 0, "{view} at {width}");
                let before = "const [print, cast] = ['[data-slot=list-fingerprint]', '[data-do=cast]'].map((css) => document.querySelector(css)); \
                              return Boolean(print.compareDocumentPosition(cast) & Node.DOCUMENT_POSITION_FOLLOWING);";
                assert_eq!(deputy.evaluates(before).await, true, "what is compared stands before the button");
                deputy.whole_page(&format!("review-{width}")).await;
            }
        }
        deputy.close().await;
    }

    async fn a_ballot_code_is_read_off_the_screen_of_another_device(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        let first = Browser::open(&app, "first-device", Size::Phone).await;
        with_a_card(&mut hall, &first, 0).await;
        first.presses_the_button("领取选票").await;
        first.sees("选票码已存在这台设备里").await;
        for other in &mut hall.deputies[1..] {
            other.is_given_a_ballot();
        }
        hall.voting_begins();
        first.visits(&format!("/deputy/rounds/{}/issue", app.round().id)).await;
        first.clicks("换一台设备投票").await;
        first.scans("[data-qr=booth]").await;
        let picture = the_qr_in(&first.folder);

        let second = Browser::open(&app, "second-device", Size::Phone).await;
        with_a_card(&mut hall, &second, 0).await;
        second.clicks("输入选票码").await;
        second.sees("点“换一台设备投票”").await;
        second.is_accessible().await;
        second.whole_page("code").await;
        let blank = second.folder.join("blank.png");
        image::RgbImage::from_pixel(40, 40, image::Rgb([250; 3])).save(&blank).unwrap();
        second.chooses_file("input[data-scan]", &blank).await;
        second.sees("没有读到选票码").await;
        second.chooses_file("input[data-scan]", &picture).await;
        second.sees("已标 0 / 4").await;
        second.close().await;
        first.close().await;
    }
}

fn the_qr_in(folder: &std::path::Path) -> PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|file| file.to_string_lossy().ends_with("-qr.png")).max().unwrap()
}
