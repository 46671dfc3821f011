//! The certificate: drawn up, signed, certified, and what becomes of the winners.

use piaojue::{
    audit::Actor,
    desk,
    documents::{self, DocumentState},
};

use super::CLEAR;
use crate::support::{
    PASSWORD, TestApp,
    session::{FOUR, Hall},
};

on_both_databases! {
    async fn a_wrong_signature_is_refused(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        let hash = app.certificate().hash;
        let others = hall.scrutineers[1].signature(hash.as_str());
        let of_another_hash = hall.scrutineers[0].signature(&"0".repeat(64));
        for wrong in [others.as_str(), &of_another_hash, "", "{}", "null", r#"{"challenge":"1","response":"1"}"#] {
            hall.scrutineers[0].hands_in(wrong).await.is(422).says("签名与这份计票报告单不符");
        }
        let id = app.certificate().id;
        assert!(app.reads(|conn| documents::said(conn, id)).signatures.is_empty());
        let good = hall.scrutineers[0].signature(hash.as_str());
        let path = format!("/scrutineer/documents/{id}");
        let browser = hall.scrutineers[0].browser().await;
        let form = browser.visits(&path).await.form(&path).with(&[("signature", &good)]);
        let first = browser.sends(&path, &form).await;
        let second = browser.sends(&path, &form).await;
        first.is(200).says("您已签署");
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        browser.sends(&path, &later).await.is(422).says("您已经签署过");
        assert_eq!(app.reads(|conn| documents::said(conn, id)).signatures.len(), 1);
    }

    async fn nothing_is_certified_before_the_last_scrutineer_has_signed(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.signs().await.is(200);
        }
        let desk = hall.secretariat.desk().await;
        let certify = format!("/secretariat/documents/{}/certify", app.certificate().id);
        assert!(!desk.attributes("form", "action").contains(&certify), "there is no button yet");
        let early = desk.form("/sign-out").with(&[("password", PASSWORD)]);
        hall.secretariat.browser().await.sends(&certify, &early).await.is(422).says("还有 1 名监票人没有签署");
        assert_eq!(app.certificate().state(), DocumentState::Drafted);
        assert!(app.projects().is_empty());
    }

    async fn only_the_secretariat_itself_certifies(app: TestApp) {
        let mut hall = Hall::signed(&app, FOUR, &CLEAR).await;
        for password in ["not-the-password", " "] {
            hall.secretariat.certifies_with(password).await.is(422).says("密码或验证码不对，操作没有执行");
            assert_eq!(app.certificate().state(), DocumentState::Drafted);
            assert!(app.projects().is_empty());
        }
        hall.secretariat.certifies_with(PASSWORD).await.is(200).says("已经立项");
    }

    async fn the_winners_become_projects_with_the_certificates_hash(app: TestApp) {
        let hall = Hall::certified(&app, FOUR, &CLEAR).await;
        let status = app.certificate();
        assert_eq!(status.state(), DocumentState::Certified);
        assert!(status.confirmed().is_some_and(|confirmed| !confirmed.seal.is_empty()));
        let projects = app.projects();
        let file = crate::support::session::session_file(4);
        let titles: Vec<&str> = projects.iter().map(|project| project.title.as_str()).collect();
        assert_eq!(titles, [&file.candidates[0].title, &file.candidates[1].title]);
        for (project, (candidate, approvals)) in projects.iter().zip(file.candidates.iter().zip([4, 3])) {
            assert_eq!(project.certificate_hash, status.hash.as_str());
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
        app.db().maintenance("ALTER TABLE projects RENAME COLUMN title TO no_title").unwrap();
        let (session, id, now) = (app.session(), app.certificate().id, app.now());
        let secret = &app.services.secret;
        let done =
            app.db().write(|tx| desk::certify_document(tx, secret, &Actor::operator(), now, &session, id));
        assert!(done.is_err());
        app.db().maintenance("ALTER TABLE projects RENAME COLUMN no_title TO title").unwrap();
        let status = app.certificate();
        assert!(status.is_drafted() && status.confirmed().is_none());
        assert!(app.projects().is_empty());
        hall.secretariat.certifies().await.is(200);
        assert_eq!(app.projects().len(), 2);
    }

    async fn certifying_twice_is_answered_like_the_first_time(app: TestApp) {
        let mut hall = Hall::signed(&app, FOUR, &CLEAR).await;
        let certify = format!("/secretariat/documents/{}/certify", app.certificate().id);
        let form = hall.secretariat.desk().await.form(&certify).with(&[("password", PASSWORD)]);
        let browser = hall.secretariat.browser().await;
        let first = browser.sends(&certify, &form).await;
        let second = browser.sends(&certify, &form).await;
        first.is(200).says("已经立项");
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects), "{}", second.text());
        assert_eq!(app.projects().len(), 2);
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
}
