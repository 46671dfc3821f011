//! Opening, answering, checking, giving back and closing; and carrying upward what is overdue.

use jiff::civil::Date;

use super::{
    follow_up::{ActKind, FollowUp, Impossible, State, Step},
    store,
};
use crate::{
    accounts::{Person, Role},
    audit::{self, Act},
    congress,
    db::{DbError, Ts, Tx},
    ids::{FollowUpId, ProjectId},
    projects::{self, Tracked, has_part},
    web::{Message, Refusal},
};

#[derive(Debug, thiserror::Error)]
pub enum FollowUpError {
    /// Not there, or not this person's.
    #[error("no such follow-up")]
    NotYours,
    #[error("every step says something")]
    NoWords,
    #[error("the deadline is no day from today on")]
    BadDeadline,
    #[error(transparent)]
    Impossible(#[from] Impossible),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for FollowUpError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NoWords => Some("follow-up-words-missing".into()),
            Self::BadDeadline => Some("follow-up-deadline-wrong".into()),
            Self::Impossible(Impossible::OutOfOrder) => Some("follow-up-out-of-order".into()),
            Self::Impossible(Impossible::Answerer) => Some("follow-up-answerer".into()),
            Self::Impossible(Impossible::Checker) => Some("follow-up-checker".into()),
            Self::NotYours | Self::Db(_) => None,
        }
    }
}

fn said(words: &str) -> Result<String, FollowUpError> {
    let words = words.trim();
    if words.is_empty() { Err(FollowUpError::NoWords) } else { Ok(words.to_owned()) }
}

fn due(deadline: &str, today: Date) -> Result<Date, FollowUpError> {
    let day = deadline.trim().parse::<Date>().map_err(|_| FollowUpError::BadDeadline)?;
    if day < today { Err(FollowUpError::BadDeadline) } else { Ok(day) }
}

fn tracked_of(tx: &mut Tx, person: &Person, project: ProjectId) -> Result<Tracked, FollowUpError> {
    projects::tracked_project(tx, project)?
        .filter(|tracked| Some(tracked.project.congress) == person.congress() && tracked.project.public)
        .ok_or(FollowUpError::NotYours)
}

fn found(tx: &mut Tx, person: &Person, id: FollowUpId) -> Result<(FollowUp, Tracked), FollowUpError> {
    let follow_up = store::follow_up_by_id(tx, id)?.ok_or(FollowUpError::NotYours)?;
    let tracked = tracked_of(tx, person, follow_up.project)?;
    Ok((follow_up, tracked))
}

/// The step into the list, the change into the row, all in public.
fn moved(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    changed: &FollowUp,
    tracked: &Tracked,
    act: ActKind,
    words: String,
) -> Result<(), FollowUpError> {
    store::save(tx, changed)?;
    let step =
        Step { follow_up: changed.id, act, role: person.role.word().to_owned(), name: person.name.clone(), words, at };
    store::append_step(tx, &step)?;
    congress::public_changed(tx, tracked.project.congress)?;
    let detail = serde_json::json!({ "project": tracked.project.title, "step": act, "state": changed.state });
    audit::record(tx, &person.actor(), at, &Act::new("follow_up_moved", changed.number).with(detail))?;
    Ok(())
}

pub fn open(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    project: ProjectId,
    finding: &str,
    deadline: &str,
) -> Result<FollowUpId, FollowUpError> {
    let tracked = tracked_of(tx, person, project)?;
    let finding = said(finding)?;
    let follow_up = FollowUp {
        id: FollowUpId::new(),
        project,
        number: store::highest_number(tx, project)? + 1,
        finding: finding.clone(),
        deadline: due(deadline, at.day())?,
        state: State::Opened,
        escalation: 0,
        opened_by_account: person.id,
        opened_by: person.name.clone(),
        opened_at: at,
        answered_by: None,
        checked_by: None,
        closed_at: None,
    };
    store::insert(tx, &follow_up)?;
    moved(tx, person, at, &follow_up, &tracked, ActKind::Opened, finding)?;
    Ok(follow_up.id)
}

/// By a unit that has a part in the project.
pub fn answer(tx: &mut Tx, person: &Person, at: Ts, id: FollowUpId, words: &str) -> Result<(), FollowUpError> {
    let (follow_up, tracked) = found(tx, person, id)?;
    let unit = projects::unit_of(tx, person.id)?.ok_or(FollowUpError::NotYours)?;
    let plan = tracked.published().map(|version| &version.plan);
    if person.role != Role::Department || !has_part(&unit, tracked.lead.as_ref(), plan) {
        return Err(FollowUpError::NotYours);
    }
    let words = said(words)?;
    let answered = follow_up.answered(person.id)?;
    moved(tx, person, at, &answered, &tracked, ActKind::Answered, words)
}

pub fn check(tx: &mut Tx, person: &Person, at: Ts, id: FollowUpId, words: &str) -> Result<(), FollowUpError> {
    let (follow_up, tracked) = found(tx, person, id)?;
    let words = said(words)?;
    let checked = follow_up.checked(person.id)?;
    moved(tx, person, at, &checked, &tracked, ActKind::Checked, words)
}

/// Back to the unit with a new deadline.
pub fn give_back(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: FollowUpId,
    words: &str,
    deadline: &str,
) -> Result<(), FollowUpError> {
    let (follow_up, tracked) = found(tx, person, id)?;
    let words = said(words)?;
    let returned = follow_up.returned(person.id, due(deadline, at.day())?)?;
    moved(tx, person, at, &returned, &tracked, ActKind::Returned, words)
}

pub fn close(tx: &mut Tx, person: &Person, at: Ts, id: FollowUpId, words: &str) -> Result<(), FollowUpError> {
    let (follow_up, tracked) = found(tx, person, id)?;
    let words = said(words)?;
    let closed = follow_up.closed(person.id, at)?;
    moved(tx, person, at, &closed, &tracked, ActKind::Closed, words)
}

/// The daily duty: whatever is overdue surfaces by itself.
pub fn escalate_overdue(tx: &mut Tx, at: Ts) -> Result<usize, DbError> {
    let mut carried = 0;
    for follow_up in store::opened(tx)? {
        let escalation = follow_up.escalation_due(at.day());
        if escalation == follow_up.escalation {
            continue;
        }
        let changed = FollowUp { escalation, ..follow_up };
        store::save(tx, &changed)?;
        let step = Step {
            follow_up: changed.id,
            act: ActKind::Escalated,
            role: "system".to_owned(),
            name: String::new(),
            words: String::new(),
            at,
        };
        store::append_step(tx, &step)?;
        if let Some(project) = projects::project_by_id(tx, changed.project)? {
            congress::public_changed(tx, project.congress)?;
        }
        carried += 1;
    }
    Ok(carried)
}
