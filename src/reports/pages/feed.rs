//! News of projects as Atom (RFC 4287), in either language: one entry a project and day; what is older stands in archives by
//! month (RFC 5005).

use std::{fmt, str::FromStr};

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::{
    accounts::Site,
    db::{Conn, Ts},
    ids::ProjectId,
    projects::{self, News, Project, Subject, Touched},
    proposals::{self, AnswerNews},
    supervision,
    voices::{self, AnswerNews as VoiceNews},
    web::{Ctx, Handled, Lang, Message, Page, PageError, Path, blocking},
};

/// Reports, and changes of lights, that are looked at for one document.
const MOST: i64 = 10_000;
/// Answers to proposals in their feed.
const MOST_ANSWERS: i64 = 50;
/// Entries where nothing is new.
const FEWEST: usize = 20;

#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// `urn:uuid:…`
    pub id: String,
    pub title: String,
    pub link: String,
    /// RFC 3339.
    pub at: String,
    pub words: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct FeedPage {
    /// The address of the feed itself in its language, which is its name too.
    pub own: String,
    /// The page that it follows.
    pub page: String,
    /// Of what it tells; of all where there is none.
    pub title: Option<String>,
    pub updated: String,
    pub entries: Vec<Entry>,
    /// Where the newest are, if this is an archive.
    pub current: Option<String>,
    pub earlier: Option<String>,
    pub later: Option<String>,
}

/// A month as it stands in an address: 2024-07.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(Date);

impl Month {
    fn of(day: Date) -> Self {
        Self(day.first_of_month())
    }

    fn plus(self, months: i32) -> Self {
        Self(self.0.checked_add(months.months()).unwrap_or(self.0))
    }
}

impl FromStr for Month {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        format!("{text}-01").parse().map(Self)
    }
}

impl TryFrom<String> for Month {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m"))
    }
}

/// What XML 1.0 cannot hold is left out.
fn fit(text: &str) -> String {
    let holds = |c: &char| (!c.is_control() || matches!(c, '\n' | '\t')) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(holds).collect()
}

/// Newest first, those of one project and day together.
fn by_project_and_day(news: &[News]) -> Vec<Vec<&News>> {
    let mut found: Vec<Vec<&News>> = Vec::new();
    for piece in news {
        let same = |known: &&mut Vec<&News>| {
            known.first().is_some_and(|first| (first.project, first.at.day()) == (piece.project, piece.at.day()))
        };
        match found.iter_mut().find(same) {
            Some(known) => known.push(piece),
            None => found.push(vec![piece]),
        }
    }
    found
}

/// The same for ever, whatever else happens on the day.
fn name_of(project: ProjectId, day: Date) -> uuid::Uuid {
    let digest = Sha256::digest(format!("news|{project}|{day}"));
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Which document of a feed is asked for.
struct Asked<'a> {
    lang: Lang,
    base_url: &'a str,
    subject: &'a Subject,
    /// What its news are of; none where of all.
    title: Option<String>,
    /// An archive, else the newest.
    month: Option<Month>,
    today: Date,
}

impl Asked<'_> {
    fn address(&self, month: Option<Month>) -> String {
        let lang = if self.lang == Lang::default() { String::new() } else { format!("?lang={}", self.lang.tag()) };
        match month {
            None => format!("{}{}/feed.xml{lang}", self.base_url, self.subject.path()),
            Some(month) => format!("{}{}/feed/{month}{lang}", self.base_url, self.subject.path()),
        }
    }

    fn entry(&self, pieces: &[&News], of_one: bool) -> Option<Entry> {
        let newest = pieces.first()?;
        let said = self.lang.text(&newest.said);
        let said = match pieces.len() {
            1 => said,
            count => self.lang.text(&Message::new("feed-more").with("said", said).with("count", count)),
        };
        let told = |piece: &&News| {
            let words = piece.why.as_ref().map_or_else(|| piece.words.clone(), |why| self.lang.text(why));
            let head = if pieces.len() > 1 { self.lang.text(&piece.said) } else { String::new() };
            [head, words].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
        };
        Some(Entry {
            id: format!("urn:uuid:{}", name_of(newest.project, newest.at.day())),
            title: fit(&if of_one { said } else { format!("{} · {said}", newest.title) }),
            link: format!("{}/projects/{}#{}", self.base_url, newest.project, newest.place),
            at: newest.at.timestamp().to_string(),
            words: fit(&pieces.iter().map(told).filter(|one| !one.is_empty()).collect::<Vec<_>>().join("\n\n")),
        })
    }
}

impl FeedPage {
    /// `news` newest first, all that there is.
    fn new(asked: Asked, projects: &[Project], news: &[News]) -> Self {
        let of_one = matches!(asked.subject, Subject::Project(_));
        let first = news.last().map(|piece| Month::of(piece.at.day()));
        let this_month = Month::of(asked.today);
        let days = by_project_and_day(news);
        let month_of = |day: &[&News]| day.first().map(|piece| Month::of(piece.at.day()));
        // The newest: of this month and the one before, or the last there were. An archive: exactly its month's.
        let mut shown: Vec<&Vec<&News>> = match asked.month {
            Some(month) => days.iter().filter(|day| month_of(day) == Some(month)).collect(),
            None => days.iter().filter(|day| month_of(day) >= Some(this_month.plus(-1))).collect(),
        };
        if asked.month.is_none() && shown.len() < FEWEST {
            shown = days.iter().take(FEWEST).collect();
        }
        let before = match asked.month {
            Some(month) => month.plus(-1),
            None => shown.last().and_then(|day| month_of(day)).unwrap_or(this_month),
        };
        let earlier =
            first.filter(|first| before >= *first && before < this_month).map(|_| asked.address(Some(before)));
        let later = asked.month.map(|month| month.plus(1)).filter(|later| *later < this_month);
        let updated = shown.first().and_then(|day| day.first()).map(|piece| piece.at);
        let oldest = || projects.iter().map(|project| project.promoted_at).max().unwrap_or_default();
        Self {
            own: asked.address(asked.month),
            page: format!("{}{}", asked.base_url, asked.subject.path()),
            updated: updated.unwrap_or_else(oldest).timestamp().to_string(),
            entries: shown.into_iter().filter_map(|day| asked.entry(day, of_one)).collect(),
            title: asked.title.as_deref().map(fit),
            current: asked.month.map(|_| asked.address(None)),
            earlier,
            later: later.map(|later| asked.address(Some(later))),
        }
    }
}

impl FeedPage {
    fn of_answers(lang: Lang, base_url: &str, news: &[AnswerNews]) -> Self {
        let entry = |piece: &AnswerNews| Entry {
            id: format!("urn:uuid:{}", piece.id),
            title: fit(&format!("{} · {}", piece.title, lang.text(&piece.said))),
            link: format!("{base_url}/needs/{}", piece.need),
            at: piece.at.timestamp().to_string(),
            words: fit(&piece.words),
        };
        let own_lang = if lang == Lang::default() { String::new() } else { format!("?lang={}", lang.tag()) };
        Self {
            own: format!("{base_url}/proposals/feed.xml{own_lang}"),
            page: format!("{base_url}/proposals"),
            title: Some(lang.text(&"proposals-title".into())),
            updated: news.first().map(|piece| piece.at).unwrap_or_default().timestamp().to_string(),
            entries: news.iter().map(entry).collect(),
            current: None,
            earlier: None,
            later: None,
        }
    }
}

impl FeedPage {
    fn of_voices(lang: Lang, base_url: &str, only: Option<&Project>, news: &[VoiceNews]) -> Self {
        let path = only.map_or_else(|| "/voices".to_owned(), |project| format!("/projects/{}/voices", project.id));
        let entry = |piece: &VoiceNews| {
            let said = Message::new("feed-voice").with("number", piece.number).with("unit", &piece.unit);
            Entry {
                id: format!("urn:uuid:{}", piece.id),
                title: fit(&lang.text(&said)),
                link: format!("{base_url}/voices/{}", piece.voice),
                at: piece.at.timestamp().to_string(),
                words: fit(&format!("{}\n\n{}", piece.asked, piece.words)),
            }
        };
        let own_lang = if lang == Lang::default() { String::new() } else { format!("?lang={}", lang.tag()) };
        let title = lang.text(&"voices-title".into());
        Self {
            own: format!("{base_url}{path}/feed.xml{own_lang}"),
            page: format!("{base_url}{path}"),
            title: Some(only.map_or(title.clone(), |project| format!("{} · {title}", fit(&project.title)))),
            updated: news.first().map(|piece| piece.at).unwrap_or_default().timestamp().to_string(),
            entries: news.iter().map(entry).collect(),
            current: None,
            earlier: None,
            later: None,
        }
    }
}

async fn feed_of_voices(ctx: Ctx, site: Site, only: Option<ProjectId>) -> Handled {
    let services = ctx.services.clone();
    let build = async || {
        let read = move || {
            services.db.read(|conn| {
                let projects = projects::public_projects(conn, site.congress)?;
                let project = projects.into_iter().find(|project| Some(project.id) == only);
                if only.is_some() && project.is_none() {
                    return Err(PageError::NotFound);
                }
                Ok((project, voices::answer_news(conn, site.congress, only, MOST_ANSWERS)?))
            })
        };
        let (project, news) = blocking(read).await?;
        ctx.rendered(&FeedPage::of_voices(ctx.lang, ctx.origin(), project.as_ref(), &news))
    };
    let (mut answer, body) = ctx.public_data("application/atom+xml; charset=utf-8", build).await?;
    Ok(answer.body(body))
}

/// What units answered to residents, newest first.
#[utoipa::path(
    get,
    path = "/voices/feed.xml",
    params(("lang" = Option<String>, Query, description = "zh-CN or en")),
    responses((status = 200, description = "Atom", content_type = "application/atom+xml", body = String))
)]
pub async fn voices_feed(ctx: Ctx, site: Site) -> Handled {
    feed_of_voices(ctx, site, None).await
}

/// What was answered to residents about one project, newest first.
#[utoipa::path(
    get,
    path = "/projects/{id}/voices/feed.xml",
    params(
        ("id" = String, Path, description = "as in LineDocument.project_id"),
        ("lang" = Option<String>, Query, description = "zh-CN or en")
    ),
    responses(
        (status = 200, description = "Atom", content_type = "application/atom+xml", body = String),
        (status = 404, description = "not there, or not announced")
    )
)]
pub async fn project_voices_feed(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    feed_of_voices(ctx, site, Some(*id)).await
}

/// What became of proposals, newest first.
#[utoipa::path(
    get,
    path = "/proposals/feed.xml",
    params(("lang" = Option<String>, Query, description = "zh-CN or en")),
    responses((status = 200, description = "Atom", content_type = "application/atom+xml", body = String))
)]
pub async fn proposals_feed(ctx: Ctx, site: Site) -> Handled {
    let services = ctx.services.clone();
    let build = async || {
        let read = move || {
            services.db.read(|conn| Ok::<_, PageError>(proposals::answer_news(conn, site.congress, MOST_ANSWERS)?))
        };
        let news = blocking(read).await?;
        ctx.rendered(&FeedPage::of_answers(ctx.lang, ctx.origin(), &news))
    };
    let (mut answer, body) = ctx.public_data("application/atom+xml; charset=utf-8", build).await?;
    Ok(answer.body(body))
}

impl Page for FeedPage {
    const TEMPLATE: &'static str = "reports/feed.xml";

    fn samples() -> Vec<Self> {
        let [_, full] = projects::samples::tracked();
        let news = projects::news(std::slice::from_ref(&full), &[], &[]);
        let of = |subject: &Subject, month: Option<Date>, news: &[News]| {
            let asked = Asked {
                lang: Lang::Chinese,
                base_url: "https://vote.example",
                subject,
                title: (*subject != Subject::All).then(|| full.project.title.clone()),
                month: month.map(Month::of),
                today: jiff::civil::date(2024, 8, 4),
            };
            Self::new(asked, std::slice::from_ref(&full.project), news)
        };
        let first = Ts::default().day();
        vec![
            of(&Subject::All, None, &[]),
            of(&Subject::All, None, &news),
            of(&Subject::Project(full.project.id), None, &news),
            of(&Subject::Street("望江街道&<b>".to_owned()), None, &news),
            of(&Subject::All, Some(first), &news),
        ]
    }
}

/// By what several projects are asked for together, as their pages are addressed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ByName {
    Fields,
    /// Streets.
    Places,
    Units,
}

impl ByName {
    pub(super) fn subject(self, name: String) -> Subject {
        match self {
            Self::Fields => Subject::Field(name),
            Self::Places => Subject::Street(name),
            Self::Units => Subject::Unit(name),
        }
    }
}

/// What is asked for of what everybody may see, and all that happened to it.
fn found(conn: &mut Conn, site: &Site, subject: &Subject) -> Result<(Vec<Project>, Vec<News>), PageError> {
    let subjects = projects::subjects(conn, site.congress)?;
    if !subjects.holds(subject) {
        return Err(PageError::NotFound);
    }
    let public = projects::public_projects(conn, site.congress)?;
    let of_it = projects::overview(conn, public)?.into_iter().filter(|one| subject.holds(&Touched::by(one)));
    let found: Vec<Project> = of_it.map(|one| one.project).collect();
    let news = supervision::news_since(conn, found.clone(), Ts::default(), MOST)?;
    Ok((found, news))
}

async fn feed(ctx: Ctx, site: Site, subject: Subject, month: Option<Month>) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.today());
    if month.is_some_and(|month| month >= Month::of(today)) {
        return Err(PageError::NotFound);
    }
    let build = async || {
        let of = subject.clone();
        let (found, news) = blocking(move || services.db.read(|conn| found(conn, &site, &of))).await?;
        let title = match &subject {
            Subject::All => None,
            Subject::Project(_) => found.first().map(|one| one.title.clone()),
            named => Some(ctx.lang.text(&Message::new("feed-of").with("name", named.name().unwrap_or_default()))),
        };
        let asked = Asked { lang: ctx.lang, base_url: ctx.origin(), subject: &subject, title, month, today };
        ctx.rendered(&FeedPage::new(asked, &found, &news))
    };
    let (mut answer, body) = ctx.public_data("application/atom+xml; charset=utf-8", build).await?;
    Ok(answer.body(body))
}

/// News of all projects, of this month and the one before.
#[utoipa::path(
    get,
    path = "/projects/feed.xml",
    params(("lang" = Option<String>, Query, description = "zh-CN or en")),
    responses((status = 200, description = "Atom; earlier months by prev-archive", content_type = "application/atom+xml", body = String))
)]
pub async fn progress_feed(ctx: Ctx, site: Site) -> Handled {
    feed(ctx, site, Subject::All, None).await
}

/// News of all projects in one month that is over.
#[utoipa::path(
    get,
    path = "/projects/feed/{month}",
    params(
        ("month" = String, Path, example = "2024-07", pattern = r"^\d{4}-\d{2}$"),
        ("lang" = Option<String>, Query, description = "zh-CN or en")
    ),
    responses(
        (status = 200, description = "Atom, an archive by RFC 5005", content_type = "application/atom+xml", body = String),
        (status = 404, description = "no such month, or it is not over")
    )
)]
pub async fn feed_archive(ctx: Ctx, site: Site, month: Path<Month>) -> Handled {
    let month = month.into_inner();
    feed(ctx, site, Subject::All, Some(month)).await
}

/// News of one project, of this month and the one before.
#[utoipa::path(
    get,
    path = "/projects/{id}/feed.xml",
    params(
        ("id" = String, Path, description = "as in LineDocument.project_id"),
        ("lang" = Option<String>, Query, description = "zh-CN or en")
    ),
    responses(
        (status = 200, description = "Atom; earlier months by prev-archive", content_type = "application/atom+xml", body = String),
        (status = 404, description = "not there, or not announced")
    )
)]
pub async fn project_feed(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    feed(ctx, site, Subject::Project(*id), None).await
}

/// News of one project in one month that is over.
#[utoipa::path(
    get,
    path = "/projects/{id}/feed/{month}",
    params(
        ("id" = String, Path, description = "as in LineDocument.project_id"),
        ("month" = String, Path, example = "2024-07", pattern = r"^\d{4}-\d{2}$"),
        ("lang" = Option<String>, Query, description = "zh-CN or en")
    ),
    responses(
        (status = 200, description = "Atom, an archive by RFC 5005", content_type = "application/atom+xml", body = String),
        (status = 404, description = "not there, not announced, or the month is not over")
    )
)]
pub async fn project_feed_archive(ctx: Ctx, site: Site, path: Path<(ProjectId, Month)>) -> Handled {
    let (id, month) = path.into_inner();
    feed(ctx, site, Subject::Project(id), Some(month)).await
}

/// News of the projects of a field of service, in a street, or of a unit, of this month and the one before.
#[utoipa::path(
    get,
    path = "/projects/{by}/{name}/feed.xml",
    params(
        ("by" = ByName, Path),
        ("name" = String, Path, description = "of the field, the street or the unit"),
        ("lang" = Option<String>, Query, description = "zh-CN or en")
    ),
    responses(
        (status = 200, description = "Atom; earlier months by prev-archive", content_type = "application/atom+xml", body = String),
        (status = 404, description = "neither listed nor of any announced project")
    )
)]
pub async fn named_feed(ctx: Ctx, site: Site, path: Path<(ByName, String)>) -> Handled {
    let (by, name) = path.into_inner();
    feed(ctx, site, by.subject(name), None).await
}

/// News of the projects of a field of service, in a street, or of a unit, in one month that is over.
#[utoipa::path(
    get,
    path = "/projects/{by}/{name}/feed/{month}",
    params(
        ("by" = ByName, Path),
        ("name" = String, Path, description = "of the field, the street or the unit"),
        ("month" = String, Path, example = "2024-07", pattern = r"^\d{4}-\d{2}$"),
        ("lang" = Option<String>, Query, description = "zh-CN or en")
    ),
    responses(
        (status = 200, description = "Atom, an archive by RFC 5005", content_type = "application/atom+xml", body = String),
        (status = 404, description = "neither listed nor of any announced project, or the month is not over")
    )
)]
pub async fn named_feed_archive(ctx: Ctx, site: Site, path: Path<(ByName, String, Month)>) -> Handled {
    let (by, name, month) = path.into_inner();
    feed(ctx, site, by.subject(name), Some(month)).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let text = "a\u{0}\u{b}\u{c}\u{1b}b\n\tc\u{fffe}\u{ffff}\u{85}d𠮷\u{fffd}";
        assert_eq!(fit(text), "ab\n\tcd𠮷\u{fffd}");
    }

    fn piece(project: ProjectId, at: &str, said: &'static str) -> News {
        News {
            id: uuid::Uuid::new_v4(),
            project,
            title: "“和美宜居”在上城".to_owned(),
            at: at.parse::<jiff::Timestamp>().unwrap().into(),
            said: said.into(),
            words: String::new(),
            why: None,
            light: None,
            place: "progress",
        }
    }

    #[test]
    fn a_day_of_a_project_is_one_entry_and_every_month_has_its_place() {
        let project = projects::samples::project();
        let other = ProjectId::new();
        let news = [
            piece(project.id, "2024-08-03T02:00:00Z", "news-behind"),
            piece(other, "2024-08-03T01:00:00Z", "news-behind"),
            piece(project.id, "2024-08-02T23:00:00Z", "news-behind"),
            piece(project.id, "2024-06-01T01:00:00Z", "news-behind"),
            piece(project.id, "2024-05-01T01:00:00Z", "news-behind"),
        ];
        let of = |month: Option<&str>, lang, news: &[News]| {
            let month = month.map(|month| month.parse().unwrap());
            let (base_url, today) = ("https://vote.example", "2024-08-04".parse().unwrap());
            let asked = Asked { lang, base_url, subject: &Subject::All, title: None, month, today };
            FeedPage::new(asked, std::slice::from_ref(&project), news)
        };
        let newest = of(None, Lang::English, &news);
        assert_eq!(newest.own, "https://vote.example/projects/feed.xml?lang=en");
        assert_eq!(newest.entries.len(), 4, "both of a day of Shanghai are one, and few entries reach further back");
        let june = of(Some("2024-06"), Lang::Chinese, &news);
        assert_eq!(june.own, "https://vote.example/projects/feed/2024-06");
        assert_eq!(june.entries.len(), 1);
        assert_eq!(june.current.as_deref(), Some("https://vote.example/projects/feed.xml"));
        assert_eq!(june.earlier.as_deref(), Some("https://vote.example/projects/feed/2024-05"));
        assert_eq!(june.later.as_deref(), Some("https://vote.example/projects/feed/2024-07"));
        let may = of(Some("2024-05"), Lang::Chinese, &news);
        assert_eq!((may.earlier, may.entries.len()), (None, 1));
        assert_eq!(of(Some("2024-07"), Lang::Chinese, &news).later, None, "the month that runs is no archive");
        let more = [&[piece(project.id, "2024-08-03T05:00:00Z", "news-accepted")], &news[..]].concat();
        let later = of(None, Lang::English, &more);
        assert_eq!(later.entries[0].id, newest.entries[0].id, "what happens later that day changes no name");
        assert_ne!(later.entries[0].at, newest.entries[0].at);
    }

    #[test]
    fn many_entries_reach_back_a_month_and_lead_on() {
        let project = projects::samples::project();
        let day =
            |back: i64| Ts::from("2024-08-03T02:00:00Z".parse::<jiff::Timestamp>().unwrap()).plus_hours(-24 * back);
        let of = |at: Ts| News { at, ..piece(project.id, "2024-08-03T02:00:00Z", "news-behind") };
        let news: Vec<News> = (0..90).map(|back| of(day(back))).collect();
        let (base_url, today) = ("https://vote.example", "2024-08-04".parse().unwrap());
        let asked = Asked { lang: Lang::Chinese, base_url, subject: &Subject::All, title: None, month: None, today };
        let newest = FeedPage::new(asked, std::slice::from_ref(&project), &news);
        assert_eq!(newest.entries.len(), 34, "of July and August");
        assert_eq!(newest.earlier.as_deref(), Some("https://vote.example/projects/feed/2024-07"));
    }
}
