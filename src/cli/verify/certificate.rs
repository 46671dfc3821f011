//! A certificate and its corrigenda against the archives.

use std::path::Path;

use verifiable_ballots::{Election, Verified, VerifyError};

use super::{
    Verdict, bad, bad_by,
    files::board,
    signatures::{check_hash, check_signed, paper_of, read_signed},
    words::{Language, both},
};
use crate::{
    documents::SignedFile,
    tally::{
        Corrigendum,
        certificate::{Certificate, ProjectLine, RoundDocument},
        outcome::Conclusion,
    },
};

fn speaks_of(round: &RoundDocument, fingerprint: &str) -> bool {
    round.archive.as_ref().is_some_and(|archive| archive.election.as_str() == fingerprint)
}

/// The round whose box this is, if the certificate speaks of it.
pub(super) fn round_of<'a>(certificate: &'a Certificate, path: &Path) -> Result<Option<&'a RoundDocument>, Verdict> {
    let (mut archive, board) = board(path)?;
    let election = archive.content(&board.election).map_err(VerifyError::from)?;
    let election = Election::parse(election).map_err(VerifyError::from)?;
    Ok(certificate.document().rounds.iter().find(|round| speaks_of(round, election.fingerprint())))
}

pub(super) fn check_certificate(
    certificate: &Certificate,
    file: &SignedFile,
    verified: &[Verified],
    with_caps: bool,
    language: Language,
) -> Result<(), Verdict> {
    check_hash(file, certificate)?;
    let hash = &file.hash;
    language.agrees(both!("报告单：指纹 {hash}", "certificate: hash {hash}"));
    certificate.check().map_err(bad_by)?;
    language.agrees(both!(
        "报告单：结果是按表决办法从票数得出的",
        "certificate: outcome follows from the counts by the voting method"
    ));
    for change in &certificate.document().changes {
        let number = change.after_round;
        for decision in &change.decisions {
            let (body, day, reason) = (&decision.body, decision.decided_on, &decision.reason);
            language.agrees(both!(
                "报告单：第 {number} 轮及以前全部作废；{body} {day} 决定更改后重新投票：{reason}",
                "certificate: rounds up to {number} are void; the vote began anew after a change decided on {day} by {body}: {reason}"
            ));
        }
    }
    for verified in verified {
        if !certificate.document().rounds.iter().any(|round| speaks_of(round, verified.election.fingerprint())) {
            return Err(bad(both!("它说的不是这个票箱", "it does not speak of this archive")));
        }
    }
    for round in &certificate.document().rounds {
        let found = verified.iter().find(|verified| speaks_of(round, verified.election.fingerprint()));
        let (number, void) = (round.number, matches!(round.conclusion, Conclusion::Void { .. }));
        match found {
            Some(verified) => {
                check_round(round, verified, with_caps)?;
                let zh_void = if void { "；本轮作废，不决定任何事" } else { "" };
                let en_void = if void { "; the round is void, its ballots decide nothing" } else { "" };
                let (zh_paper, en_paper) = round.paper.as_ref().map_or_else(Default::default, |paper| {
                    let returned = paper.returned;
                    (
                        format!("；另有 {returned} 张纸质选票，档案证明不了"),
                        format!(" and {returned} ballots on paper, which no archive proves"),
                    )
                });
                language.agrees(both!(
                    "报告单：第 {number} 轮的票数和指纹与票箱一致{zh_paper}{zh_void}",
                    "certificate: round {number}: counts and fingerprints are those of the archive{en_paper}{en_void}"
                ));
            }
            None if void => language.tell(both!(
                "报告单：第 {number} 轮作废，不决定任何事；没有给出它的票箱档案",
                "certificate: round {number}: void, decides nothing; its archive was not given"
            )),
            None => return Err(bad(both!("缺第 {number} 轮的票箱档案", "the archive of round {number} is missing"))),
        }
    }
    check_signed::<Certificate>(file, &certificate.document().signers, last_box(certificate, verified), language)
}

/// The box of the last round that was given: between two rounds the presidium may have had another key made, and whoever holds the
/// last one signs.
fn last_box<'a>(certificate: &Certificate, verified: &'a [Verified]) -> &'a [Verified] {
    let of = |round: &RoundDocument| {
        verified.iter().find(|verified| speaks_of(round, verified.election.fingerprint())).map(std::slice::from_ref)
    };
    certificate.document().rounds.iter().rev().find_map(of).unwrap_or(verified)
}

fn check_round(round: &RoundDocument, verified: &Verified, with_caps: bool) -> Result<(), Verdict> {
    let archive =
        round.archive.as_ref().ok_or_else(|| bad(both!("这一轮没有票箱档案", "a round without its archive")))?;
    if Some(archive.last_event.as_str()) != verified.head.last_event() {
        return Err(bad(both!("票箱档案的最后一条记录不是它", "the archive's last event is another")));
    }
    if archive.key_list.as_str() != verified.credentials.fingerprint() {
        return Err(bad(both!("选票码名单不是它", "the list of keys is another")));
    }
    let on_paper = round.paper.as_ref().map_or((0, 0), |paper| (paper.issued, paper.returned));
    let electronic = (round.issued.checked_sub(on_paper.0), round.returned.checked_sub(on_paper.1));
    // Where deputies drew slips, the certificate says itself how many keys are listed, and `check` has seen that they add up.
    let keys = round.slips.map_or(electronic.0, |slips| Some(slips.listed));
    if keys.and_then(|keys| usize::try_from(keys).ok()) != Some(verified.credentials.len()) {
        return Err(bad(both!(
            "发出的张数与名单上的选票码个数不同",
            "it says that another number of ballots was issued than keys are on the list"
        )));
    }
    if electronic.1.map(u64::from) != Some(verified.tallied) {
        return Err(bad(both!("票箱里的张数与它不同", "the box holds another number of ballots")));
    }
    let proved_beside = verified.election.questions().len() > 1 && round.max_approvals.is_some();
    if with_caps && proved_beside && verified.cap.flatten() != round.max_approvals && verified.tallied > 0 {
        let number = round.number;
        return Err(bad(both!(
            "第 {number} 轮：选票没有证明它所说的赞成上限",
            "round {number}: its ballots do not prove the cap it names"
        )));
    }
    if matches!(round.conclusion, Conclusion::Void { .. }) {
        return Ok(());
    }
    let result =
        verified.result.as_ref().ok_or_else(|| bad(both!("票箱档案里没有票数", "the archive has no result")))?;
    let counted: Vec<Vec<u64>> = match result.counts.as_slice() {
        // One question for all candidates: nobody opposes.
        [row] if row.len() == round.projects.len() && round.projects.len() != 1 => {
            row.iter().map(|&approve| vec![approve]).collect()
        }
        rows => rows.to_vec(),
    };
    let agrees = counted.len() == round.projects.len()
        && counted.iter().zip(&round.projects).all(|(row, line)| {
            let Some(electronic) = electronic_votes(round, line) else { return false };
            match row.as_slice() {
                [_, _, _] => row.iter().copied().eq(electronic),
                [approve] => *approve == electronic[0],
                _ => false,
            }
        });
    if agrees {
        Ok(())
    } else {
        Err(bad(both!("它的票数不是票箱里的", "its votes are not those of the archive")))
    }
}

/// 赞成, 反对, 弃权 of a project without those on paper; `None` if paper alone has more.
fn electronic_votes(round: &RoundDocument, line: &ProjectLine) -> Option<[u64; 3]> {
    let on_paper = match &round.paper {
        None => [0; 3],
        Some(paper) => {
            let votes = paper.projects.iter().find(|votes| votes.number == line.number)?;
            [votes.approve, votes.oppose, votes.abstain]
        }
    };
    let mut rest = [line.approve, line.oppose, line.abstain].map(u64::from);
    for (votes, on_paper) in rest.iter_mut().zip(on_paper) {
        *votes = votes.checked_sub(on_paper.into())?;
    }
    Some(rest)
}

pub(super) fn check_corrigendum(
    bytes: &[u8],
    certificate: &Certificate,
    verified: &[Verified],
    language: Language,
) -> Result<(), Verdict> {
    let file = read_signed(bytes)?;
    let corrigendum: Corrigendum = paper_of(&file)?;
    check_hash(&file, &corrigendum)?;
    if corrigendum.certificate_hash != certificate.hash() {
        return Err(bad(both!("更正说的是另一份报告单", "the corrigendum names another certificate")));
    }
    // Whom the certificate names signs what mends it.
    check_signed::<Corrigendum>(&file, &certificate.document().signers, last_box(certificate, verified), language)?;
    let (number, place) = (corrigendum.number, &corrigendum.place);
    let (stands, should_be) = (&corrigendum.stands, &corrigendum.should_be);
    language.agrees(both!(
        "更正 {number}：{place}：“{stands}”应为“{should_be}”",
        "corrigendum {number}: {place}: {stands} reads {should_be}"
    ));
    Ok(())
}
