//! 演练: the whole vote once over with harmless questions, in a session of its own that is deleted in one go. Everything
//! from check-in to announcement is what the real session does; here is only how a rehearsal begins and ends.

mod actions;
mod pages;
mod rehearsal;
mod stand_in;

pub use actions::{RehearsalError, delete, practice_keys, start, switch};
pub use pages::{
    RehearsalPage, delete_rehearsal, make_practice_keys, show_rehearsal, stand_in, start_rehearsal, switch_rehearsal,
};
