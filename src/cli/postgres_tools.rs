//! PostgreSQL's own programs for copies: what they write and read passes through this program, so that they end with it,
//! and the password is never among their arguments, which everybody on the machine can list.

use std::{
    fs::File,
    io,
    process::{Child, Command, Stdio},
};

use percent_encoding::percent_decode_str;

/// The address of a database in the two halves in which it may be handed on.
pub struct Address {
    url: String,
    password: Option<String>,
}

impl Address {
    pub fn of(url: &str) -> Self {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
        let (place, query) = rest.split_once('?').map_or((rest, None), |(place, query)| (place, Some(query)));
        let mut password = None;
        let place = match place.rsplit_once('@') {
            Some((user, host)) => {
                let (user, given) = user.split_once(':').map_or((user, None), |(user, given)| (user, Some(given)));
                password = given.map(decoded);
                format!("{user}@{host}")
            }
            None => place.to_owned(),
        };
        let mut url = format!("{scheme}://{place}");
        let mut joint = '?';
        for part in query.into_iter().flat_map(|query| query.split('&')) {
            if let Some(given) = part.strip_prefix("password=") {
                password = Some(decoded(given));
                continue;
            }
            url.push(joint);
            url.push_str(part);
            joint = '&';
        }
        Self { url, password }
    }

    fn program(&self, name: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(name);
        command.args(arguments).arg(format!("--dbname={}", self.url));
        if let Some(password) = &self.password {
            command.env("PGPASSWORD", password);
        }
        command
    }

    /// Writes a copy of the whole database into `file`.
    pub fn dump(&self, mut file: &File) -> anyhow::Result<()> {
        let mut command = self.program("pg_dump", &["--format=custom", "--no-owner"]);
        let mut dumping = started(command.stdout(Stdio::piped()))?;
        let copied = dumping.stdout.take().map(|mut out| io::copy(&mut out, &mut file));
        ended("pg_dump", dumping)?;
        copied.transpose()?;
        Ok(())
    }

    /// Puts a copy into the empty database, all of it or nothing.
    pub fn restore(&self, mut file: &File) -> anyhow::Result<()> {
        let mut command = self.program("pg_restore", &["--single-transaction", "--no-owner"]);
        let mut restoring = started(command.stdin(Stdio::piped()))?;
        let copied = restoring.stdin.take().map(|mut pipe| io::copy(&mut file, &mut pipe));
        // Its own words say more than that it would not read on.
        ended("pg_restore", restoring)?;
        copied.transpose()?;
        Ok(())
    }
}

/// The rows of one table of a copy, as text, without any database.
pub fn rows_in_copy(file: &std::path::Path, table: &str) -> anyhow::Result<Vec<String>> {
    let mut command = Command::new("pg_restore");
    command.args(["--data-only", "--file=-", &format!("--table={table}")]).arg(file);
    let said = command.stderr(Stdio::inherit()).output().map_err(|e| cannot_run("pg_restore", &e))?;
    anyhow::ensure!(said.status.success(), "{} is no copy of ours", file.display());
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    let rows = text.lines().skip_while(|line| !line.starts_with("COPY ")).skip(1);
    Ok(rows.take_while(|line| *line != "\\.").map(ToOwned::to_owned).collect())
}

fn started(command: &mut Command) -> anyhow::Result<Child> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.spawn().map_err(|e| cannot_run(&name, &e))
}

fn cannot_run(name: &str, why: &io::Error) -> anyhow::Error {
    anyhow::anyhow!("{name} (of PostgreSQL) cannot be run: {why}")
}

fn ended(name: &str, mut child: Child) -> anyhow::Result<()> {
    anyhow::ensure!(child.wait()?.success(), "{name} failed");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_taken_out_of_the_address_wherever_it_stands() {
        for (url, without, password) in [
            ("postgres://u:p%40ss@host:5432/db", "postgres://u@host:5432/db", Some("p@ss")),
            ("postgresql://u@a:1,b:2/db?x=1&password=a%26b&y=2", "postgresql://u@a:1,b:2/db?x=1&y=2", Some("a&b")),
            ("postgres://u:pa:ss@host/db", "postgres://u@host/db", Some("pa:ss")),
            ("postgres:///db?host=/run/postgresql", "postgres:///db?host=/run/postgresql", None),
            ("postgres://u@host/db?password=x", "postgres://u@host/db", Some("x")),
        ] {
            let address = Address::of(url);
            assert_eq!((address.url.as_str(), address.password.as_deref()), (without, password), "{url}");
        }
    }
}
