//! The secretariat's side of the public rating: its days, its signs, its remarks.

use actix_web::web::Data;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::views::PeriodView;
use crate::{
    accounts::{As, Person, Secretariat},
    db::Conn,
    ids::{CongressId, ProjectId, PublicRatingId},
    projects::{self, Project},
    ratings::{
        actions::{self, Settled},
        remark::RemarkState,
        sign::Sign,
        store::{self, PublicRating},
    },
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path, Qr, Refused, Services},
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
    /// What is answered, or was typed to be.
    pub answer: String,
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
        answer: rating.answer,
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
            id: PublicRatingId::timeless().to_string(),
            title: "“幸福安居”在上城<b>".to_owned(),
            on: "2024-11-05".to_owned(),
            mark,
            words: "电梯装得快<b>".to_owned(),
            answer: "已转责任单位<b>".to_owned(),
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

/// The desk of the person's own congress.
fn desk_of(conn: &mut Conn, person: &Person, today: Date) -> Result<RatingsDeskPage, PageError> {
    RatingsDeskPage::of(conn, person.congress().ok_or(PageError::NotFound)?, today)
}

pub async fn show_ratings_desk(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| desk_of(conn, &who.person, today)).await?)
}

pub async fn save_period(ctx: Ctx, who: As<Secretariat>, year: Path<i32>, form: Form<PeriodForm>) -> Handled {
    let (year, today) = (*year, ctx.today());
    ctx.act(who, form, move |tx, who, at, typed| {
        let congress = who.person.congress().ok_or(Refused::Missing)?;
        actions::set_period(tx, &who.person, at, congress, year, [&typed.opens_on, &typed.closes_on])
    })
    .then("/secretariat/ratings", "rating-period-set")
    .or_again(move |conn, who, typed| {
        Ok(RatingsDeskPage { typed_for: year, typed, ..desk_of(conn, &who.person, today)? })
    })
    .await
}

#[derive(Debug, Deserialize)]
pub struct RemarkForm {
    #[serde(default)]
    answer: String,
    /// `release` or `withhold`.
    #[serde(default, rename = "do")]
    act: String,
}

impl RemarkForm {
    fn settled(&self) -> Settled<'_> {
        match self.act.as_str() {
            "release" => Settled::Released { answer: &self.answer },
            _ => Settled::Withheld,
        }
    }
}

pub async fn settle_remark_page(
    ctx: Ctx,
    who: As<Secretariat>,
    id: Path<PublicRatingId>,
    form: Form<RemarkForm>,
) -> Handled {
    let (id, today) = (*id, ctx.today());
    ctx.act(who, form, move |tx, who, at, typed| actions::settle_remark(tx, &who.person, at, id, typed.settled()))
        .then("/secretariat/ratings", "rating-remark-settled")
        .or_again(move |conn, who, typed| {
            let mut page = desk_of(conn, &who.person, today)?;
            for remark in page.held.iter_mut().chain(&mut page.released).chain(&mut page.withheld) {
                if remark.id == id.to_string() {
                    remark.answer.clone_from(&typed.answer);
                }
            }
            Ok(page)
        })
        .await
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

/// What a sign is made of.
#[derive(Clone)]
struct Press {
    services: Data<Services>,
    origin: String,
    today: Date,
}

impl Press {
    fn of(ctx: &Ctx) -> Self {
        Self { services: ctx.services.clone(), origin: ctx.origin().to_owned(), today: ctx.today() }
    }

    fn page(&self, conn: &mut Conn, person: &Person, id: ProjectId, size: &'static str) -> Result<SignPage, PageError> {
        let project = projects::project_by_id(conn, id)?
            .filter(|project| project.public && Some(project.congress) == person.congress())
            .ok_or(PageError::NotFound)?;
        let edition = store::edition(conn, id)?;
        let period = store::period(conn, project.congress, project.year)?;
        let sign = edition.map(|edition| Sign::of(&self.services.secret, id, edition));
        let url = sign.map(|sign| format!("{}/projects/{id}/rate/{}", self.origin, sign.as_str()));
        Ok(SignPage {
            project: id.to_string(),
            title: project.title,
            year: project.year,
            period: period.map(|period| PeriodView::of(&period, self.today)),
            edition: edition.unwrap_or(0),
            qr: url.as_deref().map(Qr::of).transpose()?,
            url: url.unwrap_or_default(),
            size,
        })
    }
}

pub async fn show_sign(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>) -> Handled {
    let press = Press::of(&ctx);
    ctx.show(&ctx.read(move |conn| press.page(conn, &who.person, *id, "a4")).await?)
}

pub async fn show_small_sign(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>) -> Handled {
    let press = Press::of(&ctx);
    ctx.show(&ctx.read(move |conn| press.page(conn, &who.person, *id, "a5")).await?)
}

pub async fn renew_sign_page(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>, form: Form<Nothing>) -> Handled {
    let (id, press) = (*id, Press::of(&ctx));
    ctx.act(who, form, move |tx, who, at, Nothing {}| actions::renew_sign(tx, &who.person, at, id))
        .then(format!("/secretariat/ratings/signs/{id}"), "rating-sign-made")
        .or_again(move |conn, who, Nothing {}| press.page(conn, &who.person, id, "a4"))
        .await
}
