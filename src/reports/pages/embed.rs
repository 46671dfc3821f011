//! One project, or a year, for a frame on another site: a page of its own without scripts, forms or cookies, on which nothing
//! can be pressed but links that leave the frame.

use jiff::civil::Date;
use serde::Serialize;

use super::archive::{YearRow, figures};
use crate::{
    accounts::Site,
    db::Conn,
    ids::{CongressId, ProjectId},
    projects::{self, ProjectCard, samples},
    web::{Ctx, Handled, Page, PageError, Path, blocking, may_be_framed, with_frames},
    word_enum,
};

word_enum! {
    /// How it looks: like the reader's system, or as the site around it wants.
    Theme {
        Auto = "auto",
        Light = "light",
        Dark = "dark",
    }
}

/// What is shown of one project.
#[derive(Clone, Debug, Serialize)]
pub struct EmbedProjectPage {
    pub project: ProjectCard,
    pub theme: Theme,
}

/// What is shown of a year.
#[derive(Clone, Debug, Serialize)]
pub struct EmbedYearPage {
    pub row: YearRow,
    pub theme: Theme,
}

/// The words to copy, with what they bring about beside them.
#[derive(Clone, Debug, Serialize)]
pub struct SnippetPage {
    /// A project's title, or nothing for a year.
    pub title: String,
    pub year: i32,
    /// Where it is shown in full.
    pub path: String,
    /// What stands in the frame.
    pub frame: String,
    pub height: u32,
    /// Theme, and the text to copy.
    pub snippets: Vec<(Theme, String)>,
}

fn public_project(conn: &mut Conn, congress: CongressId, id: ProjectId) -> Result<projects::Project, PageError> {
    projects::project_by_id(conn, id)?
        .filter(|project| project.public && project.congress == congress)
        .ok_or(PageError::NotFound)
}

impl EmbedProjectPage {
    fn of(conn: &mut Conn, congress: CongressId, id: ProjectId, theme: Theme, today: Date) -> Result<Self, PageError> {
        let project = public_project(conn, congress, id)?;
        let tracked = projects::overview(conn, vec![project])?.pop().ok_or(PageError::NotFound)?;
        Ok(Self { project: ProjectCard::of(&tracked, None, today), theme })
    }
}

impl EmbedYearPage {
    fn of(conn: &mut Conn, congress: CongressId, year: i32, theme: Theme, today: Date) -> Result<Self, PageError> {
        let all = figures(conn, congress, today)?;
        let of_year = all.iter().find(|one| one.year == year).ok_or(PageError::NotFound)?;
        Ok(Self { row: YearRow::of(of_year, of_year.projects), theme })
    }
}

impl Page for EmbedProjectPage {
    const TEMPLATE: &'static str = "reports/embed_project.html";

    fn samples() -> Vec<Self> {
        let [bare, full] = samples::tracked();
        let today = jiff::civil::date(2024, 5, 10);
        let page = |one, theme| Self { project: ProjectCard::of(one, None, today), theme };
        vec![page(&full, Theme::Auto), page(&bare, Theme::Dark), page(&full, Theme::Light)]
    }
}

impl Page for EmbedYearPage {
    const TEMPLATE: &'static str = "reports/embed_year.html";

    fn samples() -> Vec<Self> {
        YearRow::samples().into_iter().zip(Theme::ALL).map(|(row, theme)| Self { row, theme: *theme }).collect()
    }
}

/// As HTML that is put into another page.
fn as_attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

impl SnippetPage {
    fn new(title: String, year: i32, path: String, height: u32, ctx: &Ctx) -> Self {
        let lang = if ctx.lang == Default::default() { String::new() } else { format!("?lang={}", ctx.lang.tag()) };
        let frame = format!("/embed{path}{lang}");
        let snippet = |theme: Theme| {
            let themed = if theme == Theme::Auto { String::new() } else { format!("/{theme}") };
            let address = format!("{}/embed{path}{themed}{lang}", ctx.origin());
            let name = as_attribute(if title.is_empty() { ctx.site() } else { &title });
            let text = format!(
                "<iframe src=\"{}\" title=\"{name}\" width=\"100%\" height=\"{height}\" loading=\"lazy\" style=\"border:0;max-width:600px\" \
                 sandbox=\"allow-top-navigation-by-user-activation\"></iframe>",
                as_attribute(&address)
            );
            (theme, text)
        };
        let snippets = Theme::ALL.iter().copied().map(snippet).collect();
        Self { title, year, path, frame, height, snippets }
    }
}

impl Page for SnippetPage {
    const TEMPLATE: &'static str = "reports/snippet.html";

    fn samples() -> Vec<Self> {
        let page = |title: &str, path: &str| Self {
            title: title.to_owned(),
            year: 2024,
            path: path.to_owned(),
            frame: format!("/embed{path}"),
            height: 260,
            snippets: vec![(Theme::Auto, "<iframe src=\"https://vote.example\"></iframe>".to_owned())],
        };
        vec![page("“幸福安居”在上城<b>", &format!("/projects/{}", uuid::Uuid::nil())), page("", "/years/2024")]
    }
}

/// Rendered without anybody's name, kept like every public page, and sent without a cookie.
async fn framed<P: Page + Send + 'static>(
    ctx: Ctx,
    read: impl FnOnce(&mut Conn) -> Result<P, PageError> + Send + 'static,
) -> Handled {
    let services = ctx.services.clone();
    let build = async || {
        let page = blocking(move || services.db.read(read)).await?;
        ctx.rendered(&page)
    };
    let (mut answer, body) = ctx.public_data("text/html; charset=utf-8", build).await?;
    Ok(may_be_framed(answer.body(body)))
}

pub async fn embed_project(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    let (id, today) = (id.into_inner(), ctx.today());
    framed(ctx, move |conn| EmbedProjectPage::of(conn, site.congress, id, Theme::Auto, today)).await
}

pub async fn embed_project_themed(ctx: Ctx, site: Site, path: Path<(ProjectId, Theme)>) -> Handled {
    let ((id, theme), today) = (path.into_inner(), ctx.today());
    framed(ctx, move |conn| EmbedProjectPage::of(conn, site.congress, id, theme, today)).await
}

pub async fn embed_year(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let (year, today) = (year.into_inner(), ctx.today());
    framed(ctx, move |conn| EmbedYearPage::of(conn, site.congress, year, Theme::Auto, today)).await
}

pub async fn embed_year_themed(ctx: Ctx, site: Site, path: Path<(i32, Theme)>) -> Handled {
    let ((year, theme), today) = (path.into_inner(), ctx.today());
    framed(ctx, move |conn| EmbedYearPage::of(conn, site.congress, year, theme, today)).await
}

pub async fn show_project_snippet(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    let id = id.into_inner();
    let asked = ctx.clone();
    let page = async || {
        let project = ctx.read(move |conn| public_project(conn, site.congress, id)).await?;
        Ok(SnippetPage::new(project.title, project.year, format!("/projects/{id}"), 260, &ctx))
    };
    Ok(with_frames(asked.public(page).await?))
}

pub async fn show_year_snippet(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let year = year.into_inner();
    let asked = ctx.clone();
    let page = async || {
        let public =
            ctx.read(move |conn| projects::public_projects(conn, site.congress).map_err(PageError::from)).await?;
        if public.iter().all(|project| project.year != year) {
            return Err(PageError::NotFound);
        }
        Ok(SnippetPage::new(String::new(), year, format!("/years/{year}"), 300, &ctx))
    };
    Ok(with_frames(asked.public(page).await?))
}
