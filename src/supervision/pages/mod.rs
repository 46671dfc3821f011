//! Supervision for the groups, the units that answer, the deputies, the secretariat, and everybody.

mod department;
mod files;
mod follow_ups;
mod groups;
mod inspections;
mod notes;
mod public;
mod secretariat;
mod photos;
pub mod views;

pub use department::{DepartmentBoardPage, answer_follow_up, show_department_follow_up, show_department_follow_ups};
pub use files::{is_insider, is_public};
pub use follow_ups::{BoardPage, FollowUpPage, move_follow_up, open_follow_up, show_board, show_follow_up};
pub use groups::{
    GroupPage, SupervisorsPage, add_group_member, change_group_member, make_supervisor, show_group, show_supervisors,
};
pub use inspections::{
    InspectionFormPage, InspectionPage, follow_up_finding_page, record_inspection_page, rewrite_inspection_page,
    settle_inspection_page, show_group_inspection, show_inspection_form, show_public_inspection,
    show_secretariat_inspection,
};
pub use notes::{
    NotePage, NotesPage, answer_note_page, settle_note_page, show_group_note, show_notes, show_secretariat_note,
    write_note_page,
};
pub use public::{QuarterPage, SupervisionPage, quarter_file, show_quarter, show_supervision, shown_with_project};
pub use secretariat::{CommitteePage, DeskPage, Unsettled, show_committee_list, show_supervision_desk, unsettled};
