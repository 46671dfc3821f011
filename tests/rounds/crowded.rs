//! Many at the same moment: whoever comes second, or into the middle of the casting, is served all the same.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use futures_util::future::{join, join_all};
use piaojue::{
    accounts::Role,
    audit::{self, ChainReport},
    ballots,
    ballots::{IssueError, RoundState},
    db::DbError,
    web::Refused,
};
use verifiable_ballots::Credential;

use super::CLEAR;
use crate::support::{
    Engine, Page, TestApp, Visitor,
    people::FilledForm,
    run,
    session::{FOUR, Hall, Plan, confirm_path},
};

/// Presses the button of that form twice at the same moment.
async fn presses_twice(person: &Visitor, path: &str) -> [Page; 2] {
    let mut first = person.clone();
    let form = first.visits("/secretariat").await.form(path);
    let mut second = first.clone();
    let (one, other) = join(first.sends(path, &form), second.sends(path, &form)).await;
    [one, other]
}

on_both_databases! {
    async fn a_second_press_is_answered_like_the_first(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        for _ in 0..6 {
            hall.secretariat.asks_for("close", &[]).await.is(200);
            let path = confirm_path(&app);
            let person = hall.secretariat.second().await.clone();
            for answer in presses_twice(&person, &path).await {
                answer.is(200).says("票箱已封");
            }
            hall.secretariat.asks_for("annul", &[("reason", "再来一次")]).await.is(200);
            let path = confirm_path(&app);
            for answer in presses_twice(&person, &path).await {
                answer.is(200).says("本轮已作废");
            }
            hall.secretariat.orders_the_next_round("重新投票").await.is(200);
            hall.everybody_takes_a_ballot();
            hall.voting_begins();
        }
        hall.casts(&CLEAR).await;
        hall.secretariat.closes().await.is(200);
    }

    async fn a_round_is_annulled_in_the_middle_of_the_casting(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let round = app.round().id;
        hall.secretariat.asks_for("annul", &[("reason", "会场断电")]).await.is(200);
        let path = confirm_path(&app);
        let mut second = hall.secretariat.second().await.clone();
        let form = second.visits("/secretariat").await.form(&path);
        // Other instances take one ballot after the other: none of them leaves the head of the box alone.
        let over = Arc::new(AtomicBool::new(false));
        let casting: Vec<_> = (0..2)
            .map(|_| {
                let (db, over) = (app.db().clone(), over.clone());
                std::thread::spawn(move || {
                    while !over.load(Ordering::Relaxed) {
                        let moved = db.write_row_locked(|tx| {
                            ballots::lock_head(tx, round)?;
                            std::thread::sleep(Duration::from_millis(2));
                            moves_the_head(tx)
                        });
                        moved.unwrap();
                    }
                })
            })
            .collect();
        let ballots: Vec<_> = hall.deputies.iter().map(|deputy| deputy.marks("赞反反反")).collect();
        let casts = join_all(ballots.iter().map(|ballot| ballot.is_cast()));
        let (annulled, cast) = join(second.sends(&path, &form), casts).await;
        over.store(true, Ordering::Relaxed);
        for thread in casting {
            thread.join().unwrap();
        }
        annulled.is(200).says("本轮已作废");
        assert_eq!(app.round().state, RoundState::Void);
        for (ballot, answer) in ballots.iter().zip(cast) {
            match answer.status {
                201 => assert_eq!(ballot.is_cast().await.receipt(), answer.receipt(), "a receipt once given stays good"),
                _ => drop(answer.is_refused(409, "round_closed")),
            }
        }
    }

    async fn sixty_four_check_in_at_the_same_moment(app: TestApp) {
        let hall = Hall::ready(&app, Plan { deputies: 64, ..FOUR });
        let person = app.signed_in(Role::Secretariat).await;
        let check_in = "/secretariat/attendance/check-in";
        let mut forms = Vec::new();
        for deputy in &hall.deputies {
            let mut desk = person.clone();
            let form = desk.visits("/secretariat/attendance").await.form(check_in).with(&[("scanned", deputy.number.as_str())]);
            forms.push((desk, form));
        }
        let pressed = forms.iter_mut().map(|(desk, form)| desk.sends(check_in, form));
        for answer in join_all(pressed).await {
            answer.is(200);
        }
        let session = app.session().id;
        assert_eq!(app.reads(|conn| piaojue::deputies::roll_count(conn, session)).present, 64);
    }
}

/// Half of them at the desk, half by themselves, each at another of three programs: every one is an entry of the list of who
/// did what, and each entry hangs on the one before it.
#[test]
fn sixty_check_in_at_three_instances_at_the_same_moment() {
    run(Engine::Postgres, async |app| {
        let mut hall = Hall::ready(&app, Plan { deputies: 60, ..FOUR });
        let instances = [app.clone(), app.another_instance(), app.another_instance()];
        let desk = app.signed_in(Role::Secretariat).await;
        let code = app.hall_code();
        let mut forms = Vec::new();
        for (place, deputy) in hall.deputies.iter_mut().enumerate() {
            let (mut person, page, action, field, value) = if place % 2 == 0 {
                let number = deputy.number.clone();
                (desk.clone(), "/secretariat/attendance", "/secretariat/attendance/check-in", "scanned", number)
            } else {
                let deputy = deputy.browser().await.clone();
                (deputy, "/deputy/check-in", "/deputy/check-in", "code", code.clone())
            };
            person.moves_to(&instances[place % 3].origin);
            let form = person.visits(page).await.is(200).form(action).with(&[(field, value.as_str())]);
            forms.push((person, action, form));
        }
        let before = entries(&app);
        let pressed = forms.iter_mut().map(|(person, action, form)| presses_until_served(person, action, form));
        for answer in join_all(pressed).await {
            answer.is(200);
        }
        let session = app.session().id;
        assert_eq!(app.reads(|conn| piaojue::deputies::roll_count(conn, session)).present, 60);
        assert_eq!(entries(&app), before + 60);
        for instance in &instances[1..] {
            instance.stop().await;
        }
    });
}

/// Where there is one writer nobody takes a ballot at that moment.
#[test]
fn a_ballot_that_is_taken_while_the_round_is_annulled_is_refused() {
    run(Engine::Postgres, async |app| {
        let mut hall = Hall::issuing(&app, FOUR);
        for deputy in &mut hall.deputies[1..] {
            deputy.is_given_a_ballot();
        }
        let (round, deputy) = (app.round().id, hall.deputies[0].on_the_roll());
        let key = Credential::generate(&mut rand::rng()).public(&app.round().election_uuid).to_string();
        hall.secretariat.asks_for("annul", &[("reason", "发票有误")]).await.is(200);
        hall.secretariat.second().await;
        let (looks, has_looked) = mpsc::channel();
        let (annulling, is_annulled) = mpsc::channel::<()>();
        let db = app.db().clone();
        let taking = std::thread::spawn(move || {
            db.write(|tx| {
                ballots::round_by_id(tx, round)?;
                // Only the first time: then nobody waits for it any more, nor does it wait.
                let _ = looks.send(());
                let _ = is_annulled.recv();
                ballots::issue(tx, &deputy, round, &key)
            })
        });
        has_looked.recv().unwrap();
        hall.secretariat.second_confirms().await.is(200).says("本轮已作废");
        drop(annulling);
        let taken = taking.join().unwrap();
        assert!(matches!(taken, Err(Refused::Rules(IssueError::NotIssuing))), "{taken:?}");
        assert_eq!(app.ballots_issued(), 3);
        assert_eq!(app.reads(|conn| ballots::annulment(conn, round)).unwrap().issued, 3);
        assert!(!app.reads(ballots::someone_holds_a_linked_key), "no copy of the database could be made any more");
    });
}

/// Presses the button again where the page says that nothing was done and to try again, as happens where the machine is slow.
async fn presses_until_served(person: &mut Visitor, action: &str, form: &FilledForm) -> Page {
    for _ in 0..20 {
        let answer = person.sends(action, form).await;
        if answer.status != 503 {
            return answer;
        }
        actix_web::rt::time::sleep(Duration::from_millis(300)).await;
    }
    person.sends(action, form).await
}

/// How long the list of who did what is, if it is whole.
fn entries(app: &TestApp) -> i64 {
    match audit::verify(app.db()).unwrap() {
        ChainReport::Whole(lists) => lists.iter().map(|list| list.entries).sum(),
        ChainReport::BrokenAt { seq, .. } => panic!("broken at entry {seq}"),
    }
}

/// What a ballot does to the box as far as others notice: the row is another one afterwards.
fn moves_the_head(tx: &mut piaojue::db::Tx) -> Result<(), DbError> {
    use diesel::RunQueryDsl;
    let sql = diesel::sql_query("UPDATE box_heads SET ballots = ballots");
    piaojue::on_db!(&mut **tx, c => sql.execute(c))?;
    Ok(())
}
