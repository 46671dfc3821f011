//! The list of who did what: whole after a vote, and not to be changed unseen.

use diesel::connection::SimpleConnection;
use piaojue::audit::{self, ChainReport};

use crate::support::{
    Engine, TestApp,
    session::{FOUR, Hall},
};

const CHOICES: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

fn entries(app: &TestApp) -> i64 {
    match audit::verify(app.db()).unwrap() {
        ChainReport::Whole { entries, .. } => entries,
        ChainReport::BrokenAt(seq) => panic!("broken at entry {seq}"),
    }
}

/// Does to the database what nobody should be able to do.
fn tampers(app: &TestApp, statements: &str) -> Result<(), diesel::result::Error> {
    app.db().with_connection(|conn| piaojue::on_db!(conn, c => c.batch_execute(statements))).unwrap()
}

fn lets_anybody_tamper(app: &TestApp) {
    let statements = match app.engine {
        Engine::Sqlite => "DROP TRIGGER audit_entries_refuse_update; DROP TRIGGER audit_entries_refuse_delete;",
        Engine::Postgres => "ALTER TABLE audit_entries DISABLE TRIGGER USER",
    };
    tampers(app, statements).unwrap();
}

on_both_databases! {
    async fn after_a_whole_vote_the_list_is_whole(app: TestApp) {
        let hall = Hall::announced(&app, FOUR, &CHOICES).await;
        assert!(entries(&app) > 15);
        assert_eq!(hall.deputies.len(), 4);
    }

    async fn an_entry_cannot_be_changed_or_removed(app: TestApp) {
        Hall::ready(&app, FOUR);
        let before = entries(&app);
        for statement in [
            "UPDATE audit_entries SET actor_name = 'somebody else' WHERE seq = 2",
            "DELETE FROM audit_entries WHERE seq = 2",
        ] {
            assert!(tampers(&app, statement).is_err(), "{statement}");
        }
        assert_eq!(entries(&app), before);
    }

    async fn a_changed_entry_is_found(app: TestApp) {
        Hall::ready(&app, FOUR);
        lets_anybody_tamper(&app);
        tampers(&app, "UPDATE audit_entries SET subject = subject || '!' WHERE seq = 3").unwrap();
        assert_eq!(audit::verify(app.db()).unwrap(), ChainReport::BrokenAt(3));
        tampers(&app, "UPDATE audit_entries SET subject = substr(subject, 1, length(subject) - 1) WHERE seq = 3").unwrap();
        entries(&app);
        tampers(&app, "UPDATE audit_entries SET hash = 'x' WHERE seq = 4").unwrap();
        assert_eq!(audit::verify(app.db()).unwrap(), ChainReport::BrokenAt(4));
    }

    async fn a_missing_entry_is_found(app: TestApp) {
        Hall::ready(&app, FOUR);
        lets_anybody_tamper(&app);
        tampers(&app, "DELETE FROM audit_entries WHERE seq = 2").unwrap();
        assert_eq!(audit::verify(app.db()).unwrap(), ChainReport::BrokenAt(3));
        tampers(&app, "UPDATE audit_entries SET seq = seq - 1 WHERE seq = 3").unwrap();
        assert_eq!(audit::verify(app.db()).unwrap(), ChainReport::BrokenAt(2));
    }

    async fn what_is_in_the_box_cannot_be_changed_or_removed(app: TestApp) {
        let hall = Hall::announced(&app, FOUR, &CHOICES).await;
        let archive = app.archive();
        for table in ["box_records", "box_ballots", "tallies", "document_signatures", "notices"] {
            assert!(tampers(&app, &format!("DELETE FROM {table}")).is_err(), "{table}");
        }
        assert!(tampers(&app, "UPDATE documents SET text = '{}'").is_err());
        assert!(tampers(&app, "UPDATE voting_methods SET document = '{}'").is_err());
        assert_eq!(app.archive(), archive);
        assert_eq!(hall.deputies.len(), 4);
    }
}
