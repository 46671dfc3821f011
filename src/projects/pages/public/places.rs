//! What is done where.

use serde::Serialize;

use crate::{
    accounts::Site,
    projects::{
        pages::{
            samples,
            views::{ItemView, LightView},
        },
        store,
        tracked::Tracked,
    },
    web::{Ctx, Handled, Page, PageError, blocking},
};

/// One place where something is done.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub address: String,
    pub coordinates: Option<String>,
    pub project: String,
    pub title: String,
    pub item: String,
    pub light: LightView,
}

/// What happens where: a list by place, since no map is asked of anybody outside.
#[derive(Clone, Debug, Serialize)]
pub struct PlacesPage {
    pub places: Vec<Place>,
}

impl PlacesPage {
    fn new(all: &[Tracked]) -> Self {
        let of = |tracked: &Tracked| {
            ItemView::all(tracked)
                .into_iter()
                .filter(|item| !item.address.is_empty())
                .map(|item| Place {
                    address: item.address,
                    coordinates: item.coordinates,
                    project: tracked.project.id.to_string(),
                    title: tracked.project.title.clone(),
                    item: item.name,
                    light: item.light,
                })
                .collect::<Vec<_>>()
        };
        let mut places: Vec<_> = all.iter().flat_map(of).collect();
        places.sort_by(|a, b| a.address.cmp(&b.address));
        Self { places }
    }
}

impl Page for PlacesPage {
    const TEMPLATE: &'static str = "projects/places.html";

    fn samples() -> Vec<Self> {
        vec![Self::new(&[]), Self::new(&samples::tracked())]
    }
}

pub async fn show_places(ctx: Ctx, site: Site) -> Handled {
    let services = ctx.services.clone();
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let projects = store::public_projects(conn, site.congress)?;
                Ok::<_, PageError>(PlacesPage::new(&store::overview(conn, projects)?))
            })
        })
        .await
    })
    .await
}
