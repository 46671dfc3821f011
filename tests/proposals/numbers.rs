//! What is counted and what is found.

use std::collections::BTreeSet;

use piaojue::{
    db::DbError,
    ids::NeedId,
    proposals::{self, grams::Query},
};

use super::{Asking, LIFT, Wish};
use crate::support::{Engine, TestApp};

/// Beside the first two, more than SQLite takes values in one query.
const MANY_LISTED: &str = "\
    INSERT INTO proposals (id, call_id, number, code_hash, origin, channel, state, reason, held, late, field_id, made_at, due_on) \
    WITH RECURSIVE many (n) AS (SELECT 3 UNION ALL SELECT n + 1 FROM many WHERE n < 33002) \
    SELECT randomblob(16), call_id, n, 'many ' || n, origin, channel, state, reason, held, late, field_id, made_at, due_on \
    FROM many, proposals WHERE number = 1; \
    INSERT INTO proposal_wordings (proposal_id, version, title, why, gain, at) \
    SELECT id, 1, 'lift', 'stairs', '', made_at FROM proposals WHERE number > 2;";

on_both_databases! {
    async fn every_number_of_the_funnel_leads_to_its_rows(app: TestApp) {
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        asking.lists(Wish { title: "四幢也装电梯", place: "东坡路社区", ..LIFT }).await;
        asking.lists(Wish { title: "全区路灯都亮起来", place: "whole", ..LIFT }).await;
        asking.lists(Wish { title: "三幢也要加装电梯", ..LIFT }).await;
        asking.puts_together("三幢也要加装电梯", LIFT.title).await.is(200);
        asking.decides("四幢也装电梯", "pool").await;
        let funnel = app.visitor().visits("/proposals/funnel").await;
        let texts = |css: &str| funnel.texts(css);
        assert_eq!(texts(".funnel td.num"), ["4", "4", "3", "1", "1", "0", "0", "0"]);
        let sums: Vec<usize> = texts("tfoot td").iter().map(|text| text.parse().unwrap()).collect();
        assert_eq!(sums.len(), 30);
        for (part, of) in ["fields", "streets", "years"].into_iter().zip(sums.chunks(10)) {
            assert_eq!(of, [4, 3, 2, 0, 0, 0, 1, 0, 0, 0], "{part}");
            let mut columns = vec![0; 10];
            let cells = texts(&format!("#{part} + .scroll tbody td"));
            for (at, cell) in cells.iter().enumerate() {
                columns[at % 10] += cell.parse::<usize>().unwrap();
            }
            assert!(!cells.is_empty() && columns == of, "{part}: {columns:?} are not {of:?}");
        }
        assert_eq!(texts("#years + .scroll tbody th"), ["2024"]);
        app.visitor().visits("/proposals?year=2023").await.is(200).says("共 0 项");
        app.visitor().visits("/proposals?year=2024&q=电梯").await.is(200).says("共 3 项");
        app.visitor().visits("/proposals?year=2023&q=电梯").await.is(200).says("共 0 项");
        let mut linked = 0;
        for (link, count) in funnel.attributes("table a", "href").into_iter().zip(funnel.texts("table a")) {
            app.visitor().visits(&link).await.is(200).says(&format!("共 {count} 项"));
            linked += 1;
        }
        assert!(linked >= 10, "{linked}");
        let csv = String::from_utf8(app.visitor().downloads("/proposals/files/proposals.csv").await).unwrap();
        assert_eq!(csv.lines().count(), 1 + 4 , "{csv}");
        let json: serde_json::Value =
            serde_json::from_slice(&app.visitor().downloads("/proposals/files/proposals.json").await).unwrap();
        assert_eq!(json.as_array().unwrap().len(), 4);
        assert_eq!(app.visitor().downloads("/proposals/files/proposals.xlsx").await[..2], *b"PK");
    }

    async fn a_call_with_more_than_one_query_may_name_is_counted_and_given_out(app: TestApp) {
        // PostgreSQL takes any number of values as one.
        if app.engine() == Engine::Postgres {
            return;
        }
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        asking.somebody_proposes(Wish { title: "尚未登记的秘密词", ..LIFT }).await;
        app.db().maintenance(MANY_LISTED).unwrap();
        let csv = String::from_utf8(app.visitor().downloads("/proposals/files/proposals.csv").await).unwrap();
        assert_eq!(csv.lines().count(), 1 + 33_001);
        assert!(!csv.contains("秘密词"), "only what is public");
        let report = asking.secretary.visits("/secretariat/calls/1/report").await;
        assert_eq!(report.is(200).texts("#fields + .scroll td.num"), ["33001", "100.0%"]);
    }

    async fn a_search_finds_what_a_look_at_everything_finds(app: TestApp) {
        use proptest::{
            strategy::{Strategy, ValueTree},
            test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
        };
        let mut asking = Asking::begins(&app).await;
        asking.lists(LIFT).await;
        let congress = app.congress();
        let (model, need) = app.reads(|conn| {
            let call = proposals::call_by_number(conn, congress, 1)?.unwrap();
            let model = proposals::proposals_of_call(conn, call.id)?.remove(0);
            let need = proposals::need_by_id(conn, model.need.unwrap())?.unwrap();
            Ok::<_, DbError>((model, need))
        });
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let text = "[电梯加装老人食堂停车位Aa1，. ]{4,30}";
        let mut all = vec![(model.id, model.wording.text())];
        let now = app.now();
        for number in 2..150 {
            let [title, why] = [0, 1].map(|_| text.new_tree(&mut runner).unwrap().current());
            let wording = proposals::Wording { title, why, gain: String::new() };
            let mut new = proposals::Proposal { number, wording, id: piaojue::ids::ProposalId::new(), ..model.clone() };
            new.need = None;
            let need = proposals::Need { id: NeedId::new(), founded_by: new.id, ..need.clone() };
            app.db()
                .write(|tx| {
                    proposals::insert_proposal(tx, &new, &number.to_string())?;
                    proposals::index(tx, congress, new.id, &new.wording.text())?;
                    proposals::insert_need(tx, &need)?;
                    proposals::move_to(tx, new.id, need.id, "somebody", now)
                })
                .unwrap();
            all.push((new.id, new.wording.text()));
        }
        let mut hits = 0;
        let words = "[电梯加装老人食堂停车位Aa1，]{2,3}( [电梯加装老人食]{2})?";
        let mut queries: Vec<String> = ["电梯", "加装电梯", "ＡＡ", "老人 食堂", "不在"].map(ToOwned::to_owned).to_vec();
        queries.extend((0..300).map(|_| words.new_tree(&mut runner).unwrap().current()));
        for typed in queries {
            let query = Query::parse(&typed);
            let expected: BTreeSet<_> = all.iter().filter(|(_, text)| query.is_in(text)).map(|(id, _)| *id).collect();
            let found = app.reads(|conn| proposals::search(conn, congress, &query));
            let found: BTreeSet<_> = found.into_iter().map(|(id, _)| id).collect();
            assert_eq!(found, expected, "{typed:?}");
            hits += found.len();
        }
        assert!(hits > 300, "the queries found almost nothing: {hits}");
    }
}
