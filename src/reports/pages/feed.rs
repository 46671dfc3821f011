//! News of projects as Atom (RFC 4287), in either language.

use serde::Serialize;

use crate::{
    accounts::Site,
    db::Ts,
    ids::ProjectId,
    projects::{self, News, Project},
    proposals::{self, AnswerNews},
    web::{Ctx, Handled, Lang, Page, PageError, Path, blocking},
};

/// Entries in a feed.
const MOST: usize = 50;

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
    /// The address of the feed itself, which is its name too.
    pub own: String,
    /// The page that it follows.
    pub page: String,
    /// Of the one project; of all where there is none.
    pub title: Option<String>,
    pub updated: String,
    pub entries: Vec<Entry>,
}

/// What XML 1.0 cannot hold is left out.
fn fit(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

impl FeedPage {
    fn new(lang: Lang, base_url: &str, path: &str, projects: &[Project], news: &[News]) -> Self {
        let only = match projects {
            [one] if path != "/projects" => Some(fit(&one.title)),
            _ => None,
        };
        let entry = |piece: &News| {
            let said = lang.text(&piece.said);
            Entry {
                id: format!("urn:uuid:{}", piece.id),
                title: fit(&if only.is_some() { said } else { format!("{} · {said}", piece.title) }),
                link: format!("{base_url}/projects/{}#{}", piece.project, piece.place),
                at: piece.at.timestamp().to_string(),
                words: fit(&piece.why.as_ref().map_or_else(|| piece.words.clone(), |why| lang.text(why))),
            }
        };
        let oldest = || projects.iter().map(|project| project.promoted_at).max().unwrap_or_default();
        Self {
            own: format!("{base_url}{path}/feed.xml"),
            page: format!("{base_url}{path}"),
            updated: news.first().map_or_else(oldest, |piece| piece.at).timestamp().to_string(),
            entries: news.iter().take(MOST).map(entry).collect(),
            title: only,
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
        Self {
            own: format!("{base_url}/proposals/feed.xml"),
            page: format!("{base_url}/proposals"),
            title: Some(lang.text(&"proposals-title".into())),
            updated: news.first().map(|piece| piece.at).unwrap_or_default().timestamp().to_string(),
            entries: news.iter().map(entry).collect(),
        }
    }
}

/// What became of proposals, newest first.
pub async fn proposals_feed(ctx: Ctx, site: Site) -> Handled {
    let services = ctx.services.clone();
    let build = async || {
        let most = i64::try_from(MOST).map_err(PageError::internal)?;
        let read =
            move || services.db.read(|conn| Ok::<_, PageError>(proposals::answer_news(conn, site.congress, most)?));
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
        let of = |path: &str, news: &[News]| {
            Self::new(Lang::Chinese, "https://vote.example", path, std::slice::from_ref(&full.project), news)
        };
        vec![of("/projects", &[]), of("/projects", &news), of("/projects/1", &news)]
    }
}

async fn feed(ctx: Ctx, site: Site, only: Option<ProjectId>) -> Handled {
    let services = ctx.services.clone();
    let build = async || {
        let (found, news) = blocking(move || {
            services.db.read(|conn| {
                let mut found = projects::public_projects(conn, site.congress)?;
                if let Some(id) = only {
                    found.retain(|project| project.id == id);
                    if found.is_empty() {
                        return Err(PageError::NotFound);
                    }
                }
                let most = i64::try_from(MOST).map_err(PageError::internal)?;
                let news = projects::news_since(conn, found.clone(), Ts::default(), most)?;
                Ok((found, news))
            })
        })
        .await?;
        let path = only.map_or_else(|| "/projects".to_owned(), |id| format!("/projects/{id}"));
        ctx.rendered(&FeedPage::new(ctx.lang, ctx.origin(), &path, &found, &news))
    };
    let (mut answer, body) = ctx.public_data("application/atom+xml; charset=utf-8", build).await?;
    Ok(answer.body(body))
}

/// News of all projects.
#[utoipa::path(
    get,
    path = "/projects/feed.xml",
    params(("lang" = Option<String>, Query, description = "zh-CN or en")),
    responses((status = 200, content_type = "application/atom+xml", body = String))
)]
pub async fn progress_feed(ctx: Ctx, site: Site) -> Handled {
    feed(ctx, site, None).await
}

/// News of one project.
#[utoipa::path(
    get,
    path = "/projects/{id}/feed.xml",
    params(
        ("id" = String, Path, description = "as in LineDocument.project_id"),
        ("lang" = Option<String>, Query, description = "zh-CN or en")
    ),
    responses(
        (status = 200, content_type = "application/atom+xml", body = String),
        (status = 404, description = "not there, or not announced")
    )
)]
pub async fn project_feed(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    feed(ctx, site, Some(*id)).await
}
