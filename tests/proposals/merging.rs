//! What wants the same is put together and taken apart; what is hidden is nowhere.

use piaojue::{
    accounts::Role,
    db::DbError,
    ids::NeedId,
    proposals::{self, MergeFault},
    web::Refused,
};

use super::{Asking, CALL, LIFT, Proposed, Wish};
use crate::support::TestApp;

/// These were put to the lift, and the author of each objects.
async fn objected_to(app: &TestApp, titles: [&'static str; 2]) -> (Asking, [Proposed; 2]) {
    let mut asking = Asking::begins(app).await;
    asking.lists(LIFT).await;
    let mut all = Vec::new();
    for title in titles {
        let mut proposed = asking.lists(Wish { title, ..LIFT }).await;
        asking.puts_together(title, LIFT.title).await.is(200);
        proposed.objects().await.is(200).says("等待处理");
        all.push(proposed);
    }
    (asking, all.try_into().ok().unwrap())
}

on_both_databases! {
    async fn the_same_is_shown_before_it_is_said_again(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        asking.lists(Wish { title: "公园里多放几张长椅", ..LIFT }).await;
        let next_door = Wish { title: "三幢安装电梯", place: "在水一方社区", ..LIFT };
        let page = asking.looks(next_door).await;
        page.page().is(200).says("同一街道的类似建议").says("给三幢加装电梯");
        assert!(!page.page().text().contains("长椅"), "not alike");
        let elsewhere = asking.looks(Wish { place: "东坡路社区", ..next_door }).await;
        let text = elsewhere.page().text();
        assert!(text.contains("别处的同类建议") && !text.contains("同一街道的类似建议"), "{text}");
    }

    async fn what_was_put_together_is_taken_apart_as_it_was(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let mut first = asking.lists(LIFT).await;
        let mut second = asking.lists(Wish { title: "三幢  电梯坏了要换", why: "原话\n第二行 ①", ..LIFT }).await;
        let third = asking.lists(Wish { title: "四幢也要电梯", place: "东坡路社区", ..LIFT }).await;
        let codes = [first.path.clone(), second.path.clone(), third.path.clone()];
        let wordings = |app: &TestApp| {
            let congress = app.congress();
            let secret = app.services.secret.clone();
            let hash = |path: &str| piaojue::guests::TrackingCode::parse(&path[3..]).unwrap().hash(&secret);
            let kept = |path: &String| {
                app.reads(|conn| {
                    let proposal = proposals::proposal_by_code(conn, congress, &hash(path))?.unwrap();
                    proposals::versions(conn, proposal.id)
                })
            };
            codes.iter().map(kept).collect::<Vec<_>>()
        };
        let before = wordings(&app);
        let (a, b) = (asking.need(LIFT.title).await, asking.need("三幢 电梯坏了要换").await);
        asking.puts_together("三幢 电梯坏了要换", LIFT.title).await.is(200).says("已合并").says("来自 2 件建议");
        asking.puts_together("四幢也要电梯", LIFT.title).await.is(200).says("来自 3 件建议（居民 3），2 个街道");
        let need = app.visitor().visits(&a).await;
        for words in ["给三幢加装电梯", "三幢 电梯坏了要换", "原话", "第二行 ①", "四幢也要电梯"] {
            need.says(words);
        }
        assert_eq!(app.visitor().visits(&b).await.path, a, "the address of what was merged leads on");
        app.visitor().visits("/proposals?q=坏了").await.says("给三幢加装电梯");
        assert_eq!(wordings(&app), before);

        second.looks().await.says("给三幢加装电梯").says("不是一回事？");
        let action = format!("{}/object", second.path);
        second.visitor.submits(&action, &[("words", "")]).await.is(422);
        second.visitor.submits(&action, &[("words", "我说的是换，不是装")]).await.is(200).says("等待处理");
        let page = first.looks().await;
        assert!(!page.text().contains("不是一回事？"), "the others were put to this one");
        asking.secretary.visits("/secretariat/proposals/in/objections").await.is(200).says("电梯坏了要换");
        let link = asking.secretary.page().attributes("h2 a[data-open]", "href").remove(0);
        asking.secretary.visits(&link).await.is(200).says("我说的是换，不是装");
        asking.secretary.submits(&link, &[("do", "objection-kept")]).await.is(422).says("请写明理由");
        asking.secretary.submits(&link, &[("do", "objection-split"), ("reason", "同意")]).await.is(200);
        second.looks().await.says("已拆分");
        assert_eq!(app.visitor().visits(&b).await.is(200).path, b);
        app.visitor().visits(&a).await.says("来自 2 件建议");
        assert_eq!(wordings(&app), before, "byte for byte");
    }

    async fn nothing_is_merged_in_a_circle_or_twice(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        for title in ["给一幢加装电梯", "给二幢加装电梯", "给三幢加装电梯"] {
            asking.lists(Wish { title, ..LIFT }).await;
        }
        let mut needs = Vec::new();
        for title in ["给一幢加装电梯", "给二幢加装电梯", "给三幢加装电梯"] {
            needs.push(asking.need(title).await.trim_start_matches("/needs/").parse::<NeedId>().unwrap());
        }
        app.has_account(Role::Secretariat, "LAIREN");
        let (person, now) = (app.person("LAIREN"), app.now());
        let merges = |from: NeedId, into: NeedId| {
            app.db().write(|tx| match proposals::merge(tx, &person, now, from, into) {
                Ok(into) => Ok(Ok(into)),
                Err(Refused::Rules(refused)) => Ok(Err(refused)),
                Err(Refused::Missing) => Err(DbError::missing()),
                Err(Refused::Db(error)) => Err(error),
            })
        };
        let refused = |outcome: Result<Result<NeedId, proposals::MergeError>, _>| match outcome {
            Ok(Err(proposals::MergeError::Merge(fault))) => fault,
            other => panic!("{other:?}"),
        };
        let [a, b, c] = needs[..] else { panic!("{needs:?}") };
        assert_eq!(refused(merges(a, a)), MergeFault::Itself);
        // Both of two secretaries press at the same moment: it is done once.
        let both = std::thread::scope(|scope| {
            let one = scope.spawn(|| merges(a, b));
            let other = scope.spawn(|| merges(b, a));
            [one.join().unwrap().unwrap(), other.join().unwrap().unwrap()]
        });
        assert_eq!(both.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{both:?}");
        let head = *both.iter().find_map(|outcome| outcome.as_ref().ok()).unwrap();
        assert_eq!(merges(head, c).unwrap().unwrap(), c);
        assert_eq!(refused(merges(c, a)), MergeFault::Circle);
        assert_eq!(refused(merges(b, c)), MergeFault::Circle);
        let members = app.reads(|conn| proposals::members_of(conn, c));
        assert_eq!(members.len(), 3, "nobody was lost");
    }

    async fn what_is_hidden_is_nowhere_and_its_author_knows_why(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        let odd = Wish { title: "独一无二的秘密词", why: "独一无二的理由", ..LIFT };
        let mut proposed = asking.lists(odd).await;
        asking.puts_together(LIFT.title, odd.title).await.is(200);
        let need = asking.need(odd.title).await;
        asking.secretary.visits("/secretariat/proposals/in/listed").await.is(200);
        let links = asking.secretary.page().attributes("h2 a[data-open]", "href");
        let at = asking.secretary.page().texts("h2 a[data-open]").iter().position(|text| text.contains("独一无二")).unwrap();
        asking.secretary.visits(&links[at]).await.is(200);
        asking.secretary.submits(&links[at], &[("do", "hide")]).await.is(422).says("请写明理由");
        asking.secretary.submits(&links[at], &[("do", "hide"), ("reason", "含他人隐私")]).await.is(200).says("已设为不公开");
        let files = ["csv", "json"].map(|end| format!("/proposals/files/proposals.{end}"));
        let doors = ["/proposals", "/proposals?q=独一无二", "/proposals?street=望江街道", "/proposals/funnel",
            "/proposals/feed.xml", CALL, need.as_str(), files[0].as_str(), files[1].as_str()];
        for door in doors {
            let page = app.visitor().visits(door).await;
            assert!(!page.html.contains("独一无二的秘密词") && !page.html.contains("独一无二的理由"), "{door}");
        }
        app.visitor().visits(&need).await.is(200).says("给三幢加装电梯").says("来自 1 件建议");
        let similar = asking.looks(Wish { title: "独一无二的秘密事", ..LIFT }).await;
        assert!(!similar.page().text().contains("秘密词"));
        proposed.looks().await.says("不公开").says("含他人隐私");

        asking.secretary.visits(&links[at]).await.is(200);
        asking.secretary.submits(&links[at], &[("do", "undo")]).await.is(200).says("已恢复");
        proposed.looks().await.says("已收到，等待登记");
        asking.lists_the_next().await;
        app.visitor().visits("/proposals?q=独一无二").await.says("来自 2 件建议");
    }

    async fn what_is_hidden_after_it_was_decided_leaves_no_title_behind(app: TestApp) {
        const POOL: &str = "/secretariat/candidates/pool";
        app.has_session(4);
        let mut asking = Asking::begins(&app).await;
        let odd = Wish { title: "独一无二的秘密词", ..LIFT };
        let mut proposed = asking.lists(odd).await;
        let need = asking.need(odd.title).await;
        asking.decides(odd.title, "pool").await;
        let taking = asking.secretary.visits(POOL).await.is(200).says(odd.title).form(POOL);
        asking.sorts("listed", odd.title, "hide").await.is(200).says("已设为不公开");
        let (open_data, appraisal) = (format!("/api{need}"), format!("{need}/appraisal"));
        let doors = ["/proposals", "/proposals?state=pool", need.as_str(), appraisal.as_str(), open_data.as_str(),
            "/api/needs/pages/1", "/proposals/feed.xml"];
        for door in doors {
            let page = app.visitor().visits(door).await;
            assert!(!page.is(200).html.contains(odd.title), "{door}");
        }
        app.visitor().visits(&need).await.says("▇▇▇").says("来自 0 件建议");
        asking.secretary.visits(POOL).await.is(200).says("储备库里没有需求");
        asking.secretary.sends(POOL, &taking).await.is(422).says("它已没有公开的建议");

        // Hidden by mistake: under its title it waits in the pool as before, and its author is told nothing twice.
        asking.sorts("hidden", odd.title, "list").await.is(200).says("已登记公开");
        app.visitor().visits(&need).await.is(200).says(odd.title).says("来自 1 件建议");
        let own = proposed.looks().await;
        assert_eq!(own.text().matches("先排队").count(), 1, "{}", own.text());
        asking.takes_from_the_pool(odd.title, "").await;
        proposed.looks().await.says("列入候选项目");
    }

    async fn what_is_taken_apart_leaves_nothing_under_its_words(app: TestApp) {
        const OTHER: &str = "三幢电梯坏了要换";
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        let mut second = asking.lists(Wish { title: OTHER, ..LIFT }).await;
        let (a, b) = (asking.need(LIFT.title).await, asking.need(OTHER).await);
        asking.puts_together(OTHER, LIFT.title).await.is(200);
        asking.sorts("listed", LIFT.title, "hide").await.is(200);
        app.visitor().visits(&a).await.is(200).says(OTHER).says("来自 1 件建议");
        asking.sorts("listed", OTHER, "split").await.is(200).says("已拆分");
        app.visitor().visits(&a).await.is(404);
        app.visitor().visits(&b).await.is(200).says("来自 1 件建议");

        second.looks().await.is(200);
        let withdraw = format!("{}/withdraw", second.path);
        second.visitor.submits(&withdraw, &[]).await.is(200).says("已撤回");
        for door in ["/proposals", a.as_str(), b.as_str(), "/api/needs/pages/1", "/proposals/feed.xml"] {
            let page = app.visitor().visits(door).await;
            assert!(!page.html.contains(OTHER), "{door}");
        }
        asking.sorts("hidden", LIFT.title, "list").await.is(200).says("已登记公开");
        app.visitor().visits(&a).await.is(200).says(LIFT.title).says("来自 1 件建议");
    }

    async fn an_objection_ends_with_what_it_asked_for(app: TestApp) {
        const OBJECTIONS: &str = "/secretariat/proposals/in/objections";
        let (one, other) = ("三幢电梯坏了要换", "四幢电梯太吵");
        let (mut asking, [mut second, mut third]) = objected_to(&app, [one, other]).await;
        // By the button that stands beside the objection.
        asking.sorts("listed", one, "split").await.is(200).says("已拆分");
        second.looks().await.says("已拆分，单独办理");
        // Hidden, it stands with nothing; listed again, it stands alone.
        asking.secretary.visits(OBJECTIONS).await.is(200).says(other);
        asking.sorts("listed", other, "hide").await.is(200);
        asking.secretary.visits(OBJECTIONS).await.is(200).says("没有了");
        asking.sorts("hidden", other, "list").await.is(200);
        third.looks().await.says("已拆分，单独办理");
        asking.secretary.visits(OBJECTIONS).await.is(200).says("没有了");
    }

    async fn what_is_public_no_more_has_no_objection_that_waits(app: TestApp) {
        let (one, other) = ("三幢电梯坏了要换", "四幢电梯太吵");
        let (mut asking, [mut second, mut third]) = objected_to(&app, [one, other]).await;
        second.looks().await.is(200);
        let withdraw = format!("{}/withdraw", second.path);
        second.visitor.submits(&withdraw, &[]).await.is(200).says("已撤回");
        asking.sorts("listed", other, "hide").await.is(200);
        for (proposed, title, among) in [(&mut second, one, "withdrawn"), (&mut third, other, "hidden")] {
            let own = proposed.looks().await;
            assert!(!own.is(200).text().contains("等待处理"), "{title}: {}", own.text());
            let queue = asking.secretary.visits(&format!("/secretariat/proposals/in/{among}")).await;
            let link = queue.is(200).says(title).attributes("h2 a[data-open]", "href").remove(0);
            let desk = asking.secretary.visits(&link).await;
            assert!(!desk.is(200).says(title).text().contains("我说的是另一回事"), "nothing is to be ruled on");
        }
    }

    async fn nothing_is_taken_out_of_what_is_being_appraised(app: TestApp) {
        const OTHER: &str = "三幢电梯坏了要换";
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        let mut second = asking.lists(Wish { title: OTHER, ..LIFT }).await;
        asking.puts_together(OTHER, LIFT.title).await.is(200);
        second.objects().await.is(200).says("等待处理");
        let queue = asking.secretary.visits("/secretariat/proposals/in/objections").await;
        let link = queue.is(200).attributes("h2 a[data-open]", "href").remove(0);
        let acts = "button[name=do]";
        let offered = asking.secretary.visits(&link).await.attributes(acts, "value");
        assert!(["split", "objection-split"].iter().all(|act| offered.iter().any(|one| one == act)), "{offered:?}");
        for login in ["DANWEI1", "DANWEI2"] {
            app.has_account(Role::Department, login);
        }
        let need = asking.need(LIFT.title).await;
        let screening = format!("/secretariat/screening/{}", need.trim_start_matches("/needs/"));
        let people = asking.secretary.visits(&screening).await.is(200).attributes("input[name=whom]", "value");
        let asked = [("whom", people[0].as_str()), ("whom", people[1].as_str()), ("due_on", "2024-02-10")];
        asking.secretary.submits(&screening, &asked).await.is(200).says("已请人论证");
        asking.secretary.visits(&link).await.is(200);
        asking.secretary.submits(&link, &[("do", "split")]).await.is(422).says("不能再合并、拆分");
        let offered = asking.secretary.page().attributes(acts, "value");
        assert!(offered.iter().all(|act| !act.contains("split")), "no button that does nothing: {offered:?}");
        let kept = [("do", "objection-kept"), ("reason", "同一幢楼，一并论证")];
        asking.secretary.submits(&link, &kept).await.is(200);
        second.looks().await.is(200).says("同一幢楼，一并论证");
    }

    async fn whoever_comes_back_to_what_was_decided_hears_the_answer(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let mut first = asking.lists(LIFT).await;
        asking.lists(Wish { title: "四幢也装电梯", ..LIFT }).await;
        asking.puts_together("四幢也装电梯", LIFT.title).await.is(200);
        asking.sorts("listed", LIFT.title, "aside").await.is(200).says("已暂存");
        asking.answers("四幢也装电梯", "referred", "由街道受理").await.is(200).says("已答复");
        assert!(!first.looks().await.text().contains("由街道受理"), "it is put aside");
        asking.sorts("aside", LIFT.title, "list").await.is(200).says("已登记公开");
        first.looks().await.says("由街道受理");
        asking.secretary.visits("/secretariat/calls/1").await.is(200).says("待答复 0 件");
    }

    async fn what_is_put_back_to_what_answered_it_hears_it_once(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let mut first = asking.lists(LIFT).await;
        asking.lists(Wish { title: "四幢也装电梯", ..LIFT }).await;
        asking.puts_together(LIFT.title, "四幢也装电梯").await.is(200);
        asking.answers("四幢也装电梯", "referred", "由街道受理").await.is(200).says("已答复");
        // Hidden by mistake, it comes back as a need of its own.
        asking.sorts("listed", LIFT.title, "hide").await.is(200);
        asking.sorts("hidden", LIFT.title, "list").await.is(200);
        asking.puts_together(LIFT.title, "四幢也装电梯").await.is(200).says("来自 2 件建议");
        let own = first.looks().await;
        assert_eq!(own.text().matches("由街道受理").count(), 1, "{}", own.text());
        asking.secretary.visits("/secretariat/calls/1").await.is(200).says("待答复 0 件");
    }
}
