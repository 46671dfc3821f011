//! A resident says something of a project; the secretariat looks, the unit answers, the resident judges.

use piaojue::{app::send_letters, guests, supervision, voices};

use crate::{
    proposals::{
        personal::{everything_kept, many_contacts},
        work_of,
    },
    support::{
        PASSWORD, Page, TestApp, Visitor,
        catcher::Catcher,
        tracking::{Year, makes_department, photo, signed_in},
    },
};

const DESK: &str = "/secretariat/voices";
const LIFT: &str = "三幢的电梯停了三天，老人下不来";

/// Somebody with the page of their code.
struct Author {
    visitor: Visitor,
    path: String,
}

impl Author {
    async fn looks(&mut self) -> &Page {
        let path = self.path.clone();
        self.visitor.visits(&path).await;
        self.visitor.page()
    }

    async fn does(&mut self, act: &str, fields: &[(&str, &str)]) -> Page {
        self.looks().await.is(200);
        let path = self.path.clone();
        let form = self.visitor.page().form(&path).with(fields).with(&[("do", act)]);
        self.visitor.sends(&path, &form).await
    }
}

impl Year {
    fn form(&self) -> String {
        format!("/projects/{}/voices/new", self.project)
    }

    fn send(&self) -> String {
        format!("/projects/{}/voices/send", self.project)
    }

    /// Typed, looked at, sent with the work done.
    async fn somebody_says(&self, fields: &[(&str, &str)]) -> Author {
        let mut visitor = self.app.visitor();
        visitor.visits(&self.form()).await.is(200);
        visitor.submits(&self.form(), fields).await.is(200).says("大家会看到的样子");
        let work = work_of(visitor.page());
        let own = visitor.submits(&self.send(), &[("work", &work), ("do", "send")]).await;
        own.is(200).says("已提交");
        let path = own.path.clone();
        Author { visitor, path }
    }

    async fn somebody_complains(&self) -> Author {
        self.somebody_says(&[("kind", "problem"), ("words", LIFT)]).await
    }

    /// The desk's page of the message with that number.
    async fn desk_of(&mut self, number: &str) -> String {
        for show in ["", "?show=held", "?show=public", "?show=unit", "?show=aside"] {
            let page = self.secretary.visits(&format!("{DESK}{show}")).await;
            let links = page.is(200).attributes("article h2 a", "href");
            let found = links.into_iter().zip(page.texts("article h2 a")).find(|(_, text)| text.contains(number));
            if let Some((link, _)) = found {
                return link;
            }
        }
        panic!("the desk has no message {number}");
    }

    pub async fn sorts(&mut self, number: &str, act: &str, reason: &str) -> Page {
        let link = self.desk_of(number).await;
        self.secretary.visits(&link).await.is(200);
        self.secretary.submits(&link, &[("reason", reason), ("do", act)]).await
    }

    pub async fn answers_voice(&mut self, words: &str) -> Page {
        let board = self.engineer.visits("/department/voices").await;
        let link = board.is(200).attributes("ul.rows a", "href").remove(0);
        self.engineer.visits(&link).await.is(200);
        self.engineer.submits(&link, &[("words", words)]).await
    }

    fn public_path(&self, desk: &str) -> String {
        desk.replace("/secretariat", "")
    }
}

on_both_databases! {
    async fn from_a_message_to_its_second_answer(app: TestApp) {
        let (mut year, [mut member, _]) = Year::supervised(&app).await;
        year.seen_by_all().await.is(200).says("还没有公开的留言");
        let mut author = year.somebody_complains().await;
        author.looks().await.says("等待秘书处看过").says("应于 2024-02-18 前答复").says(LIFT);
        year.seen_by_all().await.is(200).says("还没有公开的留言");
        year.engineer.visits("/department/voices").await.is(200).says("没有等待答复的留言");

        let desk = year.desk_of("第 1 号留言").await;
        year.secretary.visits("/secretariat").await.is(200).says("1 条群众留言等待处理");
        year.sorts("第 1 号留言", "publish", "").await.is(200).says("已处理");
        let public = year.public_path(&desk);
        year.seen_by_all().await.is(200).says(LIFT).says("待答复");
        app.visitor().visits("/voices?show=open").await.is(200).says(LIFT);
        app.visitor().visits("/voices?show=answered").await.is(200).says("还没有公开的留言");
        author.looks().await.says("已公开，并转责任单位");

        year.answers_voice("请找王工13857112345").await.is(422).says("答复里好像有个人号码");
        year.answers_voice("电梯配件已到，今天恢复").await.is(200).says("已答复");
        year.engineer.visits("/department/voices").await.says("没有等待答复的留言");
        app.hears_of_what_is_public();
        app.visitor().visits(&public).await.is(200).says("区住房和城市建设局").says("今天恢复");
        let feed = app.visitor().visits("/voices/feed.xml").await;
        assert!(feed.is(200).html.contains("第 1 号留言") && feed.html.contains("今天恢复"), "{}", feed.html);

        author.looks().await.says("帮上忙了吗");
        author.does("helped", &[("helped", "no"), ("words", "还是停着")]).await.is(200).says("谢谢您告诉我们");
        author.looks().await.says("还没有解决");
        author.does("again", &[("words", "又停了")]).await.is(200).says("已要求二次办理");
        year.answers_voice("已换主板").await.is(200).says("已答复");
        author.looks().await.says("已换主板").says("二次办理已答复");
        assert!(!author.visitor.page().text().contains("还没有解决"), "it is asked again once");
        app.hears_of_what_is_public();
        let page = app.visitor().visits(&public).await;
        page.is(200).says("已换主板").says("本人评价： 没有");
        assert!(!page.text().contains("还是停着") && !page.text().contains("又停了"), "nobody has looked at these");
        year.secretary.visits(DESK).await.is(200).says("又停了");
        let action = year.action(&year.secretary.page().attributes("form[action*='/voices/words/']", "action")[0]);
        year.secretary.submits(&action, &[("do", "show")]).await.is(200).says("已处理");
        app.hears_of_what_is_public();
        app.visitor().visits(&public).await.says("又停了");

        // A deputy's word beside it, and a follow-up out of it.
        let mut deputy = year.deputy(0).await;
        let here = public.replace("/voices/", "/deputy/voices/");
        deputy.visits("/deputy/voices").await.is(200).says("三幢的电梯");
        deputy.visits(&here).await.is(200);
        deputy.submits(&here, &[("words", "我去看过，确实停了"), ("do", "remark")]).await.is(200).says("附言已提交");
        assert!(!app.visitor().visits(&public).await.text().contains("我去看过"), "not looked at yet");
        year.secretary.visits(DESK).await.is(200).says("我去看过");
        let action = year.action(&year.secretary.page().attributes("form[action*='/voices/words/']", "action")[0]);
        year.secretary.submits(&action, &[("do", "show")]).await.is(200);
        app.hears_of_what_is_public();
        app.visitor().visits(&public).await.says("我去看过");
        let here = public.replace("/voices/", "/supervisor/voices/");
        member.visits(&here).await.is(200);
        let carried = [("finding", "电梯反复停运"), ("deadline", "2024-02-20"), ("do", "follow-up")];
        member.submits(&here, &carried).await.is(200).says("督办已发起").says("已转为第 1 号督办");
        app.hears_of_what_is_public();
        app.visitor().visits(&public).await.says("已转为第 1 号督办");
        let followed = app.visitor().visits("/projects/supervision").await;
        assert!(followed.is(200).attributes("a", "href").contains(&public), "the follow-up leads back");
        let follow_ups = app.reads(|conn| supervision::follow_ups(conn, &[app.projects()[0].id]));
        assert_eq!(follow_ups.len(), 1);
        // Hidden, it is led to from nowhere.
        year.sorts("第 1 号留言", "aside", "含他人信息").await.is(200);
        app.hears_of_what_is_public();
        let followed = app.visitor().visits("/projects/supervision").await;
        assert!(!followed.attributes("a", "href").contains(&public), "a follow-up leads to what is hidden");
    }

    async fn days_run_from_the_day_it_came_and_late_ones_stand_first(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.secretary.visits(DESK).await.is(200);
        let rules = format!("{DESK}/rules");
        let wrong = year.secretary.submits(&rules, &[("answer_days", "0"), ("retention_days", "10")]).await;
        wrong.is(422).says("1").says("1100");
        year.secretary.submits(&rules, &[("answer_days", "5"), ("retention_days", "30")]).await.is(200).says("期限已保存");
        let mut author = year.somebody_complains().await;
        author.looks().await.says("应于 2024-02-08 前答复");
        year.sorts("第 1 号留言", "publish", "").await.is(200);
        year.days_pass(4).await;
        year.somebody_says(&[("kind", "question"), ("words", "什么时候装到四幢")]).await;
        let secretary = "MISHU9";
        year.app.has_account(piaojue::accounts::Role::Secretariat, secretary);
        year.secretary = signed_in(&year.app, secretary, PASSWORD).await;
        year.sorts("第 2 号留言", "pass", "只涉及本人").await.is(200);
        year.days_pass(3).await;
        year.secretary = signed_in(&year.app, secretary, PASSWORD).await;
        let board = year.engineer.visits("/department/voices").await;
        board.is(200).says("2 条等待答复").says("其中 1 条已逾期").says("逾期 2 天未答复");
        assert!(board.texts("ul.rows a")[0].contains("第 1 号留言"), "late ones first");
        year.secretary.visits("/secretariat").await.is(200).says("1 条群众留言逾期没有答复");
        year.secretary.visits(&format!("{DESK}?show=late")).await.is(200).says(LIFT);
        let all = year.app.visitor().visits("/voices").await;
        all.is(200).says("逾期 2 天未答复");
        assert!(!all.text().contains("四幢"), "what only the unit sees is not public");
        year.answers_voice("正在修").await.is(200);
        year.app.hears_of_what_is_public();
        year.app.visitor().visits("/voices").await.says("逾期后答复").says("其中逾期 1 件");
    }

    async fn a_number_is_asked_about_and_what_leads_to_a_person_is_erased(app: TestApp) {
        const PHONE: &str = "13857119876";
        let catcher = Catcher::opens();
        let app = app.can_write_letters(&catcher.url).await;
        let mut year = Year::with_a_plan(&app).await;
        let mut visitor = app.visitor();
        visitor.visits(&year.form()).await.is(200);
        let wrong = visitor.submits(&year.form(), &[("words", "好"), ("contact", PHONE)]).await;
        wrong.is(422).says("请选一类").says("至少四个字");
        assert_eq!(wrong.attributes("#contact", "value"), [PHONE], "nothing typed is lost");
        let fields = [
            ("kind", "problem"),
            ("words", "电梯停了，打13857119876找我"),
            ("contact", "13857119876@example.org"),
            ("consent", "yes"),
        ];
        let picture = ("photo", "电梯.png", &photo(1_200, 900)[..]);
        visitor.uploads(&year.form(), &fields, picture).await.is(200).says("好像有个人信息").says(PHONE);
        let work = work_of(visitor.page());
        visitor.submits(&year.send(), &[("work", &work), ("do", "send")]).await.is(200).says("已提交");
        let path = visitor.page().path.clone();
        let mut author = Author { visitor, path };
        author.does("add", &[("words", "我另有13857119876")]).await.is(200).says("已提交补充");
        assert_eq!(send_letters(&app.services).unwrap(), 1, "whose address it is, a letter asks");
        let letter = catcher.empties().pop().unwrap();
        let link = letter.link(&app.origin, "/v/letters/");
        author.visitor.visits(&link).await.is(200);
        author.visitor.submits(&link, &[]).await.is(200).says("答复会寄给您");
        year.sorts("第 1 号留言", "publish", "").await.is(200);
        year.answers_voice("今天修好").await.is(200);
        assert_eq!(send_letters(&app.services).unwrap(), 1);
        assert_eq!(send_letters(&app.services).unwrap(), 0, "one letter an answer");
        assert!(catcher.empties().pop().unwrap().body.contains("今天修好"));
        author.looks().await.says("13857119876@example.org").says("保存到");
        let exported = author.visitor.downloads(&format!("{}/voice.json", author.path)).await;
        assert!(String::from_utf8(exported).unwrap().contains(PHONE));
        assert!(everything_kept(&app).contains(PHONE), "the words still say it");

        let erase = format!("{}/erase", author.path);
        author.looks().await.is(200);
        let form = author.visitor.page().form(&erase);
        author.visitor.sends(&erase, &form).await.is(200).says("删除回执").says("文字中的 2 处号码");
        author.visitor.sends(&erase, &form).await.is(200).says("删除回执");
        author.looks().await.is(404);
        app.visitor().visits("/voices").await.is(200).says("电梯停了，打▇▇▇找我").says("今天修好");
        let kept = everything_kept(&app);
        assert!(!kept.contains(PHONE) && !kept.contains(&PHONE[3..]), "the number is still there");

        // Whoever erases nothing is forgotten in time, and with the last of a month its key.
        let mut other =
            year.somebody_says(&[("kind", "praise"), ("words", "电梯很好"), ("contact", "138"), ("consent", "yes")]).await;
        other.looks().await.says("联系方式： 138");
        many_contacts(&app, "voice");
        year.days_pass(200).await;
        let now = year.app.now();
        year.app.db().write(|tx| { guests::tidy(tx, now)?; voices::tidy_voices(tx, now) }).unwrap();
        other.visitor.moves_to(&year.app.origin);
        other.looks().await.is(200).says("没有保存您的联系方式");
    }

    async fn what_is_hidden_is_found_through_no_door(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let mut author = year.somebody_complains().await;
        year.sorts("第 1 号留言", "publish", "").await.is(200);
        year.answers_voice("正在修").await.is(200);
        author.does("helped", &[("helped", "yes"), ("words", "")]).await.is(200);
        let desk = year.desk_of("第 1 号留言").await;
        let public = year.public_path(&desk);
        let doors = [
            public.clone(),
            format!("/projects/{}", year.project),
            format!("/projects/{}/voices", year.project),
            format!("/projects/{}/voices/feed.xml", year.project),
            "/voices".to_owned(),
            "/voices/feed.xml".to_owned(),
            "/voices?show=answered".to_owned(),
            "/api/voices/pages/1".to_owned(),
            "/open-data/files/voices.csv".to_owned(),
        ];
        let says = async |app: &TestApp, door: &str| {
            app.hears_of_what_is_public();
            let got = app.visitor().asks("GET", door, &[]).await;
            got.status == 200 && got.html.contains(if door.ends_with(".csv") { "problem" } else { "电梯停了" })
        };
        for door in &doors {
            assert!(says(&app, door).await, "{door} does not show it");
        }
        year.sorts("第 1 号留言", "aside", "").await.is(422).says("请写明理由");
        year.sorts("第 1 号留言", "aside", "与项目无关").await.is(200);
        for door in &doors {
            assert!(!says(&app, door).await, "{door} still shows it");
        }
        app.visitor().visits(&public).await.is(404);
        app.visitor().visits("/voices").await.is(200).says("收到 0").says("帮上忙了吗？ 0");
        let map = app.visitor().asks("GET", "/sitemap.xml", &[]).await;
        assert!(!map.html.contains(&public), "the site map names it");
        assert!(!year.engineer.visits("/department/voices").await.text().contains("电梯停了"));
        // Its author sees it, why, and may object.
        author.looks().await.is(200).says("暂存，没有公开").says("与项目无关").says(LIFT);
        author.does("object", &[("words", "就是这个项目装的电梯")]).await.is(200).says("已提出异议");
        year.secretary.visits(&format!("{DESK}?show=objected")).await.is(200).says(LIFT);
        year.sorts("第 1 号留言", "publish", "").await.is(200);
        for door in &doors {
            assert!(says(&app, door).await, "{door} does not show it again");
        }
        // Taken back before it is answered: gone from everywhere too.
        let mut other = year.somebody_says(&[("kind", "suggestion"), ("words", "多装一部电梯更好")]).await;
        year.sorts("第 2 号留言", "publish", "").await.is(200);
        app.visitor().visits("/voices").await.says("多装一部");
        other.does("withdraw", &[]).await.is(200).says("已撤回");
        assert!(!app.visitor().visits("/voices").await.text().contains("多装一部"));
    }

    async fn a_contact_under_a_lost_secret_keeps_no_letter_back(app: TestApp) {
        let catcher = Catcher::opens();
        let app = app.can_write_letters(&catcher.url).await;
        let mut year = Year::with_a_plan(&app).await;
        let leaves = |address: &'static str| {
            [("kind", "problem"), ("words", LIFT), ("contact", address), ("consent", "yes")]
        };
        let mut before = year.somebody_says(&leaves("zhou@example.org")).await;
        app.loses_the_secret_of_contacts();
        let mut after = year.somebody_says(&leaves("li@example.org")).await;
        assert_eq!(send_letters(&app.services).unwrap(), 1);
        assert_eq!(catcher.empties().remove(0).to, "li@example.org");
        after.looks().await.is(200).says("li@example.org");
        before.looks().await.is(200).says("没有保存您的联系方式");
        let desk = year.desk_of("第 1 号留言").await;
        year.secretary.visits(&desk).await.is(200).says(LIFT);
    }

    async fn a_flood_is_held_and_loses_nobody_and_codes_are_not_guessed(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        for n in 0..12 {
            let words = format!("同一处地址发来的第{n}条留言");
            year.somebody_says(&[("kind", "question"), ("words", &words)]).await;
        }
        let held = year.secretary.visits(&format!("{DESK}?show=held")).await;
        held.is(200);
        let fresh = year.secretary.visits(DESK).await;
        assert_eq!(held.texts("article h2").len() + fresh.texts("article h2").len(), 12, "one was lost");
        assert!(held.texts("article h2").len() >= 2, "nothing is held");

        // A challenge is good once, and for its own project.
        let mut visitor = app.visitor();
        visitor.visits(&year.form()).await.is(200);
        visitor.submits(&year.form(), &[("kind", "praise"), ("words", "电梯装得好")]).await.is(200);
        let work = work_of(visitor.page());
        let form = visitor.page().form(&year.send()).with(&[("work", &work), ("do", "send")]);
        let sent = visitor.sends(&year.send(), &form).await;
        sent.is(200);
        assert_eq!(visitor.sends(&year.send(), &form).await.path, sent.path, "a second press leads to the same");
        let again = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        visitor.sends(&year.send(), &again).await.is(422);

        let author = year.somebody_complains().await;
        let mut thief = app.visitor();
        thief.visits("/v").await.is(200);
        thief.submits("/v", &[("code", "ABCD-EFGH-JKLM")]).await.is(422);
        for _ in 0..guests::MOST_WRONG_CODES {
            thief.asks("GET", "/v/ABCDEFGHJKLM", &[]).await;
        }
        thief.asks("GET", &author.path, &[]).await.is(429);
    }

    async fn a_code_and_a_project_of_one_congress_are_nothing_at_another(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        let author = year.somebody_complains().await;
        year.sorts("第 1 号留言", "publish", "").await.is(200);
        let desk = year.desk_of("第 1 号留言").await;
        let public = year.public_path(&desk);
        app.congress_is_at("127.0.0.1");
        app.has_congress("别处人民代表大会", Some("elsewhere.example"));
        app.hears_of_what_is_public();
        let anybody = app.visitor();
        for path in [&author.path, &public, &year.form(), &format!("/projects/{}/voices", year.project)] {
            anybody.asks_at("elsewhere.example", "GET", path).await.is(404);
            anybody.asks_at("127.0.0.1", "GET", path).await.is(200);
        }
    }

    async fn only_the_unit_that_leads_answers(app: TestApp) {
        let mut year = Year::with_a_plan(&app).await;
        year.somebody_complains().await;
        year.sorts("第 1 号留言", "publish", "").await.is(200);
        let board = year.engineer.visits("/department/voices").await;
        let link = board.is(200).attributes("ul.rows a", "href").remove(0);
        let mut secretary = year.secretary.clone();
        let mut stranger = makes_department(&app, &mut secretary, "区水务局", "SHUIWU1").await;
        stranger.visits("/department/voices").await.is(200).says("没有等待答复的留言");
        stranger.asks("GET", &link, &[]).await.is(404);
        year.engineer.visits(&link).await.is(200);
        let form = year.engineer.page().form(&link).with(&[("words", "假的答复")]);
        let csrf = stranger.visits("/password").await.form("/password").value("csrf").to_owned();
        stranger.sends(&link, &form.with(&[("csrf", &csrf)])).await.is(404);
        assert!(!app.visitor().visits("/voices").await.text().contains("假的答复"));
    }
}
