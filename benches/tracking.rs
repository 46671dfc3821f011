//! What the public pages of tracked projects cost the server when nothing is cached: queries, rules and template, with
//! 50 projects of 5 sub-items with 24 reports each, on SQLite and, where PIAOJUE_TEST_POSTGRES names a server, on
//! PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measure may fail loudly")]

#[path = "../tests/support/many.rs"]
mod many;

use criterion::{Criterion, criterion_group, criterion_main};
use diesel::{Connection, PgConnection, SqliteConnection, connection::SimpleConnection};
use jiff::civil::date;
use piaojue::{
    audit::{self, Actor},
    board::BoardPage,
    congress,
    db::{Conn, Db, DbUrl, Ts, migrate},
    ids::{CongressId, ProjectId},
    projects::{self, Filter, ProjectsPage},
    reports::ReportPage,
    site::ProjectPage,
    web::{Lang, Page, PageError, Secret, Views},
};
use serde_json::json;
use tera::Context;

const PROJECTS: i32 = 50;
const ITEMS: i32 = 5;
const REPORTS: i32 = 24;

struct World {
    db: Db,
    congress: CongressId,
    project: ProjectId,
}

impl World {
    fn new(url: DbUrl) -> Self {
        let mut conn = match &url {
            DbUrl::Sqlite(path) => Conn::Sqlite(SqliteConnection::establish(path.to_str().unwrap()).unwrap()),
            DbUrl::Postgres(url) => Conn::Pg(PgConnection::establish(url).unwrap()),
        };
        migrate(&mut conn).unwrap();
        let db = audit::sealed(Db::open(url, 2).unwrap(), &Secret::new([7; 32]));
        let now: Ts = "2024-12-31T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let congress = db.write(|tx| congress::found(tx, &Actor::operator(), now, "示例人大", None)).unwrap();
        let project = many::fill(&mut conn, congress, PROJECTS, ITEMS, REPORTS)[0];
        drop(conn);
        db.write(|tx| projects::recompute_all(tx, now)).unwrap();
        if let DbUrl::Postgres(url) = db.url() {
            PgConnection::establish(url).unwrap().batch_execute("ANALYZE").unwrap();
        }
        Self { db, congress, project }
    }
}

fn html<P: Page>(views: &Views, page: &P) -> String {
    let mut context = Context::from_serialize(page).unwrap();
    context.insert(
        "chrome",
        &json!({
            "lang": "zh-CN", "other_lang": "en", "large": false, "path": "/projects", "csrf": "", "site": "示例",
            "origin": "https://vote.example", "signed_in": null, "notice": null, "problems": [], "demo": false,
        }),
    );
    views.render(Lang::Chinese, P::TEMPLATE, &context).unwrap()
}

fn pages(c: &mut Criterion, database: &str, world: &World) {
    let views = Views::load().unwrap();
    let today = date(2024, 12, 31);
    let (congress, project) = (world.congress, world.project);
    let read = |query: &dyn Fn(&mut Conn) -> Result<String, PageError>| world.db.read(|conn| query(conn)).unwrap();
    let mut group = c.benchmark_group(database);
    group.sample_size(30);
    group.bench_function("dashboard, uncached", |b| {
        b.iter(|| read(&|conn| Ok(html(&views, &ProjectsPage::of(conn, Some(congress), &Filter::All, today)?))));
    });
    group.bench_function("project page, uncached", |b| {
        b.iter(|| read(&|conn| Ok(html(&views, &ProjectPage::of(conn, congress, project, today)?))));
    });
    group.bench_function("leaders' board, uncached", |b| {
        b.iter(|| read(&|conn| Ok(html(&views, &BoardPage::of(conn, Some(congress), today, None)?))));
    });
    group.bench_function("annual report, uncached", |b| {
        b.iter(|| read(&|conn| Ok(html(&views, &ReportPage::of(conn, congress, 2024, false, today)?))));
    });
    group.finish();
}

fn on_sqlite(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    pages(c, "SQLite", &World::new(DbUrl::from(folder.path().join("bench.db").as_path())));
}

fn on_postgres(c: &mut Criterion) {
    let Ok(server) = std::env::var("PIAOJUE_TEST_POSTGRES") else { return };
    let name = format!("piaojue_bench_tracking_{}", std::process::id());
    let mut admin = PgConnection::establish(&server).unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let (place, _) = server.rsplit_once('/').unwrap();
    pages(c, "PostgreSQL", &World::new(DbUrl::Postgres(format!("{place}/{name}"))));
    admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
}

criterion_group!(benches, on_sqlite, on_postgres);
criterion_main!(benches);
