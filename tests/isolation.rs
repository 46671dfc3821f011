//! Two congresses on one server: to each other's people neither of them is there. Two units of one congress: to each other's
//! people their work is not there.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use piaojue::{
    accounts::Role,
    db::{Conn, DbError, table_columns},
};

use crate::support::{
    PASSWORD, Page, TestApp, Visitor,
    people::FilledForm,
    plain::with_identifiers,
    routes,
    session::{FOUR, Hall},
    tracking::{CHOICES, Year, makes_department, signed_in},
};

/// The host of the congress that is looked at, and of the one whose people look.
const HOME: &str = "127.0.0.1";
const ELSEWHERE: &str = "elsewhere.example";

/// Somebody of each role, signed in at their own congress.
struct People(Vec<(Role, Visitor)>);

/// How far a congress has come: each stage has other things to look at and other buttons to press.
#[derive(Clone, Copy)]
enum Stage {
    Issuing,
    Drafted,
    Tracked,
}

impl Stage {
    async fn reached(self, app: &TestApp) -> People {
        let secretary = somebody(app, Role::Secretariat, "LAIREN").await;
        if matches!(self, Self::Tracked) {
            let (mut year, [member, _]) = Year::supervised(app).await;
            year.an_inspection_is_published(member.clone()).await;
            let scrutineer = signed_in(app, "JIANPIAO1", PASSWORD).await;
            let deputy = year.deputy(0).await;
            return People(vec![
                (Role::Secretariat, secretary),
                (Role::Scrutineer, scrutineer),
                (Role::Deputy, deputy),
                (Role::Department, year.engineer),
                (Role::Supervisor, member),
            ]);
        }
        let mut hall = match self {
            Self::Issuing => Hall::issuing(app, FOUR),
            Self::Drafted | Self::Tracked => Hall::drafted(app, FOUR, &CHOICES).await,
        };
        if matches!(self, Self::Issuing) {
            hall.everybody_takes_a_ballot();
            hall.secretariat.asks_for("open", &[]).await.is(200);
            let deputy = hall.deputies[0].on_the_roll().id;
            hall.secretariat.asks_to_cancel(deputy).await.is(200);
        }
        People(vec![
            (Role::Secretariat, secretary),
            (Role::Scrutineer, hall.scrutineers[0].browser().await.clone()),
            (Role::Deputy, hall.deputies[0].browser().await.clone()),
            (Role::Department, somebody(app, Role::Department, "LAIREN-D").await),
            (Role::Supervisor, somebody(app, Role::Supervisor, "LAIREN-S").await),
        ])
    }
}

/// Signed in with a password alone: the rule that is tested must not hide behind a code that is asked for first.
async fn somebody(app: &TestApp, role: Role, login: &str) -> Visitor {
    app.has_account(role, login);
    let mut visitor = app.visitor();
    visitor.signs_in(login, PASSWORD, "").await;
    visitor
}

/// What a congress's own people find: every page they can reach, and every form on it.
#[derive(Default)]
struct Found {
    pages: BTreeSet<String>,
    forms: Vec<(String, FilledForm)>,
}

impl Found {
    async fn by(person: &Visitor, role: Role) -> Self {
        let mut found = Self::default();
        let mut to_visit = VecDeque::from([role.home().to_owned()]);
        while let Some(path) = to_visit.pop_front() {
            if !found.pages.insert(path.clone()) {
                continue;
            }
            let page = person.asks("GET", &path, &[]).await;
            for link in page.attributes("a", "href") {
                let link = link.split(['?', '#']).next().unwrap_or_default().to_owned();
                if link.starts_with(role.home()) {
                    to_visit.push_back(link);
                }
            }
            for (action, form) in page.forms() {
                let form = everything_chosen(&page, form);
                let buttons =
                    page.attributes("button[name]", "name").into_iter().zip(page.attributes("button[name]", "value"));
                let presses: BTreeSet<_> = buttons.collect();
                if presses.is_empty() {
                    found.forms.push((action.clone(), form.clone()));
                }
                for (name, value) in presses {
                    found.forms.push((action.clone(), form.clone().with(&[(&name, &value)])));
                }
            }
        }
        found
    }

    /// Asks for all that names something, as somebody whom it does not concern: answered like what nothing has. Says how much
    /// was tried.
    async fn is_nothing_to(&self, stranger: &Visitor, who: &str, wrong: &mut Vec<String>) -> usize {
        let mut tried = 0;
        for path in self.pages.iter().filter(|path| names_something(path)) {
            let (got, none) = (stranger.asks("GET", path, &[]).await, of_nothing(path));
            let expected = stranger.asks("GET", &none, &[]).await;
            if seen(&got) != seen(&expected) {
                wrong.push(format!("GET {path} as {who}: {:?} instead of {:?}", seen(&got), seen(&expected)));
            }
            tried += 1;
        }
        let own = stranger.asks("GET", "/password", &[]).await.form("/password");
        let csrf = own.value("csrf");
        for (action, form) in &self.forms {
            let names = |(name, value): &(String, String)| !is_token(name) && names_something(value);
            if !names_something(action) && !form.fields.iter().any(names) {
                continue;
            }
            let got = stranger.sends_bare(action, &sent_by(csrf, form, ToOwned::to_owned)).await;
            let expected = stranger.sends_bare(&of_nothing(action), &sent_by(csrf, form, of_nothing)).await;
            if seen(&got) != seen(&expected) {
                wrong.push(format!("POST {action} as {who}: {:?} instead of {:?}", seen(&got), seen(&expected)));
            }
            tried += 1;
        }
        tried
    }
}

/// What a person would have chosen and typed where the page left it open.
fn everything_chosen(page: &Page, mut form: FilledForm) -> FilledForm {
    let open = "input[type=radio], input[type=checkbox]";
    for (name, value) in page.attributes(open, "name").into_iter().zip(page.attributes(open, "value")) {
        if !form.fields.iter().any(|(known, _)| *known == name) {
            form.fields.push((name, value));
        }
    }
    for (name, value) in form.fields.iter_mut().filter(|(_, value)| value.is_empty()) {
        *value = match name.as_str() {
            "password" => PASSWORD,
            name if name.ends_with("_on") || name == "as_of" => "2024-02-03",
            _ => "12",
        }
        .to_owned();
    }
    form
}

/// The same with identifiers that nothing has.
fn of_nothing(text: &str) -> String {
    with_identifiers(text, || uuid::Uuid::new_v4().to_string())
}

fn names_something(text: &str) -> bool {
    with_identifiers(text, String::new) != text
}

fn is_token(name: &str) -> bool {
    name == "csrf" || name == "key"
}

/// With the tokens of whoever sends it; every other value as `value` makes it.
fn sent_by(csrf: &str, form: &FilledForm, value: impl Fn(&str) -> String) -> FilledForm {
    let mut form = form.clone();
    for (name, typed) in &mut form.fields {
        *typed = match name.as_str() {
            "csrf" => csrf.to_owned(),
            "key" => uuid::Uuid::new_v4().to_string(),
            _ => value(typed),
        };
    }
    form
}

/// What is to be seen of an answer, whatever identifier it repeats.
fn seen(page: &Page) -> (u16, Option<String>, String) {
    let blank = |text: &str| with_identifiers(text, || "…".to_owned());
    let mut text = page.text();
    if text.is_empty() {
        text.clone_from(&page.html);
    }
    (page.status, page.leads_to().map(blank), blank(&text))
}

/// Every row of every table as text, but of what belongs to browsers and not to a congress.
fn rows(conn: &mut Conn) -> Result<BTreeSet<(String, String)>, DbError> {
    use diesel::{QueryableByName, RunQueryDsl, sql_types::Text};
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        row: String,
    }
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in table_columns(conn)? {
        let (table, column) = name.split_once('.').unwrap();
        tables.entry(table.to_owned()).or_default().push(column.to_owned());
    }
    for of_browsers in ["sign_ins", "form_submissions"] {
        assert!(tables.remove(of_browsers).is_some(), "no table {of_browsers}");
    }
    let mut all = BTreeSet::new();
    for (table, columns) in tables {
        let texts: Vec<String> = match conn {
            Conn::Sqlite(_) => columns.iter().map(|column| format!("quote({column})")).collect(),
            Conn::Pg(_) => columns.iter().map(|column| format!("coalesce({column}::text, '-')")).collect(),
        };
        let query = format!("SELECT {} AS row FROM {table}", texts.join(" || '|' || "));
        for found in diesel::sql_query(query).load::<Row>(conn)? {
            all.insert((table.clone(), found.row));
        }
    }
    Ok(all)
}

/// An address of that route, of nothing in particular.
fn address(route: &str) -> String {
    let (mut address, mut rest) = (String::new(), route);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        address += before;
        address += match name.split(':').next().unwrap() {
            "number" => "1",
            "year" => "2024",
            "path" => "css/piaojue.css",
            _ => "00000000-0000-4000-8000-000000000000",
        };
        rest = after;
    }
    address + rest
}

async fn nothing_of_another_congress(app: TestApp, stage: Stage) {
    let at_home = stage.reached(&app).await;
    let mut found = Vec::new();
    for (role, person) in &at_home.0 {
        found.push((*role, Found::by(person, *role).await));
    }
    let before = app.reads(rows);

    app.congress_is_at(HOME);
    let elsewhere = app.has_congress("别处人民代表大会", Some(ELSEWHERE));
    app.turns_to(elsewhere, ELSEWHERE);
    app.hears_of_what_is_public();
    let strangers = stage.reached(&app).await;
    let mut wrong = Vec::new();

    // At the other congress's host a stranger's cookies are worth nothing, whatever is asked for.
    let anybody = Visitor::new(&app.origin);
    for route in routes::routes() {
        if route.path == "/screen/events" {
            continue;
        }
        let path = address(&route.path);
        let expected = seen(&anybody.asks_at(HOME, &route.method, &path).await);
        for (role, stranger) in &strangers.0 {
            let got = seen(&stranger.asks_at(HOME, &route.method, &path).await);
            if got != expected {
                wrong.push(format!(
                    "{} {path} at the other host as {role}: {got:?} instead of {expected:?}",
                    route.method
                ));
            }
        }
    }
    for (role, found) in &found {
        let (_, stranger) = strangers.0.iter().find(|(other, _)| other == role).unwrap();
        // The booth asks nobody who they are.
        for path in found.pages.iter().filter(|path| !path.ends_with("/booth")) {
            let got = stranger.asks_at(HOME, "GET", path).await;
            if got.status != 303 || !got.leads_to().is_some_and(|to| to.starts_with("/sign-in")) {
                wrong.push(format!("GET {path} at the other host as {role}: {}", got.status));
            }
        }
    }

    // At one's own host what belongs to the other congress is not there.
    let mut tried = 0;
    for (role, found) in &found {
        let (_, stranger) = strangers.0.iter().find(|(other, _)| other == role).unwrap();
        tried += found.is_nothing_to(stranger, &role.to_string(), &mut wrong).await;
    }
    assert!(tried >= 10, "only {tried} things of the other congress were tried");

    let after = app.reads(rows);
    let changed: Vec<_> = before.difference(&after).filter(|(table, _)| may_not_change(table)).collect();
    assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(changed.is_empty(), "strangers changed {} rows: {changed:?}", changed.len());
}

/// That the congress was given a host in between stands in these, and at the end of its audit list.
fn may_not_change(table: &str) -> bool {
    !["audit_heads", "congresses", "public_versions"].contains(&table)
}

on_both_databases! {
    async fn a_host_that_no_congress_has_serves_nobody(app: TestApp) {
        let mut person = app.visitor();
        person.visits("/").await.is(200);
        app.congress_is_at(HOME);
        app.has_congress("别处人民代表大会", Some(ELSEWHERE));
        app.hears_of_what_is_public();
        for (host, status) in [(HOME, 200), ("127.0.0.1:8080", 200), (ELSEWHERE, 200), ("Elsewhere.Example.", 200),
            ("nobody.example", 404), ("", 404), ("elsewhere.example.evil.example", 404)]
        {
            person.asks_at(host, "GET", "/candidates").await.is(status);
            person.asks_at(host, "GET", "/sign-in").await.is(status);
            person.asks_at(host, "GET", "/static/css/piaojue.css").await.is(200);
        }
    }

    async fn nothing_of_a_unit_is_there_for_another_unit(app: TestApp) {
        let (mut year, [member, _]) = Year::supervised(&app).await;
        year.an_inspection_is_published(member).await;
        year.reports(0, "2024-02-03", "1").await.is(200);
        let found = Found::by(&year.engineer, Role::Department).await;
        let mut secretary = year.secretary.clone();
        let stranger = makes_department(&app, &mut secretary, "区水务局", "SHUIWU1").await;
        stranger.asks("GET", "/department", &[]).await.is(200);
        let before = app.reads(rows);
        let mut wrong = Vec::new();
        let tried = found.is_nothing_to(&stranger, "another unit", &mut wrong).await;
        assert!(tried >= 10, "only {tried} things of the other unit were tried");
        assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
        let after = app.reads(rows);
        let changed: Vec<_> = before.symmetric_difference(&after).collect();
        assert!(changed.is_empty(), "another unit changed {} rows: {changed:?}", changed.len());
    }

    async fn nothing_is_there_while_ballots_are_issued(app: TestApp) {
        nothing_of_another_congress(app, Stage::Issuing).await;
    }

    async fn nothing_is_there_while_a_certificate_waits(app: TestApp) {
        nothing_of_another_congress(app, Stage::Drafted).await;
    }

    async fn nothing_is_there_in_the_year_after(app: TestApp) {
        nothing_of_another_congress(app, Stage::Tracked).await;
    }
}
