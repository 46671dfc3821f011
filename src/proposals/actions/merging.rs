//! Putting together what wants the same, and taking it apart again; every proposer and every wording stays.

use super::{calling::of_congress, sorting::own_proposal};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{Conn, DbError, Ts, Tx},
    guests::{on_lines, on_one_line},
    ids::{NeedId, ProposalId},
    proposals::{
        answer::LONGEST_ANSWER,
        need::{MergeFault, NO_TITLE, Need, NeedState, may_merge, may_split},
        proposal::Proposal,
        store::{self, Ruled},
        wording::LONGEST_TITLE,
    },
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    #[error(transparent)]
    Merge(#[from] MergeFault),
    #[error("what becomes of it was decided")]
    Decided,
    #[error("it stands alone")]
    Alone,
    #[error("no words are given")]
    NoWords,
    #[error("too long")]
    Long(usize, &'static str),
    #[error("nobody objects")]
    NoObjection,
}

impl Refusal for MergeError {
    fn message(&self) -> Message {
        match self {
            Self::Merge(MergeFault::Itself) => Message::new("merge-itself").at("into"),
            Self::Merge(MergeFault::Circle) => Message::new("merge-circle").at("into"),
            Self::Merge(MergeFault::Decided) | Self::Decided => "merge-decided".into(),
            Self::Merge(MergeFault::NotPublic) => Message::new("merge-not-public").at("into"),
            Self::Merge(MergeFault::Founder) => "split-founder".into(),
            Self::Alone => "split-alone".into(),
            Self::NoWords => Message::new("answer-no-words").at("words"),
            Self::Long(most, at) => Message::new("answer-long").with("most", most).at(at),
            Self::NoObjection => "merge-objection-none".into(),
        }
    }
}

pub(super) fn own_need(conn: &mut Conn, person: &Person, id: NeedId) -> Result<Option<Need>, DbError> {
    let congress = of_congress(person)?;
    Ok(store::need_by_id(conn, id)?.filter(|need| need.congress == congress))
}

/// Puts all that stands with `from` to `into`, or to what that was put to; what it comes to.
pub fn merge(tx: &mut Tx, person: &Person, at: Ts, from: NeedId, into: NeedId) -> Result<NeedId, Refused<MergeError>> {
    own_need(tx, person, from)?.ok_or(Refused::Missing)?;
    own_need(tx, person, into)?.ok_or(Refused::Missing)?;
    let was = (from, into);
    let heads = (store::head_of(tx, from)?, store::head_of(tx, into)?);
    let (Some(from), Some(into)) = heads else { return Err(Refused::Missing) };
    may_merge(&from, &into, was).map_err(MergeError::from)?;
    let members = store::members_of(tx, from.id)?;
    for member in &members {
        joins(tx, member, into.id, &person.name, at)?;
    }
    store::set_need_state(tx, from.id, NeedState::Merged, Some(into.id))?;
    congress::public_changed(tx, into.congress)?;
    let numbers: Vec<i32> = members.iter().map(|member| member.number).collect();
    let detail = serde_json::json!({ "from": from.id, "into": into.id, "numbers": numbers });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::NeedsMerged, members.len()).with(detail))?;
    Ok(into.id)
}

/// It stands with that need from now on, lends it its title where it had none left, and hears what was last said of it.
pub(super) fn joins(tx: &mut Tx, proposal: &Proposal, need: NeedId, by: &str, at: Ts) -> Result<(), DbError> {
    let need = store::need_by_id(tx, need)?.ok_or_else(DbError::missing)?;
    store::move_to(tx, proposal.id, need.id, by, at)?;
    if need.title == NO_TITLE {
        store::set_need_title(tx, need.id, &proposal.wording.title, &need.words)?;
    }
    if !need.state.is_decided() {
        return Ok(());
    }
    let Some(last) = store::answers_of_need(tx, need.id)?.pop() else { return Ok(()) };
    // Whoever stood with it before may have heard it then.
    let heard = store::answers_to(tx, proposal.id)?.iter().any(|(answer, _)| answer.id == last.id);
    if heard { Ok(()) } else { store::give_answer(tx, last.id, proposal.id, at) }
}

/// Takes one proposal out of what it was put to: it stands where it stood before, as it was.
pub fn split(tx: &mut Tx, person: &Person, at: Ts, id: ProposalId) -> Result<(), Refused<MergeError>> {
    let proposal = own_proposal(tx, person, id)?.ok_or(Refused::Missing)?;
    takes_apart(tx, person, at, &proposal, "")
}

fn takes_apart(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    proposal: &Proposal,
    ruling: &str,
) -> Result<(), Refused<MergeError>> {
    let need = proposal.need.ok_or(MergeError::Alone)?;
    let need = store::need_by_id(tx, need)?.ok_or_else(|| DbError::corrupt("a member of nothing"))?;
    may_split(&need, proposal.id).map_err(MergeError::from)?;
    let own = store::need_founded_by(tx, proposal.id)?.ok_or_else(|| DbError::corrupt("it never stood alone"))?;
    store::set_need_state(tx, own.id, NeedState::Open, None)?;
    joins(tx, proposal, own.id, &person.name, at)?;
    goes_on_without(tx, &need, proposal)?;
    congress::public_changed(tx, own.congress)?;
    let detail = serde_json::json!({ "from": need.id, "into": own.id });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::ProposalSplit, proposal.number).with(detail))?;
    Ok(heeds_objection(tx, person, at, proposal, ruling)?)
}

/// It stands alone: what its author asked for, where an objection is open, has come about.
pub(super) fn heeds_objection(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    proposal: &Proposal,
    ruling: &str,
) -> Result<(), DbError> {
    let is_open = store::objection_of(tx, proposal.id)?.is_some_and(|objection| objection.ruled.is_none());
    if is_open { rules(tx, person, at, proposal, (Ruled::Split, ruling)) } else { Ok(()) }
}

fn rules(tx: &mut Tx, person: &Person, at: Ts, proposal: &Proposal, ruled: (Ruled, &str)) -> Result<(), DbError> {
    store::settle_objection(tx, proposal.id, ruled, &person.name, at)?;
    let detail = serde_json::json!({ "outcome": ruled.0 });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::MergeObjectionSettled, proposal.number).with(detail))
}

/// The secretariat's own words for what several want.
pub fn name_need(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: NeedId,
    title: &str,
    words: &str,
) -> Result<(), Refused<MergeError>> {
    let need = own_need(tx, person, id)?.ok_or(Refused::Missing)?;
    if need.state.is_decided() {
        return Err(MergeError::Decided.into());
    }
    let (title, words) = (on_one_line(title), on_lines(words));
    if title.is_empty() {
        return Err(MergeError::NoWords.into());
    }
    if title.chars().count() > LONGEST_TITLE {
        return Err(MergeError::Long(LONGEST_TITLE, "title").into());
    }
    if words.chars().count() > LONGEST_ANSWER {
        return Err(MergeError::Long(LONGEST_ANSWER, "words").into());
    }
    store::set_need_title(tx, id, &title, &words)?;
    store::set_named(tx, id, at)?;
    congress::public_changed(tx, need.congress)?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::NeedNamed, id))?;
    Ok(())
}

/// Taken apart as its author wishes, or not, with the reason.
pub fn settle_objection(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: ProposalId,
    ruled: Ruled,
    words: &str,
) -> Result<(), Refused<MergeError>> {
    let proposal = own_proposal(tx, person, id)?.ok_or(Refused::Missing)?;
    if !store::objection_of(tx, id)?.is_some_and(|objection| objection.waits(&proposal)) {
        return Err(MergeError::NoObjection.into());
    }
    let words = on_lines(words);
    if words.chars().count() > LONGEST_ANSWER {
        return Err(MergeError::Long(LONGEST_ANSWER, "words").into());
    }
    match ruled {
        Ruled::Split => takes_apart(tx, person, at, &proposal, &words),
        Ruled::Kept if words.is_empty() => Err(MergeError::NoWords.into()),
        Ruled::Kept => Ok(rules(tx, person, at, &proposal, (ruled, &words))?),
    }
}

/// It is public no more: what it stood with goes on without it.
pub(super) fn leaves(tx: &mut Tx, proposal: &Proposal, need: &Need, at: Ts) -> Result<(), DbError> {
    store::forget_index(tx, proposal.id)?;
    store::leave_need(tx, proposal.id, at)?;
    goes_on_without(tx, need, proposal)
}

/// Where others stand with it, or it was decided; and under none of the words of whoever went.
fn goes_on_without(tx: &mut Tx, need: &Need, proposal: &Proposal) -> Result<(), DbError> {
    let left = store::members_of(tx, need.id)?;
    if left.is_empty() && !need.state.is_decided() {
        store::set_need_state(tx, need.id, NeedState::Gone, None)?;
    }
    if need.title == proposal.wording.title {
        let title = left.first().map_or(NO_TITLE, |next| next.wording.title.as_str());
        store::set_need_title(tx, need.id, title, &need.words)?;
    }
    Ok(())
}
