//! The list of who did what: whole after a vote, and not to be changed unseen.

use diesel::connection::SimpleConnection;
use piaojue::audit::{self, ChainReport, Entry, NotedHead, Wanted};

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

/// Does what whoever may write everything in the database can do: entries from that one on are changed and chained anew, as
/// lists were before there was a seal.
fn writes_anew(app: &TestApp, from: i64, change: impl Fn(&mut Entry)) {
    let congress = app.session().congress;
    let all = app.reads(|conn| audit::in_order(conn, congress, &Wanted::default(), i64::MAX, 0, 100_000));
    let mut head = String::new();
    for (mut entry, hash) in all {
        if entry.seq < from {
            head = hash;
            continue;
        }
        change(&mut entry);
        entry.previous = head;
        head = entry.hash_without_a_seal().unwrap();
        let (name, previous, seq) = (&entry.name, &entry.previous, entry.seq);
        let set = format!("actor_name = '{name}', previous_hash = '{previous}', hash = '{head}'");
        tampers(app, &format!("UPDATE audit_entries SET {set} WHERE {OF_THE_CONGRESS} AND seq = {seq}")).unwrap();
    }
    tampers(app, &format!("UPDATE audit_heads SET hash = '{head}' WHERE {OF_THE_CONGRESS}")).unwrap();
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

    async fn whoever_writes_the_whole_list_anew_without_the_secret_is_found(app: TestApp) {
        Hall::ready(&app, FOUR);
        let congress = app.session().congress;
        let (number, noted) = app.reads(|conn| audit::end_of(conn, congress));
        let noted: NotedHead = noted[..24].parse().unwrap();
        assert_eq!(audit::noted(app.db(), &noted).unwrap().map(|entry| entry.seq), Some(number));

        lets_anybody_tamper(&app);
        let is = |entry: &mut Entry| if entry.seq == 3 { entry.name = "somebody else".to_owned() };
        for from in [3, 1] {
            writes_anew(&app, from, is);
            match (from, audit::verify(app.db()).unwrap()) {
                (3, broken) => assert_eq!(broken, ChainReport::BrokenAt { congress: Some(congress), seq: 3 }),
                (_, ChainReport::Whole(lists)) => {
                    let list = lists.iter().find(|list| list.congress == Some(congress)).unwrap();
                    assert_eq!(list.unsealed, list.entries, "all of it, and that is told");
                }
                (_, broken) => panic!("{broken:?}"),
            }
            assert!(audit::noted(app.db(), &noted).unwrap().is_none(), "the head that was noted is gone");
        }
        let sealed_later = format!("UPDATE audit_heads SET sealed_after = 2 WHERE {OF_THE_CONGRESS}");
        tampers(&app, &sealed_later).unwrap();
        assert!(matches!(audit::verify(app.db()).unwrap(), ChainReport::Whole(lists) if lists.iter().any(|list| list.unsealed > 2)));
    }

    async fn what_was_done_after_an_old_list_is_sealed_and_the_old_part_is_told_apart(app: TestApp) {
        Hall::ready(&app, FOUR);
        lets_anybody_tamper(&app);
        writes_anew(&app, 1, |_| {});
        let congress = app.session().congress;
        let (old, _) = app.reads(|conn| audit::end_of(conn, congress));
        app.has_account(piaojue::accounts::Role::Secretariat, "LISHI");
        for _ in 0..2 {
            app.visitor().signs_in("LISHI", crate::support::PASSWORD, "").await.is(200);
        }
        let ChainReport::Whole(lists) = audit::verify(app.db()).unwrap() else { panic!("it is whole") };
        let list = lists.iter().find(|list| list.congress == Some(congress)).unwrap();
        assert_eq!((list.unsealed, list.entries), (old, old + 2));
        writes_anew(&app, old + 2, |_| {});
        is_broken_at(&app, old + 2);
    }

    async fn the_head_stands_in_the_certificate_on_the_notice_and_on_the_screen(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let found = |digits: &str| audit::noted(app.db(), &digits.parse().unwrap()).unwrap();
        let mut anybody = app.visitor();
        let opened = anybody.visits("/screen?show=voting").await.texts(".band code").remove(0);
        assert_eq!(found(&opened).unwrap().action, "round_opened");
        hall.casts(&CHOICES).await;
        hall.voting_ends();
        let closed = anybody.visits("/screen?show=voting").await.texts(".band code").remove(0);
        assert_eq!(found(&closed).unwrap().action, "round_closed");
        for scrutineer in hall.scrutineers.iter_mut().take(2) {
            scrutineer.opens_the_box().await.is(200);
        }
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        let certificate = app.certificate();
        let document: serde_json::Value = serde_json::from_str(&certificate.text).unwrap();
        let head = document["audit"]["head"].as_str().unwrap();
        assert_eq!(found(head).unwrap().seq, document["audit"]["entries"].as_i64().unwrap());
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall.secretariat.certifies().await.is(200);
        hall.secretariat.announces("3").await.is(200);
        anybody.visits("/results/2024/notice").await.is(200).shows_in_groups(head);
        anybody.visits("/results/2024/certificate").await.is(200).shows_in_groups(head);
        assert!(found("00000000000000000000000000000000").is_none());
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
