//! The same buttons on three instances of one database, while the line to it breaks at any moment of a write: what was not
//! done left nothing, what was done is not done again, and when the line holds everything goes on. The same seed presses the
//! same buttons and breaks the line at the same writes.

use std::sync::Arc;

use diesel::result::{DatabaseErrorKind, Error as QueryError};
use parking_lot::Mutex;
use piaojue::db::{DbError, WriteMoment};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{DRAWINGS, Drawing, buttons::Came, drawing, walk::Walk};
use crate::support::{
    Engine, TestApp, run,
    session::{FOUR, Plan},
};

/// What an error says that a blow made.
pub(super) const STRUCK: &str = "the line broke here";

/// One blow: at which moment of which write from now on.
#[derive(Clone, Copy, Debug)]
struct Blow {
    moment: WriteMoment,
    /// Writes that pass unharmed before.
    after: usize,
    /// Another transaction was in the way: the program tries again by itself.
    collides: bool,
}

impl Blow {
    fn by_chance(chance: &mut StdRng) -> Self {
        let moments =
            [WriteMoment::BeforeBegin, WriteMoment::BeforeCommit, WriteMoment::BeforeRetry, WriteMoment::AfterCommit];
        let moment = moments[chance.random_range(0..moments.len())];
        let collides =
            moment == WriteMoment::BeforeRetry || moment == WriteMoment::BeforeCommit && chance.random_bool(0.5);
        Self { moment, after: chance.random_range(0..3), collides }
    }
}

/// What strikes all three instances.
#[derive(Default)]
struct Striking {
    armed: Mutex<Option<Blow>>,
    struck: Mutex<Option<Blow>>,
}

impl Striking {
    fn arms(&self, blow: Option<Blow>) {
        *self.armed.lock() = blow;
        *self.struck.lock() = None;
    }

    /// The blow that fell since it was armed.
    fn rests(&self) -> Option<Blow> {
        *self.armed.lock() = None;
        self.struck.lock().take()
    }

    fn reached(&self, moment: WriteMoment) -> Result<(), DbError> {
        let mut armed = self.armed.lock();
        let Some(blow) = armed.as_mut() else { return Ok(()) };
        // A collision is what leads to a retry at all.
        let falls_at = if blow.collides { WriteMoment::BeforeCommit } else { blow.moment };
        if moment != falls_at {
            return Ok(());
        }
        if blow.after > 0 {
            blow.after -= 1;
            return Ok(());
        }
        *self.struck.lock() = Some(*blow);
        if blow.collides {
            *armed = (blow.moment == WriteMoment::BeforeRetry).then_some(Blow { collides: false, ..*blow });
            let met = Box::new("another transaction was in the way".to_owned());
            return Err(QueryError::DatabaseError(DatabaseErrorKind::SerializationFailure, met).into());
        }
        *armed = None;
        Err(DbError::Unreachable(STRUCK.to_owned()))
    }
}

/// Everything that a walk of one seed did, to be read when it fails.
struct Told {
    seed: u64,
    lines: Vec<String>,
}

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("seed {}:\n  {}", self.seed, self.lines.join("\n  "));
        }
    }
}

async fn walk(app: TestApp, seed: u64, drawings: &std::collections::BTreeMap<&'static str, Drawing>) -> usize {
    let mut chance = StdRng::seed_from_u64(seed);
    let tie_at_cut = if chance.random_bool(0.5) { "revote_tied" } else { "presidium_decides" };
    let plan = Plan { candidates: 3, seats: "1", max_approvals: "3", pass_mark: "none", tie_at_cut, ..FOUR };
    let striking = Arc::new(Striking::default());
    let mut walk = Walk::new(&app, plan);
    let instances: Vec<TestApp> = (0..3)
        .map(|_| {
            let striking = striking.clone();
            app.another_instance_struck_by(move |moment| striking.reached(moment))
        })
        .collect();
    let mut told = Told { seed, lines: Vec::new() };
    let mut blows = 0;
    for _ in 0..60 {
        let dice: u8 = chance.random();
        let blow = chance.random_bool(0.6).then(|| Blow::by_chance(&mut chance));
        walk.app = instances[chance.random_range(0..3)].clone();
        let (before, button) = (walk.standing(), walk.button(dice));
        striking.arms(blow);
        let came = walk.presses(button, dice).await;
        let struck = striking.rests();
        told.lines.push(format!("{button} ({dice}): {came:?}, {struck:?}"));
        blows += usize::from(struck.is_some());
        match came {
            Came::Refused => assert_eq!(before, walk.standing(), "{button} was refused and yet changed something"),
            Came::Struck => {
                if struck.is_some_and(|blow| blow.moment != WriteMoment::AfterCommit) && is_one_write(button) {
                    assert_eq!(before, walk.standing(), "{button} left something behind");
                }
                walk.goes_on_as_drawn(button, &before, drawings);
                // Whoever was told nothing presses again, elsewhere.
                walk.app = instances[chance.random_range(0..3)].clone();
                let before = walk.standing();
                let again = walk.presses(button, dice).await;
                told.lines.push(format!("{button} again: {again:?}"));
                assert_ne!(again, Came::Struck, "{button}: the line holds");
                if again == Came::Refused {
                    assert_eq!(before, walk.standing(), "{button} was refused and yet changed something");
                }
                walk.goes_on_as_drawn(button, &before, drawings);
                continue;
            }
            Came::Done => {}
        }
        walk.goes_on_as_drawn(button, &before, drawings);
    }
    walk.nothing_is_lost_or_doubled();
    // The line holds from now on: nothing that broke before is in the way of the next step.
    for _ in 0..20 {
        let dice = chance.random::<u8>() | 1;
        told.lines.push(format!("{} ({dice}), unharmed", walk.button(dice)));
        walk.step(dice, drawings).await;
    }
    walk.nothing_is_lost_or_doubled();
    for instance in instances {
        instance.stop().await;
    }
    blows
}

/// Whether a press is one transaction; the others are several acts after another.
fn is_one_write(button: &str) -> bool {
    !matches!(button, "begin count" | "close" | "correct" | "take ballots")
}

/// The seeds to walk: 20, or `FROM..TO` of `PIAOJUE_SEEDS`.
fn seeds() -> std::ops::Range<u64> {
    let Ok(named) = std::env::var("PIAOJUE_SEEDS") else { return 1..21 };
    let (from, to) = named.split_once("..").expect("PIAOJUE_SEEDS is FROM..TO");
    from.parse().unwrap()..to.parse().unwrap()
}

fn walks(engine: Engine) {
    let drawings = DRAWINGS.iter().map(|(kind, heading)| (*kind, drawing(heading))).collect();
    let mut blows = 0;
    for seed in seeds() {
        run(engine, async |app: TestApp| blows += walk(app, seed, &drawings).await);
    }
    assert!(blows > seeds().count() * 5, "{blows} blows: the line hardly broke");
    eprintln!("{engine}: {} seeds, {blows} blows", seeds().count());
}

#[test]
fn nothing_is_lost_doubled_or_half_done_where_the_line_breaks_on_sqlite() {
    walks(Engine::Sqlite);
}

#[test]
fn nothing_is_lost_doubled_or_half_done_where_the_line_breaks_on_postgres() {
    walks(Engine::Postgres);
}
