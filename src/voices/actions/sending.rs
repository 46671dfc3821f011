//! A resident says something of a project, without an account.

use crate::{
    db::{Conn, DbError, Ts, Tx},
    guests::{self, ContactFault, ContactKey, Guest, GuestFault, LONGEST_CONTACT, LeftWith, TrackingCode},
    ids::{CongressId, ProjectId, VoiceId},
    projects::{self, Tracked},
    voices::{
        form::{LONGEST_WORDS, VoiceFault, VoiceForm},
        store,
        voice::{Course, Sight, Voice},
    },
    web::{Lang, Message, Refusal, Refused, Secret},
};

/// Photos with one message.
pub const MOST_PICTURES: usize = 3;

#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error("what was typed: {0:?}")]
    Faults(Vec<VoiceFault>),
    #[error(transparent)]
    Guest(#[from] GuestFault),
    #[error("the key of the month: {0}")]
    Key(#[from] ContactFault),
}

impl VoiceFault {
    pub fn in_words(self) -> Message {
        match self {
            Self::NoKind => Message::new("voice-no-kind").at("kind"),
            Self::NoSubItem => Message::new("voice-no-sub-item").at("sub_item"),
            Self::ShortWords => Message::new("voice-short-words").at("words"),
            Self::LongWords(now) => {
                Message::new("propose-long").with("now", now).with("most", LONGEST_WORDS).at("words")
            }
            Self::LongContact => Message::new("propose-long-contact").with("most", LONGEST_CONTACT).at("contact"),
            Self::NoConsent => Message::new("propose-no-consent").at("consent"),
        }
    }
}

impl Refusal for SendError {
    fn message(&self) -> Message {
        Message::first_of(&self.messages())
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Faults(faults) => faults.iter().map(|fault| fault.in_words()).collect(),
            Self::Guest(fault) => vec![fault.in_words()],
            Self::Key(_) => vec!["voice-no-key".into()],
        }
    }
}

/// An announced project of the congress: of others nothing is said.
pub fn own_project(conn: &mut Conn, congress: CongressId, id: ProjectId) -> Result<Option<Tracked>, DbError> {
    let found = projects::tracked_project(conn, id)?;
    Ok(found.filter(|tracked| tracked.project.public && tracked.project.congress == congress))
}

/// Whose message it is: to what, by whom, found again by which code.
#[derive(Clone, Debug)]
pub struct Sent<'a> {
    pub congress: CongressId,
    pub project: ProjectId,
    pub form: &'a VoiceForm,
    pub code: &'a TrackingCode,
}

/// From anybody. What is to be kept begins by taking a number, which makes others wait; what a flood brings is held, and nothing is
/// turned away.
pub fn send(tx: &mut Tx, secret: &Secret, sent: &Sent, guest: &Guest, at: Ts) -> Result<VoiceId, Refused<SendError>> {
    let Sent { congress, project, form, code } = *sent;
    guests::comes_in_time(guest, at).map_err(SendError::from)?;
    let number = store::take_number(tx, congress)?;
    let tracked = own_project(tx, congress, project)?.ok_or(Refused::Missing)?;
    let checked = form.checked(&tracked).map_err(SendError::Faults)?;
    let held = guests::judged(tx, guest, at)?.map_err(SendError::from)?;
    let rules = store::rules_of(tx, congress)?;
    let voice = Voice {
        id: VoiceId::timeless(),
        congress,
        project,
        sub_item: checked.sub_item,
        number,
        kind: checked.kind,
        words: checked.words,
        sight: Sight::Waiting,
        course: Course::Open,
        reason: String::new(),
        held,
        objection: None,
        at,
        due: rules.due(at.day()),
        follow_up: None,
    };
    store::insert_voice(tx, &voice, &code.hash(secret))?;
    if let Some(contact) = &checked.contact {
        keep_contact(tx, secret, &voice, contact, guest.lang, at)?;
    }
    if let Ok(hold) = form.photos.parse() {
        for picture in guests::take_held_pictures(tx, hold)?.iter().take(MOST_PICTURES) {
            store::insert_picture(tx, voice.id, picture, at)?;
        }
    }
    Ok(voice.id)
}

/// By which the key of a month is sealed.
pub(super) fn name_of_key(congress: CongressId, month: jiff::civil::Date) -> String {
    format!("voices|{congress}|{month}")
}

/// Sealed under the key of the month in which it was left.
fn keep_contact(
    tx: &mut Tx,
    secret: &Secret,
    voice: &Voice,
    contact: &str,
    lang: Lang,
    at: Ts,
) -> Result<(), Refused<SendError>> {
    let month = at.day().first_of_month();
    let name = name_of_key(voice.congress, month);
    let known = store::sealed_key(tx, voice.congress, month)?;
    let key = match known.and_then(|sealed| ContactKey::opened(secret, &name, &sealed).ok()) {
        Some(key) => key,
        None => {
            let key = ContactKey::new();
            // One that a lost secret sealed would keep everybody of this month from leaving a contact.
            store::delete_key(tx, voice.congress, month)?;
            store::insert_key(tx, voice.congress, month, &key.sealed(secret, &name).map_err(SendError::from)?)?;
            key
        }
    };
    let owner = (LeftWith::Voice, voice.id.uuid());
    let sealed = key.seal(voice.id.uuid(), contact).map_err(SendError::from)?;
    let keep_until = store::rules_of(tx, voice.congress)?.keep_until(at.day());
    Ok(guests::insert_contact(tx, &guests::left_contact(secret, owner, contact, sealed, keep_until, lang))?)
}
