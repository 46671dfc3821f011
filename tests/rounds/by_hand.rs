//! A scrutineer who cannot sign with the key signs by hand; what is said of who signed is true.

use super::CLEAR;
use crate::support::{
    PASSWORD, TestApp,
    program::verdict,
    session::{FOUR, Hall},
};

on_both_databases! {
    async fn a_lost_seed_is_no_objection(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        let document = format!("/scrutineer/documents/{}", app.certificate().id);
        let unable = format!("{document}/unable");
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.signs().await.is(200);
        }
        let without = hall.scrutineers[2].browser().await;
        without.visits(&document).await.is(200).says("不能签署不是异议");
        without.submits(&unable, &[("reason", " ")]).await.is(422).says("请写明不能签署的理由");
        without.visits(&document).await;
        without.submits(&unable, &[("reason", "密钥条遗失")]).await.is(200).says("已登记不能签署").says("等候总监票人确认");
        let certify = format!("/secretariat/documents/{}/certify", app.certificate().id);
        let desk = hall.secretariat.desk().await;
        desk.says("密钥条遗失");
        assert!(!desk.attributes("form", "action").contains(&certify), "nobody excuses themselves");
        let action = desk_confirm(&app, 2);
        for nobody in [1, 2] {
            let browser = hall.scrutineers[nobody].browser().await;
            let form = browser.visits(&document).await.form("/sign-out");
            browser.sends(&action, &form).await.is(422).says("不由您确认");
        }
        let chief = hall.scrutineers[0].browser().await;
        chief.visits("/scrutineer").await.is(200).says("有监票人登记不能签署");
        chief.visits(&document).await.is(200).says("密钥条遗失");
        chief.submits(&action, &[]).await.is(200).says("已确认");
        hall.secretariat.desk().await.says("2 名签署，1 名不能电子签署、另行手签");
        hall.secretariat.certifies().await.is(200).says("已经立项");
        hall.secretariat.announces("示例第1号").await.is(200);
        let mut anybody = app.visitor();
        anybody.visits("/results/2024").await.is(200).says("2 名签署，1 名不能电子签署、另行手签");
        anybody.visits("/results/2024/certificate").await.is(200).says("密钥条遗失").says("手签");
        let files = app.published_files().await;
        let all = ["1.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
        let text = std::fs::read_to_string(files.path().join("certificate.json")).unwrap();
        for (from, to) in [("密钥条遗失", "没有理由"), ("\"unable\"", "\"able\"")] {
            std::fs::write(files.path().join("certificate.json"), text.replace(from, to)).unwrap();
            assert_eq!(verdict(files.path(), &all).0, 1, "{from}: it is sealed as it was confirmed");
        }
    }

    async fn whoever_finds_the_slip_signs_after_all(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        let document = format!("/scrutineer/documents/{}", app.certificate().id);
        // The chief's own is confirmed by another; the secretariat may record it for whoever is not there.
        let chief = crate::support::session::scrutineer_id(&app, 0);
        let desk = hall.secretariat.desk().await;
        let action = format!("/secretariat/documents/{}/unable/{chief}", app.certificate().id);
        let form = desk.form(&action).with(&[("reason", "因病住院")]);
        hall.secretariat.browser().await.sends(&action, &form).await.is(200).says("已登记不能签署");
        let other = hall.scrutineers[1].browser().await;
        other.visits(&document).await.is(200);
        other.submits(&desk_confirm(&app, 0), &[]).await.is(200).says("已确认");
        hall.certifies_and_announces("示例第1号").await;
        app.visitor().visits("/results/2024").await.is(200).says("3 名签署");
    }

    async fn an_objection_that_was_not_followed_is_no_signature(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.signs().await.is(200);
        }
        hall.scrutineers[2].objects("实到人数与签到表不符").await.is(200);
        let desk = hall.secretariat.desk().await;
        let overrule = desk.attributes("form", "action").into_iter().find(|to| to.ends_with("/overrule")).unwrap();
        hall.secretariat.presses(&overrule, &[("reason", "经核对无误")]).await.is(200).says("等候第二人确认");
        let desk = hall.secretariat.desk().await;
        assert!(!desk.attributes("form", "action").iter().any(|to| to.ends_with("/certify")), "one person rules nothing");
        hall.secretariat.second_confirms().await.is(200).says("裁定已记录");
        hall.secretariat.desk().await.says("2 名签署，1 名异议未采纳");
        hall.secretariat.certifies().await.is(200);
        hall.secretariat.announces("示例第1号").await.is(200);
        let mut anybody = app.visitor();
        anybody.visits("/results/2024").await.is(200).says("2 名签署，1 名异议未采纳");
        anybody.visits("/results/2024/certificate").await.is(200).says("示例MISHU、示例MISHU2");
    }

    async fn a_corrigendum_is_withdrawn_and_another_stands_without_every_seed(app: TestApp) {
        let mut hall = Hall::announced(&app, FOUR, &CLEAR).await;
        let corrigenda = format!("/secretariat/certificates/{}/corrigenda", app.certificate().id);
        let typed = |should_be| [("place", "会议日期"), ("stands", "2024-02-03"), ("should_be", should_be), ("reason", "录入有误")];
        let browser = hall.secretariat.browser().await;
        browser.visits(&corrigenda).await;
        browser.submits(&corrigenda, &typed("2024-02-40")).await.is(200).says("更正已出具");
        let wrong = app.corrigendum();
        let browser = hall.secretariat.browser().await;
        browser.submits(&format!("/secretariat/documents/{}/withdraw", wrong.id), &[]).await.is(200).says("更正已撤回");
        browser.submits(&corrigenda, &typed("2024-02-04")).await.is(200).says("更正已出具");
        let pending = app.corrigendum();
        assert_eq!((wrong.number.as_str(), pending.number.as_str()), ("1", "2"));
        let gone = format!("/scrutineer/documents/{}", wrong.id);
        let signature = hall.scrutineers[0].signature(wrong.hash.as_str());
        let scrutineer = hall.scrutineers[0].browser().await;
        let form = scrutineer.visits("/scrutineer").await.form("/sign-out").with(&[("signature", &signature)]);
        scrutineer.sends(&gone, &form).await.is(422);

        let path = format!("/scrutineer/documents/{}", pending.id);
        for scrutineer in &mut hall.scrutineers[..2] {
            let signature = scrutineer.signature(pending.hash.as_str());
            let browser = scrutineer.browser().await;
            browser.visits(&path).await;
            browser.submits(&path, &[("signature", &signature)]).await.is(200);
        }
        let third = crate::support::session::scrutineer_id(&app, 2);
        let action = format!("/secretariat/documents/{}/unable/{third}", pending.id);
        let browser = hall.secretariat.browser().await;
        browser.visits(&corrigenda).await;
        browser.submits(&action, &[("reason", "已调离，密钥没有保存")]).await.is(200);
        let chief = hall.scrutineers[0].browser().await;
        chief.visits(&path).await;
        chief.submits(&format!("{path}/unable/{third}/confirm"), &[]).await.is(200);
        let later = app.restarts(jiff::SignedDuration::from_mins(2)).await;
        let mut hall = hall.at(&later);
        let browser = hall.secretariat.browser().await;
        browser.visits(&corrigenda).await;
        let certify = format!("/secretariat/documents/{}/certify", pending.id);
        browser.submits(&certify, &[("password", PASSWORD)]).await.is(200).says("更正已生效");
        let mut anybody = later.visitor();
        anybody.visits("/results/2024").await.is(200).says("2024-02-04");
        let files = later.published_files().await;
        let file = anybody.asks("GET", "/results/2024/files/corrigendum-2.json", &[]).await;
        std::fs::write(files.path().join("c.json"), &file.is(200).html).unwrap();
        let all = ["1.bel", "--certificate", "certificate.json", "--corrigendum", "c.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
    }
}

/// Where another scrutineer confirms that the one at this place cannot sign the certificate.
fn desk_confirm(app: &TestApp, place: usize) -> String {
    let id = crate::support::session::scrutineer_id(app, place);
    format!("/scrutineer/documents/{}/unable/{id}/confirm", app.certificate().id)
}
