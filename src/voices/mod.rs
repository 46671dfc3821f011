//! 群众留言: what residents say of a project without an account; looked at by the secretariat, answered by the unit in time,
//! judged by its author, carried on by deputies and supervisors.

mod actions;
mod answer;
mod beside;
mod form;
mod letter;
mod pages;
mod rules;
pub mod schema;
mod store;
mod voice;

pub use actions::{
    AnswerError, Author, BesideError, OwnError, RulesError, SendError, Sent, SortError, Waiting, answer, ask_again,
    say_whether_it_helped, send, sort, tidy_voices, waiting, write_letters,
};
pub use answer::{Answer, ClockCount, Help, HelpCount};
pub use form::VoiceForm;
pub use pages::*;
pub use rules::Rules;
pub use store::{AnswerNews, answer_news, public_clock};
pub use voice::{Course, Sight, Sorting, Voice, VoiceKind};
