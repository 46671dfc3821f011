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
    /// Of a deputy who is excused.
    pub leave_reason: Option<String>,
}

impl Deputy {
    pub fn is_present(&self) -> bool {
        self.attendance == Attendance::Present
    }

    /// Whether a search for `typed` means this deputy: part of the name or of the certificate number, in any width
    /// or case, spaces aside. An empty search means everybody.
    pub fn is_meant_by(&self, typed: &str) -> bool {
        let wanted = folded(scanned(typed));
        folded(&self.name).contains(&wanted) || folded(&self.certificate_no).contains(&wanted)
    }
}

/// What a sign-in card's QR code says (`…/sign-in?login=SC0001`, by a scanner that types), else what was typed.
pub fn scanned(typed: &str) -> &str {
    match typed.split_once("login=") {
        Some((_, login)) => login.split(['&', '#']).next().unwrap_or_default().trim(),
        None => typed.trim(),
    }
}

/// Exactly whom the desk means: the deputy of that number, else everybody of that name.
pub fn meant<'a>(roll: &'a [Deputy], typed: &str) -> Vec<&'a Deputy> {
    let wanted = folded(scanned(typed));
    let by = |part: fn(&Deputy) -> &str| -> Vec<&'a Deputy> {
        roll.iter().filter(|deputy| !wanted.is_empty() && folded(part(deputy)) == wanted).collect()
    };
    let numbered = by(|deputy| &deputy.certificate_no);
    if numbered.is_empty() { by(|deputy| &deputy.name) } else { numbered }
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
            leave_reason: None,
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

    #[test]
    fn the_desk_finds_one_deputy_by_number_name_or_card() {
        let session = SessionId::new();
        let roll =
            [("SC01", "王小丽"), ("SC010", "李明"), ("SC02", "李明")].map(|(n, a)| samples::deputy(session, n, a));
        let found = |typed: &str| meant(&roll, typed).iter().map(|d| d.certificate_no.as_str()).collect::<Vec<_>>();
        assert_eq!(found(" sc01"), ["SC01"]);
        assert_eq!(found("https://vote.example/sign-in?login=SC010"), ["SC010"]);
        assert_eq!(found("王 小丽"), ["SC01"]);
        assert_eq!(found("李明"), ["SC010", "SC02"]);
        for nobody in ["", "SC", "https://vote.example/sign-in?login="] {
            assert!(found(nobody).is_empty(), "{nobody:?}");
        }
    }
}
