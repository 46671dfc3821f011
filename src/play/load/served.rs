//! The server that is measured: a process of its own, so that what the people cost is not counted as its.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde::Serialize;

/// Killed when it is no longer looked at.
pub struct Served {
    process: Child,
    pub base: String,
}

/// What a process has cost so far.
#[derive(Clone, Copy, Serialize)]
pub struct Cost {
    pub cpu_seconds: f64,
    pub memory_mib: f64,
    pub memory_peak_mib: f64,
}

impl Served {
    /// `piaojue ARGUMENTS` with its data in `folder`, listening on a port that is free.
    pub fn begins(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(arguments).env("PIAOJUE_DATA", folder).env("PIAOJUE_LISTEN", "127.0.0.1:0");
        command.envs(environment.iter().copied());
        command.env_remove("PIAOJUE_BASE_URL").env_remove("PIAOJUE_METRICS");
        let log = folder.join("log");
        command.stdout(Stdio::piped()).stderr(File::create(&log)?);
        let mut process = command.spawn()?;
        let out = process.stdout.take().ok_or_else(|| anyhow::anyhow!("the server says nothing"))?;
        for line in BufReader::new(out).lines() {
            if let Some(base) = line?.strip_prefix("listening on ") {
                return Ok(Self { process, base: base.to_owned() });
            }
        }
        let _ = process.wait();
        anyhow::bail!("the server ended before it listened: {}", fs::read_to_string(&log)?)
    }

    /// From Linux; elsewhere nothing is known.
    pub fn cost(&self) -> Option<Cost> {
        // Ticks of what /proc tells are a hundredth of a second on every Linux.
        const TICKS: f64 = 100.0;
        let folder = Path::new("/proc").join(self.process.id().to_string());
        let stat = fs::read_to_string(folder.join("stat")).ok()?;
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
        let status = fs::read_to_string(folder.join("status")).ok()?;
        let mib = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
        };
        Some(Cost {
            cpu_seconds: (ticks(11)? + ticks(12)?) / TICKS,
            memory_mib: mib("VmRSS:")?,
            memory_peak_mib: mib("VmHWM:")?,
        })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
