//! A deputy on the roll of one session, and the delegation they sit with.

use percent_encoding::percent_decode_str;

use super::attendance::Attendance;
use crate::{
    ids::{AccountId, DelegationId, DeputyId, SessionId},
    names::{same_name, same_number},
};

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
    pub seat: Option<String>,
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
    /// or case, spaces and middle dots aside. An empty search means everybody.
    pub fn is_meant_by(&self, typed: &str) -> bool {
        let typed = scanned(typed);
        let (name, number) = (same_name(&typed), same_number(&typed));
        (!name.is_empty() || number.is_empty()) && same_name(&self.name).contains(&name)
            || !number.is_empty() && same_number(&self.certificate_no).contains(&number)
    }
}

/// What a sign-in card's QR code says (`…/sign-in?login=SC0001`, by a scanner that types), else what was typed.
pub fn scanned(typed: &str) -> String {
    match typed.split_once("login=") {
        Some((_, login)) => {
            let login = login.split(['&', '#']).next().unwrap_or_default().replace('+', " ");
            percent_decode_str(&login).decode_utf8_lossy().trim().to_owned()
        }
        None => typed.trim().to_owned(),
    }
}

/// Exactly whom the desk means: the deputy of that number, else everybody of that name.
pub fn meant<'a>(roll: &'a [Deputy], typed: &str) -> Vec<&'a Deputy> {
    let typed = scanned(typed);
    let by = |form: fn(&str) -> String, part: fn(&Deputy) -> &str| -> Vec<&'a Deputy> {
        let wanted = form(&typed);
        roll.iter().filter(|deputy| !wanted.is_empty() && form(part(deputy)) == wanted).collect()
    };
    let numbered = by(same_number, |deputy| &deputy.certificate_no);
    if numbered.is_empty() { by(same_name, |deputy| &deputy.name) } else { numbered }
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
            seat: None,
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
        for (card, number) in [
            ("%E4%B8%8A%E4%BB%A3%E5%AD%97001", "上代字001"),
            ("T%262%23x", "T&2#x"),
            ("T%2B03", "T+03"),
            ("T%2541", "T%41"),
        ] {
            let roll = [samples::deputy(session, number, "甲")];
            assert_eq!(meant(&roll, &format!("http://vote.example/sign-in?login={card}")).len(), 1, "{number}");
        }
        let roll =
            [samples::deputy(session, "SC01", "买买提·吐尔逊"), samples::deputy(session, "SC02", "葛\u{e0100}明")];
        for typed in
            ["买买提吐尔逊", "买买提.吐尔逊", "买买提‧吐尔逊", "买买提．吐尔逊", "买买提･吐尔逊", "买买提 吐尔逊"]
        {
            assert_eq!(meant(&roll, typed).len(), 1, "{typed}");
            assert!(roll[0].is_meant_by(typed), "{typed}");
        }
        assert_eq!(meant(&roll, "葛明").len(), 1, "a variant of a character is typed by few");
        for nobody in ["", "SC", "https://vote.example/sign-in?login="] {
            assert!(found(nobody).is_empty(), "{nobody:?}");
        }
    }
}
