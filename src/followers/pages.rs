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
    web::{Ctx, Form, Handled, Message, MixedRefusal as Refusal, Nothing, Page, PageError, Path, blocking},
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

async fn follow_page(ctx: &Ctx, site: &Site, id: ProjectId) -> Result<FollowPage, PageError> {
    let (services, congress) = (ctx.services.clone(), site.congress);
    let by_mail = services.mailer.is_some();
    blocking(move || services.db.read(|conn| FollowPage::of(conn, congress, id, by_mail))).await
}

pub async fn show_follow(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    ctx.show(&follow_page(&ctx, &site, *id).await?)
}

pub async fn follow(ctx: Ctx, site: Site, id: Path<ProjectId>, form: Form<FollowForm>) -> Handled {
    let id = id.into_inner();
    let page = follow_page(&ctx, &site, id).await?;
    let again = |typed: String, problem: Message| ctx.again(&FollowPage { typed, ..page.clone() }, &[problem]);
    let (key, typed) = match form {
        Form::Fresh { key, fields } => (key, fields.email),
        Form::Expired(fields) => return again(fields.email, "form-expired".into()),
    };
    if !page.by_mail {
        return again(typed, "follow-no-mail".into());
    }
    let (services, now, lang, email) = (ctx.services.clone(), ctx.services.clock.now(), ctx.lang, typed.clone());
    let asked = blocking(move || {
        let asked = services
            .db
            .submit_unaudited(key, now, |tx| actions::ask_to_follow(tx, id, &email, lang, &services.base_url, now));
        match asked {
            Ok(_) => Ok(None),
            Err(FollowError::NoProject) => Err(PageError::NotFound),
            Err(FollowError::Db(error)) => Err(error.into()),
            Err(refused) => refused.refused().map(Some),
        }
    })
    .await?;
    match asked {
        None => Ok(ctx.see(&format!("/projects/{id}/follow"), "follow-asked")),
        Some(problem) => again(typed, problem),
    }
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
    let id = id.into_inner();
    let services = ctx.services.clone();
    match blocking(move || services.db.read(|conn| FollowingPage::of(conn, id))).await? {
        Some(page) => ctx.show(&page),
        None => {
            let gone = FollowingPage { id: id.to_string(), state: "gone", project: None };
            ctx.answer(StatusCode::NOT_FOUND, &gone)
        }
    }
}

/// Opening the link is not enough: programs that look through mail open links too.
pub async fn confirm_following(ctx: Ctx, id: Path<FollowerId>, form: Form<Nothing>) -> Handled {
    let id = id.into_inner();
    let (key, _) = form.fresh()?;
    let (services, now) = (ctx.services.clone(), ctx.services.clock.now());
    blocking(move || {
        services.db.submit_unaudited(key, now, |tx| actions::confirm(tx, id, now)).map_err(PageError::from)
    })
    .await?;
    Ok(ctx.see_page(&format!("/following/{id}")))
}

/// One click (RFC 8058): asked by the reader's mail program, which has neither cookies nor a form of ours. Whoever holds
/// the address may, and the second time is answered like the first.
pub async fn stop_following(ctx: Ctx, id: Path<FollowerId>) -> Handled {
    let id = id.into_inner();
    let services = ctx.services.clone();
    blocking(move || services.db.write(|tx| actions::stop(tx, id)).map_err(PageError::from)).await?;
    ctx.show(&FollowingPage { id: id.to_string(), state: "stopped", project: None })
}
