//! What is done where.

use serde::Serialize;

use crate::{
    accounts::Site,
    projects::{
        self,
        pages::{
            samples,
            views::{ItemView, LightView},
        },
        tracked::Tracked,
    },
    web::{Ctx, Handled, Page, PageError, Path, blocking, path_segment},
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

/// 街道, 镇 or 乡 with what is done in it.
#[derive(Clone, Debug, Serialize)]
pub struct Street {
    /// `None`: what names none.
    pub name: Option<String>,
    pub href: String,
    pub places: Vec<Place>,
}

/// What happens where: a list by street, since no map is asked of anybody outside.
#[derive(Clone, Debug, Serialize)]
pub struct PlacesPage {
    pub count: usize,
    pub streets: Vec<Street>,
    /// The one street that is shown.
    pub only: Option<String>,
}

const ENDS_OF_STREETS: [&str; 3] = ["街道", "镇", "乡"];

/// The street that an address begins with, behind the district.
pub fn street_of(address: &str) -> Option<&str> {
    let end = ENDS_OF_STREETS.iter().filter_map(|end| Some(address.find(end)? + end.len())).min()?;
    let whole = &address[..end];
    let within = whole.rfind(['区', '县', '市']).map_or(whole, |at| &whole[at + '区'.len_utf8()..]);
    Some(if within.chars().count() > 2 { within } else { whole })
}

const NO_STREET: &str = "none";

impl PlacesPage {
    fn new(all: &[Tracked], only: Option<&str>) -> Self {
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
        let count = places.len();
        let mut streets: Vec<Street> = Vec::new();
        for place in places {
            let name = street_of(&place.address).map(ToOwned::to_owned);
            match streets.iter_mut().find(|street| street.name == name) {
                Some(street) => street.places.push(place),
                None => {
                    let segment = name.as_deref().unwrap_or(NO_STREET);
                    let href = format!("/projects/places/{}", path_segment(segment));
                    streets.push(Street { name, href, places: vec![place] });
                }
            }
        }
        // what names no street comes last
        streets.sort_by_key(|street| street.name.is_none());
        Self { count, streets, only: only.map(ToOwned::to_owned) }
    }

    fn shows(&self, street: &Street) -> bool {
        self.only.as_deref().is_none_or(|only| street.name.as_deref().unwrap_or(NO_STREET) == only)
    }
}

impl Page for PlacesPage {
    const TEMPLATE: &'static str = "projects/places.html";

    fn samples() -> Vec<Self> {
        let all = samples::tracked();
        let street = Self::new(&all, None).streets.pop().and_then(|street| street.name);
        vec![Self::new(&[], None), Self::new(&all, None), Self::new(&all, Some(street.as_deref().unwrap_or(NO_STREET)))]
    }
}

pub async fn show_places(ctx: Ctx, site: Site) -> Handled {
    places(ctx, site, None).await
}

pub async fn show_places_of_street(ctx: Ctx, site: Site, street: Path<String>) -> Handled {
    places(ctx, site, Some(street.into_inner())).await
}

async fn places(ctx: Ctx, site: Site, only: Option<String>) -> Handled {
    let services = ctx.services.clone();
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let projects = projects::store::public_projects(conn, site.congress)?;
                let page = PlacesPage::new(&projects::store::overview(conn, projects)?, only.as_deref());
                let is_known = only.is_none() || page.streets.iter().any(|street| page.shows(street));
                if is_known { Ok(page) } else { Err(PageError::NotFound) }
            })
        })
        .await
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_street() {
        for (address, street) in [
            ("望江街道近江家园", Some("望江街道")),
            ("上城区望江街道近江家园", Some("望江街道")),
            ("杭州市上城区丁兰街道", Some("丁兰街道")),
            ("临平镇中心", Some("临平镇")),
            ("全区", None),
            ("秋涛路1号", None),
        ] {
            assert_eq!(street_of(address), street, "{address}");
        }
    }
}
