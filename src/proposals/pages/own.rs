//! 我的建议: found by its code, and what its author may do with it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::views::{AnswerView, CallView, Names, NeedRow, WordsView};
use crate::{
    accounts::Site,
    db::{Conn, DbError},
    guests::{self, TrackingCode},
    ids::CongressId,
    proposals::{
        actions::{self, Erased, Looked, OwnError},
        answer::{AnswerKind, Clock, Help},
        call::Phase,
        proposal::{Proposal, ProposalState},
        store::{self, Ruled},
    },
    web::{
        Ctx, Form, Handled, LARGE_FORM, Message, Nothing, Outcome, Page, PageError, Path, Qr, Refused, Secret, Visitor,
        blocking, download,
    },
};

#[derive(Clone, Debug, Serialize)]
pub struct ObjectionView {
    pub words: Vec<String>,
    pub on: String,
    pub ruled: Option<&'static str>,
    pub ruling: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct OwnPage {
    pub code: String,
    pub groups: Vec<String>,
    pub qr: Qr,
    pub address: String,
    pub call: CallView,
    pub words: WordsView,
    pub state: &'static str,
    /// Why it is aside or hidden.
    pub reason: Vec<String>,
    pub due: String,
    pub answered: bool,
    pub days_late: i32,
    /// Where it stands, once it is listed.
    pub need: Option<NeedRow>,
    /// It was put to another, and nothing is decided yet.
    pub may_object: bool,
    pub may_withdraw: bool,
    pub objection: Option<ObjectionView>,
    pub answers: Vec<AnswerView>,
    /// Whether answers go there as letters.
    pub letters: &'static str,
    /// It is done, and what was said of that: empty for nothing.
    pub help: Option<&'static str>,
    pub helps: Vec<&'static str>,
    pub contact: Option<String>,
    pub kept_until: Option<String>,
    pub typed: WordsForm,
    pub pictures: Vec<String>,
    /// Nobody has looked at it yet.
    pub may_add_pictures: bool,
    pub most_pictures: usize,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WordsForm {
    #[serde(default)]
    pub words: String,
}

struct Shown<'a> {
    secret: &'a Secret,
    origin: &'a str,
    today: Date,
}

impl OwnPage {
    fn of(conn: &mut Conn, shown: &Shown, code: &TrackingCode, proposal: &Proposal) -> Result<Self, PageError> {
        let call = store::call_by_id(conn, proposal.call)?.ok_or(PageError::NotFound)?;
        let names = Names::of(conn, call.congress)?;
        let need = match proposal.need {
            Some(need) => store::need_by_id(conn, need)?,
            None => None,
        };
        // One that nobody is to settle any more is not said to wait.
        let objection = store::objection_of(conn, proposal.id)?
            .filter(|objection| objection.ruled.is_some() || objection.waits(proposal))
            .map(|objection| ObjectionView {
                words: objection.words.lines().map(ToOwned::to_owned).collect(),
                on: objection.at.to_date(),
                ruled: objection.ruled.as_ref().map(|(ruled, _)| ruled.word()),
                ruling: objection.ruled.map_or_else(String::new, |(_, words)| words),
            });
        let answers = store::answers_to(conn, proposal.id)?;
        let pictures = store::pictures_of(conn, &[proposal.id])?;
        let kept = guests::contact(conn, proposal.id.uuid())?;
        let is_done = answers.iter().any(|(answer, _)| answer.kind == AnswerKind::Done);
        let help = store::help_of(conn, proposal.id)?;
        let waiting = matches!(proposal.state, ProposalState::Received | ProposalState::Listed);
        let lasting = answers.iter().filter(|(answer, _)| !waiting || answer.kind.is_lasting());
        let answered = lasting.map(|(_, at)| at.day()).min();
        let clock = Clock { received: proposal.at.day(), due: call.due(proposal.at.day()), answered };
        let open = need.as_ref().is_none_or(|need| !need.state.is_decided());
        let merged = need.as_ref().is_some_and(|need| need.founded_by != proposal.id);
        let address = format!("{}/p/{}", shown.origin, code.as_str());
        Ok(Self {
            code: code.as_str().to_owned(),
            groups: code.groups(),
            qr: Qr::of(&address)?,
            address,
            words: WordsView::of(proposal, &names),
            state: proposal.state.word(),
            reason: proposal.reason.lines().map(ToOwned::to_owned).collect(),
            due: clock.due.to_string(),
            answered: answered.is_some(),
            days_late: clock.days_late(shown.today),
            need: NeedRow::all(conn, &names, need.as_slice())?.pop(),
            may_object: merged && open && objection.is_none(),
            may_withdraw: open && proposal.state != ProposalState::Withdrawn,
            objection,
            answers: answers.iter().map(|(answer, at)| AnswerView::of(answer, at.to_date())).collect(),
            contact: actions::contact_of(conn, shown.secret, proposal)?,
            letters: kept.as_ref().map_or("none", |kept| kept.letters.word()),
            kept_until: kept.map(|kept| kept.keep_until.to_string()),
            help: is_done.then_some(help.map_or("", Help::word)),
            helps: Help::ALL.iter().map(|verdict| verdict.word()).collect(),
            typed: WordsForm::default(),
            pictures: pictures.iter().map(|picture| picture.id.to_string()).collect(),
            may_add_pictures: proposal.state == ProposalState::Received && pictures.len() < actions::MOST_PICTURES,
            most_pictures: actions::MOST_PICTURES,
            call: CallView::of(&call, shown.today),
        })
    }
}

impl Page for OwnPage {
    const TEMPLATE: &'static str = "proposals/own.html";

    fn samples() -> Vec<Self> {
        let (Some(call), Some(words), Ok(qr)) =
            (CallView::sample(Phase::Open), WordsView::samples().into_iter().next(), Qr::of("https://example.org/p/A"))
        else {
            return Vec::new();
        };
        let objection = |ruled: Option<Ruled>| ObjectionView {
            words: vec!["不是一回事<b>".to_owned()],
            on: "2024-10-09".to_owned(),
            ruled: ruled.map(Ruled::word),
            ruling: if ruled.is_some() { "同意<b>".to_owned() } else { String::new() },
        };
        let bare = Self {
            code: "ABCDEFGHJKLM".to_owned(),
            groups: vec!["ABCD".to_owned(), "EFGH".to_owned(), "JKLM".to_owned()],
            qr,
            address: "https://example.org/p/ABCDEFGHJKLM".to_owned(),
            call,
            words,
            state: "received",
            reason: Vec::new(),
            due: "2024-10-18".to_owned(),
            answered: false,
            days_late: 0,
            need: None,
            may_object: false,
            may_withdraw: true,
            objection: None,
            answers: Vec::new(),
            letters: "none",
            help: None,
            helps: Help::ALL.iter().map(|verdict| verdict.word()).collect(),
            contact: Some("13857112345<b>".to_owned()),
            kept_until: Some("2025-04-29".to_owned()),
            typed: WordsForm::default(),
            pictures: vec![uuid::Uuid::nil().to_string()],
            may_add_pictures: true,
            most_pictures: actions::MOST_PICTURES,
        };
        let listed = Self {
            may_add_pictures: false,
            state: "listed",
            days_late: 3,
            need: NeedRow::samples().pop(),
            ..bare.clone()
        };
        let mut all = vec![
            Self {
                state: "aside", reason: vec!["个案<b>".to_owned()], answered: true, contact: None, ..bare.clone()
            },
            Self { state: "hidden", reason: vec!["含个人信息<b>".to_owned()], ..bare.clone() },
            Self { state: "withdrawn", may_withdraw: false, kept_until: None, contact: None, ..bare.clone() },
            Self { may_object: true, typed: WordsForm { words: "<b>".to_owned() }, ..listed.clone() },
            Self { answers: AnswerView::samples(), answered: true, may_withdraw: false, ..listed.clone() },
            Self { help: Some(""), letters: "wanted", ..listed.clone() },
            Self { help: Some("yes"), letters: "pending", ..listed.clone() },
            Self { letters: "confirmed", ..listed.clone() },
        ];
        let objections = [None, Some(Ruled::Split), Some(Ruled::Kept)].map(objection);
        all.extend(objections.map(|objection| Self { objection: Some(objection), ..listed.clone() }));
        all.push(bare);
        all
    }
}

/// Where somebody types the code.
#[derive(Clone, Debug, Serialize)]
pub struct FindPage {
    pub typed: String,
}

impl Page for FindPage {
    const TEMPLATE: &'static str = "proposals/find.html";

    fn samples() -> Vec<Self> {
        vec![Self { typed: String::new() }, Self { typed: "<b>".to_owned() }]
    }
}

#[derive(Debug, Deserialize)]
pub struct CodeForm {
    #[serde(default)]
    code: String,
}

pub async fn show_find(ctx: Ctx, _site: Site) -> Handled {
    ctx.show(&FindPage { typed: String::new() })
}

fn not_found(ctx: &Ctx, typed: &str) -> Handled {
    ctx.again(&FindPage { typed: typed.to_owned() }, &[Message::new("code-unknown").at("code")])
}

async fn look_up(ctx: &Ctx, congress: CongressId, typed: &str, visitor: Visitor) -> Result<Looked, PageError> {
    let (services, typed, now) = (ctx.services.clone(), typed.to_owned(), ctx.services.clock.now());
    blocking(move || Ok(actions::look_up(&services.db, &services.secret, congress, &typed, visitor, now)?)).await
}

pub async fn find_own(ctx: Ctx, site: Site, visitor: Visitor, form: Form<CodeForm>) -> Handled {
    let typed = form.typed().code.clone();
    match look_up(&ctx, site.congress, &typed, visitor).await? {
        Looked::Found(_) => match TrackingCode::parse(&typed) {
            Some(code) => Ok(ctx.see_page(&format!("/p/{}", code.as_str()))),
            None => not_found(&ctx, &typed),
        },
        Looked::Nothing => not_found(&ctx, &typed),
        Looked::TooMany => Err(PageError::TooMany),
    }
}

/// The proposal behind an address; 404 for what was never there and for what was erased alike.
pub(super) async fn own(
    ctx: &Ctx,
    site: &Site,
    typed: &str,
    visitor: Visitor,
) -> Result<(TrackingCode, Proposal), PageError> {
    match (look_up(ctx, site.congress, typed, visitor).await?, TrackingCode::parse(typed)) {
        (Looked::Found(proposal), Some(code)) if code.as_str() == typed => Ok((code, *proposal)),
        (Looked::TooMany, _) => Err(PageError::TooMany),
        _ => Err(PageError::NotFound),
    }
}

pub async fn show_own(ctx: Ctx, site: Site, visitor: Visitor, typed: Path<String>) -> Handled {
    let (code, proposal) = own(&ctx, &site, &typed, visitor).await?;
    let (services, origin, today) = (ctx.services.clone(), ctx.origin().to_owned(), ctx.today());
    let page = ctx.read(move |conn| {
        let shown = Shown { secret: &services.secret, origin: &origin, today };
        OwnPage::of(conn, &shown, &code, &proposal)
    });
    ctx.show(&page.await?)
}

fn again(
    conn: &mut Conn,
    shown: &Shown,
    congress: CongressId,
    typed: &str,
    words: WordsForm,
) -> Result<OwnPage, PageError> {
    let code = TrackingCode::parse(typed).ok_or(PageError::NotFound)?;
    let proposal = store::proposal_by_code(conn, congress, &code.hash(shown.secret))?.ok_or(PageError::NotFound)?;
    Ok(OwnPage { typed: words, ..OwnPage::of(conn, shown, &code, &proposal)? })
}

/// The page once more, with nothing typed.
pub(super) fn again_at(
    conn: &mut Conn,
    secret: &Secret,
    origin: &str,
    today: Date,
    congress: CongressId,
    typed: &str,
) -> Result<OwnPage, PageError> {
    again(conn, &Shown { secret, origin, today }, congress, typed, WordsForm::default())
}

pub async fn withdraw_own(ctx: Ctx, site: Site, visitor: Visitor, typed: Path<String>, form: Form<Nothing>) -> Handled {
    own(&ctx, &site, &typed, visitor).await?;
    let (services, code, today) = (ctx.services.clone(), typed.into_inner(), ctx.today());
    let (kept, origin, to) = (services.clone(), ctx.origin().to_owned(), format!("/p/{code}"));
    let again_code = code.clone();
    ctx.act(site, form, move |tx, site, at, Nothing {}| {
        actions::withdraw(tx, &services.secret, site.congress, &code, at)
    })
    .unaudited()
    .then(to, "proposal-withdrawn")
    .or_again(move |conn, site, Nothing {}| {
        let shown = Shown { secret: &kept.secret, origin: &origin, today };
        again(conn, &shown, site.congress, &again_code, WordsForm::default())
    })
    .await
}

pub async fn object_own(
    ctx: Ctx,
    site: Site,
    visitor: Visitor,
    typed: Path<String>,
    form: Form<WordsForm, LARGE_FORM>,
) -> Handled {
    own(&ctx, &site, &typed, visitor).await?;
    let (services, code, today) = (ctx.services.clone(), typed.into_inner(), ctx.today());
    let (kept, origin, to) = (services.clone(), ctx.origin().to_owned(), format!("/p/{code}"));
    let again_code = code.clone();
    ctx.act(site, form, move |tx, site, at, typed| {
        actions::object_to_merge(tx, &services.secret, site.congress, &code, &typed.words, at)
    })
    .unaudited()
    .then(to, "merge-objected")
    .or_again(move |conn, site, words| {
        let shown = Shown { secret: &kept.secret, origin: &origin, today };
        again(conn, &shown, site.congress, &again_code, words)
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct HelpForm {
    #[serde(default)]
    pub helped: String,
}

/// 帮上忙了吗？
pub async fn say_helped(ctx: Ctx, site: Site, visitor: Visitor, typed: Path<String>, form: Form<HelpForm>) -> Handled {
    own(&ctx, &site, &typed, visitor).await?;
    let (services, code, today) = (ctx.services.clone(), typed.into_inner(), ctx.today());
    let (kept, origin, to) = (services.clone(), ctx.origin().to_owned(), format!("/p/{code}"));
    let again_code = code.clone();
    ctx.act(site, form, move |tx, site, at, typed| -> Result<(), Refused<OwnError>> {
        let verdict = typed.helped.parse().map_err(|_| Refused::Missing)?;
        actions::say_whether_it_helped(tx, &services.secret, site.congress, &code, verdict, at)
    })
    .unaudited()
    .then(to, "helped-said")
    .or_again(move |conn, site, _| {
        let shown = Shown { secret: &kept.secret, origin: &origin, today };
        again(conn, &shown, site.congress, &again_code, WordsForm::default())
    })
    .await
}

/// 回执: what went, and what stays.
#[derive(Clone, Debug, Serialize)]
pub struct ErasedPage {
    /// `None` on the second press of the button.
    pub erased: Option<Erased>,
    pub on: String,
}

impl Page for ErasedPage {
    const TEMPLATE: &'static str = "proposals/erased.html";

    fn samples() -> Vec<Self> {
        let erased = |contact, blackened| Some(Erased { number: 7, contact, blackened, pictures: blackened });
        let page = |erased| Self { erased, on: "2024-10-20".to_owned() };
        vec![page(None), page(erased(true, 2)), page(erased(false, 0))]
    }
}

pub async fn erase_own(ctx: Ctx, site: Site, visitor: Visitor, typed: Path<String>, form: Form<Nothing>) -> Handled {
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
        .act(site, form, move |tx, site, _, Nothing {}| actions::erase(tx, &services.secret, site.congress, &code))
        .unaudited()
        .outcome()
        .await?;
    match outcome {
        Outcome::Done(erased) => ctx.show(&ErasedPage { erased: Some(erased), on }),
        Outcome::Before => ctx.show(&ErasedPage { erased: None, on }),
        Outcome::Again(again) => ctx.again(&FindPage { typed: String::new() }, &again.wrong),
    }
}

/// Everything that is kept of it, as one file.
pub async fn export_own(ctx: Ctx, site: Site, visitor: Visitor, typed: Path<String>) -> Handled {
    let (_, proposal) = own(&ctx, &site, &typed, visitor).await?;
    let services = ctx.services.clone();
    let bytes = ctx.read(move |conn| {
        let versions: Vec<_> = store::versions(conn, proposal.id)?
            .into_iter()
            .map(|version| {
                serde_json::json!({
                    "version": version.version, "at": version.at, "title": version.wording.title,
                    "why": version.wording.why, "gain": version.wording.gain,
                })
            })
            .collect();
        let answers: Vec<_> = store::answers_to(conn, proposal.id)?
            .into_iter()
            .map(|(answer, at)| {
                serde_json::json!({ "kind": answer.kind, "words": answer.words, "unit": answer.unit, "at": at })
            })
            .collect();
        let contact = actions::contact_of(conn, &services.secret, &proposal)?;
        let kept = guests::contact(conn, proposal.id.uuid())?;
        let file = serde_json::json!({
            "number": proposal.number, "received": proposal.at, "state": proposal.state, "reason": proposal.reason,
            "origin": proposal.origin, "channel": proposal.channel, "late": proposal.late,
            "wordings": versions, "answers": answers, "contact": contact,
            "consent_version": kept.as_ref().map(|kept| kept.consent_version),
            "letters": kept.as_ref().map(|kept| kept.letters),
            "kept_until": kept.map(|kept| kept.keep_until),
            "helped": store::help_of(conn, proposal.id)?,
        });
        serde_json::to_vec_pretty(&file).map_err(DbError::corrupt)
    });
    Ok(download("proposal.json", "application/json", bytes.await?))
}
