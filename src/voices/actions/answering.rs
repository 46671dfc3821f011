//! The unit answers.

use super::desk::of_congress;
use crate::{
    accounts::{Person, Role},
    audit::{self, Act, Deed},
    congress,
    db::{Conn, DbError, Ts, Tx},
    guests::on_lines,
    ids::{VoiceAnswerId, VoiceId},
    projects::{self, Tracked, Unit, may_report},
    voices::{
        answer::{Answer, LONGEST_ANSWER},
        store,
        voice::{Impossible, Voice},
    },
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    #[error(transparent)]
    Impossible(#[from] Impossible),
    #[error("no words")]
    NoWords,
    #[error("too many words")]
    LongWords,
}

impl Refusal for AnswerError {
    fn message(&self) -> Message {
        match self {
            Self::Impossible(Impossible::OutOfOrder) => "voice-out-of-order".into(),
            Self::Impossible(Impossible::Withdrawn) => "own-withdrawn".into(),
            Self::NoWords => Message::new("answer-no-words").at("words"),
            Self::LongWords => Message::new("answer-long").with("most", LONGEST_ANSWER).at("words"),
        }
    }
}

/// The lead unit answers for all of a project, another one for the sub-item that the plan gives it.
pub fn answers_for(unit: &Unit, tracked: &Tracked, voice: &Voice) -> bool {
    let plan = tracked.published().map(|version| &version.plan);
    match voice.sub_item {
        Some(sub_item) => may_report(unit, tracked.lead.as_ref(), plan, sub_item),
        None => tracked.lead.as_ref() == Some(unit),
    }
}

/// A message that the person's unit answers for, with the unit and the project.
pub fn voice_of_unit(conn: &mut Conn, person: &Person, id: VoiceId) -> Result<Option<(Voice, Tracked, Unit)>, DbError> {
    let Some(unit) = projects::unit_of(conn, person.id)?.filter(|_| person.role == Role::Department) else {
        return Ok(None);
    };
    let voice = store::voice_by_id(conn, of_congress(person)?, id)?.filter(Voice::is_passed_on);
    let Some(voice) = voice else { return Ok(None) };
    let tracked = projects::tracked_project(conn, voice.project)?.ok_or_else(DbError::missing)?;
    Ok(Some((voice, tracked, unit)).filter(|(voice, tracked, unit)| answers_for(unit, tracked, voice)))
}

/// Public at once, as a unit's reports and its answers to follow-ups are.
pub fn answer(tx: &mut Tx, person: &Person, at: Ts, id: VoiceId, words: &str) -> Result<(), Refused<AnswerError>> {
    let (voice, _, unit) = voice_of_unit(tx, person, id)?.ok_or(Refused::Missing)?;
    let words = on_lines(words);
    if words.is_empty() {
        return Err(AnswerError::NoWords.into());
    }
    if words.chars().count() > LONGEST_ANSWER {
        return Err(AnswerError::LongWords.into());
    }
    let (turn, due) = (voice.turn(), voice.due);
    let answered = voice.answered().map_err(AnswerError::from)?;
    let new = Answer {
        id: VoiceAnswerId::new(),
        voice: id,
        turn,
        words,
        unit: unit.name.clone(),
        by: person.name.clone(),
        at,
        due,
    };
    store::insert_answer(tx, &new)?;
    store::save_voice(tx, &answered)?;
    congress::public_changed(tx, answered.congress)?;
    let detail = serde_json::json!({ "unit": unit.name, "turn": turn, "late": new.is_late() });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::VoiceAnswered, answered.number).with(detail))?;
    Ok(())
}
