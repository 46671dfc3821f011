//! Appointing scrutineers and making their key: by the rules, by three messages each, and anew when one leaves.

mod appointing;
mod making;
mod messages;

use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::BigInt};
use piaojue::on_db;
use serde_json::Value;

use crate::support::{Page, TestApp};

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn counted(app: &TestApp, query: &str) -> i64 {
    let rows: Vec<Count> =
        app.db().with_connection(|conn| on_db!(conn, c => sql_query(query).load(c)).unwrap()).unwrap();
    rows[0].n
}

fn messages_kept(app: &TestApp) -> i64 {
    counted(app, "SELECT COUNT(*) AS n FROM key_messages")
}

/// The refusal's code, after checking that it came as one and says something.
#[track_caller]
fn refused(page: &Page, status: u16) -> String {
    assert_eq!(page.status, status, "{}", page.html);
    let refusal: Value = serde_json::from_str(&page.html).unwrap();
    assert!(refusal["message"].as_str().unwrap().chars().count() > 8, "{refusal}");
    refusal["error"].as_str().unwrap().to_owned()
}
