//! The list of who did what: whole after a vote, and not to be changed unseen.

use diesel::connection::SimpleConnection;
use piaojue::audit::{self, ChainReport};

use crate::support::{
    Engine, TestApp,
    session::{FOUR, Hall},
};

/// Which entries are meant: those of the one congress there is.
const OF_THE_CONGRESS: &str = "chain = (SELECT id FROM congresses)";

const CHOICES: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

fn entries(app: &TestApp) -> i64 {
    match audit::verify(app.db()).unwrap() {
        ChainReport::Whole(lists) => lists.iter().map(|list| list.entries).sum(),
        broken @ ChainReport::BrokenAt { .. } => panic!("{broken:?}"),
    }
}

#[track_caller]
fn is_broken_at(app: &TestApp, seq: i64) {
    let congress = Some(app.session().congress);
    assert_eq!(audit::verify(app.db()).unwrap(), ChainReport::BrokenAt { congress, seq });
}

/// Does to the database what nobody should be able to do.
fn tampers(app: &TestApp, statements: &str) -> Result<(), diesel::result::Error> {
    app.db().with_connection(|conn| piaojue::on_db!(conn, c => c.batch_execute(statements))).unwrap()
}

fn lets_anybody_tamper(app: &TestApp) {
    let statements = match app.engine() {
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
            format!("UPDATE audit_entries SET actor_name = 'somebody else' WHERE {OF_THE_CONGRESS} AND seq = 2"),
            format!("DELETE FROM audit_entries WHERE {OF_THE_CONGRESS} AND seq = 2"),
        ] {
            assert!(tampers(&app, &statement).is_err(), "{statement}");
        }
        assert_eq!(entries(&app), before);
    }

    async fn a_changed_entry_is_found(app: TestApp) {
        Hall::ready(&app, FOUR);
        lets_anybody_tamper(&app);
        tampers(&app, &format!("UPDATE audit_entries SET subject = subject || '!' WHERE {OF_THE_CONGRESS} AND seq = 3")).unwrap();
        is_broken_at(&app, 3);
        tampers(&app, &format!("UPDATE audit_entries SET subject = substr(subject, 1, length(subject) - 1) WHERE {OF_THE_CONGRESS} AND seq = 3")).unwrap();
        entries(&app);
        tampers(&app, &format!("UPDATE audit_entries SET hash = 'x' WHERE {OF_THE_CONGRESS} AND seq = 4")).unwrap();
        is_broken_at(&app, 4);
    }

    async fn a_missing_entry_is_found(app: TestApp) {
        Hall::ready(&app, FOUR);
        lets_anybody_tamper(&app);
        tampers(&app, &format!("DELETE FROM audit_entries WHERE {OF_THE_CONGRESS} AND seq = 2")).unwrap();
        is_broken_at(&app, 3);
        tampers(&app, &format!("UPDATE audit_entries SET seq = seq - 1 WHERE {OF_THE_CONGRESS} AND seq = 3")).unwrap();
        is_broken_at(&app, 2);
    }

    async fn an_end_that_was_set_back_or_taken_away_is_found(app: TestApp) {
        Hall::ready(&app, FOUR);
        lets_anybody_tamper(&app);
        let first = "SELECT hash FROM audit_entries WHERE audit_entries.chain = audit_heads.chain AND seq = 1";
        tampers(&app, &format!("UPDATE audit_heads SET seq = 1, hash = ({first}) WHERE {OF_THE_CONGRESS}")).unwrap();
        assert!(matches!(audit::verify(app.db()).unwrap(), ChainReport::BrokenAt { seq: 2, .. }));
        tampers(&app, &format!("DELETE FROM audit_heads WHERE {OF_THE_CONGRESS}")).unwrap();
        assert!(matches!(audit::verify(app.db()).unwrap(), ChainReport::BrokenAt { congress: Some(_), seq: 1 }));
    }

    async fn a_list_that_was_cut_short_is_found(app: TestApp) {
        Hall::ready(&app, FOUR);
        lets_anybody_tamper(&app);
        let last = format!("(SELECT seq FROM audit_heads WHERE {OF_THE_CONGRESS})");
        let before = entries(&app);
        tampers(&app, &format!("DELETE FROM audit_entries WHERE {OF_THE_CONGRESS} AND seq = {last}")).unwrap();
        assert!(matches!(audit::verify(app.db()).unwrap(), ChainReport::BrokenAt { seq, .. } if seq <= before));
    }

    async fn each_congress_has_a_list_of_its_own(app: TestApp) {
        app.congress_is_at("one.example");
        let lists = |app: &TestApp| match audit::verify(app.db()).unwrap() {
            ChainReport::Whole(lists) => lists,
            broken @ ChainReport::BrokenAt { .. } => panic!("{broken:?}"),
        };
        let before = lists(&app);
        let another = app.has_congress("另一个区人民代表大会", Some("two.example"));
        let after = lists(&app);
        let list = after.iter().find(|list| list.congress == Some(another)).unwrap();
        assert_eq!(list.entries, 1, "its founding");
        assert!(before.iter().all(|list| after.contains(list)), "what is done in one moves no other");
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
