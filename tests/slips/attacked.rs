//! What somebody with the whole database, or a slip of elsewhere, comes to.

use piaojue::{ballots::StruckAs, db::table_columns};

use crate::{
    ballots::audit_entries,
    support::{
        TestApp, count,
        session::{FOUR_BY_SLIPS, Hall, MarkedBallot, Slips},
    },
};

on_both_databases! {
    async fn no_machine_knows_whose_slip_is_whose(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = hall.slips_are_printed(9);
        hall.everybody_checks_in();
        hall.issuing_begins();
        for deputy in hall.deputies.clone() {
            hall.secretariat.presses_for(&deputy, "slip").await.is(200);
        }
        for (deputy, code) in hall.deputies.iter_mut().zip(&slips.codes) {
            deputy.credential = Some(code.clone());
        }
        hall.leftover_is_struck(&slips, 4, 1);
        hall.secretariat.opens().await.is(200);
        hall.casts(&["赞反弃赞", "反反反反", "赞反弃弃", "弃弃赞赞"]).await;

        let columns = app.reads(|conn| Ok(table_columns(conn)?));
        let of = |table: &str| -> Vec<&str> {
            columns.iter().filter_map(|name| name.strip_prefix(table)?.strip_prefix('.')).collect()
        };
        assert_eq!(of("slip_keys"), ["place", "print_id", "public_key", "struck"]);
        assert_eq!(of("slip_rounds"), ["election_uuid", "place", "print_id"]);
        assert_eq!(of("issue_marks"), ["deputy_id", "kind", "round_id"]);
        for column in &columns {
            let Some((table, column)) = column.split_once('.') else { continue };
            for code in [&slips.codes[0], &slips.codes[8]] {
                let sql = format!("SELECT count(*) AS n FROM {table} WHERE CAST({column} AS TEXT) LIKE '%{code}%'");
                assert_eq!(app.reads(|conn| count(conn, &sql)), 0, "{table}.{column} holds a code");
            }
        }
        let all = audit_entries(&app);
        let begun = all.iter().position(|(action, _)| action == "issuing_started").unwrap();
        for (_, entry) in &all[begun..] {
            for deputy in &hall.deputies {
                for word in [&deputy.number, &deputy.name, &deputy.key(), &deputy.id.to_string()] {
                    assert!(!entry.contains(word.as_str()), "{entry} names {word}");
                }
            }
        }
    }

    async fn lists_of_two_rounds_share_no_key(app: TestApp) {
        let hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = hall.slips_are_printed(9);
        let lists = slips.lists();
        for (i, one) in lists.iter().enumerate() {
            for other in &lists[i + 1..] {
                assert!(one.keys.iter().all(|key| !other.keys.contains(key)));
            }
        }
        // In the order of the keys: which of them belong to one slip is not told by where they stand.
        let place = |list: usize, code: usize| {
            lists[list].keys.iter().position(|key| *key == slips.codes[code].public(&lists[list].uuid).to_string())
        };
        assert!((0..9).any(|code| place(0, code) != place(1, code)));
    }

    async fn a_slip_of_elsewhere_is_refused(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = hall.slips_are_printed(9);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_draws_a_slip(&slips);
        let elsewhere = Slips::made(9);
        let foreign = elsewhere.strikes(&elsewhere.codes[0], 1);
        hall.scrutineers[0].strikes(StruckAs::Leftover, &foreign).await.is(409).says("不是这次会议这一批的");
        hall.leftover_is_struck(&slips, 4, 1);
        hall.secretariat.opens().await.is(200);
        MarkedBallot::new(&app, &elsewhere.codes[0], "赞反反反").is_cast().await.is_refused(422, "not_on_list");
        // The key of the next round, in this one.
        let next = MarkedBallot::new(&app, &slips.codes[0], "赞反反反");
        let of_next = next.ballot.replace(
            &slips.codes[0].public(&slips.uuids[0]).to_string(),
            &slips.codes[0].public(&slips.uuids[1]).to_string(),
        );
        MarkedBallot { ballot: of_next, ..next.clone() }.is_cast().await.is_refused(422, "not_on_list");
        next.is_cast().await.receipt();
    }
}
