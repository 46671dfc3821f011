//! Rows of `letters`.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    dsl::count_star,
};
use uuid::Uuid;

use super::{
    address::Address,
    letter::{MOST_GIVEN_UP, NewLetter},
};
use crate::{
    db::{Conn, DbError, Ts, Tx, Uid},
    ids::{CongressId, LetterId},
    post::schema::letters,
    word_enum,
};

word_enum! {
    State {
        Waiting = "waiting",
        GivenUp = "given_up",
    }
}

pub fn insert(tx: &mut Tx, new: &NewLetter, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(letters::table)
        .values((
            letters::id.eq(LetterId::new()),
            letters::congress_id.eq(new.congress),
            letters::about.eq(Uid(new.about)),
            letters::email.eq(new.to.as_str()),
            letters::state.eq(State::Waiting),
            letters::subject.eq(&new.text.0),
            letters::body.eq(&new.text.1),
            letters::stop.eq(new.stop),
            letters::due_at.eq(at),
            letters::attempts.eq(0),
            letters::made_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// All that waits about these, and what was given up.
pub fn forget(tx: &mut Tx, about: &[Uuid]) -> Result<(), DbError> {
    let about: Vec<Uid> = about.iter().copied().map(Uid).collect();
    diesel::delete(letters::table.filter(letters::about.eq_any(about))).execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = letters)]
pub struct Row {
    pub id: LetterId,
    pub congress_id: CongressId,
    pub about: Uid,
    pub email: String,
    pub subject: String,
    pub body: String,
    pub stop: Option<String>,
    /// Before this one.
    pub attempts: i32,
}

impl Row {
    pub fn to(&self) -> Address {
        Address::stored(self.email.clone())
    }
}

/// The letter that has been due longest.
pub fn due_letter(tx: &mut Tx, now: Ts) -> Result<Option<Row>, DbError> {
    Ok(letters::table
        .select(Row::as_select())
        .filter(letters::state.eq(State::Waiting))
        .filter(letters::due_at.le(now))
        .order((letters::due_at, letters::id))
        .first(&mut **tx)
        .optional()?)
}

pub fn set_due(tx: &mut Tx, id: LetterId, due: Ts, attempts: i32) -> Result<(), DbError> {
    diesel::update(letters::table.find(id))
        .set((letters::due_at.eq(due), letters::attempts.eq(attempts)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_given_up(tx: &mut Tx, id: LetterId) -> Result<(), DbError> {
    diesel::update(letters::table.find(id)).set(letters::state.eq(State::GivenUp)).execute(&mut **tx)?;
    Ok(())
}

/// It got through: what was given up before about the same counts no more.
pub fn set_sent(tx: &mut Tx, id: LetterId, about: Uid) -> Result<(), DbError> {
    diesel::delete(letters::table.find(id)).execute(&mut **tx)?;
    diesel::delete(letters::table.filter(letters::about.eq(about)).filter(letters::state.eq(State::GivenUp)))
        .execute(&mut **tx)?;
    Ok(())
}

/// What so many letters were given up about that no more is to be written.
pub fn hopeless(tx: &mut Tx) -> Result<Vec<Uuid>, DbError> {
    let counted: Vec<(Uid, i64)> = letters::table
        .group_by(letters::about)
        .select((letters::about, count_star()))
        .filter(letters::state.eq(State::GivenUp))
        .load(&mut **tx)?;
    Ok(counted.into_iter().filter(|(_, count)| *count >= MOST_GIVEN_UP).map(|(about, _)| about.0).collect())
}

/// Waiting ones, and those given up.
pub fn waiting_letters(conn: &mut Conn) -> Result<(i64, i64), DbError> {
    let mut of = |state| letters::table.filter(letters::state.eq(state)).count().get_result::<i64>(conn);
    Ok((of(State::Waiting)?, of(State::GivenUp)?))
}
