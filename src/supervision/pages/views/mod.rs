//! What several pages show alike.

mod choice;
mod project;
mod samples;
mod supervised;

pub use choice::{Choice, project_choices};
pub use project::{ProjectLine, body_counts, lines};
pub use samples::{SAMPLE_DAY, sample_supervised};
pub use supervised::{Supervised, shown};
