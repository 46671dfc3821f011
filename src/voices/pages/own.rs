//! 我的留言: found by its code, and what its author may do with it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::views::{Eyes, VoiceView};
use crate::{
    accounts::Site,
    db::{Conn, DbError},
    guests::{self, TrackingCode},
    ids::{CongressId, VoicePictureId},
    voices::{
        actions::{self, Author, Erased, Looked, OwnError},
        answer::Help,
        beside::LONGEST_BESIDE,
        store,
        voice::{Course, Sight, Voice},
    },
    web::{
        Ctx, Form, Handled, LARGE_FORM, Message, Nothing, Outcome, Page, PageError, Path, Qr, Refused, Secret, Visitor,
        blocking, download,
    },
};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OwnForm {
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub helped: String,
    /// `add`, `withdraw`, `object`, `helped` or `again`.
    #[serde(default, rename = "do")]
    pub act: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct OwnVoicePage {
    pub code: String,
    pub groups: Vec<String>,
    pub qr: Qr,
    pub address: String,
    pub voice: VoiceView,
    /// Why not everybody sees it.
    pub reason: Vec<String>,
    pub objection: Vec<String>,
    pub may_withdraw: bool,
    pub may_object: bool,
    pub may_add: bool,
    /// Of the newest answer: `None` while there is none, empty while nothing was said.
    pub helped: Option<&'static str>,
    pub helps: Vec<&'static str>,
    pub may_ask_again: bool,
    pub contact: Option<String>,
    pub kept_until: Option<String>,
    pub letters: &'static str,
    pub longest: usize,
    pub typed: OwnForm,
}

#[derive(Clone)]
struct Shown {
    services: actix_web::web::Data<crate::web::Services>,
    origin: String,
    today: Date,
}

impl Shown {
    fn of(ctx: &Ctx) -> Self {
        Self { services: ctx.services.clone(), origin: ctx.origin().to_owned(), today: ctx.today() }
    }

    fn secret(&self) -> &Secret {
        &self.services.secret
    }
}

impl OwnVoicePage {
    fn of(
        conn: &mut Conn,
        shown: &Shown,
        code: &TrackingCode,
        voice: &Voice,
        typed: OwnForm,
    ) -> Result<Self, PageError> {
        let kept = guests::contact(conn, voice.id.uuid())?;
        let view = VoiceView::one(conn, voice, Eyes::Author, shown.today)?;
        let helped =
            view.answers.last().filter(|_| voice.is_passed_on()).map(|answer| answer.helped.unwrap_or_default());
        let address = format!("{}/v/{}", shown.origin, code.as_str());
        let lines = |text: &str| text.lines().map(ToOwned::to_owned).collect();
        Ok(Self {
            code: code.as_str().to_owned(),
            groups: code.groups(),
            qr: Qr::of(&address)?,
            address,
            reason: lines(&voice.reason),
            objection: voice.objection.as_deref().map(lines).unwrap_or_default(),
            may_withdraw: voice.course == Course::Open,
            may_object: matches!(voice.sight, Sight::Aside | Sight::Unit)
                && voice.objection.is_none()
                && voice.course != Course::Withdrawn,
            may_add: voice.course != Course::Withdrawn,
            may_ask_again: voice.course == Course::Answered
                && helped.is_some_and(|word| word == Help::No.word() || word == Help::Partly.word()),
            helped,
            helps: Help::ALL.iter().map(|verdict| verdict.word()).collect(),
            contact: actions::contact_of(conn, shown.secret(), voice)?,
            letters: kept.as_ref().map_or("none", |kept| kept.letters.word()),
            kept_until: kept.map(|kept| kept.keep_until.to_string()),
            longest: LONGEST_BESIDE,
            voice: view,
            typed,
        })
    }
}

impl Page for OwnVoicePage {
    const TEMPLATE: &'static str = "voices/own.html";

    fn samples() -> Vec<Self> {
        let Ok(qr) = Qr::of("https://example.org/v/A") else { return Vec::new() };
        let page = |voice: VoiceView| Self {
            code: "ABCDEFGHJKLM".to_owned(),
            groups: vec!["ABCD".to_owned(), "EFGH".to_owned(), "JKLM".to_owned()],
            qr: qr.clone(),
            address: "https://example.org/v/ABCDEFGHJKLM".to_owned(),
            reason: if voice.sight == "public" { Vec::new() } else { vec!["含个人信息<b>".to_owned()] },
            objection: if voice.course == "withdrawn" { vec!["不含<b>".to_owned()] } else { Vec::new() },
            may_withdraw: voice.course == "open",
            may_object: voice.sight == "unit",
            may_add: voice.course != "withdrawn",
            helped: voice.answers.last().map(|answer| answer.helped.unwrap_or_default()),
            helps: Help::ALL.iter().map(|verdict| verdict.word()).collect(),
            may_ask_again: voice.course == "answered",
            contact: (voice.course == "open").then(|| "13857112345<b>".to_owned()),
            kept_until: (voice.course == "open").then(|| "2025-01-01".to_owned()),
            letters: if voice.held { "pending" } else { "confirmed" },
            longest: LONGEST_BESIDE,
            typed: OwnForm { words: "再说一句<b>".to_owned(), ..OwnForm::default() },
            voice,
        };
        VoiceView::samples().into_iter().map(page).collect()
    }
}

/// Where a code is typed.
#[derive(Clone, Debug, Serialize)]
pub struct FindVoicePage {
    pub typed: String,
}

impl Page for FindVoicePage {
    const TEMPLATE: &'static str = "voices/find.html";

    fn samples() -> Vec<Self> {
        vec![Self { typed: String::new() }, Self { typed: "ABCD<b>".to_owned() }]
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CodeForm {
    #[serde(default)]
    pub code: String,
}

pub async fn show_find_voice(ctx: Ctx, _site: Site) -> Handled {
    ctx.show(&FindVoicePage { typed: String::new() })
}

async fn look_up(ctx: &Ctx, congress: CongressId, typed: &str, visitor: Visitor) -> Result<Looked, PageError> {
    let (services, typed, now) = (ctx.services.clone(), typed.to_owned(), ctx.services.clock.now());
    blocking(move || {
        Ok::<_, PageError>(actions::look_up(&services.db, &services.secret, congress, &typed, visitor, now)?)
    })
    .await
}

pub async fn find_own_voice(ctx: Ctx, site: Site, visitor: Visitor, form: Form<CodeForm>) -> Handled {
    let typed = form.typed().code.clone();
    match (look_up(&ctx, site.congress, &typed, visitor).await?, TrackingCode::parse(&typed)) {
        (Looked::Found(_), Some(code)) => Ok(ctx.see_page(&format!("/v/{}", code.as_str()))),
        (Looked::TooMany, _) => Err(PageError::TooMany),
        _ => ctx.again(&FindVoicePage { typed }, &[Message::new("code-unknown").at("code")]),
    }
}

/// The message behind an address; 404 for what was never there and for what was erased alike.
async fn own(ctx: &Ctx, site: &Site, typed: &str, visitor: Visitor) -> Result<(TrackingCode, Voice), PageError> {
    match (look_up(ctx, site.congress, typed, visitor).await?, TrackingCode::parse(typed)) {
        (Looked::Found(voice), Some(code)) if code.as_str() == typed => Ok((code, *voice)),
        (Looked::TooMany, _) => Err(PageError::TooMany),
        _ => Err(PageError::NotFound),
    }
}

pub async fn show_own_voice(ctx: Ctx, site: Site, visitor: Visitor, typed: Path<String>) -> Handled {
    let (code, voice) = own(&ctx, &site, &typed, visitor).await?;
    let shown = Shown::of(&ctx);
    ctx.show(&ctx.read(move |conn| OwnVoicePage::of(conn, &shown, &code, &voice, OwnForm::default())).await?)
}

/// What the author does with it, on one page with a button each.
pub async fn move_own_voice(
    ctx: Ctx,
    site: Site,
    visitor: Visitor,
    typed: Path<String>,
    form: Form<OwnForm, LARGE_FORM>,
) -> Handled {
    own(&ctx, &site, &typed, visitor).await?;
    let (code, shown) = (typed.into_inner(), Shown::of(&ctx));
    let notice = match form.typed().act.as_str() {
        "add" => "voice-added",
        "withdraw" => "voice-withdrawn",
        "object" => "voice-objected",
        "helped" => "helped-said",
        _ => "voice-asked-again",
    };
    let (services, to, again) = (ctx.services.clone(), format!("/v/{code}"), code.clone());
    ctx.act(site, form, move |tx, site, at, typed| -> Result<(), Refused<OwnError>> {
        let author = Author { secret: &services.secret, congress: site.congress, code: &code };
        match typed.act.as_str() {
            "add" => actions::add(tx, author, &typed.words, at),
            "withdraw" => actions::withdraw(tx, author),
            "object" => actions::object(tx, author, &typed.words),
            "helped" => actions::say_whether_it_helped(tx, author, &typed.helped, &typed.words, at),
            "again" => actions::ask_again(tx, author, &typed.words, at),
            _ => Err(Refused::Missing),
        }
    })
    .unaudited()
    .then(to, notice)
    .or_again(move |conn, site, typed| {
        let code = TrackingCode::parse(&again).ok_or(PageError::NotFound)?;
        let voice = store::voice_by_code(conn, site.congress, &code.hash(shown.secret()))?;
        OwnVoicePage::of(conn, &shown, &code, &voice.ok_or(PageError::NotFound)?, typed)
    })
    .await
}

/// For its author.
pub async fn show_own_voice_picture(
    ctx: Ctx,
    site: Site,
    visitor: Visitor,
    asked: Path<(String, VoicePictureId)>,
) -> Handled {
    let (code, id) = asked.into_inner();
    let (_, voice) = own(&ctx, &site, &code, visitor).await?;
    let content = ctx.read(move |conn| {
        let found = store::picture(conn, id)?.filter(|(of, _)| *of == voice.id);
        found.map(|(_, content)| content).ok_or(PageError::NotFound)
    });
    Ok(crate::attachments::jpeg(content.await?, false))
}

/// 回执: what went, and what stays.
#[derive(Clone, Debug, Serialize)]
pub struct VoiceErasedPage {
    /// `None` on the second press of the button.
    pub erased: Option<Erased>,
    pub on: String,
}

impl Page for VoiceErasedPage {
    const TEMPLATE: &'static str = "voices/erased.html";

    fn samples() -> Vec<Self> {
        let erased = |contact, blackened| Some(Erased { number: 7, contact, blackened, pictures: blackened });
        let page = |erased| Self { erased, on: "2024-10-20".to_owned() };
        vec![page(None), page(erased(true, 2)), page(erased(false, 0))]
    }
}

pub async fn erase_own_voice(
    ctx: Ctx,
    site: Site,
    visitor: Visitor,
    typed: Path<String>,
    form: Form<Nothing>,
) -> Handled {
    let (services, code, on) = (ctx.services.clone(), typed.into_inner(), ctx.today().to_string());
    let (key, known) = (form.key(), services.clone());
    // The second press finds the code gone, and is answered like the first.
    let before = match key {
        Some(key) => blocking(move || Ok::<_, PageError>(known.db.was_submitted(key)?)).await?,
        None => false,
    };
    if !before {
        own(&ctx, &site, &code, visitor).await?;
    }
    let (_, outcome) = ctx
        .act(site, form, move |tx, site, at, Nothing {}| {
            let author = Author { secret: &services.secret, congress: site.congress, code: &code };
            actions::erase(tx, author, at)
        })
        .unaudited()
        .outcome()
        .await?;
    match outcome {
        Outcome::Done(erased) => ctx.show(&VoiceErasedPage { erased: Some(erased), on }),
        Outcome::Before => ctx.show(&VoiceErasedPage { erased: None, on }),
        Outcome::Again(again) => ctx.again(&FindVoicePage { typed: String::new() }, &again.wrong),
    }
}

/// Everything that is kept of it, as one file.
pub async fn export_own_voice(ctx: Ctx, site: Site, visitor: Visitor, typed: Path<String>) -> Handled {
    let (_, voice) = own(&ctx, &site, &typed, visitor).await?;
    let (services, today) = (ctx.services.clone(), ctx.today());
    let bytes = ctx.read(move |conn| {
        let view = VoiceView::one(conn, &voice, Eyes::Author, today)?;
        let contact = actions::contact_of(conn, &services.secret, &voice)?;
        let kept = guests::contact(conn, voice.id.uuid())?;
        let file = serde_json::json!({
            "number": voice.number, "received": voice.at, "kind": voice.kind, "words": voice.words,
            "project": view.title, "sub_item": view.item, "sight": voice.sight, "course": voice.course,
            "reason": voice.reason, "objection": voice.objection, "due": voice.due,
            "besides": view.besides, "answers": view.answers, "contact": contact,
            "consent_version": kept.as_ref().map(|kept| kept.consent_version),
            "letters": kept.as_ref().map(|kept| kept.letters),
            "kept_until": kept.map(|kept| kept.keep_until),
        });
        serde_json::to_vec_pretty(&file).map_err(DbError::corrupt)
    });
    Ok(download("voice.json", "application/json", bytes.await?))
}
