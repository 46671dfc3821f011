//! Verifying in the browser: a resident the whole result, a scrutineer the box before any seed is typed.

use diesel::connection::SimpleConnection;
use piaojue::ballots::{self, BoxHead};
use verifiable_ballots::{Credential, Element, Scalar, hash};

use super::{Browser, Size, whole_vote::signs_in};
use crate::support::{
    PASSWORD, TestApp,
    session::{FOUR, Hall},
};

const CLEAR: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

in_a_browser! {
    async fn a_resident_verifies_the_whole_result_by_one_button_on_a_phone(app: TestApp) {
        let _hall = Hall::announced(&app, FOUR, &CLEAR).await;
        let browser = Browser::open(&app, "verifying", Size::Phone).await;
        browser.visits("/results/2024/verify").await;
        browser.is_accessible().await;
        browser.presses_the_button("在本浏览器里核对全部").await;
        browser.sees("全部相符").await;
        for line in [
            "一环扣一环",
            "4 把钥匙都有持有证明",
            "名单上有 4 个选票码",
            "4 张选票逐张核对",
            "每张选票的赞成都不超过 2 个",
            "正是这 4 张选票的合计",
            "第 1 把钥匙",
            "公布的票数正是票箱里的票数",
            "投票开始以前，2 名监票人签署过",
            "计票报告单上的发出、收回和各项票数与票箱一致",
            "示例JIANPIAO1",
            "系统印章有效",
        ] {
            browser.sees(line).await;
        }
        let lines = "return [...document.querySelectorAll('[data-check]')].every((line) => line.classList.contains('done'))";
        assert_eq!(browser.evaluates(lines).await, true);
        browser.is_accessible().await;
        browser.fits_its_width().await;
        browser.whole_page("verified").await;
        let foreign = "return performance.getEntriesByType('resource').filter(({ name }) => !name.startsWith(location.origin)).length";
        assert_eq!(browser.evaluates(foreign).await, 0, "nothing comes from anybody else");

        browser.visits("/results/2024/verify?lang=en").await;
        browser.presses_the_button("Verify everything in this browser").await;
        browser.sees("Everything agrees").await;
        browser.fits_its_width().await;
        browser.close().await;
    }

    async fn a_scrutineer_finds_the_own_key_in_the_election_and_signs_it_before_voting(app: TestApp) {
        let hall = Hall::ready(&app, FOUR);
        hall.everybody_checks_in();
        hall.issuing_begins();
        let official = &hall.scrutineers[1];
        let browser = Browser::open(&app, "election", Size::Phone).await;
        browser.visits("/sign-in").await;
        signs_in(&browser, &official.login, PASSWORD).await;
        browser.clicks("核对并签署选票设置").await;
        browser.sees("监票人对照码").await;
        browser.is_accessible().await;
        browser.fits_its_width().await;
        browser.whole_page("to-sign").await;
        browser.types("您的密钥", &hall.scrutineers[0].seed.to_string()).await;
        browser.presses_the_button("核对并签署").await;
        browser.sees("这不是您的密钥").await;
        browser.types("您的密钥", &official.seed.to_string()).await;
        browser.presses_the_button("核对并签署").await;
        browser.sees("已签署：封票用的是您和其他监票人的钥匙").await;
        let round = app.round().id;
        assert_eq!(app.reads(|conn| ballots::election_signers(conn, round)), [3]);
        browser.close().await;
    }

    async fn a_scrutineer_is_asked_for_no_seed_where_one_ballot_is_forged(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        hall.deputies[0].casts("赞赞反弃").await.receipt();
        hall.deputies[1].casts("赞赞反反").await.receipt();
        // Whoever runs the server puts a ballot in by itself, under a code that it holds.
        let forged = with_a_false_proof(&hall.deputies[2].marks("赞反赞反").ballot, hall.deputies[2].credential(), &app);
        puts_into_the_box(&app, &forged, &hall.deputies[2].key());
        hall.voting_ends();

        let official = &hall.scrutineers[0];
        let browser = Browser::open(&app, "forged", Size::Desktop).await;
        browser.visits("/sign-in").await;
        signs_in(&browser, &official.login, PASSWORD).await;
        browser.is_at("/scrutineer").await;
        browser.visits(&official.open_path()).await;
        browser.sees("票箱里的第 3 张选票没有通过核对").await;
        browser.does_not_see("您的密钥").await;
        browser.is_accessible().await;
        browser.whole_page("refused").await;
        browser.close().await;
    }
}

/// The ballot with the two parts of one proof exchanged, signed again by its own code: only that proof is wrong.
fn with_a_false_proof(ballot: &str, credential: &Credential, app: &TestApp) -> String {
    let read: serde_json::Value = serde_json::from_str(ballot).unwrap();
    let proof = &read["answers"][0]["individual_proofs"][0][0];
    let (challenge, response) = (proof["challenge"].as_str().unwrap(), proof["response"].as_str().unwrap());
    let right = format!(r#"{{"challenge":"{challenge}","response":"{response}"}}"#);
    let wrong = format!(r#"{{"challenge":"{response}","response":"{challenge}"}}"#);
    let changed = ballot.replacen(&right, &wrong, 1);
    assert_ne!(changed, ballot);
    let (open, _) = changed.split_once(r#","signature":"#).unwrap();
    let signed = hash::b64_sha256(format!("{open}}}").as_bytes());
    let w = Scalar::random(&mut rand::rng());
    let challenge = hash::hash_to_scalar(&format!("sig|{signed}|{}", Element::generator_to(&w)));
    let response = w - *credential.secret(&app.round().election_uuid) * challenge;
    format!(
        r#"{open},"signature":{{"hash":"{signed}","proof":{{"challenge":"{challenge}","response":"{response}"}}}}}}"#
    )
}

fn puts_into_the_box(app: &TestApp, ballot: &str, key: &str) {
    let round = app.round().id;
    let tracker = hash::b64_sha256(ballot.as_bytes());
    app.db()
        .write_row_locked(|tx| {
            let before = ballots::lock_head(tx, round)?;
            let mut chain = before.chain.clone();
            let records = chain.append_ballot(ballot.as_bytes()).unwrap();
            let seq = before.records;
            let after = BoxHead { chain, records: before.records, ballots: before.ballots + 1 };
            ballots::append_records(tx, round, &before, after, &records)?;
            tx.batch_execute(&format!(
                "INSERT INTO box_ballots (round_id, seq, credential, tracker, cap)
                 SELECT round_id, {seq}, '{key}', '{tracker}', cap FROM box_ballots ORDER BY seq LIMIT 1"
            ))?;
            Ok::<_, piaojue::db::DbError>(())
        })
        .unwrap();
}
