//! Several appraise, two decide, deputies choose; whoever proposed it hears what came of it.

use piaojue::{
    accounts::Role,
    db::DbError,
    screening::{DecisionForm, propose_decision},
};

use super::{Asking, LIFT, Wish, as_typed};
use crate::support::{
    PASSWORD, TestApp,
    session::{FOUR, Hall},
    tracking::{CHOICES, makes_department},
};

on_both_databases! {
    async fn several_appraise_alone_and_two_persons_decide(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let mut proposed = asking.lists(LIFT).await;
        let need = asking.need(LIFT.title).await;
        let id = need.trim_start_matches("/needs/").to_owned();
        for login in ["DANWEI1", "DANWEI2", "DANWEI3"] {
            app.has_account(Role::Department, login);
        }
        let desk = format!("/secretariat/screening/{id}");
        asking.secretary.visits("/secretariat/screening").await.is(200).says("通用办法");
        let wrong = asking.secretary.submits("/secretariat/screening", &[("criteria", "必要性=60\n可行性=30")]).await;
        wrong.is(422).says("权重合计 90，应为 100");
        let saved = asking.secretary.submits("/secretariat/screening", &[("criteria", "必要性=60\n可行性=40")]).await;
        saved.is(200).says("现行第 1 版");
        let page = asking.secretary.visits(&desk).await;
        let people = page.is(200).attributes("input[name=whom]", "value");
        assert_eq!(people.len(), 3);
        let due = ("due_on", "2024-02-10");
        let [a, b, c] = [0, 1, 2].map(|at| ("whom", people[at].as_str()));
        asking.secretary.submits(&desk, &[a, due]).await.is(422).says("至少请 2 位");
        let all = [a, b, c, due];
        asking.secretary.submits(&desk, &all).await.is(200).says("已请人论证");
        let [mut one, mut two, mut three] = [app.visitor(), app.visitor(), app.visitor()];
        one.signs_in("DANWEI1", PASSWORD, "").await;
        two.signs_in("DANWEI2", PASSWORD, "").await;
        three.signs_in("DANWEI3", PASSWORD, "").await;
        let own = format!("/department/appraisals/{id}");
        let opinion = |score: &'static str, verdict, words, act| {
            [("score", score), ("score", "4"), ("verdict", verdict), ("words", words), ("do", act)]
        };
        one.visits("/department/appraisals").await.is(200).says(LIFT.title);
        one.visits(&own).await.is(200).says(LIFT.why);
        one.submits(&own, &opinion("", "feasible", "独家意见", "give")).await.is(422).says("每一项打分");
        one.submits(&own, &opinion("5", "feasible", "独家意见", "give")).await.is(200).says("已交");
        one.visits(&own).await.says("已经交了，不能再改");
        two.visits(&own).await.is(200);
        assert!(!two.page().html.contains("独家意见"));
        asking.secretary.visits(&desk).await.is(200).says("分数暂不可见");
        assert!(!asking.secretary.page().html.contains("独家意见"), "not even the secretariat");
        let decide = format!("{desk}/decision");
        assert!(!asking.secretary.page().html.contains(&decide), "it cannot be decided yet");
        app.visitor().visits(&format!("{need}/appraisal")).await.is(404);
        three.visits(&own).await.is(200);
        three.submits(&own, &[("words", ""), ("do", "recuse")]).await.is(422);
        three.submits(&own, &[("words", "住在三幢"), ("do", "recuse")]).await.is(200).says("已回避");
        two.submits(&own, &opinion("2", "unfeasible", "管线不允许", "draft")).await.is(200).says("草稿已保存");
        asking.secretary.visits(&desk).await.says("分数暂不可见");
        two.visits(&own).await.is(200);
        two.submits(&own, &[("do", "give")]).await.is(200).says("已交");

        let page = asking.secretary.visits(&desk).await;
        page.is(200).says("独家意见").says("管线不允许").says("分歧较大").says("住在三幢").says("74.0");
        let said = [("outcome", "refused"), ("words", "管线改造后再办"), ("meeting", "遴选会"), ("do", "ask")];
        asking.secretary.submits(&decide, &said).await.is(422).says("请写明理由");
        let change = [said[0], said[1], said[2], said[3], ("to_change", "地下管线迁移完成")];
        asking.secretary.submits(&decide, &change).await.is(422).says("有分歧，请写明如何处理");
        let noted = [change[0], change[1], change[2], change[3], change[4], ("note", "现场会商，以管线为准")];
        asking.secretary.submits(&decide, &noted).await.is(200).says("已提请确认");
        asking.secretary.page().says("须由另一人确认");
        let waiting = proposed.looks().await;
        assert!(!waiting.text().contains("管线改造"), "a decision that waits is nowhere");
        app.visitor().visits(&format!("{need}/appraisal")).await.is(404);
        let mut second = app.signed_in(Role::Secretariat).await;
        second.visits(&desk).await.is(200);
        second.submits(&decide, &[("do", "confirm")]).await.is(200).says("已确认");
        proposed.looks().await.says("暂不采纳").says("地下管线迁移完成");
        let public = app.visitor().visits(&format!("{need}/appraisal")).await;
        public.is(200).says("独家意见").says("现场会商，以管线为准").says("74.0");
    }

    async fn whoever_proposed_it_hears_what_the_deputies_chose(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let mut asking = Asking::begins(&app).await;
        let mut glad = asking.lists(LIFT).await;
        asking.lists(Wish { title: "四幢也装电梯", place: "东坡路社区", ..LIFT }).await;
        let mut sad = asking.lists(Wish { title: "公园里多放几张长椅", ..LIFT }).await;
        asking.puts_together("四幢也装电梯", LIFT.title).await.is(200);
        for title in [LIFT.title, "公园里多放几张长椅"] {
            asking.decides(title, "pool").await;
        }
        for (title, number) in [(LIFT.title, "1"), ("公园里多放几张长椅", "2")] {
            asking.takes_from_the_pool(title, number).await;
        }
        app.visitor().visits("/candidates/1").await.is(200).says("来自 2 件建议（居民 2），2 个街道");
        glad.looks().await.says("列入候选项目");

        asking.was_put_up();
        let list = "/secretariat/candidates/list";
        asking.secretary.visits(list).await.is(200).says("条件齐备");
        asking.secretary.submits("/secretariat/candidates/seal", &[("do", "seal")]).await.is(200).says("名单已封存");
        hall.everybody_checks_in();
        hall.issuing_begins();
        asking.secretary.visits("/secretariat/candidates/pool").await.is(200).says("名单已经封存");
        hall.everybody_takes_a_ballot();
        hall.voting_begins();
        let booth = app.visitor().visits(&format!("/deputy/rounds/{}/booth", app.round().id)).await;
        booth.says("来自 2 件建议（居民 2），2 个街道");
        hall.casts(&CHOICES).await;
        hall.voting_ends();
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall.secretariat.certifies().await.is(200);
        let before = glad.looks().await.text();
        assert!(!before.contains("当选"), "certified and not announced: nobody knows");
        hall.secretariat.announces("示例第1号").await.is(200);
        glad.looks().await.says("票决当选").says("成为正式项目");
        sad.looks().await.says("票决未当选").says("仍在储备库");
        app.visitor().visits("/proposals?state=pool").await.says("公园里多放几张长椅");
        app.visitor().visits("/proposals?state=chosen").await.says(LIFT.title);
    }

    async fn a_unit_proposes_and_does_not_appraise_its_own(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        for login in ["DANWEI1", "DANWEI2", "DANWEI3"] {
            app.has_account(Role::Department, login);
        }
        let mut unit = app.visitor();
        unit.signs_in("DANWEI1", PASSWORD, "").await;
        let here = "/department/proposals";
        let page = unit.visits(here).await;
        let mut fields = LIFT.fields(page.is(200));
        fields.push(("origin".to_owned(), "self".to_owned()));
        unit.submits(here, &as_typed(&fields)).await.is(200).says("建议回执");
        unit.visits(here).await.is(200).says("第 1 号").says("已收到，等待登记");
        fields.retain(|(name, _)| name != "origin");
        fields.push(("origin".to_owned(), "behalf".to_owned()));
        unit.submits(here, &as_typed(&fields)).await.is(422).says("请选是谁的建议");
        asking.lists_the_next().await;
        let need = asking.need(LIFT.title).await;
        app.visitor().visits(&need).await.says("来自 1 件建议（单位 1）");
        let desk = format!("/secretariat/screening/{}", need.trim_start_matches("/needs/"));
        let people = asking.secretary.visits(&desk).await.attributes("input[name=whom]", "value");
        let all: Vec<_> = people.iter().map(|id| ("whom", id.as_str())).chain([("due_on", "2024-02-10")]).collect();
        asking.secretary.submits(&desk, &all).await.is(422).says("是提出人，应当回避");
    }

    async fn nobody_appraises_what_their_own_unit_proposed(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let mut unit = makes_department(&app, &mut asking.secretary, "区住建局", "LIGONG1").await;
        for (unit, login) in [("区住建局", "WANGGONG1"), ("区教育局", "JIAOYU1"), ("区财政局", "CAIZHENG1")] {
            makes_department(&app, &mut asking.secretary, unit, login).await;
        }
        let here = "/department/proposals";
        let mut fields = LIFT.fields(unit.visits(here).await.is(200));
        fields.push(("origin".to_owned(), "self".to_owned()));
        let slip = unit.submits(here, &as_typed(&fields)).await;
        let address = slip.is(200).says("建议回执").texts("p.hash").remove(0);
        asking.lists_the_next().await;
        let need = asking.need(LIFT.title).await;
        let desk = format!("/secretariat/screening/{}", need.trim_start_matches("/needs/"));
        asking.secretary.visits(&desk).await.is(200);
        let [proposed, colleague, one, other] =
            ["LIGONG1", "WANGGONG1", "JIAOYU1", "CAIZHENG1"].map(|login| app.person(login).id.to_string());
        let asked = |first| [("whom", first), ("whom", one.as_str()), ("due_on", "2024-02-10")];
        for own in [proposed.as_str(), &colleague] {
            asking.secretary.submits(&desk, &asked(own)).await.is(422).says("其所在单位是提出人，应当回避");
        }
        // Erased, it leads to nobody any more, and still not to their desks.
        let mut author = app.visitor();
        let (_, code) = address.rsplit_once('/').unwrap();
        author.visits(&format!("/p/{code}")).await.is(200);
        author.submits(&format!("/p/{code}/erase"), &[]).await.is(200).says("删除回执");
        for own in [proposed.as_str(), &colleague] {
            asking.secretary.submits(&desk, &asked(own)).await.is(422).says("其所在单位是提出人，应当回避");
        }
        asking.secretary.submits(&desk, &asked(other.as_str())).await.is(200).says("已请人论证");
    }

    async fn one_appraisal_is_too_few_until_the_day_is_over(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        let need = asking.need(LIFT.title).await;
        let id = need.trim_start_matches("/needs/");
        for login in ["DANWEI1", "DANWEI2", "DANWEI3"] {
            app.has_account(Role::Department, login);
        }
        let [a, b, c] = ["DANWEI1", "DANWEI2", "DANWEI3"].map(|login| app.person(login).id.to_string());
        let (desk, due) = (format!("/secretariat/screening/{id}"), ("due_on", "2024-02-10"));
        asking.secretary.visits(&desk).await.is(200);
        asking.secretary.submits(&desk, &[("whom", &a), ("whom", &b), due]).await.is(200).says("已请人论证");
        let (mut one, mut two) = (app.visitor(), app.visitor());
        one.signs_in("DANWEI1", PASSWORD, "").await;
        two.signs_in("DANWEI2", PASSWORD, "").await;
        let own = format!("/department/appraisals/{id}");
        two.visits(&own).await.is(200);
        two.submits(&own, &[("words", "住在三幢"), ("do", "recuse")]).await.is(200).says("已回避");
        let opinion = [("verdict", "feasible"), ("words", "独家意见"), ("do", "give")];
        one.visits(&own).await.is(200);
        one.submits(&own, &[[("score", "4"); 4].as_slice(), &opinion].concat()).await.is(200).says("已交");

        let decide = format!("{desk}/decision");
        let page = asking.secretary.visits(&desk).await;
        page.is(200).says("不足 2 位，请再请人论证");
        assert!(!page.html.contains("独家意见") && !page.html.contains(&decide), "nobody decides by one alone");
        app.has_account(Role::Secretariat, "MISHU-A");
        let (secretary, now) = (app.person("MISHU-A"), app.now());
        let decision = DecisionForm { outcome: "pool".to_owned(), words: "先排队".to_owned(), ..DecisionForm::default() };
        let past_the_page = app.db().write(|tx| {
            let asked = propose_decision(tx, &secretary, now, id.parse().unwrap(), &decision);
            Ok::<_, DbError>(asked.is_err())
        });
        assert!(past_the_page.unwrap());
        asking.secretary.submits(&desk, &[("whom", &c), due]).await.is(200).says("分数暂不可见");

        // Whoever was asked instead says nothing either.
        asking.days_pass(11).await;
        asking.secretary.visits(&desk).await.is(200).says("独家意见");
        let said = [("outcome", "pool"), ("words", "先排队"), ("meeting", "遴选会"), ("do", "ask")];
        asking.secretary.submits(&decide, &said).await.is(422).says("请写明为何就此决定");
        let noted = [said.as_slice(), &[("note", "逾期未交，会上已征求意见")]].concat();
        asking.secretary.submits(&decide, &noted).await.is(200).says("已提请确认");
    }
}
