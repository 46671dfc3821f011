//! The secretariat looks at what came: it is listed, put aside, or hidden; each with its reason, and each can be undone.

use super::{
    calling::of_congress,
    merging::{heeds_objection, joins, leaves},
};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{Conn, DbError, Ts, Tx},
    guests::on_lines,
    ids::{NeedId, ProposalId},
    proposals::{
        answer::{Answer, AnswerKind, LONGEST_ANSWER},
        need::{Need, NeedState},
        proposal::{Proposal, ProposalState, Sorting},
        store,
    },
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum SortError {
    #[error("it does not follow from {0}")]
    DoesNotFollow(ProposalState),
    #[error("no reason is given")]
    NoReason,
    #[error("the reason is too long")]
    LongReason,
    #[error("what becomes of it was decided")]
    Decided,
}

impl Refusal for SortError {
    fn message(&self) -> Message {
        match self {
            Self::DoesNotFollow(_) => "sort-does-not-follow".into(),
            Self::NoReason => Message::new("sort-no-reason").at("reason"),
            Self::LongReason => Message::new("answer-long").with("most", LONGEST_ANSWER).at("reason"),
            Self::Decided => "sort-decided".into(),
        }
    }
}

/// One of the person's own congress.
pub(super) fn own_proposal(conn: &mut Conn, person: &Person, id: ProposalId) -> Result<Option<Proposal>, DbError> {
    let congress = of_congress(person)?;
    let Some(proposal) = store::proposal_by_id(conn, id)? else { return Ok(None) };
    let call = store::call_by_id(conn, proposal.call)?;
    Ok(Some(proposal).filter(|_| call.is_some_and(|call| call.congress == congress)))
}

/// Listed, put aside with a reason, hidden with a reason, or back among what came.
pub fn sort(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: ProposalId,
    sorting: Sorting,
    reason: &str,
) -> Result<ProposalState, Refused<SortError>> {
    let proposal = own_proposal(tx, person, id)?.ok_or(Refused::Missing)?;
    let congress = of_congress(person)?;
    let state = proposal.state.after(sorting).ok_or(SortError::DoesNotFollow(proposal.state))?;
    let reason = on_lines(reason);
    let needs_reason = matches!(sorting, Sorting::Aside | Sorting::Hide);
    if needs_reason && reason.is_empty() {
        return Err(SortError::NoReason.into());
    }
    if reason.chars().count() > LONGEST_ANSWER {
        return Err(SortError::LongReason.into());
    }
    if let Some(need) = proposal.need {
        let need = store::need_by_id(tx, need)?.ok_or_else(|| DbError::corrupt("a member of nothing"))?;
        if sorting == Sorting::Aside && need.state.is_decided() {
            return Err(SortError::Decided.into());
        }
        leaves(tx, &proposal, &need, at)?;
    }
    store::set_state(tx, id, state, if needs_reason { &reason } else { "" })?;
    match sorting {
        Sorting::List => stands_alone(tx, person, congress, &proposal, at)?,
        Sorting::Aside | Sorting::Hide => {
            let kind = if sorting == Sorting::Hide { AnswerKind::Hidden } else { AnswerKind::Aside };
            let answer = Answer::new(kind, &reason, &person.name, at);
            store::insert_answer(tx, None, &answer)?;
            store::give_answer(tx, answer.id, id, at)?;
        }
        Sorting::Undo => {}
    }
    store::wind_clock(tx, id)?;
    congress::public_changed(tx, congress)?;
    let detail = serde_json::json!({ "from": proposal.state, "to": state });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::ProposalSorted, proposal.number).with(detail))?;
    Ok(state)
}

/// Found by its words, and a need of its own until it is put together with others.
fn stands_alone(
    tx: &mut Tx,
    person: &Person,
    congress: crate::ids::CongressId,
    proposal: &Proposal,
    at: Ts,
) -> Result<(), DbError> {
    store::index(tx, congress, proposal.id, &proposal.wording.text())?;
    let need = match store::need_founded_by(tx, proposal.id)? {
        Some(need) => {
            if matches!(need.state, NeedState::Gone | NeedState::Merged) {
                store::set_need_state(tx, need.id, NeedState::Open, None)?;
                store::set_need_title(tx, need.id, &proposal.wording.title, &need.words)?;
            }
            need.id
        }
        None => {
            let need = Need {
                id: NeedId::new(),
                congress,
                founded_by: proposal.id,
                title: proposal.wording.title.clone(),
                words: String::new(),
                field: proposal.field,
                place: proposal.place,
                state: NeedState::Open,
                year: proposal.at.day().year().into(),
                merged_into: None,
                named_at: None,
            };
            store::insert_need(tx, &need)?;
            need.id
        }
    };
    joins(tx, proposal, need, &person.name, at)?;
    heeds_objection(tx, person, at, proposal, "")
}
