//! One place: its details, its pictures, and taking it off the list.

use serde::{Deserialize, Serialize};

use super::list::address;
use crate::{
    accounts::{As, Department, Person},
    attachments::{self, Attachment, AttachmentView, Files},
    db::{Conn, DbError},
    ids::{ProjectPlaceId, SubItemId},
    projects::{
        pages::samples,
        places::{
            actions::{self, Which},
            place::{Place, PlaceForm, PlaceState},
            store,
        },
        tracked::Tracked,
    },
    proposals,
    web::{Ctx, Form, Handled, Page, PageError, Path},
};

/// A street with what lies in it, as it is chosen from.
#[derive(Clone, Debug, Serialize)]
pub struct Street {
    pub name: String,
    /// Identifier and community; empty for the street as a whole.
    pub areas: Vec<(String, String)>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PlacePage {
    pub project: String,
    pub sub_item: String,
    pub item: String,
    /// Of a place that is on the list already.
    pub id: Option<String>,
    pub code: String,
    pub typed: PlaceForm,
    pub streets: Vec<Street>,
    pub states: Vec<&'static str>,
    /// The coordinates that are to be vouched for.
    pub doubted: Option<String>,
    pub before: Vec<AttachmentView>,
    pub after: Vec<AttachmentView>,
    /// The picture that was to be added, when it was refused.
    pub which: String,
    /// Why it was to be taken off the list, when that was refused.
    pub because: String,
    /// Since when it is off the list, and why.
    pub removed: Option<(String, String)>,
}

/// What was typed on a place's page.
#[derive(Default)]
struct Typed {
    form: Option<PlaceForm>,
    which: String,
    because: String,
}

fn streets(areas: &[proposals::Place]) -> Vec<Street> {
    let mut streets: Vec<Street> = Vec::new();
    for area in areas {
        let choice = (area.id.to_string(), area.community.clone());
        match streets.iter_mut().find(|street| street.name == area.street) {
            Some(street) => street.areas.push(choice),
            None => streets.push(Street { name: area.street.clone(), areas: vec![choice] }),
        }
    }
    streets
}

/// Newest first.
pub fn pictures(files: &[Attachment]) -> Vec<AttachmentView> {
    files.iter().rev().map(AttachmentView::from).collect()
}

impl PlacePage {
    fn new(tracked: &Tracked, item: SubItemId, areas: &[proposals::Place], form: Option<PlaceForm>) -> Option<Self> {
        let item = tracked.sub_item(item)?;
        Some(Self {
            project: tracked.project.title.clone(),
            sub_item: item.id.to_string(),
            item: item.name.clone(),
            id: None,
            code: String::new(),
            typed: form
                .unwrap_or_else(|| PlaceForm { state: PlaceState::NotBegun.word().to_owned(), ..PlaceForm::default() }),
            streets: streets(areas),
            states: PlaceState::ALL.iter().map(|state| state.word()).collect(),
            doubted: None,
            before: Vec::new(),
            after: Vec::new(),
            which: String::new(),
            because: String::new(),
            removed: None,
        })
    }

    fn with(self, place: &Place, item_code: &str) -> Self {
        let removed = place.removed.as_ref().map(|removed| (removed.on.to_string(), removed.because.clone()));
        Self { id: Some(place.id.to_string()), code: place.code(item_code), removed, ..self }
    }

    fn of_new(conn: &mut Conn, person: &Person, item: SubItemId, form: Option<PlaceForm>) -> Result<Self, PageError> {
        let tracked = actions::own(conn, person, item)?.ok_or(PageError::NotFound)?;
        let areas = actions::areas(conn, tracked.project.congress, &[])?;
        let doubted = doubted(conn, &tracked, form.as_ref())?;
        let page = Self::new(&tracked, item, &areas, form).ok_or(PageError::NotFound)?;
        Ok(Self { doubted, ..page })
    }

    fn of(conn: &mut Conn, person: &Person, id: ProjectPlaceId, typed: Typed) -> Result<Self, PageError> {
        let (place, tracked) = own(conn, person, id)?;
        let areas = actions::areas(conn, tracked.project.congress, std::slice::from_ref(&place))?;
        let form = typed.form.unwrap_or_else(|| PlaceForm::of(&place.details));
        let doubted = doubted(conn, &tracked, Some(&form))?;
        let page = Self::new(&tracked, place.sub_item, &areas, Some(form)).ok_or(PageError::NotFound)?;
        let code = tracked.sub_item(place.sub_item).map(|item| item.code.clone()).unwrap_or_default();
        let mut of = |which: Which| -> Result<Vec<AttachmentView>, DbError> {
            Ok(pictures(&attachments::attachments_of(conn, which.owner(id))?))
        };
        Ok(Self {
            before: of(Which::Before)?,
            after: of(Which::After)?,
            which: typed.which,
            because: typed.because,
            doubted,
            ..page.with(&place, &code)
        })
    }
}

fn doubted(conn: &mut Conn, tracked: &Tracked, form: Option<&PlaceForm>) -> Result<Option<String>, DbError> {
    let Some(form) = form else { return Ok(None) };
    let outline = store::outline_of(conn, tracked.project.congress)?;
    Ok(form.doubted(outline.as_ref()).map(|at| at.to_string()))
}

/// For whoever may not change it, it is not there.
fn own(conn: &mut Conn, person: &Person, id: ProjectPlaceId) -> Result<(Place, Tracked), PageError> {
    let place = store::place_by_id(conn, id)?.ok_or(PageError::NotFound)?;
    let tracked = actions::own(conn, person, place.sub_item)?.ok_or(PageError::NotFound)?;
    Ok((place, tracked))
}

impl Page for PlacePage {
    const TEMPLATE: &'static str = "projects/place_form.html";

    fn samples() -> Vec<Self> {
        let [_, full] = samples::tracked();
        let areas = samples::areas();
        let Some(item) = full.project.sub_items.first() else { return Vec::new() };
        let places = samples::places(&full.project);
        let new = Self::new(&full, item.id, &areas, None);
        let without = Self::new(&full, item.id, &[], None);
        let of = |place: &Place| {
            let page = Self::new(&full, item.id, &areas, Some(PlaceForm::of(&place.details)))?;
            let (which, because) = ("after".to_owned(), "重复<b>".to_owned());
            let before = AttachmentView::samples();
            let doubted = Some(page.typed.sure.clone()).filter(|sure| !sure.is_empty());
            Some(Self {
                before,
                doubted,
                after: AttachmentView::samples(),
                which,
                because,
                ..page.with(place, &item.code)
            })
        };
        new.into_iter().chain(without).chain(places.iter().filter_map(of)).collect()
    }
}

pub async fn show_new_place(ctx: Ctx, who: As<Department>, id: Path<SubItemId>) -> Handled {
    ctx.show(&ctx.read(move |conn| PlacePage::of_new(conn, &who.person, *id, None)).await?)
}

pub async fn add_place_page(ctx: Ctx, who: As<Department>, id: Path<SubItemId>, form: Form<PlaceForm>) -> Handled {
    let id = *id;
    ctx.act(who, form, move |tx, who, at, typed| {
        actions::add_place(tx, &crate::projects::Reporter { person: &who.person, at, sub_item: id }, typed)
    })
    .then(address(id), "place-added")
    .or_again(move |conn, who, typed| PlacePage::of_new(conn, &who.person, id, Some(typed)))
    .await
}

pub async fn show_place_form(ctx: Ctx, who: As<Department>, id: Path<ProjectPlaceId>) -> Handled {
    ctx.show(&ctx.read(move |conn| PlacePage::of(conn, &who.person, *id, Typed::default())).await?)
}

fn here(id: ProjectPlaceId) -> String {
    format!("/department/places/{id}")
}

pub async fn change_place_page(
    ctx: Ctx,
    who: As<Department>,
    id: Path<ProjectPlaceId>,
    form: Form<PlaceForm>,
) -> Handled {
    let id = *id;
    ctx.act(who, form, move |tx, who, at, typed| actions::change_place(tx, &who.person, at, id, typed))
        .then(here(id), "place-changed")
        .or_again(move |conn, who, typed| {
            PlacePage::of(conn, &who.person, id, Typed { form: Some(typed), ..Typed::default() })
        })
        .await
}

#[derive(Debug, Deserialize)]
pub struct RemoveForm {
    #[serde(default)]
    because: String,
}

pub async fn remove_place_page(
    ctx: Ctx,
    who: As<Department>,
    id: Path<ProjectPlaceId>,
    form: Form<RemoveForm>,
) -> Handled {
    let id = *id;
    ctx.act(who, form, move |tx, who, at, typed| actions::remove_place(tx, &who.person, at, id, &typed.because))
        .then(here(id), "place-removed")
        .or_again(move |conn, who, typed| {
            PlacePage::of(conn, &who.person, id, Typed { because: typed.because, ..Typed::default() })
        })
        .await
}

#[derive(Debug, Deserialize)]
pub struct PictureForm {
    #[serde(default)]
    which: String,
}

pub async fn add_place_picture_page(
    ctx: Ctx,
    who: As<Department>,
    id: Path<ProjectPlaceId>,
    upload: Files<PictureForm>,
) -> Handled {
    let id = *id;
    let person = who.person.clone();
    ctx.read(move |conn| own(conn, &person, id)).await?;
    let Files { form, files, mut wrong, .. } = upload;
    let (pictures, refused) = attachments::only_pictures(&ctx, files, 1).await?;
    wrong.extend(refused);
    ctx.act(who, form, move |tx, who, at, typed| {
        let which = typed.which.parse().unwrap_or(Which::After);
        actions::add_place_picture(tx, &who.person, at, id, which, &pictures)
    })
    .unless(wrong)
    .then(here(id), "place-picture-added")
    .or_again(move |conn, who, typed| {
        PlacePage::of(conn, &who.person, id, Typed { which: typed.which, ..Typed::default() })
    })
    .await
}
