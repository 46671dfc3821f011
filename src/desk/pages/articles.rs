//! 票决办法 as articles, to be handed out and adopted.

use serde::Serialize;

use crate::{
    accounts::{As, Person, Secretariat, Site},
    candidates,
    congress::{
        self, own_session,
        voting_method::{Article, Occasion, VotingMethod, articles},
    },
    db::Conn,
    scrutineers,
    web::{Ctx, Handled, Page, PageError},
};

/// `/secretariat/method/articles`
#[derive(Serialize)]
pub struct ArticlesPage {
    pub congress: String,
    pub session: String,
    pub year: i32,
    pub version: i32,
    pub hash: String,
    /// The plenary that adopted it and its day; a draft without.
    pub adopted: Option<(String, String)>,
    pub articles: Vec<Article>,
}

impl Page for ArticlesPage {
    const TEMPLATE: &'static str = "desk/articles.html";

    fn samples() -> Vec<Self> {
        let page = |adopted: bool| Self {
            congress: "杭州市上城区第一届人民代表大会<b>".into(),
            session: "第三次会议".into(),
            year: 2024,
            version: 1,
            hash: "5b7e6bf2".repeat(8),
            adopted: adopted.then(|| ("第一次全体会议<b>".into(), "2024-02-01".into())),
            articles: articles(
                &VotingMethod::default(),
                &Occasion {
                    congress: "<b>",
                    session: "第三次会议",
                    year: 2024,
                    candidates: 12,
                    scrutineers: adopted.then_some((3, 2)),
                },
            ),
        };
        vec![page(false), page(true)]
    }
}

fn page(conn: &mut Conn, site: &Site, person: &Person) -> Result<ArticlesPage, PageError> {
    let session = own_session(conn, person)?;
    let method = congress::latest_method(conn, session.id)?.ok_or(PageError::NotFound)?;
    let candidates = candidates::candidates(conn, session.id)?.len();
    let all = scrutineers::scrutineers(conn, session.id)?.len();
    let key = scrutineers::session_key(conn, session.id)?;
    let occasion = Occasion {
        congress: &site.name,
        session: &session.name,
        year: session.year,
        candidates,
        scrutineers: key.map(|key| (all, key.threshold)),
    };
    let on = method
        .adopted
        .as_ref()
        .map(|(at, by)| (by.clone(), method.adopted_on.map_or_else(|| at.to_date(), |on| on.to_string())));
    Ok(ArticlesPage {
        articles: articles(&method.method, &occasion),
        congress: site.name.clone(),
        session: session.name.clone(),
        year: session.year,
        version: method.version,
        hash: method.hash,
        adopted: on,
    })
}

pub async fn show_articles(ctx: Ctx, by: As<Secretariat>, site: Site) -> Handled {
    let page = ctx.read(move |conn| page(conn, &site, &by.person)).await?;
    ctx.show(&page)
}
