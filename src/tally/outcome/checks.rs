//! The rows of the printed form that show whether the counts agree.

use super::counts::{BoxCount, CandidateVotes, Counts};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckName {
    /// 收回 ≤ 发出
    ReturnedWithinIssued,
    /// 发出 ≤ 实到
    IssuedWithinPresent,
    /// 实到 ≤ 应到
    PresentWithinInOffice,
    /// 收回 = 有效 + 无效
    ReturnedIsValidPlusVoid,
    /// 赞成 + 反对 + 弃权 = 有效
    ProjectSumIsValid { number: u32 },
    /// All 赞成 together ≤ 有效 × the cap
    ApprovalsWithinCap,
    /// 纸质票：收回 ≤ 发出
    PaperReturnedWithinIssued,
    /// 纸质票：收回 = 有效 + 无效
    PaperReturnedIsValidPlusVoid,
    /// 纸质票：赞成 + 反对 + 弃权 = 有效
    PaperProjectSumIsValid { number: u32 },
    /// 纸质票：all 赞成 together ≤ 有效 × the cap
    PaperApprovalsWithinCap,
    /// 码条：印制 = 发出 + 剩余 + 作废 + 遗失
    SlipsPrintedAddUp,
    /// 码条：名单上的选票码 = 发出 + 遗失
    SlipsListedAddUp,
}

impl CheckName {
    pub fn key(self) -> &'static str {
        match self {
            CheckName::ReturnedWithinIssued => "returned_within_issued",
            CheckName::IssuedWithinPresent => "issued_within_present",
            CheckName::PresentWithinInOffice => "present_within_in_office",
            CheckName::ReturnedIsValidPlusVoid => "returned_is_valid_plus_void",
            CheckName::ProjectSumIsValid { .. } => "project_sum_is_valid",
            CheckName::ApprovalsWithinCap => "approvals_within_cap",
            CheckName::PaperReturnedWithinIssued => "paper_returned_within_issued",
            CheckName::PaperReturnedIsValidPlusVoid => "paper_returned_is_valid_plus_void",
            CheckName::PaperProjectSumIsValid { .. } => "paper_project_sum_is_valid",
            CheckName::PaperApprovalsWithinCap => "paper_approvals_within_cap",
            CheckName::SlipsPrintedAddUp => "slips_printed_add_up",
            CheckName::SlipsListedAddUp => "slips_listed_add_up",
        }
    }
}

/// One row with ✓ or ✗; `left` and `right` are the two sides as the name writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CheckRow {
    pub name: CheckName,
    pub left: u64,
    pub right: u64,
    pub passed: bool,
}

fn at_most(name: CheckName, left: u64, right: u64) -> CheckRow {
    CheckRow { name, left, right, passed: left <= right }
}

fn equal(name: CheckName, left: u64, right: u64) -> CheckRow {
    CheckRow { name, left, right, passed: left == right }
}

fn sum(votes: &CandidateVotes) -> u64 {
    u64::from(votes.approve) + u64::from(votes.oppose) + u64::from(votes.abstain)
}

fn approvals(votes: &[CandidateVotes]) -> u64 {
    votes.iter().map(|votes| u64::from(votes.approve)).sum()
}

/// Every check of a round, in the order of the printed form; `cap` as of
/// [`super::RoundScope::max_approvals`], without a row of its own when there is none.
pub fn check_rows(counts: &Counts, votes: &[CandidateVotes], cap: Option<u32>) -> Vec<CheckRow> {
    let Counts { attendance, ballot_box, .. } = counts;
    let valid = u64::from(ballot_box.valid);
    let mut rows = vec![
        at_most(CheckName::ReturnedWithinIssued, ballot_box.returned.into(), ballot_box.issued.into()),
        at_most(CheckName::IssuedWithinPresent, ballot_box.issued.into(), attendance.present.into()),
        at_most(CheckName::PresentWithinInOffice, attendance.present.into(), attendance.in_office.into()),
        equal(CheckName::ReturnedIsValidPlusVoid, ballot_box.returned.into(), valid + u64::from(ballot_box.void)),
    ];
    rows.extend(
        votes.iter().map(|votes| equal(CheckName::ProjectSumIsValid { number: votes.number }, sum(votes), valid)),
    );
    if let Some(cap) = cap {
        rows.push(at_most(CheckName::ApprovalsWithinCap, approvals(votes), valid.saturating_mul(cap.into())));
    }
    rows
}

/// The same of the paper ballots by themselves.
pub fn paper_rows(paper: &BoxCount, votes: &[CandidateVotes], cap: Option<u32>) -> Vec<CheckRow> {
    let valid = u64::from(paper.valid);
    let mut rows = vec![
        at_most(CheckName::PaperReturnedWithinIssued, paper.returned.into(), paper.issued.into()),
        equal(CheckName::PaperReturnedIsValidPlusVoid, paper.returned.into(), valid + u64::from(paper.void)),
    ];
    rows.extend(
        votes.iter().map(|votes| equal(CheckName::PaperProjectSumIsValid { number: votes.number }, sum(votes), valid)),
    );
    if let Some(cap) = cap.filter(|_| !votes.is_empty()) {
        rows.push(at_most(CheckName::PaperApprovalsWithinCap, approvals(votes), valid.saturating_mul(cap.into())));
    }
    rows
}
