//! 异议: it blocks the certificate until the presidium has ruled.

use piaojue::documents::{self, DocumentState, RulingKind};

use super::CLEAR;
use crate::support::{
    PASSWORD, TestApp,
    program::verdict,
    session::{FOUR, Hall},
};

on_both_databases! {
    async fn an_objection_blocks_until_the_presidium_rules(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        for reason in ["", "  ", &"因".repeat(501)] {
            let refused = hall.scrutineers[2].objects(reason).await;
            refused.is(422).says("请写明异议的理由");
            assert_eq!(refused.texts("textarea#reason"), [reason.trim()]);
        }
        hall.scrutineers[2].objects("实到人数与签到表不符").await.is(200).says("异议已记录");
        let id = app.certificate().id;
        let again = format!("/scrutineer/documents/{id}/object");
        let browser = hall.scrutineers[2].browser().await;
        let tokens = browser.visits("/scrutineer").await.form("/sign-out").with(&[("reason", "再说一次")]);
        browser.sends(&again, &tokens).await.is(422).says("您的异议已经记录");
        let signature = hall.scrutineers[2].signature(app.certificate().hash.as_str());
        let sign = format!("/scrutineer/documents/{id}");
        let browser = hall.scrutineers[2].browser().await;
        let tokens = browser.visits("/scrutineer").await.form("/sign-out").with(&[("signature", &signature)]);
        browser.sends(&sign, &tokens).await.is(422).says("主席团还没有裁定");
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.signs().await.is(200);
        }
        hall.scrutineers[0].browser().await.visits("/scrutineer").await;
        let certify = format!("/secretariat/documents/{id}/certify");
        let desk = hall.secretariat.desk().await;
        desk.says("提出异议").says("实到人数与签到表不符");
        assert!(!desk.attributes("form", "action").contains(&certify), "there is no button");
        let early = desk.form("/sign-out").with(&[("password", PASSWORD)]);
        hall.secretariat.browser().await.sends(&certify, &early).await.is(422).says("还有 1 件异议待主席团裁定");

        let overrule = desk.attributes("form", "action").into_iter().find(|to| to.ends_with("/overrule")).unwrap();
        let empty = hall.secretariat.presses(&overrule, &[("reason", " ")]).await;
        empty.is(422).says("请写明主席团裁定的理由");
        hall.secretariat.presses(&overrule, &[("reason", "经核对签到表，人数无误")]).await.is(200).says("等候第二人确认");
        hall.secretariat.second_confirms().await.is(200).says("裁定已记录");
        let later = app.restarts(jiff::SignedDuration::from_mins(2)).await;
        let mut hall = hall.at(&later);
        hall.secretariat.certifies().await.is(200).says("已经立项");
        hall.secretariat.announces("示例第1号").await.is(200);
        let page = later.visitor().visits("/results/2024/certificate").await;
        page.is(200).says("实到人数与签到表不符").says("不采纳").says("经核对签到表，人数无误");
        let files = later.published_files().await;
        let all = ["1.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
        let text = std::fs::read_to_string(files.path().join("certificate.json")).unwrap();
        std::fs::write(files.path().join("certificate.json"), text.replace("overruled", "annulled")).unwrap();
        assert_eq!(verdict(files.path(), &all).0, 1, "a missing signature is not excused without a ruling");
        std::fs::write(files.path().join("certificate.json"), text.replace("实到人数与签到表不符", "没有异议")).unwrap();
        let said = (1, "BAD: certificate: the server's seal does not hold".to_owned());
        assert_eq!(verdict(files.path(), &all), said, "an objection is sealed as it was raised");
    }

    async fn an_objection_that_is_followed_annuls_the_round(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        hall.scrutineers[0].signs().await.is(200);
        let object = format!("/scrutineer/documents/{}/object", app.certificate().id);
        let browser = hall.scrutineers[0].browser().await;
        let tokens = browser.visits("/scrutineer").await.form("/sign-out").with(&[("reason", "签过又后悔")]);
        browser.sends(&object, &tokens).await.is(422).says("不能再提出异议");
        hall.scrutineers[1].objects("票箱开箱时只有一人在场").await.is(200);
        let old = app.certificate();
        hall.secretariat.annuls("主席团采纳异议，重新投票").await.is(200).says("本轮已作废");
        assert_eq!(app.certificate().state(), DocumentState::Withdrawn);
        let ruled = app.reads(|conn| documents::said(conn, old.id)).objections.pop().unwrap().ruling.unwrap();
        assert_eq!((ruled.kind, ruled.reason.as_str()), (RulingKind::Annulled, "主席团采纳异议，重新投票"));
        let sign = format!("/scrutineer/documents/{}", old.id);
        let signature = hall.scrutineers[2].signature(old.hash.as_str());
        let browser = hall.scrutineers[2].browser().await;
        browser.visits(&sign).await.is(200).says("这份报告单已作废").says("会出具新的一份");
        let stale = browser.visits("/scrutineer").await.form("/sign-out").with(&[("signature", &signature)]);
        browser.sends(&sign, &stale).await.is(422).says("已经不再签署");
        let certify = format!("/secretariat/documents/{}/certify", old.id);
        let tokens = hall.secretariat.desk().await.form("/sign-out").with(&[("password", PASSWORD)]);
        hall.secretariat.browser().await.sends(&certify, &tokens).await.is(422);
        assert!(app.projects().is_empty());

        hall.secretariat.orders_the_next_round("主席团决定重新投票").await.is(200);
        hall.holds_the_round(&CLEAR).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        assert_ne!(app.certificate().hash, old.hash);
        let later = app.restarts(jiff::SignedDuration::from_mins(2)).await;
        let mut hall = hall.at(&later);
        hall.certifies_and_announces("示例第1号").await;
        let timeline = later.visitor().visits("/results/2024/timeline").await;
        timeline.is(200).says("票箱开箱时只有一人在场").says("主席团采纳异议，重新投票").says("随该轮作废");
        assert_eq!(later.projects().len(), 2);
    }
}
