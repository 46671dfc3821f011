//! The voting method and the prior review at the secretariat's desk.

use piaojue::{accounts::Role, congress};

use crate::support::{
    Page, TestApp, Visitor,
    session::{FOUR, Hall},
};

const EDIT: &str = "/secretariat/method/edit";
const REVIEW: &str = "/secretariat/review";

async fn drafts(person: &mut Visitor, fields: &[(&str, &str)]) -> Page {
    person.visits(EDIT).await.is(200);
    person.submits(EDIT, fields).await
}

on_both_databases! {
    async fn a_method_is_drafted_adopted_and_replaced_by_a_new_version(app: TestApp) {
        let session = app.has_session(4);
        let mut person = app.signed_in(Role::Secretariat).await;
        person.visits("/secretariat/method").await.is(200).says("还没有票决办法");
        drafts(&mut person, &[("seats", "３"), ("max_approvals", "")]).await.is(200).says("已存为新的一版草案");
        let adopted = |app: &TestApp| app.reads(|conn| congress::adopted_method(conn, session.id));
        assert!(adopted(&app).is_none(), "a draft is no method yet");
        person.submits("/secretariat/method/adopt", &[]).await.is(200).says("已登记大会通过票决办法");
        let method = adopted(&app).unwrap();
        assert_eq!((method.version, method.method.seats(), method.method.max_approvals()), (1, 3, Some(3)));
        person.visits("/secretariat/method").await.says(&method.hash);

        drafts(&mut person, &[]).await.is(422).says("内容与第 1 版完全相同");
        drafts(&mut person, &[("seats", "2"), ("max_approvals", "无")]).await.is(200).says("现行的是第 1 版");
        assert_eq!(adopted(&app).unwrap().version, 1);
        let form = person.page().form("/secretariat/method/adopt");
        drafts(&mut person, &[("seats", "1")]).await.is(200);
        person.sends("/secretariat/method/adopt", &form).await.is(422).says("已经有了更新的一版");
        person.visits("/secretariat/method").await;
        person.submits("/secretariat/method/adopt", &[]).await.is(200);
        assert_eq!(adopted(&app).unwrap().version, 3);
    }

    async fn a_form_with_mistakes_says_each_and_keeps_what_was_typed(app: TestApp) {
        app.has_session(4);
        let mut person = app.signed_in(Role::Secretariat).await;
        for (field, typed, words) in [
            ("seats", "", "请填写"),
            ("seats", "两项", "请填数字"),
            ("seats", "0", "请填 1 至 9999 之间的数"),
            ("seats", "10000", "请填 1 至 9999 之间的数"),
            ("max_approvals", "-1", "请填数字"),
            ("quorum", "1/2", "不得少于三分之二"),
            ("quorum", "3/2", "请写成分数"),
            ("quorum", "多数", "请写成分数"),
            ("min_margin_ratio", "12.345", "最多两位小数"),
        ] {
            let page = drafts(&mut person, &[(field, typed)]).await;
            page.is(422);
            assert_eq!(page.attributes(&format!("input[name={field}]"), "value"), [typed]);
            let wrong = page.texts(&format!("#{field}-wrong"));
            assert!(wrong.len() == 1 && wrong[0].contains(words), "{field}={typed}: {wrong:?}");
        }
        let many = [("seats", "x"), ("quorum", "1/2"), ("min_margin_ratio", "y"), ("ballot_form", "by hand")];
        let page = drafts(&mut person, &many).await;
        page.is(422);
        assert_eq!(page.texts("p.wrong").len(), 4, "every mistake at once");
        drafts(&mut person, &[("ballot_form", "choose_up_to"), ("max_approvals", "无")]).await.is(422)
            .says("限额选择的选票必须有上限");
        person.visits(EDIT).await;
        let page = person.submits(EDIT, &[("csrf", "x"), ("seats", "7")]).await;
        page.is(422).says("页面放置过久");
        assert_eq!(page.attributes("input[name=seats]", "value"), ["7"]);
        person.visits("/secretariat/method").await.says("还没有票决办法");
    }

    async fn the_adoption_names_its_plenary_and_its_day(app: TestApp) {
        let session = app.has_session(4);
        let mut person = app.signed_in(Role::Secretariat).await;
        let adopt = "/secretariat/method/adopt";
        drafts(&mut person, &[("seats", "5"), ("max_approvals", "无")]).await.is(200);
        person.submits(adopt, &[]).await.is(422).says("应选 5 项，候选项目只有 4 项");
        drafts(&mut person, &[("seats", "2"), ("max_approvals", "5")]).await.is(200);
        person.submits(adopt, &[]).await.is(422).says("赞成上限 5 项，候选项目只有 4 项");
        drafts(&mut person, &[("seats", "2"), ("max_approvals", "2")]).await.is(200).says("选票样张").says("赞成不超过 2 项");
        assert_eq!(person.page().texts("#sheet ~ .scroll tbody th").len(), 4, "{}", person.page().text());
        let long = "字".repeat(101);
        for (field, typed, words) in [
            ("plenary", " ", "哪次全体会议"), ("plenary", long.as_str(), "哪次全体会议"),
            ("adopted_on", "", "通过的日期"), ("adopted_on", "2024-02-30", "通过的日期"), ("adopted_on", "2024-03-01", "通过的日期"),
        ] {
            person.visits("/secretariat/method").await;
            let refused = person.submits(adopt, &[(field, typed)]).await;
            refused.is(422).says(words);
            assert_eq!(refused.attributes(&format!("input[name={field}]"), "value"), [typed], "what was typed is kept");
        }
        assert!(app.reads(|conn| congress::adopted_method(conn, session.id)).is_none());
        person.visits("/secretariat/method").await;
        person.submits(adopt, &[("plenary", "第一次全体会议"), ("adopted_on", "2024年2月1日")]).await.is(200)
            .says("2024-02-01").says("第一次全体会议");
        let adopted = app.reads(|conn| congress::adopted_method(conn, session.id)).unwrap();
        assert_eq!(adopted.adopted_on, Some(jiff::civil::date(2024, 2, 1)));
        assert_eq!(adopted.adopted.unwrap().1, "第一次全体会议");
    }

    async fn the_form_starts_from_the_method_of_the_last_session(app: TestApp) {
        let session = app.has_session(4);
        let before = congress::Session { id: piaojue::ids::SessionId::new(), year: 2023, name: "第二次会议".into(), ..session.clone() };
        let (actor, now) = (piaojue::audit::Actor::operator(), app.now());
        app.db().write(|tx| congress::open_session(tx, &actor, now, &before)).unwrap();
        let mut person = app.signed_in(Role::Secretariat).await;
        assert_eq!(person.visits(EDIT).await.attributes("input[name=seats]", "value"), ["10"], "a draft is not taken over");
        let method = FOUR.method();
        let id = app.db().write(|tx| congress::draft_voting_method(tx, &actor, now, before.id, &method)).unwrap();
        app.db().write(|tx| congress::adopt_voting_method(tx, &actor, now, &before, id)).unwrap();
        let page = person.visits(EDIT).await;
        page.is(200).says("以 2023 年会议通过的票决办法为底稿").says("地方组织法第十四条");
        assert_eq!(page.attributes("input[name=seats]", "value"), [FOUR.seats]);
        drafts(&mut person, &[]).await.is(200).says("已存为新的一版草案");
        assert!(!person.visits(EDIT).await.text().contains("2023 年会议"), "from now on it starts from its own draft");
        assert_eq!(app.reads(|conn| congress::latest_method(conn, session.id)).unwrap().version, 1);
    }

    async fn more_seats_than_candidates_are_shown_as_a_conflict(app: TestApp) {
        app.has_session(4);
        let mut person = app.signed_in(Role::Secretariat).await;
        drafts(&mut person, &[("seats", "5"), ("max_approvals", "无")]).await.is(200).says("应选 5 项，候选项目只有 4 项");
        drafts(&mut person, &[("seats", "2"), ("max_approvals", "5")]).await.is(200).says("赞成上限 5 项，候选项目只有 4 项");
        drafts(&mut person, &[("seats", "4"), ("max_approvals", "4")]).await.is(200).says("差额偏小");
        person.visits("/secretariat").await.is(200).says("还没有通过的票决办法");
    }

    async fn once_a_round_has_begun_the_method_stands(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let browser = hall.secretariat.browser().await;
        let kept = browser.visits(EDIT).await.form(EDIT).with(&[("seats", "3")]);
        hall.issuing_begins();
        let before = app.reads(|conn| congress::latest_method(conn, app.session().id)).unwrap().version;
        let browser = hall.secretariat.browser().await;
        browser.sends(EDIT, &kept).await.is(422).says("票决办法不能再改");
        let page = browser.visits(EDIT).await;
        page.is(200).says("已锁定");
        assert!(!page.attributes("form", "action").contains(&EDIT.to_owned()));
        let page = browser.visits("/secretariat/method").await;
        assert!(page.attributes("a", "href").iter().all(|href| href != EDIT));
        assert_eq!(app.reads(|conn| congress::latest_method(conn, app.session().id)).unwrap().version, before);
        assert_eq!(app.round().method_hash, FOUR.method().hash().to_string());
    }

    async fn the_prior_review_is_recorded_and_shown_with_the_candidates(app: TestApp) {
        app.has_session(4);
        let mut person = app.signed_in(Role::Secretariat).await;
        person.visits(REVIEW).await.is(200).says("还没有登记");
        let good = [
            ("body", "上城区人大常委会"), ("meeting", "第十六次会议"), ("reviewed_on", "2024-01-18"),
            ("document_number", "〔2024〕3号"),
        ];
        let long = "字".repeat(101);
        for (field, typed, words) in [
            ("body", "", "请填写"),
            ("meeting", long.as_str(), "请不要超过 100 个字"),
            ("reviewed_on", "去年", "请写成 2024-01-18 这样的日期"),
            ("reviewed_on", "2024-02-30", "请写成 2024-01-18 这样的日期"),
            ("reviewed_on", "2024-03-01", "日期还没有到"),
            ("document_number", " ", "请填写"),
        ] {
            person.visits(REVIEW).await;
            let mut fields = good.to_vec();
            fields.retain(|(name, _)| *name != field);
            fields.push((field, typed));
            let page = person.submits(REVIEW, &fields).await;
            page.is(422);
            let wrong = page.texts(&format!("#{field}-wrong"));
            assert!(wrong.len() == 1 && wrong[0].contains(words), "{field}={typed}: {wrong:?}");
            for (name, value) in &fields {
                assert_eq!(page.attributes(&format!("input[name={name}]"), "value"), [*value], "what was typed is kept");
            }
        }
        assert!(app.reads(|conn| congress::prior_review(conn, app.session().id)).is_none());
        person.visits(REVIEW).await;
        person.submits(REVIEW, &good).await.is(200).says("已登记常委会审议");
        app.visitor().visits("/candidates/1").await.says("上城区人大常委会第十六次会议");
        person.visits(REVIEW).await;
        person.submits(REVIEW, &[("meeting", "第十七次会议")]).await.is(200);
        let recorded = app.reads(|conn| congress::prior_review(conn, app.session().id)).unwrap();
        assert_eq!((recorded.meeting.as_str(), recorded.body.as_str()), ("第十七次会议", "上城区人大常委会"));
    }
}
