//! A week of a province: many congresses on one server, each with its sitting up to the announcement.

use std::{path::Path, rc::Rc, time::Duration};

use tokio::time::{Instant, sleep_until};

use super::{
    Province,
    hall::{Held, Place, follows, hold},
    latency::Seen,
    report::{Phase, Report},
};
use crate::{
    app,
    clock::Clock,
    config::Settings,
    play::demo::{Setting, announce, setting_of_congress},
};

/// Within which the deputies of one congress do each step of its sitting.
const STEP: Duration = Duration::from_secs(30);

pub async fn week(settings: &Settings, folder: &Path, province: &Province) -> anyhow::Result<Report> {
    let place = Rc::new(Place::own(settings, folder)?);
    let port = place.base.rsplit(':').next().unwrap_or_default().to_owned();
    let clock = Clock::default();
    let mut congresses = Vec::new();
    for number in 1..=province.congresses {
        let host = format!("c{number}.localhost");
        let setting =
            setting_of_congress(place.db.clone(), place.secret.clone(), clock.now(), province.deputies, number, &host)?;
        congresses.push((setting, format!("http://{host}:{port}")));
    }
    if let Some((_, base)) = congresses.last() {
        follows(base).await?;
    }
    let week = Duration::from_secs(province.within);
    let gap = week / province.congresses.max(1);
    let begun = Instant::now();
    let mut sittings = Vec::new();
    for (number, (setting, base)) in (0u32..).zip(congresses) {
        let place = place.clone();
        sittings.push(actix_web::rt::spawn(async move {
            sleep_until(begun + gap * number).await;
            whole(&place, &setting, &base, clock).await
        }));
    }
    let (mut steps, mut counted, mut astray): (Vec<(&str, Seen)>, _, _) = (Vec::new(), Seen::default(), 0);
    for sitting in sittings {
        let (held, count) = sitting.await??;
        for step in held.steps {
            match steps.iter_mut().find(|(what, _)| *what == step.what) {
                Some((_, seen)) => *seen = std::mem::take(seen).and(step.seen),
                None => steps.push((step.what, step.seen)),
            }
        }
        counted = counted.and(count);
        astray += held.astray;
    }
    steps.push(("from the closed box to the announcement", counted));
    let mut phases = Vec::new();
    for (what, seen) in steps {
        phases.push(Phase { waiting: seen.waiting(what, week)?, server: None });
    }
    if let Some(last) = phases.last_mut() {
        last.server = place.cost();
    }
    Ok(Report {
        scenario: format!("{} congresses of {} deputies", province.congresses, province.deputies),
        database: Some(place.database),
        cores: app::workers(),
        phases,
        lost: Some(astray),
    })
}

async fn whole(place: &Place, setting: &Setting, base: &str, clock: Clock) -> anyhow::Result<(Held, Seen)> {
    let held = hold(place, setting, base, clock, (STEP, STEP)).await?;
    let begun = Instant::now();
    announce(setting, clock, base, held.round).await?;
    Ok((held, Seen::of_one(begun.elapsed())))
}
