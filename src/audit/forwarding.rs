//! The lists told to a log server elsewhere, entry after entry, after they are written: no act waits for it.

use super::store;
use crate::{
    db::{Db, DbError},
    syslog::{Line, LogServer},
};

#[derive(Debug, thiserror::Error)]
pub enum ForwardError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("the log server {server} cannot be told: {why}")]
    Server { server: LogServer, why: std::io::Error },
}

/// As many at a time.
const MOST: i64 = 200;

/// Tells the server what it was not told yet, each list in its order; how many entries. What was told when the note of it was lost,
/// or by two instances at once, is told again: chain and number say that it is the same.
pub fn forward(db: &Db, server: &LogServer, host: &str) -> Result<usize, ForwardError> {
    let mut told = 0;
    for (end, _) in db.read(store::ends)? {
        let congress = end.congress();
        loop {
            let from = db.read(|conn| store::forwarded(conn, congress))?;
            let entries = db.read(|conn| store::after(conn, congress, from, MOST))?;
            let Some((last, _)) = entries.last() else { break };
            let list = congress.map_or_else(|| "-".to_owned(), |id| id.to_string());
            let lines: Vec<String> = entries
                .iter()
                .map(|(entry, hash)| {
                    let seq = entry.seq.to_string();
                    let data: [(&str, &str); 6] = [
                        ("list", list.as_str()),
                        ("seq", &seq),
                        ("hash", hash),
                        ("role", &entry.role),
                        ("name", &entry.name),
                        ("subject", &entry.subject),
                    ];
                    let at = entry.at.timestamp();
                    Line { at, host, kind: &entry.action, data: &data, text: &entry.detail }.to_string()
                })
                .collect();
            server.is_told(&lines).map_err(|why| ForwardError::Server { server: server.clone(), why })?;
            let last = last.seq;
            db.write(|tx| store::set_forwarded(tx, congress, last))?;
            told += lines.len();
        }
    }
    Ok(told)
}

/// How many entries the server was not told yet.
pub fn not_forwarded(db: &Db) -> Result<i64, DbError> {
    db.read(|conn| {
        let mut waiting = 0;
        for (end, _) in store::ends(conn)? {
            waiting += end.seq - store::forwarded(conn, end.congress())?;
        }
        Ok::<_, DbError>(waiting)
    })
}
