//! From what somebody wishes to what they hear back.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use piaojue::{
    accounts::{self, Login, Role},
    db::{Conn, DbError, table_columns},
    ids::NeedId,
    proposals::{self, MergeFault, grams::Query},
    screening::{self, AppraisalForm, DecisionForm},
    web::NotDone,
};
use sha2::{Digest, Sha256};

use crate::support::{
    PASSWORD, Page, TestApp, Visitor,
    session::{FOUR, Hall},
    tracking::{CHOICES, photo},
};

const CALL: &str = "/calls/1";
const PROPOSE: &str = "/calls/1/propose";
const SEND: &str = "/calls/1/propose/send";
const QUEUE: &str = "/secretariat/proposals";

/// A congress that asks what people wish for, from the first to the last day of February 2024.
pub struct Asking {
    app: TestApp,
    secretary: Visitor,
}

/// What somebody wishes for.
#[derive(Clone, Copy)]
struct Wish<'a> {
    title: &'a str,
    why: &'a str,
    place: &'a str,
    contact: &'a str,
}

const LIFT: Wish = Wish {
    title: "给三幢加装电梯", why: "老人多，六层楼没有电梯", place: "始版桥社区", contact: ""
};

impl Asking {
    pub async fn begins(app: &TestApp) -> Self {
        let mut secretary = app.signed_in(Role::Secretariat).await;
        secretary.visits("/secretariat/calls").await.is(200).says("还没有征集");
        let lists = [
            ("fields", "住有宜居\n学有优教"),
            ("places", "望江街道：始版桥社区、在水一方社区\n湖滨街道：东坡路社区"),
            ("synonyms", "加装、安装、增设=增\n社区食堂、老年食堂、助餐点=食堂"),
        ];
        secretary.submits("/secretariat/calls/lists", &lists).await.is(200).says("选项已保存");
        let call = [
            ("title", "2025年民生实事项目征集"),
            ("opens_on", "2024-02-01"),
            ("closes_on", "2024-02-29"),
            ("answer_days", "15"),
            ("retention_days", "90"),
        ];
        secretary.submits("/secretariat/calls", &call).await.is(200).says("还没有发布");
        app.visitor().visits(CALL).await.is(404);
        app.visitor().visits(PROPOSE).await.is(404);
        secretary.visits("/secretariat/calls/1").await.is(200);
        secretary.submits("/secretariat/calls/1", &[("do", "publish")]).await.is(200).says("征集已发布");
        Self { app: app.clone(), secretary }
    }

    /// Somebody opens the form, fills it in, and looks at what everybody will see.
    async fn looks(&self, wish: Wish<'_>) -> Visitor {
        let mut visitor = self.app.visitor();
        let page = visitor.visits(PROPOSE).await;
        let fields = wish.fields(page.is(200));
        visitor.submits(PROPOSE, &as_typed(&fields)).await;
        visitor
    }

    /// Proposed with the work done, as a browser with scripts does; the page of the code.
    async fn somebody_proposes(&self, wish: Wish<'_>) -> Proposed {
        let mut visitor = self.looks(wish).await;
        visitor.page().is(200).says("大家会看到的样子");
        self.time_to_type();
        let work = work_of(visitor.page());
        let own = visitor.submits(SEND, &[("work", &work), ("do", "send")]).await;
        own.is(200).says("已提交");
        let path = own.path.clone();
        Proposed { visitor, path }
    }

    /// Nobody types in less than three seconds.
    fn time_to_type(&self) {
        std::thread::sleep(std::time::Duration::from_secs(3));
    }

    /// The first of those that wait is listed.
    async fn lists_the_next(&mut self) {
        let page = self.secretary.visits(QUEUE).await;
        let action = page.forms().into_iter().map(|(action, _)| action).find(|action| action.starts_with(QUEUE));
        let action = action.expect("nothing waits");
        self.secretary.submits(&action, &[("do", "list")]).await.is(200).says("已登记公开");
    }

    async fn lists(&mut self, wish: Wish<'_>) -> Proposed {
        let proposed = self.somebody_proposes(wish).await;
        self.lists_the_next().await;
        proposed
    }

    /// The desk's page of the need with that title.
    async fn need(&self, title: &str) -> String {
        let page = self.app.visitor().visits("/proposals").await;
        let links = page.attributes("ul.rows a", "href").into_iter().zip(page.texts("ul.rows a b"));
        let found = links.into_iter().find(|(link, text)| link.starts_with("/needs/") && text == title);
        found.unwrap_or_else(|| panic!("no need {title}:\n{}", page.text())).0
    }

    async fn puts_together(&mut self, from: &str, into: &str) -> Page {
        let (from, into) = (self.need(from).await, self.need(into).await);
        let desk = format!("/secretariat{from}");
        self.secretary.visits(&desk).await.is(200);
        self.secretary.submits(&desk, &[("into", into.trim_start_matches("/needs/")), ("do", "merge")]).await
    }

    /// One person may refer it to somebody else; all more is decided by two.
    async fn answers(&mut self, need: &str, kind: &str, words: &str) -> Page {
        let desk = format!("/secretariat{}", self.need(need).await);
        self.secretary.visits(&desk).await.is(200);
        self.secretary.submits(&desk, &[("kind", kind), ("unit", "12345"), ("words", words), ("do", "answer")]).await
    }

    /// Appraised by two, decided by two.
    async fn decides(&self, title: &str, outcome: &str) {
        let need: NeedId = self.need(title).await.trim_start_matches("/needs/").parse().unwrap();
        let people = ["MISHU-A", "MISHU-B", "DANWEI-A", "DANWEI-B"];
        let (app, now) = (&self.app, self.app.now());
        if app
            .db()
            .read(|conn| accounts::find_by_login(conn, Some(app.congress()), &Login::parse("DANWEI-A").unwrap()))
            .unwrap()
            .is_none()
        {
            for login in people {
                app.has_account(if login.starts_with('M') { Role::Secretariat } else { Role::Department }, login);
            }
        }
        let [first, second, one, other] = people.map(|login| app.person(login));
        let opinion = AppraisalForm {
            scores: vec!["4".to_owned(); 4],
            verdict: "feasible".to_owned(),
            words: "可以办".to_owned(),
            ..AppraisalForm::default()
        };
        let decision = DecisionForm {
            outcome: outcome.to_owned(),
            words: "先排队".to_owned(),
            to_change: "条件具备时再议".to_owned(),
            meeting: "遴选会".to_owned(),
            ..DecisionForm::default()
        };
        let asked = [one.id, other.id];
        app.db()
            .write(|tx| {
                done(screening::ask_appraisers(tx, &first, now, need, &asked, "2024-12-31"));
                for person in [&one, &other] {
                    done(screening::appraise(tx, person, now, need, &opinion, true));
                }
                done(screening::propose_decision(tx, &first, now, need, &decision));
                done(screening::confirm_decision(tx, &second, now, need));
                Ok::<_, DbError>(())
            })
            .unwrap();
        app.hears_of_what_is_public();
    }

    async fn days_pass(&mut self, days: i64) {
        self.app = self.app.restarts(SignedDuration::from_hours(24 * days)).await;
        // A sign-in does not last for days.
        self.secretary = self.app.signed_in(Role::Secretariat).await;
    }
}

fn done<T, E: NotDone>(outcome: Result<T, E>) {
    if let Err(refused) = outcome {
        panic!("{:?}", refused.said());
    }
}

/// Somebody who proposed, at the page of their code.
struct Proposed {
    visitor: Visitor,
    path: String,
}

impl Proposed {
    async fn looks(&mut self) -> Page {
        self.visitor.visits(&self.path).await
    }
}

impl Wish<'_> {
    /// With the values that the page offers.
    fn fields(&self, page: &Page) -> Vec<(String, String)> {
        let offered = |css: &str, name: &str| {
            let values = page.attributes(css, "value");
            let at = page.texts(css).iter().position(|text| text == name);
            at.and_then(|at| values.get(at).cloned()).unwrap_or_else(|| name.to_owned())
        };
        let consent = if self.contact.is_empty() { "" } else { "yes" };
        [
            ("field", offered("#field option", "住有宜居")),
            ("place", offered("#place option", self.place)),
            ("title", self.title.to_owned()),
            ("why", self.why.to_owned()),
            ("gain", "三幢三十六户".to_owned()),
            ("contact", self.contact.to_owned()),
            ("consent", consent.to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }
}

fn as_typed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// What the browser's worker does.
fn work_of(page: &Page) -> String {
    let challenge = page.attributes("form[data-challenge]", "data-challenge").remove(0);
    let difficulty: u32 = page.attributes("form[data-difficulty]", "data-difficulty")[0].parse().unwrap();
    let solves = |work: &u64| {
        let hash = Sha256::digest(format!("{challenge}:{work}").as_bytes());
        let zeros = hash.iter().take_while(|byte| **byte == 0).count();
        u32::try_from(zeros).unwrap() * 8 + hash.get(zeros).map_or(0, |byte| byte.leading_zeros()) >= difficulty
    };
    (0_u64..).find(solves).unwrap().to_string()
}

/// Every value of every table, as text; bytes of SQLite's file beside them.
fn everything_kept(app: &TestApp) -> String {
    use diesel::{QueryableByName, RunQueryDsl, sql_types::Text};
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        row: String,
    }
    let mut all = String::new();
    app.reads(|conn| {
        for name in table_columns(conn)? {
            let (table, column) = name.split_once('.').unwrap();
            let text = match conn {
                Conn::Sqlite(_) => {
                    let text = format!("CASE typeof({column}) WHEN 'blob' THEN hex({column}) ELSE {column} END");
                    format!("coalesce(CAST({text} AS TEXT), '')")
                }
                Conn::Pg(_) => format!("coalesce({column}::text, '')"),
            };
            for found in diesel::sql_query(format!("SELECT {text} AS row FROM {table}")).load::<Row>(conn)? {
                all += &found.row;
                all.push('\n');
            }
        }
        Ok::<_, piaojue::db::DbError>(())
    });
    app.db().checkpoint().unwrap();
    if let piaojue::db::DbUrl::Sqlite(path) = app.db().url() {
        for beside in ["", "-wal"] {
            let file = format!("{}{beside}", path.display());
            all += &String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default());
        }
    }
    all
}

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
        visitor.submits(PROPOSE, &[("why", &long.repeat(2_000))]).await.is(413);
        let bare = app.visitor().asks("POST", SEND, &[]).await;
        bare.is(422);
        let without = Wish { contact: "13857112345", ..LIFT };
        let mut visitor = app.visitor();
        let fields = without.fields(&visitor.visits(PROPOSE).await);
        let fields: Vec<_> = as_typed(&fields).into_iter().filter(|(name, _)| *name != "consent").collect();
        visitor.submits(PROPOSE, &fields).await.is(422).says("请勾选同意");
    }

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
            let hash = |path: &str| proposals::TrackingCode::parse(&path[3..]).unwrap().hash(&secret);
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
                Err(piaojue::web::Refused::Rules(refused)) => Ok(Err(refused)),
                Err(piaojue::web::Refused::Missing) => Err(piaojue::db::DbError::missing()),
                Err(piaojue::web::Refused::Db(error)) => Err(error),
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
        asking.time_to_type();
        let work = work_of(program.page());
        let form = program.page().form(SEND).with(&[("work", &work), ("website", "http://x"), ("do", "send")]);
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
        asking.time_to_type();
        for visitor in &mut visitors {
            let work = work_of(visitor.page());
            visitor.submits(SEND, &[("work", &work), ("do", "send")]).await.is(200).says("已提交");
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
        asking.time_to_type();
        let work = work_of(visitor.page());
        visitor.submits(SEND, &[("late", "yes"), ("work", &work), ("do", "send")]).await.is(200).says("逾期提交");

        asking.secretary.visits("/secretariat/calls/1").await.is(200);
        let extend = |until: &'static str, reason: &'static str| [("until", until), ("reason", reason), ("do", "extend")];
        let desk = "/secretariat/calls/1";
        asking.secretary.submits(desk, &extend("2024-02-29", "假期")).await.is(422).says("晚于 2024-02-29");
        asking.secretary.submits(desk, &extend("2024-03-10", "")).await.is(422).says("请写明延长理由");
        asking.secretary.submits(desk, &extend("2024-03-10", "春节假期")).await.is(200);
        let page = asking.app.visitor().visits(CALL).await;
        page.says("由 2024-02-29 延长到 2024-03-10").says("春节假期").says("正在征集");
    }

    async fn what_leads_to_a_person_is_erased_to_the_last_byte(app: TestApp) {
        const PHONE: &str = "13857119876";
        let mut asking = Asking::begins(&app).await;
        let telling = Wish { title: "三幢电梯找13857119876", why: "打13857119876", contact: PHONE, ..LIFT };
        let mut proposed = asking.lists(telling).await;
        proposed.looks().await.says("联系方式： 13857119876").says("保存到 2024-05-29");
        let exported = String::from_utf8(proposed.visitor.downloads(&format!("{}/proposal.json", proposed.path)).await);
        assert!(exported.unwrap().contains(PHONE));
        assert!(everything_kept(&app).contains(PHONE), "the words still say it");
        proposed.looks().await.is(200);
        let erase = format!("{}/erase", proposed.path);
        let form = proposed.visitor.page().form(&erase);
        let receipt = proposed.visitor.sends(&erase, &form).await;
        receipt.is(200).says("删除回执").says("联系方式").says("文字中的 2 处号码").says("保留的");
        proposed.visitor.sends(&erase, &form).await.is(200).says("删除回执");
        proposed.looks().await.is(404);
        app.visitor().visits("/proposals?q=电梯找").await.says("三幢电梯找▇▇▇");
        let kept = everything_kept(&app);
        assert!(!kept.contains(PHONE) && !kept.contains(&PHONE[3..]), "the number is still there");

        // Whoever erases nothing is forgotten in time.
        let unasked = asking.somebody_proposes(Wish { contact: "yi@example.org", ..LIFT }).await;
        asking.days_pass(120).await;
        let now = asking.app.now();
        for _ in 0..2 {
            asking.app.db().write(|tx| proposals::tidy_proposals(tx, now)).unwrap();
        }
        let mut later = unasked;
        later.visitor.moves_to(&asking.app.origin);
        later.looks().await.is(200).says("没有保存您的联系方式");
    }

    async fn a_photo_is_public_with_its_proposal_and_goes_with_its_author(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        let mut proposed = asking.somebody_proposes(LIFT).await;
        let action = format!("{}/pictures", proposed.path);
        let wrong = proposed.visitor.uploads(&action, &[], ("photo", "坏.jpg", b"no picture")).await;
        wrong.is(422).says("坏.jpg");
        let taken = photo(1_200, 900);
        proposed.visitor.uploads(&action, &[], ("photo", "楼道.png", &taken)).await.is(200).says("照片已上传");
        let own = proposed.visitor.page().attributes("img.thumb", "src").remove(0);
        assert!(proposed.visitor.downloads(&own).await.starts_with(&[0xff, 0xd8]), "made anew as JPEG");
        let public = own.replace(&format!("{}/pictures", proposed.path), "/proposals/pictures");
        app.visitor().visits(&public).await.is(404);
        asking.lists_the_next().await;
        assert!(app.visitor().downloads(&public).await.starts_with(&[0xff, 0xd8]));
        let need = asking.need(LIFT.title).await;
        assert_eq!(app.visitor().visits(&need).await.attributes("img.thumb", "src"), [public.as_str()]);
        proposed.looks().await.is(200);
        let erase = format!("{}/erase", proposed.path);
        proposed.visitor.submits(&erase, &[]).await.is(200).says("照片 1 张");
        app.visitor().visits(&public).await.is(404);
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
        let pool = "/secretariat/candidates/pool";
        for (title, number) in [(LIFT.title, "1"), ("公园里多放几张长椅", "2")] {
            let need = asking.need(title).await;
            asking.secretary.visits(pool).await.is(200).says(title);
            let need = need.trim_start_matches("/needs/");
            let taken = asking.secretary.submits(pool, &[("need", need), ("at", number)]).await;
            taken.is(200).says("已列为候选项目");
        }
        app.visitor().visits("/candidates/1").await.is(200).says("来自 2 件建议（居民 2），2 个街道");
        glad.looks().await.says("列入候选项目");

        hall.everybody_checks_in();
        hall.issuing_begins();
        asking.secretary.visits(pool).await.is(200).says("名单已经封存");
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

    async fn every_number_of_the_funnel_leads_to_its_rows(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        asking.lists(Wish { title: "四幢也装电梯", place: "东坡路社区", ..LIFT }).await;
        asking.lists(Wish { title: "全区路灯都亮起来", place: "whole", ..LIFT }).await;
        asking.lists(Wish { title: "三幢也要加装电梯", ..LIFT }).await;
        asking.puts_together("三幢也要加装电梯", LIFT.title).await.is(200);
        asking.decides("四幢也装电梯", "pool").await;
        let funnel = app.visitor().visits("/proposals/funnel").await;
        let texts = |css: &str| funnel.texts(css);
        assert_eq!(texts(".funnel td.num"), ["4", "4", "3", "1", "1", "0", "0"]);
        let sums: Vec<usize> = texts("tfoot td").iter().map(|text| text.parse().unwrap()).collect();
        assert_eq!(sums, [4, 3, 2, 0, 0, 0, 1, 0, 0, 4, 3, 2, 0, 0, 0, 1, 0, 0]);
        for (rows, of) in [("#fields + .scroll tbody tr", &sums[..9]), ("#streets + .scroll tbody tr", &sums[9..])] {
            let mut columns = vec![0; 9];
            let rows = texts(rows).len();
            let cells = texts(if of == &sums[..9] { "#fields + .scroll tbody td" } else { "#streets + .scroll tbody td" });
            for (at, cell) in cells.iter().enumerate() {
                columns[at % 9] += cell.parse::<usize>().unwrap();
            }
            assert!(rows > 0 && columns == of, "{columns:?} are not {of:?}");
        }
        let mut linked = 0;
        for (link, count) in funnel.attributes("table a", "href").into_iter().zip(funnel.texts("table a")) {
            app.visitor().visits(&link).await.is(200).says(&format!("共 {count} 项"));
            linked += 1;
        }
        assert!(linked >= 10, "{linked}");
        let csv = String::from_utf8(app.visitor().downloads("/proposals/files/proposals.csv").await).unwrap();
        assert_eq!(csv.lines().count(), 1 + 4 , "{csv}");
        let json: serde_json::Value =
            serde_json::from_slice(&app.visitor().downloads("/proposals/files/proposals.json").await).unwrap();
        assert_eq!(json.as_array().unwrap().len(), 4);
        assert_eq!(app.visitor().downloads("/proposals/files/proposals.xlsx").await[..2], *b"PK");
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

    async fn a_search_finds_what_a_look_at_everything_finds(app: TestApp) {
        use proptest::{
            strategy::{Strategy, ValueTree},
            test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
        };
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        let congress = app.congress();
        let (model, need) = app.reads(|conn| {
            let call = proposals::call_by_number(conn, congress, 1)?.unwrap();
            let model = proposals::proposals_of_call(conn, call.id)?.remove(0);
            let need = proposals::need_by_id(conn, model.need.unwrap())?.unwrap();
            Ok::<_, piaojue::db::DbError>((model, need))
        });
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let text = "[电梯加装老人食堂停车位Aa1，. ]{4,30}";
        let mut all = vec![(model.id, model.wording.text())];
        let now = app.now();
        for number in 2..150 {
            let [title, why] = [0, 1].map(|_| text.new_tree(&mut runner).unwrap().current());
            let wording = proposals::Wording { title, why, gain: String::new() };
            let mut new = proposals::Proposal { number, wording, id: piaojue::ids::ProposalId::new(), ..model.clone() };
            new.need = None;
            let need = proposals::Need { id: NeedId::new(), founded_by: new.id, ..need.clone() };
            app.db()
                .write(|tx| {
                    proposals::insert_proposal(tx, &new, &number.to_string())?;
                    proposals::index(tx, new.id, &new.wording.text())?;
                    proposals::insert_need(tx, &need)?;
                    proposals::move_to(tx, new.id, need.id, "somebody", now)
                })
                .unwrap();
            all.push((new.id, new.wording.text()));
        }
        let mut hits = 0;
        let words = "[电梯加装老人食堂停车位Aa1，]{2,3}( [电梯加装老人食]{2})?";
        let mut queries: Vec<String> = ["电梯", "加装电梯", "ＡＡ", "老人 食堂", "不在"].map(ToOwned::to_owned).to_vec();
        queries.extend((0..300).map(|_| words.new_tree(&mut runner).unwrap().current()));
        for typed in queries {
            let query = Query::parse(&typed);
            let expected: BTreeSet<_> = all.iter().filter(|(_, text)| query.is_in(text)).map(|(id, _)| *id).collect();
            let found = app.reads(|conn| proposals::search(conn, congress, &query));
            let found: BTreeSet<_> = found.into_iter().map(|(id, _)| id).collect();
            assert_eq!(found, expected, "{typed:?}");
            hits += found.len();
        }
        assert!(hits > 300, "the queries found almost nothing: {hits}");
    }
}
