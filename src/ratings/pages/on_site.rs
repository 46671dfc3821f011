//! Rating a project in front of its sign, on a phone, without an account.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::views::{PeriodView, rated_lines, sample_lines};
use crate::{
    accounts::Site,
    db::Conn,
    ids::{CongressId, ProjectId},
    projects::{self, Project},
    ratings::{
        RatedLine,
        actions::{self, GivenRating},
        rater::Rater,
        remark::{LONGEST_REMARK, RemarkState},
        store,
    },
    web::{Again, Ctx, Form, Handled, Message, NotDone, Page, PageError, Path, Services, Visitor, blocking},
};

/// What this browser said before.
#[derive(Clone, Debug, Serialize)]
pub struct Given {
    pub on: String,
    pub mark: &'static str,
    /// Still within its day.
    pub may_change: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct RatePage {
    pub project: String,
    pub title: String,
    pub year: i32,
    pub period: Option<PeriodView>,
    /// The token of a sign that is good; empty where the visitor does not stand before one.
    pub sign: String,
    pub given: Option<Given>,
    pub typed: RateForm,
    pub longest_remark: usize,
    pub lines: Vec<RatedLine>,
    /// Those that were released, each with what was answered.
    pub remarks: Vec<(String, String, String)>,
    /// That wait to be read, and that were kept back.
    pub held: i64,
    pub withheld: i64,
}

/// What is sent from the site.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RateForm {
    #[serde(default)]
    pub mark: String,
    #[serde(default)]
    pub remark: String,
}

impl RatePage {
    fn of(conn: &mut Conn, project: &Project, today: Date) -> Result<Self, PageError> {
        let period = store::period(conn, project.congress, project.year)?;
        let remarks = store::remarks(conn, &[project.id], RemarkState::Released, today)?;
        Ok(Self {
            project: project.id.to_string(),
            title: project.title.clone(),
            year: project.year,
            period: period.map(|period| PeriodView::of(&period, today)),
            sign: String::new(),
            given: None,
            typed: RateForm::default(),
            longest_remark: LONGEST_REMARK,
            lines: rated_lines(conn, project, today)?,
            remarks: remarks.into_iter().map(|rating| (rating.remark, rating.answer, rating.answered_by)).collect(),
            held: store::count_remarks(conn, project.id, RemarkState::Held, today)?,
            withheld: store::count_remarks(conn, project.id, RemarkState::Withheld, today)?,
        })
    }
}

impl Page for RatePage {
    const TEMPLATE: &'static str = "ratings/rate.html";

    fn samples() -> Vec<Self> {
        let bare = Self {
            project: uuid::Uuid::nil().to_string(),
            title: "“幸福安居”在上城<script>alert(1)</script>".to_owned(),
            year: 2024,
            period: None,
            sign: String::new(),
            given: None,
            typed: RateForm::default(),
            longest_remark: LONGEST_REMARK,
            lines: Vec::new(),
            remarks: Vec::new(),
            held: 0,
            withheld: 0,
        };
        let mut samples = vec![bare.clone()];
        for period in PeriodView::samples() {
            samples.push(Self {
                period: Some(period),
                lines: sample_lines(),
                remarks: vec![
                    ("电梯装得快<b>".to_owned(), "谢谢<b>".to_owned(), "区住建局<b>".to_owned()),
                    ("还要快些".to_owned(), String::new(), String::new()),
                ],
                held: 2,
                withheld: 1,
                ..bare.clone()
            });
        }
        let typed = RateForm { mark: "basically".to_owned(), remark: "希望再快些<b>".to_owned() };
        let open = PeriodView::samples().into_iter().nth(1);
        let on_site = Self { period: open, sign: "abc".to_owned(), typed, ..bare };
        for may_change in [true, false] {
            let given = Some(Given { on: "2024-11-05".to_owned(), mark: "satisfied", may_change });
            samples.push(Self { given, ..on_site.clone() });
        }
        samples.push(on_site);
        samples
    }
}

fn public_project(conn: &mut Conn, congress: CongressId, id: ProjectId) -> Result<Project, PageError> {
    projects::project_by_id(conn, id)?
        .filter(|project| project.public && project.congress == congress)
        .ok_or(PageError::NotFound)
}

/// For those who are not at the site: the counts, and how rating goes.
pub async fn show_rate(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    let id = id.into_inner();
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let project = public_project(conn, site.congress, id)?;
                RatePage::of(conn, &project, today)
            })
        })
        .await
    })
    .await
}

const COOKIE: &str = "piaojue-rater";
/// As long as the longest period.
const COOKIE_DAYS: i64 = 366;

fn rater_of(services: &Services, request: &HttpRequest) -> Option<Rater> {
    let cookie = request.cookie(&services.cookie_name(COOKIE))?;
    Rater::of_cookie(&services.secret, cookie.value())
}

fn cookie_of(services: &Services, rater: &Rater) -> Cookie<'static> {
    Cookie::build(services.cookie_name(COOKIE), rater.cookie(&services.secret))
        .path("/")
        .http_only(true)
        .secure(services.is_https())
        .same_site(SameSite::Lax)
        .max_age(Duration::days(COOKIE_DAYS))
        .finish()
}

/// The page before a sign, and why there is no form on it, if there is none.
async fn on_site(
    ctx: &Ctx,
    site: &Site,
    id: ProjectId,
    sign: &str,
    rater: Option<Rater>,
) -> Result<(RatePage, Option<Message>), PageError> {
    let (services, congress, sign) = (ctx.services.clone(), site.congress, sign.to_owned());
    blocking(move || {
        let today = services.clock.now().day();
        services.db.read(|conn| {
            let project = public_project(conn, congress, id)?;
            let mut page = RatePage::of(conn, &project, today)?;
            let refused = match actions::may_rate(conn, &services.secret, congress, id, &sign, today) {
                Ok(_) => None,
                Err(refused) => Some(Message::first_of(&refused.said()?)),
            };
            if refused.is_none() {
                page.sign = sign.clone();
                let key = rater.as_ref().map(|rater| rater.at(&services.secret, id));
                let before = match key {
                    Some(key) => store::rating_of(conn, id, &key)?,
                    None => None,
                };
                if let Some(before) = before {
                    page.typed = RateForm { mark: before.mark.word().to_owned(), remark: before.remark.clone() };
                    page.given = Some(Given {
                        on: before.day.to_string(),
                        mark: before.mark.word(),
                        may_change: before.day == today,
                    });
                }
            }
            Ok((page, refused))
        })
    })
    .await
}

pub async fn show_rate_on_site(ctx: Ctx, site: Site, path: Path<(String, String)>, request: HttpRequest) -> Handled {
    let (id, sign) = path.into_inner();
    let id: ProjectId = id.parse().map_err(|_| PageError::NotFound)?;
    let rater = rater_of(&ctx.services, &request);
    let known = rater.is_some();
    let (page, refused) = on_site(&ctx, &site, id, &sign, rater).await?;
    if let Some(refused) = refused {
        return ctx.again(&page, &[refused]);
    }
    let mut answer = ctx.show(&page)?;
    if !known {
        let cookie = cookie_of(&ctx.services, &Rater::new());
        answer.add_cookie(&cookie).map_err(PageError::internal)?;
    }
    Ok(answer)
}

pub async fn rate_project(
    ctx: Ctx,
    site: Site,
    path: Path<(String, String)>,
    request: HttpRequest,
    form: Form<RateForm>,
) -> Handled {
    let (id, sign) = path.into_inner();
    let id: ProjectId = id.parse().map_err(|_| PageError::NotFound)?;
    let rater = rater_of(&ctx.services, &request);
    let services = ctx.services.clone();
    let (seen, from, visitor) = (sign.clone(), rater.clone(), Visitor::of(&request));
    let (expired, cookieless) = (form.key().is_none(), rater.is_none());
    ctx.act(site, form, move |tx, site, at, typed| {
        let given = GivenRating {
            project: id,
            sign: seen.clone(),
            rater: from.clone(),
            visitor,
            mark: typed.mark.clone(),
            remark: typed.remark.clone(),
        };
        actions::rate(tx, &services.secret, at, site.congress, &given)
    })
    .unaudited()
    // A browser that keeps no cookie sends no token that holds either.
    .when_expired(if expired && cookieless { "rating-no-cookie" } else { "form-expired" })
    .then(format!("/projects/{id}/rate"), "rated")
    .or(async |site, Again { typed, wrong }| {
        let (page, closed) = on_site(&ctx, &site, id, &sign, rater).await?;
        ctx.again(&RatePage { typed, ..page }, &closed.map_or(wrong, |closed| vec![closed]))
    })
    .await
}
