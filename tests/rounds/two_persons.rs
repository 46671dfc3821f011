//! What one person asks for and another confirms.

use piaojue::ballots::RoundState;

use super::CLEAR;
use crate::support::{
    TestApp,
    session::{FOUR, Hall, Plan, confirm_path},
};

on_both_databases! {
    async fn the_second_person_is_a_colleague_or_the_chief_scrutineer(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        hall.secretariat.asks_for("close", &[]).await.is(200);
        let path = confirm_path(&app).replace("/secretariat/", "/scrutineer/");
        let other = hall.scrutineers[1].browser().await;
        let home = other.visits("/scrutineer").await;
        assert!(!home.attributes("form", "action").contains(&path), "only the chief is asked");
        other.sends(&path, &home.form("/sign-out")).await.is(422).says("只有秘书处人员和总监票人可以确认");
        assert_eq!(app.round().state, RoundState::Voting);
        let chief = hall.scrutineers[0].browser().await;
        chief.visits("/scrutineer").await.is(200).says("封箱，等候第二人确认");
        chief.submits(&path, &[]).await.is(200).says("票箱已封");
        assert_eq!(app.round().state, RoundState::Counting);
    }

    async fn nothing_is_closed_before_it_is_open_nor_opened_twice(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let close = format!("/secretariat/rounds/{}/close", app.round().id);
        let open = format!("/secretariat/rounds/{}/open", app.round().id);
        let desk = hall.secretariat.desk().await;
        assert!(!desk.attributes("form", "action").contains(&close), "there is no button");
        let early = desk.form("/sign-out");
        hall.secretariat.browser().await.sends(&close, &early).await.is(422).says("这一轮现在不能这样办");
        hall.secretariat.opens().await.is(200).says("投票已开始");
        let late = hall.secretariat.desk().await.form("/sign-out");
        hall.secretariat.browser().await.sends(&open, &late).await.is(422).says("这一轮现在不能这样办");
        assert_eq!(app.round().state, RoundState::Voting);
    }

    async fn a_request_can_be_withdrawn(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.secretariat.asks_for("annul", &[("reason", "误会")]).await.is(200);
        let confirm = confirm_path(&app);
        let withdraw = confirm.replace("/confirm", "/withdraw");
        hall.secretariat.desk().await;
        hall.secretariat.browser().await.submits(&withdraw, &[]).await.is(200).says("已撤回");
        let colleague = hall.secretariat.second().await;
        let tokens = colleague.visits("/secretariat").await.form("/sign-out");
        colleague.sends(&confirm, &tokens).await.is(422).says("已经确认或撤回");
        assert_eq!(app.round().state, RoundState::Voting);
        hall.secretariat.closes().await.is(200);
    }

    async fn a_method_can_let_one_person_open_and_close(app: TestApp) {
        let mut hall = Hall::ready(&app, Plan { second_person: "not_required", ..FOUR });
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_takes_a_ballot();
        hall.secretariat.asks_for("open", &[]).await.is(200).says("投票已开始");
        hall.casts(&CLEAR).await;
        hall.secretariat.asks_for("annul", &[("reason", "试一试")]).await.is(200).says("等候第二人确认");
        hall.secretariat.asks_for("close", &[]).await.is(422).says("有人提出本轮作废");
        let withdraw = confirm_path(&app).replace("/confirm", "/withdraw");
        hall.secretariat.presses(&withdraw, &[]).await.is(200).says("已撤回");
        hall.secretariat.asks_for("close", &[]).await.is(200).says("票箱已封");
        assert_eq!(app.round().state, RoundState::Counting);
    }
}
