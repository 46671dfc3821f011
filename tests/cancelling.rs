//! 作废重发: the secretariat asks, a scrutineer confirms in a sign-in of their own, and the old key is gone for good.

use piaojue::accounts::Role;

use crate::{
    ballots::audit_entries,
    support::{
        PASSWORD, TestApp,
        session::{FOUR, Hall, MarkedBallot, issue_path},
    },
};

fn confirm_path(hall: &Hall) -> String {
    format!("/scrutineer/cancellations/{}/confirm", hall.deputies[0].id)
}

on_both_databases! {
    async fn a_lost_ballot_is_cancelled_by_two_and_issued_again(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let (deputy, lost) = (hall.deputies[0].id, hall.deputies[0].credential().clone());
        let key = hall.deputies[0].key();
        hall.secretariat.asks_to_cancel(deputy).await.is(200).says("等一名监票人确认");
        assert_eq!(app.ballots_issued(), 4, "one person cancels nothing");
        hall.deputies[0].browser().await.visits(&issue_path(app.round().id)).await.says("正在办理作废");

        let scrutineer = &mut hall.scrutineers[1];
        scrutineer.browser().await.visits("/scrutineer").await.says("请您确认作废 1 张选票");
        let page = scrutineer.browser().await.visits("/scrutineer/cancellations").await;
        page.says(&hall.deputies[0].name).says("提出人：示例MISHU");
        let form = page.form(&confirm_path(&hall));
        let scrutineer = &mut hall.scrutineers[1];
        scrutineer.decides_the_cancellation(deputy, "confirm").await.is(200).says("已作废");
        assert_eq!(app.ballots_issued(), 3);
        // A page that was open all the while, and an impatient second press.
        let path = format!("/scrutineer/cancellations/{deputy}/confirm");
        scrutineer.browser().await.sends(&path, &form).await.is(422).says("没有等待确认的作废请求");

        let page = hall.deputies[0].browser().await.visits(&issue_path(app.round().id)).await;
        assert_eq!(page.attributes("[data-issue]", "data-cancelled-keys").join(" "), key);
        hall.deputies[0].hands_in(&key).await.is(422).says("已经作废，不能再用");
        hall.deputies[1].browser().await.visits(&issue_path(app.round().id)).await.is(200);
        assert_eq!(app.ballots_issued(), 3);
        hall.deputies[0].takes_a_ballot().await.is(200);
        hall.secretariat.opens().await.is(200).says("投票已开始");
        MarkedBallot::new(&app, &lost, "赞反弃赞").is_cast().await.is_refused(422, "not_on_list");
        hall.deputies[0].casts("赞反弃赞").await.receipt();

        let entries = audit_entries(&app);
        let cancelled: Vec<_> = entries.iter().filter(|entry| entry.0 == "issue_cancelled").collect();
        assert_eq!(cancelled.len(), 1);
        assert!(cancelled[0].1.contains("示例MISHU") && cancelled[0].1.contains("示例JIANPIAO2"), "{cancelled:?}");
        for (_, entry) in entries.iter().filter(|(action, _)| action.starts_with("issue_cancel")) {
            for word in [&hall.deputies[0].name, &hall.deputies[0].number, &key, &deputy.to_string()] {
                assert!(!entry.contains(word.as_str()), "{entry} names {word}");
            }
        }
    }

    async fn the_second_press_of_either_is_answered_like_the_first(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let deputy = hall.deputies[0].id;
        let ask = format!("/secretariat/issuing/{deputy}/cancel");
        let secretary = hall.secretariat.browser().await;
        let form = secretary.visits("/secretariat/issuing").await.form(&ask);
        let (first, second) = (secretary.sends(&ask, &form).await, secretary.sends(&ask, &form).await);
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        let confirm = confirm_path(&hall);
        let scrutineer = hall.scrutineers[0].browser().await;
        let form = scrutineer.visits("/scrutineer/cancellations").await.form(&confirm);
        let (first, second) = (scrutineer.sends(&confirm, &form).await, scrutineer.sends(&confirm, &form).await);
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        assert_eq!(app.ballots_issued(), 3);
        assert_eq!(audit_entries(&app).iter().filter(|(action, _)| action.starts_with("issue_cancel")).count(), 2);
    }

    async fn a_request_is_withdrawn_or_declined_and_the_ballot_stays_good(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let deputy = hall.deputies[0].id;
        hall.secretariat.asks_to_cancel(deputy).await.is(200);
        hall.secretariat.withdraws_the_cancellation(deputy).await.is(200).says("已撤回");
        hall.scrutineers[0].browser().await.visits("/scrutineer/cancellations").await.says("没有等待确认的作废请求");
        hall.secretariat.asks_to_cancel(deputy).await.is(200);
        hall.scrutineers[0].decides_the_cancellation(deputy, "decline").await.is(200).says("没有作废");
        assert_eq!(app.ballots_issued(), 4);
        hall.secretariat.opens().await.is(200);
        hall.deputies[0].casts("赞反弃赞").await.receipt();
    }

    async fn a_round_does_not_open_over_an_undecided_cancellation(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let deputy = hall.deputies[0].id;
        let open = format!("/secretariat/rounds/{}/open", app.round().id);
        let form = hall.secretariat.desk().await.form(&open);
        hall.secretariat.asks_to_cancel(deputy).await.is(200);
        hall.secretariat.desk().await.says("1 件作废请求还没有办");
        hall.secretariat.browser().await.sends(&open, &form).await.is(422).says("还有条件没有办好");
        hall.scrutineers[2].decides_the_cancellation(deputy, "confirm").await.is(200);
        hall.secretariat.opens().await.is(200);
        assert_eq!(app.ballots_issued(), 3);
    }

    async fn only_a_scrutineer_of_the_session_confirms_and_only_what_was_asked_for(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let deputy = hall.deputies[0].id;
        let page = hall.scrutineers[0].browser().await.visits("/scrutineer").await;
        let unasked = page.form("/sign-out");
        let confirm = confirm_path(&hall);
        hall.scrutineers[0].browser().await.sends(&confirm, &unasked).await.is(422).says("没有等待确认的作废请求");

        hall.secretariat.asks_to_cancel(deputy).await.is(200);
        let form = hall.secretariat.desk().await.form("/sign-out");
        hall.secretariat.browser().await.sends(&confirm, &form).await.is(404);
        app.has_account(Role::Scrutineer, "JIANPIAO9");
        let mut stranger = app.visitor();
        stranger.signs_in("JIANPIAO9", PASSWORD, "").await;
        stranger.visits("/scrutineer/cancellations").await.is(404);
        let tokens = stranger.page().form("/sign-out");
        stranger.sends(&confirm, &tokens).await.is(404);
        assert_eq!(app.ballots_issued(), 4, "neither of them is a second pair of eyes");

        hall.secretariat.withdraws_the_cancellation(deputy).await.is(200);
        let withdraw = format!("/secretariat/issuing/{deputy}/withdraw");
        let form = hall.secretariat.desk().await.form("/sign-out");
        hall.secretariat.browser().await.sends(&withdraw, &form).await.is(422).says("没有等待确认的作废请求");
    }

    async fn who_has_no_ballot_has_none_to_cancel(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        let deputy = hall.deputies[0].id;
        let form = hall.secretariat.desk().await.form("/sign-out");
        let ask = format!("/secretariat/issuing/{deputy}/cancel");
        hall.secretariat.browser().await.sends(&ask, &form).await.is(422).says("本轮没有领票");
    }

    async fn after_opening_no_ballot_is_cancelled(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let ask = format!("/secretariat/issuing/{}/cancel", hall.deputies[0].id);
        let form = hall.secretariat.browser().await.visits("/secretariat/issuing").await.form(&ask);
        hall.voting_begins();
        hall.secretariat.browser().await.sends(&ask, &form).await.is(422).says("投票已经开始，名单已经封存，没有作废");
        assert_eq!(app.ballots_issued(), 4);
        hall.deputies[0].casts("赞反弃赞").await.receipt();
        let page = hall.secretariat.browser().await.visits("/secretariat/issuing").await;
        assert!(page.attributes("form", "action").iter().all(|action| !action.ends_with("/cancel")));
    }

    async fn the_page_of_a_ballot_says_where_it_stands(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        let path = issue_path(app.round().id);
        hall.deputies[0].browser().await.visits(&path).await.is(200).says("领取选票");
        hall.deputies[0].takes_a_ballot().await.is(200).says("请等主持人宣布开始投票");
        for deputy in &mut hall.deputies[1..] {
            deputy.is_given_a_ballot();
        }
        hall.voting_begins();
        hall.deputies[0].browser().await.visits(&path).await.is(200).says("进入选票");
        hall.the_box_is_closed();
        let page = hall.deputies[0].browser().await.visits(&path).await;
        page.is(200).says("投票已经结束，这台设备上的选票没有投出");
        assert!(!page.text().contains("请等主持人"), "{}", page.text());
        let booth = format!("/deputy/rounds/{}/booth", app.round().id);
        let page = app.visitor().visits(&booth).await;
        assert_eq!(page.attributes("[data-booth][data-closed]", "data-election").len(), 1);
    }
}
