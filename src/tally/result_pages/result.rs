//! The result itself: which candidates were chosen, with how many votes.

use serde::Serialize;

use super::announced::{Announced, published, sample_announced, session_of};
use crate::{
    accounts::Site,
    congress,
    web::{Ctx, Handled, Page, PageError, Path, blocking},
};

/// `/results/{year}`
#[derive(Serialize)]
pub struct ResultPage {
    pub year: i32,
    pub session: String,
    pub item: String,
    pub announced: Option<Announced>,
}

impl Page for ResultPage {
    const TEMPLATE: &'static str = "tally/result.html";

    fn samples() -> Vec<Self> {
        [None, Some((true, false)), Some((false, false)), Some((true, true)), Some((false, true))]
            .map(|announced| Self {
                year: 2024,
                session: "第三次会议".into(),
                item: "2024年度民生实事项目票决".into(),
                announced: announced.map(|(counts, eventful)| sample_announced(counts, eventful)),
            })
            .into()
    }
}

pub async fn newest_result(ctx: Ctx, site: Site) -> Handled {
    let services = ctx.services.clone();
    let session = blocking(move || {
        services.db.read(|conn| congress::public_session(conn, site.congress)).map_err(PageError::from)
    })
    .await?;
    match session {
        Some(session) => Ok(ctx.see_page(&format!("/results/{}", session.year))),
        None => Err(PageError::NotFound),
    }
}

pub async fn show_result(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let (services, year) = (ctx.services.clone(), year.into_inner());
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let session = session_of(conn, site.congress, year)?;
                let (name, item) = (session.name.clone(), session.item.clone());
                let announced = published(conn, &session)?.map(|published| published.announced);
                Ok::<_, PageError>(ResultPage { year, session: name, item, announced })
            })
        })
        .await
    })
    .await
}
