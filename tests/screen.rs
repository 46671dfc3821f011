//! The hall screen: what it shows when, who works it, and how it is kept up to date.

use std::time::Duration;

use piaojue::accounts::Role;
use reqwest::header::ACCEPT;
use serde_json::Value;

use crate::support::{
    Page, TestApp, Visitor,
    session::{FOUR, Hall, Plan},
};

const CONTROL: &str = "/secretariat/screen";

impl Hall {
    /// The desk chooses what the screens show.
    pub async fn shows(&mut self, view: &str) -> Page {
        let browser = self.secretariat.browser().await;
        browser.visits(CONTROL).await;
        browser.submits(CONTROL, &[("view", view)]).await
    }

    async fn counts_down(&mut self, fields: &[(&str, &str)]) -> Page {
        let browser = self.secretariat.browser().await;
        browser.visits(CONTROL).await;
        browser.submits("/secretariat/screen/countdown", fields).await
    }

    /// The address of the screen that the desk opens in the hall.
    pub async fn hall_screen(&mut self) -> String {
        let page = self.secretariat.browser().await.visits(CONTROL).await;
        page.attributes("ul.downloads a", "href").into_iter().find(|href| href.contains("hall=")).unwrap()
    }
}

async fn screen(app: &TestApp) -> Page {
    app.visitor().visits("/screen").await
}

/// The numbers of the screen, asked for once.
async fn numbers(app: &TestApp) -> Value {
    let page = app.visitor().asks("GET", "/screen/events", &[]).await;
    assert_eq!(page.header("cache-control"), Some("no-store"));
    serde_json::from_str(&page.html).unwrap()
}

/// A browser that listens.
struct Listener {
    answer: reqwest::Response,
    heard: String,
}

impl Listener {
    async fn listens(app: &TestApp, path: &str) -> Self {
        let client = reqwest::Client::new();
        let answer =
            client.get(format!("{}{path}", app.origin)).header(ACCEPT, "text/event-stream").send().await.unwrap();
        assert_eq!(answer.status(), 200);
        Self { answer, heard: String::new() }
    }

    /// The next state that is told, whatever beats come between.
    async fn hears(&mut self) -> Value {
        let told = async {
            loop {
                if let Some((event, rest)) = self.heard.split_once("\n\n") {
                    let (event, rest) = (event.to_owned(), rest.to_owned());
                    self.heard = rest;
                    if let Some(data) = event.strip_prefix("event: state\ndata: ") {
                        return serde_json::from_str(data).unwrap();
                    }
                    continue;
                }
                let chunk = self.answer.chunk().await.unwrap().expect("the line has ended");
                self.heard += std::str::from_utf8(&chunk).unwrap();
            }
        };
        actix_web::rt::time::timeout(Duration::from_secs(20), told).await.expect("nothing was told for 20 s")
    }
}

on_both_databases! {
    async fn left_alone_the_screen_follows_the_session(app: TestApp) {
        app.visitor().visits("/screen").await.is(200);
        let mut hall = Hall::ready(&app, FOUR);
        screen(&app).await.says("0 / 4").says("还差 3 人达到法定人数");
        hall.everybody_checks_in();
        screen(&app).await.says("4 / 4").says("达到法定人数");
        hall.issuing_begins();
        hall.everybody_takes_a_ballot();
        screen(&app).await.says("已领票 4");
        hall.voting_begins();
        hall.casts(&["赞赞反反", "赞反反反", "", ""]).await;
        let page = screen(&app).await;
        page.says("正在投票 · 第1轮").says("收回").says("发出 4");
        assert_eq!(page.texts(".ring .count"), ["2"]);
        let shown = page.texts(".fingerprint span").concat();
        let (paper, rest) = shown.split_at(16);
        let (list, _keys) = rest.split_at(16);
        assert!(app.election().fingerprint().starts_with(paper), "the screen names the paper that the booths show: {paper}");
        let mut scrutineers = hall.scrutineers[0].browser().await.visits("/scrutineer").await.text();
        scrutineers.retain(|c| !c.is_whitespace());
        assert!(scrutineers.contains(list), "the screen names the list that the scrutineers see: {list}");
        hall.voting_ends();
        screen(&app).await.says("投票结束 · 第1轮");
    }

    async fn no_screen_says_how_anybody_votes_or_what_the_result_is_before_it_may(app: TestApp) {
        let mut hall = Hall::counted(&app, FOUR, &["赞赞反反", "赞反反反", "赞反赞反", "反反反反"]).await;
        hall.shows("result").await.is(422).says("现在还不能揭晓结果");
        let titles: Vec<String> = app.election().questions().iter().map(|question| question.question.clone()).collect();
        for address in [hall.hall_screen().await, "/screen".to_owned(), "/screen?show=result".to_owned()] {
            let page = app.visitor().visits(&address).await;
            assert!(titles.iter().all(|title| !page.html.contains(title)), "{address} tells of candidates");
        }
        let told = numbers(&app).await;
        let told: Vec<&String> = told.as_object().unwrap().keys().collect();
        let known = [
            "code", "countdown", "excused", "in_office", "is_quorum", "issued", "layout", "missing", "needed",
            "not_cast", "on_paper", "present", "returned",
        ];
        assert_eq!(told, known);
    }

    async fn the_desk_chooses_what_the_screens_show(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.shows("attendance").await.is(200).says("大屏已切换");
        screen(&app).await.says("实到 / 应到");
        hall.shows("standby").await.is(200);
        screen(&app).await.says(&app.session().plenary);
        let pinned = hall.hall_screen().await + "&show=voting";
        app.visitor().visits(&pinned).await.says("正在投票");
        hall.shows("voting").await.is(200);
        screen(&app).await.says("正在投票");
        hall.shows("auto").await.is(200);
        let browser = hall.secretariat.browser().await;
        browser.visits(CONTROL).await;
        browser.submits(CONTROL, &[("view", "everything")]).await.is(400);
        app.signed_in(Role::Deputy).await.asks("GET", CONTROL, &[]).await.is(404);
    }

    async fn the_check_in_code_stands_only_on_a_screen_that_the_desk_opened(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let address = hall.hall_screen().await;
        let code = app.hall_code();
        let page = app.visitor().visits(&address).await;
        let (shown, now) = (page.texts(".hall-code").concat().replace(' ', ""), app.hall_code());
        assert!(shown == code || shown == now, "{shown} is not {code}");
        for other in ["/screen", "/screen?hall=", "/screen?hall=0123456789abcdef0123456789abcdef"] {
            let page = app.visitor().visits(other).await;
            assert!(page.texts(".hall-code").is_empty() && !page.html.contains(&code), "{other}");
            let events = app.visitor().asks("GET", &other.replace("/screen", "/screen/events"), &[]).await;
            assert!(serde_json::from_str::<Value>(&events.html).unwrap()["code"].is_null(), "{other}");
        }
        let mut listener = Listener::listens(&app, &address.replace("/screen", "/screen/events")).await;
        assert_eq!(listener.hears().await["code"]["digits"].as_str().unwrap().replace(' ', "").len(), 6);
    }

    async fn a_countdown_runs_and_is_taken_away(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        for wrong in ["", "0", "-3", "121", "five"] {
            let page = hall.counts_down(&[("minutes", wrong)]).await;
            page.is(422).says("请填 1 至 120 之间的整数");
            assert_eq!(page.attributes("#minutes", "value"), [wrong]);
        }
        hall.counts_down(&[("minutes", "5")]).await.is(200).says("倒计时到");
        let ends = app.now().plus_minutes(5).timestamp().as_millisecond();
        let told = numbers(&app).await["countdown"]["ends"].as_i64().unwrap();
        assert!((ends - told).abs() < 30_000, "{told} is not five minutes from now, {ends}");
        screen(&app).await.says("倒计时 至");
        hall.counts_down(&[("stop", "1")]).await.is(200).says("没有倒计时");
        assert!(numbers(&app).await["countdown"].is_null());
        assert_eq!(app.round().state.word(), "voting", "a countdown closes nothing");
    }

    async fn every_screen_is_told_of_a_change(app: TestApp) {
        let hall = Hall::ready(&app, FOUR);
        let mut screens = Vec::new();
        for _ in 0..3 {
            screens.push(Listener::listens(&app, "/screen/events").await);
        }
        let answer = &screens[0].answer;
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        assert!(answer.headers()["cache-control"].to_str().unwrap().contains("no-store"));
        for screen in &mut screens {
            assert_eq!(screen.hears().await["present"], 0);
        }
        hall.deputies[0].is_checked_in();
        for screen in &mut screens {
            assert_eq!(screen.hears().await["present"], 1);
        }
        drop(screens);
        hall.deputies[1].is_checked_in();
        let mut later = Listener::listens(&app, "/screen/events").await;
        while later.hears().await["present"] != 2 {}
    }

    async fn the_result_is_revealed_to_all_once_it_is_announced(app: TestApp) {
        let choices = ["赞赞反反", "赞赞反反", "赞赞反反", "反反赞弃"];
        let mut hall = Hall::certified(&app, FOUR, &choices).await;
        // This method announces apart from the sitting: until then nobody sees the result.
        hall.shows("result").await.is(422);
        hall.secretariat.announces("示例第1号").await.is(200);
        let before = numbers(&app).await["layout"].clone();
        hall.shows("result").await.is(200);
        assert_ne!(numbers(&app).await["layout"], before, "screens ask for the page anew");
        let page = screen(&app).await;
        page.says("票决结果").says("应到 4 · 实到 4 · 发出 4 · 收回 4");
        assert_eq!(page.texts(".result tbody.chosen td.num.first"), ["3", "3"]);
        assert_eq!(page.texts(".result tbody.rest td.num.first"), ["1", "0"]);
        let once = numbers(&app).await["layout"].clone();
        hall.shows("result").await.is(200);
        assert_ne!(numbers(&app).await["layout"], once, "choosing it again begins anew");
    }

    async fn where_only_the_list_is_published_the_screen_shows_no_votes(app: TestApp) {
        let plan = Plan { publish_counts: "list_only", ..FOUR };
        let mut hall = Hall::announced(&app, plan, &["赞赞反反", "赞赞反反", "赞赞反反", "反反赞弃"]).await;
        hall.shows("result").await.is(200);
        let page = screen(&app).await;
        assert_eq!(page.texts(".chosen-list li").len(), 2);
        assert!(page.texts(".result").is_empty() && page.texts(".num").is_empty(), "{}", page.text());
    }

    async fn two_secretaries_work_one_screen(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let mut second: Visitor = app.signed_in(Role::Secretariat).await;
        second.visits(CONTROL).await;
        let form = second.page().form(CONTROL).with(&[("view", "standby")]);
        hall.shows("voting").await.is(200);
        second.sends(CONTROL, &form).await.is(200);
        screen(&app).await.says(&app.session().plenary);
        // An impatient second press says the same and does nothing: the other's choice stays.
        hall.shows("voting").await.is(200);
        second.sends(CONTROL, &form).await.is(200);
        screen(&app).await.says("正在投票");
    }
}
