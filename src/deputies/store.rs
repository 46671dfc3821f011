//! Rows of `delegations`, `deputies` and `roll_uploads`.

use std::collections::HashSet;

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    dsl::count_star,
};

use super::{
    attendance::{Attendance, LeaveReason, Mark, RollCount},
    deputy::{Delegation, Deputy},
    import::{NewRoll, RollUpload},
    roll::RollChoices,
};
use crate::{
    congress::{self, SessionKind, schema::sessions},
    db::{Conn, DbError, Ts, Tx},
    deputies::schema::{delegations as delegations_table, deputies as deputies_table, roll_uploads},
    ids::{AccountId, CongressId, DelegationId, DeputyId, RollUploadId, SessionId},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = deputies_table)]
struct DeputyRow {
    id: DeputyId,
    session_id: SessionId,
    account_id: Option<AccountId>,
    certificate_no: String,
    name: String,
    phone: Option<String>,
    seat: Option<String>,
    note: Option<String>,
    attendance: Attendance,
    leave_reason: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = delegations_table)]
struct DelegationRow {
    id: DelegationId,
    name: String,
    position: i32,
}

impl From<DelegationRow> for Delegation {
    fn from(row: DelegationRow) -> Self {
        Self { id: row.id, name: row.name, position: row.position }
    }
}

fn read((row, delegation): (DeputyRow, DelegationRow)) -> Deputy {
    Deputy {
        id: row.id,
        session: row.session_id,
        account: row.account_id,
        certificate_no: row.certificate_no,
        name: row.name,
        delegation: delegation.into(),
        phone: row.phone,
        seat: row.seat,
        note: row.note,
        attendance: row.attendance,
        leave_reason: row.leave_reason,
    }
}

/// The whole roll: delegation by delegation, by certificate number.
pub fn deputies(conn: &mut Conn, session: SessionId) -> Result<Vec<Deputy>, DbError> {
    let rows = deputies_table::table
        .inner_join(delegations_table::table)
        .select((DeputyRow::as_select(), DelegationRow::as_select()))
        .filter(deputies_table::session_id.eq(session))
        .order((delegations_table::position, deputies_table::certificate_no))
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

pub fn deputy(conn: &mut Conn, id: DeputyId) -> Result<Option<Deputy>, DbError> {
    let row = deputies_table::table
        .inner_join(delegations_table::table)
        .select((DeputyRow::as_select(), DelegationRow::as_select()))
        .filter(deputies_table::id.eq(id))
        .first(conn)
        .optional()?;
    Ok(row.map(read))
}

/// The deputy who signs in with the account: in the rehearsal that is worked on, else in the session at hand, else on the newest
/// roll that knows it.
pub fn deputy_by_account(conn: &mut Conn, account: AccountId) -> Result<Option<Deputy>, DbError> {
    let rows = deputies_table::table
        .inner_join(delegations_table::table)
        .inner_join(sessions::table)
        .select((DeputyRow::as_select(), DelegationRow::as_select()))
        .filter(deputies_table::account_id.eq(Some(account)))
        .order(sessions::year.desc())
        .load(conn)?;
    let mut known: Vec<Deputy> = rows.into_iter().map(read).collect();
    let at_work = congress::at_work(conn, known.iter().map(|deputy| deputy.session))?;
    Ok(at_work.map(|at| known.swap_remove(at)))
}

/// The delegations in the order of the roll.
pub fn delegations(conn: &mut Conn, session: SessionId) -> Result<Vec<Delegation>, DbError> {
    let rows = delegations_table::table
        .select(DelegationRow::as_select())
        .filter(delegations_table::session_id.eq(session))
        .order(delegations_table::position)
        .load(conn)?;
    Ok(rows.into_iter().map(Delegation::from).collect())
}

/// 应到, 请假, 实到 as they stand now.
pub fn roll_count(conn: &mut Conn, session: SessionId) -> Result<RollCount, DbError> {
    let rows: Vec<(Attendance, i64)> = deputies_table::table
        .filter(deputies_table::session_id.eq(session))
        .group_by(deputies_table::attendance)
        .select((deputies_table::attendance, count_star()))
        .load(conn)?;
    Ok(RollCount::of(rows))
}

pub fn certificate_numbers(conn: &mut Conn, session: SessionId) -> Result<Vec<String>, DbError> {
    Ok(deputies_table::table
        .select(deputies_table::certificate_no)
        .filter(deputies_table::session_id.eq(session))
        .load(conn)?)
}

/// With which accounts people sign in who are on another roll of the congress. A rehearsal's is only a copy, and needs none.
pub fn accounts_of_other_rolls(
    conn: &mut Conn,
    congress: CongressId,
    session: SessionId,
) -> Result<HashSet<AccountId>, DbError> {
    let found: Vec<Option<AccountId>> = deputies_table::table
        .inner_join(sessions::table)
        .select(deputies_table::account_id)
        .filter(sessions::congress_id.eq(congress))
        .filter(sessions::kind.eq(SessionKind::Regular))
        .filter(deputies_table::session_id.ne(session))
        .load(conn)?;
    Ok(found.into_iter().flatten().collect())
}

/// The new roll in the place of the old one.
pub fn replace_roll(tx: &mut Tx, session: SessionId, roll: &NewRoll) -> Result<(), DbError> {
    diesel::delete(deputies_table::table.filter(deputies_table::session_id.eq(session))).execute(&mut **tx)?;
    diesel::delete(delegations_table::table.filter(delegations_table::session_id.eq(session))).execute(&mut **tx)?;
    for delegation in &roll.delegations {
        diesel::insert_into(delegations_table::table)
            .values((
                delegations_table::id.eq(delegation.id),
                delegations_table::session_id.eq(session),
                delegations_table::name.eq(&delegation.name),
                delegations_table::position.eq(delegation.position),
            ))
            .execute(&mut **tx)?;
    }
    for deputy in &roll.deputies {
        diesel::insert_into(deputies_table::table)
            .values((
                deputies_table::id.eq(deputy.id),
                deputies_table::session_id.eq(session),
                deputies_table::delegation_id.eq(deputy.delegation.id),
                deputies_table::account_id.eq(deputy.account),
                deputies_table::certificate_no.eq(&deputy.certificate_no),
                deputies_table::name.eq(&deputy.name),
                deputies_table::phone.eq(&deputy.phone),
                deputies_table::seat.eq(&deputy.seat),
                deputies_table::note.eq(&deputy.note),
                deputies_table::attendance.eq(deputy.attendance),
                deputies_table::leave_reason.eq(&deputy.leave_reason),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

pub fn set_attendance(tx: &mut Tx, deputy: DeputyId, mark: &Mark) -> Result<(), DbError> {
    diesel::update(deputies_table::table.find(deputy))
        .set((
            deputies_table::attendance.eq(mark.attendance()),
            deputies_table::leave_reason.eq(mark.reason().map(LeaveReason::as_str)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn mark_present_as_absent(tx: &mut Tx, session: SessionId) -> Result<usize, DbError> {
    let present = deputies_table::table
        .filter(deputies_table::session_id.eq(session))
        .filter(deputies_table::attendance.eq(Attendance::Present));
    Ok(diesel::update(present).set(deputies_table::attendance.eq(Attendance::Absent)).execute(&mut **tx)?)
}

pub fn set_account(tx: &mut Tx, deputy: DeputyId, account: AccountId) -> Result<(), DbError> {
    diesel::update(deputies_table::table.find(deputy))
        .set(deputies_table::account_id.eq(Some(account)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The same person on another roll signs in with the account as well.
pub fn set_account_of_same(tx: &mut Tx, on: SessionId, deputy: &Deputy, account: AccountId) -> Result<(), DbError> {
    let same = deputies_table::table
        .filter(deputies_table::session_id.eq(on))
        .filter(deputies_table::certificate_no.eq(&deputy.certificate_no))
        .filter(deputies_table::name.eq(&deputy.name));
    diesel::update(same).set(deputies_table::account_id.eq(Some(account))).execute(&mut **tx)?;
    Ok(())
}

pub fn insert_upload(tx: &mut Tx, upload: &RollUpload, at: Ts) -> Result<(), DbError> {
    let choices = serde_json::to_string(&upload.choices).map_err(DbError::corrupt)?;
    diesel::insert_into(roll_uploads::table)
        .values((
            roll_uploads::id.eq(upload.id),
            roll_uploads::session_id.eq(upload.session),
            roll_uploads::file_name.eq(&upload.file_name),
            roll_uploads::content.eq(&upload.content),
            roll_uploads::choices.eq(choices),
            roll_uploads::uploaded_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = roll_uploads)]
struct UploadRow {
    session_id: SessionId,
    file_name: String,
    content: Vec<u8>,
    choices: String,
}

pub fn upload(conn: &mut Conn, id: RollUploadId) -> Result<Option<RollUpload>, DbError> {
    let row: Option<UploadRow> = roll_uploads::table.find(id).select(UploadRow::as_select()).first(conn).optional()?;
    let Some(row) = row else { return Ok(None) };
    let choices = serde_json::from_str(&row.choices).map_err(DbError::corrupt)?;
    Ok(Some(RollUpload { id, session: row.session_id, file_name: row.file_name, content: row.content, choices }))
}

pub fn set_choices(tx: &mut Tx, id: RollUploadId, choices: &RollChoices) -> Result<(), DbError> {
    let choices = serde_json::to_string(choices).map_err(DbError::corrupt)?;
    diesel::update(roll_uploads::table.find(id)).set(roll_uploads::choices.eq(choices)).execute(&mut **tx)?;
    Ok(())
}

pub fn delete_upload(tx: &mut Tx, id: RollUploadId) -> Result<(), DbError> {
    diesel::delete(roll_uploads::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

/// Files that nobody came back for.
pub fn delete_uploads_before(tx: &mut Tx, session: SessionId, before: Ts) -> Result<(), DbError> {
    diesel::delete(
        roll_uploads::table.filter(roll_uploads::session_id.eq(session)).filter(roll_uploads::uploaded_at.lt(before)),
    )
    .execute(&mut **tx)?;
    Ok(())
}
