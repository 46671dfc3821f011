//! What whoever copies the disk, the log or the database learns of whose ballot is whose. Tried as an attacker would: the bytes
//! of all files are searched, and the rows are joined by the transactions that wrote them.

use std::{fs, path::PathBuf};

use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use piaojue::db::{Conn, DbUrl};

use crate::support::{
    Engine, TestApp, count,
    session::{FOUR, Hall},
};

#[derive(QueryableByName)]
struct Folder {
    #[diesel(sql_type = Text)]
    folder: String,
}

/// Every file that the database has written: on PostgreSQL its own and the log of the whole server.
fn files(app: &TestApp) -> Vec<PathBuf> {
    let folders = match app.engine() {
        Engine::Sqlite => {
            let DbUrl::Sqlite(file) = app.db().url() else { unreachable!() };
            vec![file.parent().unwrap().to_owned()]
        }
        Engine::Postgres => {
            let said = app.db().with_connection(|conn| {
                let Conn::Pg(c) = conn else { unreachable!() };
                let data =
                    sql_query("SELECT current_setting('data_directory') AS folder").get_result::<Folder>(c).unwrap();
                let own = sql_query(
                    "SELECT 'base/' || oid::text AS folder FROM pg_database WHERE datname = current_database()",
                );
                (PathBuf::from(data.folder), own.get_result::<Folder>(c).unwrap().folder)
            });
            let (data, own) = said.unwrap();
            vec![data.join("pg_wal"), data.join(own)]
        }
    };
    let all = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    all.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect()
}

/// Whether any of these texts stands anywhere in them.
fn found(app: &TestApp, texts: &[String]) -> bool {
    if let Engine::Postgres = app.engine() {
        // What still waits in memory would be written later.
        app.db().maintenance("CHECKPOINT").unwrap();
    }
    files(app).iter().any(|path| {
        let bytes = fs::read(path).unwrap_or_default();
        let written = String::from_utf8_lossy(&bytes);
        texts.iter().any(|text| written.contains(text.as_str()))
    })
}

on_both_databases! {
    async fn no_file_shows_whose_key_is_whose(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        for deputy in &mut hall.deputies {
            deputy.takes_a_ballot().await.is(200);
        }
        let keys: Vec<String> = hall.deputies.iter().map(|deputy| deputy.key()).collect();
        assert!(!found(&app, &keys), "a key lies beside whoever took it");
        // They are read all the same by whoever has the secret: a deputy's device is told the key that stands on the list.
        let mut deputy = hall.deputies[0].browser().await.clone();
        assert!(deputy.visits("/deputy").await.html.contains(&keys[0]));
        hall.secretariat.opens().await.is(200);
        assert!(found(&app, &keys), "the list itself is public, and the search finds what is there");
    }

    async fn no_row_beside_the_marks_tells_when_or_in_which_order_ballots_were_taken(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        for deputy in &mut hall.deputies {
            deputy.takes_a_ballot().await.is(200);
        }
        hall.secretariat.opens().await.is(200);
        let reads = |sql: &str| app.db().read(|conn| count(conn, sql)).unwrap();
        assert_eq!(reads("SELECT COUNT(*) AS n FROM issue_marks"), 4);
        assert_eq!(reads("SELECT COUNT(DISTINCT submitted_at) AS n FROM form_submissions"), 1, "the day, and no more");
        if let Engine::Postgres = app.engine() {
            assert_eq!(reads("SELECT COUNT(DISTINCT xmin::text) AS n FROM issue_marks"), 1);
            let joined = "SELECT COUNT(DISTINCT f.form_key) AS n FROM issue_marks i JOIN form_submissions f ON f.xmin = i.xmin";
            assert!(reads(joined) <= 1, "the form that opened the round, if any");
        }
    }
}
