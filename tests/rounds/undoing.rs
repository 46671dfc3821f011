//! Bad days that can be mended: an issuing recalled, a new key between two rounds, an annulment that holds the round.

use piaojue::{
    ballots::{self, RoundState},
    congress, scrutineers,
};

use super::{CLEAR, chosen};
use crate::support::{
    TestApp,
    program::verdict,
    session::{FOUR, Hall, Scrutineer},
};

/// The scrutineers make a key once more, each with another seed.
fn make_a_key(app: &TestApp, hall: &mut Hall) {
    let (actor, now, session) = (app.operator(), app.now(), app.session().id);
    let handed = scrutineers::hold_ceremony(app.db(), &actor, now, session, 2).unwrap();
    for (scrutineer, handed) in hall.scrutineers.iter_mut().zip(handed) {
        app.db().write(|tx| scrutineers::confirm_copy(tx, &actor, now, &handed.scrutineer)).unwrap();
        scrutineer.seed = handed.seed;
    }
    hall.the_secretariat_knows_the_seeds();
}

on_both_databases! {
    async fn an_issuing_that_nobody_answered_is_recalled_by_two(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        let (session, round) = (app.session(), app.round().id);
        let recall = format!("/secretariat/rounds/{round}/recall");
        hall.secretariat.presses(&recall, &[("reason", "  ")]).await.is(422).says("请写明");
        hall.secretariat.presses(&recall, &[("reason", "候选项目名单有误")]).await.is(200).says("等候第二人确认");
        assert_eq!(app.round().state, RoundState::Issuing, "one person recalls nothing");
        hall.secretariat.second_confirms().await.is(200).says("发票已撤回");
        assert!(app.rounds().is_empty());
        assert!(!app.reads(|conn| congress::is_frozen(conn, session.id)), "what it froze may be changed");
        hall.deputies[0].browser().await.visits("/deputy").await.is(200);

        // The day of the vote was wrong as well, and then it begins again.
        let browser = hall.secretariat.browser().await;
        let page = format!("/secretariat/sessions/{}", session.id);
        browser.visits(&page).await;
        browser.submits(&page, &[("place", "区会议中心一号厅")]).await.is(200).says("已更正会议信息").says("区会议中心一号厅");
        hall.secretariat.starts_issuing().await.is(200).says("发票");
        hall.holds_the_round(&CLEAR).await;
        assert_eq!(app.round().state, RoundState::Counted);
        assert_eq!(app.round().number, 1, "the first one has not been");
    }

    async fn whoever_took_a_ballot_keeps_the_issuing(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        let recall = format!("/secretariat/rounds/{}/recall", app.round().id);
        let form = hall.secretariat.desk().await.form(&recall).with(&[("reason", "名单有误")]);
        // Between asking and confirming a deputy takes one.
        hall.secretariat.presses(&recall, &[("reason", "名单有误")]).await.is(200);
        hall.deputies[0].is_given_a_ballot();
        hall.secretariat.second_confirms().await.is(422).says("已经有人领过选票");
        assert_eq!(app.ballots_issued(), 1);
        let late = form.with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        let page = hall.secretariat.browser().await.sends(&recall, &late).await;
        page.is(422).says("已经有人领过选票");
        assert!(!hall.secretariat.desk().await.attributes("form", "action").contains(&recall), "no button is offered");
    }

    async fn two_lost_seeds_end_a_round_and_not_the_year(app: TestApp) {
        let mut hall = Hall::closed(&app, FOUR, &CLEAR).await;
        let renew = format!("/secretariat/rounds/{}/key", app.round().id);
        let early = hall.secretariat.desk().await.form("/sign-out").with(&[("reason", "两名监票人密钥丢失")]);
        hall.secretariat.browser().await.sends(&renew, &early).await.is(422);
        hall.secretariat.annuls("两名监票人密钥丢失，票箱打不开").await.is(200).says("本轮已作废");
        hall.secretariat.presses(&renew, &[("reason", "主席团第三次会议决定重新制作密钥")]).await.is(200).says("等候第二人确认");
        hall.secretariat.second_confirms().await.is(200).says("原来的密钥已停用");
        let next = format!("/secretariat/rounds/{}/next", app.round().id);
        let desk = hall.secretariat.desk().await;
        desk.says("原来的密钥已停用");
        assert!(!desk.attributes("form", "action").contains(&next), "no round begins without a key");
        hall.scrutineers[0].browser().await.visits("/scrutineer").await.is(200).says("密钥");

        // One of them is replaced, which was not possible while a key stood.
        let gone = app.reads(|conn| scrutineers::scrutineers(conn, app.session().id)).pop().unwrap();
        app.has_account(piaojue::accounts::Role::Scrutineer, "JIANPIAO4");
        let fourth = app.person("JIANPIAO4").id.to_string();
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/scrutineers").await;
        browser.submits(&format!("/secretariat/scrutineers/{}/withdraw", gone.id), &[]).await.is(200);
        browser.submits("/secretariat/scrutineers", &[("account", &fourth)]).await.is(200).says("JIANPIAO4");
        hall.scrutineers[2] = Scrutineer::new(&app, "JIANPIAO4", hall.scrutineers[2].seed.clone());
        make_a_key(&app, &mut hall);

        hall.secretariat.orders_the_next_round("主席团第三次会议决定重新投票").await.is(200);
        hall.holds_the_round(&CLEAR).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        assert_eq!(chosen(&app), [1, 2]);
        let files = app.published_files().await;
        let all = ["1.bel", "2.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()), "the first box under the first key");
        let text = std::fs::read_to_string(files.path().join("certificate.json")).unwrap();
        assert!(text.contains("示例JIANPIAO4") && !text.contains("示例JIANPIAO3"));
        let renew = format!("/secretariat/rounds/{}/key", app.round().id);
        let late = hall.secretariat.desk().await.form("/sign-out").with(&[("reason", "再来一次")]);
        hall.secretariat.browser().await.sends(&renew, &late).await.is(422).says("不需要重新制作密钥");
    }

    async fn an_annulment_that_waits_holds_the_round(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        hall.secretariat.asks_for("close", &[]).await.is(200);
        let close = crate::support::session::confirm_path(&app);
        hall.secretariat.asks_for("annul", &[("reason", "会场断电")]).await.is(200);
        let second = hall.secretariat.second().await;
        second.visits("/secretariat").await;
        second.submits(&close, &[]).await.is(422).says("有人提出本轮作废");
        assert_eq!(app.round().state, RoundState::Voting);
        // Taken back, it goes on.
        let annul = app.reads(|conn| ballots::pending_requests(conn, app.round().id)).pop().unwrap();
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat").await;
        browser.submits(&format!("/secretariat/requests/{}/withdraw", annul.id), &[]).await.is(200).says("已撤回");
        let second = hall.secretariat.second().await;
        second.visits("/secretariat").await;
        second.submits(&close, &[]).await.is(200).says("票箱已封");
        hall.secretariat.asks_for("annul", &[("reason", "会场断电")]).await.is(200);
        hall.scrutineers[0].opens_the_box().await.is(422).says("有人提出本轮作废");
        hall.secretariat.second_confirms().await.is(200).says("本轮已作废");
    }
}
