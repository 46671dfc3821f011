//! Following a project by e-mail, and being left alone again.

use std::cell::{Cell, RefCell};

use jiff::SignedDuration;
use piaojue::{app, followers, post};

use crate::support::{
    TestApp, Visitor, calendar,
    catcher::Catcher,
    tracking::{HOUSING, Year},
};

/// Announced projects, and a mail server.
pub async fn with_mail(app: &TestApp) -> (Year, Catcher) {
    let mut year = Year::begins(app).await;
    let catcher = Catcher::opens();
    year.moves_to(year.app.can_write_letters(&catcher.url).await).await;
    (year, catcher)
}

impl Year {
    pub fn follow_path(&self) -> String {
        format!("/projects/{}/follow", self.project)
    }

    async fn somebody_asks(&self, address: &str) -> Visitor {
        let mut reader = self.app.visitor();
        reader.visits(&self.follow_path()).await.is(200);
        reader.submits(&self.follow_path(), &[("email", address)]).await.is(200).says("确认信已发出");
        reader
    }

    /// The letter is sent, its link opened and its button pressed.
    pub async fn somebody_follows(&self, catcher: &Catcher, address: &str) -> Visitor {
        let mut reader = self.somebody_asks(address).await;
        self.letters_go_out();
        let link = catcher.empties()[0].link(&self.app.origin, "/following/");
        reader.visits(&link).await.is(200).says("请确认关注");
        reader.submits(&link, &[]).await.is(200).says("已关注");
        reader
    }

    pub fn letters_go_out(&self) -> usize {
        app::send_letters(&self.app.services).unwrap()
    }

    /// Letters that wait, and those given up.
    pub fn letters(&self) -> (i64, i64) {
        self.app.db().read(post::waiting_letters).unwrap()
    }
}

/// Somebody leaves an address for what the list offers; the link of the letter.
async fn asks_for(year: &Year, catcher: &Catcher, address: &str, what: &str) -> (Visitor, String) {
    let mut reader = year.app.visitor();
    reader.visits("/projects/follow").await.is(200).says("关注与订阅");
    reader.submits("/projects/follow", &[("email", address), ("what", what)]).await.is(200).says("确认信已发出");
    year.letters_go_out();
    let link = catcher.empties().last().map(|letter| letter.link(&year.app.origin, "/following/"));
    (reader, link.unwrap_or_default())
}

/// And presses the button behind the link.
async fn follows(year: &Year, catcher: &Catcher, address: &str, what: &str) -> (Visitor, String) {
    let (mut reader, link) = asks_for(year, catcher, address, what).await;
    reader.visits(&link).await.is(200).says("请确认关注");
    reader.submits(&link, &[]).await.is(200).says("已关注");
    (reader, link)
}

/// Forgets who never confirmed; how many those were.
fn tidies(year: &Year) -> usize {
    let now = year.app.now();
    year.app.db().write(|tx| followers::tidy(tx, now)).unwrap()
}

on_both_databases! {
    async fn from_an_address_to_a_letter_and_back(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published().await;
        let mut reader = year.somebody_asks("Zhou.Min@example.org").await;
        assert_eq!(year.letters_go_out(), 1);
        let letter = catcher.empties().remove(0);
        assert_eq!(letter.to, "zhou.min@example.org");
        assert!(letter.body.contains("有人用这个邮箱关注"), "{}", letter.body);
        let link = letter.link(&year.app.origin, "/following/");
        reader.visits(&year.follow_path()).await.is(200);
        assert!(!reader.page().html.contains("zhou.min"), "an address is shown to nobody");

        // Programs that look through mail open links: that confirms nothing.
        year.app.visitor().visits(&link).await.is(200).says("请确认关注");
        year.reports(0, "2024-02-03", "1").await.is(200);
        year.days_pass(1).await;
        assert_eq!(year.letters_go_out(), 0, "nobody has confirmed");
        reader.moves_to(&year.app.origin);
        reader.visits(&link).await.is(200);
        reader.submits(&link, &[]).await.is(200).says("已关注");
        reader.visits(&year.follow_path()).await.is(200).says("现有 1 人用邮箱关注");

        year.reports(0, "2024-02-04", "2").await.is(200);
        assert_eq!(year.letters_go_out(), 0, "letters are written once a day");
        year.days_pass(1).await;
        assert_eq!(year.letters_go_out(), 1);
        let news = catcher.empties().remove(0);
        assert!(news.body.contains("截至 2024-02-04") && news.body.contains("按计划推进"), "{}", news.body);
        assert!(!news.body.contains("截至 2024-02-03"), "older than the confirmation: {}", news.body);
        reader.moves_to(&year.app.origin);
        reader.visits(&news.link(&year.app.origin, "/projects/")).await.is(200);
        year.days_pass(1).await;
        let again = year.letters_go_out();
        let bodies: Vec<_> = catcher.empties().into_iter().map(|letter| letter.body).collect();
        assert!(bodies.iter().all(|body| !body.contains("截至 2024-02-04")), "told twice: {again} {bodies:?}");

        // One click, without cookies or a form of ours, twice.
        let stop = news.header("List-Unsubscribe");
        assert_eq!(news.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert_eq!(news.header("Auto-Submitted"), "auto-generated");
        let stop = stop.trim_matches(['<', '>']);
        let path = &stop[stop.find("/following/").unwrap()..];
        for _ in 0..2 {
            let answer = year.app.visitor().asks("POST", path, &[("List-Unsubscribe", "One-Click")]).await;
            answer.is(200).says("已退订");
        }
        reader.moves_to(&year.app.origin);
        reader.visits(&link).await.is(404).says("链接已失效");
        reader.visits(&year.follow_path()).await.is(200);
        assert!(!reader.page().text().contains("人用邮箱关注"), "nobody is left");
        year.reports(0, "2024-02-04", "3").await.is(200);
        year.days_pass(1).await;
        assert_eq!(year.letters_go_out(), 0);
    }

    async fn an_inbox_is_not_filled_by_strangers(app: TestApp) {
        let (year, catcher) = with_mail(&app).await;
        for _ in 0..5 {
            year.somebody_asks("zhou@example.org").await;
        }
        assert_eq!(year.letters_go_out(), 1, "one letter, however often it is asked for");
        // Somebody who follows already gets none, and who asks is told the same.
        let link = catcher.empties()[0].link(&year.app.origin, "/following/");
        let mut reader = year.app.visitor();
        reader.visits(&link).await.is(200);
        reader.submits(&link, &[]).await.is(200);
        year.somebody_asks("zhou@example.org").await;
        assert_eq!(year.letters_go_out(), 0);
        let wrong = ["", "zhou", "zhou@example", "a@example.org, b@example.org"];
        for address in wrong {
            let mut reader = year.app.visitor();
            reader.visits(&year.follow_path()).await.is(200);
            let again = reader.submits(&year.follow_path(), &[("email", address)]).await;
            again.is(422).says("邮箱地址不完整");
            assert_eq!(again.attributes("#email", "value"), [address], "what was typed stays");
        }
        // The second press of the button.
        let mut reader = year.app.visitor();
        let form = reader.visits(&year.follow_path()).await.form(&year.follow_path()).with(&[("email", "li@example.org")]);
        reader.sends(&year.follow_path(), &form).await.is(200).says("确认信已发出");
        reader.sends(&year.follow_path(), &form).await.is(200).says("确认信已发出");
        assert_eq!(year.letters_go_out(), 1);
    }

    async fn a_letter_is_neither_lost_nor_sent_twice(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        catcher.answers(Some("451 come back later"));
        year.somebody_asks("zhou@example.org").await;
        assert_eq!((year.letters_go_out(), year.letters()), (0, (1, 0)), "it waits");
        catcher.answers(None);
        assert_eq!(year.letters_go_out(), 0, "not before its time");
        year.moves_to(year.app.restarts(SignedDuration::from_mins(2)).await).await;
        assert_eq!((year.letters_go_out(), year.letters()), (1, (0, 0)));
        assert_eq!(catcher.empties().len(), 1);

        catcher.answers(Some("550 no such person"));
        year.somebody_asks("nobody@example.org").await;
        assert_eq!((year.letters_go_out(), year.letters()), (0, (0, 1)), "the server never will: given up, and kept");
        catcher.answers(None);

        // Several instances at once.
        for number in 0..8 {
            year.somebody_asks(&format!("reader{number}@example.org")).await;
        }
        let rounds: Vec<_> = (0..4)
            .map(|_| {
                let services = year.app.services.clone();
                std::thread::spawn(move || app::send_letters(&services).unwrap())
            })
            .collect();
        let sent: usize = rounds.into_iter().map(|round| round.join().unwrap()).sum();
        let mut got: Vec<String> = catcher.empties().into_iter().map(|letter| letter.to).collect();
        got.sort();
        assert_eq!((sent, got.len()), (8, 8), "{got:?}");
        got.dedup();
        assert_eq!(got.len(), 8, "each once");
    }

    async fn what_a_slow_server_takes_its_time_over_no_other_instance_sends_too(app: TestApp) {
        let (year, _catcher) = with_mail(&app).await;
        for number in 0..3 {
            year.somebody_asks(&format!("reader{number}@example.org")).await;
        }
        let (begin, minutes, sent) = (year.app.now(), Cell::new(0), RefCell::new(Vec::new()));
        let now = || begin.plus_minutes(minutes.get());
        let round = |send: &dyn Fn(&post::Letter)| {
            let sends = |letter: &post::Letter| {
                send(letter);
                sent.borrow_mut().push(letter.id);
                Ok(())
            };
            post::send_due(year.app.db(), &year.app.origin, now, 50, sends).unwrap()
        };
        // Two minutes a letter; before the third has gone another instance looks for what is due.
        let slowly = |_: &post::Letter| {
            minutes.set(minutes.get() + 2);
            if minutes.get() == 6 {
                assert_eq!(round(&|_| {}), 0, "it is in other hands");
            }
        };
        assert_eq!((round(&slowly), sent.borrow().len()), (3, 3));
    }

    async fn an_address_that_nobody_confirms_is_forgotten(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.somebody_asks("zhou@example.org").await;
        year.letters_go_out();
        let link = catcher.empties()[0].link(&year.app.origin, "/following/");
        year.moves_to(year.app.restarts(SignedDuration::from_hours(47)).await).await;
        tidies(&year);
        year.app.visitor().visits(&link).await.is(200);
        year.moves_to(year.app.restarts(SignedDuration::from_hours(2)).await).await;
        assert_eq!(tidies(&year), 1);
        year.app.visitor().visits(&link).await.is(404);
    }

    async fn without_a_mail_server_there_is_the_feed(app: TestApp) {
        let mut year = Year::begins(&app).await;
        let page = year.seen_by_all().await;
        let follow = year.follow_path();
        assert!(page.attributes("main a", "href").contains(&follow));
        let page = year.anybody.visits(&follow).await;
        page.is(200).says("用阅读器订阅").says("本站没有开通邮件");
        assert!(page.attributes("#email", "name").is_empty());
        for feed in page.attributes("ul.downloads a", "href") {
            year.anybody.asks("GET", &feed, &[]).await.is(200);
        }
        year.anybody.visits(&format!("/projects/{}/follow", uuid::Uuid::new_v4())).await.is(404);
    }

    async fn a_street_a_field_and_a_unit_are_followed_in_one_letter_a_day(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published_at("上城区望江街道近江家园").await;
        let street = "street:望江街道";
        let (mut reader, link) = follows(&year, &catcher, "zhou@example.org", street).await;
        let page = reader.visits("/projects/follow").await;
        let offered = page.attributes("select[name=what] option", "value");
        let field = offered.iter().find(|value| value.starts_with("field:")).unwrap().clone();
        let unit = format!("unit:{HOUSING}");
        assert!(offered.contains(&street.to_owned()) && offered.contains(&unit) && offered[0] == "all", "{offered:?}");

        // More of it without another letter, by whoever holds the link.
        for what in [&unit, &field, "all"] {
            reader.visits(&link).await.is(200);
            let added = reader.submits(&format!("{link}/add"), &[("what", what)]).await;
            added.is(200).says("已添加");
        }
        let page = reader.visits(&link).await;
        assert_eq!(page.forms().iter().filter(|(action, _)| action.ends_with("/remove")).count(), 4);
        assert_eq!(year.letters_go_out(), 0);

        year.reports(0, "2024-02-03", "2").await.is(200);
        year.days_pass(1).await;
        assert_eq!(year.letters_go_out(), 1, "one letter, though the project is followed in four ways");
        let letter = catcher.empties().remove(0);
        assert_eq!(letter.body.matches("截至 2024-02-03").count(), 1, "{}", letter.body);
        assert!(letter.body.contains("望江街道、") && letter.body.contains("全部项目"), "why it comes: {}", letter.body);

        // One thing less by its button, and with the last one the address is gone.
        reader.moves_to(&year.app.origin);
        for left in (0..4).rev() {
            let page = reader.visits(&link).await;
            let one = page.attributes("input[name=followed]", "value").remove(0);
            let page = reader.submits(&format!("{link}/remove"), &[("followed", &one)]).await;
            page.is(if left > 0 { 200 } else { 404 });
        }
        year.reports(0, "2024-02-04", "3").await.is(200);
        year.days_pass(1).await;
        assert_eq!(year.letters_go_out(), 0);
    }

    async fn who_follows_another_street_hears_nothing(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published_at("上城区望江街道近江家园").await;
        let project = format!("project:{}", year.project);
        let other = app.projects().iter().map(|one| one.id.to_string()).find(|id| *id != year.project).unwrap();
        follows(&year, &catcher, "wang@example.org", "street:望江街道").await;
        follows(&year, &catcher, "li@example.org", &format!("project:{other}")).await;
        let (mut both, link) = follows(&year, &catcher, "both@example.org", &project).await;
        // A stranger types a known address: nothing is followed before its owner says so.
        asks_for(&year, &catcher, "both@example.org", "all").await;
        both.visits(&link).await.is(200).says("等您确认").says("全部项目");

        year.reports(0, "2024-02-03", "2").await.is(200);
        year.days_pass(1).await;
        assert_eq!(year.letters_go_out(), 2);
        let mut to: Vec<_> = catcher.empties().into_iter().map(|letter| letter.to).collect();
        to.sort();
        assert_eq!(to, ["both@example.org", "wang@example.org"]);
        both.moves_to(&year.app.origin);
        both.visits(&link).await.is(200);
        both.submits(&link, &[]).await.is(200);
        let page = both.visits(&link).await;
        assert_eq!(page.attributes("input[name=followed]", "value").len(), 2);

        // What is not there cannot be followed, whoever asks.
        for nothing in ["street:无此街道", "unit:x", "project:00000000-0000-4000-8000-000000000000"] {
            both.visits("/projects/follow").await.is(200);
            both.submits("/projects/follow", &[("email", "zhou@example.org"), ("what", nothing)]).await.is(404);
            both.visits(&link).await.is(200);
            both.submits(&format!("{link}/add"), &[("what", nothing)]).await.is(404);
        }
        both.visits("/projects/follow").await.is(200);
        let again = both.submits("/projects/follow", &[("email", "zhou@example.org"), ("what", "")]).await;
        again.is(422).says("请从列表里选择");
        assert_eq!(again.attributes("#email", "value"), ["zhou@example.org"]);
        // Of somebody else's list nothing is taken away.
        let (mut stranger, other_link) = follows(&year, &catcher, "zhao@example.org", "all").await;
        let one = both.visits(&link).await.attributes("input[name=followed]", "value").remove(0);
        stranger.visits(&other_link).await.is(200);
        stranger.submits(&format!("{other_link}/remove"), &[("followed", &one)]).await.is(200);
        assert_eq!(both.visits(&link).await.attributes("input[name=followed]", "value").len(), 2);
    }

    async fn an_inbox_is_filled_by_no_kind_of_wish(app: TestApp) {
        let (mut year, catcher) = with_mail(&app).await;
        year.the_plan_is_published_at("上城区望江街道近江家园").await;
        let unit = format!("unit:{HOUSING}");
        let project = format!("project:{}", year.project);
        for what in ["all", "street:望江街道", &unit, &project] {
            let mut reader = year.app.visitor();
            reader.visits("/projects/follow").await.is(200);
            reader.submits("/projects/follow", &[("email", "zhou@example.org"), ("what", what)]).await.is(200);
        }
        assert_eq!(year.letters_go_out(), 3, "of whatever kind, three wait at most");
        let link = catcher.empties()[0].link(&year.app.origin, "/following/");
        let waits = year.app.visitor().visits(&link).await;
        assert_eq!(waits.texts("section[aria-labelledby=waiting] li").len(), 3);
        // Nothing is added to an address that was not confirmed.
        let mut reader = year.app.visitor();
        reader.visits(&link).await.is(200);
        let form = reader.page().form(&link).with(&[("what", "all")]);
        reader.sends(&format!("{link}/add"), &form).await.is(404);
    }

    async fn feeds_and_calendars_tell_of_a_street_a_field_and_a_unit(app: TestApp) {
        let mut year = Year::begins(&app).await;
        year.the_plan_is_published_at("上城区望江街道近江家园").await;
        year.reports(0, "2024-02-03", "2").await.is(200);
        year.seen_by_all().await.is(200);
        let page = year.anybody.visits("/projects/follow").await;
        let of_each = page.is(200).attributes("section[aria-labelledby=feed] td a", "href");
        let (feeds, rest): (Vec<_>, Vec<_>) = of_each.iter().partition(|link| link.ends_with("/feed.xml"));
        let calendars: Vec<_> = rest.into_iter().filter(|link| link.ends_with("/calendar.ics")).collect();
        assert!(feeds.len() >= 5 && feeds.len() == calendars.len(), "{of_each:?}");
        for link in feeds {
            let answer = year.anybody.asks("GET", link, &[]).await;
            let feed = feed_rs::parser::parse(answer.is(200).html.as_bytes()).unwrap();
            assert!(feed.id.ends_with(link), "{} of {link}", feed.id);
        }
        let street = year.anybody.asks("GET", "/projects/places/%E6%9C%9B%E6%B1%9F%E8%A1%97%E9%81%93/feed.xml", &[]).await;
        assert!(street.is(200).html.contains("截至 2024-02-03") && street.html.contains("望江街道"), "{}", street.html);
        for link in calendars {
            for lang in ["", "?lang=en"] {
                let answer = year.anybody.asks("GET", &format!("{link}{lang}"), &[]).await;
                assert_eq!(answer.is(200).header("content-type"), Some("text/calendar; charset=utf-8"));
                calendar::is_well_formed(&answer.html);
            }
        }
        let one = year.anybody.asks("GET", &format!("/projects/{}/calendar.ics", year.project), &[]).await;
        let events = calendar::events(&one.html);
        let completion = events.iter().filter(|event| event["CATEGORIES"] == "COMPLETION").count();
        assert_eq!(completion, app.projects()[0].sub_items.len());
        let due: Vec<_> = events.iter().filter(|event| event["CATEGORIES"] == "REPORT-DUE").collect();
        assert_eq!(due[0]["DTSTART"], "20240325", "the plan was published in February: {due:?}");
        assert_eq!(due.len(), 10, "March to December");
        let again = year.anybody.asks("GET", &format!("/projects/{}/calendar.ics", year.project), &[]).await;
        assert_eq!(again.html, one.html);

        // What is not there has none.
        let other = app.projects().iter().map(|one| one.id.to_string()).find(|id| *id != year.project).unwrap();
        for nothing in ["places/x", "fields/x", "units/x", &uuid::Uuid::new_v4().to_string()] {
            year.anybody.asks("GET", &format!("/projects/{nothing}/calendar.ics"), &[]).await.is(404);
            year.anybody.asks("GET", &format!("/projects/{nothing}/feed.xml"), &[]).await.is(404);
        }
        let empty = year.anybody.asks("GET", &format!("/projects/{other}/calendar.ics"), &[]).await;
        calendar::is_well_formed(&empty.is(200).html);
    }

    async fn letters_are_in_the_readers_language(app: TestApp) {
        let (year, catcher) = with_mail(&app).await;
        let mut reader = year.app.visitor();
        reader.visits(&format!("{}?lang=en", year.follow_path())).await.is(200).says("Follow this project");
        reader.submits(&year.follow_path(), &[("email", "ann@example.org")]).await.is(200).says("on its way");
        year.letters_go_out();
        let letter = catcher.empties().remove(0);
        assert!(letter.body.contains("Somebody wants to follow"), "{}", letter.body);
        year.somebody_follows(&catcher, "zhou@example.org").await;
    }
}
