//! Which step of the session is the current one.

use serde::Serialize;

use crate::{ballots::RoundState, documents::DocumentState, tally::outcome::Next, word_enum};

word_enum! {
    /// The steps of a session that the secretariat takes, in order.
    Step {
        /// Everything on the preflight list, then 发票.
        StartIssuing = "start-issuing",
        /// Deputies take their ballots; then 开始投票.
        OpenRound = "open-round",
        /// Deputies vote; then 封箱.
        CloseRound = "close-round",
        /// The product of the ballots is to be published.
        BeginCount = "begin-count",
        /// Scrutineers open the box.
        WaitForShares = "wait-for-shares",
        /// The box is open, and two tellers have not finished the paper ballots.
        CountPaper = "count-paper",
        /// The presidium chooses among the tied, or whether to hold a further ballot.
        PresidiumDecides = "presidium-decides",
        /// The next round is to be ordered.
        OrderRound = "order-round",
        /// The certificate is to be drawn up.
        DraftCertificate = "draft-certificate",
        /// Scrutineers sign; then the secretariat confirms.
        Certify = "certify",
        /// 公告
        Announce = "announce",
        /// Nothing is left to do.
        Done = "done",
    }
}

/// A step as the line shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StepLine {
    pub step: Step,
    /// `done`, `now` or empty.
    pub standing: &'static str,
}

/// What the count of a round leaves open.
#[derive(Clone, Copy, Debug)]
pub enum LeftOpen<'a> {
    /// Its paper ballots are not counted.
    Paper,
    ByTheRules(Option<&'a Next>),
}

impl<'a> LeftOpen<'a> {
    pub fn next(self) -> Option<&'a Next> {
        match self {
            Self::Paper => None,
            Self::ByTheRules(next) => next,
        }
    }
}

/// Of the latest round, the certificate on it, and what its count leaves open.
pub fn current(round: Option<RoundState>, certificate: Option<DocumentState>, left_open: LeftOpen) -> Step {
    match (round, certificate) {
        (_, Some(DocumentState::Drafted)) => Step::Certify,
        (_, Some(DocumentState::Certified)) => Step::Announce,
        (_, Some(DocumentState::Announced)) => Step::Done,
        (_, Some(DocumentState::Withdrawn)) | (Some(RoundState::Void), None) => Step::OrderRound,
        (None | Some(RoundState::Preparing), None) => Step::StartIssuing,
        (Some(RoundState::Issuing), None) => Step::OpenRound,
        (Some(RoundState::Voting), None) => Step::CloseRound,
        (Some(RoundState::Closed), None) => Step::BeginCount,
        (Some(RoundState::Counting), None) => Step::WaitForShares,
        (Some(RoundState::Counted), None) => match left_open {
            LeftOpen::Paper => Step::CountPaper,
            LeftOpen::ByTheRules(None) => Step::DraftCertificate,
            LeftOpen::ByTheRules(Some(Next::Round { .. })) => Step::OrderRound,
            LeftOpen::ByTheRules(Some(Next::TieDecision { .. } | Next::ShortfallDecision { .. })) => {
                Step::PresidiumDecides
            }
        },
    }
}

impl Step {
    /// Whether the certificate is in force.
    pub fn is_certified(self) -> bool {
        matches!(self, Self::Announce | Self::Done)
    }

    /// Steps that only some rounds come to.
    fn is_a_detour(self) -> bool {
        matches!(self, Self::BeginCount | Self::CountPaper | Self::PresidiumDecides | Self::OrderRound)
    }
}

pub fn line(now: Step) -> Vec<StepLine> {
    Step::ALL
        .iter()
        .filter(|&&step| step != Step::Done && (step == now || !step.is_a_detour()))
        .map(|&step| StepLine {
            step,
            standing: match step.cmp(&now) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "",
            },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_has_one_step_that_is_now() {
        for &step in Step::ALL {
            let now = line(step).iter().filter(|line| line.standing == "now").count();
            assert_eq!(now, usize::from(step != Step::Done));
        }
        assert!(line(Step::Done).iter().all(|line| line.standing == "done"));
        assert!(
            line(Step::Announce).iter().all(|line| line.step != Step::OrderRound),
            "no detour is shown but the one taken"
        );
    }
}
