//! Rows of `needs`, `need_members` and `merge_objections`.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    dsl::{count_star, max},
};

use super::rows::{AT_A_TIME, Row as ProposalRow, whole};
use crate::{
    accounts,
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, CongressId, NeedId, PlaceId, ProposalId, ServiceFieldId, UnitId},
    proposals::{
        need::{Need, NeedState, OriginCount},
        proposal::{Origin, Proposal, ProposalState},
        schema::{merge_objections as objections, need_members as members, needs as table, places, proposals},
    },
    word_enum,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: NeedId,
    congress_id: CongressId,
    founded_by: ProposalId,
    title: String,
    words: String,
    field_id: ServiceFieldId,
    place_id: Option<PlaceId>,
    state: NeedState,
    year: i32,
    merged_into: Option<NeedId>,
    named_at: Option<Ts>,
}

impl From<Row> for Need {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            congress: row.congress_id,
            founded_by: row.founded_by,
            title: row.title,
            words: row.words,
            field: row.field_id,
            place: row.place_id,
            state: row.state,
            year: row.year,
            merged_into: row.merged_into,
            named_at: row.named_at,
        }
    }
}

/// States in which a need is shown to everybody.
const PUBLIC: [NeedState; 8] = [
    NeedState::Open,
    NeedState::Appraising,
    NeedState::Pool,
    NeedState::Refused,
    NeedState::Referred,
    NeedState::Candidate,
    NeedState::Chosen,
    NeedState::Done,
];

pub fn need_by_id(conn: &mut Conn, id: NeedId) -> Result<Option<Need>, DbError> {
    let row: Option<Row> = table::table.select(Row::as_select()).find(id).first(conn).optional()?;
    Ok(row.map(Need::from))
}

/// The need that this one was put into in the end; itself where it was not.
pub fn head_of(conn: &mut Conn, id: NeedId) -> Result<Option<Need>, DbError> {
    let Some(mut need) = need_by_id(conn, id)? else { return Ok(None) };
    while let Some(into) = need.merged_into {
        need = need_by_id(conn, into)?.ok_or_else(|| DbError::corrupt("a need was put into nothing"))?;
    }
    Ok(Some(need))
}

pub fn need_founded_by(conn: &mut Conn, proposal: ProposalId) -> Result<Option<Need>, DbError> {
    let row: Option<Row> =
        table::table.select(Row::as_select()).filter(table::founded_by.eq(proposal)).first(conn).optional()?;
    Ok(row.map(Need::from))
}

pub fn needs_by_id(conn: &mut Conn, ids: &[NeedId]) -> Result<Vec<Need>, DbError> {
    let rows: Vec<Row> = table::table.select(Row::as_select()).filter(table::id.eq_any(ids.to_vec())).load(conn)?;
    let mut needs: Vec<Need> = rows.into_iter().map(Need::from).collect();
    needs.sort_by_key(|need| ids.iter().position(|id| *id == need.id));
    Ok(needs)
}

/// Those that it stands with or ever stood with: each may have its title from it.
pub fn needs_stood_with(conn: &mut Conn, proposal: ProposalId) -> Result<Vec<Need>, DbError> {
    let ids: Vec<NeedId> =
        members::table.filter(members::proposal_id.eq(proposal)).select(members::need_id).distinct().load(conn)?;
    needs_by_id(conn, &ids)
}

/// What the list of needs is narrowed down to.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    pub field: Option<ServiceFieldId>,
    /// Those of one street; `None` for all.
    pub places: Option<Vec<PlaceId>>,
    /// Those of no street.
    pub whole: bool,
    pub state: Option<NeedState>,
    pub year: Option<i32>,
}

impl Narrowed {
    fn takes(&self, field: ServiceFieldId, place: Option<PlaceId>, state: NeedState, year: i32) -> bool {
        self.field.is_none_or(|wanted| field == wanted)
            && self.places.as_ref().is_none_or(|places| place.is_some_and(|place| places.contains(&place)))
            && (!self.whole || place.is_none())
            && self.state.is_none_or(|wanted| state == wanted)
            && self.year.is_none_or(|wanted| year == wanted)
            && PUBLIC.contains(&state)
    }
}

macro_rules! narrowed {
    ($congress:expr, $by:expr) => {{
        let by: &Narrowed = $by;
        let mut query = table::table.filter(table::congress_id.eq($congress)).into_boxed();
        query = match by.state {
            Some(state) => query.filter(table::state.eq(state)),
            None => query.filter(table::state.eq_any(PUBLIC.to_vec())),
        };
        if let Some(field) = by.field {
            query = query.filter(table::field_id.eq(field));
        }
        if let Some(places) = &by.places {
            query = query.filter(table::place_id.eq_any(places.iter().map(|place| Some(*place)).collect::<Vec<_>>()));
        }
        if let Some(year) = by.year {
            query = query.filter(table::year.eq(year));
        }
        if by.whole {
            query = query.filter(table::place_id.is_null());
        }
        query
    }};
}

/// One that everybody may see.
pub fn public_need(conn: &mut Conn, congress: CongressId, id: NeedId) -> Result<Option<Need>, DbError> {
    Ok(need_by_id(conn, id)?.filter(|need| need.congress == congress && PUBLIC.contains(&need.state)))
}

pub fn count_needs(conn: &mut Conn, congress: CongressId, by: &Narrowed) -> Result<i64, DbError> {
    if by.state.is_some_and(|state| !PUBLIC.contains(&state)) {
        return Ok(0);
    }
    Ok(narrowed!(congress, by).count().get_result(conn)?)
}

/// The years of what everybody may see, the newest first: each is found by the one after it.
pub fn years_of_needs(conn: &mut Conn, congress: CongressId) -> Result<Vec<i32>, DbError> {
    let mut years = Vec::new();
    loop {
        let mut query = table::table
            .select(table::year)
            .filter(table::congress_id.eq(congress))
            .filter(table::state.eq_any(PUBLIC.to_vec()))
            .into_boxed();
        if let Some(after) = years.last() {
            query = query.filter(table::year.lt(*after));
        }
        match query.order(table::year.desc()).first(conn).optional()? {
            Some(year) => years.push(year),
            None => return Ok(years),
        }
    }
}

/// Those of `ids` that everybody may see and that are asked for, each looked up by itself.
pub fn asked_for(conn: &mut Conn, by: &Narrowed, ids: &[NeedId]) -> Result<Vec<NeedId>, DbError> {
    let mut found = Vec::new();
    for some in ids.chunks(AT_A_TIME) {
        let rows: Vec<(NeedId, ServiceFieldId, Option<PlaceId>, NeedState, i32)> = table::table
            .select((table::id, table::field_id, table::place_id, table::state, table::year))
            .filter(table::id.eq_any(some.to_vec()))
            .order(table::id)
            .load(conn)?;
        let taken = rows.into_iter().filter(|(_, field, place, state, year)| by.takes(*field, *place, *state, *year));
        found.extend(taken.map(|(id, ..)| id));
    }
    Ok(found)
}

/// In the order of their making.
pub fn needs_from(
    conn: &mut Conn,
    congress: CongressId,
    by: &Narrowed,
    skip: i64,
    most: i64,
) -> Result<Vec<Need>, DbError> {
    if by.state.is_some_and(|state| !PUBLIC.contains(&state)) {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> =
        narrowed!(congress, by).select(Row::as_select()).order(table::id).offset(skip).limit(most).load(conn)?;
    Ok(rows.into_iter().map(Need::from).collect())
}

/// Titles to compare with: those of the places, or of the field.
pub fn titles_in(conn: &mut Conn, congress: CongressId, places: &[PlaceId]) -> Result<Vec<(NeedId, String)>, DbError> {
    let places: Vec<Option<PlaceId>> = places.iter().map(|place| Some(*place)).collect();
    Ok(table::table
        .select((table::id, table::title))
        .filter(table::congress_id.eq(congress))
        .filter(table::state.eq_any(PUBLIC.to_vec()))
        .filter(table::place_id.eq_any(places))
        .load(conn)?)
}

pub fn titles_of_field(
    conn: &mut Conn,
    congress: CongressId,
    field: ServiceFieldId,
) -> Result<Vec<(NeedId, String)>, DbError> {
    Ok(table::table
        .select((table::id, table::title))
        .filter(table::congress_id.eq(congress))
        .filter(table::state.eq_any(PUBLIC.to_vec()))
        .filter(table::field_id.eq(field))
        .load(conn)?)
}

pub fn insert_need(tx: &mut Tx, new: &Need) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::congress_id.eq(new.congress),
            table::founded_by.eq(new.founded_by),
            table::title.eq(&new.title),
            table::words.eq(&new.words),
            table::field_id.eq(new.field),
            table::place_id.eq(new.place),
            table::state.eq(new.state),
            table::year.eq(new.year),
            table::merged_into.eq(new.merged_into),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_need_state(tx: &mut Tx, id: NeedId, state: NeedState, merged_into: Option<NeedId>) -> Result<(), DbError> {
    diesel::update(table::table.find(id))
        .set((table::state.eq(state), table::merged_into.eq(merged_into)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_need_title(tx: &mut Tx, id: NeedId, title: &str, words: &str) -> Result<(), DbError> {
    diesel::update(table::table.find(id)).set((table::title.eq(title), table::words.eq(words))).execute(&mut **tx)?;
    Ok(())
}

pub fn set_named(tx: &mut Tx, id: NeedId, at: Ts) -> Result<(), DbError> {
    diesel::update(table::table.find(id)).set(table::named_at.eq(Some(at))).execute(&mut **tx)?;
    Ok(())
}

/// Those that stand with it at present, in the order in which they came.
pub fn members_of(conn: &mut Conn, need: NeedId) -> Result<Vec<Proposal>, DbError> {
    let rows: Vec<ProposalRow> = proposals::table
        .inner_join(members::table)
        .select(ProposalRow::as_select())
        .filter(members::need_id.eq(need))
        .filter(members::until.is_null())
        .order(proposals::id)
        .load(conn)?;
    whole(conn, rows)
}

/// Whether what stands with it came from that account, or from anybody of the unit that it works for.
pub fn is_proposer(conn: &mut Conn, need: NeedId, account: AccountId) -> Result<bool, DbError> {
    let unit = accounts::works_for(conn, account)?;
    let from: Vec<(Option<AccountId>, Option<UnitId>)> = proposals::table
        .inner_join(members::table)
        .select((proposals::account_id, proposals::unit_id))
        .filter(members::need_id.eq(need))
        .filter(members::until.is_null())
        .load(conn)?;
    Ok(from.into_iter().any(|(by, of)| by == Some(account) || (unit.is_some() && of == unit)))
}

pub fn member_counts(conn: &mut Conn, needs: &[NeedId]) -> Result<BTreeMap<NeedId, i64>, DbError> {
    let rows: Vec<(NeedId, i64)> = members::table
        .filter(members::need_id.eq_any(needs.to_vec()))
        .filter(members::until.is_null())
        .group_by(members::need_id)
        .select((members::need_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Of those that stand with it.
pub fn origins_of(conn: &mut Conn, need: NeedId) -> Result<OriginCount, DbError> {
    let rows: Vec<(Origin, Option<PlaceId>)> = proposals::table
        .inner_join(members::table)
        .select((proposals::origin, proposals::place_id))
        .filter(members::need_id.eq(need))
        .filter(members::until.is_null())
        .load(conn)?;
    let named: BTreeSet<PlaceId> = rows.iter().filter_map(|(_, place)| *place).collect();
    let streets: Vec<(PlaceId, String)> = places::table
        .select((places::id, places::street))
        .filter(places::id.eq_any(named.into_iter().collect::<Vec<_>>()))
        .load(conn)?;
    let streets: BTreeMap<PlaceId, String> = streets.into_iter().collect();
    let street = |place: Option<PlaceId>| streets.get(&place?).map(String::as_str);
    Ok(OriginCount::of(rows.iter().map(|(origin, place)| (*origin, street(*place)))))
}

fn last_step(conn: &mut Conn, proposal: ProposalId) -> Result<i32, DbError> {
    let last: Option<i32> =
        members::table.filter(members::proposal_id.eq(proposal)).select(max(members::step)).first(conn)?;
    Ok(last.unwrap_or(0))
}

/// From now on it stands with that need, and no longer with another.
pub fn move_to(tx: &mut Tx, proposal: ProposalId, need: NeedId, by: &str, at: Ts) -> Result<(), DbError> {
    leave_need(tx, proposal, at)?;
    let step = last_step(tx, proposal)? + 1;
    diesel::insert_into(members::table)
        .values((
            members::proposal_id.eq(proposal),
            members::step.eq(step),
            members::need_id.eq(need),
            members::since.eq(at),
            members::until.eq(None::<Ts>),
            members::by_name.eq(by),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn leave_need(tx: &mut Tx, proposal: ProposalId, at: Ts) -> Result<(), DbError> {
    let present = members::table.filter(members::proposal_id.eq(proposal)).filter(members::until.is_null());
    diesel::update(present).set(members::until.eq(Some(at))).execute(&mut **tx)?;
    Ok(())
}

word_enum! {
    /// What came of an objection to a merge.
    Ruled {
        Split = "split",
        Kept = "kept",
    }
}

/// 异议: its author says that it is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    pub proposal: ProposalId,
    pub need: NeedId,
    pub words: String,
    pub at: Ts,
    pub ruled: Option<(Ruled, String)>,
}

impl Objection {
    /// Whether somebody is still to settle it: what is not public stands with nothing it could be taken out of.
    pub fn waits(&self, proposal: &Proposal) -> bool {
        self.ruled.is_none() && proposal.state == ProposalState::Listed
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = objections)]
struct ObjectionRow {
    proposal_id: ProposalId,
    need_id: NeedId,
    words: String,
    at: Ts,
    outcome: Option<Ruled>,
    ruling: String,
}

fn objection(row: ObjectionRow) -> Objection {
    let ruled = row.outcome.map(|outcome| (outcome, row.ruling));
    Objection { proposal: row.proposal_id, need: row.need_id, words: row.words, at: row.at, ruled }
}

pub fn objection_of(conn: &mut Conn, proposal: ProposalId) -> Result<Option<Objection>, DbError> {
    let row: Option<ObjectionRow> =
        objections::table.select(ObjectionRow::as_select()).find(proposal).first(conn).optional()?;
    Ok(row.map(objection))
}

/// Those that wait, oldest first.
pub fn open_objections(conn: &mut Conn, congress: CongressId) -> Result<Vec<Objection>, DbError> {
    let rows: Vec<ObjectionRow> = objections::table
        .inner_join(table::table.on(objections::need_id.eq(table::id)))
        .inner_join(proposals::table.on(objections::proposal_id.eq(proposals::id)))
        .select(ObjectionRow::as_select())
        .filter(objections::outcome.is_null())
        .filter(proposals::state.eq(ProposalState::Listed))
        .filter(table::congress_id.eq(congress))
        .order(objections::at)
        .load(conn)?;
    Ok(rows.into_iter().map(objection).collect())
}

pub fn insert_objection(tx: &mut Tx, new: &Objection) -> Result<(), DbError> {
    diesel::insert_into(objections::table)
        .values((
            objections::proposal_id.eq(new.proposal),
            objections::need_id.eq(new.need),
            objections::words.eq(&new.words),
            objections::at.eq(new.at),
            objections::ruling.eq(""),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// What its author wrote of themselves into it.
pub fn blacken_objection(tx: &mut Tx, proposal: ProposalId) -> Result<(), DbError> {
    if let Some(objection) = objection_of(tx, proposal)? {
        let words = crate::guests::blackened(&objection.words);
        diesel::update(objections::table.find(proposal)).set(objections::words.eq(words)).execute(&mut **tx)?;
    }
    Ok(())
}

pub fn settle_objection(
    tx: &mut Tx,
    proposal: ProposalId,
    ruled: (Ruled, &str),
    by: &str,
    at: Ts,
) -> Result<(), DbError> {
    diesel::update(objections::table.find(proposal))
        .set((
            objections::outcome.eq(Some(ruled.0)),
            objections::ruling.eq(ruled.1),
            objections::settled_by.eq(Some(by)),
            objections::settled_at.eq(Some(at)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// What is counted of a need.
#[derive(Clone, Debug)]
pub struct NeedFact {
    pub id: NeedId,
    pub field: ServiceFieldId,
    pub place: Option<PlaceId>,
    pub state: NeedState,
    pub year: i32,
    pub proposals: i64,
}

/// Of every need that is public.
pub fn need_facts(conn: &mut Conn, congress: CongressId) -> Result<Vec<NeedFact>, DbError> {
    let rows: Vec<(NeedId, ServiceFieldId, Option<PlaceId>, NeedState, i32)> = table::table
        .select((table::id, table::field_id, table::place_id, table::state, table::year))
        .filter(table::congress_id.eq(congress))
        .filter(table::state.eq_any(PUBLIC.to_vec()))
        .load(conn)?;
    let counts: Vec<(NeedId, i64)> = members::table
        .inner_join(table::table)
        .filter(table::congress_id.eq(congress))
        .filter(members::until.is_null())
        .group_by(members::need_id)
        .select((members::need_id, count_star()))
        .load(conn)?;
    let counts: BTreeMap<NeedId, i64> = counts.into_iter().collect();
    let fact = |(id, field, place, state, year)| {
        let proposals = counts.get(&id).copied().unwrap_or_default();
        NeedFact { id, field, place, state, year, proposals }
    };
    Ok(rows.into_iter().map(fact).collect())
}
