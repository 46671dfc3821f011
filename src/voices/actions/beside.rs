//! A deputy remarks something; supervisors carry a message on.

use super::desk::{BesideError, of_congress, public_path};
use crate::{
    accounts::{Person, Role},
    audit::{self, Act, Deed},
    db::{Ts, Tx},
    guests::on_lines,
    ids::{FollowUpId, VoiceId, VoiceWordsId},
    supervision::{self, FollowUpError},
    voices::{
        beside::{Beside, BesideKind, BesideState, LONGEST_BESIDE},
        store,
        voice::Voice,
    },
    web::{Message, Refusal, Refused},
};

fn public_voice(tx: &mut Tx, person: &Person, id: VoiceId) -> Result<Option<Voice>, crate::db::DbError> {
    Ok(store::voice_by_id(tx, of_congress(person)?, id)?.filter(Voice::is_public))
}

/// By a deputy, under their name; everybody sees it once the secretariat has looked at it.
pub fn remark(tx: &mut Tx, person: &Person, at: Ts, id: VoiceId, words: &str) -> Result<(), Refused<BesideError>> {
    if person.role != Role::Deputy {
        return Err(Refused::Missing);
    }
    let voice = public_voice(tx, person, id)?.ok_or(Refused::Missing)?;
    let words = on_lines(words);
    if words.is_empty() {
        return Err(BesideError::NoWords.into());
    }
    if words.chars().count() > LONGEST_BESIDE {
        return Err(BesideError::LongWords.into());
    }
    let remark = Beside {
        id: VoiceWordsId::new(),
        voice: id,
        kind: BesideKind::Deputy,
        state: BesideState::Waiting,
        account: Some(person.id),
        name: person.name.clone(),
        words,
        at,
    };
    store::insert_beside(tx, &remark)?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::VoiceRemarked, voice.number))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    #[error("it was carried on already")]
    Before,
    #[error(transparent)]
    FollowUp(#[from] FollowUpError),
}

impl Refusal for CarryError {
    fn message(&self) -> Message {
        match self {
            Self::Before => "voice-followed-up-before".into(),
            Self::FollowUp(error) => error.message(),
        }
    }
}

/// By the project's group: each names the other.
pub fn follow_up(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: VoiceId,
    finding: &str,
    deadline: &str,
) -> Result<FollowUpId, Refused<CarryError>> {
    let voice = public_voice(tx, person, id)?.ok_or(Refused::Missing)?;
    if voice.follow_up.is_some() {
        return Err(CarryError::Before.into());
    }
    let follow_up =
        supervision::open(tx, person, at, voice.project, finding, deadline, &[]).map_err(Refused::on_the_way)?;
    supervision::name_origin(tx, follow_up, public_path(&voice).as_deref())?;
    let number = voice.number;
    store::save_voice(tx, &Voice { follow_up: Some(follow_up), ..voice })?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::VoiceFollowedUp, number))?;
    Ok(follow_up)
}
