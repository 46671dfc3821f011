//! Whoever proposed something hears of it, once an answer; who else needs it is counted; who waits is there for all to see.

use diesel::connection::SimpleConnection;
use piaojue::{
    app::send_letters,
    db::DbError,
    ids::{NeedId, ProposalId},
    post,
    proposals::{self, OriginCount, ProposalState},
};

use super::{Asking, LIFT, Wish};
use crate::support::{
    Engine, TestApp, Visitor,
    catcher::Catcher,
    session::{FOUR, Hall},
    tracking::Year,
};

/// Somebody says that they need it too, from that address.
async fn says_so_too(app: &TestApp, origin: &str, address: &str, need: &str, place: &str) -> (Visitor, u16) {
    let mut visitor = Visitor::behind(origin, address);
    let action = format!("{need}/support");
    let page = visitor.visits(&action).await;
    let values = page.is(200).attributes("#place option", "value");
    let at = page.texts("#place option").iter().position(|text| text == place);
    let place = at.map_or_else(String::new, |at| values[at].clone());
    let status = visitor.submits(&action, &[("place", place.as_str()), ("do", "need")]).await.status;
    app.hears_of_what_is_public();
    (visitor, status)
}

/// The project came of that need.
fn came_of(year: &Year, need: &str) {
    let origins = serde_json::to_string(&OriginCount { all: 1, resident: 1, ..OriginCount::default() }).unwrap();
    let written = |id: &str| match year.app.engine() {
        Engine::Sqlite => format!("x'{}'", id.replace('-', "")),
        Engine::Postgres => format!("'{id}'"),
    };
    let (need, project) = (written(need), written(&year.project));
    let made = format!(
        "INSERT INTO candidate_origins SELECT candidate_id, {need}, '{origins}', '', promoted_at FROM projects \
         WHERE id = {project}; UPDATE needs SET state = 'chosen' WHERE id = {need}"
    );
    year.app.db().with_connection(|conn| piaojue::on_db!(conn, c => c.batch_execute(&made)).unwrap()).unwrap();
}

/// What is done is reported and accepted.
async fn completes(year: &mut Year, item: usize, quantity: &str) {
    year.reports(item, "2024-02-03", quantity).await.is(200).says("进展已报送");
    year.secretary.visits(&format!("/secretariat/projects/{}", year.project)).await.says("待验收");
    let accept = year.action("/accept");
    year.secretary.submits(&accept, &[("words", "现场核对无误")]).await.is(200).says("已验收");
    year.app.hears_of_what_is_public();
}

on_both_databases! {
    async fn one_letter_an_answer_to_whoever_confirmed_and_none_after_no_more(app: TestApp) {
        let catcher = Catcher::opens();
        let app = app.can_write_letters(&catcher.url).await;
        let mut asking = Asking::begins(&app).await;
        let mut proposed = asking.lists(Wish { contact: "Zhou@example.org", ..LIFT }).await;
        proposed.looks().await.says("将寄一封确认信");
        assert_eq!(send_letters(&app.services).unwrap(), 1);
        let letter = catcher.empties().remove(0);
        assert_eq!(letter.to, "zhou@example.org");
        assert!(letter.body.contains(LIFT.title) && letter.body.contains("不用理会"), "{}", letter.body);
        let link = letter.link(&app.origin, "/p/letters/");

        asking.answers(LIFT.title, "referred", "由街道受理").await.is(200).says("已答复");
        assert_eq!(send_letters(&app.services).unwrap(), 0, "nobody has confirmed");
        let mut reader = app.visitor();
        reader.visits(&link).await.is(200).says("请确认收信");
        assert_eq!(send_letters(&app.services).unwrap(), 0, "programs that look through mail open links too");
        reader.submits(&link, &[]).await.is(200).says("答复会寄给您");

        // Two instances write at the same moment: one letter.
        let now = app.now();
        let writes = || {
            let (secret, base) = (&app.services.secret, &app.services.base_url);
            app.db().write(|tx| proposals::write_letters(tx, secret, base, now)).unwrap()
        };
        let written = std::thread::scope(|scope| {
            let both = [scope.spawn(writes), scope.spawn(writes)];
            both.into_iter().map(|one| one.join().unwrap()).sum::<usize>()
        });
        assert_eq!(written, 1);
        assert_eq!(send_letters(&app.services).unwrap(), 1);
        let answer = catcher.empties().remove(0);
        for words in ["有了答复", "转办 12345", "由街道受理", "不再来信"] {
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
        }
        assert_eq!(send_letters(&app.services).unwrap(), 0, "once");
        proposed.looks().await.says("每次答复都寄到这个邮箱");

        assert_eq!(answer.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let stop = answer.header("List-Unsubscribe");
        let stop = stop.trim_matches(['<', '>']);
        let path = &stop[stop.find("/p/letters/").unwrap()..];
        for _ in 0..2 {
            app.visitor().asks("POST", path, &[("List-Unsubscribe", "One-Click")]).await.is(200).says("已停止来信");
        }
        reader.visits(&link).await.is(404).says("链接已失效");
        proposed.looks().await.says("没有保存您的联系方式");
        assert_eq!(app.db().read(post::waiting_letters).unwrap(), (0, 0));
    }

    async fn whoever_proposed_it_hears_once_a_month_how_it_goes(app: TestApp) {
        let mut year = Year::begins(&app).await;
        let catcher = Catcher::opens();
        year.moves_to(year.app.can_write_letters(&catcher.url).await).await;
        let mut asking = Asking::begins(&year.app).await;
        let mut proposed = asking.lists(Wish { contact: "Zhou@example.org", ..LIFT }).await;
        asking.lists(Wish { title: "四幢也装电梯", contact: "13857112345", ..LIFT }).await;
        send_letters(&year.app.services).unwrap();
        let link = catcher.empties()[0].link(&year.app.origin, "/p/letters/");
        let mut reader = year.app.visitor();
        reader.visits(&link).await.is(200);
        reader.submits(&link, &[]).await.is(200).says("答复会寄给您");
        // The project came of it.
        let need = asking.need(LIFT.title).await.trim_start_matches("/needs/").to_owned();
        came_of(&year, &need);

        let later = year.app.restarts(jiff::SignedDuration::from_mins(5)).await;
        year.moves_to(later).await;
        year.the_plan_is_published().await;
        year.days_pass(1).await;
        assert_eq!(send_letters(&year.app.services).unwrap(), 1, "only who confirmed an address");
        let letter = catcher.empties().remove(0);
        assert_eq!(letter.to, "zhou@example.org");
        for words in [LIFT.title, "项目开始实施", "每月至多一封", &year.project, "不再来信"] {
            assert!(letter.body.contains(words), "{words}: {}", letter.body);
        }
        let target = year.app.projects()[0].sub_items[0].goal.target().unwrap();
        year.reports(0, "2024-02-04", &target).await.is(200);
        year.days_pass(20).await;
        assert_eq!(send_letters(&year.app.services).unwrap(), 0, "not twice in a month");
        year.days_pass(12).await;
        assert_eq!(send_letters(&year.app.services).unwrap(), 1);
        let letter = catcher.empties().remove(0);
        assert!(letter.body.contains("里程碑完成") && !letter.body.contains("项目开始实施"), "{}", letter.body);
        // Late, and by then whoever proposed it has asked to be forgotten.
        proposed.visitor.moves_to(&year.app.origin);
        proposed.looks().await.is(200);
        let erase = format!("{}/erase", proposed.path);
        let form = proposed.visitor.page().form(&erase);
        proposed.visitor.sends(&erase, &form).await.is(200).says("删除回执");
        year.days_pass(40).await;
        assert_eq!(send_letters(&year.app.services).unwrap(), 0);
        assert!(catcher.empties().is_empty());
    }

    async fn a_contact_under_a_lost_secret_keeps_no_letter_back(app: TestApp) {
        let catcher = Catcher::opens();
        let app = app.can_write_letters(&catcher.url).await;
        let mut asking = Asking::begins(&app).await;
        let mut before = asking.lists(Wish { contact: "zhou@example.org", ..LIFT }).await;
        app.loses_the_secret_of_contacts();
        let wish = Wish { title: "四幢也装电梯", contact: "li@example.org", ..LIFT };
        let mut after = asking.somebody_proposes(wish).await;
        asking.answers(LIFT.title, "referred", "由街道受理").await.is(200).says("已答复");
        assert_eq!(send_letters(&app.services).unwrap(), 1);
        assert_eq!(catcher.empties().remove(0).to, "li@example.org");
        before.looks().await.is(200).says("没有保存您的联系方式");
        after.looks().await.is(200).says("li@example.org");
    }

    async fn nobody_is_written_to_who_did_not_say_so(app: TestApp) {
        let catcher = Catcher::opens();
        let app = app.can_write_letters(&catcher.url).await;
        let mut asking = Asking::begins(&app).await;
        for _ in 0..4 {
            asking.somebody_proposes(Wish { contact: "victim@example.org", ..LIFT }).await;
        }
        asking.somebody_proposes(Wish { contact: "13857112345", ..LIFT }).await;
        assert_eq!(send_letters(&app.services).unwrap(), 3, "an inbox is not filled by strangers");
        let link = catcher.empties()[0].link(&app.origin, "/p/letters/");
        asking.days_pass(3).await;
        let now = asking.app.now();
        asking.app.db().write(|tx| { piaojue::guests::tidy(tx, now)?; proposals::tidy_proposals(tx) }).unwrap();
        let mut reader = asking.app.visitor();
        reader.visits(&link).await.is(404).says("链接已失效");
    }

    async fn whoever_needs_it_too_is_counted_once_and_by_street(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        asking.lists(Wish { title: "四幢也装电梯", place: "东坡路社区", ..LIFT }).await;
        let (a, b) = (asking.need(LIFT.title).await, asking.need("四幢也装电梯").await);
        app.visitor().visits(&a).await.is(200).says("我也需要");
        let other = app.another_instance();
        let (mut first, said) = says_so_too(&app, &app.origin, "203.0.113.9", &a, "始版桥社区").await;
        assert_eq!(said, 200);
        first.page().says("已记上");
        app.visitor().visits(&a).await.says("1 人也需要（望江街道 1）");
        // The same browser in another tab, and with the other one of two that are put together.
        let action = format!("{b}/support");
        first.visits(&action).await.is(200);
        first.submits(&action, &[("do", "need")]).await.is(200).says("已记上");
        first.visits(&format!("{a}/support")).await.is(200).says("人数里算了您");
        let (_, said) = says_so_too(&app, &app.origin, "198.51.100.7", &a, "东坡路社区").await;
        assert_eq!(said, 200);
        asking.puts_together("四幢也装电梯", LIFT.title).await.is(200);
        app.visitor().visits(&a).await.says("2 人也需要（望江街道 1 · 湖滨街道 1）");
        app.visitor().visits("/proposals").await.says("2 人也需要");
        asking.secretary.visits(&format!("/secretariat{a}")).await.says("2 人也需要");

        // One who clears the cookies counts as another, but not for long, whichever instance is asked.
        let mut taken = 0;
        for number in 0..8 {
            let origin = if number % 2 == 0 { &app.origin } else { &other.origin };
            let (_, said) = says_so_too(&app, origin, "192.0.2.4", &a, "").await;
            taken += usize::from(said == 200);
        }
        assert_eq!(taken, 5);
        first.visits(&format!("{a}/support")).await.is(200);
        first.submits(&format!("{a}/support"), &[("do", "take-back")]).await.is(200).says("已收回");
        app.visitor().visits(&a).await.says("6 人也需要");

        // Who said so before it was given other words did not say so of these.
        let desk = format!("/secretariat{a}");
        asking.secretary.visits(&desk).await.is(200);
        asking.secretary.submits(&desk, &[("title", "老楼加装电梯"), ("do", "name")]).await.is(200);
        app.visitor().visits(&a).await.says("其中 6 人在改写标题之前");
        asking.answers("老楼加装电梯", "referred", "由街道受理").await.is(200);
        app.visitor().visits(&format!("{a}/support")).await.is(200).says("已经有了结果");
        other.stop().await;
    }

    async fn who_waits_is_listed_a_page_at_a_time_and_what_is_not_public_without_words(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        asking.somebody_proposes(Wish { title: "尚未登记的秘密词", ..LIFT }).await;
        let clock = app.visitor().visits("/proposals/clock").await;
        clock.is(200).says("给三幢加装电梯").says("2024-02-18").says("未公开 第 1 次征集第 2 号");
        assert!(!clock.text().contains("秘密词"));
        let congress = app.congress();
        let model = app.reads(|conn| {
            let call = proposals::call_by_number(conn, congress, 1)?.unwrap();
            Ok::<_, DbError>(proposals::proposals_of_call(conn, call.id)?.remove(0))
        });
        app.db()
            .write(|tx| {
                for number in 100..170 {
                    let new = proposals::Proposal {
                        number,
                        id: ProposalId::new(),
                        state: ProposalState::Received,
                        need: None,
                        ..model.clone()
                    };
                    proposals::insert_proposal(tx, &new, &number.to_string())?;
                }
                Ok::<_, DbError>(())
            })
            .unwrap();
        let first = app.visitor().visits("/proposals/clock").await;
        assert_eq!(first.texts("tbody tr").len(), 30);
        first.says("待答复 72");
        assert_eq!(app.visitor().visits("/proposals/clock?p=3").await.texts("tbody tr").len(), 12);
        app.visitor().visits("/proposals/clock?show=answered").await.says("没有这样的建议");
        asking.answers(LIFT.title, "referred", "由街道受理").await.is(200);
        app.visitor().visits("/proposals/clock?show=answered&call=1").await.says("给三幢加装电梯").says("已答复 1");
    }

    async fn referred_it_names_to_whom(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let mut proposed = asking.lists(LIFT).await;
        let desk = format!("/secretariat{}", asking.need(LIFT.title).await);
        asking.secretary.visits(&desk).await.is(200);
        let to = |target: &'static str, unit: &'static str| {
            [("kind", "referred"), ("target", target), ("unit", unit), ("words", "请办理"), ("do", "answer")]
        };
        asking.secretary.submits(&desk, &to("", "")).await.is(422).says("请选转给谁");
        asking.secretary.submits(&desk, &to("unit", "")).await.is(422);
        asking.secretary.submits(&desk, &to("motion", "")).await.is(422).says("请填代表建议的编号");
        asking.secretary.submits(&desk, &to("motion", "12")).await.is(200);
        proposed.looks().await.says("转办 代表建议第12号");
    }

    async fn programs_read_what_was_proposed_and_what_became_of_it(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        asking.lists(Wish { title: "四幢也装电梯", place: "东坡路社区", ..LIFT }).await;
        asking.somebody_proposes(Wish { title: "尚未登记的秘密词", ..LIFT }).await;
        asking.answers(LIFT.title, "referred", "由街道受理").await.is(200);
        let read = async |path: &str| -> serde_json::Value {
            let bytes = app.visitor().downloads(path).await;
            serde_json::from_slice(&bytes).unwrap()
        };
        let needs = read("/api/needs/pages/1").await;
        assert_eq!((needs["pages"].as_u64(), needs["needs"].as_array().unwrap().len()), (Some(1), 2));
        app.visitor().visits("/api/needs/pages/2").await.is(404);
        let id = asking.need(LIFT.title).await;
        let need = read(&format!("/api{id}")).await;
        assert_eq!(need["answers"][0]["unit"], "12345");
        assert_eq!(need["proposals_in_words"][0]["why"], LIFT.why);
        assert_eq!(need["origins"]["resident"], 1);
        let listed = read("/api/proposals/pages/1").await;
        assert_eq!(listed["proposals"].as_array().unwrap().len(), 2);
        assert!(!listed.to_string().contains("秘密词"));
        let funnel = read("/api/funnel").await;
        assert_eq!((funnel["received"].as_u64(), funnel["all"]["needs"].as_u64()), (Some(3), Some(2)));
        let stranger: NeedId = NeedId::new();
        app.visitor().visits(&format!("/api/needs/{stranger}")).await.is(404);
    }

    async fn a_need_is_done_with_the_last_of_its_sub_items_and_not_before(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let mut asking = Asking::begins(&app).await;
        let mut proposed = asking.lists(LIFT).await;
        let page = asking.need(LIFT.title).await;
        came_of(&year, page.trim_start_matches("/needs/"));
        let items = app.projects()[0].sub_items.clone();
        let (last, others) = items.split_last().unwrap();
        for (at, item) in others.iter().enumerate() {
            completes(&mut year, at, &item.goal.target().unwrap_or_else(|| "100".to_owned())).await;
        }
        proposed.looks().await.says("票决当选");
        app.visitor().visits("/proposals?state=done").await.is(200).says("共 0 项");

        completes(&mut year, others.len(), &last.goal.target().unwrap_or_else(|| "100".to_owned())).await;
        proposed.looks().await.says("已办成").says("全部子项通过验收").says("帮上忙了吗");
        app.visitor().visits(&page).await.is(200).says("已办成").says("全部子项通过验收");
        app.visitor().visits("/proposals?state=done").await.is(200).says("共 1 项").says(LIFT.title);
        let funnel = app.visitor().visits("/proposals/funnel").await;
        assert_eq!(funnel.texts(".funnel td.num").pop().as_deref(), Some("1"), "{}", funnel.text());
        assert!(funnel.attributes("table a", "href").contains(&"/proposals?year=2024&state=done".to_owned()));
        // From the finished project back to who said so first.
        let seen = year.seen_by_all().await;
        seen.says(LIFT.title).says(LIFT.why);
        assert!(seen.attributes("a", "href").contains(&page));

        // Reported anew, it waits to be accepted again; nobody is told twice.
        let open_end = items.iter().position(|item| item.goal.target().as_deref() == Some("50")).unwrap();
        year.reports(open_end, "2024-02-03", "51").await.is(200).says("进展已报送");
        app.hears_of_what_is_public();
        app.visitor().visits("/proposals?state=done").await.is(200).says("共 0 项");
        proposed.looks().await.says("票决当选");
        year.secretary.visits(&format!("/secretariat/projects/{}", year.project)).await.says("待验收");
        let accept = year.action("/accept");
        year.secretary.submits(&accept, &[("words", "再次核对无误")]).await.is(200).says("已验收");
        let own = proposed.looks().await;
        own.says("已办成");
        assert_eq!(own.text().matches("全部子项通过验收").count(), 1, "{}", own.text());
    }

    async fn the_first_page_leads_through_what_there_has_to_be(app: TestApp) {
        let mut secretary = app.signed_in(piaojue::accounts::Role::Secretariat).await;
        secretary.visits("/secretariat").await.is(200).says("筹备清单").says("会议（可照搬去年的名册和票决办法） 现在办");
        let hall = Hall::ready(&app, FOUR);
        let page = secretary.visits("/secretariat").await;
        page.is(200).says("筹备清单").says("监票人和密钥 已办").says("演练一遍 可以不办");
        assert!(!page.text().contains("现在办"), "all that must be is there");
        assert_eq!(page.texts("details.set-up-done summary"), ["筹备清单：各项都已办好"], "folded, below the step that is due");
        assert!(page.html.find("id=\"step\"") < page.html.find("set-up-done"));
        hall.everybody_checks_in();
        hall.issuing_begins();
        assert!(!secretary.visits("/secretariat").await.text().contains("筹备清单"));
    }
}
