//! Recording an inspection, checking it, following up what it found.

use super::{
    inspection::{Inspection, InspectionForm, InspectionState, InspectionStepError, Record},
    store,
};
use crate::{
    accounts::Person,
    attachments::{self, Prepared},
    audit::{self, Act, Deed},
    congress,
    db::{Ts, Tx},
    ids::{FindingId, FollowUpId, InspectionId, ProjectId, SubItemId},
    projects::Tracked,
    supervision::{
        actions::{beside, is_in_group, public_project, words_of},
        follow_ups::{self, FollowUpError},
    },
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum InspectionError {
    #[error("the form is wrong in {} places", .0.len())]
    Wrong(Vec<Message>),
    #[error("only the project's group inspects it")]
    NotInGroup,
    #[error("who gives back says why")]
    NoWords,
    #[error("a finding is followed up once, after the inspection is published")]
    FindingNotOpen,
    #[error(transparent)]
    Step(#[from] InspectionStepError),
    #[error(transparent)]
    FollowUp(#[from] FollowUpError),
}

impl Refusal for InspectionError {
    fn message(&self) -> Message {
        match self {
            Self::Wrong(wrong) => Message::first_of(wrong),
            Self::NotInGroup => "supervision-not-in-group".into(),
            Self::NoWords => "inspection-return-words-missing".into(),
            Self::FindingNotOpen => "inspection-finding-not-open".into(),
            Self::Step(InspectionStepError::OutOfOrder) => "inspection-out-of-order".into(),
            Self::Step(InspectionStepError::Writer) => "inspection-writer".into(),
            Self::FollowUp(error) => error.message(),
        }
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Wrong(wrong) => wrong.clone(),
            refusal => vec![refusal.message()],
        }
    }
}

fn read(form: &InspectionForm, tracked: &Tracked, at: Ts) -> Result<Record, Refused<InspectionError>> {
    let known: Vec<SubItemId> = tracked.project.sub_items.iter().map(|item| item.id).collect();
    form.read(at.day(), &known).map_err(|wrong| InspectionError::Wrong(wrong).into())
}

fn recorded(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    tracked: &Tracked,
    inspection: &Inspection,
    action: Deed,
) -> Result<(), Refused<InspectionError>> {
    let detail = serde_json::json!({
        "inspection": inspection.number, "held_on": inspection.held_on.to_string(), "state": inspection.state,
    });
    audit::record(tx, &person.actor(), at, &Act::new(action, &tracked.project.title).with(detail))?;
    Ok(())
}

/// By somebody of the group; public once the secretariat has checked it.
pub fn record_inspection(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    project: ProjectId,
    form: &InspectionForm,
    files: &[Prepared],
) -> Result<InspectionId, Refused<InspectionError>> {
    let tracked = public_project(tx, person, project)?.ok_or(Refused::Missing)?;
    if !is_in_group(tx, person, project)? {
        return Err(InspectionError::NotInGroup.into());
    }
    let record = read(form, &tracked, at)?;
    let inspection = Inspection {
        id: InspectionId::new(),
        project,
        number: store::highest_inspection_number(tx, project)? + 1,
        held_on: record.held_on,
        place: String::new(),
        bodies: Vec::new(),
        sub_items: Vec::new(),
        words: String::new(),
        findings: Vec::new(),
        state: InspectionState::Submitted,
        made_by_account: person.id,
        made_by: person.name.clone(),
        made_at: at,
        returned_with: None,
        published_by: None,
        published_at: None,
    }
    .with(record);
    store::insert_inspection(tx, &inspection)?;
    attachments::keep(tx, &beside(&tracked, inspection.id, person, at), files)?;
    recorded(tx, person, at, &tracked, &inspection, Deed::InspectionRecorded)?;
    Ok(inspection.id)
}

fn found(tx: &mut Tx, person: &Person, id: InspectionId) -> Result<(Inspection, Tracked), Refused<InspectionError>> {
    let inspection = store::inspection_by_id(tx, id)?.ok_or(Refused::Missing)?;
    let tracked = public_project(tx, person, inspection.project)?.ok_or(Refused::Missing)?;
    Ok((inspection, tracked))
}

/// After it was given back, by anybody of the group.
pub fn rewrite_inspection(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: InspectionId,
    form: &InspectionForm,
    files: &[Prepared],
) -> Result<(), Refused<InspectionError>> {
    let (inspection, tracked) = found(tx, person, id)?;
    if !is_in_group(tx, person, inspection.project)? {
        return Err(InspectionError::NotInGroup.into());
    }
    let rewritten = inspection.rewritten(read(form, &tracked, at)?).map_err(InspectionError::from)?;
    store::rewrite_inspection(tx, &rewritten)?;
    attachments::keep(tx, &beside(&tracked, id, person, at), files)?;
    recorded(tx, person, at, &tracked, &rewritten, Deed::InspectionRewritten)
}

/// By the secretariat, who checked it.
pub fn publish_inspection(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: InspectionId,
) -> Result<(), Refused<InspectionError>> {
    let (inspection, tracked) = found(tx, person, id)?;
    let published = inspection.published(person.id, &person.name, at).map_err(InspectionError::from)?;
    store::settle_inspection(tx, &published)?;
    congress::public_changed(tx, tracked.project.congress)?;
    recorded(tx, person, at, &tracked, &published, Deed::InspectionPublished)
}

/// By the secretariat, to be written anew.
pub fn give_back_inspection(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: InspectionId,
    words: &str,
) -> Result<(), Refused<InspectionError>> {
    let (inspection, tracked) = found(tx, person, id)?;
    let returned =
        inspection.returned(words_of(words).ok_or(InspectionError::NoWords)?).map_err(InspectionError::from)?;
    store::settle_inspection(tx, &returned)?;
    recorded(tx, person, at, &tracked, &returned, Deed::InspectionReturned)
}

/// What an inspection found becomes a follow-up, once.
pub fn follow_up_finding(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: FindingId,
    deadline: &str,
) -> Result<FollowUpId, Refused<InspectionError>> {
    let inspection = store::inspection_of_finding(tx, id)?.ok_or(Refused::Missing)?;
    public_project(tx, person, inspection.project)?.ok_or(Refused::Missing)?;
    let finding = inspection.findings.iter().find(|finding| finding.id == id).ok_or(Refused::Missing)?;
    if inspection.state != InspectionState::Published || finding.follow_up.is_some() {
        return Err(InspectionError::FindingNotOpen.into());
    }
    let follow_up = follow_ups::open(tx, person, at, inspection.project, &finding.words, deadline, &[])
        .map_err(Refused::on_the_way)?;
    store::link_finding(tx, id, follow_up)?;
    Ok(follow_up)
}
