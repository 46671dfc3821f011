//! The certificate and the notice, as they are printed.

use serde::Serialize;

use super::announced::{CorrigendumLine, published_of, sample_corrigendum};
use crate::{
    accounts::Site,
    documents::DocumentState,
    tally::{
        notice::NoticeLine,
        paper::{Paper, sample_eventful_paper, sample_paper},
    },
    web::{Ctx, Handled, Page, PageError, Path},
};

/// `/results/{year}/certificate`
#[derive(Serialize)]
pub struct CertificatePage {
    pub year: i32,
    pub paper: Paper,
    pub corrigenda: Vec<CorrigendumLine>,
}

impl Page for CertificatePage {
    const TEMPLATE: &'static str = "tally/certificate.html";

    fn samples() -> Vec<Self> {
        vec![
            Self { year: 2024, paper: sample_paper(DocumentState::Announced, true), corrigenda: Vec::new() },
            Self {
                year: 2024,
                paper: sample_eventful_paper(DocumentState::Announced),
                corrigenda: vec![sample_corrigendum()],
            },
        ]
    }
}

/// `/results/{year}/corrigenda/{number}`: a sheet of its own.
#[derive(Serialize)]
pub struct CorrigendumPage {
    pub year: i32,
    pub certificate: String,
    pub certificate_hash: String,
    pub corrigendum: CorrigendumLine,
}

impl Page for CorrigendumPage {
    const TEMPLATE: &'static str = "tally/corrigendum.html";

    fn samples() -> Vec<Self> {
        vec![Self {
            year: 2024,
            certificate: "2024-1".into(),
            certificate_hash: "03d66dd0".repeat(8),
            corrigendum: sample_corrigendum(),
        }]
    }
}

/// `/results/{year}/notice`
#[derive(Serialize)]
pub struct NoticePage {
    pub year: i32,
    pub notice: NoticeLine,
    pub paper: Paper,
}

impl Page for NoticePage {
    const TEMPLATE: &'static str = "tally/notice.html";

    fn samples() -> Vec<Self> {
        vec![Self { year: 2024, notice: NoticeLine::sample("3"), paper: sample_paper(DocumentState::Announced, true) }]
    }
}

pub async fn show_certificate(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let year = year.into_inner();
    let inner = ctx.clone();
    ctx.public(async move || {
        let published = published_of(&inner, &site, year).await?;
        if !published.announced.counts {
            return Err(PageError::NotFound);
        }
        Ok(CertificatePage { year, paper: published.announced.paper, corrigenda: published.announced.corrigenda })
    })
    .await
}

pub async fn show_corrigendum(ctx: Ctx, site: Site, path: Path<(i32, u32)>) -> Handled {
    let (year, number) = path.into_inner();
    let inner = ctx.clone();
    ctx.public(async move || {
        let announced = published_of(&inner, &site, year).await?.announced;
        let corrigendum = announced.corrigenda.into_iter().find(|line| line.number == number && announced.counts);
        Ok(CorrigendumPage {
            year,
            certificate: announced.paper.number,
            certificate_hash: announced.paper.hash,
            corrigendum: corrigendum.ok_or(PageError::NotFound)?,
        })
    })
    .await
}

pub async fn show_notice(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let year = year.into_inner();
    let inner = ctx.clone();
    ctx.public(async move || {
        let published = published_of(&inner, &site, year).await?;
        Ok(NoticePage { year, notice: published.announced.notice, paper: published.announced.paper })
    })
    .await
}
