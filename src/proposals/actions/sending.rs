//! Somebody proposes: at home without an account, or at a desk that writes down what somebody says.

use serde::{Deserialize, Serialize};

use super::{calling::own_call, own::MOST_PICTURES};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    db::{Conn, DbError, Ts, Tx},
    guests::{
        self, ContactFault, ContactKey, Guest, GuestFault, LONGEST_CONTACT, LeftWith, SentWith, TrackingCode,
        on_one_line,
    },
    ids::{AccountId, CallId, CongressId, PlaceId, ProposalId, ServiceFieldId},
    proposals::{
        call::{Call, Phase},
        proposal::{Channel, Origin, Proposal, ProposalState},
        store,
        wording::{LONGEST_GAIN, LONGEST_TITLE, LONGEST_WHY, Wording, WordingFault},
    },
    web::{Lang, Message, Refusal, Refused, Secret},
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
    pub fn sent_with(&self) -> SentWith<'_> {
        SentWith { challenge: &self.challenge, work: &self.work, website: &self.website }
    }

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
    #[error(transparent)]
    Guest(#[from] GuestFault),
    #[error("the key of the call: {0}")]
    Key(#[from] ContactFault),
}

impl Refusal for SendError {
    fn message(&self) -> Message {
        match self {
            Self::Faults(_) => Message::first_of(&self.messages()),
            Self::NotOpen => "propose-not-open".into(),
            Self::Closed(day) => Message::new("propose-closed").with("day", day).at("late"),
            Self::Guest(fault) => fault.in_words(),
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
        let key = contact_key(tx, secret, call.id)?;
        let sealed = key.seal(proposal.id.uuid(), contact).map_err(SendError::from)?;
        let owner = (LeftWith::Proposal, proposal.id.uuid());
        let kept = guests::left_contact(secret, owner, contact, sealed, call.keep_until(at.day()), sender.lang);
        guests::insert_contact(tx, &kept)?;
    }
    if let Ok(hold) = form.photos.parse() {
        for picture in guests::take_held_pictures(tx, hold)?.iter().take(MOST_PICTURES) {
            store::insert_picture(tx, proposal.id, picture, at)?;
        }
    }
    Ok(proposal.id)
}

/// One that a lost secret sealed would keep everybody from leaving a contact with this call, so another takes its place.
fn contact_key(tx: &mut Tx, secret: &Secret, call: CallId) -> Result<ContactKey, Refused<SendError>> {
    let name = call.to_string();
    let sealed = store::sealed_key(tx, call)?.ok_or(ContactFault::Unreadable).map_err(SendError::from)?;
    if let Ok(key) = ContactKey::opened(secret, &name, &sealed) {
        return Ok(key);
    }
    let key = ContactKey::new();
    let sealed = key.sealed(secret, &name).map_err(SendError::from)?;
    store::set_sealed_key(tx, call, Some(&sealed))?;
    Ok(key)
}

fn is_taken(call: &Call, form: &ProposalForm, at: Ts) -> Result<(), SendError> {
    match (call.phase(at.day()), call.closes_on) {
        (Phase::Open, _) => Ok(()),
        (Phase::Closed, _) if form.late == "yes" => Ok(()),
        (Phase::Closed, Some(day)) => Err(SendError::Closed(day)),
        _ => Err(SendError::NotOpen),
    }
}

/// From anybody. What is to be kept begins by locking the call's row.
pub fn send(
    tx: &mut Tx,
    secret: &Secret,
    call: &Call,
    form: &ProposalForm,
    guest: &Guest,
    code: &TrackingCode,
    at: Ts,
) -> Result<ProposalId, Refused<SendError>> {
    is_taken(call, form, at)?;
    form.checked(tx, call.congress)?.map_err(SendError::Faults)?;
    guests::comes_in_time(guest, at).map_err(SendError::from)?;
    let number = store::take_number(tx, call.id)?;
    // As it is now that nobody else changes it.
    let call = store::call_by_id(tx, call.id)?.ok_or(Refused::Missing)?;
    is_taken(&call, form, at)?;
    let held = guests::judged(tx, guest, at)?.map_err(SendError::from)?;
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
