//! Setting up the lists, opening a call, extending it openly, closing it with everybody answered.

use jiff::civil::Date;

use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{Conn, DbError, Ts, Tx},
    guests::{ContactFault, ContactKey, on_lines},
    ids::CongressId,
    proposals::{
        call::{
            ANSWER_DAYS, Call, CallFault, CallForm, CallState, Extension, LONGEST_CALL_TITLE, LONGEST_CALL_WORDS,
            Phase, RETENTION_DAYS,
        },
        grams::parse_synonyms,
        lists::{LONGEST_NAME, ListFault, parse_fields, parse_places},
        store,
    },
    web::{Message, Refusal, Refused, Secret},
};

pub(super) fn of_congress(person: &Person) -> Result<CongressId, DbError> {
    person.congress().ok_or_else(DbError::missing)
}

#[derive(Debug, thiserror::Error)]
#[error("the call is not whole: {0:?}")]
pub struct CallFaults(Vec<CallFault>);

fn call_fault(fault: CallFault) -> Message {
    match fault {
        CallFault::NoTitle => Message::new("call-no-title").at("title"),
        CallFault::LongTitle => Message::new("call-long-title").with("most", LONGEST_CALL_TITLE).at("title"),
        CallFault::LongWords => Message::new("call-long-words").with("most", LONGEST_CALL_WORDS).at("words"),
        CallFault::NoFirstDay => Message::new("call-no-first-day").at("opens_on"),
        CallFault::NoLastDay => Message::new("call-no-last-day").at("closes_on"),
        CallFault::Backwards => Message::new("call-backwards").at("closes_on"),
        CallFault::AnswerDays => Message::new("call-answer-days-wrong")
            .with("from", ANSWER_DAYS.start())
            .with("to", ANSWER_DAYS.end())
            .at("answer_days"),
        CallFault::RetentionDays => Message::new("call-retention-days-wrong")
            .with("from", RETENTION_DAYS.start())
            .with("to", RETENTION_DAYS.end())
            .at("retention_days"),
    }
}

impl Refusal for CallFaults {
    fn message(&self) -> Message {
        Message::first_of(&self.messages())
    }

    fn messages(&self) -> Vec<Message> {
        self.0.iter().copied().map(call_fault).collect()
    }
}

/// Drawn up, seen by the secretariat only.
pub fn draw_up_call(tx: &mut Tx, person: &Person, at: Ts, form: &CallForm) -> Result<Call, Refused<CallFaults>> {
    let congress = of_congress(person)?;
    let number = store::calls(tx, congress)?.first().map_or(1, |latest| latest.number.saturating_add(1));
    let call = form.settled(congress, number).map_err(CallFaults)?;
    store::insert_call(tx, &call, at)?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::CallDrawnUp, &call.title))?;
    Ok(call)
}

#[derive(Debug, thiserror::Error)]
pub enum MoveCallError {
    #[error("it is published already")]
    Published,
    #[error("nothing to choose from yet")]
    NoLists,
    #[error("it has no last day")]
    Standing,
    #[error("not a day after the last one, and not in the past")]
    NoLaterDay(Date),
    #[error("no reason is given")]
    NoReason,
    #[error("it is not over")]
    NotOver,
    #[error("{0} have no answer")]
    WithoutAnswer(i64),
    #[error("the report is out")]
    Reported,
    #[error("the key of the call: {0}")]
    Key(#[from] ContactFault),
}

impl Refusal for MoveCallError {
    fn message(&self) -> Message {
        match self {
            Self::Published => "call-is-published".into(),
            Self::NoLists => "call-no-lists".into(),
            Self::Standing => "call-is-standing".into(),
            Self::NoLaterDay(last) => Message::new("call-no-later-day").with("day", last).at("until"),
            Self::NoReason => Message::new("call-no-reason").at("reason"),
            Self::NotOver => "call-not-over".into(),
            Self::WithoutAnswer(count) => Message::new("call-without-answer").with("count", count),
            Self::Reported => "call-is-reported".into(),
            Self::Key(_) => "call-no-key".into(),
        }
    }
}

pub(super) fn own_call(conn: &mut Conn, person: &Person, number: i32) -> Result<Option<Call>, DbError> {
    store::call_by_number(conn, of_congress(person)?, number)
}

/// From its first day on anybody may propose.
pub fn publish_call(
    tx: &mut Tx,
    secret: &Secret,
    person: &Person,
    at: Ts,
    number: i32,
) -> Result<(), Refused<MoveCallError>> {
    let call = own_call(tx, person, number)?.ok_or(Refused::Missing)?;
    if call.state != CallState::Draft {
        return Err(MoveCallError::Published.into());
    }
    let offered = store::fields(tx, call.congress)?.iter().any(|field| field.offered)
        && store::places(tx, call.congress)?.iter().any(|place| place.offered);
    if !offered {
        return Err(MoveCallError::NoLists.into());
    }
    let key = ContactKey::new().sealed(secret, &call.id.to_string()).map_err(MoveCallError::from)?;
    store::set_sealed_key(tx, call.id, Some(&key))?;
    store::set_call_state(tx, call.id, CallState::Published, None)?;
    congress::public_changed(tx, call.congress)?;
    let detail = serde_json::json!({ "opens_on": call.opens_on, "closes_on": call.closes_on });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::CallPublished, &call.title).with(detail))?;
    Ok(())
}

/// Also after it was closed: said on its page, with the reason.
pub fn extend_call(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    number: i32,
    until: &str,
    reason: &str,
) -> Result<(), Refused<MoveCallError>> {
    let call = own_call(tx, person, number)?.ok_or(Refused::Missing)?;
    if call.state == CallState::Reported {
        return Err(MoveCallError::Reported.into());
    }
    let was = call.closes_on.ok_or(MoveCallError::Standing)?;
    let later = until.trim().parse::<Date>().ok().filter(|day| *day > was && *day >= at.day());
    let until = later.ok_or(MoveCallError::NoLaterDay(was))?;
    let reason = on_lines(reason);
    if reason.is_empty() {
        return Err(MoveCallError::NoReason.into());
    }
    let extensions = store::extensions(tx, call.id)?.len();
    let number = i32::try_from(extensions).map_err(DbError::corrupt)? + 1;
    let extension = Extension { number, was, until, reason, by: person.name.clone() };
    store::insert_extension(tx, call.id, &extension, at)?;
    store::set_last_day(tx, call.id, until)?;
    congress::public_changed(tx, call.congress)?;
    let detail = serde_json::json!({ "was": was, "until": until, "reason": extension.reason });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::CallExtended, &call.title).with(detail))?;
    Ok(())
}

/// The report of what came of it is out; nobody may be left without an answer.
pub fn report_call(tx: &mut Tx, person: &Person, at: Ts, number: i32) -> Result<(), Refused<MoveCallError>> {
    let call = own_call(tx, person, number)?.ok_or(Refused::Missing)?;
    match call.phase(at.day()) {
        Phase::Closed => {}
        Phase::Open if call.closes_on.is_none() => {}
        Phase::Reported => return Err(MoveCallError::Reported.into()),
        _ => return Err(MoveCallError::NotOver.into()),
    }
    match store::without_answer(tx, call.id)? {
        0 => {}
        open => return Err(MoveCallError::WithoutAnswer(open).into()),
    }
    store::set_call_state(tx, call.id, CallState::Reported, Some(at.day()))?;
    congress::public_changed(tx, call.congress)?;
    let detail = serde_json::json!({ "received": call.received });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::CallReported, &call.title).with(detail))?;
    Ok(())
}

#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct ListsForm {
    #[serde(default)]
    pub fields: String,
    #[serde(default)]
    pub places: String,
    #[serde(default)]
    pub synonyms: String,
}

#[derive(Debug, thiserror::Error)]
pub enum ListsError {
    #[error("fields: {0}")]
    Fields(ListFault),
    #[error("places: {0}")]
    Places(ListFault),
    #[error("synonyms: line {0}")]
    Synonyms(usize),
}

impl Refusal for ListsError {
    fn message(&self) -> Message {
        let (fault, at) = match self {
            Self::Fields(fault) => (fault, "fields"),
            Self::Places(fault) => (fault, "places"),
            Self::Synonyms(line) => return Message::new("lists-synonym").with("line", line).at("synonyms"),
        };
        match fault {
            ListFault::LongName(line) => {
                Message::new("lists-long-name").with("line", line).with("most", LONGEST_NAME).at(at)
            }
            ListFault::NoStreet(line) => Message::new("lists-no-street").with("line", line).at(at),
            ListFault::TooMany(most) => Message::new("lists-too-many").with("most", most).at(at),
        }
    }
}

/// What can be chosen from, and which words mean the same.
pub fn save_lists(tx: &mut Tx, person: &Person, at: Ts, form: &ListsForm) -> Result<(), Refused<ListsError>> {
    let congress = of_congress(person)?;
    let fields = parse_fields(&form.fields).map_err(ListsError::Fields)?;
    let places = parse_places(&form.places).map_err(ListsError::Places)?;
    let synonyms = parse_synonyms(&form.synonyms).map_err(ListsError::Synonyms)?;
    store::save_fields(tx, congress, &fields)?;
    store::save_places(tx, congress, &places)?;
    store::save_synonyms(tx, congress, &synonyms)?;
    congress::public_changed(tx, congress)?;
    let detail = serde_json::json!({ "fields": fields.len(), "places": places.len(), "synonyms": synonyms.len() });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::ProposalListsSaved, fields.len()).with(detail))?;
    Ok(())
}

/// Keys that nothing is read with any more.
pub fn tidy_proposals(tx: &mut Tx) -> Result<(), DbError> {
    for call in store::keys_of_no_use(tx)? {
        store::set_sealed_key(tx, call, None)?;
    }
    Ok(())
}
