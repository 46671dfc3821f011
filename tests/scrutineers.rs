//! Appointing scrutineers and making their key: by the rules, by three messages each, and anew when one leaves.

use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::BigInt};
use jiff::SignedDuration;
use piaojue::{
    accounts::Role,
    audit::Actor,
    on_db,
    scrutineers::{self, CeremonyError},
};
use serde_json::Value;
use verifiable_ballots::{
    Element, ThresholdParameters,
    trustee::{Context, certificate, decryption_key_from},
};

use crate::support::{
    Ceremony, KeyMaker, Page, TestApp,
    ceremony::{KEY, LIST, PEOPLE, START, VOID, json},
};

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn counted(app: &TestApp, query: &str) -> i64 {
    let rows: Vec<Count> =
        app.db().with_connection(|conn| on_db!(conn, c => sql_query(query).load(c)).unwrap()).unwrap();
    rows[0].n
}

fn messages_kept(app: &TestApp) -> i64 {
    counted(app, "SELECT COUNT(*) AS n FROM key_messages")
}

/// The refusal's code, after checking that it came as one and says something.
#[track_caller]
fn refused(page: &Page, status: u16) -> String {
    assert_eq!(page.status, status, "{}", page.html);
    let refusal: Value = serde_json::from_str(&page.html).unwrap();
    assert!(refusal["message"].as_str().unwrap().chars().count() > 8, "{refusal}");
    refusal["error"].as_str().unwrap().to_owned()
}

fn lights(page: &Page) -> Vec<String> {
    page.texts("tbody .light")
}

on_both_databases! {
    async fn three_scrutineers_make_a_key_that_two_of_them_open(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        assert_eq!(lights(&hall.list().await), ["还没有开始"; 3]);
        hall.makers[1].page().await.is(200).says("李建国 （您） 还没有开始");
        hall.makers[1].joins().await.is(200);
        assert_eq!(lights(&hall.list().await), ["还没有开始", "第一步已完成：公钥已登记", "还没有开始"]);
        hall.makers[0].page().await.says("李建国 第一步已完成：公钥已登记");
        assert_eq!(hall.makers[1].status().await["next"], Value::Null, "nothing more to do before the others");
        hall.makers[0].joins().await.is(200);
        hall.makers[2].joins().await.is(200);
        hall.list().await.says("第二步：");
        for maker in &mut hall.makers {
            assert_eq!(maker.status().await["next"], "polynomial");
            maker.deals().await.is(200);
        }
        hall.list().await.says("第三步：");
        for maker in &mut hall.makers {
            assert_eq!(maker.status().await["stage"], "running");
            maker.checks().await.is(200);
        }
        for maker in &hall.makers {
            assert_eq!(maker.status().await["stage"], "made");
        }
        hall.list().await.says("任意 2 名到场").says("还没有确认的：陈志强、李建国、吴晓燕");

        let session = app.session().id;
        let key = app.reads(|conn| scrutineers::session_key(conn, session)).expect("the key is made");
        let parameters: ThresholdParameters = serde_json::from_str(&key.document).unwrap();
        parameters.check().unwrap();
        assert_eq!((key.threshold, parameters.threshold, parameters.certs.len()), (2, 2, 3));
        let appointed = app.reads(|conn| scrutineers::scrutineers(conn, session));
        for (maker, (scrutineer, published)) in
            hall.makers.iter().zip(appointed.iter().zip(&parameters.verification_keys))
        {
            let share = scrutineer.share.as_ref().unwrap();
            assert_eq!(share.verification_key, maker.seed().verification_key().to_string());
            let secret = decryption_key_from(maker.seed(), &share.encrypted_decryption_key).unwrap();
            assert_eq!(Element::generator_to(&secret), published.public_key, "{}", maker.name);
        }
    }

    async fn nothing_the_server_keeps_holds_a_seed(app: TestApp) {
        let hall = Ceremony::made(&app).await;
        let all = counted(&app, "SELECT COUNT(*) AS n FROM key_messages WHERE message LIKE '%verification%'");
        assert!(all >= 3, "the search finds what is there");
        for maker in &hall.makers {
            let seed = maker.seed().to_string();
            for (table, column) in [
                ("key_messages", "message"),
                ("scrutineers", "encrypted_decryption_key"),
                ("threshold_keys", "document"),
                ("audit_entries", "detail"),
            ] {
                let query = format!("SELECT COUNT(*) AS n FROM {table} WHERE {column} LIKE '%{seed}%'");
                assert_eq!(counted(&app, &query), 0, "{table}.{column}");
            }
        }
    }

    async fn a_copy_is_confirmed_once_the_key_is_made_and_everybody_sees_who_has(app: TestApp) {
        let mut hall = Ceremony::dealt(&app).await;
        hall.makers[0].page().await;
        let early = hall.makers[0].confirms().await;
        early.is(422).says("密钥还没有做成，不能确认抄存");
        for maker in &mut hall.makers {
            maker.checks().await.is(200);
        }
        let confirmed = hall.makers[0].confirms().await;
        confirmed.is(200).says("已确认：您的密钥已抄存").says("这台设备里已经不留密钥");
        assert!(confirmed.path.starts_with(KEY));
        hall.list().await.says("还没有确认的：李建国、吴晓燕");
        hall.makers[1].page().await.says("陈志强 密钥已抄存");
        hall.makers[0].browser.visits("/scrutineer").await.says("现在没有要您办的事");
        hall.makers[1].browser.visits("/scrutineer").await.says("还没有确认抄存");

        let form = hall.makers[1].page().await.form("/scrutineer/key/copy");
        for _ in 0..2 {
            hall.makers[1].browser.sends("/scrutineer/key/copy", &form).await.is(200).says("您的密钥已抄存");
        }
        assert_eq!(counted(&app, "SELECT COUNT(*) AS n FROM audit_entries WHERE action = 'seed_copy_confirmed'"), 2);
    }

    async fn the_desk_waits_for_as_many_copies_as_open_the_box(app: TestApp) {
        let mut hall = Ceremony::made(&app).await;
        let desk = hall.secretary.visits("/secretariat").await;
        desk.says("只有 0 名监票人确认已抄存密钥，开箱需要 2 名。还没有确认的：陈志强、李建国、吴晓燕");
        assert!(desk.texts(".todo .must").iter().any(|line| line.contains("抄存")));
        hall.makers[0].confirms().await.is(200);
        hall.makers[2].confirms().await.is(200);
        let desk = hall.secretary.visits("/secretariat").await;
        desk.says("还没有确认已抄存密钥的监票人：李建国");
        assert!(desk.texts(".todo .must").iter().all(|line| !line.contains("抄存")), "two copies open the box");
        hall.makers[1].confirms().await.is(200);
        let desk = hall.secretary.visits("/secretariat").await;
        assert!(!desk.text().contains("抄存"), "{}", desk.text());
    }

    async fn a_wrong_certificate_is_not_taken(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        let [first, second, _] = &mut hall.makers[..] else { unreachable!() };
        assert_eq!(refused(&first.sends("certificate", "").await, 409), "message_unreadable");
        assert_eq!(refused(&first.sends("certificate", "{\"message\":1}").await, 409), "message_unreadable");
        let other_place = json(&first.certificate_for(3, 2, 2));
        let page = first.sends("certificate", &other_place).await;
        assert_eq!(refused(&page, 409), "message_wrong");
        assert!(page.html.contains("不是为这一次制作、这个位置"), "{}", page.html);
        let other_threshold = json(&first.certificate_for(3, 3, 1));
        assert_eq!(refused(&first.sends("certificate", &other_threshold).await, 409), "message_wrong");
        let other_size = json(&first.certificate_for(2, 2, 1));
        assert_eq!(refused(&first.sends("certificate", &other_size).await, 409), "message_wrong");
        let mut signed_by_another = first.certificate().await;
        signed_by_another.0.signature = second.certificate_for(3, 2, 2).0.signature;
        let page = first.sends("certificate", &json(&signed_by_another)).await;
        assert_eq!(refused(&page, 409), "message_wrong");
        assert!(page.html.contains("第 1 位监票人的公钥签名不对"), "{}", page.html);
        assert_eq!(messages_kept(&app), 0);
        first.joins().await.is(200);
        assert_eq!(messages_kept(&app), 1);
    }

    async fn what_a_browser_finds_wrong_is_recorded_and_the_secretariat_begins_anew(app: TestApp) {
        let mut hall = Ceremony::dealt(&app).await;
        let ceremony = hall.makers[2].status().await["ceremony"].as_str().unwrap().to_owned();
        let third = &mut hall.makers[2];
        for (finding, about) in [("part", ""), ("part", "0"), ("part", "4"), ("part", "x"), ("own", "1"), ("certificates", "2")] {
            assert_eq!(refused(&third.refuses(&ceremony, finding, about).await, 409), "message_unreadable", "{finding} {about}");
        }
        assert_eq!(third.refuses(&ceremony, "colleague", "1").await.status, 400);
        let answer = third.refuses(&ceremony, "part", "2").await.is(200).html.clone();
        assert!(answer.contains("\"refused\""), "{answer}");
        assert_eq!(third.refuses(&ceremony, "own", "").await.is(200).html, answer, "the first finding stands");
        hall.makers[0].page().await.says("发现内容不符，已停下");
        hall.makers[0].checks().await.is(200);
        let list = hall.list().await;
        list.says("有监票人的浏览器核对不符").says("吴晓燕的浏览器发现：李建国的份额与本人签署的内容不符");
        list.says("作废本次制作");
        assert_eq!(counted(&app, "SELECT COUNT(*) AS n FROM audit_entries WHERE action = 'key_part_refused'"), 1);

        hall.voids("吴晓燕核对不符").await.is(200);
        assert_eq!(refused(&hall.makers[0].refuses(&ceremony, "own", "").await, 409), "ceremony_gone");
        hall.starts("2").await.is(200).says("第 2 次制作密钥正在进行");
        assert!(!hall.list().await.text().contains("浏览器"), "the new ceremony starts clean");
    }

    async fn whoever_goes_on_after_all_has_nothing_refused(app: TestApp) {
        let mut hall = Ceremony::dealt(&app).await;
        let ceremony = hall.makers[2].status().await["ceremony"].as_str().unwrap().to_owned();
        hall.makers[2].refuses(&ceremony, "own", "").await.is(200);
        hall.list().await.says("吴晓燕的浏览器发现：本人发出的内容被改动，或打不开");
        for maker in &mut hall.makers {
            maker.checks().await.is(200);
        }
        let list = hall.list().await;
        assert!(!list.text().contains("浏览器发现"), "{}", list.text());
        list.says("还没有确认的：陈志强、李建国、吴晓燕");
    }

    async fn messages_come_in_their_order_and_once(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        let [first, second, third] = &mut hall.makers[..] else { unreachable!() };
        for step in ["polynomial", "verification"] {
            assert_eq!(refused(&first.sends(step, "{}").await, 409), "out_of_turn");
        }
        let certificate = json(&first.certificate().await);
        let answer = first.sends("certificate", &certificate).await.is(200).html.clone();
        // A retry of a bad network, and the same keys signed once more.
        assert_eq!(first.sends("certificate", &certificate).await.is(200).html, answer);
        let again = json(&first.certificate().await);
        assert_ne!(again, certificate);
        assert_eq!(first.sends("certificate", &again).await.is(200).html, answer);
        assert_eq!(messages_kept(&app), 1);
        second.joins().await.is(200);
        third.joins().await.is(200);
        assert_eq!(refused(&first.sends("verification", "{}").await, 409), "out_of_turn");
        first.deals().await.is(200);
        first.deals().await.is(200);
        assert_eq!(messages_kept(&app), 4, "the first polynomial stands");
        second.deals().await.is(200);
        third.deals().await.is(200);
        for maker in [&mut *first, &mut *second, &mut *third] {
            maker.checks().await.is(200);
        }
        assert_eq!(messages_kept(&app), 9);
        // The key is made: what comes again changes nothing.
        first.sends("certificate", &again).await.is(200);
        first.sends("verification", "{}").await.is(200);
        assert_eq!(messages_kept(&app), 9);
    }

    async fn a_second_device_with_another_seed_is_sent_back_to_the_first(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        hall.makers[0].joins().await.is(200);
        let (login, name) = PEOPLE[0];
        let mut elsewhere = KeyMaker::signs_in(&app, login, name).await;
        let page = elsewhere.joins().await;
        assert_eq!(refused(&page, 409), "other_seed");
        assert!(page.html.contains("请回到那台设备"), "{}", page.html);
        // With the seed typed in, the other device goes on.
        elsewhere.seed = hall.makers[0].seed.clone();
        for maker in &mut hall.makers[1..] {
            maker.joins().await.is(200);
        }
        elsewhere.deals().await.is(200);
        for maker in &mut hall.makers[1..] {
            maker.deals().await.is(200);
        }
        hall.makers[0].checks().await.is(200);
        assert_eq!(elsewhere.status().await["next"], Value::Null);
    }

    async fn two_scrutineers_never_share_a_seed(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        hall.makers[0].joins().await.is(200);
        hall.makers[1].seed = hall.makers[0].seed.clone();
        let page = hall.makers[1].joins().await;
        assert_eq!(refused(&page, 409), "same_keys");
        assert!(page.html.contains("与第 1 位监票人的相同"), "{}", page.html);
    }

    async fn a_wrong_polynomial_is_not_taken(app: TestApp) {
        let mut hall = Ceremony::joined(&app).await;
        let others = hall.makers[1].polynomial().await;
        let first = &mut hall.makers[0];
        let good = first.polynomial().await;
        let mut too_few = good.clone();
        too_few.secrets.pop();
        let mut signed_by_another = good.clone();
        signed_by_another.signature = others.signature.clone();
        let mut of_another = good.clone();
        of_another.coefexps = others.coefexps.clone();
        let mut degree = good.clone();
        degree.coefexps.message = degree.coefexps.message.replacen('"', "", 1);
        for bad in [too_few, signed_by_another, of_another, degree, others.clone()] {
            assert_eq!(refused(&first.sends("polynomial", &json(&bad)).await, 409), "message_wrong");
        }
        assert_eq!(refused(&first.sends("polynomial", "[]").await, 409), "message_unreadable");
        let threshold_of_three = {
            let rng = &mut rand::rng();
            let seeds: Vec<_> = hall.makers.iter().map(|maker| maker.seed().clone()).collect();
            let certificates: Vec<_> = (1..)
                .zip(&seeds)
                .map(|(index, seed)| certificate(seed, Context::new(3, 3, index).unwrap(), rng))
                .collect();
            json(&verifiable_ballots::trustee::polynomial(&seeds[0], &certificates, rng).unwrap())
        };
        let first = &mut hall.makers[0];
        let page = first.sends("polynomial", &threshold_of_three).await;
        assert_eq!(refused(&page, 409), "message_wrong");
        assert!(page.html.contains("第 1 位监票人分发的份额签名或份数不对"), "{}", page.html);
        assert_eq!(messages_kept(&app), 3);
        first.sends("polynomial", &json(&good)).await.is(200);
        assert_eq!(messages_kept(&app), 4);
    }

    async fn a_share_that_does_not_follow_from_the_parts_is_not_taken(app: TestApp) {
        let mut hall = Ceremony::dealt(&app).await;
        let others = hall.makers[1].verification().await;
        let first = &mut hall.makers[0];
        let good = first.verification().await;
        let mut not_proved = good.clone();
        not_proved.public_key.pok = others.public_key.pok.clone();
        let mut not_signed = good.clone();
        not_signed.public_key.signature = None;
        let mut key_of_another = good.clone();
        key_of_another.public_key.public_key = others.public_key.public_key;
        for bad in [others, not_proved, not_signed, key_of_another] {
            let page = first.sends("verification", &json(&bad)).await;
            assert_eq!(refused(&page, 409), "message_wrong");
            assert!(page.html.contains("第 1 位监票人合成的份额核对不符"), "{}", page.html);
        }
        assert_eq!(messages_kept(&app), 6);
        first.sends("verification", &json(&good)).await.is(200);
    }

    async fn whoever_is_not_appointed_takes_no_part(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        app.has_person(Role::Scrutineer, "GUOKE", "过客", false);
        let mut stranger = KeyMaker::signs_in(&app, "GUOKE", "过客").await;
        stranger.page().await.is(404);
        stranger.browser.asks("GET", "/scrutineer/key/status.json", &[]).await.is(404);
        let ceremony = hall.makers[0].status().await["ceremony"].as_str().unwrap().to_owned();
        let csrf = hall.makers[0].page().await.attributes("[data-key]", "data-csrf").remove(0);
        let key = uuid::Uuid::new_v4().to_string();
        let certificate = json(&stranger.certificate_for(3, 2, 1));
        let fields = [
            ("csrf", csrf.as_str()),
            ("key", key.as_str()),
            ("ceremony", ceremony.as_str()),
            ("step", "certificate"),
            ("message", certificate.as_str()),
        ];
        let page = stranger.browser.asks("POST", "/scrutineer/key/messages", &fields).await;
        assert_eq!(refused(&page, 422), "form_expired", "another's token is worth nothing");
        assert_eq!(messages_kept(&app), 0);
    }

    async fn when_one_leaves_the_ceremony_is_void_and_another_begins_with_others(app: TestApp) {
        let mut hall = Ceremony::joined(&app).await;
        hall.makers[0].deals().await.is(200);
        let old = hall.makers[0].status().await["ceremony"].as_str().unwrap().to_owned();
        hall.presses_nothing_that_changes_the_list().await;
        let page = hall.voids("   ").await;
        page.is(422).says("没有写原因");
        let long = "因".repeat(201);
        let page = hall.voids(&long).await;
        page.is(422).says("原因超过 200 字");
        assert!(page.html.contains(&long), "what was typed stays");
        hall.voids("吴晓燕因病退席").await.is(200).says("第 1 次制作已作废").says("吴晓燕因病退席");
        hall.makers[0].page().await.says("第 1 次制作已作废").says("吴晓燕因病退席").says("请撕毁这一次的密钥纸条");
        let polynomial = json(&"x");
        let page = hall.makers[1].sends_to(&old, "polynomial", &polynomial).await;
        assert_eq!(refused(&page, 409), "ceremony_gone");
        let page = hall.voids("再作废一次").await;
        page.is(422).says("不用作废");

        // One goes, another comes.
        hall.presses_for("吴晓燕", "withdraw").await.is(200).says("已取消登记");
        hall.makers.remove(2);
        hall.makers.push(KeyMaker::new(&app, "JIANPIAO4", "周晓明").await);
        hall.appoints("JIANPIAO4", false).await.is(200);
        hall.starts("2").await.is(200).says("第 2 次制作密钥正在进行");
        for maker in &mut hall.makers {
            maker.seed = None;
            maker.joins().await.is(200);
        }
        for maker in &mut hall.makers {
            maker.deals().await.is(200);
        }
        for maker in &mut hall.makers {
            maker.checks().await.is(200);
        }
        hall.list().await.says("还没有确认的：陈志强、李建国、周晓明");
        assert_eq!(messages_kept(&app), 4 + 9, "the void ceremony's messages stay");
        let page = hall.makers[1].sends_to(&old, "polynomial", &polynomial).await;
        assert_eq!(refused(&page, 409), "ceremony_gone");
    }

    async fn a_ceremony_goes_on_after_a_restart_of_the_program(app: TestApp) {
        let mut hall = Ceremony::joined(&app).await;
        hall.makers[0].deals().await.is(200);
        let app = app.restarts(SignedDuration::from_mins(5)).await;
        for maker in &mut hall.makers {
            maker.browser.moves_to(&app.origin);
        }
        for maker in &mut hall.makers[1..] {
            maker.deals().await.is(200);
        }
        for maker in &mut hall.makers {
            maker.checks().await.is(200);
        }
        assert_eq!(hall.makers[2].status().await["stage"], "made");
        app.stop().await;
    }

    async fn two_who_are_ready_at_once_both_count(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        let [first, second, third] = &mut hall.makers[..] else { unreachable!() };
        let together = futures_util::future::join3(first.joins(), second.joins(), third.joins()).await;
        for page in [&together.0, &together.1, &together.2] {
            page.is(200);
        }
        let together = futures_util::future::join3(first.deals(), second.deals(), third.deals()).await;
        for page in [&together.0, &together.1, &together.2] {
            page.is(200);
        }
        let together = futures_util::future::join3(first.checks(), second.checks(), third.checks()).await;
        for page in [&together.0, &together.1, &together.2] {
            page.is(200);
        }
        assert_eq!(first.status().await["stage"], "made");
        assert_eq!(counted(&app, "SELECT COUNT(*) AS n FROM threshold_keys"), 1);
    }

    async fn scrutineers_are_appointed_named_chief_and_withdrawn(app: TestApp) {
        let mut hall = Ceremony::with_accounts(&app).await;
        hall.list().await.says("还没有监票人").says("监票人不足两名");
        let page = hall.secretary.submits(LIST, &[]).await;
        page.is(422).says("没有选择账号");
        let form = {
            let page = hall.list().await;
            let account = page.attributes("input[name=account]", "value").remove(0);
            page.form(LIST).with(&[("account", &account), ("chief", "yes")])
        };
        for _ in 0..2 {
            hall.secretary.sends(LIST, &form).await.is(200);
        }
        assert_eq!(hall.list().await.texts("tbody th").len(), 1, "the second press changed nothing");
        let chief = hall.list().await.texts("tbody th").remove(0);
        let chief = chief.trim_start_matches("1 ").to_owned();
        let rest: Vec<_> = PEOPLE.iter().filter(|(_, name)| *name != chief).collect();
        hall.appoints(rest[0].0, false).await.is(200);
        let page = hall.list().await;
        assert!(page.attributes("input[name=chief]", "name").is_empty(), "there is a chief, so none can be added");
        // A page that was open from before.
        let page = hall.secretary.sends(LIST, &form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())])).await;
        page.is(422).says("这个账号已经登记为监票人");
        let account = hall.list().await.attributes("input[name=account]", "value").remove(0);
        let fresh = uuid::Uuid::new_v4().to_string();
        let second_chief = form.clone().with(&[("key", &fresh), ("account", &account), ("chief", "yes")]);
        let page = hall.secretary.sends(LIST, &second_chief).await;
        page.is(422).says("已经有总监票人，只能有一名");
        assert_eq!(page.attributes("input[name=account][checked]", "value"), [account], "the choice stays");

        hall.appoints(rest[1].0, false).await.is(200);
        hall.presses_for(rest[1].1, "chief").await.is(200).says("已指定总监票人");
        hall.presses_for(&chief, "withdraw").await.is(200);
        let page = hall.list().await;
        assert_eq!(page.texts("tbody th"), [format!("1 {}", rest[0].1), format!("2 {}", rest[1].1)]);
        hall.presses_for(rest[1].1, "withdraw").await.is(200);
        hall.appoints(rest[1].0, false).await.is(200);
        hall.list().await.says("还没有总监票人");
        let page = hall.secretary.submits(LIST, &[("account", &uuid::Uuid::new_v4().to_string())]).await;
        page.is(422).says("不能登记为本次会议的监票人");
    }

    async fn a_ceremony_begins_only_when_it_can_be_held(app: TestApp) {
        let mut hall = Ceremony::appointed(&app).await;
        for threshold in ["1", "4", "0", "-2", "二", ""] {
            hall.starts(threshold).await.is(422).says("开箱人数应在 2 到 3 之间");
        }
        hall.list().await;
        let form = hall.secretary.page().form(START).with(&[("threshold", "3")]);
        for _ in 0..2 {
            hall.secretary.sends(START, &form).await.is(200).says("第 1 次制作密钥正在进行");
        }
        let again = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        hall.secretary.sends(START, &again).await.is(422).says("请先作废本次");
        hall.voids("试做").await.is(200);
        let account = hall.presses_for("陈志强", "withdraw").await;
        account.is(200).says("还没有总监票人");
        let again = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string()), ("threshold", "2")]);
        hall.secretary.sends(START, &again).await.is(422).says("请先指定一名总监票人");
        hall.presses_for("李建国", "withdraw").await.is(200);
        let again = form.with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        hall.secretary.sends(START, &again).await.is(422).says("监票人不足两名");
        hall.secretary.visits(VOID).await.is(200);
    }

    async fn once_the_key_is_made_nobody_is_changed(app: TestApp) {
        let mut hall = Ceremony::appointed(&app).await;
        let page = hall.list().await;
        let start = page.form(START).with(&[("threshold", "2")]);
        let withdraw = page.attributes("td form[action$='/withdraw']", "action").remove(0);
        let withdrawal = page.form(&withdraw);
        let new_key = || uuid::Uuid::new_v4().to_string();
        hall.secretary.sends(START, &start).await.is(200);
        hall.secretary.sends(&withdraw, &withdrawal).await.is(422).says("请先作废本次制作");
        for maker in &mut hall.makers {
            maker.joins().await.is(200);
        }
        for maker in &mut hall.makers {
            maker.deals().await.is(200);
        }
        for maker in &mut hall.makers {
            maker.checks().await.is(200);
        }
        let again = withdrawal.with(&[("key", &new_key())]);
        hall.secretary.sends(&withdraw, &again).await.is(422).says("密钥已经做成，监票人不能再变动");
        hall.secretary.sends(START, &start.with(&[("key", &new_key())])).await.is(422).says("不能再做一次");
        hall.voids("反悔").await.is(422).says("不用作废");
        let page = hall.list().await;
        assert!(page.attributes("form", "action").iter().all(|action| !action.starts_with(LIST)), "no button is left");
    }

    async fn the_command_line_stays_out_of_a_ceremony_in_the_browsers(app: TestApp) {
        let mut hall = Ceremony::joined(&app).await;
        let session = app.session().id;
        let at_the_command_line =
            || scrutineers::hold_ceremony(app.db(), &Actor::operator(), app.now(), session, 2).map(drop);
        assert!(matches!(at_the_command_line(), Err(CeremonyError::UnderWay)));
        hall.voids("监票人没有设备").await.is(200);
        at_the_command_line().unwrap();
        hall.list().await.says("还没有确认的：陈志强、李建国、吴晓燕");
        // Whoever was handed a seed confirms it on the same page.
        let status = hall.makers[0].status().await;
        assert_eq!((&status["stage"], &status["ceremony"]), (&"made".into(), &"".into()));
        hall.makers[0].confirms().await.is(200).says("您的密钥已抄存");
    }

    async fn an_expired_form_keeps_what_was_typed(app: TestApp) {
        let mut hall = Ceremony::begun(&app).await;
        hall.secretary.visits(VOID).await;
        let page = hall.secretary.submits(VOID, &[("reason", "吴晓燕退席"), ("csrf", "old")]).await;
        page.is(422);
        assert!(page.html.contains("吴晓燕退席"));
        hall.list().await.says("第 1 次制作密钥正在进行");
    }
}

impl Ceremony {
    /// While the key is made, the list offers no change.
    async fn presses_nothing_that_changes_the_list(&mut self) {
        let page = self.list().await;
        let actions = page.attributes("form", "action");
        assert!(actions.iter().all(|action| !action.starts_with(LIST)), "{actions:?}");
    }
}
