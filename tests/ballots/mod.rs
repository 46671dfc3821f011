//! Taking a ballot, casting it, and what the box refuses.

mod at_rest;
mod casting;
mod forged;
mod issuing;
mod refused;
mod signing;

pub use forged::signed_again;

use diesel::{QueryDsl, RunQueryDsl};
use piaojue::{audit::schema::audit_entries as entries, db::DbError};

use crate::support::TestApp;

/// Action, and everything else the entry says.
pub fn audit_entries(app: &TestApp) -> Vec<(String, String)> {
    app.reads(|conn| {
        let rows: Vec<(String, String, String, String, String)> = entries::table
            .select((entries::action, entries::actor_role, entries::actor_name, entries::subject, entries::detail))
            .order((entries::chain, entries::seq))
            .load(conn)
            .map_err(DbError::from)?;
        Ok(rows
            .into_iter()
            .map(|(action, role, name, subject, detail)| (action, format!("{role} {name} {subject} {detail}")))
            .collect())
    })
}
