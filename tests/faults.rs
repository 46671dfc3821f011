//! What people see while a part of the machine is gone, and that it heals without a hand.

use std::{path::Path, time::Duration};

use diesel::{RunQueryDsl, connection::SimpleConnection, sql_query};
use piaojue::{
    accounts::Role,
    congress,
    db::{Cadence, DbError, DbUrl},
    on_db,
};

use crate::support::{
    Engine, TestApp, count, run,
    session::{FOUR, Hall, ballots_path},
};

fn rename(app: &TestApp, table: &str, to: &str) {
    let statement = format!("ALTER TABLE {table} RENAME TO {to}");
    app.db().with_connection(|conn| piaojue::on_db!(conn, c => c.batch_execute(&statement)).unwrap()).unwrap();
}

on_both_databases! {
    async fn while_the_database_fails_a_page_says_so_and_afterwards_all_is_as_before(app: TestApp) {
        app.has_session(12);
        let mut person = app.signed_in(Role::Secretariat).await;
        person.visits("/secretariat").await.is(200);

        rename(&app, "sign_ins", "lost");
        person.visits("/secretariat").await.is(503).says("暂时").says("回首页");
        person.visits("/secretariat?lang=en").await.is(503).says("cannot serve");
        rename(&app, "lost", "sign_ins");

        rename(&app, "accounts", "lost");
        person.visits("/secretariat?lang=zh-CN").await.is(503).says("暂时").says("回首页");
        rename(&app, "lost", "accounts");

        rename(&app, "sessions", "lost");
        app.visitor().visits("/candidates").await.is(503).says("暂时").says("回首页");
        rename(&app, "lost", "sessions");

        person.visits("/secretariat").await.is(200);
        app.visitor().visits("/").await.is(200);
    }

    async fn scripts_and_known_pages_are_there_whatever_the_database_says(app: TestApp) {
        app.has_session(12);
        let person = app.signed_in(Role::Secretariat).await;
        person.asks("GET", "/candidates", &[]).await.is(200);
        rename(&app, "sign_ins", "lost");
        for path in ["/candidates", "/static/js/booth.js"] {
            person.asks("GET", path, &[]).await.is(200);
        }
        let desk = person.asks("GET", "/secretariat", &[]).await;
        assert_eq!(desk.is(503).header("retry-after"), Some("5"));
        rename(&app, "lost", "sign_ins");
    }

    async fn without_the_database_the_public_pages_in_memory_and_the_scripts_are_served(app: TestApp) {
        app.has_session(12);
        let mut person = app.signed_in(Role::Secretariat).await;
        let mut anybody = app.visitor();
        let script = person.visits("/candidates").await.attributes("link[rel=stylesheet]", "href")[0].clone();
        let shown = anybody.visits("/candidates").await;
        shown.is(200);

        app.database().goes_away();
        for visitor in [&mut anybody, &mut person] {
            assert_eq!(visitor.visits("/candidates").await.is(200).texts("h1"), shown.texts("h1"));
            assert_eq!(visitor.asks("GET", &script, &[]).await.status, 200);
        }
        person.visits("/secretariat").await.is(503).says("暂时").says("回首页");
        anybody.visits("/sign-in").await;
        // Told at once, since others waited already.
        for _ in 0..3 {
            anybody.visits("/projects").await.is(503);
        }
    }

    async fn when_the_database_comes_back_nobody_has_to_sign_in_again(app: TestApp) {
        app.has_session(12);
        let mut person = app.signed_in(Role::Secretariat).await;
        if app.engine() == Engine::Sqlite {
            // A file that was moved away stays lost until a new start.
            return;
        }
        app.database().goes_away();
        person.visits("/secretariat").await.is(503);
        app.database().comes_back();
        let mut tries = 0;
        while person.visits("/secretariat").await.status == 503 && tries < 100 {
            actix_web::rt::time::sleep(Duration::from_millis(100)).await;
            tries += 1;
        }
        person.visits("/secretariat").await.is(200);
    }

    async fn the_days_duty_is_not_done_again_when_the_clock_goes_back(app: TestApp) {
        let does = |moment: &str| {
            let now = moment.parse::<jiff::Timestamp>().unwrap().into();
            app.db().if_due("a day's", Cadence::Daily, now, |_| Ok::<_, DbError>(())).unwrap().is_some()
        };
        assert!(does("2024-02-03T01:00:00Z"));
        assert!(!does("2024-02-03T15:59:59Z"), "still the third in Shanghai");
        assert!(does("2024-02-03T16:00:00Z"));
        assert!(!does("2024-02-03T09:00:00Z"), "set back over midnight");
        assert!(!does("2024-02-04T15:00:00Z"));
        assert!(does("2024-02-04T16:00:01Z"));
    }

    async fn a_duty_that_failed_is_tried_again_and_leaves_nothing(app: TestApp) {
        let now = app.now();
        app.has_session(2);
        let renamed = |app: &TestApp| {
            app.db().read(|conn| count(conn, "SELECT COUNT(*) AS n FROM congresses WHERE name = '半途'")).unwrap()
        };
        let failed = app.db().if_due("ten minutes", Cadence::Minutes(10), now, |tx| {
            let half_way = sql_query("UPDATE congresses SET name = '半途'");
            assert_eq!(on_db!(&mut **tx, c => half_way.execute(c))?, 1);
            Err::<(), _>(DbError::corrupt("half way"))
        });
        assert!(failed.is_err());
        assert_eq!(renamed(&app), 0);
        let does = |minutes: i64| {
            let later = now.plus_minutes(minutes);
            app.db().if_due("ten minutes", Cadence::Minutes(10), later, |_| Ok::<_, DbError>(())).unwrap().is_some()
        };
        assert_eq!([does(0), does(9), does(10), does(15)], [true, false, true, false]);
    }
}

fn lost(how: impl FnOnce(&Path)) {
    run(Engine::Sqlite, async |app| {
        let hall = Hall::voting(&app, FOUR);
        hall.deputies[0].casts("赞赞反反").await.receipt();
        let DbUrl::Sqlite(path) = app.db().url() else { unreachable!() };
        let ballot = hall.deputies[1].marks("赞反反反");
        let box_of_the_round = ballots_path(app.round().id);
        how(path);
        app.is_sent(&box_of_the_round, ballot.body()).await.is_refused(503, "unavailable");
        app.visitor().visits("/sign-in").await;
        assert!(matches!(app.db().read(congress::public_version), Err(DbError::FileLost(_))));
    });
}

#[test]
fn nothing_is_acknowledged_after_the_database_file_was_removed() {
    lost(|path| std::fs::remove_file(path).unwrap());
}

#[test]
fn nothing_is_acknowledged_after_the_database_file_was_moved_away() {
    lost(|path| std::fs::rename(path, path.with_extension("kept")).unwrap());
}

#[test]
fn nothing_is_acknowledged_after_a_copy_was_put_in_the_place_of_the_database_file() {
    lost(|path| {
        let copy = path.with_extension("copy");
        std::fs::copy(path, &copy).unwrap();
        std::fs::rename(&copy, path).unwrap();
    });
}

#[test]
fn nothing_is_acknowledged_after_the_log_beside_the_database_file_was_removed() {
    lost(|path| std::fs::remove_file(path.with_extension("db-wal")).unwrap());
}
