//! Somebody proposes: at home without an account, or at a desk that writes down what somebody says.

use serde::{Deserialize, Serialize};

use super::{calling::own_call, own::MOST_PICTURES};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, CongressId, ContactId, PlaceId, ProposalId, ServiceFieldId},
    post::Address,
    proposals::{
        call::{Call, Phase},
        challenge::{Challenge, FASTEST_SECONDS, FLOOD_DIFFICULTY, USUAL_DIFFICULTY, WAIT_SECONDS},
        code::{TrackingCode, hex},
        contact::{CONSENT_VERSION, CallKey, Contact, ContactFault, LONGEST_CONTACT, Letters, mark_of_contact},
        proposal::{Channel, Origin, Proposal, ProposalState},
        store::{self, Knock},
        wording::{LONGEST_GAIN, LONGEST_TITLE, LONGEST_WHY, Wording, WordingFault, on_one_line},
    },
    web::{Lang, Message, Refusal, Refused, Secret, Visitor},
};

/// The five fields, how the author can be reached, and what came with the form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ProposalForm {
    #[serde(default)]
    pub field: String,
    /// A place, or `whole`.
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub why: String,
    #[serde(default)]
    pub gain: String,
    #[serde(default)]
    pub contact: String,
    #[serde(default)]
    pub consent: String,
    /// Whether it may be sent though the call is closed.
    #[serde(default)]
    pub late: String,
    /// Seen by nobody; only a program fills it in.
    #[serde(default)]
    pub website: String,
    #[serde(default)]
    pub challenge: String,
    #[serde(default)]
    pub work: String,
    #[serde(default)]
    pub origin: String,
    #[serde(default)]
    pub channel: String,
    /// By which the photos of the form are known.
    #[serde(default)]
    pub photos: String,
    #[serde(default, rename = "do")]
    pub act: String,
}

pub const WHOLE_DISTRICT: &str = "whole";

/// What was typed, as far as it makes sense.
#[derive(Clone, Debug)]
pub struct Checked {
    pub field: ServiceFieldId,
    pub place: Option<PlaceId>,
    pub wording: Wording,
    pub contact: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    #[error("no field")]
    NoField,
    #[error("no place")]
    NoPlace,
    #[error(transparent)]
    Wording(#[from] WordingFault),
    #[error("a contact that is too long")]
    LongContact,
    #[error("a contact without consent")]
    NoConsent,
    #[error("nobody whose wish it is")]
    NoOrigin,
}

impl SendFault {
    pub fn in_words(self) -> Message {
        match self {
            Self::NoField => Message::new("propose-no-field").at("field"),
            Self::NoPlace => Message::new("propose-no-place").at("place"),
            Self::Wording(WordingFault::ShortTitle) => Message::new("propose-short-title").at("title"),
            Self::Wording(WordingFault::LongTitle(now)) => {
                Message::new("propose-long").with("now", now).with("most", LONGEST_TITLE).at("title")
            }
            Self::Wording(WordingFault::NoWhy) => Message::new("propose-no-why").at("why"),
            Self::Wording(WordingFault::LongWhy(now)) => {
                Message::new("propose-long").with("now", now).with("most", LONGEST_WHY).at("why")
            }
            Self::Wording(WordingFault::LongGain(now)) => {
                Message::new("propose-long").with("now", now).with("most", LONGEST_GAIN).at("gain")
            }
            Self::LongContact => Message::new("propose-long-contact").with("most", LONGEST_CONTACT).at("contact"),
            Self::NoConsent => Message::new("propose-no-consent").at("consent"),
            Self::NoOrigin => Message::new("propose-no-origin").at("origin"),
        }
    }
}

impl ProposalForm {
    /// Against what can be chosen from at present.
    pub fn checked(&self, conn: &mut Conn, congress: CongressId) -> Result<Result<Checked, Vec<SendFault>>, DbError> {
        let fields = store::fields(conn, congress)?;
        let field =
            fields.iter().find(|field| field.offered && field.id.to_string() == self.field).map(|field| field.id);
        let place = if self.place == WHOLE_DISTRICT {
            Some(None)
        } else {
            let places = store::places(conn, congress)?;
            places.iter().find(|place| place.offered && place.id.to_string() == self.place).map(|place| Some(place.id))
        };
        let contact = on_one_line(&self.contact);
        let mut faults = Vec::new();
        faults.extend(field.is_none().then_some(SendFault::NoField));
        faults.extend(place.is_none().then_some(SendFault::NoPlace));
        let wording = Wording::parse(&self.title, &self.why, &self.gain);
        if let Err(wrong) = &wording {
            faults.extend(wrong.iter().copied().map(SendFault::Wording));
        }
        faults.extend((contact.chars().count() > LONGEST_CONTACT).then_some(SendFault::LongContact));
        faults.extend((!contact.is_empty() && self.consent != "yes").then_some(SendFault::NoConsent));
        let contact = Some(contact).filter(|contact| !contact.is_empty());
        Ok(match (faults.is_empty(), field, place, wording) {
            (true, Some(field), Some(place), Ok(wording)) => Ok(Checked { field, place, wording, contact }),
            _ => Err(faults),
        })
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error("what was typed: {0:?}")]
    Faults(Vec<SendFault>),
    #[error("the call is not open")]
    NotOpen,
    #[error("the call is closed")]
    Closed(jiff::civil::Date),
    #[error("the page was open too long, or was sent before")]
    Stale,
    #[error("wait {0} seconds")]
    Wait(i64),
    #[error("the key of the call: {0}")]
    Key(#[from] ContactFault),
}

impl Refusal for SendError {
    fn message(&self) -> Message {
        match self {
            Self::Faults(_) => Message::first_of(&self.messages()),
            Self::NotOpen => "propose-not-open".into(),
            Self::Closed(day) => Message::new("propose-closed").with("day", day).at("late"),
            Self::Stale => "propose-stale".into(),
            Self::Wait(seconds) => Message::new("propose-wait").with("seconds", seconds),
            Self::Key(_) => "call-no-key".into(),
        }
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Faults(faults) => faults.iter().map(|fault| fault.in_words()).collect(),
            other => vec![other.message()],
        }
    }
}

/// Somebody without an account: known by a mark of the day, and by what came with the form.
#[derive(Clone, Debug)]
pub struct Guest {
    mark: String,
    near: String,
    challenge: Option<Challenge>,
    solved: bool,
    /// Typed faster than anybody types, or in a field that nobody sees.
    hasty: bool,
    lang: Lang,
}

/// Proposals of one address in an hour, of its neighbourhood, and of all: beyond these somebody looks at them first.
pub const MOST_AN_HOUR: i32 = 10;
const MOST_NEAR: i32 = 60;
pub const MOST_OF_ALL: i32 = 600;

impl Guest {
    pub fn of(secret: &Secret, call: &Call, form: &ProposalForm, visitor: Visitor, lang: Lang, now: Ts) -> Self {
        let challenge = Challenge::read(secret, call.id, &form.challenge, now).ok();
        let solved = challenge.as_ref().is_some_and(|challenge| challenge.is_solved_by(form.work.trim()));
        let fast = challenge.as_ref().is_some_and(|challenge| challenge.seconds_since(now) < FASTEST_SECONDS);
        Self {
            mark: mark_of(secret, &visitor.to_string(), now),
            near: mark_of(secret, &neighbourhood(visitor), now),
            challenge,
            solved,
            hasty: fast || !form.website.is_empty(),
            lang,
        }
    }

    /// Whether somebody looks at it first; or why it cannot be taken yet.
    fn judged(&self, tx: &mut Tx, at: Ts) -> Result<bool, Refused<SendError>> {
        let challenge = self.challenge.as_ref().ok_or(SendError::Stale)?;
        if store::is_spent(tx, challenge)? {
            return Err(SendError::Stale.into());
        }
        let hour = at.plus_hours(-1);
        if !self.solved {
            let left = WAIT_SECONDS - challenge.seconds_since(at);
            if left > 0 {
                return Err(SendError::Wait(left).into());
            }
            let just_now = at.timestamp().checked_sub(jiff::SignedDuration::from_secs(WAIT_SECONDS));
            let just_now = just_now.map_or(hour, Ts::from);
            if store::knocks_since(tx, &self.mark, Knock::Slow, just_now)? > 0 {
                return Err(SendError::Wait(WAIT_SECONDS).into());
            }
            store::knock(tx, &self.mark, Knock::Slow, just_now, at)?;
        }
        let own = store::knocks_since(tx, &self.mark, Knock::Send, hour)?;
        let near = store::knocks_since(tx, &self.near, Knock::Near, hour)?;
        let all = store::knocks_since(tx, ALL, Knock::All, hour)?;
        store::knock(tx, &self.mark, Knock::Send, hour, at)?;
        store::knock(tx, &self.near, Knock::Near, hour, at)?;
        store::knock(tx, ALL, Knock::All, hour, at)?;
        store::spend(tx, challenge)?;
        let flood = all >= MOST_OF_ALL && !self.solved;
        Ok(self.hasty || flood || own >= MOST_AN_HOUR || near >= MOST_NEAR)
    }
}

/// The one mark that everybody has.
const ALL: &str = "all";

/// Another one each day, so that nobody can be followed from one to the next.
pub(super) fn mark_of(secret: &Secret, whom: &str, now: Ts) -> String {
    hex(&secret.derive("who knocks", format!("{}|{whom}", now.to_date()).as_bytes()))
}

/// The /24 of an address of four bytes; the other kind comes as its network already.
fn neighbourhood(visitor: Visitor) -> String {
    let address = visitor.to_string();
    match address.rsplit_once('.') {
        Some((network, _)) => format!("{network}.0"),
        None => address,
    }
}

/// How hard the work is at the moment.
pub fn difficulty(conn: &mut Conn, now: Ts) -> Result<u32, DbError> {
    let all = store::knocks_since(conn, ALL, Knock::All, now.plus_hours(-1))?;
    Ok(if all >= MOST_OF_ALL { FLOOD_DIFFICULTY } else { USUAL_DIFFICULTY })
}

/// Whose wish it is, how it came, and who wrote it down.
#[derive(Clone, Debug)]
pub struct Sender {
    pub origin: Origin,
    pub channel: Channel,
    pub account: Option<AccountId>,
    /// In which letters are written to them.
    pub lang: Lang,
}

struct New<'a> {
    call: &'a Call,
    sender: &'a Sender,
    form: &'a ProposalForm,
    held: bool,
}

fn take_in(
    tx: &mut Tx,
    secret: &Secret,
    code: &TrackingCode,
    number: i32,
    new: New,
    at: Ts,
) -> Result<ProposalId, Refused<SendError>> {
    let New { call, sender, form, held } = new;
    let checked = form.checked(tx, call.congress)?.map_err(SendError::Faults)?;
    let proposal = Proposal {
        id: ProposalId::new(),
        call: call.id,
        number,
        origin: sender.origin,
        channel: sender.channel,
        state: ProposalState::Received,
        reason: String::new(),
        held,
        late: call.phase(at.day()) == Phase::Closed,
        field: checked.field,
        place: checked.place,
        account: sender.account,
        at,
        due: call.due(at.day()),
        answered: None,
        wording: checked.wording,
        need: None,
    };
    store::insert_proposal(tx, &proposal, &code.hash(secret))?;
    if let Some(contact) = &checked.contact {
        let sealed = store::sealed_key(tx, call.id)?.ok_or(ContactFault::Unreadable).map_err(SendError::from)?;
        let key = CallKey::opened(secret, call.id, &sealed).map_err(SendError::from)?;
        let sealed = key.seal(proposal.id, contact).map_err(SendError::from)?;
        store::insert_contact(
            tx,
            &Contact {
                proposal: proposal.id,
                sealed,
                consent_version: CONSENT_VERSION,
                keep_until: call.keep_until(at.day()),
                // Whose address it is, a letter asks first.
                letters: if Address::parse(contact).is_ok() { Letters::Wanted } else { Letters::None },
                letter_id: ContactId::timeless(),
                mark: mark_of_contact(secret, contact),
                lang: sender.lang,
                told_at: None,
            },
        )?;
    }
    if let Ok(hold) = form.photos.parse() {
        for picture in store::take_held_pictures(tx, hold)?.iter().take(MOST_PICTURES) {
            store::insert_picture(tx, proposal.id, picture, at)?;
        }
    }
    Ok(proposal.id)
}

fn is_taken(call: &Call, form: &ProposalForm, at: Ts) -> Result<(), SendError> {
    match (call.phase(at.day()), call.closes_on) {
        (Phase::Open, _) => Ok(()),
        (Phase::Closed, _) if form.late == "yes" => Ok(()),
        (Phase::Closed, Some(day)) => Err(SendError::Closed(day)),
        _ => Err(SendError::NotOpen),
    }
}

/// From anybody. Begins by locking the call's row.
pub fn send(
    tx: &mut Tx,
    secret: &Secret,
    call: &Call,
    form: &ProposalForm,
    guest: &Guest,
    code: &TrackingCode,
    at: Ts,
) -> Result<ProposalId, Refused<SendError>> {
    let number = store::take_number(tx, call.id)?;
    // As it is now that nobody else changes it.
    let call = store::call_by_id(tx, call.id)?.ok_or(Refused::Missing)?;
    is_taken(&call, form, at)?;
    form.checked(tx, call.congress)?.map_err(SendError::Faults)?;
    let held = guest.judged(tx, at)?;
    let sender = Sender { origin: Origin::Resident, channel: Channel::Online, account: None, lang: guest.lang };
    take_in(tx, secret, code, number, New { call: &call, sender: &sender, form, held }, at)
}

/// Written down by somebody who is signed in, for themselves or for whoever stands before them.
pub fn write_down(
    tx: &mut Tx,
    secret: &Secret,
    person: &Person,
    number: i32,
    form: &ProposalForm,
    code: &TrackingCode,
    at: Ts,
) -> Result<ProposalId, Refused<SendError>> {
    let call = own_call(tx, person, number)?.ok_or(Refused::Missing)?;
    is_taken(&call, form, at)?;
    let parsed = form.origin.parse().ok().zip(form.channel.parse().ok());
    let (origin, channel) = parsed.ok_or_else(|| SendError::Faults(vec![SendFault::NoOrigin]))?;
    let sender = Sender { origin, channel, account: Some(person.id), lang: Lang::Chinese };
    let taken = store::take_number(tx, call.id)?;
    let id = take_in(tx, secret, code, taken, New { call: &call, sender: &sender, form, held: false }, at)?;
    let detail = serde_json::json!({ "call": call.number, "origin": origin, "channel": channel });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::ProposalWrittenDown, taken).with(detail))?;
    Ok(id)
}
