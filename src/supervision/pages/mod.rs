//! Supervision for the units that answer, the secretariat, and everybody; what belongs to one concept stands in its folder.

mod department;
mod files;
pub(super) mod photos;
mod public;
mod secretariat;
pub(super) mod views;

pub use department::{DepartmentBoardPage, answer_follow_up, show_department_follow_up, show_department_follow_ups};
pub use files::{is_insider, is_public};
pub use public::{QuarterPage, SupervisionPage, quarter_file, show_quarter, show_supervision, shown_with_project};
pub use secretariat::{CommitteePage, DeskPage, Unsettled, show_committee_list, show_supervision_desk, unsettled};
