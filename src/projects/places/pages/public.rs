//! What is done where, for everybody: by search, by street, on a map, and each place on a page of its own.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    accounts::Site,
    db::{Conn, DbError},
    ids::{CongressId, ProjectId},
    projects::{
        self,
        pages::samples,
        places::{
            drawing::{self, Dot, MapView},
            listed::{Listed, NO_STREET, OfStreet, by_street, href_of, page_of, written},
            outline::Outline,
            place::Counted,
            store::{self, Narrowed},
        },
        subject::Subject,
    },
    proposals::grams::Query as Words,
    web::{Ctx, Handled, Page, PageError, Pager, Path, Query, address, blocking, with_location},
};

/// What the list is asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub p: String,
}

impl Asked {
    fn page(&self) -> usize {
        self.p.parse().unwrap_or(1)
    }

    fn is_nothing(&self) -> bool {
        self.q.trim().is_empty() && self.p.is_empty()
    }
}

/// A place in a list.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceView {
    /// Of its own page, or of its project.
    pub href: String,
    pub name: String,
    pub street: Option<String>,
    pub community: String,
    pub address: String,
    pub state: Option<&'static str>,
    pub late: bool,
    pub planned_on: Option<String>,
    pub done_on: Option<String>,
    pub year: i32,
    pub project: String,
    pub title: String,
    pub item: String,
}

impl PlaceView {
    pub fn of(listed: &Listed, today: Date) -> Self {
        let project = Subject::Project(listed.project).path();
        Self {
            href: listed.id.map_or_else(|| project.clone(), page_of),
            name: listed.name.clone(),
            street: listed.street.clone(),
            community: listed.community.clone(),
            address: listed.address.clone(),
            state: listed.state.map(|state| state.word()),
            late: listed.is_late(today),
            planned_on: listed.planned_on.map(|day| day.to_string()),
            done_on: listed.done_on.map(|day| day.to_string()),
            year: listed.year,
            project,
            title: listed.title.clone(),
            item: listed.item.clone(),
        }
    }
}

/// 街道, 镇 or 乡 with how much is done in it.
#[derive(Clone, Debug, Serialize)]
pub struct StreetView {
    /// `None`: what names none.
    pub name: Option<String>,
    pub href: String,
    pub counted: Counted,
    pub all: usize,
}

impl From<&OfStreet> for StreetView {
    fn from(street: &OfStreet) -> Self {
        Self {
            name: street.street.clone(),
            href: href_of(street.street.as_deref()),
            counted: street.counted,
            all: street.all(),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct PlacesPage {
    pub asked: Asked,
    pub too_short: Vec<String>,
    pub found: Option<Found>,
    pub count: usize,
    pub counted: Counted,
    pub streets: Vec<StreetView>,
    pub map: Option<MapView>,
}

/// What a search comes to.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    pub count: usize,
    pub places: Vec<PlaceView>,
    pub pager: Pager,
}

/// One street and what is done in it.
#[derive(Clone, Debug, Serialize)]
pub struct StreetPage {
    pub name: Option<String>,
    pub counted: Counted,
    pub count: usize,
    pub places: Vec<PlaceView>,
    pub pager: Pager,
    pub streets: Vec<StreetView>,
    pub map: Option<MapView>,
}

const ON_A_PAGE: usize = 100;
/// More than a congress will ever list.
const ALL: i64 = 100_000;

/// Every place there is: those of lists, then the addresses of plans.
pub fn all_places(conn: &mut Conn, congress: CongressId, streets: &[String]) -> Result<Vec<Listed>, DbError> {
    let mut all = store::listed(conn, congress, &Narrowed::default(), 0, ALL)?;
    all.extend(store::addresses_of_plans(conn, congress, streets)?);
    Ok(all)
}

/// One page of what says all the words, and how many there are. What is on lists comes first.
pub fn search(
    conn: &mut Conn,
    congress: CongressId,
    words: &Words,
    page: usize,
    size: usize,
) -> Result<(Vec<Listed>, usize), DbError> {
    let by = Narrowed { words: words.words(), ..Narrowed::default() };
    let count = usize::try_from(store::count_listed(conn, congress, &by)?).map_err(DbError::corrupt)?;
    let streets = store::streets(conn, congress)?;
    let mut planned = store::addresses_of_plans(conn, congress, &streets)?;
    planned.retain(|listed| words.is_in(&listed.words()));
    let all = count + planned.len();
    let skip = (page.clamp(1, all.div_ceil(size).max(1)) - 1) * size;
    let long = |number: usize| i64::try_from(number).map_err(DbError::corrupt);
    let mut found =
        if skip < count { store::listed(conn, congress, &by, long(skip)?, long(size)?)? } else { Vec::new() };
    let room = size - found.len();
    found.extend(planned.into_iter().skip(skip.saturating_sub(count)).take(room));
    Ok((found, all))
}

fn total(streets: &[OfStreet]) -> Counted {
    let mut all = Counted::default();
    for street in streets {
        all.not_begun += street.counted.not_begun;
        all.under_way += street.counted.under_way;
        all.done += street.counted.done;
    }
    all
}

impl PlacesPage {
    fn new(all: &[Listed], streets: &[String], outline: Option<&Outline>, today: Date) -> Self {
        let of_streets = by_street(all, streets);
        let dots: Vec<Dot> = all.iter().filter_map(|listed| listed.dot(today)).collect();
        Self {
            asked: Asked::default(),
            too_short: Vec::new(),
            found: None,
            count: all.len(),
            counted: total(&of_streets),
            map: outline.and_then(|outline| drawing::map(outline, &written(&of_streets), &dots, None)),
            streets: of_streets.iter().map(StreetView::from).collect(),
        }
    }

    /// All of it at a glance.
    pub fn of(conn: &mut Conn, congress: CongressId, today: Date) -> Result<Self, DbError> {
        let streets = store::streets(conn, congress)?;
        let outline = store::outline_of(conn, congress)?;
        Ok(Self::new(&all_places(conn, congress, &streets)?, &streets, outline.as_ref(), today))
    }

    fn searched(conn: &mut Conn, congress: CongressId, asked: Asked, today: Date) -> Result<Self, DbError> {
        let words = Words::parse(&asked.q);
        let found = if words.is_empty() {
            None
        } else {
            let (found, count) = search(conn, congress, &words, asked.page(), ON_A_PAGE)?;
            Some((found.iter().map(|listed| PlaceView::of(listed, today)).collect(), count))
        };
        let mut page = Self::new(&[], &[], None, today);
        page.found = found.map(|(places, count)| {
            let href = |page: usize| address("/projects/places", &[("q", asked.q.as_str()), ("p", &page.to_string())]);
            let (_, pager) = Pager::cut((0..count).collect::<Vec<usize>>(), asked.page(), ON_A_PAGE, href);
            Found { count, places, pager }
        });
        Ok(Self { asked, too_short: words.too_short, ..page })
    }
}

impl Page for PlacesPage {
    const TEMPLATE: &'static str = "projects/places.html";

    fn samples() -> Vec<Self> {
        let today = jiff::civil::date(2024, 7, 2);
        let (all, streets) = (samples::listed(), vec!["凯旋街道<i>".to_owned()]);
        let outline = samples::outline();
        let full = Self::new(&all, &streets, Some(&outline), today);
        let schematic = Self::new(&all, &streets, Some(&Outline { schematic: true, ..outline }), today);
        let asked = Asked { q: "景芳<b>".to_owned(), p: String::new() };
        let (_, pager) = Pager::cut((0..300).collect::<Vec<usize>>(), 2, ON_A_PAGE, |p| format!("?p={p}"));
        let places = all.iter().map(|listed| PlaceView::of(listed, today)).collect();
        let found = Found { count: 300, places, pager };
        let none = Found { count: 0, places: Vec::new(), pager: Pager::default() };
        let search = |found, too_short: &[&str]| Self {
            asked: asked.clone(),
            too_short: too_short.iter().map(|word| (*word).to_owned()).collect(),
            found,
            ..Self::new(&[], &[], None, today)
        };
        vec![
            Self::new(&[], &[], None, today),
            full,
            schematic,
            search(Some(found), &["园<b>"]),
            search(Some(none), &[]),
            search(None, &["园<b>"]),
        ]
    }
}

impl StreetPage {
    fn new(
        all: &[Listed],
        streets: &[String],
        outline: Option<&Outline>,
        street: Option<&str>,
        page: usize,
        today: Date,
    ) -> Option<Self> {
        let of_streets = by_street(all, streets);
        let own = of_streets.iter().find(|one| one.street.as_deref() == street)?;
        let href = |page: usize| address(&href_of(street), &[("p", page.to_string().as_str())]);
        let places: Vec<&Listed> = all.iter().filter(|listed| listed.street.as_deref() == street).collect();
        let dots: Vec<Dot> = places.iter().filter_map(|listed| listed.dot(today)).collect();
        let (shown, pager) = Pager::cut(places, page, ON_A_PAGE, href);
        Some(Self {
            name: street.map(ToOwned::to_owned),
            counted: own.counted,
            count: own.all(),
            places: shown.into_iter().map(|listed| PlaceView::of(listed, today)).collect(),
            pager,
            map: outline.and_then(|outline| drawing::map(outline, &written(&of_streets), &dots, Some(street?))),
            streets: of_streets.iter().map(StreetView::from).collect(),
        })
    }

    fn of(conn: &mut Conn, congress: CongressId, street: &str, page: usize, today: Date) -> Result<Self, PageError> {
        let streets = store::streets(conn, congress)?;
        let outline = store::outline_of(conn, congress)?;
        let all = all_places(conn, congress, &streets)?;
        let street = Some(street).filter(|street| *street != NO_STREET);
        Self::new(&all, &streets, outline.as_ref(), street, page, today).ok_or(PageError::NotFound)
    }
}

impl Page for StreetPage {
    const TEMPLATE: &'static str = "projects/street.html";

    fn samples() -> Vec<Self> {
        let today = jiff::civil::date(2024, 7, 2);
        let (all, streets, outline) = (samples::listed(), vec!["凯旋街道<i>".to_owned()], samples::outline());
        let page = |street: Option<&str>, outline| Self::new(&all, &streets, outline, street, 1, today);
        let known = page(Some("凯旋街道<i>"), Some(&outline));
        [known, page(Some("凯旋街道<i>"), None), page(None, Some(&outline))].into_iter().flatten().collect()
    }
}

pub async fn show_places(ctx: Ctx, site: Site, asked: Query<Asked>) -> Handled {
    let (services, today, asked) = (ctx.services.clone(), ctx.today(), asked.into_inner());
    let congress = site.congress;
    if !asked.is_nothing() {
        let page = ctx.read(move |conn| PlacesPage::searched(conn, congress, asked, today)).await?;
        return Ok(with_location(ctx.show(&page)?));
    }
    let read = move |conn: &mut Conn| PlacesPage::of(conn, congress, today).map_err(PageError::from);
    let answer = ctx.public(async move || blocking(move || services.db.read(read)).await).await?;
    Ok(with_location(answer))
}

pub async fn show_places_of_street(ctx: Ctx, site: Site, street: Path<String>, asked: Query<Asked>) -> Handled {
    let (services, today, street) = (ctx.services.clone(), ctx.today(), street.into_inner());
    let (congress, page, is_first) = (site.congress, asked.page(), asked.p.is_empty());
    let read = move |conn: &mut Conn| StreetPage::of(conn, congress, &street, page, today);
    if is_first {
        return ctx.public(async move || blocking(move || services.db.read(read)).await).await;
    }
    ctx.show(&ctx.read(read).await?)
}

/// The places of one project, by sub-item.
#[derive(Clone, Debug, Serialize)]
pub struct PlacesOfProjectPage {
    pub project: String,
    pub title: String,
    pub items: Vec<PlacesOfItem>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PlacesOfItem {
    pub code: String,
    pub name: String,
    pub counted: Counted,
    pub all: usize,
    pub places: Vec<PlaceView>,
}

impl PlacesOfProjectPage {
    fn new(project: &projects::Project, all: &[Listed], today: Date) -> Self {
        let item = |item: &crate::candidates::SubItem| {
            let own: Vec<&Listed> = all.iter().filter(|listed| listed.sub_item == item.id).collect();
            let mut counted = Counted::default();
            own.iter().filter_map(|listed| listed.state).for_each(|state| counted.add(state, 1));
            let (code, name) = (item.code.clone(), item.name.clone());
            let places: Vec<PlaceView> = own.iter().map(|listed| PlaceView::of(listed, today)).collect();
            PlacesOfItem { code, name, counted, all: places.len(), places }
        };
        let items = project.sub_items.iter().map(item).filter(|item| item.all > 0);
        Self { project: project.id.to_string(), title: project.title.clone(), items: items.collect() }
    }

    fn of(conn: &mut Conn, congress: CongressId, id: ProjectId, today: Date) -> Result<Self, PageError> {
        let project = projects::project_by_id(conn, id)?
            .filter(|project| project.public && project.congress == congress)
            .ok_or(PageError::NotFound)?;
        let all = store::listed(conn, congress, &Narrowed { project: Some(id), ..Narrowed::default() }, 0, ALL)?;
        Ok(Self::new(&project, &all, today))
    }
}

impl Page for PlacesOfProjectPage {
    const TEMPLATE: &'static str = "projects/places_of_project.html";

    fn samples() -> Vec<Self> {
        let today = jiff::civil::date(2024, 7, 2);
        let [_, full] = samples::tracked();
        let all: Vec<Listed> = samples::listed()
            .into_iter()
            .zip(full.project.sub_items.iter().cycle())
            .map(|(listed, item)| Listed { sub_item: item.id, ..listed })
            .collect();
        vec![Self::new(&full.project, &[], today), Self::new(&full.project, &all, today)]
    }
}

pub async fn show_places_of_project(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    let (id, today, congress) = (*id, ctx.today(), site.congress);
    ctx.public(async || ctx.read(move |conn| PlacesOfProjectPage::of(conn, congress, id, today)).await).await
}
