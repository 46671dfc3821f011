//! A rehearsal goes all the way and leaves nothing behind.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use piaojue::{
    accounts::Role,
    audit::{self, ChainReport},
    db::{Conn, table_columns},
    web::Refused,
};
use scraper::{Html, Selector};

use crate::support::{
    Page, TestApp,
    session::{FOUR, Hall, roll},
};

const HERE: &str = "/secretariat/rehearsal";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    name: String,
}

/// What moves by itself when people sign in and press buttons, and the list that keeps every act.
const NOISE: [&str; 8] = [
    "accounts",
    "audit_entries",
    "audit_heads",
    "duties",
    "form_submissions",
    "public_versions",
    "sign_in_tries",
    "sign_ins",
];

/// Every row of every table, as text.
fn everything(app: &TestApp) -> BTreeMap<String, BTreeSet<String>> {
    app.reads(|conn| {
        let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in table_columns(conn)? {
            let (table, column) = name.split_once('.').unwrap();
            columns.entry(table.to_owned()).or_default().push(column.to_owned());
        }
        let mut all = BTreeMap::new();
        for (table, columns) in columns.into_iter().filter(|(table, _)| !NOISE.contains(&table.as_str())) {
            let query = match conn {
                Conn::Sqlite(_) => {
                    let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
                    format!("SELECT {} AS name FROM {table}", quoted.join(" || '|' || "))
                }
                Conn::Pg(_) => format!("SELECT t::text AS name FROM {table} t"),
            };
            let rows: Vec<Line> = sql_query(query).load(conn)?;
            all.insert(table, rows.into_iter().map(|row| row.name).collect());
        }
        Ok(all)
    })
}

fn audit_entries(app: &TestApp) -> Vec<(String, String)> {
    use piaojue::audit::schema::audit_entries;
    app.reads(|conn| {
        use diesel::QueryDsl;
        Ok(audit_entries::table
            .select((audit_entries::action, audit_entries::detail))
            .order((audit_entries::chain, audit_entries::seq))
            .load(conn)?)
    })
}

/// Whether the page says on top that this is a rehearsal.
fn is_marked(page: &Page) -> bool {
    let html = Html::parse_document(&page.is(200).html);
    let ribbon = Selector::parse("aside.ribbon strong").unwrap();
    html.select(&ribbon).next().is_some_and(|word| word.text().collect::<String>().contains("演 练"))
}

async fn starts(hall: &mut Hall) -> Page {
    let browser = hall.secretariat.browser().await;
    browser.visits(HERE).await.is(200);
    browser.submits(HERE, &[]).await
}

/// The deputies as they are on the roll that is worked on.
fn find_themselves(hall: &mut Hall) {
    for known in hall.app.roll() {
        let deputy = hall.deputies.iter_mut().find(|deputy| deputy.number == known.certificate_no).unwrap();
        deputy.id = known.id;
        deputy.credential = None;
    }
}

async fn signed_in(hall: &mut Hall) {
    for deputy in &mut hall.deputies {
        deputy.browser().await;
    }
    for scrutineer in &mut hall.scrutineers {
        scrutineer.browser().await;
    }
    hall.secretariat.browser().await;
    hall.secretariat.second().await;
}

on_both_databases! {
    async fn a_rehearsal_goes_all_the_way_and_leaves_nothing_behind(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        signed_in(&mut hall).await;
        let before = everything(&app);
        let entries_before = audit_entries(&app);
        let real = app.session();

        starts(&mut hall).await.is(200).says("演练已开始").says("正在演练");
        assert_ne!(app.session().id, real.id);
        let mut anybody = app.visitor();
        assert!(is_marked(&anybody.visits("/screen").await));
        assert!(is_marked(&hall.secretariat.desk().await));
        assert!(is_marked(&hall.deputies[0].browser().await.visits("/deputy").await));
        assert!(is_marked(&hall.scrutineers[0].browser().await.visits("/scrutineer").await));
        for public in ["/", "/candidates", "/projects", "/results/2024"] {
            let page = anybody.visits(public).await;
            assert!(!page.is(200).html.contains("演练") && !page.html.contains("早餐"), "{public}");
        }

        let browser = hall.secretariat.browser().await;
        browser.visits(HERE).await.says("由系统代制练习密钥");
        let page = browser.submits("/secretariat/rehearsal/keys", &[]).await;
        let seeds = page.is(200).says("这是练习密钥").texts("section[aria-labelledby=keys] dd code");
        for (scrutineer, seed) in hall.scrutineers.iter_mut().zip(&seeds) {
            scrutineer.seed = seed.parse().unwrap();
        }
        find_themselves(&mut hall);
        hall.everybody_checks_in();
        hall.secretariat.starts_issuing().await.is(200);
        for deputy in &mut hall.deputies {
            deputy.takes_a_ballot().await.is(200);
        }
        let booth = format!("/deputy/rounds/{}/booth", app.round().id);
        let paper = anybody.visits(&booth).await;
        assert!(is_marked(&paper));
        paper.says("豆浆油条");
        hall.secretariat.opens().await.is(200);
        let mut receipts = Vec::new();
        for (deputy, choice) in hall.deputies.iter().zip(["赞赞反弃", "赞赞反弃", "赞赞弃反", "赞反弃弃"]) {
            receipts.push(deputy.casts(choice).await.receipt());
        }
        hall.secretariat.closes().await.is(200);
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall.secretariat.certifies().await.is(200);
        hall.secretariat.announces("1").await.is(200).says("演练已走完全程");
        let certificate = format!("/secretariat/rounds/{}/certificate", app.round().id);
        hall.secretariat.browser().await.visits(&certificate).await.is(200).says("豆浆油条").says("（演练）");

        assert!(app.projects().is_empty(), "a rehearsal makes no project");
        app.hears_of_what_is_public();
        anybody.visits("/results/2024").await.is(200).says("结果还没有公告");
        anybody.visits("/results/-2024").await.is(404);
        anybody.visits("/results/2024/notice").await.is(404);
        assert!(!anybody.visits("/candidates").await.html.contains("豆浆"));
        anybody.looks_up(&receipts[0]).await.found("这张选票在演练的票箱里");
        for (table, rows) in &before {
            let now = &everything(&app)[table];
            assert!(rows.is_subset(now), "{table}: rows of the real session changed");
        }

        let browser = hall.secretariat.browser().await;
        browser.visits(HERE).await.is(200);
        browser.submits("/secretariat/rehearsal/switch", &[]).await.is(200).says("已转回正式会议");
        assert_eq!(app.session().id, real.id);
        assert!(!is_marked(&hall.deputies[0].browser().await.visits("/deputy").await));
        let browser = hall.secretariat.browser().await;
        browser.visits(HERE).await.says("演练暂停");
        browser.submits("/secretariat/rehearsal/switch", &[]).await.is(200).says("已转到演练");
        assert!(is_marked(&hall.secretariat.desk().await));

        let browser = hall.secretariat.browser().await;
        browser.visits(HERE).await.is(200);
        let delete = "/secretariat/rehearsal/delete";
        let form = browser.page().form(delete);
        browser.sends(delete, &form).await.is(200).says("演练已删除");
        browser.sends(delete, &form).await.is(200).says("演练已删除");
        assert_eq!(app.session().id, real.id);
        assert!(!is_marked(&hall.secretariat.desk().await));
        let after = everything(&app);
        for (table, rows) in &before {
            assert_eq!(&after[table], rows, "{table}: the rehearsal left something behind, or took something with it");
        }

        let entries = audit_entries(&app);
        assert_eq!(entries[..entries_before.len()], entries_before);
        let (last, during) = entries[entries_before.len()..].split_last().unwrap();
        assert_eq!(last.0, "rehearsal_deleted");
        let of_the_desk = during.iter().filter(|(action, _)| action == "round_opened" || action == "result_announced");
        assert!(of_the_desk.clone().count() >= 1);
        for (action, detail) in of_the_desk {
            assert!(detail.contains("during_rehearsal"), "{action} {detail}");
        }
        assert!(matches!(audit::verify(app.db()).unwrap(), ChainReport::Whole(_)));
    }

    async fn what_must_never_change_still_refuses_after_a_rehearsal_is_deleted(app: TestApp) {
        let mut hall = Hall::counted(&app, FOUR, &["赞赞反弃", "赞赞反弃", "赞赞弃反", "赞反弃弃"]).await;
        hall.secretariat.browser().await.visits(HERE).await.is(200).says("正式会议已经开始发票，不能再演练");
        let refused = app.db().with_connection(|conn| sql_query("DELETE FROM tallies").execute(conn)).unwrap();
        assert!(refused.is_err());
        let (actor, now, real) = (audit::Actor::operator(), app.now(), app.session());
        let late = app.db().write(|tx| piaojue::rehearsals::start(tx, &actor, now, &real));
        assert!(matches!(late, Err(Refused::Rules(piaojue::rehearsals::RehearsalError::RealVoteBegan))));
        let gone = app.db().write(|tx| piaojue::rehearsals::delete(tx, &actor, now, &real));
        assert!(gone.is_err(), "there is none to delete, and the real session stays");
        let forgotten = app.db().write(|tx| piaojue::congress::delete_rehearsal(tx, real.id));
        assert!(forgotten.is_err(), "the database itself keeps a session that is no rehearsal");
        assert_eq!(app.rounds().len(), 1);
    }

    async fn a_page_left_open_over_the_switch_starts_nothing(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        hall.everybody_checks_in();
        let mut left_open = hall.secretariat.browser().await.clone();
        left_open.visits("/secretariat").await.is(200);
        starts(&mut hall).await.is(200);
        left_open.submits("/secretariat/issuing/start", &[]).await.is(422).says("没有开始发票");
        assert!(app.rounds().is_empty());
        let browser = hall.secretariat.browser().await;
        browser.visits(HERE).await;
        browser.submits("/secretariat/rehearsal/switch", &[]).await.is(200);
        assert!(app.rounds().is_empty());
        hall.secretariat.starts_issuing().await.is(200);
        hall.secretariat.browser().await.visits(HERE).await.says("正式会议已经开始发票，不能再演练");
    }

    async fn a_card_made_in_the_rehearsal_opens_the_real_meeting_too(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        starts(&mut hall).await.is(200);
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/roll/cards").await;
        let one = [("which", "one"), ("certificate_no", "SC0001")];
        let sheet = browser.submits("/secretariat/roll/cards", &one).await;
        let card = sheet.is(200).texts("ul.login-cards code.groups");
        let [login, password] = card.as_slice() else { panic!("one card has a name and a password: {card:?}") };
        let mut deputy = app.visitor();
        deputy.signs_in(login, password, "").await.is(200).says("SC0001");
        assert!(is_marked(deputy.page()));
        browser.visits(HERE).await;
        browser.submits("/secretariat/rehearsal/switch", &[]).await.is(200);
        let page = deputy.visits("/deputy").await;
        page.is(200).says("SC0001");
        assert!(!is_marked(&page));
        app.visitor().signs_in(login, password, "").await.is(200).says("SC0001");
    }

    async fn a_short_roll_for_the_rehearsal_leaves_everybody_their_card_for_the_meeting(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        signed_in(&mut hall).await;
        starts(&mut hall).await.is(200);
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/roll/import").await.is(200);
        let preview = browser.uploads("/secretariat/roll/import", &[], ("file", "roll.csv", &roll(2))).await;
        assert!(!preview.is(200).text().contains("登录卡立即作废"), "{}", preview.text());
        let confirm = preview.path.clone();
        browser.submits(&confirm, &[]).await.is(200).says("名册已导入");
        assert_eq!(app.roll().len(), 2);
        browser.visits(HERE).await;
        browser.submits("/secretariat/rehearsal/switch", &[]).await.is(200);
        assert_eq!(app.roll().len(), 4);
        for deputy in &mut hall.deputies {
            let number = deputy.number.clone();
            deputy.browser().await.visits("/deputy").await.is(200).says(&number);
            let card = deputy.card.clone().unwrap();
            app.visitor().signs_in(&card.login, &card.password, "").await.is(200).says(&number);
        }
    }

    async fn five_people_rehearse_a_whole_vote(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        starts(&mut hall).await.is(200);
        let stand_in = "/secretariat/rehearsal/stand-in";
        let browser = hall.secretariat.browser().await;
        browser.visits(HERE).await;
        let page = browser.submits("/secretariat/rehearsal/keys", &[]).await;
        let seeds = page.is(200).texts("section[aria-labelledby=keys] dd code");
        for (scrutineer, seed) in hall.scrutineers.iter_mut().zip(&seeds) {
            scrutineer.seed = seed.parse().unwrap();
        }
        find_themselves(&mut hall);
        hall.deputies[0].is_checked_in();
        let browser = hall.secretariat.browser().await;
        browser.visits(HERE).await.is(200).says("代为签到（3 名）");
        browser.submits(stand_in, &[]).await.is(200).says("已代为签到");
        hall.secretariat.starts_issuing().await.is(200);
        hall.deputies[0].takes_a_ballot().await.is(200);
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/issuing?s=missing").await.is(200).says("到会未领票 3 名");
        browser.visits(HERE).await.is(200).says("代为领票（3 名）");
        browser.submits(stand_in, &[]).await.is(200).says("已代为领票");
        assert_eq!(app.ballots_issued(), 4);
        browser.visits("/secretariat/issuing?s=missing").await.is(200);
        hall.secretariat.opens().await.is(200);
        hall.deputies[0].casts("赞赞反弃").await.receipt();
        let browser = hall.secretariat.browser().await;
        let form = browser.visits(HERE).await.is(200).says("代投（还有 3 张）").form(stand_in);
        browser.sends(stand_in, &form).await.is(200).says("已代投");
        browser.sends(stand_in, &form).await.is(200);
        assert_eq!(app.ballots_in_the_box(), 4, "one each, however often the button is pressed");
        hall.secretariat.closes().await.is(200);
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        // In the real meeting nobody stands in for anybody.
        let browser = hall.secretariat.browser().await;
        browser.visits(HERE).await;
        browser.submits("/secretariat/rehearsal/delete", &[]).await.is(200).says("演练已删除");
        let late = form.with(&[("key", &uuid::Uuid::new_v4().to_string()), ("what", "check-in")]);
        browser.sends(stand_in, &late).await.is(422).says("演练已经删除");
        assert!(app.roll().iter().all(|deputy| !deputy.is_present()));
    }

    async fn without_a_roll_there_is_nobody_to_rehearse_with(app: TestApp) {
        app.has_session(4);
        let mut person = app.signed_in(Role::Secretariat).await;
        person.visits(HERE).await.is(200).says("还没有代表名册");
    }
}
