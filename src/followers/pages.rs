//! Leaving an address, confirming it, taking it back.

use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::{
    actions,
    follower::{FollowError, FollowerState},
    store,
};
use crate::{
    accounts::Site,
    db::Conn,
    ids::{CongressId, FollowerId, ProjectId},
    projects,
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct FollowPage {
    pub project: String,
    pub title: String,
    /// Whether letters can be sent at all; the feed can always be followed.
    pub by_mail: bool,
    pub followers: i64,
    pub typed: String,
}

impl FollowPage {
    fn of(conn: &mut Conn, congress: CongressId, id: ProjectId, by_mail: bool) -> Result<Self, PageError> {
        let project = projects::project_by_id(conn, id)?
            .filter(|project| project.public && project.congress == congress)
            .ok_or(PageError::NotFound)?;
        Ok(Self {
            project: id.to_string(),
            title: project.title,
            by_mail,
            followers: store::confirmed_count(conn, id)?,
            typed: String::new(),
        })
    }
}

impl Page for FollowPage {
    const TEMPLATE: &'static str = "followers/follow.html";

    fn samples() -> Vec<Self> {
        let page = |by_mail, followers, typed: &str| Self {
            project: uuid::Uuid::nil().to_string(),
            title: "“幸福安居”在上城<b>".to_owned(),
            by_mail,
            followers,
            typed: typed.to_owned(),
        };
        vec![page(true, 0, ""), page(true, 12, "<b>@example.org"), page(false, 0, "")]
    }
}

#[derive(Debug, Deserialize)]
pub struct FollowForm {
    #[serde(default)]
    email: String,
}

pub async fn show_follow(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    let by_mail = ctx.services.mailer.is_some();
    ctx.show(&ctx.read(move |conn| FollowPage::of(conn, site.congress, *id, by_mail)).await?)
}

pub async fn follow(ctx: Ctx, site: Site, id: Path<ProjectId>, form: Form<FollowForm>) -> Handled {
    let (id, lang, by_mail, services) = (*id, ctx.lang, ctx.services.mailer.is_some(), ctx.services.clone());
    ctx.act(site, form, move |tx, site, at, typed| {
        if !by_mail {
            return Err(FollowError::NoMail.into());
        }
        actions::ask_to_follow(tx, site.congress, id, &typed.email, lang, &services.base_url, at)
    })
    .unaudited()
    .then(format!("/projects/{id}/follow"), "follow-asked")
    .or_again(move |conn, site, typed| {
        Ok(FollowPage { typed: typed.email, ..FollowPage::of(conn, site.congress, id, by_mail)? })
    })
    .await
}

/// What the link in a letter leads to.
#[derive(Clone, Debug, Serialize)]
pub struct FollowingPage {
    pub id: String,
    /// `pending`, `confirmed`, `stopped` or `gone`.
    pub state: &'static str,
    /// Of the project, while it is followed.
    pub project: Option<(String, String)>,
}

impl FollowingPage {
    fn of(conn: &mut Conn, id: FollowerId) -> Result<Option<Self>, PageError> {
        let Some(follower) = store::by_id(conn, id)? else { return Ok(None) };
        let project = projects::project_by_id(conn, follower.project)?.ok_or(PageError::NotFound)?;
        let state = match follower.state {
            FollowerState::Pending => "pending",
            FollowerState::Confirmed => "confirmed",
        };
        Ok(Some(Self { id: id.to_string(), state, project: Some((project.id.to_string(), project.title)) }))
    }
}

impl Page for FollowingPage {
    const TEMPLATE: &'static str = "followers/following.html";

    fn samples() -> Vec<Self> {
        let page = |state, project: bool| Self {
            id: uuid::Uuid::nil().to_string(),
            state,
            project: project.then(|| (uuid::Uuid::nil().to_string(), "“幸福安居”在上城<b>".to_owned())),
        };
        vec![page("pending", true), page("confirmed", true), page("stopped", false), page("gone", false)]
    }
}

pub async fn show_following(ctx: Ctx, id: Path<FollowerId>) -> Handled {
    let id = *id;
    match ctx.read(move |conn| FollowingPage::of(conn, id)).await? {
        Some(page) => ctx.show(&page),
        None => {
            let gone = FollowingPage { id: id.to_string(), state: "gone", project: None };
            ctx.answer(StatusCode::NOT_FOUND, &gone)
        }
    }
}

/// Opening the link is not enough: programs that look through mail open links too.
pub async fn confirm_following(ctx: Ctx, id: Path<FollowerId>, form: Form<Nothing>) -> Handled {
    let id = *id;
    ctx.act((), form, move |tx, (), at, Nothing {}| actions::confirm(tx, id, at))
        .unaudited()
        .then_page(format!("/following/{id}"))
        .or_again(move |conn, (), Nothing {}| FollowingPage::of(conn, id)?.ok_or(PageError::NotFound))
        .await
}

/// One click (RFC 8058): asked by the reader's mail program, which has neither cookies nor a form of ours. Whoever holds
/// the address may, and the second time is answered like the first.
pub async fn stop_following(ctx: Ctx, id: Path<FollowerId>) -> Handled {
    let id = id.into_inner();
    let services = ctx.services.clone();
    blocking(move || services.db.write(|tx| actions::stop(tx, id)).map_err(PageError::from)).await?;
    ctx.show(&FollowingPage { id: id.to_string(), state: "stopped", project: None })
}
