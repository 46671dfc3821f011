//! What is given to others to compute with, and how it is asked for.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    accounts::Site,
    projects,
    web::{Ctx, Handled, Page, PageError, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct OpenDataPage {
    /// Newest first, with the number of projects and the quarters that have begun.
    pub years: Vec<(i32, usize, Vec<i8>)>,
    pub base_url: String,
}

impl Page for OpenDataPage {
    const TEMPLATE: &'static str = "reports/open_data.html";

    fn samples() -> Vec<Self> {
        let base_url = "https://vote.example".to_owned();
        vec![
            Self { years: Vec::new(), base_url: base_url.clone() },
            Self { years: vec![(2024, 10, vec![1, 2, 3]), (2023, 10, vec![1, 2, 3, 4])], base_url },
        ]
    }
}

fn quarters(year: i32, today: Date) -> Vec<i8> {
    (1..=4).filter(|quarter| (year, 3 * quarter - 2) <= (i32::from(today.year()), today.month())).collect()
}

pub async fn show_open_data(ctx: Ctx, site: Option<Site>) -> Handled {
    let services = ctx.services.clone();
    let (base_url, today) = (ctx.origin().to_owned(), ctx.today());
    ctx.public(async move || {
        let Some(site) = site else { return Ok(OpenDataPage { years: Vec::new(), base_url }) };
        let found = blocking(move || {
            services.db.read(|conn| projects::public_projects(conn, site.congress).map_err(PageError::from))
        })
        .await?;
        let mut years: BTreeMap<i32, usize> = BTreeMap::new();
        for project in found {
            *years.entry(project.year).or_default() += 1;
        }
        let years = years.into_iter().rev().map(|(year, count)| (year, count, quarters(year, today)));
        Ok(OpenDataPage { years: years.collect(), base_url })
    })
    .await
}
