//! The secretariat's side of the public rating: its days, its signs, its remarks.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::views::PeriodView;
use crate::{
    accounts::{As, Person, Secretariat},
    db::Conn,
    ids::{CongressId, ProjectId, PublicRatingId},
    projects::{self, Project},
    ratings::{
        actions::{self, PeriodError, RemarkError},
        remark::RemarkState,
        sign::Sign,
        store::{self, PublicRating},
    },
    web::{Ctx, Form, Handled, Message, MixedRefusal as Refusal, Nothing, Page, PageError, Path, Qr, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct DeskProject {
    pub id: String,
    pub title: String,
    /// Of the sign that stands there; 0 where none was made.
    pub edition: i32,
    /// Up to yesterday.
    pub ratings: u64,
}

#[derive(Clone, Debug, Serialize)]
pub struct DeskYear {
    pub year: i32,
    pub period: Option<PeriodView>,
    pub projects: Vec<DeskProject>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RemarkView {
    pub id: String,
    pub title: String,
    pub on: String,
    pub mark: &'static str,
    pub words: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PeriodForm {
    #[serde(default)]
    pub opens_on: String,
    #[serde(default)]
    pub closes_on: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct RatingsDeskPage {
    /// Newest first.
    pub years: Vec<DeskYear>,
    /// Of the form that was refused.
    pub typed_for: i32,
    pub typed: PeriodForm,
    /// What waits, what is shown, what is kept back.
    pub held: Vec<RemarkView>,
    pub released: Vec<RemarkView>,
    pub withheld: Vec<RemarkView>,
}

impl RatingsDeskPage {
    fn of(conn: &mut Conn, congress: CongressId, today: Date) -> Result<Self, PageError> {
        let all = projects::public_projects(conn, congress)?;
        let ids: Vec<ProjectId> = all.iter().map(|project| project.id).collect();
        let counts = store::public_counts(conn, &ids, today)?;
        let mut years: Vec<DeskYear> = Vec::new();
        for project in &all {
            let line = DeskProject {
                id: project.id.to_string(),
                title: project.title.clone(),
                edition: store::edition(conn, project.id)?.unwrap_or(0),
                ratings: counts.iter().find(|(id, _)| *id == project.id).map_or(0, |(_, counts)| counts.total()),
            };
            match years.iter_mut().find(|known| known.year == project.year) {
                Some(known) => known.projects.push(line),
                None => {
                    let period = store::period(conn, congress, project.year)?;
                    let period = period.map(|period| PeriodView::of(&period, today));
                    years.push(DeskYear { year: project.year, period, projects: vec![line] });
                }
            }
        }
        years.sort_by_key(|year| std::cmp::Reverse(year.year));
        let mut of_state = |state| -> Result<Vec<RemarkView>, PageError> {
            let remarks = store::remarks(conn, &ids, state, today)?;
            Ok(remarks.into_iter().map(|remark| remark_view(remark, &all)).collect())
        };
        Ok(Self {
            years,
            typed_for: 0,
            typed: PeriodForm::default(),
            held: of_state(RemarkState::Held)?,
            released: of_state(RemarkState::Released)?,
            withheld: of_state(RemarkState::Withheld)?,
        })
    }
}

fn remark_view(rating: PublicRating, all: &[Project]) -> RemarkView {
    RemarkView {
        id: rating.id.to_string(),
        title: all.iter().find(|p| p.id == rating.project).map(|p| p.title.clone()).unwrap_or_default(),
        on: rating.day.to_string(),
        mark: rating.mark.word(),
        words: rating.remark,
    }
}

impl Page for RatingsDeskPage {
    const TEMPLATE: &'static str = "ratings/desk.html";

    fn samples() -> Vec<Self> {
        let empty = Self {
            years: Vec::new(),
            typed_for: 0,
            typed: PeriodForm::default(),
            held: Vec::new(),
            released: Vec::new(),
            withheld: Vec::new(),
        };
        let project = |edition, ratings| DeskProject {
            id: uuid::Uuid::nil().to_string(),
            title: "“幸福安居”在上城<script>alert(1)</script>".to_owned(),
            edition,
            ratings,
        };
        let year = |period| DeskYear { year: 2024, period, projects: vec![project(0, 0), project(2, 1_234)] };
        let remark = |mark| RemarkView {
            id: uuid::Uuid::nil().to_string(),
            title: "“幸福安居”在上城<b>".to_owned(),
            on: "2024-11-05".to_owned(),
            mark,
            words: "电梯装得快<b>".to_owned(),
        };
        let mut samples = vec![empty.clone(), Self { years: vec![year(None)], ..empty.clone() }];
        for period in PeriodView::samples() {
            samples.push(Self {
                years: vec![year(Some(period))],
                typed_for: 2024,
                typed: PeriodForm { opens_on: "2024-11-31".to_owned(), closes_on: String::new() },
                held: vec![remark("satisfied")],
                released: vec![remark("basically")],
                withheld: vec![remark("dissatisfied")],
            });
        }
        samples
    }
}

async fn desk_of(ctx: &Ctx, person: &Person) -> Result<RatingsDeskPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    blocking(move || services.db.read(|conn| RatingsDeskPage::of(conn, congress, today))).await
}

pub async fn show_ratings_desk(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&desk_of(&ctx, &who.person).await?)
}

pub async fn save_period(ctx: Ctx, who: As<Secretariat>, year: Path<i32>, form: Form<PeriodForm>) -> Handled {
    let year = year.into_inner();
    let congress = who.person.congress().ok_or(PageError::NotFound)?;
    let again = async |typed: PeriodForm, problems: &[Message]| {
        let page = desk_of(&ctx, &who.person).await?;
        ctx.again(&RatingsDeskPage { typed_for: year, typed, ..page }, problems)
    };
    let (key, typed) = match form {
        Form::Fresh { key, fields } => (key, fields),
        Form::Expired(typed) => return again(typed, &["form-expired".into()]).await,
    };
    let (services, person, now, days) =
        (ctx.services.clone(), who.person.clone(), ctx.services.clock.now(), typed.clone());
    let saved = blocking(move || {
        Ok::<_, PageError>(services.db.submit(key, now, |tx| {
            actions::set_period(tx, &person, now, congress, year, [&days.opens_on, &days.closes_on])
        }))
    })
    .await?;
    match saved {
        Ok(_) => Ok(ctx.see("/secretariat/ratings", "rating-period-set")),
        Err(PeriodError::Db(error)) => Err(error.into()),
        Err(refused) => {
            let problem = refused.refused()?;
            again(typed, &[problem]).await
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct RemarkForm {
    /// `release` or `withhold`.
    #[serde(default, rename = "do")]
    act: String,
}

fn done<T>(outcome: Result<T, RemarkError>) -> Result<T, PageError> {
    outcome.map_err(|refused| match refused {
        RemarkError::NotYours => PageError::NotFound,
        RemarkError::Db(error) => error.into(),
    })
}

pub async fn settle_remark_page(
    ctx: Ctx,
    who: As<Secretariat>,
    id: Path<PublicRatingId>,
    form: Form<RemarkForm>,
) -> Handled {
    let id = id.into_inner();
    let (key, RemarkForm { act }) = form.fresh()?;
    let (services, person, now) = (ctx.services.clone(), who.person.clone(), ctx.services.clock.now());
    blocking(move || done(services.db.submit(key, now, |tx| actions::release(tx, &person, now, id, act == "release"))))
        .await?;
    Ok(ctx.see("/secretariat/ratings", "rating-remark-settled"))
}

/// The sign of a project, for the printer.
#[derive(Clone, Debug, Serialize)]
pub struct SignPage {
    pub project: String,
    pub title: String,
    pub year: i32,
    pub period: Option<PeriodView>,
    /// 0 where none was made yet.
    pub edition: i32,
    pub url: String,
    pub qr: Option<Qr>,
    /// `a4` or `a5`.
    pub size: &'static str,
}

impl Page for SignPage {
    const TEMPLATE: &'static str = "ratings/sign.html";

    fn samples() -> Vec<Self> {
        let bare = Self {
            project: uuid::Uuid::nil().to_string(),
            title: "“幸福安居”在上城<script>alert(1)</script>".to_owned(),
            year: 2024,
            period: None,
            edition: 0,
            url: String::new(),
            qr: None,
            size: "a4",
        };
        let url = "https://vote.example/projects/x/rate/y".to_owned();
        let made = Self { edition: 2, qr: Qr::of(&url).ok(), url, ..bare.clone() };
        let mut samples = vec![bare, made.clone()];
        samples.extend(PeriodView::samples().into_iter().map(|period| Self {
            period: Some(period),
            size: "a5",
            ..made.clone()
        }));
        samples
    }
}

async fn sign_page(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>, size: &'static str) -> Handled {
    let id = id.into_inner();
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    let origin = ctx.origin().to_owned();
    let page = blocking(move || {
        services.db.read(|conn| {
            let project = projects::project_by_id(conn, id)?
                .filter(|project| project.public && Some(project.congress) == who.person.congress())
                .ok_or(PageError::NotFound)?;
            let edition = store::edition(conn, id)?;
            let period = store::period(conn, project.congress, project.year)?;
            let sign = edition.map(|edition| Sign::of(&services.secret, id, edition));
            let url = sign.map(|sign| format!("{origin}/projects/{id}/rate/{}", sign.as_str()));
            Ok::<_, PageError>(SignPage {
                project: id.to_string(),
                title: project.title,
                year: project.year,
                period: period.map(|period| PeriodView::of(&period, today)),
                edition: edition.unwrap_or(0),
                qr: url.as_deref().map(Qr::of).transpose()?,
                url: url.unwrap_or_default(),
                size,
            })
        })
    })
    .await?;
    ctx.show(&page)
}

pub async fn show_sign(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>) -> Handled {
    sign_page(ctx, who, id, "a4").await
}

pub async fn show_small_sign(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>) -> Handled {
    sign_page(ctx, who, id, "a5").await
}

pub async fn renew_sign_page(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>, form: Form<Nothing>) -> Handled {
    let id = id.into_inner();
    let (key, _) = form.fresh()?;
    let (services, person, now) = (ctx.services.clone(), who.person.clone(), ctx.services.clock.now());
    blocking(move || done(services.db.submit(key, now, |tx| actions::renew_sign(tx, &person, now, id)))).await?;
    Ok(ctx.see(&format!("/secretariat/ratings/signs/{id}"), "rating-sign-made"))
}
