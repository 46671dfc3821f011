//! The only place that asks what time it is; everything else is told.

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

use crate::db::Ts;

/// A source of the present moment that can be moved, so that a demonstration can start in the past.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    shift: SignedDuration,
}

impl Clock {
    /// A clock that runs `shift` away from the machine's own.
    pub fn shifted(shift: SignedDuration) -> Self {
        Self { shift }
    }

    pub fn shift(&self) -> SignedDuration {
        self.shift
    }

    pub fn now(&self) -> Ts {
        Ts::from(Timestamp::now().saturating_add(self.shift).unwrap_or(Timestamp::MAX))
    }
}

/// How long something takes, which no setting of the clock changes.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    pub fn begun() -> Self {
        Self(Instant::now())
    }

    pub fn seconds(self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
