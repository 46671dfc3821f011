//! Before voting begins scrutineers sign that ballots are sealed for their own keys.

use piaojue::ballots::{self, ElectionSignature, RoundState};
use verifiable_ballots::{Seed, signature::sign_message};

use crate::support::{
    TestApp, program,
    session::{FOUR, Hall, signature_of_the_election},
};

const CLEAR: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

/// Everybody holds a ballot, and no scrutineer has signed.
fn unsigned(app: &TestApp) -> Hall {
    let mut hall = Hall::ready(app, FOUR);
    hall.everybody_checks_in();
    hall.issuing_begins();
    for deputy in &mut hall.deputies {
        deputy.is_given_a_ballot();
    }
    hall
}

on_both_databases! {
    async fn voting_begins_when_two_of_three_scrutineers_have_found_their_keys_in_the_election(app: TestApp) {
        let mut hall = unsigned(&app);
        let round = app.round().id;
        let path = format!("/scrutineer/rounds/{round}/election");
        let open = format!("/secretariat/rounds/{round}/open");
        let desk = hall.secretariat.desk().await;
        desk.says("等监票人签署选票设置（0 / 2）");
        assert!(!desk.attributes("form", "action").contains(&open), "there is no button");
        let tokens = desk.form("/sign-out");
        hall.secretariat.browser().await.sends(&open, &tokens).await.is(422).says("还有条件没有办好，没有开始投票");

        for place in [0, 2] {
            let seed = hall.scrutineers[place].seed.clone();
            let others = hall.scrutineers[1].seed.clone();
            let browser = hall.scrutineers[place].browser().await;
            browser.visits("/scrutineer").await.says("核对并签署选票设置");
            browser.visits(&path).await.is(200).says("监票人对照码");
            let of_another_round = sign_message(&seed.signing_key(), &ballots::election_message("phi"), &mut rand::rng());
            let wrong = [
                signature_of_the_election(&app, round, &others),
                signature_of_the_election(&app, round, &Seed::generate(&mut rand::rng())),
                serde_json::to_string(&of_another_round).unwrap(),
                String::new(),
                "{}".to_owned(),
            ];
            for signature in &wrong {
                browser.visits(&path).await;
                browser.submits(&path, &[("signature", signature)]).await.is(422).says("与选票设置里您的钥匙不符");
            }
            let right = signature_of_the_election(&app, round, &seed);
            browser.visits(&path).await;
            browser.submits(&path, &[("signature", &right)]).await.is(200).says("已签署");
            let again = browser.visits("/scrutineer").await.form("/sign-out").with(&[("signature", &right)]);
            browser.sends(&path, &again).await.is(422).says("您已经签署");
            if place == 0 {
                hall.secretariat.desk().await.says("等监票人签署选票设置（1 / 2）");
            }
        }
        hall.secretariat.opens_unsigned().await.is(200).says("投票已开始");
        assert_eq!(app.round().state, RoundState::Voting);
        let late = signature_of_the_election(&app, round, &hall.scrutineers[1].seed);
        let browser = hall.scrutineers[1].browser().await;
        let form = browser.visits("/scrutineer").await.form("/sign-out").with(&[("signature", &late)]);
        browser.sends(&path, &form).await.is(422).says("现在不需要签署");
    }

    async fn whoever_verifies_finds_who_had_signed_for_the_key(app: TestApp) {
        let _hall = Hall::announced(&app, FOUR, &CLEAR).await;
        let folder = tempfile::tempdir().unwrap();
        let mut visitor = app.visitor();
        let name = format!("{}.bel", app.round().election_uuid);
        for file in [name.as_str(), "elections.jsonl"] {
            let answer = reqwest::get(format!("{}/results/2024/files/{file}", app.origin)).await.unwrap();
            assert_eq!(answer.status(), 200);
            std::fs::write(folder.path().join(file), answer.bytes().await.unwrap()).unwrap();
        }
        visitor.visits("/results/2024").await.says("监票人对封票钥匙的签名");
        let lines = std::fs::read_to_string(folder.path().join("elections.jsonl")).unwrap();
        let signed: Vec<ElectionSignature> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(signed.len(), 2);

        let verdict = |elections: &str| {
            std::fs::write(folder.path().join("given.jsonl"), elections).unwrap();
            program::verdict(folder.path(), &[&name, "--elections", "given.jsonl"])
        };
        assert_eq!(verdict(&lines).0, 0, "{}", verdict(&lines).1);
        let one = lines.lines().next().unwrap();
        let borrowed = ElectionSignature { signature: signed[1].signature.clone(), ..signed[0].clone() };
        let borrowed = format!("{one}\n{}\n", serde_json::to_string(&borrowed).unwrap());
        for (what, elections) in [
            ("one scrutineer", one.to_owned()),
            ("the same one twice", format!("{one}\n{one}\n")),
            ("nobody", String::new()),
            ("another's word", borrowed),
        ] {
            let (status, why) = verdict(&elections);
            assert!(status == 1 && why.starts_with("BAD: "), "{what}: {status} {why}");
        }
        assert_eq!(verdict("no json").0, 2);
    }
}
