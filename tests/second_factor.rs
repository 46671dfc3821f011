//! Who somebody is, beyond a password: one-time codes, recovery codes, being asked again, and where one is signed in.

use jiff::SignedDuration;
use piaojue::{
    accounts::{OneTimeCode, Role},
    audit::{self, Deed, Entry},
    ballots::RoundState,
    documents::DocumentState,
};

use crate::support::{
    PASSWORD, Page, TestApp,
    session::{FOUR, Hall, confirm_path},
};

const CLEAR: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

const OWN: &str = "钱塘江边看潮水去";
const ASKED_AGAIN: &str = "密码或验证码不对，操作没有执行";

/// What the authenticator shows that took the secret of the page, so many half-minutes from now.
fn shown(app: &TestApp, codes: &OneTimeCode, later: i64) -> String {
    codes.code((app.now().timestamp() + SignedDuration::from_secs(30 * later)).into())
}

fn authenticator_of(page: &Page) -> OneTimeCode {
    OneTimeCode::of(&page.texts(".in-groups").remove(0).replace(' ', "")).unwrap()
}

fn recorded(app: &TestApp, deed: Deed) -> Vec<Entry> {
    let congress = app.congress();
    app.reads(|conn| audit::recent(conn, congress, deed, 100))
}

on_both_databases! {
    async fn staff_come_no_further_than_to_a_password_and_codes_of_their_own(app: TestApp) {
        app.has_new_account(Role::Scrutineer, "JIANPIAO");
        let mut person = app.visitor().without_an_authenticator();
        let page = person.signs_in("JIANPIAO", PASSWORD, "").await;
        assert_eq!(page.path, "/password");
        for guessed in ["12345678", "password", "aaaaaaaa", "JIANPIAO1", "示例JIANPIAO"] {
            let typed = [("before", PASSWORD), ("new", guessed), ("again", guessed)];
            person.submits("/password", &typed).await.is(422).says("太容易被猜到");
        }
        let page = person.submits("/password", &[("before", PASSWORD), ("new", OWN), ("again", OWN)]).await;
        assert_eq!(page.path, "/second-factor");
        assert_eq!(person.visits("/scrutineer").await.path, "/second-factor");
        let codes = authenticator_of(person.page());
        person.submits("/second-factor", &[("new_code", "000000")]).await.is(422).says("与二维码不符");

        let done = person.submits("/second-factor", &[("new_code", &shown(&app, &codes, 0))]).await;
        let recovery = done.is(200).texts(".recovery code");
        assert_eq!(recovery.len(), 10);
        assert_eq!(person.visits("/scrutineer").await.path, "/scrutineer");
        let later = person.visits("/second-factor").await;
        assert!(!later.html.contains(&recovery[0]), "they are shown once");
        assert_ne!(authenticator_of(&later).code(app.now()), codes.code(app.now()), "the next secret is another");

        let mut elsewhere = app.visitor().without_an_authenticator();
        elsewhere.signs_in("JIANPIAO", OWN, "").await.is(422);
        elsewhere.signs_in("JIANPIAO", OWN, &shown(&app, &codes, 0)).await.is(422);
        assert_eq!(elsewhere.signs_in("JIANPIAO", OWN, &recovery[3]).await.path, "/scrutineer");
        app.visitor().without_an_authenticator().signs_in("JIANPIAO", OWN, &recovery[3]).await.is(422);
        elsewhere.visits("/second-factor").await.says("还剩 9 个恢复码");
        assert_eq!(recorded(&app, Deed::CodesSetUp).len(), 1);
        assert_eq!(recorded(&app, Deed::RecoveryCodeUsed).len(), 1);
    }

    async fn a_lost_telephone_is_replaced_by_whoever_has_a_recovery_code(app: TestApp) {
        let codes = app.has_account_with_codes(Role::Secretariat, "MISHU");
        let mut person = app.visitor().without_an_authenticator();
        person.signs_in("MISHU", PASSWORD, &shown(&app, &codes, 0)).await.is(200);
        person.visits("/second-factor").await.says("还剩 0 个恢复码");
        let renew = "/second-factor/recovery";
        person.submits(renew, &[("password", "not-the-password"), ("code", "")]).await.is(422).says(ASKED_AGAIN);
        let made = person.submits(renew, &[("password", PASSWORD), ("code", &shown(&app, &codes, 1))]).await;
        let recovery = made.is(200).texts(".recovery code");

        // Whoever finds the browser signed in sets up no telephone of their own.
        person.visits("/second-factor").await;
        let new = authenticator_of(person.page());
        let mine = shown(&app, &new, 0);
        let typed = |code| [("new_code", mine.as_str()), ("password", PASSWORD), ("code", code)];
        person.submits("/second-factor", &typed("000000")).await.is(422).says(ASKED_AGAIN);
        person.submits("/second-factor", &typed(&recovery[0])).await.is(200).says("已设置");

        let mut after = app.visitor().without_an_authenticator();
        after.signs_in("MISHU", PASSWORD, &recovery[1]).await.is(422);
        assert_eq!(after.signs_in("MISHU", PASSWORD, &shown(&app, &new, 1)).await.status, 200);
    }

    async fn the_first_answer_alone_shows_recovery_codes_and_a_second_press_does_not_void_them(app: TestApp) {
        app.has_new_account(Role::Scrutineer, "JIANPIAO");
        let mut person = app.visitor().without_an_authenticator();
        person.signs_in("JIANPIAO", PASSWORD, "").await;
        person.submits("/password", &[("before", PASSWORD), ("new", OWN), ("again", OWN)]).await;
        let codes = authenticator_of(person.page());
        let form = person.page().form("/second-factor").with(&[("new_code", &shown(&app, &codes, 0))]);
        let first = person.sends("/second-factor", &form).await;
        let second = person.sends("/second-factor", &form).await;
        second.is(200).says("已经设置过了");
        let recovery = first.texts(".recovery code");
        assert_eq!(app.visitor().signs_in("JIANPIAO", OWN, &recovery[0]).await.path, "/scrutineer");
    }

    async fn what_cannot_be_taken_back_asks_who_it_is_once_more(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        hall.everybody_checks_in();
        hall.secretariat.starts_issuing().await.is(200);
        hall.everybody_takes_a_ballot();
        let wrong = [("password", "not-the-password")];
        hall.secretariat.asks_for("open", &wrong).await.is(422).says(ASKED_AGAIN);
        hall.secretariat.asks_for("open", &[]).await.is(200);
        let confirm = confirm_path(&app);
        let second = hall.secretariat.second().await;
        second.visits("/secretariat").await;
        second.submits(&confirm, &[("password", "not-the-password")]).await.is(422).says(ASKED_AGAIN);
        assert_eq!(app.round().state, RoundState::Issuing);
        hall.secretariat.second_confirms().await.is(200);
        assert_eq!(app.round().state, RoundState::Voting);

        let wrong = [("password", "not-the-password"), ("reason", "会场断电")];
        let page = hall.secretariat.asks_for("annul", &wrong).await;
        page.is(422).says(ASKED_AGAIN).says("会场断电");
        hall.casts(&CLEAR).await;
        hall.secretariat.asks_for("close", &wrong[..1]).await.is(422).says(ASKED_AGAIN);
        assert_eq!(app.round().state, RoundState::Voting);
        hall.secretariat.closes().await.is(200);

        let share = hall.scrutineers[0].share().await;
        let path = hall.scrutineers[0].open_path();
        let browser = hall.scrutineers[0].browser().await;
        browser.visits(&path).await;
        let page = browser.submits(&path, &[("partial_decryption", &share), ("password", "not-the-password")]).await;
        page.is(422).says(ASKED_AGAIN);
        for scrutineer in hall.scrutineers.iter_mut().take(2) {
            scrutineer.opens_the_box().await.is(200);
        }
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall.secretariat.certifies_with("not-the-password").await.is(422).says(ASKED_AGAIN);
        hall.secretariat.certifies().await.is(200);
        hall.secretariat.previews_the_notice(&[("number", "3")]).await.is(200);
        let announce = format!("/secretariat/documents/{}/announce", app.certificate().id);
        let browser = hall.secretariat.browser().await;
        let page = browser.submits(&announce, &[("password", "not-the-password")]).await;
        page.is(422).says(ASKED_AGAIN);
        assert_eq!(app.certificate().state(), DocumentState::Certified);
        browser.submits(&announce, &[]).await.is(200).says("结果已公告");
    }

    async fn a_code_serves_one_act_and_none_serves_without_it(app: TestApp) {
        let codes = app.has_account_with_codes(Role::Secretariat, "LISHI");
        let mut hall = Hall::ready(&app, FOUR);
        hall.everybody_checks_in();
        hall.secretariat.starts_issuing().await.is(200);
        hall.everybody_takes_a_ballot();
        let mut clerk = app.visitor();
        let used = shown(&app, &codes, 0);
        clerk.signs_in("LISHI", PASSWORD, &used).await.is(200);
        let open = format!("/secretariat/rounds/{}/open", app.round().id);
        clerk.visits("/secretariat").await;
        for code in ["", "000000", &used] {
            clerk.submits(&open, &[("code", code)]).await.is(422).says(ASKED_AGAIN);
        }
        let form = clerk.page().form(&open).with(&[("password", PASSWORD), ("code", &shown(&app, &codes, 1))]);
        clerk.sends(&open, &form).await.is(200).says("已提出");
        clerk.sends(&open, &form).await.is(200);
        assert_eq!(app.round().state, RoundState::Issuing);
        clerk.visits("/secretariat").await;
        let withdraw = confirm_path(&app).replace("/confirm", "/withdraw");
        clerk.submits(&withdraw, &[]).await.is(200);
        clerk.submits(&open, &[("code", &shown(&app, &codes, 1))]).await.is(422).says(ASKED_AGAIN);
    }

    async fn somebody_sees_where_they_are_signed_in_and_ends_it_elsewhere(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU");
        app.has_account(Role::Secretariat, "MISHU2");
        let (mut here, mut there, mut other) = (app.visitor(), app.visitor(), app.visitor());
        here.signs_in("MISHU", PASSWORD, "").await.is(200);
        there.signs_in("MISHU", PASSWORD, "").await.is(200);
        other.signs_in("MISHU2", PASSWORD, "").await.is(200);
        let page = here.visits("/sign-ins").await;
        assert_eq!(page.texts("ul.people li").len(), 2);
        assert_eq!(page.texts("ul.people .light").len(), 1, "one is this one");
        let of_there = page.attributes("button[name=end]", "value").remove(0);

        other.visits("/sign-ins").await.is(200);
        let tokens = other.page().form("/sign-out").with(&[("end", &of_there)]);
        other.sends("/sign-ins", &tokens).await.is(200);
        assert_eq!(there.visits("/secretariat/accounts").await.path, "/secretariat/accounts", "another's is not ended");

        here.submits("/sign-ins", &[("end", &of_there)]).await.is(200).says("已结束");
        assert!(there.visits("/secretariat/accounts").await.path.starts_with("/sign-in?"));
        assert_eq!(here.visits("/secretariat/accounts").await.path, "/secretariat/accounts");
        there.signs_in("MISHU", PASSWORD, "").await.is(200);
        here.visits("/sign-ins").await;
        here.submits("/sign-ins", &[("end", "")]).await.is(200);
        assert!(there.visits("/secretariat/accounts").await.path.starts_with("/sign-in?"));
    }

    async fn staff_who_rest_for_an_hour_sign_in_again_and_deputies_after_a_meeting(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU");
        app.has_account(Role::Deputy, "DB8001");
        let (mut clerk, mut deputy) = (app.visitor(), app.visitor());
        clerk.signs_in("MISHU", PASSWORD, "").await;
        deputy.signs_in("DB8001", PASSWORD, "").await;
        let mut running = app.clone();
        // Whoever goes on working goes on being signed in.
        for _ in 0..3 {
            let later = running.restarts(SignedDuration::from_mins(50)).await;
            for person in [&mut clerk, &mut deputy] {
                person.moves_to(&later.origin);
            }
            assert_eq!(clerk.visits("/secretariat/accounts").await.path, "/secretariat/accounts");
            assert_eq!(deputy.visits("/sign-ins").await.path, "/sign-ins");
            running = later;
        }
        for (minutes, clerk_is_in, deputy_is_in) in [(70, false, true), (310, false, false)] {
            let later = running.restarts(SignedDuration::from_mins(minutes)).await;
            for person in [&mut clerk, &mut deputy] {
                person.moves_to(&later.origin);
            }
            assert_eq!(clerk.visits("/sign-ins").await.path == "/sign-ins", clerk_is_in);
            assert_eq!(deputy.visits("/sign-ins").await.path == "/sign-ins", deputy_is_in);
            running = later;
        }
        running.stop().await;
    }

    async fn the_list_says_who_of_the_staff_signed_in_and_nothing_of_deputies(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU");
        app.has_account(Role::Deputy, "DB8001");
        for _ in 0..3 {
            app.visitor().signs_in("MISHU", "not-the-password", "").await.is(422);
        }
        app.visitor().signs_in("MISHU", PASSWORD, "").await.is(200);
        app.visitor().signs_in("DB8001", "not-the-password", "").await.is(422);
        app.visitor().signs_in("DB8001", PASSWORD, "").await;
        let signed_in = recorded(&app, Deed::SignedIn);
        assert_eq!(signed_in.len(), 1);
        assert_eq!((signed_in[0].role.as_str(), signed_in[0].name.as_str()), ("secretariat", "示例MISHU"));
        assert!(signed_in[0].detail.contains("\"wrong_before\":3"), "{}", signed_in[0].detail);
    }

    async fn an_auditor_reads_what_was_done_and_does_nothing_else(app: TestApp) {
        Hall::ready(&app, FOUR);
        app.has_person(Role::Auditor, "SHENJI", "沈审", false);
        let mut auditor = app.visitor();
        assert_eq!(auditor.signs_in("SHENJI", PASSWORD, "").await.path, "/auditor");
        let page = auditor.visits("/auditor?act=signed_in").await;
        page.is(200).says("登录");
        let file = page.attributes("a.button", "href").into_iter().find(|to| to.contains("audit.csv")).unwrap();
        let file = String::from_utf8(auditor.downloads(&file).await).unwrap();
        assert!(file.contains("沈审"), "{file}");
        for other in ["/secretariat", "/secretariat/audit", "/scrutineer", "/admin", "/deputy"] {
            auditor.visits(other).await.is(404);
        }
    }

    async fn nobody_reads_the_list_of_their_own_acts_as_auditor(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        app.has_person(Role::Scrutineer, "JIANPIAO9", "王小二", false);
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/accounts").await;
        let typed = [("role", "auditor"), ("name", "王小二"), ("login", "SHENJI")];
        browser.submits("/secretariat/accounts", &typed).await.is(422).says("不能同时担任其他职务");
        let told_apart = [("role", "auditor"), ("name", "王小二（监督室）"), ("login", "SHENJI")];
        browser.submits("/secretariat/accounts", &told_apart).await.is(200).says("已提出");
    }
}
