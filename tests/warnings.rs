//! Whoever is late is told: by letter and by gateway, each level once, and it stays on record.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use piaojue::{
    accounts::Role,
    app::{call_webhooks, do_what_is_due},
    hooks::signature,
};

use crate::{
    followers::with_mail,
    support::{
        Page, TestApp, Visitor,
        catcher::{Catcher, Caught},
        receiver::{Answer, Receiver},
        tracking::{HOUSING, Year},
    },
};

const CLERK: &str = "wang@example.org";
const HEAD: &str = "chen@example.org";
const LEADER: &str = "zhao@example.org";
const SECRET: &str = "0123456789abcdef";

impl Year {
    async fn a_secretary(&self) -> Visitor {
        self.app.signed_in(Role::Secretariat).await
    }

    /// Of the unit, by itself.
    async fn enters(&mut self, role: &str, name: &str, email: &str, phone: &str) -> Page {
        self.engineer.visits("/department/contacts").await.is(200);
        let fields = [("role", role), ("name", name), ("email", email), ("phone", phone)];
        self.engineer.submits("/department/contacts", &fields).await
    }

    /// So that a story about single warnings hears of nothing else.
    async fn nothing_is_reported_upward(&self) {
        let mut secretary = self.a_secretary().await;
        secretary.visits("/secretariat/tracking-rules").await.is(200);
        let levels = "-5=经办人\n-1=经办人\n1=经办人、负责人\n5=经办人、负责人、分管领导";
        let rules = [("levels", levels), ("reds", "50"), ("money_gap", "20")];
        secretary.submits("/secretariat/tracking-rules", &rules).await.is(200);
    }

    async fn everybody_is_entered(&mut self) {
        for (role, name, email, phone) in
            [("clerk", "王工", CLERK, "13800000000"), ("head", "陈局长", HEAD, ""), ("leader", "赵副区长", LEADER, "")]
        {
            self.enters(role, name, email, phone).await.is(200).says("联系人已添加").says(name);
        }
    }

    /// To whom letters went out on the morning of the day.
    fn warned(&self, catcher: &Catcher) -> Vec<Caught> {
        self.letters_go_out();
        let mut caught = catcher.empties();
        caught.sort_by(|a, b| a.to.cmp(&b.to));
        caught
    }

    async fn has_a_gateway(&mut self, url: &str) -> Page {
        let mut secretary = self.a_secretary().await;
        secretary.visits("/secretariat/webhooks").await.is(200);
        let fields = [("name", "短信网关"), ("url", url), ("secret", SECRET)];
        secretary.submits("/secretariat/webhooks", &fields).await
    }

    /// The only gateway's button.
    async fn presses(&mut self, button: &str) -> Page {
        let mut secretary = self.a_secretary().await;
        let page = secretary.visits("/secretariat/webhooks").await;
        let actions = page.is(200).attributes("form", "action");
        let action = actions.into_iter().find(|action| action.starts_with("/secretariat/webhooks/")).unwrap();
        secretary.submits(&action, &[("do", button)]).await
    }

    async fn gateways(&self) -> Page {
        self.a_secretary().await.visits("/secretariat/webhooks").await
    }

    async fn tells_gateways(&self) -> usize {
        call_webhooks(self.app.services.clone()).await.unwrap()
    }

    /// The same morning once more, some minutes later.
    async fn minutes_pass(&mut self, minutes: i64) {
        self.moves_to(self.app.restarts(SignedDuration::from_mins(minutes)).await).await;
    }
}

fn to(caught: &[Caught]) -> Vec<&str> {
    caught.iter().map(|letter| letter.to.as_str()).collect()
}

on_both_databases! {
    async fn a_unit_is_warned_before_and_after_the_day_each_level_once(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        year.everybody_is_entered().await;
        year.nothing_is_reported_upward().await;
        year.days_pass(45).await;
        assert_eq!(to(&year.warned(&catcher)), [""; 0], "on 19 March nothing is near");
        year.days_pass(1).await;
        let early = year.warned(&catcher);
        assert_eq!(to(&early), [CLERK]);
        assert!(early[0].header("Subject").contains("=?utf-8?"), "{}", early[0].head);
        let title = year.app.projects()[0].title.clone();
        for said in [HOUSING, &format!("《{title}》2024-03 进展，2024-03-25 截止（提前 5 天）"), "/department"] {
            assert!(early[0].body.contains(said), "{said}: {}", early[0].body);
        }
        assert!(!early[0].head.contains("List-Unsubscribe"), "duty letters have no stop link: {}", early[0].head);
        do_what_is_due(&year.app.services).unwrap();
        do_what_is_due(&year.app.another_instance().services).unwrap();
        assert_eq!(to(&year.warned(&catcher)), [""; 0], "another instance writes it no second time");
        year.days_pass(4).await;
        assert_eq!(to(&year.warned(&catcher)), [CLERK], "the day before");
        let page = year.engineer.visits("/department").await;
        page.is(200).says("待报送").says("2024-03 进展，2024-03-25 截止");
        year.days_pass(2).await;
        let late = year.warned(&catcher);
        assert_eq!(to(&late), [HEAD, CLERK], "the day after");
        assert!(late[0].body.contains("（逾期 1 天）"), "{}", late[0].body);
        year.engineer.visits("/department").await.is(200).says("2024-03 进展，2024-03-25 截止，已逾期 1 天");
        // The server stands still for ten days: the last level reached, once.
        year.days_pass(10).await;
        assert_eq!(to(&year.warned(&catcher)), [HEAD, CLERK, LEADER]);
        year.days_pass(1).await;
        assert_eq!(to(&year.warned(&catcher)), [""; 0]);
        let record = year.a_secretary().await.visits("/secretariat/warnings/2024").await;
        record.is(200).says("已发预警（4 条）").says("逾期 5 天").says("分管领导 赵副区长 邮件").says("提前 5 天");
        let rows = year.a_secretary().await.visits("/secretariat/warnings/2024/files/warnings.csv").await;
        assert_eq!(rows.is(200).html.lines().count(), 5, "{}", rows.html);
    }

    async fn who_reported_is_not_warned_and_who_left_neither(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        year.everybody_is_entered().await;
        let items = year.app.projects()[0].sub_items.len();
        year.days_pass(30).await;
        for item in 0..items {
            year.reports(item, "2024-03-04", "1").await.is(200);
        }
        year.days_pass(16).await;
        assert_eq!(to(&year.warned(&catcher)), [""; 0], "all of March is reported");
        year.days_pass(31).await;
        assert_eq!(to(&year.warned(&catcher)), [CLERK], "20 April");
        let page = year.engineer.visits("/department/contacts").await;
        let remove = page.is(200).attributes("form[action$=remove]", "action");
        year.engineer.submits(&remove[0], &[]).await.is(200).says("联系人已移除");
        year.days_pass(4).await;
        assert_eq!(to(&year.warned(&catcher)), [""; 0], "the clerk left");
        let record = year.a_secretary().await.visits("/secretariat/warnings/2024").await;
        record.is(200).says("经办人 未送达（没有可用的联系方式）");
    }

    async fn where_no_letter_arrives_the_page_says_so(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        year.enters("clerk", "王工", "gone@example.org", "").await.is(200);
        catcher.refuses("gone@example.org");
        year.days_pass(46).await;
        year.letters_go_out();
        for days in [4, 2] {
            year.days_pass(days).await;
            year.letters_go_out();
        }
        year.engineer.visits("/department/contacts").await.is(200).says("多次投递失败");
    }

    async fn the_secretariat_decides_who_is_warned_when(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        year.everybody_is_entered().await;
        let mut secretary = year.a_secretary().await;
        secretary.visits("/secretariat/tracking-rules").await.is(200).says("通用规则");
        let wrong = [("levels", "-10=分管领导\n三天=经办人"), ("reds", "3"), ("money_gap", "20")];
        let refused = secretary.submits("/secretariat/tracking-rules", &wrong).await;
        refused.says("第 2 行不是“天数=提醒谁”的写法").says("三天=经办人");
        let rules = [("levels", "-10=分管领导"), ("reds", "50"), ("money_gap", "20")];
        secretary.submits("/secretariat/tracking-rules", &rules).await.is(200).says("现行第 1 版");
        year.days_pass(41).await;
        assert_eq!(to(&year.warned(&catcher)), [LEADER], "15 March");
        year.days_pass(11).await;
        assert_eq!(to(&year.warned(&catcher)), [""; 0], "no level after the day");
    }

    async fn what_turns_red_again_and_again_is_reported_upward(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        year.everybody_is_entered().await;
        let mut secretary = year.a_secretary().await;
        secretary.visits("/secretariat/tracking-rules").await.is(200);
        let items = year.app.projects()[0].sub_items.len();
        let every = items.to_string();
        let rules = [("levels", "50=经办人"), ("reds", every.as_str()), ("money_gap", "20")];
        secretary.submits("/secretariat/tracking-rules", &rules).await.is(200);
        year.days_pass(52).await;
        let upward = year.warned(&catcher);
        assert_eq!(to(&upward), [HEAD, LEADER], "every sub-item is red on 26 March");
        assert!(upward[0].body.contains(&format!("2024 年已 {items} 次转为滞后")), "{}", upward[0].body);
        year.days_pass(1).await;
        assert_eq!(to(&year.warned(&catcher)), [""; 0], "once");
        let record = year.a_secretary().await.visits("/secretariat/warnings/2024").await;
        let row = record.is(200).texts("section[aria-labelledby=units] tbody tr").remove(0);
        assert!(row.contains(HOUSING) && row.contains(&every) && row.contains("2024-03-26"), "{row}");
    }

    async fn what_is_carried_over_counts_where_it_was_reported_upward(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        year.everybody_is_entered().await;
        year.days_pass(331).await;
        let target = year.app.projects()[0].sub_items[0].goal.target().unwrap();
        year.reports(0, "2024-12-30", &target).await.is(200).says("进展已报送");
        let mut secretary = year.a_secretary().await;
        secretary.visits("/secretariat/years/2024").await.is(200);
        let carry = "/secretariat/years/2024/carry-over";
        secretary.submits(carry, &[("reason", "冬季停工")]).await.is(200).says("已结转到 2025 年");
        secretary.visits("/secretariat/tracking-rules").await.is(200);
        let rules = [("levels", "50=经办人"), ("reds", "1"), ("money_gap", "20")];
        secretary.submits("/secretariat/tracking-rules", &rules).await.is(200);
        year.days_pass(2).await;
        year.warned(&catcher);

        let (path, less) = (year.report_path(0), (target.parse::<u32>().unwrap() - 1).to_string());
        year.engineer.visits(&path).await.is(200);
        let fields = [
            ("as_of", "2025-01-01"),
            ("quantity", less.as_str()),
            ("words", "复核后核减"),
            ("shrink_reason", "重复统计一处"),
            ("do", "file"),
        ];
        year.engineer.submits(&path, &fields).await.is(200).says("进展已报送");
        year.days_pass(1).await;
        let upward = year.warned(&catcher);
        assert_eq!(to(&upward), [HEAD, LEADER]);
        assert!(upward[0].body.contains("2025 年已 1 次转为滞后"), "{}", upward[0].body);
        let record = year.a_secretary().await.visits("/secretariat/warnings/2025").await;
        let rows = record.is(200).texts("section[aria-labelledby=units] tbody tr");
        assert!(rows.len() == 1 && rows[0].contains(HOUSING) && rows[0].contains("2025-01-02"), "{rows:?}");
        assert_eq!(record.texts("td[data-label='转为滞后（次）']"), ["1"], "as many as the letter says");
    }

    async fn what_was_not_accepted_is_not_late_before_the_next_report_day(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        year.everybody_is_entered().await;
        year.nothing_is_reported_upward().await;
        year.days_pass(30).await;
        let items = year.app.projects()[0].sub_items.clone();
        for (at, item) in items.iter().enumerate() {
            let target = item.goal.target().unwrap_or_else(|| "100".to_owned());
            year.reports(at, "2024-03-04", &target).await.is(200).says("进展已报送");
        }
        year.days_pass(24).await;
        let mut secretary = year.a_secretary().await;
        secretary.visits(&format!("/secretariat/projects/{}", year.project)).await.is(200);
        let accept = format!("/secretariat/sub-items/{}/accept", items[0].id);
        let given_back = [("do", "refuse"), ("words", "少一处，请补齐")];
        secretary.submits(&accept, &given_back).await.is(200).says("已退回");
        for day in ["2024-03-29", "2024-03-30"] {
            year.days_pass(1).await;
            assert_eq!(to(&year.warned(&catcher)), [""; 0], "{day}: it was given back on the 28th");
        }
        let page = year.engineer.visits("/department").await;
        page.is(200).says("2024-04 进展，2024-04-25 截止");
        assert!(!page.text().contains("已逾期"), "{}", page.text());
        year.days_pass(21).await;
        assert_eq!(to(&year.warned(&catcher)), [CLERK], "20 April");
        year.days_pass(6).await;
        assert_eq!(to(&year.warned(&catcher)), [HEAD, CLERK], "26 April");
        year.days_pass(30).await;
        assert_eq!(to(&year.warned(&catcher)), [HEAD, CLERK, LEADER], "26 May");
        year.days_pass(30).await;
        assert_eq!(to(&year.warned(&catcher)), [""; 0], "each level once, not every month");
    }

    async fn a_gateway_is_told_under_a_signature(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let gateway = Receiver::opens();
        year.enters("clerk", "王工", "", "138-0000-0000").await.is(200);
        let made = year.has_a_gateway(&gateway.url).await;
        made.is(200).says("只显示这一次").says(SECRET);
        assert!(!year.gateways().await.is(200).html.contains(SECRET), "the secret is shown once");
        year.presses("test").await.is(200).says("测试消息已交付推送");
        assert_eq!(year.tells_gateways().await, 1);
        let told = gateway.empties().remove(0);
        assert_eq!((told.path.as_str(), told.head("x-piaojue-event")), ("/send?key=1", "test"));
        year.days_pass(46).await;
        assert_eq!(year.tells_gateways().await, 1);
        let told = gateway.empties().remove(0);
        let at: i64 = told.head("x-piaojue-timestamp").parse().unwrap();
        assert_eq!(told.head("x-piaojue-signature"), format!("v1={}", signature(SECRET, at, &told.body)));
        assert!((year.app.now().timestamp().as_second() - at).abs() < 60, "by the program's clock");
        let said = told.json();
        assert_eq!((&said["event"], &said["unit"]), (&"report_due".into(), &HOUSING.into()));
        assert_eq!(said["receivers"][0]["phone"], "13800000000");
        assert_eq!((&said["reports"][0]["month"], &said["reports"][0]["days_after"]), (&"2024-03".into(), &(-5).into()));
        assert_eq!(said["id"], told.head("x-piaojue-id"));
        assert_eq!(year.tells_gateways().await, 0, "once");
        let page = year.gateways().await;
        page.is(200).says("report_due").says("已接收");
    }

    async fn a_gateway_that_fails_is_told_again_and_one_that_is_gone_no_more(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let gateway = Receiver::opens();
        year.has_a_gateway(&gateway.url).await.is(200);
        gateway.answers(Answer::Status(500));
        year.presses("test").await.is(200);
        assert_eq!(year.tells_gateways().await, 0);
        let first = gateway.empties().remove(0);
        assert_eq!(year.tells_gateways().await, 0, "not at once");
        assert_eq!(gateway.empties().len(), 0);
        year.minutes_pass(2).await;
        gateway.answers(Answer::Status(204));
        assert_eq!(year.tells_gateways().await, 1);
        let second = gateway.empties().remove(0);
        assert_eq!(first.head("x-piaojue-id"), second.head("x-piaojue-id"), "the same message");
        year.gateways().await.is(200).says("对方答复 500").says("第 2 次");
        gateway.answers(Answer::Status(410));
        year.presses("test").await.is(200);
        assert_eq!(year.tells_gateways().await, 0);
        year.gateways().await.is(200).says("对方于 2024-02-03 答复不再接收（410），已停用");
        gateway.empties();
        year.days_pass(46).await;
        assert_eq!(year.tells_gateways().await, 0);
        assert_eq!(gateway.empties().len(), 0, "it wants no more");
        gateway.answers(Answer::Status(200));
        year.presses("resume").await.is(200).says("网关已恢复");
        year.presses("test").await.is(200);
        assert_eq!(year.tells_gateways().await, 1);
        year.presses("remove").await.is(200).says("网关已移除");
        assert!(!year.gateways().await.is(200).html.contains("短信网关"));
    }

    async fn a_gateway_leads_nowhere_else(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        for (url, said) in [
            ("http://gateway.example/send", "请用 https:// 开头的地址"),
            ("https://10.0.0.1/send", "这个地址在内部网络中"),
            ("https://[::1]/send", "这个地址在内部网络中"),
            ("网关", "地址写法不对"),
        ] {
            let refused = year.has_a_gateway(url).await;
            assert_eq!(refused.says(said).attributes("#url", "value"), [url], "what was typed stays");
        }
        let (inward, hidden) = (Receiver::opens(), Receiver::opens());
        inward.answers(Answer::Onward(hidden.url.clone()));
        year.has_a_gateway(&inward.url).await.is(200);
        year.presses("test").await.is(200);
        assert_eq!(year.tells_gateways().await, 0);
        assert_eq!((inward.empties().len(), hidden.empties().len()), (1, 0), "nobody is followed onward");
        year.gateways().await.is(200).says("对方答复 302");
    }

    async fn a_gateway_that_hangs_holds_nothing_up(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let gateway = Receiver::opens();
        gateway.answers(Answer::Nothing);
        year.has_a_gateway(&gateway.url).await.is(200);
        year.presses("test").await.is(200);
        let calling = actix_web::rt::spawn(call_webhooks(year.app.services.clone()));
        let begun = Instant::now();
        for _ in 0..20 {
            year.engineer.visits("/department").await.is(200);
        }
        assert!(begun.elapsed() < Duration::from_secs(8), "pages waited {:?}", begun.elapsed());
        assert_eq!(calling.await.unwrap().unwrap(), 0);
        assert!(begun.elapsed() < Duration::from_secs(30), "it waited for the gateway {:?}", begun.elapsed());
        year.gateways().await.is(200).says("没有连上或超时").says("1 条待推送");
    }
}
