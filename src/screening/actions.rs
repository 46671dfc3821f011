//! Who appraises what until when, what each of them thinks, and what two persons decide.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    appraisal::{Appraisal, AppraisalState, are_open, is_another_needed, together},
    method::{MethodFault, MethodForm, NOTICE_DAYS, SCALE, ScreeningMethod},
    store::{self, Decision, DecisionState, Outcome, Version},
};
use crate::{
    accounts::{self, Person, Role},
    audit::{self, Act, Deed},
    db::{DbError, Ts, Tx},
    ids::{AccountId, CongressId, NeedId, ScreeningDecisionId, ScreeningMethodId},
    proposals::{self, AnswerKind, Need, NeedState, Onward},
    web::{Message, Refusal, Refused},
};

const LONGEST: usize = 1_000;
const LONGEST_LINE: usize = 100;

fn congress_of(person: &Person) -> Result<CongressId, DbError> {
    person.congress().ok_or_else(DbError::missing)
}

/// The method at present; the usual one before the congress has said anything else.
pub(super) fn present_method(tx: &mut Tx, person: &Person, at: Ts) -> Result<Version, DbError> {
    let congress = congress_of(person)?;
    if let Some(latest) = store::versions(tx, congress)?.into_iter().next() {
        return Ok(latest);
    }
    let usual = Version { id: ScreeningMethodId::new(), version: 1, method: ScreeningMethod::default(), at };
    store::insert_method(tx, congress, &usual, &person.name)?;
    Ok(usual)
}

impl Refusal for MethodFault {
    fn message(&self) -> Message {
        match self {
            Self::Criterion(line) => Message::new("screening-criterion").with("line", line).at("criteria"),
            Self::Criteria => Message::new("screening-criteria").at("criteria"),
            Self::Weights(sum) => Message::new("screening-weights").with("sum", sum).at("criteria"),
            Self::Checks => Message::new("screening-checks-wrong").at("checks"),
            Self::Appraisers => Message::new("screening-appraisers-wrong").at("appraisers"),
            Self::Spread => Message::new("screening-spread-wrong").with("most", SCALE - 1).at("spread"),
            Self::NoticeDays => Message::new("screening-notice-days-wrong")
                .with("from", NOTICE_DAYS.start())
                .with("to", NOTICE_DAYS.end())
                .at("notice_days"),
        }
    }
}

/// A new version, for what is appraised from now on.
pub fn save_method(tx: &mut Tx, person: &Person, at: Ts, form: &MethodForm) -> Result<i32, Refused<MethodFault>> {
    let method = ScreeningMethod::parse(form)?;
    let congress = congress_of(person)?;
    let version = store::versions(tx, congress)?.first().map_or(1, |latest| latest.version + 1);
    let new = Version { id: ScreeningMethodId::new(), version, method, at };
    store::insert_method(tx, congress, &new, &person.name)?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::ScreeningMethodSaved, version))?;
    Ok(version)
}

#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error("what becomes of it was decided, or it is no longer public")]
    NotOpen,
    #[error("fewer than {0}")]
    TooFew(usize),
    #[error("{0}, or the unit they work for, proposed it")]
    Proposer(String),
    #[error("no day, or one that is past")]
    NoDay,
}

impl Refusal for AskError {
    fn message(&self) -> Message {
        match self {
            Self::NotOpen => "screening-not-open".into(),
            Self::TooFew(least) => Message::new("screening-too-few").with("least", least).at("appraisers"),
            Self::Proposer(name) => Message::new("screening-proposer").with("name", name).at("appraisers"),
            Self::NoDay => Message::new("screening-no-day").at("due_on"),
        }
    }
}

pub(super) fn own_need(tx: &mut Tx, person: &Person, id: NeedId) -> Result<Option<Need>, DbError> {
    let congress = congress_of(person)?;
    Ok(proposals::need_by_id(tx, id)?.filter(|need| need.congress == congress))
}

/// From now on each of them has it before them; nobody appraises what their own unit proposed.
pub fn ask_appraisers(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: NeedId,
    whom: &[AccountId],
    due_on: &str,
) -> Result<(), Refused<AskError>> {
    let need = own_need(tx, person, id)?.ok_or(Refused::Missing)?;
    if !matches!(need.state, NeedState::Open | NeedState::Appraising) {
        return Err(AskError::NotOpen.into());
    }
    let method = present_method(tx, person, at)?;
    let due_on = due_on.trim().parse::<Date>().ok().filter(|day| *day >= at.day()).ok_or(AskError::NoDay)?;
    let known = accounts::accounts_of_role(tx, need.congress, Role::Department)?;
    let asked = store::appraisals_of(tx, id)?;
    let mut new = Vec::new();
    for account in known.into_iter().filter(|account| whom.contains(&account.id)) {
        if asked.iter().any(|one| one.account == account.id) {
            continue;
        }
        if proposals::is_proposer(tx, id, account.id)? {
            return Err(AskError::Proposer(account.name).into());
        }
        new.push(account);
    }
    let there = asked.iter().filter(|one| one.state != AppraisalState::Recused).count();
    if there + new.len() < method.method.appraisers {
        return Err(AskError::TooFew(method.method.appraisers).into());
    }
    let method = asked.first().map_or(method.id, |one| one.method);
    for account in &new {
        let appraisal = Appraisal {
            need: id,
            account: account.id,
            name: account.name.clone(),
            method,
            due_on,
            state: AppraisalState::Asked,
            scores: Vec::new(),
            checks: Vec::new(),
            verdict: None,
            cost: String::new(),
            words: String::new(),
            given_at: None,
        };
        store::insert_appraisal(tx, &appraisal)?;
    }
    proposals::is_appraised(tx, id)?;
    let detail = serde_json::json!({ "appraisers": new.len(), "due_on": due_on });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::AppraisersAsked, need.id).with(detail))?;
    Ok(())
}

/// What an appraiser fills in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AppraisalForm {
    /// A mark a criterion, in their order.
    #[serde(default, rename = "score")]
    pub scores: Vec<String>,
    /// The numbers of the checks that are met.
    #[serde(default, rename = "check")]
    pub checks: Vec<String>,
    #[serde(default)]
    pub verdict: String,
    #[serde(default)]
    pub cost: String,
    #[serde(default)]
    pub words: String,
    /// `give`, `draft` or `recuse`.
    #[serde(default, rename = "do")]
    pub act: String,
}

#[derive(Debug, thiserror::Error)]
pub enum AppraiseError {
    #[error("it was given already")]
    Given,
    #[error("a mark is missing")]
    NoScore,
    #[error("no verdict")]
    NoVerdict,
    #[error("no reasons")]
    NoWords,
    #[error("too long")]
    Long(usize, &'static str),
    #[error("it was decided")]
    Decided,
}

impl Refusal for AppraiseError {
    fn message(&self) -> Message {
        match self {
            Self::Given => "appraisal-is-given".into(),
            Self::NoScore => Message::new("appraisal-no-score").at("score0"),
            Self::NoVerdict => Message::new("appraisal-no-verdict").at("verdict"),
            Self::NoWords => Message::new("appraisal-no-words").at("words"),
            Self::Long(most, at) => Message::new("answer-long").with("most", most).at(at),
            Self::Decided => "screening-not-open".into(),
        }
    }
}

fn asked_of(tx: &mut Tx, person: &Person, id: NeedId) -> Result<Appraisal, Refused<AppraiseError>> {
    let need = own_need(tx, person, id)?.ok_or(Refused::Missing)?;
    let own = store::appraisal_by(tx, id, person.id)?.ok_or(Refused::Missing)?;
    if own.state != AppraisalState::Asked {
        return Err(AppraiseError::Given.into());
    }
    if need.state != NeedState::Appraising {
        return Err(AppraiseError::Decided.into());
    }
    Ok(own)
}

/// Kept as a draft, or given for good.
pub fn appraise(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: NeedId,
    form: &AppraisalForm,
    for_good: bool,
) -> Result<(), Refused<AppraiseError>> {
    let own = asked_of(tx, person, id)?;
    let method = store::method_by_id(tx, own.method)?.method;
    let scores: Vec<u32> = form.scores.iter().map(|mark| mark.parse().unwrap_or(0)).collect();
    let whole = scores.len() == method.criteria.len() && scores.iter().all(|mark| (1..=SCALE).contains(mark));
    let checks = (0..method.checks.len()).map(|at| form.checks.contains(&at.to_string())).collect();
    let verdict = form.verdict.parse().ok();
    let (cost, words) = (form.cost.trim().to_owned(), form.words.trim().to_owned());
    if cost.chars().count() > LONGEST_LINE {
        return Err(AppraiseError::Long(LONGEST_LINE, "cost").into());
    }
    if words.chars().count() > LONGEST {
        return Err(AppraiseError::Long(LONGEST, "words").into());
    }
    if for_good {
        if !whole {
            return Err(AppraiseError::NoScore.into());
        }
        if verdict.is_none() {
            return Err(AppraiseError::NoVerdict.into());
        }
        if words.is_empty() {
            return Err(AppraiseError::NoWords.into());
        }
    }
    let state = if for_good { AppraisalState::Given } else { AppraisalState::Asked };
    let given_at = for_good.then_some(at);
    store::save_appraisal(tx, &Appraisal { state, scores, checks, verdict, cost, words, given_at, ..own })?;
    if for_good {
        // Whose marks they are is in the list, what they are is not.
        audit::record(tx, &person.actor(), at, &Act::new(Deed::AppraisalGiven, id))?;
    }
    Ok(())
}

/// 回避, with the reason.
pub fn recuse(tx: &mut Tx, person: &Person, at: Ts, id: NeedId, words: &str) -> Result<(), Refused<AppraiseError>> {
    let own = asked_of(tx, person, id)?;
    let words = words.trim().to_owned();
    if words.is_empty() {
        return Err(AppraiseError::NoWords.into());
    }
    if words.chars().count() > LONGEST {
        return Err(AppraiseError::Long(LONGEST, "words").into());
    }
    let (scores, checks) = (Vec::new(), Vec::new());
    let recused =
        Appraisal { state: AppraisalState::Recused, scores, checks, verdict: None, words, given_at: Some(at), ..own };
    store::save_appraisal(tx, &recused)?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::AppraiserRecused, id))?;
    Ok(())
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DecisionForm {
    #[serde(default)]
    pub outcome: String,
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub to_change: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub meeting: String,
    /// `ask`, `confirm` or `withdraw`.
    #[serde(default, rename = "do")]
    pub act: String,
}

#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error("it is not being appraised")]
    NotAppraised,
    #[error("not everybody has appraised it, and the day is not over")]
    StillOpen,
    #[error("nobody is waited for, and fewer than {0} appraised it")]
    Few(usize),
    #[error("nobody appraised it")]
    Nobody,
    #[error("no outcome")]
    NoOutcome,
    #[error("nothing is said")]
    NoWords(&'static str),
    #[error("they disagree, and nothing is said of it")]
    NoNote,
    #[error("fewer than {0} appraised it in time, and nothing is said of it")]
    NoNoteOfFew(usize),
    #[error("too long")]
    Long(&'static str),
    #[error("a decision waits already")]
    Waits,
    #[error("nothing waits")]
    NothingWaits,
    #[error("the same person")]
    SamePerson,
}

impl Refusal for DecideError {
    fn message(&self) -> Message {
        match self {
            Self::NotAppraised => "screening-not-appraised".into(),
            Self::StillOpen => "screening-still-open".into(),
            Self::Few(least) => Message::new("screening-few").with("least", least),
            Self::Nobody => "screening-nobody".into(),
            Self::NoOutcome => Message::new("answer-no-kind").at("outcome"),
            Self::NoWords(at) => Message::new("answer-no-words").at(at),
            Self::NoNote => Message::new("screening-no-note").at("note"),
            Self::NoNoteOfFew(least) => Message::new("screening-no-note-of-few").with("least", least).at("note"),
            Self::Long(at) => Message::new("answer-long").with("most", LONGEST).at(at),
            Self::Waits => "screening-waits".into(),
            Self::NothingWaits => "screening-nothing-waits".into(),
            Self::SamePerson => "screening-same-person".into(),
        }
    }
}

/// The first of two persons says what is to become of it.
pub fn propose_decision(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: NeedId,
    form: &DecisionForm,
) -> Result<(), Refused<DecideError>> {
    let need = own_need(tx, person, id)?.ok_or(Refused::Missing)?;
    if need.state != NeedState::Appraising {
        return Err(DecideError::NotAppraised.into());
    }
    if store::decision_of(tx, id)?.is_some() {
        return Err(DecideError::Waits.into());
    }
    let all = store::appraisals_of(tx, id)?;
    let Some(first) = all.first() else { return Err(DecideError::NotAppraised.into()) };
    let method = store::method_by_id(tx, first.method)?.method;
    if !are_open(&method, &all, at.day()) {
        let is_few = is_another_needed(&method, &all);
        let why = if is_few { DecideError::Few(method.appraisers) } else { DecideError::StillOpen };
        return Err(why.into());
    }
    let come_to = together(&method, &all);
    if come_to.given == 0 {
        return Err(DecideError::Nobody.into());
    }
    let outcome: Outcome = form.outcome.parse().map_err(|_| DecideError::NoOutcome)?;
    let said = [
        ("words", form.words.trim()),
        ("to_change", form.to_change.trim()),
        ("note", form.note.trim()),
        ("meeting", form.meeting.trim()),
    ];
    for (at, text) in said {
        if text.chars().count() > LONGEST {
            return Err(DecideError::Long(at).into());
        }
        let needed = match at {
            "words" | "meeting" => true,
            "to_change" => outcome == Outcome::Refused,
            _ => false,
        };
        if needed && text.is_empty() {
            return Err(DecideError::NoWords(at).into());
        }
    }
    let [(_, words), (_, to_change), (_, note), (_, meeting)] = said.map(|(at, text)| (at, text.to_owned()));
    if come_to.disagree && note.is_empty() {
        return Err(DecideError::NoNote.into());
    }
    if come_to.given < method.appraisers && note.is_empty() {
        return Err(DecideError::NoNoteOfFew(method.appraisers).into());
    }
    let decision = Decision {
        id: ScreeningDecisionId::new(),
        need: id,
        outcome,
        words,
        to_change,
        note,
        meeting,
        state: DecisionState::Asked,
        asked_by: person.id,
        asked_name: person.name.clone(),
        asked_at: at,
        settled_name: None,
        settled_on: None,
    };
    store::insert_decision(tx, &decision)?;
    let detail = serde_json::json!({ "outcome": outcome });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::ScreeningDecisionAsked, need.id).with(detail))?;
    Ok(())
}

fn waiting(tx: &mut Tx, person: &Person, id: NeedId) -> Result<(Need, Decision), Refused<DecideError>> {
    let need = own_need(tx, person, id)?.ok_or(Refused::Missing)?;
    let decision = store::decision_of(tx, id)?.filter(|decision| decision.state == DecisionState::Asked);
    Ok((need, decision.ok_or(DecideError::NothingWaits)?))
}

/// The second one: now it is so, and everybody who proposed it is told.
pub fn confirm_decision(tx: &mut Tx, person: &Person, at: Ts, id: NeedId) -> Result<(), Refused<DecideError>> {
    let (need, decision) = waiting(tx, person, id)?;
    if decision.asked_by == person.id {
        return Err(DecideError::SamePerson.into());
    }
    if need.state != NeedState::Appraising {
        return Err(DecideError::NotAppraised.into());
    }
    store::settle_decision(tx, decision.id, DecisionState::Confirmed, &person.name, at)?;
    let (state, kind) = match decision.outcome {
        Outcome::Pool => (NeedState::Pool, AnswerKind::Pool),
        Outcome::Refused => (NeedState::Refused, AnswerKind::Refused),
    };
    let words = [decision.words.as_str(), decision.to_change.as_str()];
    let words = words.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
    proposals::goes_on(tx, id, &Onward { state, kind, words: &words, by: &person.name }, at)?;
    let detail = serde_json::json!({ "outcome": decision.outcome, "asked_by": decision.asked_name });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::ScreeningDecided, need.id).with(detail))?;
    Ok(())
}

/// By anybody of the secretariat, before it is confirmed.
pub fn withdraw_decision(tx: &mut Tx, person: &Person, at: Ts, id: NeedId) -> Result<(), Refused<DecideError>> {
    let (need, decision) = waiting(tx, person, id)?;
    store::settle_decision(tx, decision.id, DecisionState::Withdrawn, &person.name, at)?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::ScreeningDecisionWithdrawn, need.id))?;
    Ok(())
}
