//! What everybody sees: all messages, those of a project, one by itself, its pictures; and what open data tells of them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    views::{Eyes, VoiceView},
    write::project_of,
};
use crate::{
    accounts::Site,
    attachments,
    db::{Conn, DbError},
    ids::{CongressId, ProjectId, VoiceId, VoicePictureId},
    projects::Tracked,
    voices::{
        answer::{ClockCount, HelpCount},
        store::{self, Order, Wanted},
        voice::Voice,
    },
    web::{Ctx, Handled, Page, PageError, Pager, Path, Query, address},
};

const ON_A_PAGE: usize = 20;
/// On the project's own page.
const NEWEST: usize = 3;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AskedVoices {
    #[serde(default)]
    pub show: String,
    #[serde(default)]
    pub p: String,
}

/// By where they stand.
const SHOWS: [&str; 4] = ["all", "open", "late", "answered"];

fn wanted(show: &str, today: Date) -> Wanted {
    match show {
        "open" => Wanted::public().open(),
        "late" => Wanted::public().late(today),
        "answered" => Wanted::public().answered(),
        _ => Wanted::public(),
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct VoicesPage {
    /// Identifier and title of the one project; of all where there is none.
    pub project: Option<(String, String)>,
    pub clock: ClockCount,
    pub helps: HelpCount,
    pub show: &'static str,
    /// Word, count, address.
    pub shows: Vec<(&'static str, usize, String)>,
    pub voices: Vec<VoiceView>,
    pub pager: Pager,
}

impl VoicesPage {
    fn of(
        conn: &mut Conn,
        congress: CongressId,
        project: Option<&Tracked>,
        asked: &AskedVoices,
        today: Date,
    ) -> Result<Self, PageError> {
        let id = project.map(|tracked| tracked.project.id);
        let path = id.map_or_else(|| "/voices".to_owned(), |id| format!("/projects/{id}/voices"));
        let show = SHOWS.into_iter().find(|show| *show == asked.show).unwrap_or("all");
        let narrowed = |show: &str| {
            let wanted = wanted(show, today);
            match id {
                Some(id) => wanted.of_project(id),
                None => wanted,
            }
        };
        let href = |show: &str, page: usize| {
            let show = if show == "all" { "" } else { show };
            let page = if page == 1 { String::new() } else { page.to_string() };
            address(&path, &[("show", show), ("p", &page)])
        };
        let mut shows = Vec::new();
        for one in SHOWS {
            shows.push((one, store::count(conn, congress, &narrowed(one))?, href(one, 1)));
        }
        let count = shows.iter().find(|(word, ..)| *word == show).map_or(0, |(_, count, _)| *count);
        let page = asked.p.parse().unwrap_or(1);
        let (_, pager) = Pager::cut((0..count).collect::<Vec<usize>>(), page, ON_A_PAGE, |page| href(show, page));
        let order = if show == "late" { Order::DueFirst } else { Order::Newest };
        let piece = ((pager.page - 1) * ON_A_PAGE, ON_A_PAGE);
        let found = store::voices(conn, congress, &narrowed(show), order, piece)?;
        let (clock, helps) = store::public_clock(conn, congress, id, today)?;
        Ok(Self {
            project: project.map(|one| (one.project.id.to_string(), one.project.title.clone())),
            clock,
            helps,
            show,
            shows,
            voices: VoiceView::all(conn, &found, Eyes::Everybody, today)?,
            pager,
        })
    }
}

impl Page for VoicesPage {
    const TEMPLATE: &'static str = "voices/all.html";

    fn samples() -> Vec<Self> {
        let (_, pager) = Pager::cut((0..70).collect::<Vec<usize>>(), 2, ON_A_PAGE, |p| format!("/voices?p={p}"));
        let shows: Vec<_> = SHOWS.into_iter().map(|show| (show, 3, "/voices".to_owned())).collect();
        let page = |project: bool, show| Self {
            project: project.then(|| (uuid::Uuid::nil().to_string(), "“幸福安居”在上城<b>".to_owned())),
            clock: ClockCount { received: 80, answered: 60, open: 20, open_late: 3, answered_late: 7 },
            helps: HelpCount { yes: 40, partly: 6, no: 3 },
            show,
            shows: shows.clone(),
            voices: VoiceView::samples(),
            pager: pager.clone(),
        };
        let empty = Self {
            clock: ClockCount::default(),
            helps: HelpCount::default(),
            voices: Vec::new(),
            pager: Pager::default(),
            ..page(false, "all")
        };
        let bare = Self {
            project: Some((uuid::Uuid::nil().to_string(), "“幸福安居”<b>".to_owned())), ..empty.clone()
        };
        vec![page(false, "late"), page(true, "all"), empty, bare]
    }
}

pub async fn show_voices(ctx: Ctx, site: Site, asked: Query<AskedVoices>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| VoicesPage::of(conn, site.congress, None, &asked, today)).await?)
}

pub async fn show_project_voices(ctx: Ctx, site: Site, id: Path<ProjectId>, asked: Query<AskedVoices>) -> Handled {
    let (today, id) = (ctx.today(), *id);
    let page = ctx.read(move |conn| {
        let tracked = project_of(conn, &site, id)?;
        VoicesPage::of(conn, site.congress, Some(&tracked), &asked, today)
    });
    ctx.show(&page.await?)
}

/// One by itself, under its own address.
#[derive(Clone, Debug, Serialize)]
pub struct VoicePage {
    pub voice: VoiceView,
}

impl Page for VoicePage {
    const TEMPLATE: &'static str = "voices/one.html";

    fn samples() -> Vec<Self> {
        VoiceView::samples().into_iter().map(|voice| Self { voice }).collect()
    }
}

pub async fn show_voice(ctx: Ctx, site: Site, id: Path<VoiceId>) -> Handled {
    let (today, id) = (ctx.today(), *id);
    ctx.public(async || {
        ctx.read(move |conn| {
            let voice = store::voice_by_id(conn, site.congress, id)?.filter(Voice::is_public);
            let voice = voice.ok_or(PageError::NotFound)?;
            Ok::<_, PageError>(VoicePage { voice: VoiceView::one(conn, &voice, Eyes::Everybody, today)? })
        })
        .await
    })
    .await
}

/// Only while its message is public.
pub async fn show_voice_picture(ctx: Ctx, site: Site, id: Path<VoicePictureId>) -> Handled {
    let id = *id;
    let content = ctx.read(move |conn| {
        let (voice, content) = store::picture(conn, id)?.ok_or(PageError::NotFound)?;
        let voice = store::voice_by_id(conn, site.congress, voice)?.filter(Voice::is_public);
        voice.map(|_| content).ok_or(PageError::NotFound)
    });
    Ok(attachments::jpeg(content.await?, true))
}

/// What a project's own page shows of its messages.
#[derive(Clone, Debug, Default, Serialize)]
pub struct VoicesShown {
    pub clock: ClockCount,
    pub helps: HelpCount,
    pub newest: Vec<VoiceView>,
}

impl VoicesShown {
    pub fn sample() -> Self {
        Self {
            clock: ClockCount { received: 8, answered: 6, open: 2, open_late: 1, answered_late: 1 },
            helps: HelpCount { yes: 4, partly: 1, no: 1 },
            newest: VoiceView::samples().into_iter().take(3).collect(),
        }
    }
}

pub fn voices_of_project(
    conn: &mut Conn,
    congress: CongressId,
    project: ProjectId,
    today: Date,
) -> Result<VoicesShown, DbError> {
    let (clock, helps) = store::public_clock(conn, congress, Some(project), today)?;
    let wanted = Wanted::public().of_project(project);
    let newest = store::voices(conn, congress, &wanted, Order::Newest, (0, NEWEST))?;
    Ok(VoicesShown { clock, helps, newest: VoiceView::all(conn, &newest, Eyes::Everybody, today)? })
}

/// What everybody may see of a congress, in the order in which it came: for open data.
pub fn public_voices(
    conn: &mut Conn,
    congress: CongressId,
    piece: (usize, usize),
    today: Date,
) -> Result<(usize, Vec<VoiceView>), DbError> {
    let wanted = Wanted::public();
    let count = store::count(conn, congress, &wanted)?;
    let found = store::voices(conn, congress, &wanted, Order::Oldest, piece)?;
    Ok((count, VoiceView::all(conn, &found, Eyes::Everybody, today)?))
}
