//! What a database and `schema.rs` say of the tables, one line a fact, in the same words whoever says it.

use std::collections::BTreeSet;

use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use piaojue::db::Conn;

use crate::support::{Engine, sources};

pub type Facts = BTreeSet<String>;

#[derive(QueryableByName)]
struct Fact {
    #[diesel(sql_type = Text)]
    fact: String,
}

fn ask(conn: &mut Conn, query: &str) -> Vec<String> {
    let rows: Vec<Fact> = sql_query(query).load(conn).unwrap_or_else(|error| panic!("{error}: {query}"));
    rows.into_iter().map(|row| row.fact).collect()
}

const TABLES_OF_SQLITE: &str =
    "(SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '__*') m";
const TABLES_OF_POSTGRES: &str = "(SELECT oid, relname::text AS name FROM pg_class WHERE relkind = 'r' \
     AND relnamespace = current_schema()::regnamespace AND relname NOT LIKE '\\_\\_%') m";

/// Columns with type and whether they may be empty, and the primary keys: what `schema.rs` knows too.
pub fn columns(conn: &mut Conn) -> Facts {
    let queries = match conn {
        Conn::Sqlite(_) => [
            format!(
                "SELECT m.name || '.' || c.name || ' ' || lower(c.type) || iif(c.\"notnull\", '', ' or nothing') AS fact \
                 FROM {TABLES_OF_SQLITE}, pragma_table_info(m.name) c"
            ),
            format!(
                "SELECT m.name || ' by ' || group_concat(c.name, ', ' ORDER BY c.pk) AS fact \
                 FROM {TABLES_OF_SQLITE}, pragma_table_info(m.name) c WHERE c.pk > 0 GROUP BY m.name"
            ),
        ],
        Conn::Pg(_) => [
            format!(
                "SELECT m.name || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || \
                 CASE WHEN a.attnotnull THEN '' ELSE ' or nothing' END AS fact \
                 FROM {TABLES_OF_POSTGRES} JOIN pg_attribute a ON a.attrelid = m.oid \
                 WHERE a.attnum > 0 AND NOT a.attisdropped"
            ),
            format!(
                "SELECT m.name || ' by ' || {COLUMNS_OF_CONSTRAINT} AS fact FROM {CONSTRAINTS} WHERE c.contype = 'p'"
            ),
        ],
    };
    queries.iter().flat_map(|query| ask(conn, query)).collect()
}

const CONSTRAINTS: &str = "(SELECT oid, relname::text AS name FROM pg_class WHERE relkind = 'r' \
     AND relnamespace = current_schema()::regnamespace AND relname NOT LIKE '\\_\\_%') m JOIN pg_constraint c ON c.conrelid = m.oid";
const COLUMNS_OF_CONSTRAINT: &str = "(SELECT string_agg(a.attname, ', ' ORDER BY k.at) \
     FROM unnest(c.conkey) WITH ORDINALITY AS k (num, at) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num)";
const COLUMNS_POINTED_TO: &str = "(SELECT string_agg(a.attname, ', ' ORDER BY k.at) \
     FROM unnest(c.confkey) WITH ORDINALITY AS k (num, at) JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num)";

/// Everything else a database keeps to: defaults, uniqueness, indexes, what points where, and CHECKs.
pub fn rules(conn: &mut Conn) -> Facts {
    let mut facts: Facts = match conn {
        Conn::Sqlite(_) => [
            format!(
                "SELECT m.name || '.' || c.name || ' is at first ' || c.dflt_value AS fact \
                 FROM {TABLES_OF_SQLITE}, pragma_table_info(m.name) c WHERE c.dflt_value IS NOT NULL"
            ),
            format!(
                "SELECT m.name || ' unique ' || group_concat(c.name, ', ' ORDER BY c.seqno) AS fact \
                 FROM {TABLES_OF_SQLITE}, pragma_index_list(m.name) i, pragma_index_info(i.name) c \
                 WHERE i.origin = 'u' GROUP BY m.name, i.name"
            ),
            format!(
                "SELECT m.name || iif(i.\"unique\", ' unique', '') || iif(i.partial, ' partly', '') || ' index ' || i.name \
                 || ' ' || group_concat(c.name, ', ' ORDER BY c.seqno) AS fact \
                 FROM {TABLES_OF_SQLITE}, pragma_index_list(m.name) i, pragma_index_info(i.name) c \
                 WHERE i.origin = 'c' GROUP BY m.name, i.name"
            ),
            format!(
                "SELECT m.name || ' (' || group_concat(f.\"from\", ', ' ORDER BY f.seq) || ') points to ' || f.\"table\" || \
                 ' (' || group_concat(f.\"to\", ', ' ORDER BY f.seq) || ') ' || lower(f.on_delete) AS fact \
                 FROM {TABLES_OF_SQLITE}, pragma_foreign_key_list(m.name) f GROUP BY m.name, f.id"
            ),
        ]
        .iter()
        .flat_map(|query| ask(conn, query))
        .collect(),
        Conn::Pg(_) => [
            format!(
                "SELECT m.name || '.' || a.attname || ' is at first ' || pg_get_expr(d.adbin, d.adrelid) AS fact \
                 FROM {TABLES_OF_POSTGRES} JOIN pg_attrdef d ON d.adrelid = m.oid \
                 JOIN pg_attribute a ON a.attrelid = m.oid AND a.attnum = d.adnum"
            ),
            format!("SELECT m.name || ' unique ' || {COLUMNS_OF_CONSTRAINT} AS fact FROM {CONSTRAINTS} WHERE c.contype = 'u'"),
            format!(
                "SELECT m.name || CASE WHEN i.indisunique THEN ' unique' ELSE '' END || \
                 CASE WHEN i.indpred IS NULL THEN '' ELSE ' partly' END || ' index ' || x.relname || ' ' || \
                 (SELECT string_agg(a.attname, ', ' ORDER BY k.at) FROM unnest(i.indkey) WITH ORDINALITY AS k (num, at) \
                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num) AS fact \
                 FROM {TABLES_OF_POSTGRES} JOIN pg_index i ON i.indrelid = m.oid JOIN pg_class x ON x.oid = i.indexrelid \
                 WHERE NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.conrelid = m.oid)"
            ),
            format!(
                "SELECT m.name || ' (' || {COLUMNS_OF_CONSTRAINT} || ') points to ' || c.confrelid::regclass::text || \
                 ' (' || {COLUMNS_POINTED_TO} || ') ' || \
                 CASE c.confdeltype WHEN 'a' THEN 'no action' WHEN 'c' THEN 'cascade' ELSE c.confdeltype::text END AS fact \
                 FROM {CONSTRAINTS} WHERE c.contype = 'f'"
            ),
        ]
        .iter()
        .flat_map(|query| ask(conn, query))
        .collect(),
    };
    facts.extend(checks(conn));
    facts
}

/// `t checks …`, without what each database adds to the text: brackets, blanks, quotes, casts, PostgreSQL's way to write IN.
fn checks(conn: &mut Conn) -> Vec<String> {
    match conn {
        Conn::Sqlite(_) => {
            let query = format!("SELECT m.name || ':' || m.sql AS fact FROM {TABLES_OF_SQLITE}");
            let tables = ask(conn, &query);
            let of_table = |text: &String| {
                let (table, sql) = text.split_once(':').unwrap();
                let parts = sql.split("CHECK (").skip(1).map(|rest| format!("{table} checks {}", bare(within(rest))));
                parts.collect::<Vec<_>>()
            };
            tables.iter().flat_map(of_table).collect()
        }
        Conn::Pg(_) => {
            let query = format!(
                "SELECT m.name || ':' || pg_get_constraintdef(c.oid) AS fact FROM {CONSTRAINTS} WHERE c.contype = 'c'"
            );
            // What SQLite has to say with a CHECK is a type here.
            let yes_or_no = format!(
                "SELECT m.name || ':CHECK (' || a.attname || ' IN (0, 1))' AS fact FROM {TABLES_OF_POSTGRES} \
                 JOIN pg_attribute a ON a.attrelid = m.oid WHERE a.attnum > 0 AND a.atttypid = 'boolean'::regtype"
            );
            let found = [ask(conn, &query), ask(conn, &yes_or_no)].concat();
            let said = |text: &String| {
                let (table, rule) = text.split_once(':').unwrap();
                format!("{table} checks {}", bare(within(rule.strip_prefix("CHECK (").unwrap())))
            };
            found.iter().map(said).collect()
        }
    }
}

/// Up to the bracket that closes the one before `text`.
fn within(text: &str) -> &str {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth == 0 {
            return &text[..at];
        }
    }
    panic!("{text} is not closed")
}

fn bare(rule: &str) -> String {
    rule.replace("::text[]", "")
        .replace("::text", "")
        .replace("= ANY (ARRAY[", "IN (")
        .replace(['(', ')', '[', ']', ' ', '"'], "")
}

/// What `columns` finds in a database that agrees with the `schema.rs` of all slices.
pub fn in_rust(engine: Engine) -> Facts {
    let files = sources::sources("src", "rs").into_iter().filter(|source| source.path.ends_with("schema.rs"));
    let facts: Facts = files.flat_map(|source| facts_of_schema(&source.text, engine)).collect();
    assert!(!facts.is_empty(), "no table was read from src/**/schema.rs");
    facts
}

fn facts_of_schema(text: &str, engine: Engine) -> Facts {
    let mut found = BTreeSet::new();
    for block in text.split("diesel::table! {").skip(1) {
        let block = block.split("\n}").next().unwrap();
        let mut table = "";
        for line in block.lines().map(str::trim) {
            if let Some((name, keys)) = line.split_once(" (") {
                table = name;
                found.insert(format!("{table} by {}", keys.trim_end_matches(") {")));
            } else if let Some((column, kind)) = line.trim_end_matches(',').split_once(" -> ") {
                let optional = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>'));
                let name = type_name(optional.unwrap_or(kind), engine);
                let nothing = if optional.is_some() { " or nothing" } else { "" };
                found.insert(format!("{table}.{column} {name}{nothing}"));
            }
        }
    }
    found
}

fn type_name(kind: &str, engine: Engine) -> &'static str {
    let (sqlite, postgres) = match kind {
        "Uid" => ("blob", "uuid"),
        "Instant" => ("text", "timestamp with time zone"),
        "Day" => ("text", "date"),
        "Text" => ("text", "text"),
        "Binary" => ("blob", "bytea"),
        "Integer" => ("integer", "integer"),
        "BigInt" => ("integer", "bigint"),
        "Bool" => ("integer", "boolean"),
        kind => panic!("schema.rs uses the type {kind}, of which the tests know nothing"),
    };
    match engine {
        Engine::Sqlite => sqlite,
        Engine::Postgres => postgres,
    }
}

/// What only one of the two says, one line each; nothing where they agree.
pub fn differences(here: &str, ours: &Facts, there: &str, theirs: &Facts) -> Vec<String> {
    let only =
        |a: &Facts, b: &Facts, who: &str| a.difference(b).map(|fact| format!("only {who}: {fact}")).collect::<Vec<_>>();
    [only(ours, theirs, here), only(theirs, ours, there)].concat()
}
