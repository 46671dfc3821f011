//! Taking away one row with everything that hangs on it, by the foreign keys that the database itself knows, so that a
//! table added later is not left behind.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Text};

use super::{Conn, DbError, Tx, Uid};
use crate::on_db;

/// `child.column` points to `parent.target`.
#[derive(Clone, Debug, QueryableByName)]
struct Link {
    #[diesel(sql_type = Text)]
    child: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    parent: String,
    #[diesel(sql_type = Text)]
    target: String,
}

const LINKS_SQLITE: &str = "SELECT m.name AS child, f.\"from\" AS column_name, f.\"table\" AS parent, f.\"to\" AS target \
     FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2";
const LINKS_POSTGRES: &str = "SELECT child.relname::text AS child, a.attname::text AS column_name, \
     parent.relname::text AS parent, b.attname::text AS target FROM pg_constraint c \
     JOIN pg_class child ON child.oid = c.conrelid JOIN pg_class parent ON parent.oid = c.confrelid \
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] \
     JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1] \
     WHERE c.contype = 'f' AND child.relnamespace = current_schema()::regnamespace ORDER BY 1, 2";

/// Deletes every row that hangs on the row of `table` with this id, but not that row itself; `kept` stays, though it
/// hangs there too. What is append-only refuses, unless the database knows that a rehearsal is being forgotten.
pub(crate) fn delete_what_hangs_on(tx: &mut Tx, table: &str, id: Uid, kept: &str) -> Result<(), DbError> {
    let links: Vec<Link> = match &**tx {
        Conn::Sqlite(_) => sql_query(LINKS_SQLITE).load(&mut **tx)?,
        Conn::Pg(_) => sql_query(LINKS_POSTGRES).load(&mut **tx)?,
    };
    let links: Vec<Link> = links.into_iter().filter(|link| link.child != kept).collect();
    let order = children_first(table, &links)?;
    // The text of a UUID holds nothing that could end the literal.
    let root = match &**tx {
        Conn::Sqlite(_) => format!("id = x'{}'", id.0.simple()),
        Conn::Pg(_) => format!("id = '{}'", id.0),
    };
    let mut conditions = BTreeMap::from([(table.to_owned(), root)]);
    for name in order.iter().rev().filter(|name| *name != table) {
        let hangs: Vec<String> = links
            .iter()
            .filter(|link| link.child == *name && link.parent != *name)
            .filter_map(|link| {
                let of_parent = conditions.get(&link.parent)?;
                Some(format!("{} IN (SELECT {} FROM {} WHERE {of_parent})", link.column_name, link.target, link.parent))
            })
            .collect();
        conditions.insert(name.clone(), hangs.join(" OR "));
    }
    for name in order.iter().filter(|name| *name != table) {
        if let Some(condition) = conditions.get(name) {
            run(tx, &format!("DELETE FROM {name} WHERE {condition}"))?;
        }
    }
    Ok(())
}

fn run(tx: &mut Tx, statement: &str) -> Result<(), DbError> {
    on_db!(&mut **tx, c => c.batch_execute(statement))?;
    Ok(())
}

/// `root` and every table from which it can be reached, each before those it points to.
fn children_first(root: &str, links: &[Link]) -> Result<Vec<String>, DbError> {
    let mut left = BTreeSet::from([root.to_owned()]);
    loop {
        let more: Vec<String> = links
            .iter()
            .filter(|link| left.contains(&link.parent) && !left.contains(&link.child))
            .map(|link| link.child.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        left.extend(more);
    }
    let mut order = Vec::new();
    while !left.is_empty() {
        let is_pointed_to = |name: &String| {
            links.iter().any(|link| link.parent == *name && link.child != *name && left.contains(&link.child))
        };
        let Some(next) = left.iter().find(|name| !is_pointed_to(name)).cloned() else {
            return Err(DbError::corrupt("tables that hang on one another in a circle"));
        };
        left.remove(&next);
        order.push(next);
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn link(child: &str, parent: &str) -> Link {
        Link { child: child.into(), column_name: format!("{parent}_id"), parent: parent.into(), target: "id".into() }
    }

    #[test]
    fn what_hangs_on_a_table_goes_before_it_and_nothing_else_goes() {
        let links = [
            link("ballots", "rounds"),
            link("rounds", "sessions"),
            link("papers", "sessions"),
            link("papers", "rounds"),
            link("sessions", "congresses"),
            link("accounts", "congresses"),
        ];
        assert_eq!(children_first("sessions", &links).unwrap(), ["ballots", "papers", "rounds", "sessions"]);
    }

    #[test]
    fn tables_in_a_circle_are_not_guessed_at() {
        let links = [link("a", "sessions"), link("b", "a"), link("a", "b")];
        assert!(children_first("sessions", &links).is_err());
    }
}
