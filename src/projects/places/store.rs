//! Rows of `project_places` and `map_outlines`. Street and community are those of the congress's own list.

use std::collections::BTreeSet;

use diesel::{
    AsChangeset, EscapeExpressionMethods, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, Queryable,
    RunQueryDsl, Selectable, SelectableHelper, TextExpressionMethods,
    dsl::{count_star, max},
};

use super::{
    coordinates::Coordinates,
    listed::{Listed, street_of},
    outline::Outline,
    place::{Details, Place, PlaceState, Removed},
};
use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{CongressId, PlaceId, ProjectId, ProjectPlaceId, SubItemId},
    projects::{
        plans::{self, PlanState},
        schema::{map_outlines as outlines, project_places as table, project_sub_items as sub_items, projects},
    },
    proposals::{self, grams::fold, schema::places as areas},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table)]
struct Row {
    id: ProjectPlaceId,
    project_id: ProjectId,
    sub_item_id: SubItemId,
    number: i32,
    #[diesel(embed)]
    said: Said,
    added_at: Ts,
    removed_on: Option<Day>,
    removed_because: Option<String>,
}

/// What may be changed of a place.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = table, treat_none_as_null = true)]
struct Said {
    area_id: PlaceId,
    name: String,
    address: String,
    state: PlaceState,
    planned_on: Option<Day>,
    done_on: Option<Day>,
    lon: Option<i32>,
    lat: Option<i32>,
    searched: String,
}

impl Said {
    fn of(details: &Details, street: &str, community: &str) -> Self {
        let Details { name, area, address, state, planned_on, done_on, coordinates } = details;
        Self {
            area_id: *area,
            name: name.clone(),
            address: address.clone(),
            state: *state,
            planned_on: planned_on.map(Day),
            done_on: done_on.map(Day),
            lon: coordinates.map(|at| at.lon),
            lat: coordinates.map(|at| at.lat),
            searched: fold(&format!("{name}\n{address}\n{street}{community}")),
        }
    }
}

/// Where a place lies, by the congress's list.
#[derive(Queryable, Selectable)]
#[diesel(table_name = areas)]
struct Area {
    street: String,
    community: String,
}

fn coordinates(lon: Option<i32>, lat: Option<i32>) -> Option<Coordinates> {
    Some(Coordinates { lon: lon?, lat: lat? })
}

fn place((row, area): (Row, Area)) -> Place {
    let Row { id, project_id: project, sub_item_id: sub_item, number, said, added_at, removed_on, removed_because } =
        row;
    let Said { area_id, name, address, state, planned_on, done_on, lon, lat, searched: _ } = said;
    Place {
        id,
        project,
        sub_item,
        number,
        street: area.street,
        community: area.community,
        details: Details {
            name,
            area: area_id,
            address,
            state,
            planned_on: planned_on.map(|day| day.0),
            done_on: done_on.map(|day| day.0),
            coordinates: coordinates(lon, lat),
        },
        added_at,
        removed: removed_on.zip(removed_because).map(|(on, because)| Removed { on: on.0, because }),
    }
}

/// Those that were taken off the list among them, by number.
pub fn places_of_sub_item(conn: &mut Conn, sub_item: SubItemId) -> Result<Vec<Place>, DbError> {
    let rows: Vec<(Row, Area)> = table::table
        .inner_join(areas::table)
        .select((Row::as_select(), Area::as_select()))
        .filter(table::sub_item_id.eq(sub_item))
        .order(table::number)
        .load(conn)?;
    Ok(rows.into_iter().map(place).collect())
}

pub fn place_by_id(conn: &mut Conn, id: ProjectPlaceId) -> Result<Option<Place>, DbError> {
    let row: Option<(Row, Area)> = table::table
        .inner_join(areas::table)
        .select((Row::as_select(), Area::as_select()))
        .filter(table::id.eq(id))
        .first(conn)
        .optional()?;
    Ok(row.map(place))
}

/// Whether its pictures are seen once its project is public.
pub fn place_is_public(conn: &mut Conn, id: ProjectPlaceId) -> Result<bool, DbError> {
    let found: Option<ProjectPlaceId> =
        table::table.find(id).filter(table::removed_on.is_null()).select(table::id).first(conn).optional()?;
    Ok(found.is_some())
}

/// How many of these projects' places stand how, by sub-item.
pub fn counts(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<(SubItemId, PlaceState, i64)>, DbError> {
    Ok(table::table
        .group_by((table::sub_item_id, table::state))
        .select((table::sub_item_id, table::state, count_star()))
        .filter(table::project_id.eq_any(projects.to_vec()))
        .filter(table::removed_on.is_null())
        .load(conn)?)
}

/// In which streets these projects' lists have places, each once a sub-item.
pub fn streets_of_lists(
    conn: &mut Conn,
    projects: &[ProjectId],
) -> Result<Vec<(ProjectId, SubItemId, String)>, DbError> {
    Ok(table::table
        .inner_join(areas::table)
        .select((table::project_id, table::sub_item_id, areas::street))
        .distinct()
        .filter(table::project_id.eq_any(projects.to_vec()))
        .filter(table::removed_on.is_null())
        .order((table::sub_item_id, areas::street))
        .load(conn)?)
}

/// 0 where there is none.
pub fn highest_number(tx: &mut Tx, sub_item: SubItemId) -> Result<i32, DbError> {
    let highest: Option<i32> =
        table::table.filter(table::sub_item_id.eq(sub_item)).select(max(table::number)).first(&mut **tx)?;
    Ok(highest.unwrap_or(0))
}

pub fn insert(tx: &mut Tx, place: &Place) -> Result<(), DbError> {
    let row = Row {
        id: place.id,
        project_id: place.project,
        sub_item_id: place.sub_item,
        number: place.number,
        said: Said::of(&place.details, &place.street, &place.community),
        added_at: place.added_at,
        removed_on: None,
        removed_because: None,
    };
    diesel::insert_into(table::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Back on the list, if it was taken off.
pub fn rewrite(tx: &mut Tx, place: &Place) -> Result<(), DbError> {
    diesel::update(table::table.find(place.id))
        .set((
            Said::of(&place.details, &place.street, &place.community),
            table::removed_on.eq(None::<Day>),
            table::removed_because.eq(None::<String>),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_removed(tx: &mut Tx, id: ProjectPlaceId, removed: &Removed) -> Result<(), DbError> {
    diesel::update(table::table.find(id))
        .set((table::removed_on.eq(Some(Day(removed.on))), table::removed_because.eq(Some(&removed.because))))
        .execute(&mut **tx)?;
    Ok(())
}

/// A place of a public project, with what it belongs to.
#[derive(Queryable)]
struct ListedRow {
    id: ProjectPlaceId,
    project: ProjectId,
    title: String,
    year: i32,
    sub_item: SubItemId,
    item_code: String,
    item: String,
    number: i32,
    name: String,
    street: String,
    community: String,
    address: String,
    state: PlaceState,
    planned_on: Option<Day>,
    done_on: Option<Day>,
    lon: Option<i32>,
    lat: Option<i32>,
}

impl From<ListedRow> for Listed {
    fn from(row: ListedRow) -> Self {
        Self {
            id: Some(row.id),
            project: row.project,
            title: row.title,
            year: row.year,
            sub_item: row.sub_item,
            item_code: row.item_code,
            item: row.item,
            number: row.number,
            name: row.name,
            street: Some(row.street),
            community: row.community,
            address: row.address,
            state: Some(row.state),
            planned_on: row.planned_on.map(|day| day.0),
            done_on: row.done_on.map(|day| day.0),
            coordinates: coordinates(row.lon, row.lat),
        }
    }
}

/// Which places are looked for.
#[derive(Clone, Debug, Default)]
pub struct Narrowed<'a> {
    pub street: Option<&'a str>,
    pub project: Option<ProjectId>,
    /// All of them have to be there.
    pub words: &'a [String],
}

/// Whatever stands in it, taken as it stands.
fn somewhere(word: &str) -> String {
    let plain = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{plain}%")
}

/// Public and on a list, of a congress.
macro_rules! narrowed {
    ($congress:expr, $by:expr) => {{
        let by: &Narrowed = $by;
        let mut query = table::table
            .inner_join(projects::table)
            .inner_join(sub_items::table)
            .inner_join(areas::table)
            .filter(projects::congress_id.eq($congress))
            .filter(projects::public.eq(true))
            .filter(table::removed_on.is_null())
            .into_boxed();
        if let Some(street) = by.street {
            query = query.filter(areas::street.eq(street.to_owned()));
        }
        if let Some(project) = by.project {
            query = query.filter(table::project_id.eq(project));
        }
        for word in by.words {
            query = query.filter(table::searched.like(somewhere(word)).escape('\\'));
        }
        query
    }};
}

pub fn count_listed(conn: &mut Conn, congress: CongressId, by: &Narrowed) -> Result<i64, DbError> {
    Ok(narrowed!(congress, by).count().get_result(conn)?)
}

/// Newest year first, by project, sub-item and number; `most` of them behind the first `skip`.
pub fn listed(
    conn: &mut Conn,
    congress: CongressId,
    by: &Narrowed,
    skip: i64,
    most: i64,
) -> Result<Vec<Listed>, DbError> {
    let rows: Vec<ListedRow> = narrowed!(congress, by)
        .select((
            table::id,
            table::project_id,
            projects::title,
            projects::year,
            table::sub_item_id,
            sub_items::code,
            sub_items::name,
            table::number,
            table::name,
            areas::street,
            areas::community,
            table::address,
            table::state,
            table::planned_on,
            table::done_on,
            table::lon,
            table::lat,
        ))
        .order((projects::year.desc(), projects::number, sub_items::position, table::number))
        .offset(skip)
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(Listed::from).collect())
}

/// Where plans of public projects say that something is done, of sub-items without a list of places.
pub fn addresses_of_plans(conn: &mut Conn, congress: CongressId, streets: &[String]) -> Result<Vec<Listed>, DbError> {
    let found = crate::projects::store::public_projects(conn, congress)?;
    let ids: Vec<ProjectId> = found.iter().map(|project| project.id).collect();
    let with_a_list: Vec<SubItemId> = counts(conn, &ids)?.into_iter().map(|(sub_item, ..)| sub_item).collect();
    let plans = plans::store::plans_of(conn, &ids)?;
    let mut all = Vec::new();
    for project in found {
        let plan = plans.iter().rfind(|plan| plan.project == project.id && plan.state == PlanState::Published);
        let Some(plan) = plan else { continue };
        for item in project.sub_items.iter().filter(|item| !with_a_list.contains(&item.id)) {
            let Some(planned) = plan.plan.item(item.id).filter(|planned| !planned.address.is_empty()) else { continue };
            let at = planned.coordinates.as_ref().map(|(north, east)| Coordinates::parse(east, north));
            all.push(Listed {
                id: None,
                project: project.id,
                title: project.title.clone(),
                year: project.year,
                sub_item: item.id,
                item_code: item.code.clone(),
                item: item.name.clone(),
                number: 0,
                name: item.name.clone(),
                street: street_of(&planned.address, streets).map(ToOwned::to_owned),
                community: String::new(),
                address: planned.address.clone(),
                state: None,
                planned_on: None,
                done_on: None,
                coordinates: at.and_then(|at| at.ok().flatten()),
            });
        }
    }
    Ok(all)
}

/// Streets of the congress's list, in its order.
pub fn streets(conn: &mut Conn, congress: CongressId) -> Result<Vec<String>, DbError> {
    let mut streets: Vec<String> = proposals::places(conn, congress)?.into_iter().map(|area| area.street).collect();
    let mut known = BTreeSet::new();
    streets.retain(|street| known.insert(street.clone()));
    Ok(streets)
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = outlines)]
struct OutlineRow {
    congress_id: CongressId,
    areas: String,
    source: String,
    schematic: bool,
    uploaded_by: String,
    uploaded_at: Ts,
}

pub fn outline_of(conn: &mut Conn, congress: CongressId) -> Result<Option<Outline>, DbError> {
    let row: Option<OutlineRow> =
        outlines::table.select(OutlineRow::as_select()).find(congress).first(conn).optional()?;
    row.map(|row| {
        Ok(Outline {
            ground: serde_json::from_str(&row.areas).map_err(DbError::corrupt)?,
            source: row.source,
            schematic: row.schematic,
            uploaded_by: row.uploaded_by,
            uploaded_at: row.uploaded_at,
        })
    })
    .transpose()
}

/// In the place of the one before.
pub fn save_outline(tx: &mut Tx, congress: CongressId, outline: &Outline) -> Result<(), DbError> {
    diesel::delete(outlines::table.find(congress)).execute(&mut **tx)?;
    let row = OutlineRow {
        congress_id: congress,
        areas: serde_json::to_string(&outline.ground).map_err(DbError::corrupt)?,
        source: outline.source.clone(),
        schematic: outline.schematic,
        uploaded_by: outline.uploaded_by.clone(),
        uploaded_at: outline.uploaded_at,
    };
    diesel::insert_into(outlines::table).values(row).execute(&mut **tx)?;
    Ok(())
}
