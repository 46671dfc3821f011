//! Paper beside the screen: issued on the same roll, counted by two, a line of its own in the certificate.

use piaojue::{
    ballots,
    ballots::{RoundKind, RoundState},
    web::Refused,
};

use crate::{
    ballots::audit_entries,
    support::{
        TestApp, Visitor,
        paper::{Bundle, bundle, bundle_from, bundle_path, but, enters, says_of_the_count},
        program::verdict,
        session::{FOUR, Hall, Plan, issue_path, session_file},
    },
};

/// Four on the screen, five on paper: five approvals pass.
const NINE: Plan = Plan { deputies: 9, ..FOUR };
const ON_SCREEN: [&str; 4] = ["赞赞反弃", "赞反赞反", "反赞反弃", "赞反反反"];
const ON_PAPER: [&str; 5] = ["赞赞反弃", "赞赞反反", "反赞弃反", "赞弃反反", "反反反赞"];

const FILES: [&str; 5] = ["1.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];

fn two_bundles() -> [Bundle; 2] {
    [bundle(&ON_PAPER[..3]), bundle(&ON_PAPER[3..])]
}

/// All nine together, counted by hand.
fn sums() -> Vec<[u32; 3]> {
    crate::support::session::counted_by_hand(&[ON_SCREEN.as_slice(), ON_PAPER.as_slice()].concat())
}

async fn with_the_box_counted(app: &TestApp) -> Hall {
    let mut hall = Hall::voting_with_paper(app, NINE, 5);
    hall.the_box_is_counted(&ON_SCREEN).await;
    hall
}

/// The same tellers' pages, opened.
async fn tellers(hall: &mut Hall) -> (&mut Visitor, &mut Visitor) {
    let Hall { scrutineers, secretariat, .. } = hall;
    let first = scrutineers[0].browser().await;
    first.visits("/scrutineer/paper").await;
    let second = secretariat.browser().await;
    second.visits("/secretariat/paper").await;
    (first, second)
}

on_both_databases! {
    async fn one_person_never_has_both(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        let id = hall.deputies[0].id;
        hall.secretariat.gives_paper(id).await.is(200).says("已登记发出一张纸质票").says("已领纸质票");
        assert_eq!(app.ballots_issued(), 1);
        hall.deputies[0].browser().await.visits("/deputy").await.says("您用纸质票投票");
        let path = issue_path(app.round().id);
        hall.deputies[0].browser().await.visits(&path).await.is(200).says("您本轮领取的是纸质票");
        let key = verifiable_ballots::Credential::generate(&mut rand::rng()).public(&app.round().election_uuid);
        let (deputy, round) = (hall.deputies[0].on_the_roll(), app.round().id);
        let refused = app.db().write(|tx| ballots::issue(tx, &deputy, round, &key.to_string())).unwrap_err();
        assert!(matches!(refused, Refused::Rules(ballots::IssueError::HasPaper)), "{refused}");

        hall.deputies[1].takes_a_ballot().await.is(200);
        let second = hall.deputies[1].id;
        let page = hall.secretariat.browser().await.visits("/secretariat/issuing").await;
        let give = format!("/secretariat/issuing/{second}/paper");
        assert!(!page.attributes("form", "action").contains(&give), "the button is not offered");
        let other = format!("/secretariat/issuing/{}/paper", hall.deputies[2].id);
        let form = page.form(&other);
        hall.secretariat.browser().await.sends(&give, &form).await.is(422).says("已经领取电子选票，没有发纸质票");
        assert_eq!(app.ballots_issued(), 2);

        // The paper comes back by two, and a ballot on the screen follows.
        hall.secretariat.asks_to_cancel(id).await.is(200).says("等一名监票人确认");
        hall.scrutineers[1].decides_the_cancellation(id, "confirm").await.is(200).says("已作废");
        assert_eq!(app.ballots_issued(), 1);
        hall.deputies[0].takes_a_ballot().await.is(200).says("已领票");
        assert_eq!(app.ballots_issued(), 2);
        let absent = hall.deputies[3].id;
        let entries = audit_entries(&app);
        assert!(entries.iter().all(|(_, entry)| !entry.contains(&absent.to_string()) && !entry.contains(&id.to_string())));
    }

    async fn a_sheet_that_would_stand_alone_is_not_opened_with(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot_or_paper(1);
        let desk = hall.secretariat.desk().await;
        let open = format!("/secretariat/rounds/{}/open", app.round().id);
        desk.says("只有 1 张纸质票");
        assert!(!desk.attributes("form", "action").contains(&open), "there is no button to open with");
        let form = desk.form("/sign-out");
        hall.secretariat.browser().await.sends(&open, &form).await.is(422);
        assert_eq!(app.round().state, RoundState::Issuing);
        let lone = hall.deputies[3].id;
        hall.secretariat.asks_to_cancel(lone).await.is(200);
        hall.scrutineers[0].decides_the_cancellation(lone, "confirm").await.is(200);
        hall.deputies[3].is_given_a_ballot();
        hall.secretariat.opens().await.is(200).says("投票已开始");
    }

    async fn few_on_paper_are_opened_with_only_if_the_presidium_accepts_it(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.secretariat.browser().await.visits("/secretariat/issuing").await.is(200).says("少于 5 张不能开始投票");
        hall.everybody_takes_a_ballot_or_paper(2);
        let open = format!("/secretariat/rounds/{}/open", app.round().id);
        let accept = format!("/secretariat/rounds/{}/few-paper", app.round().id);
        let desk = hall.secretariat.desk().await;
        desk.says("纸质票只有 2 张");
        assert!(!desk.attributes("form", "action").contains(&open), "there is no button to open with");
        let form = desk.form("/sign-out");
        hall.secretariat.browser().await.sends(&open, &form).await.is(422);
        hall.secretariat.presses(&accept, &[("reason", " ")]).await.is(422).says("主席团");
        hall.secretariat.presses(&accept, &[("reason", "主席团第三次会议同意")]).await.is(200).says("已登记主席团同意");
        hall.secretariat.opens().await.is(200).says("投票已开始");
    }

    async fn the_sheets_are_those_of_the_round(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/paper/sheets").await.is(200).says("还没有开始发票");
        hall.everybody_checks_in();
        hall.issuing_begins();
        let browser = hall.secretariat.browser().await;
        let page = browser.visits("/secretariat/paper/sheets?copies=5&layout=two&stack=7").await;
        page.is(200).says("第 7 摞").says("赞成的项目不得超过 2 项").says("explains it and is not a ballot");
        assert_eq!(page.texts(".ballot-paper").len(), 5);
        assert_eq!(page.texts(".ballot-sheet").len(), 3, "two a sheet");
        assert_eq!(page.texts(".ballot-paper tbody th").len(), 5 * 4);
        let page = browser.visits("/secretariat/paper/sheets?copies=99999&layout=nonsense").await;
        assert_eq!(page.texts(".ballot-paper").len(), 400, "more are printed in several goes");
    }

    async fn paper_is_counted_by_two_and_certified_with_the_rest(app: TestApp) {
        let mut hall = with_the_box_counted(&app).await;
        let desk = hall.secretariat.desk().await;
        desk.says("纸质票还没有清点完毕").says("其中纸质票 5");
        let path = format!("/secretariat/rounds/{}/certificate", app.round().id);
        let form = desk.form("/sign-out");
        let refused = hall.secretariat.browser().await.sends(&path, &form).await;
        refused.is(200).says("没有出具计票报告单");
        assert_eq!(refused.path.split('?').next(), Some("/secretariat/paper"), "led to where it is mended");
        hall.secretariat.browser().await.visits("/secretariat/timeline").await.is(200);

        let [first_bundle, second_bundle] = two_bundles();
        let (first, second) = tellers(&mut hall).await;
        enters(&app, first, 1, &first_bundle).await.is(200).says("等另一名计票人录入");
        // The other sees that it was entered, and not what.
        let page = second.visits("/secretariat/paper").await;
        page.says("示例JIANPIAO1已录入，等您录入");
        assert!(!page.text().contains("3 张"), "{}", page.text());
        let form = second.visits(&bundle_path(&app, "/secretariat", 1)).await;
        assert!(form.attributes(".tally input[inputmode]", "value").iter().all(String::is_empty), "nothing to copy");
        let wrong = but(&first_bundle, &[("approve-2", "2"), ("oppose-2", "1")]);
        enters(&app, second, 1, &wrong).await.is(200).says("两人不一致");
        let page = second.visits("/secretariat/paper").await;
        page.says("第 2 项赞成 3 2").says("第 2 项反对 0 1");
        enters(&app, second, 2, &second_bundle).await.is(200);
        says_of_the_count_is_refused(&app, second).await;
        enters(&app, second, 1, &first_bundle).await.is(200).says("两人一致");
        enters(&app, first, 2, &second_bundle).await.is(200);

        let finish = format!("/scrutineer/rounds/{}/paper/finish", app.round().id);
        let form = first.visits("/scrutineer/paper").await.form(&finish);
        let (once, twice) = (first.sends(&finish, &form).await, first.sends(&finish, &form).await);
        assert_eq!((once.status, &once.redirects), (twice.status, &twice.redirects), "pressed twice");
        once.is(200).says("等另一名计票人用自己的账号确认");
        let confirm = format!("/scrutineer/rounds/{}/paper/confirm", app.round().id);
        let own = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        first.sends(&confirm, &own).await.is(422).says("报清点完毕的人不能自己确认");
        says_of_the_count(&app, second, "confirm", &[]).await.is(200).says("清点完毕");
        let path = bundle_path(&app, "/scrutineer", 1);
        let form = first.visits(&path).await.form(&path);
        first.sends(&path, &form).await.is(422).says("请先撤回");
        says_of_the_count(&app, first, "reopen", &[]).await.is(200).says("可以继续录入");
        says_of_the_count(&app, second, "finish", &[]).await.is(200);
        says_of_the_count(&app, first, "confirm", &[]).await.is(200);

        let desk = hall.secretariat.desk().await;
        assert_eq!(desk.texts("dd[data-live=returned]"), ["9"], "one number, the certificate's");
        assert_eq!(desk.texts("dd[data-live=not_cast]"), ["0"]);
        hall.scrutineers[0].browser().await.visits("/scrutineer").await.is(200).says("收回 9");
        let draft = hall.secretariat.browser().await.visits(&format!("/secretariat/rounds/{}/certificate", app.round().id)).await;
        draft.is(200).says("发出 5，收回 5，有效 5，无效 0，未投 0；分 2 扎").says("示例JIANPIAO1、示例MISHU");
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        // Whoever still has the page of a bundle open comes too late.
        let late = hall.scrutineers[0].browser().await;
        late.sends(&path, &form.with(&[("key", &uuid::Uuid::new_v4().to_string())])).await.is(422).says("不能再改");

        hall.certifies_and_announces("示例第1号").await;
        let mut anybody = app.visitor();
        let page = anybody.visits("/results/2024/certificate").await;
        page.is(200).says("纸质票收回 ≤ 发出 ✓").says("纸质票每项赞成 + 反对 + 弃权 = 有效 ✓");
        let rows = page.texts("table tbody tr");
        for (number, [approve, oppose, abstain]) in (1..).zip(sums()) {
            let figures = format!(" {approve} {oppose} {abstain} ");
            let start = format!("{number} ");
            assert!(rows.iter().any(|row| row.starts_with(&start) && row.contains(&figures)), "{figures}: {rows:?}");
        }
        anybody.visits("/results/2024").await.is(200).says("其中纸质票 5 张");
        anybody.visits("/results/2024?lang=en").await.is(200).says("Of these on paper: 5");
        let notice = anybody.visits("/results/2024/notice?lang=zh-CN").await;
        assert!(!notice.says("现予公告：").text().contains("收回"), "a notice has no box in it: {}", notice.text());
        anybody.visits("/results/2024/timeline").await.is(200);
        let csv = anybody.asks("GET", "/results/2024/files/votes.csv", &[]).await.html;
        let [approve, oppose, abstain] = crate::support::session::counted_by_hand(&ON_PAPER)[0];
        assert!(csv.contains("纸质赞成") && csv.contains(&format!(",{approve},{oppose},{abstain}\r\n")), "{csv}");

        let files = app.published_files().await;
        assert_eq!(verdict(files.path(), &FILES), (0, "OK: everything agrees".to_owned()));
        let document = std::fs::read_to_string(files.path().join("certificate.json")).unwrap();
        let paper = document.split("\"paper\": {").nth(1).unwrap();
        let changed = paper.replacen("\"approve\": 3", "\"approve\": 2", 1);
        assert_ne!(changed, paper);
        std::fs::write(files.path().join("certificate.json"), document.replace(paper, &changed)).unwrap();
        let (status, said) = verdict(files.path(), &FILES);
        assert_eq!((status, said.starts_with("BAD: certificate")), (1, true), "{said}");
        let audit: Vec<String> = audit_entries(&app).into_iter().map(|(act, _)| act).collect();
        assert_eq!(audit.iter().filter(|act| *act == "paper_bundle_entered").count(), 5);
        assert_eq!(audit.iter().filter(|act| *act == "paper_count_confirmed").count(), 2);
        assert_eq!(audit.iter().filter(|act| *act == "paper_count_reopened").count(), 1);
    }

    async fn a_bundle_that_does_not_add_up_is_refused_and_nothing_typed_is_lost(app: TestApp) {
        let mut hall = with_the_box_counted(&app).await;
        let [sound, _] = two_bundles();
        let (first, _) = tellers(&mut hall).await;
        type Case<'a> = (&'a [(&'a str, &'a str)], &'a str);
        let cases: [Case; 7] = [
            (&[("size", "4")], "有效 3 张，无效 0 张，合计与本扎 4 张不符"),
            (&[("size", "")], "本扎张数应是 0 到 9999 的整数"),
            (&[("valid", "三")], "有效票应是 0 到 9999 的整数"),
            (&[("oppose-3", "-1")], "第 3 项的反对票应是 0 到 9999 的整数"),
            (&[("void-signed", "1.5")], "无效票（有可辨认身份的记号）应是"),
            (&[("approve-2", "2")], "第 2 项三栏合计 2 张，应等于有效票 3 张"),
            (&[("approve-3", "3"), ("oppose-3", "0"), ("abstain-3", "0"), ("approve-1", "3"), ("oppose-1", "0")], "多于 3 张有效票按上限可投的 6"),
        ];
        for (changes, said) in cases {
            let typed = but(&sound, changes);
            let page = enters(&app, first, 1, &typed).await;
            page.is(422).says(said);
            let form = page.form(&bundle_path(&app, "/scrutineer", 1));
            for (name, value) in &typed {
                assert!(form.fields.contains(&(name.clone(), value.clone())), "{name}={value} is lost in {:?}", form.fields);
            }
            let marked = page.attributes("input[aria-invalid]", "name");
            assert!(marked.iter().any(|name| changes.iter().any(|(changed, _)| changed == name)), "{marked:?}");
        }
        for number in ["0", "100", "x"] {
            first.visits(&format!("/scrutineer/rounds/{}/bundles/{number}", app.round().id)).await.is(404);
        }
        let without = bundle_path(&app, "/scrutineer", 1);
        let stale = first.visits(&without).await.form(&without).with(&[("csrf", "x"), ("size", "3")]);
        let page = first.sends(&without, &stale).await;
        page.is(422);
        assert_eq!(page.attributes("#size", "value"), ["3"]);
        let kept = app.reads(|conn| piaojue::hand_count::standing_of_round(conn, &app.round()));
        assert!(kept.bundles.is_empty(), "nothing was saved");
    }

    async fn who_counts_and_when(app: TestApp) {
        let mut hall = Hall::voting_with_paper(&app, NINE, 5);
        let [sound, _] = two_bundles();
        let (first, second) = tellers(&mut hall).await;
        second.visits("/secretariat/paper").await.says("还没有封箱");
        enters(&app, first, 1, &sound).await.is(422).says("封箱以后");
        hall.the_box_is_counted(&ON_SCREEN).await;
        let path = bundle_path(&app, "/scrutineer", 1);
        app.has_account(piaojue::accounts::Role::Scrutineer, "JIANPIAO9");
        let mut stranger = app.visitor();
        stranger.signs_in("JIANPIAO9", crate::support::PASSWORD, "").await;
        stranger.visits(&path).await.is(404);
        stranger.visits("/scrutineer/paper").await.is(404);
        let deputy = hall.deputies[0].browser().await;
        deputy.visits(&path).await.is(404);
        // One teller twice is one teller.
        let (first, _) = tellers(&mut hall).await;
        enters(&app, first, 1, &sound).await.is(200);
        enters(&app, first, 1, &sound).await.is(200).says("等另一名计票人录入");
    }

    async fn more_paper_than_was_given_out_voids_the_round_and_the_next_is_held(app: TestApp) {
        let mut hall = with_the_box_counted(&app).await;
        let bundles = [bundle(&ON_PAPER), bundle(&["赞反反反"])];
        let (first, second) = tellers(&mut hall).await;
        for (number, bundle) in (1..).zip(&bundles) {
            enters(&app, first, number, bundle).await.is(200);
            enters(&app, second, number, bundle).await.is(200);
        }
        let refused = says_of_the_count(&app, second, "finish", &[]).await;
        refused.is(422).says("收回 6 张，多于发出的 5 张，没有报清点完毕");
        says_of_the_count(&app, second, "finish", &[("more", "yes")]).await.is(200);
        says_of_the_count(&app, first, "confirm", &[]).await.is(200);
        // Four came out of the box and six out of the hall's: ten of nine.
        hall.secretariat.desk().await.says("再次投票");
        hall.secretariat.orders_the_next_round("主席团决定重新投票").await.is(200);
        assert_eq!(app.rounds()[0].state, RoundState::Void);
        let (first, _) = tellers(&mut hall).await;
        first.visits("/scrutineer/paper").await.says("没有纸质票");

        hall.everybody_takes_a_ballot_or_paper(5);
        hall.voting_begins();
        hall.the_box_is_counted(&ON_SCREEN).await;
        hall.the_paper_is_counted(&two_bundles()).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        let page = app.visitor().visits("/results/2024/certificate").await;
        page.is(200).says("收回的选票多于发出的选票，本轮无效").says("纸质票收回 ≤ 发出 ✗").says("纸质票收回 ≤ 发出 ✓");
        let files = app.published_files().await;
        let both = ["1.bel", "2.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &both), (0, "OK: everything agrees".to_owned()));
    }

    async fn a_sheet_too_many_is_not_made_good_by_a_ballot_not_cast(app: TestApp) {
        let mut hall = Hall::voting_with_paper(&app, NINE, 5);
        hall.the_box_is_counted(&ON_SCREEN[..3]).await;
        let bundles = [bundle(&[&ON_PAPER[..], &["赞反反反"]].concat())];
        let (first, second) = tellers(&mut hall).await;
        enters(&app, first, 1, &bundles[0]).await.is(200);
        enters(&app, second, 1, &bundles[0]).await.is(200);
        says_of_the_count(&app, second, "finish", &[("more", "yes")]).await.is(200);
        says_of_the_count(&app, first, "confirm", &[]).await.is(200);
        hall.secretariat.desk().await.says("再次投票");
        let path = format!("/secretariat/rounds/{}/certificate", app.round().id);
        let page = hall.secretariat.browser().await.visits(&path).await;
        page.is(200).says("收回的选票多于发出的选票，本轮无效").says("收回 ≤ 发出 ✓").says("纸质票收回 ≤ 发出 ✗");
        assert!(!page.attributes("form", "action").contains(&path), "there is no certificate yet");
    }

    async fn a_round_on_paper_only(app: TestApp) {
        let mut hall = Hall::voting_with_paper(&app, Plan { deputies: 5, ..FOUR }, 5);
        hall.the_box_is_counted(&[]).await;
        let void = but(&bundle(&ON_PAPER[..4]), &[("size", "5"), ("void-over_cap", "1")]);
        hall.the_paper_is_counted(&[void]).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        assert_eq!(app.projects().len(), 2);
        let page = app.visitor().visits("/results/2024/certificate").await;
        page.is(200).says("超过规定数额 1").says("5 5 0 4 1");
        let files = app.published_files().await;
        assert_eq!(verdict(files.path(), &FILES), (0, "OK: everything agrees".to_owned()));
    }

    async fn a_tie_that_only_the_paper_makes_takes_a_revote(app: TestApp) {
        let mut hall = Hall::voting_with_paper(&app, NINE, 5);
        // 4, 3, 1, 0 on the screen and 3, 2, 4, 1 on paper: 7, 5, 5, 1.
        hall.the_box_is_counted(&["赞赞反反", "赞赞反反", "赞反赞反", "赞赞反反"]).await;
        let next = format!("/secretariat/rounds/{}/next", app.round().id);
        let desk = hall.secretariat.desk().await;
        assert!(!desk.attributes("form", "action").contains(&next), "what the screen says alone decides nothing");
        let form = desk.form("/sign-out").with(&[("record", "主席团决定再次投票")]);
        hall.secretariat.browser().await.sends(&next, &form).await.is(422);
        hall.the_paper_is_counted(&[bundle(&["赞反赞反", "赞反赞反", "赞反赞反", "反赞赞反", "反赞反赞"])]).await;
        hall.secretariat.desk().await.says("再次投票").says("2、3");
        hall.secretariat.orders_the_next_round("主席团决定再次投票").await.is(200).says("新的一轮已开始发票");
        let second = app.round();
        assert_eq!((second.number, second.kind, second.seats, second.cap), (2, RoundKind::Revote, 1, Some(1)));
        hall.everybody_takes_a_ballot_or_paper(5);
        hall.voting_begins();
        hall.the_box_is_counted(&["赞反", "赞反", "赞反", "反赞"]).await;
        hall.the_paper_is_counted(&[bundle_from(2, &["反赞", "反赞", "反赞", "反赞", "赞反"])]).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        let titles: Vec<String> = app.projects().iter().map(|project| project.title.clone()).collect();
        let candidates = session_file(4).candidates;
        assert_eq!(titles, [candidates[0].title.clone(), candidates[2].title.clone()], "5 to 4 with the paper, 1 to 3 without");
        let files = app.published_files().await;
        let both = ["1.bel", "2.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &both), (0, "OK: everything agrees".to_owned()));
    }

    async fn an_annulled_round_keeps_its_paper_uncounted(app: TestApp) {
        let mut hall = Hall::voting_with_paper(&app, NINE, 5);
        hall.deputies[0].casts(ON_SCREEN[0]).await.receipt();
        hall.secretariat.annuls("会场停电").await.is(200);
        hall.secretariat.browser().await.visits("/secretariat/paper").await.is(200).says("本轮作废");
        hall.secretariat.orders_the_next_round("主席团决定重新投票").await.is(200);
        hall.everybody_takes_a_ballot();
        hall.voting_begins();
        let all = [ON_SCREEN.as_slice(), ON_PAPER.as_slice()].concat();
        hall.the_box_is_counted(&all).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        let page = app.visitor().visits("/results/2024/certificate").await;
        page.is(200).says("发出 5，没有清点");
        let document = app.certificate().text;
        assert_eq!(document.matches("\"paper\":").count(), 1, "the second round says nothing of paper: {document}");
        let files = app.published_files().await;
        let both = ["1.bel", "2.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &both), (0, "OK: everything agrees".to_owned()));
    }

    async fn a_list_to_tick_on_paper(app: TestApp) {
        let plan = Plan { ballot_form: "choose_up_to", max_approvals: "2", ..NINE };
        let mut hall = Hall::voting_with_paper(&app, plan, 5);
        hall.the_box_is_counted(&["赞赞弃弃", "赞赞弃弃", "赞弃赞弃", "赞弃弃弃"]).await;
        let ticked = ["赞赞弃弃", "赞赞弃弃", "赞赞弃弃", "弃弃弃赞", "弃弃弃弃"];
        let approvals_only: Bundle =
            bundle(&ticked).into_iter().filter(|(name, _)| !name.starts_with("o") && !name.starts_with("ab")).collect();
        hall.the_paper_is_counted(&[approvals_only]).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        assert_eq!(app.projects().len(), 2);
        let files = app.published_files().await;
        assert_eq!(verdict(files.path(), &["1.bel", "--certificate", "certificate.json"]).0, 0);
    }
}

async fn says_of_the_count_is_refused(app: &TestApp, teller: &mut Visitor) {
    let page = teller.visits("/secretariat/paper").await;
    page.says("还有没有点清的：第 1、2 扎");
    let finish = format!("/secretariat/rounds/{}/paper/finish", app.round().id);
    assert!(!page.attributes("form", "action").contains(&finish), "there is no button to finish with");
    let form = page.form("/sign-out");
    teller.sends(&finish, &form).await.is(422).says("还有没有点清的：第 1、2 扎");
}
