//! From a form with files to an action, and from what the action refuses to words.

use std::error::Error as StdError;

use crate::{
    accounts::Role,
    db::{DbError, FormKey, Ts, Tx},
    projects::{LARGEST_FILE, Prepared, prepare_all_evidence},
    supervision::actions::{FollowUpError, GroupError, InspectionError, NoteError},
    web::{Ctx, Form, Message, MixedRefusal as Refusal, PageError, Upload, blocking},
};

/// What is typed, with photographs of a site.
pub type Photos = Upload<LARGEST_FILE>;

/// What the rules refuse, in words; what is not this person's is not there.
pub trait Refused: StdError + From<DbError> + Send + 'static {
    fn refused(self) -> Result<Vec<Message>, PageError>;
}

fn one(error: &dyn Refusal) -> Result<Vec<Message>, PageError> {
    Ok(vec![error.refused()?])
}

impl Refused for GroupError {
    fn refused(self) -> Result<Vec<Message>, PageError> {
        match self {
            Self::NotYours => Err(PageError::NotFound),
            Self::Db(error) => Err(error.into()),
            error => one(&error),
        }
    }
}

/// A follow-up opened on the way of another act may fail as it does by itself.
impl Refused for FollowUpError {
    fn refused(self) -> Result<Vec<Message>, PageError> {
        match self {
            Self::NotYours => Err(PageError::NotFound),
            Self::Db(error) => Err(error.into()),
            error => one(&error),
        }
    }
}

impl Refused for InspectionError {
    fn refused(self) -> Result<Vec<Message>, PageError> {
        match self {
            Self::NotYours => Err(PageError::NotFound),
            Self::Db(error) => Err(error.into()),
            Self::FollowUp(error) => error.refused(),
            error => Ok(error.messages()),
        }
    }
}

impl Refused for NoteError {
    fn refused(self) -> Result<Vec<Message>, PageError> {
        match self {
            Self::NotYours => Err(PageError::NotFound),
            Self::Db(error) => Err(error.into()),
            Self::FollowUp(error) => error.refused(),
            error => one(&error),
        }
    }
}

const CHOOSE_AGAIN: &str = "supervision-choose-files-again";

/// Carries the act out once; what comes back is what was wrong, and nothing if nothing was.
pub async fn carry_out<T, E: Refused>(
    ctx: &Ctx,
    key: Option<FormKey>,
    files: Vec<(String, Vec<u8>)>,
    mut act: impl FnMut(&mut Tx, Ts, &[Prepared]) -> Result<T, E> + Send + 'static,
) -> Result<Vec<Message>, PageError> {
    let Some(key) = key else { return Ok(vec!["form-expired".into()]) };
    let (services, now, has_files) = (ctx.services.clone(), ctx.services.clock.now(), !files.is_empty());
    let prepare = move || {
        Ok::<_, PageError>(prepare_all_evidence(
            files.iter().map(|(name, content)| (name.as_str(), content.as_slice())),
        ))
    };
    // Only what brings files waits for its turn with them.
    let prepared = if has_files { ctx.services.files.run(prepare).await? } else { Ok(Vec::new()) };
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err(refused) => return Ok(vec![refused.words(), CHOOSE_AGAIN.into()]),
    };
    let mut wrong = blocking(move || match services.db.submit(key, now, |tx| act(tx, now, &prepared).map(|_| ())) {
        Ok(_) => Ok(Vec::new()),
        Err(error) => error.refused(),
    })
    .await?;
    if has_files && !wrong.is_empty() {
        // A browser does not send a file twice by itself.
        wrong.push(CHOOSE_AGAIN.into());
    }
    Ok(wrong)
}

pub fn opened<T, const MOST: usize>(form: Form<T, MOST>) -> (Option<FormKey>, T) {
    match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    }
}

/// Where a member of a group works: deputies have their own door.
pub fn base(role: Role) -> &'static str {
    match role {
        Role::Deputy => "/deputy/supervision",
        _ => "/supervisor",
    }
}
