//! Counts as pages show them.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    db::{Conn, DbError},
    documents::{self, DocumentKind},
    ids::{CongressId, ProjectId},
    projects::{self, Project},
    ratings::{
        RatedLine,
        certificate::{Certificate, Document, ProjectLine},
        period::{Period, Standing},
        store,
        verdict::{Counts, Verdict, verdict},
    },
};

/// The public's line: all are those who rated.
pub fn public_line(counts: &Counts) -> RatedLine {
    let all = counts.total();
    RatedLine {
        who: "public",
        verdict: verdict(counts, all).map(Verdict::word),
        satisfied: counts.satisfied,
        basically: counts.basically,
        dissatisfied: counts.dissatisfied,
        abstained: None,
        all,
    }
}

pub fn deputies_line(line: &ProjectLine, all: u32) -> RatedLine {
    RatedLine {
        who: "deputies",
        verdict: Some(line.verdict.word()),
        satisfied: line.counts.satisfied,
        basically: line.counts.basically,
        dissatisfied: line.counts.dissatisfied,
        abstained: Some(line.counts.abstained),
        all: all.into(),
    }
}

/// What stands on a project's page: the deputies' word first; the public's up to yesterday, so that no single rating can
/// be watched coming in.
pub fn rated_lines(conn: &mut Conn, project: &Project, today: Date) -> Result<Vec<RatedLine>, DbError> {
    Ok(lines_of(conn, project.congress, &[project], today)?.into_iter().flatten().collect())
}

/// The same of several projects, in their order.
pub(super) fn lines_of(
    conn: &mut Conn,
    congress: CongressId,
    of: &[&Project],
    today: Date,
) -> Result<Vec<Vec<RatedLine>>, DbError> {
    let documents = announced(conn, congress)?;
    let ids: Vec<ProjectId> = of.iter().map(|project| project.id).collect();
    let counts = store::public_counts(conn, &ids, today)?;
    let lines = |project: &&Project| {
        let by_deputies = documents.iter().flat_map(|document| {
            let of_it = document.projects.iter().filter(|line| line.project == project.id);
            of_it.map(|line| deputies_line(line, document.all))
        });
        let by_public = counts.iter().filter(|(id, _)| *id == project.id).map(|(_, counts)| public_line(counts));
        by_deputies.chain(by_public).collect()
    };
    Ok(of.iter().map(lines).collect())
}

/// Every project of a year of which anything was said, with its lines.
pub fn rated_of_year(
    conn: &mut Conn,
    congress: CongressId,
    year: i32,
    today: Date,
) -> Result<Vec<(String, Vec<RatedLine>)>, DbError> {
    let all = projects::public_projects(conn, congress)?;
    let of_year: Vec<&Project> = all.iter().filter(|project| project.year == year).collect();
    let lines = lines_of(conn, congress, &of_year, today)?;
    let rated = of_year.iter().map(|project| project.title.clone()).zip(lines);
    Ok(rated.filter(|(_, lines)| !lines.is_empty()).collect())
}

/// The announced certificates' documents, by year.
pub fn announced(conn: &mut Conn, congress: CongressId) -> Result<Vec<Document>, DbError> {
    let all = documents::announced(conn, congress, DocumentKind::Rating)?;
    all.iter().map(|signed| Ok(signed.paper::<Certificate>()?.document().clone())).collect()
}

/// Days and standing of a period.
#[derive(Clone, Debug, Serialize)]
pub struct PeriodView {
    pub opens_on: String,
    pub closes_on: String,
    /// `ahead`, `open`, `over`.
    pub standing: &'static str,
}

impl PeriodView {
    pub fn of(period: &Period, today: Date) -> Self {
        Self {
            opens_on: period.opens_on.to_string(),
            closes_on: period.closes_on.to_string(),
            standing: match period.standing(today) {
                Standing::Ahead => "ahead",
                Standing::Open => "open",
                Standing::Over => "over",
            },
        }
    }

    pub fn samples() -> Vec<Self> {
        let of = |standing| Self { opens_on: "2024-11-01".to_owned(), closes_on: "2024-11-30".to_owned(), standing };
        ["ahead", "open", "over"].map(of).into()
    }
}

/// Tenths of a hundredth, rounded, as `83.4`.
pub fn percent(part: u32, all: u64) -> String {
    let tenths = (u64::from(part) * 1_000 + all / 2).checked_div(all).unwrap_or(0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

pub fn sample_lines() -> Vec<RatedLine> {
    let counts = Counts { satisfied: 61, basically: 25, dissatisfied: 14, abstained: 0 };
    vec![
        RatedLine {
            who: "deputies",
            verdict: Some("basically"),
            abstained: Some(12),
            all: 340,
            ..public_line(&counts)
        },
        RatedLine { verdict: Some("dissatisfied"), ..public_line(&counts) },
        public_line(&counts),
        public_line(&Counts::default()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_a_tenth() {
        for (part, all, said) in [(0, 0, "0.0"), (1, 3, "33.3"), (2, 3, "66.7"), (5, 5, "100.0"), (1, 2_000, "0.1")] {
            assert_eq!(percent(part, all), said, "{part} of {all}");
        }
    }

    #[test]
    fn the_publics_all_are_those_who_rated() {
        let line = public_line(&Counts { satisfied: 6, basically: 2, dissatisfied: 3, abstained: 0 });
        assert_eq!((line.verdict, line.all), (Some("satisfied"), 11));
        assert_eq!(public_line(&Counts::default()).verdict, None);
    }
}
