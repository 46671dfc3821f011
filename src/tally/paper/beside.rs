//! Paper beside the screen, as the form and the result show it.

use serde::Serialize;

use crate::tally::{certificate::RoundDocument, outcome::CandidateVotes};

/// 赞成, 反对, 弃权 of one project: in the box, and on paper.
#[derive(Clone, Debug, Serialize)]
pub struct BesideLine {
    pub number: u32,
    pub in_the_box: [u32; 3],
    pub on_paper: [u32; 3],
}

/// The line of the paper ballots.
#[derive(Clone, Debug, Serialize)]
pub struct Beside {
    pub issued: u32,
    pub returned: u32,
    pub valid: u32,
    pub void: u32,
    pub not_cast: u32,
    pub bundles: u32,
    /// Of the electronic ballots: 发出, 收回.
    pub box_issued: u32,
    pub box_returned: u32,
    pub tellers: Vec<String>,
    /// Empty in a void round.
    pub lines: Vec<BesideLine>,
}

impl Beside {
    pub(super) fn of(round: &RoundDocument) -> Option<Self> {
        let paper = round.paper.as_ref()?;
        let votes = |votes: &CandidateVotes| [votes.approve, votes.oppose, votes.abstain];
        let lines = paper.projects.iter().filter_map(|on_paper| {
            let all = round.projects.iter().find(|line| line.number == on_paper.number)?;
            let on_paper_votes = votes(on_paper);
            let all = [all.approve, all.oppose, all.abstain];
            let mut in_the_box = all;
            for (rest, on_paper) in in_the_box.iter_mut().zip(on_paper_votes) {
                *rest = rest.saturating_sub(on_paper);
            }
            Some(BesideLine { number: on_paper.number, in_the_box, on_paper: on_paper_votes })
        });
        Some(Self {
            issued: paper.issued,
            returned: paper.returned,
            valid: paper.valid,
            void: paper.void,
            not_cast: paper.issued.saturating_sub(paper.returned),
            bundles: paper.bundles,
            box_issued: round.issued.saturating_sub(paper.issued),
            box_returned: round.returned.saturating_sub(paper.returned),
            tellers: paper.tellers.clone(),
            lines: lines.collect(),
        })
    }
}
