//! 来信: what the secretariat has to look at, and the days within which units answer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::views::{BesideView, Eyes, VoiceView};
use crate::{
    accounts::{As, Person, Secretariat},
    attachments,
    db::Conn,
    guests::find_personal,
    ids::{VoiceId, VoicePictureId, VoiceWordsId},
    voices::{
        actions::{self, SortError},
        beside::{BesideKind, BesideState},
        rules::RulesForm,
        store::{self, Order, Wanted},
        voice::{Course, Sight, Sorting, Voice},
    },
    web::{Ctx, Form, Handled, LARGE_FORM, Page, PageError, Pager, Path, Query, Refused, Secret, address},
};

const DESK: &str = "/secretariat/voices";
const ON_A_PAGE: usize = 30;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AskedDesk {
    #[serde(default)]
    pub show: String,
    #[serde(default)]
    pub p: String,
}

/// What came, what may come from robots, what its author objects to, what is late, what is shown, passed on, put aside.
const SHOWS: [&str; 7] = ["new", "held", "objected", "late", "public", "unit", "aside"];

fn wanted(show: &str, today: Date) -> Wanted {
    let of = |sights| Wanted { sights, courses: Wanted::public().courses, ..Wanted::default() };
    match show {
        "held" => Wanted { held: Some(true), ..actions::new_ones() },
        "objected" => actions::objected(),
        "late" => of(vec![Sight::Public, Sight::Unit]).late(today),
        "public" => of(vec![Sight::Public]),
        "unit" => of(vec![Sight::Unit]),
        "aside" => of(vec![Sight::Aside]),
        _ => Wanted { held: Some(false), ..actions::new_ones() },
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct VoicesDeskPage {
    pub show: &'static str,
    /// Word, count, address.
    pub shows: Vec<(&'static str, usize, String)>,
    pub voices: Vec<VoiceView>,
    pub pager: Pager,
    /// Additions, reasons for asking again and deputies' remarks that nobody has looked at.
    pub besides: Vec<BesideView>,
    pub rules: RulesForm,
}

impl VoicesDeskPage {
    fn of(conn: &mut Conn, person: &Person, asked: &AskedDesk, today: Date) -> Result<Self, PageError> {
        let congress = person.congress().ok_or(PageError::NotFound)?;
        let show = SHOWS.into_iter().find(|show| *show == asked.show).unwrap_or("new");
        let href = |show: &str, page: usize| {
            let show = if show == "new" { "" } else { show };
            let page = if page == 1 { String::new() } else { page.to_string() };
            address(DESK, &[("show", show), ("p", &page)])
        };
        let mut shows = Vec::new();
        for one in SHOWS {
            shows.push((one, store::count(conn, congress, &wanted(one, today))?, href(one, 1)));
        }
        let count = shows.iter().find(|(word, ..)| *word == show).map_or(0, |(_, count, _)| *count);
        let page = asked.p.parse().unwrap_or(1);
        let (_, pager) = Pager::cut((0..count).collect::<Vec<usize>>(), page, ON_A_PAGE, |page| href(show, page));
        let piece = ((pager.page - 1) * ON_A_PAGE, ON_A_PAGE);
        let found = store::voices(conn, congress, &wanted(show, today), Order::DueFirst, piece)?;
        Ok(Self {
            show,
            shows,
            voices: VoiceView::all(conn, &found, Eyes::Secretariat, today)?,
            pager,
            besides: actions::shown_besides(conn, congress)?.iter().map(BesideView::of).collect(),
            rules: RulesForm::of(store::rules_of(conn, congress)?),
        })
    }
}

impl Page for VoicesDeskPage {
    const TEMPLATE: &'static str = "voices/desk.html";

    fn samples() -> Vec<Self> {
        let (_, pager) = Pager::cut((0..70).collect::<Vec<usize>>(), 2, ON_A_PAGE, |p| format!("{DESK}?p={p}"));
        let shows: Vec<_> = SHOWS.into_iter().map(|show| (show, 3, DESK.to_owned())).collect();
        let page = |show| Self {
            show,
            shows: shows.clone(),
            voices: VoiceView::samples(),
            pager: pager.clone(),
            besides: BesideKind::ALL.iter().map(|kind| BesideView::sample(*kind, BesideState::Waiting)).collect(),
            rules: RulesForm { answer_days: "15<b>".to_owned(), retention_days: "180".to_owned() },
        };
        let empty = Self { voices: Vec::new(), pager: Pager::default(), besides: Vec::new(), ..page("new") };
        SHOWS.into_iter().map(page).chain([empty]).collect()
    }
}

pub async fn show_voices_desk(ctx: Ctx, who: As<Secretariat>, asked: Query<AskedDesk>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| VoicesDeskPage::of(conn, &who.person, &asked, today)).await?)
}

pub async fn save_voice_rules_page(ctx: Ctx, who: As<Secretariat>, form: Form<RulesForm>) -> Handled {
    let today = ctx.today();
    ctx.act(who, form, |tx, who, at, typed| actions::save_rules(tx, &who.person, at, typed))
        .then(DESK, "voice-rules-saved")
        .or_again(move |conn, who, rules| {
            Ok(VoicesDeskPage { rules, ..VoicesDeskPage::of(conn, &who.person, &AskedDesk::default(), today)? })
        })
        .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SortForm {
    #[serde(default)]
    pub reason: String,
    #[serde(default, rename = "do")]
    pub act: String,
}

/// One with all that the secretariat may know of it.
#[derive(Clone, Debug, Serialize)]
pub struct VoiceDeskPage {
    pub voice: VoiceView,
    pub reason: Vec<String>,
    pub objection: Vec<String>,
    pub personal: Vec<(&'static str, String)>,
    pub contact: Option<String>,
    pub acts: Vec<&'static str>,
    pub typed: SortForm,
}

impl VoiceDeskPage {
    fn of(
        conn: &mut Conn,
        secret: &Secret,
        person: &Person,
        id: VoiceId,
        today: Date,
        typed: SortForm,
    ) -> Result<Self, PageError> {
        let congress = person.congress().ok_or(PageError::NotFound)?;
        let voice = store::voice_by_id(conn, congress, id)?.ok_or(PageError::NotFound)?;
        let lines = |text: &str| text.lines().map(ToOwned::to_owned).collect();
        let found = find_personal(&voice.words).into_iter();
        Ok(Self {
            voice: VoiceView::one(conn, &voice, Eyes::Secretariat, today)?,
            reason: lines(&voice.reason),
            objection: voice.objection.as_deref().map(lines).unwrap_or_default(),
            personal: found.map(|found| (found.kind.word(), found.text)).collect(),
            contact: actions::contact_of(conn, secret, &voice)?,
            acts: acts(&voice),
            typed,
        })
    }
}

fn acts(voice: &Voice) -> Vec<&'static str> {
    let follows = |sorting: &&Sorting| voice.clone().sorted(**sorting, String::new()).is_ok();
    Sorting::ALL.iter().filter(follows).map(|sorting| sorting.word()).collect()
}

impl Page for VoiceDeskPage {
    const TEMPLATE: &'static str = "voices/desk_one.html";

    fn samples() -> Vec<Self> {
        let page = |voice: VoiceView| Self {
            reason: if voice.sight == "public" { Vec::new() } else { vec!["含个人信息<b>".to_owned()] },
            objection: if voice.sight == "unit" { vec!["不含<b>".to_owned()] } else { Vec::new() },
            personal: if voice.held { vec![("phone", "13857112345<b>".to_owned())] } else { Vec::new() },
            contact: voice.held.then(|| "13857112345<b>".to_owned()),
            acts: if voice.course == Course::Withdrawn.word() {
                Vec::new()
            } else {
                Sorting::ALL.iter().map(|sorting| sorting.word()).collect()
            },
            typed: SortForm { reason: "个案<b>".to_owned(), ..SortForm::default() },
            voice,
        };
        VoiceView::samples().into_iter().map(page).collect()
    }
}

pub async fn show_voice_desk(ctx: Ctx, who: As<Secretariat>, id: Path<VoiceId>) -> Handled {
    let (services, today, id) = (ctx.services.clone(), ctx.today(), *id);
    let page =
        ctx.read(move |conn| VoiceDeskPage::of(conn, &services.secret, &who.person, id, today, SortForm::default()));
    ctx.show(&page.await?)
}

pub async fn sort_voice_page(
    ctx: Ctx,
    who: As<Secretariat>,
    id: Path<VoiceId>,
    form: Form<SortForm, LARGE_FORM>,
) -> Handled {
    let (services, today, id) = (ctx.services.clone(), ctx.today(), *id);
    ctx.act(who, form, move |tx, who, at, typed| -> Result<Sight, Refused<SortError>> {
        let sorting: Sorting = typed.act.parse().map_err(|_| Refused::Missing)?;
        actions::sort(tx, &who.person, at, id, sorting, &typed.reason)
    })
    .then(DESK, "voice-sorted")
    .or_again(move |conn, who, typed| VoiceDeskPage::of(conn, &services.secret, &who.person, id, today, typed))
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SettleForm {
    /// `show` or `aside`.
    #[serde(default, rename = "do")]
    pub act: String,
}

pub async fn settle_voice_words_page(
    ctx: Ctx,
    who: As<Secretariat>,
    id: Path<VoiceWordsId>,
    form: Form<SettleForm>,
) -> Handled {
    let (today, id) = (ctx.today(), *id);
    ctx.act(who, form, move |tx, who, at, typed| actions::settle_beside(tx, &who.person, at, id, typed.act == "show"))
        .then(DESK, "voice-words-settled")
        .or_again(move |conn, who, _| VoicesDeskPage::of(conn, &who.person, &AskedDesk::default(), today))
        .await
}

/// For the secretariat, wherever its message stands.
pub async fn show_desk_voice_picture(ctx: Ctx, who: As<Secretariat>, id: Path<VoicePictureId>) -> Handled {
    let id = *id;
    let content = ctx.read(move |conn| {
        let congress = who.person.congress().ok_or(PageError::NotFound)?;
        let (voice, content) = store::picture(conn, id)?.ok_or(PageError::NotFound)?;
        store::voice_by_id(conn, congress, voice)?.map(|_| content).ok_or(PageError::NotFound)
    });
    Ok(attachments::jpeg(content.await?, false))
}
