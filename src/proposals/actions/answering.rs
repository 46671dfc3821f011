//! What becomes of it, said once to everybody who proposed it.

use super::merging::own_need;
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{DbError, Ts, Tx},
    guests::{on_lines, on_one_line},
    ids::NeedId,
    proposals::{
        answer::{Answer, AnswerKind, LONGEST_ANSWER, LONGEST_UNIT, Referral},
        need::NeedState,
        store,
    },
    web::{Message, Refusal, Refused},
};

#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct AnswerForm {
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub words: String,
    /// To whom something is referred.
    #[serde(default)]
    pub target: String,
    /// The unit's name, or the motion's number.
    #[serde(default)]
    pub unit: String,
}

#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    #[error("no kind")]
    NoKind,
    #[error("no words")]
    NoWords,
    #[error("too long: {0}")]
    Long(usize, &'static str),
    #[error("to whom?")]
    NoTarget,
    #[error("to which unit, or under which number?")]
    NoUnit(Referral),
    #[error("it was answered")]
    Answered,
}

impl Refusal for AnswerError {
    fn message(&self) -> Message {
        match self {
            Self::NoKind => Message::new("answer-no-kind").at("kind"),
            Self::NoWords => Message::new("answer-no-words").at("words"),
            Self::Long(most, at) => Message::new("answer-long").with("most", most).at(at),
            Self::NoTarget => Message::new("answer-no-target").at("target"),
            Self::NoUnit(Referral::Motion) => Message::new("answer-no-motion").at("unit"),
            Self::NoUnit(_) => Message::new("answer-no-unit").at("unit"),
            Self::Answered => "answer-given".into(),
        }
    }
}

/// What one person of the secretariat may say, and what it makes of the need; all else is decided by two.
fn outcome(kind: AnswerKind) -> Option<NeedState> {
    match kind {
        AnswerKind::Referred => Some(NeedState::Referred),
        _ => None,
    }
}

/// The hotline has a number that everybody knows, a unit its name, a motion its number.
fn referred_to(form: &AnswerForm, unit: String) -> Result<(Referral, String), AnswerError> {
    let target: Referral = form.target.parse().map_err(|_| AnswerError::NoTarget)?;
    match target {
        Referral::Hotline => Ok((target, "12345".to_owned())),
        Referral::Unit | Referral::Motion if unit.is_empty() => Err(AnswerError::NoUnit(target)),
        Referral::Unit => Ok((target, unit)),
        Referral::Motion => Ok((target, format!("代表建议第{unit}号"))),
    }
}

/// To everybody who stands with it; how many these are.
pub fn answer_need(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: NeedId,
    form: &AnswerForm,
) -> Result<usize, Refused<AnswerError>> {
    let need = own_need(tx, person, id)?.ok_or(Refused::Missing)?;
    let kind: AnswerKind = form.kind.parse().map_err(|_| AnswerError::NoKind)?;
    let state = outcome(kind).ok_or(AnswerError::NoKind)?;
    let (words, unit) = (on_lines(&form.words), on_one_line(&form.unit));
    if words.is_empty() {
        return Err(AnswerError::NoWords.into());
    }
    if words.chars().count() > LONGEST_ANSWER {
        return Err(AnswerError::Long(LONGEST_ANSWER, "words").into());
    }
    if unit.chars().count() > LONGEST_UNIT {
        return Err(AnswerError::Long(LONGEST_UNIT, "unit").into());
    }
    if need.state != NeedState::Open {
        return Err(AnswerError::Answered.into());
    }
    let (target, unit) = referred_to(form, unit)?;
    let answer = Answer { target: Some(target), unit, ..Answer::new(kind, &words, &person.name, at) };
    let told = tell_members(tx, id, &answer)?;
    store::set_need_state(tx, id, state, None)?;
    congress::public_changed(tx, need.congress)?;
    let detail = serde_json::json!({ "kind": kind, "told": told });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::NeedAnswered, id).with(detail))?;
    Ok(told)
}

/// The answer, and one line for each of those who stand with the need.
pub fn tell_members(tx: &mut Tx, need: NeedId, answer: &Answer) -> Result<usize, DbError> {
    store::insert_answer(tx, Some(need), answer)?;
    let members = store::members_of(tx, need)?;
    for member in &members {
        store::give_answer(tx, answer.id, member.id, answer.at)?;
    }
    Ok(members.len())
}
