//! Opening, answering, checking, giving back and closing; and carrying upward what is overdue.

use jiff::{ToSpan, civil::Date};

use super::{
    follow_up::{ActKind, Escalation, FollowUp, Impossible, State, Step},
    store,
};
use crate::{
    accounts::{Person, Role},
    attachments::{self, Prepared},
    audit::{self, Act, Deed},
    congress,
    db::{DbError, Ts, Tx},
    ids::{FollowUpId, FollowUpStepId, ProjectId},
    projects::{self, Tracked, has_part},
    supervision::actions::{beside, is_in_group, public_project, words_of},
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum FollowUpError {
    #[error("the project is not announced, or not of this congress")]
    NoProject,
    #[error("only the project's group supervises it")]
    NotInGroup,
    #[error("every step says something")]
    NoWords,
    #[error("the deadline is no day from today on")]
    BadDeadline { such_as: Date },
    #[error(transparent)]
    Impossible(#[from] Impossible),
}

impl Refusal for FollowUpError {
    fn message(&self) -> Message {
        match self {
            Self::NoProject => "supervision-project-unknown".into(),
            Self::NotInGroup => "supervision-not-in-group".into(),
            Self::NoWords => "follow-up-words-missing".into(),
            Self::BadDeadline { such_as } => Message::new("follow-up-deadline-wrong").with("day", such_as),
            Self::Impossible(Impossible::OutOfOrder) => "follow-up-out-of-order".into(),
            Self::Impossible(Impossible::Answerer) => "follow-up-answerer".into(),
            Self::Impossible(Impossible::Checker) => "follow-up-checker".into(),
        }
    }
}

fn found(tx: &mut Tx, person: &Person, id: FollowUpId) -> Result<(FollowUp, Tracked), Refused<FollowUpError>> {
    let follow_up = store::follow_up_by_id(tx, id)?.ok_or(Refused::Missing)?;
    let tracked = public_project(tx, person, follow_up.project)?.ok_or(Refused::Missing)?;
    Ok((follow_up, tracked))
}

/// From today on; the example given is a day that would do.
fn deadline_of(typed: &str, today: Date) -> Result<Date, Refused<FollowUpError>> {
    let day = typed.trim().parse::<Date>().ok().filter(|day| *day >= today);
    Ok(day.ok_or_else(|| FollowUpError::BadDeadline { such_as: today.saturating_add(14.days()) })?)
}

fn of_the_group(tx: &mut Tx, person: &Person, project: ProjectId) -> Result<(), Refused<FollowUpError>> {
    if is_in_group(tx, person, project)? { Ok(()) } else { Err(FollowUpError::NotInGroup.into()) }
}

/// What somebody says at a step, and what they show.
struct Said<'a> {
    act: ActKind,
    words: &'a str,
    files: &'a [Prepared],
}

/// The step into the list, the change into the row, all in public.
fn moved(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    changed: &FollowUp,
    tracked: &Tracked,
    said: &Said,
) -> Result<(), Refused<FollowUpError>> {
    let words = words_of(said.words).ok_or(FollowUpError::NoWords)?;
    store::save(tx, changed)?;
    let step = Step {
        id: FollowUpStepId::new(),
        follow_up: changed.id,
        act: said.act,
        role: person.role.word().to_owned(),
        name: person.name.clone(),
        words,
        at,
        deadline: matches!(said.act, ActKind::Opened | ActKind::Returned).then_some(changed.deadline),
    };
    store::append_step(tx, &step)?;
    attachments::keep(tx, &beside(tracked, step.id, person, at), said.files)?;
    congress::public_changed(tx, tracked.project.congress)?;
    let detail = serde_json::json!({
        "project": tracked.project.title, "step": said.act, "state": changed.state, "files": said.files.len(),
    });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::FollowUpMoved, changed.number).with(detail))?;
    Ok(())
}

/// By somebody of the project's group.
pub fn open(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    project: ProjectId,
    finding: &str,
    deadline: &str,
    files: &[Prepared],
) -> Result<FollowUpId, Refused<FollowUpError>> {
    let tracked = public_project(tx, person, project)?.ok_or(FollowUpError::NoProject)?;
    of_the_group(tx, person, project)?;
    let follow_up = FollowUp {
        id: FollowUpId::new(),
        project,
        number: store::highest_number(tx, project)? + 1,
        finding: words_of(finding).ok_or(FollowUpError::NoWords)?,
        deadline: deadline_of(deadline, at.day())?,
        state: State::Opened,
        escalation: Escalation::None,
        opened_by_account: person.id,
        opened_by: person.name.clone(),
        opened_at: at,
        answered_by: None,
        checked_by: None,
        closed_at: None,
        came_from: None,
    };
    store::insert(tx, &follow_up)?;
    moved(tx, person, at, &follow_up, &tracked, &Said { act: ActKind::Opened, words: finding, files })?;
    Ok(follow_up.id)
}

/// By a unit that has a part in the project.
pub fn answer(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: FollowUpId,
    words: &str,
    files: &[Prepared],
) -> Result<(), Refused<FollowUpError>> {
    let (follow_up, tracked) = found(tx, person, id)?;
    let unit = projects::unit_of(tx, person.id)?.ok_or(Refused::Missing)?;
    let plan = tracked.published().map(|version| &version.plan);
    if person.role != Role::Department || !has_part(&unit, tracked.lead.as_ref(), plan) {
        return Err(Refused::Missing);
    }
    let answered = follow_up.answered(person.id).map_err(FollowUpError::from)?;
    moved(tx, person, at, &answered, &tracked, &Said { act: ActKind::Answered, words, files })
}

pub fn check(tx: &mut Tx, person: &Person, at: Ts, id: FollowUpId, words: &str) -> Result<(), Refused<FollowUpError>> {
    let (follow_up, tracked) = found(tx, person, id)?;
    let checked = follow_up.checked(person.id).map_err(FollowUpError::from)?;
    of_the_group(tx, person, checked.project)?;
    moved(tx, person, at, &checked, &tracked, &Said { act: ActKind::Checked, words, files: &[] })
}

/// Back to the unit with a new deadline.
pub fn give_back(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: FollowUpId,
    words: &str,
    deadline: &str,
) -> Result<(), Refused<FollowUpError>> {
    let (follow_up, tracked) = found(tx, person, id)?;
    let deadline = deadline_of(deadline, at.day())?;
    let returned = follow_up.returned(person.id, deadline).map_err(FollowUpError::from)?;
    of_the_group(tx, person, returned.project)?;
    moved(tx, person, at, &returned, &tracked, &Said { act: ActKind::Returned, words, files: &[] })
}

pub fn close(tx: &mut Tx, person: &Person, at: Ts, id: FollowUpId, words: &str) -> Result<(), Refused<FollowUpError>> {
    let (follow_up, tracked) = found(tx, person, id)?;
    let closed = follow_up.closed(person.id, at).map_err(FollowUpError::from)?;
    of_the_group(tx, person, closed.project)?;
    moved(tx, person, at, &closed, &tracked, &Said { act: ActKind::Closed, words, files: &[] })
}

/// The daily duty: whatever is overdue surfaces by itself. Every level reached is a step of its own, which stays.
pub fn escalate_overdue(tx: &mut Tx, at: Ts) -> Result<usize, DbError> {
    let mut carried = 0;
    for follow_up in store::opened(tx)? {
        let due = follow_up.escalation_due(at.day());
        if due == follow_up.escalation {
            continue;
        }
        let tracked = projects::tracked_project(tx, follow_up.project)?;
        let tracked = tracked.ok_or_else(|| DbError::corrupt("a follow-up without its project"))?;
        let leader = tracked.published().map(|version| version.plan.leader.clone()).unwrap_or_default();
        for level in Escalation::LEVELS.into_iter().filter(|level| *level > follow_up.escalation && *level <= due) {
            let step = Step {
                id: FollowUpStepId::new(),
                follow_up: follow_up.id,
                act: ActKind::Escalated,
                role: level.word().to_owned(),
                name: if level == Escalation::Leader { leader.clone() } else { String::new() },
                words: String::new(),
                at,
                deadline: None,
            };
            store::append_step(tx, &step)?;
        }
        let changed = FollowUp { escalation: due, ..follow_up };
        store::save(tx, &changed)?;
        congress::public_changed(tx, tracked.project.congress)?;
        carried += 1;
    }
    Ok(carried)
}
