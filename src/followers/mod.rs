//! 关注: whoever leaves an e-mail address and confirms it is told of a project's news, at most once a day, until they say
//! stop; then the address is gone, as it is when no letter arrives there any more.

mod actions;
mod follower;
mod letter;
mod pages;
pub mod schema;
mod store;

pub use actions::{ask_to_follow, confirm, give_up, stop, tidy, write_news_letters};
pub use follower::{FollowError, Follower, FollowerState};
pub use pages::*;
pub use store::confirmed_count;
