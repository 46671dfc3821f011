//! What templates are tried with.

use super::{
    AnnulmentLine, Beside, BesideLine, ChangeLine, CheckLine, DecisionLine, Fingerprints, Paper, PaperRound,
    ResultLine, RoundNumbers, SlipLine, WinnerLine,
};
use crate::{
    documents::{DocumentState, ObjectionLine, Sha256Hex, SignatureLine, SignedBy},
    tally::{
        certificate::{AuditEnd, SlipPart},
        notice::NoticeLine,
        outcome::RoundKind,
    },
};

/// One round in which everything went well.
pub fn sample_paper(state: DocumentState, oppose: bool) -> Paper {
    let line = |number: u32, approve: u32, chosen| ResultLine {
        number,
        title: format!("<script>“学有优教”在上城</script>{number}"),
        approve,
        oppose: u32::from(oppose),
        abstain: 3,
        over_mark: chosen,
        rank: number,
        chosen,
        approve_width: "50.00".into(),
        oppose_start: "50.00".into(),
        oppose_width: "1.00".into(),
        abstain_start: "51.00".into(),
        abstain_width: "1.00".into(),
    };
    let lines = vec![line(1, 331, true), line(2, 12, false)];
    let done = !matches!(state, DocumentState::Drafted | DocumentState::Withdrawn);
    let numbers = RoundNumbers {
        in_office: 340,
        excused: 1,
        absent: 1,
        present: 338,
        quorum: 227,
        quorum_met: true,
        issued: 338,
        returned: 338,
        valid: 338,
        void: 0,
        not_cast: 0,
        seats: 10,
        pass_mark: oppose.then_some(171),
        mark_of_all: oppose,
        mark_at: oppose.then(|| "50.15".into()),
        present_rate: "99.41".into(),
        returned_rate: "100.00".into(),
    };
    let round = PaperRound {
        number: 1,
        kind: RoundKind::First,
        numbers,
        ranked: lines.clone(),
        lines,
        checks: vec![CheckLine { key: "returned_within_issued", passed: oppose }],
        beside: None,
        slips: None,
        void_reasons: Vec::new(),
        conclusion: "complete",
        chosen: vec![1],
        tied: Vec::new(),
        seats_left: 0,
        decision: None,
        ordered: None,
        annulment: None,
        fingerprints: Some(Fingerprints {
            election: "phi".into(),
            archive: "26f8567f".repeat(8),
            key_list: "key".into(),
        }),
    };
    Paper {
        number: "2024-1".into(),
        congress: "杭州市上城区第一届人民代表大会".into(),
        session: "第三次会议".into(),
        plenary: "第二次全体会议".into(),
        date: "2024-02-03".into(),
        item: "2024年度民生实事项目票决".into(),
        method_version: 1,
        method_hash: "5b7e6bf2".repeat(8),
        list_hash: oppose.then(|| "03d66dd0".repeat(8)),
        changes: Vec::new(),
        rounds: vec![round],
        winners: vec![WinnerLine {
            number: 1, title: "<script>“学有优教”在上城</script>1".into(), round: 1
        }],
        signatures: vec![SignatureLine {
            name: "<script>陈志强</script>".into(),
            chief: true,
            signed: done.then(|| "2024-02-03 11:26".into()),
            objected: false,
            unable: None,
        }],
        signed_by: SignedBy { signed: 2, overruled: usize::from(done), unable: usize::from(!done) },
        objections: Vec::new(),
        secretariat: "周敏".into(),
        confirmed: done.then(|| "周敏 2024-02-03 11:30".into()),
        notice: (state == DocumentState::Announced).then(|| NoticeLine::sample("3")),
        hash: "03d66dd0".repeat(8),
        audit: Some(AuditEnd { entries: 128, head: Sha256Hex::of("audit") }),
        state,
    }
}

const PAPER_CHECKS: [&str; 6] = [
    "paper_returned_within_issued",
    "paper_returned_is_valid_plus_void",
    "paper_project_sum_is_valid",
    "paper_approvals_within_cap",
    "slips_printed_add_up",
    "slips_listed_add_up",
];

/// Paper beside the screen; in every third round nobody counted it.
fn beside(round: u32) -> Beside {
    let counted = !round.is_multiple_of(3);
    Beside {
        issued: 40,
        returned: 38,
        valid: 37,
        void: 1,
        not_cast: 2,
        bundles: 2,
        box_issued: 298,
        box_returned: 298,
        tellers: if counted { vec!["<b>陈志强".into(), "周敏".into()] } else { Vec::new() },
        lines: if counted {
            vec![BesideLine { number: 1, in_the_box: [290, 5, 3], on_paper: [36, 1, 0] }]
        } else {
            Vec::new()
        },
    }
}

/// A form with everything that can happen: a tie, decisions, an annulled round, objections.
pub fn sample_eventful_paper(state: DocumentState) -> Paper {
    let plain = sample_paper(state, true);
    let round = |number, kind, conclusion: &'static str| PaperRound {
        number,
        kind,
        conclusion,
        tied: vec![1, 2],
        seats_left: 1,
        beside: Some(beside(number)),
        slips: Some(SlipLine {
            drawn: 298,
            slips: SlipPart { printed: 320, leftover: 20, sample: 1, lost: 1, unreadable: number % 2, listed: 299 },
        }),
        checks: PAPER_CHECKS.map(|key| CheckLine { key, passed: number % 2 == 0 }).into(),
        ordered: (number > 1).then(|| "主席团第三次会议决定<b>".into()),
        ..plain.rounds[0].clone()
    };
    let decided = |kind| Some(DecisionLine { kind, chosen: vec![2], reason: "<script>因".into() });
    let annulled = PaperRound {
        ranked: Vec::new(),
        lines: Vec::new(),
        chosen: Vec::new(),
        annulment: Some(AnnulmentLine {
            reason: "<script>断网".into(), by: "周敏".into(), confirmed: "方志明".into()
        }),
        fingerprints: None,
        void_reasons: vec![("<b>本轮作废".into(), 12)],
        ..round(2, RoundKind::First, "void-annulled")
    };
    let mut rounds = vec![round(1, RoundKind::First, "complete-beyond"), annulled];
    let conclusions = [
        "tie-revote",
        "tie-presidium",
        "shortfall-accepted",
        "shortfall-further",
        "shortfall-presidium",
        "void-returned-exceed-issued",
        "void-no-quorum",
    ];
    let decisions =
        [None, decided("choose_tied"), decided("accept_fewer"), decided("further_ballot"), None, None, None];
    for ((number, conclusion), decision) in (3..).zip(conclusions).zip(decisions) {
        let kind = if number % 2 == 0 { RoundKind::Revote } else { RoundKind::FurtherBallot };
        rounds.push(PaperRound { decision, ..round(number, kind, conclusion) });
    }
    let objection = |ruling: Option<&'static str>| ObjectionLine {
        scrutineer: "s".into(),
        name: "<b>李建国".into(),
        chief: ruling.is_none(),
        reason: "<script>票数有疑".into(),
        raised: "2024-02-03 11:20".into(),
        ruling: ruling.map(|kind| (kind, "已复核".into(), "周敏 2024-02-03 11:25".into())),
    };
    let signature = SignatureLine { signed: None, objected: true, ..plain.signatures[0].clone() };
    Paper {
        rounds,
        changes: ChangeLine::samples(),
        objections: vec![objection(None), objection(Some("overruled")), objection(Some("annulled"))],
        signatures: vec![signature],
        ..plain
    }
}
