//! A deputy on the roll of one session, and the delegation they sit with.

use super::attendance::Attendance;
use crate::ids::{AccountId, DelegationId, DeputyId, SessionId};

/// 代表团, in the order of the roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    pub id: DelegationId,
    pub name: String,
    pub position: i32,
}

/// 代表.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    pub id: DeputyId,
    pub session: SessionId,
    /// Only once a sign-in card was issued.
    pub account: Option<AccountId>,
    pub certificate_no: String,
    pub name: String,
    pub delegation: Delegation,
    pub phone: Option<String>,
    pub note: Option<String>,
    pub attendance: Attendance,
}

impl Deputy {
    pub fn is_present(&self) -> bool {
        self.attendance == Attendance::Present
    }

    /// Whether a search for `typed` means this deputy: part of the name or of the certificate number, in any width
    /// or case, spaces aside. An empty search means everybody.
    pub fn is_meant_by(&self, typed: &str) -> bool {
        let wanted = folded(typed);
        folded(&self.name).contains(&wanted) || folded(&self.certificate_no).contains(&wanted)
    }
}

fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        })
        .flat_map(char::to_uppercase)
        .collect()
}

/// Whose sign-in cards are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    All,
    WithoutCard,
    Delegation(DelegationId),
    One(DeputyId),
}

impl Which {
    pub fn includes(&self, deputy: &Deputy) -> bool {
        match self {
            Self::All => true,
            Self::WithoutCard => deputy.account.is_none(),
            Self::Delegation(id) => deputy.delegation.id == *id,
            Self::One(id) => deputy.id == *id,
        }
    }
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;

    pub fn deputy(session: SessionId, certificate_no: &str, name: &str) -> Deputy {
        Deputy {
            id: DeputyId::new(),
            session,
            account: None,
            certificate_no: certificate_no.to_owned(),
            name: name.to_owned(),
            delegation: Delegation { id: DelegationId::new(), name: "第一代表团".to_owned(), position: 1 },
            phone: None,
            note: None,
            attendance: Attendance::Absent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_by_part_of_name_or_number_however_it_is_typed() {
        let deputy = samples::deputy(SessionId::new(), "SC0012", "王小丽");
        for typed in ["王小", " 小 丽 ", "sc0012", "ＳＣ００１２", "0012", ""] {
            assert!(deputy.is_meant_by(typed), "{typed:?}");
        }
        assert!(!deputy.is_meant_by("王大丽"));
    }
}
