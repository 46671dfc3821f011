//! What was said of all projects, year beside year.

use jiff::civil::Date;
use serde::Serialize;

use super::views::{PeriodView, announced, lines_of, percent, public_line, sample_lines};
use crate::{
    accounts::Site,
    db::Conn,
    ids::{CongressId, ProjectId},
    projects::{self, Project},
    ratings::{
        RatedLine,
        certificate::Document,
        store,
        verdict::{Counts, Verdict},
    },
    web::{Ctx, Handled, Page, PageError, Path, blocking},
};

/// One year on one line: the public's marks together, the deputies' verdicts apart.
#[derive(Clone, Debug, Serialize)]
pub struct YearRow {
    pub year: i32,
    pub projects: usize,
    pub ratings: u64,
    /// In hundredths of those who rated: 满意, 基本满意, 不满意.
    pub shares: Option<[String; 3]>,
    pub verdict: Option<&'static str>,
    /// Projects that the deputies found 满意, 基本满意, 不满意; once their certificate is announced.
    pub deputies: Option<[usize; 3]>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RatedProject {
    pub id: String,
    pub title: String,
    pub lines: Vec<RatedLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RatingsPage {
    /// Newest first.
    pub years: Vec<YearRow>,
    pub year: Option<i32>,
    pub period: Option<PeriodView>,
    pub projects: Vec<RatedProject>,
}

fn year_row(year: i32, of_year: &[&Project], counts: &[(ProjectId, Counts)]) -> YearRow {
    let mut sum = Counts::default();
    for (_, counts) in counts.iter().filter(|(id, _)| of_year.iter().any(|project| project.id == *id)) {
        sum.satisfied = sum.satisfied.saturating_add(counts.satisfied);
        sum.basically = sum.basically.saturating_add(counts.basically);
        sum.dissatisfied = sum.dissatisfied.saturating_add(counts.dissatisfied);
    }
    let line = public_line(&sum);
    let share = |part| percent(part, line.all);
    YearRow {
        year,
        projects: of_year.len(),
        ratings: line.all,
        shares: (line.all > 0).then(|| [share(sum.satisfied), share(sum.basically), share(sum.dissatisfied)]),
        verdict: line.verdict,
        deputies: None,
    }
}

fn verdicts(document: &Document) -> [usize; 3] {
    [Verdict::Satisfied, Verdict::Basically, Verdict::Dissatisfied]
        .map(|verdict| document.projects.iter().filter(|line| line.verdict == verdict).count())
}

impl RatingsPage {
    fn of(conn: &mut Conn, congress: CongressId, year: Option<i32>, today: Date) -> Result<Self, PageError> {
        let all = projects::public_projects(conn, congress)?;
        let mut years: Vec<i32> = all.iter().map(|project| project.year).collect();
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        let shown = match year {
            Some(year) if years.contains(&year) => Some(year),
            Some(_) => return Err(PageError::NotFound),
            None => years.first().copied(),
        };
        let ids: Vec<ProjectId> = all.iter().map(|project| project.id).collect();
        let counts = store::public_counts(conn, &ids, today)?;
        let documents = announced(conn, congress)?;
        let rows = years.iter().map(|&year| {
            let of_year: Vec<&Project> = all.iter().filter(|project| project.year == year).collect();
            let deputies = documents.iter().rfind(|document| document.year == year).map(verdicts);
            YearRow { deputies, ..year_row(year, &of_year, &counts) }
        });
        let rows = rows.collect();
        let of_year: Vec<&Project> = all.iter().filter(|project| Some(project.year) == shown).collect();
        let lines = lines_of(conn, congress, &of_year, today)?;
        let rated = of_year.iter().zip(lines).map(|(project, lines)| RatedProject {
            id: project.id.to_string(),
            title: project.title.clone(),
            lines,
        });
        let rated = rated.collect();
        let period = match shown {
            Some(year) => store::period(conn, congress, year)?.map(|period| PeriodView::of(&period, today)),
            None => None,
        };
        Ok(Self { years: rows, year: shown, period, projects: rated })
    }
}

impl Page for RatingsPage {
    const TEMPLATE: &'static str = "ratings/all.html";

    fn samples() -> Vec<Self> {
        let row = |year, ratings| YearRow {
            year,
            projects: 10,
            ratings,
            shares: (ratings > 0).then(|| ["61.0", "25.0", "14.0"].map(ToOwned::to_owned)),
            verdict: (ratings > 0).then_some("satisfied"),
            deputies: (ratings > 0).then_some([7, 2, 1]),
        };
        let project = |lines| RatedProject {
            id: uuid::Uuid::nil().to_string(),
            title: "“幸福安居”在上城<script>alert(1)</script>".to_owned(),
            lines,
        };
        let page = |period| Self {
            years: vec![row(2024, 1_234), row(2023, 0)],
            year: Some(2024),
            period,
            projects: vec![project(sample_lines()), project(Vec::new())],
        };
        let mut samples = vec![Self { years: Vec::new(), year: None, period: None, projects: Vec::new() }, page(None)];
        samples.extend(PeriodView::samples().into_iter().map(|period| page(Some(period))));
        samples
    }
}

async fn shown(ctx: Ctx, site: Site, year: Option<i32>) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    ctx.public(async move || {
        blocking(move || services.db.read(|conn| RatingsPage::of(conn, site.congress, year, today))).await
    })
    .await
}

pub async fn show_ratings(ctx: Ctx, site: Site) -> Handled {
    shown(ctx, site, None).await
}

pub async fn show_ratings_of_year(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    shown(ctx, site, Some(*year)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projects::samples;

    #[test]
    fn each_year_is_measured_by_its_own_projects() {
        let [mut last, mut this, mut other] = [samples::project(), samples::project(), samples::project()];
        (last.year, this.year, other.year) = (2023, 2024, 2024);
        let counts = |satisfied, basically, dissatisfied| Counts { satisfied, basically, dissatisfied, abstained: 0 };
        let said = [(last.id, counts(1, 0, 2)), (this.id, counts(5, 1, 0)), (other.id, counts(1, 2, 1))];
        let row = year_row(2024, &[&this, &other], &said);
        assert_eq!((row.projects, row.ratings, row.verdict), (2, 10, Some("satisfied")));
        assert_eq!(row.shares, Some(["60.0", "30.0", "10.0"].map(ToOwned::to_owned)));
        let row = year_row(2023, &[&last], &said);
        assert_eq!((row.projects, row.ratings, row.verdict), (1, 3, Some("dissatisfied")));
        let row = year_row(2022, &[], &said);
        assert_eq!((row.ratings, row.shares, row.verdict), (0, None, None));
    }
}
