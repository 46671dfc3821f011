//! The booth where things are not as usual: no mouse, large type, two tabs, a bad network.

use fantoccini::key::Key;

use super::{Browser, Size, network::Network};
use crate::support::{PreparedSession, TestApp};

on_both_databases! {
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
