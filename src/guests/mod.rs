//! Whoever sends something without an account: work against robots, limits by marks of a day, photos that wait in a form, the
//! code by which it is found again, how its author can be reached, and what nobody should give away of themselves.

mod challenge;
mod code;
mod contact;
mod guest;
mod holding;
mod judging;
mod letters;
mod pages;
mod personal;
pub mod schema;
mod store;
mod typed;

pub use challenge::{Challenge, USUAL_DIFFICULTY, WAIT_SECONDS, solve};
pub use code::{TrackingCode, hex};
pub use contact::{
    CONSENT_VERSION, Contact, ContactFault, ContactKey, LONGEST_CONTACT, LeftWith, Letters, mark_of_contact,
};
pub use guest::{Guest, SentWith, mark_of};
pub use holding::{drop_picture, hold_pictures};
pub use judging::{
    GuestFault, MOST_AN_HOUR, MOST_OF_ALL, MOST_WRONG_CODES, Tries, comes_in_time, difficulty, judged, may_try,
    one_more_wrong,
};
pub use letters::{
    Addressed, ask_first, asks_to_confirm, confirm_letters, forget_contact, give_up_letters, left_contact,
    stop_letters, tidy, write_to,
};
pub use pages::{PersonalView, drop_held_photo, held_photos, hold_photos, personal_in, show_held_photo};
pub use personal::{Found, PersonalKind, blackened, find as find_personal};
pub use store::{
    HeldPicture, Knock, contact, contact_by_letter, held_picture, held_pictures, insert_contact, is_spent,
    keep_letters, knock, knocks_since, set_told, take_held_pictures,
};
pub use typed::{on_lines, on_one_line};
