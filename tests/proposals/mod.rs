//! From what somebody wishes to what they hear back.

mod hearing;
mod listing;
mod merging;
mod numbers;
pub mod personal;
mod proposing;
mod screening;

use jiff::SignedDuration;
use piaojue::{
    accounts::{self, Login, Role},
    candidates,
    db::DbError,
    guests::Challenge,
    ids::NeedId,
    proposals,
    screening::{AppraisalForm, DecisionForm, appraise, ask_appraisers, confirm_decision, propose_decision},
    web::NotDone,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::support::{Page, TestApp, Visitor};

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
        let own = self.sends_what_was_typed(&mut visitor, &[]).await;
        let path = own.path.clone();
        Proposed { visitor, path }
    }

    /// With the work done, as a browser with scripts does.
    async fn sends_what_was_typed(&self, visitor: &mut Visitor, fields: &[(&str, &str)]) -> Page {
        let (challenge, work) = self.typed_at_leisure(visitor.page());
        let with_work = [("challenge", challenge.as_str()), ("work", &work), ("do", "send")];
        let sent = visitor.submits(SEND, &[fields, &with_work].concat()).await;
        sent.is(200).says("已提交");
        sent
    }

    /// The challenge of a page as if it had been opened three seconds earlier, than which nobody types faster; and its work.
    fn typed_at_leisure(&self, page: &Page) -> (String, String) {
        let (about, now) = (self.call(), self.app.now());
        let secret = &self.app.services.secret;
        let given = challenge_of(page);
        let Challenge { nonce, difficulty, .. } = Challenge::read(secret, about, &given, now).unwrap();
        let opened = now.timestamp() - SignedDuration::from_secs(3);
        let opened = Challenge::issue(secret, about, nonce.parse().unwrap(), difficulty, opened.into()).text();
        let work = work_on(&opened, difficulty);
        (opened, work)
    }

    fn call(&self) -> Uuid {
        let congress = self.app.congress();
        self.app.reads(|conn| proposals::call_by_number(conn, congress, 1)).unwrap().id.uuid()
    }

    /// The first of those that wait is listed.
    async fn lists_the_next(&mut self) {
        let page = self.secretary.visits(QUEUE).await;
        let action = page.forms().into_iter().map(|(action, _)| action).find(|action| action.starts_with(QUEUE));
        let action = action.expect("nothing waits");
        self.secretary.submits(&action, &[("do", "list")]).await.is(200).says("已登记公开");
    }

    /// What the desk does with the proposal of that title, which is among those that are `listed`, `aside` or `hidden`.
    async fn sorts(&mut self, among: &str, title: &str, act: &str) -> Page {
        let queue = self.secretary.visits(&format!("{QUEUE}/in/{among}")).await;
        let links = queue.is(200).attributes("h2 a[data-open]", "href").into_iter();
        let found = links.zip(queue.texts("h2 a[data-open]")).find(|(_, text)| text.contains(title));
        let (link, _) = found.unwrap_or_else(|| panic!("no proposal {title}:\n{}", queue.text()));
        self.secretary.visits(&link).await.is(200);
        self.secretary.submits(&link, &[("do", act), ("reason", "含他人隐私")]).await
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
        self.secretary
            .submits(&desk, &[("kind", kind), ("target", "hotline"), ("words", words), ("do", "answer")])
            .await
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
                done(ask_appraisers(tx, &first, now, need, &asked, "2024-12-31"));
                for person in [&one, &other] {
                    done(appraise(tx, person, now, need, &opinion, true));
                }
                done(propose_decision(tx, &first, now, need, &decision));
                done(confirm_decision(tx, &second, now, need));
                Ok::<_, DbError>(())
            })
            .unwrap();
        app.hears_of_what_is_public();
    }

    /// The list was put up ten days ago, and nobody has changed it since.
    fn was_put_up(&self) {
        let (actor, now) = (self.app.operator(), self.app.now().plus_hours(-24 * 10));
        let session = self.app.session();
        let form = candidates::NoticeForm {
            until: now.plus_hours(24 * 8).to_date(),
            words: "请向区人大常委会反映".to_owned(),
        };
        self.app
            .db()
            .write(|tx| {
                done(candidates::put_up_list(tx, &actor, now, &session, &form));
                Ok::<_, DbError>(())
            })
            .unwrap();
        self.app.hears_of_what_is_public();
    }

    async fn takes_from_the_pool(&mut self, title: &str, at: &str) {
        let pool = "/secretariat/candidates/pool";
        let need = self.need(title).await;
        self.secretary.visits(pool).await.is(200).says(title);
        let need = need.trim_start_matches("/needs/");
        self.secretary.submits(pool, &[("need", need), ("at", at)]).await.is(200).says("已列为候选项目");
    }

    /// Several wishes, some put together, one appraised and taken onto the list, one answered, one that waits.
    pub async fn comes_to_a_list(&mut self) -> Pages {
        let proposed = self.lists(LIFT).await;
        self.lists(Wish { title: "四幢也装电梯", place: "东坡路社区", ..LIFT }).await;
        self.lists(Wish { title: "公园里多放几张长椅", why: "老人走累了没有地方坐", ..LIFT }).await;
        self.somebody_proposes(Wish { title: "修一修夜里不亮的路灯", ..LIFT }).await;
        self.puts_together("四幢也装电梯", LIFT.title).await.is(200);
        self.answers("公园里多放几张长椅", "referred", "由街道办理").await.is(200);
        self.decides(LIFT.title, "pool").await;
        self.takes_from_the_pool(LIFT.title, "1").await;
        let page = self.secretary.visits("/secretariat/review").await;
        page.is(200);
        let opinion = [("opinion", "建议写明完成时限"), ("outcome", "taken"), ("done", "已写明11月底"), ("do", "save")];
        self.secretary.submits("/secretariat/review/opinions", &opinion).await.is(200);
        self.was_put_up();
        self.secretary.visits("/secretariat/candidates/list").await.is(200);
        self.secretary.submits("/secretariat/candidates/seal", &[("do", "seal")]).await.is(200);
        let need = self.need(LIFT.title).await;
        let queue = self.secretary.visits("/secretariat/proposals/in/listed").await;
        let listed = queue.is(200).attributes("h2 a[data-open]", "href").remove(0);
        let own = |paths: &[&str]| paths.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut public = own(&[
            "/proposals",
            "/calls/1",
            "/calls/1/propose",
            "/proposals/clock",
            "/proposals/funnel",
            "/p",
            "/candidates",
            "/candidates/1",
        ]);
        public.extend([need.clone(), format!("{need}/support"), format!("{need}/appraisal"), proposed.path]);
        let mut desk = own(&[
            "/secretariat",
            "/secretariat/calls",
            "/secretariat/calls/1",
            "/secretariat/calls/1/write",
            "/secretariat/proposals",
            "/secretariat/proposals/in/listed",
            "/secretariat/screening",
            "/secretariat/candidates/pool",
            "/secretariat/candidates/list",
            "/secretariat/candidates/list/1",
            "/secretariat/review",
            "/secretariat/calls/1/report",
        ]);
        let bench = self.need("公园里多放几张长椅").await;
        desk.extend([
            listed,
            format!("/secretariat{need}"),
            format!("/secretariat{bench}"),
            format!("/secretariat/screening/{}", need.trim_start_matches("/needs/")),
        ]);
        Pages { public, desk }
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

/// Where there is something to be seen.
pub struct Pages {
    pub public: Vec<String>,
    pub desk: Vec<String>,
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

    /// To where it was put.
    async fn objects(&mut self) -> Page {
        self.looks().await.is(200);
        let action = format!("{}/object", self.path);
        self.visitor.submits(&action, &[("words", "我说的是另一回事")]).await
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

fn challenge_of(page: &Page) -> String {
    page.attributes("form[data-challenge]", "data-challenge").remove(0)
}

/// What the browser's worker does.
pub fn work_of(page: &Page) -> String {
    work_on(&challenge_of(page), page.attributes("form[data-difficulty]", "data-difficulty")[0].parse().unwrap())
}

fn work_on(challenge: &str, difficulty: u32) -> String {
    let begun = Sha256::new_with_prefix(format!("{challenge}:"));
    let solves = |work: &u64| {
        let hash = begun.clone().chain_update(work.to_string()).finalize();
        let zeros = hash.iter().take_while(|byte| **byte == 0).count();
        u32::try_from(zeros).unwrap() * 8 + hash.get(zeros).map_or(0, |byte| byte.leading_zeros()) >= difficulty
    };
    (0_u64..).find(solves).unwrap().to_string()
}
