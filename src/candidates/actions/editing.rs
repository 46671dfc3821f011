//! The list by page: a candidate is written, moved, taken off; pictures stand beside it.

use crate::{
    attachments::Prepared,
    audit::{self, Act, Actor, Deed},
    candidates::{
        actions::pool::leaves_the_list,
        candidate::Candidate,
        editing::{CandidateForm, EditFault, RowFault},
        list_file::MOST_CANDIDATES,
        store,
    },
    congress::{self, Session, VotePart},
    db::{Ts, Tx},
    ids::CandidatePictureId,
    web::{Message, Refusal, Refused},
    word_enum,
};

/// Beside one candidate.
pub const MOST_PICTURES: usize = 6;

#[derive(Debug, thiserror::Error)]
pub enum EditError {
    #[error("a round has begun: the list is frozen")]
    Frozen,
    #[error("the list is sealed with the method")]
    Sealed,
    #[error("what was typed: {0:?}")]
    Faults(Vec<EditFault>),
    #[error("more than {MOST_CANDIDATES} candidates")]
    TooMany,
    #[error("it is at the end already")]
    AtTheEnd,
    #[error("more than {MOST_PICTURES} pictures")]
    TooManyPictures,
}

fn row_fault(place: usize, fault: RowFault) -> Message {
    let message = match fault {
        RowFault::NoName => Message::new("edit-row-no-name"),
        RowFault::Long(column) => {
            Message::new("edit-row-long").with("column", column.heading()).with("most", column.max_chars())
        }
        RowFault::Kind => Message::new("edit-row-kind"),
        RowFault::Target => Message::new("edit-row-target"),
        RowFault::Unit => Message::new("edit-row-unit"),
        RowFault::MustBeBlank => Message::new("edit-row-must-be-blank"),
        RowFault::SameCode => Message::new("edit-row-same-code"),
    };
    message.with("row", place).at_sent(format!("row{place}"))
}

fn edit_fault(fault: EditFault) -> Message {
    match fault {
        EditFault::NoTitle => Message::new("edit-no-title").at("title"),
        EditFault::Long(column) => Message::new("edit-long").with("most", column.max_chars()).at(column.word()),
        EditFault::SameTitle(number) => Message::new("edit-same-title").with("number", number).at("title"),
        EditFault::Row(place, fault) => row_fault(place, fault),
    }
}

impl Refusal for EditError {
    fn message(&self) -> Message {
        match self {
            Self::Frozen => "list-frozen".into(),
            Self::Sealed => "list-sealed".into(),
            Self::Faults(_) => Message::first_of(&self.messages()),
            Self::TooMany => Message::new("edit-too-many").with("most", MOST_CANDIDATES),
            Self::AtTheEnd => "edit-at-the-end".into(),
            Self::TooManyPictures => Message::new("edit-too-many-pictures").with("most", MOST_PICTURES).at("photo"),
        }
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Faults(faults) => faults.iter().copied().map(edit_fault).collect(),
            other => vec![other.message()],
        }
    }
}

fn may_be_edited(tx: &mut Tx, session: &Session) -> Result<(), Refused<EditError>> {
    if congress::is_closed(tx, session.id, VotePart::List)? {
        return Err(EditError::Frozen.into());
    }
    if store::seal_of(tx, session.id)?.is_some() {
        return Err(EditError::Sealed.into());
    }
    Ok(())
}

fn numbered(tx: &mut Tx, session: &Session, number: i32) -> Result<Candidate, Refused<EditError>> {
    store::candidate_by_number(tx, session.id, number)?.ok_or(Refused::Missing)
}

/// What the secretariat has written of a candidate.
pub fn edit_candidate(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    number: i32,
    form: &CandidateForm,
) -> Result<(), Refused<EditError>> {
    may_be_edited(tx, session)?;
    let known = numbered(tx, session, number)?;
    let list = store::candidates(tx, session.id)?;
    let written = form.read(&known, &list).map_err(EditError::Faults)?;
    store::save_candidate(tx, &written)?;
    congress::public_changed(tx, session.congress)?;
    audit::record(tx, actor, at, &Act::new(Deed::CandidateEdited, &written.title))?;
    Ok(())
}

word_enum! {
    /// What is done with a line of the list.
    LineMove {
        Up = "up",
        Down = "down",
        /// Off the list; whatever it came from waits in the pool again.
        Off = "off",
    }
}

pub fn move_candidate(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    number: i32,
    step: LineMove,
) -> Result<(), Refused<EditError>> {
    may_be_edited(tx, session)?;
    let known = numbered(tx, session, number)?;
    let list = store::candidates(tx, session.id)?;
    let mut order: Vec<_> = list.iter().map(|candidate| candidate.id).collect();
    let place = order.iter().position(|id| *id == known.id).ok_or(Refused::Missing)?;
    let other = match step {
        LineMove::Up => place.checked_sub(1),
        LineMove::Down => Some(place + 1).filter(|next| *next < order.len()),
        LineMove::Off => Some(place),
    };
    let other = other.ok_or(EditError::AtTheEnd)?;
    if step == LineMove::Off {
        let origin = store::origins(tx, session.id)?.into_iter().find(|origin| origin.candidate == known.id);
        store::delete_candidate(tx, known.id)?;
        order.remove(place);
        if let Some(origin) = origin {
            leaves_the_list(tx, actor, at, session, origin.need)?;
        }
    } else {
        order.swap(place, other);
    }
    store::renumber(tx, &order)?;
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({ "number": number, "move": step });
    audit::record(tx, actor, at, &Act::new(Deed::CandidateMoved, &known.title).with(detail))?;
    Ok(())
}

/// One that came from no proposal, after the last; its number.
pub fn add_candidate(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    form: &CandidateForm,
) -> Result<i32, Refused<EditError>> {
    may_be_edited(tx, session)?;
    let list = store::candidates(tx, session.id)?;
    if list.len() >= MOST_CANDIDATES {
        return Err(EditError::TooMany.into());
    }
    let new = Candidate::numbered(list.last().map_or(1, |last| last.number.saturating_add(1)));
    let new = form.read(&new, &list).map_err(EditError::Faults)?;
    store::insert_candidate(tx, session.id, &new)?;
    congress::public_changed(tx, session.congress)?;
    audit::record(tx, actor, at, &Act::new(Deed::CandidateAdded, &new.title))?;
    Ok(new.number)
}

pub fn add_candidate_pictures(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    number: i32,
    pictures: &[Prepared],
) -> Result<(), Refused<EditError>> {
    may_be_edited(tx, session)?;
    let known = numbered(tx, session, number)?;
    let there = store::pictures_of(tx, session.id)?.iter().filter(|picture| picture.candidate == known.id).count();
    if there + pictures.len() > MOST_PICTURES {
        return Err(EditError::TooManyPictures.into());
    }
    for picture in pictures {
        store::insert_picture(tx, known.id, picture, at)?;
    }
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({ "pictures": pictures.len() });
    audit::record(tx, actor, at, &Act::new(Deed::CandidatePicturesAdded, &known.title).with(detail))?;
    Ok(())
}

pub fn remove_candidate_picture(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    number: i32,
    picture: CandidatePictureId,
) -> Result<(), Refused<EditError>> {
    may_be_edited(tx, session)?;
    let known = numbered(tx, session, number)?;
    if store::delete_picture(tx, known.id, picture)? == 0 {
        return Err(Refused::Missing);
    }
    congress::public_changed(tx, session.congress)?;
    audit::record(tx, actor, at, &Act::new(Deed::CandidatePictureRemoved, &known.title))?;
    Ok(())
}
