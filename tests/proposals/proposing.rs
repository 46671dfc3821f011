//! Somebody proposes: at home, at a desk, too late, too often, or as a robot.

use super::{Asking, CALL, LIFT, PROPOSE, QUEUE, SEND, Wish, as_typed, work_of};
use crate::support::{TestApp, Visitor};

on_both_databases! {
    async fn a_whole_letter_pasted_in_comes_back_with_what_is_too_long(app: TestApp) {
        let asking = Asking::begins(&app).await;
        let letter = "小区没有电梯，老人上下楼很难。".repeat(1_500);
        let mut visitor = asking.looks(Wish { why: &letter, ..LIFT }).await;
        let page = visitor.page().clone();
        page.is(422).says("800");
        assert_eq!(page.texts("#why"), [letter.as_str()], "nothing typed is lost");
        assert_eq!(page.attributes("#title", "value"), [LIFT.title]);
        // Shortened in the same form, it goes on.
        let fields = LIFT.fields(&page);
        visitor.submits(PROPOSE, &as_typed(&fields)).await.is(200).says("大家会看到的样子");
    }

    async fn from_a_wish_to_its_answer(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        app.visitor().visits("/proposals").await.is(200).says("2025年民生实事项目征集").says("没有找到");
        let mut proposed = asking.somebody_proposes(LIFT).await;
        proposed.looks().await.says("已收到，等待登记").says("将在 2024-02-18 前答复");
        app.visitor().visits("/proposals?q=电梯").await.says("没有找到");

        asking.lists_the_next().await;
        let found = app.visitor().visits("/proposals?q=三幢 电梯").await;
        found.says("给三幢加装电梯").says("来自 1 件建议");
        app.visitor().visits("/proposals?q=三幢 地铁").await.says("没有找到");
        app.visitor().visits("/proposals?q=装").await.says("单个字不能查找");
        let need = asking.need(LIFT.title).await;
        app.visitor().visits(&need).await.is(200).says("来自 1 件建议（居民 1），1 个街道").says(LIFT.why);

        let early = {
            asking.secretary.visits("/secretariat/calls/1").await.is(200).says("待答复 1 件");
            asking.secretary.submits("/secretariat/calls/1", &[("do", "report")]).await
        };
        early.is(422).says("征集还没有截止");
        asking.days_pass(30).await;
        proposed.visitor.moves_to(&asking.app.origin);
        proposed.looks().await.says("已逾期 15 天");
        asking.app.visitor().visits(CALL).await.says("其中逾期 1 件").says("已截止");
        asking.secretary.visits("/secretariat/calls/1").await.is(200);
        let open = asking.secretary.submits("/secretariat/calls/1", &[("do", "report")]).await;
        open.is(422).says("还有 1 件建议没有答复");

        asking.answers(LIFT.title, "referred", "").await.is(422).says("请写明理由");
        asking.answers(LIFT.title, "referred", "属于已建成小区的加装，由街道受理").await.is(200).says("已答复");
        proposed.looks().await.says("转办 12345").says("由街道受理");
        asking.app.visitor().visits(&need).await.says("转办").says("由街道受理");
        let desk = format!("/secretariat{need}");
        asking.secretary.visits(&desk).await.is(200);
        assert!(!asking.secretary.page().text().contains("怎么说"), "it is answered once");
        asking.secretary.visits("/secretariat/calls/1").await.is(200).says("待答复 0 件");
        asking.secretary.submits("/secretariat/calls/1", &[("do", "report")]).await.is(200).says("结果已通报");
        asking.app.visitor().visits(CALL).await.says("已通报征集结果").says("已答复 1 其中逾期 1 件");
        asking.app.visitor().visits(PROPOSE).await.is(200).says("已通报结果");
        let report = asking.app.visitor().visits("/calls/1/report").await;
        report.is(200).says("收到建议 1 件，其中有效 1 件；合并后为 1 项需求").says("住有宜居 1 100.0%").says("转办 1");
        let feed = asking.app.visitor().visits("/proposals/feed.xml").await;
        assert!(feed.is(200).html.contains("给三幢加装电梯 · 转办"), "{}", feed.html);
    }

    async fn what_is_typed_is_seen_before_it_is_sent_and_never_lost(app: TestApp) {
        let asking = Asking::begins(&app).await;
        let visitor = asking.looks(Wish { title: "电梯", why: "", place: "月球", contact: "138" }).await;
        let page = visitor.page();
        page.is(422).says("请选在哪里").says("至少 4 个字").says("请写明为什么需要");
        assert_eq!(page.attributes("#title", "value"), ["电梯"]);
        assert_eq!(page.attributes("#contact", "value"), ["138"]);

        let telling = Wish { title: "三幢装电梯，浙A12345挡路", why: "请打13857112345\n<script>alert(1)</script>", ..LIFT };
        let mut visitor = asking.looks(telling).await;
        visitor.page().is(200).says("好像有个人信息").says("13857112345").says("车牌号： 浙A12345");
        let back = visitor.submits(SEND, &[("do", "change")]).await;
        assert_eq!(back.is(200).attributes("#title", "value"), [telling.title]);
        assert_eq!(back.texts("#why"), ["请打13857112345 <script>alert(1)</script>"]);

        // A megabyte of text, and what no browser sends.
        let long = "电".repeat(400);
        let visitor = asking.looks(Wish { why: &long.repeat(10), ..LIFT }).await;
        visitor.page().is(422).says("现有 4000 字，最多 800 字");
        let mut visitor = app.visitor();
        visitor.visits(PROPOSE).await.is(200);
        visitor.submits(PROPOSE, &[("why", &long.repeat(2_000))]).await.is(422).says("太长");
        let bare = app.visitor().asks("POST", SEND, &[]).await;
        bare.is(422);
        let without = Wish { contact: "13857112345", ..LIFT };
        let mut visitor = app.visitor();
        let fields = without.fields(&visitor.visits(PROPOSE).await);
        let fields: Vec<_> = as_typed(&fields).into_iter().filter(|(name, _)| *name != "consent").collect();
        visitor.submits(PROPOSE, &fields).await.is(422).says("请勾选同意");
    }

    async fn robots_wait_and_nobody_honest_is_lost(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        // Without the work, as without scripts: after twenty seconds, and nothing is lost before.
        let mut plain = asking.looks(LIFT).await;
        let early = plain.submits(SEND, &[("do", "send")]).await;
        early.is(422).says("秒再按").says("给三幢加装电梯");
        let held = plain.page().form(SEND);
        let altered = held.value("challenge").replacen(".15.", ".1.", 1);
        plain.submits(SEND, &[("challenge", &altered), ("work", "1")]).await.is(422).says("请再按一次");

        // Quicker than anybody types, and into the field that nobody sees: looked at first, not lost.
        let mut quick = asking.looks(LIFT).await;
        let work = work_of(quick.page());
        quick.submits(SEND, &[("work", &work), ("do", "send")]).await.is(200).says("已提交");
        let mut program = asking.looks(LIFT).await;
        let (challenge, work) = asking.typed_at_leisure(program.page());
        let done = [("challenge", challenge.as_str()), ("work", &work)];
        let form = program.page().form(SEND).with(&done).with(&[("website", "http://x"), ("do", "send")]);
        let first = program.sends(SEND, &form).await;
        first.is(200).says("已提交");
        // The second press is answered like the first; a new form with the same work is not.
        assert_eq!(program.sends(SEND, &form).await.path, first.path);
        let mut again = app.visitor();
        let fresh = again.visits(PROPOSE).await.form(PROPOSE);
        let replayed = form.clone().with(&[("key", fresh.value("key")), ("csrf", fresh.value("csrf"))]);
        again.sends(SEND, &replayed).await.is(422).says("请再按一次");
        asking.secretary.visits(QUEUE).await.is(200).says("待登记 0").says("待核对 2");
        asking.secretary.visits("/secretariat/proposals/in/held").await.is(200).says("给三幢加装电梯");
    }

    async fn many_from_one_address_wait_for_a_look_whichever_instance_they_ask(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let other = app.another_instance();
        let mut visitors = Vec::new();
        for number in 0..12 {
            let origin = if number % 2 == 0 { &app.origin } else { &other.origin };
            // The last one lives elsewhere.
            let address = if number == 11 { "198.51.100.7" } else { "203.0.113.9" };
            let mut visitor = Visitor::behind(origin, address);
            let fields = LIFT.fields(visitor.visits(PROPOSE).await.is(200));
            visitor.submits(PROPOSE, &as_typed(&fields)).await.is(200);
            visitors.push(visitor);
        }
        for visitor in &mut visitors {
            asking.sends_what_was_typed(visitor, &[]).await;
        }
        asking.secretary.visits(QUEUE).await.is(200).says("待登记 11").says("待核对 1");
        other.stop().await;
    }

    async fn after_the_last_day_it_is_late_and_not_lost(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let mut visitor = asking.looks(LIFT).await;
        asking.days_pass(27).await;
        visitor.moves_to(&asking.app.origin);
        let closed = visitor.submits(SEND, &[("do", "send")]).await;
        closed.is(422).says("征集已于 2024-02-29 截止").says("给三幢加装电梯");
        asking.sends_what_was_typed(&mut visitor, &[("late", "yes")]).await.says("逾期提交");

        asking.secretary.visits("/secretariat/calls/1").await.is(200);
        let extend = |until: &'static str, reason: &'static str| [("until", until), ("reason", reason), ("do", "extend")];
        let desk = "/secretariat/calls/1";
        asking.secretary.submits(desk, &extend("2024-02-29", "假期")).await.is(422).says("晚于 2024-02-29");
        asking.secretary.submits(desk, &extend("2024-03-10", "")).await.is(422).says("请写明延长理由");
        asking.secretary.submits(desk, &extend("2024-03-10", "春节假期")).await.is(200);
        let page = asking.app.visitor().visits(CALL).await;
        page.says("由 2024-02-29 延长到 2024-03-10").says("春节假期").says("正在征集");
    }

    async fn a_slip_is_taken_home_from_the_station(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let path = "/secretariat/calls/1/write";
        let page = asking.secretary.visits(path).await;
        let mut fields = LIFT.fields(page.is(200));
        fields.extend([("origin", "deputy"), ("channel", "station")].map(|(a, b)| (a.to_owned(), b.to_owned())));
        let slip = asking.secretary.submits(path, &as_typed(&fields)).await;
        slip.is(200).says("建议回执").says("15 天内答复");
        let code = slip.texts("code span").join(" ").to_lowercase();
        let mut person = app.visitor();
        person.visits("/p").await.is(200);
        person.submits("/p", &[("code", &code)]).await.is(200).says(LIFT.title).says("代表 · 联络站");
        person.visits("/p").await.is(200);
        person.submits("/p", &[("code", "ABCD EFGH JKLM")]).await.is(422).says("没有找到这个查询码");
        for _ in 0..60 {
            person.asks("GET", "/p/ABCDEFGHJKLM", &[]).await;
        }
        person.asks("GET", "/p/ABCDEFGHJKLN", &[]).await.is(429);
    }
}
