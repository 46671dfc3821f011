//! The rows of the printed form that show whether the counts agree.

use super::round::{CandidateVotes, Counts};

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

/// Every check of a round, in the order of the printed form; `cap` as of
/// [`super::RoundScope::max_approvals`], without a row of its own when there is none.
pub fn check_rows(counts: &Counts, votes: &[CandidateVotes], cap: Option<u32>) -> Vec<CheckRow> {
    let Counts { attendance, ballot_box } = counts;
    let at_most = |name, left: u64, right: u64| CheckRow { name, left, right, passed: left <= right };
    let equal = |name, left: u64, right: u64| CheckRow { name, left, right, passed: left == right };
    let valid = u64::from(ballot_box.valid);
    let mut rows = vec![
        at_most(CheckName::ReturnedWithinIssued, ballot_box.returned.into(), ballot_box.issued.into()),
        at_most(CheckName::IssuedWithinPresent, ballot_box.issued.into(), attendance.present.into()),
        at_most(CheckName::PresentWithinInOffice, attendance.present.into(), attendance.in_office.into()),
        equal(CheckName::ReturnedIsValidPlusVoid, ballot_box.returned.into(), valid + u64::from(ballot_box.void)),
    ];
    rows.extend(votes.iter().map(|votes| {
        let sum = u64::from(votes.approve) + u64::from(votes.oppose) + u64::from(votes.abstain);
        let number = votes.number;
        equal(CheckName::ProjectSumIsValid { number }, sum, valid)
    }));
    if let Some(cap) = cap {
        let approvals = votes.iter().map(|votes| u64::from(votes.approve)).sum();
        rows.push(at_most(CheckName::ApprovalsWithinCap, approvals, valid.saturating_mul(cap.into())));
    }
    rows
}
