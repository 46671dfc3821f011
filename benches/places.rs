//! What finding places costs the server when nothing is cached: a search among 10,000 places, and the map of 50 projects
//! with 20 places each, on SQLite and, where PIAOJUE_TEST_POSTGRES names a server, on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measure may fail loudly")]

#[path = "../tests/support/many.rs"]
mod many;

use criterion::{Criterion, criterion_group, criterion_main};
use diesel::{
    Connection, ExpressionMethods, PgConnection, QueryDsl, RunQueryDsl, SqliteConnection, connection::SimpleConnection,
};
use jiff::civil::date;
use piaojue::{
    audit::{self, Actor},
    congress,
    db::{Conn, Db, DbUrl, Ts, migrate},
    ids::{CongressId, PlaceId, ProjectId, ProjectPlaceId, SubItemId},
    projects::{
        PlaceState, PlacesPage,
        schema::{map_outlines, project_places, project_sub_items},
        search,
    },
    proposals::{
        grams::{Query, fold},
        schema::places,
    },
    web::{Lang, Page, Secret, Views},
};
use serde_json::json;
use tera::Context;

const PROJECTS: i32 = 50;
const ITEMS: i32 = 4;
const STREETS: i32 = 14;

struct World {
    db: Db,
    congress: CongressId,
}

impl World {
    /// So many places of every sub-item.
    fn new(url: DbUrl, of_each: i32) -> Self {
        let mut conn = match &url {
            DbUrl::Sqlite(path) => Conn::Sqlite(SqliteConnection::establish(path.to_str().unwrap()).unwrap()),
            DbUrl::Postgres(url) => Conn::Pg(PgConnection::establish(url).unwrap()),
        };
        migrate(&mut conn).unwrap();
        let db = audit::sealed(Db::open(url, 2).unwrap(), &Secret::new([7; 32]));
        let now: Ts = "2024-12-31T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let congress = db.write(|tx| congress::found(tx, &Actor::operator(), now, "示例人大", None)).unwrap();
        many::fill(&mut conn, congress, PROJECTS, ITEMS, 1);
        conn.transaction(|conn| {
            let streets = streets(conn, congress)?;
            let items: Vec<(SubItemId, ProjectId)> =
                project_sub_items::table.select((project_sub_items::id, project_sub_items::project_id)).load(conn)?;
            for (at, (sub_item, project)) in (0_i32..).zip(items) {
                for number in 1..=of_each {
                    place(conn, (project, sub_item), number, at, &streets, now)?;
                }
            }
            Ok::<_, diesel::result::Error>(())
        })
        .unwrap();
        drop(conn);
        if let DbUrl::Postgres(url) = db.url() {
            PgConnection::establish(url).unwrap().batch_execute("ANALYZE").unwrap();
        }
        Self { db, congress }
    }
}

/// Squares beside one another.
fn streets(conn: &mut Conn, congress: CongressId) -> Result<Vec<PlaceId>, diesel::result::Error> {
    let mut areas = Vec::new();
    let mut ids = Vec::new();
    for street in 0..STREETS {
        let (id, name) = (PlaceId::new(), format!("第{street}街道"));
        diesel::insert_into(places::table)
            .values((
                places::id.eq(id),
                places::congress_id.eq(congress),
                places::street.eq(&name),
                places::community.eq(""),
                places::position.eq(street),
                places::offered.eq(true),
            ))
            .execute(conn)?;
        let west = 120_000_000 + street * 10_000;
        // As many points as are kept of a real outline.
        let ring = (0..280)
            .map(|n| (west + n * 35, 30_000_000 + (n % 7) * 9))
            .chain([(west + 9_800, 30_010_000), (west, 30_010_000)]);
        areas.push(json!({ "street": name, "polygons": [[ring.collect::<Vec<_>>()]] }));
        ids.push(id);
    }
    diesel::insert_into(map_outlines::table)
        .values((
            map_outlines::congress_id.eq(congress),
            map_outlines::areas.eq(serde_json::to_string(&areas).unwrap()),
            map_outlines::source.eq("示例"),
            map_outlines::schematic.eq(true),
            map_outlines::uploaded_by.eq("周敏"),
            map_outlines::uploaded_at.eq(Ts::default()),
        ))
        .execute(conn)?;
    Ok(ids)
}

fn place(
    conn: &mut Conn,
    (project, sub_item): (ProjectId, SubItemId),
    number: i32,
    at: i32,
    streets: &[PlaceId],
    now: Ts,
) -> Result<(), diesel::result::Error> {
    let nth = at * 1_000 + number;
    let street = nth % STREETS;
    let name = format!("示例家园{nth}号院");
    let address = format!("示例路{}号", nth % 300);
    diesel::insert_into(project_places::table)
        .values((
            project_places::id.eq(ProjectPlaceId::new()),
            project_places::project_id.eq(project),
            project_places::sub_item_id.eq(sub_item),
            project_places::number.eq(number),
            project_places::area_id.eq(streets[usize::try_from(street).unwrap()]),
            project_places::name.eq(&name),
            project_places::address.eq(&address),
            project_places::state.eq(PlaceState::UnderWay),
            project_places::lon.eq(Some(120_000_000 + street * 10_000 + nth % 97 * 100)),
            project_places::lat.eq(Some(30_000_100 + nth % 89 * 110)),
            project_places::searched.eq(fold(&format!("{name}\n{address}\n第{street}街道"))),
            project_places::added_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

fn html<P: Page>(views: &Views, page: &P) -> String {
    let mut context = Context::from_serialize(page).unwrap();
    context.insert(
        "chrome",
        &json!({
            "lang": "zh-CN", "other_lang": "en", "large": false, "path": "/projects/places", "csrf": "", "site": "示例",
            "origin": "https://vote.example", "signed_in": null, "notice": null, "problems": [], "demo": false,
            "ribbon": null, "aside": null,
        }),
    );
    views.render(Lang::Chinese, P::TEMPLATE, &context).unwrap()
}

fn measures(c: &mut Criterion, database: &str, many: &World, usual: &World) {
    let views = Views::load().unwrap();
    let today = date(2024, 12, 31);
    let mut group = c.benchmark_group(database);
    group.sample_size(30);
    for (name, words) in
        [("one of 10,000 places by its name", "示例家园12034号院"), ("a street's places among 10,000", "第3街道")]
    {
        let query = Query::parse(words);
        group.bench_function(name, |b| {
            b.iter(|| {
                let (found, count) = many.db.read(|conn| search(conn, many.congress, &query, 1, 100)).unwrap();
                assert!(!found.is_empty() && count >= found.len());
            });
        });
    }
    group.bench_function("the map of 50 projects × 20 places, uncached", |b| {
        b.iter(|| {
            usual.db.read(|conn| PlacesPage::of(conn, usual.congress, today).map(|page| html(&views, &page))).unwrap()
        });
    });
    group.finish();
}

fn on_sqlite(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str, of_each| World::new(DbUrl::from(folder.path().join(name).as_path()), of_each);
    measures(c, "SQLite", &of("many.db", 50), &of("usual.db", 5));
}

fn on_postgres(c: &mut Criterion) {
    let Ok(server) = std::env::var("PIAOJUE_TEST_POSTGRES") else { return };
    let mut admin = PgConnection::establish(&server).unwrap();
    let (place, _) = server.rsplit_once('/').unwrap();
    let names = ["many", "usual"].map(|name| format!("piaojue_bench_places_{name}_{}", std::process::id()));
    let [many, usual] = [(&names[0], 50), (&names[1], 5)].map(|(name, of_each)| {
        admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        World::new(DbUrl::Postgres(format!("{place}/{name}")), of_each)
    });
    measures(c, "PostgreSQL", &many, &usual);
    for name in &names {
        admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
    }
}

criterion_group!(benches, on_sqlite, on_postgres);
criterion_main!(benches);
