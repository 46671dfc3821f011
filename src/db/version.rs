//! What is public has a version: whatever changes it moves the version in the same transaction, and every instance that
//! sees it moved makes its public pages anew.

use diesel::{QueryDsl, RunQueryDsl};

use super::{Conn, Db, DbError, Uid, schema::public_versions};

impl Db {
    pub fn public_version(&self) -> Result<i64, DbError> {
        self.read(public_version)
    }
}

/// Of all congresses together.
pub fn public_version(conn: &mut Conn) -> Result<i64, DbError> {
    let versions: Vec<(Uid, i64)> =
        public_versions::table.select((public_versions::congress_id, public_versions::version)).load(conn)?;
    Ok(versions.into_iter().map(|(_, version)| version).sum())
}
