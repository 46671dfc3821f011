//! The secretariat's view of the scrutineers: who is appointed, whether the key is made, who has confirmed a copy.

use serde::Serialize;

use super::store;
use crate::{
    accounts::{As, Secretariat, Site},
    congress,
    web::{Ctx, Handled, Page, PageError, blocking},
};

#[derive(Serialize)]
pub struct ScrutineerRow {
    pub name: String,
    pub position: i32,
    pub chief: bool,
    pub verification_key: Option<String>,
    pub copy_confirmed: Option<String>,
}

/// `/secretariat/scrutineers`
#[derive(Serialize)]
pub struct ScrutineersPage {
    pub rows: Vec<ScrutineerRow>,
    pub threshold: Option<i32>,
}

impl Page for ScrutineersPage {
    const TEMPLATE: &'static str = "scrutineers/list.html";

    fn samples() -> Vec<Self> {
        let row = |key: Option<&str>, confirmed: Option<&str>| ScrutineerRow {
            name: "<script>李建国</script>".into(),
            position: 1,
            chief: true,
            verification_key: key.map(ToOwned::to_owned),
            copy_confirmed: confirmed.map(ToOwned::to_owned),
        };
        vec![
            Self { rows: Vec::new(), threshold: None },
            Self { rows: vec![row(None, None)], threshold: None },
            Self {
                rows: vec![row(Some("ab12"), None), row(Some("ab12"), Some("2024-02-03 09:00"))],
                threshold: Some(2),
            },
        ]
    }
}

pub async fn show_scrutineers(ctx: Ctx, _by: As<Secretariat>, site: Site) -> Handled {
    let services = ctx.services.clone();
    let page = blocking(move || {
        services.db.read(|conn| {
            let session = congress::current_session(conn, site.congress)?.ok_or(PageError::NotFound)?;
            let rows = store::scrutineers(conn, session.id)?
                .into_iter()
                .map(|scrutineer| ScrutineerRow {
                    name: scrutineer.name,
                    position: scrutineer.position,
                    chief: scrutineer.chief,
                    verification_key: scrutineer.share.map(|share| share.verification_key),
                    copy_confirmed: scrutineer.copy_confirmed.map(crate::db::Ts::to_page),
                })
                .collect();
            let threshold = store::session_key(conn, session.id)?.map(|key| key.threshold);
            Ok::<_, PageError>(ScrutineersPage { rows, threshold })
        })
    })
    .await?;
    ctx.show(&page)
}
