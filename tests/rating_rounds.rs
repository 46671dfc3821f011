//! The deputies rate by secret ballot: from the paper to the verdict, and what is refused on the way.

use piaojue::accounts::Role;

use crate::support::{
    PASSWORD, TestApp,
    program::verdict,
    session::{FOUR, Hall, RATING_DESK},
};

const VOTE: [&str; 4] = ["赞反赞弃", "赞反赞反", "赞反赞反", "赞反反赞"];

async fn a_year_is_announced(app: &TestApp) -> Hall {
    Hall::announced(app, FOUR, &VOTE).await
}

on_both_databases! {
    async fn a_rating_goes_from_the_paper_to_the_verdict(app: TestApp) {
        let mut hall = a_year_is_announced(&app).await;
        let before = app.visitor().visits("/results/2024").await;
        hall.a_rating_begins().await;
        let round = app.round();
        let booth = app.visitor().visits(&format!("/deputy/rounds/{}/booth", round.id)).await;
        assert_eq!(booth.is(200).attributes("#c1 .marks input", "data-word"), ["满意", "基本满意", "不满意", "弃权"]);
        let titles: Vec<String> = app.projects().iter().map(|project| project.title.clone()).collect();
        assert_eq!(booth.attributes("[data-row]", "data-title"), titles, "a row for each project");
        let deputy = hall.deputies[0].browser().await;
        deputy.visits("/deputy").await.is(200).says("满意度测评");

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
        assert_eq!(paper.texts("ul.sign small").iter().filter(|text| text.contains("已签")).count(), 3);
        let project = anybody.visits(&format!("/projects/{}", app.projects()[0].id)).await;
        project.is(200).says("人大代表（无记名）");
        assert!(!project.text().contains("群众（现场扫码）"), "nobody has rated on site");
        anybody.visits("/ratings").await.is(200).says("满意 1 · 基本满意 0 · 不满意 1");
        anybody.visits("/reports/2024").await.is(200).says("满意度测评").says("人大代表（无记名）");
        let after = app.visitor().visits("/results/2024").await;
        assert_eq!(after.text(), before.text(), "the vote stands as it stood");
        hall.secretariat.browser().await.visits("/secretariat").await.is(200).says("本次票决已完成");
    }

    async fn anybody_can_check_the_rating(app: TestApp) {
        let mut hall = a_year_is_announced(&app).await;
        hall.a_rating_begins().await;
        hall.secretariat.opens().await.is(200);
        let receipt = hall.deputies[0].casts("满基").await.receipt();
        let mut anybody = app.visitor();
        let looked_up = format!("/results/2024/verify?tracker={}", receipt.replace('+', "%2B"));
        anybody.visits(&looked_up).await.is(200).says("在票箱中");
        hall.secretariat.closes().await.is(200);
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        anybody.visits("/ratings/2024/certificate").await.is(404);
        hall.secretariat.draws_up_the_rating().await.is(200);
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs_the_rating().await.is(200).says("您已签署");
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
        assert_eq!(certificate["hash"], app.rating_certificate().hash);
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
        hall.scrutineers[0].browser().await.visits(&format!("/scrutineer/ratings/{round}")).await.is(200).says("还没有出具");
        hall.secretariat.draws_up_the_rating().await.is(200);
        let hash = app.rating_certificate().hash;
        let anothers = hall.scrutineers[1].signature(&hash);
        hall.scrutineers[0].hands_in_for_the_rating(&anothers).await.is(422).says("签名");
        hall.scrutineers[0].hands_in_for_the_rating("{}").await.is(422);
        hall.scrutineers[0].signs_the_rating().await.is(200);
        let certificate = app.rating_certificate().id;
        let browser = hall.secretariat.browser().await;
        browser.visits(RATING_DESK).await.is(200).says("等全体监票人签署后");
        let tokens = browser.page().form("/sign-out");
        let announce = format!("/secretariat/ratings/certificates/{certificate}/announce");
        browser.sends(&announce, &tokens).await.is(422).says("已经走到别的步骤");
        let mut browser = app.signed_in(Role::Secretariat).await;
        browser.visits(RATING_DESK).await;
        let early = browser.page().form("/sign-out").with(&[("password", PASSWORD)]);
        let certify = format!("/secretariat/ratings/certificates/{certificate}/certify");
        browser.sends(&certify, &early).await.is(422).says("还有 2 名监票人");
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
}
