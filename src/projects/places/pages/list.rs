//! The list of a sub-item's places, and the state of several at once.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Department, Person},
    db::Conn,
    ids::SubItemId,
    projects::{
        lights::Standing,
        pages::{samples, views::ItemView},
        places::{
            actions,
            place::{Counted, Place, PlaceForm, PlaceState},
            store,
        },
        reports::Reporter,
        tracked::Tracked,
    },
    web::{Ctx, Form, Handled, LARGE_FORM, Page, PageError, Path},
};

#[derive(Clone, Debug, Serialize)]
pub struct PlaceLine {
    pub id: String,
    pub code: String,
    pub street: String,
    pub community: String,
    #[serde(flatten)]
    pub said: PlaceForm,
    pub late: bool,
    pub chosen: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MoveForm {
    #[serde(default)]
    pub place: Vec<String>,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub done_on: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PlacesOfItemPage {
    pub project: String,
    pub item: ItemView,
    pub counted: Counted,
    pub all: usize,
    pub rows: Vec<PlaceLine>,
    pub states: Vec<&'static str>,
    pub typed: MoveForm,
    pub terminated: bool,
}

impl PlacesOfItemPage {
    fn new(tracked: &Tracked, item: SubItemId, places: &[Place], typed: MoveForm, today: Date) -> Option<Self> {
        let item = tracked.sub_item(item)?;
        let mut counted = Counted::default();
        let on_list: Vec<&Place> = places.iter().filter(|place| place.removed.is_none()).collect();
        for place in &on_list {
            counted.add(place.details.state, 1);
        }
        let rows = on_list.iter().map(|place| PlaceLine {
            id: place.id.to_string(),
            code: place.code(&item.code),
            street: place.street.clone(),
            community: place.community.clone(),
            said: PlaceForm::of(&place.details),
            late: place.is_late(today),
            chosen: typed.place.contains(&place.id.to_string()),
        });
        Some(Self {
            project: tracked.project.title.clone(),
            item: ItemView::of(tracked, item),
            counted,
            all: counted.all(),
            rows: rows.collect(),
            states: PlaceState::ALL.iter().map(|state| state.word()).collect(),
            typed,
            terminated: tracked.standing() == Standing::Terminated,
        })
    }

    pub(super) fn of(
        conn: &mut Conn,
        person: &Person,
        item: SubItemId,
        typed: MoveForm,
        today: Date,
    ) -> Result<Self, PageError> {
        let tracked = actions::own(conn, person, item)?.ok_or(PageError::NotFound)?;
        let places = store::places_of_sub_item(conn, item)?;
        Self::new(&tracked, item, &places, typed, today).ok_or(PageError::NotFound)
    }
}

impl Page for PlacesOfItemPage {
    const TEMPLATE: &'static str = "projects/places_of_item.html";

    fn samples() -> Vec<Self> {
        let today = jiff::civil::date(2024, 7, 2);
        let [_, full] = samples::tracked();
        let page = |at: usize, places: &[Place], typed| {
            Self::new(&full, full.project.sub_items.get(at)?.id, places, typed, today)
        };
        let places = samples::places(&full.project);
        let typed = MoveForm {
            place: places.iter().map(|place| place.id.to_string()).collect(),
            state: "done".to_owned(),
            done_on: "2024<b>".to_owned(),
        };
        let terminated = page(0, &places, MoveForm::default()).map(|page| Self { terminated: true, ..page });
        [page(1, &[], MoveForm::default()), page(0, &places, typed), terminated].into_iter().flatten().collect()
    }
}

pub(super) fn address(item: SubItemId) -> String {
    format!("/department/sub-items/{item}/places")
}

pub async fn show_places_of_item(ctx: Ctx, who: As<Department>, id: Path<SubItemId>) -> Handled {
    let (id, today) = (*id, ctx.today());
    let page = ctx.read(move |conn| PlacesOfItemPage::of(conn, &who.person, id, MoveForm::default(), today)).await?;
    ctx.show(&page)
}

pub async fn move_places_page(
    ctx: Ctx,
    who: As<Department>,
    id: Path<SubItemId>,
    form: Form<MoveForm, LARGE_FORM>,
) -> Handled {
    let (id, today) = (*id, ctx.today());
    ctx.act(who, form, move |tx, who, at, typed| {
        let by = Reporter { person: &who.person, at, sub_item: id };
        let chosen: Vec<_> = typed.place.iter().filter_map(|place| place.parse().ok()).collect();
        actions::move_places(tx, &by, &chosen, &typed.state, &typed.done_on)
    })
    .then(address(id), "places-moved")
    .or_again(move |conn, who, typed| PlacesOfItemPage::of(conn, &who.person, id, typed, today))
    .await
}
