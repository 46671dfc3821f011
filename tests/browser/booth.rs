//! The booth where things are not as usual: no mouse, large type, two tabs, a bad network.

use fantoccini::key::Key;

use super::{Browser, Size, network::Network};
use crate::support::{PreparedSession, TestApp};

in_a_browser! {
    async fn a_deputy_votes_by_keyboard_only(app: TestApp) {
        let vote = PreparedSession::of(&app);
        let codes = vote.vote_is_open();
        let deputy = Browser::open(&app, "keyboard", Size::Desktop).await;
        deputy.visits("/?lang=en").await;
        deputy.visits(&vote.booth_link(&codes[0])).await;
        deputy.sees("0 of 12 marked").await;
        deputy.is_accessible().await;
        deputy.tabs_to("e.closest('#c1 summary')").await;
        deputy.presses_key(Key::Enter.into()).await;
        deputy.reads("#c1 .detail").await;
        deputy.screenshot("detail").await;
        deputy.presses_key(Key::Enter.into()).await;
        for row in 1..=12 {
            deputy.tabs_to(&format!("e.closest('#c{row}') && e.type === 'radio'")).await;
            match row % 3 {
                0 => deputy.presses_key(' ').await,
                1 => deputy.presses_key(Key::Right.into()).await,
                _ => deputy.presses_key(Key::Left.into()).await,
            }
        }
        deputy.sees("12 of 12 marked").await;
        assert_eq!(deputy.marks_shown().await, [1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
        deputy.screenshot("marked").await;
        deputy.tabs_to("e.dataset.do === 'review'").await;
        deputy.presses_key(Key::Enter.into()).await;
        deputy.sees("Once cast, your ballot cannot be changed.").await;
        deputy.is_accessible().await;
        deputy.whole_page("review").await;
        deputy.tabs_to("e.dataset.do === 'cast'").await;
        deputy.presses_key(Key::Enter.into()).await;
        deputy.sees("You have voted").await;
        deputy.whole_page("receipt").await;
        assert_eq!(vote.turnout().returned, 1);
        deputy.close().await;
    }

    async fn a_ballot_whose_answer_is_lost_is_in_the_box_once(app: TestApp) {
        let vote = PreparedSession::of(&app);
        let codes = vote.vote_is_open();
        let network = Network::before(&app.origin);
        let deputy = Browser::at(&app, &network.origin(), "bad-network", Size::Phone).await;
        deputy.visits("/?view=large").await;
        deputy.is_accessible().await;
        deputy.whole_page("home").await;
        deputy.visits(&vote.booth_link(&codes[0])).await;
        deputy.sees("已标 0 / 12").await;
        deputy.is_accessible().await;
        deputy.fits_its_width().await;
        for row in 1..=12 {
            deputy.marks(row, 2).await;
        }
        deputy.sees("已标 12 / 12").await;
        deputy.screenshot("marked").await;
        deputy.clicks("查看并投票").await;
        deputy.is_accessible().await;
        deputy.fits_its_width().await;
        deputy.whole_page("review").await;
        network.loses_answers();
        deputy.clicks_css("[data-do=cast]").await;
        deputy.sees("等待网络").await;
        deputy.is_accessible().await;
        deputy.whole_page("waiting").await;
        assert_eq!(vote.turnout().returned, 1, "the ballot is in the box, and the deputy does not know it");
        let sent = network.ballots_sent();
        network.is_mended();
        deputy.sees("已投票").await;
        deputy.is_accessible().await;
        deputy.fits_its_width().await;
        deputy.whole_page("receipt").await;
        assert!(network.ballots_sent() > sent, "it was sent again");
        assert_eq!(vote.turnout().returned, 1, "and is in the box once");
        deputy.close().await;
    }

    async fn a_sealed_ballot_is_opened_and_checked_on_another_device(app: TestApp) {
        let vote = PreparedSession::of(&app);
        let codes = vote.vote_is_open();
        let deputy = Browser::open(&app, "opened", Size::Phone).await;
        deputy.visits(&vote.booth_link(&codes[0])).await;
        deputy.sees("已标 0 / 12").await;
        deputy.marks(1, 0).await;
        deputy.marks(2, 1).await;
        deputy.clicks("查看并投票").await;
        deputy.sees("选票已在本机封好").await;
        let number = sealed_number(&deputy).await;
        let shown = |whole: &str| -> String {
            let groups: Vec<&str> = (0..4).map(|group| &whole[group * 4..group * 4 + 4]).collect();
            groups.join(" ")
        };
        let fingerprint = shown(app.election().fingerprint());
        assert_eq!(deputy.reads("[data-slot=paper-fingerprint]").await, fingerprint);
        let screen = app.visitor().visits("/screen").await;
        let on_screen = screen.texts("code.fingerprint");
        assert_eq!(on_screen[0], fingerprint);
        assert_eq!(deputy.reads("[data-slot=list-fingerprint]").await, on_screen[1]);
        deputy.is_accessible().await;
        deputy.fits_its_width().await;
        deputy.tabs_to("e.closest('[data-view=review] details') && e.tagName === 'SUMMARY'").await;
        deputy.presses_key(Key::Enter.into()).await;
        deputy.sees("永远不能再投").await;
        deputy.is_accessible().await;
        deputy.whole_page("fold").await;
        deputy.tabs_to("e.dataset.do === 'open'").await;
        deputy.presses_key(Key::Enter.into()).await;
        deputy.sees("请用另一台设备扫码").await;
        assert_eq!(deputy.reads("[data-slot=opened-code]").await, number, "the number that stood there before");
        deputy.is_accessible().await;
        deputy.fits_its_width().await;
        deputy.whole_page("opened").await;
        let scanned = deputy.scans("[data-qr=check]").await;
        assert!(scanned.starts_with(&format!("{}/check#code=", app.origin)), "{scanned}");

        let other = Browser::open(&app, "checking", Size::Desktop).await;
        other.visits("/check").await;
        other.is_accessible().await;
        other.types("选票编号", "AAAA AAAA AAAA AAAA").await;
        other.presses_the_button("核对").await;
        other.sees("没有找到这个编号").await;
        other.types("选票编号", &number).await;
        other.presses_the_button("核对").await;
        other.sees("这张选票里的标记").await;
        let marks = other.reads("[data-mark-list]").await;
        assert_eq!((marks.matches("赞成").count(), marks.matches("反对").count(), marks.matches("弃权").count()), (1, 1, 10));
        assert_eq!(other.reads("[data-slot=tracker]").await, number);
        assert_eq!(other.reads("[data-slot=fingerprint]").await, fingerprint);
        other.is_accessible().await;
        other.whole_page("checked").await;
        other.close().await;

        assert_eq!(vote.turnout().returned, 0);
        deputy.clicks("回到选票，另封一张").await;
        deputy.sees("已标 2 / 12").await;
        deputy.clicks("查看并投票").await;
        assert_ne!(sealed_number(&deputy).await, number);
        deputy.clicks_css("[data-do=cast]").await;
        deputy.sees("已投票").await;
        assert_eq!(vote.turnout().returned, 1);
        deputy.close().await;
    }

    async fn a_deputy_moves_to_another_device(app: TestApp) {
        let vote = PreparedSession::of(&app);
        let codes = vote.vote_is_open();
        let typed = Browser::open(&app, "moved", Size::Phone).await;
        let booth = vote.booth_link(&codes[0]);
        typed.visits(booth.split('#').next().unwrap()).await;
        typed.sees("请输入选票码").await;
        typed.is_accessible().await;
        typed.types("选票码", "KyJm0").await;
        typed.presses_the_button("打开选票").await;
        typed.sees("选票码应为 22 个字母和数字").await;
        let code = booth.split_once("#code=").unwrap().1.replace('-', " ");
        typed.types("选票码", &code).await;
        typed.presses_the_button("打开选票").await;
        typed.sees("已标 0 / 12").await;
        typed.clicks("查看并投票").await;
        typed.clicks_css("[data-do=cast]").await;
        typed.sees("已投票").await;
        typed.close().await;

        let scanned = Browser::open(&app, "scanned", Size::Phone).await;
        scanned.visits(&vote.booth_link(&codes[1])).await;
        scanned.sees("已标 0 / 12").await;
        let address = scanned.evaluates("return location.href").await;
        assert!(!address.as_str().unwrap().contains("code"), "the code has left the address bar: {address}");
        scanned.clicks("查看并投票").await;
        scanned.clicks_css("[data-do=cast]").await;
        scanned.sees("已投票").await;
        assert_eq!(vote.turnout().returned, 2);
        scanned.close().await;
    }

    async fn two_tabs_are_one_deputy(app: TestApp) {
        let vote = PreparedSession::of(&app);
        let codes = vote.vote_is_open();
        let deputy = Browser::open(&app, "two-tabs", Size::Desktop).await;
        deputy.visits(&vote.booth_link(&codes[0])).await;
        deputy.sees("已标 0 / 12").await;
        let first = deputy.opens_a_tab().await;
        let second = deputy.raw().window().await.unwrap();
        deputy.visits(&vote.booth_link(&codes[0])).await;
        deputy.sees("已标 0 / 12").await;
        deputy.marks(3, 0).await;
        deputy.raw().switch_to_window(first.clone()).await.unwrap();
        deputy.sees("已标 1 / 12").await;
        deputy.marks(4, 1).await;
        deputy.clicks("查看并投票").await;
        deputy.raw().switch_to_window(second).await.unwrap();
        deputy.sees("已标 2 / 12").await;
        deputy.clicks("查看并投票").await;
        deputy.clicks_css("[data-do=cast]").await;
        deputy.sees("已投票").await;
        let tracker = deputy.reads("[data-slot=tracker]").await;
        deputy.raw().switch_to_window(first).await.unwrap();
        deputy.sees("已投票").await;
        assert_eq!(deputy.reads("[data-slot=tracker]").await, tracker);
        assert_eq!(vote.turnout().returned, 1);
        deputy.close().await;
    }
}

/// The number of the ballot under review, as soon as it is sealed.
async fn sealed_number(deputy: &Browser) -> String {
    for _ in 0..200 {
        let number = deputy.reads("[data-slot=sealed]").await;
        if number.len() == 19 {
            return number;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the ballot was not sealed");
}
