//! Where the session stands: which step is due, whether it may be taken, what is offered beside it, and which figures are
//! shown. Pure rules over what the slices know.

use jiff::civil::Date;
use serde::Serialize;

use super::step::{self, LeftOpen, Step};
use crate::{
    ballots::{Check, RoundAct, RoundKind, RoundState, Standing, Turnout, is_clear},
    deputies::RollCount,
    documents::{DocumentState, SignerLine},
    hand_count::Returned,
    tally::{
        self,
        certificate::RoundDocument,
        outcome::{Next, RoundScope},
    },
};

/// What the slices know of the session.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The latest round.
    pub round: Option<RoundState>,
    /// The certificate on it.
    pub document: Option<DocumentState>,
    pub left_open: LeftOpen<'a>,
    /// The list before the step that is due.
    pub checks: &'a [Check],
    pub signers: &'a [SignerLine],
    /// Ballots that somebody has taken.
    pub issued: i64,
    /// What waits for a second person.
    pub asked: &'a [RoundAct],
    /// Whether the scrutineers' key stands.
    pub has_key: bool,
    pub rehearsal: bool,
    pub held_on: Date,
    pub today: Date,
}

/// Where the session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Now {
    pub step: Step,
    /// Whether the step's button may be pressed.
    pub clear: bool,
    /// 发票 to 公告: whether the latest round can still be annulled.
    pub annullable: bool,
    /// 发票 has begun and nobody has taken a ballot: it can be recalled.
    pub recallable: bool,
    /// Another round follows: the presidium may have another key made before it.
    pub renewable: bool,
    /// So few vote on paper that the presidium has to accept it.
    pub few_paper: bool,
    /// The message of what the presidium has to decide.
    pub decision: Option<&'static str>,
    /// Whether it is another day than the session's, before all is done.
    pub clock_is_off: bool,
}

impl Now {
    pub fn of(known: &Known) -> Self {
        let step = step::current(known.round, known.document, known.left_open);
        let next = known.left_open.next();
        let is_asked = |act| known.asked.contains(&act);
        let blocks = |key| known.checks.iter().any(|check| check.key == key && check.standing == Standing::Blocks);
        let another_round = step == Step::OrderRound || matches!(next, Some(Next::ShortfallDecision { .. }));
        Self {
            step,
            clear: match step {
                Step::Certify => known.signers.iter().all(SignerLine::is_settled),
                Step::WaitForShares => false,
                _ => is_clear(known.checks),
            },
            annullable: !step.is_certified() && known.round.is_some_and(|round| RoundAct::Annul.fits(round)),
            recallable: step == Step::OpenRound && known.issued == 0 && !is_asked(RoundAct::Recall),
            renewable: another_round && known.has_key && !is_asked(RoundAct::RenewKey),
            few_paper: blocks("paper-few"),
            decision: next.filter(|_| step == Step::PresidiumDecides).map(tally::next_key),
            clock_is_off: known.today != known.held_on && step != Step::Done && !known.rehearsal,
        }
    }
}

/// The round that the counts, or an annulment, leave to be held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextRoundLine {
    pub kind: RoundKind,
    pub number: i32,
    pub seats: u32,
    pub candidates: Vec<u32>,
}

impl NextRoundLine {
    pub fn after(number: i32, scope: &RoundScope) -> Self {
        Self { kind: scope.kind, number: number + 1, seats: scope.seats, candidates: scope.candidates.clone() }
    }
}

/// What the desk shows of the people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LiveNumbers {
    pub in_office: i64,
    pub excused: i64,
    pub present: i64,
    pub issued: i64,
    /// Of these on paper, which do not come into the box.
    pub on_paper: i64,
    pub returned: i64,
    pub not_cast: i64,
}

impl LiveNumbers {
    pub fn so_far(roll: RollCount, turnout: Turnout, came_back: Returned) -> Self {
        Self {
            in_office: roll.in_office,
            excused: roll.excused,
            present: roll.present,
            issued: turnout.issued,
            on_paper: turnout.on_paper,
            returned: came_back.returned,
            not_cast: came_back.not_cast,
        }
    }

    /// Once the paper is counted, the certificate's figures are the only ones.
    pub fn certified(last: &RoundDocument, on_paper: i64) -> Self {
        Self {
            in_office: last.attendance.in_office.into(),
            excused: last.attendance.excused.into(),
            present: last.attendance.present.into(),
            issued: last.issued.into(),
            on_paper,
            returned: last.returned.into(),
            not_cast: last.not_cast.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const NOTHING: LeftOpen = LeftOpen::ByTheRules(None);

    fn known<'a>(round: Option<RoundState>, document: Option<DocumentState>, left_open: LeftOpen<'a>) -> Known<'a> {
        let day = date(2024, 2, 3);
        Known {
            round,
            document,
            left_open,
            checks: &[],
            signers: &[],
            issued: 0,
            asked: &[],
            has_key: true,
            rehearsal: false,
            held_on: day,
            today: day,
        }
    }

    /// What is offered beside the step, in words.
    fn offered(now: &Now) -> String {
        let all = [("annul", now.annullable), ("recall", now.recallable), ("renew", now.renewable)];
        all.iter().filter(|(_, offered)| *offered).map(|(what, _)| *what).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_due_and_what_is_offered_beside_it() {
        use DocumentState::{Announced, Certified, Drafted, Withdrawn};
        use RoundState::{Closed, Counted, Counting, Issuing, Preparing, Void, Voting};
        let tie = Next::TieDecision { tied: vec![1, 2], seats: 1 };
        let short = Next::ShortfallDecision { seats_left: 1 };
        let again = Next::Round { scope: RoundScope { kind: RoundKind::Revote, seats: 1, candidates: vec![1, 2] } };
        let open = |next| LeftOpen::ByTheRules(Some(next));
        let table = [
            (None, None, NOTHING, Step::StartIssuing, ""),
            (Some(Preparing), None, NOTHING, Step::StartIssuing, ""),
            (Some(Issuing), None, NOTHING, Step::OpenRound, "annul recall"),
            (Some(Voting), None, NOTHING, Step::CloseRound, "annul"),
            (Some(Closed), None, NOTHING, Step::BeginCount, "annul"),
            (Some(Counting), None, NOTHING, Step::WaitForShares, "annul"),
            (Some(Counted), None, LeftOpen::Paper, Step::CountPaper, "annul"),
            (Some(Counted), None, open(&tie), Step::PresidiumDecides, "annul"),
            (Some(Counted), None, open(&short), Step::PresidiumDecides, "annul renew"),
            (Some(Counted), None, open(&again), Step::OrderRound, "annul renew"),
            (Some(Counted), None, NOTHING, Step::DraftCertificate, "annul"),
            (Some(Counted), Some(Drafted), NOTHING, Step::Certify, "annul"),
            (Some(Counted), Some(Certified), NOTHING, Step::Announce, ""),
            (Some(Counted), Some(Announced), NOTHING, Step::Done, ""),
            (Some(Void), None, open(&again), Step::OrderRound, "renew"),
            (Some(Void), None, LeftOpen::Paper, Step::OrderRound, "renew"),
            (Some(Void), Some(Withdrawn), open(&again), Step::OrderRound, "renew"),
        ];
        for (round, document, left_open, step, beside) in table {
            let now = Now::of(&known(round, document, left_open));
            assert_eq!((now.step, offered(&now).as_str()), (step, beside), "{round:?} {document:?} {left_open:?}");
            assert_eq!(now.decision.is_some(), step == Step::PresidiumDecides, "{step}");
        }
        assert_eq!(Now::of(&known(Some(Counted), None, open(&tie))).decision, Some("next-tie-decision"));
        assert_eq!(Now::of(&known(Some(Counted), None, open(&short))).decision, Some("next-shortfall-decision"));
    }

    #[test]
    fn what_is_asked_for_already_is_not_offered_again() {
        let issuing = known(Some(RoundState::Issuing), None, NOTHING);
        assert_eq!(offered(&Now::of(&issuing)), "annul recall");
        assert_eq!(offered(&Now::of(&Known { asked: &[RoundAct::Recall], ..issuing })), "annul");
        assert_eq!(offered(&Now::of(&Known { issued: 1, ..issuing })), "annul", "a ballot is taken");
        let void = known(Some(RoundState::Void), None, NOTHING);
        assert_eq!(offered(&Now::of(&void)), "renew");
        assert_eq!(offered(&Now::of(&Known { asked: &[RoundAct::RenewKey], ..void })), "");
        assert_eq!(offered(&Now::of(&Known { has_key: false, ..void })), "", "there is no key to renew");
    }

    #[test]
    fn a_step_is_clear_when_nothing_on_its_list_blocks_and_whoever_signs_has_settled() {
        let line = |key, standing| Check { key, standing, number: 0, of: 0, names: Vec::new(), mend: "#" };
        let issuing = known(Some(RoundState::Issuing), None, NOTHING);
        for (standing, clear) in [(Standing::Met, true), (Standing::Hint, true), (Standing::Blocks, false)] {
            let now = Now::of(&Known { checks: &[line("paper-few", standing)], ..issuing });
            assert_eq!((now.clear, now.few_paper), (clear, !clear), "{standing:?}");
        }
        assert!(!Now::of(&Known { checks: &[line("quorum", Standing::Blocks)], ..issuing }).few_paper);
        assert!(!Now::of(&known(Some(RoundState::Counting), None, NOTHING)).clear, "shares come by themselves");
        let drafted = known(Some(RoundState::Counted), Some(DocumentState::Drafted), NOTHING);
        let signed = SignerLine { done: true, ..SignerLine::default() };
        let waited_for = SignerLine::default();
        assert!(Now::of(&Known { signers: std::slice::from_ref(&signed), ..drafted }).clear);
        assert!(!Now::of(&Known { signers: &[signed, waited_for], ..drafted }).clear);
    }

    #[test]
    fn the_clock_is_off_on_another_day_until_all_is_done_and_never_in_a_rehearsal() {
        let voting = Known { today: date(2024, 2, 4), ..known(Some(RoundState::Voting), None, NOTHING) };
        assert!(Now::of(&voting).clock_is_off);
        assert!(!Now::of(&Known { today: voting.held_on, ..voting }).clock_is_off);
        assert!(!Now::of(&Known { rehearsal: true, ..voting }).clock_is_off);
        let done = Known { round: Some(RoundState::Counted), document: Some(DocumentState::Announced), ..voting };
        assert!(!Now::of(&done).clock_is_off);
    }
}
