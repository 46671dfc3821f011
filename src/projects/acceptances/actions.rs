//! Accepting what is finished, or saying what is missing.

use jiff::civil::Date;

use super::{
    acceptance::{Acceptance, NotAccepted},
    store,
};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    candidates::{self, SubItem},
    congress,
    db::{DbError, Ts, Tx},
    ids::{ProjectId, SubItemId},
    projects::{
        self,
        lights::actions::recompute_project,
        project::Project,
        reports::{self, Report},
        tracked::Tracked,
    },
    proposals,
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    #[error("it has not reached its target")]
    NotReached,
    #[error("it has to last until {0}")]
    TooEarly(Date),
    #[error("it was accepted already")]
    Already,
    #[error("it was given back, and no report came since")]
    GivenBack,
    #[error("whoever reported it does not accept it")]
    SamePerson,
    #[error("an acceptance says what was looked at")]
    NoWords,
    #[error("whoever gives it back says what is to be mended")]
    NoReason,
}

impl Refusal for AcceptError {
    fn message(&self) -> Message {
        match self {
            Self::NotReached => "accept-not-reached".into(),
            Self::TooEarly(from) => Message::new("accept-too-early").with("from", from),
            Self::Already => "accept-already".into(),
            Self::GivenBack => "accept-given-back".into(),
            Self::SamePerson => "accept-same-person".into(),
            Self::NoWords => "accept-words-missing".into(),
            Self::NoReason => "accept-refuse-reason-missing".into(),
        }
    }
}

/// A finished sub-item and its newest report.
struct Finished {
    tracked: Tracked,
    item: SubItem,
    report: Report,
}

/// If it may be accepted or given back by this person now.
fn finished(tx: &mut Tx, person: &Person, at: Ts, sub_item: SubItemId) -> Result<Finished, Refused<AcceptError>> {
    let project = projects::store::project_of_sub_item(tx, sub_item)?
        .filter(|project| Some(project.congress) == person.congress())
        .ok_or(Refused::Missing)?;
    let reports = reports::store::filed_reports(tx, &[project.id])?;
    let tracked = projects::store::tracked(tx, vec![project])?.pop().ok_or(Refused::Missing)?;
    let item = tracked.sub_item(sub_item).cloned().ok_or(Refused::Missing)?;
    let report = reports.into_iter().find(|report| report.sub_item == sub_item);
    let report = report.filter(|_| tracked.is_reached(&item)).ok_or(AcceptError::NotReached)?;
    if tracked.is_accepted(&item) {
        return Err(AcceptError::Already.into());
    }
    if tracked.refusal(sub_item).is_some() {
        return Err(AcceptError::GivenBack.into());
    }
    if let Some(from) = tracked.acceptable_from(&item).filter(|from| *from > at.day()) {
        return Err(AcceptError::TooEarly(from).into());
    }
    if report.made_by_account == person.id {
        return Err(AcceptError::SamePerson.into());
    }
    Ok(Finished { tracked, item, report })
}

/// 验收, by somebody who did not report it.
pub fn accept_sub_item(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    sub_item: SubItemId,
    words: &str,
) -> Result<ProjectId, Refused<AcceptError>> {
    let Finished { tracked, item, report } = finished(tx, person, at, sub_item)?;
    let words = words.trim();
    if words.is_empty() {
        return Err(AcceptError::NoWords.into());
    }
    let acceptance = Acceptance {
        sub_item,
        project: tracked.project.id,
        quantity: report.quantity,
        words: words.to_owned(),
        accepted_by: person.name.clone(),
        accepted_at: at,
    };
    store::insert_acceptance(tx, &acceptance, person.id)?;
    let project = settled(tx, person, at, &tracked, &item, &report, Deed::SubItemAccepted)?;
    let others = tracked.project.sub_items.iter().filter(|other| other.id != sub_item);
    if others.into_iter().all(|other| tracked.is_accepted(other)) {
        whoever_proposed_it_hears(tx, person, at, &tracked.project, words)?;
    }
    Ok(project)
}

/// The last of its sub-items was accepted: from the finished project back to the first who said so.
fn whoever_proposed_it_hears(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    project: &Project,
    words: &str,
) -> Result<(), DbError> {
    let origins = candidates::origins(tx, project.session)?;
    let Some(origin) = origins.into_iter().find(|origin| origin.candidate == project.candidate) else { return Ok(()) };
    let words = format!("“{}”已经办成，全部子项通过验收。{words}", project.title);
    proposals::is_done(tx, origin.need, &words, &person.name, at)
}

/// 退回: it waits for a new report before it is looked at again.
pub fn refuse_acceptance(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    sub_item: SubItemId,
    words: &str,
) -> Result<ProjectId, Refused<AcceptError>> {
    let Finished { tracked, item, report } = finished(tx, person, at, sub_item)?;
    let words = words.trim();
    if words.is_empty() {
        return Err(AcceptError::NoReason.into());
    }
    let refusal = NotAccepted {
        sub_item,
        project: tracked.project.id,
        report: report.id,
        words: words.to_owned(),
        refused_by: person.name.clone(),
        refused_at: at,
        answered: false,
    };
    store::insert_refusal(tx, &refusal, person.id)?;
    settled(tx, person, at, &tracked, &item, &report, Deed::SubItemGivenBack)
}

fn settled(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    tracked: &Tracked,
    item: &SubItem,
    report: &Report,
    act: Deed,
) -> Result<ProjectId, Refused<AcceptError>> {
    let project = &tracked.project;
    recompute_project(tx, project.id, at)?;
    congress::public_changed(tx, project.congress)?;
    let detail = serde_json::json!({ "sub_item": item.name, "quantity": report.quantity });
    audit::record(tx, &person.actor(), at, &Act::new(act, &project.title).with(detail))?;
    Ok(project.id)
}
