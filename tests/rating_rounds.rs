//! The deputies rate by secret ballot: from the paper to the verdict, and what is refused on the way.

use diesel::{RunQueryDsl, sql_query};
use piaojue::accounts::Role;

use crate::support::{
    TestApp,
    program::verdict,
    session::{FOUR, Hall, RATING_DESK, confirm_path},
};

const VOTE: [&str; 4] = ["赞反赞弃", "赞反赞反", "赞反赞反", "赞反反赞"];

async fn a_year_is_announced(app: &TestApp) -> Hall {
    Hall::announced(app, FOUR, &VOTE).await
}

on_both_databases! {
    async fn a_rating_goes_from_the_paper_to_the_verdict(app: TestApp) {
        let mut hall = a_year_is_announced(&app).await;
        let before = app.visitor().visits("/results/2024").await;
        let home = hall.deputies[0].browser().await.visits("/deputy").await;
        home.is(200).says("结果已经公告").says("选定的项目正在实施");
        assert!(home.attributes("main a", "href").iter().any(|link| link == "/projects/supervision"));
        hall.a_rating_begins().await;
        let desk = hall.secretariat.browser().await.visits("/secretariat").await;
        desk.is(200).says("代表满意度测评正在进行").says("2 个项目还没有牵头单位");
        let round = app.round();
        let booth = app.visitor().visits(&format!("/deputy/rounds/{}/booth", round.id)).await;
        assert_eq!(booth.is(200).attributes("#c1 .marks input", "data-word"), ["满意", "基本满意", "不满意", "弃权"]);
        let titles: Vec<String> = app.projects().iter().map(|project| project.title.clone()).collect();
        assert_eq!(booth.attributes("[data-row]", "data-title"), titles, "a row for each project");
        let deputy = hall.deputies[0].browser().await;
        let home = deputy.visits("/deputy").await;
        home.is(200).says("满意度测评");
        assert!(home.attributes("main a", "href").contains(&"/deputy/notes".to_owned()), "notes are always within reach");

        hall.rates(&["满基", "满不", "基弃", "满基"]).await;
        let mut anybody = app.visitor();
        let paper = anybody.visits("/ratings/2024/certificate").await;
        paper.is(200).says("2024年度民生实事项目满意度测评").says("以应到代表 4 人计");
        assert_eq!(
            paper.texts("article.paper td.num"),
            ["3", "1", "0", "0", "0", "2", "1", "1"],
            "满意, 基本满意, 不满意, 弃权 of both projects"
        );
        assert_eq!(paper.texts("article.paper .light"), ["满意", "不满意"], "two of four are half, not more");
        assert_eq!(paper.texts("table.signing td").iter().filter(|text| text.contains("已签")).count(), 3);
        let project = anybody.visits(&format!("/projects/{}", app.projects()[0].id)).await;
        project.is(200).says("人大代表（无记名）");
        assert!(!project.text().contains("群众（现场扫码）"), "nobody has rated on site");
        anybody.visits("/ratings").await.is(200).says("满意 1 · 基本满意 0 · 不满意 1");
        anybody.visits("/reports/2024").await.is(200).says("满意度测评").says("人大代表（无记名）");
        let after = app.visitor().visits("/results/2024").await;
        assert_eq!(after.text(), before.text(), "the vote stands as it stood");
        let desk = hall.secretariat.browser().await.visits("/secretariat").await;
        desk.is(200).says("本次票决已完成");
        assert!(!desk.text().contains("代表满意度测评正在进行"));
        hall.deputies[0].browser().await.visits("/deputy").await.is(200).says("测评结果已经公布");
    }

    async fn what_a_rehearsal_rated_is_no_verdict(app: TestApp) {
        let mut hall = a_year_is_announced(&app).await;
        hall.a_rating_begins().await;
        hall.rates(&["满基", "满不", "基弃", "满基"]).await;
        let project = format!("/projects/{}", app.projects()[0].id);
        let mut anybody = app.visitor();
        anybody.visits(&project).await.is(200).says("人大代表（无记名）");
        for statement in ["UPDATE sessions SET kind = 'rehearsal'", "UPDATE public_versions SET version = version + 1"] {
            app.db().with_connection(|conn| sql_query(statement).execute(conn)).unwrap().unwrap();
        }
        app.hears_of_what_is_public();
        anybody.visits("/ratings/2024/certificate").await.is(404);
        assert!(!anybody.visits(&project).await.is(200).text().contains("人大代表（无记名）"));
    }

    async fn anybody_can_check_the_rating(app: TestApp) {
        let mut hall = a_year_is_announced(&app).await;
        hall.a_rating_begins().await;
        hall.secretariat.opens().await.is(200);
        let receipt = hall.deputies[0].casts("满基").await.receipt();
        let mut anybody = app.visitor();
        anybody.looks_up(&receipt).await.found("在票箱中");
        hall.secretariat.closes().await.is(200);
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        anybody.visits("/ratings/2024/certificate").await.is(404);
        hall.secretariat.draws_up_the_rating().await.is(200);
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200).says("您已签署");
        }
        hall.secretariat.certifies_the_rating().await.is(200);
        anybody.visits("/ratings/2024/certificate").await.is(404);
        hall.secretariat.announces_the_rating().await.is(200);
        app.hears_of_what_is_public();
        let page = anybody.visits("/ratings/2024/certificate").await;
        let folder = tempfile::tempdir().unwrap();
        let links = page.is(200).attributes("ul.downloads a", "href");
        let archive = links.iter().find(|href| href.ends_with(".bel")).unwrap();
        let file = reqwest::get(format!("{}{archive}", app.origin)).await.unwrap().bytes().await.unwrap();
        std::fs::write(folder.path().join("box.bel"), &file).unwrap();
        let published = anybody.visits("/ratings/2024/files/certificate.json").await.html;
        let checked_with = |text: &str| {
            std::fs::write(folder.path().join("certificate.json"), text).unwrap();
            verdict(folder.path(), &["box.bel", "--certificate", "certificate.json"])
        };
        assert_eq!(checked_with(&published), (0, "OK: everything agrees".to_owned()));
        let praised = published.replacen("\"verdict\": \"dissatisfied\"", "\"verdict\": \"satisfied\"", 1);
        assert_ne!(praised, published);
        assert_eq!(checked_with(&praised).0, 1, "a verdict that does not follow");
        let recounted = published.replacen("\"satisfied\": 1", "\"satisfied\": 0", 1).replacen(
            "\"abstained\": 0",
            "\"abstained\": 1",
            1,
        );
        assert_ne!(recounted, published);
        assert_eq!(checked_with(&recounted).0, 1, "other counts than the archive's");
        let unsealed = published.replacen("\"seal\": \"", "\"seal\": \"A", 1);
        assert_eq!(checked_with(&unsealed).0, 1, "a seal that does not hold");
        let certificate: serde_json::Value = serde_json::from_str(&published).unwrap();
        assert_eq!(certificate["signatures"].as_array().unwrap().len(), 3);
        assert_eq!(certificate["hash"], app.certificate().hash.as_str());
        assert_eq!(certificate["certificate"]["returned"], 1);
    }

    async fn what_does_not_follow_is_refused_with_words(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &VOTE).await;
        let browser = hall.secretariat.browser().await;
        browser.visits(RATING_DESK).await.is(200).says("没有可以测评的年度");
        let form = browser.page().form("/sign-out").with(&[("year", "2024")]);
        browser.sends(RATING_DESK, &form).await.is(422).says("还没有公告的正式项目");
        hall.secretariat.announces("示例第1号").await.is(200);
        let browser = hall.secretariat.browser().await;
        browser.visits(RATING_DESK).await.is(200);
        let form = browser.page().form(RATING_DESK);
        browser.sends(RATING_DESK, &form.clone().with(&[("year", "2019")])).await.is(422).says("还没有公告的正式项目");
        browser.sends(RATING_DESK, &form).await.is(200).says("已开始发票");
        browser.sends(RATING_DESK, &form).await.is(200);
        let again = browser.page().form("/sign-out").with(&[("year", "2024")]);
        browser.sends(RATING_DESK, &again).await.is(422).says("已经测评，或者正在测评");
        browser.visits(RATING_DESK).await.is(200);
        let sitting = browser.page().form("/sign-out");
        browser.sends("/secretariat/ratings/sitting", &sitting).await.is(422).says("正在进行");

        let round = app.round().id;
        let draft = format!("/secretariat/ratings/rounds/{round}/certificate");
        browser.visits(RATING_DESK).await.is(200);
        let tokens = browser.page().form("/sign-out");
        browser.sends(&draft, &tokens).await.is(422).says("还没有计票");
        hall.everybody_takes_a_ballot();
        hall.secretariat.opens().await.is(200);
        hall.casts(&["满基", "满不", "基弃", "满基"]).await;
        hall.secretariat.closes().await.is(200);
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        let waits = hall.scrutineers[0].browser().await.visits("/scrutineer").await;
        assert!(!waits.is(200).html.contains("/scrutineer/documents/"), "nothing is drawn up yet");
        hall.secretariat.draws_up_the_rating().await.is(200);
        let hash = app.certificate().hash;
        let anothers = hall.scrutineers[1].signature(hash.as_str());
        hall.scrutineers[0].hands_in(&anothers).await.is(422).says("签名");
        hall.scrutineers[0].hands_in("{}").await.is(422);
        hall.scrutineers[0].signs().await.is(200);
        let certificate = app.certificate().id;
        let browser = hall.secretariat.browser().await;
        browser.visits(RATING_DESK).await.is(200).says("等全体监票人签署后");
        let tokens = browser.page().form("/sign-out");
        let announce = format!("/secretariat/documents/{certificate}/announce");
        browser.sends(&announce, &tokens).await.is(422).says("还没有核验确认");
        hall.secretariat.certifies_the_rating_early().await.is(422).says("还有 2 名监票人");
        let mut browser = app.signed_in(Role::Secretariat).await;
        let certify = format!("/secretariat/documents/{certificate}/certify");
        browser.visits(RATING_DESK).await;
        let wrong = browser.page().form("/sign-out").with(&[("password", "not-the-password"), ("code", "000000")]);
        browser.sends(&certify, &wrong).await.is(422);
    }

    async fn an_annulled_rating_decides_nothing_and_another_follows(app: TestApp) {
        let mut hall = a_year_is_announced(&app).await;
        hall.a_rating_begins().await;
        hall.secretariat.opens().await.is(200);
        hall.secretariat.annuls("停电，主席团决定重新测评").await.is(200).says("上一次测评已作废");
        hall.a_rating_begins().await;
        hall.rates(&["满满", "满满", "满满", "基基"]).await;
        let paper = app.visitor().visits("/ratings/2024/certificate").await;
        assert_eq!(paper.is(200).texts("article.paper .light"), ["满意", "满意"]);
    }

    async fn an_objection_keeps_a_rating_from_standing_until_the_presidium_rules(app: TestApp) {
        let mut hall = a_year_is_announced(&app).await;
        hall.a_rating_begins().await;
        hall.rates_up_to_the_certificate(&["满基", "满不", "基弃", "满基"]).await;
        let [objector, others @ ..] = hall.scrutineers.as_mut_slice() else { panic!("no scrutineer") };
        objector.objects(" ").await.is(422).says("写明异议的理由");
        objector.objects("一名代表代他人投票<b>").await.is(200).says("异议已记录");
        let signature = objector.signature(app.certificate().hash.as_str());
        let path = format!("/scrutineer/documents/{}", app.certificate().id);
        let browser = objector.browser().await;
        let page = browser.visits(&path).await;
        let forms = page.is(200).says("请等候主席团裁定").attributes("form", "action");
        assert!(forms.iter().all(|to| !to.contains("/documents/")), "neither signed nor objected again: {forms:?}");
        let form = page.form("/sign-out");
        browser.sends(&path, &form.clone().with(&[("signature", &signature)])).await.is(422).says("主席团还没有裁定");
        browser.visits(&path).await.is(200);
        let again = browser.page().form("/sign-out").with(&[("reason", "又一条")]);
        browser.sends(&format!("{path}/object"), &again).await.is(422).says("已经记录");
        for other in others {
            other.signs().await.is(200);
        }
        hall.secretariat.certifies_the_rating_early().await.is(422).says("还有 1 件异议");
        let browser = hall.secretariat.browser().await;
        let desk = browser.visits(RATING_DESK).await;
        let overrule = desk.is(200).says("代他人投票<b>").attributes("form", "action").into_iter().find(|to| to.ends_with("/overrule")).unwrap();
        browser.submits(&overrule, &[("reason", " ")]).await.is(422).says("写明主席团裁定的理由");
        browser.submits(&overrule, &[("reason", "经核对签到表，没有代投")]).await.is(200).says("等候第二人确认");
        hall.secretariat.second_confirms().await.is(200).says("裁定已记录");
        let browser = hall.secretariat.browser().await;
        browser.visits(RATING_DESK).await.is(200).says("异议未采纳");
        hall.secretariat.certifies_the_rating().await.is(200);
        hall.secretariat.announces_the_rating().await.is(200);
        app.hears_of_what_is_public();
        let mut anybody = app.visitor();
        let paper = anybody.visits("/ratings/2024/certificate").await;
        paper.is(200).says("一名代表代他人投票<b>").says("经核对签到表，没有代投").says("提出异议");
        let folder = tempfile::tempdir().unwrap();
        let archive = paper.attributes("ul.downloads a", "href").into_iter().find(|href| href.ends_with(".bel")).unwrap();
        std::fs::write(folder.path().join("box.bel"), anybody.downloads(&archive).await).unwrap();
        let published = anybody.visits("/ratings/2024/files/certificate.json").await.html;
        for (text, good) in [
            (published.clone(), true),
            (published.replace("代他人投票", "迟到"), false),
            (published.replace("没有代投", "有代投"), false),
            (published.replace("overruled", "annulled"), false),
        ] {
            std::fs::write(folder.path().join("certificate.json"), text).unwrap();
            let (exit, words) = verdict(folder.path(), &["box.bel", "--certificate", "certificate.json"]);
            assert_eq!(exit == 0, good, "{words}");
        }
    }

    async fn while_an_annulment_waits_a_rating_has_no_certificate(app: TestApp) {
        let mut hall = a_year_is_announced(&app).await;
        hall.a_rating_begins().await;
        hall.secretariat.opens().await.is(200);
        hall.casts(&["满基", "满不", "基弃", "满基"]).await;
        hall.secretariat.closes().await.is(200);
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        hall.secretariat.asks_for("annul", &[("reason", "停电")]).await.is(200);
        hall.secretariat.draws_up_the_rating().await.is(422).says("没有办理：有人提出本轮作废");
        let withdraw = confirm_path(&app).replace("/confirm", "/withdraw");
        hall.secretariat.presses(&withdraw, &[]).await.is(200).says("已撤回");
        hall.secretariat.draws_up_the_rating().await.is(200).says("报告单已出具");
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall.secretariat.asks_for("annul", &[("reason", "停电")]).await.is(200);
        hall.secretariat.certifies_the_rating().await.is(422).says("没有办理：有人提出本轮作废");
        hall.secretariat.second_confirms().await.is(200).says("上一次测评已作废");
    }

    async fn a_rating_is_annulled_before_it_is_certified_and_never_after(app: TestApp) {
        let mut hall = a_year_is_announced(&app).await;
        hall.a_rating_begins().await;
        hall.rates_up_to_the_certificate(&["满基", "满不", "基弃", "满基"]).await;
        hall.scrutineers[0].objects("票数与发出不符").await.is(200);
        hall.secretariat.browser().await.visits(RATING_DESK).await.is(200).says("作废本次测评");
        hall.secretariat.annuls("采纳异议，重新测评").await.is(200).says("上一次测评已作废");
        hall.scrutineers[0].browser().await.visits(&format!("/scrutineer/documents/{}", app.certificate().id)).await.is(200).says("采纳，本轮作废");
        let signature = hall.scrutineers[1].signature(app.certificate().hash.as_str());
        let path = format!("/scrutineer/documents/{}", app.certificate().id);
        let browser = hall.scrutineers[1].browser().await;
        browser.visits(&path).await.is(200);
        let late = browser.page().form("/sign-out").with(&[("signature", &signature)]);
        browser.sends(&path, &late).await.is(422).says("已经不再签署");

        hall.a_rating_begins().await;
        hall.rates(&["满满", "满满", "满满", "基基"]).await;
        let browser = hall.secretariat.browser().await;
        browser.visits(RATING_DESK).await.is(200);
        let annul = browser.page().form("/sign-out").with(&[("reason", "想改结果")]);
        let action = format!("/secretariat/rounds/{}/annul", app.round().id);
        browser.sends(&action, &annul).await.is(422).says("不能再作废");
        let paper = app.visitor().visits("/ratings/2024/certificate").await;
        assert_eq!(paper.is(200).texts("article.paper .light"), ["满意", "满意"], "what was announced stands");
    }
}
