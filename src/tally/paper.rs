//! The certificate as a person reads it: the 计票报告单 on A4, and the table of the result.

use serde::Serialize;

use super::{
    certificate::{Certificate, RoundDocument},
    certification::{CertificateState, CertificateStatus, Notice, Signature},
    outcome::Conclusion,
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
    pub present: u32,
    pub quorum: u32,
    pub quorum_met: bool,
    pub issued: u32,
    pub returned: u32,
    pub valid: u32,
    pub void: u32,
    pub not_cast: u32,
    pub seats: u32,
    pub pass_mark: Option<u32>,
    /// Where the line of the pass mark is drawn, in per cent.
    pub mark_at: Option<String>,
    pub present_rate: String,
    pub returned_rate: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct SignatureLine {
    pub name: String,
    pub chief: bool,
    pub signed: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CheckLine {
    /// The message `check-<key>`.
    pub key: &'static str,
    pub passed: bool,
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
    pub numbers: RoundNumbers,
    /// In the order of rank, chosen first.
    pub ranked: Vec<ResultLine>,
    /// In the order of the ballot.
    pub lines: Vec<ResultLine>,
    pub chosen: Vec<u32>,
    pub checks: Vec<CheckLine>,
    pub election_fingerprint: String,
    pub archive_fingerprint: String,
    pub key_list_fingerprint: String,
    pub signatures: Vec<SignatureLine>,
    pub secretariat: String,
    pub confirmed: Option<String>,
    pub announced: Option<String>,
    pub hash: String,
    pub state: CertificateState,
}

fn per_cent(part: u32, whole: u32) -> String {
    if whole == 0 {
        return "0".to_owned();
    }
    let hundredths = u64::from(part) * 10_000 / u64::from(whole);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn line(title: String, project: &super::certificate::ProjectLine, in_office: u32) -> ResultLine {
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
        chosen: project.chosen,
        approve_width: per_cent(project.approve, in_office),
        oppose_start: per_cent(after_approve, in_office),
        oppose_width: per_cent(project.oppose, in_office),
        abstain_start: per_cent(after_oppose, in_office),
        abstain_width: per_cent(project.abstain, in_office),
    }
}

fn numbers(round: &RoundDocument) -> RoundNumbers {
    let in_office = round.attendance.in_office;
    // Half a vote before the mark, so that the line falls between those who fail and those who pass.
    let mark_at =
        round.pass_mark.map(|mark| per_cent(mark.saturating_mul(2).saturating_sub(1), in_office.saturating_mul(2)));
    RoundNumbers {
        in_office,
        excused: round.attendance.excused,
        present: round.attendance.present,
        quorum: round.quorum,
        quorum_met: round.quorum_met,
        issued: round.issued,
        returned: round.returned,
        valid: round.valid,
        void: round.void,
        not_cast: round.not_cast,
        seats: round.seats,
        pass_mark: round.pass_mark,
        mark_at,
        present_rate: per_cent(round.attendance.present, in_office),
        returned_rate: per_cent(round.returned, round.issued),
    }
}

impl Paper {
    /// The last round of the certificate, which is the one that settled the item.
    pub fn of(
        status: &CertificateStatus,
        certificate: &Certificate,
        signatures: &[Signature],
        notice: Option<&Notice>,
    ) -> Option<Self> {
        let document = certificate.document();
        let round = document.rounds.last()?;
        let in_office = round.attendance.in_office;
        let title = |number: u32| {
            document.candidates.iter().find(|c| c.number == number).map_or_else(String::new, |c| c.title.clone())
        };
        let lines: Vec<ResultLine> =
            round.projects.iter().map(|project| line(title(project.number), project, in_office)).collect();
        let mut ranked = lines.clone();
        ranked.sort_by_key(|line| (!line.chosen, line.rank, line.number));
        let checks = round.checks().into_iter().map(|row| CheckLine { key: row.name.key(), passed: row.passed }).fold(
            Vec::<CheckLine>::new(),
            |mut lines, row| {
                // One line for all projects: it fails if one of them does.
                match lines.iter_mut().find(|line| line.key == row.key) {
                    Some(line) => line.passed &= row.passed,
                    None => lines.push(row),
                }
                lines
            },
        );
        let signed = |key: &str| signatures.iter().find(|s| s.verification_key == key).map(|s| s.signed_at.to_page());
        let chosen = match &round.conclusion {
            Conclusion::Void { .. } => Vec::new(),
            _ => document.chosen.iter().map(|chosen| chosen.number).collect(),
        };
        Some(Self {
            number: status.number.clone(),
            congress: document.congress.clone(),
            session: document.session.clone(),
            plenary: document.plenary.clone(),
            date: document.date.to_string(),
            item: document.item.clone(),
            method_version: document.method_version,
            method_hash: document.method_hash.to_string(),
            numbers: numbers(round),
            ranked,
            lines,
            chosen,
            checks,
            election_fingerprint: round.archive.election.to_string(),
            archive_fingerprint: round.archive.last_event.to_string(),
            key_list_fingerprint: round.archive.key_list.to_string(),
            signatures: document
                .signers
                .scrutineers
                .iter()
                .map(|s| SignatureLine {
                    name: s.name.clone(),
                    chief: s.chief,
                    signed: signed(s.verification_key.as_str()),
                })
                .collect(),
            secretariat: document.signers.secretariat.clone(),
            confirmed: status.confirmed.as_ref().map(|(name, at)| format!("{name} {}", at.to_page())),
            announced: notice.map(|notice| notice.announced_at.to_page()),
            hash: status.hash.clone(),
            state: status.state,
        })
    }
}

/// What templates are tried with.
pub fn sample_paper(state: CertificateState, oppose: bool) -> Paper {
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
    let done = state != CertificateState::Drafted;
    Paper {
        number: "2024-1".into(),
        congress: "杭州市上城区第一届人民代表大会".into(),
        session: "第三次会议".into(),
        plenary: "第二次全体会议".into(),
        date: "2024-02-03".into(),
        item: "2024年度民生实事项目票决".into(),
        method_version: 1,
        method_hash: "5b7e6bf2".repeat(8),
        numbers: RoundNumbers {
            in_office: 340,
            excused: 2,
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
            mark_at: oppose.then(|| "50.15".into()),
            present_rate: "99.41".into(),
            returned_rate: "100.00".into(),
        },
        ranked: lines.clone(),
        lines,
        chosen: vec![1],
        checks: vec![CheckLine { key: "returned_within_issued", passed: oppose }],
        election_fingerprint: "phi".into(),
        archive_fingerprint: "26f8567f".repeat(8),
        key_list_fingerprint: "key".into(),
        signatures: vec![SignatureLine {
            name: "<script>陈志强</script>".into(),
            chief: true,
            signed: done.then(|| "2024-02-03 11:26".into()),
        }],
        secretariat: "周敏".into(),
        confirmed: done.then(|| "周敏 2024-02-03 11:30".into()),
        announced: (state == CertificateState::Announced).then(|| "2024-02-04 09:00".into()),
        hash: "03d66dd0".repeat(8),
        state,
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
