//! `/secretariat/tablets`, and where a tablet says that it is alive.

use actix_web::{HttpResponse, http::header::CACHE_CONTROL, web::Data};
use serde::{Deserialize, Serialize};

use super::{
    store,
    tablets::{self, SAYS_SO_EVERY},
};
use crate::{
    accounts::{As, Secretariat, Site},
    db::Conn,
    ids::{CongressId, TabletId},
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path, Qr, Secret, Services, blocking},
};

#[derive(Clone, Serialize)]
pub struct TabletLine {
    pub id: String,
    pub name: String,
    pub alive: bool,
    /// Opened once on the tablet.
    pub link: String,
    pub qr: Qr,
}

/// `/secretariat/tablets`
#[derive(Serialize)]
pub struct TabletsPage {
    pub tablets: Vec<TabletLine>,
    pub alive: usize,
    pub name: String,
    /// Takes a tablet out of its mode.
    pub off: String,
}

const HERE: &str = "/secretariat/tablets";

impl Page for TabletsPage {
    const TEMPLATE: &'static str = "ballots/tablets.html";

    fn samples() -> Vec<Self> {
        let line = |id: &str, alive| TabletLine {
            id: id.into(),
            name: "<script>一号平板</script>".into(),
            alive,
            link: "http://127.0.0.1/booth#tablet=a.b".into(),
            qr: Qr { size: 29, path: "M4 4.5h7".into() },
        };
        let page = |tablets: Vec<TabletLine>| Self {
            alive: tablets.iter().filter(|tablet| tablet.alive).count(),
            tablets,
            name: "<b>".into(),
            off: "http://127.0.0.1/booth#tablet=off".into(),
        };
        vec![page(Vec::new()), page(vec![line("a", true), line("b", false)])]
    }
}

/// What the page needs of a request.
#[derive(Clone)]
struct Asked {
    origin: String,
    secret: Secret,
    congress: CongressId,
}

impl Asked {
    fn of(ctx: &Ctx, congress: CongressId) -> Self {
        Self { origin: ctx.origin().to_owned(), secret: ctx.services.secret.clone(), congress }
    }
}

fn tablets_page(conn: &mut Conn, asked: &Asked, now: crate::db::Ts, name: &str) -> Result<TabletsPage, PageError> {
    let mut lines = Vec::new();
    for tablet in store::tablets(conn, asked.congress)? {
        let link =
            format!("{}/booth#tablet={}.{}", asked.origin, tablet.id, tablets::token_of(&asked.secret, tablet.id));
        lines.push(TabletLine {
            id: tablet.id.to_string(),
            alive: tablet.is_alive(now),
            qr: Qr::of(&link)?,
            link,
            name: tablet.name,
        });
    }
    Ok(TabletsPage {
        alive: lines.iter().filter(|line| line.alive).count(),
        tablets: lines,
        name: name.to_owned(),
        off: format!("{}/booth#tablet=off", asked.origin),
    })
}

pub async fn show_tablets(ctx: Ctx, _by: As<Secretariat>, site: Site) -> Handled {
    let (asked, now) = (Asked::of(&ctx, site.congress), ctx.services.clock.now());
    let page = ctx.read(move |conn| tablets_page(conn, &asked, now, "")).await?;
    ctx.show(&page)
}

#[derive(Deserialize)]
pub struct TabletForm {
    #[serde(default)]
    name: String,
}

pub async fn add_tablet(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<TabletForm>) -> Handled {
    let (asked, now) = (Asked::of(&ctx, site.congress), ctx.services.clock.now());
    ctx.act((by, site), form, |tx, (by, site), at, typed| {
        tablets::add_tablet(tx, &by.person.actor(), at, site.congress, &typed.name)
    })
    .then(HERE, "tablet-added")
    .or_again(move |conn, _, typed| tablets_page(conn, &asked, now, &typed.name))
    .await
}

pub async fn remove_tablet(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    tablet: Path<TabletId>,
    form: Form<Nothing>,
) -> Handled {
    let (asked, now) = (Asked::of(&ctx, site.congress), ctx.services.clock.now());
    ctx.act((by, site), form, move |tx, (by, site), at, Nothing {}| {
        tablets::remove_tablet(tx, &by.person.actor(), at, site.congress, *tablet)
    })
    .then(HERE, "tablet-removed")
    .or_again(move |conn, _, Nothing {}| tablets_page(conn, &asked, now, ""))
    .await
}

#[derive(Serialize)]
struct Heard {
    again_in: i64,
}

/// `POST /booth/tablets/{id}/{token}`: a tablet says that it is alive. No sign-in, no cookie, nothing said of what is done on it.
pub async fn hear_tablet(services: Data<Services>, site: Site, of: Path<(TabletId, String)>) -> Handled {
    let (tablet, token) = of.into_inner();
    let (services, congress) = (services.clone(), site.congress);
    blocking(move || {
        let now = services.clock.now();
        let known = services.db.read(|conn| tablets::is_known(conn, &services.secret, congress, tablet, &token))?;
        if !known {
            return Err(PageError::NotFound);
        }
        services.db.write(|tx| store::see_tablet(tx, tablet, now)).map_err(PageError::from)
    })
    .await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(Heard { again_in: SAYS_SO_EVERY }))
}
