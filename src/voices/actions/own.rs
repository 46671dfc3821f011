//! What somebody may do with their own message, whom nothing but the code tells.

use serde::Serialize;

use super::sending::name_of_key;
use crate::{
    congress,
    db::{Conn, Db, DbError, Ts, Tx},
    guests::{self, ContactKey, TrackingCode, Tries, find_personal, on_lines},
    ids::{CongressId, VoiceWordsId},
    voices::{
        answer::{Help, Helped},
        beside::{Beside, BesideKind, BesideState, LONGEST_BESIDE},
        store,
        voice::{Impossible, Voice},
    },
    web::{Message, Refusal, Refused, Secret, Visitor},
};

/// What a code leads to.
#[derive(Debug)]
pub enum Looked {
    Found(Box<Voice>),
    /// No such code; or erased, which is told in no other way.
    Nothing,
    /// Too many wrong ones from there.
    TooMany,
}

/// Counts what is wrong, so that nobody can try them all.
pub fn look_up(
    db: &Db,
    secret: &Secret,
    congress: CongressId,
    typed: &str,
    visitor: Visitor,
    now: Ts,
) -> Result<Looked, DbError> {
    let tries = Tries::of(secret, visitor, now);
    // A code that cannot be one takes as long as one that nobody has.
    let hash = TrackingCode::parse(typed).map_or_else(|| "none".to_owned(), |code| code.hash(secret));
    let (may_try, found) = db.read(|conn| {
        Ok::<_, DbError>((guests::may_try(conn, &tries)?, store::voice_by_code(conn, congress, &hash)?))
    })?;
    match found {
        _ if !may_try => Ok(Looked::TooMany),
        Some(voice) => Ok(Looked::Found(Box::new(voice))),
        None => {
            guests::one_more_wrong(db, &tries)?;
            Ok(Looked::Nothing)
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum OwnError {
    #[error(transparent)]
    Impossible(#[from] Impossible),
    #[error("no words")]
    NoWords,
    #[error("too many words")]
    LongWords,
    #[error("many additions already")]
    ManyAdditions,
    #[error("there is no answer to judge")]
    NoAnswer,
    #[error("nothing was chosen")]
    NoVerdict,
    #[error("it helped")]
    Helped,
}

impl Refusal for OwnError {
    fn message(&self) -> Message {
        match self {
            Self::Impossible(Impossible::OutOfOrder) => "voice-out-of-order".into(),
            Self::Impossible(Impossible::Withdrawn) => "own-withdrawn".into(),
            Self::NoWords => Message::new("answer-no-words").at("words"),
            Self::LongWords => Message::new("answer-long").with("most", LONGEST_BESIDE).at("words"),
            Self::ManyAdditions => Message::new("voice-many-additions").with("most", MOST_ADDITIONS).at("words"),
            Self::NoAnswer => "voice-no-answer-yet".into(),
            Self::NoVerdict => Message::new("voice-no-verdict").at("helped"),
            Self::Helped => "voice-it-helped".into(),
        }
    }
}

/// Additions to one message.
const MOST_ADDITIONS: usize = 5;

/// Who acts: whoever knows the code, at that congress's site.
#[derive(Clone, Copy, Debug)]
pub struct Author<'a> {
    pub secret: &'a Secret,
    pub congress: CongressId,
    pub code: &'a str,
}

impl Author<'_> {
    fn voice(self, conn: &mut Conn) -> Result<Voice, Refused<OwnError>> {
        let code = TrackingCode::parse(self.code).ok_or(Refused::Missing)?;
        store::voice_by_code(conn, self.congress, &code.hash(self.secret))?.ok_or(Refused::Missing)
    }
}

fn words_of(typed: &str) -> Result<String, OwnError> {
    let words = on_lines(typed);
    if words.is_empty() {
        return Err(OwnError::NoWords);
    }
    if words.chars().count() > LONGEST_BESIDE { Err(OwnError::LongWords) } else { Ok(words) }
}

fn beside(voice: &Voice, kind: BesideKind, words: String, at: Ts) -> Beside {
    let (id, name) = (VoiceWordsId::new(), String::new());
    Beside { id, voice: voice.id, kind, state: BesideState::Waiting, account: None, name, words, at }
}

/// More words, which the secretariat looks at before others see them.
pub fn add(tx: &mut Tx, author: Author, words: &str, at: Ts) -> Result<(), Refused<OwnError>> {
    let voice = author.voice(tx)?;
    if voice.course == crate::voices::Course::Withdrawn {
        return Err(OwnError::from(Impossible::Withdrawn).into());
    }
    let words = words_of(words)?;
    let known = store::besides_of(tx, &[voice.id])?;
    if known.iter().filter(|one| one.kind == BesideKind::Addition).count() >= MOST_ADDITIONS {
        return Err(OwnError::ManyAdditions.into());
    }
    Ok(store::insert_beside(tx, &beside(&voice, BesideKind::Addition, words, at))?)
}

/// Taken back, until the unit has answered.
pub fn withdraw(tx: &mut Tx, author: Author) -> Result<(), Refused<OwnError>> {
    let voice = author.voice(tx)?.withdrawn().map_err(OwnError::from)?;
    store::save_voice(tx, &voice)?;
    Ok(congress::public_changed(tx, voice.congress)?)
}

/// Against not being shown: the secretariat looks again.
pub fn object(tx: &mut Tx, author: Author, words: &str) -> Result<(), Refused<OwnError>> {
    let voice = author.voice(tx)?.objected(words_of(words)?).map_err(OwnError::from)?;
    Ok(store::save_voice(tx, &voice)?)
}

/// 帮上忙了吗？ Of the newest answer; the last word stands.
pub fn say_whether_it_helped(
    tx: &mut Tx,
    author: Author,
    verdict: &str,
    remark: &str,
    at: Ts,
) -> Result<(), Refused<OwnError>> {
    let voice = author.voice(tx)?;
    let answer = store::answers_of(tx, &[voice.id])?.pop().ok_or(OwnError::NoAnswer)?;
    if !voice.is_passed_on() {
        return Err(OwnError::from(Impossible::OutOfOrder).into());
    }
    let verdict: Help = verdict.parse().map_err(|_| OwnError::NoVerdict)?;
    let remark = on_lines(remark);
    if remark.chars().count() > LONGEST_BESIDE {
        return Err(OwnError::LongWords.into());
    }
    store::save_help(tx, &Helped { voice: voice.id, turn: answer.turn, verdict, remark }, at)?;
    Ok(congress::public_changed(tx, voice.congress)?)
}

/// 二次办理: once, by whom the answer did not help.
pub fn ask_again(tx: &mut Tx, author: Author, words: &str, at: Ts) -> Result<(), Refused<OwnError>> {
    let voice = author.voice(tx)?;
    let helps = store::helps_of(tx, &[voice.id])?;
    match helps.iter().find(|helped| helped.turn == 1) {
        None => return Err(OwnError::NoVerdict.into()),
        Some(helped) if helped.verdict == Help::Yes => return Err(OwnError::Helped.into()),
        Some(_) => {}
    }
    let due = store::rules_of(tx, voice.congress)?.due(at.day());
    let again = voice.asked_again(due).map_err(OwnError::from)?;
    store::insert_beside(tx, &beside(&again, BesideKind::Again, words_of(words)?, at))?;
    store::save_voice(tx, &again)?;
    Ok(congress::public_changed(tx, again.congress)?)
}

/// What went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Erased {
    pub number: i32,
    pub contact: bool,
    /// Numbers that led to a person, in what its author wrote.
    pub blackened: usize,
    pub pictures: usize,
}

/// The contact goes, numbers in the words that lead to a person go, and the code leads nowhere any more; the message stays.
pub fn erase(tx: &mut Tx, author: Author, at: Ts) -> Result<Erased, Refused<OwnError>> {
    let voice = author.voice(tx)?;
    let contact = guests::contact(tx, voice.id.uuid())?;
    if let Some(contact) = &contact {
        guests::forget_contact(tx, contact)?;
    }
    let pictures = store::delete_pictures(tx, voice.id)?;
    let mut blackened = find_personal(&voice.words).len();
    for one in store::besides_of(tx, &[voice.id])?.into_iter().filter(|one| one.kind != BesideKind::Deputy) {
        blackened += find_personal(&one.words).len();
        store::set_beside(tx, one.id, one.state, &guests::blackened(&one.words))?;
    }
    for helped in store::helps_of(tx, &[voice.id])? {
        blackened += find_personal(&helped.remark).len();
        store::save_help(tx, &Helped { remark: guests::blackened(&helped.remark), ..helped }, at)?;
    }
    let objection = voice.objection.as_deref().map(|words| {
        blackened += find_personal(words).len();
        guests::blackened(words)
    });
    let black = Voice { words: guests::blackened(&voice.words), objection, ..voice };
    store::save_voice(tx, &black)?;
    store::forget_code(tx, black.id)?;
    congress::public_changed(tx, black.congress)?;
    Ok(Erased { number: black.number, contact: contact.is_some(), blackened, pictures })
}

/// How its author can be reached, for whoever may know it; `None` where the key of its month is gone, or was sealed under a
/// secret that is lost.
pub fn contact_of(conn: &mut Conn, secret: &Secret, voice: &Voice) -> Result<Option<String>, DbError> {
    let Some(contact) = guests::contact(conn, voice.id.uuid())? else { return Ok(None) };
    let month = voice.at.day().first_of_month();
    let Some(sealed) = store::sealed_key(conn, voice.congress, month)? else { return Ok(None) };
    let name = name_of_key(voice.congress, month);
    let opened = ContactKey::opened(secret, &name, &sealed).and_then(|key| key.open(contact.owner, &contact.sealed));
    Ok(opened.ok())
}
