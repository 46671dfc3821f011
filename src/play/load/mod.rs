//! `piaojue load`: many people at once against a server, by the clock and not by its answers; how long each waited, and
//! whether anything was lost.

mod cast;
mod hall;
mod latency;
mod proposals_day;
mod province;
mod report;
mod rush;
mod served;

use std::{path::PathBuf, process::ExitCode};

use actix_web::rt::System;
use clap::{Args, Subcommand};
use tempfile::TempDir;

use crate::{config::Settings, terminal::tell};

#[derive(Subcommand)]
pub enum Load {
    /// Deputies sign in, check in, take ballots and cast them, against a server of this process on an empty database
    /// (`DATABASE_URL`, or a SQLite file in a temporary folder).
    Cast {
        #[arg(long, default_value_t = 340)]
        deputies: usize,
        /// Spread the casts over so many seconds; 0 for as fast as the connections allow.
        #[arg(long, default_value_t = 0)]
        within: u64,
        /// Casts under way at once when not spread.
        #[arg(long, default_value_t = 8)]
        connections: usize,
    },
    /// The sitting of a district congress: 340 deputies, on an empty database.
    #[command(name = "hall-340")]
    Hall340(Hall),
    /// The sitting of the largest congress there is.
    #[command(name = "hall-3000")]
    Hall3000(Hall),
    /// The congresses of a province on one server within one week, each with its sitting.
    Province(Province),
    /// A day on which many propose something while programs flood the form, with many proposals there already.
    #[command(name = "proposals-day")]
    ProposalsDay(Day),
    /// Ten thousand readers at the moment of the announcement.
    #[command(name = "public-rush")]
    PublicRush(Rush),
}

/// The windows within which everybody does a thing.
#[derive(Args)]
pub struct Hall {
    /// Seconds within which everybody signs in, then checks in, then takes a ballot.
    #[arg(long, default_value_t = 60)]
    arrive_within: u64,
    /// Seconds within which everybody casts.
    #[arg(long, default_value_t = 30)]
    cast_within: u64,
    /// Go to the server at this address, which has `DATABASE_URL` and `PIAOJUE_SECRET_FILE` in common with this command and no
    /// congress yet [default: a server of its own].
    #[arg(long)]
    url: Option<String>,
    /// Go to a server that is not on this machine, too.
    #[arg(long)]
    elsewhere: bool,
    #[command(flatten)]
    written: Written,
}

/// A hundred congresses of four hundred deputies are a province; smaller ones say how much of it this machine carries.
#[derive(Args)]
pub struct Province {
    #[arg(long, default_value_t = 100)]
    congresses: u32,
    /// Of each.
    #[arg(long, default_value_t = 400)]
    deputies: usize,
    /// Seconds into which the week is pressed: the sittings begin evenly over them.
    #[arg(long, default_value_t = 3_600)]
    within: u64,
    #[command(flatten)]
    written: Written,
}

#[derive(Args)]
pub struct Day {
    #[arg(long, default_value_t = 1_000)]
    people: usize,
    /// Seconds within which they open the form, then look at what they wrote, then send it.
    #[arg(long, default_value_t = 30)]
    within: u64,
    /// What programs send without the work, a second.
    #[arg(long, default_value_t = 200)]
    flood: u32,
    /// Proposals that are public already; as many again wait to be looked at.
    #[arg(long, default_value_t = 10_000)]
    already: usize,
    /// Those who send as fast as it goes, at the end.
    #[arg(long, default_value_t = 2_000)]
    at_once: usize,
    #[command(flatten)]
    written: Written,
}

#[derive(Args)]
pub struct Rush {
    /// The server to read from [default: a demonstration of its own].
    #[arg(long)]
    url: Option<String>,
    /// Read from a server that is not on this machine, too.
    #[arg(long)]
    elsewhere: bool,
    #[arg(long, default_value_t = 10_000)]
    readers: usize,
    /// Seconds within which they come.
    #[arg(long, default_value_t = 30)]
    within: u64,
    /// What each reads, one after the other.
    #[arg(long, default_values_t = ["/".to_owned(), "/results/2024".to_owned(), "/projects".to_owned()])]
    path: Vec<String>,
    #[command(flatten)]
    written: Written,
}

/// Where the figures are written besides the terminal.
#[derive(Args)]
struct Written {
    /// As data.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// As a page with a picture of the waiting.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

pub fn load(settings: &Settings, what: &Load) -> anyhow::Result<ExitCode> {
    let folder = TempDir::with_prefix("piaojue-load-")?;
    let (report, written) = match what {
        Load::Cast { deputies, within, connections } => {
            let cast = cast::cast(settings, folder.path(), *deputies, *within, *connections);
            System::new().block_on(cast)?;
            return Ok(ExitCode::SUCCESS);
        }
        Load::Hall340(hall) => {
            (System::new().block_on(hall::sitting(settings, folder.path(), 340, hall))?, &hall.written)
        }
        Load::Hall3000(hall) => {
            (System::new().block_on(hall::sitting(settings, folder.path(), 3_000, hall))?, &hall.written)
        }
        Load::Province(province) => {
            (System::new().block_on(province::week(settings, folder.path(), province))?, &province.written)
        }
        Load::ProposalsDay(day) => {
            (System::new().block_on(proposals_day::day(settings, folder.path(), day))?, &day.written)
        }
        Load::PublicRush(rush) => (System::new().block_on(rush::rush(folder.path(), rush))?, &rush.written),
    };
    tell(report.in_words());
    if let Some(file) = &written.json {
        std::fs::write(file, serde_json::to_vec_pretty(&report)?)?;
    }
    if let Some(file) = &written.html {
        std::fs::write(file, report.as_page()?)?;
    }
    Ok(if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
