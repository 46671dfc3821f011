//! People come from their district's own sign-in; accounts are found, never made, and nobody comes in by what was said to somebody
//! else.

use piaojue::{
    accounts::{self, NewProvider, Role},
    audit::Actor,
    ids::CongressId,
};
use serde_json::json;

use crate::{
    ballots::audit_entries,
    support::{
        PASSWORD, Page, TestApp, Visitor,
        sign_in_provider::{AtTheProvider, SignInProvider},
    },
};

const LABEL: &str = "浙政钉";

fn is_set_up(app: &TestApp, provider: &SignInProvider, congress: CongressId, roles: &[Role], second_factor: &[&str]) {
    let new = NewProvider {
        congress,
        label: LABEL.into(),
        issuer: provider.issuer.clone(),
        client: "piaojue".into(),
        client_secret: provider.secret.into(),
        claim: "employee_number".into(),
        roles: roles.to_vec(),
        second_factor: second_factor.iter().map(|&word| word.to_owned()).collect(),
    };
    let now = app.now();
    app.db().write(|tx| accounts::set_provider(tx, &app.services.secret, now, new.clone())).unwrap();
}

/// A provider for the only congress, for these roles.
fn provider_for(app: &TestApp, roles: &[Role], second_factor: &[&str]) -> SignInProvider {
    let provider = SignInProvider::started(&[&app.origin]);
    is_set_up(app, &provider, app.congress(), roles, second_factor);
    provider
}

/// The address at the provider that this browser is sent to.
async fn departs(person: &Visitor, next: &str) -> String {
    let sent = person.asks("GET", &format!("/sign-in/outside?next={next}"), &[]).await;
    sent.is(303);
    sent.leads_to().unwrap().to_owned()
}

/// There and back, as whoever sits at the provider.
async fn comes_by_the_provider(person: &mut Visitor, next: &str) -> Page {
    let address = departs(person, next).await;
    let back = AtTheProvider::new().goes_through(&address).await;
    person.visits(&back).await
}

fn passwords_are_off_for(app: &TestApp, roles: &[Role]) {
    let (now, congress) = (app.now(), app.congress());
    let actor = Actor::operator().acting_in(congress);
    app.db().write(|tx| accounts::set_only_there(tx, &actor, now, congress, roles)).unwrap();
}

on_both_databases! {
    async fn staff_sign_in_where_their_district_knows_them(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU1");
        let provider = provider_for(&app, &[Role::Secretariat], &[]);
        let mut person = app.visitor();
        person.visits("/sign-in").await.is(200).says(&format!("用{LABEL}登录"));
        provider.sits_there("mishu1").await;
        let page = comes_by_the_provider(&mut person, "/secretariat/accounts").await;
        page.is(200);
        assert_eq!(page.path, "/secretariat/accounts", "where they were going");
        let entries = audit_entries(&app);
        assert!(entries.iter().any(|(act, said)| act == "signed_in" && said.contains(LABEL)), "{entries:?}");
    }

    async fn nobody_is_made_and_nobody_learns_who_is_known(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU1");
        app.has_account(Role::Auditor, "SHENJI1");
        app.has_account(Role::Admin, "YUNWEI1");
        let closed = app.has_account(Role::Secretariat, "MISHU2");
        app.db().write(|tx| accounts::close(tx, closed)).unwrap();
        let provider = provider_for(&app, &[Role::Secretariat], &[]);
        let mut answers = Vec::new();
        for login in ["MISHU9", "SHENJI1", "YUNWEI1", "MISHU2", "x", "' OR 1=1 --"] {
            provider.sits_there(login).await;
            let mut person = app.visitor();
            let page = comes_by_the_provider(&mut person, "").await;
            answers.push(page.is(422).text());
            person.visits("/secretariat").await.is(200).says("登录");
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        assert!(!app.knows("MISHU9"));
    }

    async fn what_was_said_in_one_browser_is_nothing_in_another(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU1");
        let provider = provider_for(&app, &[Role::Secretariat], &[]);
        provider.sits_there("MISHU1").await;

        // The code of another browser: of one that asked for nothing, and of one that asked for something else.
        let victim = app.visitor();
        let back = AtTheProvider::new().goes_through(&departs(&victim, "").await).await;
        let mut stranger = app.visitor();
        stranger.visits(&back).await.is(422).says("重新登录");
        departs(&stranger, "").await;
        stranger.visits(&back).await.is(422).says("重新登录");

        // A state that is replayed, after it was answered.
        let mut person = app.visitor();
        let back = AtTheProvider::new().goes_through(&departs(&person, "").await).await;
        person.visits(&back).await.is(200);
        person.visits("/").await;
        let mut again = person.clone();
        again.visits(&back).await.is(422).says("重新登录");

        // A code that was used, under a state that is right.
        let other = app.visitor();
        let first = departs(&other, "").await;
        let back = AtTheProvider::new().goes_through(&first).await;
        let state = back.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        let mut other = other;
        let used = person_code(&app, &provider).await;
        other.visits(&format!("/sign-in/outside/return?code={used}&state={state}")).await.is(422).says("没能用");
    }

    async fn tokens_that_say_something_else_than_was_asked_let_nobody_in(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU1");
        let provider = provider_for(&app, &[Role::Secretariat], &[]);
        for lie in ["nonce", "issuer", "audience", "none", "key", "client_secret", "expired"] {
            provider.is_told(json!({ "login": "MISHU1", "lie": lie })).await;
            let mut person = app.visitor();
            let page = comes_by_the_provider(&mut person, "").await;
            assert_eq!(page.status, 422, "{lie}: {}", page.text());
            page.says("没能用");
        }
        provider.sits_there("MISHU1").await;
        comes_by_the_provider(&mut app.visitor(), "").await.is(200);
    }

    async fn a_way_into_one_congress_is_none_into_another(app: TestApp) {
        app.congress_is_at("a.test");
        let other = app.has_congress("望江街道居民议事会", Some("b.test"));
        let at_a = format!("http://a.test{}", &app.origin["http://127.0.0.1".len()..]);
        let at_b = at_a.replace("a.test", "b.test");
        let provider = SignInProvider::started(&[&app.origin, &at_a, &at_b]);
        let first = app.reads(piaojue::congress::congresses).into_iter().find(|known| known.id != other).unwrap().id;
        app.turns_to(first, "a.test");
        app.has_account(Role::Secretariat, "MISHU1");
        app.turns_to(other, "b.test");
        app.has_account(Role::Secretariat, "MISHU1");
        is_set_up(&app, &provider, first, &[Role::Secretariat], &[]);
        provider.sits_there("MISHU1").await;

        // No provider is set up at the other one.
        let mut at_other = Visitor::at(&app.origin, "b.test");
        at_other.visits("/sign-in/outside").await.is(404);
        is_set_up(&app, &provider, other, &[Role::Secretariat], &[]);

        // The answer for one, brought to the other by the same browser.
        let person = Visitor::at(&app.origin, "a.test");
        let back = AtTheProvider::new().goes_through(&departs(&person, "").await).await;
        person.asks_at("b.test", "GET", &back).await.is(422).says("重新登录");
    }

    async fn a_code_of_ones_own_is_asked_for_unless_the_provider_saw_two_factors(app: TestApp) {
        let codes = app.has_account_with_codes(Role::Secretariat, "MISHU1");
        let provider = provider_for(&app, &[Role::Secretariat], &["mfa"]);
        provider.sits_there("MISHU1").await;
        let mut person = app.visitor();
        let page = comes_by_the_provider(&mut person, "").await;
        assert_eq!(page.path, "/sign-in/outside/code");
        person.visits("/secretariat").await.says("登录");
        person.visits("/sign-in/outside/code").await.is(200);
        person.submits("/sign-in/outside/code", &[("code", "000000")]).await.is(422);
        let code = codes.code(app.now());
        let page = person.submits("/sign-in/outside/code", &[("code", &code)]).await;
        assert_eq!((page.status, page.path.as_str()), (200, "/secretariat"), "{}", page.text());

        provider.is_told(json!({ "login": "MISHU1", "amr": ["pwd", "mfa"] })).await;
        let page = comes_by_the_provider(&mut app.visitor(), "").await;
        assert_eq!(page.path, "/secretariat");
        // The code page is nothing without having come by the provider.
        let mut stranger = app.visitor();
        assert_eq!(stranger.visits("/sign-in/outside/code").await.path, "/sign-in");
    }

    async fn wrong_codes_behind_the_provider_are_counted_like_all_others(app: TestApp) {
        let codes = app.has_account_with_codes(Role::Secretariat, "MISHU1");
        let provider = provider_for(&app, &[Role::Secretariat], &[]);
        provider.sits_there("MISHU1").await;
        let mut person = app.visitor();
        comes_by_the_provider(&mut person, "").await;
        for _ in 0..6 {
            person.visits("/sign-in/outside/code").await.is(200);
            person.submits("/sign-in/outside/code", &[("code", "000000")]).await.is(422);
        }
        let code = codes.code(app.now());
        person.submits("/sign-in/outside/code", &[("code", &code)]).await.is(422).says("分钟");
    }

    async fn where_passwords_are_off_only_the_provider_lets_in_and_the_operator_switches_them_on_again(app: TestApp) {
        app.has_account(Role::Secretariat, "MISHU3");
        app.has_account(Role::Secretariat, "MISHU1");
        app.has_account(Role::Auditor, "SHENJI1");
        app.has_account(Role::Admin, "YUNWEI1");
        let provider = provider_for(&app, &[Role::Secretariat], &[]);
        let mut operator = app.visitor();
        operator.signs_in("YUNWEI1", PASSWORD, "").await.is(200);
        let page = operator.visits("/admin/sign-in").await;
        page.is(200).says(LABEL);
        let refused = operator.submits("/admin/sign-in", &[("only_there", "secretariat"), ("password", "wrong")]).await;
        refused.is(422);
        let form = [("only_there", "secretariat"), ("password", PASSWORD)];
        operator.visits("/admin/sign-in").await;
        operator.submits("/admin/sign-in", &form).await.is(200).says("已保存");

        let mut person = app.visitor();
        person.visits("/sign-in").await.says("以下身份只能用");
        person.signs_in("MISHU1", PASSWORD, "").await.is(422);
        app.visitor().signs_in("SHENJI1", PASSWORD, "").await.is(200);
        provider.sits_there("MISHU1").await;
        comes_by_the_provider(&mut person, "").await.is(200);

        // The provider is gone: nobody of that role gets in until the operator, whose password stays, says otherwise.
        drop(provider);
        app.visitor().visits("/sign-in/outside").await.is(422).says("连不上");
        let mut operator = app.visitor();
        operator.signs_in("YUNWEI1", PASSWORD, "").await.is(200);
        let page = operator.visits("/admin/sign-in").await;
        let form = page.form("/admin/sign-in").without("only_there").with(&[("password", PASSWORD)]);
        operator.sends("/admin/sign-in", &form).await.is(200);
        app.visitor().signs_in("MISHU3", PASSWORD, "").await.is(200);
        let entries = audit_entries(&app);
        assert_eq!(entries.iter().filter(|(act, _)| act == "passwords_switched").count(), 2);
    }

    async fn an_act_is_confirmed_at_the_provider_once_and_by_nobody_else(app: TestApp) {
        app.has_account_with_codes(Role::Secretariat, "MISHU1");
        app.has_account(Role::Secretariat, "MISHU2");
        let provider = provider_for(&app, &[Role::Secretariat], &["mfa"]);
        passwords_are_off_for(&app, &[Role::Secretariat]);
        provider.is_told(json!({ "login": "MISHU1", "amr": ["mfa"] })).await;
        let mut person = app.visitor();
        comes_by_the_provider(&mut person, "").await.is(200);

        // Renewing recovery codes stands for every act that asks once more.
        const ACT: &str = "/second-factor/recovery";
        let renews = async |person: &mut Visitor| {
            person.visits("/second-factor").await.is(200);
            let form = person.page().form(ACT);
            person.sends(ACT, &form).await
        };
        renews(&mut person).await.is(422);
        person.submits(ACT, &[("password", PASSWORD)]).await.is(422);

        let shows = async |person: &mut Visitor, who: &str| {
            provider.is_told(json!({ "login": who, "amr": ["mfa"] })).await;
            let sent = person.asks("GET", "/sign-in/outside?again=1&next=/secretariat", &[]).await;
            let address = sent.leads_to().unwrap().to_owned();
            assert!(address.contains("prompt=login") && address.contains("max_age=0"), "{address}");
            let back = AtTheProvider::new().goes_through(&address).await;
            person.visits(&back).await
        };
        shows(&mut person, "MISHU2").await;
        renews(&mut person).await.is(422);
        shows(&mut person, "MISHU1").await.is(200);
        renews(&mut person).await.is(200).says("恢复码");
        renews(&mut person).await.is(422);
    }
}

/// A code that somebody else at the provider was given and has used.
async fn person_code(app: &TestApp, provider: &SignInProvider) -> String {
    provider.sits_there("MISHU1").await;
    let mut person = app.visitor();
    let back = AtTheProvider::new().goes_through(&departs(&person, "").await).await;
    person.visits(&back).await.is(200);
    back.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned()
}
