//! Whose database this is: the fingerprint of the secret under which it was begun. Under another secret nobody's
//! sign-in holds, and the server's share of an open box is lost, so that the wrong one is told before it does harm.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::{Conn, Db, DbError, Tx, schema::secret_fingerprint};

/// What a database says of a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ownership {
    Ours,
    /// Nobody has used it so far.
    Nobodys,
    /// Begun under the secret of this fingerprint.
    Anothers(String),
}

const ONLY_ROW: i32 = 1;

fn written(conn: &mut Conn) -> Result<Option<String>, DbError> {
    Ok(secret_fingerprint::table.find(ONLY_ROW).select(secret_fingerprint::fingerprint).first(conn).optional()?)
}

fn compare(written: Option<String>, fingerprint: &str) -> Ownership {
    match written {
        None => Ownership::Nobodys,
        Some(same) if same == fingerprint => Ownership::Ours,
        Some(other) => Ownership::Anothers(other),
    }
}

impl Db {
    pub fn ownership(&self, fingerprint: &str) -> Result<Ownership, DbError> {
        Ok(compare(self.read(written)?, fingerprint))
    }

    /// Like [`Db::ownership`]; a database that is nobody's is ours from now on. Nothing is written where it is somebody's, so
    /// that whoever begins a command waits for no standby.
    pub fn claim(&self, fingerprint: &str) -> Result<Ownership, DbError> {
        match self.ownership(fingerprint)? {
            Ownership::Nobodys => {}
            known => return Ok(known),
        }
        self.write(|tx| match compare(written(tx)?, fingerprint) {
            Ownership::Nobodys => {
                diesel::insert_into(secret_fingerprint::table)
                    .values((secret_fingerprint::id.eq(ONLY_ROW), secret_fingerprint::fingerprint.eq(fingerprint)))
                    .execute(&mut **tx)?;
                Ok(Ownership::Ours)
            }
            known => Ok(known),
        })
    }
}

/// Takes the database over for another secret, for whoever has lost the first one for good.
pub fn claim_from_whoever(tx: &mut Tx, fingerprint: &str) -> Result<(), DbError> {
    diesel::update(secret_fingerprint::table.find(ONLY_ROW))
        .set(secret_fingerprint::fingerprint.eq(fingerprint))
        .execute(&mut **tx)?;
    Ok(())
}
