//! What a run came to, for people, for programs, and as a page.

use std::fmt::Write;

use serde::Serialize;
use tera::{Context, Tera};

use super::{latency::Waiting, served::Cost};

#[derive(Serialize)]
pub struct Report {
    pub scenario: String,
    pub database: Option<&'static str>,
    pub cores: usize,
    pub phases: Vec<Phase>,
    /// Receipts that are not in the box, or ballots in it that nobody has a receipt of; nothing where nobody voted.
    pub lost: Option<usize>,
}

#[derive(Serialize)]
pub struct Phase {
    #[serde(flatten)]
    pub waiting: Waiting,
    /// What the server had cost at its end.
    pub server: Option<Cost>,
}

/// One curve of the picture.
#[derive(Serialize)]
struct Curve {
    what: String,
    points: String,
    class: usize,
}

const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 300.0;

impl Report {
    pub fn is_good(&self) -> bool {
        self.lost.unwrap_or(0) == 0 && self.phases.iter().all(|phase| phase.waiting.failed == 0)
    }

    pub fn in_words(&self) -> String {
        let mut text = format!("{} on {} cores", self.scenario, self.cores);
        if let Some(database) = self.database {
            let _ = write!(text, ", {database}");
        }
        for Phase { waiting, server } in &self.phases {
            let Waiting { what, people, within_seconds, failed, told, p50, p90, p99, longest, .. } = waiting;
            let _ = write!(
                text,
                "\n{what}: {people} within {within_seconds} s: ms p50 {p50:.0}  p90 {p90:.0}  p99 {p99:.0}  longest {longest:.0}; failed {failed}"
            );
            if let Some(cost) = server {
                let _ = write!(
                    text,
                    "; server {:.1} s of CPU, {:.0} MiB (peak {:.0})",
                    cost.cpu_seconds, cost.memory_mib, cost.memory_peak_mib
                );
            }
            for words in told {
                let _ = write!(text, "\n  {words}");
            }
        }
        if let Some(lost) = self.lost {
            let _ = write!(text, "\nlost or doubled: {lost}");
        }
        text
    }

    /// A page that needs nothing besides itself.
    pub fn as_page(&self) -> anyhow::Result<String> {
        let longest = self.phases.iter().map(|phase| phase.waiting.longest).fold(1.0, f64::max);
        let curves: Vec<Curve> =
            self.phases
                .iter()
                .enumerate()
                .map(|(class, phase)| {
                    let points = phase.waiting.curve.iter().map(|(share, ms)| {
                        format!("{:.1},{:.1}", share / 100.0 * WIDTH, HEIGHT - ms / longest * HEIGHT)
                    });
                    Curve { what: phase.waiting.what.clone(), points: points.collect::<Vec<_>>().join(" "), class }
                })
                .collect();
        let mut tera = Tera::default();
        tera.add_raw_template("report.html", include_str!("report.html"))?;
        let mut context = Context::new();
        context.insert("report", self);
        context.insert("curves", &curves);
        context.insert("longest", &longest);
        Ok(tera.render("report.html", &context)?)
    }
}
