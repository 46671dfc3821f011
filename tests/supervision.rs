//! A finding from being opened to being closed, by whom and by whom not; inspections, deputies' notes, the quarter's table.

use piaojue::{
    accounts::Role,
    audit::Actor,
    congress::{self, Session},
    deputies::{self, Which},
    ids::SessionId,
    supervision,
};

use crate::support::{
    PASSWORD, TestApp, Visitor,
    session::{FOUR, Hall},
    tracking::{CHOICES, Year, photo, signed_in},
};

const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";

impl Year {
    pub async fn opens(&self, who: &mut Visitor, finding: &str, deadline: &str) -> String {
        who.visits("/supervisor").await.is(200);
        let fields = [("project", self.project.as_str()), ("finding", finding), ("deadline", deadline)];
        who.submits("/supervisor", &fields).await.is(200).says("督办已发起");
        let id = self.follow_up(finding);
        format!("/supervisor/follow-ups/{id}")
    }

    /// The one with that finding.
    fn follow_up(&self, finding: &str) -> String {
        let project = self.app.projects()[0].id;
        let all = self.app.reads(|conn| supervision::follow_ups(conn, &[project]));
        all.iter().find(|one| one.finding == finding).expect("it was opened").id.to_string()
    }

    async fn answers(&mut self, link: &str, words: &str) {
        let path = link.replace("/supervisor", "/department");
        self.engineer.visits(&path).await.is(200);
        self.engineer.submits(&path, &[("words", words)]).await.is(200).says("答复已提交");
    }

    async fn supervision_page(&mut self) -> crate::support::Page {
        self.app.hears_of_what_is_public();
        self.anybody.visits("/projects/supervision").await
    }
}

on_both_databases! {
    async fn a_follow_up_goes_its_way_by_three_people(app: TestApp) {
        let (mut year, [mut finder, mut closer]) = Year::supervised(&app).await;
        finder.visits("/supervisor").await.is(200);
        let project = year.project.clone();
        let late = [("project", project.as_str()), ("finding", "现场没有围挡"), ("deadline", "2024-02-01")];
        let refused = finder.submits("/supervisor", &late).await;
        refused.is(422).says("今天或以后的日期，例如 2024-02-17").says("现场没有围挡");
        let link = year.opens(&mut finder, "现场没有围挡", "2024-02-10").await;
        closer.visits(&link).await.is(200).says("等待责任单位答复");

        let answer = link.replace("/supervisor", "/department");
        year.engineer.visits("/department/follow-ups").await.is(200).says("现场没有围挡");
        year.engineer.visits(&answer).await.is(200);
        let shown = ("photo", "围挡.png", &photo(900, 600)[..]);
        year.engineer.uploads(&answer, &[("words", "已补设围挡")], shown).await.is(200).says("答复已提交");

        let page = finder.visits(&link).await;
        let pictures = page.is(200).says("已补设围挡").attributes("ul.photos img", "src");
        assert_eq!(pictures.len(), 1);
        finder.submits(&link, &[("words", "现场已核实"), ("do", "close")]).await.is(422).says("已经走到别的步骤").says("现场已核实");
        finder.submits(&link, &[("words", "要补照片"), ("deadline", "2024-02-01"), ("do", "return")]).await.is(422).says("今天或以后");
        let checked = finder.submits(&link, &[("words", "现场已核实"), ("do", "check")]).await;
        checked.is(200).says("待销号").says("销号须由本项目督导组的另一名成员办理");
        assert_eq!(checked.texts("main button"), ["退回整改"], "who checked is not offered what would be refused");
        finder.submits(&link, &[("words", "同意销号"), ("do", "close")]).await.is(422).says("核查人不能销号");
        closer.visits(&link).await.is(200);
        closer.submits(&link, &[("words", "同意销号"), ("do", "close")]).await.is(200).says("已销号");
        year.supervision_page().await.is(200).says("同意销号").says("已销号");
        let picture = year.anybody.asks("GET", &pictures[0], &[]).await;
        assert_eq!(picture.is(200).header("content-type"), Some("image/jpeg"));
    }

    async fn whoever_answered_does_not_close(app: TestApp) {
        let (mut year, [mut finder, _]) = Year::supervised(&app).await;
        let link = year.opens(&mut finder, "现场没有围挡", "2024-02-10").await;
        year.answers(&link, "已补设围挡").await;
        // The guard keeps a unit from the supervisors' addresses, and the rule keeps it from closing all the same.
        assert_eq!(year.engineer.asks("POST", &link, &[("do", "close")]).await.status, 404);
        let (engineer, now) = (app.person("ZHUJIAN1"), app.now());
        let id = year.follow_up("现场没有围挡").parse().unwrap();
        let checked = app.db().write(|tx| supervision::check(tx, &engineer, now, id, "自己核查"));
        let refused = checked.unwrap_err();
        assert!(refused.to_string().contains("whoever answered"), "{refused}");
        finder.visits(&link).await.is(200);
        finder.submits(&link, &[("words", "现场已核实"), ("do", "check")]).await.is(200);
        let closed = app.db().write(|tx| supervision::close(tx, &engineer, now, id, "自己销号"));
        assert!(closed.unwrap_err().to_string().contains("whoever answered"));
    }

    async fn a_supervisor_of_another_group_may_look_and_not_touch(app: TestApp) {
        let (mut year, [mut finder, _]) = Year::supervised(&app).await;
        let link = year.opens(&mut finder, "现场没有围挡", "2024-02-10").await;
        year.answers(&link, "已补设围挡").await;
        let mut stranger = year.supervisor("JIANDU9", "audit").await;
        stranger.visits("/supervisor").await.is(200).says("您还不在任何项目的督导组");
        stranger.visits(&link).await.is(200).says("您不在本项目的督导组");
        // A form that was open when the person left the group.
        let other = app.projects()[1].id.to_string();
        year.joins(&other, "JIANDU9").await;
        stranger.visits("/supervisor").await.is(200);
        let fields = [("project", year.project.as_str()), ("finding", "与我无关"), ("deadline", "2024-02-10")];
        stranger.submits("/supervisor", &fields).await.is(422).says("请联系大会秘书处调整督导组").says("与我无关");
        let (person, now) = (app.person("JIANDU9"), app.now());
        let id = year.follow_up("现场没有围挡").parse().unwrap();
        let checked = app.db().write(|tx| supervision::check(tx, &person, now, id, "看过了"));
        assert!(checked.unwrap_err().to_string().contains("group"));
        let inspect = format!("/supervisor/projects/{}/inspection", year.project);
        let page = stranger.visits(&inspect).await;
        page.is(200).says("只有本项目的督导组可以记录视察");
        assert!(page.attributes("main form", "action").is_empty(), "what would only be refused is not offered");
        let group = format!("/secretariat/projects/{}/group", year.project);
        year.joins(&year.project.clone(), "JIANDU9").await;
        let newest = year.secretary.page().attributes("main form", "action").into_iter().rfind(|to| to.contains("/group/")).unwrap();
        stranger.visits(&inspect).await.is(200);
        year.secretary.visits(&group).await.is(200);
        let left = year.secretary.submits(&newest, &[("do", "remove")]).await;
        assert!(!left.is(200).texts("section[aria-labelledby=members] b").contains(&"监督员JIANDU9".to_owned()));
        let item = app.projects()[0].sub_items[0].id.to_string();
        let fields = [("held_on", "2024-02-03"), ("place", "工地"), ("bodies", "audit"), ("sub_items", &item), ("words", "看了"), ("findings", "")];
        stranger.submits(&inspect, &fields).await.is(422).says("您不在本项目的督导组").says("看了");
    }

    async fn an_overdue_one_is_carried_to_the_leader_and_then_to_the_committee(app: TestApp) {
        let (mut year, [mut finder, _]) = Year::supervised(&app).await;
        year.opens(&mut finder, "没有围挡", "2024-02-10").await;
        year.days_pass(8).await;
        year.supervision_page().await.is(200).says("已逾期").says("提级至责任领导（张副区长）");
        year.engineer.visits("/department/follow-ups").await.is(200).says("责任领导 张副区长");
        let empty = signed_in_secretary(&mut year).await.visits("/secretariat/supervision/committee").await;
        empty.is(200).says("目前没有提级的督办事项");
        year.days_pass(22).await;
        year.supervision_page().await.is(200).says("已提级").says("列入提请常委会督办清单").says("提级至责任领导（张副区长）");
        let list = signed_in_secretary(&mut year).await.visits("/secretariat/supervision/committee").await;
        list.is(200).says("没有围挡").says("张副区长").says("23");
    }

    async fn the_desk_says_what_waits_and_where(app: TestApp) {
        let mut year = Year::begins(&app).await;
        let waits = |page: &crate::support::Page| page.is(200).texts(".step .todo a");
        let page = year.secretary.visits("/secretariat").await;
        assert_eq!(waits(&page), ["1 个项目还没有牵头单位"]);
        year.the_unit_hands_in_a_plan().await.is(200);
        let page = year.secretary.visits("/secretariat").await;
        assert_eq!(waits(&page), ["1 份实施方案等待核对", "1 个项目还没有牵头单位"]);
        assert_eq!(page.attributes(".step .todo a", "href")[0], format!("/secretariat/projects/{}", year.project));
        year.secretary.visits(&format!("/secretariat/projects/{}", year.project)).await.is(200);
        let action = year.action("/publish");
        year.secretary.submits(&action, &[]).await.is(200).says("实施方案已公布");
        let [mut finder, _] = year.a_group_is_formed().await;
        year.opens(&mut finder, "没有围挡", "2024-02-10").await;
        let mut deputy = year.deputy(0).await;
        deputy.visits("/deputy/notes").await.is(200);
        let project = year.project.clone();
        deputy.uploads("/deputy/notes", &[("project", project.as_str()), ("words", "扶手松动")], ("photo", "扶手.png", &photo(60, 40))).await.is(200);
        year.days_pass(8).await;
        let mut secretary = signed_in_secretary(&mut year).await;
        let page = secretary.visits("/secretariat").await;
        assert_eq!(waits(&page), ["1 个项目还没有牵头单位", "1 件代表反映还没有处理", "1 件督办已经逾期"]);
        for link in page.attributes(".step .todo a", "href") {
            secretary.visits(&link).await.is(200);
        }
        let next = Session { id: SessionId::new(), year: 2025, name: "第四次会议".to_owned(), date: jiff::civil::date(2025, 1, 10), ..year.app.session() };
        let now = year.app.now();
        year.app.db().write(|tx| congress::open_session(tx, &Actor::operator(), now, &next)).unwrap();
        let page = secretary.visits("/secretariat").await;
        page.is(200).says("第四次会议");
        assert_eq!(page.texts(".step details .todo a").len(), 3, "this year's projects go on while the next are prepared");
    }

    async fn a_group_is_named_by_the_secretariat_and_shown_by_its_bodies(app: TestApp) {
        let mut year = Year::begins(&app).await;
        let page = year.seen_by_all().await;
        page.is(200).says("尚未组建");
        let group = format!("/secretariat/projects/{}/group", year.project);
        year.secretary.visits(&group).await.is(200).says("督导组不足两人").says("没有可加入的监督人员");
        year.secretary.submits(&group, &[("deputy", "XX9999")]).await.is(422).says("没有代表证号 XX9999");
        let _ = year.supervisor("JIANDU1", "audit").await;
        year.joins(&year.project.clone(), "JIANDU1").await;
        let deputy = app.roll()[0].clone();
        year.secretary.visits(&group).await.is(200);
        year.secretary.submits(&group, &[("deputy", &deputy.certificate_no)]).await.is(422).says("请先在名册页制发登录卡");
        year.gives_a_card(0);
        year.secretary.submits(&group, &[("deputy", &deputy.certificate_no)]).await.is(200).says("督导组已调整").says(&deputy.name);
        year.secretary.submits(&group, &[("deputy", &deputy.certificate_no.to_lowercase())]).await.is(422).says("已在督导组内");
        let page = year.seen_by_all().await;
        page.says("审计 1 人、人大 1 人");
        assert!(!page.text().contains("监督员JIANDU1"), "names of members are not public");
        let lead = year.secretary.page().attributes("main form", "action").into_iter().find(|to| to.contains("/group/")).unwrap();
        year.secretary.visits(&group).await.is(200);
        year.secretary.submits(&lead, &[("do", "remove")]).await.is(200).says("督导组已调整");
        year.seen_by_all().await.says("人大 1 人");
    }

    async fn an_initial_password_must_be_changed(app: TestApp) {
        let mut year = Year::begins(&app).await;
        let password = year.makes_supervisor("JIANDU1", "petitions").await;
        let mut person = app.visitor();
        person.signs_in("JIANDU1", &password, "").await.is(200).says("请先改成自己的密码");
        person.visits("/supervisor").await.is(200).says("请先改成自己的密码");
        let change = |before: &'static str, new: &'static str, again: &'static str| [("before", before), ("new", new), ("again", again)];
        person.submits("/password", &change("wrong-one", "my own secret", "my own secret")).await.is(422).says("现在的密码不对");
        let with = |new: &'static str, again: &'static str| [("before", password.as_str()), ("new", new), ("again", again)];
        person.submits("/password", &with("short", "short")).await.is(422).says("8 至 200 个字符");
        person.submits("/password", &with("my own secret", "my own secrets")).await.is(422).says("两次输入的新密码不同");
        person.submits("/password", &[("before", &password), ("new", &password), ("again", &password)]).await.is(422).says("请换一个");
        person.submits("/password", &with("my own secret", "my own secret")).await.is(200).says("密码已修改");
        person.visits("/supervisor").await.is(200).says("一次性验证码").says("只需一次");
        let mut again = app.visitor();
        again.signs_in("JIANDU1", &password, "").await.is(422);
        again.signs_in("JIANDU1", "my own secret", "").await.is(200).says("督办看板");
    }

    async fn an_inspection_is_public_once_checked_and_its_findings_are_followed_up(app: TestApp) {
        let (mut year, [mut member, _]) = Year::supervised(&app).await;
        let form = format!("/supervisor/projects/{}/inspection", year.project);
        member.visits(&form).await.is(200);
        let wrong = member.submits(&form, &[("held_on", "2024-02-04"), ("place", "望江街道工地")]).await;
        wrong.is(422).says("今天或以前").says("至少选择一个参加单位").says("至少选择一个本项目的子项").says("请写明视察情况");
        assert_eq!(wrong.attributes("#place", "value"), ["望江街道工地"], "what was typed stays");
        let item = app.projects()[0].sub_items[0].id.to_string();
        let fields = [
            ("held_on", "2024-02-03"), ("place", "望江街道工地"), ("bodies", "congress"), ("bodies", "audit"),
            ("sub_items", item.as_str()), ("words", "现场察看并查阅台账"), ("findings", "围挡缺失\n台账不全"),
        ];
        member.uploads(&form, &fields, ("photo", "现场.jpg", SVG)).await.is(422).says("不接受 SVG");
        let large = vec![0_u8; 40 * 1024 * 1024];
        member.uploads(&form, &fields, ("photo", "现场.jpg", &large)).await.is(422).says("超过 12 MB");
        member.uploads(&form, &fields, ("photo", "现场.png", &photo(800, 600))).await.is(200).says("等待秘书处核对").says("待核对");
        let own = member.page().attributes("ol.rows a", "href").remove(0);
        let public = own.replace("/supervisor", "/projects/supervision");
        assert_eq!(year.anybody.asks("GET", &public, &[]).await.status, 404, "not checked yet");
        let page = member.visits(&own).await;
        let picture = page.is(200).says("视察记录公布后可发起督办").attributes("ul.photos img", "src").remove(0);
        assert_eq!(year.anybody.asks("GET", &picture, &[]).await.status, 404, "nor are its pictures");
        member.asks("GET", &picture, &[]).await.is(200);

        let office = own.replace("/supervisor", "/secretariat");
        year.secretary.visits("/secretariat/supervision").await.is(200).says("待核对的视察记录").says("望江街道工地");
        year.secretary.visits(&office).await.is(200).says("围挡缺失");
        year.secretary.submits(&office, &[("do", "return")]).await.is(422).says("请写明退回意见");
        year.secretary.submits(&office, &[("words", "请写明整改要求"), ("do", "return")]).await.is(200).says("已退回");
        member.visits(&own).await.is(200).says("请写明整改要求");
        member.submits(&own, &[("words", "现场察看，要求三日内整改")]).await.is(200).says("等待秘书处核对");
        year.secretary.visits(&office).await.is(200).says("要求三日内整改");
        year.secretary.submits(&office, &[("do", "publish")]).await.is(200).says("视察记录已公布");
        year.app.hears_of_what_is_public();
        year.anybody.visits(&public).await.is(200).says("人大、审计").says("围挡缺失").says("要求三日内整改");
        year.anybody.asks("GET", &picture, &[]).await.is(200);
        year.seen_by_all().await.says("望江街道工地");

        member.visits(&own).await.is(200);
        let follow = member.page().attributes("main form", "action");
        assert_eq!(follow.len(), 2, "one a finding");
        let late = member.submits(&follow[0], &[("deadline", "2024-02-02")]).await;
        late.is(422).says("今天或以后");
        assert_eq!(late.attributes("input[name=deadline]", "value"), ["2024-02-02", ""], "what was typed stays");
        let form = member.page().form(&follow[0]).with(&[("deadline", "2024-02-20")]);
        member.sends(&follow[0], &form).await.is(200).says("已发起督办第 1 号");
        member.sends(&follow[0], &form).await.is(200).says("已发起督办第 1 号");
        year.supervision_page().await.says("围挡缺失");
        assert_eq!(app.reads(|conn| supervision::follow_ups(conn, &[app.projects()[0].id])).len(), 1, "pressed twice, done once");
    }

    async fn a_deputys_note_is_answered_or_followed_up_and_the_deputy_sees_it(app: TestApp) {
        let (mut year, [mut member, _]) = Year::supervised(&app).await;
        let mut deputy = year.deputy(0).await;
        deputy.visits("/deputy/notes").await.is(200).says("还没有反映");
        let project = year.project.clone();
        deputy.submits("/deputy/notes", &[("project", &project), ("words", " ")]).await.is(422).says("请写明内容");
        let note = |words: &'static str| [("project", project.as_str()), ("words", words)];
        deputy.uploads("/deputy/notes", &note("扶手松动"), ("photo", "a.svg", SVG)).await.is(422).says("不接受 SVG").says("扶手松动");
        let shown = ("photo", "扶手.png", &photo(600, 800)[..]);
        deputy.uploads("/deputy/notes", &note("扶手松动"), shown).await.is(200).says("处理结果会显示在本页").says("待处理");
        let picture = deputy.page().attributes("ul.photos img", "src").remove(0);
        deputy.asks("GET", &picture, &[]).await.is(200);
        assert_eq!(year.anybody.asks("GET", &picture, &[]).await.status, 404, "a note is not public");
        let mut other = year.deputy(1).await;
        assert_eq!(other.asks("GET", &picture, &[]).await.status, 404, "nor for other deputies");
        assert!(!other.visits("/deputy/notes").await.text().contains("扶手松动"));
        deputy.visits("/deputy/notes").await.is(200);
        deputy.submits("/deputy/notes", &note("夜间噪声")).await.is(200).says("夜间噪声");

        year.secretary.visits("/secretariat/supervision").await.is(200).says("扶手松动").says("夜间噪声");
        let notes = year.secretary.page().attributes("ol.rows a", "href");
        let link = |words: &str, page: &crate::support::Page| {
            let at = page.texts("ol.rows a b").iter().position(|text| text == words).unwrap();
            page.attributes("ol.rows a", "href")[at].clone()
        };
        let answered = link("夜间噪声", year.secretary.page());
        assert!(notes.contains(&answered));
        year.secretary.visits(&answered).await.is(200).says("转为督办由本项目督导组办理");
        year.secretary.submits(&answered, &[("words", "已督促错峰施工"), ("do", "answer")]).await.is(200).says("代表反映已处理");

        member.visits("/supervisor").await.is(200).says("扶手松动");
        let followed = link("扶手松动", member.page());
        member.visits(&followed).await.is(200);
        let wrong = member.submits(&followed, &[("finding", "扶手松动，存在隐患"), ("deadline", "2024-02-01"), ("do", "follow-up")]).await;
        wrong.is(422).says("今天或以后").says("存在隐患");
        member.submits(&followed, &[("finding", "扶手松动，存在隐患"), ("deadline", "2024-02-20"), ("do", "follow-up")]).await.is(200).says("代表反映已处理");
        let page = deputy.visits("/deputy/notes").await;
        page.is(200).says("已督促错峰施工").says("转为督办第 1 号");
        let public = year.supervision_page().await;
        public.is(200).says("扶手松动，存在隐患");
        assert_eq!(public.attributes("ul.photos img", "src").len(), 1, "the picture went with it");
        assert!(!public.text().contains(&app.roll()[0].name), "the deputy's name did not");
    }

    async fn a_note_about_a_project_that_is_not_public_is_refused(app: TestApp) {
        let year = Year::begins(&app).await;
        let mut deputy = year.deputy(0).await;
        deputy.visits("/deputy/notes").await.is(200);
        for unknown in [uuid::Uuid::new_v4().to_string(), "x".to_owned(), String::new()] {
            let refused = deputy.submits("/deputy/notes", &[("project", &unknown), ("words", "扶手松动")]).await;
            refused.is(422).says("请从列表中选择已公告的项目").says("扶手松动");
        }
    }

    async fn a_project_is_not_supervised_before_the_announcement(app: TestApp) {
        let mut hall = Hall::certified(&app, FOUR, &CHOICES).await;
        let project = app.projects()[0].id;
        let card = deputies::issue_login_cards(app.db(), &mut crate::support::hashing_memory(), &Actor::operator(), app.now(), &app.session(), &Which::One(app.roll()[0].id));
        let login = card.unwrap().remove(0).login;
        app.gives_the_known_password(&login);
        let mut deputy = signed_in(&app, &login, PASSWORD).await;
        let page = deputy.visits("/deputy/notes").await;
        assert!(page.is(200).attributes("option", "value").is_empty(), "there is nothing to write about yet");
        let (person, now) = (app.person(&login), app.now());
        let note = app.db().write(|tx| supervision::write_note(tx, &person, now, project, "扶手松动", &[]));
        assert!(note.unwrap_err().to_string().contains("not announced"));
        let opened = app.db().write(|tx| supervision::open(tx, &person, now, project, "没有围挡", "2024-02-10", &[]));
        assert!(opened.unwrap_err().to_string().contains("not announced"));
        hall.secretariat.announces("示例第1号").await.is(200);
        app.db().write(|tx| supervision::write_note(tx, &person, now, project, "扶手松动", &[])).unwrap();
    }

    async fn a_deputy_in_the_group_works_through_their_own_door(app: TestApp) {
        let (mut year, [mut finder, _]) = Year::supervised(&app).await;
        let link = year.opens(&mut finder, "现场没有围挡", "2024-02-10").await;
        year.answers(&link, "已补设围挡").await;
        finder.visits(&link).await.is(200);
        finder.submits(&link, &[("words", "现场已核实"), ("do", "check")]).await.is(200);
        year.gives_a_card(0);
        let group = format!("/secretariat/projects/{}/group", year.project);
        year.secretary.visits(&group).await.is(200);
        year.secretary.submits(&group, &[("deputy", &app.roll()[0].certificate_no)]).await.is(200);
        let mut deputy = year.deputy(0).await;
        let door = deputy.visits("/deputy/notes").await;
        assert!(door.attributes("main a", "href").contains(&"/deputy/supervision".to_owned()));
        let own = link.replace("/supervisor", "/deputy/supervision");
        deputy.visits("/deputy/supervision").await.is(200).says("现场没有围挡");
        deputy.visits(&own).await.is(200);
        deputy.submits(&own, &[("words", "同意销号"), ("do", "close")]).await.is(200).says("已销号");
        assert_eq!(deputy.asks("GET", &link, &[]).await.status, 404, "the supervisors' door is not theirs");
    }

    async fn a_quarter_keeps_what_it_came_to(app: TestApp) {
        let (mut year, [mut finder, _]) = Year::supervised(&app).await;
        year.opens(&mut finder, "没有围挡", "2024-02-10").await;
        year.app.hears_of_what_is_public();
        year.anybody.visits("/projects/supervision/2024/1").await.is(200).says("本季度尚未结束");
        for not_there in ["2024/2", "2024/5", "2023/4", "2024/x", "0/1"] {
            assert_eq!(year.anybody.asks("GET", &format!("/projects/supervision/{not_there}"), &[]).await.status, 404, "{not_there}");
        }
        year.days_pass(70).await;
        let path = year.supervision_page().await.attributes("ul.filters a", "href");
        assert_eq!(path, ["/projects/supervision/2024/2", "/projects/supervision/2024/1"]);
        let first = year.anybody.visits(&path[1]).await;
        assert_eq!(first.is(200).says("截至 2024-03-31").texts("tbody tr:last-child td.num"), ["1", "0", "1", "1", "0"]);
        let second = year.anybody.visits(&path[0]).await;
        assert_eq!(second.is(200).texts("tbody tr:last-child td.num"), ["0", "0", "1", "1", "0"]);
        let files = first.attributes("ul.downloads a", "href");
        let other = files[0].replace("quarter.csv", "other.csv");
        assert_eq!(year.anybody.asks("GET", &other, &[]).await.status, 404);
        assert_eq!(year.anybody.asks("GET", &files[0].replace("/1/", "/4/"), &[]).await.status, 404, "not begun");
    }
}

async fn signed_in_secretary(year: &mut Year) -> Visitor {
    year.app.has_account(Role::Secretariat, &format!("MISHU{}", year.app.now().day().day_of_year()));
    signed_in(&year.app, &format!("MISHU{}", year.app.now().day().day_of_year()), PASSWORD).await
}
