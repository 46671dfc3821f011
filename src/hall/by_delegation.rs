//! The roll delegation by delegation: who is there, and who holds a ballot.

use serde::Serialize;

use crate::{
    deputies::{Deputy, RollCount},
    ids::DeputyId,
};

/// 应到, 实到, 请假, 缺席, 领票 of a delegation. Who has not cast is known of the whole hall only: the ballots bear no
/// delegation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DelegationFigures {
    /// Empty of all together.
    pub name: String,
    pub in_office: i64,
    pub present: i64,
    pub excused: i64,
    pub absent: i64,
    pub issued: i64,
    /// 到会未领票.
    pub without_ballot: i64,
}

fn figures(name: &str, of: &[&Deputy], holders: &[DeputyId]) -> DelegationFigures {
    let count = RollCount::of(of.iter().map(|deputy| (deputy.attendance, 1)));
    let number = |meant: &dyn Fn(&Deputy) -> bool| {
        i64::try_from(of.iter().filter(|deputy| meant(deputy)).count()).unwrap_or(i64::MAX)
    };
    let holds = |deputy: &Deputy| holders.contains(&deputy.id);
    DelegationFigures {
        name: name.to_owned(),
        in_office: count.in_office,
        present: count.present,
        excused: count.excused,
        absent: count.absent(),
        issued: number(&holds),
        without_ballot: number(&|deputy| deputy.is_present() && !holds(deputy)),
    }
}

/// The roll comes delegation by delegation.
pub fn delegations(roll: &[Deputy]) -> impl Iterator<Item = (&str, Vec<&Deputy>)> {
    roll.chunk_by(|a, b| a.delegation.id == b.delegation.id)
        .map(|of| (of.first().map_or("", |deputy| deputy.delegation.name.as_str()), of.iter().collect()))
}

/// Each delegation in the order of the roll, and all together.
pub fn by_delegation(roll: &[Deputy], holders: &[DeputyId]) -> (Vec<DelegationFigures>, DelegationFigures) {
    let lines = delegations(roll).map(|(name, of)| figures(name, &of, holders)).collect();
    (lines, figures("", &roll.iter().collect::<Vec<_>>(), holders))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        deputies::{Attendance, Delegation},
        ids::{DelegationId, SessionId},
    };

    fn delegation(name: &str) -> Delegation {
        Delegation { id: DelegationId::new(), name: name.to_owned(), position: 0 }
    }

    fn deputy(delegation: &Delegation, attendance: Attendance) -> Deputy {
        Deputy {
            id: DeputyId::new(),
            session: SessionId::new(),
            account: None,
            certificate_no: "1".to_owned(),
            name: "甲".to_owned(),
            delegation: delegation.clone(),
            phone: None,
            seat: None,
            note: None,
            attendance,
            leave_reason: None,
        }
    }

    #[test]
    fn the_delegations_add_up_to_the_hall() {
        let (first, second) = (delegation("第一代表团"), delegation("第二代表团"));
        let roll = [
            deputy(&first, Attendance::Present),
            deputy(&first, Attendance::Present),
            deputy(&first, Attendance::Absent),
            deputy(&second, Attendance::Excused),
            deputy(&second, Attendance::Present),
        ];
        let (lines, all) = by_delegation(&roll, &[roll[0].id, roll[4].id]);
        let line = |name: &str, [in_office, present, excused, absent, issued, without_ballot]: [i64; 6]| {
            DelegationFigures { name: name.to_owned(), in_office, present, excused, absent, issued, without_ballot }
        };
        assert_eq!(lines, [line("第一代表团", [3, 2, 0, 1, 1, 1]), line("第二代表团", [2, 1, 1, 0, 1, 0])]);
        assert_eq!(all, line("", [5, 3, 1, 1, 2, 1]));
        assert_eq!(by_delegation(&[], &[]), (Vec::new(), DelegationFigures::default()));
    }
}
