//! What people see while a part of the machine is gone, and that it heals without a hand.

use diesel::connection::SimpleConnection;
use piaojue::accounts::Role;

use crate::support::TestApp;

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
}
