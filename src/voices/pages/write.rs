//! The form of a message, what everybody will see of it, and sending it.

use serde::Serialize;

use crate::{
    accounts::Site,
    attachments::Files,
    db::{Conn, Ts},
    guests::{
        self, CONSENT_VERSION, Challenge, Guest, PersonalView, TrackingCode, WAIT_SECONDS, drop_held_photo,
        held_photos, hold_photos, personal_in,
    },
    ids::ProjectId,
    projects::{Tracked, samples},
    voices::{
        actions::{self, MOST_PICTURES, Sent},
        form::{Checked, LONGEST_WORDS, VoiceForm},
        rules::Rules,
        store,
        voice::VoiceKind,
    },
    web::{Ctx, Form, Handled, LARGE_FORM, Message, Outcome, Page, PageError, Path, Refused, Secret, Visitor},
};

#[derive(Clone, Debug, Serialize)]
pub struct VoiceFormPage {
    pub project: String,
    pub title: String,
    pub kinds: Vec<&'static str>,
    /// Identifier and name.
    pub items: Vec<(String, String)>,
    pub typed: VoiceForm,
    pub longest: usize,
    pub answer_days: i32,
    pub consent_version: i32,
    pub challenge: String,
    pub difficulty: u32,
    pub photos: Vec<String>,
    pub most_photos: usize,
}

impl VoiceFormPage {
    fn of(conn: &mut Conn, secret: &Secret, tracked: &Tracked, typed: VoiceForm, now: Ts) -> Result<Self, PageError> {
        let difficulty = guests::difficulty(conn, now)?;
        let about = tracked.project.id.uuid();
        let challenge = Challenge::issue(secret, about, uuid::Uuid::new_v4(), difficulty, now);
        let rules = store::rules_of(conn, tracked.project.congress)?;
        let photos = held_photos(conn, &typed.photos)?;
        Ok(Self { challenge: challenge.text(), difficulty, photos, ..Self::bare(tracked, typed, rules) })
    }

    fn bare(tracked: &Tracked, typed: VoiceForm, rules: Rules) -> Self {
        Self {
            project: tracked.project.id.to_string(),
            title: tracked.project.title.clone(),
            kinds: VoiceKind::ALL.iter().map(|kind| kind.word()).collect(),
            items: tracked.project.sub_items.iter().map(|item| (item.id.to_string(), item.name.clone())).collect(),
            typed,
            longest: LONGEST_WORDS,
            answer_days: rules.answer_days,
            consent_version: CONSENT_VERSION,
            challenge: "n.15.1.2.mac".to_owned(),
            difficulty: 15,
            photos: Vec::new(),
            most_photos: MOST_PICTURES,
        }
    }
}

fn sample_form() -> VoiceForm {
    VoiceForm {
        kind: "problem".to_owned(),
        words: "三幢的电梯停了<b>\"</textarea>".to_owned(),
        contact: "13857112345<b>".to_owned(),
        consent: "yes".to_owned(),
        photos: uuid::Uuid::nil().to_string(),
        ..VoiceForm::default()
    }
}

impl Page for VoiceFormPage {
    const TEMPLATE: &'static str = "voices/write.html";

    fn samples() -> Vec<Self> {
        let [bare, full] = samples::tracked();
        let page = |tracked, typed| Self::bare(tracked, typed, Rules::default());
        let filled = page(&full, sample_form());
        vec![
            page(&bare, VoiceForm::default()),
            Self { photos: vec![uuid::Uuid::nil().to_string()], ..filled.clone() },
            Self { photos: vec![uuid::Uuid::nil().to_string(); MOST_PICTURES], ..filled },
        ]
    }
}

/// An announced project of the site's own congress.
pub(super) fn project_of(conn: &mut Conn, site: &Site, id: ProjectId) -> Result<Tracked, PageError> {
    actions::own_project(conn, site.congress, id)?.ok_or(PageError::NotFound)
}

pub async fn show_voice_form(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    let (services, now, id) = (ctx.services.clone(), ctx.services.clock.now(), *id);
    let page = ctx.read(move |conn| {
        let tracked = project_of(conn, &site, id)?;
        VoiceFormPage::of(conn, &services.secret, &tracked, VoiceForm::default(), now)
    });
    ctx.show(&page.await?)
}

/// 大家会看到
#[derive(Clone, Debug, Serialize)]
pub struct VoicePreviewPage {
    pub project: String,
    pub title: String,
    pub item: String,
    pub typed: VoiceForm,
    pub words: Vec<String>,
    pub personal: Vec<PersonalView>,
    pub answer_days: i32,
    pub wait: i64,
    pub difficulty: u32,
    pub photos: Vec<String>,
}

impl VoicePreviewPage {
    fn of(
        conn: &mut Conn,
        secret: &Secret,
        tracked: &Tracked,
        mut typed: VoiceForm,
        checked: &Checked,
        Visit { now, again }: Visit,
    ) -> Result<Self, PageError> {
        // Work that is done already counts; else it begins here, and so does the wait of whoever has no scripts.
        let about = tracked.project.id.uuid();
        let known = Challenge::read(secret, about, &typed.challenge, now).ok();
        let difficulty = guests::difficulty(conn, now)?;
        let counts = match known {
            // Whoever pressed too early goes on to wait, and does not begin anew.
            Some(challenge) => {
                (again || challenge.is_solved_by(typed.work.trim())) && !guests::is_spent(conn, &challenge)?
            }
            None => false,
        };
        if !counts {
            typed.challenge = Challenge::issue(secret, about, uuid::Uuid::new_v4(), difficulty, now).text();
            typed.work = String::new();
        }
        Ok(Self {
            project: tracked.project.id.to_string(),
            title: tracked.project.title.clone(),
            item: checked
                .sub_item
                .and_then(|id| tracked.sub_item(id))
                .map(|item| item.name.clone())
                .unwrap_or_default(),
            words: checked.words.lines().map(ToOwned::to_owned).collect(),
            personal: personal_in(&[("words", &checked.words)]),
            answer_days: store::rules_of(conn, tracked.project.congress)?.answer_days,
            wait: WAIT_SECONDS,
            difficulty,
            photos: held_photos(conn, &typed.photos)?,
            typed,
        })
    }
}

impl Page for VoicePreviewPage {
    const TEMPLATE: &'static str = "voices/preview.html";

    fn samples() -> Vec<Self> {
        let personal = |kind| PersonalView { kind, text: "13857112345<b>".to_owned(), at: "words" };
        let full = Self {
            project: uuid::Uuid::nil().to_string(),
            title: "“幸福安居”在上城<b>".to_owned(),
            item: "加装电梯<b>".to_owned(),
            typed: sample_form(),
            words: vec!["三幢的电梯停了<b>".to_owned()],
            personal: vec![personal("phone"), personal("id-number"), personal("plate")],
            answer_days: 15,
            wait: WAIT_SECONDS,
            difficulty: 15,
            photos: vec![uuid::Uuid::nil().to_string()],
        };
        let bare = Self {
            item: String::new(),
            typed: VoiceForm { kind: "praise".to_owned(), contact: String::new(), ..sample_form() },
            personal: Vec::new(),
            photos: Vec::new(),
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// When it is looked at, and whether it was sent before and not taken.
#[derive(Clone, Copy)]
struct Visit {
    now: Ts,
    again: bool,
}

/// What is answered: the form with what is wrong, or what everybody will see.
enum Shown {
    Form(Box<VoiceFormPage>, Vec<Message>),
    Preview(Box<VoicePreviewPage>),
}

fn looked_at(
    conn: &mut Conn,
    secret: &Secret,
    tracked: &Tracked,
    typed: VoiceForm,
    wrong: Vec<Message>,
    visit: Visit,
) -> Result<Shown, PageError> {
    let form = |conn: &mut Conn, typed, wrong| {
        Ok(Shown::Form(Box::new(VoiceFormPage::of(conn, secret, tracked, typed, visit.now)?), wrong))
    };
    match typed.checked(tracked) {
        Ok(checked) if wrong.is_empty() => {
            let page = VoicePreviewPage::of(conn, secret, tracked, typed, &checked, visit)?;
            Ok(Shown::Preview(Box::new(page)))
        }
        Ok(_) => form(conn, typed, wrong),
        Err(faults) => {
            let wrong = wrong.into_iter().chain(faults.into_iter().map(|fault| fault.in_words())).collect();
            form(conn, typed, wrong)
        }
    }
}

fn answer(ctx: &Ctx, shown: Shown) -> Handled {
    match shown {
        Shown::Form(page, wrong) if wrong.is_empty() => ctx.show(&*page),
        Shown::Form(page, wrong) => ctx.again(&*page, &wrong),
        Shown::Preview(page) => ctx.show(&*page),
    }
}

/// Nothing is kept yet but the photos, which wait for the form.
pub async fn look_at_voice(
    ctx: Ctx,
    site: Site,
    visitor: Visitor,
    id: Path<ProjectId>,
    upload: Files<VoiceForm>,
) -> Handled {
    let (services, now, id) = (ctx.services.clone(), ctx.services.clock.now(), *id);
    let Files { form, files, remove, mut wrong } = upload;
    let mut typed = form.typed().clone();
    // Whether there is such a form to be filled in at all is asked before anything is looked at.
    let tracked = ctx.read(move |conn| project_of(conn, &site, id)).await?;
    if form.key().is_none() {
        wrong.push("form-expired".into());
    } else {
        wrong.extend(hold_photos(&ctx, visitor, &mut typed.photos, files, MOST_PICTURES).await?);
    }
    let removed = drop_held_photo(&ctx, &typed.photos, remove).await?;
    let shown = ctx.read(move |conn| {
        if removed {
            let page = VoiceFormPage::of(conn, &services.secret, &tracked, typed, now)?;
            return Ok::<_, PageError>(Shown::Form(Box::new(page), wrong));
        }
        looked_at(conn, &services.secret, &tracked, typed, wrong, Visit { now, again: false })
    });
    answer(&ctx, shown.await?)
}

/// Sends it, and shows the code by which it is found again; or goes back to the form with all that was typed.
pub async fn send_voice(
    ctx: Ctx,
    site: Site,
    visitor: Visitor,
    id: Path<ProjectId>,
    form: Form<VoiceForm, LARGE_FORM>,
) -> Handled {
    let (services, now, id) = (ctx.services.clone(), ctx.services.clock.now(), *id);
    let congress = site.congress;
    let tracked = ctx.read(move |conn| project_of(conn, &site, id)).await?;
    if form.typed().act == "change" {
        let typed = form.typed().clone();
        let shown = ctx.read(move |conn| {
            let page = VoiceFormPage::of(conn, &services.secret, &tracked, typed, now)?;
            Ok::<_, PageError>(Shown::Form(Box::new(page), Vec::new()))
        });
        return answer(&ctx, shown.await?);
    }
    let code = form.key().map(|key| TrackingCode::of_form(&services.secret, key));
    let guest = Guest::of(&services.secret, id.uuid(), form.typed().sent_with(), visitor, ctx.lang, now);
    let acting = (services.clone(), code.clone());
    let (_, outcome) = ctx
        .act((), form, move |tx, (), at, typed| {
            let (services, code) = &acting;
            let code = code.as_ref().ok_or(Refused::<actions::SendError>::Missing)?;
            actions::send(tx, &services.secret, &Sent { congress, project: id, form: typed, code }, &guest, at)
        })
        .row_locked()
        .outcome()
        .await?;
    match (outcome, code) {
        (Outcome::Done(_) | Outcome::Before, Some(code)) => Ok(ctx.see(&format!("/v/{}", code.as_str()), "voice-sent")),
        (Outcome::Done(_) | Outcome::Before, None) => Err(PageError::NotFound),
        (Outcome::Again(again), _) => {
            let (typed, wrong) = (again.typed, again.wrong);
            let said = wrong.clone();
            let shown = ctx.read(move |conn| {
                looked_at(conn, &services.secret, &tracked, typed, Vec::new(), Visit { now, again: true })
            });
            match shown.await? {
                Shown::Preview(page) => ctx.again(&*page, &said),
                form @ Shown::Form(..) => answer(&ctx, form),
            }
        }
    }
}
