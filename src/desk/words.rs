//! 主持词: what the chair says at every step, and only where it is true. Figures that are not known yet are left open.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    standing::NextRoundLine,
    step::{Step, StepLine},
};
use crate::{
    ballots::RoundKind,
    congress::voting_method::Quorum,
    deputies::{RollCount, Turnout},
    documents::DocumentState,
    tally::{self, Paper},
};

/// One message with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    pub key: String,
    pub args: BTreeMap<&'static str, String>,
}

/// 第 3 号 … 赞成 331 票.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChosenLine {
    pub number: u32,
    pub title: String,
    /// Where the method lets the counts be published.
    pub approve: Option<u32>,
}

/// What is said at one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChairLine {
    pub step: Step,
    /// `done`, `now` or empty.
    pub standing: &'static str,
    pub sentences: Vec<Sentence>,
    /// The projects that are read out between the sentences and `ending`.
    pub chosen: Vec<ChosenLine>,
    pub ending: Option<Sentence>,
    /// To the chair, not to the hall: why nothing is said yet.
    pub direction: Option<&'static str>,
}

/// What is known of the session.
pub struct Facts<'a> {
    pub session: &'a str,
    pub item: &'a str,
    pub year: i32,
    pub turnout: Turnout,
    /// Whether nothing blocks the step that is due.
    pub clear: bool,
    pub issued: i64,
    pub on_paper: i64,
    /// Into the box.
    pub returned: i64,
    pub threshold: i32,
    pub next: Option<&'a NextRoundLine>,
    /// Once it is certified.
    pub certified: Option<&'a Paper>,
    pub publishes_counts: bool,
    /// Whether deputies draw slips.
    pub by_slips: bool,
}

fn sentence(key: impl Into<String>, args: &[(&'static str, &dyn ToString)]) -> Sentence {
    Sentence { key: key.into(), args: args.iter().map(|(name, value)| (*name, value.to_string())).collect() }
}

impl ChairLine {
    fn at(line: &StepLine) -> Self {
        Self {
            step: line.step,
            standing: line.standing,
            sentences: Vec::new(),
            chosen: Vec::new(),
            ending: None,
            direction: None,
        }
    }
}

/// The sheet: what is over is not said again, what is due is said with its figures, what comes is said with room for them.
pub fn words(steps: &[StepLine], facts: &Facts) -> Vec<ChairLine> {
    steps
        .iter()
        .map(|step| match step.standing {
            "done" if step.step != Step::Announce => ChairLine::at(step),
            "" if step.step != Step::Announce || facts.certified.is_none() => {
                let key = format!("chair-later-{}", step.step.word());
                ChairLine { sentences: vec![sentence(key, &[("item", &facts.item)])], ..ChairLine::at(step) }
            }
            _ => due(ChairLine::at(step), facts),
        })
        .collect()
}

fn due(line: ChairLine, facts: &Facts) -> ChairLine {
    let Facts { turnout, issued, on_paper, returned, threshold, .. } = facts;
    let count = &turnout.count;
    let no_quorum = || {
        let args: [(_, &dyn ToString); 3] =
            [("in_office", &count.in_office), ("present", &count.present), ("needed", &turnout.needed)];
        vec![sentence("chair-no-quorum", &args)]
    };
    let said = |sentences| ChairLine { sentences, ..line.clone() };
    let silent = || ChairLine { direction: Some("chair-not-ready"), ..line.clone() };
    match line.step {
        Step::StartIssuing | Step::OpenRound if !turnout.is_quorum() => said(no_quorum()),
        Step::StartIssuing | Step::OpenRound | Step::OrderRound if !facts.clear => silent(),
        Step::StartIssuing => said(vec![sentence(
            if facts.by_slips { "chair-start-issuing-slips" } else { "chair-start-issuing" },
            &[
                ("in_office", &count.in_office),
                ("excused", &count.excused),
                ("present", &count.present),
                ("item", &facts.item),
            ],
        )]),
        Step::OpenRound => said(vec![sentence(
            if facts.by_slips { "chair-open-round-slips" } else { "chair-open-round" },
            &[("in_office", &count.in_office), ("present", &count.present), ("issued", issued)],
        )]),
        Step::CloseRound => {
            let on_screen = issued - on_paper;
            let mut sentences = vec![sentence(
                "chair-close-round",
                &[("issued", &on_screen), ("returned", returned), ("not_cast", &(on_screen - returned).max(0))],
            )];
            if *on_paper > 0 {
                sentences.push(sentence("chair-on-paper", &[("count", on_paper)]));
            }
            if on_screen > *returned {
                sentences.push(sentence("chair-hurry", &[]));
            }
            sentences.push(sentence("chair-closing", &[]));
            said(sentences)
        }
        Step::BeginCount => silent(),
        Step::WaitForShares => {
            let key = if *on_paper > 0 { "chair-wait-for-shares-paper" } else { "chair-wait-for-shares" };
            said(vec![sentence(key, &[("returned", returned), ("threshold", threshold)])])
        }
        Step::OrderRound => match facts.next {
            Some(next) => {
                let numbers: Vec<String> = next.candidates.iter().map(u32::to_string).collect();
                let args: [(_, &dyn ToString); 4] = [
                    ("number", &next.number),
                    ("seats", &next.seats),
                    ("candidates", &next.candidates.len()),
                    ("numbers", &numbers.join("、")),
                ];
                said(vec![sentence(format!("chair-order-{}", next.kind.word()), &args)])
            }
            None => silent(),
        },
        Step::CountPaper | Step::PresidiumDecides | Step::DraftCertificate | Step::Certify => {
            said(vec![sentence(format!("chair-{}", line.step.word()), &[])])
        }
        Step::Announce | Step::Done => match facts.certified {
            Some(paper) => announcing(line, facts, paper),
            None => silent(),
        },
    }
}

/// The result as the certificate has it.
fn announcing(line: ChairLine, facts: &Facts, paper: &Paper) -> ChairLine {
    let signed = paper.signatures.iter().filter(|signature| signature.signed.is_some()).count();
    let objected = paper.signatures.iter().filter(|signature| signature.signed.is_none() && signature.objected).count();
    let all = paper.signatures.len();
    let signing = match (signed == all, objected) {
        (true, _) => sentence("chair-signed-by-all", &[("signed", &signed)]),
        (false, 0) => sentence("chair-signed-by-some", &[("signed", &signed)]),
        (false, _) => sentence("chair-signed-but", &[("signed", &signed), ("objected", &objected)]),
    };
    let mut sentences =
        vec![sentence("chair-announce", &[("session", &facts.session), ("item", &facts.item)]), signing];
    if let ([round], true) = (paper.rounds.as_slice(), facts.publishes_counts) {
        let n = &round.numbers;
        sentences.push(sentence(
            "chair-announce-counts",
            &[
                ("in_office", &n.in_office),
                ("present", &n.present),
                ("issued", &n.issued),
                ("returned", &n.returned),
                ("valid", &n.valid),
                ("void", &n.void),
            ],
        ));
    }
    let approve = |number: u32, of: u32| {
        let round = paper.rounds.iter().find(|round| round.number == of)?;
        round.lines.iter().find(|line| line.number == number).map(|line| line.approve)
    };
    let chosen: Vec<ChosenLine> = paper
        .winners
        .iter()
        .map(|winner| ChosenLine {
            number: winner.number,
            title: winner.title.clone(),
            approve: approve(winner.number, winner.round).filter(|_| facts.publishes_counts),
        })
        .collect();
    let count = chosen.len();
    let ending = if count == 0 {
        sentence("chair-announce-none", &[])
    } else {
        sentences.push(sentence("chair-announce-chosen", &[("count", &count)]));
        sentence("chair-announce-end", &[("count", &count), ("year", &facts.year)])
    };
    ChairLine { sentences, chosen, ending: Some(ending), ..line }
}

/// What templates are tried with: every sentence there is, over all steps.
pub fn samples(now: Step) -> Vec<ChairLine> {
    let paper = match now {
        Step::Done => tally::sample_eventful_paper(DocumentState::Announced),
        _ => tally::sample_paper(DocumentState::Certified, true),
    };
    let kind = |seats| NextRoundLine {
        kind: RoundKind::ALL[usize::try_from(seats).unwrap_or_default() % RoundKind::ALL.len()],
        number: 2,
        seats,
        candidates: vec![10, 11],
    };
    let facts = |present, clear, on_paper, next, certified| Facts {
        session: "第三次会议",
        item: "<b>2024年度民生实事项目票决",
        year: 2024,
        turnout: RollCount { in_office: 340, excused: 1, present }.with(Quorum::TWO_THIRDS),
        clear,
        issued: 300,
        on_paper,
        returned: 290,
        threshold: 2,
        next,
        certified,
        publishes_counts: true,
        by_slips: on_paper > 0,
    };
    let steps = super::step::line(now);
    let next: Vec<NextRoundLine> = (0..3).map(kind).collect();
    let mut lines = words(&steps, &facts(300, true, 3, next.first(), Some(&paper)));
    let again = [
        facts(0, true, 0, next.get(1), None),
        facts(300, false, 0, next.get(2), None),
        facts(300, true, 0, next.get(1), Some(&paper)),
        facts(300, true, 0, next.get(2), None),
    ];
    lines.extend(again.iter().flat_map(|facts| words(&steps, facts)).filter(|line| line.standing != "done"));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        desk::step,
        tally::{sample_eventful_paper, sample_paper},
    };

    fn facts(present: i64, clear: bool) -> Facts<'static> {
        Facts {
            session: "第三次会议",
            item: "2024年度民生实事项目票决",
            year: 2024,
            turnout: RollCount { in_office: 340, excused: 1, present }.with(Quorum::TWO_THIRDS),
            clear,
            issued: 300,
            on_paper: 0,
            returned: 290,
            threshold: 2,
            next: None,
            certified: None,
            publishes_counts: true,
            by_slips: false,
        }
    }

    fn said(now: Step, facts: &Facts) -> ChairLine {
        words(&step::line(now), facts)
            .into_iter()
            .find(|line| line.step == now)
            .unwrap_or_else(|| ChairLine::at(&StepLine { step: now, standing: "now" }))
    }

    fn keys(line: &ChairLine) -> Vec<&str> {
        line.sentences.iter().chain(&line.ending).map(|sentence| sentence.key.as_str()).collect()
    }

    #[test]
    fn a_quorum_is_said_where_there_is_one_and_its_lack_where_there_is_none() {
        for (now, key) in [(Step::StartIssuing, "chair-start-issuing"), (Step::OpenRound, "chair-open-round")] {
            assert_eq!(keys(&said(now, &facts(227, true))), [key]);
            let slips = Facts { by_slips: true, ..facts(227, true) };
            assert_eq!(keys(&said(now, &slips)), [format!("{key}-slips")]);
            assert_eq!(keys(&said(now, &facts(226, true))), ["chair-no-quorum"]);
            assert_eq!(keys(&said(now, &facts(0, false))), ["chair-no-quorum"]);
            let blocked = said(now, &facts(227, false));
            assert_eq!((keys(&blocked).len(), blocked.direction), (0, Some("chair-not-ready")));
        }
    }

    #[test]
    fn what_comes_later_has_no_figure_in_it_and_what_is_over_is_not_said() {
        let sheet = words(&step::line(Step::CloseRound), &facts(300, true));
        for line in sheet {
            match line.standing {
                "done" => assert!(line.sentences.is_empty(), "{line:?}"),
                "now" => assert_eq!(keys(&line), ["chair-close-round", "chair-hurry", "chair-closing"]),
                _ => {
                    assert!(line.sentences[0].key.starts_with("chair-later-"), "{line:?}");
                    assert!(line.sentences[0].args.keys().all(|name| *name == "item"), "{line:?}");
                }
            }
        }
    }

    #[test]
    fn the_result_is_read_out_as_the_certificate_has_it() {
        let paper = sample_paper(DocumentState::Certified, true);
        let of = |paper| Facts { certified: Some(paper), ..facts(338, true) };
        let line = said(Step::Announce, &of(&paper));
        assert_eq!(line.chosen.iter().map(|c| (c.number, c.approve)).collect::<Vec<_>>(), [(1, Some(331))]);
        assert!(keys(&line).contains(&"chair-signed-by-all"));
        assert!(keys(&line).contains(&"chair-announce-counts"));
        let listed = Facts { publishes_counts: false, ..of(&paper) };
        let line = said(Step::Announce, &listed);
        assert_eq!(line.chosen[0].approve, None, "the method publishes no counts");
        assert!(!keys(&line).contains(&"chair-announce-counts"));
        let eventful = sample_eventful_paper(DocumentState::Certified);
        assert!(keys(&said(Step::Announce, &of(&eventful))).contains(&"chair-signed-but"));
    }
}
