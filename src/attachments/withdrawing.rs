//! 撤下: a file that shows whom it should not is taken away by two persons. Its content goes, the mark that there was one
//! stays.

use super::{attachment::Attachment, store};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{DbError, Ts, Tx},
    ids::{AccountId, AttachmentId},
    web::{Message, Refusal, Refused},
};

/// What one person asked for, and another has not confirmed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub attachment: AttachmentId,
    pub reason: String,
    pub by_account: AccountId,
    pub by: String,
    pub at: Ts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WithdrawalError {
    #[error("whoever asks says why")]
    NoReason,
    #[error("somebody asked before")]
    AskedBefore,
    #[error("nobody asked, or the one who did took it back")]
    NotAsked,
    #[error("whoever asked does not confirm")]
    SamePerson,
    #[error("it was withdrawn before")]
    Withdrawn,
}

impl Refusal for WithdrawalError {
    fn message(&self) -> Message {
        match self {
            Self::NoReason => Message::from("withdrawal-reason-missing").at("reason"),
            Self::AskedBefore => "withdrawal-asked-before".into(),
            Self::NotAsked => "withdrawal-not-asked".into(),
            Self::SamePerson => "withdrawal-same-person".into(),
            Self::Withdrawn => "withdrawal-done-before".into(),
        }
    }
}

/// A file of the person's congress that is still there.
fn found(tx: &mut Tx, person: &Person, id: AttachmentId) -> Result<Attachment, Refused<WithdrawalError>> {
    let file = store::attachment(tx, id)?.filter(|file| Some(file.congress) == person.congress());
    let file = file.ok_or(Refused::Missing)?;
    if file.withdrawn_at.is_some() { Err(WithdrawalError::Withdrawn.into()) } else { Ok(file) }
}

/// Neither the file's name nor the reason goes into the list of what was done: they may be what is to be withdrawn.
fn recorded(tx: &mut Tx, person: &Person, at: Ts, file: &Attachment, act: Deed) -> Result<(), DbError> {
    let detail = serde_json::json!({ "project": file.project, "owner": file.owner.kind, "sha256": file.sha256 });
    audit::record(tx, &person.actor(), at, &Act::new(act, file.id).with(detail))
}

pub fn ask_to_withdraw(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: AttachmentId,
    reason: &str,
) -> Result<(), Refused<WithdrawalError>> {
    let file = found(tx, person, id)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(WithdrawalError::NoReason.into());
    }
    if store::asked(tx, id)?.is_some() {
        return Err(WithdrawalError::AskedBefore.into());
    }
    let asked = Asked { attachment: id, reason, by_account: person.id, by: person.name.clone(), at };
    store::insert_asked(tx, &asked)?;
    recorded(tx, person, at, &file, Deed::FileWithdrawalAsked)?;
    Ok(())
}

/// By another person. The same file beside anything else of the congress goes with it, whoever asked for that.
pub fn confirm_withdrawal(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: AttachmentId,
) -> Result<(), Refused<WithdrawalError>> {
    let file = found(tx, person, id)?;
    let asked = store::asked(tx, id)?.ok_or(WithdrawalError::NotAsked)?;
    if asked.by_account == person.id {
        return Err(WithdrawalError::SamePerson.into());
    }
    store::withdraw(tx, &file, at)?;
    store::set_confirmed(tx, id, person.id, &person.name, at)?;
    congress::public_changed(tx, file.congress)?;
    recorded(tx, person, at, &file, Deed::FileWithdrawn)?;
    Ok(())
}

/// Taken back, or found to be without reason.
pub fn drop_withdrawal(tx: &mut Tx, person: &Person, at: Ts, id: AttachmentId) -> Result<(), Refused<WithdrawalError>> {
    let file = found(tx, person, id)?;
    store::asked(tx, id)?.ok_or(WithdrawalError::NotAsked)?;
    store::delete_asked(tx, id)?;
    recorded(tx, person, at, &file, Deed::FileWithdrawalDropped)?;
    Ok(())
}
