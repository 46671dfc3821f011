//! What is given to others to compute with, and how it is asked for.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    accounts::Site,
    projects,
    web::{Ctx, Handled, Page, PageError, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct OpenDataPage {
    /// Newest first, with the number of projects.
    pub years: Vec<(i32, usize)>,
    pub base_url: String,
}

impl Page for OpenDataPage {
    const TEMPLATE: &'static str = "reports/open_data.html";

    fn samples() -> Vec<Self> {
        let base_url = "https://vote.example".to_owned();
        vec![
            Self { years: Vec::new(), base_url: base_url.clone() },
            Self { years: vec![(2024, 10), (2023, 10)], base_url },
        ]
    }
}

pub async fn show_open_data(ctx: Ctx, site: Option<Site>) -> Handled {
    let services = ctx.services.clone();
    let base_url = ctx.origin().to_owned();
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
        Ok(OpenDataPage { years: years.into_iter().rev().collect(), base_url })
    })
    .await
}
