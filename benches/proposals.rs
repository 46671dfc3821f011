//! What 10,000 proposals cost the server: a search, what is alike, a page of the list and of the queue, the public clocks;
//! on SQLite and, where PIAOJUE_TEST_POSTGRES names a server, on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measure may fail loudly")]

use criterion::{Criterion, criterion_group, criterion_main};
use diesel::{Connection, PgConnection, SqliteConnection, connection::SimpleConnection};
use jiff::civil::date;
use piaojue::{
    accounts::{self, Login, NewAccount, Person, Role},
    audit::Actor,
    congress,
    db::{Conn, Db, DbError, DbUrl, Ts, migrate},
    ids::{CongressId, NeedId, ProposalId, ServiceFieldId},
    proposals::{
        self, CallForm, Channel, ListsForm, Need, NeedState, Origin, Place, Proposal, ProposalState, ProposalsPage,
        QueuePage, Wording, grams::Query,
    },
    web::Secret,
};

const PROPOSALS: usize = 10_000;
const WISHES: [&str; 15] = [
    "加装电梯",
    "安装电梯",
    "社区食堂",
    "老年食堂",
    "增设停车位",
    "晚托班",
    "托育点",
    "周末门诊",
    "路灯照明",
    "夜校",
    "无障碍扶手",
    "健身器材",
    "口袋公园",
    "雨污分流",
    "快递柜",
];
const WHY: &str = "附近老人孩子多，现有的不够用，走过去要二十分钟，下雨天更不方便，希望今年能够解决";

struct World {
    db: Db,
    congress: CongressId,
    secretary: Person,
    field: ServiceFieldId,
    place: Place,
}

impl World {
    fn new(url: DbUrl) -> Self {
        let mut conn = match &url {
            DbUrl::Sqlite(path) => Conn::Sqlite(SqliteConnection::establish(path.to_str().unwrap()).unwrap()),
            DbUrl::Postgres(url) => Conn::Pg(PgConnection::establish(url).unwrap()),
        };
        migrate(&mut conn).unwrap();
        drop(conn);
        let db = Db::open(url, 2).unwrap();
        let now: Ts = "2024-10-20T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let congress = db.write(|tx| congress::found(tx, &Actor::operator(), now, "示例人大", None)).unwrap();
        let secretary = secretary(&db, congress, now);
        let streets: Vec<String> =
            (1..=14).map(|street| format!("第{street}街道：第{street}甲社区、第{street}乙社区")).collect();
        let lists = ListsForm {
            fields: "住有宜居\n老有康养".to_owned(),
            places: streets.join("\n"),
            synonyms: "加装、安装、增设=增\n社区食堂、老年食堂=食堂".to_owned(),
        };
        let form = CallForm {
            title: "征集".to_owned(),
            opens_on: "2024-10-01".to_owned(),
            closes_on: "2024-10-31".to_owned(),
            answer_days: "15".to_owned(),
            retention_days: "90".to_owned(),
            ..CallForm::default()
        };
        let (fields, places, call) = db
            .write(|tx| {
                proposals::save_lists(tx, &secretary, now, &lists).map_err(|e| DbError::corrupt(e.to_string()))?;
                let call = proposals::draw_up_call(tx, &secretary, now, &form);
                let call = call.map_err(|e| DbError::corrupt(e.to_string()))?;
                let secret = Secret::new([7; 32]);
                proposals::publish_call(tx, &secret, &secretary, now, call.number)
                    .map_err(|e| DbError::corrupt(e.to_string()))?;
                Ok::<_, DbError>((proposals::fields(tx, congress)?, proposals::places(tx, congress)?, call))
            })
            .unwrap();
        let (field, place) = (fields[0].id, places[1].clone());
        for some in (0..PROPOSALS).collect::<Vec<_>>().chunks(500) {
            db.write(|tx| {
                for nth in some {
                    let place = &places[nth % places.len()];
                    let state = if nth % 20 == 19 { ProposalState::Received } else { ProposalState::Listed };
                    let new = Proposal {
                        id: ProposalId::new(),
                        call: call.id,
                        number: i32::try_from(*nth).unwrap() + 1,
                        origin: Origin::Resident,
                        channel: Channel::Online,
                        state,
                        reason: String::new(),
                        held: false,
                        late: false,
                        field: fields[nth % fields.len()].id,
                        place: Some(place.id),
                        account: None,
                        at: now,
                        due: date(2024, 11, 4),
                        answered: None,
                        wording: Wording {
                            title: format!("{}{}第{nth}处", place.name(), WISHES[nth / places.len() % WISHES.len()]),
                            why: WHY.to_owned(),
                            gain: place.name(),
                        },
                        need: None,
                    };
                    proposals::insert_proposal(tx, &new, &nth.to_string())?;
                    if state == ProposalState::Listed {
                        stands_alone(tx, congress, &new, now)?;
                    }
                }
                Ok::<_, DbError>(())
            })
            .unwrap();
        }
        if let DbUrl::Postgres(url) = db.url() {
            PgConnection::establish(url).unwrap().batch_execute("ANALYZE").unwrap();
        }
        Self { db, congress, secretary, field, place }
    }
}

fn stands_alone(tx: &mut piaojue::db::Tx, congress: CongressId, of: &Proposal, now: Ts) -> Result<(), DbError> {
    proposals::index(tx, of.id, &of.wording.text())?;
    let need = Need {
        id: NeedId::new(),
        congress,
        founded_by: of.id,
        title: of.wording.title.clone(),
        words: String::new(),
        field: of.field,
        place: of.place,
        state: NeedState::Open,
        merged_into: None,
        named_at: None,
    };
    proposals::insert_need(tx, &need)?;
    proposals::move_to(tx, of.id, need.id, "周敏", now)
}

fn secretary(db: &Db, congress: CongressId, now: Ts) -> Person {
    let login = Login::parse("MISHU").unwrap();
    let account = NewAccount {
        id: piaojue::ids::AccountId::new(),
        congress: Some(congress),
        login: login.clone(),
        name: "周敏".to_owned(),
        role: Role::Secretariat,
        password_hash: String::new(),
        one_time_code_secret: None,
    };
    db.write(|tx| accounts::create(tx, &account, now).map_err(|e| DbError::corrupt(e.to_string()))).unwrap();
    db.read(|conn| accounts::find_by_login(conn, Some(congress), &login)).unwrap().unwrap()
}

fn measured(criterion: &mut Criterion, engine: &str, world: &World) {
    let mut group = criterion.benchmark_group(engine);
    group.sample_size(20);
    let World { db, congress, secretary, field, place } = world;
    for words in ["电梯", "加装电梯", "第3街道 电梯"] {
        let query = Query::parse(words);
        group.bench_function(format!("search {words}"), |bench| {
            bench.iter(|| db.read(|conn| proposals::search(conn, *congress, &query)).unwrap());
        });
    }
    group.bench_function("alike", |bench| {
        bench.iter(|| {
            db.read(|conn| proposals::alike(conn, *congress, "三幢安装电梯", Some(place.id), *field, None)).unwrap()
        });
    });
    let today = date(2024, 10, 20);
    let asked = |q: &str| proposals::Asked { q: q.to_owned(), ..proposals::Asked::default() };
    group.bench_function("list", |bench| {
        bench.iter(|| db.read(|conn| ProposalsPage::of(conn, Some(*congress), asked(""), today)).unwrap());
    });
    group.bench_function("list of a search", |bench| {
        bench.iter(|| db.read(|conn| ProposalsPage::of(conn, Some(*congress), asked("加装电梯"), today)).unwrap());
    });
    group.bench_function("queue", |bench| {
        bench.iter(|| db.read(|conn| QueuePage::of(conn, secretary, "received", None)).unwrap());
    });
    group.bench_function("clock", |bench| {
        bench.iter(|| {
            let asked = proposals::AskedClock::default();
            db.read(|conn| proposals::ClockPage::of(conn, *congress, &asked, today)).unwrap()
        });
    });
    group.finish();
}

fn all(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    measured(criterion, "sqlite", &World::new(DbUrl::Sqlite(folder.path().join("bench.sqlite"))));
    let Ok(server) = std::env::var("PIAOJUE_TEST_POSTGRES") else { return };
    let name = format!("bench_{}", uuid::Uuid::new_v4().simple());
    let mut admin = PgConnection::establish(&server).unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    measured(criterion, "postgres", &World::new(DbUrl::Postgres(format!("{base}/{name}"))));
    admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
}

criterion_group!(benches, all);
criterion_main!(benches);
