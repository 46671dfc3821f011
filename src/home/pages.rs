//! `/`, for everybody.

use std::collections::HashMap;

use serde::Serialize;

use super::{
    progress::{Progress, Review, Stage, StageState, stages},
    store,
};
use crate::{
    accounts::Site,
    congress,
    db::{Conn, DbError, Ts},
    ids::CongressId,
    projects::{self, Light, LightView, News, ProjectCard, samples},
    ratings::Standing,
    web::{Ctx, Handled, Page, PageError, blocking},
};

/// The session that the page speaks of.
#[derive(Clone, Debug, Serialize)]
pub struct SessionView {
    pub year: i32,
    pub congress: String,
    pub name: String,
    pub plenary: String,
    pub date: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct HomePage {
    /// `None` before a session was opened.
    pub session: Option<SessionView>,
    pub stages: Vec<Stage>,
    /// The word of the present stage.
    pub present: String,
    pub candidates: u32,
    pub seats: Option<u32>,
    pub projects: u32,
    /// The result is announced: `/results/<year>` shows it.
    pub announced: bool,
    /// The promises of the year, once there are any.
    pub promises: Option<Promises>,
}

/// The year at one look.
#[derive(Clone, Debug, Serialize)]
pub struct Promises {
    pub year: i32,
    pub as_of: String,
    pub cards: Vec<ProjectCard>,
    /// How many stand how.
    pub lights: Vec<(LightView, usize)>,
    /// Newest first, of the last seven days.
    pub moved: Vec<Moved>,
}

/// Something that happened to a project: the message `said.key`.
#[derive(Clone, Debug, Serialize)]
pub struct Moved {
    pub project: String,
    pub title: String,
    /// Where on the project's page it stands.
    pub place: &'static str,
    pub on: String,
    pub key: &'static str,
    pub args: HashMap<&'static str, String>,
}

/// What is said of a week, at most.
const MOST_MOVED: usize = 12;

impl Promises {
    /// Of the newest year that has any: while the next one is voted on, the last goes on.
    fn of(conn: &mut Conn, congress: CongressId, now: Ts) -> Result<Option<Self>, DbError> {
        let today = now.day();
        let mut promised = projects::public_projects(conn, congress)?;
        let Some(year) = promised.iter().map(|project| project.year).max() else { return Ok(None) };
        promised.retain(|project| project.year == year);
        let week = now.plus_hours(-24 * 7);
        let mut news = projects::news_since(conn, promised.clone(), week, 40)?;
        news.truncate(MOST_MOVED);
        let tracked = projects::overview(conn, promised)?;
        let count = |light: Light| tracked.iter().filter(|one| one.light() == light).count();
        Ok(Some(Self {
            year,
            as_of: today.to_string(),
            cards: tracked.iter().map(|one| ProjectCard::of(one, None, today)).collect(),
            lights: Light::ALL
                .iter()
                .map(|&light| (LightView::bare(light), count(light)))
                .filter(|(_, count)| *count > 0)
                .collect(),
            moved: news.into_iter().map(Moved::from).collect(),
        }))
    }
}

impl From<News> for Moved {
    fn from(news: News) -> Self {
        Self {
            project: news.project.to_string(),
            title: news.title,
            place: news.place,
            on: news.at.to_date(),
            key: news.said.key,
            args: news.said.args.into_iter().collect(),
        }
    }
}

impl HomePage {
    fn of(conn: &mut Conn, site: Option<&Site>, now: Ts) -> Result<Self, DbError> {
        let Some(site) = site else { return Ok(Self::new(None, &Progress::default())) };
        let Some(session) = congress::public_session(conn, site.congress)? else {
            return Ok(Self::new(None, &Progress::default()));
        };
        let progress = store::progress(conn, &session, now.day())?;
        let promises = Promises::of(conn, site.congress, now)?;
        let view = SessionView {
            year: session.year,
            congress: site.name.clone(),
            name: session.name,
            plenary: session.plenary,
            date: session.date.to_string(),
        };
        Ok(Self { promises, ..Self::new(Some(view), &progress) })
    }

    fn new(session: Option<SessionView>, progress: &Progress) -> Self {
        let stages = stages(progress);
        let present = stages.iter().find(|stage| stage.state == StageState::Now);
        Self {
            session,
            present: present.map_or_else(String::new, |stage| stage.kind.word().to_owned()),
            stages,
            candidates: progress.candidates,
            seats: progress.seats,
            projects: progress.projects,
            announced: progress.announced,
            promises: None,
        }
    }
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "home/home.html";

    fn samples() -> Vec<Self> {
        let session = || {
            Some(SessionView {
                year: 2024,
                congress: "杭州市上城区第一届人民代表大会<script>alert(1)</script>".to_owned(),
                name: "第三次会议<b>".to_owned(),
                plenary: "第二次全体会议<b>".to_owned(),
                date: "2024-02-03".to_owned(),
            })
        };
        let imported = Progress { candidates: 12, ..Progress::default() };
        let reviewed = Progress { review: Review::On("2024-01-18".to_owned()), ..imported.clone() };
        let not_required = Progress { review: Review::NotRequired, seats: Some(10), ..imported.clone() };
        let announced = Progress { certified: true, announced: true, projects: 10, ..not_required.clone() };
        let mut all = vec![
            Progress::default(),
            imported,
            reviewed,
            not_required.clone(),
            Progress { certified: true, ..not_required.clone() },
            Progress { projects: 0, ..announced.clone() },
            Progress { follow_ups: 2, rating: Some(Standing::Open), ..announced.clone() },
            Progress { follow_ups: 1, rating: Some(Standing::Over), ..announced.clone() },
            announced,
        ];
        for state in ["preparing", "issuing", "voting", "closed", "counting", "counted", "void", "unheard-of"] {
            all.push(Progress { round: Some(state.to_owned()), ..not_required.clone() });
        }
        let mut pages: Vec<_> = all.iter().map(|progress| Self::new(session(), progress)).collect();
        let tracked = samples::tracked();
        let today = jiff::civil::date(2024, 5, 10);
        let moved =
            ["news-reported", "news-behind", "news-plan", "news-accepted", "news-not-accepted", "news-adjusted"];
        let promises = Promises {
            year: 2024,
            as_of: today.to_string(),
            cards: tracked.iter().map(|one| ProjectCard::of(one, None, today)).collect(),
            lights: Light::ALL.iter().map(|&light| (LightView::bare(light), 1)).collect(),
            moved: moved
                .map(|key| Moved {
                    project: "p".to_owned(),
                    title: "<script>“学有优教”".to_owned(),
                    place: "progress",
                    on: today.to_string(),
                    key,
                    args: ["item", "quantity", "target", "share", "unit", "day", "version", "kind"]
                        .map(|name| (name, "<b>1".to_owned()))
                        .into(),
                })
                .into(),
        };
        let announced = Progress { certified: true, announced: true, projects: 2, ..Progress::default() };
        pages.push(Self { promises: Some(promises), ..Self::new(session(), &announced) });
        pages.push(Self::new(None, &Progress::default()));
        pages
    }
}

pub async fn show_home(ctx: Ctx, site: Option<Site>) -> Handled {
    let (services, now) = (ctx.services.clone(), ctx.services.clock.now());
    ctx.public(async move || {
        blocking(move || Ok::<_, PageError>(services.db.read(|conn| HomePage::of(conn, site.as_ref(), now))?)).await
    })
    .await
}
