//! 关注: whoever leaves an e-mail address and confirms it is told the news of a project, a field, a street, a unit or of all, in
//! one letter a day at most, until they say stop; then the address is gone, as it is when no letter arrives there any more.

mod actions;
mod follower;
mod letter;
mod pages;
mod proposers;
pub mod schema;
mod store;

pub use actions::{give_up, tidy, write_news_letters};
pub use pages::*;
pub use proposers::tell_proposers;
