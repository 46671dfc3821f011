//! What units say of their places.

use jiff::civil::Date;

use super::{
    import::{Fate, Judged, judged},
    outline::{self, Ground, Outline},
    place::{Details, Given, Place, PlaceForm, PlaceState, Removed, done_fault, identity},
    sheet::Line,
    store,
};
use crate::{
    accounts::Person,
    attachments::{self, Belongs, Owner, Prepared},
    audit::{self, Act, Deed},
    congress,
    db::{Conn, DbError, Ts, Tx},
    ids::{CongressId, ProjectPlaceId, SubItemId},
    projects::{
        self,
        lights::Standing,
        reports::Reporter,
        tracked::Tracked,
        units::{self, may_report},
    },
    proposals,
    web::{Lang, Message, Refusal, Refused},
    word_enum,
};

word_enum! {
    /// Which of a place's two pictures.
    Which {
        Before = "before",
        After = "after",
    }
}

impl Which {
    pub fn owner(self, place: ProjectPlaceId) -> Owner {
        match self {
            Self::Before => Owner::before(place),
            Self::After => Owner::after(place),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    #[error("the form is wrong in {} places", .0.len())]
    Wrong(Vec<Message>),
    #[error("it stands on the list already: {0}")]
    Twice(String),
    #[error("more than {MOST_PLACES} places of a sub-item")]
    TooMany,
    #[error("the project was terminated")]
    Terminated,
    #[error("no place is chosen")]
    NoneChosen,
    #[error("it is taken off the list without a reason")]
    NoReason,
    #[error("it was taken off the list")]
    Removed,
    #[error("no picture came")]
    NoPicture,
}

impl Refusal for PlaceError {
    fn message(&self) -> Message {
        match self {
            Self::Wrong(wrong) => Message::first_of(wrong),
            Self::Twice(code) => Message::new("place-twice").with("code", code).at("name"),
            Self::TooMany => Message::new("place-too-many").with("most", MOST_PLACES),
            Self::Terminated => "report-terminated".into(),
            Self::NoneChosen => "place-none-chosen".into(),
            Self::NoReason => Message::new("place-reason-missing").at("because"),
            Self::Removed => "place-removed".into(),
            Self::NoPicture => Message::new("place-picture-missing").at("photo"),
        }
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Wrong(wrong) => wrong.clone(),
            refusal => vec![refusal.message()],
        }
    }
}

/// Of a sub-item.
pub const MOST_PLACES: usize = 2_000;
const LONGEST_REASON: usize = 200;

/// The project, if this person's unit reports on the sub-item: the lead unit from the beginning, a responsible one once
/// the plan names it.
pub(super) fn own(conn: &mut Conn, person: &Person, sub_item: SubItemId) -> Result<Option<Tracked>, DbError> {
    let Some(unit) = units::store::unit_of(conn, person.id)? else { return Ok(None) };
    let project = projects::store::project_of_sub_item(conn, sub_item)?
        .filter(|project| Some(project.congress) == person.congress());
    let Some(project) = project else { return Ok(None) };
    let tracked = projects::store::tracked(conn, vec![project])?.pop();
    Ok(tracked.filter(|tracked| {
        may_report(&unit, tracked.lead.as_ref(), tracked.published().map(|version| &version.plan), sub_item)
    }))
}

fn admitted(tx: &mut Tx, person: &Person, sub_item: SubItemId) -> Result<Tracked, Refused<PlaceError>> {
    let tracked = own(tx, person, sub_item)?.ok_or(Refused::Missing)?;
    if tracked.standing() == Standing::Terminated {
        return Err(PlaceError::Terminated.into());
    }
    Ok(tracked)
}

fn own_place(tx: &mut Tx, person: &Person, id: ProjectPlaceId) -> Result<(Tracked, Place), Refused<PlaceError>> {
    let place = store::place_by_id(tx, id)?.ok_or(Refused::Missing)?;
    let tracked = admitted(tx, person, place.sub_item)?;
    if place.removed.is_some() {
        return Err(PlaceError::Removed.into());
    }
    Ok((tracked, place))
}

/// What the congress's list offers, and what places have already though it is not offered any more.
pub(super) fn areas(conn: &mut Conn, congress: CongressId, had: &[Place]) -> Result<Vec<proposals::Place>, DbError> {
    let mut all = proposals::places(conn, congress)?;
    all.retain(|area| area.offered || had.iter().any(|place| place.details.area == area.id));
    Ok(all)
}

fn code_of(tracked: &Tracked, place: &Place) -> String {
    place.code(tracked.sub_item(place.sub_item).map_or("", |item| &item.code))
}

fn audited(
    tx: &mut Tx,
    by: &Reporter,
    deed: Deed,
    tracked: &Tracked,
    mut detail: serde_json::Value,
) -> Result<(), DbError> {
    congress::public_changed(tx, tracked.project.congress)?;
    if let (Some(item), Some(detail)) = (tracked.sub_item(by.sub_item), detail.as_object_mut()) {
        detail.insert("sub_item".to_owned(), item.name.as_str().into());
    }
    audit::record(tx, &by.person.actor(), by.at, &Act::new(deed, &tracked.project.title).with(detail))
}

/// A new place with these details, or the one that was taken off the list before, back on it.
fn put(
    tx: &mut Tx,
    by: &Reporter,
    tracked: &Tracked,
    listed: &[Place],
    area: &proposals::Place,
    details: Details,
) -> Result<Place, Refused<PlaceError>> {
    let own = identity(&details.name, &area.street);
    let same = listed.iter().find(|place| place.identity() == own);
    if let Some(same) = same {
        if same.removed.is_none() {
            return Err(PlaceError::Twice(code_of(tracked, same)).into());
        }
        let again = same.with(area, details);
        store::rewrite(tx, &again)?;
        return Ok(again);
    }
    if listed.len() >= MOST_PLACES {
        return Err(PlaceError::TooMany.into());
    }
    let new = Place {
        id: ProjectPlaceId::new(),
        project: tracked.project.id,
        sub_item: by.sub_item,
        number: store::highest_number(tx, by.sub_item)?.saturating_add(1),
        street: area.street.clone(),
        community: area.community.clone(),
        details,
        added_at: by.at,
        removed: None,
    };
    store::insert(tx, &new)?;
    Ok(new)
}

/// Other details for a place that is on the list.
fn changed(
    tx: &mut Tx,
    tracked: &Tracked,
    listed: &[Place],
    place: &Place,
    area: &proposals::Place,
    details: Details,
) -> Result<bool, Refused<PlaceError>> {
    let own = identity(&details.name, &area.street);
    if let Some(same) = listed.iter().find(|other| other.id != place.id && other.identity() == own) {
        return Err(PlaceError::Twice(code_of(tracked, same)).into());
    }
    let after = place.with(area, details);
    if after == *place {
        return Ok(false);
    }
    store::rewrite(tx, &after)?;
    Ok(true)
}

/// What was typed; `had`: what this place has already.
fn read(
    tx: &mut Tx,
    tracked: &Tracked,
    had: &[Place],
    form: &PlaceForm,
    today: Date,
) -> Result<(proposals::Place, Details), Refused<PlaceError>> {
    let areas = areas(tx, tracked.project.congress, had)?;
    let outline = store::outline_of(tx, tracked.project.congress)?;
    let given = Given { areas: &areas, outline: outline.as_ref(), today };
    let details = form.read(&given).map_err(PlaceError::Wrong)?;
    let area = areas.iter().find(|area| area.id == details.area).cloned();
    Ok(area.map(|area| (area, details)).ok_or_else(|| PlaceError::Wrong(vec!["place-area-missing".into()]))?)
}

pub fn add_place(tx: &mut Tx, by: &Reporter, form: &PlaceForm) -> Result<ProjectPlaceId, Refused<PlaceError>> {
    let tracked = admitted(tx, by.person, by.sub_item)?;
    let listed = store::places_of_sub_item(tx, by.sub_item)?;
    let (area, details) = read(tx, &tracked, &[], form, by.at.day())?;
    let new = put(tx, by, &tracked, &listed, &area, details)?;
    let detail = serde_json::json!({ "place": new.id, "name": new.details.name, "state": new.details.state });
    audited(tx, by, Deed::PlaceAdded, &tracked, detail)?;
    Ok(new.id)
}

pub fn change_place(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: ProjectPlaceId,
    form: &PlaceForm,
) -> Result<SubItemId, Refused<PlaceError>> {
    let (tracked, place) = own_place(tx, person, id)?;
    let by = Reporter { person, at, sub_item: place.sub_item };
    let listed = store::places_of_sub_item(tx, place.sub_item)?;
    let (area, details) = read(tx, &tracked, std::slice::from_ref(&place), form, at.day())?;
    let detail = serde_json::json!({
        "place": id, "from": said(&place.details), "to": said(&details), "street": area.street,
    });
    if changed(tx, &tracked, &listed, &place, &area, details)? {
        audited(tx, &by, Deed::PlaceChanged, &tracked, detail)?;
    }
    Ok(place.sub_item)
}

/// As it stands in the audit list.
fn said(details: &Details) -> serde_json::Value {
    let form = PlaceForm::of(details);
    serde_json::json!({
        "name": form.name, "address": form.address, "state": form.state, "planned_on": form.planned_on,
        "done_on": form.done_on, "lon": form.lon, "lat": form.lat,
    })
}

/// The same state for several places at once; of what is done, on which day.
pub fn move_places(
    tx: &mut Tx,
    by: &Reporter,
    ids: &[ProjectPlaceId],
    state: &str,
    done_on: &str,
) -> Result<usize, Refused<PlaceError>> {
    let tracked = admitted(tx, by.person, by.sub_item)?;
    let state: Option<PlaceState> = state.parse().ok();
    let typed = !done_on.trim().is_empty();
    let day = done_on.trim().parse().ok();
    let mut wrong: Vec<Message> = Vec::new();
    if state.is_none() {
        wrong.push(Message::new("place-state-missing").at("state"));
    }
    if typed && day.is_none() {
        wrong.push(Message::new("place-done-unread").at("done_on"));
    }
    wrong.extend(done_fault(state, day, typed, by.at.day()).map(|key| Message::new(key).at("done_on")));
    let Some(state) = state.filter(|_| wrong.is_empty()) else { return Err(PlaceError::Wrong(wrong).into()) };
    let listed = store::places_of_sub_item(tx, by.sub_item)?;
    let chosen: Vec<&Place> =
        listed.iter().filter(|place| place.removed.is_none() && ids.contains(&place.id)).collect();
    if chosen.is_empty() {
        return Err(PlaceError::NoneChosen.into());
    }
    for place in &chosen {
        let details = Details { state, done_on: day, ..place.details.clone() };
        store::rewrite(tx, &Place { details, ..(*place).clone() })?;
    }
    let names: Vec<&str> = chosen.iter().map(|place| place.details.name.as_str()).collect();
    let detail = serde_json::json!({ "places": names, "state": state, "done_on": day.map(|day| day.to_string()) });
    audited(tx, by, Deed::PlacesMoved, &tracked, detail)?;
    Ok(chosen.len())
}

/// Those of these that are on the sub-item's list.
pub fn on_list(conn: &mut Conn, sub_item: SubItemId, ids: &[ProjectPlaceId]) -> Result<Vec<Place>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut listed = store::places_of_sub_item(conn, sub_item)?;
    listed.retain(|place| place.removed.is_none() && ids.contains(&place.id));
    Ok(listed)
}

/// What a report says was finished, on the day that it is about; what was done before stays as it was.
pub fn finish_places(tx: &mut Tx, places: &[Place], done_on: Date) -> Result<(), DbError> {
    for place in places.iter().filter(|place| place.details.state != PlaceState::Done) {
        let details = Details { state: PlaceState::Done, done_on: Some(done_on), ..place.details.clone() };
        store::rewrite(tx, &Place { details, ..place.clone() })?;
    }
    Ok(())
}

/// Off the list, with the reason; its address goes on to say so.
pub fn remove_place(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: ProjectPlaceId,
    because: &str,
) -> Result<SubItemId, Refused<PlaceError>> {
    let (tracked, place) = own_place(tx, person, id)?;
    let because: String = because.trim().chars().take(LONGEST_REASON).collect();
    if because.is_empty() {
        return Err(PlaceError::NoReason.into());
    }
    let detail = serde_json::json!({ "place": id, "name": place.details.name, "reason": because });
    store::set_removed(tx, id, &Removed { on: at.day(), because })?;
    audited(tx, &Reporter { person, at, sub_item: place.sub_item }, Deed::PlaceRemoved, &tracked, detail)?;
    Ok(place.sub_item)
}

/// The newest picture of its kind is the one that is shown.
pub fn add_place_picture(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: ProjectPlaceId,
    which: Which,
    pictures: &[Prepared],
) -> Result<(), Refused<PlaceError>> {
    let (tracked, place) = own_place(tx, person, id)?;
    if pictures.is_empty() {
        return Err(PlaceError::NoPicture.into());
    }
    let belongs = Belongs {
        congress: tracked.project.congress,
        project: tracked.project.id,
        owner: which.owner(id),
        by: &person.name,
        at,
    };
    attachments::keep(tx, &belongs, pictures)?;
    let detail = serde_json::json!({ "place": id, "name": place.details.name, "which": which });
    audited(tx, &Reporter { person, at, sub_item: place.sub_item }, Deed::PlacePictureAdded, &tracked, detail)?;
    Ok(())
}

/// What an import comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub new: usize,
    pub changed: usize,
    pub same: usize,
}

/// Line by line, what an import would come to.
pub(super) fn preview(
    conn: &mut Conn,
    tracked: &Tracked,
    sub_item: SubItemId,
    lines: &[Line],
    today: Date,
) -> Result<Vec<Result<Judged, Vec<Message>>>, DbError> {
    let listed = store::places_of_sub_item(conn, sub_item)?;
    let areas = areas(conn, tracked.project.congress, &listed)?;
    let outline = store::outline_of(conn, tracked.project.congress)?;
    let code = tracked.sub_item(sub_item).map_or("", |item| &item.code);
    Ok(judged(lines, &listed, &Given { areas: &areas, outline: outline.as_ref(), today }, code))
}

/// 批量导入: all lines or none; what is wrong with them is said in `lang`. Places that are not among them stay as they are.
pub fn import_places(tx: &mut Tx, by: &Reporter, lines: &[Line], lang: Lang) -> Result<Imported, Refused<PlaceError>> {
    let tracked = admitted(tx, by.person, by.sub_item)?;
    let mut imported = Imported::default();
    let mut wrong = Vec::new();
    for (line, judged) in lines.iter().zip(preview(tx, &tracked, by.sub_item, lines, by.at.day())?) {
        let Judged { fate, known, area, details } = match judged {
            Ok(judged) => judged,
            Err(faults) => {
                wrong.push(line.refused(&faults, lang));
                continue;
            }
        };
        match (fate, known) {
            (Fate::Same, _) => imported.same += 1,
            (Fate::Changed, Some(known)) => {
                store::rewrite(tx, &known.with(&area, details))?;
                imported.changed += 1;
            }
            (Fate::New | Fate::Changed, _) => {
                let listed = store::places_of_sub_item(tx, by.sub_item)?;
                put(tx, by, &tracked, &listed, &area, details)?;
                imported.new += 1;
            }
        }
    }
    if !wrong.is_empty() {
        return Err(PlaceError::Wrong(wrong).into());
    }
    if imported.new + imported.changed > 0 {
        let detail = serde_json::json!({ "new": imported.new, "changed": imported.changed, "same": imported.same });
        audited(tx, by, Deed::PlacesImported, &tracked, detail)?;
    }
    Ok(imported)
}

/// What is said of an outline beside its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutlineSaid {
    pub source: String,
    pub schematic: bool,
}

const LONGEST_SOURCE: usize = 80;

/// The streets on which places are drawn, in the place of those before.
pub fn upload_outline(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    content: &[u8],
    said: &OutlineSaid,
) -> Result<Ground, Refused<PlaceError>> {
    let congress = person.congress().ok_or(Refused::Missing)?;
    let mut wrong = Vec::new();
    let source: String = said.source.split_whitespace().collect::<Vec<_>>().join(" ");
    if source.is_empty() || source.chars().count() > LONGEST_SOURCE {
        wrong.push(Message::new("outline-source-wrong").with("most", LONGEST_SOURCE).at("source"));
    }
    let ground = match outline::parse(content, &store::streets(tx, congress)?) {
        Ok(ground) => ground,
        Err(faults) => {
            wrong.extend(faults);
            return Err(PlaceError::Wrong(wrong).into());
        }
    };
    if !wrong.is_empty() {
        return Err(PlaceError::Wrong(wrong).into());
    }
    let schematic = said.schematic;
    let outline = Outline { ground, source, schematic, uploaded_by: person.name.clone(), uploaded_at: at };
    store::save_outline(tx, congress, &outline)?;
    congress::public_changed(tx, congress)?;
    let detail = serde_json::json!({
        "streets": outline.ground.areas.len(), "points": outline.ground.points(), "schematic": schematic,
    });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::MapOutlineUploaded, &outline.source).with(detail))?;
    Ok(outline.ground)
}
