//! What was said of a project by those who rate it, as its page shows it.

use serde::Serialize;

/// One group's counts with what they come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RatedLine {
    /// `deputies` or `public`.
    pub who: &'static str,
    /// `satisfied`, `basically`, `dissatisfied`.
    pub verdict: Option<&'static str>,
    pub satisfied: u32,
    pub basically: u32,
    pub dissatisfied: u32,
    /// Only on the deputies' paper.
    pub abstained: Option<u32>,
    /// Of whom more than half must be satisfied.
    pub all: u64,
}
