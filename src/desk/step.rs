//! Which step of the session is the current one.

use serde::Serialize;

use crate::{ballots::RoundState, tally::CertificateState, word_enum};

word_enum! {
    /// The steps of a session that the secretariat takes, in order.
    Step {
        /// Everything on the preflight list, then 发票.
        StartIssuing = "start-issuing",
        /// Deputies take their ballots; then 启封投票.
        OpenRound = "open-round",
        /// Deputies vote; then 封箱.
        CloseRound = "close-round",
        /// The product of the ballots is to be published.
        BeginCount = "begin-count",
        /// Scrutineers open the box.
        WaitForShares = "wait-for-shares",
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

pub fn current(round: Option<RoundState>, certificate: Option<CertificateState>) -> Step {
    match (round, certificate) {
        (_, Some(CertificateState::Drafted)) => Step::Certify,
        (_, Some(CertificateState::Certified)) => Step::Announce,
        (_, Some(CertificateState::Announced)) => Step::Done,
        (None | Some(RoundState::Preparing), None) => Step::StartIssuing,
        (Some(RoundState::Issuing), None) => Step::OpenRound,
        (Some(RoundState::Voting), None) => Step::CloseRound,
        (Some(RoundState::Closed), None) => Step::BeginCount,
        (Some(RoundState::Counting), None) => Step::WaitForShares,
        (Some(RoundState::Counted | RoundState::Void), None) => Step::DraftCertificate,
    }
}

pub fn line(now: Step) -> Vec<StepLine> {
    Step::ALL
        .iter()
        .filter(|step| **step != Step::Done)
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
    }
}
