//! Leaving an address, confirming it, changing what it follows, taking it back.

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
    ids::{CongressId, FollowedId, FollowerId, ProjectId},
    projects::{self, Subject, SubjectKind, Subjects},
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path, Query, blocking},
};

/// What can be followed, as a page names it.
#[derive(Clone, Debug, Serialize)]
pub struct SubjectView {
    /// As a form says it.
    pub value: String,
    pub kind: SubjectKind,
    /// Empty for all.
    pub name: String,
    /// Feed and calendar stand beneath this path.
    pub path: String,
    /// Where it is followed by letter.
    pub follow: String,
}

impl SubjectView {
    fn of(subjects: &Subjects, subject: &Subject) -> Self {
        let title = match subject {
            Subject::Project(id) => subjects.projects.iter().find(|(known, _)| known == id).map(|(_, title)| title),
            _ => None,
        };
        Self {
            value: subject.to_string(),
            kind: subject.kind(),
            name: title.map(String::as_str).or_else(|| subject.name()).unwrap_or_default().to_owned(),
            path: subject.path(),
            follow: subject.follow_path(),
        }
    }

    fn all(subjects: &Subjects) -> Vec<Self> {
        subjects.all().iter().map(|subject| Self::of(subjects, subject)).collect()
    }

    fn samples() -> Vec<Self> {
        let name = "老有康养<b>".to_owned();
        let subjects = Subjects {
            fields: vec![name.clone()],
            streets: vec![name.clone()],
            units: vec![name.clone()],
            projects: vec![(uuid::Uuid::nil().into(), name)],
        };
        Self::all(&subjects)
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct FollowPage {
    /// What is asked about, or what the list begins with.
    pub chosen: SubjectView,
    /// Of one project only: nothing else is offered.
    pub project: Option<String>,
    pub subjects: Vec<SubjectView>,
    /// Whether letters can be sent at all; the feed can always be followed.
    pub by_mail: bool,
    pub followers: i64,
    pub typed: String,
    /// Before a path, where a calendar is subscribed to.
    pub webcal: String,
}

/// Where calendar programs find what a browser finds at `origin`.
fn webcal(origin: &str) -> String {
    format!("webcal://{}", origin.split_once("://").map_or(origin, |(_, host)| host))
}

impl FollowPage {
    /// Of the site, with letters or without; `only` one project, or a list that begins with what is asked for.
    fn of(conn: &mut Conn, asked: &AskedOf, only: Option<ProjectId>, first: &str) -> Result<Self, PageError> {
        let subjects = projects::subjects(conn, asked.congress)?;
        let wanted = only.map_or_else(|| first.parse().unwrap_or(Subject::All), Subject::Project);
        let is_there = subjects.holds(&wanted);
        let chosen = if is_there { wanted } else { Subject::All };
        if only.is_some() && !is_there {
            return Err(PageError::NotFound);
        }
        Ok(Self {
            chosen: SubjectView::of(&subjects, &chosen),
            project: only.map(|id| id.to_string()),
            subjects: if only.is_some() { Vec::new() } else { SubjectView::all(&subjects) },
            by_mail: asked.by_mail,
            followers: store::confirmed_count(conn, asked.congress, &chosen)?,
            typed: String::new(),
            webcal: webcal(&asked.origin),
        })
    }
}

/// What the page depends on beside what is followed.
#[derive(Clone)]
struct AskedOf {
    congress: CongressId,
    by_mail: bool,
    origin: String,
}

impl AskedOf {
    fn of(ctx: &Ctx, site: &Site) -> Self {
        Self { congress: site.congress, by_mail: ctx.services.mailer.is_some(), origin: ctx.origin().to_owned() }
    }
}

impl Page for FollowPage {
    const TEMPLATE: &'static str = "followers/follow.html";

    fn samples() -> Vec<Self> {
        let subjects = SubjectView::samples();
        let page = |chosen: usize, by_mail, followers, typed: &str| {
            let chosen = subjects[chosen].clone();
            Self {
                project: (chosen.kind == SubjectKind::Project).then(|| uuid::Uuid::nil().to_string()),
                subjects: if chosen.kind == SubjectKind::Project { Vec::new() } else { subjects.clone() },
                chosen,
                by_mail,
                followers,
                typed: typed.to_owned(),
                webcal: "webcal://vote.example".to_owned(),
            }
        };
        vec![
            page(4, true, 0, ""),
            page(4, true, 12, "<b>@example.org"),
            page(4, false, 0, ""),
            page(0, true, 3, ""),
            page(1, false, 0, ""),
        ]
    }
}

#[derive(Debug, Deserialize)]
pub struct FollowForm {
    #[serde(default)]
    email: String,
    /// Where several things are offered.
    #[serde(default)]
    what: String,
}

#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    what: String,
}

pub async fn show_follow(ctx: Ctx, site: Site, wanted: Query<Wanted>) -> Handled {
    let asked = AskedOf::of(&ctx, &site);
    ctx.show(&ctx.read(move |conn| FollowPage::of(conn, &asked, None, &wanted.what)).await?)
}

pub async fn show_follow_project(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    let asked = AskedOf::of(&ctx, &site);
    ctx.show(&ctx.read(move |conn| FollowPage::of(conn, &asked, Some(*id), "")).await?)
}

pub async fn follow(ctx: Ctx, site: Site, form: Form<FollowForm>) -> Handled {
    ask(ctx, site, None, form).await
}

pub async fn follow_project(ctx: Ctx, site: Site, id: Path<ProjectId>, form: Form<FollowForm>) -> Handled {
    ask(ctx, site, Some(*id), form).await
}

async fn ask(ctx: Ctx, site: Site, only: Option<ProjectId>, form: Form<FollowForm>) -> Handled {
    let (asked, lang, services) = (AskedOf::of(&ctx, &site), ctx.lang, ctx.services.clone());
    let path = only.map_or(Subject::All, Subject::Project).path();
    let by_mail = asked.by_mail;
    ctx.act(site, form, move |tx, site, at, typed| {
        if !by_mail {
            return Err(FollowError::NoMail.into());
        }
        let subject = match only {
            Some(id) => Subject::Project(id),
            None => typed.what.parse().map_err(FollowError::from)?,
        };
        actions::ask_to_follow(tx, site.congress, &subject, &typed.email, lang, &services.base_url, at)
    })
    .unaudited()
    .then(format!("{path}/follow"), "follow-asked")
    .or_again(move |conn, _, typed| {
        Ok(FollowPage { typed: typed.email, ..FollowPage::of(conn, &asked, only, &typed.what)? })
    })
    .await
}

/// One thing that is followed, on its owner's page.
#[derive(Clone, Debug, Serialize)]
pub struct FollowedView {
    pub id: String,
    pub subject: SubjectView,
}

/// What the link in a letter leads to.
#[derive(Clone, Debug, Serialize)]
pub struct FollowingPage {
    pub id: String,
    /// `pending`, `confirmed`, `stopped` or `gone`.
    pub state: &'static str,
    /// What waits for the button.
    pub waiting: Vec<FollowedView>,
    pub followed: Vec<FollowedView>,
    /// What may be added without another letter.
    pub offered: Vec<SubjectView>,
}

impl FollowingPage {
    fn of(conn: &mut Conn, id: FollowerId) -> Result<Option<Self>, PageError> {
        let Some(follower) = store::by_id(conn, id)? else { return Ok(None) };
        let subjects = projects::subjects(conn, follower.congress)?;
        let all = store::followed_by(conn, id)?;
        let in_state = |state: FollowerState| {
            let of = all.iter().filter(move |one| one.state == state);
            of.map(|one| FollowedView { id: one.id.to_string(), subject: SubjectView::of(&subjects, &one.subject) })
                .collect::<Vec<_>>()
        };
        let (waiting, followed) = (in_state(FollowerState::Pending), in_state(FollowerState::Confirmed));
        let is_new = |subject: &Subject| all.iter().all(|one| one.subject != *subject);
        let offered = match followed.is_empty() {
            true => Vec::new(),
            false => subjects.all().iter().filter(|s| is_new(s)).map(|s| SubjectView::of(&subjects, s)).collect(),
        };
        let state = if followed.is_empty() { "pending" } else { "confirmed" };
        Ok(Some(Self { id: id.to_string(), state, waiting, followed, offered }))
    }

    fn over(id: FollowerId, state: &'static str) -> Self {
        Self { id: id.to_string(), state, waiting: Vec::new(), followed: Vec::new(), offered: Vec::new() }
    }
}

impl Page for FollowingPage {
    const TEMPLATE: &'static str = "followers/following.html";

    fn samples() -> Vec<Self> {
        let subjects = SubjectView::samples();
        let view = |subject: &SubjectView| FollowedView {
            id: format!("00000000-0000-4000-8000-{:012}", subject.kind as usize),
            subject: subject.clone(),
        };
        let page = |state, waiting: &[SubjectView], followed: &[SubjectView]| Self {
            id: uuid::Uuid::nil().to_string(),
            state,
            waiting: waiting.iter().map(view).collect(),
            followed: followed.iter().map(view).collect(),
            offered: if followed.is_empty() { Vec::new() } else { subjects.clone() },
        };
        vec![
            page("pending", &subjects[..1], &[]),
            page("confirmed", &[], &subjects[1..]),
            page("confirmed", &subjects[..1], &subjects[1..]),
            page("stopped", &[], &[]),
            page("gone", &[], &[]),
        ]
    }
}

pub async fn show_following(ctx: Ctx, id: Path<FollowerId>) -> Handled {
    let id = *id;
    match ctx.read(move |conn| FollowingPage::of(conn, id)).await? {
        Some(page) => ctx.show(&page),
        None => ctx.answer(StatusCode::NOT_FOUND, &FollowingPage::over(id, "gone")),
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

pub async fn add_following(ctx: Ctx, id: Path<FollowerId>, form: Form<Wanted>) -> Handled {
    let id = *id;
    ctx.act((), form, move |tx, (), at, typed: &Wanted| {
        let subject = typed.what.parse().map_err(FollowError::from)?;
        actions::add(tx, id, &subject, at)
    })
    .unaudited()
    .then(format!("/following/{id}"), "following-added")
    .or_again(move |conn, (), _| FollowingPage::of(conn, id)?.ok_or(PageError::NotFound))
    .await
}

#[derive(Debug, Deserialize)]
pub struct RemoveForm {
    followed: FollowedId,
}

pub async fn remove_following(ctx: Ctx, id: Path<FollowerId>, form: Form<RemoveForm>) -> Handled {
    let id = *id;
    ctx.act((), form, move |tx, (), _, typed: &RemoveForm| actions::remove(tx, id, typed.followed))
        .unaudited()
        .then_page(format!("/following/{id}"))
        .or_again(move |conn, (), _| FollowingPage::of(conn, id)?.ok_or(PageError::NotFound))
        .await
}

/// One click (RFC 8058): asked by the reader's mail program, which has neither cookies nor a form of ours. Whoever holds
/// the address may, and the second time is answered like the first.
pub async fn stop_following(ctx: Ctx, id: Path<FollowerId>) -> Handled {
    let id = id.into_inner();
    let services = ctx.services.clone();
    blocking(move || services.db.write(|tx| actions::stop(tx, id)).map_err(PageError::from)).await?;
    ctx.show(&FollowingPage::over(id, "stopped"))
}
