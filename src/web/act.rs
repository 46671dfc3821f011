//! One way from a form to what it does: form → act → done, or the same page again with what was typed.

use std::{convert::Infallible, error::Error as StdError};

use futures_util::future::BoxFuture;

use super::{Ctx, Form, Handled, Message, Page, PageError, Services, blocking};
use crate::db::{Conn, DbError, FormKey, Submitted, Ts, Tx};

/// What the rules of a slice say against an act, with the mend.
pub trait Refusal: StdError {
    fn message(&self) -> Message;

    /// All of it, where more than one thing is wrong.
    fn messages(&self) -> Vec<Message> {
        vec![self.message()]
    }
}

impl Refusal for Infallible {
    fn message(&self) -> Message {
        match *self {}
    }
}

/// Why an act was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Refused<R> {
    #[error(transparent)]
    Rules(R),
    /// Not there, or not this person's: the two look alike.
    #[error("not there, or not theirs")]
    Missing,
    #[error(transparent)]
    Db(DbError),
}

impl<R: Refusal> From<R> for Refused<R> {
    fn from(refusal: R) -> Self {
        Self::Rules(refusal)
    }
}

impl<R> From<DbError> for Refused<R> {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

/// What came of an act: done, or refused by the rules; anything else fails the page, and its cause is logged.
pub fn ruled<T, R>(outcome: Result<T, Refused<R>>) -> Result<Result<T, R>, PageError> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(Refused::Rules(refusal)) => Ok(Err(refusal)),
        Err(Refused::Missing) => Err(PageError::NotFound),
        Err(Refused::Db(error)) => Err(error.into()),
    }
}

impl<R> Refused<R> {
    /// What another act refused on the way of this one.
    pub fn on_the_way<S: Refusal + From<R>>(self) -> Refused<S> {
        match self {
            Self::Rules(refusal) => Refused::Rules(refusal.into()),
            Self::Missing => Refused::Missing,
            Self::Db(error) => Refused::Db(error),
        }
    }
}

/// An error that an act may end with.
pub trait NotDone: StdError + From<DbError> + Send + 'static {
    /// What the rules say; or, when it was not they, the page that fails, whose cause is logged.
    fn said(self) -> Result<Vec<Message>, PageError>;
}

impl<R: Refusal + Send + 'static> NotDone for Refused<R> {
    fn said(self) -> Result<Vec<Message>, PageError> {
        ruled::<Infallible, _>(Err(self)).map(|Err(refusal)| refusal.messages())
    }
}

impl NotDone for DbError {
    fn said(self) -> Result<Vec<Message>, PageError> {
        Err(self.into())
    }
}

/// What came of an act.
#[derive(Debug)]
pub enum Outcome<T, D> {
    Done(D),
    /// By the first press of the button.
    Before,
    Again(Again<T>),
}

/// Nothing was done: what was typed, and what is wrong with it.
#[derive(Debug)]
pub struct Again<T> {
    pub typed: T,
    pub wrong: Vec<Message>,
}

#[derive(Clone, Copy)]
enum Kind {
    Audited,
    Unaudited,
    RowLocked,
}

/// By whom, when, and with what was typed.
type CarryOut<W, T, D, E> = Box<dyn FnMut(&mut Tx, &W, Ts, &T) -> Result<D, E> + Send>;

/// An act that waits to be carried out: by `who`, with what was typed.
#[must_use = "an act is carried out when its answer is asked for"]
pub struct Act<'c, W, T, D, E> {
    ctx: &'c Ctx,
    who: W,
    key: Option<FormKey>,
    typed: T,
    act: CarryOut<W, T, D, E>,
    kind: Kind,
    heavy: bool,
    wrong: Vec<Message>,
    /// What was typed that no text holds.
    garbled: Vec<Message>,
    expired: &'static str,
    also: Option<Message>,
}

impl Ctx {
    /// Carries `act` out once for `form`, in one transaction with the mark that it was, and tells what is public that
    /// it may have moved. `act` may run several times: it does no more than touch the database.
    pub fn act<W, T, D, E, const MOST: usize>(
        &self,
        who: W,
        form: Form<T, MOST>,
        act: impl FnMut(&mut Tx, &W, Ts, &T) -> Result<D, E> + Send + 'static,
    ) -> Act<'_, W, T, D, E> {
        let mut garbled = Vec::new();
        let (key, typed) = match form {
            Form::Fresh { key, fields } => (Some(key), fields),
            Form::Expired(fields) => (None, fields),
            Form::NotYet { fields, wrong } => {
                garbled = wrong;
                (None, fields)
            }
        };
        Act {
            ctx: self,
            who,
            key,
            typed,
            act: Box::new(act),
            kind: Kind::Audited,
            heavy: false,
            wrong: Vec::new(),
            garbled,
            expired: "form-expired",
            also: None,
        }
    }

    /// What an act does in transactions of its own, before its form is marked: not again at a second press of the button.
    /// What was wrong goes to [`Act::unless`].
    pub async fn beforehand<T, E: NotDone>(
        &self,
        form: Option<FormKey>,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<Vec<Message>, PageError> {
        let Some(key) = form else { return Ok(Vec::new()) };
        let services = self.services.clone();
        blocking(move || match services.db.was_submitted(key)? {
            true => Ok(Vec::new()),
            false => work().map_or_else(E::said, |_| Ok(Vec::new())),
        })
        .await
    }

    /// Reads from one snapshot, away from the request threads.
    pub fn read<T, E>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, PageError>>
    where
        T: Send + 'static,
        E: From<DbError> + StdError + Send + 'static,
        PageError: From<E>,
    {
        let services = self.services.clone();
        blocking(move || services.db.read(f).map_err(PageError::from))
    }
}

impl<'c, W, T, D, E> Act<'c, W, T, D, E>
where
    W: Send + 'static,
    T: Send + 'static,
    D: Send + 'static,
    E: NotDone,
{
    /// Without an entry in the audit list: nobody queues behind it.
    pub fn unaudited(self) -> Self {
        Self { kind: Kind::Unaudited, ..self }
    }

    /// For an act that begins by locking one row; see [`crate::db::Db::write_row_locked`].
    pub fn row_locked(self) -> Self {
        Self { kind: Kind::RowLocked, ..self }
    }

    /// Among the few that work on files: the act reads one.
    pub fn heavy(self) -> Self {
        Self { heavy: true, ..self }
    }

    /// Unless something was found wrong on the way to the transaction.
    pub fn unless(self, wrong: Vec<Message>) -> Self {
        Self { wrong, ..self }
    }

    /// Said of a form that was left open too long, and whose file is lost.
    pub fn when_expired(self, expired: &'static str) -> Self {
        Self { expired, ..self }
    }

    /// Said after whatever is wrong.
    pub fn also_saying(self, also: Option<Message>) -> Self {
        Self { also, ..self }
    }

    /// Once done, the answer is 303 to where the outcome is seen, with the message `notice-<…>`.
    pub fn then(self, to: impl Into<String>, notice: &'static str) -> Then<'c, W, T, D, E> {
        Then { act: self, to: to.into(), notice: Some(notice) }
    }

    /// Once done, the answer is 303 to a page that speaks for itself.
    pub fn then_page(self, to: impl Into<String>) -> Then<'c, W, T, D, E> {
        Then { act: self, to: to.into(), notice: None }
    }

    pub async fn outcome(self) -> Result<(W, Outcome<T, D>), PageError> {
        let Self { ctx, who, key, typed, mut act, kind, heavy, wrong, mut garbled, expired, also } = self;
        let again = move |typed, mut wrong: Vec<Message>| {
            wrong.extend(also);
            Outcome::Again(Again { typed, wrong })
        };
        let Some(key) = key else {
            if garbled.is_empty() {
                garbled.push(expired.into());
            }
            garbled.extend(wrong);
            return Ok((who, again(typed, garbled)));
        };
        if !wrong.is_empty() {
            // Found wrong beside the first press, which may be through by now: a code is used up by it.
            let services = ctx.services.clone();
            let before = blocking(move || services.db.was_submitted(key).map_err(PageError::from)).await?;
            return Ok((who, if before { Outcome::Before } else { again(typed, wrong) }));
        }
        let (services, at) = (ctx.services.clone(), ctx.services.clock.now());
        let carried_out = move || {
            let carry_out = |tx: &mut Tx| act(tx, &who, at, &typed);
            let done = match kind {
                Kind::Audited => services.db.submit(key, at, carry_out),
                Kind::Unaudited => services.db.submit_unaudited(key, at, carry_out),
                Kind::RowLocked => services.db.submit_row_locked(key, at, carry_out),
            };
            let outcome = match done {
                Ok(Submitted::Now(done)) => {
                    see_what_is_public(&services);
                    Outcome::Done(done)
                }
                Ok(Submitted::Before) => Outcome::Before,
                Err(error) => again(typed, error.said()?),
            };
            Ok((who, outcome))
        };
        if heavy { ctx.services.files.run(carried_out).await } else { blocking(carried_out).await }
    }
}

/// The act is done: where its effect cannot be read now, it is a second later.
fn see_what_is_public(services: &Services) {
    match services.db.public_version() {
        Ok(version) => services.public.is_now(version),
        Err(error) => tracing::warn!(%error, "what an act changed in public is seen later"),
    }
}

/// An act, and where its outcome is seen.
#[must_use = "an act is carried out when its answer is asked for"]
pub struct Then<'c, W, T, D, E> {
    act: Act<'c, W, T, D, E>,
    to: String,
    notice: Option<&'static str>,
}

impl<W, T, D, E> Then<'_, W, T, D, E>
where
    W: Send + 'static,
    T: Send + 'static,
    D: Send + 'static,
    E: NotDone,
{
    /// Carries it out; refused, the page again with what was wrong and what was typed.
    pub async fn or_again<P: Page + Send + 'static>(
        self,
        page: impl FnOnce(&mut Conn, &W, T) -> Result<P, PageError> + Send + 'static,
    ) -> Handled {
        let ctx = self.act.ctx;
        self.or(async move |who, Again { typed, wrong }| {
            let page = ctx.read(move |conn| page(conn, &who, typed)).await?;
            ctx.again(&page, &wrong)
        })
        .await
    }

    /// Carries it out; refused, another answer.
    pub async fn or(self, answer: impl AsyncFnOnce(W, Again<T>) -> Handled) -> Handled {
        let Self { act, to, notice } = self;
        let ctx = act.ctx;
        match act.outcome().await? {
            (_, Outcome::Done(_) | Outcome::Before) => {
                Ok(notice.map_or_else(|| ctx.see_page(&to), |notice| ctx.see(&to, notice)))
            }
            (who, Outcome::Again(again)) => answer(who, again).await,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("too late")]
    struct TooLate;

    impl Refusal for TooLate {
        fn message(&self) -> Message {
            Message::new("form-expired").at("day")
        }
    }

    #[test]
    fn a_rule_is_told_what_is_missing_is_not_found_and_a_failure_keeps_its_cause() {
        assert_eq!(Refused::from(TooLate).said().unwrap(), [Message::new("form-expired").at("day")]);
        assert!(matches!(Refused::<TooLate>::Missing.said(), Err(PageError::NotFound)));
        let failed = Refused::<TooLate>::from(DbError::Unreachable("no route to it".to_owned())).said().unwrap_err();
        assert!(matches!(&failed, PageError::Unavailable(why) if why.contains("no route to it")), "{failed}");
        assert_eq!(ruled(Ok::<_, Refused<TooLate>>(1)).unwrap().unwrap(), 1);
    }
}
