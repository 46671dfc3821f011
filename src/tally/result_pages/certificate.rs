//! The certificate and the notice, as they are printed.

use serde::Serialize;

use super::announced::{CorrigendumLine, NoticeLine, published_of, sample_corrigendum};
use crate::{
    accounts::Site,
    documents::DocumentState,
    tally::paper::{Paper, sample_eventful_paper, sample_paper},
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
        vec![Self {
            year: 2024,
            notice: NoticeLine {
                number: "3".into(), announced_by: "大会主席团".into(), date: "2024-02-04".into()
            },
            paper: sample_paper(DocumentState::Announced, true),
        }]
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

pub async fn show_notice(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let year = year.into_inner();
    let inner = ctx.clone();
    ctx.public(async move || {
        let published = published_of(&inner, &site, year).await?;
        Ok(NoticePage { year, notice: NoticeLine::from(&published.notice), paper: published.announced.paper })
    })
    .await
}
