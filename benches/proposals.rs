//! What working through a great many proposals costs the server when nothing is cached: searching, what is alike, the queue;
//! on SQLite and, where PIAOJUE_TEST_POSTGRES names a server, on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measure may fail loudly")]

use criterion::{Criterion, criterion_group, criterion_main};
use diesel::{Connection, PgConnection, connection::SimpleConnection};
use jiff::civil::date;
use piaojue::{
    accounts::{Person, Role},
    audit::{self, Actor},
    congress,
    db::{Db, DbUrl, Ts},
    ids::{AccountId, CongressId, PlaceId, ServiceFieldId},
    play::wishes::{self, Came},
    proposals::{self, Asked, CallForm, ListsForm, ProposalsPage, QueuePage, alike, grams::Query, search},
    web::{Lang, Page, Secret, Views},
};
use serde_json::json;
use tera::Context;

struct World {
    db: Db,
    congress: CongressId,
    secretary: Person,
    field: ServiceFieldId,
    place: PlaceId,
}

impl World {
    fn new(url: DbUrl, came: Came) -> Self {
        let secret = Secret::new([7; 32]);
        let db = audit::sealed(Db::open(url, 2).unwrap(), &secret);
        db.migrate().unwrap();
        let now: Ts = "2024-02-10T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let congress = db.write(|tx| congress::found(tx, &Actor::operator(), now, "示例人大", None)).unwrap();
        let secretary =
            Person {
                id: AccountId::new(), congress: Some(congress), role: Role::Secretariat, name: "周敏".to_owned()
            };
        let streets: Vec<String> = (1..=14).map(|street| format!("第{street}街道：一社区、二社区")).collect();
        let lists = ListsForm {
            fields: "学有优教\n劳有厚得\n病有良医\n老有康养\n住有宜居\n弱有众扶\n幼有善育".to_owned(),
            places: streets.join("\n"),
            synonyms: "加装、安装、增设=增".to_owned(),
        };
        let form = CallForm {
            title: "2025年民生实事项目征集".to_owned(),
            opens_on: "2024-02-01".to_owned(),
            answer_days: "15".to_owned(),
            retention_days: "90".to_owned(),
            ..CallForm::default()
        };
        let call = db
            .write(|tx| {
                proposals::save_lists(tx, &secretary, now, &lists).unwrap();
                let call = proposals::draw_up_call(tx, &secretary, now, &form).unwrap();
                proposals::publish_call(tx, &secret, &secretary, now, call.number).unwrap();
                proposals::call_by_number(tx, congress, call.number)
            })
            .unwrap()
            .unwrap();
        let (fields, places) = db
            .read(|conn| {
                Ok::<_, piaojue::db::DbError>((proposals::fields(conn, congress)?, proposals::places(conn, congress)?))
            })
            .unwrap();
        wishes::come(&db, &call, &fields, &places, came, now).unwrap();
        if let DbUrl::Postgres(url) = db.url() {
            PgConnection::establish(url).unwrap().batch_execute("ANALYZE").unwrap();
        }
        Self { db, congress, secretary, field: fields[4].id, place: places[0].id }
    }
}

fn html<P: Page>(views: &Views, page: &P) -> String {
    let mut context = Context::from_serialize(page).unwrap();
    context.insert(
        "chrome",
        &json!({
            "lang": "zh-CN", "other_lang": "en", "large": false, "path": "/proposals", "csrf": "", "site": "示例",
            "origin": "https://vote.example", "signed_in": null, "notice": null, "problems": [], "demo": false,
            "ribbon": null, "aside": null,
        }),
    );
    views.render(Lang::Chinese, P::TEMPLATE, &context).unwrap()
}

/// Rare and common words, one and several.
const SOUGHT: [&str; 4] = ["充电桩（7号）", "电梯", "加装 电梯 三幢", "无障碍坡道 学校门口"];

fn measures(c: &mut Criterion, database: &str, open: &dyn Fn(&str) -> DbUrl) {
    let views = Views::load().unwrap();
    let today = date(2024, 2, 10);
    let mut group = c.benchmark_group(database);
    group.sample_size(30);
    for (number, name) in [(100, "few"), (10_000, "many"), (100_000, "most")] {
        // A hundred thousand are more than any district has: there the words alone are not searched.
        let world = World::new(open(name), Came { public: number, indexed: number <= 10_000 });
        if number == 10_000 {
            for words in SOUGHT {
                let query = Query::parse(words);
                group.bench_function(format!("{words} among 10,000, in the database"), |b| {
                    b.iter(|| {
                        assert!(!world.db.read(|conn| search(conn, world.congress, &query)).unwrap().is_empty());
                    });
                });
                let asked = Asked { q: words.to_owned(), ..Asked::default() };
                group.bench_function(format!("{words} among 10,000, its page"), |b| {
                    b.iter(|| {
                        let page = world
                            .db
                            .read(|conn| ProposalsPage::of(conn, Some(world.congress), asked.clone(), today))
                            .unwrap();
                        html(&views, &page)
                    });
                });
            }
        }
        if number > 100 {
            group.bench_function(format!("what is alike among {number}"), |b| {
                b.iter(|| {
                    let alike = world
                        .db
                        .read(|conn| alike(conn, world.congress, "三幢安装电梯", Some(world.place), world.field, None))
                        .unwrap();
                    assert!(!alike.here.is_empty());
                });
            });
        }
        group.bench_function(format!("the queue with {number}"), |b| {
            b.iter(|| {
                let page = world.db.read(|conn| QueuePage::of(conn, &world.secretary, "received", None)).unwrap();
                html(&views, &page)
            });
        });
    }
    group.finish();
}

fn on_sqlite(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    measures(c, "SQLite", &|name| DbUrl::from(folder.path().join(format!("{name}.db")).as_path()));
}

fn on_postgres(c: &mut Criterion) {
    let Ok(server) = std::env::var("PIAOJUE_TEST_POSTGRES") else { return };
    let admin = |sql: &str| PgConnection::establish(&server).unwrap().batch_execute(sql).unwrap();
    let (place, _) = server.rsplit_once('/').unwrap();
    let named = |name: &str| format!("piaojue_bench_proposals_{name}_{}", std::process::id());
    measures(c, "PostgreSQL", &|name| {
        admin(&format!("CREATE DATABASE {}", named(name)));
        DbUrl::Postgres(format!("{place}/{}", named(name)))
    });
    for name in ["few", "many", "most"] {
        admin(&format!("DROP DATABASE {} WITH (FORCE)", named(name)));
    }
}

criterion_group!(benches, on_sqlite, on_postgres);
criterion_main!(benches);
