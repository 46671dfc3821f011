//! How long proposals wait for an answer, counted and listed where they lie.

use diesel::{ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};
use jiff::civil::Date;

use super::rows::{Row, whole};
use crate::{
    db::{Conn, Day, DbError},
    ids::{CallId, CongressId},
    proposals::{
        answer::ClockCount,
        proposal::{Proposal, ProposalState},
        schema::{calls, proposals as table},
    },
    word_enum,
};

word_enum! {
    /// Which clocks to look at.
    Clocks {
        /// Without an answer.
        Open = "open",
        /// Without one though its time is over.
        Overdue = "overdue",
        /// Answered after its time.
        Late = "late",
        Answered = "answered",
    }
}

/// Named one by one, as the index has them.
fn not_withdrawn() -> Vec<ProposalState> {
    ProposalState::ALL.iter().copied().filter(|state| *state != ProposalState::Withdrawn).collect()
}

/// Those of a congress, or of one call, that were not withdrawn.
macro_rules! clocks {
    ($congress:expr, $call:expr) => {{
        let of_congress = calls::table.select(calls::id).filter(calls::congress_id.eq($congress));
        let mut query = table::table
            .filter(table::call_id.eq_any(of_congress))
            .filter(table::state.eq_any(not_withdrawn()))
            .into_boxed();
        if let Some(call) = $call {
            query = query.filter(table::call_id.eq(call));
        }
        query
    }};
}

macro_rules! of_kind {
    ($query:expr, $which:expr, $today:expr) => {
        match $which {
            Clocks::Open => $query.filter(table::answered_on.is_null()),
            Clocks::Overdue => $query.filter(table::answered_on.is_null()).filter(table::due_on.lt(Day($today))),
            Clocks::Late => $query.filter(table::answered_on.gt(table::due_on.nullable())),
            Clocks::Answered => $query.filter(table::answered_on.is_not_null()),
        }
    };
}

pub fn count_clocks(
    conn: &mut Conn,
    congress: CongressId,
    call: Option<CallId>,
    which: Clocks,
    today: Date,
) -> Result<usize, DbError> {
    let count: i64 = of_kind!(clocks!(congress, call), which, today).count().get_result(conn)?;
    usize::try_from(count).map_err(DbError::corrupt)
}

pub fn clock_count(
    conn: &mut Conn,
    congress: CongressId,
    call: Option<CallId>,
    today: Date,
) -> Result<ClockCount, DbError> {
    let (open, answered) = (
        count_clocks(conn, congress, call, Clocks::Open, today)?,
        count_clocks(conn, congress, call, Clocks::Answered, today)?,
    );
    Ok(ClockCount {
        received: open + answered,
        answered,
        open,
        open_late: count_clocks(conn, congress, call, Clocks::Overdue, today)?,
        answered_late: count_clocks(conn, congress, call, Clocks::Late, today)?,
    })
}

/// Those that are due first, from `skip` on.
pub fn clock_rows(
    conn: &mut Conn,
    congress: CongressId,
    call: Option<CallId>,
    which: Clocks,
    today: Date,
    (skip, most): (i64, i64),
) -> Result<Vec<Proposal>, DbError> {
    let rows: Vec<Row> = of_kind!(clocks!(congress, call), which, today)
        .select(Row::as_select())
        .order((table::due_on, table::id))
        .offset(skip)
        .limit(most)
        .load(conn)?;
    whole(conn, rows)
}
