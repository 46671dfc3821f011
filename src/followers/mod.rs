//! 关注: whoever leaves an e-mail address and confirms it is told of a project's news, at most once a day, until they say
//! stop; then the address is gone. Letters wait in a table and are handed out one by one, so several instances send each once.

mod actions;
mod follower;
mod letter;
mod pages;
pub mod schema;
mod store;

pub use actions::{ask_to_follow, confirm, send_due, stop, tidy, write_news_letters};
pub use follower::{Address, FollowError, Follower, FollowerState};
pub use letter::{Failure, Letter};
pub use pages::*;
pub use store::{confirmed_count, waiting_letters};
