//! From the closed box to the announcement: who may do what, when, and what comes of it.

use piaojue::{
    audit::Actor,
    ballots::{self, RoundState},
    db::DbError,
    tally::{self, CertificateState, FollowUp},
};
use verifiable_ballots::{Scalar, Seed};

use crate::support::{
    PASSWORD, Page, TestApp,
    program::verdict,
    session::{FOUR, Hall, Plan, confirm_path, counted_by_hand, share_of},
};

/// The first two candidates pass, with 4 and 3 of 4.
const CLEAR: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

/// The result table of a public page: ballot number, 赞成, 反对, 弃权, in the order of the ballot.
fn counts_shown(page: &Page) -> Vec<[u32; 3]> {
    let numbers = page.texts("table.result th[scope=row] small");
    let counts = page.texts("table.result td.num");
    let mut rows: Vec<(u32, [u32; 3])> = numbers
        .iter()
        .zip(counts.chunks(3))
        .map(|(number, row)| {
            let number = number.split_whitespace().next().unwrap().parse().unwrap();
            let row: Vec<u32> = row.iter().map(|cell| cell.parse().unwrap()).collect();
            (number, row.try_into().unwrap())
        })
        .collect();
    rows.sort_unstable();
    rows.into_iter().map(|(_, row)| row).collect()
}

on_both_databases! {
    async fn from_the_closed_box_to_the_public_page(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        hall.secretariat.closes().await.is(200).says("票箱已封");
        assert_eq!(app.round().state, RoundState::Counting);
        let desk = hall.secretariat.desk().await;
        desk.says("示例JIANPIAO1");
        hall.scrutineers[0].opens_the_box().await.is(200).says("您的一份已交出");
        assert_eq!(app.round().state, RoundState::Counting, "one scrutineer alone opens nothing");
        hall.scrutineers[2].opens_the_box().await.is(200);
        assert_eq!(app.round().state, RoundState::Counted);
        let round = app.round().id;
        let result = app.reads(|conn| tally::tally(conn, round)).unwrap();
        let by_hand: Vec<Vec<u64>> =
            counted_by_hand(&CLEAR).iter().map(|row| row.iter().map(|&n| u64::from(n)).collect()).collect();
        assert_eq!(result.counts, by_hand);

        hall.secretariat.draws_up_the_certificate(&[]).await.is(200).says("计票报告单已出具");
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200).says("您已签署");
        }
        hall.secretariat.certifies().await.is(200).says("已经立项");
        hall.secretariat.announces("示例第1号").await.is(200).says("结果已公告");

        let mut anybody = app.visitor();
        let page = anybody.visits("/results/2024").await;
        page.is(200);
        assert_eq!(counts_shown(&page), counted_by_hand(&CLEAR));
        assert!(page.html.contains(&app.certificate().hash));
        let chosen: Vec<i32> = app.projects().iter().map(|project| project.number).collect();
        assert_eq!(chosen, [1, 2]);
    }

    async fn a_share_that_does_not_open_the_box_is_refused(app: TestApp) {
        let mut hall = Hall::closed(&app, FOUR, &CLEAR).await;
        let others = hall.scrutineers[1].share().await;
        let round = app.round().id;
        let tally = format!("/scrutineer/rounds/{round}/encrypted_tally.json");
        let payload = hall.scrutineers[0].browser().await.asks("GET", &tally, &[]).await.html;
        let election = app.election();
        let of_a_wrong_seed = share_of(&election, &payload, &Seed::generate(&mut rand::rng()).decryption_key());
        let of_nothing = share_of(&election, &payload, &Scalar::ZERO);
        let good = hall.scrutineers[0].share().await;
        let changed = good.replacen("\"challenge\":\"", "\"challenge\":\"1", 1);
        for wrong in [&others, &of_a_wrong_seed, &of_nothing, &changed, "", "{}", "null", &format!("{good} ")] {
            hall.scrutineers[0].gives(wrong).await.is(422).says("您的一份打不开这个票箱");
        }
        assert_eq!(app.round().state, RoundState::Counting);
        hall.scrutineers[0].gives(&good).await.is(200).says("您的一份已交出");
    }

    async fn a_scrutineer_gives_one_share(app: TestApp) {
        let mut hall = Hall::closed(&app, FOUR, &CLEAR).await;
        let path = hall.scrutineers[0].open_path();
        let share = hall.scrutineers[0].share().await;
        let browser = hall.scrutineers[0].browser().await;
        let form = browser.visits(&path).await.form(&path).with(&[("partial_decryption", &share)]);
        let first = browser.sends(&path, &form).await;
        let second = browser.sends(&path, &form).await;
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects), "the button pressed twice");
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        browser.sends(&path, &later).await.is(422).says("您的一份已经收到");
        assert_eq!(app.round().state, RoundState::Counting);
        let round = app.round();
        assert_eq!(app.reads(|conn| tally::shares_given(conn, &round)), [1, 2]);

        hall.scrutineers[1].opens_the_box().await.is(200);
        let path = hall.scrutineers[2].open_path();
        let browser = hall.scrutineers[2].browser().await;
        let tokens = browser.visits("/scrutineer").await.form("/sign-out");
        let late = tokens.with(&[("partial_decryption", &share)]);
        browser.sends(&path, &late).await.is(422).says("现在不需要开箱");
    }

    async fn no_share_is_taken_before_the_box_is_closed(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        let path = hall.scrutineers[0].open_path();
        let browser = hall.scrutineers[0].browser().await;
        browser.visits(&path).await.is(404);
        let home = browser.visits("/scrutineer").await;
        home.is(200).says("现在");
        let early = home.form("/sign-out").with(&[("partial_decryption", "{}")]);
        let page = browser.sends(&path, &early).await;
        assert!(matches!(page.status, 404 | 422), "{}", page.status);
        let tally = format!("/scrutineer/rounds/{}/encrypted_tally.json", app.round().id);
        browser.asks("GET", &tally, &[]).await.is(404);
        assert_eq!(app.round().state, RoundState::Voting);
        assert_eq!(hall.deputies[0].casts("反反反反").await.status, 409, "and voting goes on as before");
    }

    async fn the_box_is_closed_once(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let close = format!("/secretariat/rounds/{}/close", app.round().id);
        let form = hall.secretariat.desk().await.form(&close);
        let browser = hall.secretariat.browser().await;
        let first = browser.sends(&close, &form).await;
        let again = browser.sends(&close, &form).await;
        first.is(200).says("等候第二人确认");
        assert_eq!((first.status, &first.redirects), (again.status, &again.redirects));
        assert_eq!(app.round().state, RoundState::Voting, "one person alone closes nothing");
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        browser.sends(&close, &later).await.is(422).says("没有重复提出");

        let confirm = confirm_path(&app);
        let own = hall.secretariat.browser().await.visits("/secretariat").await;
        assert!(!own.attributes("form", "action").contains(&confirm), "whoever asked finds no button to confirm");
        let made_up = own.form("/sign-out");
        hall.secretariat.browser().await.sends(&confirm, &made_up).await.is(422).says("提出的人不能自己确认");
        let colleague = hall.secretariat.second().await;
        let form = colleague.visits("/secretariat").await.form(&confirm);
        let first = colleague.sends(&confirm, &form).await;
        let again = colleague.sends(&confirm, &form).await;
        first.is(200).says("票箱已封");
        assert_eq!((first.status, &first.redirects), (again.status, &again.redirects));
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        colleague.sends(&confirm, &later).await.is(422).says("已经确认或撤回");
        colleague.sends(&close, &later).await.is(422).says("这一轮现在不能这样办");
        assert_eq!(app.round().state, RoundState::Counting);
    }

    async fn two_secretaries_confirm_at_once_and_one_of_them_does(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        hall.secretariat.asks_for("close", &[]).await.is(200);
        let confirm = confirm_path(&app);
        let colleague = hall.secretariat.second().await;
        let form = colleague.visits("/secretariat").await.form(&confirm);
        let other = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        let (mut one, mut two) = (colleague.clone(), colleague.clone());
        let (one, two) = tokio::join!(one.sends(&confirm, &form), two.sends(&confirm, &other));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422]);
        assert_eq!(app.round().state, RoundState::Counting);
        assert_eq!(app.ballots_in_the_box(), 4);
    }

    async fn a_wrong_signature_is_refused(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        let hash = app.certificate().hash;
        let others = hall.scrutineers[1].signature(&hash);
        let of_another_hash = hall.scrutineers[0].signature(&"0".repeat(64));
        for wrong in [others.as_str(), &of_another_hash, "", "{}", "null", r#"{"challenge":"1","response":"1"}"#] {
            hall.scrutineers[0].hands_in(wrong).await.is(422).says("签名与这份计票报告单不符");
        }
        let id = app.certificate().id;
        assert!(app.reads(|conn| tally::signatures(conn, id)).is_empty());
        let good = hall.scrutineers[0].signature(&hash);
        let path = format!("/scrutineer/certificates/{id}");
        let browser = hall.scrutineers[0].browser().await;
        let form = browser.visits(&path).await.form(&path).with(&[("signature", &good)]);
        let first = browser.sends(&path, &form).await;
        let second = browser.sends(&path, &form).await;
        first.is(200).says("您已签署");
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        browser.sends(&path, &later).await.is(422).says("您已经签署过");
        assert_eq!(app.reads(|conn| tally::signatures(conn, id)).len(), 1);
    }

    async fn nothing_is_certified_before_the_last_scrutineer_has_signed(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.signs().await.is(200);
        }
        let desk = hall.secretariat.desk().await;
        let certify = format!("/secretariat/certificates/{}/certify", app.certificate().id);
        assert!(!desk.attributes("form", "action").contains(&certify), "there is no button yet");
        let code = hall.secretariat.next_code();
        let early = desk.form("/sign-out").with(&[("password", PASSWORD), ("code", &code)]);
        hall.secretariat.browser().await.sends(&certify, &early).await.is(422).says("还有 1 名监票人没有签署");
        assert_eq!(app.certificate().state, CertificateState::Drafted);
        assert!(app.projects().is_empty());
    }

    async fn only_the_secretariat_itself_certifies(app: TestApp) {
        let mut hall = Hall::signed(&app, FOUR, &CLEAR).await;
        let code = hall.secretariat.next_code();
        let other = if code == "000000" { "000001" } else { "000000" };
        for (password, code) in [("not-the-password", code.as_str()), (PASSWORD, other), (PASSWORD, ""), ("", "")] {
            hall.secretariat.certifies_with(password, code).await.is(422).says("密码或验证码不对，操作没有执行");
            assert_eq!(app.certificate().state, CertificateState::Drafted);
            assert!(app.projects().is_empty());
        }
        hall.secretariat.certifies_with(PASSWORD, &code).await.is(200).says("已经立项");
    }

    async fn the_winners_become_projects_with_the_certificates_hash(app: TestApp) {
        let hall = Hall::certified(&app, FOUR, &CLEAR).await;
        let status = app.certificate();
        assert_eq!(status.state, CertificateState::Certified);
        assert!(status.seal.is_some() && status.certified_at.is_some());
        let projects = app.projects();
        let file = crate::support::session::session_file(4);
        let titles: Vec<&str> = projects.iter().map(|project| project.title.as_str()).collect();
        assert_eq!(titles, [&file.candidates[0].title, &file.candidates[1].title]);
        for (project, (candidate, approvals)) in projects.iter().zip(file.candidates.iter().zip([4, 3])) {
            assert_eq!(project.certificate_hash, status.hash);
            assert_eq!(project.approvals, approvals);
            assert!(!project.public);
            let of = |items: &[_]| items.len();
            assert_eq!(of(&project.sub_items), candidate.sub_items.len());
            let names: Vec<&str> = project.sub_items.iter().map(|item| item.name.as_str()).collect();
            let promised: Vec<&str> = candidate.sub_items.iter().map(|item| item.name.as_str()).collect();
            assert_eq!(names, promised);
        }
        assert_eq!(hall.deputies.len(), 4);
    }

    async fn if_the_winners_cannot_become_projects_nothing_is_certified(app: TestApp) {
        let mut hall = Hall::signed(&app, FOUR, &CLEAR).await;
        let fails = FollowUp {
            promote: |_, _, _| Err(DbError::corrupt("no projects today")),
            publish: |_, _| Ok(()),
        };
        let (session, id, now) = (app.session(), app.certificate().id, app.now());
        let secret = &app.services.secret;
        let done =
            app.db().write(|tx| tally::certify(tx, secret, &fails, &Actor::operator(), now, &session, id));
        assert!(done.is_err());
        let status = app.certificate();
        assert_eq!(status.state, CertificateState::Drafted);
        assert!(status.seal.is_none() && status.certified_at.is_none() && status.confirmed.is_none());
        assert!(app.projects().is_empty());
        hall.secretariat.certifies().await.is(200);
        assert_eq!(app.projects().len(), 2);
    }

    async fn certifying_twice_is_answered_like_the_first_time(app: TestApp) {
        let mut hall = Hall::signed(&app, FOUR, &CLEAR).await;
        let certify = format!("/secretariat/certificates/{}/certify", app.certificate().id);
        let code = hall.secretariat.next_code();
        let form = hall.secretariat.desk().await.form(&certify).with(&[("password", PASSWORD), ("code", &code)]);
        let browser = hall.secretariat.browser().await;
        let first = browser.sends(&certify, &form).await;
        let second = browser.sends(&certify, &form).await;
        first.is(200).says("已经立项");
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects), "{}", second.text());
        assert_eq!(app.projects().len(), 2);
    }

    async fn the_public_sees_nothing_before_the_announcement(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &CLEAR).await;
        let archive = format!("/results/2024/files/{}.bel", app.round().election_uuid);
        let project = format!("/projects/{}", app.projects()[0].id);
        let hidden = [
            "/results/2024/certificate",
            "/results/2024/notice",
            "/results/2024/files/caps.jsonl",
            "/results/2024/files/certificate.json",
            "/results/2024/files/certificate-document.json",
            "/results/2024/files/votes.csv",
            &archive,
            &project,
        ];
        let mut anybody = app.visitor();
        let page = anybody.visits("/results/2024").await;
        page.is(200).says("结果还没有公告");
        assert!(page.texts("table.result").is_empty());
        let title = &app.projects()[0].title;
        assert!(!anybody.visits("/projects").await.is(200).html.contains(title.as_str()));
        for path in hidden {
            anybody.visits(path).await.is(404);
        }
        hall.secretariat.announces("示例第1号").await.is(200);
        assert_eq!(counts_shown(anybody.visits("/results/2024").await.is(200)), counted_by_hand(&CLEAR));
        assert!(anybody.visits("/projects").await.is(200).html.contains(title.as_str()));
        for path in hidden {
            anybody.visits(path).await.is(200);
        }
        anybody.visits(&project).await.says(&app.certificate().hash);
        anybody.visits("/results/2024/notice").await.says("示例第1号");
        anybody.visits("/results/2024/files/other.json").await.is(404);
        anybody.visits("/results/2023").await.is(404);
    }

    async fn a_result_is_announced_once_and_with_a_number(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &CLEAR).await;
        let announce = format!("/secretariat/certificates/{}/announce", app.certificate().id);
        let form = hall.secretariat.desk().await.form(&announce);
        for number in ["", "   ", &"号".repeat(41)] {
            let page = hall.secretariat.announces(number).await;
            page.is(422).says("请填写公告编号");
            assert_eq!(page.attributes("input[name=number]", "value"), [number], "what was typed is still there");
        }
        assert_eq!(app.certificate().state, CertificateState::Certified);
        let form = form.with(&[("number", "示例第2号")]);
        let browser = hall.secretariat.browser().await;
        let first = browser.sends(&announce, &form).await;
        let second = browser.sends(&announce, &form).await;
        first.is(200).says("结果已公告");
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string()), ("number", "示例第3号")]);
        browser.sends(&announce, &later).await.is(422).says("已经公告过");
        app.visitor().visits("/results/2024/notice").await.says("示例第2号");
    }

    async fn nothing_is_announced_before_it_is_certified(app: TestApp) {
        let mut hall = Hall::signed(&app, FOUR, &CLEAR).await;
        let announce = format!("/secretariat/certificates/{}/announce", app.certificate().id);
        let early = hall.secretariat.desk().await.form("/sign-out").with(&[("number", "示例第1号")]);
        hall.secretariat.browser().await.sends(&announce, &early).await.is(422).says("还没有核验确认");
        app.visitor().visits("/results/2024").await.says("结果还没有公告");
    }

    async fn a_certificate_is_drawn_up_once_and_only_after_the_count(app: TestApp) {
        let mut hall = Hall::closed(&app, FOUR, &CLEAR).await;
        let path = format!("/secretariat/rounds/{}/certificate", app.round().id);
        let browser = hall.secretariat.browser().await;
        browser.visits(&path).await.is(404);
        let tokens = browser.visits("/secretariat").await.form("/sign-out");
        let early = browser.sends(&path, &tokens).await;
        assert!(matches!(early.status, 404 | 422), "{}", early.status);
        for scrutineer in &mut hall.scrutineers[1..] {
            scrutineer.opens_the_box().await.is(200);
        }
        let browser = hall.secretariat.browser().await;
        let form = browser.visits(&path).await.form(&path);
        let first = browser.sends(&path, &form).await;
        let second = browser.sends(&path, &form).await;
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        browser.sends(&path, &later).await.is(422).says("没有重复出具");
    }

    async fn anybody_can_check_the_published_files(app: TestApp) {
        let hall = Hall::announced(&app, FOUR, &CLEAR).await;
        let folder = tempfile::tempdir().unwrap();
        let anybody = app.visitor();
        let name = format!("{}.bel", app.round().election_uuid);
        for file in [name.as_str(), "caps.jsonl", "certificate.json"] {
            let path = format!("{}/results/2024/files/{file}", app.origin);
            let bytes = reqwest::get(&path).await.unwrap().bytes().await.unwrap();
            std::fs::write(folder.path().join(file), &bytes).unwrap();
        }
        let all = ["--caps", "caps.jsonl", "--certificate", "certificate.json"];
        let of = |archive: &'static str, rest: &[&'static str]| -> Vec<&'static str> {
            std::iter::once(archive).chain(rest.iter().copied()).collect()
        };
        std::fs::rename(folder.path().join(&name), folder.path().join("box.bel")).unwrap();
        assert_eq!(verdict(folder.path(), &of("box.bel", &all)), (0, "OK: everything agrees".to_owned()));
        assert_eq!(verdict(folder.path(), &["box.bel"]).0, 0);

        let archive = std::fs::read(folder.path().join("box.bel")).unwrap();
        let text = String::from_utf8(archive.clone()).unwrap();
        let response = text.rfind(r#""response":""#).unwrap() + 12;
        let mut changed = archive.clone();
        changed[response] = if changed[response] == b'1' { b'2' } else { b'1' };
        std::fs::write(folder.path().join("changed.bel"), changed).unwrap();
        let (status, why) = verdict(folder.path(), &["changed.bel"]);
        assert_eq!(status, 1, "{why}");
        assert!(why.starts_with("BAD: "), "{why}");

        for (name, garbage) in [("text.bel", b"not an archive".as_slice()), ("empty.bel", b"")] {
            std::fs::write(folder.path().join(name), garbage).unwrap();
            let (status, why) = verdict(folder.path(), &[name]);
            assert_eq!(status, 2, "{name}: {why}");
            assert!(why.starts_with("UNREADABLE: "), "{why}");
        }
        assert_eq!(verdict(folder.path(), &["missing.bel"]).0, 2);

        let certificate = std::fs::read_to_string(folder.path().join("certificate.json")).unwrap();
        for (from, to) in [("\"approve\": 4", "\"approve\": 3"), ("\"in_office\": 4", "\"in_office\": 3")] {
            assert!(certificate.contains(from), "{certificate}");
            std::fs::write(folder.path().join("changed.json"), certificate.replacen(from, to, 1)).unwrap();
            assert_eq!(verdict(folder.path(), &["box.bel", "--certificate", "changed.json"]).0, 1, "{to}");
        }
        let caps = std::fs::read_to_string(folder.path().join("caps.jsonl")).unwrap();
        let one_missing: String = caps.lines().skip(1).map(|line| format!("{line}\n")).collect();
        std::fs::write(folder.path().join("fewer.jsonl"), one_missing).unwrap();
        assert_eq!(verdict(folder.path(), &["box.bel", "--caps", "fewer.jsonl"]).0, 1);

        let csv = anybody.asks("GET", "/results/2024/files/votes.csv", &[]).await;
        csv.is(200);
        assert_eq!(csv.html.lines().count(), 5);
        assert!(csv.html.starts_with("\u{feff}名次,"));
        assert_eq!(hall.deputies.len(), 4);
    }

    async fn the_archive_only_grows(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let mut earlier = vec![app.archive()];
        for (deputy, choice) in hall.deputies.iter().zip(CLEAR) {
            deputy.casts(choice).await.receipt();
            earlier.push(app.archive());
        }
        hall.secretariat.closes().await.is(200);
        earlier.push(app.archive());
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
            earlier.push(app.archive());
        }
        for (before, after) in earlier.iter().zip(&earlier[1..]) {
            assert!(after.len() > before.len() && after.starts_with(before));
        }
        let last = earlier.last().unwrap();
        verifiable_ballots::continues(last.as_slice(), earlier[3].as_slice()).unwrap();
        verifiable_ballots::verify(std::io::Cursor::new(last), &Default::default(), &mut |_| {}).unwrap();
    }

    async fn a_tie_at_the_cut_asks_for_another_round(app: TestApp) {
        // 4, 3 and 3 of four: the second seat is between two.
        let choices = ["赞赞反反", "赞赞反反", "赞反赞反", "赞反赞反"];
        let plan = Plan { candidates: 3, seats: "2", max_approvals: "3", pass_mark: "none", ..FOUR };
        let choices = choices.map(|choice| choice.chars().take(3).collect::<String>());
        let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
        let mut hall = Hall::counted(&app, plan, &choices).await;
        let path = format!("/secretariat/rounds/{}/certificate", app.round().id);
        let page = hall.secretariat.browser().await.visits(&path).await;
        page.is(200).says("须再次投票");
        assert!(!page.attributes("form", "action").contains(&path), "there is no button");
        let tokens = page.form("/sign-out");
        hall.secretariat.browser().await.sends(&path, &tokens).await.is(422).says("须先再次投票");
        let made_up = page.form("/sign-out").with(&[
            ("decision", "choose_tied"), ("chosen", "2"), ("reason", "主席团决定"),
            ("key", &uuid::Uuid::new_v4().to_string()),
        ]);
        hall.secretariat.browser().await.sends(&path, &made_up).await.is(422).says("现在不能出具计票报告单");
        let round = app.round().id;
        assert!(app.reads(|conn| tally::certificate_of_round(conn, round)).is_none());
    }

    async fn the_presidium_decides_a_tie_where_the_method_says_so(app: TestApp) {
        let choices = ["赞赞反", "赞赞反", "赞反赞", "赞反赞"];
        let plan = Plan {
            candidates: 3, seats: "2", max_approvals: "3", pass_mark: "none", tie_at_cut: "presidium_decides", ..FOUR
        };
        let mut hall = Hall::counted(&app, plan, &choices).await;
        let reason = ("reason", "主席团会议决定:先办第三项");
        hall.secretariat.draws_up_the_certificate(&[reason]).await.is(422);
        let both = [("chosen", "2"), ("chosen", "3"), reason];
        let page = hall.secretariat.draws_up_the_certificate(&both).await;
        page.is(422).says("现在不能出具计票报告单");
        assert!(page.text().contains(reason.1) || page.html.contains(reason.1), "the reason is still there");
        assert_eq!(page.attributes("input[name=chosen][checked]", "value"), ["2", "3"], "and so are the ticks");
        hall.secretariat.draws_up_the_certificate(&[("chosen", "1"), reason]).await.is(422);
        hall.secretariat.draws_up_the_certificate(&[("chosen", "3"), ("reason", " ")]).await.is(422);
        hall.secretariat.draws_up_the_certificate(&[("chosen", "3"), reason]).await.is(200);
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall.secretariat.certifies().await.is(200);
        let file = crate::support::session::session_file(3);
        let titles: Vec<String> = app.projects().into_iter().map(|project| project.title).collect();
        assert_eq!(titles, [file.candidates[0].title.clone(), file.candidates[2].title.clone()]);
        assert!(app.certificate().document.contains(reason.1));
    }

    async fn fewer_than_the_seats_need_the_presidiums_word(app: TestApp) {
        // Only the first is over half of all.
        let choices = ["赞反反反", "赞反反反", "赞反反反", "反赞反反"];
        let mut hall = Hall::counted(&app, FOUR, &choices).await;
        let path = format!("/secretariat/rounds/{}/certificate", app.round().id);
        let page = hall.secretariat.browser().await.visits(&path).await;
        page.is(200).says("通过的项目少于应选数，须由主席团决定是否再次投票");
        let undecided = page.form(&path).without("decision");
        hall.secretariat.browser().await.sends(&path, &undecided).await.is(422).says("须由主席团决定");
        hall.secretariat.draws_up_the_certificate(&[("reason", "")]).await.is(422).says("现在不能出具计票报告单");
        let round = app.round().id;
        assert!(app.reads(|conn| tally::certificate_of_round(conn, round)).is_none());
        hall.secretariat.draws_up_the_certificate(&[("reason", "主席团决定不再投票")]).await.is(200);
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall.secretariat.certifies().await.is(200);
        hall.secretariat.announces("示例第1号").await.is(200);
        assert_eq!(app.projects().len(), 1);
        let page = app.visitor().visits("/results/2024").await;
        assert_eq!(counts_shown(&page), counted_by_hand(&choices));
        assert!(app.certificate().document.contains("主席团决定不再投票"));
    }

    async fn where_only_the_list_is_published_nobody_sees_a_count(app: TestApp) {
        let plan = Plan { publish_counts: "list_only", ..FOUR };
        let hall = Hall::announced(&app, plan, &CLEAR).await;
        let mut anybody = app.visitor();
        let page = anybody.visits("/results/2024").await;
        page.is(200).says("2 个项目获得通过");
        assert!(page.texts("table.result").is_empty());
        let archive = format!("/results/2024/files/{}.bel", app.round().election_uuid);
        for path in ["/results/2024/certificate", &archive, "/results/2024/files/votes.csv",
            "/results/2024/files/rounds.xlsx", "/results/2024/files/certificate.json", "/results/2024/files/caps.jsonl"] {
            anybody.visits(path).await.is(404);
        }
        let project = anybody.visits(&format!("/projects/{}", app.projects()[0].id)).await;
        project.is(200).says(&app.certificate().hash);
        assert_eq!(hall.deputies.len(), 4);
    }

    async fn a_list_to_tick_is_counted_too(app: TestApp) {
        let plan = Plan { ballot_form: "choose_up_to", ..FOUR };
        let choices = ["赞赞弃弃", "赞赞弃弃", "赞弃弃弃", "弃赞赞弃"];
        let hall = Hall::announced(&app, plan, &choices).await;
        let page = app.visitor().visits("/results/2024").await;
        assert_eq!(counts_shown(&page), counted_by_hand(&choices));
        assert_eq!(app.projects().len(), 2);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("box.bel"), app.archive()).unwrap();
        let file = app.visitor().asks("GET", "/results/2024/files/certificate.json", &[]).await;
        std::fs::write(folder.path().join("certificate.json"), &file.is(200).html).unwrap();
        let said = verdict(folder.path(), &["box.bel", "--certificate", "certificate.json"]);
        assert_eq!(said, (0, "OK: everything agrees".to_owned()));
        assert_eq!(hall.deputies.len(), 4);
    }

    async fn a_box_without_ballots_can_be_counted(app: TestApp) {
        let mut hall = Hall::counted(&app, FOUR, &["", "", "", ""]).await;
        let round = app.round().id;
        let result = app.reads(|conn| tally::tally(conn, round)).unwrap();
        assert!(result.counts.iter().flatten().all(|&count| count == 0));
        hall.secretariat.draws_up_the_certificate(&[("reason", "无人投票,主席团决定另行安排")]).await.is(200);
        assert_eq!(app.reads(|conn| ballots::turnout(conn, round)).returned, 0);
    }

    async fn a_box_that_was_closed_without_its_count_is_counted_by_a_button(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        hall.the_box_is_closed();
        assert_eq!(app.round().state, RoundState::Closed);
        let count = format!("/secretariat/rounds/{}/count", app.round().id);
        let form = hall.secretariat.desk().await.form(&count);
        let browser = hall.secretariat.browser().await;
        let first = browser.sends(&count, &form).await;
        let second = browser.sends(&count, &form).await;
        first.is(200).says("计票已开始");
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects), "the button pressed twice");
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        browser.sends(&count, &later).await.is(422).says("现在不能开始计票");
        assert_eq!(app.round().state, RoundState::Counting);
    }
}
