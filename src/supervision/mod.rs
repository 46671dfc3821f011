//! 督导: a project's group inspects it and follows up what it finds; the unit answers, another person checks, yet another
//! closes. Deputies' notes come in here, and the quarterly public table comes out. Each of these is a folder.

mod actions;
mod follow_ups;
mod groups;
mod inspections;
mod news;
mod notes;
mod pages;
mod quarter;
pub mod schema;
mod shown;

pub use follow_ups::{
    BoardPage, Column, FollowUp, FollowUpError, FollowUpPage, State, Step, answer, check, close, escalate_overdue,
    give_back, move_follow_up, open, open_follow_up, show_board, show_follow_up,
    store::{follow_up_by_id, follow_ups, name_origin},
};
pub use groups::{
    Body, GroupError, GroupMember, GroupPage, NewMember, SupervisingAccount, SupervisorsPage, add_group_member,
    add_member, change_group_member, make_supervisor, make_supervisor_account, name_leader, remove_member, show_group,
    show_supervisors,
    store::{groups_of, projects_of_member, supervisors_of},
};
pub use inspections::{
    Inspection, InspectionError, InspectionForm, InspectionFormPage, InspectionPage, follow_up_finding,
    follow_up_finding_page, give_back_inspection, publish_inspection, record_inspection, record_inspection_page,
    rewrite_inspection, rewrite_inspection_page, settle_inspection_page, show_group_inspection, show_inspection_form,
    show_public_inspection, show_secretariat_inspection, store::inspections,
};
pub use news::news_since;
pub use notes::{
    Note, NoteError, NotePage, NotesPage, answer_note, answer_note_page, follow_up_note, settle_note_page,
    show_group_note, show_notes, show_secretariat_note, store::notes_by, write_note, write_note_page,
};
pub use pages::*;
pub use quarter::Quarter;
pub use shown::{ShownInspection, SupervisionShown};
