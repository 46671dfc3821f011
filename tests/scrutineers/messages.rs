//! The messages of the ceremony: which are taken, and what a browser finds wrong.

use piaojue::accounts::Role;
use serde_json::Value;
use verifiable_ballots::trustee::{Context, certificate};

use super::{counted, messages_kept, refused};
use crate::support::{
    Ceremony, KeyMaker, TestApp,
    ceremony::{PEOPLE, json},
};

on_both_databases! {
    async fn a_wrong_certificate_is_not_taken(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        let [first, second, _] = &mut hall.makers[..] else { unreachable!() };
        assert_eq!(refused(&first.sends("certificate", "").await, 409), "message_unreadable");
        assert_eq!(refused(&first.sends("certificate", "{\"message\":1}").await, 409), "message_unreadable");
        let other_place = json(&first.certificate_for(3, 2, 2));
        let page = first.sends("certificate", &other_place).await;
        assert_eq!(refused(&page, 409), "message_wrong");
        assert!(page.html.contains("不是为这一次制作、这个位置"), "{}", page.html);
        let other_threshold = json(&first.certificate_for(3, 3, 1));
        assert_eq!(refused(&first.sends("certificate", &other_threshold).await, 409), "message_wrong");
        let other_size = json(&first.certificate_for(2, 2, 1));
        assert_eq!(refused(&first.sends("certificate", &other_size).await, 409), "message_wrong");
        let mut signed_by_another = first.certificate().await;
        signed_by_another.0.signature = second.certificate_for(3, 2, 2).0.signature;
        let page = first.sends("certificate", &json(&signed_by_another)).await;
        assert_eq!(refused(&page, 409), "message_wrong");
        assert!(page.html.contains("第 1 位监票人的公钥签名不对"), "{}", page.html);
        assert_eq!(messages_kept(&app), 0);
        first.joins().await.is(200);
        assert_eq!(messages_kept(&app), 1);
    }

    async fn what_a_browser_finds_wrong_is_recorded_and_the_secretariat_begins_anew(app: TestApp) {
        let mut hall = Ceremony::dealt(&app).await;
        let ceremony = hall.makers[2].status().await["ceremony"].as_str().unwrap().to_owned();
        let third = &mut hall.makers[2];
        for (finding, about) in [("part", ""), ("part", "0"), ("part", "4"), ("part", "x"), ("own", "1"), ("certificates", "2")] {
            assert_eq!(refused(&third.refuses(&ceremony, finding, about).await, 409), "message_unreadable", "{finding} {about}");
        }
        assert_eq!(third.refuses(&ceremony, "colleague", "1").await.status, 400);
        let answer = third.refuses(&ceremony, "part", "2").await.is(200).html.clone();
        assert!(answer.contains("\"refused\""), "{answer}");
        assert_eq!(third.refuses(&ceremony, "own", "").await.is(200).html, answer, "the first finding stands");
        hall.makers[0].page().await.says("发现内容不符，已停下");
        hall.makers[0].checks().await.is(200);
        let list = hall.list().await;
        list.says("有监票人的浏览器核对不符").says("吴晓燕的浏览器发现：李建国的份额与本人签署的内容不符");
        list.says("作废本次制作");
        assert_eq!(counted(&app, "SELECT COUNT(*) AS n FROM audit_entries WHERE action = 'key_part_refused'"), 1);

        hall.voids("吴晓燕核对不符").await.is(200);
        assert_eq!(refused(&hall.makers[0].refuses(&ceremony, "own", "").await, 409), "ceremony_gone");
        hall.starts("2").await.is(200).says("第 2 次制作密钥正在进行");
        assert!(!hall.list().await.text().contains("浏览器"), "the new ceremony starts clean");
    }

    async fn whoever_goes_on_after_all_has_nothing_refused(app: TestApp) {
        let mut hall = Ceremony::dealt(&app).await;
        let ceremony = hall.makers[2].status().await["ceremony"].as_str().unwrap().to_owned();
        hall.makers[2].refuses(&ceremony, "own", "").await.is(200);
        hall.list().await.says("吴晓燕的浏览器发现：本人发出的内容被改动，或打不开");
        for maker in &mut hall.makers {
            maker.checks().await.is(200);
        }
        let list = hall.list().await;
        assert!(!list.text().contains("浏览器发现"), "{}", list.text());
        list.says("还没有确认的：陈志强、李建国、吴晓燕");
    }

    async fn messages_come_in_their_order_and_once(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        let [first, second, third] = &mut hall.makers[..] else { unreachable!() };
        for step in ["polynomial", "verification"] {
            assert_eq!(refused(&first.sends(step, "{}").await, 409), "out_of_turn");
        }
        let certificate = json(&first.certificate().await);
        let answer = first.sends("certificate", &certificate).await.is(200).html.clone();
        // A retry of a bad network, and the same keys signed once more.
        assert_eq!(first.sends("certificate", &certificate).await.is(200).html, answer);
        let again = json(&first.certificate().await);
        assert_ne!(again, certificate);
        assert_eq!(first.sends("certificate", &again).await.is(200).html, answer);
        assert_eq!(messages_kept(&app), 1);
        second.joins().await.is(200);
        third.joins().await.is(200);
        assert_eq!(refused(&first.sends("verification", "{}").await, 409), "out_of_turn");
        first.deals().await.is(200);
        first.deals().await.is(200);
        assert_eq!(messages_kept(&app), 4, "the first polynomial stands");
        second.deals().await.is(200);
        third.deals().await.is(200);
        for maker in [&mut *first, &mut *second, &mut *third] {
            maker.checks().await.is(200);
        }
        assert_eq!(messages_kept(&app), 9);
        // The key is made: what comes again changes nothing.
        first.sends("certificate", &again).await.is(200);
        first.sends("verification", "{}").await.is(200);
        assert_eq!(messages_kept(&app), 9);
    }

    async fn a_second_device_with_another_seed_is_sent_back_to_the_first(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        hall.makers[0].joins().await.is(200);
        let (login, name) = PEOPLE[0];
        let mut elsewhere = KeyMaker::signs_in(&app, login, name).await;
        let page = elsewhere.joins().await;
        assert_eq!(refused(&page, 409), "other_seed");
        assert!(page.html.contains("请回到那台设备"), "{}", page.html);
        // With the seed typed in, the other device goes on.
        elsewhere.seed = hall.makers[0].seed.clone();
        for maker in &mut hall.makers[1..] {
            maker.joins().await.is(200);
        }
        elsewhere.deals().await.is(200);
        for maker in &mut hall.makers[1..] {
            maker.deals().await.is(200);
        }
        hall.makers[0].checks().await.is(200);
        assert_eq!(elsewhere.status().await["next"], Value::Null);
    }

    async fn two_scrutineers_never_share_a_seed(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        hall.makers[0].joins().await.is(200);
        hall.makers[1].seed = hall.makers[0].seed.clone();
        let page = hall.makers[1].joins().await;
        assert_eq!(refused(&page, 409), "same_keys");
        assert!(page.html.contains("与第 1 位监票人的相同"), "{}", page.html);
    }

    async fn a_wrong_polynomial_is_not_taken(app: TestApp) {
        let mut hall = Ceremony::joined(&app).await;
        let others = hall.makers[1].polynomial().await;
        let first = &mut hall.makers[0];
        let good = first.polynomial().await;
        let mut too_few = good.clone();
        too_few.secrets.pop();
        let mut signed_by_another = good.clone();
        signed_by_another.signature = others.signature.clone();
        let mut of_another = good.clone();
        of_another.coefexps = others.coefexps.clone();
        let mut degree = good.clone();
        degree.coefexps.message = degree.coefexps.message.replacen('"', "", 1);
        for bad in [too_few, signed_by_another, of_another, degree, others.clone()] {
            assert_eq!(refused(&first.sends("polynomial", &json(&bad)).await, 409), "message_wrong");
        }
        assert_eq!(refused(&first.sends("polynomial", "[]").await, 409), "message_unreadable");
        let threshold_of_three = {
            let rng = &mut rand::rng();
            let seeds: Vec<_> = hall.makers.iter().map(|maker| maker.seed().clone()).collect();
            let certificates: Vec<_> = (1..)
                .zip(&seeds)
                .map(|(index, seed)| certificate(seed, Context::new(3, 3, index).unwrap(), rng))
                .collect();
            json(&verifiable_ballots::trustee::polynomial(&seeds[0], &certificates, rng).unwrap())
        };
        let first = &mut hall.makers[0];
        let page = first.sends("polynomial", &threshold_of_three).await;
        assert_eq!(refused(&page, 409), "message_wrong");
        assert!(page.html.contains("第 1 位监票人分发的份额签名或份数不对"), "{}", page.html);
        assert_eq!(messages_kept(&app), 3);
        first.sends("polynomial", &json(&good)).await.is(200);
        assert_eq!(messages_kept(&app), 4);
    }

    async fn a_share_that_does_not_follow_from_the_parts_is_not_taken(app: TestApp) {
        let mut hall = Ceremony::dealt(&app).await;
        let others = hall.makers[1].verification().await;
        let first = &mut hall.makers[0];
        let good = first.verification().await;
        let mut not_proved = good.clone();
        not_proved.public_key.pok = others.public_key.pok.clone();
        let mut not_signed = good.clone();
        not_signed.public_key.signature = None;
        let mut key_of_another = good.clone();
        key_of_another.public_key.public_key = others.public_key.public_key;
        for bad in [others, not_proved, not_signed, key_of_another] {
            let page = first.sends("verification", &json(&bad)).await;
            assert_eq!(refused(&page, 409), "message_wrong");
            assert!(page.html.contains("第 1 位监票人合成的份额核对不符"), "{}", page.html);
        }
        assert_eq!(messages_kept(&app), 6);
        first.sends("verification", &json(&good)).await.is(200);
    }

    async fn whoever_is_not_appointed_takes_no_part(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        app.has_person(Role::Scrutineer, "GUOKE", "过客", false);
        let mut stranger = KeyMaker::signs_in(&app, "GUOKE", "过客").await;
        stranger.page().await.is(404);
        stranger.browser.asks("GET", "/scrutineer/key/status.json", &[]).await.is(404);
        let ceremony = hall.makers[0].status().await["ceremony"].as_str().unwrap().to_owned();
        let csrf = hall.makers[0].page().await.attributes("[data-key]", "data-csrf").remove(0);
        let key = uuid::Uuid::new_v4().to_string();
        let certificate = json(&stranger.certificate_for(3, 2, 1));
        let fields = [
            ("csrf", csrf.as_str()),
            ("key", key.as_str()),
            ("ceremony", ceremony.as_str()),
            ("step", "certificate"),
            ("message", certificate.as_str()),
        ];
        let page = stranger.browser.asks("POST", "/scrutineer/key/messages", &fields).await;
        assert_eq!(refused(&page, 422), "form_expired", "another's token is worth nothing");
        assert_eq!(messages_kept(&app), 0);
    }
}
