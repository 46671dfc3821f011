//! The program as the operator runs it: a process of its own, with an environment of its own.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use std::{
    fs::Permissions,
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use tempfile::TempDir;

/// A folder for data, and the program run over it.
pub struct Program {
    pub data: TempDir,
    environment: Vec<(String, String)>,
}

/// What a run said, and how it ended.
pub struct Said {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Program {
    pub fn new() -> Self {
        let data = tempfile::Builder::new()
            .prefix("piaojue-cli-")
            .permissions(Permissions::from_mode(0o700))
            .tempdir()
            .unwrap();
        Self { data, environment: Vec::new() }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
        for name in ["DATABASE_URL", "PIAOJUE_LISTEN", "PIAOJUE_BASE_URL", "PIAOJUE_SECRET_FILE", "PIAOJUE_HALL_LAN"] {
            command.env_remove(name);
        }
        let data = self.data.path();
        command.args(arguments).current_dir(data).env("PIAOJUE_DATA", data).envs(self.environment.iter().cloned());
        command
    }

    pub fn runs(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }

    /// The congress that the fixtures' session file is for.
    pub fn has_congress(&self) {
        self.runs(&["congress", "add", "--name", super::CONGRESS]).ends_with(0);
    }

    /// Runs with no more memory for data than `bytes`.
    pub fn runs_within(&self, bytes: u64, arguments: &[&str]) -> Said {
        let inner = self.command(arguments);
        let mut command = Command::new("sh");
        let limit = format!("ulimit -d {} && exec \"$0\" \"$@\"", bytes / 1024);
        command.args(["-c", &limit]).arg(inner.get_program()).args(inner.get_args());
        command.current_dir(self.data.path()).envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Said::of(command.output().unwrap())
    }

    /// Starts a server and waits until it listens; answers it with its address.
    pub fn serves(&self, arguments: &[&str]) -> Serving {
        let mut command = self.command(arguments);
        let complaints = self.data.path().join("complaints");
        let log = std::fs::File::create(&complaints).unwrap();
        command.env("PIAOJUE_LISTEN", "127.0.0.1:0").stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let origin = loop {
            let Some(line) = lines.next() else {
                panic!("{arguments:?} ended before it listened: {}", std::fs::read_to_string(&complaints).unwrap())
            };
            if let Some(origin) = line.unwrap().strip_prefix("listening on ") {
                break origin.to_owned();
            }
        };
        Serving { child, origin }
    }

    pub fn path(&self, name: &str) -> String {
        self.data.path().join(name).to_str().unwrap().to_owned()
    }
}

impl Said {
    fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    #[track_caller]
    pub fn ends_with(&self, status: i32) -> &Self {
        assert_eq!(self.status, status, "{}{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.out.contains(words) || self.err.contains(words), "not {words:?} but {}{}", self.out, self.err);
        self
    }

    pub fn last_line(&self) -> &str {
        self.out.trim_end().lines().last().unwrap_or_default()
    }
}

/// A running server, stopped with the test.
pub struct Serving {
    child: Child,
    pub origin: String,
}

impl Serving {
    /// As by `systemctl stop`.
    pub fn is_told_to_end(&self) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Waits for the end; whether it was a good one.
    pub fn ends(&mut self) -> bool {
        self.child.wait().unwrap().success()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `piaojue verify` over files of `folder`: how it ended, and its last line.
pub fn verdict(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaojue"));
    // Whatever the language of the machine.
    command.env("LC_ALL", "C");
    let said = Said::of(command.arg("verify").args(arguments).current_dir(folder).output().unwrap());
    (said.status, said.last_line().to_owned())
}
