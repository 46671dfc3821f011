//! A form with files, filled in and sent: once everything is right they are kept with what is filed; until then the good
//! ones are held for the account, so that nobody chooses them twice.

use std::sync::Arc;

use crate::{
    attachments::{
        attachment::{Media, Owner},
        pages::{AttachmentView, Files},
        preparing::{MOST_FILES, NotTaken, Prepared, Why, prepare},
        store,
    },
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, AttachmentId},
    web::{Again, Ctx, Form, Handled, Message, NotDone, Outcome, Page, PageError, SentFile, blocking},
};

/// Files that wait in a form for its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub account: AccountId,
    /// Where the form is sent.
    pub form: String,
}

impl Place {
    pub fn new(account: AccountId, form: impl Into<String>) -> Self {
        Self { account, form: form.into() }
    }

    /// What waits here, to be shown in the form.
    pub fn held(&self, conn: &mut Conn) -> Result<Vec<AttachmentView>, DbError> {
        Ok(store::held(conn, self)?.iter().map(AttachmentView::from).collect())
    }
}

/// What somebody may do with a form before it is filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// The rules will say so; none of the files is looked at.
    Not,
    Send,
    /// What was kept with the draft counts, and may be taken away again.
    Redraft(Owner),
}

impl May {
    pub fn send_if(may: bool) -> Self {
        if may { Self::Send } else { Self::Not }
    }

    fn draft(self) -> Option<Owner> {
        match self {
            Self::Redraft(owner) => Some(owner),
            Self::Not | Self::Send => None,
        }
    }
}

/// What came with a form.
pub struct Brought {
    pub files: Vec<Prepared>,
    /// Of the files, and of the form as a whole where it was too long.
    pub wrong: Vec<Message>,
    pub remove: Option<AttachmentId>,
    may: May,
    place: Place,
    elsewhere: bool,
}

impl Brought {
    /// Asks first whether the person may send the form at all, then looks at the files: one after the other, never two
    /// pictures unfolded at a time.
    pub async fn with<T: Send + 'static>(
        ctx: &Ctx,
        place: Place,
        upload: Files<T>,
        may: impl FnOnce(&mut Conn, &T) -> Result<May, PageError> + Send + 'static,
    ) -> Result<(Form<T>, Arc<Self>), PageError> {
        let Files { form, files, remove, mut wrong } = upload;
        let remove = remove.and_then(|id| id.parse().ok());
        let asked = ctx.read(move |conn| {
            let may = may(conn, form.typed())?;
            let mut there: Vec<String> = store::held(conn, &place)?.into_iter().map(|held| held.sha256).collect();
            if let Some(owner) = may.draft() {
                there.extend(store::attachments_of(conn, owner)?.into_iter().map(|kept| kept.sha256));
            }
            Ok::<_, PageError>((form, place, may, there))
        });
        let (form, place, may, there) = asked.await?;
        let files = if files.is_empty() || may == May::Not {
            Vec::new()
        } else {
            let (files, refused) = ctx.services.files.run(move || Ok::<_, PageError>(prepared(files, there))).await?;
            wrong.extend(refused.iter().map(NotTaken::words));
            files
        };
        let elsewhere = ctx.came_from_elsewhere();
        Ok((form, Arc::new(Self { files, wrong, remove, may, place, elsewhere })))
    }

    /// Adds what was held before; within the act that files them, after which nothing is held any more.
    pub fn with_held(&self, tx: &mut Tx) -> Result<Vec<Prepared>, DbError> {
        let mut all = store::take_held(tx, &self.place)?;
        all.extend(self.files.iter().cloned());
        Ok(all)
    }

    /// Takes away what the button beside a file asks for, in the form or in its draft.
    pub fn removed(&self, tx: &mut Tx) -> Result<(), DbError> {
        let Some(id) = self.remove else { return Ok(()) };
        store::remove_held(tx, &self.place, id)?;
        match self.may.draft() {
            Some(owner) => store::remove(tx, owner, id),
            None => Ok(()),
        }
    }

    /// The good files wait in the form. Not those of a form that another site sent.
    pub async fn is_held(self: Arc<Self>, ctx: &Ctx) -> Result<usize, PageError> {
        if self.may == May::Not || self.elsewhere || (self.files.is_empty() && self.remove.is_none()) {
            return Ok(0);
        }
        let (services, at) = (ctx.services.clone(), ctx.services.clock.now());
        let held = move || {
            services.db.write(|tx| {
                self.removed(tx)?;
                store::hold(tx, &self.place, &self.files, at)
            })?;
            Ok::<_, PageError>(self.files.len())
        };
        blocking(held).await
    }

    /// The same, in words, where there were files.
    pub async fn is_held_said(self: Arc<Self>, ctx: &Ctx) -> Result<Option<Message>, PageError> {
        let any = !self.files.is_empty();
        let held = self.is_held(ctx).await?;
        Ok(any.then(|| if held > 0 { "attachment-good-ones-held" } else { "attachment-choose-again" }.into()))
    }
}

/// `there` are hashes of what the form has already: a button pressed twice, or a picture chosen twice, is one.
fn prepared(sent: Vec<SentFile>, mut there: Vec<String>) -> (Vec<Prepared>, Vec<NotTaken>) {
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for SentFile { name, content, left_out } in sent {
        let not_taken = |why| NotTaken { file_name: name.clone(), why };
        match prepare(&name, &content) {
            _ if left_out => refused.push(not_taken(Why::NoRoom)),
            Ok(file) if there.contains(&file.sha256) => {}
            Ok(_) if there.len() >= MOST_FILES => refused.push(not_taken(Why::TooMany)),
            Ok(file) => {
                there.push(file.sha256.clone());
                files.push(file);
            }
            Err(why) => refused.push(why),
        }
    }
    (files, refused)
}

/// Where nothing but pictures is taken: what came, made anew, and what is wrong with the rest.
pub async fn only_pictures(
    ctx: &Ctx,
    files: Vec<SentFile>,
    most: usize,
) -> Result<(Vec<Prepared>, Vec<Message>), PageError> {
    let made = ctx.services.files.run(move || Ok::<_, PageError>(prepared(files, Vec::new()))).await?;
    let (files, refused) = made;
    let mut wrong: Vec<Message> = refused.iter().map(NotTaken::words).collect();
    let (pictures, others): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| matches!(file.media, Media::Picture { .. }));
    let no_picture = |file: Prepared| Message::new("attachment-no-picture").with("name", file.file_name).at("photo");
    wrong.extend(others.into_iter().map(no_picture));
    if pictures.len() > most {
        wrong.push(Message::new("attachment-too-many-pictures").with("most", most).at("photo"));
    }
    Ok((pictures, wrong))
}

/// What came of a form with files.
pub struct Filed<'c, W, T, D> {
    ctx: &'c Ctx,
    pub who: W,
    pub outcome: Outcome<T, D>,
    /// Said where nothing was filed: what became of the files.
    pub aside: Option<Message>,
}

/// Carries `act` out with all files, those held before among them; where anything is wrong, the good ones are held.
pub async fn file<'c, W, T, D, E>(
    ctx: &'c Ctx,
    who: W,
    form: Form<T>,
    brought: Arc<Brought>,
    mut act: impl FnMut(&mut Tx, &W, Ts, &T, &[Prepared]) -> Result<D, E> + Send + 'static,
) -> Result<Filed<'c, W, T, D>, PageError>
where
    W: Send + 'static,
    T: Send + 'static,
    D: Send + 'static,
    E: NotDone,
{
    if brought.remove.is_some() {
        let typed = form.into_typed();
        let wrong = brought.wrong.clone();
        brought.is_held(ctx).await?;
        let outcome = Outcome::Again(Again { typed, wrong });
        return Ok(Filed { ctx, who, outcome, aside: Some("attachment-removed".into()) });
    }
    let (with, wrong) = (brought.clone(), brought.wrong.clone());
    let acted = ctx.act(who, form, move |tx: &mut Tx, who: &W, at, typed: &T| {
        let files = with.with_held(tx)?;
        act(tx, who, at, typed, &files)
    });
    let (who, outcome) = acted.unless(wrong).outcome().await?;
    let aside = match outcome {
        Outcome::Again(_) => brought.is_held_said(ctx).await?,
        Outcome::Done(_) | Outcome::Before => None,
    };
    Ok(Filed { ctx, who, outcome, aside })
}

impl<W, T, D> Filed<'_, W, T, D> {
    /// Once filed, the answer is 303 to where it is seen; else the page again, with what was typed and what is held.
    pub async fn then_or_again<P>(
        self,
        to: impl Into<String>,
        notice: &'static str,
        page: impl FnOnce(&mut Conn, &W, T) -> Result<P, PageError> + Send + 'static,
    ) -> Handled
    where
        W: Send + 'static,
        T: Send + 'static,
        P: Page + Send + 'static,
    {
        let Self { ctx, who, outcome, aside } = self;
        let Outcome::Again(Again { typed, wrong }) = outcome else { return Ok(ctx.see(&to.into(), notice)) };
        let page = ctx.read(move |conn| page(conn, &who, typed)).await?;
        again(ctx, &page, &wrong, aside)
    }
}

/// The page once more: with what is wrong, or with what the button beside a file has done.
pub fn again(ctx: &Ctx, page: &impl Page, wrong: &[Message], aside: Option<Message>) -> Handled {
    match aside {
        Some(aside) if wrong.is_empty() => ctx.show_saying(page, &aside),
        aside => ctx.again_with(page, wrong, aside.as_ref()),
    }
}
