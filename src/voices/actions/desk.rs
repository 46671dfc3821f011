//! The secretariat looks at what came: it is shown, passed on, or put aside, each with its reason, and each can be undone.

use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{Conn, DbError, Ts, Tx},
    guests::on_lines,
    ids::{CongressId, VoiceId, VoiceWordsId},
    supervision,
    voices::{
        answer::LONGEST_ANSWER,
        beside::{Beside, BesideState},
        rules::{ANSWER_DAYS, RETENTION_DAYS, RulesFault, RulesForm},
        store::{self, Wanted},
        voice::{Impossible, Sight, Sorting, Voice},
    },
    web::{Message, Refusal, Refused},
};

pub(super) fn of_congress(person: &Person) -> Result<CongressId, DbError> {
    person.congress().ok_or_else(DbError::missing)
}

#[derive(Debug, thiserror::Error)]
pub enum SortError {
    #[error(transparent)]
    Impossible(#[from] Impossible),
    #[error("no reason is given")]
    NoReason,
    #[error("the reason is too long")]
    LongReason,
}

impl Refusal for SortError {
    fn message(&self) -> Message {
        match self {
            Self::Impossible(Impossible::OutOfOrder) => "voice-out-of-order".into(),
            Self::Impossible(Impossible::Withdrawn) => "own-withdrawn".into(),
            Self::NoReason => Message::new("sort-no-reason").at("reason"),
            Self::LongReason => Message::new("answer-long").with("most", LONGEST_ANSWER).at("reason"),
        }
    }
}

/// Shown to all and passed on, passed on only, put aside, or back among what came.
pub fn sort(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: VoiceId,
    sorting: Sorting,
    reason: &str,
) -> Result<Sight, Refused<SortError>> {
    let voice = store::voice_by_id(tx, of_congress(person)?, id)?.ok_or(Refused::Missing)?;
    let reason = match sorting {
        Sorting::Pass | Sorting::Aside => on_lines(reason),
        Sorting::Publish | Sorting::Undo => String::new(),
    };
    if reason.is_empty() && matches!(sorting, Sorting::Pass | Sorting::Aside) {
        return Err(SortError::NoReason.into());
    }
    if reason.chars().count() > LONGEST_ANSWER {
        return Err(SortError::LongReason.into());
    }
    let before = voice.sight;
    let sorted = voice.sorted(sorting, reason).map_err(SortError::from)?;
    store::save_voice(tx, &sorted)?;
    // What everybody sees of a follow-up leads to nothing that is not shown.
    if let Some(follow_up) = sorted.follow_up {
        supervision::name_origin(tx, follow_up, public_path(&sorted).as_deref())?;
    }
    congress::public_changed(tx, sorted.congress)?;
    let detail = serde_json::json!({ "from": before, "to": sorted.sight });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::VoiceSorted, sorted.number).with(detail))?;
    Ok(sorted.sight)
}

/// Where everybody reads it.
pub(super) fn public_path(voice: &Voice) -> Option<String> {
    voice.is_public().then(|| format!("/voices/{}", voice.id))
}

#[derive(Debug, thiserror::Error)]
pub enum BesideError {
    #[error("it was taken back")]
    Withdrawn,
    #[error("no words")]
    NoWords,
    #[error("too many words")]
    LongWords,
}

impl Refusal for BesideError {
    fn message(&self) -> Message {
        match self {
            Self::Withdrawn => "own-withdrawn".into(),
            Self::NoWords => Message::new("answer-no-words").at("words"),
            Self::LongWords => {
                Message::new("answer-long").with("most", crate::voices::beside::LONGEST_BESIDE).at("words")
            }
        }
    }
}

/// An addition or a deputy's remark: shown to all, or to nobody. Either can be changed later.
pub fn settle_beside(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: VoiceWordsId,
    shown: bool,
) -> Result<VoiceId, Refused<BesideError>> {
    let beside = store::beside_by_id(tx, id)?.ok_or(Refused::Missing)?;
    let voice = store::voice_by_id(tx, of_congress(person)?, beside.voice)?.ok_or(Refused::Missing)?;
    let state = if shown { BesideState::Public } else { BesideState::Aside };
    store::set_beside(tx, id, state, &beside.words)?;
    congress::public_changed(tx, voice.congress)?;
    let detail = serde_json::json!({ "kind": beside.kind, "state": state });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::VoiceWordsSettled, voice.number).with(detail))?;
    Ok(voice.id)
}

#[derive(Debug, thiserror::Error)]
#[error("the days make no sense: {0:?}")]
pub struct RulesError(Vec<RulesFault>);

impl Refusal for RulesError {
    fn message(&self) -> Message {
        Message::first_of(&self.messages())
    }

    fn messages(&self) -> Vec<Message> {
        let said = |fault: &RulesFault| match fault {
            RulesFault::AnswerDays => Message::new("call-answer-days-wrong")
                .with("from", ANSWER_DAYS.start())
                .with("to", ANSWER_DAYS.end())
                .at("answer_days"),
            RulesFault::RetentionDays => Message::new("call-retention-days-wrong")
                .with("from", RETENTION_DAYS.start())
                .with("to", RETENTION_DAYS.end())
                .at("retention_days"),
        };
        self.0.iter().map(said).collect()
    }
}

/// For what comes from now on.
pub fn save_rules(tx: &mut Tx, person: &Person, at: Ts, form: &RulesForm) -> Result<(), Refused<RulesError>> {
    let rules = form.settled().map_err(RulesError)?;
    let congress = of_congress(person)?;
    store::save_rules(tx, congress, rules)?;
    congress::public_changed(tx, congress)?;
    let detail = serde_json::json!(rules);
    audit::record(tx, &person.actor(), at, &Act::new(Deed::VoiceRulesSaved, rules.answer_days).with(detail))?;
    Ok(())
}

/// What waits for the secretariat, and what is late with the units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    pub to_look_at: usize,
    pub late: usize,
}

pub fn waiting(conn: &mut Conn, congress: CongressId, today: jiff::civil::Date) -> Result<Waiting, DbError> {
    let passed = Wanted { sights: vec![Sight::Public, Sight::Unit], ..Wanted::default() };
    let new = store::count(conn, congress, &new_ones())?;
    let objected = store::count(conn, congress, &objected())?;
    let besides = shown_besides(conn, congress)?.len();
    Ok(Waiting { to_look_at: new + objected + besides, late: store::count(conn, congress, &passed.late(today))? })
}

/// Nobody has looked at them, but for what its author took back.
pub fn new_ones() -> Wanted {
    let courses = Wanted::public().courses;
    Wanted { sights: vec![Sight::Waiting], courses, ..Wanted::default() }
}

pub fn objected() -> Wanted {
    Wanted { objected: true, ..Wanted::default() }
}

/// Words beside messages that nobody has looked at.
pub fn shown_besides(conn: &mut Conn, congress: CongressId) -> Result<Vec<Beside>, DbError> {
    store::besides_waiting(conn, congress)
}

/// Keys of months gone by that nothing is read with any more.
pub fn tidy_voices(tx: &mut Tx, now: Ts) -> Result<(), DbError> {
    let old = store::keys_before(tx, now.day().first_of_month())?;
    if old.is_empty() {
        return Ok(());
    }
    let in_use = store::months_reached(tx)?;
    for (congress, month) in old.into_iter().filter(|key| !in_use.contains(key)) {
        store::delete_key(tx, congress, month)?;
    }
    Ok(())
}
