//! 更正: it stands beside the certificate, which stays as it is.

use super::CLEAR;
use crate::support::{
    PASSWORD, TestApp,
    program::verdict,
    session::{FOUR, Hall},
};

on_both_databases! {
    async fn a_corrigendum_mends_what_is_certified_and_edits_nothing(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        let corrigenda = format!("/secretariat/certificates/{}/corrigenda", app.certificate().id);
        hall.secretariat.browser().await.visits(&corrigenda).await.is(404);
        let tokens = hall.secretariat.desk().await.form("/sign-out").with(&[("place", "会议日期")]);
        let early = hall.secretariat.browser().await.sends(&corrigenda, &tokens).await;
        assert!(matches!(early.status, 404 | 422), "{}", early.status);
        hall.certifies_and_announces("示例第1号").await;
        let before = app.certificate();
        let right = [("place", "会议日期"), ("stands", "2024-02-03"), ("should_be", "2024-02-04"), ("reason", "录入有误")];
        for (field, wrong, said) in [
            ("place", " ", "每一栏都要填写"), ("reason", "", "每一栏都要填写"), ("should_be", "2024-02-03", "文字相同"),
        ] {
            let browser = hall.secretariat.browser().await;
            let form = browser.visits(&corrigenda).await.form(&corrigenda).with(&right).with(&[(field, wrong)]);
            let refused = browser.sends(&corrigenda, &form).await;
            refused.is(422).says(said);
            assert_eq!(refused.attributes("input[name=stands]", "value"), ["2024-02-03"], "what was typed is still there");
        }
        let browser = hall.secretariat.browser().await;
        browser.visits(&corrigenda).await;
        browser.submits(&corrigenda, &right).await.is(200).says("更正已出具");
        let pending = app.corrigendum();
        assert_eq!(app.visitor().asks("GET", "/results/2024/files/corrigendum-1.json", &[]).await.status, 404);
        let certify = format!("/secretariat/documents/{}/certify", pending.id);
        let early = hall.secretariat.browser().await.visits(&corrigenda).await.form("/sign-out").with(&[("password", PASSWORD)]);
        hall.secretariat.browser().await.sends(&certify, &early).await.is(422);
        let path = format!("/scrutineer/documents/{}", pending.id);
        for scrutineer in &mut hall.scrutineers {
            let wrong = scrutineer.signature(before.hash.as_str());
            let right = scrutineer.signature(pending.hash.as_str());
            let browser = scrutineer.browser().await;
            browser.visits("/scrutineer").await.is(200).says("有一份更正");
            browser.visits(&path).await.is(200).says("2024-02-04");
            browser.submits(&path, &[("signature", &wrong)]).await.is(422);
            browser.visits(&path).await;
            browser.submits(&path, &[("signature", &right)]).await.is(200).says("您已签署更正");
        }
        let later = app.restarts(jiff::SignedDuration::from_mins(2)).await;
        let mut hall = hall.at(&later);
        let browser = hall.secretariat.browser().await;
        browser.visits(&corrigenda).await;
        browser.submits(&certify, &[("password", PASSWORD)]).await.is(200).says("更正已生效");

        assert_eq!(later.certificate().text, before.text, "nothing is edited");
        let mut anybody = later.visitor();
        anybody.visits("/results/2024/certificate").await.is(200).shows_in_groups(before.hash.as_str()).says("更正第 1 号").says("录入有误");
        anybody.visits("/results/2024").await.is(200).says("2024-02-04");
        let files = later.published_files().await;
        let file = anybody.asks("GET", "/results/2024/files/corrigendum-1.json", &[]).await;
        std::fs::write(files.path().join("c.json"), &file.is(200).html).unwrap();
        let all = ["1.bel", "--certificate", "certificate.json", "--corrigendum", "c.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
        std::fs::write(files.path().join("c.json"), file.html.replace("2024-02-04", "2024-02-05")).unwrap();
        assert_eq!(verdict(files.path(), &all).0, 1);
    }
}
