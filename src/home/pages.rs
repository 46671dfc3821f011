//! `/`, for everybody.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    progress::{Progress, Review, Stage, StageState, stages},
    store,
};
use crate::{
    accounts::Site,
    congress,
    db::{Conn, DbError},
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
}

impl HomePage {
    fn of(conn: &mut Conn, site: Option<&Site>, today: Date) -> Result<Self, DbError> {
        let Some(site) = site else { return Ok(Self::new(None, &Progress::default())) };
        let Some(session) = congress::public_session(conn, site.congress)? else {
            return Ok(Self::new(None, &Progress::default()));
        };
        let progress = store::progress(conn, &session, today)?;
        let view = SessionView {
            year: session.year,
            congress: site.name.clone(),
            name: session.name,
            plenary: session.plenary,
            date: session.date.to_string(),
        };
        Ok(Self::new(Some(view), &progress))
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
        pages.push(Self::new(None, &Progress::default()));
        pages
    }
}

pub async fn show_home(ctx: Ctx, site: Option<Site>) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    ctx.public(async move || {
        blocking(move || Ok::<_, PageError>(services.db.read(|conn| HomePage::of(conn, site.as_ref(), today))?)).await
    })
    .await
}
