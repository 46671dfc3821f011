//! Rows of `proposals` and `proposal_wordings`.

use std::collections::BTreeMap;

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};
use jiff::civil::Date;

use crate::{
    accounts,
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{AccountId, CallId, CongressId, NeedId, PlaceId, ProposalId, ServiceFieldId},
    proposals::{
        proposal::{Channel, Origin, Proposal, ProposalState},
        schema::{calls, need_members as members, proposal_wordings as wordings, proposals as table},
        wording::Wording,
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
pub(super) struct Row {
    id: ProposalId,
    call_id: CallId,
    number: i32,
    origin: Origin,
    channel: Channel,
    state: ProposalState,
    reason: String,
    held: bool,
    late: bool,
    field_id: ServiceFieldId,
    place_id: Option<PlaceId>,
    account_id: Option<AccountId>,
    made_at: Ts,
    due_on: Day,
    answered_on: Option<Day>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = wordings)]
struct WordingRow {
    proposal_id: ProposalId,
    version: i32,
    title: String,
    why: String,
    gain: String,
    at: Ts,
}

/// A wording as it was at that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub version: i32,
    pub wording: Wording,
    pub at: Ts,
}

fn version(row: WordingRow) -> Version {
    let wording = Wording { title: row.title, why: row.why, gain: row.gain };
    Version { version: row.version, wording, at: row.at }
}

/// Rows named in one query: SQLite takes no more than so many values.
pub(super) const AT_A_TIME: usize = 200;

/// Each with its latest wording and the need it stands with, in the order of the rows.
pub(super) fn whole(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Proposal>, DbError> {
    let ids: Vec<ProposalId> = rows.iter().map(|row| row.id).collect();
    let mut latest: BTreeMap<ProposalId, Wording> = BTreeMap::new();
    let mut at: BTreeMap<ProposalId, NeedId> = BTreeMap::new();
    for some in ids.chunks(AT_A_TIME) {
        let worded: Vec<WordingRow> = wordings::table
            .select(WordingRow::as_select())
            .filter(wordings::proposal_id.eq_any(some.to_vec()))
            .order(wordings::version)
            .load(conn)?;
        latest.extend(worded.into_iter().map(|row| (row.proposal_id, version(row).wording)));
        let stand: Vec<(ProposalId, NeedId)> = members::table
            .select((members::proposal_id, members::need_id))
            .filter(members::proposal_id.eq_any(some.to_vec()))
            .filter(members::until.is_null())
            .load(conn)?;
        at.extend(stand);
    }
    let proposal = |row: Row| {
        let wording = latest.remove(&row.id).ok_or_else(|| DbError::corrupt("a proposal without words"))?;
        Ok(Proposal {
            need: at.get(&row.id).copied(),
            id: row.id,
            call: row.call_id,
            number: row.number,
            origin: row.origin,
            channel: row.channel,
            state: row.state,
            reason: row.reason,
            held: row.held,
            late: row.late,
            field: row.field_id,
            place: row.place_id,
            account: row.account_id,
            at: row.made_at,
            due: row.due_on.0,
            answered: row.answered_on.map(Date::from),
            wording,
        })
    };
    rows.into_iter().map(proposal).collect()
}

pub fn proposal_by_id(conn: &mut Conn, id: ProposalId) -> Result<Option<Proposal>, DbError> {
    let row: Option<Row> = table::table.select(Row::as_select()).find(id).first(conn).optional()?;
    Ok(whole(conn, row.into_iter().collect())?.pop())
}

/// Of that congress only: a code is worth nothing at another's site.
pub fn proposal_by_code(conn: &mut Conn, congress: CongressId, hash: &str) -> Result<Option<Proposal>, DbError> {
    let row: Option<Row> = table::table
        .inner_join(calls::table)
        .select(Row::as_select())
        .filter(calls::congress_id.eq(congress))
        .filter(table::code_hash.eq(hash))
        .first(conn)
        .optional()?;
    Ok(whole(conn, row.into_iter().collect())?.pop())
}

/// Which of them to look at.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub state: ProposalState,
    /// `None` for either.
    pub held: Option<bool>,
}

/// Calls of a congress, as what hangs on them is looked up by.
fn calls_of(conn: &mut Conn, congress: CongressId) -> Result<Vec<CallId>, DbError> {
    Ok(calls::table.select(calls::id).filter(calls::congress_id.eq(congress)).load(conn)?)
}

impl Wanted {
    fn held(self) -> impl Iterator<Item = bool> {
        [false, true].into_iter().filter(move |held| self.held.is_none_or(|wanted| wanted == *held))
    }
}

/// Oldest first, from `after` on. Of each call its own beginning is read, which the index has in this order: so it takes no longer
/// where many wait.
pub fn queue(
    conn: &mut Conn,
    congress: CongressId,
    wanted: Wanted,
    after: Option<ProposalId>,
    most: i64,
) -> Result<Vec<Proposal>, DbError> {
    let mut rows: Vec<Row> = Vec::new();
    for call in calls_of(conn, congress)? {
        for held in wanted.held() {
            let mut query = table::table
                .select(Row::as_select())
                .filter(table::call_id.eq(call))
                .filter(table::state.eq(wanted.state))
                .filter(table::held.eq(held))
                .into_boxed();
            if let Some(after) = after {
                query = query.filter(table::id.gt(after));
            }
            rows.extend(query.order(table::id).limit(most).load::<Row>(conn)?);
        }
    }
    rows.sort_unstable_by_key(|row| row.id);
    rows.truncate(usize::try_from(most).map_err(DbError::corrupt)?);
    whole(conn, rows)
}

/// How many there are, of which no more than `most` are counted.
pub fn count_in_queue(conn: &mut Conn, congress: CongressId, wanted: Wanted, most: usize) -> Result<usize, DbError> {
    let calls = calls_of(conn, congress)?;
    let there: Vec<bool> = table::table
        .select(table::held)
        .filter(table::call_id.eq_any(calls))
        .filter(table::state.eq(wanted.state))
        .filter(table::held.eq_any(wanted.held().collect::<Vec<_>>()))
        .limit(i64::try_from(most).map_err(DbError::corrupt)?)
        .load(conn)?;
    Ok(there.len())
}

pub fn proposals_of_call(conn: &mut Conn, call: CallId) -> Result<Vec<Proposal>, DbError> {
    let rows: Vec<Row> =
        table::table.select(Row::as_select()).filter(table::call_id.eq(call)).order(table::number).load(conn)?;
    whole(conn, rows)
}

/// What is public of a call.
pub fn listed_of_call(conn: &mut Conn, call: CallId) -> Result<Vec<Proposal>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::call_id.eq(call))
        .filter(table::state.eq(ProposalState::Listed))
        .order(table::number)
        .load(conn)?;
    whole(conn, rows)
}

pub fn count_listed(conn: &mut Conn, congress: CongressId) -> Result<usize, DbError> {
    let count: i64 = table::table
        .inner_join(calls::table)
        .filter(calls::congress_id.eq(congress))
        .filter(table::state.eq(ProposalState::Listed))
        .count()
        .get_result(conn)?;
    usize::try_from(count).map_err(DbError::corrupt)
}

/// What is public, in the order in which it came.
pub fn listed(conn: &mut Conn, congress: CongressId, skip: i64, most: i64) -> Result<Vec<Proposal>, DbError> {
    let rows: Vec<Row> = table::table
        .inner_join(calls::table)
        .select(Row::as_select())
        .filter(calls::congress_id.eq(congress))
        .filter(table::state.eq(ProposalState::Listed))
        .order(table::id)
        .offset(skip)
        .limit(most)
        .load(conn)?;
    whole(conn, rows)
}

pub fn proposals_by_account(conn: &mut Conn, account: AccountId) -> Result<Vec<Proposal>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::account_id.eq(account))
        .order(table::id.desc())
        .load(conn)?;
    whole(conn, rows)
}

/// Every wording, the first one first.
pub fn versions(conn: &mut Conn, id: ProposalId) -> Result<Vec<Version>, DbError> {
    let rows: Vec<WordingRow> = wordings::table
        .select(WordingRow::as_select())
        .filter(wordings::proposal_id.eq(id))
        .order(wordings::version)
        .load(conn)?;
    Ok(rows.into_iter().map(version).collect())
}

pub fn insert_proposal(tx: &mut Tx, new: &Proposal, code_hash: &str) -> Result<(), DbError> {
    let unit = new.account.map_or(Ok(None), |account| accounts::works_for(tx, account))?;
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::call_id.eq(new.call),
            table::number.eq(new.number),
            table::code_hash.eq(code_hash),
            table::origin.eq(new.origin),
            table::channel.eq(new.channel),
            table::state.eq(new.state),
            table::reason.eq(&new.reason),
            table::held.eq(new.held),
            table::late.eq(new.late),
            table::field_id.eq(new.field),
            table::place_id.eq(new.place),
            table::account_id.eq(new.account),
            table::unit_id.eq(unit),
            table::made_at.eq(new.at),
            table::due_on.eq(Day(new.due)),
            table::answered_on.eq(new.answered.map(Day)),
        ))
        .execute(&mut **tx)?;
    insert_version(tx, new.id, &Version { version: 1, wording: new.wording.clone(), at: new.at })
}

pub fn insert_version(tx: &mut Tx, id: ProposalId, new: &Version) -> Result<(), DbError> {
    diesel::insert_into(wordings::table)
        .values((
            wordings::proposal_id.eq(id),
            wordings::version.eq(new.version),
            wordings::title.eq(&new.wording.title),
            wordings::why.eq(&new.wording.why),
            wordings::gain.eq(&new.wording.gain),
            wordings::at.eq(new.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The words themselves, where they held what leads to a person.
pub fn set_words(tx: &mut Tx, id: ProposalId, version: i32, wording: &Wording) -> Result<(), DbError> {
    diesel::update(wordings::table.find((id, version)))
        .set((wordings::title.eq(&wording.title), wordings::why.eq(&wording.why), wordings::gain.eq(&wording.gain)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_state(tx: &mut Tx, id: ProposalId, state: ProposalState, reason: &str) -> Result<(), DbError> {
    diesel::update(table::table.find(id))
        .set((table::state.eq(state), table::reason.eq(reason), table::held.eq(false)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The code leads nowhere any more; the unit that it came from is no person.
pub fn forget_code(tx: &mut Tx, id: ProposalId) -> Result<(), DbError> {
    diesel::update(table::table.find(id))
        .set((table::code_hash.eq(format!("erased {id}")), table::account_id.eq(None::<AccountId>)))
        .execute(&mut **tx)?;
    Ok(())
}
