//! The certificate as a person reads it: the 计票报告单 on A4, and the table of the result.

mod beside;
mod samples;

use serde::Serialize;

pub use beside::{Beside, BesideLine};
pub use samples::{sample_eventful_paper, sample_paper};

use super::{
    certificate::{
        AuditEnd, CandidateTitle, Certificate, Change, ChangeDecision, Document, HeldUnder, RoundDocument, SlipPart,
    },
    notice::{Notice, NoticeLine},
    outcome::{Conclusion, Decision, RoundKind, ShortfallNext, TieNext},
    store,
};
use crate::{
    congress::{VotePart, voting_method::PassMark},
    db::{Conn, DbError},
    documents::{self, DocumentState, ObjectionLine, Said, SignatureLine, SignedBy, SignedDocument, signature_lines},
};

/// A project's line, with its bars in per cent of all deputies in office.
#[derive(Clone, Debug, Serialize)]
pub struct ResultLine {
    pub number: u32,
    pub title: String,
    pub approve: u32,
    pub oppose: u32,
    pub abstain: u32,
    pub over_mark: bool,
    pub rank: u32,
    /// By the votes of this round, or by the presidium among the tied.
    pub chosen: bool,
    pub approve_width: String,
    pub oppose_start: String,
    pub oppose_width: String,
    pub abstain_start: String,
    pub abstain_width: String,
}

/// Numbers of the round, with the words that go with them.
#[derive(Clone, Debug, Serialize)]
pub struct RoundNumbers {
    pub in_office: u32,
    pub excused: u32,
    /// 应到 less 请假 and 实到.
    pub absent: u32,
    pub present: u32,
    pub quorum: u32,
    pub quorum_met: bool,
    pub issued: u32,
    pub returned: u32,
    pub valid: u32,
    pub void: u32,
    pub not_cast: u32,
    pub seats: u32,
    /// Fewest approvals that pass, where the method and the round ask for a mark.
    pub pass_mark: Option<u32>,
    /// Whether the mark is of all deputies in office; else of those present.
    pub mark_of_all: bool,
    /// Where the line of the pass mark is drawn, in per cent.
    pub mark_at: Option<String>,
    pub present_rate: String,
    pub returned_rate: String,
}

/// What the presidium decided on a round: the message `decision-<kind>`.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionLine {
    pub kind: &'static str,
    pub chosen: Vec<u32>,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct AnnulmentLine {
    pub reason: String,
    pub by: String,
    pub confirmed: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Fingerprints {
    pub election: String,
    pub archive: String,
    pub key_list: String,
}

/// One round, void ones too.
#[derive(Clone, Debug, Serialize)]
pub struct PaperRound {
    pub number: u32,
    pub kind: RoundKind,
    pub numbers: RoundNumbers,
    /// In the order of rank, chosen first.
    pub ranked: Vec<ResultLine>,
    /// In the order of the ballot.
    pub lines: Vec<ResultLine>,
    pub checks: Vec<CheckLine>,
    /// Where some voted on paper.
    pub beside: Option<Beside>,
    /// Where deputies drew slips.
    pub slips: Option<SlipLine>,
    /// Reason and number.
    pub void_reasons: Vec<(String, u32)>,
    /// The message `conclusion-<key>`.
    pub conclusion: &'static str,
    /// Chosen by this round.
    pub chosen: Vec<u32>,
    /// Equal at the cut.
    pub tied: Vec<u32>,
    pub seats_left: u32,
    pub decision: Option<DecisionLine>,
    pub ordered: Option<String>,
    pub annulment: Option<AnnulmentLine>,
    pub fingerprints: Option<Fingerprints>,
}

/// Where the printed slips went.
#[derive(Clone, Debug, Serialize)]
pub struct SlipLine {
    pub drawn: u32,
    #[serde(flatten)]
    pub slips: SlipPart,
}

/// A chosen project, and the round that chose it.
#[derive(Clone, Debug, Serialize)]
pub struct WinnerLine {
    pub number: u32,
    pub title: String,
    pub round: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct CheckLine {
    /// The message `check-<key>`.
    pub key: &'static str,
    pub passed: bool,
}

/// What was decided to be changed after a void round, and what came of it.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeLine {
    pub after_round: u32,
    pub decisions: Vec<ChangeDecision>,
    /// `None` until the next round is held.
    pub difference: Option<ChangeDifference>,
}

/// List, roll and method before and after.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeDifference {
    pub added: Vec<CandidateTitle>,
    pub removed: Vec<CandidateTitle>,
    pub renumbered: bool,
    pub roll_changed: bool,
    pub in_office: [u32; 2],
    pub method_version: [u32; 2],
    pub method_hash: [String; 2],
}

impl ChangeDifference {
    fn of(before: &HeldUnder, after: &HeldUnder) -> Self {
        let not_in = |list: &[CandidateTitle], other: &[CandidateTitle]| -> Vec<CandidateTitle> {
            let is_new = |one: &&CandidateTitle| !other.iter().any(|known| known.title == one.title);
            list.iter().filter(is_new).cloned().collect()
        };
        Self {
            added: not_in(&after.candidates, &before.candidates),
            removed: not_in(&before.candidates, &after.candidates),
            renumbered: before.candidates != after.candidates,
            roll_changed: before.roll != after.roll,
            in_office: [before.roll.in_office, after.roll.in_office],
            method_version: [before.method_version, after.method_version],
            method_hash: [before.method_hash.to_string(), after.method_hash.to_string()],
        }
    }
}

impl From<&Change> for ChangeLine {
    fn from(change: &Change) -> Self {
        Self { after_round: change.after_round, decisions: change.decisions.clone(), difference: None }
    }
}

impl ChangeLine {
    fn all_of(document: &Document) -> Vec<Self> {
        let last = document.held_under();
        let after = document.changes.iter().skip(1).map(|change| &change.held_under).chain([&last]);
        document
            .changes
            .iter()
            .zip(after)
            .map(|(change, next)| Self {
                difference: Some(ChangeDifference::of(&change.held_under, next)),
                ..Self::from(change)
            })
            .collect()
    }

    pub fn samples() -> Vec<Self> {
        let title =
            |number| CandidateTitle { number, title: format!("<script>“弄堂微光”工程</script>{number}") };
        let decision = |parts: &[VotePart]| ChangeDecision {
            body: "<script>主席团第三次会议".into(),
            decided_on: jiff::civil::date(2024, 2, 3),
            reason: "<b>名单有误".into(),
            parts: parts.to_vec(),
            by: "<script>周敏".into(),
            confirmed: "方志明".into(),
        };
        let decided = Self {
            after_round: 1,
            decisions: vec![decision(VotePart::ALL), decision(&[VotePart::Roll])],
            difference: None,
        };
        let difference = |changed: bool| ChangeDifference {
            added: if changed { vec![title(12)] } else { Vec::new() },
            removed: if changed { vec![title(3)] } else { Vec::new() },
            renumbered: !changed,
            roll_changed: true,
            in_office: [340, if changed { 339 } else { 340 }],
            method_version: [1, 1 + u32::from(changed)],
            method_hash: ["5b7e6bf2".repeat(8), "03d66dd0".repeat(8)],
        };
        let seen = |changed| Self { difference: Some(difference(changed)), ..decided.clone() };
        vec![decided.clone(), seen(true), seen(false)]
    }
}

/// Everything printed on the form.
#[derive(Clone, Debug, Serialize)]
pub struct Paper {
    pub number: String,
    pub congress: String,
    pub session: String,
    pub plenary: String,
    pub date: String,
    pub item: String,
    pub method_version: u32,
    pub method_hash: String,
    /// Of the list as it was sealed.
    pub list_hash: Option<String>,
    pub changes: Vec<ChangeLine>,
    pub rounds: Vec<PaperRound>,
    /// In the order of the ballot.
    pub winners: Vec<WinnerLine>,
    pub signatures: Vec<SignatureLine>,
    pub signed_by: SignedBy,
    pub objections: Vec<ObjectionLine>,
    pub secretariat: String,
    pub confirmed: Option<String>,
    /// By which it was made public.
    pub notice: Option<NoticeLine>,
    pub hash: String,
    /// Where the audit list ended when it was drawn up; of older papers nothing.
    pub audit: Option<AuditEnd>,
    pub state: DocumentState,
}

fn per_cent(part: u32, whole: u32) -> String {
    if whole == 0 {
        return "0".to_owned();
    }
    let hundredths = u64::from(part) * 10_000 / u64::from(whole);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn line(title: String, project: &super::certificate::ProjectLine, chosen: bool, in_office: u32) -> ResultLine {
    let after_approve = project.approve;
    let after_oppose = after_approve.saturating_add(project.oppose);
    ResultLine {
        number: project.number,
        title,
        approve: project.approve,
        oppose: project.oppose,
        abstain: project.abstain,
        over_mark: project.over_mark,
        rank: project.rank,
        chosen,
        approve_width: per_cent(project.approve, in_office),
        oppose_start: per_cent(after_approve, in_office),
        oppose_width: per_cent(project.oppose, in_office),
        abstain_start: per_cent(after_oppose, in_office),
        abstain_width: per_cent(project.abstain, in_office),
    }
}

fn numbers(rule: PassMark, round: &RoundDocument) -> RoundNumbers {
    let in_office = round.attendance.in_office;
    // Half a vote before the mark, so that the line falls between those who fail and those who pass.
    let pass_mark = round.pass_mark.filter(|_| rule != PassMark::None);
    let mark_at = pass_mark.map(|mark| per_cent(mark.saturating_mul(2).saturating_sub(1), in_office.saturating_mul(2)));
    RoundNumbers {
        in_office,
        excused: round.attendance.excused,
        absent: in_office.saturating_sub(round.attendance.excused).saturating_sub(round.attendance.present),
        present: round.attendance.present,
        quorum: round.quorum,
        quorum_met: round.quorum_met,
        issued: round.issued,
        returned: round.returned,
        valid: round.valid,
        void: round.void,
        not_cast: round.not_cast,
        seats: round.seats,
        pass_mark,
        mark_of_all: rule == PassMark::HalfOfAll,
        mark_at,
        present_rate: per_cent(round.attendance.present, in_office),
        returned_rate: per_cent(round.returned, round.issued),
    }
}

fn checks(round: &RoundDocument) -> Vec<CheckLine> {
    let mut lines = Vec::<CheckLine>::new();
    for row in round.checks() {
        let (key, passed) = (row.name.key(), row.passed);
        // One line for all projects: it fails if one of them does.
        match lines.iter_mut().find(|line| line.key == key) {
            Some(line) => line.passed &= passed,
            None => lines.push(CheckLine { key, passed }),
        }
    }
    lines
}

fn decision(decision: &Decision) -> DecisionLine {
    let (kind, chosen, reason) = match decision {
        Decision::ChooseTied { chosen, reason } => ("choose_tied", chosen.clone(), reason),
        Decision::AcceptFewer { reason } => ("accept_fewer", Vec::new(), reason),
        Decision::FurtherBallot { reason } => ("further_ballot", Vec::new(), reason),
    };
    DecisionLine { kind, chosen, reason: reason.clone() }
}

/// The message of a conclusion, those equal at the cut, and the seats left open.
fn conclusion(conclusion: &Conclusion) -> (&'static str, Vec<u32>, u32) {
    match conclusion {
        Conclusion::Complete { beyond_seats: 0, .. } => ("complete", Vec::new(), 0),
        Conclusion::Complete { beyond_seats, .. } => ("complete-beyond", Vec::new(), *beyond_seats),
        Conclusion::TieAtCut { tied, seats_left, next, .. } => {
            let key = match next {
                TieNext::RevoteTied => "tie-revote",
                TieNext::PresidiumDecides => "tie-presidium",
            };
            (key, tied.clone(), *seats_left)
        }
        Conclusion::Shortfall { seats_left, next, .. } => {
            let key = match next {
                ShortfallNext::AcceptFewer => "shortfall-accepted",
                ShortfallNext::FurtherBallot => "shortfall-further",
                ShortfallNext::PresidiumChooses => "shortfall-presidium",
            };
            (key, Vec::new(), *seats_left)
        }
        Conclusion::Void { why } => match why {
            super::outcome::VoidReason::ReturnedExceedIssued { .. } => ("void-returned-exceed-issued", Vec::new(), 0),
            super::outcome::VoidReason::NoQuorum { .. } => ("void-no-quorum", Vec::new(), 0),
            super::outcome::VoidReason::Annulled => ("void-annulled", Vec::new(), 0),
        },
    }
}

impl PaperRound {
    fn of(document: &Document, round: &RoundDocument) -> Self {
        let in_office = round.attendance.in_office;
        let title = |number: u32| document.title_of(number).unwrap_or_default().to_owned();
        let chosen: Vec<u32> =
            document.chosen.iter().filter(|chosen| chosen.round == round.number).map(|chosen| chosen.number).collect();
        let lines: Vec<ResultLine> = round
            .projects
            .iter()
            .map(|project| line(title(project.number), project, chosen.contains(&project.number), in_office))
            .collect();
        let mut ranked = lines.clone();
        ranked.sort_by_key(|line| (!line.chosen, line.rank, line.number));
        let (conclusion, tied, seats_left) = conclusion(&round.conclusion);
        Self {
            number: round.number,
            kind: round.kind,
            numbers: numbers(document.method_of(round.number).pass_mark(), round),
            ranked,
            lines,
            checks: checks(round),
            beside: Beside::of(round),
            slips: round.slips.map(|slips| SlipLine { drawn: round.slips_drawn(), slips }),
            void_reasons: round.void_reasons.iter().map(|void| (void.reason.clone(), void.ballots)).collect(),
            conclusion,
            chosen,
            tied,
            seats_left,
            decision: round.decision.as_ref().map(decision),
            ordered: round.ordered.clone(),
            annulment: round.annulment.as_ref().map(|annulment| AnnulmentLine {
                reason: annulment.reason.clone(),
                by: annulment.by.clone(),
                confirmed: annulment.confirmed.clone(),
            }),
            fingerprints: round.archive.as_ref().map(|archive| Fingerprints {
                election: archive.election.to_string(),
                archive: archive.last_event.to_string(),
                key_list: archive.key_list.to_string(),
            }),
        }
    }
}

impl Paper {
    pub fn read(conn: &mut Conn, signed: &SignedDocument) -> Result<Self, DbError> {
        let said = documents::said(conn, signed.id)?;
        let notice = store::notice_of(conn, signed.id)?;
        Ok(Self::of(signed, &signed.paper()?, &said, notice.as_ref()))
    }

    pub fn of(signed: &SignedDocument, certificate: &Certificate, said: &Said, notice: Option<&Notice>) -> Self {
        let document = certificate.document();
        let mut winners: Vec<WinnerLine> = document
            .chosen
            .iter()
            .map(|chosen| WinnerLine {
                number: chosen.number,
                title: document.title_of(chosen.number).unwrap_or_default().to_owned(),
                round: chosen.round,
            })
            .collect();
        winners.sort_by_key(|winner| winner.number);
        Self {
            number: signed.number.clone(),
            congress: document.congress.clone(),
            session: document.session.clone(),
            plenary: document.plenary.clone(),
            date: document.date.to_string(),
            item: document.item.clone(),
            method_version: document.method_version,
            method_hash: document.method_hash.to_string(),
            list_hash: document.list_hash.as_ref().map(ToString::to_string),
            changes: ChangeLine::all_of(document),
            rounds: document.rounds.iter().map(|round| PaperRound::of(document, round)).collect(),
            winners,
            signed_by: SignedBy::of(&signature_lines(&document.signers, said)),
            signatures: signature_lines(&document.signers, said),
            objections: said.objections.iter().map(ObjectionLine::from).collect(),
            secretariat: document.signers.secretariat.clone(),
            confirmed: signed.confirmed().map(|confirmed| format!("{} {}", confirmed.by, confirmed.at.to_page())),
            notice: notice.map(NoticeLine::from),
            hash: signed.hash.to_string(),
            audit: document.audit.clone(),
            state: signed.state(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_per_cent_of_all_deputies() {
        assert_eq!(per_cent(331, 340), "97.35");
        assert_eq!(per_cent(0, 340), "0.00");
        assert_eq!(per_cent(3, 0), "0");
        assert_eq!(per_cent(341, 680), "50.14");
    }
}
