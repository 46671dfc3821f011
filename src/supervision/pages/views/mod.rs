//! What several pages show alike: a follow-up with its steps, the colour board, an inspection, a note.

mod choice;
mod follow_up;
mod inspection;
mod note;
mod project;
mod samples;
mod supervised;

pub use choice::{Choice, project_choices};
pub use follow_up::{ColumnView, FollowUpView, columns};
pub use inspection::InspectionView;
pub use note::NoteView;
pub use project::{ProjectLine, body_counts, lines};
pub use samples::{SAMPLE_DAY, sample_supervised};
pub use supervised::Supervised;
