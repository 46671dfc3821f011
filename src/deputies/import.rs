//! Putting a roll in the place of the one before: what stays, what goes, and when that is too late.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    attendance::Attendance,
    deputy::{Delegation, Deputy},
    roll::{RollChoices, RollRow},
};
use crate::{
    accounts::Login,
    ids::{AccountId, DelegationId, DeputyId, RollUploadId, SessionId},
    names::{same_name, same_number},
};

/// A file between upload and import.
#[derive(Clone, Debug)]
pub struct RollUpload {
    pub id: RollUploadId,
    pub session: SessionId,
    pub file_name: String,
    pub content: Vec<u8>,
    /// How it is to be read.
    pub choices: RollChoices,
}

/// Why a roll that reads well does not go in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportRefusal {
    #[error("the roll is empty")]
    Empty,
    /// Rounds of one item share one roll.
    #[error("a round has begun: the roll is frozen")]
    Frozen,
    #[error("{0} deputies have checked in or are excused")]
    AttendanceBegun(usize),
    /// The number is also the name to sign in with.
    #[error("line {line}: {certificate_no} is too short to sign in with")]
    NumberTooShort { line: u32, certificate_no: String },
}

/// What an import changes, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportSummary {
    pub deputies: usize,
    pub delegations: usize,
    /// On the roll before and on the new one, with the same number and name.
    pub kept: usize,
    pub added: usize,
    pub gone: usize,
    /// Sign-in cards that are worth nothing from now on.
    pub void_cards: usize,
}

/// A roll ready to be stored.
#[derive(Clone, Debug)]
pub struct NewRoll {
    pub delegations: Vec<Delegation>,
    pub deputies: Vec<Deputy>,
    /// Accounts of those who are gone, and on no other roll.
    pub closed: Vec<AccountId>,
    pub summary: ImportSummary,
}

impl NewRoll {
    /// The same, where these accounts are needed for other rolls.
    pub fn sparing(mut self, needed: &HashSet<AccountId>) -> Self {
        self.closed.retain(|account| !needed.contains(account));
        self.summary.void_cards = self.closed.len();
        self
    }
}

/// Whether the roll may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RollDoor {
    Open,
    /// By a decision after a void round, with people in the hall: whoever stays on the roll stays checked in.
    BetweenRounds,
    Shut,
}

/// The new roll. Whoever has the same number and name as before stays the same deputy and keeps the sign-in card;
/// a number that passes to another person does not pass on the card.
pub fn plan(session: SessionId, before: &[Deputy], rows: &[RollRow], door: RollDoor) -> Result<NewRoll, ImportRefusal> {
    if door == RollDoor::Shut && !before.is_empty() {
        return Err(ImportRefusal::Frozen);
    }
    let marked = before.iter().filter(|deputy| deputy.attendance != Attendance::Absent).count();
    if door != RollDoor::BetweenRounds && marked > 0 {
        return Err(ImportRefusal::AttendanceBegun(marked));
    }
    if rows.is_empty() {
        return Err(ImportRefusal::Empty);
    }
    let numbered = |row: &&RollRow| !row.certificate_no.is_empty();
    if let Some(row) = rows.iter().filter(numbered).find(|row| Login::parse(&row.certificate_no).is_none()) {
        return Err(ImportRefusal::NumberTooShort { line: row.line, certificate_no: row.certificate_no.clone() });
    }
    let known: HashMap<(&str, &str), &Deputy> =
        before.iter().map(|deputy| ((deputy.certificate_no.as_str(), deputy.name.as_str()), deputy)).collect();
    let rows = &with_numbers(before, rows);
    let delegations = delegations(rows);
    let by_name: HashMap<&str, &Delegation> = delegations.iter().map(|d| (d.name.as_str(), d)).collect();
    let mut deputies = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(delegation) = by_name.get(row.delegation.as_str()) else { continue };
        let same = known.get(&(row.certificate_no.as_str(), row.name.as_str()));
        deputies.push(Deputy {
            id: same.map_or_else(DeputyId::new, |deputy| deputy.id),
            session,
            account: same.and_then(|deputy| deputy.account),
            certificate_no: row.certificate_no.clone(),
            name: row.name.clone(),
            delegation: (*delegation).clone(),
            phone: row.phone.clone(),
            seat: row.seat.clone(),
            note: Some(row.note.clone()).filter(|note| !note.is_empty()),
            attendance: same.map_or(Attendance::Absent, |deputy| deputy.attendance),
            leave_reason: same.and_then(|deputy| deputy.leave_reason.clone()),
        });
    }
    let staying: HashSet<DeputyId> = deputies.iter().map(|deputy| deputy.id).collect();
    let gone: Vec<&Deputy> = before.iter().filter(|deputy| !staying.contains(&deputy.id)).collect();
    let closed: Vec<AccountId> = gone.iter().filter_map(|deputy| deputy.account).collect();
    let kept = before.len() - gone.len();
    let summary = ImportSummary {
        deputies: deputies.len(),
        delegations: delegations.len(),
        kept,
        added: deputies.len() - kept,
        gone: gone.len(),
        void_cards: closed.len(),
    };
    Ok(NewRoll { delegations, deputies, closed, summary })
}

/// Each row with a number: whoever was on the roll before keeps the one of before, the others get the next that nobody
/// has or had.
fn with_numbers(before: &[Deputy], rows: &[RollRow]) -> Vec<RollRow> {
    let mut taken: BTreeSet<String> = before.iter().map(|deputy| same_number(&deputy.certificate_no)).collect();
    let given: HashSet<String> = rows.iter().map(|row| same_number(&row.certificate_no)).collect();
    taken.extend(given.iter().cloned());
    let whom = |name: &str, delegation: &str| (same_name(name), same_name(delegation));
    let mut of_before: HashMap<(String, String), Vec<&str>> = HashMap::new();
    for deputy in before.iter().filter(|deputy| !given.contains(&same_number(&deputy.certificate_no))) {
        of_before.entry(whom(&deputy.name, &deputy.delegation.name)).or_default().push(&deputy.certificate_no);
    }
    let mut free = (1..).map(|number: u32| format!("D{number:04}")).filter(|number| !taken.contains(number));
    rows.iter()
        .map(|row| {
            let mut row = row.clone();
            if row.certificate_no.is_empty() {
                let kept = of_before.get_mut(&whom(&row.name, &row.delegation)).filter(|numbers| !numbers.is_empty());
                row.certificate_no =
                    kept.map(|numbers| numbers.remove(0).to_owned()).or_else(|| free.next()).unwrap_or_default();
            }
            row
        })
        .collect()
}

/// The delegations in the order in which the roll first names them.
fn delegations(rows: &[RollRow]) -> Vec<Delegation> {
    let mut seen = HashSet::new();
    (1..)
        .zip(rows.iter().filter(|row| seen.insert(row.delegation.as_str())))
        .map(|(position, row)| Delegation { id: DelegationId::new(), name: row.delegation.clone(), position })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn row(line: u32, certificate_no: &str, name: &str, delegation: &str) -> RollRow {
        RollRow {
            line,
            certificate_no: certificate_no.to_owned(),
            name: name.to_owned(),
            delegation: delegation.to_owned(),
            phone: None,
            seat: None,
            note: String::new(),
        }
    }

    fn first_roll(session: SessionId) -> Vec<Deputy> {
        let rows = [row(2, "SC01", "甲", "第二团"), row(3, "SC02", "乙", "第一团"), row(4, "SC03", "丙", "第二团")];
        let mut deputies = plan(session, &[], &rows, RollDoor::Open).unwrap().deputies;
        for deputy in &mut deputies {
            deputy.account = Some(AccountId::new());
        }
        deputies
    }

    #[test]
    fn delegations_stand_in_the_order_of_the_roll() {
        let rows = [row(2, "SC01", "甲", "第二团"), row(3, "SC02", "乙", "第一团"), row(4, "SC03", "丙", "第二团")];
        let roll = plan(SessionId::new(), &[], &rows, RollDoor::Open).unwrap();
        let names: Vec<_> = roll.delegations.iter().map(|d| (d.position, d.name.as_str())).collect();
        assert_eq!(names, [(1, "第二团"), (2, "第一团")]);
        assert_eq!(roll.deputies[2].delegation, roll.delegations[0]);
        assert_eq!(roll.summary, ImportSummary { deputies: 3, delegations: 2, added: 3, ..Default::default() });
    }

    #[test]
    fn who_stays_keeps_the_card_and_who_goes_loses_it() {
        let session = SessionId::new();
        let before = first_roll(session);
        let rows = [row(2, "SC01", "甲", "第一团"), row(3, "SC02", "丁", "第一团"), row(4, "SC04", "戊", "第一团")];
        let roll = plan(session, &before, &rows, RollDoor::Open).unwrap();
        assert_eq!((roll.deputies[0].id, roll.deputies[0].account), (before[0].id, before[0].account));
        assert_eq!(roll.deputies[0].delegation.name, "第一团");
        assert_eq!(roll.deputies[1].account, None, "a number that passes to another person passes on no card");
        assert_eq!(roll.closed, [before[1].account.unwrap(), before[2].account.unwrap()]);
        assert_eq!((roll.summary.kept, roll.summary.added, roll.summary.gone), (1, 2, 2));
        let spared = roll.sparing(&HashSet::from([before[1].account.unwrap()]));
        assert_eq!((spared.closed, spared.summary.void_cards), (vec![before[2].account.unwrap()], 1));
    }

    #[test]
    fn numbers_that_are_made_stay_with_their_people() {
        let session = SessionId::new();
        let numbers = |roll: &NewRoll| -> Vec<String> {
            roll.deputies.iter().map(|deputy| format!("{}{}", deputy.certificate_no, deputy.name)).collect()
        };
        let rows = [row(2, "", "甲", "第一团"), row(3, "D0001", "乙", "第一团"), row(4, "", "丙", "第二团")];
        let first = plan(session, &[], &rows, RollDoor::Open).unwrap();
        assert_eq!(numbers(&first), ["D0002甲", "D0001乙", "D0003丙"]);
        let rows = [
            row(2, "", "丁", "第一团"),
            row(3, "", "甲", "第一团"),
            row(4, "", "丙", "第二团"),
            row(5, "", "甲", "第二团"),
        ];
        let second = plan(session, &first.deputies, &rows, RollDoor::Open).unwrap();
        assert_eq!(numbers(&second), ["D0004丁", "D0002甲", "D0003丙", "D0005甲"], "D0001 was somebody's");
        assert_eq!(second.summary.kept, 2);
    }

    #[test]
    fn a_roll_in_use_is_not_replaced() {
        let session = SessionId::new();
        let rows = [row(2, "SC01", "甲", "第一团")];
        let mut before = first_roll(session);
        assert_eq!(plan(session, &before, &rows, RollDoor::Shut).unwrap_err(), ImportRefusal::Frozen);
        before[1].attendance = Attendance::Excused;
        assert_eq!(plan(session, &before, &rows, RollDoor::Open).unwrap_err(), ImportRefusal::AttendanceBegun(1));
    }

    #[test]
    fn a_number_must_serve_to_sign_in() {
        let rows = [row(2, "01", "甲", "第一团"), row(3, "2", "乙", "第一团")];
        let refusal = plan(SessionId::new(), &[], &rows, RollDoor::Open).unwrap_err();
        assert_eq!(refusal, ImportRefusal::NumberTooShort { line: 3, certificate_no: "2".to_owned() });
        assert_eq!(plan(SessionId::new(), &[], &[], RollDoor::Open).unwrap_err(), ImportRefusal::Empty);
    }
}
