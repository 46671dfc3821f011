//! Signing in and out, as the people at the door see it.

use actix_web::web::Data;
use diesel::{RunQueryDsl, sql_query};
use futures_util::future::join_all;
use jiff::SignedDuration;
use piaojue::{
    accounts::{self, ConfirmError, DemoAccount, DemoSheet, Door, OneTimeCode, Password, Role},
    web::Refused,
};

use crate::support::{Engine, NOON_OF_THE_VOTE, PASSWORD, Page, TestApp, Visitor, count, hashing_memory};

const REFUSED: &str = "用户名、密码或验证码不对";
const SLOWED: &str = "这个账号连续输错次数太多";
const WRONG: &str = "not-the-password";

/// An answer without what differs from visit to visit: the tokens, and the name that was typed.
fn comparable(page: &Page, typed: &str) -> (u16, Vec<String>, String) {
    let mut html = page.html.clone();
    for css in ["input[name=csrf]", "input[name=key]"] {
        for value in page.attributes(css, "value") {
            html = html.replace(&value, "…");
        }
    }
    let mut headers: Vec<String> = page
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "date" | "content-length" | "set-cookie"))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    (page.status, headers, html.replace(typed, "…"))
}

/// Somebody whose requests a proxy passes on from that address.
fn from(app: &TestApp, address: &str) -> Visitor {
    Visitor::behind(&app.origin, address)
}

/// The bare answers to so many sign-ins that are sent at the same moment, each from the place that its number has.
async fn all_at_once(
    app: &TestApp,
    people: u8,
    login: &str,
    password: &str,
    code: &str,
    place: impl Fn(u8) -> String,
) -> Vec<Page> {
    let mut ready = Vec::new();
    for number in 0..people {
        let mut person = from(app, &place(number));
        person.visits("/sign-in").await;
        let form = person.page().form("/sign-in").with(&[("login", login), ("password", password), ("code", code)]);
        ready.push((person, form));
    }
    join_all(ready.iter().map(async |(person, form)| {
        let fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        person.asks("POST", "/sign-in", &fields).await
    }))
    .await
}

fn is_signed_in(page: &Page) -> bool {
    page.html.contains("action=\"/sign-out\"")
}

/// Whether the pages behind the sign-in open to this person.
async fn gets_in(person: &Visitor, group: &str) -> bool {
    let page = person.asks("GET", &format!("{group}/no-such-page"), &[]).await;
    assert!(page.status == 404 || page.status == 303, "{}", page.status);
    page.status == 404
}

/// Whoever signs in at the desk of a congress without a session begins with one.
const TO_WORK: [&str; 1] = ["/secretariat"];

on_both_databases! {
    async fn whoever_has_an_account_gets_in(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU");
        let mut person = app.visitor();
        person.visits("/sign-in").await.is(200).says("登录");
        assert!(!gets_in(&person, "/secretariat").await);
        let page = person.signs_in(" mishu ", PASSWORD, "").await;
        assert_eq!(page.redirects, TO_WORK);
        assert!(is_signed_in(&page));
        assert!(gets_in(&person, "/secretariat").await);
        assert!(page.html.contains("示例MISHU"));
    }

    async fn a_wrong_password_and_an_unknown_name_are_answered_alike(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        app.has_account_with_codes(Role::Secretariat, "MISHU");
        let mut answers = Vec::new();
        for (login, password, code) in [
            ("DB8001", WRONG, ""),
            ("DB8001", "", ""),
            ("DB9999", PASSWORD, ""),
            ("MISHU", PASSWORD, ""),
            ("MISHU", PASSWORD, "000000"),
            ("MISHU", WRONG, ""),
            ("no such name", WRONG, ""),
        ] {
            let page = app.visitor().signs_in(login, password, code).await;
            page.is(422).says(REFUSED);
            assert!(!is_signed_in(&page));
            assert_eq!(page.attributes("input[name=login]", "value"), [login], "the name is kept");
            assert_eq!(page.attributes("input[name=password]", "value"), [""], "the password is not");
            answers.push((login, comparable(&page, login)));
        }
        for (login, answer) in &answers {
            assert_eq!(answer, &answers[0].1, "{login} is answered otherwise than {}", answers[0].0);
        }
    }

    async fn whoever_is_signed_in_is_led_on(app: TestApp) {
        let mut deputy = app.signed_in(Role::Deputy).await;
        assert_eq!(deputy.visits("/sign-in").await.redirects, ["/deputy"]);
        assert_eq!(deputy.visits("/sign-in?next=/deputy/notes").await.redirects, ["/deputy/notes"]);
        assert_eq!(deputy.visits("/sign-in?next=/secretariat").await.redirects, ["/deputy"]);
        app.visitor().visits("/sign-in").await.is(200).says("登录");
    }

    async fn an_expired_form_keeps_what_was_typed_and_does_nothing(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        let mut person = app.visitor();
        person.visits("/sign-in?next=/deputy/check-in").await;
        let typed = [("login", "DB8001"), ("password", PASSWORD)];
        for token in ["csrf", "key"] {
            for value in ["", "0", "x"] {
                let mut fields = typed.to_vec();
                fields.push((token, value));
                let page = person.submits("/sign-in", &fields).await;
                // a key that is no key at all is a broken form, not an old one
                if token == "key" && page.status == 400 {
                    person.visits("/sign-in?next=/deputy/check-in").await;
                    continue;
                }
                page.is(422).says("页面放置过久");
                assert_eq!(page.attributes("input[name=login]", "value"), ["DB8001"]);
                assert_eq!(page.attributes("input[name=next]", "value"), ["/deputy/check-in"]);
                assert!(!gets_in(&person, "/deputy").await);
            }
        }
        let page = person.submits("/sign-in", &typed).await;
        assert_eq!(page.redirects[0], "/deputy/check-in", "the page that came back can be sent");
    }

    async fn another_visitors_token_is_worth_nothing(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        let (mut one, mut other) = (app.visitor(), app.visitor());
        one.visits("/sign-in").await;
        other.visits("/sign-in").await;
        let form = one.page().form("/sign-in").with(&[("login", "DB8001"), ("password", PASSWORD)]);
        other.sends("/sign-in", &form).await.is(422);
        assert!(!gets_in(&other, "/deputy").await);
    }

    async fn a_second_press_of_the_button_is_answered_like_the_first(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        let mut person = app.visitor();
        person.visits("/sign-in").await;
        let form = person.page().form("/sign-in").with(&[("login", "DB8001"), ("password", PASSWORD)]);
        let first = person.sends("/sign-in", &form).await;
        let second = person.sends("/sign-in", &form).await;
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        assert!(gets_in(&person, "/deputy").await);

        let leave = person.page().form("/sign-out");
        let first = person.sends("/sign-out", &leave).await;
        let second = person.sends("/sign-out", &leave).await;
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        assert!(!gets_in(&person, "/deputy").await);
    }

    async fn a_sign_in_costs_one_hash_whoever_is_named(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        app.has_account(Role::Secretariat, "MISHU");
        // Of the form of a card's password, of none, longer than any; each tried until its name has to wait, and after that.
        let passwords = [WRONG, "abcde-fghjk", "ABCDE FGHJK", "x", WRONG, WRONG, WRONG];
        let mut counted = Vec::new();
        for login in ["DB8001", "MISHU", "DB9999", "no such name"] {
            let mut stranger = app.visitor();
            for password in passwords {
                stranger.visits("/sign-in").await.is(200);
                let before = app.services.hashing.made();
                stranger.submits("/sign-in", &[("login", login), ("password", password)]).await.is(422);
                counted.push(app.services.hashing.made() - before);
            }
        }
        assert_eq!(counted, vec![1; 4 * passwords.len()], "no name is told from another by the work it makes");
        let before = app.services.hashing.made();
        from(&app, "203.0.113.5").signs_in("DB8001", PASSWORD, "").await.is(200);
        assert_eq!(app.services.hashing.made() - before, 1);
    }

    async fn strangers_do_not_keep_the_holder_out(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        let mut stranger = from(&app, "198.51.100.1");
        for _ in 0..5 {
            stranger.signs_in("DB8001", WRONG, "").await.is(422).says(REFUSED);
        }
        for _ in 0..7 {
            stranger.signs_in("DB8001", WRONG, "").await.is(422).says(SLOWED);
        }
        assert_eq!(from(&app, "203.0.113.5").signs_in("DB8001", PASSWORD, "").await.redirects, ["/deputy"]);
        stranger.signs_in("DB8001", WRONG, "").await.is(422).says(SLOWED);
    }

    async fn whoever_has_to_wait_is_told_so_and_never_that_the_right_password_is_wrong(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        app.has_account(Role::Deputy, "DB8002");
        let mut here = app.visitor();
        let mut answers = Vec::new();
        for login in ["DB8001", "DB9999", "no such name"] {
            for _ in 0..5 {
                here.signs_in(login, WRONG, "").await.is(422).says(REFUSED);
            }
            for password in [PASSWORD, WRONG] {
                let page = here.signs_in(login, password, "").await;
                page.is(422).says(SLOWED).says("请等 1 分钟");
                assert!(!page.text().contains(REFUSED));
                answers.push((login, comparable(&page, login)));
            }
        }
        for (login, answer) in &answers {
            assert_eq!(answer, &answers[0].1, "{login} is answered otherwise than {}", answers[0].0);
        }
        assert_eq!(here.signs_in("DB8002", PASSWORD, "").await.redirects, ["/deputy"], "only that account");

        let later = app.restarts(SignedDuration::from_secs(61)).await;
        later.visitor().signs_in("DB8001", WRONG, "").await.is(422).says(REFUSED);
        later.visitor().signs_in("DB8001", PASSWORD, "").await.is(422).says("请等 2 分钟");
        let later = later.restarts(SignedDuration::from_secs(121)).await;
        assert_eq!(later.visitor().signs_in("DB8001", PASSWORD, "").await.redirects, ["/deputy"]);
        later.visitor().signs_in("DB8001", WRONG, "").await.is(422).says(REFUSED);
        later.stop().await;
    }

    async fn a_device_that_signed_in_before_is_let_through_and_has_a_count_of_its_own(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU");
        app.has_account(Role::Secretariat, "MISHU2");
        let mut known = from(&app, "203.0.113.5");
        known.signs_in("MISHU", PASSWORD, "").await;
        known.submits("/sign-out", &[]).await;
        let mut others = from(&app, "203.0.113.5");
        others.signs_in("MISHU2", PASSWORD, "").await;
        others.submits("/sign-out", &[]).await;
        for place in 1..=11 {
            let mut stranger = from(&app, &format!("198.51.100.{place}"));
            for _ in 0..5 {
                stranger.signs_in("MISHU", WRONG, "").await.is(422);
            }
        }
        from(&app, "203.0.113.77").signs_in("MISHU", PASSWORD, "").await.is(422).says(SLOWED);
        others.signs_in("MISHU", PASSWORD, "").await.is(422).says(SLOWED);
        assert_eq!(known.signs_in("MISHU", PASSWORD, "").await.redirects, TO_WORK);
        known.submits("/sign-out", &[]).await;
        for _ in 0..5 {
            known.signs_in("MISHU", WRONG, "").await.is(422).says(REFUSED);
        }
        known.signs_in("MISHU", PASSWORD, "").await.is(422).says(SLOWED);
    }

    async fn a_new_card_works_at_once_whatever_strangers_try(app: TestApp) {
        let id = app.has_account(Role::Deputy, "DB8001");
        let mut here = app.visitor();
        let tries = async |here: &mut Visitor| {
            for _ in 0..6 {
                here.signs_in("DB8001", WRONG, "").await.is(422);
            }
        };
        tries(&mut here).await;
        let hash = Password::new("k7m4q-x29ab").unwrap().hash(&mut hashing_memory()).unwrap();
        app.db().write(|tx| accounts::hand_over(tx, id, "示例代表", &hash)).unwrap();
        tries(&mut here).await;
        here.signs_in("DB8001", WRONG, "").await.is(422).says(SLOWED);
        assert_eq!(here.signs_in("DB8001", "K7M4QX29AB", "").await.redirects, ["/deputy"]);
    }

    async fn a_hundred_wrong_passwords_at_once_count_as_a_hundred(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        let mut answers = [0, 0];
        for page in all_at_once(&app, 100, "DB8001", WRONG, "", |_| "198.51.100.1".to_owned()).await {
            page.is(422);
            answers[usize::from(page.text().contains(SLOWED))] += 1;
        }
        assert_eq!(answers, [5, 95], "judged, and told to wait");
    }

    async fn a_one_time_code_lets_one_in_however_many_come_at_once(app: TestApp) {
        let codes = app.has_account_with_codes(Role::Secretariat, "MISHU");
        let code = codes.code(app.now());
        let pages = all_at_once(&app, 12, "MISHU", PASSWORD, &code, |place| format!("203.0.113.{place}")).await;
        let inside = pages.iter().filter(|page| page.status == 303).count();
        assert_eq!(inside, 1);
    }

    async fn confirming_uses_a_code_once_and_counts_every_failure(app: TestApp) {
        let codes = app.has_account_with_codes(Role::Secretariat, "MISHU");
        let person = app.person("MISHU");
        let code = codes.code(app.now());
        let confirm = |password: &str, code: &str| {
            let mut memory = hashing_memory();
            let mut door = Door::of(&app.services, &mut memory);
            accounts::confirm_identity(&mut door, &person, &Password::typed(password), code)
        };
        let at_once = |password: &'static str, code: &'static str| {
            std::thread::scope(|scope| {
                let confirm = &confirm;
                let all: Vec<_> = (0..12).map(|_| scope.spawn(move || confirm(password, code))).collect();
                all.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
            })
        };
        let code: &'static str = code.leak();
        let passed = at_once(PASSWORD, code).iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(passed, 1);
        app.db().write(|tx| accounts::unlock(tx, person.id)).unwrap();
        let refused = at_once(WRONG, "000000");
        let count = |slowed: bool| {
            refused.iter().filter(|outcome| matches!(outcome, Err(Refused::Rules(ConfirmError::Slowed { .. }))) == slowed).count()
        };
        assert_eq!((count(false), count(true)), (5, 7), "{refused:?}");
        assert!(matches!(confirm(PASSWORD, "000000"), Err(Refused::Rules(ConfirmError::Slowed { .. }))));
    }

    async fn wrong_passwords_before_a_change_are_counted_all(app: TestApp) {
        app.has_account(Role::Supervisor, "JD1");
        let mut person = app.visitor();
        person.signs_in("JD1", PASSWORD, "").await;
        person.visits("/password").await.is(200);
        let typed = |before: &'static str| [("before", before), ("new", "another-password"), ("again", "another-password")];
        let form = person.page().form("/password").with(&typed(WRONG));
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let pages = join_all((0..20).map(|_| person.asks("POST", "/password", &fields))).await;
        let slowed = pages.iter().filter(|page| page.is(422).text().contains(SLOWED)).count();
        assert_eq!(slowed, 15);
        person.visits("/password").await;
        person.submits("/password", &typed(PASSWORD)).await.is(422).says(SLOWED);
        let mut elsewhere = app.visitor();
        assert_eq!(elsewhere.signs_in("JD1", PASSWORD, "").await.redirects, ["/supervisor"], "the door itself is open");
    }

    async fn two_tabs_on_a_shared_device_never_open_one_persons_pages_to_another(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        app.has_account(Role::Deputy, "DB8002");
        for password in [WRONG, PASSWORD] {
            let mut device = app.visitor();
            device.visits("/sign-in").await;
            let other_tab = device.page().form("/sign-in").with(&[("login", "DB8002"), ("password", password)]);
            device.signs_in("DB8001", PASSWORD, "").await;
            let page = device.sends("/sign-in", &other_tab).await;
            assert!(page.redirects.is_empty(), "{:?}", page.redirects);
            page.is(422).says("这台设备上现在登录的是示例DB8001");
            assert_eq!(page.attributes("input[name=login]", "value"), ["DB8002"], "nothing typed is lost");
            let page = device.submits("/sign-in", &[("password", PASSWORD)]).await;
            assert_eq!(page.redirects, ["/deputy"]);
            assert!(page.html.contains("示例DB8002") && !page.html.contains("示例DB8001"));
        }
    }

    async fn nobody_who_is_signed_in_finds_nothing_at_home(app: TestApp) {
        for role in Role::ALL {
            let mut person = app.signed_in(*role).await;
            let page = person.visits(role.home()).await;
            page.is(200);
            person.visits(&format!("{}?lang=en", role.home())).await.is(200);
        }
        let mut deputy = app.signed_in(Role::Deputy).await;
        deputy.visits("/deputy").await.is(200).says("本账号不在本次会议名册上，请到签到台");
        deputy.visits("/deputy/check-in").await.is(200).says("本账号不在本次会议名册上，请到签到台");
        deputy.visits("/deputy?lang=en").await.is(200).says("not on the roll of this meeting");
    }

    async fn counts_are_forgotten_when_they_no_longer_matter(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        for _ in 0..6 {
            app.visitor().signs_in("DB8001", WRONG, "").await.is(422);
        }
        let rows = |app: &TestApp| {
            use diesel::{QueryDsl, RunQueryDsl};
            use piaojue::accounts::schema::sign_in_tries;
            app.reads(|conn| Ok(sign_in_tries::table.count().get_result::<i64>(conn)?))
        };
        app.db().write(|tx| accounts::tidy(tx, app.now())).unwrap();
        assert_eq!(rows(&app), 2);
        app.db().write(|tx| accounts::tidy(tx, app.now().plus_hours(2))).unwrap();
        assert_eq!(rows(&app), 0);
    }

    async fn whoever_reads_the_database_makes_no_codes(app: TestApp) {
        let secret = OneTimeCode::new_secret(&mut rand::rng());
        app.has_account_with_secret(Role::Secretariat, "MISHU", &secret);
        app.has_account_with_codes(Role::Secretariat, "MISHU2");
        let stored = "SELECT COUNT(*) AS n FROM accounts WHERE one_time_code_secret";
        let stored = |condition: &str| app.db().read(|conn| count(conn, &format!("{stored} {condition}"))).unwrap();
        assert_eq!(stored("IS NOT NULL"), 2);
        assert_eq!(stored(&format!("LIKE '%{secret}%'")), 0);

        // Sealed for one account, it is nothing in the row of another.
        let copied = "UPDATE accounts SET one_time_code_secret = (SELECT other.one_time_code_secret \
                      FROM accounts AS other WHERE other.login = 'MISHU') WHERE login = 'MISHU2'";
        assert_eq!(app.db().with_connection(|conn| sql_query(copied).execute(conn)).unwrap().unwrap(), 1);
        let code = OneTimeCode::of(&secret).unwrap().code(app.now());
        app.visitor().signs_in("MISHU2", PASSWORD, &code).await.is(422).says(REFUSED);
        assert_eq!(app.visitor().signs_in("MISHU", PASSWORD, &code).await.redirects, TO_WORK);
    }

    async fn a_one_time_code_is_good_once(app: TestApp) {
        let codes = app.has_account_with_codes(Role::Secretariat, "MISHU");
        let code = codes.code(app.now());
        assert_eq!(app.visitor().signs_in("MISHU", PASSWORD, &code).await.redirects, TO_WORK);
        app.visitor().signs_in("MISHU", PASSWORD, &code).await.is(422).says(REFUSED);

        let later = app.restarts(SignedDuration::from_secs(60)).await;
        let next = codes.code(later.now());
        assert_ne!(next, code);
        assert_eq!(later.visitor().signs_in("MISHU", PASSWORD, &next).await.redirects, TO_WORK);
        later.visitor().signs_in("MISHU", PASSWORD, &code).await.is(422);
        later.stop().await;
    }

    async fn whoever_signs_out_is_out_whatever_cookie_was_kept(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        let mut person = app.visitor();
        person.visits("/sign-in").await;
        let form = person.page().form("/sign-in").with(&[("login", "DB8001"), ("password", PASSWORD)]);
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = person.asks("POST", "/sign-in", &fields).await;
        let kept = answer.cookies().iter().find(|cookie| cookie.starts_with("piaojue=")).unwrap().to_string();
        let kept = kept.split(';').next().unwrap();
        assert!(gets_in_with(&app, kept).await);

        person.visits("/deputy").await;
        let page = person.submits("/sign-out", &[]).await;
        assert_eq!(page.redirects, ["/"]);
        assert!(!is_signed_in(&page));
        assert!(!gets_in(&person, "/deputy").await);
        assert!(!gets_in_with(&app, kept).await, "the old cookie still opens the door");
    }

    async fn a_new_password_signs_out_whoever_used_the_old_one(app: TestApp) {
        let id = app.has_account(Role::Deputy, "DB8001");
        let mut person = app.visitor();
        person.signs_in("DB8001", PASSWORD, "").await;
        assert!(gets_in(&person, "/deputy").await);
        let hash = Password::new("another-password").unwrap().hash(&mut hashing_memory()).unwrap();
        app.db().write(|tx| accounts::reset_password(tx, id, &hash)).unwrap();
        assert!(!gets_in(&person, "/deputy").await);
        person.signs_in("DB8001", PASSWORD, "").await.is(422);
        assert_eq!(person.signs_in("DB8001", "another-password", "").await.redirects, ["/deputy"]);
    }

    async fn a_sign_in_that_is_kept_a_moment_after_the_password_was_reset_is_nobodys(app: TestApp) {
        let id = app.has_account(Role::Deputy, "DB8001");
        let mut person = app.visitor();
        person.signs_in("DB8001", PASSWORD, "").await;
        assert!(gets_in(&person, "/deputy").await);
        app.db().maintenance("CREATE TABLE late AS SELECT * FROM sign_ins").unwrap();
        let hash = Password::new("another-password").unwrap().hash(&mut hashing_memory()).unwrap();
        app.db().write(|tx| accounts::reset_password(tx, id, &hash)).unwrap();
        app.db().maintenance("INSERT INTO sign_ins SELECT * FROM late; DROP TABLE late").unwrap();
        assert!(!gets_in(&person, "/deputy").await);
    }

    async fn a_sign_in_lasts_twelve_hours_and_survives_a_restart(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        let mut person = app.visitor();
        person.signs_in("DB8001", PASSWORD, "").await;
        let mut soon = app.clone();
        // Looked at again and again, or it would have ended by itself.
        for _ in 0..3 {
            soon = soon.restarts(SignedDuration::from_mins(220)).await;
            person.moves_to(&soon.origin);
            assert!(gets_in(&person, "/deputy").await);
        }
        let later = soon.restarts(SignedDuration::from_hours(2)).await;
        person.moves_to(&later.origin);
        assert!(!gets_in(&person, "/deputy").await);
        later.stop().await;
    }

    async fn after_signing_in_people_stay_on_their_own_pages(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        for (next, landing) in [
            ("", "/deputy"),
            ("/deputy/check-in", "/deputy/check-in"),
            ("/deputy", "/deputy"),
            ("/secretariat", "/deputy"),
            ("/deputyx", "/deputy"),
            ("//elsewhere.example/deputy", "/deputy"),
            ("https://elsewhere.example/deputy", "/deputy"),
            ("/deputy\\@elsewhere.example", "/deputy"),
            ("/deputy/\r\nset-cookie: a=b", "/deputy"),
            ("/deputy/../secretariat", "/deputy"),
            ("javascript:alert(1)", "/deputy"),
        ] {
            let mut person = app.visitor();
            person.visits("/sign-in").await;
            let fields = [("login", "DB8001"), ("password", PASSWORD), ("next", next)];
            let page = person.submits("/sign-in", &fields).await;
            assert_eq!(page.redirects[0], landing, "next={next:?}");
        }
        let asked = app.visitor().visits("/deputy/check-in").await;
        assert_eq!(asked.redirects, ["/sign-in?next=/deputy/check-in"]);
        assert_eq!(asked.attributes("input[name=next]", "value"), ["/deputy/check-in"]);
    }

    async fn what_is_not_yours_looks_like_what_is_not_there(app: TestApp) {
        let mut deputy = app.signed_in(Role::Deputy).await;
        let mut pages = Vec::new();
        for path in ["/secretariat/no-such-page", "/scrutineer/no-such-page", "/deputy/no-such-page", "/no-such-page"] {
            let page = deputy.visits(path).await;
            page.is(404).says("没有这一页");
            let (status, _, html) = comparable(&page, path);
            pages.push((path, (status, html)));
        }
        for (path, page) in &pages {
            assert_eq!(page, &pages[0].1, "{path} differs from {}", pages[0].0);
        }
    }

    async fn only_a_form_signs_in_or_out(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        let mut person = app.visitor();
        person.visits(&format!("/sign-in?login=DB8001&password={PASSWORD}")).await.is(200);
        assert!(!gets_in(&person, "/deputy").await);
        person.signs_in("DB8001", PASSWORD, "").await;
        let page = person.asks("GET", "/sign-out", &[]).await;
        assert!(page.status == 404 || page.status == 405);
        person.asks("POST", "/sign-out", &[]).await.is(422);
        assert!(gets_in(&person, "/deputy").await, "without its token the button does nothing");
    }

    async fn every_answer_carries_the_security_headers(app: TestApp) {
        let person = app.signed_in(Role::Deputy).await;
        for path in ["/sign-in", "/no-such-page", "/deputy/no-such-page", "/secretariat", "/static/css/piaojue.css"] {
            for asker in [&person, &app.visitor()] {
                let page = asker.asks("GET", path, &[]).await;
                let policy = page.header("content-security-policy").unwrap_or_default();
                assert!(policy.starts_with("default-src 'none';"), "{path}: {policy}");
                assert!(!policy.contains("unsafe"), "{path}: {policy}");
                for (name, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin")] {
                    assert_eq!(page.header(name), Some(value), "{path}");
                }
                if !path.starts_with("/static") && page.status != 303 {
                    assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
                }
            }
        }
    }

    async fn cookies_are_out_of_reach_of_scripts_and_other_sites(app: TestApp) {
        app.has_account(Role::Deputy, "DB8001");
        let mut person = app.visitor();
        let mut cookies = Vec::new();
        let page = person.visits("/sign-in?lang=en&view=large").await;
        cookies.extend(page.cookies().iter().map(ToString::to_string));
        let form = page.form("/sign-in").with(&[("login", "DB8001"), ("password", PASSWORD)]);
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        cookies.extend(person.asks("POST", "/sign-in", &fields).await.cookies().iter().map(ToString::to_string));
        let mut names: Vec<&str> = cookies.iter().map(|cookie| cookie.split('=').next().unwrap()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names, ["lang", "piaojue", "piaojue-device", "piaojue-form", "view"]);
        for cookie in &cookies {
            for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(cookie.split("; ").any(|found| found == part), "{cookie} without {part}");
            }
            assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
        }
    }

    async fn on_https_cookies_are_bound_to_the_host(app: TestApp) {
        let app = app.moves_to_https().await;
        let page = app.visitor().asks("GET", "/sign-in", &[]).await;
        assert!(page.header("strict-transport-security").is_some());
        let cookies = page.cookies();
        assert!(!cookies.is_empty());
        for cookie in cookies {
            assert!(cookie.starts_with("__Host-piaojue"), "{cookie}");
            assert!(cookie.contains("Secure") && cookie.contains("Path=/"), "{cookie}");
        }
        app.stop().await;
    }
}

async fn gets_in_with(app: &TestApp, cookie: &str) -> bool {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    let request = client.get(format!("{}/deputy/no-such-page", app.origin)).header("cookie", cookie);
    request.send().await.unwrap().status() == 404
}

fn with_demo(demo: bool, story: impl AsyncFnOnce(TestApp)) {
    let account = DemoAccount {
        role: "deputy",
        name: "示例代表".into(),
        login: "DB8001".into(),
        password: PASSWORD.into(),
        seed: None,
        booth: None,
    };
    actix_web::rt::System::new().block_on(async {
        let sheet = demo.then(|| Data::new(DemoSheet::of(vec![account])));
        let app = TestApp::start_at(Engine::Sqlite, NOON_OF_THE_VOTE, sheet);
        story(app.clone()).await;
        app.stop().await;
    });
}

#[test]
fn a_demonstration_says_so_and_lists_its_accounts() {
    with_demo(true, async |app| {
        let mut person = app.visitor();
        let page = person.visits("/sign-in").await;
        page.is(200).says("DB8001").says(PASSWORD);
        assert_eq!(page.texts("aside.demo").len(), 1);
        person.visits("/demo").await.is(200).says("DB8001");
        assert_eq!(person.visits("/no-such-page").await.texts("aside.demo").len(), 1);
    });
}

#[test]
fn in_earnest_there_is_no_sheet_of_accounts() {
    with_demo(false, async |app| {
        let mut person = app.visitor();
        assert!(person.visits("/sign-in").await.texts("aside.demo").is_empty());
        person.visits("/demo").await.is(404);
    });
}
