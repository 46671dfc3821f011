//! Rows of `service_fields`, `places` and `synonyms`.

use std::collections::BTreeMap;

use diesel::{ExpressionMethods, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use crate::{
    db::{Conn, DbError, Tx},
    ids::{CongressId, PlaceId, ServiceFieldId},
    proposals::{
        grams::Synonyms,
        lists::{Place, ServiceField},
        schema::{places, service_fields as fields, synonyms},
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = fields)]
struct FieldRow {
    id: ServiceFieldId,
    name: String,
    offered: bool,
}

/// All that were ever offered, in their order.
pub fn fields(conn: &mut Conn, congress: CongressId) -> Result<Vec<ServiceField>, DbError> {
    let rows: Vec<FieldRow> = fields::table
        .select(FieldRow::as_select())
        .filter(fields::congress_id.eq(congress))
        .order((fields::position, fields::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| ServiceField { id: row.id, name: row.name, offered: row.offered }).collect())
}

pub fn save_fields(tx: &mut Tx, congress: CongressId, names: &[String]) -> Result<(), DbError> {
    let known = fields(tx, congress)?;
    diesel::update(fields::table.filter(fields::congress_id.eq(congress)))
        .set(fields::offered.eq(false))
        .execute(&mut **tx)?;
    for (position, name) in (0_i32..).zip(names) {
        match known.iter().find(|field| field.name == *name) {
            Some(field) => {
                diesel::update(fields::table.find(field.id))
                    .set((fields::offered.eq(true), fields::position.eq(position)))
                    .execute(&mut **tx)?;
            }
            None => {
                diesel::insert_into(fields::table)
                    .values((
                        fields::id.eq(ServiceFieldId::new()),
                        fields::congress_id.eq(congress),
                        fields::name.eq(name),
                        fields::position.eq(position),
                        fields::offered.eq(true),
                    ))
                    .execute(&mut **tx)?;
            }
        }
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = places)]
struct PlaceRow {
    id: PlaceId,
    street: String,
    community: String,
    offered: bool,
}

pub fn places(conn: &mut Conn, congress: CongressId) -> Result<Vec<Place>, DbError> {
    let rows: Vec<PlaceRow> = places::table
        .select(PlaceRow::as_select())
        .filter(places::congress_id.eq(congress))
        .order((places::position, places::street, places::community))
        .load(conn)?;
    let place =
        |row: PlaceRow| Place { id: row.id, street: row.street, community: row.community, offered: row.offered };
    Ok(rows.into_iter().map(place).collect())
}

pub fn save_places(tx: &mut Tx, congress: CongressId, named: &[(String, String)]) -> Result<(), DbError> {
    let known = places(tx, congress)?;
    diesel::update(places::table.filter(places::congress_id.eq(congress)))
        .set(places::offered.eq(false))
        .execute(&mut **tx)?;
    for (position, (street, community)) in (0_i32..).zip(named) {
        match known.iter().find(|place| place.street == *street && place.community == *community) {
            Some(place) => {
                diesel::update(places::table.find(place.id))
                    .set((places::offered.eq(true), places::position.eq(position)))
                    .execute(&mut **tx)?;
            }
            None => {
                diesel::insert_into(places::table)
                    .values((
                        places::id.eq(PlaceId::new()),
                        places::congress_id.eq(congress),
                        places::street.eq(street),
                        places::community.eq(community),
                        places::position.eq(position),
                        places::offered.eq(true),
                    ))
                    .execute(&mut **tx)?;
            }
        }
    }
    Ok(())
}

pub fn synonym_pairs(conn: &mut Conn, congress: CongressId) -> Result<Vec<(String, String)>, DbError> {
    Ok(synonyms::table
        .select((synonyms::word, synonyms::means))
        .filter(synonyms::congress_id.eq(congress))
        .order((synonyms::means, synonyms::word))
        .load(conn)?)
}

pub fn synonyms(conn: &mut Conn, congress: CongressId) -> Result<Synonyms, DbError> {
    Ok(Synonyms::new(synonym_pairs(conn, congress)?))
}

pub fn save_synonyms(tx: &mut Tx, congress: CongressId, pairs: &BTreeMap<String, String>) -> Result<(), DbError> {
    diesel::delete(synonyms::table.filter(synonyms::congress_id.eq(congress))).execute(&mut **tx)?;
    for (word, means) in pairs {
        diesel::insert_into(synonyms::table)
            .values((synonyms::congress_id.eq(congress), synonyms::word.eq(word), synonyms::means.eq(means)))
            .execute(&mut **tx)?;
    }
    Ok(())
}
