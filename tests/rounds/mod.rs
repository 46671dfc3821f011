//! More than one round: re-votes, further ballots, annulled rounds; two persons; objections; corrigenda.

mod annulling;
mod by_hand;
mod changing;
mod crowded;
mod correcting;
mod objecting;
mod two_persons;
mod undoing;
mod voting_again;

use crate::support::{TestApp, session::session_file};

pub const CLEAR: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

/// The ballot numbers of the candidates that became projects.
fn chosen(app: &TestApp) -> Vec<i32> {
    let file = session_file(5);
    let number = |title: &str| file.candidates.iter().position(|candidate| candidate.title == title).unwrap() + 1;
    app.projects().iter().map(|project| i32::try_from(number(&project.title)).unwrap()).collect()
}
