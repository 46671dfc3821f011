//! Rows of `hall_screens`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::view::{HallScreen, View};
use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::SessionId,
    screen::schema::hall_screens,
};

pub fn screen_of(conn: &mut Conn, session: SessionId) -> Result<HallScreen, DbError> {
    let row: Option<(View, Option<Ts>, Option<Ts>)> = hall_screens::table
        .find(session)
        .select((hall_screens::view, hall_screens::countdown_ends_at, hall_screens::reveal_began_at))
        .first(conn)
        .optional()?;
    Ok(row.map_or_else(HallScreen::untouched, |(view, countdown_ends, reveal_began)| HallScreen {
        view,
        countdown_ends,
        reveal_began,
    }))
}

pub fn save(tx: &mut Tx, session: SessionId, screen: &HallScreen) -> Result<(), DbError> {
    let values = (
        hall_screens::view.eq(screen.view),
        hall_screens::countdown_ends_at.eq(screen.countdown_ends),
        hall_screens::reveal_began_at.eq(screen.reveal_began),
    );
    let changed = diesel::update(hall_screens::table.find(session)).set(values).execute(&mut **tx)?;
    if changed == 0 {
        diesel::insert_into(hall_screens::table)
            .values((hall_screens::session_id.eq(session), values))
            .execute(&mut **tx)?;
    }
    Ok(())
}
