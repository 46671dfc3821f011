//! Following a project by e-mail, and being left alone again.

use jiff::SignedDuration;
use piaojue::{app, followers, post};

use crate::support::{TestApp, Visitor, catcher::Catcher, tracking::Year};

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
        year.reports(0, "2024-02-05", "3").await.is(200);
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
