//! One text for the tables of both databases; `migrations/00000000000001_schema/up.sql` says what its braces mean.

/// Whose SQL is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The text in this dialect; an error names the line that makes no sense.
    pub(super) fn renders(self, text: &str) -> Result<String, String> {
        let mut rendered = String::new();
        let mut only = None;
        for line in text.lines() {
            match (line, only) {
                ("{only sqlite}", None) => only = Some(Self::Sqlite),
                ("{only postgres}", None) => only = Some(Self::Postgres),
                ("{end}", Some(_)) => only = None,
                (_, Some(dialect)) if dialect != self => {}
                _ if line.trim_start().starts_with("--") => {}
                _ => {
                    let line = self.line(line).ok_or_else(|| format!("not understood: {line}"))?;
                    rendered.push_str(&line);
                    rendered.push('\n');
                }
            }
        }
        if only.is_some() { Err("{only …} without its {end}".to_owned()) } else { Ok(rendered) }
    }

    fn line(self, line: &str) -> Option<String> {
        if let Some(guard) = line.strip_prefix('{').and_then(|line| line.strip_suffix('}')) {
            return self.guard(guard);
        }
        let line = match (self, line) {
            (Self::Sqlite, ");") => ") STRICT;",
            (Self::Sqlite, ") {no_order};") => ") STRICT, WITHOUT ROWID;",
            (Self::Postgres, ") {no_order};") => ");",
            _ => line,
        };
        let mut rendered = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            rendered.push_str(before);
            rendered.push_str(&self.column_type(name, before.split_whitespace().next_back()?)?);
            rest = after;
        }
        Some(rendered + rest)
    }

    fn column_type(self, name: &str, column: &str) -> Option<String> {
        let (sqlite, postgres) = match name {
            "uuid" => ("BLOB", "UUID"),
            "instant" => ("TEXT", "TIMESTAMPTZ"),
            "day" => ("TEXT", "DATE"),
            "bytes" => ("BLOB", "BYTEA"),
            "long" => ("INTEGER", "BIGINT"),
            "yes_no" => ("INTEGER", "BOOLEAN"),
            _ => return None,
        };
        Some(match (self, name) {
            (Self::Sqlite, "yes_no") => format!("{sqlite} CHECK ({column} IN (0, 1))"),
            (Self::Sqlite, _) => sqlite.to_owned(),
            (Self::Postgres, _) => postgres.to_owned(),
        })
    }

    /// `append_only t`, `kept_for_ever t`, `fixed t (a, b)`, each with `where OLD.c = 'x'` and `: why` behind it.
    fn guard(self, guard: &str) -> Option<String> {
        let (what, why) = guard.split_once(": ").map_or((guard, None), |(what, why)| (what, Some(why)));
        let (what, condition) =
            what.split_once(" where ").map_or((what, None), |(what, condition)| (what, Some(condition)));
        let (kind, what) = what.split_once(' ')?;
        if kind == "fixed" {
            let (table, columns) = what.strip_suffix(')')?.split_once(" (")?;
            let guard = Guard { table, condition, why: why?.to_owned(), for_ever: false };
            return Some(self.trigger(&guard, "fixed", &format!("UPDATE OF {columns}")));
        }
        let why = why.map_or_else(|| format!("{what} is append-only"), ToOwned::to_owned);
        let guard = Guard { table: what, condition, why, for_ever: kind == "kept_for_ever" };
        match (kind, self, condition) {
            ("append_only" | "kept_for_ever", Self::Sqlite, _) => {
                let update = self.trigger(&guard, "refuse_update", "UPDATE");
                Some(update + &self.trigger(&guard, "refuse_delete", "DELETE"))
            }
            ("append_only" | "kept_for_ever", Self::Postgres, None) => {
                Some(self.trigger(&guard, "refuse_change", "UPDATE OR DELETE OR TRUNCATE"))
            }
            // A whole table can be emptied only at once, without a look at its rows.
            ("append_only" | "kept_for_ever", Self::Postgres, Some(_)) => {
                let truncate = Guard { condition: None, why: guard.why.clone(), ..guard };
                let rows = self.trigger(&guard, "refuse_change", "UPDATE OR DELETE");
                Some(rows + &self.trigger(&truncate, "refuse_truncate", "TRUNCATE"))
            }
            _ => None,
        }
    }

    fn trigger(self, guard: &Guard, name: &str, act: &str) -> String {
        let Guard { table, condition, for_ever, .. } = guard;
        let why = guard.why.replace('\'', "''");
        let before = format!("CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}");
        match self {
            Self::Sqlite => {
                let not_forgetting = (act == "DELETE" && !for_ever).then_some("NOT EXISTS (SELECT 1 FROM forgetting)");
                let conditions: Vec<&str> = condition.iter().copied().chain(not_forgetting).collect();
                let when =
                    if conditions.is_empty() { String::new() } else { format!(" WHEN {}", conditions.join(" AND ")) };
                format!("{before}{when} BEGIN SELECT RAISE(ABORT, '{why}'); END;\n")
            }
            Self::Postgres => {
                let each =
                    condition.map_or_else(|| "STATEMENT".to_owned(), |condition| format!("ROW WHEN ({condition})"));
                let always = if *for_ever { ", 'for ever'" } else { "" };
                format!("{before} FOR EACH {each} EXECUTE FUNCTION refuse_change('{why}'{always});\n")
            }
        }
    }
}

/// What may not change, and what to say to whoever tries.
struct Guard<'a> {
    table: &'a str,
    condition: Option<&'a str>,
    why: String,
    for_ever: bool,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[track_caller]
    fn becomes(text: &str, sqlite: &str, postgres: &str) {
        assert_eq!(Dialect::Sqlite.renders(text).unwrap().trim(), sqlite);
        assert_eq!(Dialect::Postgres.renders(text).unwrap().trim(), postgres);
    }

    #[test]
    fn a_table_is_written_in_the_words_of_each_database() {
        becomes(
            "CREATE TABLE t (\n    id {uuid} NOT NULL,\n    open {yes_no} NOT NULL\n);",
            "CREATE TABLE t (\n    id BLOB NOT NULL,\n    open INTEGER CHECK (open IN (0, 1)) NOT NULL\n) STRICT;",
            "CREATE TABLE t (\n    id UUID NOT NULL,\n    open BOOLEAN NOT NULL\n);",
        );
        becomes(
            "ALTER TABLE t ADD COLUMN on {day};",
            "ALTER TABLE t ADD COLUMN on TEXT;",
            "ALTER TABLE t ADD COLUMN on DATE;",
        );
        becomes(") {no_order};", ") STRICT, WITHOUT ROWID;", ");");
    }

    #[test]
    fn what_may_not_change_is_guarded_on_both() {
        becomes(
            "{fixed t (a, b) where OLD.c = 'x': it's said}",
            "CREATE TRIGGER t_fixed BEFORE UPDATE OF a, b ON t WHEN OLD.c = 'x' BEGIN SELECT RAISE(ABORT, 'it''s said'); END;",
            "CREATE TRIGGER t_fixed BEFORE UPDATE OF a, b ON t FOR EACH ROW WHEN (OLD.c = 'x') \
             EXECUTE FUNCTION refuse_change('it''s said');",
        );
    }

    #[test]
    fn only_the_deletion_of_a_rehearsal_takes_away_what_is_append_only() {
        becomes(
            "{append_only t}",
            "CREATE TRIGGER t_refuse_update BEFORE UPDATE ON t BEGIN SELECT RAISE(ABORT, 't is append-only'); END;\n\
             CREATE TRIGGER t_refuse_delete BEFORE DELETE ON t WHEN NOT EXISTS (SELECT 1 FROM forgetting) \
             BEGIN SELECT RAISE(ABORT, 't is append-only'); END;",
            "CREATE TRIGGER t_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON t FOR EACH STATEMENT \
             EXECUTE FUNCTION refuse_change('t is append-only');",
        );
        becomes(
            "{kept_for_ever t}",
            "CREATE TRIGGER t_refuse_update BEFORE UPDATE ON t BEGIN SELECT RAISE(ABORT, 't is append-only'); END;\n\
             CREATE TRIGGER t_refuse_delete BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 't is append-only'); END;",
            "CREATE TRIGGER t_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON t FOR EACH STATEMENT \
             EXECUTE FUNCTION refuse_change('t is append-only', 'for ever');",
        );
    }

    #[test]
    fn what_is_for_one_database_stays_out_of_the_other() {
        becomes(
            "{only postgres}\nDROP FUNCTION f();\n{end}\n-- {what}\nDROP TABLE t;",
            "DROP TABLE t;",
            "DROP FUNCTION f();\nDROP TABLE t;",
        );
    }

    #[test]
    fn what_nobody_knows_is_an_error() {
        for text in [
            "a {uid} NOT NULL",
            "a {uuid NOT NULL",
            "{fixed t (a)}",
            "{kept t}",
            "{only sqlite}\nDROP TABLE t;",
            "{end}",
        ] {
            assert!(Dialect::Sqlite.renders(text).is_err(), "{text}");
        }
    }
}
