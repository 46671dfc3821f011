//! The ceremony from its beginning to the copies, and what interrupts it.

use jiff::SignedDuration;
use piaojue::{
    audit::Actor,
    scrutineers::{self, CeremonyError},
};
use serde_json::Value;
use verifiable_ballots::{Element, ThresholdParameters, trustee::decryption_key_from};

use super::{counted, messages_kept, refused};
use crate::support::{
    Ceremony, KeyMaker, Page, TestApp,
    ceremony::{KEY, LIST, json},
};

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
}

impl Ceremony {
    /// While the key is made, the list offers no change.
    async fn presses_nothing_that_changes_the_list(&mut self) {
        let page = self.list().await;
        let actions = page.attributes("form", "action");
        assert!(actions.iter().all(|action| !action.starts_with(LIST)), "{actions:?}");
    }
}
