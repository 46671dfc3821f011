//! From the closed box to the announcement: who may do what, when, and what comes of it.

mod announcing;
mod certifying;
mod counting;
mod deciding;

use piaojue::{ballots::RoundState, tally};

use crate::support::{
    Page, TestApp,
    session::{FOUR, Hall, counted_by_hand},
};

/// The first two candidates pass, with 4 and 3 of 4.
const CLEAR: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

/// The result table of a public page: ballot number, 赞成, 反对, 弃权, in the order of the ballot.
fn counts_shown(page: &Page) -> Vec<[u32; 3]> {
    let numbers = page.texts("table.result th[scope=row] small");
    let counts = page.texts("table.result td.num");
    let mut rows: Vec<(u32, [u32; 3])> = numbers
        .iter()
        .zip(counts.chunks(3))
        .map(|(number, row)| {
            let number = number.split_whitespace().next().unwrap().parse().unwrap();
            let row: Vec<u32> = row.iter().map(|cell| cell.parse().unwrap()).collect();
            (number, row.try_into().unwrap())
        })
        .collect();
    rows.sort_unstable();
    rows.into_iter().map(|(_, row)| row).collect()
}

on_both_databases! {
    async fn from_the_closed_box_to_the_public_page(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        hall.secretariat.closes().await.is(200).says("票箱已封");
        assert_eq!(app.round().state, RoundState::Counting);
        let desk = hall.secretariat.desk().await;
        desk.says("示例JIANPIAO1");
        hall.scrutineers[0].opens_the_box().await.is(200).says("您的一份已交出");
        assert_eq!(app.round().state, RoundState::Counting, "one scrutineer alone opens nothing");
        hall.scrutineers[2].opens_the_box().await.is(200);
        assert_eq!(app.round().state, RoundState::Counted);
        let round = app.round().id;
        let result = app.reads(|conn| tally::tally(conn, round)).unwrap();
        let by_hand: Vec<Vec<u64>> =
            counted_by_hand(&CLEAR).iter().map(|row| row.iter().map(|&n| u64::from(n)).collect()).collect();
        assert_eq!(result.counts, by_hand);

        hall.secretariat.draws_up_the_certificate(&[]).await.is(200).says("计票报告单已出具");
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200).says("您已签署");
        }
        hall.secretariat.certifies().await.is(200).says("已经立项");
        hall.secretariat.announces("示例第1号").await.is(200).says("结果已公告");

        let mut anybody = app.visitor();
        let page = anybody.visits("/results/2024").await;
        page.is(200);
        assert_eq!(counts_shown(&page), counted_by_hand(&CLEAR));
        assert!(page.html.contains(app.certificate().hash.as_str()));
        let chosen: Vec<i32> = app.projects().iter().map(|project| project.number).collect();
        assert_eq!(chosen, [1, 2]);
    }
}
